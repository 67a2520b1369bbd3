"""A histogram of histories by the hours a year that they lose, with P10 to P90 marked."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.analysis.availability.records import Bar, Ranged
from designer.model.figures.number_locale import localised
from designer.ui.widgets.theme import ink

_FOOT: Final = 20
_GAP: Final = 1.0


class Histogram(QWidget):
    """Bars, those from P10 to P90 in the accent; what it shows stands in its accessible description as well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(64)
        self.setAccessibleName("Histories by hours lost a year")
        self._bars: Sequence[Bar] = ()
        self._ranged: Ranged | None = None

    @override
    def sizeHint(self) -> QSize:
        return QSize(360, 150)

    def show_bars(self, bars: Sequence[Bar], ranged: Ranged | None) -> None:
        """Show BARS, of what RANGED says P10 and P90 of."""
        self._bars, self._ranged = tuple(bars), ranged
        words = ", ".join(f"{bar.share:.0%} from {bar.low:,.3g} to {bar.high:,.3g} h" for bar in bars if bar.share)
        self.setAccessibleDescription(words)
        self.setToolTip(localised(words))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:
            painter.end()

    def _paint(self, painter: QPainter) -> None:
        if not self._bars:
            return
        width, height = self.width(), self.height() - _FOOT
        most = max(bar.share for bar in self._bars) or 1.0
        step = width / len(self._bars)
        low, high = (None, None) if self._ranged is None else (self._ranged.p10, self._ranged.p90)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, bar in enumerate(self._bars):
            middle = (bar.low + bar.high) / 2
            inside = low is not None and high is not None and low <= middle <= high
            tall = height * bar.share / most
            painter.setBrush(ink("accent" if inside else "muted"))
            painter.drawRect(QRectF(place * step, height - tall, max(1.0, step - _GAP), tall))
        painter.setPen(ink("muted"))
        foot = QRectF(0, height, width, _FOOT)
        painter.drawText(
            foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, localised(f"{self._bars[0].low:,.3g} h")
        )
        last = f"{self._bars[-1].high:,.3g} h lost a year"
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, localised(last))
