"""Small pictures of pages: what a writer paints on paper, painted on pixels instead."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter, QPolygonF

from designer.drawing.paper.records import Sheet
from designer.paint.application import ensure_application
from designer.paint.paper.pdf import paint_items

_TEXT_PX: Final = 15
_MARGIN_PX: Final = 14
_INK: Final = QColor("#1C2430")


def page_picture(width: float, height: float, pixels: int, paint: Callable[[QPainter, float], None]) -> bytes:
    """Return a page of WIDTH × HEIGHT units as a PNG that is so many PIXELS wide.

    Args:
        width: Of the page, in units of what is painted.
        height: The same.
        pixels: Width of the picture.
        paint: Paints the page; told how many pixels a unit has.
    """
    ensure_application()
    scale = pixels / width
    image = QImage(pixels, max(round(height * scale), 1), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    paint(painter, scale)
    painter.end()
    return png(image)


def png(image: QImage) -> bytes:
    """Return IMAGE as the bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes a name
    return bytes(buffer.data().data())


def sheet_picture(sheet: Sheet, pixels: int) -> bytes:
    """Return a SHEET of paper as a PNG that is so many PIXELS wide."""
    return page_picture(
        sheet.width, sheet.height, pixels, lambda painter, scale: paint_items(painter, sheet.items, pixels=scale)
    )


def text_picture(lines: Sequence[str], pixels: int, height: int) -> bytes:
    """Return LINES of a text file as a PNG of PIXELS × HEIGHT; what has no room is left out, as in an editor."""

    def paint(painter: QPainter, _: float) -> None:
        face = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        face.setPixelSize(_TEXT_PX)
        painter.setFont(face)
        painter.setPen(_INK)
        for number, line in enumerate(lines[: height // (_TEXT_PX + 4)], 1):
            painter.drawText(QPointF(_MARGIN_PX, number * (_TEXT_PX + 4)), line)

    return page_picture(pixels, height, pixels, paint)


def shapes_picture(
    boxes: Sequence[tuple[QRectF, str, str]], lines: Sequence[Sequence[tuple[float, float]]], pixels: int, height: int
) -> bytes:
    """Return boxes with their fill and words, and LINES between them, as a PNG of PIXELS × HEIGHT that holds all."""
    corners = [
        *(place for box, _, _ in boxes for place in (box.topLeft(), box.bottomRight())),
        *(QPointF(x, y) for line in lines for x, y in line),
    ]
    whole = QPolygonF(corners).boundingRect()
    room = 0.94
    scale = min(pixels * room / max(whole.width(), 1.0), height * room / max(whole.height(), 1.0), 3.0)

    def paint(painter: QPainter, _: float) -> None:
        painter.translate(pixels / 2, height / 2)
        painter.scale(scale, scale)
        painter.translate(-whole.center())
        pen = painter.pen()
        pen.setCosmetic(True)
        pen.setColor(QColor("#7A8594"))
        painter.setPen(pen)
        for box, fill, _words in boxes:
            painter.fillRect(box, QColor(fill or "#FFFFFF"))
            painter.drawRect(box)
        for way in lines:
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in way]))
        painter.setPen(_INK)
        for box, _fill, words in boxes:
            painter.drawText(box.adjusted(4, 4, -4, -4), words)

    return page_picture(pixels, height, pixels, paint)
