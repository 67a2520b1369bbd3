"""NetBox's cables and devices as rows: from its CSV exports, its import form, and the answers of its API in JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from designer.catalog.files.table_text import parsed_table
from designer.export.graphs.capacity_text import finite_number
from designer.model.records import RefusedInput

_METRES: Final = {
    "m": 1.0,
    "meter": 1.0,
    "meters": 1.0,
    "metre": 1.0,
    "km": 1000.0,
    "kilometers": 1000.0,
    "cm": 0.01,
    "centimeters": 0.01,
    "ft": 0.3048,
    "feet": 0.3048,
    "foot": 0.3048,
    "in": 0.0254,
    "inches": 0.0254,
    "inch": 0.0254,
    "mi": 1609.344,
    "miles": 1609.344,
}
MOST_ENDS: Final = 64
"""Terminations on one side of a cable; a breakout has a few."""


class Termination(NamedTuple):
    """One end of a cable: the device, the port's name, and what sort of port it is ("interface", "powerport" ...)."""

    device: str
    port: str = ""
    sort: str = ""


class CableRow(NamedTuple):
    """One cable as NetBox has it.

    Attributes:
        length_m: None when it is not known, or its unit is not.
        odd_length: What was said of the length where that is none.
        sort: Of the cable, such as dac-passive or power.
    """

    a: tuple[Termination, ...]
    b: tuple[Termination, ...]
    label: str = ""
    length_m: float | None = None
    sort: str = ""
    status: str = ""
    odd_length: str = ""


class DeviceRow(NamedTuple):
    """One device: its type by name, with its maker, its role and the rack that it stands in."""

    name: str
    model: str = ""
    maker: str = ""
    role: str = ""
    rack: str = ""


def cables_of_table(text: str, name: str) -> list[CableRow]:
    """The cables in the CSV TEXT of a file called NAME.

    Raises:
        RefusedInput: it is no table, or has no columns for the devices of both sides.
    """
    rows = _rows(text, name)
    if rows and not all(_first(rows[0], _of_side(side, "device")) is not None for side in "ab"):
        raise RefusedInput(
            "A table of NetBox cables needs the devices of both sides: side_a_device and side_b_device, or Device A "
            "and Device B (add these columns to the table before the export)."
        )
    return [
        CableRow(
            *(_table_ends(row, side) for side in "ab"),
            label=row.get("label", ""),
            length_m=_table_length(row),
            odd_length="" if _table_length(row) is not None else row.get("length", "").strip(),
            sort=row.get("type", ""),
            status=row.get("status", ""),
        )
        for row in rows
        if any(row.values())
    ]


def devices_of_table(text: str, name: str) -> list[DeviceRow]:
    """The devices in the CSV TEXT of a file called NAME.

    Raises:
        RefusedInput: it is no table, or has no column `name`.
    """
    rows = _rows(text, name)
    if rows and "name" not in rows[0]:
        raise RefusedInput("A table of NetBox devices needs the columns name and type (or device_type).")
    return [
        DeviceRow(
            row["name"],
            _first(row, ("device_type", "type", "model")) or "",
            row.get("manufacturer", ""),
            _first(row, ("role", "device_role")) or "",
            row.get("rack", ""),
        )
        for row in rows
        if row["name"]
    ]


def _rows(text: str, name: str) -> list[dict[str, str]]:
    table = parsed_table(text, name)
    headings = ["_".join(heading.lower().replace("-", " ").replace("_", " ").split()) for heading in table.headings]
    return [dict(zip(headings, row, strict=False)) for row in table.rows]


def _of_side(side: str, what: str) -> tuple[str, ...]:
    return (f"side_{side}_{what}", f"{what}_{side}", f"termination_{side}_{what}", f"{side}_{what}")


def _first(row: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((row[name] for name in names if name in row), None)


def _table_ends(row: Mapping[str, str], side: str) -> tuple[Termination, ...]:
    devices = _split(_first(row, _of_side(side, "device")) or "")
    names = (*_of_side(side, "name"), f"termination_{side}", f"side_{side}_termination", f"side_{side}")
    ports = _split(_first(row, names) or "")
    sort = _plain_sort(_first(row, _of_side(side, "type")) or "")
    if len(devices) == 1:
        devices *= max(len(ports), 1)
    return tuple(
        Termination(device, ports[place] if place < len(ports) else "", sort) for place, device in enumerate(devices)
    )


def _split(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(",") if piece.strip()]


def _plain_sort(text: str) -> str:
    """A type such as dcim.interface, DCIM > interface or Power Port as one word."""
    last = text.lower().replace("|", ".").replace(">", ".").rpartition(".")[2]
    return "".join(last.split()).replace("_", "").replace("-", "")


def _table_length(row: Mapping[str, str]) -> float | None:
    number, _, unit = row.get("length", "").partition(" ")
    return _metres(number, row.get("length_unit", "") or unit)


def _metres(number: object, unit: object) -> float | None:
    value = finite_number(str(number)[:40])
    factor = _METRES.get(str(unit).strip().lower())
    return None if value is None or factor is None or value < 0 else round(value * factor, 6)


def is_cable_document(document: object) -> bool:
    """Return True when a JSON DOCUMENT is a list of NetBox cables, or an answer of its API that holds one."""
    rows = _results(document)
    return bool(rows) and all(isinstance(row, dict) and "a_terminations" in row for row in rows)


def _results(document: object) -> list[Any]:
    rows = document.get("results") if isinstance(document, dict) else document
    return rows if isinstance(rows, list) else []


def cables_of_document(document: object) -> list[CableRow]:
    """The cables in a JSON DOCUMENT that is_cable_document."""
    return [
        CableRow(
            _document_ends(row.get("a_terminations")),
            _document_ends(row.get("b_terminations")),
            label=_word(row.get("label")),
            length_m=(metres := _metres(row.get("length"), _word(row.get("length_unit")))),
            odd_length="" if metres is not None or row.get("length") is None else str(row["length"]),
            sort=_word(row.get("type")),
            status=_word(row.get("status")),
        )
        for row in _results(document)
    ]


def devices_of_document(document: object) -> list[DeviceRow]:
    """The devices in a JSON DOCUMENT of NetBox's API.

    Raises:
        RefusedInput: it holds none.
    """
    rows = [row for row in _results(document) if isinstance(row, dict) and _word(row.get("name"))]
    if not rows:
        raise RefusedInput("It holds no NetBox devices: a list of them, or an answer of the API with results.")
    found: list[DeviceRow] = []
    for row in rows:
        kind = row.get("device_type")
        kind = kind if isinstance(kind, dict) else {"model": kind}
        role = row.get("role") or row.get("device_role")
        found.append(
            DeviceRow(
                _word(row["name"]),
                _word(kind.get("model") or kind.get("slug")),
                _word(kind.get("manufacturer")),
                _word(role),
                _word(row.get("rack")),
            )
        )
    return found


def _document_ends(value: object) -> tuple[Termination, ...]:
    return tuple(_document_end(end) for end in value if isinstance(end, dict)) if isinstance(value, list) else ()


def _document_end(end: Mapping[str, Any]) -> Termination:
    inner = end.get("object")
    inner = inner if isinstance(inner, dict) else end
    return Termination(_word(inner.get("device")), _word(inner.get("name")), _plain_sort(_word(end.get("object_type"))))


def _word(value: object) -> str:
    """A name, or the name in an object of the API."""
    if isinstance(value, dict):
        names: Iterable[object] = (value.get(name) for name in ("value", "name", "model", "display", "slug"))
        value = next((name for name in names if isinstance(name, (str, int))), "")
    return str(value)[:200] if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
