"""The outside of a rack: its height, and what shows at its front and at its rear."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from designer.analysis.quantities import fact_of
from designer.drawing.racks.elevations import layer_of
from designer.drawing.racks.part_shapes import RACK_MM
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.kinds import CABINETS, KINDS, RACKS
from designer.model.parts.part import Layer
from designer.model.rooms.rack_slots import UNIT_MM, Face, RackSlots, all_rack_slots

CM: Final = 10.0
"""Millimetres for a unit of the drawing."""
UNIT_CM: Final = UNIT_MM / CM
FRONT_CM: Final = RACK_MM / CM
_LEAST_CM: Final = 1.0
_MOST_CM: Final = 2_000.0
"""Nothing that stands in a room is drawn higher than twenty metres, whatever a file says."""


class Panel(NamedTuple):
    """One device at a face of a rack, in units above its floor and shares of the width from the left.

    Attributes:
        seen: "front" with its own front, "back" from behind, "beside" as a strip along the units, "blank" as a panel.
        copy: Number of the copy within the rack.
    """

    node: str
    part: str
    layer: Layer
    seen: str
    low: float
    high: float
    left: float = 0.0
    right: float = 1.0
    copy: int = 0


class Standee(NamedTuple):
    """One copy of a thing that stands on the floor, as it is seen from outside.

    Attributes:
        kind: Of the node.
        height: In units of the drawing.
        known: Whether the height is a fact of it; else it is drawn as high as racks are taken to be.
        units: Rack units inside; 0 for what is no rack.
        foot: From the floor to the first unit.
        front: Devices at the front, from the bottom.
        rear: The same behind.
        icon: Of its kind, for what is no rack.
    """

    node: str
    kind: str
    height: float
    known: bool
    layer: Layer
    units: int = 0
    foot: float = 0.0
    front: tuple[Panel, ...] = ()
    rear: tuple[Panel, ...] = ()
    icon: str = ""


def standees(design: Design, ids: tuple[str, ...]) -> tuple[Standee, ...]:
    """Return the outside of each of IDS that stands on a floor."""
    racks = [one for one in ids if design.nodes[one].kind in RACKS]
    slots = all_rack_slots(design, racks)
    cabinets: Mapping[str, Node] = {
        node.parent: node for node in design.nodes.values() if node.kind in CABINETS and node.parent
    }
    return tuple(_standee(design, design.nodes[one], slots.get(one), cabinets.get(one)) for one in ids)


def _standee(design: Design, node: Node, slots: RackSlots | None, cabinet: Node | None) -> Standee:
    layer = layer_of(design, node)
    stated = _height_mm(design, node) or (_height_mm(design, cabinet) if cabinet is not None else None)
    if slots is None:
        usual = (assumed(design, "rack_units").value or 1.0) * UNIT_MM
        icon = KINDS[node.kind].icon if node.kind in KINDS else "other"
        return Standee(node.id, node.kind, _height(stated or usual), stated is not None, layer, icon=icon)
    inside = slots.units * UNIT_CM
    # As high as stated, and never lower than the devices in it; the rest is shared above and below them.
    height = _height(max(stated or 0.0, slots.units * UNIT_MM))
    return Standee(
        node.id,
        node.kind,
        height,
        stated is not None or slots.units_known,
        layer,
        slots.units,
        max(height - inside, 0.0) / 2,
        tuple(_panels(design, slots, "front")),
        tuple(_panels(design, slots, "rear")),
    )


def _height_mm(design: Design, node: Node) -> float | None:
    """Its published height, else that of the rack units that it takes."""
    height = fact_of(design, node, "height_mm").value
    if height is None and node.kind not in RACKS:
        units = fact_of(design, node, "height_u").value
        height = units * UNIT_MM if units is not None else None
    return height if height is not None and height > 0 else None


def _height(mm: float) -> float:
    return min(max(mm / CM, _LEAST_CM), _MOST_CM)


def _panels(design: Design, slots: RackSlots, face: Face) -> Iterator[Panel]:
    """Yield the panels at FACE: what is mounted there over what reaches there from behind."""
    found: list[Panel] = []
    for seat in slots.seats:
        node = design.nodes[seat.node]
        panel = Panel(
            seat.node,
            node.part or "",
            layer_of(design, node),
            "front",
            max(seat.low, 0.0),
            min(seat.high, float(slots.units)),
            copy=seat.copy,
        )
        if seat.zero_u:
            if seat.face == face:
                # Left and right are seen from each face.
                found.append(panel._replace(seen="beside", left=0.0 if seat.side != "right" else 1.0))
            continue
        side = seat.side
        if seat.face != face:
            reach = slots.depth_mm if seat.depth_mm is None else seat.depth_mm
            if seat.blank or reach < slots.depth_mm / 2:
                continue
            side = {"left": "right", "right": "left"}.get(side, "")
        if panel.high <= panel.low:
            continue
        left, right = {"left": (0.0, 0.5), "right": (0.5, 1.0)}.get(side, (0.0, 1.0))
        seen = "blank" if seat.blank else "front" if seat.face == face else "back"
        found.append(panel._replace(seen=seen, left=left, right=right))
    yield from sorted(found, key=lambda one: (one.seen != "back", one.low))
