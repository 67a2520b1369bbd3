"""Slides as pictures, SVG and PDF."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from designer.drawing.slides.page import HEIGHT, WIDTH, SlidePage
from designer.drawing.text import broken_lines, clean
from designer.model.figures.number_locale import localised
from designer.model.records import RefusedInput
from designer.paint.application import ensure_application
from designer.paint.fonts import font_of
from designer.paint.pictures import CREATOR
from designer.paint.slides.painter import paint_slide

POINTS: Final = (960.0, 540.0)
"""Width and height of a slide of 13.333 × 7.5 inches, in points."""
_A4: Final = (595.0, 842.0)
_EDGE: Final = 116.0
"""Around what is on a sheet with notes, in units of which it is 1920 wide."""
_NOTES_PX: Final = 36.0
_DPI: Final = 300


def slide_image(page: SlidePage, width: int) -> QImage:
    """Return PAGE as a picture WIDTH pixels wide, in the current theme."""
    ensure_application()
    image = QImage(width, max(round(width * HEIGHT / WIDTH), 1), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    zoom = width / WIDTH
    painter.scale(zoom, zoom)
    paint_slide(painter, page, zoom=zoom)
    painter.end()
    return image


def slide_png(page: SlidePage, width: int) -> bytes:
    """Return PAGE as a PNG WIDTH pixels wide, in the current theme."""
    image = slide_image(page, width)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes a name
    return bytes(buffer.data().data())


def slide_svg(page: SlidePage) -> str:
    """Return PAGE as SVG of 1920 × 1080 units, in the current theme: shapes and letters, nothing from outside."""
    ensure_application()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(round(WIDTH), round(HEIGHT)))
    generator.setViewBox(QRect(0, 0, round(WIDTH), round(HEIGHT)))
    generator.setTitle(clean(page.title))
    generator.setDescription(f"Drawn with {CREATOR}")
    # At 90 a unit of the painter is a unit of the file: Qt scales fonts by the resolution.
    generator.setResolution(90)
    painter = QPainter()
    if not painter.begin(generator):
        raise RefusedInput("The slide could not be drawn.")
    paint_slide(painter, page)
    painter.end()
    return bytes(buffer.data().data()).decode()


def slides_pdf(pages: Sequence[SlidePage], title: str) -> bytes:
    """Return PAGES as PDF, 13.333 × 7.5 inches each, in the current theme: vectors, and text that can be found."""
    with _pdf(title, POINTS) as (writer, painter, buffer):
        zoom = writer.width() / WIDTH
        painter.scale(zoom, zoom)
        for number, page in enumerate(pages):
            if number:
                writer.newPage()
            paint_slide(painter, page, zoom=zoom)
    return bytes(buffer.data().data())


def notes_pdf(pages: Sequence[SlidePage], notes: Sequence[str], title: str) -> tuple[bytes, list[int]]:
    """Return PAGES as PDF for the speaker, and the sheet on which each begins, from 0.

    A slide is on the upper part of a sheet of A4, with its notes below; long notes go on with further sheets.

    Args:
        pages: The slides.
        notes: Of each slide, in paragraphs.
        title: Of the file.
    """
    begins: list[int] = []
    sheet = 0
    with _pdf(title, _A4) as (writer, painter, buffer):
        zoom = writer.width() / WIDTH
        painter.scale(zoom, zoom)
        high = WIDTH * _A4[1] / _A4[0]
        part = (WIDTH - 2 * _EDGE) / WIDTH
        font = font_of("body", _NOTES_PX)
        step = QFontMetricsF(font).lineSpacing()
        for page, text in zip(pages, notes, strict=True):
            if begins:
                writer.newPage()
                sheet += 1
            begins.append(sheet)
            painter.save()
            painter.translate(_EDGE, _EDGE)
            painter.scale(part, part)
            painter.setClipRect(QRectF(0, 0, WIDTH, HEIGHT))
            paint_slide(painter, page, zoom=zoom * part)
            painter.restore()
            painter.setPen(QColor("#7A8594"))
            painter.drawRect(QRectF(_EDGE, _EDGE, WIDTH * part, HEIGHT * part))
            y = _EDGE + HEIGHT * part + 2 * step
            # Notes are ink on paper, whatever the slides wear.
            painter.setFont(font)
            painter.setPen(QColor("#000000"))
            for line in _note_lines(localised(text), QFontMetricsF(font)):
                if y > high - _EDGE:
                    writer.newPage()
                    sheet += 1
                    y = _EDGE + step
                painter.drawText(QPointF(_EDGE, y), line)
                y += step
    return bytes(buffer.data().data()), begins


def _note_lines(text: str, metrics: QFontMetricsF) -> list[str]:
    """Return notes in lines as wide as a sheet; what is said after a line break stands on a line of its own."""
    room = WIDTH - 2 * _EDGE
    found: list[str] = []
    for paragraph in text.splitlines():
        clean_text = "".join(sign if sign.isprintable() else " " for sign in paragraph)
        found += broken_lines(clean_text, room, metrics.horizontalAdvance)
    return found


@contextmanager
def _pdf(title: str, points: tuple[float, float]) -> Generator[tuple[QPdfWriter, QPainter, QBuffer]]:
    """Yield a PDF in memory whose sheets are POINTS wide and high, with a painter on its first one."""
    ensure_application()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(clean(title))
    writer.setCreator(CREATOR)
    writer.setResolution(_DPI)
    size = QPageSize(QSizeF(*points), QPageSize.Unit.Point, "Slide", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter()
    if not painter.begin(writer):
        raise RefusedInput("The slides could not be drawn.")
    yield writer, painter, buffer
    painter.end()
