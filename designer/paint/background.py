"""The canvas below everything: its colour and a quiet grid of dots."""

import math
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from designer.drawing.current_theme import current_theme
from designer.drawing.records import Rect
from designer.model.canvas_sizes import GRID
from designer.paint.brushes import brush, pen

_DOT_STEP: Final = GRID * 4
_FEWEST_PIXELS: Final = 14.0
"""Dots never come closer than this on the screen."""
_MOST_DOTS: Final = 40_000


def paint_ground(painter: QPainter, *, visible: Rect, scale: float, grid: bool = True) -> None:
    """Fill VISIBLE with the canvas colour and dot it; far out the dots grow sparse and then end."""
    theme = current_theme()
    painter.fillRect(QRectF(*visible), brush(theme.colour("canvas")))
    if not grid or theme.name == "print":
        return
    step = _DOT_STEP
    while step * scale < _FEWEST_PIXELS and step < 64 * _DOT_STEP:
        step *= 4
    # Dots are two pixels wide: half of one whose middle lies outside is seen too.
    reach = visible.grown(1.0 / scale)
    left, top = math.ceil(reach.x / step), math.ceil(reach.y / step)
    columns, lines = math.floor(reach.right / step) - left + 1, math.floor(reach.bottom / step) - top + 1
    if columns * lines > _MOST_DOTS or columns < 1 or lines < 1:
        return
    painter.save()
    painter.translate(left * step, top * step)
    painter.setPen(pen(theme.colour("canvas_grid"), 2.0, cosmetic=True))
    painter.drawPoints(_dots(columns, lines, step))
    painter.restore()


@lru_cache(maxsize=8)
def _dots(columns: int, lines: int, step: float) -> QPolygonF:
    return QPolygonF([QPointF(x * step, y * step) for y in range(lines) for x in range(columns)])
