"""Load bars of the one-line diagram, with their tick at 80%, and the line that says what they mean."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from designer.drawing.one_line import Meter, OneLine
from designer.drawing.records import Rect
from designer.paint.brushes import NO_PEN, brush, pen
from designer.paint.look import Look
from designer.paint.marks import sign_colour
from designer.paint.words import write

_TICK: Final = 3.0


def paint_meters(painter: QPainter, drawing: OneLine, look: Look, visible: Rect) -> None:
    """All load bars in sight."""
    for meter in drawing.meters:
        if meter.rect.meets(visible):
            _paint_meter(painter, meter, look)
    if drawing.key:
        write(painter, drawing.key, "caption", look.theme.colour("muted"), *drawing.key_at, vector=look.vector)


def _paint_meter(painter: QPainter, meter: Meter, look: Look) -> None:
    theme, rect = look.theme, QRectF(*meter.rect)
    radius = rect.height() / 2
    painter.setPen(pen(theme.colour("border"), 1.0))
    painter.setBrush(brush(theme.colour("surface_2")))
    painter.drawRoundedRect(rect, radius, radius)
    share = min(meter.share, 1.0)
    if share > 0:
        full = QRectF(rect.x(), rect.y(), max(rect.width() * share, rect.height()), rect.height())
        painter.setPen(NO_PEN)
        ink = sign_colour(theme, meter.emphasis) if meter.emphasis in {"warn", "error"} else theme.layer("facility")
        painter.setBrush(brush(ink))
        painter.drawRoundedRect(full, radius, radius)
    x = rect.x() + rect.width() * meter.mark
    painter.setPen(pen(theme.colour("text"), 1.5))
    painter.drawLine(QPointF(x, rect.y() - _TICK), QPointF(x, rect.bottom() + _TICK))
