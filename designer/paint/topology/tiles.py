"""Tiles: their cards, words and ports, and the marks of findings."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from designer.drawing.records import Tile
from designer.drawing.text import wrapped
from designer.drawing.theme_tokens import NODE_RADIUS, TILE_TEXT_END
from designer.drawing.topology.anatomy import (
    head_height,
    line_baseline,
    name_baselines,
    name_room,
    text_left,
)
from designer.drawing.topology.folded import tile_chevron
from designer.paint.brushes import NO_BRUSH, pen
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.fonts import metrics
from designer.paint.look import Look
from designer.paint.marks.symbols import Verdict, paint_heat_bar, paint_mark, paint_port
from designer.paint.topology.cards import inner, paint_card
from designer.paint.topology.chevrons import paint_chevron

PORTS_FROM: Final = 1.4
"""Scale from which ports are drawn; below, the canvas paints those of what is selected over its tile."""
_BESIDE_PORTS: Final = 16.0
"""From the right edge, where ports lie, to the sign of a finding."""
DIMMED: Final = 0.35


def paint_tile(painter: QPainter, tile: Tile, look: Look) -> None:
    """TILE with everything on it."""
    dimmed = tile.emphasis == "dimmed" or (look.fits is not None and not _fits_anything(tile, look.fits))
    if dimmed:
        painter.setOpacity(DIMMED)
    paint_card(painter, tile, look)
    _paint_words(painter, tile, look)
    if tile.folded:
        paint_chevron(painter, tile_chevron(tile.rect), look, folded=True)
    if tile.heat is not None:
        left, low = text_left(tile), tile.rect.y + head_height(tile)
        paint_heat_bar(painter, tile.heat, tile.rect.x + left, low - 4.0, tile.rect.width - left - TILE_TEXT_END)
    if dimmed:
        painter.setOpacity(1.0)
    if tile.id in look.selected:
        _paint_outline(painter, tile, look, "accent", 2.0)
    elif tile.id == look.hovered:
        _paint_outline(painter, tile, look, "muted", 1.0)
    if tile.ports and look.scale >= PORTS_FROM:
        _paint_ports(painter, tile, look)
    if tile.emphasis in {"warn", "error", "failed"}:
        rect, aside = tile.rect, _BESIDE_PORTS if tile.ports else 2.0
        paint_mark(painter, tile.emphasis, rect.right - aside, rect.y if tile.ports else rect.y + 2)


def _fits_anything(tile: Tile, fits: Mapping[tuple[str, str], Verdict]) -> bool:
    """Return whether the wire that is being drawn fits TILE as a whole, or one of its ports."""
    whole = fits.get((tile.id, ""), "no") != "no"
    return whole or any(fits.get((dot.node, dot.port), "yes") != "no" for dot in tile.ports)


def _paint_words(painter: QPainter, tile: Tile, look: Look) -> None:
    rect, theme = tile.rect, look.theme
    centre = rect.y + head_height(tile) / 2
    x = rect.x + text_left(tile)
    title, subtitle = ("title", "body") if look.plain else ("strong", "caption")
    ink = theme.colour("muted" if tile.struck else "text")
    up, down = (4.0, 17.0) if look.plain else (3.5, 14.0)
    lines: tuple[str, ...] = (tile.title,)
    if tile.plate is not None:
        if tile.plate.name_rows > 1:
            lines = _name_lines(tile.title, title, name_room(rect.width, plated=True))
        baselines = [rect.y + baseline for baseline in name_baselines(tile, plain=look.plain)]
        below = rect.y + line_baseline(tile, plain=look.plain)
    else:
        baselines = [centre - up if tile.subtitle else middle_baseline(title, centre)]
        below = centre + down
    for words, baseline in zip(lines, baselines, strict=False):
        write(painter, words, title, ink, x, baseline, vector=look.vector)
        if tile.struck:
            middle = baseline - metrics(title).strikeOutPos()
            painter.setPen(pen(ink, 1.5))
            painter.drawLine(QPointF(x, middle), QPointF(x + written_width(words, title), middle))
    if tile.subtitle:
        write(painter, tile.subtitle, subtitle, theme.colour("muted"), x, below, vector=look.vector)


@lru_cache(maxsize=4096)
def _name_lines(text: str, style: str, room: float) -> tuple[str, ...]:
    return tuple(wrapped(text, style, room, written_width))


def _paint_outline(painter: QPainter, tile: Tile, look: Look, ink: str, width: float) -> None:
    painter.setPen(pen(look.theme.colour(ink), width / min(look.scale, 1.0)))
    painter.setBrush(NO_BRUSH)
    painter.drawRoundedRect(inner(tile.rect), NODE_RADIUS, NODE_RADIUS)


def _paint_ports(painter: QPainter, tile: Tile, look: Look) -> None:
    wide = tile.id == look.hovered
    for dot in tile.ports:
        verdict = look.fits.get((dot.node, dot.port)) if look.fits is not None else None
        paint_port(painter, dot, verdict, wide=wide)


def paint_marks_far(painter: QPainter, tiles: Sequence[Tile], look: Look) -> None:
    """The marks of findings, nearly as large on the screen as near by, so that trouble is seen from afar."""
    size = min(0.8 / look.scale, 6.0)
    for tile in tiles:
        painter.save()
        painter.translate(tile.rect.right, tile.rect.y)
        painter.scale(size, size)
        paint_mark(painter, tile.emphasis, 0.0, 0.0)
        painter.restore()
