"""Logs of requests from files: a table, JSON lines, a list in JSON or the result of a benchmark; packed by gzip or not.

A row that cannot be read is told with its line and left out; the others count.
"""

import codecs
import csv
import gzip
import io
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from designer.export.request_logs.columns import Column, Role, columns_of, paths_of
from designer.export.request_logs.times import Clock
from designer.files.reading import require_plain_file
from designer.model.records import RefusedInput

Floats = NDArray[np.float64]
Progress = Callable[[int, int, str], bool]
"""How many megabytes of how many, and how many rows; the answer is whether to go on."""

MOST_BYTES: Final = 4_000_000_000
MOST_ROWS: Final = 20_000_000
MOST_BAD: Final = 100_000
"""Of rows that cannot be read; a file with more is no log of requests."""
MOST_TOKENS: Final = 1e8
_LONGEST_CELL: Final = 50_000_000
_LONGEST_LINE: Final = 250_000_000
_LONGEST_HEADING: Final = 1_000_000
_TELL_EVERY: Final = 10_000
_MB: Final = 1_000_000
_GZIP: Final = b"\x1f\x8b"
_WIDE: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS: Final = ",;\t|"


class BadRow(NamedTuple):
    """A row that was left out.

    Attributes:
        line: In the file, from 1.
        reason: What is wrong with it.
    """

    line: int
    reason: str


class RequestLog(NamedTuple):
    """The requests of a log, in the order of the file.

    Attributes:
        name: Of the file.
        arrival_s: When each came; since 1970 where the log says dates.
        input_tokens: Tokens in, of each.
        output_tokens: Tokens out, of each.
        columns: Where time and tokens were found.
        bad: Rows that were left out.
        notes: What was supposed, in plain words.
    """

    name: str
    arrival_s: Floats
    input_tokens: Floats
    output_tokens: Floats
    columns: Mapping[Role, Column]
    bad: tuple[BadRow, ...]
    notes: tuple[str, ...]


def read_request_log(path: Path, *, time_unit: str = "", progress: Progress | None = None) -> RequestLog:
    """Return the requests in the file PATH; TIME_UNIT is that of numbers where the file does not show it.

    Raises:
        RefusedInput: It cannot be read, is too large or no log of requests, or PROGRESS said to stop.
    """
    try:
        size = require_plain_file(path).st_size
        if size > MOST_BYTES:
            raise RefusedInput(f"{path.name} is larger than {MOST_BYTES // 10**9} GB; take a part of the log.")
        # Unbuffered, so that the position of the file tells the progress also of packed logs.
        with path.open("rb", buffering=0) as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            reader = _Reader(path.name, time_unit, progress, size, file)
            raw = gzip.GzipFile(fileobj=file) if packed else file
            with io.BufferedReader(raw) as stream:
                return reader.read(stream)
    except (gzip.BadGzipFile, EOFError, zlib.error) as problem:
        raise RefusedInput(f"{path.name} is packed and damaged: {problem}.") from problem
    except OSError as problem:
        raise RefusedInput(f"{path.name} cannot be read: {problem.strerror or problem}.") from problem


class _Reader:
    """Takes rows one by one, and keeps what is good and what is not."""

    def __init__(self, name: str, unit: str, progress: Progress | None, size: int, file: io.FileIO) -> None:
        self._name = name
        self._unit = unit
        self._clock = Clock(unit)
        self._progress = progress
        self._size = size
        self._file = file
        self._read = 0
        self._rows = 0
        self._arrival, self._input, self._output = array("d"), array("d"), array("d")
        self._bad: list[BadRow] = []
        self._columns: Mapping[Role, Column] = {}
        self._paths: list[tuple[str, ...]] = []
        self._notes: list[str] = []

    def read(self, stream: "io.BufferedReader[Any]") -> RequestLog:
        start = stream.peek(4096)[:4096]
        # A mark of UTF-16 or UTF-32 decides; else UTF-8, with or without its mark.
        encoding = next((name for mark, name in _WIDE.items() if start.startswith(mark)), "utf-8-sig")
        first = start.decode(encoding, "replace").lstrip()[:1]
        if not first:
            raise RefusedInput(f"{self._name} is empty; a log has a row for each request.")
        # The first sign tells the form: a list, JSON line by line, or a table.
        if first == "[":
            document = _decoded(self._whole(stream))
            if document is None:
                raise RefusedInput(f"{self._name} begins like a list in JSON and is none.")
            self._objects(document)
        elif first == "{":
            self._lines(stream)
        else:
            with io.TextIOWrapper(stream, encoding, "replace", newline="") as text:
                self._table(text)
        if not self._arrival:
            shown = "".join(f" Line {one.line}: {one.reason}." for one in self._bad[:1])
            raise RefusedInput(f"{self._name} has no request that can be read.{shown}")
        if note := self._clock.note():
            self._notes.append(note)
        return RequestLog(
            name=self._name,
            arrival_s=np.frombuffer(self._arrival),
            input_tokens=np.frombuffer(self._input),
            output_tokens=np.frombuffer(self._output),
            columns=self._columns,
            bad=tuple(self._bad),
            notes=tuple(self._notes),
        )

    def _table(self, text: io.TextIOWrapper) -> None:
        """Read a table with headings in its first row."""
        heads = text.readline(_LONGEST_HEADING)
        delimiter = max(_DELIMITERS, key=heads.count)
        longest = csv.field_size_limit(_LONGEST_CELL)
        try:
            headings = next(csv.reader([heads], delimiter=delimiter))
            self._columns = columns_of(((heading.strip(),) for heading in headings), self._name)
            self._tune()
            places = [[one.strip() for one in headings].index(column.path[0]) for column in self._columns.values()]
            time, into, out = places
            widest = max(places)
            rows = csv.reader(text, delimiter=delimiter)
            for row in self._unbroken(rows):
                if len(row) > widest:
                    self._take(rows.line_num + 1, row[time], row[into], row[out])
                elif any(row):
                    self._refuse(rows.line_num + 1, f"it has {len(row)} of {len(headings)} cells")
        finally:
            csv.field_size_limit(longest)

    def _unbroken(self, rows: Any) -> Iterator[list[str]]:
        """Return the ROWS of a table; one that is no row does not end it."""
        while True:
            try:
                yield from rows
                return
            except csv.Error as problem:
                self._refuse(rows.line_num + 1, str(problem))

    def _lines(self, stream: "io.BufferedReader[Any]") -> None:
        """Read JSON lines, or one object that runs over several lines."""
        first = self._line(stream)
        if _decoded(first) is None:
            rest = self._whole(stream)
            if (document := _decoded(first + rest)) is not None:
                self._objects(document)
                return
            stream = io.BufferedReader(io.BytesIO(rest))
        decode = msgspec.json.Decoder().decode
        line, number = first.removeprefix(codecs.BOM_UTF8), 0
        while line:
            number += 1
            try:
                if plain := line.strip():
                    self._object(number, decode(plain))
            except (msgspec.DecodeError, RecursionError):
                self._refuse(number, "it is no JSON")
            line = self._line(stream)

    def _line(self, stream: "io.BufferedReader[Any]") -> bytes:
        line = stream.readline(_LONGEST_LINE + 1)
        if len(line) > _LONGEST_LINE:
            raise RefusedInput(f"{self._name} has a line of more than {_LONGEST_LINE // _MB} MB; it is no log.")
        return line

    def _objects(self, document: Any) -> None:
        """Read a whole document: a list of objects, or an object of columns."""
        for number, row in enumerate(document if isinstance(document, list) else [document], start=1):  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
            self._object(number, row)

    def _object(self, number: int, row: Any) -> None:
        """Take one request, or the requests of one run whose times and lengths are lists."""
        if not isinstance(row, dict):
            self._refuse(number, "it is no object with names")
            return
        if not self._columns:
            self._columns = columns_of(paths_of(row), self._name)  # pyright: ignore[reportUnknownArgumentType]
            # Traces with hash ids are Mooncake's, whose times are milliseconds.
            self._tune("ms" if "hash_ids" in row else "")
            self._paths = [column.path for column in self._columns.values()]
        values = [_at(row, path) for path in self._paths]
        # One request; lists are a whole run, as benchmarks write them.
        if type(values[0]) is not list:
            self._take(number, *values)
            return
        lists: list[list[Any]] = [one for one in values if isinstance(one, list)]
        if len(lists) != len(values):
            self._refuse(number, "it has a list of times, but no lists of tokens")
        elif len({len(one) for one in lists}) > 1:
            self._refuse(number, "its lists of times and tokens are not of one length")
        else:
            for one in zip(*lists, strict=True):
                self._take(number, *one)

    def _tune(self, unit: str = "") -> None:
        """Set the clock to the unit that the option, the heading or the form of the log says."""
        unit = self._unit or self._columns["time"].unit or unit
        self._clock = Clock(unit)
        if unit == "ms" and not self._unit and not self._columns["time"].unit:
            self._notes.append("Times are read as milliseconds, as in all logs with hash_ids.")

    def _take(self, line: int, time: Any, into: Any, out: Any) -> None:
        self._rows += 1
        if not self._rows % _TELL_EVERY:
            self._tell()
        try:
            came, given, made = self._clock.seconds(time), _tokens(into, "in"), _tokens(out, "out")
        except ValueError as problem:
            self._refuse(line, str(problem))
            return
        self._arrival.append(came)
        self._input.append(given)
        self._output.append(made)

    def _refuse(self, line: int, reason: str) -> None:
        self._bad.append(BadRow(line, reason))
        if len(self._bad) > MOST_BAD:
            one = self._bad[0]
            raise RefusedInput(
                f"{self._name} has more than {MOST_BAD:,} rows that cannot be read; line {one.line}: {one.reason}."
            )

    def _tell(self) -> None:
        if self._rows > MOST_ROWS:
            raise RefusedInput(f"{self._name} has more than {MOST_ROWS:,} rows; take a part of the log.")
        if self._progress is None:
            return
        done = self._file.tell() // _MB
        if not self._progress(done, max(done, self._size // _MB), f"{self._rows:,} rows"):
            raise RefusedInput("Stopped; nothing was read.")

    def _whole(self, stream: "io.BufferedReader[Any]") -> bytes:
        found = stream.read(MOST_BYTES // 4 + 1)
        if len(found) > MOST_BYTES // 4:
            raise RefusedInput(f"{self._name} is one document of more than 1 GB; write it as JSON lines.")
        return found


def _decoded(body: bytes) -> Any:
    """Return the document in BODY; None where it is no JSON."""
    try:
        return msgspec.json.decode(body.removeprefix(codecs.BOM_UTF8))
    except (msgspec.DecodeError, RecursionError):
        return None


def _at(row: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    if len(path) == 1:
        return row.get(path[0])
    value: Any = row
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType]
    return value  # pyright: ignore[reportUnknownVariableType]


def _tokens(value: object, way: str) -> float:
    """Return how many tokens VALUE is.

    Raises:
        ValueError: It is no whole number from 0 to the most that a request can have.
    """
    # The usual case first: a log has millions of them.
    if type(value) is int and 0 <= value <= MOST_TOKENS:
        return value
    try:
        number = float(value)  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError):
        missing = value is None or (isinstance(value, str) and not value.strip())
        shown = repr(str(value)[:40])
        raise ValueError(
            f"the tokens {way} are missing" if missing else f"{shown} is no number of tokens {way}"
        ) from None
    # A truth value is a number in Python, and none here.
    if not 0 <= number <= MOST_TOKENS or number != int(number) or isinstance(value, bool):
        raise ValueError(f"{value!r} is no number of tokens {way}")
    return number
