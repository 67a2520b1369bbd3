"""Overlay that is painted over the drawing while hands are at work, in pixels of the widget."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from designer.drawing.records import Rect, Wire
from designer.drawing.theme_tokens import NODE_RADIUS
from designer.paint.prepared import wire_path
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.port import DraggedWire, Guide, Preview
from designer.ui.canvas.rendering.fault_overlay import paint_faults
from designer.ui.canvas.rendering.ghosts import paint_ghosts
from designer.ui.canvas.rendering.interaction_marks import (
    paint_chosen_port,
    paint_edge_handles,
    paint_gap,
    paint_link_ends,
    paint_lit_link,
    paint_port_names,
    paint_shown_ports,
)
from designer.ui.canvas.rendering.lock_badges import paint_locks
from designer.ui.canvas.rendering.mark_grips import paint_mark_grips
from designer.ui.canvas.tools.resize_drag import handle_places
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.widgets.theme import ink

_MOST_OUTLINES: Final = 2000


def paint_overlay(painter: QPainter, stage: Stage, *, focus: bool, large: bool) -> None:
    """Selection handles, focus ring, guides, band, ghosts and the dragged wire."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    view, preview = stage.viewpoint, stage.shown_preview
    if large:
        _paint_outlines(painter, stage)
    paint_faults(painter, stage)
    paint_locks(painter, stage)
    paint_shown_ports(painter, stage)
    # Grips and handles belong to the selection at rest; while something is dragged the preview stands alone.
    if preview is None:
        _paint_grips(painter, stage)
        paint_mark_grips(painter, stage)
        paint_edge_handles(painter, stage)
        paint_link_ends(painter, stage)
        paint_port_names(painter, stage)
        paint_chosen_port(painter, stage)
        if focus:
            _paint_focus(painter, stage)
        return
    if preview.target:
        rect = stage.shown.rect_of(preview.target)
        if rect is not None:
            _paint_target(painter, view.rect_to_screen(rect), bad=_is_bad(preview))
    if preview.link:
        paint_lit_link(painter, stage, preview.link)
    if preview.ghosts:
        paint_ghosts(painter, view, preview)
    for guide in preview.guides:
        _paint_guide(painter, view, guide)
    for gap in preview.gaps:
        paint_gap(painter, view, gap)
    if preview.wire is not None:
        _paint_wire(painter, view, preview.wire)
    if preview.band is not None:
        _paint_band(painter, view.rect_to_screen(preview.band))
    if preview.lasso:
        _paint_lasso(painter, [QPointF(*view.to_screen(*corner)) for corner in preview.lasso])


def _is_bad(preview: Preview) -> bool:
    return preview.wire is not None and preview.wire.mood == "no"


def _paint_outlines(painter: QPainter, stage: Stage) -> None:
    """The selection of a large design, which is not painted into its picture."""
    painter.setPen(QPen(ink("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    drawing, sight, view = stage.drawing, stage.sight, stage.viewpoint
    for record_id in stage.selected[:_MOST_OUTLINES]:
        if record_id in drawing.wire_index:
            _outline_wire(painter, view, drawing.wires[drawing.wire_index[record_id]])
            continue
        rect = drawing.rect_of(record_id)
        if rect is not None and rect.meets(sight):
            painter.drawRoundedRect(QRectF(*stage.viewpoint.rect_to_screen(rect)), 3, 3)
    hovered = drawing.rect_of(stage.hovered) if stage.hovered else None
    if hovered is not None and stage.scale > 0.1:
        painter.setPen(QPen(ink("muted"), 1))
        painter.drawRoundedRect(QRectF(*stage.viewpoint.rect_to_screen(hovered)), 3, 3)


def _outline_wire(painter: QPainter, view: Viewpoint, wire: Wire) -> None:
    path = wire_path(wire)
    painter.drawPath(QTransform(view.scale, 0, 0, view.scale, -view.x * view.scale, -view.y * view.scale).map(path))


def _paint_grips(painter: QPainter, stage: Stage) -> None:
    if len(stage.selected) != 1 or stage.selected[0] not in stage.drawing.frame_index:
        return
    rect = stage.drawing.rect_of(stage.selected[0])
    # On a frame this small its grips would cover it and leave nothing to move it by.
    if rect is None or rect.width * stage.scale < 48 or stage.selected[0] in stage.locked:
        return
    painter.setPen(QPen(ink("accent"), 1.5))
    painter.setBrush(ink("surface"))
    for _, x, y in handle_places(rect):
        px, py = stage.viewpoint.to_screen(x, y)
        painter.drawRoundedRect(QRectF(px - 3.5, py - 3.5, 7, 7), 1.5, 1.5)


def _paint_focus(painter: QPainter, stage: Stage) -> None:
    rect = stage.drawing.rect_of(stage.focused) if stage.focused else None
    if rect is None:
        return
    ring = QRectF(*stage.viewpoint.rect_to_screen(rect)).adjusted(-4, -4, 4, 4)
    painter.setPen(QPen(ink("accent"), 1.5, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(ring, NODE_RADIUS + 3, NODE_RADIUS + 3)


def _paint_target(painter: QPainter, rect: Rect, *, bad: bool) -> None:
    colour = ink("error" if bad else "accent")
    soft = QColor(colour)
    soft.setAlphaF(0.08)
    painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine if bad else Qt.PenStyle.SolidLine))
    painter.setBrush(soft)
    painter.drawRoundedRect(QRectF(*rect).adjusted(-3, -3, 3, 3), 10, 10)


def _paint_guide(painter: QPainter, view: Viewpoint, guide: Guide) -> None:
    x1, y1 = view.to_screen(guide.x1, guide.y1)
    x2, y2 = view.to_screen(guide.x2, guide.y2)
    dashes = QPen(ink("accent"), 1)
    dashes.setDashPattern([4.0, 3.0])
    painter.setPen(dashes)
    painter.drawLine(QPointF(round(x1) + 0.5, round(y1) + 0.5), QPointF(round(x2) + 0.5, round(y2) + 0.5))
    painter.setPen(QPen(ink("accent"), 1))
    for x, y in ((x1, y1), (x2, y2)):
        painter.drawLine(QPointF(x - 3, y - 3), QPointF(x + 3, y + 3))
        painter.drawLine(QPointF(x - 3, y + 3), QPointF(x + 3, y - 3))


def _paint_band(painter: QPainter, rect: Rect) -> None:
    fill = ink("accent")
    fill.setAlphaF(0.08)
    painter.setPen(QPen(ink("accent"), 1))
    painter.setBrush(fill)
    painter.drawRect(QRectF(round(rect.x) + 0.5, round(rect.y) + 0.5, round(rect.width), round(rect.height)))


def _paint_lasso(painter: QPainter, corners: list[QPointF]) -> None:
    fill = ink("accent")
    fill.setAlphaF(0.08)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(corners, Qt.FillRule.OddEvenFill)
    painter.setPen(QPen(ink("accent"), 1.5))
    painter.drawPolyline(corners)
    painter.setPen(QPen(ink("accent"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(corners[-1], corners[0])


def _paint_wire(painter: QPainter, view: Viewpoint, wire: DraggedWire) -> None:
    colour = ink({"open": "muted", "ok": "accent", "adapter": "warn", "no": "error"}[wire.mood])
    start, end = QPointF(*view.to_screen(*wire.start)), QPointF(*view.to_screen(*wire.end))
    pen = QPen(colour, 2.5 if wire.mood in {"ok", "adapter"} else 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if wire.mood in {"open", "no"}:
        pen.setDashPattern([3.0, 2.5])
    path = QPainterPath(start)
    if wire.port:
        # Ports lie on right edges, so the wire leaves (and reaches) them from the right.
        reach = min(max(abs(end.x() - start.x()) / 2, 28.0), 96.0)
        back = reach if wire.end_port else 0.0
        path.cubicTo(QPointF(start.x() + reach, start.y()), QPointF(end.x() + back, end.y()), end)
    else:
        middle = (start.y() + end.y()) / 2
        path.cubicTo(QPointF(start.x(), middle), QPointF(end.x(), middle), end)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.setPen(QPen(ink("surface"), 1.5))
    painter.setBrush(colour)
    painter.drawEllipse(start, 4.5, 4.5)
    painter.drawEllipse(end, 4.5, 4.5)
    if wire.mood != "open":
        _paint_answer(painter, end, colour, wire.mood)


def _paint_answer(painter: QPainter, at: QPointF, colour: QColor, mood: str) -> None:
    """The answer of the far end, on the end of the wire: a tick, an "i" or a cross in a circle."""
    pen = QPen(colour, 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(ink("surface"))
    painter.drawEllipse(at, 9, 9)
    x, y = at.x(), at.y()
    if mood == "ok":
        painter.drawPolyline([QPointF(x - 4, y), QPointF(x - 1, y + 3), QPointF(x + 4, y - 3.5)])
    elif mood == "adapter":
        painter.drawPoint(QPointF(x, y - 4))
        painter.drawLine(QPointF(x, y - 0.5), QPointF(x, y + 4))
    else:
        painter.drawLine(QPointF(x - 3.5, y - 3.5), QPointF(x + 3.5, y + 3.5))
        painter.drawLine(QPointF(x - 3.5, y + 3.5), QPointF(x + 3.5, y - 3.5))
