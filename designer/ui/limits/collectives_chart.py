"""A chart of a collective by message size: a line for each number of ranks, dashes for the ideal, a ring to read by."""

import math
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.ui.widgets.charts.line_charts import Line, LineChart, Scale, line_ink
from designer.ui.widgets.theme import ink

REACH: Final = 36.0
"""Pixels from the pointer within which a point is read."""
DOTS: Final = 5.0
TICK_SHARE: Final = 0.5
"""Of the width of the chart, that the lines reach over at the least."""
TICK_GAP: Final = 12
SAME: Final = 0.02
"""Of a value, that it may differ from the ideal and be told as the same line."""


class Curve(NamedTuple):
    """The line of one number of ranks.

    Attributes:
        place: Of its colour.
        ideal: The same on an ideal fabric; empty for ranks that stay inside a domain.
        inside: Whether they do.
    """

    ranks: int
    name: str
    place: int
    sizes: Sequence[float]
    values: Sequence[float]
    ideal: Sequence[float] = ()
    inside: bool = False

    @property
    def apart(self) -> bool:
        """Return True when the ideal is another line to the eye, and so has a name of its own."""
        return any(
            not math.isfinite(drawn) or abs(best - drawn) > SAME * abs(best)
            for drawn, best in zip(self.values, self.ideal, strict=False)
        )


class CollectiveChart(LineChart):
    """Lines by message size: thin with dots inside a domain, thick on the fabric, dashed for the ideal."""

    pointed = Signal(tuple)
    """The (ranks, size) under the pointer, None when it is elsewhere."""

    picked = Signal(tuple)
    """The (ranks, size) that was clicked."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.curves: tuple[Curve, ...] = ()
        self.marked: tuple[int, float] | None = None
        self._every = Scale("", str)
        self._ring: Any = None
        self._parts: dict[str, tuple[Curve, bool]] = {}

    def show_curves(self, title: str, words: str, curves: Sequence[Curve], x: Scale, y: Scale) -> None:
        """Show CURVES; WORDS say the same, or what is lacking where there are none."""
        self.curves = tuple(curves)
        lines: list[Line] = []
        self._parts = {}
        for curve in curves:
            if curve.apart:
                line = Line(f"{curve.name.partition(' ')[0]} ideal", curve.place, curve.sizes, curve.ideal)
                self._parts[line.name] = (curve, True)
                lines.append(line)
            line = Line(curve.name, curve.place, curve.sizes, curve.values, strong=not curve.inside)
            self._parts[line.name] = (curve, False)
            lines.append(line)
        self._every = x
        self.show_lines(title, words, lines, x, y)

    def mark(self, at: tuple[int, float] | None) -> None:
        """Put the ring around the point AT (ranks, size), or take it away."""
        self.marked = at
        if self.plot is not None and not self.empty:
            self._put_ring()

    @override
    def _draw(self) -> None:
        ticks = tuple(self._every.at)
        room = self.plot.width() * TICK_SHARE
        while len(ticks) > 2 and sum(self.width_of(self._every.text(tick)) + TICK_GAP for tick in ticks) > room:
            ticks = ticks[::2]
        self._x = self._every._replace(at=ticks)
        super()._draw()
        self._ring = self.graph.ScatterPlotItem(
            symbol="o",
            size=11,
            pen=self.graph.mkPen(ink("text"), width=2),
            brush=ink("surface"),
        )
        self._ring.setZValue(30)
        self.plot.addItem(self._ring, ignoreBounds=True)
        self._put_ring()

    @override
    def _draw_line(self, line: Line) -> None:
        curve, ideal = self._parts[line.name]
        colour = line_ink(curve.place)
        spots = self._spots(curve.sizes, line.ys)
        xs, ys = [x for x, _ in spots], [y for _, y in spots]
        if ideal:
            self._dashed(xs, ys, colour)
            return
        pen = self.graph.mkPen(colour, width=1.5 if curve.inside else 3.0)
        # Gaps stay open: a size without a time must not be bridged by a line.
        self.plot.addItem(self.graph.PlotDataItem(xs, ys, pen=pen, connect="finite"))
        if curve.ideal and not curve.apart:
            best = self._spots(curve.sizes, curve.ideal)
            self._dashed([x for x, _ in best], [y for _, y in best], ink("text"))
        # Inside of one domain: thin with dots, so that the two kinds can be told apart without colour.
        if curve.inside:
            dots = self.graph.ScatterPlotItem(
                [x for x, y in spots if math.isfinite(y)],
                [y for _, y in spots if math.isfinite(y)],
                symbol="o",
                size=DOTS,
                pen=None,
                brush=colour,
            )
            self.plot.addItem(dots)

    def _dashed(self, xs: Sequence[float], ys: Sequence[float], colour: QColor) -> None:
        pen = QPen(colour, 1.5)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        pen.setCosmetic(True)
        self.plot.addItem(self.graph.PlotDataItem(xs, ys, pen=pen, connect="finite"))

    @override
    def _make(self) -> None:
        super()._make()
        scene = self.plot.scene()
        scene.sigMouseMoved.connect(self._moved)
        scene.sigMouseClicked.connect(self._clicked)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def point_near(self, position: Any) -> tuple[int, float] | None:
        """The (ranks, size) nearest to a position of the scene, None when none is near."""
        box = self.plot.getPlotItem().getViewBox()
        best, least = None, REACH
        for curve in self.curves:
            for size, (x, y) in zip(curve.sizes, self._spots(curve.sizes, curve.values), strict=True):
                if not math.isfinite(y):
                    continue
                there = box.mapViewToScene(self.graph.Point(x, y))
                distance = math.hypot(there.x() - position.x(), there.y() - position.y())
                if distance < least:
                    best, least = (curve.ranks, size), distance
        return best

    def _moved(self, position: Any) -> None:
        self.pointed.emit(self.point_near(position))

    def _clicked(self, event: Any) -> None:
        at = self.point_near(event.scenePos())
        if at is not None:
            self.picked.emit(at)

    def _put_ring(self) -> None:
        spots: list[tuple[float, float]] = []
        for curve in self.curves:
            if self.marked is not None and curve.ranks == self.marked[0]:
                pairs = zip(curve.sizes, self._spots(curve.sizes, curve.values), strict=True)
                spots = [spot for size, spot in pairs if size == self.marked[1] and math.isfinite(spot[1])]
        self._ring.setData([x for x, _ in spots], [y for _, y in spots])

    def _spots(self, sizes: Sequence[float], values: Sequence[float]) -> list[tuple[float, float]]:
        """Return the points' places on the axes."""
        return list(zip(self._x.placed(sizes), self._y.placed(values), strict=True))
