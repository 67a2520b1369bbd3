"""The small sign of what folds: it points down where a group is open, to the right where it is folded."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from designer.drawing.records import Rect
from designer.paint.brushes import NO_BRUSH, pen
from designer.paint.look import Look

_ARM = 3.0


def paint_chevron(painter: QPainter, place: Rect, look: Look, *, folded: bool) -> None:
    """The sign in the middle of PLACE."""
    x, y = place.centre
    if folded:
        corners = [QPointF(x - _ARM / 2, y - _ARM), QPointF(x + _ARM / 2, y), QPointF(x - _ARM / 2, y + _ARM)]
    else:
        corners = [QPointF(x - _ARM, y - _ARM / 2), QPointF(x, y + _ARM / 2), QPointF(x + _ARM, y - _ARM / 2)]
    painter.setPen(pen(look.theme.colour("muted"), 1.5))
    painter.setBrush(NO_BRUSH)
    painter.drawPolyline(corners)
