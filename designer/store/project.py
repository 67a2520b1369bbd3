"""The project file: one SQLite file, saved whole beside itself and renamed over, never held open.

A file of an older version is brought up to date in memory when it is opened, see `migrations`; the first save after
that writes the newest version and keeps what the file held, as it was written, as the newest kept save. A file of a
newer version opens read-only with the reason.
"""

import os
import sqlite3
import stat
import tempfile
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from designer.model.design import Design
from designer.model.records import Record, RefusedInput
from designer.model.validity import require_valid
from designer.model.version_chain import FailedMigration
from designer.store.migrations import format_version, read_design, version_of, written_rows
from designer.store.rows import Row, design_of, digest_of
from designer.store.safe_open import APPLICATION_ID, MAX_CELL_BYTES, opened_read_only

SUFFIX: Final = ".stackwright"
KEPT_VERSIONS: Final = 3
_MAX_ROWS: Final = 3_000_000
_COLUMNS: Final = {
    "meta": ("key", "value"),
    "records": ("kind", "id", "body"),
    "saves": ("number", "saved_at", "digest", "body"),
}


class Save(Record, frozen=True, kw_only=True):
    """One earlier save kept inside the file; `body` is the packed design."""

    number: int
    saved_at: str
    digest: str
    body: bytes


class OpenedProject(Record, frozen=True, kw_only=True):
    """What a file held when it was opened.

    Attributes:
        digest: Of the content; hand it to write_project so that a change by others is noticed.
        read_only_reason: Why it may not be saved over, "" when it may.
        saves: The saves before this one, newest first.
    """

    design: Design
    digest: str
    saved_at: str = ""
    read_only_reason: str = ""
    saves: tuple[Save, ...] = ()


def read_project(path: Path) -> OpenedProject:
    """The project in PATH, its content checked against its digest.

    Raises:
        RefusedInput: it does not exist, is damaged, hostile or no project; one plain line.
    """
    return _read(path)[0]


def _read(path: Path) -> tuple[OpenedProject, list[Row]]:
    """Return the project in PATH, and its rows as they were written."""
    newest = format_version()
    with opened_read_only(path, _COLUMNS, newest) as (connection, version):
        meta = {str(key): str(value) for key, value in connection.execute("select key, value from meta limit 100")}
        rows = _rows(connection, path)
        saves = _saves(connection) if version <= newest else ()
    digest = digest_of(rows)
    if digest != meta.get("digest"):
        raise RefusedInput(f"{path.name} is damaged: its content does not match its digest. Try an earlier copy.")
    reason = ""
    if version > newest:
        design = require_valid(design_of(rows, tolerant=True))
        reason = f"It was saved by a newer Stackwright (file version {version}); saving would lose what is new in it."
    elif version != version_of(rows):
        raise RefusedInput(
            f"{path.name} is damaged: it says version {version}, but its content is of version {version_of(rows)}. "
            "Try an earlier copy."
        )
    else:
        design = read_design(rows, path.name)
    opened = OpenedProject(
        design=design, digest=digest, saved_at=meta.get("saved_at", ""), read_only_reason=reason, saves=saves
    )
    return opened, rows


def _rows(connection: sqlite3.Connection, path: Path) -> list[Row]:
    rows: list[Row] = []
    for kind, record_id, body in connection.execute(
        "select kind, id, body from records order by rowid limit ?", (_MAX_ROWS + 1,)
    ):
        if not (isinstance(kind, str) and isinstance(record_id, str) and isinstance(body, bytes)):
            raise RefusedInput(f"{path.name} is damaged: a record has the wrong type.")
        rows.append((kind, record_id, body))
    if len(rows) > _MAX_ROWS:
        raise RefusedInput(f"{path.name} holds more than {_MAX_ROWS:,} records.")
    return rows


def _saves(connection: sqlite3.Connection) -> tuple[Save, ...]:
    rows = connection.execute(
        "select number, saved_at, digest, body from saves order by number desc limit ?", (KEPT_VERSIONS,)
    )
    return tuple(
        Save(number=number, saved_at=saved_at, digest=digest, body=body)
        for number, saved_at, digest, body in rows
        if isinstance(number, int) and isinstance(saved_at, str) and isinstance(digest, str) and isinstance(body, bytes)
    )


def design_of_save(save: Save) -> Design:
    """The design as it was at an earlier SAVE.

    Raises:
        RefusedInput: it is damaged.
    """
    try:
        unpacker = zlib.decompressobj()
        packed = unpacker.decompress(save.body, 50 * MAX_CELL_BYTES)
        rows = [(kind, record_id, body) for kind, record_id, body in msgspec.msgpack.decode(packed, type=list[Row])]
    except (zlib.error, msgspec.DecodeError) as problem:
        raise RefusedInput(f"The save of {save.saved_at} is damaged.") from problem
    if digest_of(rows) != save.digest:
        raise RefusedInput(f"The save of {save.saved_at} is damaged: it does not match its digest.")
    return read_design(rows, f"The save of {save.saved_at}")


def write_project(
    path: Path,
    design: Design,
    *,
    expected_digest: str | None = None,
    now: datetime | None = None,
    step: Callable[[str], None] = lambda name: None,
) -> str:
    """Save DESIGN to PATH whole, or leave PATH as it was.

    Args:
        path: The file; a link is followed.
        design: What to save.
        expected_digest: Digest of what PATH should hold now; None to overwrite whatever is there.
        now: Time of saving, else the clock's.
        step: Called before each step with its name; tests stop the program there.

    Returns:
        The digest of what was saved.

    Raises:
        RefusedInput: the file changed meanwhile, is from a newer version, or cannot be written.
    """
    target = path.resolve()
    rows = written_rows(require_valid(design))
    digest = digest_of(rows)
    saved_at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    before = _before(target, expected_digest)
    step("start")
    handle = None
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".saving", dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        step("made")
        _fill(temporary, rows, digest, saved_at, before)
        step("filled")
        _keep_mode(target, temporary)
        _sync(temporary)
        step("synced")
        os.replace(temporary, target)  # noqa: PTH105 - the atomic call itself
        step("replaced")
        _sync_folder(target.parent)
    except (OSError, sqlite3.Error) as problem:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        raise RefusedInput(
            f"{target.name} could not be saved ({reason}); the file is as it was. Save it under another name or folder."
        ) from problem
    return digest


def _before(target: Path, expected_digest: str | None) -> tuple[OpenedProject, list[Row]] | None:
    """Return what TARGET holds now with its rows as they were written, None when there is nothing to keep."""
    if not target.exists():
        return None
    try:
        before, rows = _read(target)
    except FailedMigration:
        raise  # it is whole, and a later program may open it
    except RefusedInput:
        if expected_digest is not None:
            raise
        return None
    if before.read_only_reason:
        raise RefusedInput(f"{target.name} was not overwritten. {before.read_only_reason}")
    if expected_digest is not None and before.digest != expected_digest:
        raise RefusedInput(
            f"{target.name} was changed by another window or program since it was opened; "
            "save under another name, or open it again."
        )
    return before, rows


def _fill(
    temporary: Path, rows: list[Row], digest: str, saved_at: str, before: tuple[OpenedProject, list[Row]] | None
) -> None:
    saves: list[Save] = []
    if before is not None:
        earlier, earlier_rows = before
        saves = list(earlier.saves)
        if earlier.digest != digest:
            number = saves[0].number + 1 if saves else 1
            packed = zlib.compress(msgspec.msgpack.encode(earlier_rows), 3)
            saves.insert(0, Save(number=number, saved_at=earlier.saved_at, digest=earlier.digest, body=packed))
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
            meta = {"digest": digest, "saved_at": saved_at, "program": "Stackwright"}
            database.table("meta").insert_all({"key": key, "value": value} for key, value in meta.items())
            database.table("records").insert_all(
                ({"kind": kind, "id": record_id, "body": body} for kind, record_id, body in rows), batch_size=300
            )
            database.table("saves").insert_all(
                {"number": save.number, "saved_at": save.saved_at, "digest": save.digest, "body": save.body}
                for save in saves[:KEPT_VERSIONS]
            )


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
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
