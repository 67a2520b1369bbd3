"""The cable schedule as CSV, XLSX or JSON, written line by line so that many cables are never all held at once."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from designer.export.cables.cable_rows import Cell, cable_rows, further_rows, schedule_notes
from designer.export.cables.cable_schedule import CableEndLine, CableLine, CableSchedule
from designer.export.cables.cable_sheets import add_cables, add_list
from designer.export.safe_cells import safe_cell
from designer.export.workbook_bytes import workbook_bytes
from designer.export.workbook_look import Look
from designer.files.writing import write_in_pieces, write_whole
from designer.model.figures.figure import document_of
from designer.model.money.conversion import in_currency
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SUFFIXES: Final = (".csv", ".xlsx", ".json")
_ROWS_AT_ONCE: Final = 500


def write_cables(path: Path, schedule: CableSchedule) -> None:
    """Write SCHEDULE to a .csv, .xlsx or .json file, whole or not at all.

    Raises:
        RefusedInput: the suffix is another, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        write_in_pieces(path, _csv(schedule))
    elif suffix == ".json":
        write_in_pieces(path, _json(schedule))
    elif suffix == ".xlsx":
        write_whole(path, _xlsx(schedule))
    else:
        raise RefusedInput(f"{path.name}: a cable schedule is written as {', '.join(SUFFIXES)}.")


# ---- Files ----


def _csv(schedule: CableSchedule) -> Iterator[bytes]:
    yield "\ufeff".encode()
    write = _CsvWriter()
    headings, cables = cable_rows(schedule)
    yield write(headings)
    for row in cables:
        yield write(row)
    for title, headings, rows in further_rows(schedule):
        yield write(())
        yield write((title,))
        yield write(headings)
        for row in rows:
            yield write(row)


class _CsvWriter:
    """One row as bytes; texts that a spreadsheet would take for a formula are kept from it."""

    def __init__(self) -> None:
        self._text = io.StringIO()
        self._write: Callable[[Iterable[Any]], Any] = csv.writer(self._text, lineterminator="\r\n").writerow

    def __call__(self, row: Iterable[Cell]) -> bytes:
        self._write(["" if cell is None else safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
        written = self._text.getvalue().encode()
        self._text.seek(0)
        self._text.truncate()
        return written


def _xlsx(schedule: CableSchedule) -> bytes:
    """The workbook; rows leave memory as they are written, and no cell is a formula."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return workbook_bytes(options, partial(_fill, schedule))


def _fill(schedule: CableSchedule, book: "Workbook") -> None:
    look, name = Look(book), schedule.design.name
    add_cables(book, look, cable_rows(schedule), name)
    for title, headings, rows in further_rows(schedule):
        add_list(book, look, title, headings, rows, name)


def _json(schedule: CableSchedule) -> Iterator[bytes]:
    """{"name", "currency", "cables": [...], "bought", "drums", "trays", "notes"}, a cable a line."""
    encode = msgspec.json.encode
    head = {"name": schedule.design.name, "currency": schedule.currency}
    yield encode(head)[:-1] + b',"cables":['
    waiting: list[bytes] = []
    written = False
    for line in schedule.lines():
        waiting.append(encode(cable_document(line)))
        if len(waiting) == _ROWS_AT_ONCE:
            yield (b",\n" if written else b"\n") + b",\n".join(waiting)
            waiting, written = [], True
    if waiting:
        yield (b",\n" if written else b"\n") + b",\n".join(waiting)
    book, result = schedule.design.settings.prices, schedule.result
    tail = {
        "bought": [
            {
                "part": line.part,
                "part_number": line.part_number,
                "vendor": line.vendor,
                "name": line.name,
                "quantity": line.quantity,
                "unit": document_of(in_currency(line.unit_usd, book)),
                "total": document_of(in_currency(line.total_usd, book)),
            }
            for line in schedule.bought
        ],
        "drums": [
            {
                "part": drum.part,
                "drums": drum.drums,
                "drum_m": drum.drum_m,
                "left_m": drum.left_m,
                "cuts": [{"length_m": length, "count": many} for length, many in drum.cuts],
            }
            for drum in result.drums
        ],
        "trays": [
            {
                "room": tray.room,
                "tray": tray.tray,
                "cables": tray.cables,
                "fill": document_of(tray.share),
                "limit": document_of(tray.limit),
                "sections": [section.value for section in tray.sections],
            }
            for tray in result.trays
        ],
        "notes": schedule_notes(schedule),
    }
    yield b"\n]," + encode(tail)[1:] + b"\n"


def _end_document(end: CableEndLine) -> dict[str, Any]:
    return {
        "id": end.device,
        "node": end.node,
        "copy": end.copy,
        "name": end.name,
        "rack": end.rack or None,
        "rack_name": end.rack_name or None,
        "u": end.unit,
        "port_group": end.group or None,
        "port": end.port,
    }


def cable_document(line: CableLine) -> dict[str, Any]:
    """LINE as `--json` and .json files say it."""
    low, typical, high = line.price
    return {
        "cable": line.id,
        "label": line.label,
        "link": line.link,
        "medium": line.medium,
        "colour": line.colour,
        "a": _end_document(line.a),
        "b": _end_document(line.b),
        "length_m": line.length_m,
        "stock_m": line.stock_m,
        "reach_m": line.reach_m,
        "type": line.sort or None,
        "part": line.part or None,
        "part_number": line.part_number,
        "optic_a": line.optic_a or None,
        "optic_b": line.optic_b or None,
        "price": {"low": low, "value": typical, "high": high},
        "route": line.route,
        "note": line.note,
        "reason": line.reason,
    }
