"""Page of the collectives window: choices at the left, two charts over a table."""

import math
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from designer.analysis.limits.collective_records import CollectivePoint, CollectiveTimes
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.ui.costs.base_page import splitter
from designer.ui.limits.collectives_chart import CollectiveChart, Curve
from designer.ui.limits.collectives_side import CollectivesSide
from designer.ui.limits.collectives_table import CollectivesTable
from designer.ui.limits.collectives_words import (
    TITLES,
    chart_words,
    limit_words,
    point_words,
    ranks_text,
    size_text,
    sure_words,
    time_text,
)
from designer.ui.limits.collectives_work import SIZES
from designer.ui.widgets.charts.chart_scale import amount_text
from designer.ui.widgets.charts.line_charts import Scale
from designer.ui.widgets.fields import label

_TICKS: Final = tuple(2.0**power for power in (10, 15, 20, 25, 30))
_TENTH: Final = 0.1
_WIDE: Final = 2.0**8
"""From here on the largest message over the smallest asks for fewer marks."""


class CollectivesPage(QWidget):
    """The points of one collective; reading one in a chart, or choosing it in the table, tells it in words."""

    asked = Signal(str, Figure)
    """Title and figure whose "Why?" is wanted."""

    link_wanted = Signal(str)
    """Id of a link to be seen on the canvas."""

    order_chosen = Signal(str)
    """Order of the hosts of a job, an option of the choice of the design."""

    shown = Signal()
    """Other points are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: CollectiveTimes | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(20)
        self.side = CollectivesSide(self)
        self.side.changed.connect(self._show)
        self.side.asked.connect(self.asked)
        self.side.link_wanted.connect(self.link_wanted)
        self.side.order_chosen.connect(self.order_chosen)
        across.addWidget(self.side)
        right = QWidget(self)
        down = QVBoxLayout(right)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        self.limits = label("", "strong", right, wraps=True)
        down.addWidget(self.limits)
        above = QWidget(right)
        charts = QHBoxLayout(above)
        charts.setContentsMargins(0, 0, 0, 0)
        charts.setSpacing(16)
        self.time = CollectiveChart("Time", above)
        self.bus = CollectiveChart("Bus bandwidth", above)
        for chart in (self.time, self.bus):
            chart.setMinimumHeight(190)
            chart.pointed.connect(self._point)
            chart.picked.connect(self._pick)
            charts.addWidget(chart, 1)
        below = QWidget(right)
        stacked = QVBoxLayout(below)
        stacked.setContentsMargins(0, 6, 0, 0)
        stacked.setSpacing(4)
        self.legend = label("", "caption", below, wraps=True)
        stacked.addWidget(self.legend)
        self.reading = label("", "", below, wraps=True)
        self.reading.setAccessibleName("The point at hand")
        stacked.addWidget(self.reading)
        self.sure = label("", "caption", below, wraps=True)
        self.sure.setAccessibleName("How sure the point at hand is")
        stacked.addWidget(self.sure)
        self.table = CollectivesTable(below)
        self.table.asked.connect(self.asked)
        self.table.point_chosen.connect(self._read)
        stacked.addWidget(self.table, 1)
        self.notes = label("", "caption", below, wraps=True)
        self.notes.setAccessibleName("Notes")
        stacked.addWidget(self.notes)
        down.addWidget(splitter(above, below, right, (1, 1)), 1)
        across.addWidget(right, 1)

    def show_found(self, design: Design, found: CollectiveTimes) -> None:
        """Show FOUND of DESIGN."""
        self.found = found
        self.side.show_found(design, found)
        self.limits.setText(limit_words(found))
        self.limits.setVisible(bool(self.limits.text()))
        self.notes.setText(" ".join(found.notes))
        self.notes.setVisible(bool(found.notes))
        self._show()

    def turn(self, view: str) -> None:
        """Show "both" charts, or the "time" or the "bus" bandwidth alone."""
        self.time.setVisible(view != "bus")
        self.bus.setVisible(view != "time")

    @property
    def chart(self) -> CollectiveChart:
        """The chart in sight, of two that of the time."""
        return self.time if self.time.isVisibleTo(self) else self.bus

    @property
    def points(self) -> tuple[CollectivePoint, ...]:
        """The points that are shown."""
        if self.found is None:
            return ()
        low, high = self.side.sizes
        counts = self.side.counts
        return tuple(one for one in self.found.points if one.ranks in counts and low <= one.bytes <= high)

    def _show(self) -> None:
        if self.found is None:
            return
        points, title = self.points, dict(TITLES).get(self.found.op, self.found.op)
        words = chart_words(points) or "Check a number of ranks at the left, and its line appears here."
        low, high = self.side.sizes
        ticks = [size for size in (_TICKS if high / low > 2**8 else SIZES) if low <= size <= high]
        x = Scale("Message", size_text, log=True, at=ticks)
        times = [_from_a_tenth(curve) for curve in self._curves(points, "time_us", "ideal_time_us")]
        self.time.show_curves(f"{title}: time", words, times, x, Scale("", time_text, log=True))
        rates = self._curves(points, "bus_gb_per_s", "ideal_bus_gb_per_s")
        self.bus.show_curves(f"{title}: bus bandwidth", words, rates, x, Scale("", _rate_text))
        self.legend.setText(_legend(times))
        at = self.table.point
        self.table.show_points(points)
        # The ring begins at the largest message of all ranks, which is where the lines differ most.
        wanted = at if at is not None and _spot(at) in map(_spot, points) else points[-1] if points else None
        if wanted is not None:
            self.table.choose_point(_spot(wanted))
            self._read(_spot(wanted))
        else:
            self.reading.setText("")
            self.sure.setText("")
        self.shown.emit()

    def _curves(self, points: tuple[CollectivePoint, ...], drawn: str, ideal: str) -> list[Curve]:
        assert self.found is not None
        made: list[Curve] = []
        for place, ranks in enumerate(self.side.counts):
            mine = [point for point in points if point.ranks == ranks]
            values, best = ([_value(getattr(point, name)) for point in mine] for name in (drawn, ideal))
            inside = ranks <= self.found.domain
            if any(math.isfinite(value) for value in (*values, *best)):
                made.append(
                    Curve(
                        ranks,
                        ranks_text(ranks),
                        place,
                        [point.bytes for point in mine],
                        values,
                        best,
                        inside,
                    )
                )
        return made

    # Reading a point ------------------------------------------------------------------------------------------------

    def _read(self, at: tuple[int, float] | None) -> None:
        """Say what the point AT (ranks, size) is, and put the ring around it."""
        point = next((one for one in self.points if at is not None and _spot(one) == at), None)
        if point is None:
            return
        self.reading.setText(point_words(point))
        self.sure.setText(sure_words(point))
        for chart in (self.time, self.bus):
            chart.mark(_spot(point))

    def _point(self, at: tuple[int, float] | None) -> None:
        if at is not None:
            self._read(at)
        elif self.table.point is not None:
            self._read(_spot(self.table.point))

    def _pick(self, at: tuple[int, float]) -> None:
        self.table.choose_point(at)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _from_a_tenth(curve: Curve) -> Curve:
    """CURVE with its ideal from where that is a tenth of it: the wire alone says nothing of small messages."""
    pairs = zip(curve.ideal, curve.values, strict=True)
    return curve._replace(ideal=[math.nan if best < drawn * _TENTH else best for best, drawn in pairs])


def _spot(point: CollectivePoint) -> tuple[int, float]:
    return point.ranks, point.bytes


def _value(figure: Figure) -> float:
    return math.nan if figure.value is None else figure.value


def _rate_text(gb_per_s: float) -> str:
    return amount_text(gb_per_s, "GB/s")


def _legend(curves: list[Curve]) -> str:
    said: list[str] = []
    if any(curve.inside for curve in curves):
        said.append("Thin with dots: inside a domain.")
    if any(not curve.inside for curve in curves):
        said.append("Thick: on the fabric too.")
    if any(curve.ideal for curve in curves):
        said.append("Dashed: the ideal, the wire alone at full rate, nothing failed and nothing in the way.")
    return " ".join(said)
