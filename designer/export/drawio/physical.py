"""The page that is read back: the design as it stands on the canvas, each shape with its record."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from designer.drawing.drawing import Drawing
from designer.drawing.plates.plate_forms import plate_ground
from designer.drawing.records import Rect
from designer.export.drawio.looks import frame_style, line_style, note_style, tile_style, wire_style
from designer.export.drawio.records import Connector, DiagramPage, Shape, exact
from designer.export.graphs.node_kinds import is_container
from designer.model.canvas_sizes import EMPTY_FRAME_HEIGHT, EMPTY_FRAME_WIDTH, TILE_WIDTH, tile_height
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS
from designer.model.network.ports import rates_each_way

RECORD: Final = "stackwright"
"""Of the data of a shape: what of its record stands in no other of its data."""
IS_MARK: Final[Mapping[str, str]] = {"mark": "yes"}
"""Data of what is no equipment."""
NODE_DATA: Final = ("kind", "part", "name", "copies", "parent")
"""Data of a part that a person may change in the other program."""
LINK_DATA: Final = ("name", "medium", "cables", "spread", "length_m")
_ON_PAGE: Final = frozenset({"x", "y", *NODE_DATA})
_FOLDED_SIZE: Final = (TILE_WIDTH, 104.0)


def physical_page(design: Design, drawing: Drawing) -> DiagramPage:
    """Return the page of DESIGN as DRAWING, in which no container is folded, places it."""
    nodes = design.nodes_in_order()
    depths = {node.id: sum(1 for _ in design.ancestors(node.id)) for node in nodes}
    # What holds others comes before them, as it lies behind.
    shapes = tuple(_shape(design, drawing, node) for node in sorted(nodes, key=lambda node: depths[node.id]))
    kept = {
        "settings": design.settings,
        "views": design.views,
        # Pictures are larger than all the rest, and are told as left out.
        "marks": {mark.id: mark for mark in design.marks.values() if mark.picture is None},
    }
    data = {RECORD: msgspec.json.encode(kept).decode()}
    marks, arrows = _marks(drawing)
    return DiagramPage("topology", "Topology", (*shapes, *marks), (*_links(design, drawing), *arrows), data)


def _marks(drawing: Drawing) -> tuple[list[Shape], list[Connector]]:
    """Return what is drawn beside the equipment; it is shown, and read back from the data of the page."""
    shapes: list[Shape] = []
    arrows: list[Connector] = []
    for mark in drawing.marks:
        if mark.kind == "arrow":
            style = line_style() | {"endArrow": "block"}
            arrows.append(Connector(f"mark:{mark.id}", "", "", " ".join(mark.lines), style, mark.path, IS_MARK))
        elif mark.kind != "picture":
            style = note_style() if mark.kind == "note" else frame_style() | {"container": "0", "fillColor": "none"}
            shapes.append(Shape(f"mark:{mark.id}", mark.rect, "\n".join(mark.lines), style, values=IS_MARK))
    return shapes, arrows


def _shape(design: Design, drawing: Drawing, node: Node) -> Shape:
    holds = is_container(node.kind)
    rect = drawing.rect_of(node.id)
    if rect is None:  # inside of a machine, where the canvas shows it as a figure
        rect = Rect(node.x, node.y, TILE_WIDTH, tile_height(node.kind))
    if holds and rect.width < 1:
        rect = Rect(rect.x, rect.y, EMPTY_FRAME_WIDTH, EMPTY_FRAME_HEIGHT)
    around = design.nodes.get(node.parent) if node.parent else None
    inside = around.id if around is not None and is_container(around.kind) else ""
    text = "%name%" if node.copies == 1 else "%name%\n×%copies%"
    values = {"kind": node.kind, "part": node.part or "", "name": node.title, "copies": str(node.copies)}
    if around is not None and not inside:
        values["parent"] = around.id
    values[RECORD] = _rest(node, _ON_PAGE)
    if holds:
        folded = Rect(rect.x, rect.y, *_FOLDED_SIZE)
        return Shape(
            node.id,
            folded if node.folded else rect,
            text,
            frame_style(sum(1 for _ in design.ancestors(node.id))),
            inside,
            values,
            open_rect=rect if node.folded else None,
        )
    kind = KINDS[node.kind]
    return Shape(
        node.id, rect, text, tile_style(kind.layer, node.kind, plate_ground(node.kind) == "rented"), inside, values
    )


def _links(design: Design, drawing: Drawing) -> Iterator[Connector]:
    index, wires = drawing.wire_index, list(drawing.wires)
    for link in design.joined_links():
        wire = wires[index[link.id]] if link.id in index else None
        routed = wire is not None and len(wire.corners) > 0
        width = wire.width if wire is not None else 1.0
        points = tuple(wire.corners[1:-1]) if wire is not None and len(wire.corners) > 2 else ()
        style = wire_style(link.medium, link.side, width, routed=routed)
        # A bundle is one line on the canvas, and a connector for each of its links here.
        text = wire.label if wire is not None and len(wire.links) <= 1 else _label(design, link)
        yield Connector(link.id, link.a, link.b, text, style, points, _link_values(link))


def _label(design: Design, link: Link) -> str:
    rate, _ = rates_each_way(design, link)
    return f"{link.cables} × {rate:g}G" if rate else f"{link.cables} ×" if link.cables > 1 else ""


def _link_values(link: Link) -> Mapping[str, str]:
    values = {"name": link.name, "medium": link.medium, "cables": str(link.cables), "spread": link.spread}
    values["length_m"] = "" if link.length_m is None else exact(link.length_m)
    return values | {RECORD: _rest(link, frozenset(LINK_DATA))}


def _rest(record: Node | Link, told: frozenset[str]) -> str:
    """Return what of RECORD the data TOLD do not say, as JSON."""
    plain = msgspec.to_builtins(record)
    if isinstance(record, Node):
        plain["order"] = record.order  # also the first, as shapes lie in another order
    return msgspec.json.encode({name: value for name, value in plain.items() if name not in told}).decode()
