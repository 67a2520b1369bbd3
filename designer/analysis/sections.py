"""The one table of analyses: what each reads, what it is worked out for, and what of it goes into the answer.

`run.analyze` works out what is asked for and what that reads; the order follows from the table. The names that
`--only` takes, what the window is told early and what `--json` has a section for are read from it too.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Final, NamedTuple, TypeVar

from msgspec.structs import replace

from designer.analysis.availability.records import AvailabilityResult
from designer.analysis.chain.facility import facility_of
from designer.analysis.chain.supplies import draws_power
from designer.analysis.chain.surviving_copies import Standing
from designer.analysis.cooling.heat_load import cooling
from designer.analysis.counts import counts
from designer.analysis.energy.records import EnergyResult
from designer.analysis.energy.year import energy
from designer.analysis.money.cost import cost
from designer.analysis.phases.records import PhasesResult
from designer.analysis.power.draw import power
from designer.analysis.power.records import PlantResult
from designer.analysis.purchases.goods import cables_without_route
from designer.analysis.results import (
    CoolingResult,
    CostResult,
    Counts,
    NetworkResult,
    PowerResult,
    ResilienceResult,
    Results,
)
from designer.analysis.rooms.cable_records import AssumedCables, CablesResult, is_placed
from designer.analysis.rooms.optics_power import OpticsDraw, optics_of
from designer.analysis.working import Question, Working
from designer.analysis.workloads.results import WorkloadsResult
from designer.model.design import Design
from designer.model.identity_cache import Remembered
from designer.model.parts.part import NETWORK_MEDIA

_ALWAYS: Final = "always"
_FAILURE: Final = "failure"
"""What asks for sections beside the names of `--only`: every analysis, and one in which something has failed."""


class Section(NamedTuple):
    """One analysis of the table.

    Attributes:
        name: Attribute of Working that it fills.
        run: Works it out from what it reads.
        reads: Sections that it cannot do without: they are worked out for it.
        uses: Sections that it reads where they were worked out for somebody else.
        asked_by: Names of `--only` for which it is worked out.
        answers: Names of `--only` for which it stands in the answer, in the field of its own name.
        early: Whether the window is told of it before the rest.
        on_demand: Whether it is worked out only where it is named: it takes longer than all others.
    """

    name: str
    run: Callable[[Working], object]
    reads: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    early: bool = False
    on_demand: bool = False


def order_of(asked: Collection[str]) -> Iterator[Section]:
    """Yield the sections that are worked out when the names ASKED are, each after those that it reads or uses.

    Among those that could come next the table has the say: colours of links wait for the network alone.
    """
    needed: set[str] = set()
    waiting = [section.name for section in ANALYSES if not asked_names(section).isdisjoint(asked)]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting.extend(_BY_NAME[name].reads)
    told: set[str] = set()

    def after_its_own(section: Section) -> Iterator[Section]:
        if section.name in told:
            return
        told.add(section.name)
        for name in (*section.reads, *section.uses):
            if name in needed:
                yield from after_its_own(_BY_NAME[name])
        yield section

    for section in ANALYSES:
        if section.name in needed:
            yield from after_its_own(section)


def asked_names(section: Section) -> frozenset[str]:
    """Return what SECTION is worked out for by itself: names of `--only`, "always" or "failure"."""
    return frozenset((*section.asked_by, *section.answers))


def asked_of(question: Question) -> frozenset[str]:
    """Return all that asks for sections in QUESTION."""
    return question.only | {_ALWAYS} | ({_FAILURE} if question.fail else frozenset())


def answer_of(working: Working, *, early: bool = False) -> Results:
    """Return what WORKING knows of what was asked; EARLY, what the window is told before the rest."""
    question = working.question
    asked = asked_of(question)
    found = {
        section.name: getattr(working, section.name)
        for section in ANALYSES
        if not asked.isdisjoint(section.answers) and (section.early or not early)
    }
    return Results(**found, failed=question.fail, load=question.load)


_Value = TypeVar("_Value")


def _known(value: _Value | None) -> _Value:
    """Return VALUE, which the table has worked out before."""
    if value is None:
        raise LookupError("An analysis ran before one that it reads; see ANALYSES.")
    return value


def _facility(working: Working) -> object:
    from designer.analysis.chain.failure.remaining_facility import facility_left

    asked = working.question
    drawn = working.drawn or power(asked.design)
    return facility_left(asked.design, drawn, asked.fail, asked.only, every=asked.every_failure, optics=working.optics)


def _counts(working: Working) -> Counts:
    return counts(working.question.design)


def _survey(working: Working) -> object:
    # The graph libraries take a moment to load, so only when they are needed.
    from designer.analysis.network.network_context import survey_of

    return survey_of(working.question.design, working.gone)


def _network(working: Working) -> NetworkResult:
    from designer.analysis.network.bandwidth import network

    asked, early = working.question, working.question.early

    def tell(loads: NetworkResult) -> None:
        """Tell who waits for colours what the links carry; the bisection is not worked out by then."""
        if early is not None:
            working.network = loads
            early(answer_of(working, early=True))

    return network(
        asked.design,
        asked.traffic,
        working.gone,
        asks=asked.asks,
        outside=asked.outside,
        survey=working.survey,
        early=tell if early is not None else None,
    )


def _cables(working: Working) -> CablesResult | None:
    if not is_placed(working.question.design):
        return None
    # The arrays take a moment to load, so only where racks have places.
    from designer.analysis.rooms.cables import cables

    return cables(working.question.design, working.question.library)


def _assumed_cables(working: Working) -> AssumedCables:
    return cables_without_route(working.question.design, working.cables, working.question.parts)


def _optics(working: Working) -> dict[str, OpticsDraw]:
    """Return the power of optics in one copy of each device, by the cables with a route and those without."""
    laid, without_route = working.cables, working.assumed_cables
    places = [one.optics_at for one in (laid, without_route) if one is not None and one.optics_at]
    if not places:
        return {}
    bought = [*(laid.purchases if laid is not None else ())]
    bought += [one.purchase for one in (without_route.purchases if without_route is not None else ())]
    return optics_of(working.question.design, places, bought, working.question.parts)


def _drawn(working: Working) -> PowerResult:
    return power(working.question.design, working.whole)


def _power(working: Working) -> PowerResult:
    return working.facility.power if working.facility is not None else _known(working.drawn)


def _energy(working: Working) -> EnergyResult:
    return energy(working.question.design, _known(working.drawn), _known(working.counts))


def _cost(working: Working) -> CostResult:
    asked = working.question
    return cost(
        asked.design,
        _known(working.drawn),
        _known(working.counts),
        working.cables,
        asked.parts,
        working.energy,
        asked.sources,
        working.assumed_cables,
    )


_chains: Final = Remembered[PlantResult | None]()
_supplied: Final = Remembered[Design]()
"""Designs without their networks: what is laid out of one stays known while optics draw more or less."""


def _plant(working: Working) -> PlantResult | None:
    """Return the power chain; the one of before where nothing has failed and no more than networks was edited."""
    if working.facility is not None:
        return working.facility.plant
    design, every, whole = working.question.design, working.question.every_failure, working.whole
    if not draws_power(design):
        return None
    from designer.analysis.power.power_chain import plant_result

    links = {name: link for name, link in design.links.items() if link.medium not in NETWORK_MEDIA}
    # What is not handed on cannot be read, so that what is kept is true of every design with the same of this.
    things = (design.settings, design.nodes, design.parts, design.sources, *links.values())
    supplied = _supplied.of(
        things,
        None,
        lambda: Design(
            settings=design.settings, nodes=design.nodes, links=links, parts=design.parts, sources=design.sources
        ),
    )
    drawn = tuple((one, draw.typical_w.value, draw.max_w.value) for one, draw in whole.optics.items())
    return _chains.of(things, (every, drawn), lambda: plant_result(supplied, every=every, left=whole))


def _cooling(working: Working) -> CoolingResult | None:
    if working.facility is not None:
        return working.facility.cooling
    asked = working.question
    return cooling(asked.design, _known(working.drawn), every=asked.every_failure, left=working.whole)


def _standing(working: Working) -> Standing:
    if working.facility is None:
        return Working.standing
    from designer.analysis.chain.failing import with_network
    from designer.analysis.chain.needs import needs_of

    return with_network(needs_of(working.question.design), working.facility.standing(), working.gone)


def _workloads(working: Working) -> WorkloadsResult:
    from designer.analysis.workloads.workloads import workloads

    asked = working.question
    return workloads(
        asked.design,
        _known(working.drawn),
        _known(working.cost),
        working.network,
        asked.fail,
        working.standing,
        facility_of(asked.design, working.plant, working.cooling),
        asked.load,
    )


def _losses(working: Working) -> ResilienceResult:
    from designer.analysis.resilience.single_failures import resilience

    return resilience(working.question.design, working.gone, working.survey)


def _resilience(working: Working) -> ResilienceResult:
    asked, found, worked = working.question, _known(working.losses), working.workloads
    if worked is not None:
        from designer.analysis.chain.needs import needs_of
        from designer.analysis.chain.single_points import points_left

        found = replace(found, service_points=points_left(needs_of(asked.design), working.standing, asked.fail))
        if asked.fail:
            from designer.analysis.chain.effects import with_effects
            from designer.analysis.workloads.workloads import workloads

            whole = workloads(
                asked.design, _known(working.drawn), _known(working.cost), working.network, load=asked.load
            )
            found = with_effects(found, asked.design, asked.fail, working.standing, whole, worked)
    if working.facility is not None and working.drawn is not None:
        from designer.analysis.chain.effects import with_power

        found = with_power(found, working.drawn, working.facility.power)
    return found


def _phases(working: Working) -> PhasesResult | None:
    if not working.question.design.settings.phases:
        return None
    # The draws take a moment to load, so only where phases are planned.
    from designer.analysis.phases.growth import phases_result

    asked = working.question
    results = Results(
        counts=_known(working.counts), power=working.drawn, cost=working.cost, workloads=working.workloads
    )
    return phases_result(asked.design, results, asked.library)


def _availability(working: Working) -> AvailabilityResult | None:
    # Histories begin with the design as it is drawn.
    if working.question.fail or working.question.load != 1:
        return None
    from designer.analysis.availability.playing import usual_availability

    return usual_availability(working.question.design, working.workloads)


_PLAYED: Final = ("availability",)
"""For histories of failures the work is worked out as in a whole analysis: behind network, power and cooling."""
ANALYSES: Final = (
    Section("facility", _facility, uses=("optics", "drawn"), asked_by=(_FAILURE,)),
    Section("counts", _counts, answers=(_ALWAYS,), early=True),
    Section("survey", _survey, uses=("facility",)),
    Section(
        "network",
        _network,
        reads=("counts", "survey"),
        uses=("facility",),
        asked_by=_PLAYED,
        answers=("network",),
        early=True,
    ),
    Section("cables", _cables, answers=("cost",)),
    Section("assumed_cables", _assumed_cables, reads=("cables",)),
    Section("optics", _optics, reads=("cables", "assumed_cables")),
    Section("drawn", _drawn, reads=("optics",)),
    Section("power", _power, reads=("drawn",), uses=("facility",), answers=("power",)),
    Section("plant", _plant, reads=("optics",), uses=("facility",), asked_by=_PLAYED, answers=("power",)),
    Section("energy", _energy, reads=("drawn", "counts"), answers=("power", "energy")),
    Section("cooling", _cooling, reads=("drawn", "optics"), uses=("facility",), asked_by=_PLAYED, answers=("cooling",)),
    Section("cost", _cost, reads=("drawn", "counts", "cables", "assumed_cables", "energy"), answers=("cost",)),
    Section("losses", _losses, reads=("survey",), uses=("facility",)),
    Section("standing", _standing, uses=("facility",)),
    Section(
        "resilience",
        _resilience,
        reads=("losses",),
        uses=("workloads", "standing", "drawn", "cost", "network", "facility"),
        answers=("resilience",),
    ),
    Section(
        "workloads",
        _workloads,
        reads=("drawn", "cost", "standing"),
        uses=("network", "plant", "cooling"),
        answers=("workloads",),
    ),
    Section("phases", _phases, reads=("counts", "drawn", "cost"), uses=("workloads",), answers=("cost", "phases")),
    Section("availability", _availability, reads=("workloads",), answers=("availability",), on_demand=True),
)
"""All analyses. To add one: its function, a row here, an attribute of Working, a field of Results and of the document
that `--json` prints."""

_BY_NAME: Final = {section.name: section for section in ANALYSES}
_BY_OWN_NAME: Final = tuple(section for section in ANALYSES if section.name in section.answers)
ALL: Final = tuple(section.name for section in _BY_OWN_NAME if len(section.answers) == 1 and not section.on_demand)
"""Names of the analyses that can be asked for; all of them run unless some are named."""
ALSO: Final = tuple(section.name for section in _BY_OWN_NAME if section.name not in ALL)
"""Names beside ALL: parts of others, worked out with them, and what is worked out only where it is named."""
