"""Look of the sheets of a workbook: formats, widths that never cut, and how each is printed."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from textwrap import wrap
from typing import Any, Final
from unicodedata import east_asian_width

INK: Final = "#1C2430"
MUTED: Final = "#4A5668"
LINE: Final = "#DDE3EA"
GROUP_FILL: Final = "#E6EEF7"
OPEN_FILL: Final = "#F7EEE2"
GOOD: Final = "#0E5A3A"
BAD: Final = "#B5352A"
ROW_PT: Final = 12.5
"""Height of a line of words."""
MOST_ROW_PT: Final = 409.0
"""A spreadsheet has no higher row."""
MONEY_FORM: Final = "[>=1000]#,##0;[=0]0;#,##0.00"
"""Whole above a thousand, cents below it; a cell always holds the whole number."""
_FONT: Final = "Arial"
_LETTERS_PT: Final = 9
_UNIT_PT: Final = 5.25
"""A column's width is counted in digits of the workbook's own font, 7 pixels wide."""
_DIGIT_PT: Final = 5.6
"""The same in LibreOffice, which counts in its own face instead."""
_EDGE_PT: Final = 3.75
"""What a column has beside its digits."""
_BESIDE: Final = 1.2
"""Between the words of two columns, in digits."""
_PAGE_PT: Final = 784.0
"""Of A4 in landscape between its margins."""
_LEAST_PT: Final = 7.4
"""Of letters on paper, where a sheet is made as wide as the page."""
_NOTE: Final = (75, 2)
"""So many letters stand in a line beside the title of a page, on so many lines; a header holds 255 in all."""
_NARROW: Final = frozenset("iljIft.,:;|!'()[]{}- ")
_WIDE: Final = frozenset("mwMW@%—◆●◐○")


def letters(text: str, *, bold: bool = False) -> float:
    """Return how wide TEXT is in units of a column's width, by the widths of a common face of 9 points.

    Source: advance widths of Arial in parts of the letter size, rounded up: 0.33 narrow, 0.56 digits and small letters,
    0.72 capitals, 0.95 wide ones, 1 East Asian ones.
    """
    ems = 0.0
    for letter in text:
        if letter in _NARROW:
            ems += 0.34
        elif letter in _WIDE:
            ems += 0.95
        elif letter.isupper():
            ems += 0.72
        else:
            ems += 1.0 if east_asian_width(letter) in "WF" else 0.56
    return ems * _LETTERS_PT / _UNIT_PT * (1.06 if bold else 1.0)


def width_for(texts: Iterable[str], least: float = 4.0, most: float = 60.0) -> float:
    """Return the width of a column that holds TEXTS; beyond MOST words wrap, but none of them is cut."""
    whole, word = 0.0, 0.0
    for text in texts:
        whole = max(whole, letters(text))
        if whole > most:
            word = max(word, max((letters(one) for one in text.split()), default=0.0))
    return min(max(least, min(whole, max(most, min(word, 2 * most)))) + _BESIDE, 250.0)


def fitted(widths: Sequence[float], wrapping: Mapping[int, float]) -> list[float]:
    """Return WIDTHS of columns that a page of A4 in landscape holds in letters of `_LEAST_PT`, if that can be.

    Args:
        widths: Of all printed columns.
        wrapping: Columns whose words wrap, each with the width that it needs at least.
    """
    excess = sum(width * _DIGIT_PT + _EDGE_PT for width in widths) - _PAGE_PT * _LETTERS_PT / _LEAST_PT
    room = {place: max(widths[place] - least, 0.0) for place, least in wrapping.items()}
    share = min(max(excess / _DIGIT_PT, 0.0) / max(sum(room.values()), 0.1), 1.0)
    return [width - share * room.get(place, 0.0) for place, width in enumerate(widths)]


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._forms: dict[tuple[tuple[str, Any], ...], Any] = {}

    def form(self, **fields: Any) -> Any:
        """Return the format with FIELDS, over the face and ink of all cells."""
        if fields.get("indent"):
            # Without an edge to stand apart from, the library would indent from the upper one.
            fields.setdefault("align", "left")
        key = tuple(sorted(fields.items()))
        if key not in self._forms:
            base = {"font_name": _FONT, "font_size": _LETTERS_PT, "font_color": INK, "valign": "top"}
            self._forms[key] = self._book.add_format({**base, **fields})
        return self._forms[key]

    @property
    def head(self) -> Any:
        """The format of a heading."""
        return self.form(font_color=MUTED, bottom=2, text_wrap=True, valign="bottom")

    @property
    def head_words(self) -> Any:
        """The format of a heading over words that may stand right after numbers."""
        return self.form(font_color=MUTED, bottom=2, text_wrap=True, valign="bottom", indent=1)

    @property
    def head_number(self) -> Any:
        """The format of a heading over numbers."""
        return self.form(font_color=MUTED, bottom=2, text_wrap=True, valign="bottom", align="right")


def printed(sheet: Any, title: str, name: str, *, note: str = "") -> None:
    """Set SHEET up for print: A4 in landscape, as wide as the page, the headings again on each, pages numbered.

    Args:
        sheet: The sheet.
        title: What it is.
        name: Of the design.
        note: Beside the title.
    """
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.65, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    letters_most, lines_most = _NOTE
    lines = wrap(" ".join(note.split()), letters_most, max_lines=lines_most, placeholder="…")
    beside = "&R&9" + "\n".join(_plain(line, letters_most) for line in lines) if lines else ""
    # As large on paper as they are said to be, though the sheet is made as wide as the page.
    whole = {"scale_with_doc": False}
    sheet.set_header(f'&L&"{_FONT},Bold"&13{_plain(title, 60)}{beside}', {"margin": 0.35, **whole})
    sheet.set_footer(f"&L&9{_plain(name, 90)}&R&9&P of &N", {"margin": 0.3, **whole})


def _plain(text: str, most: int) -> str:
    """Return TEXT for a header or footer: "&" begins a command there, and a digit after a size would be part of it."""
    kept = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    kept = kept if len(kept) <= most else f"{kept[: most - 1]}…"
    return f" {kept}".replace("&", "&&") if kept[:1].isdigit() else kept.replace("&", "&&")


def rows_of(text: str, width: float) -> int:
    """Return on how many lines TEXT stands in a cell of WIDTH."""
    return max(1, ceil(letters(text) / max(width - 1.5, 1.0)))
