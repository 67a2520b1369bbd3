"""The frame of a plot that is panned and zoomed: which numbers are in sight, where they lie, ticks and grid."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from designer.model.figures.number_locale import localised
from designer.ui.explore_window.captions import FigureWords
from designer.ui.widgets.charts.chart_scale import even_ticks
from designer.ui.widgets.theme import ink, type_font

LEFT: Final = 64
TOP: Final = 14
RIGHT: Final = 20
BOTTOM: Final = 30
_ROOM: Final = 0.06
"""Share of all numbers that is left free around them."""
_NEAREST: Final = 1e-4
"""Share of all numbers that is in sight at the nearest zoom."""


@dataclass
class Sight:
    """The part of two axes that is in sight.

    Attributes:
        low: Least of x and of y.
        high: Greatest of both.
    """

    low: tuple[float, float] = (0.0, 0.0)
    high: tuple[float, float] = (1.0, 1.0)

    def fit(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """See all of X and Y, with 0 where that is near."""
        ends = [_around(x), _around(y)]
        self.low, self.high = (ends[0][0], ends[1][0]), (ends[0][1], ends[1][1])

    def pan(self, across: float, down: float, area: QRectF) -> None:
        """Move what is in sight by ACROSS and DOWN pixels of AREA."""
        dx = -across / area.width() * (self.high[0] - self.low[0])
        dy = down / area.height() * (self.high[1] - self.low[1])
        self.low = (self.low[0] + dx, self.low[1] + dy)
        self.high = (self.high[0] + dx, self.high[1] + dy)

    def zoom(self, factor: float, at: QPointF, area: QRectF) -> None:
        """See FACTOR times nearer, what is AT stays where it is; beyond what numbers can part nothing happens."""
        shares = ((at.x() - area.left()) / area.width(), (area.bottom() - at.y()) / area.height())
        low, high = list(self.low), list(self.high)
        for axis, share in enumerate(shares):
            # What the pixel stands for stays under it, whatever is around.
            span = self.high[axis] - self.low[axis]
            kept = self.low[axis] + share * span
            size = max(abs(self.low[axis]), abs(self.high[axis]), 1e-300)
            if factor > 1 and span / factor < size * _NEAREST * 1e-4:
                return
            low[axis], high[axis] = kept - share * span / factor, kept + (1 - share) * span / factor
        self.low, self.high = (low[0], low[1]), (high[0], high[1])

    def pixels(
        self, x: NDArray[np.float64], y: NDArray[np.float64], area: QRectF
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the pixels of X and Y in AREA."""
        wide, high = self.high[0] - self.low[0], self.high[1] - self.low[1]
        return (
            (x - self.low[0]) * (area.width() / wide) + area.left(),
            area.bottom() - (y - self.low[1]) * (area.height() / high),
        )

    def place(self, x: float, y: float, area: QRectF) -> QPointF:
        """Return the pixel of one point."""
        across, down = self.pixels(np.array([x]), np.array([y]), area)
        return QPointF(float(across[0]), float(down[0]))

    def values(self, at: QPointF, area: QRectF) -> tuple[float, float]:
        """Return what the pixel AT stands for."""
        x = self.low[0] + (at.x() - area.left()) / area.width() * (self.high[0] - self.low[0])
        y = self.low[1] + (area.bottom() - at.y()) / area.height() * (self.high[1] - self.low[1])
        return x, y


def _around(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    if high <= low:
        room = abs(low) * 0.5 or 1.0
        return low - room, high + room
    room = (high - low) * _ROOM
    # Amounts are read from 0 where most of the picture would not be empty by that.
    start = 0.0 if 0 < low < 0.4 * high else low - room
    return start, high + room


def paint_axes(painter: QPainter, area: QRectF, sight: Sight, x_words: FigureWords, y_words: FigureWords) -> None:
    """Paint the grid and the ticks of both axes around AREA."""
    font = type_font("caption")
    painter.setFont(font)
    metrics = QFontMetrics(font)
    grid = QPen(ink("border"), 1)
    for value in even_ticks(sight.low[1], sight.high[1], max(int(area.height() // 70), 2)):
        y = sight.place(sight.low[0], value, area).y()
        painter.setPen(grid)
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(ink("muted"))
        room = QRectF(0, y - 10, area.left() - 8, 20)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, localised(y_words.tick(value)))
    last = -1e9
    for value in even_ticks(sight.low[0], sight.high[0], max(int(area.width() // 90), 2)):
        x = sight.place(value, sight.low[1], area).x()
        painter.setPen(grid)
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 4))
        words = x_words.tick(value)
        wide = metrics.horizontalAdvance(words)
        if x - wide / 2 < last + 8:
            continue
        last = x + wide / 2
        painter.setPen(ink("muted"))
        painter.drawText(
            QRectF(x - wide / 2 - 2, area.bottom() + 6, wide + 4, 16), Qt.AlignmentFlag.AlignCenter, localised(words)
        )
    painter.setPen(QPen(ink("muted"), 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
