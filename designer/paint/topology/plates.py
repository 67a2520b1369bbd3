"""Plates: the picture of a part on its tile."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from designer.drawing.current_theme import current_theme
from designer.drawing.records import Plate, Rect
from designer.drawing.theme_tokens import ICON_SIZE, Theme, mixed
from designer.model.parts.part import Layer
from designer.paint.brushes import NO_PEN, brush, pen
from designer.paint.icons import icon_renderer

_RADIUS: Final = 3.0
_TINT: Final = 0.1


def paint_plate(painter: QPainter, plate: Plate, place: Rect, layer: Layer, icon: str) -> None:
    """PLATE at its PLACE on a tile of LAYER."""
    theme = current_theme()
    _paint_ground(painter, plate, place, layer, theme)
    ink = theme.colour("plate_edge") if plate.ground == "steel" else theme.layer(layer)
    size = min(ICON_SIZE, place.height - 4.0)
    x, y = place.centre
    icon_renderer(icon, ink).render(painter, QRectF(x - size / 2, y - size / 2, size, size))


def _paint_ground(painter: QPainter, plate: Plate, place: Rect, layer: Layer, theme: Theme) -> None:
    rect = QRectF(*place)
    if plate.ground == "steel":
        painter.setPen(NO_PEN)
        painter.setBrush(brush(theme.colour("plate")))
        if theme.name == "print":
            painter.setPen(pen(theme.colour("plate_line"), 1.0))
            rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    else:
        painter.setPen(NO_PEN)
        painter.setBrush(brush(mixed(theme.colour("surface"), theme.layer(layer), _TINT)))
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
