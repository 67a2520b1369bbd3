"""Set the one-page report on A4 and write it as PDF."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen, QTextOption

from designer.drawing.current_theme import current_theme, in_theme
from designer.drawing.records import Rect
from designer.drawing.report_page import ReportPage
from designer.drawing.theme_tokens import theme_named
from designer.model.records import RefusedInput
from designer.paint.fonts import font_of
from designer.paint.painter import paint_drawing
from designer.paint.pictures import ensure_application, whole_file

_WIDTH: Final = 794.0
_HEIGHT: Final = 1123.0
_MARGIN: Final = 48.0
_INNER: Final = _WIDTH - 2 * _MARGIN
_PICTURE: Final = 390.0


def write_report_page(path: Path, page: ReportPage) -> None:
    """Write PAGE to PATH as a PDF of one A4 page, whole or not at all.

    Raises:
        RefusedInput: the file cannot be written.
    """
    ensure_application()
    with whole_file(path) as device:
        writer = QPdfWriter(device)
        writer.setTitle(page.title)
        writer.setCreator("Stackwright")
        writer.setResolution(300)
        writer.setPageLayout(
            QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        )
        painter = QPainter()
        if not painter.begin(writer):
            raise RefusedInput(f"{path.name} could not be written.")
        scale = writer.width() / _WIDTH
        painter.scale(scale, scale)
        paint_report_page(painter, page)
        painter.end()


def paint_report_page(painter: QPainter, page: ReportPage) -> None:
    """Paint PAGE into 794 × 1123 units."""
    with in_theme(theme_named("print")):
        _Setting(painter).set(page)


class _Setting:
    """Sets a page from top to bottom."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self._y = _MARGIN

    def set(self, page: ReportPage) -> None:
        self._text(page.title, font_of("hero", 26), "text", _INNER, 2)
        self._text(page.lead, font_of("body", 13), "muted", _INNER, 2)
        self._y += 12
        self._figures(page)
        self._picture(page)
        self._paragraphs_and_costs(page)
        self._risks(page)
        self._footer(page)

    def _text(self, text: str, font: QFont, colour: str, width: float, lines: int, x: float = _MARGIN) -> None:
        """Set TEXT in at most LINES lines and move down; what does not fit ends in an ellipsis."""
        self._painter.setFont(font)
        self._painter.setPen(QColor(current_theme().colour(colour)))
        metrics = self._painter.fontMetrics()
        height = metrics.lineSpacing() * lines
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        area = QRectF(x, self._y, width, height)
        needed = self._painter.boundingRect(QRectF(x, self._y, width, 10_000), text, option)
        while needed.height() > height + 1 and len(text) > 8:
            kept = text.removesuffix("…")
            text = kept[: int(len(kept) * 0.92)].rstrip(" .,") + "…"
            needed = self._painter.boundingRect(QRectF(x, self._y, width, 10_000), text, option)
        self._painter.drawText(area, text, option)
        self._y += min(needed.height(), height) + 2

    def _rule(self, x: float = _MARGIN, width: float = _INNER) -> None:
        self._painter.setPen(QPen(QColor("#DDE1E8"), 1))
        self._painter.drawLine(QPointF(x, self._y), QPointF(x + width, self._y))

    def _figures(self, page: ReportPage) -> None:
        self._rule()
        top = self._y + 10
        width = _INNER / max(len(page.figures), 1)
        bottom = top
        for index, figure in enumerate(page.figures):
            x = _MARGIN + index * width
            self._y = top
            self._text(figure.label, font_of("caption", 10), "muted", width - 12, 1, x)
            number = font_of("figure", 19)
            self._painter.setFont(number)
            advance = self._painter.fontMetrics().horizontalAdvance(figure.number)
            baseline = self._y
            self._text(figure.number, number, "text", width - 8, 1, x)
            end = self._y
            self._y = baseline + 7
            self._text(figure.unit, font_of("body", 11), "muted", max(width - advance - 8, 40), 1, x + advance + 5)
            self._y = end
            self._text(figure.note, font_of("caption", 9), "muted", width - 14, 3, x)
            bottom = max(bottom, self._y)
        self._y = bottom + 6
        self._rule()
        self._y += 12

    def _picture(self, page: ReportPage) -> None:
        bounds = page.drawing.bounds.grown(24)
        height = min(_PICTURE, _INNER * bounds.height / bounds.width)
        area = QRectF(_MARGIN, self._y, _INNER, height)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor("#F5F6F8"))
        self._painter.drawRoundedRect(area, 10, 10)
        scale = min(area.width() / bounds.width, area.height() / bounds.height, 1.2)
        self._painter.save()
        self._painter.setClipRect(area)
        centre_x, centre_y = bounds.centre
        self._painter.translate(area.center())
        self._painter.scale(scale, scale)
        self._painter.translate(-centre_x, -centre_y)
        visible = Rect(*bounds)
        paint_drawing(self._painter, page.drawing, visible=visible, scale=max(scale, 1.0))
        self._painter.restore()
        self._y += height + 16

    def _paragraphs_and_costs(self, page: ReportPage) -> None:
        top = self._y
        left = _INNER * 0.56
        for heading, text in page.paragraphs:
            self._text(heading, font_of("strong", 11), "text", left, 1)
            self._text(text, font_of("body", 10), "text", left, 8)
            self._y += 8
        bottom = self._y
        x = _MARGIN + left + 28
        width = _INNER - left - 28
        self._y = top
        self._text("Where the purchase goes", font_of("strong", 11), "text", width, 1, x)
        for row in page.costs:
            self._cost_row(row.label, row.number, row.share, x, width)
        if page.sure:
            self._y += 8
            self._text("How sure are these figures", font_of("strong", 11), "text", width, 1, x)
        for one in page.sure:
            self._cost_row(one.label, one.number, None, x, width)
            self._text(one.detail, font_of("caption", 8), "muted", width - 5, 2, x + 5)
        self._y = max(bottom, self._y) + 6

    def _cost_row(self, label: str, number: str, share: float | None, x: float, width: float) -> None:
        self._painter.setFont(font_of("body", 10))
        metrics = self._painter.fontMetrics()
        line = metrics.lineSpacing()
        if share:
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(QColor("#D5E0F7"))
            self._painter.drawRoundedRect(QRectF(x, self._y + 1, max(width * share, 3), line + 2), 3, 3)
        self._painter.setPen(QColor(current_theme().colour("text")))
        area = QRectF(x + 5, self._y, width - 10, line + 4)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(area, left, label)
        self._painter.drawText(area, right, number)
        self._y += line + 6

    def _risks(self, page: ReportPage) -> None:
        self._rule()
        self._y += 10
        heading = "What can go wrong" if page.risks else "What can go wrong: nothing was found"
        self._text(heading, font_of("strong", 11), "text", _INNER, 1)
        for index, risk in enumerate(page.risks, start=1):
            colour = {"error": "error", "warning": "warn"}.get(risk.severity, "muted")
            top = self._y
            self._text(f"{index}", font_of("strong", 13), colour, 20, 1)
            self._y = top
            self._text(risk.message, font_of("strong", 10), "text", _INNER - 24, 2, _MARGIN + 24)
            self._text(risk.detail, font_of("body", 9), "muted", _INNER - 24, 2, _MARGIN + 24)
            self._y += 3

    def _footer(self, page: ReportPage) -> None:
        self._y = _HEIGHT - _MARGIN - 30
        self._rule()
        self._y += 6
        self._text(f"{page.date}. {page.footer} Made with Stackwright.", font_of("caption", 8), "muted", _INNER, 2)
