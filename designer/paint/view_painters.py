"""Paint views: one row for each that has a display list of its own.

A row loads what it needs when it is called, so that a picture of one view does not pay for the others.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, cast

from designer.model.design import ViewId
from designer.paint.painting import Painting
from designer.paint.topology.topology import begun, paint_topology

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from designer.drawing.drawing import Drawing
    from designer.drawing.isometric.isometric import IsometricDrawing
    from designer.drawing.one_line.cells import OneLine
    from designer.drawing.racks.elevations import RackPicture
    from designer.drawing.rooms.floor import FloorDrawing

_LEAST_PX: Final = 16.0
"""Of letters beside racks on a slide."""


ViewPainter = Callable[["QPainter", "Drawing", Painting], None]
"""Paints one display list; the painter takes canvas coordinates already."""


def _paint_floor(painter: "QPainter", drawing: "Drawing", asked: Painting) -> None:
    from designer.paint.rooms.floor import paint_floor

    floor = cast("FloorDrawing", drawing)
    paint_floor(
        painter,
        floor,
        visible=asked.visible,
        scale=asked.scale,
        moving=asked.moving,
        selected=asked.selected,
        whole=asked.afar,
    )


def _paint_isometric(painter: "QPainter", drawing: "Drawing", asked: Painting) -> None:
    from designer.paint.isometric.isometric import paint_isometric

    room = cast("IsometricDrawing", drawing)
    paint_isometric(
        painter,
        room,
        visible=asked.visible,
        scale=asked.scale,
        moving=asked.moving,
        selected=asked.selected,
        afar=asked.afar,
    )


def _paint_one_line(painter: "QPainter", drawing: "Drawing", asked: Painting) -> None:
    from designer.paint.one_line.diagram import paint_one_line

    with begun(painter, drawing, asked) as (ready, look):
        paint_one_line(painter, cast("OneLine", drawing), ready, look, asked.visible)


def _paint_racks(painter: "QPainter", drawing: "Drawing", asked: Painting) -> None:
    from designer.paint.racks.elevations import RackPainter

    picture = cast("RackPicture", drawing)
    on_slide = asked.zoom is not None
    scale = asked.scale * (1.0 if asked.zoom is None else asked.zoom)
    racks = RackPainter(picture.design, scale, least_px=_LEAST_PX if on_slide else 0.0)
    racks.paint(painter, picture.racks, asked.visible, selected=asked.selected, hovered=asked.hovered)


VIEW_PAINTERS: Final[Mapping[ViewId, ViewPainter]] = {
    "topology": paint_topology,
    "floor": _paint_floor,
    "isometric": _paint_isometric,
    "rack": _paint_racks,
    "power": _paint_one_line,
}
"""By `painted_as` of the display list; a view that is drawn with tiles and wires needs no row."""
