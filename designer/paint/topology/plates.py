"""Paints plates: the picture of a part on its tile, as shapes of the display list in the colours of a theme."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from designer.drawing.current_theme import current_theme
from designer.drawing.names_in_full import names_in_full
from designer.drawing.plates.plate_shapes import plate_shapes
from designer.drawing.plates.shapes import Ink, PlateShape
from designer.drawing.records import Plate, PlateGround, Rect
from designer.drawing.theme_tokens import Theme, mixed, theme_named, type_scale
from designer.model.figures.number_locale import localised
from designer.model.parts.part import Layer
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, pen
from designer.paint.canvas_text import written_width
from designer.paint.fonts import font_of
from designer.paint.icons import icon_renderer

_RADIUS: Final = 3.0
_TINT: Final = 0.1
_TEXT_PX: Final = 11.0
LEAST_TEXT_PX: Final = 9.0
"""Smaller letters on the screen are left out."""
_NUMBER_ROOM_PX: Final = 13.0
"""A port is numbered where its cage is as wide on the screen as two figures with a rim."""
_NUMBER_PX: Final = 20.0
_SIGN_MOST_PX: Final = 20.0
_COUNT_MOST_PX: Final = 15.0
_PRINT_FILL: Final = 0.12
_PATTERN_FROM: Final = 3.0
"""On paper what is in use is hatched, where it is larger than this."""
_CALM: Final[frozenset[Ink]] = frozenset({"recess", "pale", "open", "edge", "dark", "screen"})
"""Inks of what is not in use; on paper they are outlines."""


def paint_plate(painter: QPainter, plate: Plate, place: Rect, layer: Layer, icon: str, *, scale: float) -> None:
    """PLATE at its PLACE on a tile of LAYER.

    Args:
        painter: Paints in canvas pixels.
        plate: What it shows.
        place: Where.
        layer: Whose colour software and chips take.
        icon: Of its kind, for those without a picture of their own.
        scale: Screen pixels for one canvas pixel: letters that are too small for it are left out.
    """
    theme = current_theme()
    _paint_ground(painter, plate, place, layer, theme)
    painter.save()
    painter.translate(place.x, place.y)
    for shape in plate_shapes(plate, place.width):
        if shape.form == "text":
            if scale * _TEXT_PX >= LEAST_TEXT_PX:
                _paint_words(painter, shape, _ink(shape.ink, plate.ground, layer, theme.name))
        elif shape.form == "icon":
            ink = _ink(shape.ink, plate.ground, layer, theme.name)
            icon_renderer(icon, ink).render(painter, QRectF(shape.x, shape.y, shape.width, shape.height))
        elif theme.name == "print":
            _paint_on_paper(painter, shape, _ink(shape.ink, plate.ground, layer, theme.name))
        else:
            _paint_shape(painter, shape, _ink(shape.ink, plate.ground, layer, theme.name))
        # Numbers of ports are for who comes near; on pages they would be smaller than any letters may be.
        near = names_in_full() is None and shape.width * scale >= _NUMBER_ROOM_PX
        if shape.form == "box" and shape.text and near:
            _paint_number(painter, shape, LEAST_TEXT_PX / scale)
    painter.restore()


def paint_sign(
    painter: QPainter, plate: Plate, place: Rect, layer: Layer, icon: str, count: str, *, scale: float
) -> None:
    """PLATE at a glance: its ground with the icon of the kind, and in large figures how many there are."""
    theme = current_theme()
    _paint_ground(painter, plate, place, layer, theme)
    ink = _ink("bright" if plate.ground == "steel" else "ink", plate.ground, layer, theme.name)
    size = min(place.height - 4.0 / scale, _SIGN_MOST_PX / scale, place.width)
    px = min(place.height * 0.7, _COUNT_MOST_PX / scale)
    words = written_width(count, "strong") * px / type_scale()["strong"].px * 1.05 if count else 0.0
    if px * scale < LEAST_TEXT_PX or (count and size + words + 8.0 / scale > place.width):
        # The number says more than the icon where there is room for one of them.
        words, size = (words, 0.0) if words and words + 4.0 / scale <= place.width else (0.0, size)
    gap = 4.0 / scale if words and size else 0.0
    x, middle = place.x + (place.width - size - gap - words) / 2, place.y + place.height / 2
    if size > 0:
        icon_renderer(icon, ink).render(painter, QRectF(x, middle - size / 2, size, size))
    if words:
        painter.setPen(pen(mixed(ink, "#FFFFFF", 0.6) if _is_dark(plate.ground, theme.name) else ink, 1.0))
        painter.setFont(font_of("strong", px))
        room = QRectF(x + size + gap, place.y, words, place.height)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, flags | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip, localised(count))


def _is_dark(ground: PlateGround, name: str) -> bool:
    return ground == "steel" and name != "print"


def _paint_ground(painter: QPainter, plate: Plate, place: Rect, layer: Layer, theme: Theme) -> None:
    rect = QRectF(*place)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(ground_colour(plate.ground, layer, theme)))
    if theme.name == "print":
        painter.setPen(pen(theme.colour("plate_line"), 1.0, "dashed" if plate.ground == "rented" else "solid"))
        rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)


def ground_colour(ground: PlateGround, layer: Layer, theme: Theme) -> str:
    """Return the colour below a plate: steel, or a tint of LAYER."""
    if ground == "steel":
        return theme.colour("plate")
    return mixed(theme.colour("surface"), theme.layer(layer), 0.0 if theme.name == "print" else _TINT)


@lru_cache(maxsize=1024)
def _ink(ink: Ink, ground: PlateGround, layer: Layer, name: str) -> str:
    """Return the colour of INK on a plate of GROUND in the theme called NAME."""
    theme = theme_named("dark" if name == "dark" else "print" if name == "print" else "light")
    surface, colour = theme.colour("surface"), theme.layer(layer)
    on_steel = {
        "recess": theme.colour("plate_line"),
        "edge": mixed(theme.colour("plate_edge"), "#000000" if name == "print" else "#FFFFFF", 0.25),
        "open": mixed(theme.colour("plate_edge"), "#000000" if name == "print" else "#FFFFFF", 0.16),
        "dark": theme.colour("plate_edge"),
        "lit": theme.colour("port_lit"),
        "led": theme.colour("led"),
        "bay": theme.colour("bay"),
        "hot": theme.colour("bay_hot"),
        "screen": theme.colour("screen"),
        "reading": theme.colour("led"),
        "bright": mixed(theme.colour("plate_edge"), "#000000" if name == "print" else "#FFFFFF", 0.55),
        # The tones of a layer for a dark ground: steel is dark in both themes.
        "ink": colour if name == "print" else theme_named("dark").layer(layer),
    }
    if ground == "steel" and ink in on_steel:
        return on_steel[ink]
    return {
        "recess": mixed(surface, colour, 0.2),
        "open": mixed(surface, colour, 0.36),
        "fill": mixed(surface, colour, 0.72),
        "soft": mixed(surface, colour, 0.36),
        "pale": surface,
        "hot": theme.colour("warn"),
        "bay": mixed(surface, colour, 0.72),
    }.get(ink, colour)


def _paint_shape(painter: QPainter, shape: PlateShape, ink: str) -> None:
    if shape.outlined:
        painter.setPen(pen(ink, shape.thick, "dashed" if shape.dashed else "solid"))
        painter.setBrush(NO_BRUSH)
    else:
        painter.setPen(NO_PEN)
        painter.setBrush(brush(ink))
    _trace(painter, shape)


def _paint_on_paper(painter: QPainter, shape: PlateShape, ink: str) -> None:
    """SHAPE without a filling above 12%: what is in use has a strong edge and a stroke across it."""
    if shape.outlined:
        _paint_shape(painter, shape, ink)
        return
    calm = shape.ink in _CALM
    painter.setPen(pen(ink, 0.75 if calm else 1.0))
    painter.setBrush(NO_BRUSH if calm else brush(mixed("#FFFFFF", ink, _PRINT_FILL)))
    _trace(painter, shape)
    if not calm and shape.form == "box" and min(shape.width, shape.height) >= _PATTERN_FROM:
        painter.drawLine(QPointF(shape.x, shape.y + shape.height), QPointF(shape.x + shape.width, shape.y))


def _trace(painter: QPainter, shape: PlateShape) -> None:
    if shape.form == "path":
        painter.drawPolyline(_polygon(shape.points))
    elif shape.form == "area":
        painter.drawPolygon(_polygon(shape.points))
    elif shape.form == "disc":
        painter.drawEllipse(QRectF(shape.x, shape.y, shape.width, shape.height))
    else:
        rect = QRectF(shape.x, shape.y, shape.width, shape.height)
        if shape.outlined:
            inset = min(shape.thick, shape.width, shape.height) / 2
            rect.adjust(inset, inset, -inset, -inset)
        radius = min(shape.radius, shape.width / 2, shape.height / 2)
        if radius > 0:
            painter.drawRoundedRect(rect, radius, radius)
        else:
            painter.drawRect(rect)


@lru_cache(maxsize=4096)
def _polygon(points: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def _paint_number(painter: QPainter, shape: PlateShape, px: float) -> None:
    """Paint the number of a port into its cage: dark on what is lit, light on what is free; black on paper."""
    theme = current_theme()
    ink = theme.colour("text" if theme.name == "print" else "screen")
    if shape.outlined and theme.name != "print":
        ink = mixed(theme.colour("plate_edge"), "#FFFFFF", 0.7)
    painter.save()
    painter.setPen(pen(ink, 1.0))
    # Fonts have whole pixels: they are made large and drawn small.
    painter.translate(shape.x + shape.width / 2, shape.y + shape.height / 2)
    painter.scale(px / _NUMBER_PX, px / _NUMBER_PX)
    painter.setFont(font_of("strong", _NUMBER_PX))
    room = QRectF(-40.0, -_NUMBER_PX, 80.0, 2 * _NUMBER_PX)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, localised(shape.text))
    painter.restore()


def _paint_words(painter: QPainter, shape: PlateShape, ink: str) -> None:
    painter.setPen(pen(ink, 1.0))
    # Pages are laid out so that letters of this size can be read there, smaller ones not.
    px = _TEXT_PX if names_in_full() is not None else min(_TEXT_PX, shape.height)
    painter.setFont(font_of("strong", px))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
    painter.drawText(QRectF(shape.x, shape.y, shape.width, shape.height), flags, localised(shape.text))
