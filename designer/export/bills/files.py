"""The bill as CSV, workbook and JSON, all from one table of columns."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from designer.analysis.money.complete import total_label
from designer.catalog.whole_files import write_whole
from designer.export.bills.bill import Bill, BillLine, bounded_title
from designer.export.bills.columns import BILL_COLUMNS, BillColumn, Bound, Cell, bound_of, headings
from designer.export.results_document import prices_document
from designer.export.safe_cells import safe_cell
from designer.model.figures import Figure, document_of
from designer.model.records import RefusedInput

SUFFIXES: Final = (".csv", ".xlsx", ".json")
_BOUNDS: Final[tuple[Bound, ...]] = ("low", "value", "high")


def write_bill(path: Path, bill: Bill) -> None:
    """Write BILL to a .csv, .xlsx or .json file, whole or not at all.

    Raises:
        RefusedInput: the suffix is another, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        write_whole(path, _csv(bill))
    elif suffix == ".xlsx":
        from designer.export.bills.workbook import workbook

        write_whole(path, workbook(bill))
    elif suffix == ".json":
        write_whole(path, msgspec.json.format(msgspec.json.encode(bill_document(bill)), indent=2) + b"\n")
    else:
        raise RefusedInput(f"{path.name}: a bill of materials is written as {', '.join(SUFFIXES)}.")


# ---- CSV ----


def _csv(bill: Bill) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings(bill))
    for row in _rows(bill):
        writer.writerow(row)
    return text.getvalue().encode("utf-8-sig")


def _rows(bill: Bill) -> Iterator[list[str]]:
    for group in bill.groups:
        if group.title:
            yield _sums(bill, group.title, group.total_usd, group.lines)
        for line in group.lines:
            yield [_text(column, column.value(bill, line)) for column in BILL_COLUMNS]
    label = total_label(bill.total_usd)
    label += f": {len(bill.unpriced)} lines have no price" if bill.unpriced else ""
    yield _sums(bill, label, bill.total_usd)
    for step in bill.steps:
        yield _sums(bill, bounded_title(step.title, step.usd), step.usd, rests_on=step.rests_on)
    for row in bill.yearly:
        yield _sums(bill, bounded_title(row.title, row.usd), row.usd, rests_on=row.rests_on)
    for text in (bill.expired_line, bill.rate_line):
        if text:
            yield [safe_cell(text), *[""] * (len(BILL_COLUMNS) - 1)]


def _text(column: BillColumn, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(cell)
    return f"{cell:.2f}" if column.kind == "money" else f"{cell:g}" if isinstance(cell, float) else str(cell)


def _sums(bill: Bill, title: str, figure: Figure, lines: Sequence[BillLine] = (), *, rests_on: str = "") -> list[str]:
    """Return a row with TITLE in the first column and FIGURE in those of the totals; counts only of LINES."""
    shown = bill.shown(figure)
    row: list[str] = []
    for place, column in enumerate(BILL_COLUMNS):
        if not place:
            row.append(safe_cell(title))
        elif column.kind == "money" and column.summed:
            row.append(_text(column, bound_of(shown, column.bound)))
        elif column.summed and lines:
            row.append(str(sum(int(cell) for line in lines if isinstance(cell := column.value(bill, line), int))))
        else:
            row.append(safe_cell(rests_on) if column.key == "rests_on" else "")
    return row


# ---- JSON ----


def bill_document(bill: Bill) -> dict[str, Any]:
    """Return BILL as `bom --json` and .json files have it."""
    document: dict[str, Any] = {
        "name": bill.name,
        "prices": prices_document(bill.book),
        "total": document_of(bill.shown(bill.total_usd)),
        "total_usd": document_of(bill.total_usd),
        "unpriced": list(bill.unpriced),
        "expired": [line.name for line in bill.lines if line.expired],
        "lines": [_line_document(bill, line) for line in bill.lines],
        "steps": [
            {
                "key": step.key,
                "title": step.title,
                "amount": document_of(bill.shown(step.usd)),
                "amount_usd": document_of(step.usd),
                "is_total": step.is_total,
                "rests_on": step.rests_on,
            }
            for step in bill.steps
        ],
        "yearly": [
            {
                "title": row.title,
                "amount": document_of(bill.shown(row.usd)),
                "amount_usd": document_of(row.usd),
                "rests_on": row.rests_on,
            }
            for row in bill.yearly
        ],
    }
    if bill.group_by:
        document["group_by"] = bill.group_by
        document["groups"] = [
            {
                "title": group.title,
                "total": document_of(bill.shown(group.total_usd)),
                "total_usd": document_of(group.total_usd),
                "lines": [_line_document(bill, line) for line in group.lines],
            }
            for group in bill.groups
        ]
    return document


def _line_document(bill: Bill, line: BillLine) -> dict[str, Any]:
    """Return LINE by the table of columns: words and numbers by their keys, amounts with all their bounds."""
    document: dict[str, Any] = {}
    for column in BILL_COLUMNS:
        if column.figure is None:
            document[column.key] = list(line.sources) if column.key == "sources" else column.value(bill, line)
        elif column.name not in document:
            figure = column.figure(line)
            document[column.name] = document_of(bill.shown(figure))
            document[f"{column.name}_usd"] = document_of(figure)
    return document
