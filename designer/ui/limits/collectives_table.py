"""The points of a collective as a table: sorted by any column, each figure with its "Why?"."""

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.analysis.limits.collective_records import CollectivePoint
from designer.formulas.network.collective_times.times import ALGORITHMS
from designer.model.figures.figure import Figure, quotient
from designer.model.figures.figure_text import percent_text
from designer.ui.costs.money_table import CELL_ROOM, Cell, MoneyRow, MoneyTable, figure_cell
from designer.ui.limits.collectives_words import ranks_text, size_text
from designer.ui.widgets.theme import type_font

TITLES: Final = (
    "Ranks",
    "Message",
    "Time",
    "Bus",
    "Ideal time",
    "Ideal bus",
    "Of ideal",
    "Inside",
    "Fabric",
    "Algorithm",
    "By",
)
ARROW: Final = 12
"""Room in a heading for the arrow of the order."""
Key = tuple[int, float]


class CollectivesTable(MoneyTable):
    """One row a point; a click on a heading or Ctrl and its number sorts."""

    point_chosen = Signal(tuple)
    """The (ranks, size) of the row that is chosen now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Times and bandwidths", parent)
        self.points: dict[str, CollectivePoint] = {}
        self._sorted: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(*self._sorted)
        header.sortIndicatorChanged.connect(self._sort)
        self.setAccessibleDescription("Enter opens why a figure is so; Ctrl and a number sorts by that column.")
        self.row_chosen.connect(self._chosen)

    def show_points(self, points: Sequence[CollectivePoint]) -> None:
        """Show POINTS, in the order that is chosen."""
        self.points = {_key(point): point for point in points}
        self._show()

    def choose_point(self, at: Key) -> None:
        """Go to the row of AT, a (ranks, size)."""
        for place, row in enumerate(self.records.rows):
            point = self.points[row.key]
            if (point.ranks, point.bytes) == at:
                column = max(self.currentIndex().column(), 0)
                self.setCurrentIndex(self.records.index(place, column))
                return

    @property
    def point(self) -> CollectivePoint | None:
        """The point at hand."""
        row = self.current()
        return self.points[row.key] if row is not None else None

    @property
    def shown(self) -> tuple[CollectivePoint, ...]:
        """The points from top to bottom."""
        return tuple(self.points[row.key] for row in self.records.rows)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        column = event.key() - int(Qt.Key.Key_1)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and 0 <= column < len(TITLES):
            at, order = self._sorted
            falling = at == column and order == Qt.SortOrder.AscendingOrder
            self.horizontalHeader().setSortIndicator(
                column, Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
            )
            return
        super().keyPressEvent(event)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self._sorted = (column, order)
        self._show()

    def _show(self) -> None:
        column, order = self._sorted
        points = list(self.points.values())
        if column >= 0:
            points.sort(key=lambda point: _rank(point, column), reverse=order == Qt.SortOrder.DescendingOrder)
        self.show_amounts(TITLES, [_row(point) for point in points])

    @override
    def fit_columns(self) -> None:
        # Widths by the words themselves: the header would ask for every cell again and again.
        header, metrics = self.horizontalHeader(), QFontMetrics(type_font("body"))
        heading = QFontMetrics(type_font("caption", weight=600))
        for place, column in enumerate(self.records.columns):
            words = set(map(column.text, self.records.rows))
            widest = max(map(metrics.horizontalAdvance, words), default=0)
            header.resizeSection(place, max(widest, heading.horizontalAdvance(column.title) + ARROW) + CELL_ROOM)

    def _chosen(self, key: str) -> None:
        point = self.points.get(key)
        if point is not None:
            self.point_chosen.emit((point.ranks, point.bytes))


def _key(point: CollectivePoint) -> str:
    return f"{point.ranks} {point.bytes:.0f}"


def _share(point: CollectivePoint) -> Figure:
    return quotient("share of the ideal bus bandwidth", point.bus_gb_per_s, point.ideal_bus_gb_per_s, "")


def _figures(point: CollectivePoint) -> tuple[Figure | None, ...]:
    return (
        point.time_us,
        point.bus_gb_per_s,
        point.ideal_time_us,
        point.ideal_bus_gb_per_s,
        _share(point),
        point.inside_us,
        point.fabric_us,
        point.algorithm_gb_per_s,
    )


def _rank(point: CollectivePoint, column: int) -> float:
    """Return what to sort POINT by in COLUMN; what is not known stands first."""
    if column < 2:
        return (float(point.ranks), point.bytes)[column]
    if column == len(TITLES) - 1:
        return float(ALGORITHMS.index(point.algorithm)) if point.algorithm else -math.inf
    figure = _figures(point)[column - 2]
    return figure.value if figure is not None and figure.value is not None else -math.inf


def _row(point: CollectivePoint) -> MoneyRow:
    size = size_text(point.bytes)
    cells = [Cell(size)]
    for title, figure in zip(TITLES[2:-1], _figures(point), strict=True):
        name = f"{size}, {title[0].lower()}{title[1:]}"
        made = figure_cell(figure, name, ranged=False)
        if title == "Of ideal" and figure is not None and figure.known:
            made = made._replace(text=percent_text(figure.value))
        if title == "Time" and figure is not None and figure.low != figure.high:
            made = made._replace(
                tip=f"{figure_cell(figure, name).text} with what is assumed and what measured rows differ by"
            )
        cells.append(made)
    cells.append(Cell(point.algorithm))
    return MoneyRow(_key(point), ranks_text(point.ranks), tuple(cells))
