"""The project file: one SQLite file, saved whole beside itself and renamed over, never held open."""

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
from designer.store.rows import Row, design_of, design_rows, digest_of
from designer.store.safe_open import APPLICATION_ID, MAX_CELL_BYTES, opened_read_only

FORMAT_VERSION: Final = 1
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
    with opened_read_only(path, _COLUMNS, FORMAT_VERSION) as (connection, version):
        meta = {str(key): str(value) for key, value in connection.execute("select key, value from meta limit 100")}
        rows = _rows(connection, path)
        saves = _saves(connection) if version <= FORMAT_VERSION else ()
    digest = digest_of(rows)
    if digest != meta.get("digest"):
        raise RefusedInput(f"{path.name} is damaged: its content does not match its digest. Try an earlier copy.")
    newer = version > FORMAT_VERSION
    design = require_valid(design_of(rows, tolerant=newer))
    reason = ""
    if newer:
        reason = f"It was saved by a newer Stackwright (file version {version}); saving would lose what is new in it."
    return OpenedProject(
        design=design, digest=digest, saved_at=meta.get("saved_at", ""), read_only_reason=reason, saves=saves
    )


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
    return require_valid(design_of(rows))


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
    rows = design_rows(require_valid(design))
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


def _before(target: Path, expected_digest: str | None) -> OpenedProject | None:
    """What TARGET holds now, None when there is nothing to keep."""
    if not target.exists():
        return None
    try:
        before = read_project(target)
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
    return before


def _fill(temporary: Path, rows: list[Row], digest: str, saved_at: str, before: OpenedProject | None) -> None:
    saves = list(before.saves) if before else []
    if before and before.digest != digest:
        number = saves[0].number + 1 if saves else 1
        rows_before = design_rows(before.design)
        packed = zlib.compress(msgspec.msgpack.encode(rows_before), 3)
        save = Save(number=number, saved_at=before.saved_at, digest=digest_of(rows_before), body=packed)
        saves.insert(0, save)
    import sqlite_utils  # takes long, and is needed only when something is saved

    with closing(sqlite3.connect(temporary)) as connection:
        database = sqlite_utils.Database(connection)
        connection.execute(f"pragma application_id={APPLICATION_ID}")
        connection.execute(f"pragma user_version={FORMAT_VERSION}")
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
