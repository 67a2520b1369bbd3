"""The power chain of a design in one call: loads, redundancy, what a failure takes along, what cannot be used."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final, Literal

import numpy as np

from designer.analysis.chain.needs import needs_of
from designer.analysis.chain.supplies import draws_power, supplied_ids
from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing
from designer.analysis.power.batteries import ride_through
from designer.analysis.power.bypass import has_bypass
from designer.analysis.power.capacity import Capacity
from designer.analysis.power.chain import COLUMNS, MAX, TYPICAL, Chain, Floats, Ints, chain_of, with_left
from designer.analysis.power.failures import Plant, failure_of, gone_of, sweep
from designer.analysis.power.limits import Limits, limits_of
from designer.analysis.power.load_flow import Walk, walk
from designer.analysis.power.phases import phase_shares
from designer.analysis.power.records import PlantElement, PlantResult, PlantSweep
from designer.analysis.power.redundancy import redundancy
from designer.analysis.power.stranded_capacity import stranded
from designer.analysis.rooms.optics_power import OpticsDraw
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, difference, leaf, product, quotient, total
from designer.model.identity_cache import Remembered
from designer.model.kinds import SOURCES, UPSS
from designer.model.records import RefusedInput

_ONE = leaf("1", 1.0)
_laid_out: Final = Remembered[Chain](kept=2)
"""Chains without what optics draw, which changes with every network cable."""


def plant_of(design: Design, optics: Mapping[str, OpticsDraw] | None = None) -> Plant:
    """The chain of DESIGN with its limits, for failures that are asked for one by one.

    Args:
        design: The design.
        optics: What optics draw in one copy of each device, when that is known.
    """
    needs = needs_of(design)
    chain = _laid_out.of((needs.supplied, needs.feeds), None, lambda: chain_of(needs.supplied, needs.feeds))
    if optics:
        chain = with_left(chain, ALL_STANDING._replace(optics=optics))
    return Plant(chain, limits_of(chain))


def plant_result(
    design: Design,
    fail: Collection[str] = (),
    *,
    every: bool = False,
    loads_only: bool = False,
    left: Standing = ALL_STANDING,
) -> PlantResult | None:
    """Return the loads of the power chain of DESIGN and what it survives; None when none is drawn.

    Args:
        design: The design.
        fail: Ids that have failed: the loads are those that are left.
        every: Whether to work out the sweep of single failures however long it takes.
        loads_only: Whether redundancy, stranded power and the sweep are left out, for a quick look.
        left: What then still stands: what is off draws nothing, and what switched off feeds nothing.
    """
    if not draws_power(design):
        return None
    try:
        plant = plant_of(design, left.optics)
    except RefusedInput as refusal:
        return _not_laid_out(str(refusal))
    chain, limits = plant.chain, plant.limits
    fail = supplied_ids(chain.design, fail)
    failure = failure_of(plant, fail) if fail else None
    if fail:
        # Loads are shown as they are when what trips on overload has tripped too.
        gone = gone_of(chain, supplied_ids(chain.design, (*fail, *left.tripped)))
        chain = with_left(chain, left)
        limits = replace(limits, chain=chain)
        walked = walk(chain, gone.cut, gone.cables, bypassed=gone.bypassed)
    else:
        walked = walk(chain)
    elements = _elements(chain, limits, walked)
    redundancies = () if loads_only else redundancy(plant)
    leaves = [_taken(chain, walked, column, f"what the devices take, {column}") for column in ("typical", "max")]
    losses = [_lost(chain, walked, column, f"lost in the chain, {column}") for column in ("typical", "max")]
    tops = [
        total(f"what enters the chain, {column}", (taken, lost), "W", "what the devices take + what the stages lose")
        for column, taken, lost in zip(("typical", "max"), leaves, losses, strict=True)
    ]
    return PlantResult(
        elements=elements,
        input_typical_w=tops[0],
        input_max_w=tops[1],
        devices_typical_w=leaves[0],
        devices_max_w=leaves[1],
        losses_typical_w=losses[0],
        losses_max_w=losses[1],
        redundancy=redundancies,
        stranded=() if loads_only else stranded(chain, limits.capacities, elements, redundancies),
        sweep=PlantSweep() if loads_only else sweep(plant, every=every),
        failure=failure,
        loops=chain.directions.loops,
        itself=chain.directions.itself,
        unfed=chain.unfed,
        notes=_notes(chain),
    )


def _not_laid_out(reason: str) -> PlantResult:
    """A result that only says why there is none."""
    nothing = leaf("power of a chain that is too large", None, "W")
    return PlantResult(
        elements={},
        input_typical_w=nothing,
        input_max_w=nothing,
        devices_typical_w=nothing,
        devices_max_w=nothing,
        losses_typical_w=nothing,
        losses_max_w=nothing,
        redundancy=(),
        stranded=(),
        sweep=PlantSweep(note=reason),
        notes=(reason,),
    )


def _elements(chain: Chain, limits: Limits, walked: Walk) -> dict[str, PlantElement]:
    full = limits.fullness(walked)
    shares = phase_shares(chain, walked, MAX)
    sides = _sides(chain)
    above: dict[str, dict[str, None]] = {node_id: {} for node_id in chain.order}
    below: dict[str, dict[str, None]] = {node_id: {} for node_id in chain.order}
    for feed in chain.directions.feeds:
        above[feed.fed][feed.source] = None
        below[feed.source][feed.fed] = None
    found: dict[str, PlantElement] = {}
    for node_id in chain.order:
        node, own = chain.design.nodes[node_id], np.array(chain.range_of(node_id))
        capacity = limits.capacities[node_id]
        # The copy shown for a node is its fullest; where no capacity is known, the one with the greatest load.
        fullest = int(own[np.argmax(full[own])]) if full[own].any() else int(own[np.argmax(walked.load[own, MAX])])
        device = bool(chain.devices[fullest])
        typical = _load(chain, walked, fullest, "typical", 1.0)
        most = _load(chain, walked, fullest, "max", float(limits.factor[fullest]))
        phases, imbalance = _phases(node.title, capacity, shares, fullest, most)
        found[node_id] = PlantElement(
            id=node_id,
            kind=node.kind,
            side=sides[node_id],
            level=chain.directions.levels.get(node_id, 0),
            copies=chain.copies[node_id],
            device=device,
            load_typical_w=typical,
            load_max_w=most,
            losses_w=_losses(chain, walked, node_id, own, device=device),
            rating_w=capacity.rating_w,
            capacity_w=capacity.continuous_w,
            limit=capacity.limit,
            utilisation=_utilisation(node.title, limits, walked, fullest, float(full[fullest]), most, capacity),
            phases_w=phases,
            imbalance=imbalance,
            sources=tuple(above[node_id]),
            feeds=tuple(below[node_id]),
            battery_min=_battery(limits, walked, node_id, fullest) if node.kind in UPSS else None,
        )
    return found


def _battery(limits: Limits, walked: Walk, node_id: str, vertex: int) -> Figure:
    chain = limits.chain
    out = walked.out[vertex]
    return ride_through(
        chain.design,
        chain.design.nodes[node_id],
        limits.capacities[node_id],
        chain.efficiencies[node_id],
        float(out[TYPICAL]),
        float(out[MAX] * limits.factor[vertex]),
    )


def _load(chain: Chain, walked: Walk, vertex: int, column: Literal["typical", "max"], factor: float) -> Figure:
    """Return the load of VERTEX, W: what it passes on over its efficiency."""
    node_id = chain.order[int(chain.owner[vertex])]
    title = chain.design.nodes[node_id].title
    efficiency = chain.efficiencies[node_id]
    bypassed = walked.bypassed is not None and walked.bypassed[vertex]
    if chain.devices[vertex] or efficiency.value == 1.0 or bypassed:
        return _walked(chain, walked.load[vertex] * factor, column, f"{title}: load, {column}")
    passed = _walked(chain, walked.out[vertex] * factor, column, f"{title}: passed on, {column}")
    return quotient(f"{title}: load, {column}", passed, efficiency, "W", "passed on / efficiency")


def _walked(chain: Chain, row: Floats, column: Literal["typical", "max"], label: str) -> Figure:
    """A figure of what was walked up; ROW holds one value for each column of the draws."""
    place = COLUMNS.index(column)
    value, low, high = (float(row[place + step]) for step in range(3))
    return Figure(
        value=value,
        unit="W",
        low=low,
        high=high,
        label=label,
        operation="routing",
        formula="what depends on it, each device shared evenly over its live cords",
        status="derived",
        missing=chain.missing if row[-1] > 0 else (),
    )


def _losses(chain: Chain, walked: Walk, node_id: str, own: Ints, *, device: bool) -> Figure:
    title = chain.design.nodes[node_id].title
    efficiency = chain.efficiencies[node_id]
    if device or efficiency.value == 1.0:
        return leaf(f"{title}: losses", 0.0, "W", note="No losses are stated.")
    if walked.bypassed is not None:
        own = own[~walked.bypassed[own]]
    passed = _walked(chain, walked.out[own].sum(axis=0), "typical", f"{title}: passed on by all copies, typical")
    inverse = difference("losses per power out", quotient("1 / efficiency", _ONE, efficiency, ""), _ONE, "")
    return product(f"{title}: losses of all copies, typical", (passed, inverse), "W")


def _utilisation(
    title: str, limits: Limits, walked: Walk, vertex: int, full: float, most: Figure, capacity: Capacity
) -> Figure:
    if not capacity.continuous_w.known or (limits.chain.devices[vertex] and not walked.live_cords[vertex]):
        return leaf(f"{title}: capacity", None, "")
    plain = (
        most
        if not limits.by_output[vertex]
        else _walked(limits.chain, walked.out[vertex] * limits.factor[vertex], "max", f"{title}: passed on, max")
    )
    # Where the sum over the whole is the fullest place too, its explanation says more than a number.
    whole = quotient(f"{title}: load over capacity", plain, capacity.continuous_w, "")
    if whole.value is not None and abs(whole.value - full) <= 1e-9 * max(full, 1.0):
        return whole
    return leaf(
        f"{title}: its fullest phase, bank or supply",
        full,
        "",
        operation="routing",
        status="derived",
        formula="load over capacity, where it is fullest",
    )


def _phases(
    title: str, capacity: Capacity, shares: Floats | None, vertex: int, most: Figure
) -> tuple[tuple[Figure, ...], Figure]:
    if shares is None or capacity.phases != 3 or np.allclose(shares[vertex], 1.0 / 3.0):
        return (), leaf(f"{title}: loads of single phases", None, "", note="Its phases share the load alike.")
    phases = tuple(
        product(
            f"{title}: load of L{number + 1}",
            (most, leaf(f"share of L{number + 1}", float(share), operation="routing", subject=title)),
            "W",
        )
        for number, share in enumerate(shares[vertex])
    )
    imbalance = leaf(
        f"{title}: fullest phase over the mean, less 1",
        float(shares[vertex].max() * 3.0 - 1.0),
        "",
        operation="routing",
        status="derived",
        formula="fullest phase / mean of the three − 1",
    )
    return phases, imbalance


def _lost(chain: Chain, walked: Walk, column: Literal["typical", "max"], label: str) -> Figure:
    """Return the W that all stages lose together, with the diversity."""
    lost = (walked.load - walked.out)[~chain.devices].sum(axis=0)
    return _walked(chain, lost * _diversity(chain, column), column, label)


def _taken(chain: Chain, walked: Walk, column: Literal["typical", "max"], label: str) -> Figure:
    live = walked.state > 0
    terms = _walked(chain, (chain.draws[live]).sum(axis=0), column, "sum of what the live devices draw")
    if column == "typical":
        return total(label, (terms,), "W", "sum over the devices")
    return product(label, (terms, assumed(chain.design, "diversity")), "W", "sum of the maxima × diversity")


def _diversity(chain: Chain, column: str) -> float:
    return (assumed(chain.design, "diversity").value or 1.0) if column == "max" else 1.0


def _sides(chain: Chain) -> dict[str, Literal["", "A", "B"]]:
    """The side of every stage: that of the cables below it where they agree, else of those above."""
    below: dict[str, set[str]] = {node_id: set() for node_id in chain.order}
    above: dict[str, set[str]] = {node_id: set() for node_id in chain.order}
    for feed in chain.directions.feeds:
        side = chain.design.links[feed.link].side
        below[feed.source].add(side)
        above[feed.fed].add(side)
    found: dict[str, Literal["", "A", "B"]] = {}
    for node_id in chain.order:
        # A cable without a side tells nothing; where all above or all below have one, they decide.
        told = [sides for sides in (below[node_id], above[node_id]) if sides and "" not in sides]
        both = set[str]().union(*told)
        found[node_id] = "A" if both == {"A"} else "B" if both == {"B"} else ""
    return found


def _notes(chain: Chain) -> tuple[str, ...]:
    notes: list[str] = []
    design = chain.design
    tops = [
        design.nodes[node_id].title
        for node_id in chain.order
        if not chain.directions.levels.get(node_id, 0) and design.nodes[node_id].kind not in SOURCES
    ]
    if tops:
        names = list(dict.fromkeys(tops))
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        notes.append(f"Nothing that is drawn feeds {', '.join(names[:3])}{more}: taken as fed.")
    if chain.directions.loops or chain.directions.itself:
        notes.append("Cables that close a loop are left out.")
    silent = [
        design.nodes[one].title
        for one in chain.order
        if design.nodes[one].kind in UPSS and has_bypass(design, design.nodes[one]) is None
    ]
    if silent:
        names = list(dict.fromkeys(silent))
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        notes.append(f"Not stated whether there is a bypass: {', '.join(names[:3])}{more}. Taken to pass nothing on.")
    return tuple(notes)
