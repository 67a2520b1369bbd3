"""Sheets of a workbook with long lists, as that of all cables: one page of A4 wide, in letters that can be read."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from designer.export.cables.cable_rows import Cell
from designer.export.safe_cells import CELL_LETTERS
from designer.export.workbook_look import MONEY_FORM, Look, fitted, printed, width_for

_PRINTED: Final = (
    "Cable",
    "From name",
    "From rack",
    "From U",
    "From port",
    "To name",
    "To rack",
    "To U",
    "To port",
    "Medium",
    "Colour",
    "Length m",
    "Bought as m",
    "Type",
    "Part number",
)
"""What is needed where a cable is laid; all else stands right of it, on the screen alone."""
_NOTE: Final = "Both ends, length and part are printed; label, optics, prices, route and reason stand right of them."
_MONEY: Final = ("Price low", "Price typical", "Price high", "Unit ", "Total ")
_NUMBERS: Final = (
    "From U",
    "To U",
    "Length",
    "Bought as",
    "Reaches",
    "Quantity",
    "Pieces",
    "Drums cut",
    "On a",
    "Left on",
)
"""How headings of amounts and of other numbers begin."""
_INDENT: Final = 1.2
_MEASURED: Final = 400
"""Rows by which the width of a column is found."""
_LEAST: Final = 7.0
_MOST: Final = 44.0
_MOST_PRINTED: Final = 26.0
"""Words of a printed column of cables wrap beyond this."""


def add_cables(book: Any, look: Look, listed: tuple[Sequence[str], Iterable[Sequence[Cell]]], name: str) -> None:
    """Add the sheet of all cables to BOOK.

    Args:
        book: The workbook.
        look: Its formats.
        listed: Headings and rows, as `cable_rows` returns them.
        name: Of the design.
    """
    headings, rows = listed
    first = [headings.index(one) for one in _PRINTED]
    order = [*first, *(place for place in range(len(headings)) if place not in first)]
    turned = ([row[place] for place in order] for row in rows)
    _add(book, look, "Cables", ([headings[place] for place in order], turned), name, len(first))


def add_list(
    book: Any, look: Look, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], name: str
) -> None:
    """Add a list as a sheet of BOOK, all of whose columns are printed; NAME is that of the design."""
    _add(book, look, title, (headings, rows), name, len(headings))


def _add(
    book: Any,
    look: Look,
    title: str,
    listed: tuple[Sequence[str], Iterable[Sequence[Cell]]],
    name: str,
    many: int,
) -> None:
    """Add a sheet the first MANY columns of which are printed; its widths are those of its first rows."""
    headings, rows = listed
    some = many < len(headings)
    sheet = book.add_worksheet(title)
    printed(sheet, title, name, note=_NOTE if some else "")
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    words, wrapped = look.form(indent=1), look.form(indent=1, text_wrap=True)
    # Words are indented, so that they stand apart from numbers before them.
    first = look.form(text_wrap=True)
    numbers = [look.form(num_format=_form_of(one)) for one in headings]
    texts: list[list[str]] = [[max(heading.split(), key=len)] for heading in headings]
    worded: set[int] = set()
    for column, heading in enumerate(headings):
        right = heading.startswith((*_MONEY, *_NUMBERS))
        sheet.write_string(0, column, heading, look.head_number if right else look.head_words if column else look.head)
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                worded.add(column)
                # What wraps makes a row higher: only printed columns do.
                form = first if not column else wrapped if column < many else words
                sheet.write_string(number, column, cell[:CELL_LETTERS], form)
            elif cell is not None:
                sheet.write_number(number, column, cell, numbers[column])
            if number <= _MEASURED and cell is not None:
                texts[column].append(str(cell))
    if not number:
        sheet.write_string(1, 0, "Nothing.", look.form())
    most = _MOST_PRINTED if some else _MOST
    widths = [width_for(seen, least=5.0, most=most if place < many else _MOST) for place, seen in enumerate(texts)]
    widths = [width + _INDENT if place in worded else width for place, width in enumerate(widths)]
    wrapping = {place: width_for(seen[:1], least=_LEAST) for place, seen in enumerate(texts[:many]) if place in worded}
    widths[:many] = fitted(widths[:many], wrapping)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    if some:
        sheet.print_area(0, 0, max(number, 1), many - 1)


def _form_of(heading: str) -> str:
    """Return the form of numbers below HEADING: amounts as everywhere, measured lengths to a centimetre."""
    if heading.startswith(_MONEY):
        return MONEY_FORM
    return "0.00" if heading.startswith(("Length", "Left on")) else "General"
