"""Drawings as files: SVG, PNG and PDF, painted by the painter of the canvas, whole or not at all."""

import math
import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRect, QSize
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from designer.drawing.drawing import Drawing
from designer.drawing.looks import Theme
from designer.drawing.text import clean
from designer.model.records import RefusedInput
from designer.paint.application import ensure_application
from designer.paint.sheet import Titles, paint_sheet, sheet_size

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
"""With what the last bytes of a whole file begin. Qt tells nobody when the disk is full, and writes what fits."""
_LAST_BYTES: Final = 32


@contextmanager
def whole_file(path: Path) -> Generator[Path]:
    """A temporary file beside PATH that takes its place at the end, and vanishes when something goes wrong.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    target = path.resolve()
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=target.suffix, dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        if not _is_whole(temporary, target.suffix.lower()):
            raise RefusedInput(f"{path.name} could not be written whole: there is no room left on the disk.")
        temporary.chmod(0o644)
        temporary.replace(target)
        temporary = None
    except OSError as problem:
        raise RefusedInput(f"{path.name} could not be written: {problem.strerror or problem}.") from problem
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _is_whole(written: Path, suffix: str) -> bool:
    """Whether the file WRITTEN ends as one with SUFFIX does."""
    with written.open("rb") as file:
        file.seek(max(written.stat().st_size - _LAST_BYTES, 0))
        return _ENDS.get(suffix, b"") in file.read()


def write_svg(
    path: Path, drawing: Drawing, theme: Theme, *, title: str = "", subtitle: str = "", day: date | None = None
) -> None:
    """Write DRAWING as SVG: shapes and letters, nothing from outside, no scripts.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    ensure_application()
    width, height = sheet_size(drawing)
    with whole_file(path) as temporary:
        generator = QSvgGenerator()
        generator.setFileName(str(temporary))
        generator.setSize(QSize(math.ceil(width), math.ceil(height)))
        generator.setViewBox(QRect(0, 0, math.ceil(width), math.ceil(height)))
        generator.setTitle(clean(title or drawing.title))
        generator.setDescription(f"Drawn with {CREATOR}")
        # At 90 a unit of the painter is a unit of the file: Qt scales fonts by the resolution.
        generator.setResolution(90)
        painter = _begin(generator, path)
        paint_sheet(painter, drawing, theme, width, height, Titles(title, subtitle, day), pixels=1.0)
        painter.end()


def write_png(
    path: Path,
    drawing: Drawing,
    theme: Theme,
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
    with whole_file(path) as temporary:
        size = QSize(max(round(width * pixels), 1), max(round(height * pixels), 1))
        image = QImage(size, QImage.Format.Format_RGB32)
        image.setText("Title", clean(title or drawing.title))
        image.setText("Software", CREATOR)
        painter = _begin(image, path)
        painter.scale(pixels, pixels)
        paint_sheet(painter, drawing, theme, width, height, Titles(title, subtitle, day), pixels=pixels)
        painter.end()
        if not image.save(str(temporary), "PNG"):  # pyright: ignore[reportArgumentType, reportCallIssue]
            raise RefusedInput(f"{path.name} could not be written.")


def write_pdf(
    path: Path, drawing: Drawing, theme: Theme, *, title: str = "", subtitle: str = "", day: date | None = None
) -> None:
    """Write DRAWING as a PDF of one page, A4 landscape, or A3 for a wide drawing; tall drawings stand upright.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    ensure_application()
    width, height = sheet_size(drawing)
    with whole_file(path) as temporary:
        writer = QPdfWriter(str(temporary))
        writer.setTitle(clean(title or drawing.title))
        writer.setCreator(CREATOR)
        writer.setResolution(_PDF_DPI)
        size = QPageSize.PageSizeId.A3 if max(width, height) > _LARGE_SHEET else QPageSize.PageSizeId.A4
        turned = QPageLayout.Orientation.Portrait if height > width * 1.2 else QPageLayout.Orientation.Landscape
        writer.setPageLayout(QPageLayout(QPageSize(size), turned, QMarginsF(0, 0, 0, 0)))
        painter = _begin(writer, path)
        scale = _PDF_DPI / _PIXELS_PER_INCH
        painter.scale(scale, scale)
        page_width, page_height = writer.width() / scale, writer.height() / scale
        paint_sheet(painter, drawing, theme, page_width, page_height, Titles(title, subtitle, day), pixels=scale)
        painter.end()


def _begin(device: QSvgGenerator | QImage | QPdfWriter, path: Path) -> QPainter:
    painter = QPainter()
    if not painter.begin(device):
        raise RefusedInput(f"{path.name} could not be written.")
    return painter
