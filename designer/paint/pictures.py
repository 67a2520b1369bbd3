"""Drawings as files: SVG, PNG and PDF, painted by the painter of the canvas, whole or not at all."""

import math
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QSize
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from designer.drawing.drawing import Drawing
from designer.drawing.text import clean
from designer.files.reading import shown_name
from designer.files.writing import write_whole
from designer.model.records import RefusedInput
from designer.paint.application import ensure_application
from designer.paint.sheet import Titles, paint_sheet, sheet_areas, sheet_size

__all__ = ["ensure_application", "whole_file", "write_pdf", "write_png", "write_svg"]

CREATOR: Final = "Stackwright"
_MOST_SIDE: Final = 16_000
_MOST_PIXELS: Final = 64_000_000
_LARGE_SHEET: Final = 1_900.0
"""Sheets wider than this, in canvas pixels, go on A3."""
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
    write_whole(path, body)


def write_svg(path: Path, drawing: Drawing, *, title: str = "", subtitle: str = "", day: date | None = None) -> None:
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
        paint_sheet(painter, drawing, width, height, Titles(title, subtitle, day), pixels=1.0)
        painter.end()


def write_png(
    path: Path,
    drawing: Drawing,
    *,
    title: str = "",
    subtitle: str = "",
    day: date | None = None,
    pixels: float = 2.0,
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
        paint_sheet(painter, drawing, width, height, Titles(title, subtitle, day), pixels=pixels)
        painter.end()
        if not image.save(device, "PNG"):  # pyright: ignore[reportArgumentType, reportCallIssue]
            raise RefusedInput(f"{path.name} could not be written.")


def write_pdf(path: Path, drawing: Drawing, *, title: str = "", subtitle: str = "", day: date | None = None) -> None:
    """Write DRAWING as a PDF of one page, A4 landscape, or A3 for a wide drawing; tall drawings stand upright.

    A one-line diagram whose words would be too small is on several pages of A3.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    ensure_application()
    width, height = sheet_size(drawing)
    with whole_file(path) as device:
        writer = QPdfWriter(device)
        writer.setTitle(clean(title or drawing.title))
        writer.setCreator(CREATOR)
        writer.setResolution(_PDF_DPI)
        large = max(width, height) > _LARGE_SHEET
        turned = QPageLayout.Orientation.Portrait if height > width * 1.2 else QPageLayout.Orientation.Landscape
        page = _page(writer, large=large, turned=turned)
        areas = sheet_areas(drawing, *page)
        if len(areas) > 1 and not large:
            page = _page(writer, large=True, turned=turned)
            areas = sheet_areas(drawing, *page)
        painter = _begin(writer, path)
        scale = _PDF_DPI / _PIXELS_PER_INCH
        painter.scale(scale, scale)
        for number, area in enumerate(areas):
            if number:
                writer.newPage()
            sheets = f"sheet {number + 1} of {len(areas)}" if len(areas) > 1 else ""
            said = " · ".join(words for words in (subtitle, sheets) if words)
            part = area if len(areas) > 1 else None
            paint_sheet(painter, drawing, *page, Titles(title, said, day), pixels=scale, area=part)
        painter.end()


def _page(writer: QPdfWriter, *, large: bool, turned: QPageLayout.Orientation) -> tuple[float, float]:
    """Give WRITER pages of A3 when LARGE, else A4; return their width and height in canvas pixels."""
    size = QPageSize.PageSizeId.A3 if large else QPageSize.PageSizeId.A4
    writer.setPageLayout(QPageLayout(QPageSize(size), turned, QMarginsF(0, 0, 0, 0)))
    scale = _PDF_DPI / _PIXELS_PER_INCH
    return writer.width() / scale, writer.height() / scale


def _begin(device: QSvgGenerator | QImage | QPdfWriter, path: Path) -> QPainter:
    painter = QPainter()
    if not painter.begin(device):
        raise RefusedInput(f"{path.name} could not be written.")
    return painter
