"""The bill as a page of HTML: every column and subtotal, what is missing, basis and date of each price.

The same page, in the few words of HTML that the printer knows, is set as PDF by `designer.paint.bill`.
"""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import Final, NamedTuple

from designer.export.bills.columns import BILL_COLUMNS, BillColumn, Cell, headings
from designer.export.bills.records import Bill
from designer.export.bills.rows import BillRow, bill_rows
from designer.model.wording import counted

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
h1 {{ font-size: 11pt; }}
td, th {{ padding: 1px 3px; font-size: {size:.2f}pt; }}
"""
_BELOW: Final = frozenset({"sources", "rests_on"})
"""Columns that stand below the table in print, where they would take half of the paper."""
_LEFT_OUT: Final = frozenset({"layer"})
"""Columns that paper has no room for beside the others: the kind says as much."""
_NUMBERS: Final = "9999"
"""As wide as the numbers of the lines get."""
_BESIDE: Final = 8.0
"""What the distances of a cell from its neighbours take on paper, in points."""
_SMALLEST: Final = 0.5
"""Letters do not get smaller than this share of their size, whatever is on the page."""
_MOST_WORDS: Final = 190.0
"""A column of words asks for no more than this, in points, before its text goes on several lines."""


class Paper(NamedTuple):
    """Paper that a printed page is set on.

    Attributes:
        width: Of a page between its margins, in points.
        letters_pt: Size of the letters.
        measure: Tells how wide a text is in points, in bold or not.
    """

    width: float
    letters_pt: float
    measure: Callable[[str, bool], float]


def bill_page(bill: Bill, *, paper: Paper | None = None) -> str:
    """Return BILL as a page of HTML.

    Args:
        bill: The bill.
        paper: Where it is printed: what each line rests on stands below the table then, by its number, columns in which
            nothing stands are left out, and the others are as wide as their content.
    """
    printed, columns = paper is not None, list(enumerate(BILL_COLUMNS))
    rows = list(bill_rows(bill))
    if printed:
        used = {
            place
            for row in rows
            for place, cell in enumerate(row.cells)
            if row.sort == "line" and cell not in (None, "")
        }
        columns = [
            (place, one)
            for place, one in columns
            if one.key not in _BELOW | _LEFT_OUT and (one.kind == "money" or one.summed or place in used)
        ]
    names = headings(bill)
    widths, size = _widths(rows, columns, names, paper) if paper is not None else ({}, 0.0)
    head = "".join(_heading(column, names[place], widths.get(place)) for place, column in columns)
    number = 0
    body: list[str] = []
    notes: list[str] = []
    for row in rows:
        if row.sort == "note":
            notes.append(f"<p>{escape(row.title)}</p>")
            continue
        number += row.sort == "line"
        body.append(_row(row, columns, number))
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{escape(_title(bill))}</title>',
        f"<style>{_PRINT_STYLE.format(size=size) if printed else _STYLE}</style></head><body>",
        f"<h1>{escape(bill.name)}</h1>",
        f"<p>{escape(_subtitle(bill))}</p>",
        *(f"<p><b>{escape(text)}</b></p>" for text in (bill.gap_line,) if text),
        '<table width="100%" cellspacing="0"><thead><tr>',
        f'<th class="number" align="right"{_share(widths.get(_NUMBER_COLUMN))}>No</th>',
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
    return f"Bill of materials{grouped}: {counted(len(bill.lines), 'line')}, prices in {bill.currency}{day}."


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


_NUMBER_COLUMN: Final = -1
"""The place of the numbers of the lines among the widths."""


def _widths(
    rows: Sequence[BillRow], columns: Sequence[tuple[int, BillColumn]], names: Sequence[str], paper: Paper
) -> tuple[dict[int, float], float]:
    """Return the share of the width of PAPER that each column takes, by its place, and the size of the letters.

    Every column takes its longest word and every figure, so that none of them breaks; what room is left goes to the
    columns whose text would be on several lines, in proportion to what they lack. Where even words and figures are too
    many the letters get smaller.
    """
    least = {_NUMBER_COLUMN: paper.measure(_NUMBERS, False) + _BESIDE}
    wanted = dict(least)
    for place, column in columns:
        heading = max(paper.measure(word, True) for word in names[place].split())
        # The title of a group or a total takes many cells.
        cells = [(row, _text(column, row.cells[place])) for row in rows if row.sort != "note"]
        if column.kind == "words":
            own = [text for row, text in cells if row.sort == "line"]
            longest = max((paper.measure(word, False) for text in own for word in text.split()), default=0.0)
            whole = max((paper.measure(text, False) for text in own), default=0.0)
            least[place] = max(longest, heading) + _BESIDE
            wanted[place] = max(least[place], min(whole, _MOST_WORDS) + _BESIDE)
        else:
            figures = [paper.measure(text, row.sort != "line") for row, text in cells]
            unknown = paper.measure("unknown", False) if column.kind == "money" else 0.0
            least[place] = wanted[place] = max(*figures, heading, unknown) + _BESIDE
    room = paper.width - sum(least.values())
    lacking = {place: wanted[place] - least[place] for place in least}
    share = min(1.0, max(room, 0.0) / max(sum(lacking.values()), 1.0))
    widths = {place: least[place] + share * lacking[place] for place in least}
    # Letters get smaller, distances do not.
    beside = _BESIDE * len(widths)
    fit = min(1.0, max((paper.width - beside) / (sum(widths.values()) - beside), _SMALLEST))
    widths = {place: _BESIDE + (width - _BESIDE) * fit for place, width in widths.items()}
    together = sum(widths.values())
    return {place: width / together for place, width in widths.items()}, paper.letters_pt * fit


def _share(share: float | None) -> str:
    return "" if share is None else f' width="{share:.2%}"'


def _heading(column: BillColumn, name: str, share: float | None) -> str:
    if column.kind == "words":
        return f'<th align="left"{_share(share)}>{escape(name)}</th>'
    return f'<th class="number" align="right"{_share(share)}>{escape(name)}</th>'


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
    # A sum spans all columns up to the first one that is summed.
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
