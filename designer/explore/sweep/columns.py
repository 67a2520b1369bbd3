"""Columns of the results of a sweep, the same in CSV and in Parquet: how they are called, and a row as texts."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from designer.explore.sweep.figures import is_plain
from designer.explore.sweep.table import FigureCell, SweepRow, Value
from designer.limits import MOST_COLUMNS
from designer.model.records import RefusedInput

ROWS_AT_ONCE: Final = 5_000
"""Rows that are held at a time, and in a row group."""
LOW, HIGH, UNIT, MISSING = ".low", ".high", ".unit", ".missing"
NUMBER: Final = "number"
PROBLEM: Final = "problem"


class Columns(NamedTuple):
    """The columns that the rows of one sweep hold.

    Attributes:
        names: What was varied, and whether its column holds words.
        keys: What counts, and whether it is plain.
    """

    names: dict[str, bool]
    keys: dict[str, bool]

    @property
    def headings(self) -> list[str]:
        """Return the headings, in order."""
        found = [NUMBER, *self.names]
        for key, plain in self.keys.items():
            found += [key] if plain else [key, *(f"{key}{end}" for end in (LOW, HIGH, UNIT, MISSING))]
        return [*found, PROBLEM]

    def cells(self, row: SweepRow) -> list[str]:
        """Return ROW as texts."""
        found = [str(row.number), *(cell_text(value) for value in row.parameters)]
        # A variant that made no design has a problem in place of its figures.
        figures = row.figures or (FigureCell(None, None, None),) * len(self.keys)
        for cell, plain in zip(figures, self.keys.values(), strict=True):
            found.append(cell_text(cell.value))
            if not plain:
                found += (cell_text(cell.low), cell_text(cell.high), cell.unit, cell.missing)
        found.append(row.problem)
        return found

    def row(self, cells: Sequence[str]) -> SweepRow:
        """Return the row that CELLS say.

        Raises:
            ValueError: they are no such row.
        """
        if len(cells) != len(self.headings):
            raise ValueError("a row has too few or too many cells")
        number = int(cells[0])
        values = tuple(
            (text or None) if words else _read(text)
            for text, words in zip(cells[1:], self.names.values(), strict=False)
        )
        place, figures = 1 + len(self.names), list[FigureCell]()
        for plain in self.keys.values():
            value = _read(cells[place])
            if plain:
                figures.append(FigureCell(value, value, value))
                place += 1
            else:
                low, high, unit, missing = cells[place + 1 : place + 5]
                figures.append(FigureCell(value, _read(low), _read(high), unit, missing))
                place += 5
        known = any(cell != FigureCell(None, None, None) for cell in figures)
        return SweepRow(number, values, tuple(figures) if known else (), cells[-1])


def columns_in(headings: Sequence[str], name: str) -> Columns:
    """Return the columns that HEADINGS of the file NAME say; which of them hold words shows in the rows.

    Raises:
        RefusedInput: they are not those of a sweep.
    """
    if len(headings) < 3 or headings[0] != NUMBER or headings[-1] != PROBLEM or len(headings) > MOST_COLUMNS * 5:
        raise RefusedInput(f"{name} holds no results of a sweep: its columns begin with number and end with problem.")
    inner, keys, names = list(headings[1:-1]), dict[str, bool](), dict[str, bool]()
    place = 0
    while place < len(inner):
        heading = inner[place]
        # A figure with a range is five columns; a plain one is known by its name; what varies stands before both.
        if inner[place + 1 : place + 5] == [f"{heading}{end}" for end in (LOW, HIGH, UNIT, MISSING)]:
            keys[heading] = False
            place += 5
        elif is_plain(heading) and "." in heading:
            keys[heading] = True
            place += 1
        elif keys:
            raise RefusedInput(f"{name} holds no results of a sweep: the column {heading[:80]!r} is out of place.")
        else:
            names[heading] = True
            place += 1
    return Columns(names, keys)


def cell_text(value: Value | None) -> str:
    """Return VALUE as a cell: a number with all its digits, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _read(text: str) -> float | None:
    if not text:
        return None
    value = float(text)
    if not np.isfinite(value):
        raise ValueError("a number is not finite")
    return value
