"""Balance of heat where coolers are drawn, zone by zone and unit by unit."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import msgspec
import numpy as np

from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing
from designer.analysis.cooling.cooling_state import Coolant, coolant_of, failed_in
from designer.analysis.cooling.failures import failure_of, sweep
from designer.analysis.cooling.overheating import mass_of, volume_of
from designer.analysis.cooling.records import CoolingSweep, DeviceHeat, HeatResult, RackHeat, Zone
from designer.analysis.cooling.shares import heats_of, ratio_of
from designer.analysis.cooling.supply import warmest_air
from designer.analysis.cooling.units import groups_of, units_of
from designer.analysis.cooling.zones import Area, Coolers, area_devices
from designer.analysis.quantities import fact_of
from designer.model.design import Design
from designer.model.figures.figure import Figure, count_of, difference, leaf, maximum, product, quotient, total
from designer.model.kinds import AIR_HANDLERS, COOLANT_UNITS, OUTDOORS
from designer.model.records import RefusedInput

_NONE = leaf("nothing", 0.0, "W")


def heat_taken(
    design: Design,
    heats: Mapping[str, DeviceHeat],
    racks: Mapping[str, RackHeat],
    ratio: Figure,
    fail: Collection[str] = (),
    *,
    every: bool = False,
    loads_only: bool = False,
    left: Standing = ALL_STANDING,
) -> HeatResult:
    """Return what takes the heat of DESIGN away, and what is left when one thing fails.

    Args:
        design: The design, with at least one cooler.
        heats: What each device gives off.
        racks: The same for one copy of each rack.
        ratio: Air pressure over that at sea level.
        fail: Ids that have failed.
        every: Whether the sweep of single failures is made however long it takes.
        loads_only: Whether the sweep is left out, for a quick look.
        left: What still stands; figures of zones and units are of that.
    """
    try:
        coolant = coolant_of(design, heats)
    except RefusedInput as refusal:
        reason = str(refusal)
        return HeatResult(
            pressure_ratio=ratio,
            devices=heats,
            racks=racks,
            zones={},
            units={},
            sweep=CoolingSweep(note=reason),
            notes=(reason,),
        )
    zones = _zones(coolant)
    # Failures are held against all that stands, the loads that are shown are those of what is left.
    now = _left_of(coolant, fail, left) if fail else coolant
    swept = None if loads_only else sweep(coolant, zones, ratio, every=every)
    hanging = {device: target for target, devices in coolant.hanging.items() for device, _ in devices}
    above: dict[str, dict[str, None]] = {}
    for feed in coolant.chain.directions.feeds:
        above.setdefault(feed.fed, {})[feed.source] = None
    areas = coolant.air.areas
    devices = {
        one: msgspec.structs.replace(
            heat,
            zone=areas[coolant.air.zone_of[one]].id if one in coolant.air.zone_of else None,
            units=tuple(above.get(hanging[one], ())) if one in hanging else (),
        )
        for one, heat in heats.items()
    }
    units = units_of(now)
    return HeatResult(
        pressure_ratio=ratio,
        devices=devices,
        racks=racks,
        zones=_zones(now) if fail else zones,
        units=units,
        groups=groups_of(coolant, swept),
        sweep=swept or CoolingSweep(),
        failure=failure_of(coolant, zones, ratio, fail, left.off) if fail else None,
        dry=coolant.chain.unfed,
        still=tuple(
            one
            for one, heat in heats.items()
            if areas and one not in coolant.air.zone_of and heat.air_max_w.or_zero > 0
        ),
        loops=coolant.chain.directions.loops,
        itself=coolant.chain.directions.itself,
        notes=_notes(coolant),
    )


def _left_of(coolant: Coolant, fail: Collection[str], left: Standing) -> Coolant:
    """COOLANT when FAIL has failed and LEFT still stands."""
    heats = heats_of(coolant.design, ratio_of(coolant.design), left)
    found = coolant_of(coolant.design, heats, left.off)
    return replace(found, lost=failed_in(found, fail, left.off))


def _zones(coolant: Coolant) -> dict[str, Zone]:
    """The zones with their figures; inner ones first."""
    found: dict[str, Zone] = {}
    for number in range(len(coolant.air.areas)):
        zone = _zone(coolant, number, found)
        found[zone.id] = zone
    return found


def _zone(coolant: Coolant, number: int, before: Mapping[str, Zone]) -> Zone:
    design, air = coolant.design, coolant.air
    area = air.areas[number]
    title = design.nodes[area.id].title if area.id else design.name
    copy = _fullest(coolant, number)
    heat, flow = _needed(coolant, number, copy, before, title)
    # Of the fullest copy, since copies may differ once something has failed.
    working = {one.node: _working(coolant, area, one, copy) for one in area.coolers}
    parts = [
        (
            product(
                f"{design.nodes[one.node].title}: heat removed",
                (count_of("coolers", working[one.node], one.node), one.capacity),
                "W",
            ),
            product(
                f"{design.nodes[one.node].title}: air delivered",
                (
                    count_of("coolers", working[one.node], one.node),
                    fact_of(design, design.nodes[one.node], "airflow_cfm"),
                ),
                "CFM",
            ),
        )
        for one in area.coolers
    ]
    capacity = total(f"{title}: what its coolers remove", [one for one, _ in parts], "W")
    coolers = tuple(one.node for one in area.coolers)
    inlets = [
        (value, device)
        for device, _ in area_devices(air, number)
        # The device with the lowest limit decides how warm the air of the zone may be.
        if (value := coolant.heats[device].inlet_max_c.value) is not None
    ]
    strictest = min(inlets, default=None)
    return Zone(
        id=area.id,
        copies=area.copies,
        coolers=coolers,
        units=sum(one.each for one in area.coolers),
        around=None if area.around is None else air.areas[area.around].id,
        heat_w=heat,
        capacity_w=capacity,
        utilisation=quotient(f"{title}: heat over capacity", heat, capacity, "")
        if not capacity.at_least
        else leaf(f"{title}: capacity of all its coolers", None, ""),
        airflow_needed_cfm=flow,
        airflow_delivered_cfm=total(f"{title}: air delivered", [one for _, one in parts], "CFM"),
        supply_c=warmest_air(design, coolers),
        inlet_max_c=coolant.heats[strictest[1]].inlet_max_c
        if strictest
        else leaf("warmest inlet (no device says)", None, "°C"),
        strictest=strictest[1] if strictest else "",
        volume_m3=volume_of(design, area.id),
        mass_kg=mass_of(design, area.id),
        spare=_spare(coolant, number, heat, working),
    )


def _fullest(coolant: Coolant, number: int) -> int | None:
    """Of the copies of a zone the one with the most heat, where something has failed; None where all are alike."""
    return int(np.argmax(coolant.base.air.heat[number])) if coolant.lost is not None else None


def _working(coolant: Coolant, area: Area, one: Coolers, copy: int | None) -> int:
    """Return the number of coolers of ONE that work in COPY of AREA."""
    if copy is None:
        return one.each
    return int(coolant.base.works[coolant.chain.range_of(one.node)].reshape(area.copies, one.each)[copy].sum())


def _standing_in(coolant: Coolant, area: Area, device: str, count: int, copy: int | None) -> int:
    """Return how many of the COUNT of DEVICE in COPY of AREA give heat."""
    away = coolant.lost[2].get(device) if coolant.lost is not None else None
    if copy is None or away is None:
        return count
    return count - int(away.reshape(area.copies, count)[copy].sum())


def _needed(
    coolant: Coolant, number: int, copy: int | None, before: Mapping[str, Zone], title: str
) -> tuple[Figure, Figure]:
    """(heat, airflow) that the coolers of one copy of a zone have to take, of COPY where not all are alike."""
    area = coolant.air.areas[number]
    # Devices of equal heat are one term with their number: thousands of alike servers make one line of the "Why?".
    counted: dict[int, tuple[DeviceHeat, int]] = {}
    for device, every in area.devices:
        heat = coolant.heats[device]
        count = _standing_in(coolant, area, device, every, copy)
        if not count:
            continue
        counted[id(heat)] = heat, count + counted.get(id(heat), (heat, 0))[1]
    heats = [
        product(f"{heat.air_max_w.label}: all together", (count_of("number", count), heat.air_max_w), "W")
        for heat, count in counted.values()
    ]
    flows = [
        product(f"{heat.airflow_cfm.label}: all together", (count_of("number", count), heat.airflow_cfm), "CFM")
        for heat, count in counted.values()
    ]
    for emitter, count in area.emitters:
        loads = coolant.base.load[list(coolant.chain.range_of(emitter))]
        given = (
            float(loads.sum()) / area.copies if copy is None else float(loads.reshape(area.copies, count)[copy].sum())
        )
        heats.append(
            leaf(
                f"{coolant.design.nodes[emitter].title}: liquid heat given to the air, {count} together",
                given,
                "W",
                operation="routing",
                status="derived",
                subject=emitter,
            )
        )
    # What the coolers of an inner zone leave comes to those around it, and takes its share of air along.
    for inner in area.inner:
        zone = before[coolant.air.areas[inner].id]
        if copy is not None:
            rest = float(coolant.base.air.left[inner].reshape(area.copies, -1)[copy].sum())
            heats.append(leaf(f"{zone.id}: rest of its heat", rest, "W", operation="routing", status="derived"))
            share = rest / (zone.heat_w.value or rest or 1.0)
            flows.append(
                product("air for that rest", (leaf("share of its heat", share), zone.airflow_needed_cfm), "CFM")
            )
            continue
        # All copies of the inner zone are alike here: one is worked out and counted as often as it stands in this one.
        times = count_of("copies", zone.copies // area.copies, zone.id)
        left = maximum(
            "heat that its own coolers leave", (_NONE, difference("rest", zone.heat_w, zone.capacity_w, "W")), "W"
        )
        if zone.capacity_w.at_least:
            left = leaf("heat that its own coolers leave (their capacity is not known)", 0.0, "W")
        heats.append(product(f"{coolant.design.nodes[zone.id].title}: rest of its heat", (times, left), "W"))
        if left.value:
            share = quotient("share of its heat", left, zone.heat_w, "")
            flows.append(product("air for that rest", (times, zone.airflow_needed_cfm, share), "CFM"))
    return total(f"{title}: heat in the air", heats, "W"), total(f"{title}: air that its devices take", flows, "CFM")


def _spare(coolant: Coolant, number: int, heat: Figure, working: Mapping[str, int]) -> int | None:
    """Return how many coolers of a zone that are WORKING, the largest first, may be out; None where unknown."""
    sizes: list[float] = []
    for one in coolant.air.areas[number].coolers:
        # One unknown size, or heat that is only a lower bound, and nothing can be promised.
        if one.capacity.value is None or heat.value is None or heat.at_least:
            return None
        sizes += [one.capacity.value] * working[one.node]
    left, out = sum(sizes), 0
    # The largest go first: any others of as many are then smaller.
    for size in sorted(sizes, reverse=True):
        left -= size
        if left * (1 + 1e-9) < heat.or_zero:
            return out
        out += 1
    return out


def _notes(coolant: Coolant) -> tuple[str, ...]:
    notes: list[str] = []
    design, chain = coolant.design, coolant.chain
    fed = {feed.fed for feed in chain.directions.feeds}
    alone = [
        design.nodes[one].title
        for one in chain.order
        if one not in fed
        and design.nodes[one].kind in COOLANT_UNITS | AIR_HANDLERS
        and any("coolant" in group.media and group.role == "in" for group in design.ports_of(design.nodes[one]))
    ]
    if alone:
        names = list(dict.fromkeys(alone))
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        notes.append(f"No chiller that is drawn cools {', '.join(names[:3])}{more}: taken as supplied with water.")
    if any(node.kind in COOLANT_UNITS | OUTDOORS for node in design.nodes.values()):
        notes.append(
            "Pumps stand in their units: a pump that fails counts as its unit. Heat of fans and pumps is left out."
        )
    return tuple(notes)
