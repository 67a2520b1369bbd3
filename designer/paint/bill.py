"""Set the bill on paper: pages of A3 in landscape, the headings again on each, as PDF."""

from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from designer.model.records import RefusedInput
from designer.paint.application import ensure_application
from designer.paint.fonts import font_of
from designer.paint.pictures import CREATOR, whole_file

_DPI: Final = 300
_POINTS_IN_INCH: Final = 72
_MARGIN_PT: Final = 36.0
_FOOT_PT: Final = 14.0
LETTERS_PT: Final = 5.9
_FOOT_LETTERS: Final = 9
_BOLD: Final = 1.1
PAPER_WIDTH: Final = 420 / 25.4 * _POINTS_IN_INCH - 2 * _MARGIN_PT
"""Between the margins of A3 in landscape, in points."""


def text_width(text: str, bold: bool) -> float:
    """Return how wide TEXT is on paper, in the units in which a page is `PAPER_WIDTH` wide.

    Bold letters are taken to be so much wider: where a bold face is asked for before the plain one, Qt sets all text of
    a variable font bold.
    """
    ensure_application()
    return _metrics().horizontalAdvance(text) * (_BOLD if bold else 1.0)


@cache
def _metrics() -> QFontMetricsF:
    return QFontMetricsF(_font())


def _font() -> QFont:
    font = font_of("body", 12)
    font.setPointSizeF(LETTERS_PT)
    return font


def write_bill_pages(path: Path, title: str, page: str) -> None:
    """Write PAGE, a page of HTML, to PATH as a PDF, whole or not at all.

    Raises:
        RefusedInput: the file cannot be written.
    """
    ensure_application()
    with whole_file(path) as device:
        writer = QPdfWriter(device)
        writer.setTitle(title)
        writer.setCreator(CREATOR)
        writer.setResolution(_DPI)
        writer.setPageLayout(
            QPageLayout(QPageSize(QPageSize.PageSizeId.A3), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))
        )
        painter = QPainter()
        if not painter.begin(writer):
            raise RefusedInput(f"{path.name} could not be written.")
        # All lengths below are points; the painter makes dots of them.
        scale = _DPI / _POINTS_IN_INCH
        wide, high = writer.width() / scale, writer.height() / scale
        inner = QSizeF(wide - 2 * _MARGIN_PT, high - 2 * _MARGIN_PT - _FOOT_PT)
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(_font())
        document.setHtml(page)
        document.setPageSize(inner)
        for number in range(document.pageCount()):
            if number:
                writer.newPage()
            painter.save()
            painter.scale(scale, scale)
            painter.translate(_MARGIN_PT, _MARGIN_PT - number * inner.height())
            context = QAbstractTextDocumentLayout.PaintContext()
            context.clip = QRectF(0, number * inner.height(), inner.width(), inner.height())
            painter.setClipRect(context.clip)
            document.documentLayout().draw(painter, context)
            painter.restore()
            _foot(painter, scale, (wide, high), title, f"{number + 1} of {document.pageCount()}")
        painter.end()


def _foot(painter: QPainter, scale: float, size: tuple[float, float], title: str, number: str) -> None:
    painter.save()
    painter.scale(scale, scale)
    font = font_of("body", 12)
    font.setPixelSize(round(_FOOT_LETTERS))
    painter.setFont(font)
    area = QRectF(_MARGIN_PT, size[1] - _MARGIN_PT - _FOOT_PT, size[0] - 2 * _MARGIN_PT, _FOOT_PT)
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, title)
    painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, number)
    painter.restore()
