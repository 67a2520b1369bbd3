"""The cheapest fabric for a need, with its racks and power strips, and a proof."""

from collections.abc import Callable
from time import monotonic
from typing import Any, Final

from msgspec.structs import replace

from designer.analysis.purchases.goods import goods_lines
from designer.catalog.library import Library
from designer.explore.optimise.collisions import fabric_collision
from designer.explore.optimise.costing import Costed
from designer.explore.optimise.devices import Devices, estimated
from designer.explore.optimise.fabric_design import fabric_design, racks_of, structure_text
from designer.explore.optimise.fabric_program import Fabric, FabricProgram, reasons
from designer.explore.optimise.fabric_search import Found, Tells, search, tell
from designer.explore.optimise.needs import FabricNeed
from designer.explore.optimise.program import gap_of
from designer.explore.optimise.records import Optimum
from designer.model.design import Design
from designer.model.figures.figure import total
from designer.model.records import RefusedInput
from designer.model.wording import counted, listed

_KEPT: Final = 2.0
"""Structures that cost at least so many times a fabric that was found are left out of the program: none of them can be
the cheapest. Those between are the solver's to reject, so that the bound is its own."""
_DRAWING_S: Final = 1.5
_MOST_COLUMNS: Final = 4_000
"""So many variables the program has at most, where those of the structures that may be the cheapest are not more."""


def optimise_fabric(library: Library, need: FabricNeed, go_on: Tells | None = None) -> Optimum:
    """Return the cheapest fabric of NEED, and where it asks for it the cheapest of sourced prices beside it.

    Args:
        library: Parts with their prices.
        need: What is asked for.
        go_on: Is told how far it is.

    Raises:
        RefusedInput: it was stopped, or it is not known whether the money suffices.
    """
    return beside(need, lambda one: _optimise(library, one, go_on))


def beside(need: FabricNeed, solve: Callable[[FabricNeed], Optimum]) -> Optimum:
    """Return what SOLVE finds for NEED, with its answer for sourced prices beside it where NEED asks for both."""
    if need.prices != "beside":
        return solve(need)
    # The time is one for both.
    half = replace(need, time_limit_s=need.time_limit_s / 2)
    found, other = solve(replace(half, prices="any")), solve(replace(half, prices="sourced"))
    return replace(
        found, sourced=other, seconds=found.seconds + other.seconds, lines=(*found.lines, _beside_text(other))
    )


def _beside_text(other: Optimum) -> str:
    if other.cost is None or other.bound is None:
        return "With switches at list or street prices alone nothing meets the need."
    return (
        f"With switches at list or street prices alone: {other.cost:,.0f} USD, bound {other.bound:,.0f} USD; "
        f"{other.lines[0]}"
    )


def _optimise(library: Library, need: FabricNeed, go_on: Tells | None) -> Optimum:
    """Return the cheapest fabric of NEED, with the solver's bound."""
    begun = monotonic()
    # What is drawn and told at the end takes its time too.
    until = begun + need.time_limit_s - min(_DRAWING_S, need.time_limit_s / 4)
    found = search(library, need, go_on, until=until)
    left_out = tuple(found.devices.left_out)
    if found.best is None:
        collision = fabric_collision(library, need, go_on)
        return Optimum(collision=collision, left_out=left_out, seconds=monotonic() - begun)
    tell(go_on, "HiGHS looks for the cheapest and proves it")
    program = FabricProgram(_kept(found), found.costing)
    answer, fabric = program.solve(max(until - monotonic(), 0.01), 0.0)
    cost = answer.cost
    # What was found before the solver began is no worse than nothing.
    if fabric is None or found.best_usd < cost:
        fabric, cost = found.best, found.best_usd
    if cost > need.budget_usd:
        collision = fabric_collision(library, need, go_on)
        if collision is None:
            raise RefusedInput(
                f"No fabric of at most {need.budget_usd:,.0f} USD was found in {need.time_limit_s:g} s, nor is it "
                "proven that there is none; give it more time with time_limit_s."
            )
        bound = max(min(answer.bound, found.open_usd), found.least_usd)
        return Optimum(bound=bound, collision=collision, left_out=left_out, seconds=monotonic() - begun)
    # A bound of the solver may lie below nothing before it proved anything, or by rounding above the cost.
    listed = min(found.least_usd, cost)
    bound = min(max(min(answer.bound, found.open_usd), listed), cost)
    design = fabric_design(library, need, fabric, found.devices.host)
    low, usd, high = bill_usd(design, library)
    return Optimum(
        design=design,
        # The bill adds the same prices in another order.
        cost=usd,
        low=low,
        high=high,
        bound=bound,
        gap=gap_of(cost, bound),
        listed_bound=listed,
        chosen=fabric_chosen(need, fabric, cost),
        lines=(*fabric_lines(need, fabric, found.devices), *estimate_lines(fabric)),
        estimates=estimates_of(design, library),
        left_out=left_out + tuple(reasons(found.costing.why)[:3]),
        seconds=monotonic() - begun,
        solver_s=answer.seconds,
        size=program.program.size,
    )


def _kept(found: Found) -> list[Costed]:
    """Return the structures of the program: all that may be the cheapest, and others up to its size."""
    kept, columns = list[Costed](), 0
    for one in found.costed:
        if one.least_usd > found.best_usd and (
            one.least_usd > found.best_usd * _KEPT or columns + one.columns > _MOST_COLUMNS
        ):
            break
        kept.append(one)
        columns += one.columns
    return kept


def bill_usd(design: Design, library: Library) -> tuple[float, float, float]:
    """Return (low, typical, high) of what DESIGN costs to buy, as its bill has it, USD."""
    lines = goods_lines(design, None, library.parts)
    figure = total("purchase price", [line.total_usd for line in lines], "USD")
    typical = figure.value or 0.0
    return figure.low if figure.low is not None else typical, typical, figure.high or typical


def spread_of(before: Design, after: Design, library: Library, cost: float) -> tuple[float, float]:
    """Return COST of what AFTER has beyond BEFORE at the low and the high end of all prices, as their bills have it."""
    (low, usd, high), (had_low, had, had_high) = bill_usd(after, library), bill_usd(before, library)
    more = usd - had
    return cost - (more - (low - had_low)), cost + (high - had_high) - more


def estimates_of(design: Design, library: Library) -> tuple[str, ...]:
    """Return what of DESIGN is bought at an estimate, with its share of the cost, the dearest first."""
    lines = [line for line in goods_lines(design, None, library.parts) if line.total_usd.value]
    whole = sum(line.total_usd.value or 0.0 for line in lines)
    guessed = sorted(
        (line for line in lines if line.basis == "estimate"), key=lambda one: -(one.total_usd.value or 0.0)
    )
    return tuple(f"{line.name}: {(line.total_usd.value or 0.0) / whole:.1%} of the cost" for line in guessed)


def estimate_lines(fabric: Fabric) -> tuple[str, ...]:
    """Return a sentence where a switch of FABRIC is priced by an estimate."""
    one = fabric.costed.structure
    switches = [one.leaf, one.top] if one.tiers > 1 else [one.leaf]
    names = list(dict.fromkeys(device.part.name for device in switches if estimated(device.part)))
    if not names:
        return ()
    verb = "is an estimate" if len(names) == 1 else "are estimates"
    told = "ask for prices “beside” to see the best at list or street prices too"
    return (f"The price of {listed(names, None)} {verb}; {told}.",)


def fabric_chosen(need: FabricNeed, fabric: Fabric, cost: float) -> dict[str, Any]:
    """Return what FABRIC is made of, by name, COST being that of the program."""
    one = fabric.costed.structure
    racks = list(racks_of(fabric))
    inside = one.spines * one.pods if one.tiers == 3 else 0
    return {
        "tiers": one.tiers,
        "leaf_switch": one.leaf.part.id,
        "spine_switch": one.top.part.id if one.tiers > 1 else None,
        "leaf": one.pods * one.groups * one.leaves,
        "spine": inside if one.tiers == 3 else one.spines,
        "core": one.tops if one.tiers == 3 else 0,
        "pods": one.pods,
        "groups_per_pod": one.groups,
        "hosts_per_group": one.hosts,
        "leaves_per_group": one.leaves,
        "links_leaf_spine": one.each,
        "links_spine_core": one.planes_each,
        "uplinks_per_leaf": one.each * one.spines,
        "ports": need.ports,
        "racks": sum(count for _, count in racks),
        "kw_fullest_rack": max((rack.watts for rack, _ in racks), default=0.0) / 1_000.0,
        "host_cable_m": fabric.costed.host_m,
        "usd_by_the_program": cost,
    }


def fabric_lines(need: FabricNeed, fabric: Fabric, devices: Devices) -> tuple[str, ...]:
    """Return FABRIC in words, a sentence a line."""
    costed, one = fabric.costed, fabric.costed.structure
    racks = list(racks_of(fabric))
    number = sum(count for _, count in racks)
    fullest = max((rack.watts for rack, _ in racks), default=0.0) / 1_000.0
    found = [structure_text(costed)]
    found.append(
        f"{counted(number, 'rack')}, the fullest draws at most {fullest:.1f} kW; strips {need.feeds}."
        if fullest
        else f"{counted(number, 'rack')}; what they draw is not known; strips {need.feeds}."
    )
    found.append(f"Host links: {costed.host_link.what}.")
    links = dict.fromkeys(
        band.link.what
        for place, band in enumerate(costed.bands)
        if one.tiers > 1 and (fabric.pods[place] or place == fabric.last)
    )
    if links:
        found.append(f"Links to the top: {'; '.join(links)}.")
    found.append(
        "The hosts are there already and cost nothing here."
        if devices.host is not None
        else "The hosts are any hosts, there already: they cost nothing here and stand in no planned rack."
    )
    return tuple(found)
