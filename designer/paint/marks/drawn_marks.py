"""Notes, frames, arrows and pictures: quiet beside the equipment, in inks of the theme."""

import math
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath

from designer.drawing.current_theme import current_theme
from designer.drawing.drawing import Drawing
from designer.drawing.marks import CAPTION_HEIGHT, LINE_HEIGHT, NOTE_PADDING, TITLE_HEIGHT
from designer.drawing.records import DrawnMark, Rect
from designer.drawing.text import elide
from designer.drawing.theme_tokens import CARD_RADIUS, mixed
from designer.drawing.topology.visible_labels import NEAR
from designer.model.marks import MarkColour
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, pen
from designer.paint.canvas_text import middle_baseline, write, write_over, written_width
from designer.paint.look import Look
from designer.paint.marks.pictures import decoded
from designer.paint.marks.symbols import pill

_INKS: Final[Mapping[MarkColour, str]] = {
    "plain": "muted",
    "blue": "accent",
    "green": "ok",
    "yellow": "warn",
    "red": "error",
    "violet": "flow",
}
_RADIUS: Final = 6.0
_ARROW: Final = 2.0
_HEAD: Final = 11.0
_NECK: Final = 5.0
_FRAME_EDGE: Final = {"light": 0.28, "dark": 0.32}
_FRAME_TINT: Final = {"light": 0.06, "dark": 0.09, "print": 0.045}
"""Frames are quiet: what stands in them is the picture."""
_LEAST_PX: Final = 1.25
"""Lines are never thinner on the screen."""


def mark_ink(colour: MarkColour) -> str:
    """The ink of a mark's colour."""
    return current_theme().colour(_INKS[colour])


def marks_below(drawing: Drawing, visible: Rect) -> list[tuple[int, DrawnMark]]:
    """Return the marks behind the equipment, back to front, each with the number of the frame it is painted before.

    A mark lies on the floors of containers, but under those that it goes around.
    """
    found: list[tuple[int, DrawnMark]] = []
    boxes, last = drawing.frame_boxes, len(drawing.frames)
    for mark in drawing.marks:
        if not mark.behind or not mark.around.grown(8.0).meets(visible):
            continue
        rect = mark.rect
        held = np.flatnonzero(
            (boxes[:, 0] >= rect.x)
            & (boxes[:, 1] >= rect.y)
            & (boxes[:, 2] <= rect.right)
            & (boxes[:, 3] <= rect.bottom)
        )
        found.append((int(held[0]) if len(held) else last, mark))
    return sorted(found, key=lambda one: one[0])


def paint_marks_below(painter: QPainter, waiting: list[tuple[int, DrawnMark]], look: Look, before: int) -> None:
    """Paint those WAITING that come before the frame of a number, and wait no longer for them."""
    while waiting and waiting[0][0] <= before:
        _paint(painter, waiting.pop(0)[1], look)


def paint_marks_above(painter: QPainter, marks: Iterable[DrawnMark], look: Look, visible: Rect) -> None:
    """Paint the marks in front of the equipment."""
    for mark in marks:
        if not mark.behind and mark.around.grown(8.0).meets(visible):
            _paint(painter, mark, look)


def _paint(painter: QPainter, mark: DrawnMark, look: Look) -> None:
    near = look.scale >= NEAR or look.entire
    match mark.kind:
        case "note":
            _paint_note(painter, mark, look, near=near)
        case "frame":
            _paint_frame(painter, mark, look, near=near)
        case "arrow":
            _paint_arrow(painter, mark, look, near=near)
        case "picture":
            _paint_picture(painter, mark, look, near=near)


def _line(mark: DrawnMark, look: Look, ink: str, width: float) -> tuple[str, float]:
    """Ink and width of an outline, never too thin to be seen; what is selected stands out."""
    if mark.id in look.selected:
        return look.theme.colour("accent"), max(2.0, 2.0 / look.scale)
    return ink, max(width, _LEAST_PX / look.scale if not look.vector else 0.0)


def _paint_note(painter: QPainter, mark: DrawnMark, look: Look, *, near: bool) -> None:
    theme, rect = look.theme, QRectF(*mark.rect)
    ink = mark_ink(mark.colour)
    sheet = mixed(theme.colour("surface"), ink, 0.08 if theme.name != "dark" else 0.14)
    edge, width = _line(mark, look, mixed(theme.colour("surface"), ink, 0.38), 1.0)
    painter.setPen(NO_PEN)
    if near and theme.name == "light":
        painter.setBrush(brush("#101828", 0.05))
        painter.drawRoundedRect(rect.translated(0, 1.5), _RADIUS, _RADIUS)
    painter.setPen(pen(edge, width))
    painter.setBrush(brush(sheet))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    if not near:
        _paint_bars(painter, mark, look, mixed(sheet, ink, 0.35))
        return
    baseline = rect.y() + NOTE_PADDING + LINE_HEIGHT * 0.75
    for line in mark.lines:
        x = rect.x() + NOTE_PADDING
        if _from_right(line):
            x = rect.right() - NOTE_PADDING - written_width(line, "body")
        write(painter, line, "body", theme.colour("text"), x, baseline, vector=look.vector)
        baseline += LINE_HEIGHT


def _paint_bars(painter: QPainter, mark: DrawnMark, look: Look, ink: str) -> None:
    """Too far away to be read: bars where the lines of text are."""
    rect = mark.rect
    if rect.width * look.scale < 24.0:
        return
    painter.setPen(NO_PEN)
    painter.setBrush(brush(ink))
    room = rect.width - 2 * NOTE_PADDING
    for number, line in enumerate(mark.lines):
        if line:
            y = rect.y + NOTE_PADDING + number * LINE_HEIGHT + LINE_HEIGHT * 0.3
            painter.drawRect(
                QRectF(rect.x + NOTE_PADDING, y, min(written_width(line, "body"), room), LINE_HEIGHT * 0.4)
            )


def _from_right(line: str) -> bool:
    """Return whether LINE is in a script that is written from right to left."""
    for c in line:
        way = unicodedata.bidirectional(c)
        if way in {"L", "R", "AL"}:
            return way != "L"
    return False


def _paint_frame(painter: QPainter, mark: DrawnMark, look: Look, *, near: bool) -> None:
    theme, rect = look.theme, QRectF(*mark.rect).adjusted(0.75, 0.75, -0.75, -0.75)
    ink = mark_ink(mark.colour)
    edge, width = _line(mark, look, mixed(theme.colour("canvas"), ink, _FRAME_EDGE.get(theme.name, 0.55)), 1.0)
    painter.setPen(pen(edge, width))
    painter.setBrush(brush(ink, _FRAME_TINT.get(theme.name, 0.0)))
    painter.drawRoundedRect(rect, CARD_RADIUS, CARD_RADIUS)
    if mark.lines and near:
        # From some way off the place of the title depends on what else is there, see `visible_labels`.
        left, baseline = mark.rect.x + NOTE_PADDING, middle_baseline("strong", mark.rect.y + TITLE_HEIGHT / 2 + 1)
        write_over(painter, mark.lines[0], "strong", ink, theme.colour("canvas"), left, baseline, vector=look.vector)


def paint_far_title(painter: QPainter, mark: DrawnMark, place: Rect, look: Look) -> None:
    """Paint the title of a frame at its PLACE, as large on the screen as near by."""
    painter.save()
    painter.translate(place.x, place.bottom)
    painter.scale(1.0 / look.scale, 1.0 / look.scale)
    ground = look.theme.colour("canvas")
    write_over(painter, mark.lines[0], "caption", mark_ink(mark.colour), ground, 0.0, -4.0, vector=look.vector)
    painter.restore()


def _paint_arrow(painter: QPainter, mark: DrawnMark, look: Look, *, near: bool) -> None:
    theme = look.theme
    ink = theme.colour("text") if mark.colour == "plain" else mark_ink(mark.colour)
    ink, width = _line(mark, look, ink, _ARROW)
    grown = width / _ARROW
    path, head = _shaft(mark, grown)
    painter.setBrush(NO_BRUSH)
    painter.strokePath(path, pen(theme.colour("canvas"), width + 3.0 * grown, alpha=0.85))
    painter.strokePath(path, pen(ink, width))
    painter.setPen(NO_PEN)
    painter.setBrush(brush(ink))
    painter.drawPath(head)
    if not mark.lines or not near:
        return
    rect = QRectF(*mark.title)
    painter.setPen(pen(mixed(theme.colour("surface"), ink, 0.5), 1.0))
    painter.setBrush(brush(theme.colour("surface")))
    pill(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5))
    words = mark.lines[0]
    x = rect.center().x() - written_width(words, "caption") / 2
    baseline = middle_baseline("caption", rect.center().y())
    write(painter, words, "caption", theme.colour("text"), x, baseline, vector=look.vector)


def _shaft(mark: DrawnMark, grown: float) -> tuple[QPainterPath, QPainterPath]:
    """The line of an arrow up to its head, and the head."""
    points = mark.path
    x2, y2 = points[-1]
    before = next((p for p in reversed(points[:-1]) if math.dist(p, points[-1]) > 0.5), points[0])
    length = math.dist(before, points[-1]) or 1.0
    dx, dy = (x2 - before[0]) / length * grown, (y2 - before[1]) / length * grown
    path = QPainterPath(QPointF(*points[0]))
    for x, y in points[1:-1]:
        path.lineTo(x, y)
    path.lineTo(x2 - 0.7 * _HEAD * dx, y2 - 0.7 * _HEAD * dy)
    head = QPainterPath(QPointF(x2, y2))
    head.lineTo(x2 - _HEAD * dx - _NECK * dy, y2 - _HEAD * dy + _NECK * dx)
    head.lineTo(x2 - 0.7 * _HEAD * dx, y2 - 0.7 * _HEAD * dy)
    head.lineTo(x2 - _HEAD * dx + _NECK * dy, y2 - _HEAD * dy - _NECK * dx)
    head.closeSubpath()
    return path, head


def _paint_picture(painter: QPainter, mark: DrawnMark, look: Look, *, near: bool) -> None:
    theme, rect = look.theme, QRectF(*mark.rect)
    image = decoded(mark.picture) if mark.picture is not None else None
    if image is None:
        _paint_damaged(painter, mark, look, near=near)
    else:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not look.moving)
        painter.drawImage(rect, image)
        painter.restore()
    chosen = mark.id in look.selected
    if chosen or image is None:
        ink, width = _line(mark, look, theme.colour("muted"), 1.0)
        painter.setPen(pen(ink, width, "solid" if chosen else "dashed"))
        painter.setBrush(NO_BRUSH)
        painter.drawRect(rect)
    if mark.lines and near:
        baseline = middle_baseline("caption", mark.rect.bottom + CAPTION_HEIGHT / 2)
        words, ground = mark.lines[0], theme.colour("canvas")
        write_over(painter, words, "caption", theme.colour("muted"), ground, rect.x(), baseline, vector=look.vector)


def _paint_damaged(painter: QPainter, mark: DrawnMark, look: Look, *, near: bool) -> None:
    """A crossed box with the name of a picture that cannot be read."""
    theme, rect = look.theme, QRectF(*mark.rect)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.colour("surface_2")))
    painter.drawRect(rect)
    painter.setPen(pen(theme.colour("border"), max(1.0, 1.0 / look.scale)))
    painter.drawLine(rect.topLeft(), rect.bottomRight())
    painter.drawLine(rect.topRight(), rect.bottomLeft())
    if not near or rect.height() < LINE_HEIGHT or rect.width() < 40.0:
        return
    name = mark.picture.name if mark.picture is not None else "Picture"
    words = elide(f"{name} cannot be shown", "caption", rect.width() - 16.0, written_width)
    x = rect.center().x() - written_width(words, "caption") / 2
    baseline = middle_baseline("caption", rect.center().y())
    write_over(
        painter, words, "caption", theme.colour("text"), theme.colour("surface_2"), x, baseline, vector=look.vector
    )
