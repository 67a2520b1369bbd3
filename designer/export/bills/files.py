"""The bill as CSV, workbook, page, print and JSON, all from one table of columns."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from designer.analysis.uncertainty import with_likely
from designer.export.bills.columns import BILL_COLUMNS, BillColumn, Cell, headings
from designer.export.bills.page import Paper, bill_page
from designer.export.bills.records import Bill, BillLine
from designer.export.bills.rows import bill_rows
from designer.export.documents.results_document import likely_document, prices_document
from designer.export.safe_cells import safe_cell
from designer.files.writing import write_whole
from designer.model.figures.figure import Figure, document_of
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from designer.export.cables.cable_schedule import CableSchedule

SUFFIXES: Final = (".csv", ".xlsx", ".html", ".pdf", ".json")
Cables = Callable[[], "CableSchedule"]


def write_bill(path: Path, bill: Bill, cables: Cables | None = None) -> None:
    """Write BILL to a file of one of SUFFIXES, whole or not at all.

    Args:
        path: Where.
        bill: What.
        cables: Makes the schedule of all cables, one by one, for the sheet of a workbook; asked for nothing else.

    Raises:
        RefusedInput: the suffix is another, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        write_whole(path, _csv(bill))
    elif suffix == ".xlsx":
        from designer.export.bills.workbook import workbook

        write_whole(path, workbook(bill, schedule=cables() if cables else None))
    elif suffix == ".html":
        write_whole(path, bill_page(bill).encode())
    elif suffix == ".pdf":
        from designer.paint.bill import LETTERS_PT, PAPER_WIDTH, text_width, write_bill_pages

        paper = Paper(PAPER_WIDTH, LETTERS_PT, text_width)
        write_bill_pages(path, f"{bill.name}: bill of materials", bill_page(bill, paper=paper))
    elif suffix == ".json":
        write_whole(path, msgspec.json.format(msgspec.json.encode(bill_document(bill)), indent=2) + b"\n")
    else:
        raise RefusedInput(f"{path.name}: a bill of materials is written as {', '.join(SUFFIXES)}.")


# ---- CSV ----


def _csv(bill: Bill) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings(bill))
    for row in bill_rows(bill):
        writer.writerow([_text(column, cell) for column, cell in zip(BILL_COLUMNS, row.cells, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def _text(column: BillColumn, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(cell)
    return f"{cell:.2f}" if column.kind == "money" else f"{cell:g}" if isinstance(cell, float) else str(cell)


# ---- JSON ----


def bill_document(bill: Bill) -> dict[str, Any]:
    """Return BILL as `bom --json` and .json files have it; its total with P10 and P90, as the headlines."""
    drawn = with_likely(bill.total_usd)
    document: dict[str, Any] = {
        "name": bill.name,
        "date": bill.date,
        "prices": prices_document(bill.book),
        "total": _total_document(bill.shown(drawn)),
        "total_usd": _total_document(drawn),
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


def _total_document(figure: Figure) -> dict[str, Any]:
    return {**document_of(figure), **likely_document(figure)}


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
