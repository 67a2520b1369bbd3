"""Charts of how sure a figure is: a tornado of what moves it, a histogram of how it falls."""

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.analysis.uncertainty import Spread
from designer.drawing.current_theme import current_theme
from designer.ui.widgets.charts.chart_frame import ChartFrame
from designer.ui.widgets.charts.chart_scale import even_ticks
from designer.ui.widgets.theme import ink

AXIS_HEIGHT: Final = 26
NAME_SHARE: Final = 0.36
LEAST_ROWS: Final = 5
PERCENTILES: Final = (("P10", "p10", 1.12), ("P50", "p50", 1.34), ("P90", "p90", 1.23))
"""With the height of their words, in that of the highest bar."""


class Blade(NamedTuple):
    """One bar of a tornado.

    Attributes:
        at_low: The figure with the low value of what is named; infinite where it is never reached.
        low_words: That low value.
    """

    name: str
    at_low: float
    at_high: float
    low_words: str
    high_words: str


class TornadoChart(ChartFrame):
    """Tornado of what moves a figure, widest first: hatched for its low value, filled for its high one."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.blades: tuple[Blade, ...] = ()
        self.middle = 0.0
        self._text: Callable[[float], str] = str

    def show_blades(
        self, title: str, words: str, blades: Sequence[Blade], middle: float, text: Callable[[float], str]
    ) -> None:
        """Show BLADES around MIDDLE, the planning value; TEXT writes a value of the axis."""
        self.blades, self.middle, self._text = tuple(blades), middle, text
        self.describe(title, words, empty=not blades)

    @override
    # "Never" is an infinite end, which cannot be drawn: its bar runs a third beyond the others to the edge.
    def _draw(self) -> None:
        ends = [end for blade in self.blades for end in (blade.at_low, blade.at_high) if math.isfinite(end)]
        low, high = min([*ends, self.middle]), max([*ends, self.middle])
        never = any(not math.isfinite(end) for blade in self.blades for end in (blade.at_low, blade.at_high))
        if never:
            high += (high - low or abs(self.middle) or 1.0) * 0.35
        high = high if high > low else low + 1.0
        # Names take at most a share of the width and are elided beyond.
        metrics = QFontMetrics(self.font_small)
        axis = min(max(self.width_of(blade.name) for blade in self.blades) + 4, round(self.width() * NAME_SHARE)) + 12
        rows = list(range(len(self.blades), 0, -1))
        names = [
            (float(row), metrics.elidedText(blade.name, Qt.TextElideMode.ElideMiddle, axis - 12))
            for row, blade in zip(rows, self.blades, strict=True)
        ]
        wide = max(self.plot.width() - axis, 60.0)
        words = [*(blade.low_words for blade in self.blades), *(blade.high_words for blade in self.blades)]
        # Room for the words at both ends, in pixels, and what a pixel is worth between them.
        room = min(max(self.width_of(text) for text in words) + 12, wide * 0.24)
        per_pixel = (high - low) / max(wide - 2 * room, 20.0)
        self.set_axis("left", names, size=axis)
        self.set_axis("bottom", [(value, self._text(value)) for value in even_ticks(low, high, 5)], size=AXIS_HEIGHT)
        for row, blade in zip(rows, self.blades, strict=True):
            self._draw_blade(row, blade, high, per_pixel)
        self.plot.addItem(
            self.graph.InfiniteLine(self.middle, angle=90, pen=self.graph.mkPen(ink("text"), width=1.5), movable=False)
        )
        self.plot.setXRange(low - room * per_pixel, high + room * per_pixel, padding=0)
        top = len(self.blades) + 0.6
        self.plot.setYRange(top - max(len(self.blades), LEAST_ROWS) - 0.1, top, padding=0)

    def _draw_blade(self, row: int, blade: Blade, high: float, per_pixel: float) -> None:
        accent = ink("accent")
        hatched = QColor(accent)
        hatched.setAlpha(170)
        for end, brush in (
            (blade.at_low, QBrush(hatched, Qt.BrushStyle.BDiagPattern)),
            (blade.at_high, QBrush(accent)),
        ):
            value = end if math.isfinite(end) else high
            self.plot.addItem(
                self.graph.BarGraphItem(
                    x0=[min(value, self.middle)],
                    x1=[max(value, self.middle)],
                    y=[row],
                    height=0.56,
                    pen=self.graph.mkPen(accent, width=1),
                    brush=brush,
                )
            )
        muted, text = current_theme().colour("muted"), current_theme().colour("text")
        for end, words, other in (
            (blade.at_low, blade.low_words, blade.at_high),
            (blade.at_high, blade.high_words, blade.at_low),
        ):
            value = end if math.isfinite(end) else high
            # Each word stands outside of its own end; of two equal ends the high one is on the right.
            right = value > other or (value == other and end == blade.at_high)
            colour = text if end == blade.at_high else muted
            if not math.isfinite(end):
                words = f"{words}: never"
            self.write_at(
                words, value + (4 if right else -4) * per_pixel, row, colour, (0.0, 0.5) if right else (1.0, 0.5)
            )


class HistogramChart(ChartFrame):
    """Histogram of how often each outcome was drawn, with its percentiles."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.spread: Spread | None = None
        self._planned = 0.0
        self._text: Callable[[float], str] = str

    def show_spread(
        self, title: str, words: str, spread: Spread | None, planned: float, text: Callable[[float], str]
    ) -> None:
        """Show SPREAD beside the planning value; TEXT writes a value of the axis."""
        self.spread, self._planned, self._text = spread, planned, text
        self.describe(title, words, empty=spread is None or spread.edges[-1] <= spread.edges[0])

    @override
    def _draw(self) -> None:
        spread = self.spread
        assert spread is not None
        most = max(spread.counts) or 1
        low, high = spread.edges[0], spread.edges[-1]
        colours = [
            ink("accent" if spread.p10 <= (left + right) / 2 <= spread.p90 else "muted")
            for left, right in zip(spread.edges, spread.edges[1:], strict=False)
        ]
        for colour in colours:
            colour.setAlpha(150)
        self.plot.addItem(
            self.graph.BarGraphItem(
                x0=list(spread.edges[:-1]),
                x1=list(spread.edges[1:]),
                y0=0,
                height=list(spread.counts),
                brushes=colours,
                pen=self.graph.mkPen(ink("surface"), width=1),
            )
        )
        self.set_axis("bottom", [(value, self._text(value)) for value in even_ticks(low, high, 5)], size=AXIS_HEIGHT)
        self.plot.hideAxis("left")
        for name, field, tall in PERCENTILES:
            value: float = getattr(spread, field)
            pen = self.graph.mkPen(
                ink("text"),
                width=1.5,
                style=Qt.PenStyle.SolidLine if name == "P50" else Qt.PenStyle.DashLine,
            )
            height = most * tall
            self.plot.addItem(self.graph.PlotDataItem([value, value], [0.0, height], pen=pen))
            share = (value - low) / (high - low)
            right = share < 0.2 or (name != "P10" and share < 0.75)
            self.write_at(
                f"{name}  {self._text(value)}",
                value,
                height,
                current_theme().colour("text"),
                (-0.02, 0.4) if right else (1.02, 0.4),
                bold=True,
            )
        if low <= self._planned <= high:
            spot = self.graph.ScatterPlotItem(
                [self._planned],
                [most * 0.04],
                symbol="d",
                size=11,
                brush=ink("warn"),
                pen=self.graph.mkPen(ink("surface"), width=1.5),
            )
            self.plot.addItem(spot)
        self.plot.setXRange(low, high, padding=0.02)
        self.plot.setYRange(0.0, most * 1.42, padding=0)
