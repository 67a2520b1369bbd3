"""The small sign on what is locked in place, in pixels of the widget."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from designer.ui.canvas.canvas_model import Stage
from designer.ui.widgets.theme import ink

SHOWN_FROM: Final = 0.25
"""Scale below which the signs would cover the tiles."""
_RADIUS: Final = 9.0


def paint_locks(painter: QPainter, stage: Stage) -> None:
    """A padlock on the upper left corner of every locked tile and frame in sight."""
    if stage.scale < SHOWN_FROM:
        return
    drawing, sight = stage.shown, stage.sight
    for node in stage.locked:
        rect = drawing.rect_of(node) if node in drawing.tile_index or node in drawing.frame_index else None
        if rect is not None and rect.grown(_RADIUS / stage.scale).meets(sight):
            _paint_lock(painter, *stage.viewpoint.to_screen(rect.x, rect.y))


def _paint_lock(painter: QPainter, x: float, y: float) -> None:
    painter.setPen(QPen(ink("border"), 1.0))
    painter.setBrush(ink("surface"))
    painter.drawEllipse(QPointF(x, y), _RADIUS, _RADIUS)
    painter.setPen(QPen(ink("text"), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(x - 2.6, y - 5.4, 5.2, 6.4), 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink("text"))
    painter.drawRoundedRect(QRectF(x - 4.0, y - 1.8, 8.0, 5.8), 1.2, 1.2)
