"""Everything that can be said about one design, in one call."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from designer.analysis.chain.facility import facility_of
from designer.analysis.chain.supplies import draws_power
from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing
from designer.analysis.cooling.heat_load import cooling
from designer.analysis.counts import counts
from designer.analysis.energy.year import energy
from designer.analysis.failing import cannot_fail, failed_of
from designer.analysis.money.cost import cost
from designer.analysis.power.draw import power
from designer.analysis.power.records import PlantResult
from designer.analysis.purchases.goods import cables_without_route
from designer.analysis.results import TRAFFICS, NetworkResult, Results
from designer.analysis.rooms.cable_records import AssumedCables, CablesResult, is_placed
from designer.analysis.rooms.optics_power import OpticsDraw, optics_of
from designer.catalog.library import Library
from designer.model.bulk_records import uninterrupted
from designer.model.design import Design
from designer.model.identity_cache import Remembered
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import NETWORK_MEDIA, Part
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from designer.analysis.chain.failure.remaining_facility import FacilityLeft
    from designer.analysis.network.network_context import Survey

ALSO: Final = ("energy",)
"""What can be asked for beside ALL; a part of others that is worked out with them."""
ALL: Final = ("network", "power", "cooling", "cost", "resilience", "workloads")


_MOST_LOAD: Final = 1000.0


@uninterrupted()
def analyze(
    design: Design,
    *,
    only: Collection[str] = ALL,
    traffic: str = "all-to-all",
    fail: Collection[str] = (),
    seed: int = 0,
    asks: Sequence[FlowAsk] = (),
    outside: Sequence[str] = (),
    every_failure: bool = False,
    load: float = 1.0,
    library: Library | None = None,
    early: Callable[[Results], None] | None = None,
) -> Results:
    """Return what DESIGN carries, draws, costs and survives.

    Args:
        design: The design, with the parts it uses embedded.
        only: Which of ALL to work out; counts always are.
        traffic: One of TRAFFICS.
        fail: Ids of nodes and links that have failed; "leaf[0]" is one copy, "uplinks[3]" one cable.
        seed: For analyses that draw at random; none does yet.
        asks: Flows from A to B; where there are any they are the traffic, instead of those of the design.
        outside: What "north-south" goes to and comes from.
        load: By what the demand of users is multiplied: what the design would do with so many times as many.
        library: Parts on hand beside those of the design, of which cables are chosen where racks have places.
        every_failure: Whether every single failure of the power chain is worked out, however many there are.
        early: Is told counts and what the links carry as soon as they are known, where the network is asked; the
            bisection is not worked out by then.

    Raises:
        RefusedInput: an analysis, a traffic or a failed id is not known, or LOAD is out of range.
    """
    if not 0.0 < load <= _MOST_LOAD:
        raise RefusedInput(f"Demand can be multiplied by a number above 0 and up to {_MOST_LOAD:,.0f}, not {load:g}.")
    unknown = sorted(set(only) - {*ALL, *ALSO})
    if unknown:
        raise RefusedInput(f"There is no analysis {unknown[0]!r}; choose from {', '.join(ALL)}.")
    if traffic not in TRAFFICS:
        raise RefusedInput(f"There is no traffic {traffic!r}; choose from {', '.join(TRAFFICS)}.")
    absent = failed_of(design, fail).unknown
    if absent:
        raise RefusedInput(cannot_fail(design, absent[0]))
    counted = counts(design)

    def networked(gone: Collection[str]) -> "tuple[Survey | None, NetworkResult | None]":
        """The networks without what is GONE, and what they carry, as far as that is asked."""
        # The graph libraries take a moment to load, so only when they are needed.
        if not {"network", "resilience"} & set(only):
            return None, None
        from designer.analysis.network.network_context import survey_of

        seen = survey_of(design, gone)
        if "network" not in only:
            return seen, None
        from designer.analysis.network.bandwidth import network

        tell: Callable[[NetworkResult], None] | None = None
        if early is not None:

            def tell_network(loads: NetworkResult, known: Callable[[Results], None] = early) -> None:
                known(Results(counts=counted, network=loads, failed=tuple(fail), load=load))

            tell = tell_network
        return seen, network(design, traffic, gone, asks=asks, outside=outside, survey=seen, early=tell)

    # Colours wait for the network alone; only what a failure takes along in power and cooling is known before it.
    survey, network_result = networked(()) if not fail else (None, None)
    laid = None
    without_route: AssumedCables | None = None
    drawing = bool({"power", "cooling", "cost", "workloads", "energy"} & set(only))
    if drawing and is_placed(design):
        from designer.analysis.rooms.cables import cables

        laid = cables(design, library)
    parts = library.parts if library else {}
    if drawing:
        without_route = cables_without_route(design, laid, parts)
    optics = _optics(design, laid, without_route, parts)
    whole = ALL_STANDING._replace(optics=optics)
    drawn = power(design, whole) if drawing else None
    facts: FacilityLeft | None = None
    if fail:
        from designer.analysis.chain.failure.remaining_facility import facility_left

        # A failure is a state, not a month: what is paid stands as it was, what is drawn now is of what still stands.
        facts = facility_left(design, drawn or power(design), fail, only, every=every_failure, optics=optics)
    gone = facts.left.gone if facts is not None else ()
    if fail:
        survey, network_result = networked(gone)
    resilience_result = None
    year = energy(design, drawn, counted) if drawn and {"power", "cost", "energy"} & set(only) else None
    priced = (
        cost(
            design,
            drawn,
            counted,
            laid,
            parts,
            year,
            library.sources if library else {},
            without_route,
        )
        if drawn and {"cost", "workloads"} & set(only)
        else None
    )
    if "resilience" in only:
        from designer.analysis.resilience.single_failures import resilience

        resilience_result = resilience(design, gone, survey)
    chained, cooled = (facts.plant, facts.cooling) if facts is not None else (None, None)
    if drawn is not None and facts is None:
        if "power" in only and draws_power(design):
            chained = _power_chain(design, whole, every=every_failure)
        if "cooling" in only:
            cooled = cooling(design, drawn, every=every_failure, left=whole)
    now = facts.power if facts is not None else drawn
    worked = None
    if "workloads" in only and drawn is not None and priced is not None:
        from designer.analysis.workloads.workloads import workloads

        left = _standing(design, facts)
        facility = facility_of(design, chained, cooled)
        worked = workloads(design, drawn, priced, network_result, fail, left, facility, load)
        if resilience_result is not None:
            from designer.analysis.chain.needs import needs_of
            from designer.analysis.chain.single_points import points_left

            points = points_left(needs_of(design), left, fail)
            resilience_result = replace(resilience_result, service_points=points)
        if fail and resilience_result is not None:
            from designer.analysis.chain.effects import with_effects

            whole = workloads(design, drawn, priced, network_result, load=load)
            resilience_result = with_effects(resilience_result, design, fail, left, whole, worked)
    if facts is not None and now is not None and drawn is not None and resilience_result is not None:
        from designer.analysis.chain.effects import with_power

        resilience_result = with_power(resilience_result, drawn, now)
    return Results(
        counts=counted,
        network=network_result,
        power=now if "power" in only else None,
        cooling=cooled,
        cost=priced if "cost" in only else None,
        resilience=resilience_result,
        workloads=worked,
        plant=chained,
        energy=year if {"power", "energy"} & set(only) else None,
        failed=tuple(fail),
        load=load,
        cables=laid if "cost" in only else None,
    )


def _optics(
    design: Design, laid: CablesResult | None, without_route: AssumedCables | None, parts: Mapping[str, Part]
) -> dict[str, OpticsDraw]:
    """Return the power of optics in one copy of each device, by the cables that are LAID and those WITHOUT_ROUTE."""
    places = [one.optics_at for one in (laid, without_route) if one is not None and one.optics_at]
    if not places:
        return {}
    bought = [*(laid.purchases if laid is not None else ())]
    bought += [one.purchase for one in (without_route.purchases if without_route is not None else ())]
    return optics_of(design, places, bought, parts)


_chains: Final = Remembered[PlantResult | None]()


def _power_chain(design: Design, whole: Standing, *, every: bool) -> PlantResult | None:
    """The power chain of DESIGN with nothing failed; the one of before, where no more than networks was edited."""
    from designer.analysis.power.power_chain import plant_result

    links = {name: link for name, link in design.links.items() if link.medium not in NETWORK_MEDIA}
    # What is not handed on cannot be read, so that what is kept is true of every design with the same of this.
    supplied = Design(
        settings=design.settings, nodes=design.nodes, links=links, parts=design.parts, sources=design.sources
    )
    things = (design.settings, design.nodes, design.parts, design.sources, *links.values())
    drawn = tuple((one, draw.typical_w.value, draw.max_w.value) for one, draw in whole.optics.items())
    return _chains.of(things, (every, drawn), lambda: plant_result(supplied, every=every, left=whole))


def _standing(design: Design, facts: "FacilityLeft | None") -> Standing:
    """Return what is left of the machines when something has failed."""
    if facts is None:
        return ALL_STANDING
    from designer.analysis.chain.failing import with_network
    from designer.analysis.chain.needs import needs_of

    return with_network(needs_of(design), facts.standing(), facts.left.gone)
