"""Failures of cooling: what the loss of a cooler, a coolant unit or a loop leaves uncooled, and all single ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from msgspec.structs import replace

from designer.analysis.cooling.cooling_state import Coolant, Moment, failed_in, moment
from designer.analysis.cooling.overheating import air_minutes, coolant_minutes
from designer.analysis.cooling.records import CoolingFailure, CoolingSweep, TooHot, Zone
from designer.analysis.cooling.supply import supply_of
from designer.analysis.cooling.zones import area_devices
from designer.analysis.power.chain import MAX, Flags, Ints
from designer.analysis.power.failures import alike_copies
from designer.analysis.quantities import accelerators_in, fact_of
from designer.model.figures.figure import Figure, leaf, minimum
from designer.model.kinds import COOLANT_UNITS

_MOST_KEPT: Final = 200
_AT_ONCE: Final = 3_000_000
"""Hoses walked in a sweep that is made with every analysis; larger ones are asked for."""
_HARDLY_W: Final = 1e-6
"""Rounding of the sums, in watts."""


@dataclass(frozen=True)
class Lost:
    """Elements that are gone: vertices, cables left of each edge, copies of devices."""

    vertices: Flags
    cables: Ints
    devices: Mapping[str, Flags]


def failure_of(
    coolant: Coolant, zones: Mapping[str, Zone], ratio: Figure, ids: Collection[str], off: Mapping[str, Flags]
) -> CoolingFailure:
    """Return the outcome of COOLANT without IDS and without what is OFF, by node a flag for each copy."""
    lost = Lost(*failed_in(coolant, ids, off))
    now = moment(coolant, lost.vertices, lost.cables, lost.devices)
    return replace(
        outcome(coolant, zones, ratio, tuple(ids), lost),
        uncooled_copies=_copies_of(coolant, now.uncooled & ~lost.vertices),
    )


def outcome(
    coolant: Coolant, zones: Mapping[str, Zone], ratio: Figure, ids: tuple[str, ...], lost: Lost, alike: int = 1
) -> CoolingFailure:
    """Return the outcome of COOLANT when LOST is gone, called IDS."""
    chain, design = coolant.chain, coolant.design
    now = moment(coolant, lost.vertices, lost.cables, lost.devices)
    uncooled = _devices_of(coolant, now.uncooled)
    stopped = _counted(coolant, ~chain.devices & ~lost.vertices & ~now.works)
    hot, warm = _zones(coolant, zones, ratio, now)
    overloaded = _overloads(coolant, now)
    still = [_coolant_time(coolant, node_id) for node_id in stopped if design.nodes[node_id].kind in COOLANT_UNITS]
    fresh = [one.minutes for one in hot.values() if not one.before] + [one for one in still if one.known]
    kept = float(sum(rest.sum() for rest in now.air.kept)) + float(chain.draws[now.uncooled, MAX].sum())
    touched = {one: max(uncooled.get(one, 0), warm.get(one, 0)) for one in {*uncooled, *warm}}
    # What was too warm before this failure is not its doing.
    newly = bool(uncooled) or any(not one.before for one in hot.values())
    return CoolingFailure(
        ids=ids,
        alike=alike,
        uncooled=uncooled,
        stopped=stopped,
        zones=hot,
        overloaded=overloaded,
        warm=warm,
        accelerators=sum(
            count * sum(accelerators_in(design, design.part_of(design.nodes[one])).values())
            for one, count in touched.items()
        )
        if newly
        else 0,
        kept_w=leaf(
            "heat that nothing takes away",
            kept,
            "W",
            operation="routing",
            status="derived",
            formula="air that no cooler takes + liquid that no coolant unit takes",
        ),
        minutes=minimum("until the first is too warm", fresh, "min") if fresh else leaf("nothing to time", None, "min"),
    )


def sweep(coolant: Coolant, zones: Mapping[str, Zone], ratio: Figure, *, every: bool = False) -> CoolingSweep:
    """Every single failure of a copy of a cooler and of a coolant loop, one worked out for all that are exactly alike.

    Args:
        coolant: The coolers.
        zones: Their zones.
        ratio: Air pressure ratio.
        every: Whether to work it out however long it takes.
    """
    chain, design = coolant.chain, coolant.design
    # Copies that may be exchanged fail alike: one of them is worked out and counted for all.
    alike = alike_copies(chain)
    loops = [(place, one) for place, one in enumerate(chain.links) if one in design.links]
    edges = max(len(chain.fed), 1) + chain.vertices
    if not every and (len(alike) + len(loops)) * edges > _AT_ONCE:
        return CoolingSweep(note=f"{len(alike):,} different single failures are not worked out at once; ask for them.")
    found: list[CoolingFailure] = []
    for vertex, count in alike:
        gone = np.zeros(chain.vertices, dtype=np.bool_)
        gone[vertex] = True
        found.append(outcome(coolant, zones, ratio, (chain.name(vertex),), Lost(gone, chain.cables, {}), count))
    nothing = np.zeros(chain.vertices, dtype=np.bool_)
    # A loop is one link with all its cables.
    for place, link_id in loops:
        cables = np.where(chain.link == place, 0, chain.cables)
        found.append(outcome(coolant, zones, ratio, (link_id,), Lost(nothing, cables, {})))
    found.sort(key=rank)
    return CoolingSweep(failures=tuple(found[:_MOST_KEPT]), tried=sum(count for _, count in alike) + len(loops))


def rank(failure: CoolingFailure) -> tuple[float, ...]:
    """The worst first: accelerators that get too warm, heat that is kept, what it overloads."""
    return (
        -failure.accelerators,
        -failure.kept_w.or_zero,
        -sum(one.copies for one in failure.newly_overloaded.values()),
        -sum(failure.stopped.values()),
    )


def _zones(
    coolant: Coolant, zones: Mapping[str, Zone], ratio: Figure, now: Moment
) -> tuple[dict[str, TooHot], dict[str, int]]:
    """Zones that keep heat, and the devices in them."""
    hot: dict[str, TooHot] = {}
    warm: dict[str, int] = {}
    for number, area in enumerate(coolant.air.areas):
        kept = now.air.kept[number]
        short = kept > _HARDLY_W
        if not short.any():
            continue
        # Copies of a zone may differ once something is off: the worst is the one to time.
        worst = int(np.argmax(kept))
        before = coolant.base.air.kept[number] > _HARDLY_W
        zone = zones[area.id]
        minutes = air_minutes(
            coolant.design, float(kept[worst]), zone.volume_m3, zone.mass_kg, zone.supply_c, zone.inlet_max_c, ratio
        )
        hot[area.id] = TooHot(
            copies=int(short.sum()),
            heat_w=float(now.air.heat[number][worst]),
            capacity_w=float(now.air.capacity[number][worst]),
            minutes=minutes,
            before=int(before.sum()) >= int(short.sum()),
        )
        for device, count in area_devices(coolant.air, number):
            warm[device] = warm.get(device, 0) + count * int(short.sum())
    return hot, warm


def _overloads(coolant: Coolant, now: Moment) -> dict[str, TooHot]:
    if not now.over.any():
        return {}
    before = _counted(coolant, coolant.base.over)
    found: dict[str, TooHot] = {}
    for node_id, copies in _counted(coolant, now.over).items():
        own = np.array(coolant.chain.range_of(node_id))
        worst = int(own[np.argmax(now.load[own])])
        found[node_id] = TooHot(
            copies=copies,
            heat_w=float(now.load[worst]),
            capacity_w=float(coolant.capacity[worst]),
            minutes=leaf("until an overloaded unit lets its coolant warm", None, "min"),
            before=before.get(node_id, 0) >= copies,
        )
    return found


def _coolant_time(coolant: Coolant, node_id: str) -> Figure:
    """Return the minutes until the coolant of a unit without water is too warm."""
    design, chain = coolant.design, coolant.chain
    fed = [chain.order[int(chain.owner[one])] for one in chain.fed[np.isin(chain.source, chain.range_of(node_id))]]
    limits = [
        limit
        for target in dict.fromkeys(fed)
        for device, _ in coolant.hanging.get(target, ())
        if (limit := fact_of(design, design.nodes[device], "coolant_max_c")).known
    ]
    warmest = minimum("warmest coolant that all take", limits, "°C") if limits else leaf("warmest coolant", None, "°C")
    load = float(coolant.base.load[list(chain.range_of(node_id))].max())
    volume = fact_of(design, design.nodes[node_id], "coolant_volume_l")
    return coolant_minutes(volume, warmest, supply_of(design, chain, node_id), load)


def _devices_of(coolant: Coolant, flags: Flags) -> dict[str, int]:
    """Devices whose liquid hangs on the vertices of FLAGS: how many of each."""
    found: dict[str, int] = {}
    for target, copies in _counted(coolant, flags).items():
        for device, number in coolant.hanging.get(target, ()):
            found[device] = found.get(device, 0) + number * copies
    return found


def _copies_of(coolant: Coolant, flags: Flags) -> dict[str, tuple[int, ...]]:
    """Return the copies of devices whose liquid hangs on the vertices of FLAGS, by node."""
    chain = coolant.chain
    found: dict[str, tuple[int, ...]] = {}
    for target in _counted(coolant, flags):
        inside = np.flatnonzero(flags[list(chain.range_of(target))])
        # Each vertex carries NUMBER devices: those of vertex v are v · number … (v + 1) · number − 1.
        for device, number in coolant.hanging.get(target, ()):
            copies = (inside[:, None] * number + np.arange(number)).ravel()
            found[device] = (*found.get(device, ()), *copies.tolist())
    return found


def _counted(coolant: Coolant, flags: Flags) -> dict[str, int]:
    chain = coolant.chain
    numbers = np.bincount(chain.owner[flags], minlength=len(chain.order))
    return {chain.order[int(place)]: int(numbers[place]) for place in np.flatnonzero(numbers)}
