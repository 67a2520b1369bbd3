"""Frames: containers around their contents."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from designer.drawing.current_theme import current_theme
from designer.drawing.records import Frame, Rect
from designer.drawing.theme_tokens import CAPTION_GAP, STACK_STEP, mixed
from designer.drawing.topology.visible_labels import ShownLabel
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING
from designer.model.kinds import BUILDINGS, RACKS
from designer.paint.brushes import NO_PEN, brush, pen
from designer.paint.canvas_text import middle_baseline, write_over, written_width
from designer.paint.look import Look
from designer.paint.marks.symbols import paint_heat_bar, paint_mark, sign_colour
from designer.paint.topology.cards import paint_badge
from designer.paint.topology.chevrons import paint_chevron

_SOLID_KINDS: Final = RACKS | BUILDINGS
"""Containers with walls; pods and rows are only drawn around."""
REGION_RADIUS: Final = 14.0
_TINTS: Final = {"light": 0.08, "dark": 0.11}
"""Share of a layer's colour in the ground of a region."""
_SHEET_EDGE: Final = 0.25


def paint_frame(painter: QPainter, frame: Frame, look: Look, *, stacked: bool = True) -> None:
    """FRAME without its caption, which is painted over the wires."""
    theme, rect = look.theme, QRectF(*frame.rect).adjusted(0.5, 0.5, -0.5, -0.5)
    floor = _floor(frame)
    if frame.badge and stacked:
        painter.setPen(pen(mixed(floor, theme.colour("muted"), _SHEET_EDGE), 1.0))
        painter.setBrush(brush(floor))
        for step in (2, 1):
            painter.drawRoundedRect(
                rect.translated(step * STACK_STEP, -step * STACK_STEP), REGION_RADIUS, REGION_RADIUS
            )
    painter.setBrush(brush(floor))
    ink, width = "", 1.0
    if frame.id in look.selected:
        ink, width = theme.colour("accent"), 2.0
    elif frame.emphasis in {"warn", "error", "failed"}:
        ink, width = sign_colour(frame.emphasis), 1.5
    elif frame.id == look.hovered:
        ink = theme.colour("muted")
    elif theme.name == "print":
        # On paper an edge tells the regions apart, not a tint.
        ink = theme.colour("border")
    pattern = "solid" if frame.kind in _SOLID_KINDS or width > 1.25 else "dashed"
    painter.setPen(pen(ink, width / min(look.scale, 1.0), pattern) if ink else NO_PEN)
    painter.drawRoundedRect(rect, REGION_RADIUS, REGION_RADIUS)


def _floor(frame: Frame) -> str:
    """A region's quiet tint: two of them take turns as one lies in the other."""
    theme = current_theme()
    ink = theme.layer("servers_fabric" if frame.depth % 2 else "facility")
    return mixed(theme.colour("canvas"), ink, _TINTS.get(theme.name, 0.0))


def paint_caption(painter: QPainter, frame: Frame, look: Look, *, named: bool = True, counted: bool = True) -> None:
    """Name, figures and ×N of FRAME, readable across the wires; what others stand on is left out."""
    theme, rect = look.theme, frame.rect
    title, figures = ("title", "body") if look.plain else ("strong", "caption")
    centre = rect.y + FRAME_HEADER / 2 - 2
    x = rect.x + FRAME_PADDING
    baseline = middle_baseline(title, centre)
    ground = _floor(frame)
    if named:
        write_over(painter, frame.title, title, theme.colour("text"), ground, x, baseline, vector=look.vector)
        x += written_width(frame.title, title) + CAPTION_GAP
        write_over(painter, frame.subtitle, figures, theme.colour("muted"), ground, x, baseline, vector=look.vector)
    paint_fold(painter, frame, look)
    if frame.badge and counted:
        paint_badge(painter, frame.badge, rect.right - FRAME_PADDING + 4, centre, vector=look.vector)
    if frame.heat is not None:
        width = rect.width - 2 * FRAME_PADDING
        paint_heat_bar(painter, frame.heat, rect.x + FRAME_PADDING, rect.bottom - 5.0, width)
    if frame.emphasis in {"warn", "error", "failed"}:
        paint_mark(painter, frame.emphasis, rect.right - 2, rect.y + 2)


def paint_fold(painter: QPainter, frame: Frame, look: Look) -> None:
    """Paint the chevron with which FRAME is folded."""
    rect = frame.rect
    paint_chevron(painter, Rect(rect.x, rect.y, FRAME_PADDING, FRAME_HEADER - 4.0), look, folded=False)


def paint_far_heat(painter: QPainter, frame: Frame, look: Look) -> None:
    """Paint the heat of FRAME as it is seen from some way off."""
    if frame.heat is not None:
        rect, high = frame.rect, min(4.0 / look.scale, FRAME_PADDING)
        paint_heat_bar(painter, frame.heat, rect.x, rect.bottom, rect.width, high)


def paint_far_caption(painter: QPainter, label: ShownLabel, look: Look) -> None:
    """A frame's name above it, as large on the screen as near by."""
    size = 1.0 / look.scale
    painter.save()
    painter.translate(label.rect.x, label.rect.bottom)
    painter.scale(size, size)
    ground = look.theme.colour("canvas")
    write_over(painter, label.text, "caption", look.theme.colour("muted"), ground, 0.0, -3.0, vector=look.vector)
    painter.restore()
