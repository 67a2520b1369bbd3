"""Pens, brushes and colours, made once each."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPaintEngine, QPainter, QPen

from designer.drawing.theme_tokens import Pattern

NO_PEN = Qt.PenStyle.NoPen
NO_BRUSH = Qt.BrushStyle.NoBrush


@lru_cache(maxsize=512)
def colour(text: str, alpha: float = 1.0) -> QColor:
    """TEXT as a colour, ALPHA of it opaque."""
    made = QColor(text)
    made.setAlphaF(alpha)
    return made


@lru_cache(maxsize=512)
def brush(text: str, alpha: float = 1.0) -> QBrush:
    """A filling of one colour."""
    return QBrush(colour(text, alpha))


@lru_cache(maxsize=1024)
def pen(text: str, width: float, pattern: Pattern = "solid", alpha: float = 1.0, cosmetic: bool = False) -> QPen:
    """A pen of WIDTH canvas pixels (screen pixels when COSMETIC)."""
    made = QPen(colour(text, alpha), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    made.setCosmetic(cosmetic)
    if pattern == "dashed":
        made.setDashPattern([3.0, 2.5])
    elif pattern == "dotted":
        made.setCapStyle(Qt.PenCapStyle.RoundCap)
        made.setDashPattern([0.01, 2.2])
    return made


def is_vector(painter: QPainter) -> bool:
    """Return whether PAINTER writes shapes and letters (SVG, PDF) rather than pixels."""
    return painter.paintEngine().type() in {
        QPaintEngine.Type.SVG,
        QPaintEngine.Type.Pdf,
        QPaintEngine.Type.Picture,
        QPaintEngine.Type.User,
    }


def on_pixels(painter: QPainter, rect: QRectF) -> QRectF:
    """RECT with its edges on whole pixels of a screen, so that lines of one pixel along them are crisp.

    Smooth edges between pixels also come out a shade different where the paper is painted in parts.
    """
    way = painter.deviceTransform()
    if way.isRotating() or is_vector(painter):
        return rect
    device = way.mapRect(rect)
    left, top = round(device.left()), round(device.top())
    right, bottom = round(device.right()), round(device.bottom())
    x, y = (left - way.dx()) / way.m11(), (top - way.dy()) / way.m22()
    return QRectF(x, y, (right - left) / way.m11(), (bottom - top) / way.m22())
