"""Parallel axes: a line for each variant across what varies and what counts, brushed on each axis."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from designer.model.figures.number_locale import localised
from designer.ui.explore_window.captions import FigureWords
from designer.ui.explore_window.line_density import line_density, shade
from designer.ui.explore_window.scatter import EMPTY
from designer.ui.explore_window.variants import Axis, Mask, Range, Variants
from designer.ui.widgets.announcing import announce
from designer.ui.widgets.theme import ink, type_font

_ABOVE: Final = 30
"""From the titles of the axes to where the axes begin; their highest values stand between."""
_BOTTOM: Final = 30
_SIDE: Final = 70
_REACH: Final = 16.0
_BRUSH: Final = 7.0
_STEPS: Final = 40
MOST_AXES: Final = 9
"""Axes side by side; of more none could be read."""


class Shelf(NamedTuple):
    """One axis as it stands.

    Attributes:
        axis: Its key, words and values; codes of words for a parameter of words.
        low: Value at its bottom.
        high: Value at its top.
        labels: Words at its steps; empty for numbers.
        shares: (n,) place of each variant from 0 at the bottom to 1 at the top.
    """

    axis: Axis
    low: float
    high: float
    labels: tuple[str, ...]
    shares: NDArray[np.float64]


def shelves_of(variants: Variants, keys: tuple[str, ...], name_of: Callable[[str], str] = str) -> tuple[Shelf, ...]:
    """Return the axes KEYS of VARIANTS, words written by NAME_OF; one without a known value is left out."""
    found: list[Shelf] = []
    for key in keys[:MOST_AXES]:
        classes = variants.classes.get(key)
        axis = variants.axes.get(key)
        labels: tuple[str, ...] = ()
        if axis is None and classes is not None:
            values = np.where(classes.codes >= 0, classes.codes, np.nan).astype(np.float64)
            axis, labels = Axis(key, FigureWords(classes.title), 0, values), tuple(map(name_of, classes.labels))
        if axis is None or not np.isfinite(axis.values).any():
            continue
        low, high = float(np.nanmin(axis.values)), float(np.nanmax(axis.values))
        span = high - low
        shares = (axis.values - low) / span if span > 0 else np.where(np.isfinite(axis.values), 0.5, np.nan)
        found.append(Shelf(axis, low, high, labels, shares))
    return tuple(found)


class ParallelAxes(QWidget):
    """Drag along an axis to ask for a range of it; a click on it takes that back.

    By keyboard: Left and Right choose an axis, Up and Down move the low end of its range, with Shift the high end,
    Delete takes it back.

    Attributes:
        shelves: The axes.
        at: Which of them the keyboard is on.
    """

    def __init__(
        self, parent: QWidget | None, *, asked: Callable[[str, Range], object], name_of: Callable[[str], str]
    ) -> None:
        """Make it; ASKED is told a key and the range that is asked for on its axis, NAME_OF returns a part's name."""
        super().__init__(parent)
        self.shelves: tuple[Shelf, ...] = ()
        self.at = 0
        self._asked, self._name_of = asked, name_of
        self._variants: Variants | None = None
        self._meeting: Mask = np.empty(0, np.bool_)
        self._chosen = -1
        self._faded: QImage | None = None
        self._solid: QImage | None = None
        self._press: tuple[int, float] | None = None
        self._moved = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Variants as lines across parallel axes")
        self.setToolTip("Drag along an axis to keep what passes there; a click on the axis takes that back.")

    def show_variants(self, variants: Variants | None, keys: tuple[str, ...], meeting: Mask, chosen: int) -> None:
        """Show VARIANTS on the axes KEYS; those MEETING what is asked are drawn full, and the CHOSEN row on top."""
        same = variants is self._variants and keys == tuple(one.axis.key for one in self.shelves)
        if not same:
            self.shelves = shelves_of(variants, keys, self._name_of) if variants is not None else ()
            self._faded = None
            self.at = min(self.at, max(len(self.shelves) - 1, 0))
        if not same or not np.array_equal(meeting, self._meeting):
            self._solid = None
        self._variants, self._meeting, self._chosen = variants, meeting, chosen
        self._describe()
        self.update()

    def recolour(self) -> None:
        """Take the colours of the current theme."""
        self._faded = self._solid = None
        self.update()

    def _describe(self) -> None:
        if not self.shelves or self._variants is None:
            self.setAccessibleDescription(EMPTY)
            return
        shelf = self.shelves[self.at]
        wanted = self._variants.asked.get(shelf.axis.key, Range())
        self.setAccessibleDescription(
            f"{int(self._meeting.sum()):,} of {len(self._meeting):,} lines meet what is asked. "
            f"Axis {self.at + 1} of {len(self.shelves)}: {shelf.axis.words.title}, {self._range_text(shelf, wanted)}."
        )

    def _range_text(self, shelf: Shelf, wanted: Range) -> str:
        if not wanted.asks:
            return "any"
        ends = [max(wanted.low, shelf.low), min(wanted.high, shelf.high)]
        return " to ".join(self._value_text(shelf, end) for end in ends)

    def _value_text(self, shelf: Shelf, value: float) -> str:
        if shelf.labels:
            return shelf.labels[min(max(round(value), 0), len(shelf.labels) - 1)]
        return shelf.axis.words.text(value)

    # ---- Places ----

    def area(self) -> QRectF:
        """Return the pixels between the first axis and the last."""
        return QRectF(self.rect()).adjusted(_SIDE, self._top(), -_SIDE, -_BOTTOM)

    def _title_room(self) -> float:
        """Return how wide the title of an axis may be."""
        across = (self.width() - 2 * _SIDE) / max(len(self.shelves) - 1, 1)
        return min(max(across, 1.0), 2 * _SIDE) - 6

    def _top(self) -> float:
        """Return the row at which the axes begin: below the title that takes most lines."""
        metrics = QFontMetrics(type_font("caption", weight=600))
        room = QRect(0, 0, int(self._title_room()), 400)
        flags = int(Qt.TextFlag.TextWordWrap)
        highs = [metrics.boundingRect(room, flags, shelf.axis.words.title).height() for shelf in self.shelves]
        return max([*highs, metrics.height()]) + _ABOVE

    def axis_x(self, place: int) -> float:
        """Return the column of the axis at PLACE."""
        area = self.area()
        return area.left() + (area.width() * place / (len(self.shelves) - 1) if len(self.shelves) > 1 else 0.0)

    def axis_y(self, place: int, value: float) -> float:
        """Return the row of VALUE on the axis at PLACE."""
        shelf, area = self.shelves[place], self.area()
        span = shelf.high - shelf.low
        share = (min(max(value, shelf.low), shelf.high) - shelf.low) / span if span > 0 else 0.5
        return area.bottom() - share * area.height()

    def _value(self, place: int, y: float) -> float:
        shelf, area = self.shelves[place], self.area()
        share = min(max((area.bottom() - y) / area.height(), 0.0), 1.0)
        return shelf.low + share * (shelf.high - shelf.low)

    def _axis_at(self, at: QPointF) -> int:
        for place in range(len(self.shelves)):
            if abs(at.x() - self.axis_x(place)) <= _REACH and at.y() >= self._top() - 12:
                return place
        return -1

    # ---- Hands ----

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._axis_at(event.position())
        self._press, self._moved = (place, event.position().y()) if place >= 0 else None, False
        if place >= 0:
            self.at = place
            self._describe()
            self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            return
        place, begun = self._press
        if self._moved or abs(event.position().y() - begun) >= 4:
            self._moved = True
            self._ask(place, self._value(place, begun), self._value(place, event.position().y()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        if press is not None and not self._moved:
            self._asked(self.shelves[press[0]].axis.key, Range())

    def _ask(self, place: int, low: float, high: float) -> None:
        """Ask for what lies from LOW to HIGH on the axis at PLACE; its ends ask for nothing."""
        shelf = self.shelves[place]
        low, high = min(low, high), max(low, high)
        if shelf.labels:
            # Words stand at whole steps: half a step to each side belongs to them.
            low, high = np.ceil(low - 0.5), np.floor(high + 0.5)
        ends = (-np.inf if low <= shelf.low else float(low), np.inf if high >= shelf.high else float(high))
        self._asked(shelf.axis.key, Range(*ends))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self.shelves:
            super().keyPressEvent(event)
            return
        shelf = self.shelves[self.at]
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.at = (self.at + (1 if key == Qt.Key.Key_Right else -1)) % len(self.shelves)
            self._describe()
            announce(self, self.accessibleDescription())
            self.update()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = (shelf.high - shelf.low) / (len(shelf.labels) - 1 if len(shelf.labels) > 1 else _STEPS)
            step = step if key == Qt.Key.Key_Up else -step
            asked = self._variants.asked if self._variants is not None else {}
            wanted = asked.get(shelf.axis.key, Range())
            low, high = max(wanted.low, shelf.low), min(wanted.high, shelf.high)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._ask(self.at, low, min(max(high + step, low), shelf.high))
            else:
                self._ask(self.at, max(min(low + step, high), shelf.low), high)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._asked(shelf.axis.key, Range())
        else:
            super().keyPressEvent(event)

    # ---- Painting ----

    @override
    def sizeHint(self) -> QSize:
        return QSize(720, 560)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(320, 220)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._faded = self._solid = None

    def _drawn(self, among: Mask | None, colour: QColor, most: int) -> QImage:
        """Return the lines of the variants AMONG, all for None, as a picture of the whole area."""
        area, ratio = self.area(), self.devicePixelRatioF()
        wide, high = max(int(area.width() * ratio), 1), max(int(area.height() * ratio), 1)
        image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        pixels = np.frombuffer(image.bits(), np.uint32).reshape(high, image.bytesPerLine() // 4)
        rows = slice(None) if among is None else np.flatnonzero(among)
        ends = [round(wide * place / max(len(self.shelves) - 1, 1)) for place in range(len(self.shelves))]
        rgb = (colour.red(), colour.green(), colour.blue())
        for place in range(len(self.shelves) - 1):
            first, last = self.shelves[place].shares[rows], self.shelves[place + 1].shares[rows]
            density = line_density(first, last, high, ends[place + 1] - ends[place])
            pixels[:, ends[place] : ends[place + 1]] = shade(density, rgb, most)
        image.setDevicePixelRatio(ratio)
        return image

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), ink("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.shelves or self._variants is None:
            painter.setPen(ink("muted"))
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(40, 40, -40, -40), flags, localised(EMPTY))
            return
        # Each picture is kept until its own lines change: a brush changes the full ones alone.
        if self._faded is None:
            self._faded = self._drawn(None, ink("muted"), 70)
        if self._solid is None:
            self._solid = self._drawn(self._meeting, ink("accent"), 235)
        area = self.area()
        painter.drawImage(area.topLeft(), self._faded)
        painter.drawImage(area.topLeft(), self._solid)
        self._paint_chosen(painter)
        for place in range(len(self.shelves)):
            self._paint_axis(painter, place)

    def _paint_chosen(self, painter: QPainter) -> None:
        if self._chosen < 0:
            return
        area = self.area()
        spots = [
            QPointF(self.axis_x(place), area.bottom() - float(shelf.shares[self._chosen]) * area.height())
            for place, shelf in enumerate(self.shelves)
            if np.isfinite(shelf.shares[self._chosen])
        ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink("text"), 2.5))
        painter.drawPolyline(QPolygonF(spots))

    def _paint_axis(self, painter: QPainter, place: int) -> None:
        shelf, area, x = self.shelves[place], self.area(), self.axis_x(place)
        here = place == self.at and self.hasFocus()
        painter.setPen(QPen(ink("accent" if here else "text"), 2 if here else 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        asked = self._variants.asked.get(shelf.axis.key) if self._variants is not None else None
        if asked is not None:
            top, bottom = self.axis_y(place, asked.high), self.axis_y(place, asked.low)
            soft = ink("accent")
            soft.setAlpha(60)
            painter.setBrush(soft)
            painter.setPen(QPen(ink("accent"), 1.5))
            painter.drawRoundedRect(QRectF(x - _BRUSH, top - 2, 2 * _BRUSH, bottom - top + 4), 4, 4)
        self._paint_words(painter, place, shelf, x)

    def _paint_words(self, painter: QPainter, place: int, shelf: Shelf, x: float) -> None:
        area, caption = self.area(), type_font("caption")
        room = self._title_room()
        box = QRectF(x - room / 2, 4, room, area.top() - 22)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom) | int(Qt.TextFlag.TextWordWrap)
        painter.setFont(type_font("caption", weight=600))
        painter.setPen(ink("text"))
        painter.drawText(box, flags, localised(shelf.axis.words.title))
        painter.setFont(caption)
        painter.setPen(ink("muted"))
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        if not shelf.labels:
            for value, y in ((shelf.high, area.top() - 9), (shelf.low, area.bottom() + 12)):
                painter.drawText(QRectF(x - room / 2, y - 9, room, 18), middle, localised(shelf.axis.words.tick(value)))
            return
        metrics = QFontMetrics(caption)
        back = ink("surface")
        back.setAlpha(215)
        for code, words in enumerate(shelf.labels):
            y = self.axis_y(place, code)
            wide = metrics.horizontalAdvance(words) + 6
            # Words of the last axis stand to its left, so that they stay in the window.
            left = x - wide - 9 if place == len(self.shelves) - 1 else x + 9
            painter.fillRect(QRectF(left, y - 8, wide, 16), back)
            painter.drawText(QRectF(left + 3, y - 8, wide, 16), Qt.AlignmentFlag.AlignVCenter, localised(words))
