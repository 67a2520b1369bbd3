"""Differences of the built network, over the drawing: marks on wires and tiles, and cables that nobody drew."""

from typing import Final

from PySide6.QtGui import QPainter

from designer.drawing.difference import DrawnDifference
from designer.drawing.records import Rect
from designer.paint.topology.difference import paint_marks
from designer.ui.canvas.canvas_model import Stage

_MOST_PAINTED: Final = 1_500
"""Marks in sight that are painted: more would hold up a step of the pointer, and nobody could read them."""
_MOST_WORDED: Final = 150
_MOST_SMOOTH: Final = 100


def paint_faults(painter: QPainter, stage: Stage) -> None:
    """Paint the marks of what is built otherwise that are in sight, in pixels of the widget."""
    marks = stage.fault_marks
    if not marks:
        return
    view, sight = stage.viewpoint, stage.sight.grown(40.0 / stage.scale)
    seen = [one for one in marks if around(one).meets(sight)][:_MOST_PAINTED]
    painter.save()
    painter.scale(view.scale, view.scale)
    painter.translate(-view.x, -view.y)
    # Smooth edges of hundreds of dashed lines would take longer than a step of the pointer may.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(seen) <= _MOST_SMOOTH)
    paint_marks(painter, seen, scale=view.scale, worded=_MOST_WORDED)
    painter.restore()


def around(one: DrawnDifference) -> Rect:
    """Return the rectangle around what a mark is painted on."""
    if one.rect is not None:
        return one.rect
    x, y = zip(*one.path, strict=True)
    return Rect(min(x), min(y), max(max(x) - min(x), 1.0), max(max(y) - min(y), 1.0))
