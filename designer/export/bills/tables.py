"""The parts of a bill as plain tables, once: page, print and the sheets of a workbook all show these.

A row may carry the formulas of its cells, by which a workbook stays alive; page and print show the values.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from designer.analysis.money.unpriced_lines import total_label
from designer.export.bills.bill import bounded_title
from designer.export.bills.checks import Check, checks
from designer.export.bills.columns import Cell
from designer.export.bills.difference import CHANGE_SIGNS, BillDifference, ChangedLine
from designer.export.bills.records import Bill, BillLine
from designer.export.bills.requests import Request, free_lines, requests
from designer.export.bills.sections import Entry, Section, firmness, prices_of, sections
from designer.model.figures.figure import Figure
from designer.model.wording import counted

CellKind = Literal["words", "mark", "count", "money"]
"""Words that wrap, one that never does, a number of pieces, an amount."""
WORDS: Final = ("words", "mark")
RowSort = Literal["line", "group", "open", "folded", "part", "total", "step", "note"]
"""A line; title of a group, or of what has no price; a folded line and its parts; a sum; what is beside it; words."""
MONTHS: Final = 12


def letter_of(column: int) -> str:
    """Return what a spreadsheet calls column COLUMN, counted from 0: A, B … Z, AA."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name


def _fixed(row: int, column: int) -> str:
    return f"${letter_of(column)}${row + 1}"


class TableColumn(NamedTuple):
    """One column: its heading, what stands in it, and beyond how many letters words wrap."""

    heading: str
    kind: CellKind = "words"
    most: float = 36.0


class TableRow(NamedTuple):
    """One row.

    Attributes:
        sort: What it is.
        cells: One for each column; None is empty.
        formulas: Of the cells that a workbook works out, by the place of their column.
        colour: Ink of a word that says how sure something is, by the place of its column.
    """

    sort: RowSort
    cells: tuple[Cell, ...]
    formulas: Mapping[int, str] = {}
    colours: Mapping[int, str] = {}


class BillTable(NamedTuple):
    """One part of the bill.

    Attributes:
        key: Its name in files and in code.
        title: For people.
        note: What it holds, in a sentence.
        columns: From left to right.
        rows: From top to bottom.
        pages: Whether each group of it begins a page.
    """

    key: str
    title: str
    note: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    pages: bool = False


class Lines(NamedTuple):
    """Places on the sheet of the lines of what other sheets show.

    Attributes:
        sheet: Its name.
        last: Number of the last row with a line, from 1.
        rows: Row of the total and of each step by its key, from 0.
        columns: Place of each column by its key, from 0.
        groups: Title of each group, the group, and the row of its subtotals, from 0.
        lines: Row of each line by `line_key`, from 0.
    """

    sheet: str
    last: int
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    groups: Sequence[tuple[str, Section, int]] = ()
    lines: Mapping[tuple[object, ...], int] = {}

    @property
    def complete(self) -> bool:
        """Return True when it has the columns that formulas are made of."""
        return {"quantity", "spares", "part", "price_status", "total_low", "total_typical", "total_high"} <= (
            self.columns.keys()
        )

    def column(self, key: str) -> str:
        """Return the cells of column KEY beside all lines, for a formula on another sheet."""
        return self._range(self.columns[key])

    @property
    def numbers(self) -> str:
        """Return the cells that number the lines: groups and folded lines have none, so that nothing counts twice."""
        return self._range(0)

    def cell(self, row: int, key: str) -> str:
        """Return one cell, for a formula on another sheet."""
        return f"'{self.sheet}'!{_fixed(row, self.columns[key])}"

    def _range(self, column: int) -> str:
        ends = (_fixed(row, column) for row in (1, self.last - 1))
        return f"'{self.sheet}'!{':'.join(ends)}"


def line_key(line: BillLine) -> tuple[object, ...]:
    """Return what tells LINE from the others of its bill, its pieces in one place included."""
    price = line.unit_usd
    return line.part, line.name, line.kind, line.vendor, line.length_m, line.basis, price.low, price.value, price.high


def bill_tables(bill: Bill, against: BillDifference | None = None) -> tuple[BillTable, ...]:
    """Return every part of BILL that has something to show, in order; AGAINST another bill where there is one."""
    found = [lines_table(bill)]
    if against is not None:
        found.append(difference_table(against))
    found += [services_table(bill), racks_table(bill), requests_table(bill), checks_table(bill), sources_table(bill)]
    return tuple(table for table in found if table.rows)


# ---- Lines ----


def lines_table(bill: Bill) -> BillTable:
    """Return the lines with their groups, the total, what comes on top of it and what is paid each year."""
    money = bill.currency
    columns = (
        TableColumn("No", "count"),
        TableColumn("Maker", most=15),
        TableColumn("Part", most=34),
        TableColumn("Part number", most=18),
        TableColumn("Quantity", "count"),
        TableColumn("Each low", "money"),
        TableColumn("Each high", "money"),
        TableColumn(f"Low {money}", "money"),
        TableColumn(f"Typical {money}", "money"),
        TableColumn(f"High {money}", "money"),
        TableColumn("Basis", most=13),
        TableColumn("Asked on", "mark"),
        TableColumn("How firm", "mark"),
    )
    found = sections(bill)
    rows = tuple(_line_rows(bill, found))
    if not bill.lines:
        return BillTable("lines", "Lines", "Nothing is placed yet.", columns, ())
    entries = sum(len(section.entries) for section in found)
    note = counted(len(bill.lines), "line")
    note += f", the lengths of a cable folded to {entries}" if entries < len(bill.lines) else ""
    return BillTable("lines", "Lines", f"{note}.", columns, rows)


def _line_rows(bill: Bill, found: Sequence[Section]) -> Iterator[TableRow]:
    number = 0
    for section in found:
        quantity = sum(line.quantity for line in section.lines)
        sums = ("unknown",) * 3 if section.unpriced else _bounds(bill, section.total_usd)
        title = ("", section.title, "", "", quantity, None, None, *sums, "", "", "")
        yield TableRow("open" if section.unpriced else "group", title)
        for entry in section.entries:
            if entry.title:
                yield _folded(bill, entry, number + 1)
            for line in entry.lines:
                number += 1
                yield _line(bill, line, number, "part" if entry.title else "line")
    label = total_label(bill.total_usd)
    words = f"{len(bill.unpriced)} of {counted(len(bill.lines), 'line')} not in it" if bill.unpriced else ""
    yield TableRow("total", ("", label, "", "", None, None, None, *_bounds(bill, bill.total_usd), words, "", ""))
    for step in bill.steps:
        title = bounded_title(step.title, step.usd)
        sums = _bounds(bill, step.usd)
        yield TableRow(
            "total" if step.is_total else "step", ("", title, "", "", None, None, None, *sums, step.rests_on, "", "")
        )
    for row in bill.yearly:
        title = bounded_title(row.title, row.usd)
        sums = _bounds(bill, row.usd) if row.usd.value is not None else ("unknown",) * 3
        yield TableRow("step", ("", title, "", "", None, None, None, *sums, row.rests_on, "", ""))


def _bounds(bill: Bill, figure: Figure) -> tuple[float | None, float | None, float | None]:
    shown = bill.shown(figure)
    return shown.low, shown.value, shown.high


def _line(bill: Bill, line: BillLine, number: int, sort: RowSort) -> TableRow:
    each = bill.shown(line.unit_usd)
    unknown = each.value is None
    sums = ("", "", "") if unknown else _bounds(bill, line.total_usd)
    firm = firmness(line)
    cells: tuple[Cell, ...] = (
        number,
        line.vendor,
        line.name,
        line.part_number,
        line.quantity,
        each.low,
        each.high,
        *sums,
        "unknown" if unknown else line.basis,
        line.price_date,
        f"{firm.sign} {firm.word}",
    )
    return TableRow(sort, cells, colours={len(cells) - 1: firm.colour})


def _folded(bill: Bill, entry: Entry, first: int) -> TableRow:
    low, high = (
        prices_of(bill, entry, lambda one: one.low),
        prices_of(bill, entry, lambda one: one.high),
    )
    sums = [0.0, 0.0, 0.0]
    for line in entry.lines:
        for place, value in enumerate(_bounds(bill, line.total_usd)):
            sums[place] += value or 0.0
    firm = list(dict.fromkeys(firmness(line) for line in entry.lines))
    vendors, bases, dates = (
        {getattr(line, name) for line in entry.lines} for name in ("vendor", "basis", "price_date")
    )
    cells: tuple[Cell, ...] = (
        f"{first}–{first + len(entry.lines) - 1}",
        vendors.pop() if len(vendors) == 1 else "",
        entry.title,
        "",
        sum(line.quantity for line in entry.lines),
        min(low) if low else None,
        max(high) if high else None,
        *(tuple(sums) if low else ("", "", "")),
        bases.pop() if len(bases) == 1 else "",
        dates.pop() if len(dates) == 1 else "",
        ", ".join(f"{one.sign} {one.word}" for one in firm),
    )
    return TableRow("folded", cells, colours={len(cells) - 1: firm[0].colour})


# ---- What is paid while it runs ----


def services_table(bill: Bill) -> BillTable:
    """Return what is paid in a month and a year, with live sums."""
    money = bill.currency
    columns = (
        TableColumn("Maker", most=18),
        TableColumn("Service", most=34),
        TableColumn(f"A month, low {money}", "money"),
        TableColumn(f"A month, typical {money}", "money"),
        TableColumn(f"A month, high {money}", "money"),
        TableColumn(f"A year, typical {money}", "money"),
        TableColumn("Basis", most=16),
        TableColumn("Asked on", "mark"),
        TableColumn("Rests on", most=44),
    )
    rows: list[TableRow] = []
    for group in dict.fromkeys(line.group for line in bill.services):
        # Rows are counted from 1, the headings stand in the first, the title of the group before its lines.
        lines = [line for line in bill.services if line.group == group]
        first = len(rows) + 3
        # A year's figure over twelve; what nobody knows says so and is in no sum.
        cells = [_months(bill, line.usd) for line in lines]
        sums = tuple(sum(one or 0.0 for one in column) for column in zip(*cells, strict=True))
        formulas = {
            n: f"=SUBTOTAL(9,{letter_of(n)}{first}:{letter_of(n)}{first + len(lines) - 1})" for n in range(2, 6)
        }
        rows.append(TableRow("group", (group, "", *sums, "", "", ""), formulas))
        for number, (line, amounts) in enumerate(zip(lines, cells, strict=True)):
            year = f"=D{first + number}*{MONTHS}"
            known = line.usd.value is not None
            shown: tuple[Cell, ...] = amounts if known else ("unknown",) * 4
            rows.append(
                TableRow(
                    "line",
                    (line.vendor, line.name, *shown, line.basis, line.price_date, line.rests_on),
                    {5: year} if known else {},
                )
            )
    if rows and bill.run_usd is not None:
        last = len(rows) + 1
        formulas = {n: f"=SUBTOTAL(9,{letter_of(n)}2:{letter_of(n)}{last})" for n in range(2, 6)}
        title = bounded_title("To run", bill.run_usd)
        rows.append(TableRow("total", (title, "", *_months(bill, bill.run_usd), "", "", ""), formulas))
    return BillTable(
        "services", "Services", "What is paid each month while it runs, rent included.", columns, tuple(rows)
    )


def _months(bill: Bill, yearly: Figure) -> tuple[float | None, ...]:
    """Return low, typical and high of a month of YEARLY, and its typical year."""
    low, value, high = _bounds(bill, yearly)
    return (*(None if one is None else one / MONTHS for one in (low, value, high)), value)


# ---- By rack ----


def racks_table(bill: Bill, lines: Lines | None = None) -> BillTable:
    """Return the lines by rack; amounts follow the prices on the sheet of LINES where there is one."""
    money = bill.currency
    columns = (
        TableColumn("Rack", most=22),
        TableColumn("Maker", most=16),
        TableColumn("Part", most=34),
        TableColumn("Part number", most=20),
        TableColumn("Quantity", "count"),
        TableColumn(f"Low {money}", "money"),
        TableColumn(f"Typical {money}", "money"),
        TableColumn(f"High {money}", "money"),
    )
    rows: list[TableRow] = []
    for group in bill.racks:
        first, last = len(rows) + 3, len(rows) + 2 + len(group.lines)
        subtotals = {n: f"=SUBTOTAL(9,{letter_of(n)}{first}:{letter_of(n)}{last})" for n in range(4, 8)}
        pieces = sum(line.quantity for line in group.lines)
        rows.append(TableRow("group", (group.title, "", "", "", pieces, *_bounds(bill, group.total_usd)), subtotals))
        for line in group.lines:
            row = len(rows) + 2
            amounts = _bounds(bill, line.total_usd) if line.unit_usd.value is not None else ("", "", "no price yet")
            formulas: dict[int, str] = {}
            at = lines.lines.get(line_key(line)) if lines is not None and lines.complete else None
            if at is not None and lines is not None and line.unit_usd.value is not None:
                prices = ("unit_low", "unit_typical", "unit_high")
                formulas = {5 + n: f"=$E{row}*{lines.cell(at, key)}" for n, key in enumerate(prices)}
            rows.append(
                TableRow("line", ("", line.vendor, line.name, line.part_number, line.quantity, *amounts), formulas)
            )
    if rows:
        last = len(rows) + 1
        formulas = {n: f"=SUBTOTAL(9,{letter_of(n)}2:{letter_of(n)}{last})" for n in range(4, 8)}
        pieces = sum(line.quantity for group in bill.racks for line in group.lines)
        label = total_label(bill.total_usd)
        rows.append(TableRow("total", (label, "", "", "", pieces, *_bounds(bill, bill.total_usd)), formulas))
    return BillTable("racks", "By rack", "What stands in each rack, and what in none.", columns, tuple(rows))


# ---- Requests ----


def request_columns() -> tuple[TableColumn, ...]:
    """Return the columns of a request; the vendor fills those at the right."""
    return (
        TableColumn("No", "count"),
        TableColumn("Part number", most=20),
        TableColumn("Part", most=38),
        TableColumn("Length m", "count"),
        TableColumn("Quantity", "count"),
        TableColumn("Spares", "count"),
        TableColumn("To quote", "count"),
        TableColumn("Price of one", "money"),
        TableColumn("Currency"),
        TableColumn("Valid until"),
        TableColumn("Weeks", "count"),
        TableColumn("Remarks", most=24),
    )


def requests_table(bill: Bill) -> BillTable:
    """Return what each vendor is asked for, each on a page of its own, without a price."""
    rows: list[TableRow] = []
    for request in requests(bill):
        rows += _request_rows(request, len(rows))
    if rows:
        last = len(rows) + 1
        pieces = sum(one.pieces for one in requests(bill))
        cells: tuple[Cell, ...] = ("", "", "All vendors", None, None, None, pieces, None, "", "", None, "")
        rows.append(TableRow("total", cells, {6: f"=SUBTOTAL(9,G2:G{last})"}))
    note = "A page for each vendor, with part numbers and lengths and without prices."
    return BillTable("requests", "Requests", note, request_columns(), tuple(rows), pages=True)


def request_table(bill: Bill, request: Request) -> BillTable:
    """Return REQUEST alone, for a file that goes to the vendor."""
    day = f" Of {bill.date}." if bill.date else ""
    note = f"Please quote the price of one, its currency, until when it is valid, and weeks to delivery.{day}"
    return BillTable(
        "request", f"Request for quotation: {request.vendor}", note, request_columns(), tuple(_request_rows(request, 0))
    )


def _request_rows(request: Request, before: int) -> Iterator[TableRow]:
    first, last = before + 3, before + 2 + len(request.lines)
    cells: tuple[Cell, ...] = ("", request.vendor, "", None, None, None, request.pieces, None, "", "", None, "")
    yield TableRow("group", cells, {6: f"=SUBTOTAL(9,G{first}:G{last})"})
    for number, line in enumerate(request.lines, start=1):
        row = before + 2 + number
        pieces: tuple[Cell, ...] = (line.quantity, line.spares or None, line.quantity + line.spares)
        cells = (number, line.part_number, line.name, line.length_m, *pieces, None, "", "", None, "")
        yield TableRow("line", cells, {6: f"=E{row}+F{row}"})


# ---- Reconciliation ----


class Places(NamedTuple):
    """Cells in which a workbook has the sums that checks hold against each other, as formulas name them.

    Attributes:
        lines: Places on the sheet of the lines.
        firm: Cells of the amounts by how firm they are.
        rack_pieces: Cell of all pieces by rack.
        racks: Cell of what all racks come to.
        services: Cell of what a year costs.
        asked: Cell of all pieces that are asked for.
    """

    lines: Lines
    firm: str
    rack_pieces: str
    racks: str
    services: str
    asked: str


def checks_table(bill: Bill, places: Places | None = None, cables: str = "") -> BillTable:
    """Return the sums that must be equal; with PLACES as formulas on the sheets of a workbook.

    Args:
        bill: The bill.
        places: Of a workbook; None for a table of values.
        cables: Formula that counts the rows of the schedule of cables; "" where there is none.
    """
    columns = (
        TableColumn("What", most=40),
        TableColumn("Left", most=36),
        TableColumn("Right", most=30),
        TableColumn("Left amount", "money"),
        TableColumn("Right amount", "money"),
        TableColumn("Difference", "money"),
        TableColumn("Equal", "mark"),
        TableColumn("Part", most=30),
    )
    found = list(checks(bill))
    if cables:
        sides = ("rows of the schedule of cables", "cables of the drawing")
        found.append(Check("cables", "Cables, one by one", bill.cables_drawn, bill.cables_drawn, sides, money=False))
    rows: list[TableRow] = []
    for check in found:
        row = len(rows) + 2
        formulas: dict[int, str] = {}
        if places is not None and places.lines.complete:
            formulas = dict(_check_formulas(check, places, bill, row))
            if check.key == "cables":
                formulas[3] = cables
            formulas[5] = f"=D{row}-E{row}"
            formulas[6] = f'=IF(ABS(D{row}-E{row})<=0.000001*MAX(1,ABS(D{row}),ABS(E{row})),"OK","differs")'
        part = check.title.removeprefix("Pieces of ") if check.key == "count" else ""
        cells: tuple[Cell, ...] = (
            check.title,
            *check.sides,
            *((check.left, check.right) if check.money else (round(check.left), round(check.right))),
            check.left - check.right if not check.holds else 0,
            "OK" if check.holds else "differs",
            part,
        )
        rows.append(TableRow("line", cells, formulas, {6: "#0E5A3A" if check.holds else "#B5352A"}))
    note = "Sums that have to be equal; a price that is changed in a workbook makes it differ from the headline."
    return BillTable("checks", "Reconciliation", note, columns, tuple(rows) if bill.lines or bill.services else ())


_BOUND_COLUMNS: Final = {"low": "low", "value": "typical", "high": "high"}
_MOST_ARGUMENTS: Final = 250


def _check_formulas(check: Check, places: Places, bill: Bill, row: int) -> Iterator[tuple[int, str]]:
    """Yield the formulas of both sides of CHECK; what comes from the analysis or the drawing is a number."""
    lines = places.lines
    if not bill.lines and check.key != "services":
        return
    total = f"={lines.cell(lines.rows['total'], 'total_typical')}"
    # Folded lines hold sums of their parts: only rows with a number count, or cables would count twice.
    real = f"ISNUMBER({lines.numbers})*1" if bill.lines else ""
    if check.key == "headline":
        unit = lines.column(f"unit_{_BOUND_COLUMNS[check.bound]}")
        yield 3, f"=SUMPRODUCT({real},{lines.column('quantity')},{unit})"
    elif check.key == "groups" and len(lines.groups) <= _MOST_ARGUMENTS:
        yield 3, f"=SUM({','.join(lines.cell(at, 'total_typical') for _, _, at in lines.groups)})"
        yield 4, total
    elif check.key in {"firm", "racks"}:
        yield 3, f"={places.firm if check.key == 'firm' else places.racks}"
        yield 4, total
    elif check.key == "services":
        yield 3, f"={places.services}"
    elif check.key in {"rack_pieces", "asked"}:
        pieces = f"SUMPRODUCT({real},{lines.column('quantity')})"
        if check.key == "rack_pieces":
            yield 3, f"={places.rack_pieces}"
            yield 4, f"={pieces}"
        else:
            free = sum(line.quantity + line.spares for line in free_lines(bill))
            yield 3, f"={places.asked}+{free}"
            yield 4, f"={pieces}+SUMPRODUCT({real},{lines.column('spares')})"
    elif check.key == "count":
        yield 3, f'=SUMIFS({lines.column("quantity")},{lines.column("part")},$H{row},{lines.numbers},">0")'


# ---- Sources and difference ----


def sources_table(bill: Bill) -> BillTable:
    """Return what the price of each line rests on; lengths of one part with one price together."""
    columns = (
        TableColumn("Part", most=30),
        TableColumn("Basis", most=14),
        TableColumn("Asked on", "mark"),
        TableColumn("Status", "mark"),
        TableColumn("Sources", most=52),
        TableColumn("Rests on", most=52),
    )
    seen: dict[tuple[Cell, ...], None] = {}
    for line in bill.lines:
        sources = "; ".join(line.sources)
        seen[line.name, line.basis, line.price_date, line.price_status, sources, line.rests_on] = None
    for step in (*bill.steps, *bill.yearly):
        if step.rests_on:
            seen[step.title, "", "", "", "", step.rests_on] = None
    rows = tuple(TableRow("line", cells) for cells in seen)
    return BillTable("sources", "Sources", "What each price and quantity rests on.", columns, rows)


def difference_table(against: BillDifference) -> BillTable:
    """Return what differs between two bills, line by line, with the sums of both."""
    money = against.new.currency
    columns = (
        TableColumn("Change", "mark"),
        TableColumn("Maker", most=16),
        TableColumn("Part", most=36),
        TableColumn("Before", "count"),
        TableColumn("Now", "count"),
        TableColumn("More", "count"),
        TableColumn("Each before", "money"),
        TableColumn("Each now", "money"),
        TableColumn(f"Before {money}", "money"),
        TableColumn(f"Now {money}", "money"),
        TableColumn(f"More {money}", "money"),
    )
    changed = against.changed
    rows = [_changed_row(against, line, number) for number, line in enumerate(changed, start=2)]
    same = against.counted("same")
    old, new = against.totals
    kept = [line.amounts(against.new)[1] or 0.0 for line in against.lines if line.change == "same"]
    row = len(rows) + 2
    words = f"{counted(same, 'line')} the same in both"
    rows.append(TableRow("line", ("", "", words, None, None, None, None, None, sum(kept), sum(kept), 0.0)))
    cells: tuple[Cell, ...] = ("Total", "", "", None, None, None, None, None, old, new, _less(new, old))
    formulas = {n: f"=SUM({letter_of(n)}2:{letter_of(n)}{row})" for n in (8, 9, 10)}
    rows.append(TableRow("total", cells, formulas))
    note = f"Against {against.old.name}: {difference_words(against)}."
    return BillTable("against", "Against", note, columns, tuple(rows))


def difference_words(against: BillDifference) -> str:
    """Return how many lines were added, are gone or changed, in words."""
    counts = (
        (against.counted("added"), "added"),
        (against.counted("gone"), "gone"),
        (against.counted("count"), "with another count"),
        (against.counted("price"), "with another price"),
        (against.counted("count and price"), "with both"),
    )
    told = [f"{number:,} {word}" for number, word in counts if number]
    return ", ".join(told) if told else "no line differs"


def _changed_row(against: BillDifference, line: ChangedLine, row: int) -> TableRow:
    (before, now), each, amounts = line.pieces, line.each(against.new), line.amounts(against.new)
    known: Callable[[float | None], Cell] = lambda one: "unknown" if one is None else one  # noqa: E731
    prices: tuple[Cell, ...] = tuple(
        known(price) if side is not None else None for price, side in zip(each, (line.old, line.new), strict=True)
    )
    more = _less(amounts[1], amounts[0])
    formulas = {5: f"=E{row}-D{row}"}
    if more is not None:
        formulas[10] = f"=J{row}-I{row}"
    sign = f"{CHANGE_SIGNS[line.change]} {line.change}"
    cells: tuple[Cell, ...] = (
        sign,
        line.line.vendor,
        line.line.name,
        before,
        now,
        now - before,
        *prices,
        *(known(one) for one in amounts),
        known(more),
    )
    colours = {"added": "#0B6E99", "gone": "#B5352A"}
    return TableRow("line", cells, formulas, {0: colours.get(line.change, "#9A6200")})


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
