"""The bill as a workbook whose totals are formulas: change a price and every sum follows."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from designer.analysis.money.unpriced_lines import total_label
from designer.export.bills.bill import bounded_title
from designer.export.bills.columns import BILL_COLUMNS, BillColumn, bound_of, headings
from designer.export.bills.cover import Cover
from designer.export.bills.difference import BillDifference
from designer.export.bills.records import Bill, BillLine, BillStep
from designer.export.bills.sections import FIRMNESSES, Entry, Section, firmness, prices_of, sections
from designer.export.bills.sheets import add_sheets
from designer.export.bills.tables import Lines, line_key
from designer.export.cables.cable_schedule import CableSchedule
from designer.export.safe_cells import CELL_LETTERS
from designer.export.workbook_bytes import workbook_bytes
from designer.export.workbook_look import (
    GROUP_FILL,
    LINE,
    MONEY_FORM,
    MOST_ROW_PT,
    MUTED,
    OPEN_FILL,
    ROW_PT,
    Look,
    fitted,
    printed,
    rows_of,
    width_for,
)
from designer.model.figures.figure import Figure
from designer.model.wording import counted

LINES: Final = "Lines"
"""Name of the sheet of the lines."""
OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_ADDED: Final = ("total", "spares", "freight", "racks", "cables")
"""Rows that "delivered and installed" is the sum of."""
_LONG: Final = 50
"""Columns of words at least so wide in the table of columns stand beyond the printed ones."""
_PRINTED: Final = (
    "vendor",
    "name",
    "part_number",
    "quantity",
    "unit_low",
    "unit_high",
    "total_low",
    "total_typical",
    "total_high",
    "basis",
    "price_date",
    "price_status",
)
_BY_KEY: Final = {column.key: column for column in BILL_COLUMNS}
_BESIDE: Final = ("unit_typical", "spares")
"""What is worked with, and stands first beside the printed columns."""
SHEET_COLUMNS: Final = (
    *(_BY_KEY[key] for key in (*_PRINTED, *_BESIDE)),
    *(column for column in BILL_COLUMNS if column.key not in {*_PRINTED, *_BESIDE}),
)
"""Columns of the sheet of the lines: those that are printed, then what stands beside them on the screen alone."""
_TITLES: Final = {
    "vendor": "Maker",
    "name": "Part",
    "part": "Part id",
    "unit_low": "Each low",
    "unit_typical": "Each typical",
    "unit_high": "Each high",
    "total_low": "Low {0}",
    "total_typical": "Typical {0}",
    "total_high": "High {0}",
    "basis": "Basis",
    "price_date": "Asked on",
    "price_status": "How firm",
}
"""Shorter headings than those of a file for machines."""
_MOST: Final = {"vendor": 16.0, "name": 36.0, "part_number": 20.0, "basis": 12.0}
"""Words of a printed column wrap beyond these widths."""
_LEAST: Final = {"vendor": 9.0, "name": 18.0, "part_number": 12.0, "basis": 9.0}
"""So wide they stay where a page would not hold them else."""
_NUMBER_WIDTH: Final = 5.5
_ALIKE: Final = frozenset({"vendor", "part", "basis", "price_date"})
"""What stands in a folded line where all its lengths have the same."""
FIRST: Final = 1
"""Place of the first of the columns; before it stand the numbers of the lines."""


def workbook(
    bill: Bill,
    columns: tuple[BillColumn, ...] = SHEET_COLUMNS,
    schedule: CableSchedule | None = None,
    against: BillDifference | None = None,
) -> bytes:
    """Return the workbook of BILL; only our own sums are formulas, everything a person typed stays text.

    Args:
        bill: A summary of it is the first sheet, its lines the second; all else follows.
        columns: Of the sheet of the lines.
        schedule: All cables one by one, for a sheet of their own; None leaves it out.
        against: What differs from another bill, for a sheet of its own; None leaves it out.
    """

    def fill(book: Workbook) -> None:
        look = Look(book)
        # The cover stands first, and shows what the sheets behind it come to.
        cover = Cover(book, bill, look)
        lines = _Sheet(book, bill, columns, look)
        lines.write()
        further = add_sheets(book, bill, look, lines.where, schedule, against)
        cover.fill(lines.where, ((LINES, "Lines, grouped with subtotals", len(bill.lines)), *further))

    return workbook_bytes(OPTIONS, fill)


def _indent(column: BillColumn) -> dict[str, int]:
    return {"indent": 1} if column.kind == "words" else {}


class _Sheet:
    """The sheet of the lines, written from top to bottom.

    Attributes:
        place: Number of each column by its key.
        rows: Row of the total and of each step by its key.
        groups: Each group with the row of its subtotal.
        lines: Row of each line by `line_key`.
        widths: Of the columns, with that of the numbers before them.
    """

    def __init__(self, book: Any, bill: Bill, columns: tuple[BillColumn, ...], look: Look) -> None:
        self.bill, self.columns, self.look = bill, columns, look
        self.place = {column.key: number for number, column in enumerate(columns, start=FIRST)}
        self.sheet = book.add_worksheet(LINES)
        self.sections = sections(bill)
        self.widths: list[float] = []
        self.rows: dict[str, int] = {}
        self.groups: list[tuple[Section, int]] = []
        self.lines: dict[tuple[object, ...], int] = {}
        self.row = 1
        self.last = 0
        self.number = 0

    def write(self) -> None:
        """Write headings, groups with their lines, the total, the steps beyond it and what is paid each year."""
        self._set_up()
        for section in self.sections:
            self._section(section)
        last = self.last = self.row - 1
        self._total(last)
        for step in self.bill.steps:
            self._step(step, last)
        for row in self.bill.yearly:
            self._named(row.title, row.usd, row.rests_on)
            self._values(row.usd)
            self.row += 1
        end = self.place.get("price_status", len(self.columns))
        wide = sum(self.widths[FIRST : end + 1])
        for text in (self.bill.gap_line, self.bill.expired_line, self.bill.rate_line, self._legend):
            if text:
                self._paragraph(text, end, wide)
        self.sheet.print_area(0, 0, self.row - 1, end)

    def _paragraph(self, text: str, end: int, wide: float) -> None:
        """Write TEXT over all columns up to END, which are WIDE together, on as many lines as it takes."""
        form = self.look.form(font_color=MUTED, indent=1, text_wrap=True)
        self.sheet.merge_range(self.row, FIRST, self.row, end, "", form)
        self.sheet.write_string(self.row, FIRST, text[:CELL_LETTERS], form)
        # The height of merged cells follows no words.
        self.sheet.set_row(self.row, min(ROW_PT * rows_of(text, wide), MOST_ROW_PT))
        self.row += 1

    @property
    def where(self) -> Lines:
        """Return the places at which the other sheets find what they show."""
        groups = tuple((section.title, section, row) for section, row in self.groups)
        return Lines(LINES, max(self.last + 1, 2), self.rows, self.place, groups, self.lines)

    @property
    def _legend(self) -> str:
        return "How firm: " + "; ".join(f"{one.sign} {one.word} {one.means}" for one in FIRMNESSES) + "."

    def _set_up(self) -> None:
        bill, sheet = self.bill, self.sheet
        folded = len(bill.lines) - sum(len(one.entries) for one in self.sections)
        note = counted(len(bill.lines), "line")
        note += f", lengths of a cable folded to {len(bill.lines) - folded}" if folded > 0 else ""
        printed(sheet, LINES, bill.name, note=f"{note}{f' · {bill.date}' if bill.date else ''}")
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        sheet.outline_settings(symbols_below=False)
        sheet.write_string(0, 0, "No", self.look.head_number)
        titles = [
            _TITLES[column.key].format(bill.currency) if column.key in _TITLES else title
            for column, title in zip(self.columns, headings(bill, self.columns), strict=True)
        ]
        for number, (column, title) in enumerate(zip(self.columns, titles, strict=True), start=FIRST):
            sheet.write_string(
                0, number, title, self.look.head_words if column.kind == "words" else self.look.head_number
            )
        self.widths = [_NUMBER_WIDTH, *map(self._width, self.columns, titles)]
        printed_columns = self.place.get("price_status", len(self.columns)) + 1
        wrapping = {number: _LEAST[key] for key, number in self.place.items() if key in _LEAST}
        self.widths[:printed_columns] = fitted(self.widths[:printed_columns], wrapping)
        for number, width in enumerate(self.widths):
            sheet.set_column(number, number, width)

    def _width(self, column: BillColumn, title: str) -> float:
        """Return the width of COLUMN by what stands in it: figures and words are never cut, long texts wrap."""
        if column.width >= _LONG:
            return column.width
        texts = [max(title.split(), key=len)]
        if column.kind == "money":
            texts += (
                f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"
                for value in self._amounts(column)
                if value is not None
            )
        elif column.key == "price_status":
            texts += (f"{one.sign} {one.word}" for one in FIRMNESSES)
        else:
            texts += (str(value) for line in self.bill.lines if (value := column.value(self.bill, line)) is not None)
            if column.key == "quantity":
                texts.append(f"{sum(line.quantity for line in self.bill.lines):,}")
        width = width_for(texts, most=_MOST.get(column.key, 40.0))
        # Words are indented, so that they stand apart from numbers before them.
        return width + 1.2 if column.kind == "words" else width

    def _amounts(self, column: BillColumn) -> Iterator[float | None]:
        yield from (
            bound_of(self.bill.shown(column.figure(line)), column.bound) for line in self.bill.lines if column.figure
        )
        if column.summed:
            yield from (bound_of(self.bill.shown(step.usd), column.bound) for step in self.bill.steps)
            yield bound_of(self.bill.shown(self.bill.total_usd), column.bound)

    # ---- Lines ----

    def _section(self, section: Section) -> None:
        """Write the title of SECTION with its subtotals, then its lines; what is unknown stays so."""
        fill = OPEN_FILL if section.unpriced else GROUP_FILL
        head = self.row
        self.groups.append((section, head))
        self.row += 1
        for entry in section.entries:
            self._entry(entry)
        self.sheet.write_blank(head, 0, None, self.look.form(bg_color=fill))
        for number, column in enumerate(self.columns, start=FIRST):
            money = column.kind == "money"
            form = self.look.form(bold=True, bg_color=fill, num_format=self._form_of(column), **_indent(column))
            if number == FIRST:
                self.sheet.write_string(head, number, section.title[:CELL_LETTERS], form)
            elif money and column.summed and section.unpriced:
                # Nobody knows it; a price that is typed below is counted all the same.
                name = xl_col_to_name(number)
                cells = f"{name}{head + 2}:{name}{self.row}"
                formula = f'=IF(COUNT({cells})=0,"unknown",SUBTOTAL(9,{cells}))'
                right = self.look.form(bold=True, bg_color=fill, num_format=MONEY_FORM, align="right")
                self.sheet.write_formula(head, number, formula, right, "unknown")
            elif column.summed:
                formula = self._subtotal(number, head + 1, self.row - 1)
                self.sheet.write_formula(head, number, formula, form, self._summed(column, section))
            else:
                self.sheet.write_blank(head, number, None, form)

    def _entry(self, entry: Entry) -> None:
        if not entry.title:
            self._line(entry.lines[0], 0)
            return
        head = self.row
        self.row += 1
        first = self.number + 1
        for line in entry.lines:
            self._line(line, 2)
        self.sheet.set_row(head, None, None, {"level": 1, "collapsed": True})
        self._folded(head, entry)
        # Words, so that formulas count numbered lines alone.
        numbers = f"{first}–{self.number}"
        self.sheet.write_string(head, 0, numbers, self._plain(font_color=MUTED, align="right"))

    def _folded(self, head: int, entry: Entry) -> None:
        """Write the row of the lengths of a cable, which stands for them while they are folded."""
        plain, first, last = self._plain(), head + 1, head + len(entry.lines)
        for number in range(FIRST + len(self.columns)):
            self.sheet.write_blank(head, number, None, plain)
        for number, column in enumerate(self.columns, start=FIRST):
            letter = xl_col_to_name(number)
            cells = f"{letter}{first + 1}:{letter}{last + 1}"
            if column.key == "name":
                self.sheet.write_string(head, number, entry.title[:CELL_LETTERS], self._plain(text_wrap=True, indent=1))
            elif column.key in _ALIKE and len({getattr(line, column.key) for line in entry.lines}) == 1:
                self.sheet.write_string(
                    head, number, getattr(entry.lines[0], column.key)[:CELL_LETTERS], self._plain(indent=1)
                )
            elif column.product is not None or column.key == "quantity":
                value = sum(
                    float(one) for line in entry.lines if isinstance(one := column.value(self.bill, line), int | float)
                )
                self.sheet.write_formula(head, number, self._subtotal(number, first, last), self._money(column), value)
            elif column.key in {"unit_low", "unit_high"}:
                least = column.key == "unit_low"
                prices = prices_of(self.bill, entry, lambda one, column=column: bound_of(one, column.bound))
                if prices:
                    value, formula = (min(prices), "MIN") if least else (max(prices), "MAX")
                    self.sheet.write_formula(head, number, f"={formula}({cells})", self._money(column), value)
            elif column.key == "price_status":
                self._firm(head, number, entry.lines)

    def _line(self, line: BillLine, level: int) -> None:
        self.number += 1
        self.lines[line_key(line)] = self.row
        self.sheet.write_number(self.row, 0, self.number, self._plain(font_color=MUTED, align="right"))
        for number, column in enumerate(self.columns, start=FIRST):
            self._cell(number, column, line)
        if level:
            self.sheet.set_row(self.row, None, None, {"level": level, "hidden": True})
        self.row += 1

    def _cell(self, number: int, column: BillColumn, line: BillLine) -> None:
        value = column.value(self.bill, line)
        if column.key == "price_status":
            self._firm(self.row, number, (line,))
        elif column.product is not None:
            quantity, price = (xl_rowcol_to_cell(self.row, self.place[key]) for key in column.product)
            formula = f"={quantity}*{price}"
            if value is None:
                # A price that is typed makes an amount of it, and none is no zero.
                formula = f'=IF({price}="","",{quantity}*{price})'
            self.sheet.write_formula(self.row, number, formula, self._money(column), "" if value is None else value)
        elif value is None:
            self.sheet.write_blank(self.row, number, None, self._plain())
        elif isinstance(value, str):
            # What wraps makes a row higher: only printed columns do.
            form = self._plain(text_wrap=True, indent=1) if column.key in _MOST else self._plain(indent=1)
            self.sheet.write_string(self.row, number, value[:CELL_LETTERS], form)
        else:
            self.sheet.write_number(self.row, number, value, self._money(column))

    def _firm(self, row: int, number: int, lines: Sequence[BillLine]) -> None:
        """Write how sure the prices of LINES are: sign and word, where they are alike."""
        found = list(dict.fromkeys(firmness(line) for line in lines))
        words = ", ".join(f"{one.sign} {one.word}" for one in found)
        self.sheet.write_string(row, number, words, self._plain(font_color=found[0].colour, indent=1))

    def _plain(self, **fields: Any) -> Any:
        return self.look.form(bottom=1, bottom_color=LINE, **fields)

    def _money(self, column: BillColumn) -> Any:
        if column.kind != "money":
            return self._plain(num_format=self._form_of(column))
        return self._plain(num_format=MONEY_FORM, **({} if column.summed else {"font_color": MUTED}))

    @staticmethod
    def _form_of(column: BillColumn) -> str:
        """Return the form of numbers in COLUMN; no spares are left empty."""
        if column.kind == "money":
            return MONEY_FORM
        return "General" if column.key == "length_m" else "#,##0;-#,##0;" if column.key == "spares" else "#,##0"

    def _subtotal(self, number: int, first: int, last: int) -> str:
        """Return the sum of a column from row FIRST to LAST; it leaves out subtotals in between (function 9)."""
        name = xl_col_to_name(number)
        return f"=SUBTOTAL(9,{name}{first + 1}:{name}{last + 1})"

    def _summed(self, column: BillColumn, section: Section) -> float:
        if column.kind == "money":
            return bound_of(self.bill.shown(section.total_usd), column.bound) or 0.0
        values = (column.value(self.bill, line) for line in section.lines)
        return sum(value for value in values if isinstance(value, int | float))

    # ---- Below the lines ----

    def _named(self, title: str, figure: Figure, rests_on: str = "", *, strong: bool = False) -> None:
        edge: dict[str, Any] = {"top": 2} if strong else {}
        for number in range(self.place.get("price_status", len(self.columns)) + 1):
            self.sheet.write_blank(self.row, number, None, self.look.form(**edge))
        form = self.look.form(bold=strong, indent=1, **edge)
        self.sheet.write_string(self.row, FIRST, bounded_title(title, figure), form)
        if rests_on and "rests_on" in self.place:
            self.sheet.write_string(self.row, self.place["rests_on"], rests_on, self.look.form(indent=1))

    def _sums(self, *, strong: bool) -> Any:
        return self.look.form(bold=strong, num_format=MONEY_FORM, **({"top": 2} if strong else {}))

    def _total(self, last: int) -> None:
        self.rows["total"] = self.row
        title = total_label(self.bill.total_usd)
        self._named(title, Figure(value=0.0, low=0.0, high=0.0), strong=True)
        shown = self.bill.shown(self.bill.total_usd)
        for number, column in self._sum_columns():
            formula = self._subtotal(number, 1, last) if last else "=0"
            self.sheet.write_formula(
                self.row, number, formula, self._sums(strong=True), bound_of(shown, column.bound) or 0.0
            )
        if self.bill.unpriced and "basis" in self.place:
            words = f"{len(self.bill.unpriced)} of {counted(len(self.bill.lines), 'line')} not in it"
            self.sheet.write_string(
                self.row, self.place["basis"], words, self.look.form(font_color=MUTED, top=2, indent=1)
            )
        self.row += 1

    def _step(self, step: BillStep, last: int) -> None:
        self.rows[step.key] = self.row
        self._named(step.title, step.usd, step.rests_on, strong=step.is_total)
        form = self._sums(strong=step.is_total)
        shown = self.bill.shown(step.usd)
        for number, column in self._sum_columns():
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
            # Titles of groups have sums in the column of spares, but no price; folded lines a price, but no spares.
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

    def _values(self, figure: Figure) -> None:
        shown = self.bill.shown(figure)
        for number, column in self._sum_columns():
            value = bound_of(shown, column.bound)
            right = self.look.form(num_format=MONEY_FORM, align="right")
            if value is None:
                self.sheet.write_string(self.row, number, "unknown", right)
            else:
                self.sheet.write_number(self.row, number, value, right)

    def _sum_columns(self) -> list[tuple[int, BillColumn]]:
        """Return the columns in which totals stand."""
        found = enumerate(self.columns, start=FIRST)
        return [(number, column) for number, column in found if column.kind == "money" and column.summed]
