"""The bill as CSV, workbook, page, print and JSON, all from one table of columns."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from designer.analysis.uncertainty import with_likely
from designer.export.bills.checks import checks
from designer.export.bills.columns import BILL_COLUMNS, BillColumn, Cell, headings
from designer.export.bills.difference import BillDifference
from designer.export.bills.records import Bill, BillLine
from designer.export.bills.requests import requests
from designer.export.bills.rows import bill_rows
from designer.export.bills.summary import ENGLISH, firm_amounts, three_totals
from designer.export.bills.tables import BillTable, difference_table
from designer.export.safe_cells import safe_cell
from designer.files.writing import write_whole
from designer.model.figures.figure import Figure, document_of
from designer.model.figures.number_locale import Locale
from designer.model.records import RefusedInput
from designer.review.documents.results_document import likely_document, prices_document

if TYPE_CHECKING:
    from designer.export.cables.cable_schedule import CableSchedule

SUFFIXES: Final = (".csv", ".xlsx", ".html", ".pdf", ".json")
Cables = Callable[[], "CableSchedule"]


def write_bill(
    path: Path,
    bill: Bill,
    cables: Cables | None = None,
    *,
    locale: Locale = ENGLISH,
    against: BillDifference | None = None,
) -> None:
    """Write BILL to a file of one of SUFFIXES, whole or not at all.

    Args:
        path: Where.
        bill: What.
        cables: Makes the schedule of all cables, one by one, for the sheet of a workbook; asked for nothing else.
        locale: How numbers are written in CSV, page and print; a workbook follows whoever opens it, JSON nobody.
        against: What differs from another bill; a CSV has nothing else then, every other file has it too.

    Raises:
        RefusedInput: the suffix is another, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        write_whole(path, _csv(bill, locale) if against is None else _csv_of(difference_table(against), locale))
    elif suffix == ".xlsx":
        from designer.export.bills.workbook import workbook

        write_whole(path, workbook(bill, schedule=cables() if cables else None, against=against))
    elif suffix == ".html":
        from designer.export.bills.page import bill_page

        write_whole(path, bill_page(bill, against, locale).encode())
    elif suffix == ".pdf":
        from designer.export.bills.paper import bill_papers
        from designer.paint.bill import write_bill_pages

        write_bill_pages(path, f"{bill.name}: bill of materials", *bill_papers(bill, against, locale))
    elif suffix == ".json":
        document = bill_document(bill, against)
        write_whole(path, msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
    else:
        raise RefusedInput(f"{path.name}: a bill of materials is written as {', '.join(SUFFIXES)}.")


def write_requests(folder: Path, bill: Bill) -> tuple[Path, ...]:
    """Write a request for quotation to each vendor of BILL as a workbook of its own in FOLDER, without any price.

    Raises:
        RefusedInput: the folder cannot be made, or a file not be written.
    """
    from designer.export.bills.request_files import request_workbook

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise RefusedInput(f"{folder} could not be made: {problem.strerror or problem}.") from problem
    found: dict[str, Path] = {}
    for request in requests(bill):
        kept = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in request.vendor)
        stem = f"Request {kept.strip()[:60] or 'vendor'}"
        # Vendors whose names differ by signs that no file has are numbered.
        name, number = stem, 1
        while name.lower() in found:
            number += 1
            name = f"{stem} {number}"
        path = found[name.lower()] = folder / f"{name}.xlsx"
        write_whole(path, request_workbook(bill, request))
    return tuple(found.values())


# ---- CSV ----


def _csv(bill: Bill, locale: Locale) -> bytes:
    rows = [list(headings(bill))]
    for row in bill_rows(bill):
        rows.append([_text(column, cell, locale) for column, cell in zip(BILL_COLUMNS, row.cells, strict=True)])
    return _written(rows, locale)


def _csv_of(table: BillTable, locale: Locale) -> bytes:
    """Return TABLE as CSV, its amounts with two decimals."""
    rows = [[column.heading for column in table.columns]]
    for row in table.rows:
        cells = zip(row.cells, table.columns, strict=True)
        rows.append([_plain(cell, money=column.kind == "money", locale=locale) for cell, column in cells])
    return _written(rows, locale)


def _written(rows: Iterable[Sequence[str]], locale: Locale) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=locale.separator, lineterminator="\r\n").writerows(rows)
    # Spreadsheets read UTF-8 only where a file begins with its mark.
    return text.getvalue().encode("utf-8-sig")


def _text(column: BillColumn, cell: Cell, locale: Locale) -> str:
    return _plain(cell, money=column.kind == "money", locale=locale)


def _plain(cell: Cell, *, money: bool, locale: Locale) -> str:
    """Return CELL for a file of cells: no marks between thousands, which would make words of a number."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(cell)
    written = f"{cell:.2f}" if money else f"{cell:g}" if isinstance(cell, float) else str(cell)
    return written.replace(".", locale.decimal)


# ---- JSON ----


def bill_document(bill: Bill, against: BillDifference | None = None) -> dict[str, Any]:
    """Return BILL as `bom --json` and .json files have it; its total with P10 and P90, as the headlines.

    AGAINST adds what differs from another bill, in the money of BILL.
    """
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
    document |= _further(bill)
    if against is not None:
        document["against"] = _difference_document(against)
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


def _further(bill: Bill) -> dict[str, Any]:
    """Return what a workbook has on its other sheets."""
    return {
        "totals": {total.key: document_of(bill.shown(total.figure)) for total in three_totals(bill)},
        "how_firm": {name: {"amount": amount, "share": share} for name, amount, share in firm_amounts(bill)},
        "services": [
            {
                "group": line.group,
                "name": line.name,
                "vendor": line.vendor,
                "a_year": document_of(bill.shown(line.usd)),
                "basis": line.basis,
                "price_date": line.price_date,
                "rests_on": line.rests_on,
            }
            for line in bill.services
        ],
        "racks": [
            {
                "title": group.title,
                "total": document_of(bill.shown(group.total_usd)),
                "lines": [
                    {"part": line.part, "part_number": line.part_number, "name": line.name, "quantity": line.quantity}
                    for line in group.lines
                ],
            }
            for group in bill.racks
        ],
        "requests": [
            {
                "vendor": request.vendor,
                "lines": [
                    {
                        "part_number": line.part_number,
                        "name": line.name,
                        "length_m": line.length_m,
                        "quantity": line.quantity,
                        "spares": line.spares,
                    }
                    for line in request.lines
                ],
            }
            for request in requests(bill)
        ],
        "reconciliation": [
            {
                "title": check.title,
                "sides": list(check.sides),
                "left": check.left,
                "right": check.right,
                "holds": check.holds,
            }
            for check in checks(bill)
        ],
    }


def _difference_document(against: BillDifference) -> dict[str, Any]:
    old, new = against.totals
    return {
        "old": against.old.name,
        "new": against.new.name,
        "currency": against.new.currency,
        "total": {"old": old, "new": new, "more": None if old is None or new is None else new - old},
        "same": against.counted("same"),
        "lines": [
            {
                "change": line.change,
                "part": line.line.part,
                "name": line.line.name,
                "vendor": line.line.vendor,
                "quantity": list(line.pieces),
                "unit": list(line.each(against.new)),
                "total": list(line.amounts(against.new)),
            }
            for line in against.changed
        ],
    }


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
