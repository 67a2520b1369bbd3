"""The sheets of a workbook behind its cover and its lines, made of the tables of the bill and all cables one by one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from designer.export.bills.columns import Cell
from designer.export.bills.difference import BillDifference
from designer.export.bills.records import Bill
from designer.export.bills.tables import (
    WORDS,
    BillTable,
    Lines,
    Places,
    TableColumn,
    TableRow,
    checks_table,
    difference_table,
    racks_table,
    requests_table,
    services_table,
    sources_table,
)
from designer.export.cables.cable_rows import cable_rows
from designer.export.cables.cable_schedule import CableSchedule
from designer.export.cables.cable_sheets import add_cables, add_list
from designer.export.safe_cells import CELL_LETTERS
from designer.export.workbook_look import GROUP_FILL, LINE, MONEY_FORM, Look, fitted, printed, width_for

MOST_CABLES: Final = 5_000
"""Beyond so many the cables stand in their schedule alone: ten thousands take a spreadsheet long to open."""
_LEAST_WORDS: Final = 8.0
"""So wide a column of words stays where a page would not hold it else."""
_PLACES: Final = ("Room", "Rack", "Node", "Name", "Part", "Part number", "Description", "Pieces")

Rows = Iterable[Sequence[Cell]]


def add_sheets(
    book: Any,
    bill: Bill,
    look: Look,
    lines: Lines,
    schedule: CableSchedule | None,
    against: BillDifference | None,
) -> list[tuple[str, str, int]]:
    """Add the further sheets of BILL to BOOK; those of cables and of another bill where they are given.

    Returns:
        Of each its name, what it holds in words, and how many rows.
    """
    found: list[tuple[str, str, int]] = []

    def add(table: BillTable, number: int | None = None) -> None:
        table_sheet(book, look, table, bill.name)
        found.append((table.title, table.note.rstrip("."), len(table.rows) if number is None else number))

    services, racks, requests = services_table(bill), racks_table(bill, lines), requests_table(bill)
    if against is not None:
        table = difference_table(against)
        add(table, len(against.changed))
    add(services, len(bill.services))
    if racks.rows:
        add(racks, len(bill.racks))
    if requests.rows:
        add(requests, sum(row.sort == "group" for row in requests.rows))
    places = Places(
        lines,
        "+".join(f"Summary!{cell}" for cell in FIRM_CELLS),
        f"'{racks.title}'!E{len(racks.rows) + 1}",
        f"'{racks.title}'!G{len(racks.rows) + 1}",
        f"{services.title}!F{len(services.rows) + 1}" if services.rows else "0",
        f"{requests.title}!G{len(requests.rows) + 1}" if requests.rows else "0",
    )
    cables = ""
    if schedule is not None and len(schedule) > MOST_CABLES:
        schedule = None
    if schedule is not None and bill.cables_drawn:
        cables = f"=COUNTA(Cables!$A$2:$A${len(schedule) + 1})"
    checks = checks_table(bill, places, cables)
    if checks.rows:
        add(checks)
    if schedule is not None:
        found.append(("Cables", "Cables, one by one", len(schedule)))
        add_cables(book, look, cable_rows(schedule), bill.name)
    standing = list(_places(bill))
    found.append(("Places", "Where each part stands", len(standing)))
    add_list(book, look, "Places", _PLACES, standing, bill.name)
    add(sources_table(bill))
    return found


FIRM_CELLS: Final = ("$I$10", "$I$11", "$I$12")
"""Cells of the cover that say what is firm, published and estimated."""


def table_sheet(book: Any, look: Look, table: BillTable, name: str) -> None:
    """Add TABLE as a sheet of BOOK, ready to print; NAME is that of the design."""
    sheet = book.add_worksheet(table.title[:31] if table.key != "request" else "Request")
    printed(sheet, table.title, name, note=table.note.rstrip("."))
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    widths = [_width(table, number, column) for number, column in enumerate(table.columns)]
    wrapping = {
        number: width_for(column.heading.split(), least=_LEAST_WORDS)
        for number, column in enumerate(table.columns)
        if column.kind in WORDS
    }
    for number, (column, width) in enumerate(zip(table.columns, fitted(widths, wrapping), strict=True)):
        sheet.write_string(0, number, column.heading, _head(look, table, number))
        sheet.set_column(number, number, width)
    breaks: list[int] = []
    for number, row in enumerate(table.rows, start=1):
        if row.sort == "group" and table.pages and number > 1:
            breaks.append(number)
        for place, cell in enumerate(row.cells):
            _cell(sheet, look, number, place, row, cell, table.columns)
    if breaks:
        sheet.set_h_pagebreaks(breaks[:1000])
    if not table.rows:
        sheet.write_string(1, 0, "Nothing.", look.form())


def _head(look: Look, table: BillTable, place: int) -> Any:
    if table.columns[place].kind not in WORDS:
        return look.head_number
    return look.head_words if _after_number(table.columns, place) else look.head


def _after_number(columns: Sequence[TableColumn], place: int) -> bool:
    """Return whether words stand right after numbers, so that a space has to part them."""
    return place > 0 and columns[place - 1].kind not in WORDS


def _width(table: BillTable, place: int, column: TableColumn) -> float:
    longest = max(column.heading.split(), key=len)
    if column.kind in WORDS:
        # The title of a group or a sum runs on over the empty cells beside it.
        texts = [str(row.cells[place] or "") for row in table.rows if row.sort not in {"group", "total"}]
        return width_for([longest, *texts], least=6.0, most=column.most)
    numbers = [cell for row in table.rows if isinstance(cell := row.cells[place], int | float)]
    texts = [f"{one:,.0f}" if abs(one) >= 1000 else f"{one:,.2f}" for one in numbers]
    words = [cell for row in table.rows if isinstance(cell := row.cells[place], str)]
    return width_for([longest, *texts, *words], least=7.0, most=60.0)


def _cell(
    sheet: Any, look: Look, row: int, place: int, told: TableRow, cell: Cell, columns: Sequence[TableColumn]
) -> None:
    column = columns[place]
    strong = told.sort in {"group", "total", "open"}
    fields: dict[str, Any] = {"bold": True} if strong else {}
    if told.sort in {"group", "open"}:
        fields["bg_color"] = GROUP_FILL
    elif told.sort == "total":
        fields["top"] = 2
    else:
        fields.update(bottom=1, bottom_color=LINE)
    if place in told.colours:
        fields["font_color"] = told.colours[place]
    number = column.kind not in WORDS
    if number:
        fields["num_format"] = _form_of(cell, column)
        fields["align"] = "right"
    else:
        if _after_number(columns, place):
            fields["indent"] = 1
        if not strong:
            fields["text_wrap"] = True
    form = look.form(**fields)
    if place in told.formulas:
        sheet.write_formula(row, place, told.formulas[place], form, 0 if cell is None else cell)
    elif isinstance(cell, str) and cell:
        sheet.write_string(row, place, cell[:CELL_LETTERS], form)
    elif cell is None or isinstance(cell, str):
        sheet.write_blank(row, place, None, form)
    else:
        sheet.write_number(row, place, cell, form)


def _form_of(cell: Cell, column: TableColumn) -> str:
    """Return the form of CELL: pieces whole, amounts as money, a length with as many decimals as it has."""
    if isinstance(cell, int):
        return "#,##0"
    return MONEY_FORM if column.kind == "money" else "General"


def _places(bill: Bill) -> Iterator[tuple[Cell, ...]]:
    for one in bill.standing:
        yield (one.room, one.rack, one.node, one.title, one.part, one.part_number, one.name, one.pieces)
