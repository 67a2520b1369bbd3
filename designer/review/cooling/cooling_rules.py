"""Rules about heat and what takes it away: racks, rooms, coolant units, temperatures."""

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil
from typing import Final

from designer.analysis.cooling.records import CoolingUnit, HeatResult, Zone
from designer.analysis.power.draw import draw_of
from designer.analysis.quantities import fact_of
from designer.analysis.results import Results
from designer.analysis.rooms.rack_fit import has_coolant
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.kinds import COOLANT_UNITS, RACKS
from designer.model.naming import link_name
from designer.model.wording import listed
from designer.review.findings import Finding, Fix
from designer.review.power.hall_rules import LEAST_HALL_W
from designer.review.power.unit_fixes import more_in, more_of
from designer.review.registry import rule
from designer.review.words import percent, quantity, watts

_OVER: Final = 1.0 + 1e-9
_RECOMMENDED_C: Final = (18.0, 27.0)
"""Inlets that ASHRAE recommends (Thermal Guidelines, 5th edition)."""
_NEARLY_ALL: Final = 0.99


@rule({"rack-over-its-door": "warning", "rack-dense-for-air": "note"}, layer="facility", reads=("cooling",))
def rack_too_hot_for_air(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Racks that give more heat to the air than air takes out of them."""
    heat = _heat(results)
    if heat is None:
        return
    # Racks with coolers of their own have another limit, and another remedy.
    for door in (False, True):
        over = [rack_id for rack_id, rack in heat.racks.items() if rack.over and rack.door == door]
        if not over:
            continue
        worst = heat.racks[max(over, key=lambda one: heat.racks[one].air_max_w.value or 0.0)]
        load, limit = watts(worst.air_max_w.value or 0.0), watts(worst.limit_w.value or 0.0)
        names = listed([design.nodes[one].title for one in over])
        if door:
            yield Finding(
                rule="rack-over-its-door",
                severity="warning",
                message=f"{names}: {load} go into the air of a rack whose own coolers remove {limit}.",
                detail="The rest goes into the room. Take a larger rear door, or fewer servers a rack.",
                ids=tuple(over),
            )
        else:
            yield Finding(
                rule="rack-dense-for-air",
                severity="note",
                message=f"{names}: {load} in the air of a rack; cooling by the air of a room ends around {limit}.",
                detail="The Uptime Institute puts that end between 25 and 40 kW a rack; the limit is an assumption "
                "that can be set. Plan rear-door or liquid cooling, or fewer servers a rack.",
                ids=tuple(over),
            )


@rule({"zone-over-capacity": "error"}, layer="facility", reads=("cooling",))
def zone_over_capacity(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Rooms and rows whose coolers remove less heat than there is in their air."""
    heat = _heat(results)
    if heat is None or results.cooling is None:
        return
    told = _whole_is_short(results)
    whole = results.cooling.heat_w.value or 0.0
    for zone in heat.zones.values():
        load, capacity = zone.heat_w.value, zone.capacity_w.value
        if load is None or capacity is None or zone.capacity_w.at_least or load <= capacity * _OVER:
            continue
        # A row inside of a room that is short, or nearly the whole site when that is short, is said there.
        if zone.around is not None or (told and load >= _NEARLY_ALL * whole):
            continue
        yield Finding(
            rule="zone-over-capacity",
            severity="error",
            message=f"{_place(design, zone)} has {_at_least(zone.heat_w)}{watts(load)} of heat in its air, but its "
            f"coolers remove {watts(capacity)}.",
            detail="Add coolers there, and one more so that one may fail, or move equipment away.",
            ids=(*((zone.id,) if zone.id in design.nodes else ()), *zone.coolers),
            fix=more_coolers(design, zone, load - capacity),
        )


@rule({"airflow-short": "warning"}, layer="facility", reads=("cooling",))
def airflow_short(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Rooms and rows whose coolers blow less air than the devices take."""
    heat = _heat(results)
    for zone in heat.zones.values() if heat else ():
        needed, given = zone.airflow_needed_cfm, zone.airflow_delivered_cfm
        if needed.value is None or given.value is None or given.at_least or needed.value <= given.value * _OVER:
            continue
        yield Finding(
            rule="airflow-short",
            severity="warning",
            message=f"The devices in {_place(design, zone)} take {_at_least(needed)}{needed.value:,.0f} CFM of air, "
            f"but its coolers deliver {given.value:,.0f} CFM.",
            detail="What is missing is warm air that devices take in again. Add coolers, or contain the aisles and let "
            "the air rise further.",
            ids=(*((zone.id,) if zone.id in design.nodes else ()), *zone.coolers),
            fix=more_coolers(design, zone, needed.value - given.value, "airflow_cfm"),
        )


@rule({"coolant-unit-overloaded": "error", "coolant-flow-short": "warning"}, layer="facility", reads=("cooling",))
def unit_overloaded(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Coolant units and chillers that take more heat than they may, or move less coolant than is needed."""
    for unit in _units(results):
        load, capacity = unit.load_max_w.value, unit.capacity_w.value
        title, each = design.nodes[unit.id].title, "Each " if unit.copies > 1 else ""
        if load is not None and capacity and load > capacity * _OVER:
            behind = f" ({listed([design.nodes[one].title for one in unit.devices])})" if unit.devices else ""
            yield Finding(
                rule="coolant-unit-overloaded",
                severity="error",
                message=f"{each}{title} would take {watts(load)} at maximum{behind} but may take {watts(capacity)} "
                f"({percent(load / capacity)}).",
                detail="The coolant gets warmer than planned. Add another, take a larger one, or move devices to "
                "another loop.",
                ids=(unit.id, *unit.devices),
                fix=more_of(design, unit.id, ceil(load / capacity * design.nodes[unit.id].copies)),
            )
        needed, moved = unit.flow_needed_l_per_min, unit.flow_l_per_min
        if needed.value and moved.value and needed.value > moved.value * _OVER:
            yield Finding(
                rule="coolant-flow-short",
                severity="warning",
                message=f"The devices on {title} take {_at_least(needed)}{quantity(needed.value)} L/min of coolant, "
                f"but {'they move' if unit.copies > 1 else 'it moves'} {quantity(moved.value)} L/min.",
                detail="With less coolant the chips run warmer. Add a unit, or give cooler coolant, of which less is "
                "needed.",
                ids=(unit.id, *unit.devices),
                fix=more_of(design, unit.id, ceil(needed.value / moved.value * design.nodes[unit.id].copies)),
            )


@rule({"cooler-without-capacity": "warning", "cooler-idle": "note"}, layer="facility", reads=("cooling",))
def coolers_odd(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Coolers that remove nothing, and chillers and coolant units that cool nothing."""
    heat = _heat(results)
    for unit in heat.units.values() if heat else ():
        title = design.nodes[unit.id].title
        if unit.capacity_w.value == 0:
            yield Finding(
                rule="cooler-without-capacity",
                severity="warning",
                message=f"{title} removes 0 W of heat by its own figures.",
                detail="It counts for nothing. Set what it removes, or remove it.",
                ids=(unit.id,),
            )
        if unit.zone is None and not unit.feeds and not unit.devices:
            yield Finding(
                rule="cooler-idle",
                severity="note",
                message=f"Nothing depends on {title}: no coolant link leads from it.",
                detail="Draw coolant links from it to what it cools: from a chiller to air handlers and coolant units, "
                "from a coolant unit to servers.",
                ids=(unit.id,),
            )


@rule({"needs-coolant": ("warning", "note")}, layer="facility", reads=("cooling", "power"))
def needs_coolant(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Devices that a liquid cools and that no coolant unit reaches."""
    heat = _heat(results)
    if heat is None:
        return
    # Those in racks to which no coolant is led at all have a finding of the rack.
    dry = [one for one in heat.dry if not _told_by_its_rack(design, one)]
    if dry:
        some = any(node.kind in COOLANT_UNITS for node in design.nodes.values())
        one = len(dry) == 1
        yield Finding(
            rule="needs-coolant",
            severity="warning" if some or _wet_w(design, results, dry) >= LEAST_HALL_W else "note",
            message=f"{listed([design.nodes[name].title for name in dry])} {'gives' if one else 'give'} heat to a "
            f"liquid, but {'no coolant link leads there' if some else 'no coolant unit is drawn'}.",
            detail="Place coolant units and draw coolant links from them; two for each device, so that one may fail.",
            ids=tuple(dry),
            fix=_coolant_units(design, results, dry),
        )


def _coolant_units(design: Design, results: Results, dry: Sequence[str]) -> Fix:
    """Return the fix that draws coolant units for the devices DRY, each with the heat that it gives to its liquid."""
    devices = results.cooling.heat.devices if results.cooling is not None else {}
    heat = [devices[name].liquid_max_w.value or 0.0 if name in devices else 0.0 for name in dry]
    return Fix(
        label="Draw coolant units, one more than is needed, and a hose to each",
        edit="cool_by_liquid",
        arguments={"node_ids": " ".join(dry), "watts": " ".join(f"{watts:g}" for watts in heat)},
    )


def _wet_w(design: Design, results: Results, dry: Sequence[str]) -> float:
    """Return the W that the devices DRY draw at most together."""
    by_node = results.power.by_node if results.power is not None else {}
    draws = [(by_node[name].max_w if name in by_node else draw_of(design, design.nodes[name]).max_w) for name in dry]
    return sum((draw.value or 0.0) * design.total_copies(name) for draw, name in zip(draws, dry, strict=True))


@rule({"no-cooler-there": "warning"}, layer="facility", reads=("cooling",))
def out_of_reach(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Devices that stand where no air cooler serves them, though some are drawn."""
    heat = _heat(results)
    if heat is not None and heat.still:
        yield Finding(
            rule="no-cooler-there",
            severity="warning",
            message=f"No air cooler serves {listed([design.nodes[one].title for one in heat.still])}: the coolers "
            "stand in other rooms or rows.",
            detail="Put a cooler into their room, or move the devices.",
            ids=heat.still,
        )


@rule(
    {"supply-too-warm": "error", "supply-unusual": "note", "coolant-too-warm": "error"},
    layer="facility",
    reads=("cooling",),
)
def supply_too_warm(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Air or coolant that is warmer than devices take, and supply air outside of what ASHRAE recommends."""
    heat = _heat(results)
    if heat is None:
        return
    for zone in heat.zones.values():
        supply = zone.supply_c.value
        if supply is None:
            continue
        hot = [
            one
            for one, device in heat.devices.items()
            if device.zone == zone.id and device.inlet_max_c.value is not None and device.inlet_max_c.value < supply
        ]
        ids = (*((zone.id,) if zone.id in design.nodes else ()), *zone.coolers)
        if hot:
            least = min(heat.devices[one].inlet_max_c.value or 0.0 for one in hot)
            yield Finding(
                rule="supply-too-warm",
                severity="error",
                message=f"The air in {_place(design, zone)} is supplied at {quantity(supply)} °C, but "
                f"{listed([design.nodes[one].title for one in hot])} "
                f"{'takes' if len(hot) == 1 else 'take'} at most {quantity(least)} °C.",
                detail="At altitude devices take cooler air only. Supply cooler air, or take devices of a higher class "
                "(ASHRAE A1 to 32 °C, A2 35, A3 40, A4 45).",
                ids=(*hot, *ids),
            )
        # An assumed supply temperature is nobody's choice, so that it is not judged.
        elif zone.supply_c.status != "assumed" and not _RECOMMENDED_C[0] <= supply <= _RECOMMENDED_C[1]:
            yield Finding(
                rule="supply-unusual",
                severity="note",
                message=f"The air in {_place(design, zone)} is supplied at {quantity(supply)} °C; ASHRAE recommends 18 "
                "to 27 °C.",
                detail="Devices allow more, with faster fans and shorter lives when it is warm; colder air costs "
                "energy.",
                ids=ids,
            )
    yield from _coolant_too_warm(design, heat)


def _coolant_too_warm(design: Design, heat: HeatResult) -> Iterator[Finding]:
    for unit in heat.units.values():
        supply = unit.supply_c.value
        if unit.kind not in COOLANT_UNITS or supply is None:
            continue
        hot = [
            one
            for one in unit.devices
            if (most := fact_of(design, design.nodes[one], "coolant_max_c").value) is not None and most < supply
        ]
        if hot:
            least = min(fact_of(design, design.nodes[one], "coolant_max_c").value or 0.0 for one in hot)
            yield Finding(
                rule="coolant-too-warm",
                severity="error",
                message=f"{design.nodes[unit.id].title} gives coolant of {quantity(supply)} °C, but "
                f"{listed([design.nodes[one].title for one in hot])} {'takes' if len(hot) == 1 else 'take'} at most "
                f"{quantity(least)} °C.",
                detail="Set a lower supply temperature, or cool the unit with cooler water.",
                ids=(unit.id, *hot),
            )


@rule({"coolant-ring": "warning"}, layer="facility", reads=("cooling",))
def coolant_ring(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Units and devices that cool each other in a ring."""
    heat = _heat(results)
    for ring in heat.loops if heat else ():
        yield Finding(
            rule="coolant-ring",
            severity="warning",
            message=f"Coolant runs in a ring: {listed([design.nodes[one].title for one in ring], 5)} cool each other.",
            detail="A pipe may well run in a ring, but heat must leave it somewhere: draw links from what gives the "
            "cold to what takes it. The links of the ring are left out of all loads.",
            ids=ring,
            fix=_without_last(design, ring),
        )


def _without_last(design: Design, ring: Sequence[str]) -> Fix | None:
    """The fix that takes the coolant link of RING away that was drawn last."""
    within = [link for link in design.links.values() if link.medium == "coolant" and {link.a, link.b} <= set(ring)]
    if not within:
        return None
    label = f"Remove {link_name(design, within[-1])}"
    return Fix(label=label, edit="remove", arguments={"record_id": within[-1].id})


def more_coolers(design: Design, zone: Zone, missing: float, fact: str = "cooling_capacity_w") -> Fix | None:
    """Return the fix that adds coolers to ZONE for what it is MISSING of FACT; None where none can be added."""
    for node_id in zone.coolers:
        fix = more_in(design, zone.id, (node_id,), missing, fact_of(design, design.nodes[node_id], fact).value)
        if fix is not None:
            return fix
    return None


def _heat(results: Results) -> HeatResult | None:
    return results.cooling.heat if results.cooling else None


def _units(results: Results) -> list[CoolingUnit]:
    """Coolant units and chillers; of air coolers the zone is told."""
    heat = _heat(results)
    return [unit for unit in heat.units.values() if unit.zone is None] if heat else []


def _whole_is_short(results: Results) -> bool:
    """Return True when it is told already that all coolers together remove too little."""
    if results.cooling is None:
        return False
    heat, capacity = results.cooling.heat_w, results.cooling.capacity_w
    known = heat.value is not None and capacity.value is not None and not capacity.at_least
    return known and (heat.value or 0.0) > (capacity.value or 0.0)


def _place(design: Design, zone: Zone) -> str:
    title = design.nodes[zone.id].title if zone.id in design.nodes else "the whole design"
    return f"each {title}" if zone.copies > 1 else title


def _at_least(figure: Figure) -> str:
    return "at least " if figure.at_least else ""


def _told_by_its_rack(design: Design, node_id: str) -> bool:
    parent = design.nodes.get(design.nodes[node_id].parent or "")
    return parent is not None and parent.kind in RACKS and not has_coolant(design, parent.id, node_id)
