"""Picture of a year in hours: a field for each hour of the average day of each month, the more the warmer."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.formulas.cooling.average_days import DAYS, HOURS, Cells
from designer.model.figures.figure_text import number_text
from designer.model.figures.number_locale import localised
from designer.ui.widgets.theme import ink, type_font

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LEFT: Final = 40
_TOP: Final = 4
_FOOT: Final = 44
_MARKED: Final = (0, 6, 12, 18)
"""Hours that are named below the fields."""


class HoursPicture(QWidget):
    """The fields of a year, with their least and greatest value; what a field says stands in its tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: Cells | None = None
        self._unit = ""
        self._hint = ""
        self.setMinimumSize(QSize(320, 240))
        self.setMouseTracking(True)

    def show_hours(self, title: str, cells: Cells | None, unit: str, hint: str = "") -> None:
        """Show CELLS (12, 24) in UNIT; where there are none, HINT says why."""
        self._cells, self._unit, self._hint = cells, unit, hint
        self.setAccessibleName(title)
        self.setAccessibleDescription(self.words())
        self.update()

    def words(self) -> str:
        """Return what the picture shows, for those who do not see it."""
        if self._cells is None:
            return self._hint
        least, most = (divmod(int(flat), HOURS) for flat in (self._cells.argmin(), self._cells.argmax()))
        return f"Least {self._told(*least)}; most {self._told(*most)}."

    def _told(self, month: int, hour: int) -> str:
        value = 0.0 if self._cells is None else float(self._cells[month, hour])
        return f"{number_text(value)} {self._unit} in {MONTHS[month]} from {hour} to {hour + 1} h"

    def _field(self) -> tuple[float, float]:
        """Return width and height of a field, pixels."""
        return (self.width() - _LEFT) / HOURS, (self.height() - _TOP - _FOOT) / len(DAYS)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._cells is not None:
            wide, tall = self._field()
            hour, month = int((event.pos().x() - _LEFT) // wide), int((event.pos().y() - _TOP) // tall)
            if 0 <= hour < HOURS and 0 <= month < len(DAYS):
                QToolTip.showText(event.globalPos(), self._told(month, hour), self)
                return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(type_font("caption"))
        painter.setPen(ink("muted"))
        if self._cells is None:
            room = self.rect().adjusted(12, 12, -12, -12)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), localised(self._hint))
            painter.end()
            return
        wide, tall = self._field()
        low, high = float(self._cells.min()), float(self._cells.max())
        theme = current_theme()
        middle = Qt.AlignmentFlag.AlignVCenter
        for month, name in enumerate(MONTHS):
            top = _TOP + month * tall
            painter.drawText(
                QRectF(0, top, _LEFT - 8, tall), int(Qt.AlignmentFlag.AlignRight | middle), localised(name)
            )
            for hour in range(HOURS):
                share = 0.5 if high <= low else (float(self._cells[month, hour]) - low) / (high - low)
                box = QRectF(_LEFT + hour * wide, top, wide, tall).adjusted(0.5, 0.5, -0.5, -0.5)
                painter.fillRect(box, QColor(theme.heat_colour(share)))
        foot = _TOP + len(DAYS) * tall
        for hour in _MARKED:
            painter.drawText(QPointF(_LEFT + hour * wide, foot + 14), localised(f"{hour} h"))
        self._paint_scale(painter, foot + 20, low, high)
        painter.end()

    def _paint_scale(self, painter: QPainter, top: float, low: float, high: float) -> None:
        """Paint the colours from LOW to HIGH with both figures."""
        steps = current_theme().heat
        painter.setPen(ink("text"))
        words = number_text(low), f"{number_text(high)} {self._unit}"
        left = _LEFT + painter.fontMetrics().horizontalAdvance(words[0]) + 8
        bar = QRectF(left, top + 5, 120.0, 8.0)
        if high > low:
            for place, colour in enumerate(steps):
                piece = bar.width() / len(steps)
                painter.fillRect(QRectF(bar.left() + place * piece, bar.top(), piece, bar.height()), QColor(colour))
            painter.drawText(QPointF(_LEFT, top + 14), localised(words[0]))
            painter.drawText(QPointF(bar.right() + 8, top + 14), localised(words[1]))
        else:
            painter.drawText(QPointF(_LEFT, top + 14), localised(f"{words[1]}, in all hours alike"))
