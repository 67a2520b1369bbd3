"""The canvas below everything: its colour and a quiet grid of dots."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from designer.drawing.drawing import Rect
from designer.drawing.looks import Theme
from designer.model.sizes import GRID
from designer.paint.brushes import brush, pen

_DOT_STEP = GRID * 4
_FEWEST_PIXELS = 14.0


def paint_ground(painter: QPainter, theme: Theme, *, visible: Rect, scale: float, grid: bool = True) -> None:
    """Fill VISIBLE with the canvas colour and dot it; far out the dots grow sparse and then end."""
    painter.fillRect(QRectF(*visible), brush(theme.colour("canvas")))
    if not grid or theme.name == "print":
        return
    step = _DOT_STEP
    while step * scale < _FEWEST_PIXELS and step < 64 * _DOT_STEP:
        step *= 4
    xs = np.arange(math.ceil(visible.x / step), math.floor(visible.right / step) + 1) * step
    ys = np.arange(math.ceil(visible.y / step), math.floor(visible.bottom / step) + 1) * step
    if not 0 < len(xs) * len(ys) <= 40_000:
        return
    painter.setPen(pen(theme.colour("canvas_grid"), 2.0, cosmetic=True))
    painter.drawPoints(QPolygonF([QPointF(x, y) for y in ys.tolist() for x in xs.tolist()]))
