"""A drawing as a PNG that fills a place on a slide, whole or as the slide shows it."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter

from designer.drawing.current_theme import current_theme
from designer.drawing.difference import draw_difference
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.slides.page import DrawingItem
from designer.model.design import Design
from designer.paint.application import ensure_application
from designer.paint.painter import paint_drawing
from designer.paint.slides.painter import paint_slide_drawing
from designer.paint.text_widths import text_widths
from designer.paint.topology.difference import paint_difference

_MARGIN = 0.03
_MOST_SCALE = 3.0
"""A small drawing is not blown up beyond this."""


def slide_picture(drawing: Drawing, width: int, height: int) -> bytes:
    """Return DRAWING in the middle of WIDTH × HEIGHT pixels, on the ground of the current theme.

    Args:
        drawing: What to paint, whole.
        width: Pixels.
        height: Pixels.
    """
    return _painted(drawing, width, height, paint_drawing)


def difference_picture(before: Design, after: Design, width: int, height: int) -> bytes:
    """Return two designs in one picture, with what differs marked, in the middle of WIDTH × HEIGHT pixels, as PNG."""
    ensure_application()
    picture = draw_difference(before, after, text_widths())

    def paint(painter: QPainter, _: Drawing, *, visible: Rect, scale: float, zoom: float) -> None:
        paint_difference(painter, picture, visible=visible, scale=zoom)

    return _painted(picture.drawing, width, height, paint)


def _painted(drawing: Drawing, width: int, height: int, paint: Callable[..., object]) -> bytes:
    """Return DRAWING as PAINT paints it, as PNG."""
    ensure_application()
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(current_theme().colour("canvas"))
    bounds = drawing.bounds
    room = 1 - 2 * _MARGIN
    scale = min(width * room / max(bounds.width, 1.0), height * room / max(bounds.height, 1.0), _MOST_SCALE)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.translate(width / 2, height / 2)
    painter.scale(scale, scale)
    middle = bounds.centre
    painter.translate(-middle[0], -middle[1])
    visible = Rect(middle[0] - width / 2 / scale, middle[1] - height / 2 / scale, width / scale, height / scale)
    painter.setClipRect(QRectF(*visible))
    paint(painter, drawing, visible=visible, scale=scale, zoom=scale)
    painter.end()
    return _png(image)


def placed_picture(item: DrawingItem, pixels: float = 1.0) -> bytes:
    """Return ITEM, a drawing in its place on a slide, with so many PIXELS for a unit of the slide."""
    ensure_application()
    wide, high = round(item.rect.width * pixels), round(item.rect.height * pixels)
    image = QImage(max(wide, 1), max(high, 1), QImage.Format.Format_RGB32)
    image.fill(current_theme().colour("canvas"))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(pixels, pixels)
    painter.translate(-item.rect.x, -item.rect.y)
    paint_slide_drawing(painter, item, zoom=pixels)
    painter.end()
    return _png(image)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes a name
    return bytes(buffer.data().data())
