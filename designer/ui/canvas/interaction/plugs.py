"""Plugs at which wires end on a tile: each is in a port, and stands for it under the pointer."""

import math
from collections.abc import Iterator
from typing import Final

from designer.drawing.drawing import Drawing
from designer.drawing.records import Hit, Wire
from designer.model.design import Design, Link
from designer.model.network.ports import joined_ports

Place = tuple[float, float]
DEEP: Final = 7.0
"""How far a plug reaches out of its tile, in canvas pixels."""


def plug_at(design: Design, drawing: Drawing, wire: Wire, x: float, y: float, reach: float) -> Hit | None:
    """The port that WIRE is plugged into at a place; None away from its ends, and where no one port is meant."""
    for end, place in ((wire.a, wire.points[0]), (wire.b, wire.points[-1])):
        if math.hypot(place[0] - x, place[1] - y) > max(reach, DEEP) or end not in drawing.tile_index:
            continue
        shown = {dot.port for dot in drawing.tiles[drawing.tile_index[end]].ports if dot.node == end}
        ports = {_port_of(design, link, end) for link in _links(design, wire)}
        if len(ports) == 1 and ports <= shown:
            return Hit("port", end, ports.pop())
    return None


def plugs_of(design: Design, drawing: Drawing, node_id: str, port: str) -> list[Place]:
    """Return the places at which the wires that use a port group of a node end on its tile."""
    found: dict[Place, None] = {}
    for link in design.links.values():
        if node_id not in (link.a, link.b) or _port_of(design, link, node_id) != port:
            continue
        number = drawing.wire_index.get(link.id)
        if number is not None:
            wire = drawing.wires[number]
            ends = ((wire.a, wire.points[0]), (wire.b, wire.points[-1]))
            found |= {place: None for end, place in ends if end == node_id}
    return list(found)


def _links(design: Design, wire: Wire) -> Iterator[Link]:
    return (design.links[one] for one in wire.links or (wire.id,) if one in design.links)


def _port_of(design: Design, link: Link, node_id: str) -> str:
    """Name of the port group that LINK uses at a node; "" when it fits none."""
    joined = joined_ports(design, link) if node_id in (link.a, link.b) else None
    if joined is None:
        return ""
    return joined[0].name if link.a == node_id else joined[1].name
