"""The bill as a page of HTML: every column and subtotal, what is missing, basis and date of each price.

The same page, in the few words of HTML that the printer knows, is set as PDF by `designer.paint.bill`.
"""

from datetime import date
from html import escape
from typing import Final

from designer.export.bills.bill import Bill
from designer.export.bills.columns import BILL_COLUMNS, BillColumn, Cell, headings
from designer.export.bills.rows import BillRow, bill_rows

_STYLE: Final = """
body { font-family: Inter, "Segoe UI", Helvetica, Arial, sans-serif; font-size: 13px; color: #1c2430; margin: 24px; }
h1 { font-size: 22px; margin: 0 0 4px 0; }
p { margin: 2px 0; color: #4a5668; }
table { border-collapse: collapse; margin-top: 14px; }
th { text-align: left; vertical-align: bottom; border-bottom: 2px solid #1c2430; padding: 3px 6px; font-size: 11px; }
td { vertical-align: top; border-bottom: 1px solid #dde3ea; padding: 3px 6px; }
td.number, th.number { text-align: right; white-space: nowrap; }
tr.group td { background: #e6eef7; font-weight: bold; }
tr.total td, tr.step-total td { font-weight: bold; border-top: 2px solid #1c2430; }
tr.missing td { background: #f7eee2; }
"""
_PRINT_STYLE: Final = """
h1 { font-size: 11pt; }
td, th { padding: 1px 3px; }
"""
_BELOW: Final = frozenset({"sources", "rests_on"})
"""Columns that stand below the table in print, where they would take half of the paper."""
_NUMBER_WIDTH: Final = 5
_MONEY_WIDTH: Final = 16
_WORD_WIDTHS: Final = (15, 24)


def bill_page(bill: Bill, *, printed: bool = False) -> str:
    """Return BILL as a page of HTML.

    Args:
        bill: The bill.
        printed: Whether the page is for paper: what each line rests on stands below the table, by its number.
    """
    columns = [(place, one) for place, one in enumerate(BILL_COLUMNS) if not (printed and one.key in _BELOW)]
    names = headings(bill)
    whole = _NUMBER_WIDTH + sum(_width(column) for _, column in columns)
    head = "".join(_heading(column, names[place], _width(column) / whole) for place, column in columns)
    number = 0
    body: list[str] = []
    notes: list[str] = []
    for row in bill_rows(bill):
        if row.sort == "note":
            notes.append(f"<p>{escape(row.title)}</p>")
            continue
        number += row.sort == "line"
        body.append(_row(row, columns, number))
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{escape(_title(bill))}</title>',
        f"<style>{_PRINT_STYLE if printed else _STYLE}</style></head><body>",
        f"<h1>{escape(bill.name)}</h1>",
        f"<p>{escape(_subtitle(bill))}</p>",
        *(f"<p><b>{escape(text)}</b></p>" for text in (bill.gap_line,) if text),
        '<table width="100%" cellspacing="0"><thead><tr>',
        f'<th class="number" align="right" width="{_NUMBER_WIDTH / whole:.1%}">No</th>',
        head,
        "</tr></thead><tbody>",
        *body,
        "</tbody></table>",
        *notes,
        *(f"<p>{escape(text)}</p>" for text in (bill.lead_line,) if text),
    ]
    if printed:
        parts.extend(_sources(bill))
    parts.append("</body></html>")
    return "\n".join(parts) + "\n"


def _title(bill: Bill) -> str:
    return f"{bill.name}: bill of materials"


def _subtitle(bill: Bill) -> str:
    """Return what the bill is, in which money, of which day."""
    grouped = f" by {bill.group_by}" if bill.group_by else ""
    day = f", {_day(bill.date)}" if bill.date else ""
    return f"Bill of materials{grouped}: {len(bill.lines):,} lines, prices in {bill.currency}{day}."


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def _width(column: BillColumn) -> int:
    """Return how wide COLUMN is in print, beside the others."""
    if column.kind == "money":
        return _MONEY_WIDTH
    least, most = _WORD_WIDTHS
    return column.width if column.kind == "number" else min(max(column.width, least), most)


def _heading(column: BillColumn, name: str, share: float) -> str:
    if column.kind == "words":
        return f'<th align="left" width="{share:.1%}">{escape(name)}</th>'
    return f'<th class="number" align="right" width="{share:.1%}">{escape(name)}</th>'


def _row(row: BillRow, columns: list[tuple[int, BillColumn]], number: int) -> str:
    """Return ROW, a line by its NUMBER; what has no price is marked, and says so in the place of its amounts.

    The title of a group, a total or a step takes the cells up to its first number.
    """
    total = next(place for place, column in columns if column.key == "total_typical")
    missing = row.sort == "line" and row.cells[total] is None
    name = "missing" if missing else row.sort.replace(" ", "-")
    strong = row.sort in {"group", "total", "step total"}
    cells: list[str] = []
    if row.sort == "line":
        cells.append(f'<td class="number" align="right">{number}</td>')
        shown = columns
    else:
        first = next(at for at, (_, column) in enumerate(columns) if column.summed)
        rests = _rests_on(row) if not any(column.key == "rests_on" for _, column in columns) else ""
        title = f"<b>{escape(row.title)}</b>" if strong else escape(row.title)
        cells.append(f'<td colspan="{first + 1}">{title}{f": {escape(rests)}" if rests else ""}</td>')
        shown = columns[first:]
    for place, column in shown:
        text = "unknown" if missing and column.kind == "money" else _text(column, row.cells[place])
        text = f"<b>{escape(text)}</b>" if strong and text else escape(text)
        cells.append(f"<td>{text}</td>" if column.kind == "words" else f'<td class="number" align="right">{text}</td>')
    fill = _FILLS.get(name)
    colour = f' bgcolor="{fill}"' if fill else ""
    return f'<tr class="{name}"{colour}>{"".join(cells)}</tr>'


_FILLS: Final = {"missing": "#f7eee2", "group": "#e6eef7"}


def _rests_on(row: BillRow) -> str:
    return next(
        str(cell or "") for cell, column in zip(row.cells, BILL_COLUMNS, strict=True) if column.key == "rests_on"
    )


def _text(column: BillColumn, cell: Cell) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    return f"{cell:,.2f}" if column.kind == "money" else f"{cell:,g}" if isinstance(cell, float) else f"{cell:,}"


def _sources(bill: Bill) -> list[str]:
    """Return what each line rests on and its sources, by its number, those alike together."""
    numbers: dict[str, list[str]] = {}
    lines = (line for group in bill.groups for line in group.lines)
    for number, line in enumerate(lines, start=1):
        text = " ".join(piece for piece in (line.rests_on, "; ".join(line.sources)) if piece)
        if text:
            numbers.setdefault(text, []).append(f"{number}")
    if not numbers:
        return []
    rows = (f"<p><b>{', '.join(which)}</b>: {escape(text)}</p>" for text, which in numbers.items())
    return ["<h1>What quantities and prices rest on, by the number of the line</h1>", *rows]
