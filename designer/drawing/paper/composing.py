"""Composes sheets: words that are wrapped, then written smaller, then broken, and never cut; lines, boxes, tables."""

from collections.abc import Callable, Sequence
from typing import Final

from designer.drawing.paper.records import (
    BLACK,
    GREY,
    LEAST_PT,
    MM_PER_POINT,
    Align,
    Box,
    Hatch,
    Item,
    Line,
    Sheet,
    Words,
)
from designer.drawing.text import MAX_TEXT, broken_lines, clean

Measure = Callable[[str, float, bool], float]
"""(text, points, bold) -> width in millimetres as it will be written."""
LEADING: Final = 1.25
"""From one line to the next, in sizes of the letters."""
_MOST_ON_LINE: Final = 400
"""Letters that no line of a sheet holds."""
_TIGHT: Final = 1.1
"""The least of it, where a box is low."""
_BASELINE: Final = 0.36
"""From the middle of a line down to its baseline, in sizes of the letters: half the height of a capital."""


def whole(text: str) -> str:
    """Return TEXT on one line without control characters, however long it is."""
    if len(text) <= MAX_TEXT and text.isprintable():
        return text.strip()  # as nearly every one is
    return "".join(clean(text[start : start + MAX_TEXT]) for start in range(0, len(text), MAX_TEXT)).strip()


class Composer:
    """Gathers the items of one sheet.

    Attributes:
        items: What was put down, back to front.
    """

    def __init__(self, width: float, height: float, measure: Measure, *, least_pt: float = LEAST_PT) -> None:
        """Begin a sheet of WIDTH × HEIGHT mm on which no letters are smaller than LEAST_PT."""
        self.width = width
        self.height = height
        self.measure = measure
        self.least_pt = least_pt
        self.items: list[Item] = []

    def sheet(self, title: str = "") -> Sheet:
        """Return the sheet with all that was put down."""
        return Sheet(self.width, self.height, tuple(self.items), title)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, width: float = 0.25, ink: str = BLACK, *, dashed: bool = False
    ) -> None:
        """Put down a line."""
        self.items.append(Line(x1, y1, x2, y2, width, ink, dashed))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        ink: str = BLACK,
        line: float = 0.25,
        hatch: Hatch = "",
        dashed: bool = False,
    ) -> None:
        """Put down a rectangle."""
        self.items.append(Box(x, y, width, height, fill, ink, line, hatch, dashed))

    def words(
        self,
        text: str,
        x: float,
        y: float,
        pt: float,
        *,
        bold: bool = False,
        ink: str = BLACK,
        align: Align = "left",
        turned: bool = False,
    ) -> None:
        """Put down TEXT as it is, on the baseline Y."""
        if text:
            self.items.append(Words(text, x, y, pt, bold, ink, align, turned))

    def fitted(
        self, text: str, room: float, pt: float, *, bold: bool = False, most: int = 1
    ) -> tuple[float, list[str]]:
        """Return the size and the lines in which TEXT stands in ROOM millimetres, of which MOST are wanted.

        It is wrapped at spaces, then written smaller by steps of half a point down to the smallest size, then broken
        within words; more lines than wanted come back rather than a name that is cut.
        """
        plain = whole(text)
        size = pt
        if self.measure(plain, pt, bold) <= room:
            return pt, [plain]
        while True:
            lines = self._wrapped(plain, room, size, bold)
            if lines is not None and len(lines) <= most:
                return size, lines
            if size <= self.least_pt:
                break
            size = max(size - 0.5, self.least_pt)
        return size, self._broken(plain, room, size, bold)

    def _wrapped(self, text: str, room: float, pt: float, bold: bool) -> list[str] | None:
        """Return TEXT broken at spaces; None where a word is wider than ROOM."""
        if self.measure(text, pt, bold) <= room:
            return [text]
        # Words that are too wide by themselves are found without breaking them letter by letter.
        if any(self.measure(word[:_MOST_ON_LINE], pt, bold) > room for word in text.split(" ")):
            return None
        lines = broken_lines(text, room, lambda part: self.measure(part, pt, bold))
        # A line that does not end where a word ends was broken within it.
        return lines if " ".join(lines) == text else None

    def _broken(self, text: str, room: float, pt: float, bold: bool) -> list[str]:
        """Return TEXT in lines of ROOM, broken within words that are wider: each line as long as it can be."""
        lines: list[str] = []
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if len(longer) <= _MOST_ON_LINE and self.measure(longer, pt, bold) <= room:
                line = longer
                continue
            lines += [line] if line else []
            while len(word) > 1 and self.measure(word[:_MOST_ON_LINE], pt, bold) > room:
                low, high = 1, min(len(word), _MOST_ON_LINE)
                # The longest beginning that fits, by halving: names may have thousands of letters.
                while low < high:
                    middle = (low + high + 1) // 2
                    low, high = (middle, high) if self.measure(word[:middle], pt, bold) <= room else (low, middle - 1)
                lines.append(word[:low])
                word = word[low:]
            line = word
        return [*lines, line]

    def paragraph(
        self,
        text: str,
        x: float,
        top: float,
        room: float,
        pt: float,
        *,
        bold: bool = False,
        ink: str = BLACK,
        most: int = 99,
        align: Align = "left",
    ) -> float:
        """Put TEXT down from TOP on, in ROOM millimetres from X (its middle or right end as ALIGN says).

        Returns:
            Where the next thing may begin.
        """
        size, lines = self.fitted(text, room, pt, bold=bold, most=most)
        step = size * MM_PER_POINT * LEADING
        for number, line in enumerate(lines):
            self.words(
                line,
                x,
                top + step * (number + 0.5) + size * MM_PER_POINT * _BASELINE,
                size,
                bold=bold,
                ink=ink,
                align=align,
            )
        return top + step * len(lines)

    def centred(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        height: float,
        pt: float,
        *,
        bold: bool = False,
        ink: str = BLACK,
        align: Align = "left",
        most: int = 0,
        pad: float = 1.0,
    ) -> bool:
        """Put TEXT down in the middle of the height of a box, in as many lines as it holds at the least size.

        Returns:
            Whether all of it found room in the box; nothing is put down where not.
        """
        found = self._in_box(whole(text), width - 2 * pad, height + 0.3, pt, bold, most or 99)
        if found is None:
            return False
        size, lines, step = found
        at = x + pad if align == "left" else x + width - pad if align == "right" else x + width / 2
        first = y + height / 2 - step * (len(lines) - 1) / 2 + size * MM_PER_POINT * _BASELINE
        for number, line in enumerate(lines):
            self.words(line, at, first + number * step, size, bold=bold, ink=ink, align=align)
        return True

    def _in_box(
        self, text: str, room: float, height: float, pt: float, bold: bool, most: int
    ) -> tuple[float, list[str], float] | None:
        """Return size, lines and distance of lines in which TEXT stands in ROOM × HEIGHT; None where it does not."""
        size = pt
        while True:
            point_mm = size * MM_PER_POINT
            lines = self._wrapped(text, room, size, bold)
            if (
                lines is not None
                and len(lines) <= most
                and (len(lines) == 1 or len(lines) * point_mm * _TIGHT <= height)
            ):
                return size, lines, point_mm * (LEADING if len(lines) * point_mm * LEADING <= height else _TIGHT)
            if size <= self.least_pt:
                break
            size = max(size - 0.5, self.least_pt)
        point_mm = size * MM_PER_POINT
        lines = self._broken(text, room, size, bold)
        return (size, lines, point_mm * _TIGHT) if len(lines) * point_mm * _TIGHT <= height else None


class Column:
    """A column of a table: its heading, its share of the width, and whether it holds figures."""

    def __init__(self, heading: str, share: float, *, right: bool = False, bold: bool = False) -> None:
        self.heading = heading
        self.share = share
        self.right = right
        self.bold = bold


class Table:
    """A table that is laid out row by row, so that whoever has the next sheet goes on where this one ended."""

    def __init__(self, columns: Sequence[Column], width: float, *, pt: float = 8.0, pad: float = 1.2) -> None:
        whole_share = sum(column.share for column in columns)
        self.columns = tuple(columns)
        self.widths = tuple(width * column.share / whole_share for column in columns)
        self.width = width
        self.pt = pt
        self.pad = pad

    @property
    def row_mm(self) -> float:
        """Height of a row of one line."""
        return self.pt * MM_PER_POINT * LEADING + 0.9

    def heading_mm(self, paper: Composer) -> float:
        """Height of the headings."""
        return self._height(paper, [column.heading for column in self.columns])

    def _height(self, paper: Composer, cells: Sequence[str]) -> float:
        most = 1
        for cell, column, wide in zip(cells, self.columns, self.widths, strict=True):
            if cell and paper.measure(cell, self.pt, column.bold) > wide - 2 * self.pad:
                size, lines = paper.fitted(cell, wide - 2 * self.pad, self.pt, bold=column.bold, most=2)
                most = max(most, len(lines) if size >= self.pt else len(lines) * size / self.pt)  # type: ignore[assignment]
        return max(most * self.pt * MM_PER_POINT * LEADING + 0.9, self.row_mm)

    def height(self, paper: Composer, cells: Sequence[str]) -> float:
        """Return the height of a row of CELLS."""
        return self._height(paper, cells)

    def headings(self, paper: Composer, x: float, top: float) -> float:
        """Put the headings down; returns where the first row begins."""
        bottom = self._cells(paper, x, top, [column.heading for column in self.columns], ink=GREY)
        paper.line(x, bottom, x + self.width, bottom, 0.35)
        return bottom

    def row(self, paper: Composer, x: float, top: float, cells: Sequence[str]) -> float:
        """Put a row of CELLS down; returns where the next one begins."""
        bottom = self._cells(paper, x, top, cells)
        paper.line(x, bottom, x + self.width, bottom, 0.1, "#7A8594")
        return bottom

    def _cells(self, paper: Composer, x: float, top: float, cells: Sequence[str], ink: str = BLACK) -> float:
        height = self._height(paper, cells)
        for cell, column, wide in zip(cells, self.columns, self.widths, strict=True):
            if cell:
                at = x + wide - self.pad if column.right else x + self.pad
                paper.paragraph(
                    cell,
                    at,
                    top + 0.45,
                    wide - 2 * self.pad,
                    self.pt,
                    bold=column.bold,
                    ink=ink,
                    most=2,
                    align="right" if column.right else "left",
                )
            x += wide
        return top + height
