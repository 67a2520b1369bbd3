"""The project file: one SQLite file, saved whole beside itself and renamed over, never held open.

A file of an older version is brought up to date in memory when it is opened, see `migrations`; the first save after
that writes the newest version and keeps what the file held, as it was written, as the newest kept save. A file of a
newer version opens read-only with the reason, and so does one that holds what this program does not know.

The records are those of the main design. Variants, other designs in the same file, lie among the kept saves; the head
of `variants` says how. A save writes one of them and carries the others on as the file holds them.
"""

import os
import sqlite3
import stat
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from msgspec import structs

from designer import clock
from designer.files.writing import put_in_place
from designer.limits import LIMITS
from designer.model.design import Design
from designer.model.migration_chain import FailedMigration
from designer.model.records import Record, RefusedInput
from designer.model.validity import require_valid
from designer.store.disk_words import disk_words
from designer.store.migrations import content_of, format_version, read_design, version_of, written_rows
from designer.store.rows import Row, design_of, digest_of, require_writable, unknown_words
from designer.store.safe_open import APPLICATION_ID, opened_read_only
from designer.store.versions import (
    LARGE_BYTES,
    MAX_NAME,
    Kept,
    Save,
    VersionNote,
    change_words,
    design_of_save,
    kept_versions,
    moment_of,
    note_of,
    noted,
    packed_version,
    piece_name,
    renamed,
)

SUFFIX: Final = ".stackwright"
_COLUMNS: Final = {
    "meta": ("key", "value"),
    "records": ("kind", "id", "body"),
    "saves": ("number", "saved_at", "digest", "body"),
}
_TURN: Final = threading.Lock()
"""Held while a file takes the place of another: two windows of this process may save variants of one project."""


class OpenedProject(Record, frozen=True, kw_only=True):
    """Content of a file when it was opened.

    Attributes:
        digest: Of the content; hand it to write_project so that a change by others is noticed.
        read_only_reason: Why it may not be saved over, "" when it may.
        saves: The saves before this one, newest first; of the file as it is read those of its variants too.
        number: Which save of the file this is.
        note: What is told of this save.
        unknown: What in it this program does not know, in words; a copy lacks it.
        variant: Id of the variant that it is, "" for the main design.
    """

    design: Design
    digest: str
    saved_at: str = ""
    read_only_reason: str = ""
    saves: tuple[Save, ...] = ()
    number: int = 1
    note: VersionNote = VersionNote()
    unknown: tuple[str, ...] = ()
    variant: str = ""


def read_project(path: Path) -> OpenedProject:
    """The project in PATH, its content checked against its digest.

    Raises:
        RefusedInput: it does not exist, is damaged, hostile or no project; one plain line.
    """
    return _read(path)[0]


def _read(path: Path, *, judged: bool = True) -> tuple[OpenedProject, list[Row]]:
    """Return the project in PATH, and its rows as they were written.

    Args:
        path: The file.
        judged: Whether the design must be valid; a save need not judge again what it judged or replaces.
    """
    newest = format_version()
    with opened_read_only(path, _COLUMNS, newest) as (connection, version):
        meta = {str(key): str(value) for key, value in connection.execute("select key, value from meta limit 100")}
        rows = _rows(connection, path)
        saves = _saves(connection, rows) if version <= newest else ()
    # Before anything is believed: the digest is over all records as they were written.
    digest = digest_of(rows)
    if digest != meta.get("digest"):
        raise RefusedInput(f"{path.name} is damaged: its content does not match its digest. Try an earlier copy.")
    reason, unknown = "", ()
    # A newer version is shown as far as it is known, and cannot be saved over.
    if version > newest:
        design = require_valid(design_of(rows, tolerant=True))
        unknown = unknown_words(rows)
        reason = f"It was saved by a newer Stackwright (file version {version}); saving would lose what is new in it."
    elif version != version_of(rows):
        raise RefusedInput(
            f"{path.name} is damaged: it says version {version}, but its content is of version {version_of(rows)}. "
            "Try an earlier copy."
        )
    elif version == newest:
        design, unknown = _present(rows, judged=judged)
        if unknown:
            reason = f"It holds what this Stackwright does not know ({unknown[0]}); saving would lose it."
    else:
        design = read_design(rows, path.name)
    opened = OpenedProject(
        design=design,
        digest=digest,
        saved_at=meta.get("saved_at", ""),
        read_only_reason=reason,
        saves=saves,
        number=saves[0].number + 1 if saves else 1,
        note=_note(meta.get("note", "")),
        unknown=unknown,
    )
    return opened, rows


def _present(rows: list[Row], *, judged: bool) -> tuple[Design, tuple[str, ...]]:
    """Return the design that ROWS of the present version describe, and what in them no record has."""
    content, unknown = content_of(rows), ()
    try:
        design = design_of(content)
    except RefusedInput:
        unknown = unknown_words(content)
        if not unknown:
            raise
        design = design_of(content, tolerant=True)
    return require_valid(design) if judged or unknown else design, unknown


def _note(text: str) -> VersionNote:
    try:
        return msgspec.json.decode(text, type=VersionNote) if text else VersionNote()
    except (msgspec.DecodeError, UnicodeError):
        return VersionNote()


def _rows(connection: sqlite3.Connection, path: Path) -> list[Row]:
    # Sizes stand beside the bytes, so that what is too large is not read at all.
    count, total, most = connection.execute(
        "select count(*), total(length(body)), max(length(body)) from records"
    ).fetchone()
    limit = LIMITS["records"]
    if count > limit.items:
        raise RefusedInput(f"{path.name} holds more than {limit.items:,} records.")
    if total > limit.bytes or (most or 0) > LIMITS["record"].bytes:
        raise RefusedInput(f"{path.name} holds records that are larger than any that are saved; it was not opened.")
    rows: list[Row] = []
    for kind, record_id, body in connection.execute("select kind, id, body from records order by rowid"):
        if not (isinstance(kind, str) and isinstance(record_id, str) and isinstance(body, bytes)):
            raise RefusedInput(f"{path.name} is damaged: a record has the wrong type.")
        rows.append((kind, record_id, body))
    return rows


def _saves(connection: sqlite3.Connection, rows: list[Row]) -> tuple[Save, ...]:
    """Return the earlier versions, each with the large records of them all; a row of the wrong form is left out."""
    # Large records, such as pictures, stand once in the file and are named by their digest in each version.
    pieces = {piece_name(body): body for _, _, body in rows if len(body) >= LARGE_BYTES}
    found: list[tuple[int, str, str, bytes]] = []
    (total,) = connection.execute("select total(length(body)) from saves").fetchone()
    limit = LIMITS["versions"]
    if total > limit.bytes:
        return ()  # no save writes so much; the design itself is whole
    for number, saved_at, digest, body in connection.execute(
        "select number, saved_at, digest, body from saves order by number desc limit ?", (limit.items,)
    ):
        whole = isinstance(number, int) and isinstance(saved_at, str) and isinstance(digest, str)
        if not (whole and isinstance(body, bytes)):
            continue
        # Rows numbered 0 or below are the large records that the present design lacks.
        if number > 0:
            found.append((number, saved_at, digest, body))
        elif piece_name(body) == digest:
            pieces[digest] = body
    return tuple(
        Save(number=number, saved_at=saved_at, digest=digest, body=body, pieces=pieces)
        for number, saved_at, digest, body in found
    )


def write_project(
    path: Path,
    design: Design,
    *,
    expected_digest: str | None = None,
    now: datetime | None = None,
    name: str = "",
    names: Mapping[int, str] | None = None,
    step: Callable[[str], None] = lambda name: None,
    variant: str = "",
    change: Callable[[list[Save]], list[Save]] | None = None,
    source: OpenedProject | None = None,
) -> str:
    """Save DESIGN to PATH whole, or leave PATH as it was.

    The other designs of the project stay as the file holds them.

    Args:
        path: The file; a link is followed.
        design: What to save.
        expected_digest: Digest of what PATH should hold now; None to overwrite whatever is there.
        now: Time of saving, else the clock's.
        name: What a person calls this version.
        names: What earlier versions are called from now on, by their numbers.
        step: Called before each step with its name; tests stop the program there.
        variant: Id of the variant that DESIGN is, "" for the main one; a new id makes a new variant.
        change: Returns the kept saves otherwise: variants are removed and brought back by it.
        source: Another project whose variants, and whose main design where DESIGN is a variant, go along into PATH.

    Returns:
        The digest of what was saved.

    Raises:
        RefusedInput: the file changed meanwhile, is from a newer version, or cannot be written.
    """
    target = path.resolve()
    own = written_rows(require_valid(design))
    require_writable(own)
    moment = now or clock.now()
    # What the file held when the save began, to notice a change by others at the end.
    before = _before(target, expected_digest, variant)
    # Of a variant the records of the file are those of the main design, which stays as it is.
    main, rows = design, own
    if variant:
        held = source or (before.project if before is not None else None)
        if held is None:
            raise RefusedInput(f"{target.name} has no main design that this could be a variant of.")
        main, rows = held.design, written_rows(held.design)
    digest = digest_of(rows)
    step("start")
    handle = None
    temporary: Path | None = None
    try:
        # In the same folder, because a rename is only atomic within one file system.
        handle, made = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".saving", dir=target.parent)
        os.close(handle)
        temporary = Path(made)
        step("made")
        told = _Told(moment, name, names or {}, change, source)
        _fill(temporary, rows, _content(main, rows, (variant, design, own) if variant else None, told, before))
        step("filled")
        _keep_mode(target, temporary)
        # On the disk before the rename: else a power cut could leave the new name with no content.
        _sync(temporary)
        step("synced")
        # Read again from the disk: a save that cannot be opened must not take the place of one that can.
        _require_read_back(temporary, main, digest, (variant, design) if variant else None)
        step("read")
        # Somebody else may have saved meanwhile; this is the last moment to notice.
        with _TURN:
            _require_unchanged(target, before)
            put_in_place(temporary, target)
        step("replaced")
        # The rename itself is on the disk only when its folder is.
        _sync_folder(target.parent)
    except (OSError, sqlite3.Error, RefusedInput) as problem:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        if isinstance(problem, RefusedInput):
            raise
        raise RefusedInput(f"{target.name} could not be saved, and is as it was: {disk_words(problem)}.") from problem
    return digest_of(own)


class _Before(NamedTuple):
    """Content of the file before a save.

    Attributes:
        project: As it opens.
        rows: As they were written.
        state: Inode, size and time of the file.
    """

    project: OpenedProject
    rows: list[Row]
    state: tuple[int, int, int] | None


def _before(target: Path, expected_digest: str | None, variant: str) -> _Before | None:
    """Return what TARGET holds now with its rows as they were written, None when there is nothing to keep."""
    if not target.exists():
        return None
    state = _state_of(target)
    try:
        project, rows = _read(target, judged=False)
    except FailedMigration:
        raise  # it is whole, and a later program may open it
    except RefusedInput:
        if expected_digest is not None:
            raise
        return None
    if project.read_only_reason:
        raise RefusedInput(f"{target.name} was not overwritten. {project.read_only_reason}")
    held = project.digest
    if variant:
        head = head_of(project.saves, variant)
        held = head.digest if head is not None else expected_digest  # one that was removed meanwhile comes back
    if expected_digest is not None and held != expected_digest:
        raise RefusedInput(
            f"{target.name} was changed by another window or program since it was opened; "
            "save under another name, or open it again."
        )
    return _Before(project, rows, state)


def head_of(saves: Iterable[Save], variant: str) -> Save | None:
    """Return the one of SAVES that VARIANT is now, None where there is none; damaged ones are passed over."""
    for save in saves:
        with suppress(RefusedInput):
            note = note_of(save)
            if note.head and note.variant == variant:
                return save
    return None


def name_version(path: Path, number: int, name: str) -> None:
    """Call version NUMBER of the project in PATH by NAME, so that it is kept for ever; "" takes the name away.

    The versions of all variants are counted together, so that the number tells of which it is.

    Raises:
        RefusedInput: there is no such version, it is damaged, or the file cannot be written.
    """
    project = read_project(path)
    if project.read_only_reason:
        raise RefusedInput(f"{path.name} was not changed. {project.read_only_reason}")
    if number != project.number and all(save.number != number for save in project.saves):
        raise RefusedInput(f"{path.name} has no version {number}.")
    write_project(
        path,
        project.design,
        expected_digest=project.digest,
        now=moment_of(project.saved_at),
        name=name if number == project.number else project.note.name,
        names={number: name},
    )


class _Content(NamedTuple):
    """Content that a save writes beside the records."""

    meta: dict[str, str]
    kept: Kept


class _Told(NamedTuple):
    """Arguments of a save that say what becomes of the versions; see `write_project`."""

    moment: datetime
    name: str
    names: Mapping[int, str]
    change: Callable[[list[Save]], list[Save]] | None
    source: OpenedProject | None


def _content(
    main: Design,
    rows: list[Row],
    saved: tuple[str, Design, list[Row]] | None,
    told: _Told,
    before: _Before | None,
) -> _Content:
    """Return what is written of this save and of those before it.

    What the file held becomes its newest earlier version, unless it is the very same; then the note goes on.

    Args:
        main: The main design, whose records the file holds.
        rows: Those records.
        saved: Id, design and records of the variant that is saved, None where it is the main design.
        told: What was asked for.
        before: What the file held.
    """
    saves: list[Save] = []
    digest = digest_of(rows)
    name = "" if saved else told.name
    note = VersionNote(name=name[:MAX_NAME])
    saved_at = told.moment
    if before is not None:
        earlier, earlier_rows = before.project, before.rows
        saves = [
            renamed(save, told.names[save.number]) if save.number in told.names else save for save in earlier.saves
        ]
        if earlier.digest == digest:
            note = structs.replace(
                earlier.note, name=note.name or ("" if earlier.number in told.names else earlier.note.name)
            )
        else:
            note = VersionNote(name=note.name, changed=change_words(earlier.design, main))
            then = earlier.note
            if version_of(earlier_rows) < format_version():
                # Kept for ever: it is the only one that the program which wrote it can read.
                then = VersionNote(
                    name=then.name or f"As file version {version_of(earlier_rows)} held it", changed=then.changed
                )
            pieces = {piece_name(body): body for _, _, body in earlier_rows if len(body) >= LARGE_BYTES}
            saves.insert(
                0,
                Save(
                    number=earlier.number,
                    saved_at=earlier.saved_at,
                    digest=earlier.digest,
                    body=packed_version(earlier_rows, then),
                    pieces=pieces,
                ),
            )
        # The main design of a project whose variant is saved was saved when it was, not now.
        if saved and earlier.digest == digest and earlier.saved_at:
            saved_at = moment_of(earlier.saved_at)
    if told.source is not None:
        saves = _with_variants_of(told.source, saves)
    if saved is not None:
        saves = _with_head(saves, *saved, told)
    if told.change is not None:
        saves = told.change(saves)
    meta = {
        "digest": digest,
        "saved_at": saved_at.isoformat(timespec="seconds"),
        "program": "Stackwright",
        "note": msgspec.json.encode(note).decode(),
    }
    return _Content(meta, kept_versions(saves, rows, told.moment))


def _with_head(saves: list[Save], variant: str, design: Design, rows: list[Row], told: _Told) -> list[Save]:
    """Return SAVES in which VARIANT is DESIGN now, with ROWS; what it was before becomes an earlier version of it."""
    head, digest = head_of(saves, variant), digest_of(rows)
    called, changed = told.name[:MAX_NAME], ""
    kept = saves
    if head is not None:
        then = note_of(head)
        kept = [save for save in saves if save is not head]
        if head.digest == digest:
            called, changed = called or then.called, then.changed
        else:
            # Designs are compared by what they hold; one that cannot be read any more has nothing to compare with.
            with suppress(RefusedInput):
                changed = change_words(design_of_save(head), design)
            kept = [noted(head, head=False, name=then.called, called=""), *kept]
    note = VersionNote(name=design.name[:MAX_NAME] or variant, changed=changed, variant=variant, head=True)
    return [
        Save(
            number=_next_number(saves),
            saved_at=told.moment.isoformat(timespec="seconds"),
            digest=digest,
            body=packed_version(rows, structs.replace(note, called=called)),
            pieces={piece_name(body): body for _, _, body in rows if len(body) >= LARGE_BYTES},
        ),
        *kept,
    ]


def _with_variants_of(source: OpenedProject, saves: list[Save]) -> list[Save]:
    """Return SAVES with the variants of SOURCE as they are now; variants that were there become earlier versions."""
    kept: list[Save] = []
    for save in saves:
        try:
            then = note_of(save)
            kept.append(noted(save, head=False, name=then.called or then.name) if then.head else save)
        except RefusedInput:
            kept.append(save)  # damaged, and kept as it is
    number = _next_number(saves)
    for save in reversed(source.saves):
        with suppress(RefusedInput):
            if note_of(save).head:
                kept.insert(0, structs.replace(save, number=number))
                number += 1
    return kept


def _next_number(saves: Iterable[Save]) -> int:
    return max((save.number for save in saves), default=0) + 1


def _fill(temporary: Path, rows: list[Row], content: _Content) -> None:
    import sqlite_utils  # takes long, and is needed only when something is saved

    with closing(sqlite3.connect(temporary)) as connection:
        database = sqlite_utils.Database(connection)
        connection.execute(f"pragma application_id={APPLICATION_ID}")
        connection.execute(f"pragma user_version={format_version()}")
        with connection:
            connection.execute("create table meta (key text primary key, value text)")
            connection.execute("create table records (kind text, id text, body blob, primary key (kind, id))")
            connection.execute("create table saves (number integer primary key, saved_at text, digest text, body blob)")
        with database.atomic():
            database.table("meta").insert_all({"key": key, "value": value} for key, value in content.meta.items())
            # Tens of thousands of rows: insert_all of sqlite_utils takes four times as long.
            connection.executemany("insert into records values (?, ?, ?)", rows)
            database.table("saves").insert_all(
                {"number": save.number, "saved_at": save.saved_at, "digest": save.digest, "body": save.body}
                for save in content.kept.versions
            )
            database.table("saves").insert_all(
                {"number": -number, "saved_at": "", "digest": piece, "body": body}
                for number, (piece, body) in enumerate(content.kept.pieces.items(), 1)
            )


def _require_read_back(temporary: Path, main: Design, digest: str, saved: tuple[str, Design] | None) -> None:
    """Read what was written as it will be read when it is opened; a save that cannot be opened does not count.

    SAVED is the variant that was written; None where the MAIN design was.

    Raises:
        RefusedInput: it does not come back equal.
    """
    try:
        again, _ = _read(temporary, judged=False)
        whole = again.digest == digest and again.design == main and not again.read_only_reason
        if whole and saved is not None:
            head = head_of(again.saves, saved[0])
            whole = head is not None and design_of_save(head) == saved[1]
        if whole:
            return
        reason = "it is not what was written"
    except RefusedInput as problem:
        reason = str(problem)
    raise RefusedInput(f"The design could not be saved: what was written does not come back whole ({reason}).")


def _require_unchanged(target: Path, before: _Before | None) -> None:
    """Refuse when somebody else wrote TARGET while the new file was made beside it.

    Raises:
        RefusedInput: the file is another than the one that was looked at.
    """
    if before is not None and _state_of(target) != before.state:
        raise RefusedInput(
            f"{target.name} was changed by another window or program while it was being saved; the file is as they "
            "left it. Save under another name, or open it again."
        )


def _state_of(target: Path) -> tuple[int, int, int] | None:
    try:
        state = target.stat()
    except FileNotFoundError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns


def _keep_mode(target: Path, temporary: Path) -> None:
    if target.exists():
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))
    elif os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk too, where the file system can.

    The file itself is there and whole by now, so that a folder which cannot be synced (on a network, in FUSE) is no
    reason to call it not saved: after a loss of power its name means the old file, whole, or the new one.
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
