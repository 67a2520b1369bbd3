"""Rows of a sweep on disk: written as they come, found again after a stop or a kill, put in order at the end.

While a sweep runs its rows stand in OUT.partial, a CSV file to which each batch is added: a Parquet file cannot be
read before its footer is written, and a kill would lose all of it. Only the place of each row is held in memory.

At the end, or when it is stopped, they are written to OUT in the order of their numbers, as CSV or
as Parquet in row groups, and the partial file goes.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from designer.explore.sweep.columns import ROWS_AT_ONCE, Columns, columns_in
from designer.explore.sweep.figures import is_plain
from designer.explore.sweep.results_head import ResultsHead, head_texts, write_beside
from designer.explore.sweep.space import Space
from designer.explore.sweep.table import (
    Column,
    FigureColumn,
    SweepRow,
    SweepTable,
    Words,
    joined,
    table_of,
    words_of,
)
from designer.files.os_error_words import os_error_words
from designer.files.reading import require_plain_file, shown_name
from designer.files.writing import write_in_pieces
from designer.limits import LONGEST_LINE
from designer.model.records import RefusedInput

PARTIAL: Final = ".partial"
CSV: Final = ".csv"
PARQUET: Final = ".parquet"
SUFFIXES: Final = (CSV, PARQUET)


def columns_of(space: Space) -> Columns:
    """Return the columns of the rows of SPACE."""
    return Columns(
        {variable.name: variable.words for variable in space.vary},
        {counted.key: is_plain(counted.key) for counted in space.count},
    )


class Journal:
    """The rows of one sweep while it runs."""

    def __init__(self, out: Path, columns: Columns, *, anew: bool = False, head: ResultsHead | None = None) -> None:
        """Begin with what OUT, or the partial file beside it, holds of an earlier run; ANEW with nothing.

        HEAD says what the rows are of, and is written with them at the end.

        Raises:
            RefusedInput: they hold something else, or cannot be read or written.
        """
        self._out = out
        self._columns = columns
        self._head = head
        self._path = out.with_name(out.name + PARTIAL)
        self._places: dict[int, int] = {}
        self._end = 0
        try:
            if anew:
                self._path.unlink(missing_ok=True)
            # "x+b" refuses a file that another process made since: two sweeps never write into one.
            begun = self._path.exists()
            if begun:
                require_plain_file(self._path)
                self._take_up()
            self._file = self._path.open("r+b" if begun else "x+b")
            # A line that a crash cut in two is written over: its variant is worked out again.
            self._file.truncate(self._end)
            self._file.seek(self._end)
            if not begun:
                self._write_line(_line(columns.headings))
        except OSError as problem:
            raise self._refusal(problem) from problem
        self._ahead = begun and bool(self._places)
        if not (begun or anew):
            self._take_over()
            self._ahead = False

    @property
    def is_ahead(self) -> bool:
        """Return True when it holds rows that the file of the results does not."""
        return self._ahead

    def _take_over(self) -> None:
        """Begin with the rows of the results that stand there, of a sweep that was stopped."""
        try:
            if self._out.exists() and self._out.stat().st_size:
                for rows in read_pieces(self._out, self._columns):
                    self.add_rows(rows)
        except (OSError, RefusedInput):
            self.drop()
            raise

    def _refusal(self, problem: OSError) -> RefusedInput:
        return RefusedInput(f"{shown_name(self._path)} could not be written: {os_error_words(problem)}.")

    def _take_up(self) -> None:
        """Find the rows of a partial file; what a kill left of the last one is written over."""
        name = shown_name(self._path)
        with self._path.open("rb") as file:
            heading = file.readline(LONGEST_LINE)
            if heading != _line(self._columns.headings):
                raise RefusedInput(
                    f"{name} holds rows of another sweep: remove it, or choose another name for the results."
                )
            self._end = file.tell()
            while (line := file.readline(LONGEST_LINE)).endswith(b"\n"):
                try:
                    row = self._columns.row(_cells(line))
                except ValueError as problem:
                    raise RefusedInput(f"{name} is damaged ({problem}): remove it and start again.") from problem
                self._places[row.number] = self._end
                self._end = file.tell()

    def add_rows(self, rows: Sequence[SweepRow]) -> None:
        """Write ROWS behind the others.

        Raises:
            RefusedInput: the disk is full, or fails.
        """
        try:
            for row in rows:
                self._places[row.number] = self._write_line(_line(self._columns.cells(row)))
            self._ahead = True
            self._file.flush()
        except OSError as problem:
            raise self._refusal(problem) from problem

    def _write_line(self, line: bytes) -> int:
        """Write LINE behind the others; return where it begins."""
        place = self._end
        self._file.write(line)
        self._end += len(line)
        return place

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, number: int) -> bool:
        return number in self._places

    def rows(self, numbers: Sequence[int] | None = None) -> Iterator[SweepRow]:
        """Yield the rows, in the order of their NUMBERS, of all where none are named."""
        self._file.flush()
        with self._path.open("rb") as file:
            for number in sorted(self._places) if numbers is None else numbers:
                file.seek(self._places[number])
                yield self._columns.row(_cells(file.readline(LONGEST_LINE)))

    def pieces(self) -> Iterator[list[SweepRow]]:
        """Yield the rows in pieces of at most ROWS_AT_ONCE, in the order of their numbers."""
        found = self.rows()
        while piece := list(islice(found, ROWS_AT_ONCE)):
            yield piece

    def finish(self) -> None:
        """Write all rows in order to the file of the results; the partial one goes.

        Raises:
            RefusedInput: it cannot be written; the partial one stays.
        """
        if self._out.suffix.lower() == PARQUET:
            from designer.explore.sweep.parquet_file import parquet_pieces

            texts = head_texts(self._head, self._out.name) if self._head is not None else None
            write_in_pieces(self._out, parquet_pieces(self.pieces(), self._columns, texts))
        else:
            if self._head is not None:
                write_beside(self._out, self._head)
            heading = _line(self._columns.headings)
            write_in_pieces(self._out, self._ordered(heading))
        self.drop()

    def _ordered(self, heading: bytes) -> Iterator[bytes]:
        yield heading
        self._file.flush()
        with self._path.open("rb") as file:
            for number in sorted(self._places):
                file.seek(self._places[number])
                yield file.readline(LONGEST_LINE)

    def close(self) -> None:
        """Let the partial file stand as it is."""
        with suppress(OSError):
            self._file.close()

    def drop(self) -> None:
        """Remove the partial file."""
        self.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def read_pieces(path: Path, columns: Columns) -> Iterator[list[SweepRow]]:
    """Yield the rows of the results in PATH, which has COLUMNS, at most ROWS_AT_ONCE at a time.

    Raises:
        RefusedInput: it holds no results, or those of another sweep.
    """
    suffix, name = path.suffix.lower(), shown_name(path)
    if suffix not in SUFFIXES:
        raise RefusedInput(f"{name}: results of a sweep end in {' or '.join(SUFFIXES)}.")
    try:
        require_plain_file(path)
        if suffix == PARQUET:
            from designer.explore.sweep.parquet_file import parquet_rows

            found = parquet_rows(path)
        else:
            found = _csv_rows(path)
        if next(found, []) != columns.headings:
            raise RefusedInput(f"{name} holds the results of another sweep: choose another name, or say --force.")
        yield from _pieces(found, columns, name)
    except OSError as problem:
        raise RefusedInput(f"{name} cannot be read: {problem.strerror or problem}.") from problem


def _csv_rows(path: Path) -> Iterator[list[str]]:
    """Yield the cells of the lines of a CSV file, its headings first."""
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            try:
                yield _cells(line)
            except ValueError as problem:
                raise RefusedInput(f"{shown_name(path)} is no CSV of a sweep: {problem}.") from problem


def _pieces(found: Iterator[list[str]], columns: Columns, name: str) -> Iterator[list[SweepRow]]:
    rows: list[SweepRow] = []
    for cells in found:
        try:
            rows.append(columns.row(cells))
        except ValueError as problem:
            raise RefusedInput(f"{name} is damaged: {problem}.") from problem
        if len(rows) >= ROWS_AT_ONCE:
            yield rows
            rows = []
    if rows:
        yield rows


def read_table(path: Path) -> SweepTable:
    """Return the results of a sweep in PATH, a .csv or .parquet file, as one table.

    Raises:
        RefusedInput: it holds no such results, or there is no reader of Parquet here.
    """
    name, suffix = shown_name(path), path.suffix.lower()
    if suffix not in SUFFIXES:
        raise RefusedInput(f"{name}: results of a sweep end in {' or '.join(SUFFIXES)}.")
    try:
        require_plain_file(path)
        if suffix == PARQUET:
            from designer.explore.sweep.parquet_file import parquet_table

            return parquet_table(path)
        found = _csv_rows(path)
        columns = columns_in(next(found, []), name)
        tables: list[SweepTable] = []
        while lines := list(islice(found, ROWS_AT_ONCE)):
            tables.append(_table_of_cells(lines, columns, name))
    except OSError as problem:
        raise RefusedInput(f"{name} cannot be read: {problem.strerror or problem}.") from problem
    if not tables:
        return table_of((), columns.names, columns.keys)
    table = joined(tables)
    # A CSV does not say what is a number: a column is one of numbers where all its words are.
    parameters = {key: _numbers_or_words(column) for key, column in table.parameters.items()}
    return SweepTable(table.numbers, parameters, table.figures, table.problems)


def _numbers_or_words(column: Column) -> Column:
    if not isinstance(column, Words):
        return column
    try:
        numbers = np.array([float(label or "nan") for label in column.labels], dtype=np.float64)
    except ValueError:
        return column
    if any(not np.isfinite(number) and label for number, label in zip(numbers, column.labels, strict=True)):
        return column
    return numbers[column.codes]


def _table_of_cells(lines: Sequence[list[str]], columns: Columns, name: str) -> SweepTable:
    """Return LINES of a CSV as a table, column by column; all that was varied is taken as words."""
    width = len(columns.headings)
    if any(len(line) != width for line in lines):
        raise RefusedInput(f"{name} is damaged: a row has too few or too many cells.")
    cells = list(zip(*lines, strict=True))
    try:
        numbers = np.array([int(text) for text in cells[0]], dtype=np.int64)
        parameters: dict[str, Column] = {
            key: words_of(cells[place]) for place, key in enumerate(columns.names, start=1)
        }
        place, figures = 1 + len(columns.names), dict[str, FigureColumn]()
        for key, plain in columns.keys.items():
            value = _floats(cells[place])
            if plain:
                figures[key] = FigureColumn(value, value, value, "", words_of([""] * len(lines)), plain=True)
                place += 1
                continue
            low, high = _floats(cells[place + 1]), _floats(cells[place + 2])
            unit = next((text for text in cells[place + 3] if text), "")
            figures[key] = FigureColumn(value, low, high, unit, words_of(cells[place + 4]))
            place += 5
    except (ValueError, OverflowError) as problem:
        raise RefusedInput(f"{name} is damaged: a cell that should be a number is none.") from problem
    return SweepTable(numbers, parameters, figures, words_of(cells[-1]))


def _floats(texts: Sequence[str]) -> NDArray[np.float64]:
    found = np.array([float(text) if text else np.nan for text in texts], dtype=np.float64)
    if np.isinf(found).any() or any(text in ("nan", "NaN") for text in texts):
        raise ValueError("a number is not finite")
    return found


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def _cells(line: bytes) -> list[str]:
    try:
        return next(csv.reader([line.decode()], strict=True), [])
    except (csv.Error, UnicodeDecodeError) as problem:
        raise ValueError("a line is damaged") from problem
