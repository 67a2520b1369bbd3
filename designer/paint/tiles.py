"""Tiles as cards: layer edge, icon, two lines, ×N badge, ports, and the marks of findings."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from designer.drawing.drawing import Emphasis, Rect, Tile
from designer.drawing.looks import (
    BADGE_HEIGHT,
    BADGE_PADDING,
    EDGE_WIDTH,
    ICON_SIZE,
    NODE_RADIUS,
    STACK_STEP,
    TILE_ICON_X,
    TILE_TEXT_END,
    TILE_TEXT_X,
    Theme,
    theme_named,
)
from designer.model.parts import Layer
from designer.model.sizes import TILE_HEIGHT
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, pen
from designer.paint.icons import icon_pixmap, icon_renderer
from designer.paint.look import Look
from designer.paint.marks import MARK_RADIUS, Verdict, paint_mark, paint_port, pill, sign_colour
from designer.paint.words import middle_baseline, write, written_width

_SHADOW: Final = 0.05
_BLEED: Final = 12.0
_PORTS_FROM: Final = 0.7
_DIMMED: Final = 0.35


def paint_tile(painter: QPainter, tile: Tile, look: Look) -> None:
    """TILE with everything on it."""
    dimmed = tile.emphasis == "dimmed" or (look.fits is not None and not _fits_anything(tile, look.fits))
    if dimmed:
        painter.setOpacity(_DIMMED)
    _paint_card(painter, tile, look)
    _paint_words(painter, tile, look)
    if dimmed:
        painter.setOpacity(1.0)
    _paint_outline(painter, tile, look)
    if tile.ports and (look.scale >= _PORTS_FROM or look.fits is not None):
        _paint_ports(painter, tile, look)
    if tile.emphasis in {"warn", "error", "failed"}:
        rect = tile.rect
        paint_mark(painter, look.theme, tile.emphasis, rect.right - 2, rect.y + 2)


def _fits_anything(tile: Tile, fits: Mapping[tuple[str, str], Verdict]) -> bool:
    return any(fits.get((dot.node, dot.port), "yes") != "no" for dot in tile.ports)


def _paint_card(painter: QPainter, tile: Tile, look: Look) -> None:
    stacked = min(tile.copies - 1, 2)
    if look.vector:
        _draw_card(painter, tile.rect, tile.layer, stacked, tile.emphasis, look.theme)
        return
    transform = painter.deviceTransform()
    ratio = transform.m11()
    width, height = tile.rect.width, tile.rect.height
    if transform.isRotating() or width * ratio > 1400 or height * ratio > 700:
        _draw_card(painter, tile.rect, tile.layer, stacked, tile.emphasis, look.theme)
        return
    picture = _card_picture(width, height, tile.layer, stacked, tile.emphasis, look.theme.name, ratio)
    bleed = round(_BLEED * ratio) / ratio
    _stamp(painter, picture, tile.rect.x - bleed, tile.rect.y - bleed, ratio)


def _stamp(painter: QPainter, picture: QPixmap, x: float, y: float, ratio: float) -> None:
    """Put a PICTURE made for exactly this RATIO on whole device pixels, which keeps its edges crisp."""
    transform = painter.deviceTransform()
    left, top = round(x * ratio + transform.dx()), round(y * ratio + transform.dy())
    place = QPointF((left - transform.dx()) / ratio, (top - transform.dy()) / ratio)
    painter.drawPixmap(QRectF(place, picture.size() / ratio), picture, QRectF(picture.rect()))


@lru_cache(maxsize=256)
def _card_picture(
    width: float, height: float, layer: Layer, stacked: int, emphasis: Emphasis, theme: str, ratio: float
) -> QPixmap:
    bleed = round(_BLEED * ratio)
    picture = QPixmap(round(width * ratio) + 2 * bleed, round(height * ratio) + 2 * bleed)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(bleed, bleed)
    painter.scale(ratio, ratio)
    _draw_card(painter, Rect(0.0, 0.0, width, height), layer, stacked, emphasis, _theme(theme))
    painter.end()
    return picture


def _theme(name: str) -> Theme:
    return theme_named("dark" if name == "dark" else "print" if name == "print" else "light")


def _draw_card(painter: QPainter, rect: Rect, layer: Layer, stacked: int, emphasis: Emphasis, theme: Theme) -> None:
    surface = brush(theme.colour("surface"))
    border = pen(theme.colour("border"), 1.0)
    for step in range(stacked, 0, -1):
        painter.setPen(border)
        painter.setBrush(surface)
        shift = step * STACK_STEP
        painter.drawRoundedRect(_inner(rect, shift, -shift), NODE_RADIUS, NODE_RADIUS)
    if theme.name == "light":
        painter.setPen(NO_PEN)
        painter.setBrush(brush("#101828", _SHADOW))
        painter.drawRoundedRect(QRectF(rect.x, rect.y + 1.5, rect.width, rect.height), NODE_RADIUS, NODE_RADIUS)
    painter.setPen(NO_PEN)
    painter.setBrush(surface)
    painter.drawRoundedRect(_inner(rect, 0, 0), NODE_RADIUS, NODE_RADIUS)
    painter.setBrush(brush(theme.layer(layer)))
    painter.drawPath(_edge(rect.height).translated(rect.x, rect.y))
    marked = emphasis in {"warn", "error", "failed"}
    ink = sign_colour(theme, emphasis) if marked else theme.colour("border")
    painter.setBrush(NO_BRUSH)
    painter.setPen(pen(ink, 1.75 if marked else 1.0, "dashed" if emphasis == "failed" else "solid"))
    if marked:
        painter.drawRoundedRect(_inner(rect, 0, 0), NODE_RADIUS, NODE_RADIUS)
    else:
        painter.drawPath(_three_sides(rect.width, rect.height).translated(rect.x, rect.y))


def _inner(rect: Rect, dx: float, dy: float) -> QRectF:
    """RECT less half a pixel, so that a line of one pixel falls inside it."""
    return QRectF(rect.x + dx + 0.5, rect.y + dy + 0.5, rect.width - 1, rect.height - 1)


@lru_cache(maxsize=64)
def _edge(height: float) -> QPainterPath:
    """The card's left edge, rounded with the card."""
    card, strip = QPainterPath(), QPainterPath()
    card.addRoundedRect(QRectF(0, 0, 4 * NODE_RADIUS, height), NODE_RADIUS, NODE_RADIUS)
    strip.addRect(QRectF(0, 0, EDGE_WIDTH, height))
    return card.intersected(strip)


@lru_cache(maxsize=64)
def _three_sides(width: float, height: float) -> QPainterPath:
    """The card's outline without its left side, which the layer edge is."""
    diameter = 2 * NODE_RADIUS
    right, bottom = width - 0.5, height - 0.5
    path = QPainterPath(QPointF(EDGE_WIDTH, 0.5))
    path.lineTo(right - NODE_RADIUS, 0.5)
    path.arcTo(QRectF(right - diameter, 0.5, diameter, diameter), 90, -90)
    path.lineTo(right, bottom - NODE_RADIUS)
    path.arcTo(QRectF(right - diameter, bottom - diameter, diameter, diameter), 0, -90)
    path.lineTo(EDGE_WIDTH, bottom)
    return path


def _paint_words(painter: QPainter, tile: Tile, look: Look) -> None:
    rect, theme = tile.rect, look.theme
    centre = rect.y + min(rect.height, TILE_HEIGHT) / 2
    icon = QRectF(rect.x + TILE_ICON_X, centre - ICON_SIZE / 2, ICON_SIZE, ICON_SIZE)
    ink = theme.layer(tile.layer) if look.plain else theme.colour("text")
    if look.vector:
        icon_renderer(tile.icon, ink).render(painter, icon)
    else:
        ratio = painter.deviceTransform().m11()
        picture = icon_pixmap(tile.icon, ink, ratio)
        _stamp(painter, picture, icon.x(), icon.y(), ratio)
    x = rect.x + TILE_TEXT_X
    title, subtitle = ("title", "body") if look.plain else ("strong", "caption")
    if tile.subtitle:
        up, down = (4.0, 17.0) if look.plain else (3.5, 14.0)
        write(painter, tile.title, title, theme.colour("text"), x, centre - up, vector=look.vector)
        write(painter, tile.subtitle, subtitle, theme.colour("muted"), x, centre + down, vector=look.vector)
    else:
        write(painter, tile.title, title, theme.colour("text"), x, middle_baseline(title, centre), vector=look.vector)
    if tile.badge:
        paint_badge(painter, tile.badge, rect.right - TILE_TEXT_END, centre, look)


def paint_badge(painter: QPainter, text: str, right: float, centre: float, look: Look) -> None:
    """A ×N pill that ends at RIGHT."""
    width = written_width(text, "strong") + 2 * BADGE_PADDING
    painter.setPen(NO_PEN)
    painter.setBrush(brush(look.theme.colour("surface_2")))
    pill(painter, QRectF(right - width, centre - BADGE_HEIGHT / 2, width, BADGE_HEIGHT))
    x = right - width / 2 - written_width(text, "strong") / 2
    baseline = middle_baseline("strong", centre)
    write(painter, text, "strong", look.theme.colour("text"), x, baseline, vector=look.vector)


def _paint_outline(painter: QPainter, tile: Tile, look: Look) -> None:
    if tile.id in look.selected:
        ink, width = look.theme.colour("accent"), 2.0
    elif tile.id == look.hovered:
        ink, width = look.theme.colour("muted"), 1.0
    else:
        return
    painter.setPen(pen(ink, width / min(look.scale, 1.0)))
    painter.setBrush(NO_BRUSH)
    painter.drawRoundedRect(_inner(tile.rect, 0, 0), NODE_RADIUS, NODE_RADIUS)


def _paint_ports(painter: QPainter, tile: Tile, look: Look) -> None:
    wide = tile.id == look.hovered
    for dot in tile.ports:
        verdict = look.fits.get((dot.node, dot.port)) if look.fits is not None else None
        paint_port(painter, look.theme, dot, verdict, wide=wide)


def paint_marks_far(painter: QPainter, tiles: Sequence[Tile], look: Look) -> None:
    """The marks of findings, as large on the screen as near by, so that trouble is seen from afar."""
    size = min(1.0 / look.scale, 8.0)
    for tile in tiles:
        painter.save()
        painter.translate(tile.rect.right, tile.rect.y)
        painter.scale(size, size)
        paint_mark(painter, look.theme, tile.emphasis, -MARK_RADIUS / 2, MARK_RADIUS / 2)
        painter.restore()
