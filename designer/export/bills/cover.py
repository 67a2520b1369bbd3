"""The first sheet of a workbook: what the whole comes to, by kind, how firm it is, what is missing and where to look.

Its amounts are formulas on the sheet of the lines, so that they follow when a price there is changed.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from designer.analysis.money.unpriced_lines import total_label
from designer.analysis.uncertainty import with_likely
from designer.catalog.prices.coverage import Sureness
from designer.export.bills.bill import bounded_title
from designer.export.bills.columns import Bound, bound_of
from designer.export.bills.records import Bill
from designer.export.price_coverage import bill_coverage
from designer.export.safe_cells import CELL_LETTERS
from designer.model.figures.figure import Figure, total
from designer.model.kinds import KINDS

TITLE: Final = "Summary"
_WIDTHS: Final = (3, 40, 16, 16, 16, 3)
"""Of the columns in letters: a margin, words, low, typical and high, a margin."""
_LAST: Final = 4
_TOTALS: Final[Mapping[Bound, str]] = {"low": "total_low", "value": "total_typical", "high": "total_high"}
"""The column of the lines that has each bound."""
_SCALES: Final = ((1e6, "M"), (1e3, "k"), (1.0, ""))
_FIRM: Final[Mapping[Sureness, tuple[str, str]]] = {
    "firm": ("#17803d", "quoted, or your own"),
    "published": ("#5b9bd5", "with its source and date"),
    "estimate": ("#e3b341", "a planning range, to be replaced by a quote"),
}
"""Colour and words of each way to know a price; the share stands beside it, so that colour is never the only sign."""
_INK: Final = "#1c2430"
_MUTED: Final = "#4a5668"
_LINE: Final = "#dde3ea"


Formula = Callable[[Bound], str]
"""The formula of an amount, by its bound."""


class Lines(NamedTuple):
    """Places on the sheet of the lines of what the cover shows.

    Attributes:
        sheet: Its name.
        last: Number of the last row with a line, from 1.
        rows: Row of the total and of each step by its key, from 0.
        columns: Place of each column by its key, from 0.
    """

    sheet: str
    last: int
    rows: Mapping[str, int]
    columns: Mapping[str, int]

    @property
    def complete(self) -> bool:
        """Return True when it has the columns that formulas are made of."""
        return {"kind", *_TOTALS.values()} <= self.columns.keys()


class Cover:
    """The cover, made before the other sheets, because it stands first, and filled after them."""

    def __init__(self, book: Any, bill: Bill) -> None:
        self._book, self._bill = book, bill
        self._sheet = book.add_worksheet(TITLE)
        self._row = 0

    def fill(self, lines: Lines, sheets: Sequence[tuple[str, str, int]]) -> None:
        """Write everything.

        Args:
            lines: Where the lines are.
            sheets: Each further sheet: its name, what it holds and how many rows it has.
        """
        sheet = self._sheet
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width, self._form())
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{TITLE}&R&P of &N")
        self._head(lines)
        self._amounts(lines)
        self._firmness()
        self._missing()
        self._contents(sheets)

    # ---- Parts ----

    def _head(self, lines: Lines) -> None:
        bill = self._bill
        day = date.fromisoformat(bill.date) if bill.date else None
        said = f"{day.day} {day:%B %Y} · prices in {bill.currency}" if day else f"Prices in {bill.currency}"
        self._row = 1
        self._wide("Bill of materials", self._form(font_color=_MUTED))
        self._wide(bill.name, self._form(font_size=22, bold=True, text_wrap=True), height=34)
        self._wide(said, self._form(font_color=_MUTED))
        self._row += 1
        shown = bill.shown(with_likely(bill.total_usd))
        self._wide(total_label(bill.total_usd), self._form(font_color=_MUTED))
        big = self._form(font_size=26, bold=True)
        if shown.low is None or shown.high is None or shown.value is None:
            self._wide("unknown", big, height=38)
            return
        # The largest scale whose upper bound is one at least.
        scale, letter = next((one for one in _SCALES if shown.high >= one[0]), _SCALES[-1])
        money = "$" if bill.currency == "USD" else bill.currency
        whole = f"{shown.low / scale:,.1f}–{shown.high / scale:,.1f} {letter}{money}"
        middle = f"typical {shown.value / scale:,.1f} {letter}{money}"
        small = self._form(font_color=_MUTED)
        # With all lines on the sheet the figures are formulas, so that a changed price shows on the cover; else texts.
        if lines.complete:
            low, typical, high = (
                f'TEXT({self._cell(lines, "total", bound)}/{scale:.0f},"#,##0.0")' for bound in _TOTALS
            )
            unit = f'" {letter}{money}"'
            self._wide_formula(f'={low}&"–"&{high}&{unit}', whole, big, height=38)
            self._wide_formula(f'="typical "&{typical}&{unit}', middle, small)
        else:
            self._wide(whole, big, height=38)
            self._wide(middle, small)
        if shown.likely is not None:
            least, most = (f"{one / scale:,.1f}" for one in shown.likely)
            said = f"All prices at their ends; eight of ten draws of all ranges give {least}–{most} {letter}{money}"
            self._wide(said, small)
        self._row += 1

    def _amounts(self, lines: Lines) -> None:
        """Write what each kind comes to, the total, what comes on top of it, and what is paid each year."""
        bill = self._bill
        head = self._form(bold=True, bottom=1, align="right")
        self._sheet.write_blank(self._row, 1, None, self._form(bottom=1))
        for column, word in enumerate(("Low", "Typical", "High"), start=2):
            self._sheet.write_string(self._row, column, f"{word}, {bill.currency}", head)
        self._row += 1
        by_kind: dict[str, list[Figure]] = {}
        for line in bill.lines:
            by_kind.setdefault(line.kind, []).append(line.total_usd)
        for kind, figures in by_kind.items():
            title = KINDS[kind].plural if kind in KINDS else kind
            together = total(title, figures, "USD")
            self._amount(bounded_title(title, together), together, self._of_kind(lines, kind))
        if bill.unpriced:
            self._sheet.write_string(self._row, 1, "No price yet", self._form(bottom=1, bottom_color=_LINE))
            words = f"{len(bill.unpriced)} line{'s' if len(bill.unpriced) > 1 else ''}"
            for column in range(2, _LAST + 1):
                text = words if column == _LAST else ""
                self._sheet.write(self._row, column, text, self._form(bottom=1, bottom_color=_LINE, align="right"))
            self._row += 1
        self._amount(
            total_label(bill.total_usd),
            bill.total_usd,
            lambda bound: f"={self._cell(lines, 'total', bound)}",
            strong=True,
        )
        for step in bill.steps:
            title = bounded_title(step.title, step.usd)
            self._amount(title, step.usd, self._row_of(lines, step.key), strong=step.is_total)
        for row in bill.yearly:
            self._amount(bounded_title(row.title, row.usd), row.usd, None)
        self._row += 1

    def _firmness(self) -> None:
        """Write how firm the prices are: a bar, and the share of each way to know them in words."""
        found = bill_coverage(self._bill)
        if not found.usd:
            return
        self._wide("How firm", self._form(bold=True))
        first = self._row + 2
        chart = self._book.add_chart({"type": "bar", "subtype": "percent_stacked"})
        for number, (name, (colour, _)) in enumerate(_FIRM.items()):
            chart.add_series(
                {
                    "name": name,
                    "values": [TITLE, first + number, _LAST, first + number, _LAST],
                    "fill": {"color": colour},
                    "gap": 5,
                }
            )
        for axis in (chart.set_x_axis, chart.set_y_axis):
            axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_legend({"none": True})
        chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
        chart.set_plotarea({"layout": {"x": 0.0, "y": 0.05, "width": 1.0, "height": 0.9}})
        chart.set_size({"width": 620, "height": 26})
        self._sheet.set_row(self._row, 22)
        shares = ", ".join(f"{name} {found.usd_by_sureness[name] / found.usd:.0%}" for name in _FIRM)
        self._sheet.insert_chart(
            self._row, 1, chart, {"description": f"How firm the prices are, by value: {shares}", "x_offset": 2}
        )
        self._row += 2
        for name, (colour, words) in _FIRM.items():
            share = found.usd_by_sureness[name] / found.usd
            self._sheet.write_string(self._row, 0, "●", self._form(font_color=colour, align="right"))
            self._sheet.write_string(self._row, 1, f"{name.capitalize()}: {words}", self._form())
            self._sheet.write_number(self._row, _LAST, share, self._form(num_format="0%", align="right"))
            self._row += 1
        self._row += 1

    def _missing(self) -> None:
        """Write what is not in the total, what has no price, and what else is to be known."""
        bill = self._bill
        beyond = [step.title for step in bill.steps if not step.is_total] + [row.title for row in bill.yearly]
        if beyond:
            self._wide("Not included", self._form(bold=True))
            listed = "; ".join(one[:1].lower() + one[1:] if not one[:2].isupper() else one for one in beyond)
            self._paragraph(f"Not in the total, and listed below it: {listed}.")
        for text in (bill.gap_line, bill.expired_line, bill.lead_line, bill.rate_line):
            if text:
                self._paragraph(text)
        for name in bill.unpriced:
            self._paragraph(f"No price: {name}")
        self._row += 1

    def _contents(self, sheets: Sequence[tuple[str, str, int]]) -> None:
        self._wide("Sheets", self._form(bold=True))
        for name, words, number in sheets:
            link = self._form(font_color=_INK, underline=1)
            self._sheet.write_url(self._row, 1, f"internal:'{name}'!A1", link, string=words, tip=f"Go to {name}")
            self._sheet.write_number(
                self._row, _LAST, number, self._form(num_format="#,##0", align="right", font_color=_MUTED)
            )
            self._row += 1

    # ---- Cells ----

    def _form(self, **fields: Any) -> Any:
        return self._book.add_format({"font_color": _INK, "valign": "vcenter", **fields})

    def _wide(self, text: str, form: Any, height: float | None = None) -> None:
        """Write TEXT over all columns, and go on to the next row."""
        self._sheet.merge_range(self._row, 1, self._row, _LAST, text[:CELL_LETTERS], form)
        if height is not None:
            self._sheet.set_row(self._row, height)
        self._row += 1

    def _wide_formula(self, formula: str, value: str, form: Any, height: float | None = None) -> None:
        row = self._row
        self._wide("", form, height)
        self._sheet.write_formula(row, 1, formula, form, value)

    def _paragraph(self, text: str) -> None:
        """Write TEXT wrapped at its spaces, with the height that its lines need."""
        letters = sum(_WIDTHS[1 : _LAST + 1]) + 4
        rows, used = 1, 0
        for word in text.split():
            rows, used = (rows, used + len(word) + 1) if used + len(word) <= letters else (rows + 1, len(word) + 1)
        self._wide(text, self._form(text_wrap=True, font_color=_MUTED), 15.0 * rows)

    def _amount(self, title: str, figure: Figure, formula: Formula | None, *, strong: bool = False) -> None:
        """Write one row of amounts, by FORMULA of each bound where there is one; what is unknown says so."""
        edge: dict[str, Any] = {"top": 1} if strong else {"bottom": 1, "bottom_color": _LINE}
        shown = self._bill.shown(figure)
        self._sheet.write_string(self._row, 1, title[:CELL_LETTERS], self._form(bold=strong, **edge))
        form = self._form(num_format="#,##0", bold=strong, align="right", **edge)
        for column, bound in enumerate(_TOTALS, start=2):
            value = bound_of(shown, bound)
            if value is None:
                self._sheet.write_string(self._row, column, "unknown", form)
            elif formula is not None:
                self._sheet.write_formula(self._row, column, formula(bound), form, value)
            else:
                self._sheet.write_number(self._row, column, value, form)
        self._row += 1

    def _cell(self, lines: Lines, key: str, bound: Bound) -> str:
        place = xl_rowcol_to_cell(lines.rows[key], lines.columns[_TOTALS[bound]], row_abs=True, col_abs=True)
        return f"'{lines.sheet}'!{place}"

    def _row_of(self, lines: Lines, key: str) -> Formula | None:
        """Return how the amounts of the row KEY of the lines are read; None where they have no such columns."""
        return (lambda bound: f"={self._cell(lines, key, bound)}") if lines.complete else None

    def _of_kind(self, lines: Lines, kind: str) -> Formula | None:
        """Return how the lines of KIND add up; titles of groups have no kind, so that they are left out."""

        def column(key: str) -> str:
            ends = (xl_rowcol_to_cell(row, lines.columns[key], True, True) for row in (1, lines.last - 1))
            return f"'{lines.sheet}'!{':'.join(ends)}"

        if not lines.complete:
            return None
        return lambda bound: f'=SUMIF({column("kind")},"{kind}",{column(_TOTALS[bound])})'
