"""The cable schedule as CSV, XLSX or JSON, written line by line so that many cables are never all held at once."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from designer.analysis.results import CostLine
from designer.analysis.rooms.cable_records import DrumCut, TrayFill
from designer.export.cables.cable_schedule import CableEndLine, CableLine, CableSchedule
from designer.export.safe_cells import safe_cell
from designer.export.workbook_bytes import workbook_bytes
from designer.files.writing import write_in_pieces, write_whole
from designer.model.figures.figure import document_of
from designer.model.money.conversion import in_currency, rate_words
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SUFFIXES: Final = (".csv", ".xlsx", ".json")
_HEADINGS: Final = (
    "Label",
    "From",
    "From name",
    "From rack",
    "From U",
    "From port",
    "To",
    "To name",
    "To rack",
    "To U",
    "To port",
    "Link",
    "Medium",
    "Colour",
    "Length m",
    "Bought as m",
    "Reaches m",
    "Type",
    "Part",
    "Description",
    "Part number",
    "Optic at from",
    "Optic at to",
    "Price low {0}",
    "Price typical {0}",
    "Price high {0}",
    "Route",
    "Note",
    "Reason",
    "Cable",
)
_BOUGHT: Final = (
    "Part",
    "Part number",
    "Vendor",
    "Description",
    "Quantity",
    "Unit low {0}",
    "Unit typical {0}",
    "Unit high {0}",
    "Total low {0}",
    "Total typical {0}",
    "Total high {0}",
    "Price status",
)
_DRUMS: Final = ("Cable", "Drums cut alike", "On a drum m", "Cuts of one drum", "Left on each m")
_TRAYS: Final = ("Room", "Tray", "Cables at the fullest point", "Fill %", "Limit %", "Fill of its sections %")
_WIDTHS: Final = (
    44,
    14,
    18,
    14,
    7,
    16,
    14,
    18,
    14,
    7,
    16,
    16,
    13,
    9,
    9,
    9,
    9,
    18,
    26,
    34,
    30,
    24,
    24,
    11,
    11,
    11,
    40,
    30,
    50,
    12,
)
_ROWS_AT_ONCE: Final = 500

Cell = str | int | float | None


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


# ---- Rows ----


def cable_rows(schedule: CableSchedule) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """Return the headings and the rows of all cables of SCHEDULE, one by one."""
    return _named(_HEADINGS, schedule.currency), (_cells(line) for line in schedule.lines())


def _end_cells(end: CableEndLine) -> tuple[Cell, ...]:
    return end.device, end.name, end.rack_name, end.unit, f"{end.group} {end.port}".strip()


def _cells(line: CableLine) -> tuple[Cell, ...]:
    return (
        line.label,
        *_end_cells(line.a),
        *_end_cells(line.b),
        line.link,
        line.medium,
        line.colour,
        None if line.length_m is None else round(line.length_m, 3),
        line.stock_m,
        line.reach_m,
        line.sort,
        line.part,
        line.part_name,
        line.part_number,
        line.optic_a,
        line.optic_b,
        *(_money(price) for price in line.price),
        line.route,
        line.note,
        line.reason,
        line.id,
    )


def _money(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 2)


def _bought_cells(schedule: CableSchedule, line: CostLine) -> tuple[Cell, ...]:
    book = schedule.design.settings.prices
    unit, whole = in_currency(line.unit_usd, book), in_currency(line.total_usd, book)
    return (
        line.part,
        line.part_number,
        line.vendor,
        line.name,
        line.quantity,
        *(_money(amount) for amount in (unit.low, unit.value, unit.high, whole.low, whole.value, whole.high)),
        line.unit_usd.status if line.unit_usd.known else "unknown",
    )


def _drum_cells(drum: DrumCut) -> tuple[Cell, ...]:
    cuts = ", ".join(f"{many} × {length:g} m" for length, many in drum.cuts)
    return drum.part, drum.drums, drum.drum_m, cuts, round(drum.left_m, 3)


def _tray_cells(tray: TrayFill) -> tuple[Cell, ...]:
    sections = ", ".join(_percent(section.value) for section in tray.sections)
    return tray.room, tray.tray, tray.cables, _percent(tray.share.value), _percent(tray.limit.value), sections


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.1f}"


def _sheets(schedule: CableSchedule) -> Iterator[tuple[str, Sequence[str], Iterable[tuple[Cell, ...]]]]:
    """Yield what follows the cables: title, headings, rows; those without rows are left out."""
    result, money = schedule.result, schedule.currency
    for title, headings, rows in (
        ("What is bought", _named(_BOUGHT, money), [_bought_cells(schedule, line) for line in schedule.bought]),
        ("Drums", _DRUMS, [_drum_cells(drum) for drum in result.drums]),
        ("Trays", _TRAYS, [_tray_cells(tray) for tray in result.trays]),
        ("Notes", ("Note",), [(note,) for note in _notes(schedule)]),
    ):
        if rows:
            yield title, headings, rows


def _notes(schedule: CableSchedule) -> list[str]:
    rate = rate_words(schedule.design.settings.prices)
    return [*schedule.result.notes, *([f"Exchange rate: {rate}."] if rate else [])]


def _named(headings: Sequence[str], money: str) -> tuple[str, ...]:
    return tuple(heading.format(money) for heading in headings)


# ---- Files ----


def _csv(schedule: CableSchedule) -> Iterator[bytes]:
    yield "\ufeff".encode()
    write = _CsvWriter()
    yield write(_named(_HEADINGS, schedule.currency))
    for line in schedule.lines():
        yield write(_cells(line))
    for title, headings, rows in _sheets(schedule):
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
    head = book.add_format({"bold": True, "bottom": 1})
    every = ("Cables", *cable_rows(schedule))
    for title, headings, rows in (every, *_sheets(schedule)):
        sheet = book.add_worksheet(title)
        for column, width in enumerate(_WIDTHS[: len(headings)] if title == "Cables" else (26,) * len(headings)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, head)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    # Excel takes 32,767 characters in a cell.
                    sheet.write_string(number, column, cell[:32_000])
                elif cell is not None:
                    sheet.write_number(number, column, cell)


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
        "notes": _notes(schedule),
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
