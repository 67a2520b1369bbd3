"""The card of a tile: stack, surface, layer edge, icon and ×N badge, kept as a picture for each scale on screens."""

from functools import lru_cache
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from designer.drawing.current_theme import current_theme
from designer.drawing.records import Emphasis, Plate, Rect, Tile
from designer.drawing.theme_tokens import (
    BADGE_HEIGHT,
    BADGE_PADDING,
    EDGE_WIDTH,
    ICON_SIZE,
    NODE_RADIUS,
    STACK_STEP,
    TILE_ICON_X,
    ThemeName,
    theme_named,
)
from designer.drawing.topology.anatomy import badge_box, head_height, plate_rect
from designer.model.parts.part import Layer
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, pen
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.icons import icon_renderer
from designer.paint.look import Look
from designer.paint.marks.symbols import pill, sign_colour
from designer.paint.topology.plates import paint_plate, paint_sign

_SHADOW: Final = 0.05
_BLEED: Final = 12.0
"""Room around a card's picture for its stack and shadow."""
_MOST_WIDE: Final = 1400
_MOST_HIGH: Final = 700
"""Greater pictures, in device pixels, are not kept."""


class Card(NamedTuple):
    """All that a card's picture depends on, besides the scale.

    Attributes:
        plate: Where the plate is.
        picture: What it shows.
        pill: Where ×N stands.
        centre: Height of the middle of its words.
        edge: Width of the layer's edge.
        signed: Seen at a glance, with the icon and ×N on the ground of the plate.
        bare: Seen from some way off, without an icon where there is no plate.
    """

    width: float
    height: float
    layer: Layer
    stacked: int
    emphasis: Emphasis
    icon: str
    badge: str
    plain: bool
    theme: ThemeName
    plate: Rect | None
    picture: Plate | None
    pill: Rect | None
    centre: float
    edge: float = EDGE_WIDTH
    signed: bool = False
    bare: bool = False


def paint_card(painter: QPainter, tile: Tile, look: Look) -> None:
    """TILE without its words."""
    rect = tile.rect
    card = Card(
        rect.width,
        rect.height,
        tile.layer,
        min(tile.copies - 1, 2),
        tile.emphasis,
        tile.icon,
        tile.badge,
        look.plain,
        look.theme.name,
        plate_rect(tile),
        tile.plate,
        badge_box(tile, written_width(tile.badge, "strong") + 2 * BADGE_PADDING) if tile.badge else None,
        head_height(tile) / 2,
    )
    paint_card_picture(painter, card, rect, look)


def paint_card_picture(painter: QPainter, card: Card, rect: Rect, look: Look) -> None:
    """CARD at RECT, from its picture where one can be kept."""
    transform = painter.deviceTransform()
    ratio = transform.m11()
    large = rect.width * ratio > _MOST_WIDE or rect.height * ratio > _MOST_HIGH
    if look.vector or large or transform.isRotating():
        painter.save()
        painter.translate(rect.x, rect.y)
        _draw_card(painter, card, vector=look.vector, scale=1.0 if look.entire else look.scale)
        painter.restore()
        return
    picture = _PICTURES.of((card, ratio, look.scale))
    # On whole device pixels the edges stay crisp.
    left, top = round(rect.x * ratio + transform.dx()), round(rect.y * ratio + transform.dy())
    bleed = round(_BLEED * ratio)
    place = QPointF((left - bleed - transform.dx()) / ratio, (top - bleed - transform.dy()) / ratio)
    painter.drawPixmap(QRectF(place, picture.size() / ratio), picture, QRectF(picture.rect()))


class _Pictures:
    """The pictures painted last, as many as find room in so many device pixels."""

    def __init__(self, most_pixels: int) -> None:
        self._most, self._pixels = most_pixels, 0
        self._kept: dict[tuple[Card, float, float], QPixmap] = {}

    def of(self, key: tuple[Card, float, float]) -> QPixmap:
        """The picture of a card at a scale; one that was used long ago is given up first."""
        found = self._kept.pop(key, None)
        if found is None:
            found = _card_picture(*key)
            self._pixels += found.width() * found.height()
            while self._pixels > self._most and self._kept:
                old = self._kept.pop(next(iter(self._kept)))
                self._pixels -= old.width() * old.height()
        self._kept[key] = found
        return found


_PICTURES: Final = _Pictures(24_000_000)
"""96 MB: some hundred cards as large as they are at 200%."""


def _card_picture(card: Card, ratio: float, scale: float) -> QPixmap:
    bleed = round(_BLEED * ratio)
    picture = QPixmap(round(card.width * ratio) + 2 * bleed, round(card.height * ratio) + 2 * bleed)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(bleed, bleed)
    painter.scale(ratio, ratio)
    _draw_card(painter, card, vector=False, scale=scale)
    painter.end()
    return picture


def _draw_card(painter: QPainter, card: Card, *, vector: bool, scale: float) -> None:
    """CARD with its corner at the origin."""
    theme = theme_named(card.theme)
    rect = Rect(0.0, 0.0, card.width, card.height)
    surface = brush(theme.colour("surface"))
    painter.setPen(pen(theme.colour("border"), 1.0))
    painter.setBrush(surface)
    for step in range(card.stacked, 0, -1):
        painter.drawRoundedRect(inner(rect).translated(step * STACK_STEP, -step * STACK_STEP), NODE_RADIUS, NODE_RADIUS)
    painter.setPen(NO_PEN)
    if theme.name == "light":
        painter.setBrush(brush("#101828", _SHADOW))
        painter.drawRoundedRect(QRectF(0, 1.5, card.width, card.height), NODE_RADIUS, NODE_RADIUS)
    painter.setBrush(surface)
    painter.drawRoundedRect(inner(rect), NODE_RADIUS, NODE_RADIUS)
    painter.setBrush(brush(theme.layer(card.layer)))
    painter.drawPath(_edge(card.height, card.edge))
    _draw_border(painter, card)
    if card.picture is not None and card.plate is not None:
        if card.signed:
            paint_sign(painter, card.picture, card.plate, card.layer, card.icon, card.badge, scale=scale)
        else:
            paint_plate(painter, card.picture, card.plate, card.layer, card.icon, scale=scale)
    elif not card.bare:
        ink = theme.layer(card.layer) if card.plain else theme.colour("text")
        icon = QRectF(TILE_ICON_X, card.centre - ICON_SIZE / 2, ICON_SIZE, ICON_SIZE)
        icon_renderer(card.icon, ink).render(painter, icon)
    if card.pill is not None:
        paint_badge(painter, card.badge, card.pill.right, card.pill.centre[1], vector=vector)


def _draw_border(painter: QPainter, card: Card) -> None:
    painter.setBrush(NO_BRUSH)
    if card.emphasis in {"warn", "error", "failed"}:
        pattern = "dashed" if card.emphasis == "failed" else "solid"
        painter.setPen(pen(sign_colour(card.emphasis), 1.75, pattern))
        painter.drawRoundedRect(inner(Rect(0.0, 0.0, card.width, card.height)), NODE_RADIUS, NODE_RADIUS)
    elif card.picture is not None and card.picture.ground == "rented":
        # What a provider runs stands there in outline only.
        painter.setPen(pen(current_theme().layer(card.layer), 1.25, "dashed"))
        painter.drawPath(_three_sides(card.width, card.height))
    else:
        painter.setPen(pen(current_theme().colour("border"), 1.0))
        painter.drawPath(_three_sides(card.width, card.height))


def inner(rect: Rect) -> QRectF:
    """RECT less half a pixel, so that a line of one pixel falls inside it."""
    return QRectF(rect.x + 0.5, rect.y + 0.5, rect.width - 1, rect.height - 1)


@lru_cache(maxsize=64)
def _edge(height: float, width: float) -> QPainterPath:
    """The card's left edge, rounded with the card."""
    card, strip = QPainterPath(), QPainterPath()
    card.addRoundedRect(QRectF(0, 0, 4 * NODE_RADIUS, height), NODE_RADIUS, NODE_RADIUS)
    strip.addRect(QRectF(0, 0, width, height))
    return card.intersected(strip)


@lru_cache(maxsize=512)
def rounded_edge(height: int, width: float, radius: float) -> QPainterPath:
    """The left edge, WIDTH wide, of a card of HEIGHT with corners of RADIUS, rounded with it."""
    card, strip = QPainterPath(), QPainterPath()
    card.addRoundedRect(QRectF(0, 0, 4 * radius, height + 1), radius, radius)
    strip.addRect(QRectF(0, 0, width, height + 1))
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


def paint_badge(painter: QPainter, text: str, right: float, centre: float, *, vector: bool) -> None:
    """A ×N pill that ends at RIGHT."""
    theme = current_theme()
    wide = written_width(text, "strong")
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.colour("surface_2")))
    left = right - wide - 2 * BADGE_PADDING
    pill(painter, QRectF(left, centre - BADGE_HEIGHT / 2, right - left, BADGE_HEIGHT))
    baseline = middle_baseline("strong", centre)
    write(painter, text, "strong", theme.colour("text"), left + BADGE_PADDING, baseline, vector=vector)
