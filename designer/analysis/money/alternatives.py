"""Own, cloud and tokens for the same demand: what each takes and costs, over time and demand, and where they cross."""

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal

from msgspec.structs import replace

from designer.analysis.money.crossings import Scaled, demand_curve, over_demand, over_months, time_curve
from designer.analysis.money.prices import unit_price
from designer.analysis.money.records import Alternative, Alternatives, Crossing
from designer.analysis.money.sizing import Sized, Work, sized_on, work_of
from designer.analysis.money.sourcing_options import (
    BASES,
    chosen_or_matching,
    cloud,
    known_bases,
    own_as_drawn,
    own_machine,
    tokens,
    wanted_basis,
)
from designer.analysis.money.way_results import with_results
from designer.analysis.quantities import accelerators_in, is_rented
from designer.analysis.results import CostResult, PowerResult, Results
from designer.analysis.uncertainty import with_likely
from designer.catalog.library import Library
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.kinds import ACCELERATORS, MODEL_APIS
from designer.model.money.pricing import date_rank, planned_price
from designer.model.parts.part import Part
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.model.workloads.choices import chosen

MOST_INSTANCES: Final = 4
MOST_APIS: Final = 3
LONGEST: Final = 600
"""Months in fifty years; nobody plans further."""
_LIKE: Final = 0.5


def alternatives(
    design: Design,
    library: Library,
    results: Results,
    *,
    instances: Sequence[str] = (),
    apis: Sequence[str] = (),
    machine: str = "",
    months: int = 60,
    start: str = "",
) -> Alternatives:
    """Return what the work of DESIGN takes and costs on own machines, in the cloud and by the token.

    Args:
        design: The design, with the parts it uses embedded.
        library: Parts to compare with.
        results: Of the design, with power, cost and workloads.
        instances: Ids of instances; none means those that hold the drawn sort of accelerator.
        apis: Ids of model APIs; none means those drawn, and those of the vendor of the model that is served.
        machine: Id of a machine to own instead of those drawn; "" picks one where none is drawn.
        months: How far the curves over time go.
        start: ISO day on which month 0 begins, from which announced prices are counted; "" leaves them out.

    Raises:
        RefusedInput: a part is not in the library or is of another sort, MONTHS is out of range, or RESULTS lack power,
            cost or workloads.
    """
    power, cost = results.power, results.cost
    if power is None or cost is None or results.workloads is None:
        raise RefusedInput("To compare, power, cost and workloads have to be worked out too.")
    if not 1 <= months <= LONGEST:
        raise RefusedInput(f"Curves over time go from 1 to {LONGEST} months, not {months}.")
    work = work_of(design, library, results)
    notes = list(work.notes)
    own = _own(work, cost, power, _picked(work, library, [machine], "machine") if machine else (), notes)
    rows = list(own)
    picked = _picked(work, library, instances, "instance")
    sizes: dict[tuple[tuple[str, int], ...], Sized] = {}
    found, more = chosen_or_matching(work, picked, MOST_INSTANCES)
    for part in found:
        bases = BASES if picked else known_bases(work, part)
        inside = tuple(accelerators_in(work.shelf, part).items())
        sized = sizes[inside] = sizes.get(inside) or sized_on(work, part)
        rows += [Scaled(cloud(work, part, sized, basis), sized) for basis in bases]
    if more > 0:
        notes.append(f"{counted(more, 'more instance')} with this accelerator can be picked.")
    for part in _picked(work, library, apis, "api") or _matching_apis(work):
        rows.append(Scaled(tokens(work, part, start), None))
    rows = with_results(work, results, _told_apart(work, rows))
    compared = [scaled for scaled in rows if scaled.row.compared and _takes_something(scaled.row)]
    asked = work.basis == "demand" or (bool(work.apis) and not work.engines)
    return Alternatives(
        basis=work.basis,
        accelerators_needed=work.sized.needed,
        accelerators_drawn=work.drawn,
        requests_per_month=work.requests,
        tokens_per_month=work.tokens,
        usd_per_month_as_drawn=with_likely(cost.monthly_usd),
        rows=tuple(_drawn(scaled.row) for scaled in rows),
        over_time=tuple(time_curve(scaled.row, months) for scaled in compared),
        over_demand=tuple(demand_curve(scaled, work.tokens.value) for scaled in compared if asked),
        crossings=tuple(_crossings(work, compared, asked=asked)),
        notes=(*notes, *_years_apart(compared)),
    )


def _told_apart(work: Work, rows: Sequence[Scaled]) -> list[Scaled]:
    """ROWS, with their vendor in the names of those that would be called alike."""
    alike = Counter(scaled.row.name for scaled in rows)
    found: list[Scaled] = []
    for scaled in rows:
        row = scaled.row
        part = work.shelf.parts.get(row.part)
        if alike[row.name] > 1 and part is not None and part.vendor:
            scaled = scaled._replace(row=replace(row, name=f"{row.name}, {part.vendor}"))
        found.append(scaled)
    return found


def _years_apart(compared: Sequence[Scaled]) -> Iterable[str]:
    """Yield a warning where prices of different years are compared.

    A saving then holds what the prices did in between.
    """
    dated = [(scaled.row, year) for scaled in compared if (year := date_rank(scaled.row.price_date)[0])]
    own = next((pair for pair in dated if pair[0].way == "own"), None)
    if own is None:
        return
    others = [f"{row.name} of {year}" for row, year in dated if row.way != "own" and year != own[1]]
    if others:
        yield f"Prices of different years are set against each other: {own[0].name} of {own[1]}, {', '.join(others)}."


def _drawn(row: Alternative) -> Alternative:
    """ROW with P10 and P90 of what people compare; its corners stay in its figures."""
    return replace(
        row,
        capex_usd=with_likely(row.capex_usd),
        cash_usd_per_month=with_likely(row.cash_usd_per_month),
        usd_per_month=with_likely(row.usd_per_month),
        usd_per_million_tokens=with_likely(row.usd_per_million_tokens),
        usd_per_gpu_hour=with_likely(row.usd_per_gpu_hour),
    )


def _own(
    work: Work, cost: CostResult, power: PowerResult, picked: Sequence[Part], notes: list[str]
) -> Iterable[Scaled]:
    """The drawn machines, else PICKED ones, else the cheapest with the accelerator of the rented ones."""
    if not picked and work.owned:
        yield Scaled(own_as_drawn(work, cost), work.sized)
        return
    if not picked and work.chip is not None:
        known = [part for part in work.shelf.parts.values() if _can_be_owned(work, part)]
        # With one machine picked by price, the comparison can begin before the person has chosen.
        picked = sorted(known, key=lambda part: (_price_of_one(work, part), part.id))[:1]
        if picked:
            notes.append(f"{picked[0].name} is the cheapest machine to own with this accelerator; pick another.")
    if not picked:
        notes.append("No machine to own is drawn; place one, or pick one to compare.")
    for part in picked:
        sized = sized_on(work, part)
        yield Scaled(own_machine(work, part, sized, power), sized)


def _can_be_owned(work: Work, part: Part) -> bool:
    if is_rented(part) or part.kind in ACCELERATORS or work.chip is None:
        return False
    return set(accelerators_in(work.shelf, part)) == {work.chip.id} and _price_of_one(work, part) < float("inf")


Wanted = Literal["machine", "instance", "api"]
"""What a person picks to compare: machines of their own, of a cloud, or a model API."""


def _price_of_one(work: Work, part: Part) -> float:
    """Price of an accelerator in a machine of PART."""
    price = unit_price(part, part.name, part.id, work.design.settings.prices).figure.value
    each = sum(accelerators_in(work.shelf, part).values())
    return price / each if price is not None and each else float("inf")


def _picked(work: Work, library: Library, names: Sequence[str], wanted: Wanted) -> tuple[Part, ...]:
    parts = tuple(work.design.parts.get(name) or library.part(name) for name in dict.fromkeys(names))
    for part in parts:
        if wanted == "api":
            if part.kind not in MODEL_APIS:
                raise RefusedInput(f"{part.id} is a {part.kind}, not a model API; `catalog list model-api` names them.")
        elif not accelerators_in(work.shelf, part):
            raise RefusedInput(f"{part.id} holds no accelerators, so it cannot be compared.")
        elif is_rented(part) != (wanted == "instance"):
            way = "bought, not rented" if wanted == "instance" else "rented, not bought"
            raise RefusedInput(f"{part.id} is {way}; pick {'an instance' if wanted == 'instance' else 'a machine'}.")
    return parts


def _matching_apis(work: Work) -> tuple[Part, ...]:
    """Model APIs that are drawn, and those of the vendor of a served model, nearest by name."""
    drawn = [part for part in (work.design.part_of(asked.node) for asked in work.apis) if part is not None]
    models = [part for asked in work.engines if (part := work.shelf.parts.get(chosen(asked.node, "model")))]
    near: list[tuple[float, str, Part]] = []
    for part in work.shelf.parts.values():
        if (
            part.kind not in MODEL_APIS
            or planned_price(part, "million-tokens", work.design.settings.prices, "output") is None
        ):
            continue
        # Likeness of names among models of the same vendor: an API rarely carries the exact name of the open weights.
        likeness = [_alike(part.name, model.name) for model in models if model.vendor == part.vendor]
        if likeness and max(likeness) >= _LIKE:
            near.append((-max(likeness), part.id, part))
    # Drawn ones first; a dictionary keeps each once.
    wanted = [*drawn, *(part for _, _, part in sorted(near, key=lambda one: one[:2])[:MOST_APIS])]
    return tuple({part.id: part for part in wanted}.values())


def _alike(first: str, second: str) -> float:
    return SequenceMatcher(None, first.casefold(), second.casefold(), autojunk=False).ratio()


def _takes_something(row: Alternative) -> bool:
    return row.way == "api" or bool(row.machines.value)


def _crossings(work: Work, compared: Sequence[Scaled], *, asked: bool) -> Iterable[Crossing]:
    # Months of the whole life of the design: what crosses later never does.
    life = 12 * assumed(work.design, "years").or_zero
    own = [scaled for scaled in compared if scaled.row.way == "own"]
    others = [scaled for scaled in compared if scaled.row.way != "own"]
    for mine in own:
        for other in others:
            yield over_months(mine.row, other.row, life)
    if not asked:
        return
    requests = work.requests.value
    for mine in own:
        for other in others:
            yield over_demand(mine, other, requests)
    rented = [scaled for scaled in others if scaled.row.way == "cloud"]
    wanted = wanted_basis(work.design)
    cheapest = min(
        # On the wanted basis where there is a price for it, else the cheapest on any.
        rented,
        key=lambda scaled: (scaled.row.basis != wanted, scaled.row.usd_per_month.or_zero),
        default=None,
        # Tokens against rent: both grow with demand, rent in whole machines.
    )
    for other in others:
        if cheapest is not None and other.row.way == "api":
            yield over_demand(cheapest, other, requests)
