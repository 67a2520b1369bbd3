"""The one way to paint a drawing: canvas, slides, SVG, PNG and PDF all come from here."""

from collections.abc import Mapping, Set

from PySide6.QtGui import QPainter

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.topology.visible_labels import FAR, NEAR
from designer.paint.background import paint_ground
from designer.paint.marks.symbols import Verdict
from designer.paint.painting import Painting
from designer.paint.view_painters import VIEW_PAINTERS

__all__ = ["FAR", "NEAR", "paint_drawing", "paint_ground"]


def paint_drawing(
    painter: QPainter,
    drawing: Drawing,
    *,
    visible: Rect,
    scale: float,
    zoom: float | None = None,
    moving: bool = False,
    selected: Set[str] = frozenset(),
    hovered: str = "",
    fits: Mapping[tuple[str, str], Verdict] | None = None,
    afar: bool = False,
) -> None:
    """Paint what VISIBLE shows of DRAWING, as its view is painted; the ground below is `paint_ground`'s.

    Args:
        painter: Already scaled and moved, so that it takes canvas coordinates.
        drawing: What to paint.
        visible: The part of the canvas in sight; the rest is skipped.
        scale: Screen pixels for one canvas pixel, which decides how much is shown.
        zoom: On slides and cards that of the painter itself, screen pixels for one of its pixels; None elsewhere.
        moving: The view or something in it is on the move: no smooth edges.
        selected: Ids of tiles, frames and links to outline.
        hovered: Id of what the pointer is on.
        fits: While a cable is drawn: whether each port takes it, by (node, port group).
        afar: In SVG and PDF, what is too small to be read at SCALE is drawn as it is seen from afar on a screen.
    """
    asked = Painting(visible, scale, zoom, moving, selected, hovered, fits, afar)
    VIEW_PAINTERS[drawing.painted_as](painter, drawing, asked)
