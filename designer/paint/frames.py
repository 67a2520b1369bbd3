"""Frames: containers around their contents."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from designer.drawing.drawing import Frame
from designer.drawing.looks import CARD_RADIUS, STACK_STEP
from designer.model.sizes import FRAME_HEADER, FRAME_PADDING
from designer.paint.brushes import NO_BRUSH, brush, pen
from designer.paint.look import Look
from designer.paint.marks import paint_mark, sign_colour
from designer.paint.tiles import paint_badge
from designer.paint.words import middle_baseline, write, written_width

_SOLID_KINDS: Final = frozenset({"rack", "room", "site"})
"""Containers with walls; pods and rows are only drawn around."""


def paint_frame(painter: QPainter, frame: Frame, look: Look, *, words: bool = True) -> None:
    """FRAME with its caption; without WORDS when it is far away."""
    theme, rect = look.theme, QRectF(*frame.rect).adjusted(0.5, 0.5, -0.5, -0.5)
    ink, width = theme.colour("border"), 1.0
    if frame.id in look.selected:
        ink, width = theme.colour("accent"), 2.0
    elif frame.emphasis in {"warn", "error", "failed"}:
        ink, width = sign_colour(theme, frame.emphasis), 1.5
    elif frame.id == look.hovered or theme.name == "dark":
        ink = theme.colour("muted") if frame.id == look.hovered else ink
    painter.setBrush(NO_BRUSH)
    if frame.badge and words:
        painter.setPen(pen(theme.colour("border"), 1.0))
        for step in (2, 1):
            painter.setBrush(brush(theme.colour("canvas")))
            painter.drawRoundedRect(rect.translated(step * STACK_STEP, -step * STACK_STEP), CARD_RADIUS, CARD_RADIUS)
    painter.setBrush(brush(theme.colour("canvas")) if frame.badge else NO_BRUSH)
    pattern = "solid" if frame.kind in _SOLID_KINDS or width > 1.25 else "dashed"
    painter.setPen(pen(ink, width / min(look.scale, 1.0), pattern))
    painter.drawRoundedRect(rect, CARD_RADIUS, CARD_RADIUS)
    painter.setPen(pen(ink, 0.0))
    painter.setBrush(brush(theme.colour("surface"), 0.45))
    painter.fillRect(rect.adjusted(2, 2, -2, -2), brush(theme.colour("surface"), 0.35))
    if words:
        _paint_caption(painter, frame, look)
    if frame.emphasis in {"warn", "error", "failed"} and words:
        paint_mark(painter, theme, frame.emphasis, frame.rect.right - 2, frame.rect.y + 2)


def _paint_caption(painter: QPainter, frame: Frame, look: Look) -> None:
    theme, rect = look.theme, frame.rect
    title, figures = ("title", "body") if look.plain else ("strong", "caption")
    centre = rect.y + FRAME_HEADER / 2 + 1
    x = rect.x + FRAME_PADDING
    baseline = middle_baseline(title, centre)
    write(painter, frame.title, title, theme.colour("text"), x, baseline, vector=look.vector)
    x += written_width(frame.title, title) + 8
    write(painter, frame.subtitle, figures, theme.colour("muted"), x, baseline, vector=look.vector)
    if frame.badge:
        paint_badge(painter, frame.badge, rect.right - FRAME_PADDING + 4, centre + 1, look)


def paint_far_caption(painter: QPainter, frame: Frame, look: Look) -> None:
    """A frame's name as large on the screen as near by, where it has the room."""
    size = 1.0 / look.scale
    text = f"{frame.title} {frame.badge}" if frame.badge else frame.title
    if written_width(text, "caption") * size > frame.rect.width - 8 * size or frame.rect.height < 18 * size:
        return
    painter.save()
    painter.translate(frame.rect.x, frame.rect.y)
    painter.scale(size, size)
    write(painter, text, "caption", look.theme.colour("muted"), 4.0, -4.0, vector=look.vector)
    painter.restore()
