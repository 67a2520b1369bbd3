"""The sheets of a workbook behind its cover and its lines: cables one by one, where each part stands, sources."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from designer.export.bills.columns import Cell
from designer.export.bills.records import Bill
from designer.export.cables.cable_schedule import CableSchedule
from designer.export.cables.cable_schedule_files import cable_rows
from designer.export.safe_cells import CELL_LETTERS
from designer.model.wording import counted

MOST_ROWS: Final = 1_048_575
"""Rows below the headings that a sheet takes."""
_PLACES: Final = ("Room", "Rack", "Node", "Name", "Part", "Part number", "Description", "Pieces")
_SOURCES: Final = ("Part", "Description", "Price basis", "Price date", "Price status", "Sources", "Rests on")

Rows = Iterable[Sequence[Cell]]


def add_sheets(book: Any, bill: Bill, schedule: CableSchedule | None) -> list[tuple[str, str, int]]:
    """Add the further sheets of BILL to BOOK; that of the cables where there is a SCHEDULE of them.

    Returns:
        Of each its name, what it holds in words, and how many rows.
    """
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    found: list[tuple[str, str, int]] = []
    if schedule is not None:
        headings, rows = cable_rows(schedule)
        found.append(("Cables", "Cables, one by one", len(schedule)))
        _sheet(book, "Cables", headings, _most(rows, len(schedule)), head)
    places, sources = list(_places(bill)), list(_sources(bill))
    found += [("Places", "Where each part stands", len(places)), ("Sources", "Prices and their sources", len(sources))]
    _sheet(book, "Places", _PLACES, places, head)
    _sheet(book, "Sources", _SOURCES, sources, head)
    return found


def _sheet(book: Any, title: str, headings: Sequence[str], rows: Rows, head: Any) -> None:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, head)
        sheet.set_column(column, column, max(14, len(heading) + 4))
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell[:CELL_LETTERS])
            elif cell is not None:
                sheet.write_number(number, column, cell)


def _most(rows: Iterable[tuple[Cell, ...]], number: int) -> Iterator[tuple[Cell, ...]]:
    """Yield as many of ROWS as a sheet takes; the last says how many there are more."""
    for count, row in enumerate(rows, start=1):
        if count == MOST_ROWS and number > MOST_ROWS:
            more = counted(number - MOST_ROWS + 1, "cable")
            yield (f"{more} more; the cable schedule as .csv or .json has all of them.",)
            return
        yield row


def _places(bill: Bill) -> Iterator[tuple[Cell, ...]]:
    for one in bill.standing:
        yield (one.room, one.rack, one.node, one.title, one.part, one.part_number, one.name, one.pieces)


def _sources(bill: Bill) -> Iterator[tuple[Cell, ...]]:
    """Yield what the price of each line rests on; lengths of one part with one price together."""
    seen: set[tuple[Cell, ...]] = set()
    for line in bill.lines:
        row: tuple[Cell, ...] = (
            line.part,
            line.name,
            line.basis,
            line.price_date,
            line.price_status,
            "; ".join(line.sources),
            line.rests_on,
        )
        if row not in seen:
            seen.add(row)
            yield row
