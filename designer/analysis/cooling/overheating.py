"""Time until a zone or a coolant loop is too warm once its cooling is lost."""

from collections.abc import Iterator
from typing import Final

from designer.analysis.cooling.records import OPEN
from designer.analysis.quantities import fact_of, placed_nodes
from designer.formulas.cooling.heat import AIR_J_PER_KG_K, AIR_KG_PER_M3, STEEL_J_PER_KG_K, WATER_J_PER_KG_K
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, difference, leaf, maximum, product, quotient, total
from designer.model.rooms.room_plan import area_m2

_AIR: Final = leaf(
    "heat that a m³ of air takes",
    AIR_KG_PER_M3 * AIR_J_PER_KG_K,
    "J/m³/K",
    note="1.2 kg/m³ × 1,006 J/(kg·K), ASHRAE Handbook Fundamentals.",
)
_STEEL: Final = leaf("specific heat of steel", STEEL_J_PER_KG_K, "J/kg/K", note="ASHRAE Handbook Fundamentals.")
_WATER: Final = leaf("heat that a litre of coolant takes", WATER_J_PER_KG_K, "J/L/K", note="Water, 1 kg a litre.")
_SECONDS: Final = leaf("seconds in a minute", 60.0, "s/min")
_NOT_COLD: Final = leaf("at least nothing", 0.0, "°C")
_HOW: Final = "heat capacity × temperature rise / heat that is kept"


def volume_of(design: Design, zone: str) -> Figure:
    """Air in the room around ZONE, or in the rooms within it, for one copy of it; unknown without walls."""
    around = [zone, *design.ancestors(zone)] if zone else []
    # The room around the zone; a zone around several rooms has the air of all of them.
    rooms = [design.nodes[one] for one in around if _has_walls(design, one)][:1]
    if not rooms:
        rooms = [
            node
            for node in design.nodes_in_order()
            if _has_walls(design, node.id) and (zone == OPEN or zone in design.ancestors(node.id))
        ]
    if not rooms:
        return leaf("air in the room (no walls are drawn)", None, "m³", subject=zone)
    terms = list(_volumes(design, rooms, zone))
    return terms[0] if len(terms) == 1 else total("air in the rooms", terms, "m³", "floor × height of each")


def _volumes(design: Design, rooms: list[Node], zone: str) -> Iterator[Figure]:
    for room in rooms:
        if room.plan is None:
            continue
        floor = leaf(f"{room.title}: floor", area_m2(room.plan.outline), "m²", subject=room.id)
        height = leaf(f"{room.title}: height", room.plan.height_mm / 1000, "m", subject=room.id)
        inside = zone == OPEN or zone in design.ancestors(room.id)
        # Of one copy of the zone: as many rooms as are in it.
        number = design.total_copies(room.id) // (design.total_copies(zone) if zone else 1) if inside else 1
        copies = [count_of(f"copies of {room.title}", number, room.id)] if number > 1 else []
        yield product(f"{room.title}: air", (*copies, floor, height), "m³", "floor × height")


def _has_walls(design: Design, node_id: str) -> bool:
    node = design.nodes.get(node_id)
    return node is not None and node.plan is not None and area_m2(node.plan.outline) > 0


def mass_of(design: Design, zone: str) -> Figure:
    """Return the kg that stand in one copy of ZONE, cabinets too; at least that where a weight is not known."""
    copies = design.total_copies(zone) if zone else 1
    # Equal weights are one term with their number: thousands of servers are one line of the explanation.
    numbers: dict[Figure, int] = {}
    for node, _ in placed_nodes(design):
        if zone == OPEN or zone in design.ancestors(node.id):
            weight = fact_of(design, node, "weight_kg")
            if weight.known:
                numbers[weight] = numbers.get(weight, 0) + design.total_copies(node.id) // copies
    terms = [
        product("weight, all together", (leaf("number", float(number)), weight), "kg")
        for weight, number in numbers.items()
    ]
    return total("equipment in it", terms, "kg", "sum of the weights that are known")


def air_minutes(
    design: Design, kept_w: float, volume: Figure, mass: Figure, supply: Figure, inlet: Figure, ratio: Figure
) -> Figure:
    """Minutes until the air of a zone is as warm as its devices allow.

    From the air alone to air and equipment together: see `formulas.cooling.heat.overheat_min`.
    """
    label = "until the air is too warm"
    air = product("heat capacity of the air", (volume, _AIR, ratio), "J/K")
    share = assumed(design, "warming_share")
    metal = product("heat capacity of the equipment", (mass, _STEEL, share), "J/K")
    if not air.known:
        return leaf(f"{label} (the air in the room is not known: draw its walls)", None, "min")
    taken = total("heat capacity", (air, metal), "J/K")
    warmest = inlet if inlet.known else assumed(design, "inlet_max_c")
    rise = maximum("temperature rise", (_NOT_COLD, difference("rise", warmest, supply, "°C")), "°C")
    energy = product("heat it takes until then", (taken, rise), "J")
    kept = leaf("heat that nothing takes away", kept_w, "W", operation="routing", status="derived")
    return quotient(label, energy, product("heat in a minute", (kept, _SECONDS), "J/min"), "min", _HOW)


def coolant_minutes(volume: Figure, warmest: Figure, supply: Figure, heat_w: float) -> Figure:
    """Minutes until a coolant that still moves is as warm as its devices allow; unknown without its volume."""
    label = "until the coolant is too warm"
    if not volume.value or not warmest.known or not heat_w:
        return leaf(f"{label} (its volume or its warmest temperature is not known)", None, "min")
    rise = maximum("temperature rise", (_NOT_COLD, difference("rise", warmest, supply, "°C")), "°C")
    energy = product("heat it takes until then", (volume, _WATER, rise), "J")
    heat = leaf("heat into the coolant", heat_w, "W", operation="routing", status="derived")
    return quotient(label, energy, product("heat in a minute", (heat, _SECONDS), "J/min"), "min", _HOW)
