"""How views are painted and written: one row for each that has a display list of its own.

A row loads what it needs when it is called, so that a picture of one view does not pay for the others.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, cast

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


class Write(Protocol):
    """Writes a drawing to a file."""

    def __call__(self, path: Path, drawing: "Drawing", *, title: str, subtitle: str, day: date | None) -> None:
        """Write DRAWING by the suffix of PATH: .svg, .png or .pdf.

        Raises:
            RefusedInput: there is nothing to draw, or PATH cannot be written.
        """
        ...


def _write_sheet(path: Path, drawing: "Drawing", *, title: str, subtitle: str, day: date | None) -> None:
    """Write DRAWING on one sheet."""
    from designer.paint.pictures import write_pdf, write_png, write_svg

    write = {".svg": write_svg, ".png": write_png, ".pdf": write_pdf}[path.suffix.lower()]
    write(path, drawing, title=title, subtitle=subtitle, day=day)


class ViewPainter(NamedTuple):
    """How one display list is painted and written.

    Attributes:
        paint: Paints it; the painter takes canvas coordinates already.
        write: Writes it to a file.
    """

    paint: "Callable[[QPainter, Drawing, Painting], None]"
    write: Write = _write_sheet


def _paint_floor(painter: "QPainter", drawing: "Drawing", asked: Painting) -> None:
    from designer.paint.rooms.floor import paint_floor

    floor = cast("FloorDrawing", drawing)
    paint_floor(painter, floor, visible=asked.visible, scale=asked.scale, moving=asked.moving, selected=asked.selected)


def _paint_isometric(painter: "QPainter", drawing: "Drawing", asked: Painting) -> None:
    from designer.paint.isometric.isometric import paint_isometric

    room = cast("IsometricDrawing", drawing)
    paint_isometric(
        painter, room, visible=asked.visible, scale=asked.scale, moving=asked.moving, selected=asked.selected
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


def _write_racks(path: Path, drawing: "Drawing", *, title: str, subtitle: str, day: date | None) -> None:
    """Write racks on pages of their own, under the title that they have."""
    from designer.paint.racks.pages import write_racks

    picture = cast("RackPicture", drawing)
    write_racks(path, picture.design, picture.racks, subtitle=subtitle, day=day)


VIEW_PAINTERS: Final[Mapping[ViewId, ViewPainter]] = {
    "topology": ViewPainter(paint_topology),
    "floor": ViewPainter(_paint_floor),
    "isometric": ViewPainter(_paint_isometric),
    "rack": ViewPainter(_paint_racks, _write_racks),
    "power": ViewPainter(_paint_one_line),
}
"""By `painted_as` of the display list; a view that is drawn with tiles and wires needs no row."""


def write_drawing(
    path: Path, drawing: "Drawing", *, title: str = "", subtitle: str = "", day: date | None = None
) -> None:
    """Write DRAWING to PATH as its view is written, by the suffix: .svg, .png or .pdf.

    Raises:
        RefusedInput: there is nothing to draw, or PATH cannot be written.
    """
    VIEW_PAINTERS[drawing.painted_as].write(path, drawing, title=title, subtitle=subtitle, day=day)
