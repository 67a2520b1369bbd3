"""The bill as a workbook whose totals are formulas: change a price and every sum follows."""

from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from designer.analysis.money.unpriced_lines import total_label
from designer.export.bills.bill import bounded_title
from designer.export.bills.columns import BILL_COLUMNS, BillColumn, bound_of, headings
from designer.export.bills.cover import Cover, Lines
from designer.export.bills.records import Bill, BillGroup, BillLine, BillStep
from designer.export.bills.sheets import add_sheets
from designer.export.cables.cable_schedule import CableSchedule
from designer.export.safe_cells import CELL_LETTERS
from designer.export.workbook_bytes import workbook_bytes
from designer.model.figures.figure import Figure

LINES: Final = "Bill of materials"
"""Name of the sheet of the lines."""
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_ADDED: Final = ("total", "spares", "freight", "racks", "cables")
"""Rows that "delivered and installed" is the sum of."""
_LONG: Final = 50
"""Columns of words at least so wide wrap: text that runs on beyond the last column makes a printed page tiny."""


def workbook(
    bill: Bill, columns: tuple[BillColumn, ...] = BILL_COLUMNS, schedule: CableSchedule | None = None
) -> bytes:
    """Return the workbook of BILL; only our own sums are formulas, everything a person typed stays text.

    Args:
        bill: A summary of it is the first sheet, its lines the second; places and sources follow.
        columns: Of the sheet of the lines.
        schedule: All cables one by one, for a sheet of their own; None leaves it out.
    """

    def fill(book: Workbook) -> None:
        # The cover stands first, and shows what the sheets behind it come to.
        cover = Cover(book, bill)
        lines = _Sheet(book, bill, columns)
        lines.write()
        further = add_sheets(book, bill, schedule)
        cover.fill(
            lines.where,
            ((LINES, "Lines, with subtotals by group" if bill.group_by else "Lines", len(bill.lines)), *further),
        )

    return workbook_bytes(_OPTIONS, fill)


@dataclass
class _Formats:
    head: Any
    money: Any
    strong: Any
    total: Any
    plain: Any
    long: Any
    group: Any
    group_money: Any


class _Sheet:
    """One sheet, written from top to bottom.

    Attributes:
        place: Number of each column by its key.
        rows: Row of the total and of each step by its key.
    """

    def __init__(self, book: Any, bill: Bill, columns: tuple[BillColumn, ...]) -> None:
        self.bill, self.columns = bill, columns
        self.place = {column.key: number for number, column in enumerate(columns)}
        self.sheet = book.add_worksheet(LINES)
        self.sheet.set_landscape()
        self.sheet.set_paper(8)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_footer(f"&L{LINES}&R&P of &N")
        amount = "#,##0.00"
        self.formats = _Formats(
            head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            money=book.add_format({"num_format": amount, "valign": "top"}),
            strong=book.add_format({"bold": True, "top": 1}),
            total=book.add_format({"bold": True, "top": 1, "num_format": amount}),
            plain=book.add_format({"valign": "top"}),
            long=book.add_format({"text_wrap": True, "valign": "top"}),
            group=book.add_format({"bold": True, "bg_color": "#E6EEF7"}),
            group_money=book.add_format({"bold": True, "bg_color": "#E6EEF7", "num_format": amount}),
        )
        self.rows: dict[str, int] = {}
        self.row = 1
        self.last = 0

    def write(self) -> None:
        """Write headings, groups with their lines, the total, the steps beyond it and what is paid each year."""
        for number, (column, heading) in enumerate(zip(self.columns, headings(self.bill, self.columns), strict=True)):
            self.sheet.write_string(0, number, heading, self.formats.head)
            self.sheet.set_column(number, number, column.width)
        self.sheet.freeze_panes(1, 0)
        for group in self.bill.groups:
            self._group(group)
        last = self.last = self.row - 1
        self._total(last)
        for step in self.bill.steps:
            self._step(step, last)
        for row in self.bill.yearly:
            self._named(row.title, row.usd, row.rests_on)
            self._values(row.usd, self.formats.money)
            self.row += 1
        for text in (self.bill.gap_line, self.bill.expired_line, self.bill.rate_line):
            if text:
                self.sheet.write_string(self.row, 0, text[:CELL_LETTERS])
                self.row += 1

    @property
    def where(self) -> Lines:
        """Return the places at which the cover finds what it shows."""
        return Lines(LINES, max(self.last + 1, 2), self.rows, self.place)

    # ---- Lines ----

    def _group(self, group: BillGroup) -> None:
        if group.title:
            first, last = self.row + 1, self.row + len(group.lines)
            for number, column in enumerate(self.columns):
                form = self.formats.group_money if column.kind == "money" else self.formats.group
                if not number:
                    self.sheet.write_string(self.row, number, group.title[:CELL_LETTERS], form)
                elif column.summed:
                    self.sheet.write_formula(
                        self.row, number, self._subtotal(number, first, last), form, self._summed(column, group)
                    )
                else:
                    self.sheet.write_blank(self.row, number, None, form)
            self.row += 1
        for line in group.lines:
            for number, column in enumerate(self.columns):
                self._cell(number, column, line)
            self.row += 1

    def _cell(self, number: int, column: BillColumn, line: BillLine) -> None:
        value = column.value(self.bill, line)
        if value is None:
            return
        if isinstance(value, str):
            form = self.formats.long if column.width >= _LONG else self.formats.plain
            self.sheet.write_string(self.row, number, value[:CELL_LETTERS], form)
        elif column.product is not None:
            factors = "*".join(xl_rowcol_to_cell(self.row, self.place[key]) for key in column.product)
            self.sheet.write_formula(self.row, number, f"={factors}", self.formats.money, value)
        else:
            form = self.formats.money if column.kind == "money" else self.formats.plain
            self.sheet.write_number(self.row, number, value, form)

    def _subtotal(self, number: int, first: int, last: int) -> str:
        """Return the sum of a column from row FIRST to LAST; it leaves out subtotals in between (function 9)."""
        name = xl_col_to_name(number)
        return f"=SUBTOTAL(9,{name}{first + 1}:{name}{last + 1})"

    def _summed(self, column: BillColumn, group: BillGroup) -> float:
        if column.kind == "money":
            return bound_of(self.bill.shown(group.total_usd), column.bound) or 0.0
        values = (column.value(self.bill, line) for line in group.lines)
        return sum(value for value in values if isinstance(value, int | float))

    # ---- Below the lines ----

    def _named(self, title: str, figure: Figure, rests_on: str = "") -> None:
        self.sheet.write_string(self.row, 0, bounded_title(title, figure), self.formats.strong)
        if rests_on and "rests_on" in self.place:
            self.sheet.write_string(self.row, self.place["rests_on"], rests_on, self.formats.long)

    def _total(self, last: int) -> None:
        self.rows["total"] = self.row
        self.sheet.write_string(self.row, 0, total_label(self.bill.total_usd), self.formats.strong)
        shown = self.bill.shown(self.bill.total_usd)
        for number, column in self._money():
            name = xl_col_to_name(number)
            formula = f"=SUM({name}2:{name}{last + 1})" if last else "=0"
            if self.bill.group_by and last:
                formula = self._subtotal(number, 1, last)
            self.sheet.write_formula(
                self.row, number, formula, self.formats.total, bound_of(shown, column.bound) or 0.0
            )
        self.row += 1

    def _step(self, step: BillStep, last: int) -> None:
        self.rows[step.key] = self.row
        self._named(step.title, step.usd, step.rests_on)
        form = self.formats.total if step.is_total else self.formats.money
        shown = self.bill.shown(step.usd)
        for number, column in self._money():
            value = bound_of(shown, column.bound) or 0.0
            formula = self._formula(step, number, column, last)
            if formula:
                self.sheet.write_formula(self.row, number, formula, form, value)
            else:
                self.sheet.write_number(self.row, number, value, form)
        self.row += 1

    def _formula(self, step: BillStep, number: int, column: BillColumn, last: int) -> str:
        """Return how a step follows from the rows above it; "" for what stands for itself."""

        def cell(key: str) -> str:
            return xl_rowcol_to_cell(self.rows[key], number)

        if step.key == "spares" and column.product is not None:
            each, spares = xl_col_to_name(self.place[column.product[1]]), xl_col_to_name(self.place["spares"])
            # Titles of groups have sums in the column of spares, but no price beside them.
            return f"=SUMPRODUCT({spares}2:{spares}{last + 1},{each}2:{each}{last + 1})"
        if step.key == "freight":
            return f"=({cell('total')}+{cell('spares')})*{self._share(step.usd, column)}"
        if step.key == "delivered":
            return f"={'+'.join(cell(key) for key in _ADDED)}"
        if step.key == "tax":
            return f"={cell('delivered')}*{self._share(step.usd, column)}"
        if step.key == "with_tax":
            return f"={cell('delivered')}+{cell('tax')}"
        return ""

    def _share(self, figure: Figure, column: BillColumn) -> str:
        """Return the share by which an amount is multiplied: the last of its terms; 0 where nothing is."""
        share = bound_of(figure.terms[-1], column.bound) if figure.terms else None
        return f"{share or 0.0:.12g}"

    def _values(self, figure: Figure, form: Any) -> None:
        shown = self.bill.shown(figure)
        for number, column in self._money():
            value = bound_of(shown, column.bound)
            if value is not None:
                self.sheet.write_number(self.row, number, value, form)

    def _money(self) -> list[tuple[int, BillColumn]]:
        """Return the columns in which totals stand."""
        return [(n, column) for n, column in enumerate(self.columns) if column.kind == "money" and column.summed]
