"""Pictures of the window of phases: the Gantt picture, and money and peak power by quarter."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.analysis.phases.records import PhasesResult, PlannedQuarter
from designer.drawing.records import Rect
from designer.drawing.slides.gantt import gantt_items, gantt_rows, gantt_tips, gantt_words
from designer.drawing.slides.page import BoxItem, SlidePage
from designer.model.figures.figure import leaf
from designer.model.figures.figure_text import figure_text
from designer.model.figures.number_locale import localised
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook
from designer.paint.slides.painter import paint_slide
from designer.ui.widgets.theme import ink, type_font

NOTHING: Final = "Add a phase: say when it is ordered, and its dates appear here."
_PX: Final = 12.0
_ROW: Final = 24
_GAP: Final = 3
_FOOT: Final = 22
_LEFT: Final = 74
_WORDS_APART: Final = 52
"""Pixels from the name of one quarter to the next, at least."""


class GanttPicture(QWidget):
    """The Gantt picture; what it shows is its accessible description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: PhasesResult | None = None
        self.setMouseTracking(True)
        self.setAccessibleName("Gantt picture of the phases")
        self.setMinimumSize(QSize(480, 112))

    def show_phases(self, found: PhasesResult | None) -> None:
        """Show FOUND; None where there are no phases."""
        self._found = found
        self.setAccessibleDescription(NOTHING if found is None else " ".join(gantt_words(found)))
        rows = 3 if found is None else gantt_rows(found)
        self.setMinimumHeight(min(rows * _ROW + 40, 4_000))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._found is None:
            painter.setPen(ink("muted"))
            painter.setFont(type_font("body"))
            painter.drawText(
                self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), localised(NOTHING)
            )
        else:
            paint_slide(painter, SlidePage("phases", "", (), "", gantt_items(self._found, self._room(), _PX)))
        painter.end()

    def _room(self) -> Rect:
        return Rect(4.0, 4.0, self.width() - 20.0, self.height() - 8.0)

    def words_at(self, x: float, y: float) -> str:
        """Return what the bar or sign at a place of the picture says; "" where there is none."""
        if self._found is None:
            return ""
        tips = gantt_tips(self._found)
        # Signs are drawn last and lie above the bars.
        for item in reversed(gantt_items(self._found, self._room(), _PX)):
            if isinstance(item, BoxItem) and item.key in tips and _holds(item.rect, x, y):
                return tips[item.key]
        return ""

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.setToolTip(localised(self.words_at(event.position().x(), event.position().y())))
        super().mouseMoveEvent(event)


def _holds(rect: Rect, x: float, y: float) -> bool:
    return rect.x <= x <= rect.right and rect.y <= y <= rect.bottom


class QuartersPicture(QWidget):
    """Money that is paid in each quarter as bars, and below it the peak power at its end as a stepped line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: PhasesResult | None = None
        self._book = PriceBook()
        self.setMouseTracking(True)
        self.setAccessibleName("Money and peak power by quarter")
        self.setMinimumSize(QSize(360, 170))

    def show_phases(self, found: PhasesResult | None, book: PriceBook) -> None:
        """Show FOUND in the money of BOOK; None where there are no phases."""
        self._found, self._book = found, book
        self.setAccessibleDescription(self.words())
        self.update()

    def words(self) -> str:
        """Return all quarters in words, for those who do not see the picture."""
        if self._found is None:
            return NOTHING
        return " ".join(f"{self._words_of(one)}." for one in self._found.quarters)

    def words_at(self, x: float) -> str:
        """Return the figures of the quarter whose bar stands at X; "" beside all."""
        quarters = self._found.quarters if self._found is not None else ()
        place = int((x - _LEFT) // max((self.width() - _LEFT) / max(len(quarters), 1), 1e-9))
        return self._words_of(quarters[place]) if 0 <= place < len(quarters) else ""

    def _words_of(self, one: PlannedQuarter) -> str:
        paid, p50, p90, until, late = map(
            self._money, (one.spend_usd, one.spend_usd_p50, one.spend_usd_p90, one.spent_usd, one.spent_usd_p90)
        )
        peak = f"peak power {_watts(one.peak_w_p50)} (P50), {_watts(one.peak_w_p90)} (P90)"
        return f"{one.quarter}: {paid} paid ({p50} P50, {p90} P90), {until} until its end ({late} P90), {peak}"

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.setToolTip(localised(self.words_at(event.position().x())))
        super().mouseMoveEvent(event)

    def _money(self, usd: float) -> str:
        return figure_text(in_currency(leaf("paid", usd, "USD"), self._book))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(type_font("caption"))
        found = self._found
        if found is None or not found.quarters:
            painter.end()
            return
        quarters = found.quarters
        half = (self.height() - _FOOT) / 2
        wide = (self.width() - _LEFT) / len(quarters)
        most = max(max(one.spend_usd_p90 for one in quarters), max(one.spend_usd for one in quarters), 1e-9)
        peak = max(max(one.peak_w_p90 for one in quarters), 1e-9)
        centre = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        painter.setPen(ink("muted"))
        painter.drawText(QRectF(0, 2, _LEFT - 8, 40), centre, localised(f"paid\n{self._money(most)}"))
        painter.drawText(QRectF(0, half + 4, _LEFT - 8, 40), centre, localised(f"power\n{_watts(peak)}"))
        every = max(1, round(_WORDS_APART / max(wide, 1e-9) + 0.5))
        fill, band = ink("accent"), QColor(ink("accent"))
        band.setAlphaF(0.25)
        for place, one in enumerate(quarters):
            x = _LEFT + place * wide
            tall, late = ((half - 12) * usd / most for usd in (one.spend_usd, one.spend_usd_p90))
            painter.fillRect(QRectF(x + _GAP / 2, half - 2 - tall, max(wide - _GAP, 1.0), tall), fill)
            painter.setPen(QPen(ink("text"), 1.0))
            painter.drawLine(int(x + _GAP / 2), int(half - 2 - late), int(x + wide - _GAP / 2), int(half - 2 - late))
            base, room = 2 * half, half - 14
            low, middle, high = (room * value / peak for value in (one.peak_w_p10, one.peak_w_p50, one.peak_w_p90))
            painter.fillRect(QRectF(x, base - high, wide, high - low), band)
            painter.setPen(QPen(ink("text"), 2.0))
            painter.drawLine(int(x), int(base - middle), int(x + wide), int(base - middle))
            if place % every == 0:
                painter.setPen(ink("muted"))
                painter.drawText(QRectF(x, base + 4, _WORDS_APART + 20, _FOOT), localised(one.quarter))
        painter.end()


def _watts(value: float) -> str:
    return figure_text(leaf("peak power", value, "W"))
