"""Slides as pictures, SVG and PDF."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from designer.drawing.slides.page import HEIGHT, WIDTH, SlidePage
from designer.drawing.text import clean
from designer.model.records import RefusedInput
from designer.paint.application import ensure_application
from designer.paint.pictures import CREATOR
from designer.paint.slides.painter import paint_slide

POINTS: Final = (960.0, 540.0)
"""Width and height of a slide of 13.333 × 7.5 inches, in points."""
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
    ensure_application()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(clean(title))
    writer.setCreator(CREATOR)
    writer.setResolution(_DPI)
    size = QPageSize(QSizeF(*POINTS), QPageSize.Unit.Point, "Slide", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter()
    if not painter.begin(writer):
        raise RefusedInput("The slides could not be drawn.")
    zoom = writer.width() / WIDTH
    painter.scale(zoom, zoom)
    for number, page in enumerate(pages):
        if number:
            writer.newPage()
        paint_slide(painter, page, zoom=zoom)
    painter.end()
    return bytes(buffer.data().data())
