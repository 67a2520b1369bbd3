"""The table of variants: a row each, a column for what varies and for what counts; 100,000 rows are no list of objects.

A record of the table is the number of a row: all that a cell says is looked up in the columns when it comes in sight.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from designer.ui.explore_window.variant_words import VariantWords
from designer.ui.explore_window.variants import Mask, Variants
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.lists.table_model import Column, RecordTable

_NUMBER, _VALUE, _NOTE = 76, 128, 420
_WIDEST: Final = 320
SHOWN_NAME: Final = "Variants, a row each"


def columns_of(variants: Variants, words: VariantWords, meeting: Mask) -> tuple[Column[int], ...]:
    """Return a column for the number, each parameter, each figure, and what is to be said of a variant."""
    numbers = variants.table.numbers
    columns: list[Column[int]] = [
        Column("Variant", words.number, order=lambda row: int(numbers[row]), right=True, rising=True, width=_NUMBER)
    ]
    for name, column in variants.table.parameters.items():
        is_number = isinstance(column, np.ndarray)
        title = variants.axes[name].words.title if is_number else variants.classes[name].title
        columns.append(
            Column(
                title,
                partial(words.value, name),
                order=partial(_number, variants, name) if is_number else partial(words.value, name),
                right=is_number,
                rising=True,
                width=_VALUE,
            )
        )
    for key in variants.table.figures:
        rising = variants.axes[key].direction <= 0
        columns.append(
            Column(
                variants.axes[key].words.title,
                partial(words.figure, key),
                order=partial(_number, variants, key),
                right=True,
                rising=rising,
                width=_VALUE,
                strong=lambda row, key=key: bool(meeting[row]) and key == variants.counts[0],
                ink=lambda row: "" if meeting[row] else "muted",
            )
        )
    columns.append(Column("Meets what is asked", partial(_state, variants, words, meeting), width=_NOTE))
    return tuple(columns)


def _number(variants: Variants, key: str, row: int) -> float:
    """Return the number of a cell for sorting; what is unknown comes behind all others."""
    value = float(variants.axes[key].values[row])
    return value if np.isfinite(value) else np.inf


def _state(variants: Variants, words: VariantWords, meeting: Mask, row: int) -> str:
    if meeting[row]:
        return "yes"
    return words.missed(row) or variants.table.problems[row] or "no figures"


class ResultTable(RecordTable[int]):
    """Headings sort; Enter or a double click opens the variant."""

    def __init__(self, parent: QWidget | None, *, picked: Callable[[int], object], opened: Callable[[int], object]):
        super().__init__(SHOWN_NAME, (Column("Variant", str),), parent)
        self._picked, self._opened = picked, opened
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollMode(self.ScrollMode.ScrollPerPixel)
        connect_given((self.moved, self._moved_to), (self.wanted, self._open))

    def show_variants(self, variants: Variants, words: VariantWords, meeting: Mask, *, only_meeting: bool) -> None:
        """Show all of VARIANTS, or only those that are MEETING what is asked."""
        header = self.horizontalHeader()
        sorted_by, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
        columns = columns_of(variants, words, meeting)
        titles = [column.title for column in columns]
        same = titles == [column.title for column in self.records.columns]
        rows = np.flatnonzero(meeting).tolist() if only_meeting else list(range(len(variants)))
        chosen = self.current()
        self.records.show_table(columns, rows)
        for place, column in enumerate(columns):
            header.setSectionResizeMode(place, header.ResizeMode.Interactive)
            if not same:
                self.setColumnWidth(place, max(column.width, header.sectionSizeHint(place)))
                # What varies by name is read whole; notes go on beyond their column, and stand in its tool tip.
                if column.width == _VALUE:
                    self.widen(place, _WIDEST)
        if same and sorted_by >= 0:
            self.records.sort(sorted_by, order)
        if chosen is not None:
            self.go_to(chosen)

    def go_to(self, row: int) -> None:
        """Put the keyboard on ROW, where it is shown; nobody is told."""
        place = next((at for at, one in enumerate(self.records.rows) if one == row), -1)
        if place >= 0 and self.current() != row:
            self.blockSignals(True)
            self.setCurrentIndex(self.records.index(place, 0))
            self.blockSignals(False)

    def _moved_to(self) -> None:
        row = self.current()
        if row is not None:
            self._picked(row)

    def _open(self) -> None:
        row = self.current()
        if row is not None:
            self._opened(row)
