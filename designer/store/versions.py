"""The earlier versions of a design inside its project file: how they are packed, named and thinned out.

A version is one row of the table `saves`. Its cell holds a SHA-256 over the rest, a note (name, what changed, figures)
and the records of the design, packed. Large records, which are pictures, stand there by their SHA-256 alone: the
record itself is found in the present design or, once that has it no longer, in a row of its own with a negative
number, so that each is stored once. The first programs wrote the packed records alone; they are read for ever.
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import msgspec

from designer.limits import LIMITS, MB, unpacked_limit
from designer.model.changes import TABLES, between
from designer.model.design import Design
from designer.model.records import Record, RefusedInput
from designer.store.migrations import read_design
from designer.store.rows import Row, digest_of, most_written

LARGE_BYTES: Final = 32_000
"""From which size a record is stored once for all versions."""
ALWAYS_KEPT: Final = 3
ALL_FOR: Final = timedelta(hours=1)
HOURLY_FOR: Final = timedelta(days=1)
DAILY_FOR: Final = timedelta(days=30)
MAX_NAME: Final = 120
_MAGIC: Final = b"SWV1"
_SUM_BYTES: Final = 32
_BY_NAME: Final = b"\0"
"""Before the name of a large record, in place of it; JSON begins with no such byte."""


class VersionNote(msgspec.Struct, frozen=True, omit_defaults=True):
    """Note on a version.

    Attributes:
        name: Given by a person; a named version is kept for ever.
        changed: What its save changed, in words.
        variant: Id of the variant that it is a version of, "" for the main design; see `variants`.
        head: Whether it is what the variant is now. Then `name` is that of its design, so that programs which know of
            no variants keep it for ever too.
        called: What a person calls this version of a variant while it is its head.
    """

    name: str = ""
    changed: str = ""
    variant: str = ""
    head: bool = False
    called: str = ""


class Save(Record, frozen=True, kw_only=True):
    """One earlier version kept inside the file.

    Attributes:
        number: Counts the saves of the file.
        saved_at: When it was saved, ISO.
        digest: Of its records.
        body: It, packed.
        pieces: Large records of versions, by their SHA-256.
    """

    number: int
    saved_at: str
    digest: str
    body: bytes
    pieces: Mapping[str, bytes] = {}


class _Packed(msgspec.Struct, array_like=True):
    """Content after the SHA-256: the note, the names of large records, and the records packed."""

    note: VersionNote
    large: list[str]
    rows: bytes


class Kept(NamedTuple):
    """Content that a save writes into the table `saves`."""

    versions: tuple[Save, ...]
    pieces: Mapping[str, bytes]


def piece_name(body: bytes) -> str:
    """Return the name under which a large record is stored."""
    return hashlib.sha256(body).hexdigest()


def packed_version(rows: Sequence[Row], note: VersionNote) -> bytes:
    """Return ROWS packed with their NOTE, large records by name alone."""
    large: dict[str, None] = {}
    plain: list[Row] = []
    for table, name, body in rows:
        if len(body) < LARGE_BYTES:
            plain.append((table, name, body))
        else:
            piece = piece_name(body)
            large[piece] = None
            plain.append((table, name, _BY_NAME + piece.encode("ascii")))
    body = msgspec.msgpack.encode(plain)
    packed_rows = zlib.compress(body, 3)
    if len(body) > unpacked_limit(len(packed_rows)):
        packed_rows = zlib.compress(body, 0)  # so even a design is not taken for a bomb
    packed = _Packed(note, list(large), packed_rows)
    rest = msgspec.msgpack.encode(packed)
    return _MAGIC + hashlib.sha256(rest).digest() + rest


def note_of(save: Save) -> VersionNote:
    """Return the note of SAVE; an empty one of a save by the first programs.

    Raises:
        RefusedInput: it is damaged.
    """
    packed = _unsealed(save)
    return VersionNote() if packed is None else packed.note


def renamed(save: Save, name: str) -> Save:
    """Return SAVE under NAME, "" for none; what a variant is now keeps the name of its design.

    Raises:
        RefusedInput: it is damaged.
    """
    return noted(save, **{"called" if note_of(save).head else "name": name[:MAX_NAME]})


def noted(save: Save, **fields: str | bool) -> Save:
    """Return SAVE with other FIELDS in its note.

    Raises:
        RefusedInput: it is damaged.
    """
    packed = _unsealed(save)
    if packed is None:
        body = packed_version(rows_of_save(save), msgspec.structs.replace(VersionNote(), **fields))
    else:
        packed.note = msgspec.structs.replace(packed.note, **fields)
        rest = msgspec.msgpack.encode(packed)
        body = _MAGIC + hashlib.sha256(rest).digest() + rest
    return msgspec.structs.replace(save, body=body)


def rows_of_save(save: Save) -> list[Row]:
    """Return the records of SAVE as they were written.

    Raises:
        RefusedInput: it is damaged, or unpacks to more than any design takes.
    """
    what = f"The save of {save.saved_at}"
    packed = _unsealed(save)
    body = save.body if packed is None else packed.rows
    try:
        unpacker = zlib.decompressobj()
        # Never more than a version may take: a small body can unpack to gigabytes.
        plain = unpacker.decompress(body, unpacked_limit(len(body)))
        if not unpacker.eof:
            raise RefusedInput(f"{what} unpacks to more than any design takes; it is damaged.")
        rows: list[Row] = []
        for table, name, content in msgspec.msgpack.decode(plain, type=list[Row]):
            body = content
            # A large record stands beside the versions and is put in by its name.
            if content.startswith(_BY_NAME):
                piece = content.removeprefix(_BY_NAME).decode("ascii", "replace")
                if piece not in save.pieces:
                    raise RefusedInput(f"{what} is damaged: the record {name!r} is missing.")
                body = save.pieces[piece]
            rows.append((table, name, body))
    except (zlib.error, msgspec.DecodeError, ValueError) as problem:
        if isinstance(problem, RefusedInput):
            raise
        raise RefusedInput(f"{what} is damaged.") from problem
    if digest_of(rows) != save.digest:
        raise RefusedInput(f"{what} is damaged: it does not match its digest.")
    return rows


def design_of_save(save: Save) -> Design:
    """The design as it was at an earlier SAVE.

    Raises:
        RefusedInput: it is damaged.
    """
    return read_design(rows_of_save(save), f"The save of {save.saved_at}")


def _unsealed(save: Save) -> _Packed | None:
    """Return what is packed in SAVE; None for one of the first programs, which had no seal."""
    if not save.body.startswith(_MAGIC):
        return None
    start = len(_MAGIC) + _SUM_BYTES
    told, rest = save.body[len(_MAGIC) : start], save.body[start:]
    if hashlib.sha256(rest).digest() != told:
        raise RefusedInput(f"The save of {save.saved_at} is damaged: it does not match its digest.")
    try:
        return msgspec.msgpack.decode(rest, type=_Packed)
    except (msgspec.DecodeError, ValueError) as problem:
        raise RefusedInput(f"The save of {save.saved_at} is damaged.") from problem


def kept_versions(versions: Iterable[Save], rows: Iterable[Row], now: datetime) -> Kept:
    """Return the versions that the rule keeps, newest first, with the large records that the present ROWS lack.

    Of each variant the last three are kept, all of the last hour, the last of each hour for a day and of each day for
    thirty days, and those with a name for ever. Where they take more than the limit, the oldest without a name go,
    then the oldest; what a variant is now stays.

    Args:
        versions: All there are.
        rows: Of the design that is saved now.
        now: The moment of the save.

    Raises:
        RefusedInput: the variants alone take more than the limit.
    """
    # Thinned by age first; then the oldest without a name go, one by one, until all fit into the file's limits.
    chosen = thinned(versions, now)
    most = most_written("versions")
    # Large records that the design holds now are in the file anyway.
    present = {piece_name(body) for _, _, body in rows if len(body) >= LARGE_BYTES}
    while True:
        pieces: dict[str, bytes] = {}
        for save in chosen:
            for piece in _large_of(save):
                if piece not in present and piece in save.pieces:
                    pieces[piece] = save.pieces[piece]
        size = sum(len(save.body) for save in chosen) + sum(map(len, pieces.values()))
        if size <= most.bytes and len(chosen) + len(pieces) <= most.items:
            return Kept(tuple(chosen), pieces)
        unnamed = [place for place, save in enumerate(chosen) if not _name_of(save)]
        earlier = [place for place, save in enumerate(chosen) if not _note_or_none(save).head]
        if not earlier:
            raise RefusedInput(
                f"The variants take {size / MB:,.0f} MB; {most.bytes // MB} MB are the most that a project file holds "
                "of them. Save one as a project of its own, or remove or shrink pictures."
            )
        del chosen[unnamed[-1] if unnamed else earlier[-1]]


def thinned(versions: Iterable[Save], now: datetime) -> list[Save]:
    """Return those of VERSIONS that the rule keeps at the moment NOW, newest first."""
    found: list[Save] = []
    taken: set[tuple[str, str, int]] = set()
    places: dict[str, int] = {}
    for save in sorted(versions, key=lambda one: one.number, reverse=True):
        if len(save.body) > LIMITS["cell"].bytes:
            continue  # nobody could read it
        note = _note_or_none(save)
        # Each variant has a history of its own: much work on one takes nothing from another.
        whose = note.variant
        place = places[whose] = places.get(whose, -1) + 1
        moment = moment_of(save.saved_at)
        age = now - moment
        # Of each hour, then of each day, the newest, which comes first here.
        hourly = age <= HOURLY_FOR
        slot = (whose, "hour", int(moment.timestamp() // 3600)) if hourly else (whose, "day", moment.toordinal())
        if place < ALWAYS_KEPT or age <= ALL_FOR or note.name or (age <= DAILY_FOR and slot not in taken):
            taken.add(slot)
            found.append(save)
    return found


def _name_of(save: Save) -> str:
    return _note_or_none(save).name


def _note_or_none(save: Save) -> VersionNote:
    """Return the note of SAVE, an empty one where it is damaged."""
    try:
        return note_of(save)
    except RefusedInput:
        return VersionNote()


def _large_of(save: Save) -> list[str]:
    try:
        packed = _unsealed(save)
    except RefusedInput:
        return []
    return [] if packed is None else packed.large


def moment_of(saved_at: str) -> datetime:
    """Return the time SAVED_AT (ISO), taken as UTC where it tells no zone; the beginning of 1970 where it is none."""
    try:
        moment = datetime.fromisoformat(saved_at)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def change_words(before: Design, after: Design) -> str:
    """Say what changed from BEFORE to AFTER: how many records of each table were added, removed or changed."""
    counts: dict[str, list[int]] = {}
    for (table, _), (old, new) in between(before, after).changes.items():
        kinds = counts.setdefault(table, [0, 0, 0])
        kinds[0 if old is None else 1 if new is None else 2] += 1
    words: list[str] = []
    for table in TABLES:
        added, removed, altered = counts.get(table, (0, 0, 0))
        if table == "settings":
            words += ["name" if before.name != after.name else "settings"] if altered else []
            continue
        for count, what in ((added, "added"), (removed, "removed"), (altered, "changed")):
            if count:
                words.append(f"{count:,} {table if count != 1 else table[:-1]} {what}")
    return ", ".join(words)
