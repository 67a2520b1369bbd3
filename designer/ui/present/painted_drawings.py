"""Drawings of slides, painted once for all that show them: it takes longer than all else on a slide."""

from collections import OrderedDict
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from designer.drawing.current_theme import current_theme
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.slides.page import DrawingItem
from designer.paint.slides.painter import paint_slide_drawing

_KEPT: Final = 10
_FINE: Final = 1.6
"""A picture up to so many times as large as it is wanted is used as it is."""


class _Painted(NamedTuple):
    """A painted drawing; the drawing is kept, so that no other one can have its identity."""

    drawing: Drawing
    scale: float
    pixmap: QPixmap


class PaintedDrawings:
    """Keeps the pictures of drawings in the size of the largest of those who show them."""

    def __init__(self) -> None:
        self._scales: dict[int, float] = {}
        self._kept: OrderedDict[tuple[int, Rect, Rect, str], _Painted] = OrderedDict()

    def of(self, item: DrawingItem, asker: int, scale: float) -> QPixmap:
        """Return ITEM painted for ASKER, who shows a unit of the slide in SCALE pixels."""
        self._scales[asker] = scale
        key = (id(item.drawing), item.rect, item.sight, current_theme().name)
        found = self._kept.get(key)
        # In the size of the largest: one that a smaller asks for first would be painted again for that.
        wanted = max(self._scales.values())
        if found is None or not wanted * 0.99 <= found.scale <= wanted * _FINE:
            found = self._kept[key] = _Painted(item.drawing, wanted, _painted(item, wanted))
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found.pixmap


def _painted(item: DrawingItem, scale: float) -> QPixmap:
    pixmap = QPixmap(max(round(item.rect.width * scale), 1), max(round(item.rect.height * scale), 1))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    painter.translate(-item.rect.x, -item.rect.y)
    paint_slide_drawing(painter, item, zoom=scale)
    painter.end()
    return pixmap
