"""A filter by a range: a histogram with two handles below it, moved by mouse and keyboard, and the range in words."""

from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from designer.model.figures.number_locale import localised
from designer.ui.explore_window.captions import FigureWords
from designer.ui.explore_window.variants import Histogram, Range
from designer.ui.widgets.theme import ink, type_font

_TITLE: Final = 22
_BARS: Final = 26
_HANDLE: Final = 6.5
_HIGH: Final = _TITLE + _BARS + 22
_SECOND: Final = 16
"""Height of the range below the title, where both do not fit beside each other."""
_STEPS: Final = 40
"""Of a range, one of which an arrow key moves a handle; with Shift it is five."""
_REACH: Final = 12.0
"""Pixels around a handle within which the mouse takes it."""


class RangeFilter(QWidget):
    """Asks for a range of one figure: drag a handle or the bar between both, or use arrow keys, Home and End.

    Tab goes from the low to the high handle. A drag over the bars brushes from where it began; a double click takes
    the range back.

    Attributes:
        key: Of the figure or parameter.
        wanted: The range that is asked for.
    """

    def __init__(
        self, key: str, words: FigureWords, parent: QWidget | None, asked: Callable[[str, Range], object]
    ) -> None:
        super().__init__(parent)
        self.key = key
        self.wanted = Range()
        self._words, self._asked = words, asked
        self._histogram: Histogram | None = None
        self._end = "low" if words.direction > 0 else "high"
        self._top = self._title_high = _TITLE
        self._grabbed = ""
        self._from = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setToolTip(
            "Drag over the bars or a handle; arrow keys move a handle, X changes to the other one, "
            "Delete takes the range back."
        )

    def show_histogram(self, histogram: Histogram, wanted: Range) -> None:
        """Show how many variants there are and remain, and the range WANTED."""
        self._histogram, self.wanted = histogram, wanted
        self._fit_words()
        self.setAccessibleName(f"{self._words.title}: {self.range_text()}")
        self.setAccessibleDescription(f"{int(histogram.left.sum()):,} variants remain by all other filters.")
        self.update()

    def range_text(self) -> str:
        """Return the range in words: "at least 200 k", "any"."""
        low, high = self.wanted
        if not self.wanted.asks:
            return "any"
        if high == np.inf:
            return f"at least {self._words.text(low)}"
        if low == -np.inf:
            return f"at most {self._words.text(high)}"
        return f"{self._words.text(low)} to {self._words.text(high)}"

    def _fit_words(self) -> None:
        """Take the height that title and range need; a long title wraps, and the range stands below where it must."""
        strong, body = QFontMetrics(type_font("strong")), QFontMetrics(type_font("body"))
        both = strong.horizontalAdvance(self._words.title) + body.horizontalAdvance(self.range_text()) + 12
        self._title_high = _TITLE
        if both > self.width():
            room = QRect(0, 0, max(self.width(), 1), 200)
            flags = int(Qt.TextFlag.TextWordWrap)
            self._title_high = max(strong.boundingRect(room, flags, self._words.title).height() + 4, _TITLE)
        top = self._title_high + (_SECOND if both > self.width() else 0)
        if self._top != top:
            self._top = top
            self.updateGeometry()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    # ---- Places ----

    def _ends(self) -> tuple[float, float]:
        edges = self._histogram.edges if self._histogram is not None else (0.0, 1.0)
        return float(edges[0]), float(edges[-1])

    def _x(self, value: float) -> float:
        """Return the pixel of VALUE."""
        low, high = self._ends()
        share = (min(max(value, low), high) - low) / (high - low)
        return _HANDLE + share * (self.width() - 2 * _HANDLE)

    def _value(self, x: float) -> float:
        """Return the value at the pixel X, rounded to what a pixel is worth."""
        low, high = self._ends()
        share = (x - _HANDLE) / max(self.width() - 2 * _HANDLE, 1.0)
        value = low + min(max(share, 0.0), 1.0) * (high - low)
        step = 10.0 ** np.floor(np.log10(max(high - low, 1e-300) / 100))
        return float(np.round(value / step) * step)

    def end_at(self, name: str) -> float:
        """Return the pixel of the handle "low" or "high"."""
        return self._x(self.wanted.low if name == "low" else self.wanted.high)

    # ---- Hands ----

    def take(self, low: float, high: float) -> None:
        """Ask for the range from LOW to HIGH; what reaches an end of all values asks for nothing there."""
        least, most = self._ends()
        low, high = min(low, high), max(low, high)
        self.wanted = Range(-np.inf if low <= least else low, np.inf if high >= most else high)
        self._asked(self.key, self.wanted)

    def _take_end(self, value: float) -> None:
        low, high = self._ends()
        if self._end == "low":
            self.take(min(value, min(self.wanted.high, high)), min(self.wanted.high, high))
        else:
            self.take(max(self.wanted.low, low), max(value, max(self.wanted.low, low)))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._histogram is None:
            return
        x = event.position().x()
        apart = {name: abs(x - self.end_at(name)) for name in ("low", "high")}
        nearest = min(apart, key=lambda name: apart[name])
        if event.position().y() >= self._top + _BARS - 6:
            # On the line below: the nearer handle comes, as in any slider.
            self._grabbed = self._end = nearest
            self._take_end(self._value(x))
        else:
            self._grabbed, self._from = "brush", self._value(x)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        value = self._value(event.position().x())
        if self._grabbed == "brush":
            if abs(event.position().x() - self._x(self._from)) >= 3:
                self.take(self._from, value)
        elif self._grabbed:
            self._take_end(value)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = ""

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._grabbed = ""
        self.clear()

    def clear(self) -> None:
        """Ask for nothing."""
        self.take(*self._ends())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        low, high = self._ends()
        step = (high - low) / _STEPS * (5 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        at = min(max(self.wanted.low if self._end == "low" else self.wanted.high, low), high)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Down:
                self._take_end(max(at - step, low))
            case Qt.Key.Key_Right | Qt.Key.Key_Up:
                self._take_end(min(at + step, high))
            case Qt.Key.Key_Home:
                self._take_end(low)
            case Qt.Key.Key_End:
                self._take_end(high)
            case Qt.Key.Key_X:
                self._end = "high" if self._end == "low" else "low"
                self.update()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.clear()
            case _:
                super().keyPressEvent(event)

    # ---- Picture ----

    @override
    def sizeHint(self) -> QSize:
        return QSize(220, _HIGH - _TITLE + self._top)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(140, _HIGH - _TITLE + self._top)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_words(painter)
        if self._histogram is None:
            return
        self._paint_bars(painter, self._histogram)
        y = self._top + _BARS + 8.0
        left, right = self.end_at("low"), self.end_at("high")
        painter.setPen(QPen(ink("border"), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(_HANDLE, y), QPointF(self.width() - _HANDLE, y))
        painter.setPen(QPen(ink("accent"), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        for name, x in (("low", left), ("high", right)):
            chosen = self.hasFocus() and name == self._end
            painter.setBrush(ink("accent" if chosen else "surface"))
            painter.setPen(QPen(ink("text" if chosen else "accent"), 2))
            painter.drawEllipse(QPointF(x, y), _HANDLE - 1, _HANDLE - 1)

    def _paint_words(self, painter: QPainter) -> None:
        painter.setFont(type_font("strong"))
        painter.setPen(ink("text"))
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(QRectF(0, 0, self.width(), self._title_high), flags, localised(self._words.title))
        painter.setFont(type_font("body"))
        painter.setPen(ink("text" if self.wanted.asks else "muted"))
        below = QRectF(0, self._top - _TITLE, self.width(), _TITLE)
        painter.drawText(
            below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, localised(self.range_text())
        )

    def _paint_bars(self, painter: QPainter, histogram: Histogram) -> None:
        most = max(int(histogram.all.max()), 1)
        middles = (histogram.edges[:-1] + histogram.edges[1:]) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        wide = (self.width() - 2 * _HANDLE) / len(middles)
        soft = ink("accent")
        soft.setAlpha(130)
        for place, (middle, every, left) in enumerate(zip(middles, histogram.all, histogram.left, strict=True)):
            x = _HANDLE + place * wide
            # A bar belongs to the range by its middle, so that it is never half in it.
            inside = self.wanted.low <= middle <= self.wanted.high
            # Few variants beside many are still seen: a bar is never lower than two pixels.
            for count, colour in ((int(every), ink("border")), (int(left) if inside else 0, soft)):
                if count:
                    high = max(2.0, _BARS * count / most)
                    painter.setBrush(colour)
                    painter.drawRoundedRect(QRectF(x + 0.5, self._top + _BARS - high, wide - 1, high), 1.5, 1.5)
