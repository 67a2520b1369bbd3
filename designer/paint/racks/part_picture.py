"""Paints the line drawing of a part in the colours of a theme, at any size."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from designer.drawing.current_theme import current_theme
from designer.drawing.racks.part_shapes import PartPicture, Shape
from designer.drawing.theme_tokens import mixed
from designer.model.figures.number_locale import localised
from designer.model.parts.part import Layer
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, pen
from designer.paint.fonts import font_of
from designer.paint.icons import icon_renderer

_LINE: Final = 1.25
_THIN: Final = 1.0
_TEXT_LEAST_PX: Final = 8.0
_FINE: Final = 2.5
"""Cells smaller than this are filled without an edge, else edges run together."""


def fitted(picture: PartPicture, room: QRectF, *, most_scale: float = 1.6) -> QRectF:
    """Return the rectangle of PICTURE in the middle of ROOM, its aspect ratio kept."""
    scale = min(room.width() / picture.width, room.height() / picture.height, most_scale)
    width, height = picture.width * scale, picture.height * scale
    return QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)


def paint_part_picture(
    painter: QPainter, picture: PartPicture, room: QRectF, layer: Layer, *, most_scale: float = 1.6
) -> None:
    """Paint PICTURE in the middle of ROOM; ports and chips take the colour of LAYER.

    Args:
        painter: Paints in logical pixels.
        picture: The drawing.
        room: Where it may stand.
        layer: Whose colour marks what is counted.
        most_scale: Pixels for one millimetre at most, so that small things stay small.
    """
    place = fitted(picture, room.adjusted(1, 1, -1, -1), most_scale=most_scale)
    scale = place.width() / picture.width
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in picture.shapes:
        rect = QRectF(
            place.x() + shape.x * scale, place.y() + shape.y * scale, shape.width * scale, shape.height * scale
        )
        _paint(painter, shape, rect, scale, layer)
    painter.restore()


def _paint(painter: QPainter, shape: Shape, rect: QRectF, scale: float, layer: Layer) -> None:
    if shape.form == "text":
        _words(painter, shape.text, rect)
        return
    if shape.form == "icon":
        icon_renderer(shape.text, current_theme().layer(layer)).render(painter, rect)
        return
    fill, edge, width = _inks(shape, layer)
    if shape.form == "line":
        cap = pen(edge, width)
        painter.setPen(cap)
        painter.drawLine(QLineF(rect.topLeft(), QPointF(rect.x() + rect.width(), rect.y() + rect.height())))
        return
    small = min(rect.width(), rect.height()) < _FINE * 2
    filled = mixed(fill, edge, 0.6) if small and fill else fill
    painter.setBrush(brush(filled) if filled else NO_BRUSH)
    painter.setPen(NO_PEN if small and fill else pen(edge, width))
    if shape.form == "disc":
        _disc(painter, shape, rect)
        return
    radius = min(max(shape.radius * scale, 0.8), min(rect.width(), rect.height()) / 2)
    painter.drawRoundedRect(rect, radius, radius)
    if shape.role == "many":
        middle = (rect.height() - min(rect.height(), 16.0)) / 2
        _words(painter, shape.text, rect.adjusted(0, middle, 0, -middle))
    elif shape.ports > 1 and not small:
        for number in range(1, min(shape.ports, 8)):
            x = rect.x() + rect.width() * number / shape.ports
            painter.drawLine(QLineF(x, rect.y(), x, rect.bottom()))
    elif shape.role in {"inlet", "outlet"} and rect.height() > _FINE * 3:
        _slots(painter, rect)


def _disc(painter: QPainter, shape: Shape, rect: QRectF) -> None:
    painter.drawEllipse(rect)
    if shape.role == "fan" and rect.width() > 12:
        inner = rect.width() * 0.14
        centre = rect.center()
        painter.drawEllipse(centre, inner, inner)
        reach = rect.width() * 0.42
        for dx, dy in ((0.72, 0.72), (-0.72, 0.72), (0.72, -0.72), (-0.72, -0.72)):
            painter.drawLine(
                QLineF(
                    centre.x() + dx * inner, centre.y() + dy * inner, centre.x() + dx * reach, centre.y() + dy * reach
                )
            )


def _slots(painter: QPainter, rect: QRectF) -> None:
    """The three contacts of a power plug."""
    for x, y in ((0.5, 0.32), (0.3, 0.62), (0.7, 0.62)):
        at = QPointF(rect.x() + rect.width() * x, rect.y() + rect.height() * y)
        half = rect.height() * 0.1
        painter.drawLine(QLineF(at.x(), at.y() - half, at.x(), at.y() + half))


def _inks(shape: Shape, layer: Layer) -> tuple[str, str, float]:
    """Filling ("" for none), edge and its width."""
    theme = current_theme()
    surface, text, muted = theme.colour("surface"), theme.colour("text"), theme.colour("muted")
    accent, power = theme.layer(layer), theme.layer("facility")
    soft = mixed(surface, accent, 0.16)
    if shape.role in {"cage", "plug", "memory", "many"}:
        return soft, accent, _THIN
    if shape.role == "chip":
        return mixed(surface, accent, 0.3), accent, _LINE
    if shape.role in {"inlet", "outlet"}:
        return mixed(surface, power, 0.16), power, _THIN
    if shape.role == "bay":
        return theme.colour("surface_2"), muted, _THIN
    if shape.role in {"body", "board"}:
        return theme.colour("surface_2"), text, _LINE
    if shape.role == "ear":
        return surface, muted, _THIN
    if shape.role == "face":
        return surface, muted, _THIN
    if shape.role == "wire":
        return "", accent if shape.group else text, 2.0
    if shape.role in {"grille", "tray"}:
        return "", mixed(theme.colour("surface_2"), muted, 0.45), _THIN
    return "", muted, _THIN


def _words(painter: QPainter, text: str, rect: QRectF) -> None:
    """TEXT on the bottom of RECT, above it where it is too low for letters that can be read."""
    painter.setPen(pen(current_theme().colour("text"), 1.0))
    painter.setFont(font_of("caption", max(min(rect.height() * 0.75, 12.0), _TEXT_LEAST_PX)))
    room = rect.adjusted(-20, min(rect.height() - 14.0, 0.0), 20, 0)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextSingleLine
    painter.drawText(room, flags, localised(text))
