"""Tiles from some way off: a box with its layer edge and its name in a size that can still be read."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QStaticText

from designer.drawing.drawing import Drawing, Tile, Wire
from designer.drawing.looks import EDGE_WIDTH
from designer.drawing.signs import FULL_FROM
from designer.drawing.text import ELLIPSIS
from designer.paint.brushes import NO_PEN, brush, pen
from designer.paint.fonts import font_of
from designer.paint.look import Look
from designer.paint.marks import sign_colour
from designer.paint.prepared import laid_out_in
from designer.paint.tiles import paint_marks_far

_SCREEN_PX: Final = 10.0
_MOST_PX: Final = 28.0
_LEAST_WIDTH: Final = 2.5
_MOST_LABELS: Final = 40


def paint_title_tile(painter: QPainter, tile: Tile, look: Look) -> None:
    """TILE as a box with its name."""
    theme = look.theme
    rect = QRectF(*tile.rect)
    edge = theme.colour("border")
    width = 1.0
    if tile.emphasis in {"warn", "error", "failed"}:
        edge, width = sign_colour(theme, tile.emphasis), 2.0
    if tile.id in look.selected:
        edge, width = theme.colour("accent"), 2.0
    if tile.emphasis == "dimmed":
        painter.setOpacity(0.35)
    painter.setPen(pen(edge, width / look.scale))
    painter.setBrush(brush(theme.colour("surface")))
    painter.drawRect(rect)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.layer(tile.layer)))
    strip = EDGE_WIDTH / min(look.scale * 1.6, 1.0)
    painter.drawRect(QRectF(rect.x(), rect.y(), strip, rect.height()))
    px = min(round(_SCREEN_PX / look.scale), _MOST_PX)
    words, tall = _fitted(tile.title, tile.badge, px, round(rect.width() - strip - 16))
    painter.setPen(pen(theme.colour("text"), 1.0))
    painter.setFont(font_of("strong", px))
    painter.drawStaticText(QPointF(rect.x() + strip + 10, rect.center().y() - tall / 2), words)
    if tile.emphasis == "dimmed":
        painter.setOpacity(1.0)
    if tile.emphasis in {"warn", "error", "failed"}:
        paint_marks_far(painter, [tile], look)


@lru_cache(maxsize=20_000)
def _fitted(title: str, badge: str, px: float, room: int) -> tuple[QStaticText, float]:
    """TITLE with its BADGE laid out at PX pixels, the title cut so that both fit into ROOM, and how high that is."""
    face = font_of("strong", px)
    tail = f" {badge}" if badge else ""
    static = laid_out_in(title + tail, face)
    kept = title
    while static.size().width() > room and kept:
        kept = kept[: min(int(len(kept) * room / static.size().width()), len(kept) - 1)].rstrip()
        static = laid_out_in(kept + ELLIPSIS + tail, face)
    return static, static.size().height()


def paint_far_labels(painter: QPainter, drawing: Drawing, wires: Sequence[Wire], look: Look) -> None:
    """The counts of the thickest WIRES ("256 × 400G") in a size that can still be read, where there is room."""
    theme = look.theme
    px = min(round(_SCREEN_PX / look.scale), _MOST_PX)
    face = font_of("caption", px)
    taken: list[QRectF] = []
    labelled = [wire for wire in wires if wire.label and wire.label_rect.width > 0 and wire.width >= _LEAST_WIDTH]
    for wire in sorted(labelled, key=lambda wire: -wire.width)[:_MOST_LABELS]:
        words = laid_out_in(" ".join(wire.label.split()[:3]) if "×" in wire.label else wire.label, face)
        size = words.size()
        x, y = wire.label_rect.centre
        pill_rect = QRectF(x - size.width() / 2 - px / 2, y - size.height() / 2, size.width() + px, size.height())
        if any(pill_rect.intersects(other) for other in taken) or _covers_a_tile(drawing, pill_rect):
            continue
        taken.append(pill_rect)
        full = wire.emphasis in {"error", "failed"} or (wire.heat is not None and wire.heat >= FULL_FROM)
        painter.setPen(pen(theme.colour("error" if full else "border"), 1.0 / look.scale))
        painter.setBrush(brush(theme.colour("surface")))
        painter.drawRoundedRect(pill_rect, pill_rect.height() / 2, pill_rect.height() / 2)
        painter.setPen(pen(theme.colour("error" if full else "muted"), 1.0))
        painter.setFont(face)
        painter.drawStaticText(QPointF(pill_rect.x() + px / 2, pill_rect.y()), words)


def _covers_a_tile(drawing: Drawing, rect: QRectF) -> bool:
    boxes = drawing.boxes
    return bool(
        (
            (boxes[:, 0] < rect.right())
            & (boxes[:, 2] > rect.left())
            & (boxes[:, 1] < rect.bottom())
            & (boxes[:, 3] > rect.top())
        ).any()
    )
