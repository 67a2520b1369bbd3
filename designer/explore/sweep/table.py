"""The results of a sweep as columns: what was varied, what came out of it, and why a variant has nothing to show."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.model.records import Arrays

Value = float | str
"""A value of what is varied: a number, or a word (a part, a precision, a choice)."""

NO_WORD: Final = ""


class Words(Arrays, frozen=True):
    """A column of words, each held once.

    Attributes:
        codes: (n,) int32 places in `labels`.
        labels: The words.
    """

    codes: NDArray[np.int32]
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return self.labels[int(self.codes[row])]

    def taken(self, rows: NDArray[np.intp] | slice) -> "Words":
        """Return the column with these ROWS alone."""
        return Words(self.codes[rows], self.labels)


Column = NDArray[np.float64] | Words
"""A column of what was varied: numbers, or words."""


class FigureColumn(Arrays, frozen=True):
    """A figure of all variants.

    Attributes:
        value: (n,) NaN where it is unknown, never 0.
        low: (n,) least plausible value.
        high: (n,) greatest plausible value.
        unit: Of all three; "" for a ratio or a count.
        missing: What is unknown and so left out of the value, as a JSON list of names; "" where nothing is.
        plain: Whether it is a whole number that `analyze --json` prints as such, without a range.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    unit: str
    missing: Words
    plain: bool = False

    @property
    def at_least(self) -> NDArray[np.bool_]:
        """Return (n,) True where something unknown was left out of a known value."""
        said = np.array([bool(label) for label in self.missing.labels] or [False])
        return said[self.missing.codes] & ~np.isnan(self.value) if len(self.missing) else np.zeros(0, bool)

    def taken(self, rows: NDArray[np.intp] | slice) -> "FigureColumn":
        """Return the column with these ROWS alone."""
        return FigureColumn(
            self.value[rows], self.low[rows], self.high[rows], self.unit, self.missing.taken(rows), self.plain
        )


class SweepTable(Arrays, frozen=True):
    """Variants of one sweep, in the order of their numbers.

    Attributes:
        numbers: (n,) int64; the number of a variant in its space, from which its design is made again.
        parameters: What was varied, by name.
        figures: What counts, by the dotted keys of `analyze --json`: `cost.capex_usd`.
        problems: Why a variant has no figures, or which goal or rule it breaks; "" where all is well.
    """

    numbers: NDArray[np.int64]
    parameters: Mapping[str, Column]
    figures: Mapping[str, FigureColumn]
    problems: Words

    def __len__(self) -> int:
        return len(self.numbers)

    def taken(self, rows: NDArray[np.intp] | slice) -> "SweepTable":
        """Return the table with these ROWS alone, in their order."""
        return SweepTable(
            self.numbers[rows],
            {name: taken_column(column, rows) for name, column in self.parameters.items()},
            {key: figure.taken(rows) for key, figure in self.figures.items()},
            self.problems.taken(rows),
        )

    def parameters_of(self, row: int) -> dict[str, Value]:
        """Return what was varied in ROW; what that variant does not have is left out."""
        found = {name: value_at(column, row) for name, column in self.parameters.items()}
        return {name: value for name, value in found.items() if value is not None}


class FigureCell(NamedTuple):
    """One figure of one variant.

    Attributes:
        value: None where it is unknown.
        low: Least plausible value.
        high: Greatest plausible value.
        unit: Of all three.
        missing: As a JSON list of names; "" where nothing is.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str = ""
    missing: str = ""


class SweepRow(NamedTuple):
    """One variant as it comes from a worker.

    Attributes:
        number: In its space.
        parameters: In the order of the variables.
        figures: In the order of what counts; empty where there are none.
        problem: Why there are none, or what is broken; "" where all is well.
    """

    number: int
    parameters: tuple[Value | None, ...]
    figures: tuple[FigureCell, ...]
    problem: str = ""


def value_at(column: Column, row: int) -> Value | None:
    """Return what COLUMN holds in ROW; None where it holds nothing."""
    if isinstance(column, Words):
        return column[row] or None
    number = float(column[row])
    return None if np.isnan(number) else number


def taken_column(column: Column, rows: NDArray[np.intp] | slice) -> Column:
    """Return COLUMN with these ROWS alone."""
    return column.taken(rows) if isinstance(column, Words) else column[rows]


def words_of(texts: Sequence[str]) -> Words:
    """Return TEXTS as a column, its labels in the order in which they first come."""
    places: dict[str, int] = {}
    codes = np.fromiter((places.setdefault(text, len(places)) for text in texts), np.int32, len(texts))
    return Words(codes, tuple(places))


def column_of(values: Sequence[Value | None], *, words: bool) -> Column:
    """Return VALUES as a column of WORDS or of numbers; None is "" or NaN."""
    if words:
        return words_of([NO_WORD if value is None else str(value) for value in values])
    return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)


def table_of(rows: Sequence[SweepRow], names: Mapping[str, bool], keys: Mapping[str, bool]) -> SweepTable:
    """Return ROWS as a table.

    Args:
        rows: In the order of their numbers.
        names: What was varied, in order, and whether it is a column of words.
        keys: What counts, in order, and whether it is plain.
    """
    parameters = {
        name: column_of([row.parameters[place] for row in rows], words=words)
        for place, (name, words) in enumerate(names.items())
    }
    figures: dict[str, FigureColumn] = {}
    nothing = FigureCell(None, None, None)
    for place, (key, plain) in enumerate(keys.items()):
        cells = [row.figures[place] if row.figures else nothing for row in rows]
        figures[key] = FigureColumn(
            *(column_of([cell[at] for cell in cells], words=False) for at in range(3)),  # pyright: ignore[reportArgumentType]
            unit=next((cell.unit for cell in cells if cell.unit), ""),
            missing=words_of([cell.missing for cell in cells]),
            plain=plain,
        )
    numbers = np.fromiter((row.number for row in rows), np.int64, len(rows))
    return SweepTable(numbers, parameters, figures, words_of([row.problem for row in rows]))


def rows_of(table: SweepTable) -> Iterator[SweepRow]:
    """Yield the variants of TABLE, row by row."""
    figures = list(table.figures.values())
    for place, number in enumerate(table.numbers):
        cells = tuple(
            FigureCell(
                _number(figure.value[place]),
                _number(figure.low[place]),
                _number(figure.high[place]),
                figure.unit,
                figure.missing[place],
            )
            for figure in figures
        )
        values = tuple(value_at(column, place) for column in table.parameters.values())
        yield SweepRow(int(number), values, cells, table.problems[place])


def joined(tables: Sequence[SweepTable]) -> SweepTable:
    """Return TABLES of one sweep below each other.

    Raises:
        ValueError: there are none, or their columns differ.
    """
    if not tables:
        raise ValueError("There are no tables to join.")
    first = tables[0]
    if len(tables) == 1:
        return first
    if any(
        tuple(one.parameters) != tuple(first.parameters) or tuple(one.figures) != tuple(first.figures) for one in tables
    ):
        raise ValueError("Tables of different sweeps cannot be joined.")
    return SweepTable(
        np.concatenate([one.numbers for one in tables]),
        {name: _joined_columns([one.parameters[name] for one in tables]) for name in first.parameters},
        {key: _joined_figures([one.figures[key] for one in tables]) for key in first.figures},
        joined_words([one.problems for one in tables]),
    )


def joined_words(columns: Sequence[Words]) -> Words:
    """Return COLUMNS below each other, each label once."""
    places: dict[str, int] = {}
    codes: list[NDArray[np.int32]] = []
    for column in columns:
        # Where each label of this column stands among all of them.
        to = np.array([places.setdefault(label, len(places)) for label in column.labels], np.int32)
        codes.append(to[column.codes] if len(column.codes) else column.codes)
    return Words(np.concatenate(codes), tuple(places))


def _joined_columns(columns: Sequence[Column]) -> Column:
    words = [column for column in columns if isinstance(column, Words)]
    if len(words) == len(columns):
        return joined_words(words)
    numbers = [column for column in columns if not isinstance(column, Words)]
    if len(numbers) < len(columns):
        raise ValueError("A column holds words in one table and numbers in another.")
    return np.concatenate(numbers)


def _joined_figures(columns: Sequence[FigureColumn]) -> FigureColumn:
    return FigureColumn(
        np.concatenate([one.value for one in columns]),
        np.concatenate([one.low for one in columns]),
        np.concatenate([one.high for one in columns]),
        next((one.unit for one in columns if one.unit), ""),
        joined_words([one.missing for one in columns]),
        columns[0].plain,
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
