"""Effects of a change of a design on power and cost: the same figures before and after, side by side."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import UNKNOWN, shown
from designer.model.figures.number_locale import localised
from designer.review.headline_figures import headline_values, shown_in
from designer.ui.widgets.fields import label

ROWS: Final = shown_in("effects")

Sums = Mapping[str, Figure]
"""The headline figures that a planner watches, by their keys, money in the currency of the price book."""


def sums_of(design: Design, library: Library | None = None) -> Sums:
    """Return the sums of DESIGN: power, cooling and cost alone, a few milliseconds for thousands of servers.

    Args:
        design: The design.
        library: Parts on hand, of which cables are chosen where racks have places.
    """
    results = analyze(design, only=("power", "cooling", "cost"), library=library)
    told = headline_values("effects", results, design.settings.prices)
    return {one.key: figure for one, figure in told if figure is not None}


def figure_words(figure: Figure, *, ranged: bool = False) -> str:
    """FIGURE with its unit: "≥ 10.2 M$"; that it is of a year or month is left to the title beside it."""
    pieces = shown(figure, ranged=ranged)
    return _timeless(f"{pieces.signed_number} {pieces.unit}".rstrip())


def change_words(before: Figure, after: Figure) -> str:
    """Return how AFTER differs from BEFORE: "+6.2 kW", "−120 k$", "no change", "another range"."""
    if before.value is None or after.value is None:
        return "no change" if before.value is after.value else f"was {UNKNOWN}" if before.value is None else ""
    # Prices in another currency have no step.
    if before.unit != after.unit:
        return "other money"
    change = after.value - before.value
    # Rounding of sums may differ in the last digits.
    if abs(change) <= 1e-9 * max(abs(before.value), abs(after.value)):
        same_range = (before.low, before.high) == (after.low, after.high)
        return "no change" if same_range else "another range"
    size = shown(Figure(value=abs(change), unit=after.unit, low=abs(change), high=abs(change)))
    return f"{'+' if change > 0 else '−'}{size.number} {_timeless(size.unit)}".strip()


def _timeless(words: str) -> str:
    return words.removesuffix(" / year").removesuffix(" / month")


class EffectGrid(QWidget):
    """The sums now, and with each of a few changes."""

    def __init__(self, changes: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What it does to power and cost")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self._caption("Now"), 0, 1)
        self._headings: list[QLabel] = []
        for place, title in enumerate(changes):
            heading = self._caption(title)
            self._headings.append(heading)
            self._grid.addWidget(heading, 0, 2 + 2 * place, 1, 2)
        for column in range(1 + 2 * len(changes)):
            self._grid.setColumnMinimumWidth(column + 1, 72)
        self._cells: dict[tuple[str, int], QLabel] = {}
        for row, one in enumerate(ROWS, 1):
            self._grid.addWidget(label(one.title, "muted", self), row, 0)
            for column in range(1 + 2 * len(changes)):
                look = "strong" if column == 0 or column % 2 else "caption"
                cell = label("…", look, self)
                cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(cell, row, column + 1)
                self._cells[one.key, column] = cell

    def set_heading(self, place: int, title: str) -> None:
        """Call the change at PLACE TITLE."""
        self._headings[place].setText(title)

    def show_before(self, sums: Sums | None) -> None:
        """The sums as they are; None while they are worked out."""
        for one in ROWS:
            figure = sums.get(one.key) if sums else None
            words = figure_words(figure) if figure else "…"
            self._say(one.key, 0, words, f"{one.title} now: {words}", figure)

    def show_change(self, place: int, before: Sums | None, after: Sums | None) -> None:
        """The sums with the change at PLACE; None for AFTER shows nothing."""
        for one in ROWS:
            words = change = ""
            old = before.get(one.key) if before else None
            new = after.get(one.key) if after else None
            if old and new:
                words, change = figure_words(new), change_words(old, new)
            accessible = f"{one.title}, {self._headings[place].text()}: {words}, {change}"
            self._say(one.key, 1 + 2 * place, words, accessible, new)
            self._say(one.key, 2 + 2 * place, change, change)

    def text_at(self, name: str, column: int) -> str:
        """Return what stands in a cell: column 0 is now, then after and change of each of the changes."""
        return self._cells[name, column].text()

    def _say(self, name: str, column: int, words: str, accessible: str, figure: Figure | None = None) -> None:
        cell = self._cells[name, column]
        cell.setText(words)
        cell.setToolTip(localised(figure_words(figure, ranged=True) if figure else ""))
        cell.setAccessibleName(accessible)

    def _caption(self, text: str) -> QLabel:
        made = label(text, "section", self)
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        return made
