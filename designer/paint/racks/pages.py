"""Racks as files: pages of A4 as PDF, or all of them on one sheet as SVG or PNG."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QLineF, QMarginsF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from designer.drawing.current_theme import current_theme
from designer.drawing.racks.elevations import HINT, RackColumn, RackDrawing
from designer.drawing.records import Rect
from designer.drawing.text import clean
from designer.drawing.theme_tokens import mixed
from designer.model.design import Design
from designer.model.figures.number_locale import localised
from designer.model.records import RefusedInput
from designer.paint.application import ensure_application
from designer.paint.brushes import NO_PEN, brush, colour, pen
from designer.paint.fonts import font_of
from designer.paint.pictures import CREATOR, whole_file
from designer.paint.racks.elevations import FAR, RackPainter

LEAST_PT: Final = 7.0
"""Smallest letters on paper, points."""
_LEAST_PX: Final = 9.4
"""The same in pixels, 96 to the inch."""
_SMALLER: Final = 0.96
"""So much smaller racks may be drawn to get one more on a page."""
_PAGE: Final = (842.0, 595.0)
_MARGIN: Final = 30.0
_HEAD: Final = 30.0
_FOOT: Final = 26.0
_DPI: Final = 300
_MOST_PIXELS: Final = 64_000_000.0


class Page:
    """The racks of one page of paper and the scale at which they are drawn, points for each canvas pixel."""

    def __init__(self, columns: Sequence[RackColumn], scale: float) -> None:
        self.columns = tuple(columns)
        self.scale = scale


def paged(drawing: RackDrawing) -> list[Page]:
    """DRAWING on pages of A4, as many racks on each as stand side by side at almost full height."""
    room, height = _PAGE[0] - 2 * _MARGIN, _PAGE[1] - 2 * _MARGIN - _HEAD - _FOOT
    pages: list[Page] = []
    waiting: list[RackColumn] = []
    scale = height / drawing.bounds.height
    for column in drawing.columns:
        wide = column.rect.right - (waiting[0] if waiting else column).rect.x
        if waiting and wide * scale * _SMALLER > room:
            pages.append(_page(waiting, scale, room))
            waiting = []
        waiting.append(column)
    if waiting:
        pages.append(_page(waiting, scale, room))
    return pages


def _page(columns: Sequence[RackColumn], scale: float, room: float) -> Page:
    return Page(columns, min(scale, room / (columns[-1].rect.right - columns[0].rect.x)))


def write_racks(
    path: Path, design: Design, drawing: RackDrawing, *, subtitle: str = "", day: date | None = None
) -> None:
    """Write racks to PATH: pages of A4 as .pdf, one sheet as .svg or .png.

    Raises:
        RefusedInput: there is no rack, or PATH cannot be written.
    """
    if not drawing.columns:
        raise RefusedInput(HINT)
    ensure_application()
    write = {".pdf": _write_pdf, ".svg": _write_svg, ".png": _write_png}[path.suffix.lower()]
    with whole_file(path) as device:
        write(device, design, drawing, _line(drawing, subtitle, day))


def _line(drawing: RackDrawing, subtitle: str, day: date | None) -> str:
    count = len(drawing.columns)
    more = f", {drawing.left_out} more not shown" if drawing.left_out else ""
    racks = f"{count} rack{'s' if count > 1 else ''} drawn{more}"
    said = f"{day.day} {day:%B %Y}" if day else ""
    return " · ".join(word for word in (clean(subtitle), racks, said) if word)


def _write_pdf(device: QBuffer, design: Design, drawing: RackDrawing, line: str) -> None:
    writer = QPdfWriter(device)
    writer.setTitle(clean(drawing.title))
    writer.setCreator(CREATOR)
    writer.setResolution(_DPI)
    a4, turned = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape
    writer.setPageLayout(QPageLayout(a4, turned, QMarginsF(0, 0, 0, 0)))
    painter = _begun(writer)
    pages = paged(drawing)
    for number, page in enumerate(pages):
        if number:
            writer.newPage()
        painter.save()
        painter.scale(_DPI / 72.0, _DPI / 72.0)
        words = f"Page {number + 1} of {len(pages)}"
        # Letters have a whole number of pixels.
        _sheet(painter, design, drawing, page, _PAGE, line, words, math.ceil(LEAST_PT / page.scale))
        painter.restore()
    painter.end()


def _write_svg(device: QBuffer, design: Design, drawing: RackDrawing, line: str) -> None:
    width, height = _size(drawing)
    generator = QSvgGenerator()
    generator.setOutputDevice(device)
    generator.setSize(QSize(math.ceil(width), math.ceil(height)))
    generator.setViewBox(QRect(0, 0, math.ceil(width), math.ceil(height)))
    generator.setTitle(clean(drawing.title))
    generator.setResolution(90)
    painter = _begun(generator)
    _sheet(painter, design, drawing, Page(drawing.columns, 1.0), (width, height), line, "", _LEAST_PX)
    painter.end()


def _write_png(device: QBuffer, design: Design, drawing: RackDrawing, line: str) -> None:
    width, height = _size(drawing)
    pixels = min(2.0, math.sqrt(_MOST_PIXELS / (width * height)), 16_000 / width)
    image = QImage(QSize(max(int(width * pixels), 1), max(int(height * pixels), 1)), QImage.Format.Format_RGB32)
    painter = _begun(image)
    painter.scale(pixels, pixels)
    _sheet(painter, design, drawing, Page(drawing.columns, 1.0), (width, height), line, "", _LEAST_PX)
    painter.end()
    if not image.save(device, "PNG"):  # pyright: ignore[reportArgumentType, reportCallIssue]
        raise RefusedInput("The picture could not be made; it is too large for the memory that is left.")


def _size(drawing: RackDrawing) -> tuple[float, float]:
    return (
        max(drawing.bounds.width, 600.0) + 2 * _MARGIN,
        drawing.bounds.height + 2 * _MARGIN + _HEAD + _FOOT,
    )


def _sheet(
    painter: QPainter,
    design: Design,
    drawing: RackDrawing,
    page: Page,
    size: tuple[float, float],
    line: str,
    number: str,
    least_px: float,
) -> None:
    """One sheet of SIZE units: heading, racks, legend and page number."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, *size), brush(theme.colour("canvas")))
    room = size[0] - 2 * _MARGIN
    heading = QRectF(_MARGIN, _MARGIN - 6, room * 0.6, 20)
    _write(painter, clean(drawing.title), heading, "title", 13, theme.colour("text"))
    _write(
        painter,
        line,
        QRectF(_MARGIN + room * 0.5, _MARGIN - 6, room * 0.5, 20),
        "caption",
        8,
        theme.colour("muted"),
        right=True,
    )
    first, last = page.columns[0].rect, page.columns[-1].rect
    area = Rect(first.x, drawing.bounds.y, last.right - first.x, drawing.bounds.height)
    painter.save()
    painter.translate(_MARGIN + (room - area.width * page.scale) / 2, _MARGIN + _HEAD)
    painter.scale(page.scale, page.scale)
    painter.translate(-area.x, -area.y)
    shown = drawing._replace(columns=page.columns)
    # On paper every front is drawn, however small the sheet.
    RackPainter(design, max(1.0, FAR), least_px=least_px).paint(painter, shown, area)
    painter.restore()
    bottom = size[1] - _MARGIN - 10
    painter.setPen(pen(theme.colour("border"), 0.6))
    painter.drawLine(QLineF(_MARGIN, bottom - 8, size[0] - _MARGIN, bottom - 8))
    _legend(painter, _MARGIN, bottom)
    _write(
        painter,
        number,
        QRectF(size[0] - _MARGIN - 120, bottom - 3, 120, 14),
        "caption",
        8,
        theme.colour("muted"),
        right=True,
    )


def _legend(painter: QPainter, x: float, y: float) -> None:
    """Paint the legend: what the marks mean."""
    theme = current_theme()
    ink = theme.layer("servers_fabric")
    samples: tuple[tuple[str, Callable[[QRectF], None]], ...] = (
        (
            "device to scale, from this side",
            lambda box: _swatch(painter, box, mixed(theme.colour("surface"), ink, 0.14), ink),
        ),
        (
            "its rear, ports as its part or kind has them",
            lambda box: _swatch(
                painter, box, mixed(theme.colour("surface"), ink, 0.05), mixed(theme.colour("surface"), ink, 0.5)
            ),
        ),
        ("blanking panel", lambda box: _panel(painter, box)),
        (
            "0U, beside the units",
            lambda box: _swatch(
                painter,
                QRectF(box.x() + 5, box.y(), 5, box.height()),
                mixed(theme.colour("surface"), theme.layer("facility"), 0.22),
                theme.layer("facility"),
            ),
        ),
        ("does not go there", lambda box: _swatch(painter, box, theme.colour("surface"), theme.colour("error"), 1.6)),
    )
    for words, draw in samples:
        draw(QRectF(x, y, 16, 8))
        width = 12 + 4.6 * len(words)
        _write(painter, words, QRectF(x + 20, y - 3, width, 14), "caption", 8, theme.colour("muted"))
        x += 24 + width


def _swatch(painter: QPainter, box: QRectF, fill: str, edge: str, width: float = 0.8) -> None:
    painter.setPen(pen(edge, width))
    painter.setBrush(brush(fill))
    painter.drawRoundedRect(box, 1.5, 1.5)


def _panel(painter: QPainter, box: QRectF) -> None:
    theme = current_theme()
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.colour("surface_2")))
    painter.drawRect(box)
    painter.setPen(pen(theme.colour("muted"), 0.6))
    for step in range(5):
        x = box.x() + step * 4
        painter.drawLine(QLineF(x, box.y(), x - 4 if x - 4 > box.x() else box.x(), box.bottom()))


def _write(painter: QPainter, text: str, area: QRectF, style: str, px: float, ink: str, *, right: bool = False) -> None:
    font = font_of(style, px)
    while px > LEAST_PT and QFontMetricsF(font).horizontalAdvance(text) > area.width():
        # Smaller by steps, never cut.
        px -= 0.5
        font = font_of(style, px)
    painter.setFont(font)
    painter.setPen(colour(ink))
    across = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    # What is too long in the smallest letters goes on a second line.
    fits = QFontMetricsF(font).horizontalAdvance(text) <= area.width()
    lines = Qt.TextFlag.TextSingleLine if fits else Qt.TextFlag.TextWrapAnywhere
    painter.drawText(area, int(across | Qt.AlignmentFlag.AlignVCenter) | int(lines), localised(text))


def _begun(device: QSvgGenerator | QImage | QPdfWriter) -> QPainter:
    painter = QPainter()
    if not painter.begin(device):
        raise RefusedInput("The drawing could not be written.")
    return painter
