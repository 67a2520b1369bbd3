"""Drawings as files: SVG, PNG and PDF, painted by the painter of the canvas, whole or not at all."""

import math
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from designer.drawing.drawing import Drawing
from designer.drawing.text import clean
from designer.files.reading import shown_name
from designer.files.writing import write_whole
from designer.model.records import RefusedInput
from designer.paint.application import ensure_application
from designer.paint.sheet import Block, Titles, paint_sheet, sheet_size

__all__ = ["ensure_application", "shrunk_png", "whole_file", "write_pdf", "write_png", "write_svg"]

CREATOR: Final = "Stackwright"
_MOST_SIDE: Final = 16_000
_MOST_PIXELS: Final = 64_000_000
_PDF_DPI: Final = 300
_PIXELS_PER_INCH: Final = 96.0
"""Canvas pixels at 100% on paper."""
_ENDS: Final = {".pdf": b"%%EOF", ".svg": b"</svg>", ".png": b"IEND"}
"""With what the last bytes of a whole file begin."""
_LAST_BYTES: Final = 32


@contextmanager
def whole_file(path: Path) -> Generator[QBuffer]:
    """A device to paint on in memory, whose contents take the place of PATH at the end, whole or not at all.

    Qt itself tells nobody when a disk is full and writes what fits, and opens no file in a folder whose name is no
    text; so it never writes a file here.

    Raises:
        RefusedInput: PATH cannot be written, or what was painted is not whole.
    """
    device = QBuffer()
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    yield device
    body = bytes(device.data().data())
    device.close()
    if _ENDS.get(path.suffix.lower(), b"") not in body[-_LAST_BYTES:]:
        raise RefusedInput(f"{shown_name(path)} could not be drawn whole; close what you can, and try again.")
    if path.suffix.lower() == ".svg":
        from designer.paint.svg_fonts import with_fonts  # what few pictures need

        body = with_fonts(body)
    write_whole(path, body)


def write_svg(
    path: Path,
    drawing: Drawing,
    *,
    title: str = "",
    subtitle: str = "",
    day: date | None = None,
    block: Block = (),
) -> None:
    """Write DRAWING as SVG: shapes and letters, nothing from outside, no scripts.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    ensure_application()
    width, height = sheet_size(drawing)
    with whole_file(path) as device:
        generator = QSvgGenerator()
        generator.setOutputDevice(device)
        generator.setSize(QSize(math.ceil(width), math.ceil(height)))
        generator.setViewBox(QRect(0, 0, math.ceil(width), math.ceil(height)))
        generator.setTitle(clean(title or drawing.title))
        generator.setDescription(f"Drawn with {CREATOR}")
        # At 90 a unit of the painter is a unit of the file: Qt scales fonts by the resolution.
        generator.setResolution(90)
        painter = _begin(generator, path)
        paint_sheet(painter, drawing, width, height, Titles(title, subtitle, day, block), pixels=1.0)
        painter.end()


def write_png(
    path: Path,
    drawing: Drawing,
    *,
    title: str = "",
    subtitle: str = "",
    day: date | None = None,
    pixels: float = 2.0,
    block: Block = (),
) -> None:
    """Write DRAWING as PNG at PIXELS for each canvas pixel, fewer where the picture would not fit into memory.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    ensure_application()
    width, height = sheet_size(drawing)
    pixels = min(pixels, _MOST_SIDE / width, _MOST_SIDE / height, math.sqrt(_MOST_PIXELS / (width * height)))
    with whole_file(path) as device:
        size = QSize(max(round(width * pixels), 1), max(round(height * pixels), 1))
        image = QImage(size, QImage.Format.Format_RGB32)
        image.setText("Title", clean(title or drawing.title))
        image.setText("Software", CREATOR)
        painter = _begin(image, path)
        painter.scale(pixels, pixels)
        paint_sheet(painter, drawing, width, height, Titles(title, subtitle, day, block), pixels=pixels)
        painter.end()
        if not image.save(device, "PNG"):  # pyright: ignore[reportArgumentType, reportCallIssue]
            raise RefusedInput(f"{path.name} could not be written.")


def shrunk_png(data: bytes, most_side: int) -> bytes:
    """Return the PNG in DATA, smaller where a side has more than MOST_SIDE pixels."""
    image = QImage.fromData(data)
    if max(image.width(), image.height()) <= most_side:
        return data
    # By halves first, which average all pixels: lines of one pixel would vanish in one large step.
    while max(image.width(), image.height()) > 2 * most_side:
        half = QSize(max(1, image.width() // 2), max(1, image.height() // 2))
        image = image.scaled(half, mode=Qt.TransformationMode.SmoothTransformation)
    size = QSize(most_side, most_side)
    image = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    packed = QBuffer()
    packed.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(packed, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]
    return bytes(packed.data().data())


def write_pdf(
    path: Path,
    drawing: Drawing,
    *,
    title: str = "",
    subtitle: str = "",
    day: date | None = None,
    first: Drawing | None = None,
    block: Block = (),
) -> None:
    """Write DRAWING as a PDF of pages of A4, one where its words are large enough to be read there.

    Else an overview comes first, and then its parts with match lines where they go on; of very large drawings on
    larger paper, so that the parts stay few. Names that find no room are numbered, and the last page says them in full.

    Args:
        path: Ends in .pdf.
        drawing: What is on the pages.
        title: Of the title blocks.
        subtitle: The same.
        day: The same.
        block: What people set of them, each with its caption.
        first: A simpler drawing of the same that comes before the parts, where there are several.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    from designer.paint.pages import Pages  # what few pictures need

    ensure_application()
    with whole_file(path) as device:
        writer = QPdfWriter(device)
        writer.setTitle(clean(title or drawing.title))
        writer.setCreator(CREATOR)
        writer.setResolution(_PDF_DPI)
        Pages(writer, Titles(title, subtitle, day, block), _PDF_DPI / _PIXELS_PER_INCH, path).write(drawing, first)


def _begin(device: QSvgGenerator | QImage | QPdfWriter, path: Path) -> QPainter:
    painter = QPainter()
    if not painter.begin(device):
        raise RefusedInput(f"{path.name} could not be written.")
    return painter
