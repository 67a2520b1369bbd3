"""Drawn flows as arrows over the wires: long dashes, a large head, a ring where they begin, and an ink of their own."""

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from designer.drawing.records import FlowArrow
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, pen
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.look import Look
from designer.paint.marks.symbols import pill

WIDTH: Final = 2.5
_HEAD: Final = 13.0
_NECK: Final = 5.5
_DASH: Final = (5.0, 2.2)
_LEAST_PX: Final = 1.6


def paint_flows(painter: QPainter, flows: Sequence[FlowArrow], look: Look) -> None:
    """The arrows, on a seam of the ground so that they stand off from what they cross; also far out, never thinner."""
    theme = look.theme
    ink, ground = theme.colour("flow"), theme.colour("canvas")
    width = max(WIDTH * (1.25 if look.plain else 1.0), _LEAST_PX / look.scale)
    stroke = QPen(pen(ink, width))
    stroke.setDashPattern(list(_DASH))
    for flow in flows:
        grown = width / WIDTH
        chosen = flow.id in look.selected
        neck, head = _head(flow, grown)
        path = QPainterPath(QPointF(*flow.points[0]))
        path.cubicTo(QPointF(*flow.points[1]), QPointF(*flow.points[2]), neck)
        painter.setBrush(NO_BRUSH)
        painter.strokePath(path, pen(ground, width + 3.0 * grown, alpha=0.85))
        if chosen or flow.id == look.hovered:
            painter.strokePath(path, pen(theme.colour("accent"), width + 5.0 * grown, alpha=0.35 if chosen else 0.18))
        painter.strokePath(path, stroke)
        painter.setPen(pen(ground, 1.5 * grown))
        painter.setBrush(brush(ink))
        painter.drawPath(head)
        painter.setPen(pen(ink, 2.0 * grown))
        painter.setBrush(brush(ground))
        painter.drawEllipse(QPointF(*flow.points[0]), 4.0 * grown, 4.0 * grown)


def paint_flow_labels(painter: QPainter, flows: Sequence[FlowArrow], look: Look) -> None:
    """Paint the offered rates of FLOWS on pills."""
    theme = look.theme
    for flow in flows:
        if not flow.label or flow.label_rect.width <= 0:
            continue
        rect = QRectF(*flow.label_rect)
        chosen = flow.id in look.selected
        painter.setPen(pen(theme.colour("accent" if chosen else "flow"), 2.0 if chosen else 1.5))
        painter.setBrush(brush(theme.colour("surface")))
        pill(painter, rect.adjusted(0.75, 0.75, -0.75, -0.75))
        x = rect.center().x() - written_width(flow.label, "caption") / 2
        baseline = middle_baseline("caption", rect.center().y())
        write(painter, flow.label, "caption", theme.colour("flow"), x, baseline, vector=look.vector)
    painter.setPen(NO_PEN)


def _head(flow: FlowArrow, grown: float) -> tuple[QPointF, QPainterPath]:
    """Return the point where the shaft of FLOW ends, and the path of its head, GROWN times as large."""
    (x1, y1), (x2, y2) = flow.points[2], flow.points[3]
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    dx, dy = (x2 - x1) / length * grown, (y2 - y1) / length * grown
    left, top = x2 - _HEAD * dx, y2 - _HEAD * dy
    head = QPainterPath(QPointF(x2, y2))
    head.lineTo(left - _NECK * dy, top + _NECK * dx)
    head.lineTo(x2 - 0.75 * _HEAD * dx, y2 - 0.75 * _HEAD * dy)
    head.lineTo(left + _NECK * dy, top - _NECK * dx)
    head.closeSubpath()
    return QPointF(x2 - 0.75 * _HEAD * dx, y2 - 0.75 * _HEAD * dy), head
