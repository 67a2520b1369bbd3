"""The pages of a diagram: each view of a design as shapes and connectors that can be moved and edited."""

import base64
import math
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
import numpy as np

from designer.analysis.results import Results
from designer.drawing.design_views import DESIGN_VIEWS, VIEWS_BY_ID
from designer.drawing.drawing import Drawing
from designer.drawing.racks.elevations import RackPicture
from designer.drawing.records import Rect, Wire
from designer.drawing.rooms.floor import FloorDrawing
from designer.drawing.view_request import ViewRequest
from designer.export.drawio.looks import (
    band_style,
    box_style,
    frame_style,
    line_style,
    tile_style,
    wire_style,
    words_style,
)
from designer.export.drawio.physical import physical_page
from designer.export.drawio.records import Connector, DiagramPage, Shape
from designer.model.design import Design, View, ViewId
from designer.model.giving_way import give_way
from designer.review.findings import Finding

_PICTURE_PX: Final = (1600, 1000)
_STRAIGHT: Final = 2
"""Corners of a route that are its ends alone."""


def pages_of(design: Design, results: Results | None, findings: Sequence[Finding]) -> list[DiagramPage]:
    """Return one page for each view of DESIGN that has something to show, the physical one first.

    Only the physical page is read back; the others show the same design as it is worked out.
    """
    pages = [physical_page(design, _drawn(_unfolded(design), "topology", results, findings))]
    for view in DESIGN_VIEWS[1:]:
        give_way()
        drawing = _drawn(design, view.id, results, findings)
        page = _page(view.id, view.title, drawing)
        if page is not None:
            pages.append(page)
    return pages


def _unfolded(design: Design) -> Design:
    """Return DESIGN with every container open, so that each of its parts has a place."""
    nodes = {
        node.id: msgspec.structs.replace(node, folded=False) if node.folded else node for node in design.nodes.values()
    }
    return msgspec.structs.replace(design, nodes=nodes)


def _drawn(design: Design, view: ViewId, results: Results | None, findings: Sequence[Finding]) -> Drawing:
    from designer.paint.text_widths import text_widths

    request = ViewRequest(design, View(id="", name="", shows=view), text_widths(), results, findings)
    return VIEWS_BY_ID[view].draw(request)


def _page(view: ViewId, title: str, drawing: Drawing) -> DiagramPage | None:
    """Return the page of a drawing; None where nothing stands on it."""
    if isinstance(drawing, RackPicture):
        shapes, connectors = tuple(_racks(drawing)), ()
    elif isinstance(drawing, FloorDrawing) and drawing.raised:
        shapes, connectors = tuple(_picture(drawing)), ()
    elif isinstance(drawing, FloorDrawing):
        shapes, connectors = tuple(_floor(drawing)), tuple(_walls(drawing))
    else:
        shapes, connectors = tuple(_tiles(drawing)), tuple(_wires(drawing))
    return DiagramPage(view, title, shapes, connectors) if shapes else None


def _tiles(drawing: Drawing) -> Iterator[Shape]:
    # A stack without parts is nothing but its bands.
    for band in drawing.bands if drawing.tiles else ():
        yield Shape(f"band:{band.id}", band.rect, _lines(band.title, band.subtitle), band_style())
    for frame in drawing.frames:
        text = _lines(" ".join(word for word in (frame.title, frame.badge) if word), frame.subtitle)
        yield Shape(frame.id, frame.rect, text, frame_style(frame.depth) | {"container": "0"})
    for tile in drawing.tiles:
        title = " ".join(word for word in (tile.title, tile.badge) if word)
        text = _lines(title, tile.subtitle, *tile.figures)
        yield Shape(tile.id, tile.rect, text, tile_style(tile.layer, "", rented=False))


def _wires(drawing: Drawing) -> Iterator[Connector]:
    there = {*(frame.id for frame in drawing.frames), *(tile.id for tile in drawing.tiles)}
    for wire in drawing.wires:
        if wire.a in there and wire.b in there:
            yield wire_connector(wire)


def wire_connector(wire: Wire) -> Connector:
    """Return the connector of a WIRE with the corners on its way."""
    routed = len(wire.corners) > 0
    inner = tuple(wire.corners[1:-1]) if len(wire.corners) > _STRAIGHT else ()
    style = wire_style(wire.medium, wire.side, wire.width, routed=routed)
    return Connector(wire.id, wire.a, wire.b, wire.label, style, inner)


def _lines(*words: str) -> str:
    return "\n".join(word for word in words if word)


def _racks(picture: RackPicture) -> Iterator[Shape]:
    """Yield each rack from the front and from the rear with its devices, each under its name."""
    for column in picture.racks.columns:
        head = Rect(column.rect.x, column.rect.y, column.rect.width, 40.0)
        yield Shape(f"{column.rack}:title", head, _lines(column.title, column.subtitle), words_style(bold=True))
        for elevation in column.elevations:
            rack = f"{column.rack}:{elevation.face}"
            yield Shape(rack, elevation.outline, "", box_style() | {"container": "1", "collapsible": "0"})
            for number, box in enumerate(elevation.boxes):
                text = "" if box.seen in {"beside", "blank"} else box.title
                yield Shape(f"{rack}:{number}", box.rect, text, box_style(font_px=10.0), rack)


def _floor(drawing: FloorDrawing) -> Iterator[Shape]:
    """Yield each rack and machine of a room to scale, a centimetre as a pixel, turned as it stands."""
    for number, zone in enumerate(drawing.zones):
        (left, top), (right, bottom) = np.min(zone.corners, axis=0).tolist(), np.max(zone.corners, axis=0).tolist()
        yield Shape(f"zone:{number}", Rect(left, top, right - left, bottom - top), zone.words, band_style())
    for number, column in enumerate(drawing.columns):
        yield Shape(f"column:{number}", column, "", box_style(fill="#C9D1DA"))
    for place in range(drawing.rows.size):
        corners = drawing.corners[place]
        # Two edges from the corner about which it turns; its middle stays where it is when it is turned back.
        wide = float(np.hypot(*(corners[1] - corners[0])))
        deep = float(np.hypot(*(corners[3] - corners[0])))
        x, y = corners.mean(axis=0).tolist()
        turned = math.degrees(math.atan2(*reversed((corners[1] - corners[0]).tolist())))
        name = drawing.titles[int(drawing.node_of[place])]
        number = int(drawing.copy_of[place])
        rect = Rect(x - wide / 2, y - deep / 2, wide, deep)
        text = name if drawing.counts[int(drawing.node_of[place])] == 1 else f"{name} {number + 1}"
        shape_id = f"{drawing.ids[int(drawing.node_of[place])]}:{number}"
        yield Shape(shape_id, rect, text, box_style(font_px=9.0), turned_deg=turned)


def _walls(drawing: FloorDrawing) -> Iterator[Connector]:
    if drawing.walls:
        closed = (*drawing.walls, drawing.walls[0])
        yield Connector("walls", "", "", "", line_style() | {"strokeWidth": "4"}, closed)
    for number, tray in enumerate(drawing.trays):
        if len(tray.line) > 1:
            yield Connector(f"tray:{number}", "", "", "", line_style(dashed=True), tuple(tray.line))


def _picture(drawing: Drawing) -> Iterator[Shape]:
    """Yield a picture of what cannot be shapes: a room as it looks from one of its corners."""
    from designer.paint.slides.picture import slide_picture

    if not drawing.bounds.width > 1:
        return
    wide, high = _PICTURE_PX
    body = base64.b64encode(slide_picture(drawing, wide, high)).decode()
    style = {"shape": "image", "imageAspect": "1", "image": f"data:image/png,{body}"}
    yield Shape("picture", Rect(0.0, 0.0, float(wide), float(high)), "", style)
