"""The rows of a bill in their order: groups with subtotals, lines, the total, what comes on top, what a year takes.

CSV, page and print write these very rows, so that all of them say the same.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from designer.analysis.money.unpriced_lines import total_label
from designer.export.bills.bill import bounded_title
from designer.export.bills.columns import BILL_COLUMNS, Cell, bound_of
from designer.export.bills.records import Bill, BillLine
from designer.model.figures.figure import Figure
from designer.model.wording import counted

RowSort = Literal["group", "line", "total", "step", "step total", "yearly", "note"]


class BillRow(NamedTuple):
    """One row: what it is, and a cell for each of BILL_COLUMNS; amounts are in the money of the bill."""

    sort: RowSort
    cells: tuple[Cell, ...]

    @property
    def title(self) -> str:
        """Return the text of its first cell."""
        return str(self.cells[0] or "")


def bill_rows(bill: Bill) -> Iterator[BillRow]:
    """Yield the rows of BILL."""
    for group in bill.groups:
        if group.title:
            yield _sums(bill, "group", group.title, group.total_usd, group.lines)
        for line in group.lines:
            yield BillRow("line", tuple(column.value(bill, line) for column in BILL_COLUMNS))
    label = total_label(bill.total_usd)
    label += f": {counted(len(bill.unpriced), 'line')} without a price" if bill.unpriced else ""
    yield _sums(bill, "total", label, bill.total_usd)
    for step in bill.steps:
        sort: RowSort = "step total" if step.is_total else "step"
        yield _sums(bill, sort, bounded_title(step.title, step.usd), step.usd, rests_on=step.rests_on)
    for row in bill.yearly:
        yield _sums(bill, "yearly", bounded_title(row.title, row.usd), row.usd, rests_on=row.rests_on)
    for text in (bill.expired_line, bill.rate_line):
        if text:
            yield BillRow("note", (text, *[""] * (len(BILL_COLUMNS) - 1)))


def _sums(
    bill: Bill, sort: RowSort, title: str, figure: Figure, lines: Sequence[BillLine] = (), *, rests_on: str = ""
) -> BillRow:
    """Return a row with TITLE in the first column and FIGURE in those of the totals; counts only of LINES."""
    shown = bill.shown(figure)
    cells: list[Cell] = []
    for place, column in enumerate(BILL_COLUMNS):
        # The title has the first column; money is summed by the figure, counts by the lines.
        if not place:
            cells.append(title)
        elif column.kind == "money" and column.summed:
            cells.append(bound_of(shown, column.bound))
        elif column.summed and lines:
            cells.append(sum(int(cell) for line in lines if isinstance(cell := column.value(bill, line), int)))
        else:
            cells.append(rests_on if column.key == "rests_on" else "")
    return BillRow(sort, tuple(cells))
