"""Write sheets of paper to one PDF, page by page, with progress and a stop between two pages; or paint them."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPolygonF

from designer.drawing.paper.records import MM_PER_POINT, Box, Code, Item, Line, Placed, Shape, Sheet, Words
from designer.drawing.text import clean
from designer.files.stopped import STOPPED
from designer.files.writing import write_in_pieces
from designer.model.figures.number_locale import localised
from designer.model.records import RefusedInput
from designer.paint.application import ensure_application
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, pen
from designer.paint.fonts import font_of
from designer.paint.painter import paint_drawing
from designer.paint.paper.letters import packaged_letters
from designer.paint.paper.sheet_file import SheetFile, pieces_of
from designer.paint.pictures import CREATOR

_DPI: Final = 600
_FINE: Final = 20.0
"""Font pixels for a point: letters of 7.5 points are measured and written in whole pixels."""
_MM_PER_INCH: Final = 25.4
_LAST_BYTES: Final = 32
_NOT_PAINTED: Final = "Its pages could not be painted whole; close what you can, and try again."
Tell = Callable[[int], bool]
"""Told how many pages are painted; answers whether to go on."""


@lru_cache(maxsize=256)
def _font(pt: float, bold: bool) -> QFont:
    return font_of("strong" if bold else "body", round(pt * _FINE))


@lru_cache(maxsize=256)
def _metrics(pt: float, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(_font(pt, bold))


@lru_cache(maxsize=131_072)
def _width_mm(text: str, pt: float, bold: bool) -> float:
    return _metrics(pt, bold).horizontalAdvance(text) / _FINE * MM_PER_POINT


def paper_measure() -> Callable[[str, float, bool], float]:
    """Return what measures text, (text, points, bold) in millimetres, as `write_sheets` will write it."""
    ensure_application()
    return _width_mm


def write_sheets(path: Path, sheets: Iterable[Sheet], *, title: str, tell: Tell | None = None) -> int:
    """Write SHEETS to PATH as a PDF, whole or not at all.

    Args:
        path: Ends in .pdf.
        sheets: Painted as they come, so that thousands are never all held at once.
        title: Of the document.
        tell: Told after every page; nothing is written where it answers False.

    Returns:
        How many pages there are.

    Raises:
        RefusedInput: PATH cannot be written, it was stopped, or there is no sheet.
    """
    ensure_application()
    pages = 0

    def told() -> None:
        nonlocal pages
        pages += 1
        if tell is not None and not tell(pages):
            raise RefusedInput(STOPPED)

    def pieces() -> Iterator[bytes]:
        file = SheetFile(clean(title), CREATOR, packaged_letters(), _width_mm)
        yield from pieces_of(file, sheets, partial(_painted, title, told), told)
        if not pages:
            raise RefusedInput("There is nothing to write.")

    write_in_pieces(path, pieces())
    return pages


def _painted(title: str, told: Callable[[], None], sheets: Iterable[Sheet]) -> bytes:
    """Return SHEETS as a PDF that the painter made; TOLD is called after each page.

    Raises:
        RefusedInput: it could not be painted, or TOLD stopped it.
    """
    device = QBuffer()
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(device)
    writer.setTitle(clean(title))
    writer.setCreator(CREATOR)
    writer.setResolution(_DPI)
    painter = QPainter()
    scale = _DPI / _MM_PER_INCH
    try:
        for sheet in sheets:
            size = QPageSize(QSizeF(sheet.width, sheet.height), QPageSize.Unit.Millimeter)
            writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
            if painter.isActive():
                writer.newPage()
            elif not painter.begin(writer):
                raise RefusedInput(_NOT_PAINTED)
            painter.resetTransform()
            painter.scale(scale, scale)
            paint_items(painter, sheet.items, pixels=scale)
            told()
    finally:
        painter.end()
    body = bytes(device.data().data())
    device.close()
    # Qt tells nobody where memory was short.
    if b"%%EOF" not in body[-_LAST_BYTES:]:
        raise RefusedInput(_NOT_PAINTED)
    return body


def paint_items(painter: QPainter, items: Iterable[Item], *, pixels: float) -> None:
    """Paint ITEMS; PAINTER takes millimetres, PIXELS device pixels for each."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for item in items:
        if isinstance(item, Words):
            _words(painter, item)
        elif isinstance(item, Line):
            painter.setPen(pen(item.ink, item.width, "dashed" if item.dashed else "solid"))
            painter.drawLine(QLineF(item.x1, item.y1, item.x2, item.y2))
        elif isinstance(item, Box):
            _box(painter, item)
        elif isinstance(item, Shape):
            painter.setPen(pen(item.ink, item.line, "dashed" if item.dashed else "solid") if item.line else NO_PEN)
            painter.setBrush(brush(item.fill) if item.fill else NO_BRUSH)
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in item.corners]))
        elif isinstance(item, Code):
            _code(painter, item)
        else:
            _placed(painter, item, pixels)


def _words(painter: QPainter, item: Words) -> None:
    font = _font(item.pt, item.bold)
    unit = MM_PER_POINT / _FINE
    shift = 0.0
    if item.align != "left":
        shift = -_metrics(item.pt, item.bold).horizontalAdvance(item.text) * (0.5 if item.align == "middle" else 1.0)
    painter.save()
    painter.translate(item.x, item.y)
    if item.turned:
        painter.rotate(-90)
    painter.scale(unit, unit)
    painter.setFont(font)
    painter.setPen(pen(item.ink, 1.0))
    painter.drawText(QPointF(shift, 0.0), localised(item.text))
    painter.restore()


def _box(painter: QPainter, item: Box) -> None:
    area = QRectF(item.x, item.y, item.width, item.height)
    painter.setPen(pen(item.ink, item.line, "dashed" if item.dashed else "solid") if item.line else NO_PEN)
    painter.setBrush(brush(item.fill) if item.fill else NO_BRUSH)
    painter.drawRect(area)
    if item.hatch == "bars":
        painter.setPen(NO_PEN)
        painter.setBrush(brush(item.ink))
        step = 1.6
        y = item.y
        while y < item.y + item.height:
            painter.drawRect(QRectF(item.x, y, item.width, min(step / 2, item.y + item.height - y)))
            y += step
    elif item.hatch == "dots":
        painter.setPen(NO_PEN)
        painter.setBrush(brush(item.ink))
        y = item.y + 0.8
        while y < item.y + item.height:
            painter.drawEllipse(QPointF(item.x + item.width / 2, y), item.width / 4, item.width / 4)
            y += item.width
    elif item.hatch == "slant":
        painter.save()
        painter.setClipRect(area)
        painter.setPen(pen(item.ink, 0.15))
        step = 1.8
        for place in range(int((item.width + item.height) / step) + 1):
            x = item.x + place * step
            painter.drawLine(QLineF(x, item.y, x - item.height, item.y + item.height))
        painter.restore()


def _code(painter: QPainter, item: Code) -> None:
    """Paint the modules as a picture of one bit each: a tenth of what as many rectangles take in the file."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    # Else Qt writes it as a JPEG, whose edges no reader likes.
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    painter.drawImage(QRectF(item.x, item.y, item.side, item.side), _modules(item.rows))


@lru_cache(maxsize=4)
def _modules(rows: tuple[bytes, ...]) -> QImage:
    """Return the picture of a code; both ends of a cable have the same one, which is in the file once."""
    # A bit for each module, rows padded to whole words of 32 bits as Qt wants them.
    bits = np.packbits(np.frombuffer(b"".join(rows), np.uint8).reshape(len(rows), -1), axis=1)
    padded = np.zeros((len(rows), -(-bits.shape[1] // 4) * 4), dtype=np.uint8)
    padded[:, : bits.shape[1]] = bits
    image = QImage(padded.tobytes(), len(rows), len(rows), padded.shape[1], QImage.Format.Format_Mono).copy()
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    return image


def _placed(painter: QPainter, item: Placed, pixels: float) -> None:
    painter.save()
    painter.translate(item.x, item.y)
    painter.scale(item.scale, item.scale)
    painter.translate(-item.area.x, -item.area.y)
    painter.setClipRect(QRectF(*item.area))
    paint_drawing(painter, item.drawing, visible=item.area, scale=item.scale * pixels)
    painter.restore()
