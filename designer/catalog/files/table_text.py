"""Tables out of delimited text that may be hostile: any delimiter and encoding, bounded in size, columns and rows."""

import csv
import io
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Final

from designer.files.reading import bytes_of, require_short_lines, shown_name
from designer.limits import LIMITS, MOST_COLUMNS
from designer.model.records import Record, RefusedInput

MAX_TABLE_ROWS: Final = LIMITS["price table"].items
MAX_TABLE_COLUMNS: Final = MOST_COLUMNS
_SAMPLE_CHARACTERS: Final = 65_536
_SAMPLE_ROWS: Final = 30
_DELIMITERS: Final = "\t;|,"
"""Of equally likely ones the first counts; a comma may also be a decimal mark."""
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NEVER_PRICED: Final = {b"PK\x03\x04": "a workbook", b"\xd0\xcf\x11\xe0": "an old workbook", b"%PDF": "a PDF"}


class Table(Record, frozen=True, kw_only=True):
    """Rows of text below their headings.

    Attributes:
        headings: Of the columns, each once.
        rows: Cells without surrounding space, as many as there are headings; blank rows are kept blank.
        first_row: Number in the file of the first of `rows`, counted from 1.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int = 2


def read_table(path: Path) -> Table:
    """The table in the text file PATH: its first row with two or more cells has the headings.

    Raises:
        RefusedInput: it cannot be read, is no text, too large, or holds no table.
    """
    name = shown_name(path)
    data = bytes_of(path, "price table", advice="split the table")
    return parsed_table(decoded(data, name), name)


def decoded(data: bytes, name: str) -> str:
    """DATA as text: by its byte order mark, else UTF-8, else the encoding of Western Windows.

    Raises:
        RefusedInput: it is no text.
    """
    for start, what in _NEVER_PRICED.items():
        if data.startswith(start):
            raise RefusedInput(f"{name} is {what}, not a table of text; save it as CSV first.")
    # Without a byte order mark, zero bytes at even or odd places tell UTF-16.
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None) or _by_zeros(data)
    for attempt in (encoding,) if encoding else ("utf-8", "cp1252", "latin-1"):
        try:
            text = data.decode(attempt)
        except UnicodeDecodeError:
            continue
        # Only UTF-16 has zeros, and that was tried: what else has them is no text.
        if "\0" in text:
            raise RefusedInput(f"{name} holds zero bytes, so it is no table of text; save it as CSV again.")
        return text
    raise RefusedInput(f"{name} is no readable text; save it as CSV in UTF-8.")


def _by_zeros(data: bytes) -> str | None:
    """UTF-16 without a mark, which shows in every second byte being zero."""
    sample = data[:2_000]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > 0.8 * half and not sample[0::2].count(0):
        return "utf-16-le"
    return "utf-16-be" if half and sample[0::2].count(0) > 0.8 * half and not sample[1::2].count(0) else None


def parsed_table(text: str, name: str) -> Table:
    """The table in TEXT out of a file called NAME.

    Raises:
        RefusedInput: it has too many rows or columns, a cell is too long, or there are no headings.
    """
    require_short_lines(text, name)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            if len(row) > MAX_TABLE_COLUMNS:
                raise RefusedInput(f"{name} has {len(row):,} columns, more than {MAX_TABLE_COLUMNS}; it is no table.")
            if len(rows) > MAX_TABLE_ROWS:
                raise RefusedInput(f"{name} has more than {MAX_TABLE_ROWS:,} rows; split the table.")
            rows.append([cell.strip() for cell in row])
    except csv.Error as error:
        raise RefusedInput(f"{name} is no table: {error}.") from error
    most = max((sum(map(bool, row)) for row in rows[:_SAMPLE_ROWS]), default=0)
    # Headings are the first row with at least two cells filled: a title above a table has one.
    least = min(2, most)
    top = next((place for place, row in enumerate(rows) if sum(map(bool, row)) >= max(1, least)), None)
    if top is None:
        raise RefusedInput(f"{name} is empty; it needs a row of headings and rows of prices.")
    headings = _headings(rows[top], max(map(len, rows[top:])))
    width = len(headings)
    return Table(
        headings=headings,
        rows=tuple((*row, *[""] * (width - len(row))) for row in rows[top + 1 :]),
        first_row=top + 2,
    )


def _delimiter(text: str) -> str:
    """Return the character that parts the cells of TEXT: it cuts most of the top rows into the same number of cells."""
    sample = text[:_SAMPLE_CHARACTERS]
    best, found = (0, 0), ","
    for delimiter in _DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            widths = Counter(len(row) for row in islice(reader, _SAMPLE_ROWS) if any(row))
        except csv.Error:
            continue
        several = [(count, width) for width, count in widths.items() if width > 1]
        if several and max(several) > best:
            best, found = max(several), delimiter
    return found


def _headings(row: list[str], width: int) -> tuple[str, ...]:
    """The cells of ROW as WIDTH headings, each once."""
    taken: set[str] = set()
    headings: list[str] = []
    for place in range(width):
        wanted = (" ".join(row[place].split()) if place < len(row) else "") or f"column {place + 1}"
        heading, number = wanted, 1
        while heading.casefold() in taken:
            number += 1
            heading = f"{wanted} ({number})"
        taken.add(heading.casefold())
        headings.append(heading)
    return tuple(headings)


def one_line(text: str, most: int = 80) -> str:
    """TEXT in one line of at most MOST characters, without control characters."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text[: most * 10]).split())
    return plain if len(plain) <= most else plain[: most - 3] + "..."
