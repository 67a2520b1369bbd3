"""Small signs: warning and error marks, port handles, arrow heads. Each has a shape of its own besides its colour."""

import math
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from designer.drawing.current_theme import current_theme
from designer.drawing.records import Emphasis, PortDot, Wire
from designer.drawing.theme_tokens import PORT_RADIUS, ArrowEnd, Stroke
from designer.paint.brushes import NO_PEN, brush, pen

Verdict = Literal["yes", "adapter", "no"]
MARK_RADIUS: Final = 10.0
HEAT_BAR: Final = 5.0
FORK_AT: Final = 12.0
"""From the tile's edge to the middle of a fork."""
FORK_RADIUS: Final = 7.0


def sign_colour(emphasis: Emphasis) -> str:
    """The colour of a warning, an error or a failure."""
    return current_theme().colour("warn" if emphasis == "warn" else "error")


def paint_mark(painter: QPainter, emphasis: Emphasis, x: float, y: float) -> None:
    """A triangle for a warning, an octagon for an error, a cross for a failure, on a disc around (X, Y)."""
    theme = current_theme()
    ink = sign_colour(emphasis)
    painter.setPen(pen(theme.colour("surface"), 2.0))
    painter.setBrush(brush(ink))
    painter.drawEllipse(QPointF(x, y), MARK_RADIUS, MARK_RADIUS)
    line = theme.colour("surface")
    painter.setPen(pen(line, 1.5))
    painter.setBrush(brush(line, 0.0))
    if emphasis == "failed":
        painter.drawLine(QPointF(x - 3.5, y - 3.5), QPointF(x + 3.5, y + 3.5))
        painter.drawLine(QPointF(x - 3.5, y + 3.5), QPointF(x + 3.5, y - 3.5))
        return
    if emphasis == "warn":
        shape = [QPointF(x, y - 5.5), QPointF(x + 5.4, y + 4.0), QPointF(x - 5.4, y + 4.0)]
        top, low, dot = y - 2.2, y + 0.8, y + 2.6
    else:
        corners = [math.pi / 8 + i * math.pi / 4 for i in range(8)]
        shape = [QPointF(x + 5.8 * math.cos(a), y + 5.8 * math.sin(a)) for a in corners]
        top, low, dot = y - 2.8, y + 0.6, y + 2.8
    painter.drawPolygon(QPolygonF(shape))
    painter.drawLine(QPointF(x, top), QPointF(x, low))
    painter.setPen(NO_PEN)
    painter.setBrush(brush(line))
    painter.drawEllipse(QPointF(x, dot), 0.9, 0.9)


def paint_port(painter: QPainter, dot: PortDot, verdict: Verdict | None, *, wide: bool) -> None:
    """A port handle: a ring when free, filled when all used; while connecting, what fits stands out."""
    theme = current_theme()
    ink = theme.stroke(dot.medium).colour
    radius = PORT_RADIUS + (1.5 if wide else 0.0)
    centre = QPointF(dot.x, dot.y)
    if verdict == "yes":
        painter.setPen(pen(theme.colour("surface"), 1.5))
        painter.setBrush(brush(theme.colour("accent")))
        painter.drawEllipse(centre, PORT_RADIUS + 2.5, PORT_RADIUS + 2.5)
        painter.setPen(pen(theme.colour("surface"), 1.5))
        painter.drawPolyline(
            [
                QPointF(dot.x - 2.6, dot.y),
                QPointF(dot.x - 0.6, dot.y + 2.0),
                QPointF(dot.x + 2.8, dot.y - 2.2),
            ]
        )
    elif verdict == "adapter":
        painter.setPen(pen(theme.colour("warn"), 1.75))
        painter.setBrush(brush(theme.colour("surface")))
        painter.drawEllipse(centre, PORT_RADIUS + 2.5, PORT_RADIUS + 2.5)
        painter.drawLine(QPointF(dot.x - 2.5, dot.y), QPointF(dot.x + 2.5, dot.y))
    elif verdict == "no":
        painter.setPen(pen(theme.colour("muted"), 1.25, alpha=0.6))
        painter.drawLine(QPointF(dot.x - 2.2, dot.y - 2.2), QPointF(dot.x + 2.2, dot.y + 2.2))
        painter.drawLine(QPointF(dot.x - 2.2, dot.y + 2.2), QPointF(dot.x + 2.2, dot.y - 2.2))
    else:
        over = dot.free < 0
        painter.setPen(pen(theme.colour("error") if over else ink, 2.0 if over else 1.5))
        painter.setBrush(brush(ink if dot.free <= 0 else theme.colour("surface")))
        painter.drawEllipse(centre, radius, radius)


def paint_arrow_head(painter: QPainter, wire: Wire, ink: str, end: ArrowEnd = "b", behind: float = 0.0) -> None:
    """A small head at an end of a relation; outside the cards that peep out BEHIND a tile, up and to the right."""
    before, (x, y) = (wire.points[2], wire.points[3]) if end == "b" else (wire.points[1], wire.points[0])
    if behind and abs(before[1] - y) >= abs(before[0] - x):
        y -= behind if before[1] < y else 0.0
    elif behind:
        x += behind if before[0] > x else 0.0
    _paint_head(painter, before, (x, y), ink)


def _paint_head(painter: QPainter, before: tuple[float, float], tip: tuple[float, float], ink: str) -> None:
    (x1, y1), (x2, y2) = before, tip
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    head = QPainterPath(QPointF(x2, y2))
    head.lineTo(x2 - 8 * dx - 4 * dy, y2 - 8 * dy + 4 * dx)
    head.lineTo(x2 - 8 * dx + 4 * dy, y2 - 8 * dy - 4 * dx)
    head.closeSubpath()
    painter.setPen(NO_PEN)
    painter.setBrush(brush(ink))
    painter.drawPath(head)


def paint_sample(painter: QPainter, stroke: Stroke, start: QPointF, end: QPointF) -> None:
    """A line from START to END as links of that STROKE are drawn, for legends and lists."""
    size = min(stroke.most, 2.5)
    painter.setPen(pen(stroke.colour, size, stroke.pattern))
    painter.drawLine(start, end)
    if stroke.pattern == "double":
        painter.setPen(pen(current_theme().colour("canvas"), size / 3))
        painter.drawLine(start, end)
    if stroke.arrow:
        first, last = (start.x(), start.y()), (end.x(), end.y())
        # Data come to the reader: on a sample, whose ends are not named, every arrow points to the right.
        _paint_head(painter, first, last, stroke.colour)


def paint_forks(painter: QPainter, wire: Wire, ink: str) -> None:
    """A fork at each end where one port is split into several cables: the stem on the port, the tines on the wire."""
    ends = {"a": (wire.points[0], wire.points[1]), "b": (wire.points[3], wire.points[2])}
    for end in wire.split:
        (x, y), (to_x, to_y) = ends[end]
        length = math.hypot(to_x - x, to_y - y) or 1.0
        dx, dy = (to_x - x) / length, (to_y - y) / length
        paint_fork(painter, ink, x + dx * FORK_AT, y + dy * FORK_AT, math.degrees(math.atan2(dy, dx)))


def paint_fork(painter: QPainter, ink: str, x: float, y: float, angle: float) -> None:
    """A fork on a disc around (X, Y) whose tines point ANGLE degrees clockwise from the right."""
    painter.save()
    painter.translate(x, y)
    painter.rotate(angle)
    painter.setPen(pen(ink, 1.25))
    painter.setBrush(brush(current_theme().colour("surface")))
    painter.drawEllipse(QPointF(0, 0), FORK_RADIUS, FORK_RADIUS)
    painter.setPen(pen(ink, 1.5))
    painter.drawLine(QPointF(-5.0, 0.0), QPointF(-1.5, 0.0))
    for way in (-1.0, 1.0):
        painter.drawPolyline([QPointF(-1.5, 0.0), QPointF(1.5, way * 3.0), QPointF(4.5, way * 3.0)])
    painter.restore()


def paint_heat_bar(
    painter: QPainter, heat: float, left: float, bottom: float, width: float, high: float = HEAT_BAR
) -> None:
    """Paint heat as a bar: as long as its share of the scale, in its colour, on a quiet track."""
    theme = current_theme()
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.colour("surface_2")))
    pill(painter, QRectF(left, bottom - high, width, high))
    painter.setBrush(brush(theme.heat_colour(round(heat, 2))))
    pill(painter, QRectF(left, bottom - high, max(width * min(max(heat, 0.0), 1.0), high), high))


def pill(painter: QPainter, rect: QRectF) -> None:
    """A rectangle with round ends."""
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
