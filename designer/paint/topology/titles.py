"""Tiles from some way off: the plate with the name below, or a sign at a glance; and the counts of wires."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QStaticText

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect, Tile
from designer.drawing.theme_tokens import EDGE_WIDTH, NODE_RADIUS
from designer.drawing.topology.anatomy import head_height
from designer.drawing.topology.badges import FULL_FROM
from designer.drawing.topology.small_tile import GLANCE_BELOW, SmallTile, small_tile
from designer.drawing.topology.visible_labels import ShownLabel
from designer.paint.brushes import NO_BRUSH, brush, on_pixels, pen
from designer.paint.canvas_text import written_width
from designer.paint.fonts import font_of
from designer.paint.look import Look
from designer.paint.marks.symbols import paint_heat_bar, pill
from designer.paint.prepared import laid_out_in
from designer.paint.topology.cards import Card, inner, paint_card_picture
from designer.paint.topology.tiles import DIMMED, paint_marks_far

_EDGE_PX: Final = 2.5
"""The edge in the colour of the layer is never thinner on the screen."""


def paint_small_tile(painter: QPainter, tile: Tile, look: Look) -> None:
    """TILE with its plate, or a sign of it, and its name as far as they can be seen from here."""
    theme, rect = look.theme, tile.rect
    placed = _placed(
        tile.title,
        tile.badge,
        (rect.width, head_height(tile)),
        tile.plate.height if tile.plate is not None else 0.0,
        round(look.scale, 3),
    )
    if tile.emphasis == "dimmed":
        painter.setOpacity(DIMMED)
    card = Card(
        rect.width,
        rect.height,
        tile.layer,
        min(tile.copies - 1, 2),
        tile.emphasis,
        tile.icon,
        tile.badge if placed.counted else "",
        look.plain,
        theme.name,
        placed.plate,
        # Names of one line or two leave plates of several heights; what they show is the same.
        tile.plate._replace(height=placed.plate.height)
        if tile.plate is not None and placed.plate is not None
        else None,
        None,
        head_height(tile) / 2,
        edge=max(EDGE_WIDTH, _EDGE_PX / look.scale),
        signed=placed.signed,
        bare=look.scale >= GLANCE_BELOW,
    )
    paint_card_picture(painter, card, rect, look)
    if tile.id in look.selected or tile.id == look.hovered:
        chosen = tile.id in look.selected
        painter.setPen(pen(theme.colour("accent" if chosen else "muted"), (2.0 if chosen else 1.0) / look.scale))
        painter.setBrush(NO_BRUSH)
        painter.drawRoundedRect(inner(rect), NODE_RADIUS, NODE_RADIUS)
    if tile.heat is not None:
        paint_heat_bar(painter, tile.heat, rect.x, rect.bottom, rect.width, 4.0 / look.scale)
    painter.setPen(pen(theme.colour("muted" if tile.struck else "text"), 1.0))
    painter.setFont(font_of("strong", placed.px))
    x, y = rect.x + placed.left, rect.y + placed.top
    for number, line in enumerate(placed.lines):
        painter.drawStaticText(QPointF(x, y + number * placed.row), _laid_out(line, placed.px))
    if tile.emphasis == "dimmed":
        painter.setOpacity(1.0)
    if tile.emphasis in {"warn", "error", "failed"}:
        paint_marks_far(painter, [tile], look)


@lru_cache(maxsize=20_000)
def _placed(title: str, badge: str, size: tuple[float, float], plate: float, scale: float) -> SmallTile:
    return small_tile(title, badge, size, plate, scale, written_width)


@lru_cache(maxsize=20_000)
def _laid_out(text: str, px: float) -> QStaticText:
    return laid_out_in(text, font_of("strong", px))


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
