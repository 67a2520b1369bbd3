"""Pens, brushes and colours, made once each."""

from functools import lru_cache

from PySide6.QtCore import Qt
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
