"""Fit of a device in a rack: what forbids a place, what it would overload, and the nearest free place."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from designer.analysis.cooling.heat_load import contents_of_racks
from designer.analysis.power.draw import draw_of, drawing_nodes
from designer.analysis.quantities import fact_of, role_of
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node, RackPlace
from designer.model.kinds import CABINETS, COOLANT_UNITS
from designer.model.rooms.rack_airflow import direction, main_air
from designer.model.rooms.rack_slots import Box, RackSlots, nearest_free, why_not


class Load(NamedTuple):
    """Watts and kilograms of all copies of something, each 0 where nobody knows."""

    watts: float = 0.0
    kg: float = 0.0


class RackState(NamedTuple):
    """A rack as a device is held over it.

    Attributes:
        slots: What stands there already, the device itself left out.
        load: Of what stands there.
        watts_limit: None where none is set.
        kg_limit: None where none is set.
        air: Which way most of its devices blow, 0 where nobody says.
        coolant: Whether a coolant link or a coolant unit serves it.
    """

    slots: RackSlots
    load: Load
    watts_limit: float | None
    kg_limit: float | None
    air: int
    coolant: bool


class Verdict(NamedTuple):
    """Verdict on a place in a rack.

    Attributes:
        why_not: What forbids it; "" where it fits.
        nearest: The nearest place where it would fit; None where there is none, or it fits as it is.
        warnings: What it would overload or disturb, though it fits.
    """

    why_not: str
    nearest: RackPlace | None
    warnings: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Return True when nothing forbids it."""
        return not self.why_not


def load_of(design: Design, node: Node) -> Load:
    """Watts and kilograms of all copies of NODE itself."""
    weight = fact_of(design, node, "weight_kg").or_zero
    watts = 0.0
    if role_of(node) not in {"power", "container", "software"}:
        watts = draw_of(design, node).max_w.or_zero
    return Load(watts * node.copies, weight * node.copies)


def rack_load(design: Design, rack_id: str, without: Iterable[str] = ()) -> Load:
    """Watts and kilograms of one copy of a rack, but for the nodes WITHOUT and what is in them."""
    gone = set(without)
    alone = _alone(design, rack_id)
    drawing = {node.id for node in drawing_nodes(alone)}
    watts = kg = 0.0
    for node, inside in contents_of_racks(alone)[rack_id]:
        # What moves takes its contents along.
        if node.id in gone or gone.intersection(alone.ancestors(node.id)):
            continue
        kg += fact_of(design, node, "weight_kg").or_zero * inside
        if node.id in drawing:
            watts += draw_of(design, node).max_w.or_zero * inside
    return Load(watts, kg)


def _alone(design: Design, rack_id: str) -> Design:
    """A rack with what is in it, without the rest of a design that may be large."""
    inside: dict[str, list[Node]] = {}
    for node in design.nodes.values():
        if node.parent is not None:
            inside.setdefault(node.parent, []).append(node)
    found, waiting = {rack_id: design.nodes[rack_id]}, [rack_id]
    while waiting:
        for node in inside.get(waiting.pop(), ()):
            # A node that holds itself, as a damaged file may say, is taken once.
            if node.id not in found:
                found[node.id] = node
                waiting.append(node.id)
    return msgspec.structs.replace(design, nodes=found, links={})


def rack_state(design: Design, rack_id: str, slots: RackSlots, without: Iterable[str] = ()) -> RackState:
    """Rack RACK_ID as something is held over it."""
    gone = tuple(without)
    limits: list[float | None] = []
    cabinet = next((n for n in design.nodes.values() if n.parent == rack_id and n.kind in CABINETS), None)
    for fact in ("power_limit_w", "load_limit_kg"):
        own = fact_of(design, design.nodes[rack_id], fact).value
        limits.append(fact_of(design, cabinet, fact).value if own is None and cabinet is not None else own)
    return RackState(
        slots, rack_load(design, rack_id, gone), limits[0], limits[1], main_air(slots), has_coolant(design, rack_id)
    )


def has_coolant(design: Design, rack_id: str, node_id: str = "") -> bool:
    """Return True when a coolant link leads to a rack, NODE_ID or what holds them, or a coolant unit is in it."""
    around = {rack_id, *design.ancestors(rack_id), *([node_id] if node_id else [])}
    if any(link.medium == "coolant" and (link.a in around or link.b in around) for link in design.links.values()):
        return True
    return any(node.parent == rack_id and node.kind in COOLANT_UNITS for node in design.nodes.values())


def verdict(design: Design, state: RackState, box: Box, place: RackPlace, copies: int, load: Load) -> Verdict:
    """Return the verdict on COPIES of BOX at PLACE in the rack of STATE; LOAD is what all weigh and draw."""
    why = why_not(design, state.slots, box, place, copies)
    if why:
        return Verdict(why, nearest_free(state.slots, box, place, copies), ())
    return Verdict("", None, tuple(_warnings(design, state, box, place, load)))


def _warnings(design: Design, state: RackState, box: Box, place: RackPlace, load: Load) -> Sequence[str]:
    said: list[str] = []
    kg, watts = state.load.kg + load.kg, state.load.watts + load.watts
    if state.kg_limit is not None and load.kg and kg > state.kg_limit:
        said.append(f"{kg:,.0f} kg of {state.kg_limit:,.0f} kg")
    if state.watts_limit is not None and load.watts and watts > state.watts_limit:
        said.append(f"{watts / 1000:,.1f} kW of {state.watts_limit / 1000:,.1f} kW")
    if place.zero_u:
        return said
    air = direction(box, place.face)
    if air and state.air and air != state.air:
        said.append("blows against the others")
    if box.liquid and not state.coolant:
        said.append("needs coolant, and no link brings any")
    room = assumed(design, "rack_cable_depth_mm").or_zero
    if box.depth_mm is not None and box.depth_mm + room > state.slots.depth_mm:
        said.append(f"leaves {state.slots.depth_mm - box.depth_mm:,.0f} mm for cables")
    return said
