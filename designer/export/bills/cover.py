"""The first sheet of a workbook: what the whole comes to, by group, how firm it is, what is missing, where to look.

Its amounts are formulas on the sheets behind it, so that they follow when a price there is changed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from designer.analysis.money.unpriced_lines import total_label
from designer.export.bills.bill import bounded_title
from designer.export.bills.columns import Bound, bound_of
from designer.export.bills.records import RENTED, Bill
from designer.export.bills.sections import NO_PRICE
from designer.export.bills.summary import (
    FIRM_WAYS,
    Total,
    firm_amounts,
    likely_words,
    not_included,
    subtitle,
    three_totals,
)
from designer.export.bills.tables import Lines, services_table
from designer.export.safe_cells import CELL_LETTERS
from designer.export.workbook_look import INK, LINE, MONEY_FORM, MUTED, Look, letters, printed
from designer.model.figures.figure import Figure
from designer.model.wording import counted

TITLE: Final = "Summary"
_WIDTHS: Final = (2, 36, 14, 14, 14, 3, 3, 47, 15, 8)
"""Of the columns in letters: a margin; words, low, typical and high; a gap; a sign, words, an amount and a share."""
_FIRST: Final = 1
_RIGHT: Final = 7
_LAST: Final = 9
_TOTALS: Final[Mapping[Bound, str]] = {"low": "total_low", "value": "total_typical", "high": "total_high"}
"""The column of the lines that has each bound."""
_FIRM_ROW: Final = 9
"""Row of the first of them, from 0: the checks look for them there."""
_MOST_WORDS: Final = 12
"""So many rows a paragraph takes at most; the whole stands on the sheet of the lines."""

Formula = Callable[[Bound], str]
"""The formula of an amount, by its bound."""


def _of_services(sheet: str, row: int | None) -> Formula | None:
    """Return how a sum in ROW of the services is read, from 1; None where there is none."""
    letters_of = {"low": "C", "value": "D", "high": "E"}
    return None if row is None else lambda bound: f"'{sheet}'!${letters_of[bound]}${row}"


class Cover:
    """The cover, made before the other sheets, because it stands first, and filled after them."""

    def __init__(self, book: Any, bill: Bill, look: Look) -> None:
        self._book, self._bill, self._look = book, bill, look
        self._sheet = book.add_worksheet(TITLE)
        self._sheet.activate()

    def fill(self, lines: Lines, sheets: Sequence[tuple[str, str, int]]) -> None:
        """Write everything.

        Args:
            lines: Where the lines are.
            sheets: Each further sheet: its name, what it holds and how many rows it has.
        """
        sheet = self._sheet
        printed(sheet, "", self._bill.name)
        sheet.set_header("")
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width, self._look.form())
        self._head()
        self._three(lines)
        row = self._amounts(lines, _FIRM_ROW - 1)
        right = self._firmness(lines, _FIRM_ROW - 1)
        right = self._missing(right)
        right = self._contents(sheets, right)
        sheet.print_area(0, 0, max(row, right), _LAST)

    # ---- Parts ----

    def _head(self) -> None:
        bill = self._bill
        self._wide(0, "Bill of materials", self._look.form(font_color=MUTED))
        size = 20 if len(bill.name) <= 60 else 13
        self._wide(1, bill.name, self._look.form(font_size=size, bold=True, text_wrap=True, valign="vcenter"))
        self._sheet.set_row(1, 30 if len(bill.name) <= 90 else 60)
        self._wide(2, subtitle(bill), self._look.form(font_color=MUTED))

    def _three(self, lines: Lines) -> None:
        """Write the three totals: to buy, to rent and to run a month."""
        services = services_table(self._bill)
        self._sheet.set_row(5, 26)
        for (first, last), total in zip(((1, 2), (3, 6), (7, 9)), three_totals(self._bill), strict=True):
            formula: Formula | None = None
            if total.key == "buy":
                formula = self._bought(lines) if lines.complete else None
            else:
                at = [n for n, row in enumerate(services.rows) if row.sort == "total" or row.cells[0] == RENTED]
                # Rent is a group of its own, which stands before the sum of all.
                wanted = at[-1:] if total.key == "run_month" else at[:-1]
                formula = _of_services(services.title, wanted[0] + 2) if wanted else None
            self._total(first, last, total, formula)

    @staticmethod
    def _bought(lines: Lines) -> Formula:
        return lambda bound: lines.cell(lines.rows["total"], _TOTALS[bound])

    def _total(self, first: int, last: int, total: Total, cell: Formula | None) -> None:
        """Write TOTAL over the columns from FIRST to LAST, alive where a CELL has its amounts."""
        small, big = self._look.form(font_color=MUTED), self._look.form(font_size=18, bold=True, valign="vcenter")
        self._merged(4, first, last, total.title, small)
        one = total.scaled
        if one is None:
            self._merged(5, first, last, "unknown", big)
            return
        whole, middle = one.span(), one.middle()
        if cell is None or not middle:
            self._merged(5, first, last, whole, big)
            self._merged(6, first, last, middle, small)
            return
        # FIXED writes a number as the reader's own spreadsheet does, with its decimal mark.
        low, typical, high = (f"FIXED({cell(bound)}/{one.scale:.0f},{one.digits})" for bound in _TOTALS)
        self._merged_formula(5, first, last, f'={low}&"–"&{high}&" {one.unit}"', whole, big)
        self._merged_formula(6, first, last, f'="typical "&{typical}&" {one.unit}"', middle, small)

    def _amounts(self, lines: Lines, row: int) -> int:
        """Write what each group comes to, the total, and what comes on top of it."""
        bill = self._bill
        head = self._look.form(font_color=MUTED, bottom=2, align="right")
        self._sheet.write_blank(row, _FIRST, None, self._look.form(bottom=2))
        for column, word in enumerate(("Low", "Typical", "High"), start=_FIRST + 1):
            self._sheet.write_string(row, column, f"{word} {bill.currency}", head)
        row += 1
        for title, section, at in lines.groups:
            if section.unpriced:
                number = counted(sum(1 for _ in section.lines), "line")
                self._words(row, NO_PRICE, number)
            else:
                self._amount(row, bounded_title(title, section.total_usd), section.total_usd, self._at(lines, at))
            row += 1
        total_row = self._at(lines, lines.rows["total"])
        self._amount(row, total_label(bill.total_usd), bill.total_usd, total_row, strong=True)
        row += 1
        for step in bill.steps:
            title = bounded_title(step.title, step.usd)
            self._amount(row, title, step.usd, self._at(lines, lines.rows[step.key]), strong=step.is_total)
            row += 1
        text = likely_words(bill)
        return self._paragraph(row, _FIRST, _FIRST + 3, text) if text else row

    def _firmness(self, lines: Lines, row: int) -> int:
        """Write how firm the prices are: a bar, and the share of each way to know them in words."""
        self._sheet.write_string(row, _RIGHT, "How firm, typical", self._look.form(bold=True))
        amounts = firm_amounts(self._bill)
        cells = f"$I${row + 2}:$I${row + 1 + len(FIRM_WAYS)}"
        for number, (way, known) in enumerate(zip(FIRM_WAYS, amounts, strict=True), start=row + 1):
            name, sign, colour, words, signs = way
            _, value, part = known
            self._sheet.write_string(number, _RIGHT - 1, sign, self._look.form(font_color=colour, align="right"))
            self._sheet.write_string(number, _RIGHT, f"{name.capitalize()}: {words}", self._look.form())
            amount, share = self._look.form(num_format=MONEY_FORM), self._look.form(num_format="0%", bold=True)
            if lines.complete and self._bill.lines:
                total, status = lines.column("total_typical"), lines.column("price_status")
                sums = (f'SUMIFS({total},{status},"{one}*",{lines.numbers},">0")' for one in signs)
                self._sheet.write_formula(number, _RIGHT + 1, f"={'+'.join(sums)}", amount, value)
            else:
                self._sheet.write_number(number, _RIGHT + 1, value, amount)
            self._sheet.write_formula(number, _LAST, f"=IF(SUM({cells})=0,0,I{number + 1}/SUM({cells}))", share, part)
        row += 1 + len(FIRM_WAYS)
        if any(value for _, value, _ in amounts):
            self._bar(row)
        return row + 2

    def _bar(self, row: int) -> None:
        chart = self._book.add_chart({"type": "bar", "subtype": "percent_stacked"})
        for number, (name, _, colour, _, _) in enumerate(FIRM_WAYS):
            at = _FIRM_ROW + number
            fill: dict[str, Any] = {"fill": {"color": colour}}
            if name == "estimate":
                # Hatched, so that it is told from the others in one ink, too.
                fill = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#FFFFFF", "bg_color": colour}}
            values = [TITLE, at, _RIGHT + 1, at, _RIGHT + 1]
            chart.add_series({"name": name, "values": values, "gap": 5, **fill})
        for axis in (chart.set_x_axis, chart.set_y_axis):
            axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_legend({"none": True})
        chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
        chart.set_plotarea({"layout": {"x": 0.0, "y": 0.05, "width": 1.0, "height": 0.9}})
        chart.set_size({"width": 430, "height": 24})
        told = "How firm the prices are, by value; the shares stand above"
        self._sheet.insert_chart(row, _RIGHT, chart, {"description": told, "y_offset": 4})

    def _missing(self, row: int) -> int:
        """Write what is not in the total, what has no price, and what else is to be known."""
        row += 1
        for number, text in enumerate(not_included(self._bill)):
            if not number:
                self._sheet.write_string(row, _RIGHT, "Not included", self._look.form(bold=True))
                row += 1
            row = self._paragraph(row, _RIGHT, _LAST, text)
        return row + 1

    def _contents(self, sheets: Sequence[tuple[str, str, int]], row: int) -> int:
        self._sheet.write_string(row, _RIGHT, "Sheets", self._look.form(bold=True))
        for number, (name, words, rows) in enumerate(sheets, start=row + 1):
            link = self._look.form(font_color=INK, underline=1)
            told = f"{name}: {words[:1].lower()}{words[1:]}" if name.lower() not in words.lower() else words
            told = name if letters(told) > sum(_WIDTHS[_RIGHT:_LAST]) else told
            self._sheet.write_url(number, _RIGHT, f"internal:'{name}'!A1", link, string=told, tip=f"Go to {name}")
            self._sheet.write_number(number, _LAST, rows, self._look.form(num_format="#,##0", font_color=MUTED))
        return row + len(sheets) + 1

    # ---- Cells ----

    def _wide(self, row: int, text: str, form: Any) -> None:
        self._merged(row, _FIRST, _LAST, text, form)

    def _merged(self, row: int, first: int, last: int, text: str, form: Any) -> None:
        self._sheet.merge_range(row, first, row, last, "", form)
        self._sheet.write_string(row, first, text[:CELL_LETTERS], form)

    def _merged_formula(self, row: int, first: int, last: int, formula: str, value: str, form: Any) -> None:
        self._sheet.merge_range(row, first, row, last, "", form)
        self._sheet.write_formula(row, first, formula, form, value)

    def _paragraph(self, row: int, first: int, last: int, text: str) -> int:
        """Write TEXT wrapped at its spaces over as many rows as its lines need; return the row after it."""
        room = sum(_WIDTHS[first : last + 1]) - 2.0
        rows, used = 1, 0.0
        for word in text.split():
            width = letters(f"{word} ")
            rows, used = (rows, used + width) if used + width <= room else (rows + 1, width)
        rows = min(rows, _MOST_WORDS)
        form = self._look.form(text_wrap=True, font_color=MUTED)
        self._sheet.merge_range(row, first, row + rows - 1, last, "", form)
        self._sheet.write_string(row, first, text[:CELL_LETTERS], form)
        return row + rows

    def _edge(self, *, strong: bool) -> dict[str, Any]:
        return {"top": 2} if strong else {"bottom": 1, "bottom_color": LINE}

    def _words(self, row: int, title: str, text: str) -> None:
        edge = self._edge(strong=False)
        self._sheet.write_string(row, _FIRST, title, self._look.form(**edge))
        for column in (_FIRST + 1, _FIRST + 2):
            self._sheet.write_blank(row, column, None, self._look.form(**edge))
        self._sheet.write_string(row, _FIRST + 3, text, self._look.form(align="right", **edge))

    def _amount(self, row: int, title: str, figure: Figure, formula: Formula | None, *, strong: bool = False) -> None:
        """Write one row of amounts, by FORMULA of each bound where there is one; what is unknown says so."""
        edge = self._edge(strong=strong)
        shown = self._bill.shown(figure)
        self._sheet.write_string(
            row, _FIRST, title[:CELL_LETTERS], self._look.form(bold=strong, text_wrap=True, **edge)
        )
        form = self._look.form(num_format=MONEY_FORM, bold=strong, align="right", **edge)
        for column, bound in enumerate(_TOTALS, start=_FIRST + 1):
            value = bound_of(shown, bound)
            if value is None:
                self._sheet.write_string(row, column, "unknown", form)
            elif formula is not None:
                self._sheet.write_formula(row, column, formula(bound), form, value)
            else:
                self._sheet.write_number(row, column, value, form)

    def _at(self, lines: Lines, row: int) -> Formula | None:
        """Return how the amounts of ROW of the lines are read; None where they have no such columns."""
        return (lambda bound: f"={lines.cell(row, _TOTALS[bound])}") if lines.complete else None
