"""The sheets of a workbook beside that of the lines: summary, cables one by one, where each part stands, sources."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from designer.analysis.money.complete import total_label
from designer.catalog.coverage import SURENESSES
from designer.export.bills.bill import Bill, bounded_title
from designer.export.bills.columns import Cell
from designer.export.cable_schedule import CableSchedule
from designer.export.cable_schedule_files import cable_rows
from designer.export.price_coverage import bill_coverage
from designer.export.safe_cells import CELL_LETTERS
from designer.model.figures import Figure, total
from designer.model.kinds import KINDS

MOST_ROWS: Final = 1_048_575
"""Rows below the headings that a sheet takes."""
_PLACES: Final = ("Room", "Rack", "Node", "Name", "Part", "Part number", "Description", "Pieces")
_SOURCES: Final = ("Part", "Description", "Price basis", "Price date", "Price status", "Sources", "Rests on")

Rows = Iterable[Sequence[Cell]]


def add_sheets(book: Any, bill: Bill, schedule: CableSchedule | None) -> None:
    """Add the further sheets of BILL to BOOK; that of the cables where there is a SCHEDULE of them."""
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    money = book.add_format({"num_format": "#,##0.00"})
    _sheet(book, "Summary", ("", *_named("Low {0}", "Typical {0}", "High {0}", bill=bill)), _summary(bill), head, money)
    if schedule is not None:
        headings, rows = cable_rows(schedule)
        _sheet(book, "Cables", headings, _most(rows, len(schedule)), head, None)
    _sheet(book, "Places", _PLACES, _places(bill), head, None)
    _sheet(book, "Sources", _SOURCES, _sources(bill), head, None)


def _sheet(book: Any, title: str, headings: Sequence[str], rows: Rows, head: Any, money: Any) -> None:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, head)
        sheet.set_column(column, column, 44 if not column and money is not None else max(14, len(heading) + 4))
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell[:CELL_LETTERS])
            elif cell is not None:
                sheet.write_number(number, column, cell, money)


def _named(*headings: str, bill: Bill) -> tuple[str, ...]:
    return tuple(heading.format(bill.currency) for heading in headings)


def _summary(bill: Bill) -> Iterator[tuple[Cell, ...]]:
    """Yield name and day, the totals, what each kind comes to, how firm the prices are, and what has none."""
    yield (bill.name,)
    yield (f"Bill of materials, {bill.date}" if bill.date else "Bill of materials",)
    yield ()
    yield (total_label(bill.total_usd), *_span(bill, bill.total_usd))
    for step in bill.steps:
        yield (bounded_title(step.title, step.usd), *_span(bill, step.usd))
    for row in bill.yearly:
        yield (bounded_title(row.title, row.usd), *_span(bill, row.usd))
    yield ()
    by_kind: dict[str, list[Figure]] = {}
    for line in bill.lines:
        by_kind.setdefault(line.kind, []).append(line.total_usd)
    for kind, figures in by_kind.items():
        title = KINDS[kind].plural if kind in KINDS else kind
        together = total(title, figures, "USD")
        yield (bounded_title(title, together), *_span(bill, together))
    yield ()
    found = bill_coverage(bill)
    for name in SURENESSES:
        share = found.usd_by_sureness[name] / found.usd if found.usd else 0.0
        yield (f"How firm: {name}, {share * 100:.0f}% of what is priced",)
    if bill.unpriced:
        yield ()
        yield (bill.gap_line,)
        for name in bill.unpriced:
            yield (f"No price: {name}",)
    for text in (bill.expired_line, bill.lead_line, bill.rate_line):
        if text:
            yield (text,)


def _span(bill: Bill, figure: Figure) -> tuple[Cell, Cell, Cell]:
    shown = bill.shown(figure)
    return shown.low, shown.value, shown.high


def _most(rows: Iterable[tuple[Cell, ...]], number: int) -> Iterator[tuple[Cell, ...]]:
    """Yield as many of ROWS as a sheet takes; the last says how many there are more."""
    for count, row in enumerate(rows, start=1):
        if count == MOST_ROWS and number > MOST_ROWS:
            yield (f"{number - MOST_ROWS + 1:,} cables more; the cable schedule as .csv or .json has all of them.",)
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
