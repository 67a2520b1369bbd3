"""Tiles from some way off: a box with its layer edge and its name in a size that can still be read."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QStaticText

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect, Tile
from designer.drawing.text import ELLIPSIS
from designer.drawing.theme_tokens import EDGE_WIDTH
from designer.drawing.topology.badges import FULL_FROM
from designer.drawing.topology.visible_labels import ShownLabel, far_px
from designer.paint.brushes import NO_PEN, brush, on_pixels, pen
from designer.paint.fonts import font_of
from designer.paint.look import Look
from designer.paint.marks.symbols import paint_heat_bar, pill, sign_colour
from designer.paint.prepared import laid_out_in
from designer.paint.topology.tiles import paint_marks_far


def paint_title_tile(painter: QPainter, tile: Tile, look: Look) -> None:
    """TILE as a box with its name."""
    theme = look.theme
    rect = QRectF(*tile.rect)
    edge = theme.colour("border")
    width = 1.0
    if tile.emphasis in {"warn", "error", "failed"}:
        edge, width = sign_colour(tile.emphasis), 2.0
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
    if tile.heat is not None:
        paint_heat_bar(painter, tile.heat, rect.x(), rect.bottom(), rect.width(), 4.0 / look.scale)
    px = far_px(look.scale)
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


def paint_far_labels(
    painter: QPainter, drawing: Drawing, labels: Sequence[ShownLabel], visible: Rect, look: Look
) -> None:
    """The counts of the thickest wires in a size that can still be read."""
    theme = look.theme
    for label in labels:
        if not label.rect.meets(visible):
            continue
        wire = drawing.wires[label.number]
        face = font_of("caption", label.px)
        words = laid_out_in(label.text, face)
        rect, size = on_pixels(painter, QRectF(*label.rect)), words.size()
        full = wire.emphasis in {"error", "failed"} or (wire.heat is not None and wire.heat >= FULL_FROM)
        painter.setPen(pen(theme.colour("error" if full else "border"), 1.0 / look.scale))
        painter.setBrush(brush(theme.colour("surface")))
        half = 0.5 / look.scale
        pill(painter, rect.adjusted(half, half, -half, -half))
        painter.setPen(pen(theme.colour("error" if full else "muted"), 1.0))
        painter.setFont(face)
        left, top = rect.center().x() - size.width() / 2, rect.center().y() - size.height() / 2
        painter.drawStaticText(QPointF(left, top), words)
