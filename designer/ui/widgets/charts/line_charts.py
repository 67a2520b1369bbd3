"""Lines that are told apart by dashes and by their names at their ends; areas that add up."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.ui.widgets.charts.chart_frame import ChartFrame
from designer.ui.widgets.charts.chart_scale import Ticks, even_ticks, power_ticks, spread_out
from designer.ui.widgets.theme import ink

DASHES: Final[tuple[tuple[float, ...], ...]] = (
    (),
    (5, 3),
    (1.5, 2),
    (8, 2.5, 1.5, 2.5),
    (11, 4),
    (4, 2, 1.5, 2, 1.5, 2),
)
"""Strokes and gaps in line widths, so that lines differ without their colours."""
FILLS: Final = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.VerPattern,
)
WORD_HEIGHT: Final = 17
AXIS_HEIGHT: Final = 38
LEADER: Final = 18
"""Pixels from the end of a line to its name."""
NAME_SHARE: Final = 0.26
"""Of the width of a chart, that the names of lines may take."""
MOST_TICKS: Final = 12
LEAST_SPAN: Final = 0.5
"""In powers of ten; a flat line on a logarithmic axis still has room above and below."""


def line_ink(place: int) -> QColor:
    """Colour of the line at PLACE: the accent first, then those of layers that differ from it."""
    names = ("silicon", "data_storage", "training", "serving_apps", "facility")
    return ink("accent") if place == 0 else QColor(current_theme().layer(names[(place - 1) % len(names)]))


def line_pen(place: int, width: float = 2.0) -> QPen:
    """The pen of the line at PLACE."""
    pen = QPen(line_ink(place), width)
    dashes = DASHES[place % len(DASHES)]
    if dashes:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern(list(dashes))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setCosmetic(True)
    return pen


class Line(NamedTuple):
    """One line.

    Attributes:
        place: Of its pen among all lines, the same in every chart and table.
        low: Its range; empty for none.
        strong: Whether it is thicker, and its range shaded.
    """

    name: str
    place: int
    xs: Sequence[float]
    ys: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    strong: bool = False


class Scale(NamedTuple):
    """An axis.

    Attributes:
        text: How its values are written.
        log: Whether it goes by powers of ten.
        every: Between two marks; 0 chooses round values.
        at: Where marks may stand; none chooses round values.
    """

    title: str
    text: Callable[[float], str]
    log: bool = False
    every: float = 0.0
    at: Sequence[float] = ()

    def placed(self, values: Sequence[float]) -> list[float]:
        """VALUES in what is drawn: powers of ten where the axis is logarithmic."""
        return _placed(self, values)


class Mark(NamedTuple):
    """A point worth a word."""

    x: float
    y: float
    words: str


class _Room(NamedTuple):
    """Pixels and the span of an axis, in what is drawn (powers of ten where it is logarithmic)."""

    low: float
    high: float
    pixels: float

    def pixel(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low) * self.pixels

    def value(self, pixel: float) -> float:
        return self.low + pixel / self.pixels * (self.high - self.low)


class LineChart(ChartFrame):
    """Lines over one axis, their names at the right ends."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.lines: tuple[Line, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self._x = Scale("", str)
        self._y = Scale("", str)

    def show_lines(
        self, title: str, words: str, lines: Sequence[Line], x: Scale, y: Scale, marks: Sequence[Mark] = ()
    ) -> None:
        """Show LINES and MARKS; WORDS say the same, or what is lacking where there are no lines."""
        self.lines, self.marks, self._x, self._y = tuple(lines), tuple(marks), x, y
        self.describe(title, words, empty=not any(len(line.xs) > 1 for line in lines))

    @override
    def _draw(self) -> None:
        x_low, x_high = self._span(self._x, [line.xs for line in self.lines])
        y_low, y_high = self._span(self._y, [values for line in self.lines for values in _drawn(line)], pad=True)
        # The size of the axis follows from its words, and the room for the plot from the axis.
        y_ticks = _below_top(_ticks(self._y, y_low, y_high), y_low, y_high)
        left = max((self.width_of(text) for _, text in y_ticks), default=0) + 12 + (18 if self._y.title else 0)
        wide = max(self.plot.width() - left, 60.0)
        high = max(self.plot.height() - AXIS_HEIGHT, 40.0)
        # Names stand at the ends of the lines: the axis is made longer by the room that they need.
        names = max(self.width_of(self._short(line.name, wide)) for line in self.lines) + LEADER + 16
        # At least two fifths of the width stay for the lines.
        share = max((wide - names) / wide, 0.4)
        across = _Room(x_low, x_low + (x_high - x_low) / share, wide)
        up = _Room(y_low, y_high, high)
        self.set_axis("left", y_ticks, size=left, title=self._y.title, grid=True)
        self.set_axis("bottom", _ticks(self._x, x_low, x_high), size=AXIS_HEIGHT, title=self._x.title)
        # Strong lines last, on top of the others.
        for line in sorted(self.lines, key=lambda line: line.strong):
            self._draw_line(line)
        self._name_lines(x_high, up, across)
        self._draw_marks(across, up)
        self.plot.setXRange(across.low, across.high, padding=0)
        self.plot.setYRange(up.low, up.high, padding=0)

    def _draw_line(self, line: Line) -> None:
        colour = line_ink(line.place)
        xs = _placed(self._x, line.xs)
        if line.strong and len(line.low) == len(line.xs):
            ends = [
                self.graph.PlotCurveItem(np.asarray(xs), np.asarray(_placed(self._y, values)), pen=None)
                for values in (line.low, line.high)
            ]
            shade = QColor(colour)
            shade.setAlpha(34)
            self.plot.addItem(self.graph.FillBetweenItem(*ends, brush=shade))
        pen = line_pen(line.place, 3.0 if line.strong else 2.0)
        self.plot.addItem(self.graph.PlotDataItem(xs, _placed(self._y, line.ys), pen=pen, connect="finite"))

    def _name_lines(self, x_high: float, up: _Room, across: _Room) -> None:
        """Write each name beside the end of its line, with a thin stroke to it where it had to make room."""
        ends: list[tuple[Line, float]] = []
        for line in self.lines:
            known = [value for value in _placed(self._y, line.ys) if math.isfinite(value)]
            if known:
                ends.append((line, up.pixel(known[-1])))
        places = spread_out([end for _, end in ends], WORD_HEIGHT, WORD_HEIGHT / 2, up.pixels - WORD_HEIGHT / 2)
        start, end = (x_high + pixels / across.pixels * (across.high - across.low) for pixels in (3, LEADER))
        for (line, at), place in zip(ends, places, strict=True):
            colour = line_ink(line.place)
            leader = self.graph.PlotCurveItem(
                np.array([start, end]), np.array([up.value(at), up.value(place)]), pen=self.graph.mkPen(colour, width=1)
            )
            self.plot.addItem(leader)
            self.write_at(self._short(line.name, across.pixels), end, up.value(place), colour.name(), bold=line.strong)

    def _short(self, name: str, wide: float) -> str:
        return QFontMetrics(self.font_small).elidedText(
            name, Qt.TextElideMode.ElideMiddle, round(max(wide * NAME_SHARE, 90.0))
        )

    def _draw_marks(self, across: _Room, up: _Room) -> None:
        for mark in self.marks:
            x, y = _placed(self._x, (mark.x,))[0], _placed(self._y, (mark.y,))[0]
            if not (math.isfinite(x) and math.isfinite(y)):
                continue
            spot = self.graph.ScatterPlotItem(
                [x],
                [y],
                symbol="o",
                size=10,
                pen=self.graph.mkPen(ink("text"), width=2),
                brush=ink("surface"),
            )
            spot.setZValue(15)
            self.plot.addItem(spot)
            if not mark.words:
                continue
            below = up.pixel(y) > up.pixels * 0.75
            self.write_at(
                mark.words, x, y, current_theme().colour("text"), (0.0, -0.3 if below else 1.3), bold=True, covers=True
            )

    def _span(self, scale: Scale, columns: Sequence[Sequence[float]], *, pad: bool = False) -> tuple[float, float]:
        values = [value for column in columns for value in _placed(scale, column) if math.isfinite(value)]
        low, high = min(values, default=0.0), max(values, default=1.0)
        # A linear axis begins at zero, so that heights can be compared; a logarithmic one cannot.
        if not scale.log and pad:
            low = min(low, 0.0)
        # All values alike would give an axis of no length.
        if high - low < (LEAST_SPAN if scale.log else 1e-12):
            middle = (low + high) / 2
            reach = LEAST_SPAN / 2 if scale.log else max(abs(middle), 1.0) / 2
            low, high = middle - reach, middle + reach
        room = (high - low) * 0.06 if pad else 0.0
        return (low - (room if scale.log else 0.0), high + room)


def _drawn(line: Line) -> list[Sequence[float]]:
    return [line.ys, line.low, line.high] if line.strong and len(line.low) == len(line.xs) else [line.ys]


def _placed(scale: Scale, values: Sequence[float]) -> list[float]:
    if not scale.log:
        return list(values)
    return [math.log10(value) if value > 0 and math.isfinite(value) else math.nan for value in values]


def _ticks(scale: Scale, low: float, high: float) -> Ticks:
    if scale.at:
        places = zip(_placed(scale, scale.at), scale.at, strict=True)
        return [(place, scale.text(value)) for place, value in places if low - 1e-9 <= place <= high + 1e-9]
    if scale.log:
        return [(math.log10(value), scale.text(value)) for value in power_ticks(10.0**low, 10.0**high)]
    if scale.every and (high - low) / scale.every <= MOST_TICKS:
        first, last = math.ceil(low / scale.every - 1e-9), math.floor(high / scale.every + 1e-9)
        values = [place * scale.every for place in range(first, last + 1)]
        return [(value, scale.text(value)) for value in values]
    return [(value, scale.text(value)) for value in even_ticks(low, high)]


def _below_top(ticks: Ticks, low: float, high: float) -> Ticks:
    """TICKS without one so high that its words would be cut off."""
    return [tick for tick in ticks if tick[0] <= high - 0.03 * (high - low)]


class Area(NamedTuple):
    """One of the areas that add up."""

    name: str
    place: int
    ys: Sequence[float]


class StackChart(ChartFrame):
    """Areas on top of each other, their names at the right, with one moment marked."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.areas: tuple[Area, ...] = ()
        self.moment: tuple[float, str] | None = None
        self._xs: tuple[float, ...] = ()
        self._x = Scale("", str)
        self._y = Scale("", str)

    def show_areas(
        self,
        title: str,
        words: str,
        xs: Sequence[float],
        areas: Sequence[Area],
        x: Scale,
        y: Scale,
        moment: tuple[float, str] | None = None,
    ) -> None:
        """Show AREAS over XS, the first at the bottom; MOMENT is a place on the axis with its words."""
        self.areas, self._xs, self._x, self._y, self.moment = tuple(areas), tuple(xs), x, y, moment
        self.describe(title, words, empty=not areas or len(xs) < 2)

    @override
    def _draw(self) -> None:
        xs = np.asarray(self._xs, dtype=float)
        # What is not known adds nothing to the stack.
        heights = np.nan_to_num(np.asarray([area.ys for area in self.areas], dtype=float), nan=0.0)
        # (areas + 1, points): the lower edge of each area and, last, the upper edge of all.
        tops = np.vstack([np.zeros(len(xs)), np.cumsum(heights, axis=0)])
        highest = float(tops[-1].max()) or 1.0
        # Eight percent of air above the highest point.
        y_ticks = _below_top(_ticks(self._y, 0.0, highest * 1.08), 0.0, highest * 1.08)
        left = max(self.width_of(text) for _, text in y_ticks) + 12 + (18 if self._y.title else 0)
        wide, high = max(self.plot.width() - left, 60.0), max(self.plot.height() - AXIS_HEIGHT, 40.0)
        names = max(self.width_of(area.name) for area in self.areas) + 16
        share = max((wide - names) / wide, 0.4)
        self.set_axis("left", y_ticks, size=left, title=self._y.title, grid=True)
        self.set_axis("bottom", _ticks(self._x, xs[0], xs[-1]), size=AXIS_HEIGHT, title=self._x.title)
        for place in range(len(self.areas)):
            self._draw_area(self.areas[place].place, xs, tops[place], tops[place + 1])
        reach = xs[0] + (xs[-1] - xs[0]) / share
        up = _Room(0.0, highest * 1.08, high)
        # Pixels of the middles of the areas at their right end, moved apart so that the names do not overlap.
        middles = [up.pixel(float(tops[place][-1] + tops[place + 1][-1]) / 2) for place in range(len(self.areas))]
        for area, middle in zip(
            self.areas, spread_out(middles, WORD_HEIGHT, WORD_HEIGHT / 2, high - WORD_HEIGHT / 2), strict=True
        ):
            at = xs[-1] + 8 / wide * (reach - xs[0])
            self.write_at(area.name, at, up.value(middle), line_ink(area.place).name())
        if self.moment is not None:
            self._draw_moment(self.moment, up, reach)
        self.plot.setXRange(xs[0], reach, padding=0)
        self.plot.setYRange(0.0, up.high, padding=0)

    def _draw_area(self, place: int, xs: Any, low: Any, high: Any) -> None:
        colour = line_ink(place)
        lower = self.graph.PlotCurveItem(xs, low, pen=None)
        upper = self.graph.PlotCurveItem(xs, high, pen=self.graph.mkPen(colour, width=1.5))
        wash = QColor(colour)
        wash.setAlpha(60)
        self.plot.addItem(self.graph.FillBetweenItem(lower, upper, brush=wash))
        style = FILLS[place % len(FILLS)]
        if style != Qt.BrushStyle.SolidPattern:
            lines = QColor(colour)
            lines.setAlpha(130)
            self.plot.addItem(self.graph.FillBetweenItem(lower, upper, brush=QBrush(lines, style)))
        self.plot.addItem(upper)

    def _draw_moment(self, moment: tuple[float, str], up: _Room, reach: float) -> None:
        x, words = moment
        pen = self.graph.mkPen(ink("warn"), width=1.5, style=Qt.PenStyle.DashLine)
        self.plot.addItem(self.graph.InfiniteLine(x, angle=90, pen=pen, movable=False))
        right = x < reach * 0.5
        self.write_at(words, x, up.high, current_theme().colour("warn"), (-0.02 if right else 1.02, 0.0), bold=True)
