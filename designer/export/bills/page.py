"""The bill as one page of HTML, without network or script: its lines are sorted and folded by style alone.

A choice above the lines sets the order of the rows, and a tick on a folded cable shows its lengths.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from designer.export.bills.columns import Cell
from designer.export.bills.difference import BillDifference
from designer.export.bills.records import Bill
from designer.export.bills.sections import FIRMNESSES
from designer.export.bills.summary import (
    ENGLISH,
    FIRM_WAYS,
    firm_amounts,
    likely_words,
    not_included,
    subtitle,
    three_totals,
)
from designer.export.bills.tables import WORDS, BillTable, CellKind, TableColumn, TableRow, bill_tables
from designer.model.figures.number_locale import Locale, localised_in

_STYLE: Final = """
:root { color-scheme: light; }
body { font: 14px/1.4 Inter, "Segoe UI", Helvetica, Arial, sans-serif; color: #1c2430; background: #f4f6f9;
  margin: 0; font-variant-numeric: tabular-nums; }
main { max-width: 1360px; margin: 0 auto; padding: 32px 24px; }
section, header { background: #fff; border: 1px solid #dde3ea; border-radius: 12px; padding: 20px 24px;
  margin-bottom: 20px; }
h1 { font-size: 28px; margin: 4px 0; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 0 0 2px; }
p { margin: 4px 0; color: #4a5668; overflow-wrap: anywhere; }
nav a { color: #1f5fa8; margin-right: 16px; }
.totals { display: flex; flex-wrap: wrap; gap: 12px 56px; margin: 20px 0 12px; }
.totals b { display: block; font-size: 27px; }
.totals span { color: #4a5668; }
.bar { display: flex; height: 16px; gap: 2px; margin: 8px 0; max-width: 640px; }
.bar i { border-radius: 3px; }
.bar .estimate, .key .estimate { background-image: repeating-linear-gradient(135deg, #fff 0 2px, transparent 2px 6px); }
.key { display: flex; flex-wrap: wrap; gap: 4px 24px; }
.key i { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 6px; }
.scroll { overflow-x: auto; margin-top: 10px; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; vertical-align: bottom; color: #4a5668; font-weight: 500; font-size: 12px;
  border-bottom: 2px solid #1c2430; padding: 4px 8px; }
td { vertical-align: top; border-bottom: 1px solid #dde3ea; padding: 4px 8px; max-width: 380px;
  overflow-wrap: break-word; }
td span { display: block; width: 0; white-space: nowrap; }
td.n, th.n { text-align: right; white-space: nowrap; overflow-wrap: normal; }
td.k { white-space: nowrap; overflow-wrap: normal; }
td.m { color: #4a5668; }
tr.group td { background: #e6eef7; font-weight: 650; }
tr.open td { background: #f7eee2; font-weight: 650; }
tr.total td { font-weight: 650; border-top: 2px solid #1c2430; }
tr.missing td { background: #fdf8f0; }
tr.part td { color: #4a5668; }
tr.part td:nth-child(3) { padding-left: 24px; }
.sort { margin-top: 10px; color: #4a5668; }
.sort label { margin-right: 14px; }
input { accent-color: #1f5fa8; }
td input { margin: 0 6px 0 0; }
@media screen {
  .lines table { display: grid; }
  .lines thead, .lines tbody { display: contents; }
  .lines tr { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; }
}
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { background: #fff; font-size: 9pt; }
  main { max-width: none; padding: 0; }
  section, header { border: 0; padding: 0; break-after: page; }
  .sort, nav, td input { display: none; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""
_SORTS: Final[tuple[tuple[str, str, int, bool], ...]] = (
    ("maker", "Maker", 1, False),
    ("part", "Part", 2, False),
    ("quantity", "Quantity", 4, True),
    ("each", "Price of one", 6, True),
    ("typical", "Amount", 8, True),
    ("firm", "How firm", 12, False),
)
"""What the lines are sorted by: its key, its words, the place of its column, and whether the greatest is first."""
_LAST: Final = 1_000_000
"""Order of what stays below all lines."""
_WIDE: Final = 30
"""Columns of words that wrap beyond so many letters take the room that is left."""
_SPANNING: Final = frozenset({"group", "open", "total", "step"})
_MUTED_COLUMNS: Final = frozenset({"No", "Maker", "Each low", "Each high", "Basis", "Asked on"})


def bill_page(bill: Bill, against: BillDifference | None = None, locale: Locale = ENGLISH) -> str:
    """Return BILL as a page of HTML.

    Args:
        bill: The bill.
        against: What differs from another bill; None leaves it out.
        locale: How numbers are written.
    """
    tables = bill_tables(bill, against)
    links = "".join(f'<a href="#{table.key}">{escape(table.title)}</a>' for table in tables)
    folds = "".join(f"{rule}\n" for table in tables if table.key == "lines" for rule in _rules(table))
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{escape(bill.name)}: bill of materials</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{_STYLE}{folds}</style></head><body><main>",
        *_head(bill, locale),
        f"<nav>{links}</nav></header>",
    ]
    for table in tables:
        parts += _section(table, locale)
    if not bill.lines:
        parts.append("<section><p>Nothing is placed yet.</p></section>")
    parts.append("</main></body></html>")
    return "\n".join(parts) + "\n"


def cell_text(cell: Cell, kind: CellKind, locale: Locale = ENGLISH) -> str:
    """Return CELL as people read it: amounts whole from a thousand on, with cents below it; "" where nothing stands."""
    if cell is None or isinstance(cell, str):
        return localised_in(cell or "", locale)
    # Pieces are whole numbers, in a column of amounts, too.
    if kind != "money" or isinstance(cell, int):
        return locale.number(f"{cell:,}" if isinstance(cell, int) else f"{cell:,g}")
    return locale.number("0" if not cell else f"{cell:,.0f}" if abs(cell) >= 1000 else f"{cell:,.2f}")


# ---- Head ----


def _head(bill: Bill, locale: Locale) -> Iterator[str]:
    yield f"<header><p>Bill of materials</p><h1>{escape(bill.name)}</h1><p>{escape(subtitle(bill))}</p>"
    yield '<div class="totals">'
    for total in three_totals(bill):
        whole = total.scaled.span(locale) if total.scaled else "unknown"
        middle = total.scaled.middle(locale) if total.scaled else ""
        below = escape(middle) or "&nbsp;"
        yield f"<div><span>{escape(total.title)}</span><b>{escape(whole)}</b><span>{below}</span></div>"
    yield "</div>"
    if words := likely_words(bill):
        yield f"<p>{escape(localised_in(words, locale))}</p>"
    found = firm_amounts(bill)
    if any(amount for _, amount, _ in found):
        bars = "".join(
            f'<i class="{way[0]}" style="flex:{share:.4f};background-color:{way[2]}"></i>'
            for way, (_, _, share) in zip(FIRM_WAYS, found, strict=True)
            if share
        )
        keys = "".join(
            f'<span><i class="{way[0]}" style="background-color:{way[2]}"></i>{share:.0%} {way[0]}: {way[3]}</span>'
            for way, (_, _, share) in zip(FIRM_WAYS, found, strict=True)
        )
        yield f'<div class="bar">{bars}</div><div class="key">{keys}</div>'
    yield from (f"<p>{escape(localised_in(text, locale))}</p>" for text in not_included(bill))


# ---- Tables ----


def _section(table: BillTable, locale: Locale) -> Iterator[str]:
    lines, note = table.key == "lines", localised_in(table.note, locale)
    yield f'<section id="{table.key}" class="{table.key}"><h2>{escape(table.title)}</h2><p>{escape(note)}</p>'
    if lines:
        choices = (("groups", "Groups"), *((key, words) for key, words, _, _ in _SORTS))
        told = " ".join(
            f'<input type="radio" name="order" id="by-{key}"{" checked" if key == "groups" else ""}>'
            f'<label for="by-{key}">{words}</label>'
            for key, words in choices
        )
        yield f'<div class="sort">Order: {told}</div>'
    # On screens the lines are a grid, because rows of a table keep their order.
    widths = " ".join(
        "minmax(230px,1fr)" if column.kind == "words" and column.most > _WIDE else "auto" for column in table.columns
    )
    grid = f' style="grid-template-columns:{widths}"' if lines else ""
    yield f'<div class="scroll"><table{grid}><thead><tr>'
    yield "".join(f"<th{_of_class(_kind(column))}>{escape(column.heading)}</th>" for column in table.columns)
    yield "</tr></thead><tbody>"
    orders = _orders(table) if lines else {}
    fold = 0
    for number, row in enumerate(table.rows):
        fold += row.sort == "folded"
        yield _row(table.columns, row, locale, fold, orders.get(number, ""))
    yield "</tbody></table></div>"
    if lines:
        words = "; ".join(f"{one.sign} {one.word}: {one.means}" for one in FIRMNESSES)
        yield f"<p>{escape(words)}.</p>"
    yield "</section>"


def _row(columns: Sequence[TableColumn], row: TableRow, locale: Locale, fold: int, order: str) -> str:
    missing = row.sort == "line" and "unknown" in row.cells
    name = f"{row.sort}{' missing' if missing else ''}{f' f{fold}' if row.sort == 'part' else ''}"
    cells: list[str] = []
    for place, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
        text = escape(cell_text(cell, column.kind, locale))
        if row.sort == "folded" and place == 2:
            text = (
                f'<input type="checkbox" id="f{fold}" aria-label="Show each length"><label for="f{fold}">{text}</label>'
            )
        if text and row.sort in _SPANNING and column.kind in WORDS:
            # It runs on over the empty cells beside it, and makes no column wider.
            text = f"<span>{text}</span>"
        muted = " m" if column.heading in _MUTED_COLUMNS and row.sort in {"line", "part", "folded"} else ""
        kind = f"{_kind(column)}{muted}".strip()
        ink = f' style="color:{row.colours[place]}"' if place in row.colours else ""
        cells.append(f"<td{_of_class(kind)}{ink}>{text}</td>")
    return f'<tr class="{name}"{order}>{"".join(cells)}</tr>'


def _kind(column: TableColumn) -> str:
    """Return the class of cells: numbers at the right, marks that never break, words."""
    return "" if column.kind == "words" else "k" if column.kind == "mark" else "n"


def _of_class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _orders(table: BillTable) -> dict[int, str]:
    """Return the attribute of each row that tells where it stands in each order; sums stay below all lines."""
    total = next((n for n, row in enumerate(table.rows) if row.sort == "total"), len(table.rows))
    lines = [n for n, row in enumerate(table.rows[:total]) if row.sort in {"line", "part"}]
    told: dict[int, list[str]] = {n: [] for n in lines}
    for key, _, place, greatest in _SORTS:
        if greatest:
            ordered = sorted(lines, key=lambda n: -_number(table.rows[n].cells[place]))
        else:
            ordered = sorted(lines, key=lambda n: str(table.rows[n].cells[place]).lower())
        for at, n in enumerate(ordered):
            told[n].append(f"--{key}:{at}")
    found = {n: f' style="{";".join(words)}"' for n, words in told.items()}
    below = ";".join(f"--{key}:{_LAST}" for key, *_ in _SORTS)
    return found | dict.fromkeys(range(total, len(table.rows)), f' style="{below}"')


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else float("-inf")


def _rules(table: BillTable) -> Iterator[str]:
    """Yield the rules that sort the lines of TABLE and fold the lengths of its cables."""
    for key, *_ in _SORTS:
        # In any order but that of the groups their titles and sums would stand anywhere.
        chosen = f".lines:has(#by-{key}:checked)"
        yield f"{chosen} tbody tr {{ order: var(--{key}); }}"
        yield f"{chosen} :is(tr.group, tr.open, tr.folded) {{ display: none; }}"
    for number in range(1, sum(row.sort == "folded" for row in table.rows) + 1):
        yield f".lines:has(#by-groups:checked):not(:has(#f{number}:checked)) tr.f{number} {{ display: none; }}"
