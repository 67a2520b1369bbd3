"""The grips of the one selected mark, painted over everything."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.tools.mark_drag import arrow_grips
from designer.ui.canvas.tools.resize_drag import handle_places
from designer.ui.widgets.theme import ink


def paint_mark_grips(painter: QPainter, stage: Stage) -> None:
    """Squares on the sides of a sheet; discs on the points of an arrow, smaller ones where it can be bent."""
    drawing = stage.drawing
    if len(stage.selected) != 1 or stage.selected[0] not in drawing.mark_index or stage.selected[0] in stage.locked:
        return
    mark = drawing.marks[drawing.mark_index[stage.selected[0]]]
    painter.setPen(QPen(ink("accent"), 1.5))
    painter.setBrush(ink("surface"))
    if mark.kind == "arrow":
        for grip in arrow_grips(mark):
            at = QPointF(*stage.viewpoint.to_screen(grip.x, grip.y))
            radius = 3.0 if grip.new else 5.0
            painter.drawEllipse(at, radius, radius)
        return
    # On a sheet this small its grips would cover it and leave nothing to move it by.
    if mark.rect.width * stage.scale < 24:
        return
    for _, x, y in handle_places(mark.rect):
        px, py = stage.viewpoint.to_screen(x, y)
        painter.drawRoundedRect(QRectF(px - 3.5, py - 3.5, 7, 7), 1.5, 1.5)
