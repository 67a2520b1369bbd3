"""Records as rows of bytes and back, and the digest that makes damage visible."""

import hashlib
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from designer.limits import LIMITS, MB, Written
from designer.model.changes import RECORD_TYPES, TABLES, AnyRecord, ChangeSet, Key, Table
from designer.model.design import Design, Settings
from designer.model.records import RefusedInput

Row = tuple[str, str, bytes]
"""(table, id, JSON of the record)."""

_encoder = msgspec.json.Encoder(order="deterministic")


def design_rows(design: Design) -> list[Row]:
    """Every record of DESIGN, in the order of its tables."""
    rows: list[Row] = [("settings", "design", _encoder.encode(design.settings))]
    for table in TABLES[1:]:
        records: Mapping[str, AnyRecord] = getattr(design, table)
        rows.extend((table, record_id, _encoder.encode(record)) for record_id, record in records.items())
    return rows


def digest_of(rows: Iterable[Row]) -> str:
    """SHA-256 over ROWS in sorted order, lengths included so that no two contents collide by shifting."""
    running = hashlib.sha256()
    for row in sorted(rows):
        for field in (row[0].encode(), row[1].encode(), row[2]):
            running.update(len(field).to_bytes(8, "big"))
            running.update(field)
    return running.hexdigest()


def most_written(kind: str) -> Written:
    """Return how much is written of a KIND that is not only read.

    Raises:
        KeyError: nothing is written of it.
    """
    written = LIMITS[kind].written
    if written is None:
        raise KeyError(kind)
    return written


def require_writable(rows: Iterable[Row]) -> None:
    """Refuse ROWS that could be written and never be read.

    Raises:
        RefusedInput: a record or all of them are too large; the message names the record.
    """
    most, most_of_one = most_written("records"), most_written("record").bytes
    count = total = 0
    for table, name, body in rows:
        count, total = count + 1, total + len(body)
        if len(body) > most_of_one:
            raise RefusedInput(
                f"The record {name!r} of {table} takes {len(body) / MB:.1f} MB; {most_of_one // MB} MB are the "
                "most. Make it smaller, then save."
            )
    if count > most.items:
        raise RefusedInput(f"The design has {count:,} records; {most.items:,} are the most that a project file holds.")
    if total > most.bytes:
        raise RefusedInput(
            f"The design takes {total / MB:,.0f} MB; {most.bytes // MB} MB are the most that a project file "
            "holds. Remove or shrink pictures, then save."
        )


def design_of(rows: Iterable[Row], *, tolerant: bool = False) -> Design:
    """The design that ROWS describe.

    Args:
        rows: As design_rows gives them.
        tolerant: Whether unknown tables and fields (of a newer version) are left out instead of refused.

    Raises:
        RefusedInput: a row cannot be read.
    """
    settings = Settings()
    tables: dict[str, dict[str, Any]] = {table: {} for table in TABLES[1:]}
    for table, record_id, body in rows:
        if table not in RECORD_TYPES:
            if tolerant:
                continue
            raise RefusedInput(f"The file holds an unknown table {table!r}.")
        record = _record(RECORD_TYPES[typing.cast("Table", table)], body, record_id, tolerant)
        if isinstance(record, Settings):
            settings = record
        else:
            tables[table][record_id] = record
    return Design(settings=settings, **tables)


def _record(kind: type[Any], body: bytes, record_id: str, tolerant: bool) -> Any:
    try:
        if tolerant:
            return msgspec.convert(_known(kind, msgspec.json.decode(body)), kind)
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as problem:
        raise RefusedInput(f"The record {record_id!r} cannot be read: {problem}.") from problem


def _known(kind: Any, value: Any) -> Any:
    """VALUE without the fields that KIND does not have, all the way down."""
    origin = typing.get_origin(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
        hints = typing.get_type_hints(kind)
        return {name: _known(hints[name], inner) for name, inner in value.items() if name in hints}
    # An optional field has one type besides None; a union of several types is kept as it is.
    if origin in (typing.Union, types.UnionType):
        choices = [choice for choice in typing.get_args(kind) if choice is not type(None)]
        return _known(choices[0], value) if len(choices) == 1 and value is not None else value
    if origin is tuple and isinstance(value, list):
        return [_known(typing.get_args(kind)[0], inner) for inner in value]
    if isinstance(origin, type) and issubclass(origin, Mapping) and isinstance(value, dict):
        return {name: _known(typing.get_args(kind)[1], inner) for name, inner in value.items()}
    return value


def unknown_words(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return what in ROWS no record of this program has, each in words: tables, and fields of records."""
    found: dict[str, None] = {}
    for table, record_id, body in rows:
        if table == "format":
            continue
        if table not in RECORD_TYPES:
            found[f"table {table!r}"] = None
            continue
        kind = RECORD_TYPES[typing.cast("Table", table)]
        try:
            msgspec.json.decode(body, type=kind)
            continue  # all of it is known
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            pass
        try:
            value = msgspec.json.decode(body)
            known = _known(kind, value)
            msgspec.convert(known, kind)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            continue  # it is wrong, not new
        found.update(dict.fromkeys(f"{name} of {record_id!r}" for name in _left_out(value, known)))
    return tuple(found)


def _left_out(value: Any, known: Any) -> list[str]:
    """Return the names of the fields that VALUE has and KNOWN lacks, all the way down."""
    if isinstance(value, dict) and isinstance(known, dict):
        names = [str(name) for name in value if name not in known]
        return names + [inner for name in known for inner in _left_out(value[name], known[name])]
    if isinstance(value, list) and isinstance(known, list):
        return [name for one, other in zip(value, known, strict=True) for name in _left_out(one, other)]
    return []


def encode_changes(changeset: ChangeSet) -> bytes:
    """CHANGESET as JSON."""
    rows = [(table, record_id, before, after) for (table, record_id), (before, after) in changeset.changes.items()]
    document: dict[str, Any] = {"label": changeset.label, "changes": rows}
    if changeset.places:
        document["places"] = [(table, record_id, place) for (table, record_id), place in changeset.places.items()]
    return _encoder.encode(document)


def decode_changes(body: bytes) -> ChangeSet:
    """The ChangeSet that BODY describes.

    Raises:
        RefusedInput: it is damaged.
    """
    try:
        document = msgspec.json.decode(body)
        changes: dict[Key, tuple[Any, Any]] = {}
        for table, record_id, before, after in document["changes"]:
            kind = RECORD_TYPES[table]
            pair = tuple(None if side is None else msgspec.convert(side, kind) for side in (before, after))
            changes[table, record_id] = (pair[0], pair[1])
        places: dict[Key, str | None] = {}
        for table, record_id, place in document.get("places", ()):
            if table not in RECORD_TYPES or not isinstance(record_id, str) or not isinstance(place, str | None):
                raise TypeError("a place is none")
            places[table, record_id] = place
        return ChangeSet(changes, str(document["label"]), places)
    except (msgspec.DecodeError, KeyError, TypeError, ValueError) as problem:
        raise RefusedInput("An edit in the recovery journal is damaged.") from problem
