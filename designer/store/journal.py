"""Every committed edit since the last save, in a journal of its own, so that a crash loses nothing.

A journal that an older version left behind is replayed on the rows as they were written, and what comes of it is
brought up to date as a project file is, see `migrations`.
"""

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
from filelock import FileLock, Timeout
from platformdirs import user_state_path

from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import Record, RefusedInput
from designer.model.validity import require_valid
from designer.store.migrations import format_version, read_design, version_of, written_rows
from designer.store.rows import Row, decode_changes, encode_changes

_SUFFIX = ".journal"


def journal_folder() -> Path:
    """Where journals live: the user's state folder."""
    return user_state_path("stackwright", appauthor=False) / "journals"


class Recovery(Record, frozen=True, kw_only=True):
    """A journal that its window left behind.

    Attributes:
        journal: The file.
        project: Path of the project, "" for one that was never saved.
        name: The design's name.
        edits: How many edits it holds.
        last: Time of the last of them, ISO.
    """

    journal: str
    project: str
    name: str
    edits: int
    last: str


class _WrittenEdit(msgspec.Struct):
    """An edit as `encode_changes` writes it: (table, id, fields before, fields after), None where there is none."""

    changes: list[tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]]


class Journal:
    """The journal of one open design.

    It starts with the design as it was saved or made, and takes a row for each ChangeSet before the edit is
    acknowledged.
    """

    def __init__(self, design: Design, project: Path | None, folder: Path | None = None) -> None:
        folder = journal_folder() if folder is None else folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.path = folder / f"{uuid4().hex}{_SUFFIX}"
            self._lock = FileLock(self.path.with_suffix(".lock"))
            self._lock.acquire(timeout=0)
            self._connection = sqlite3.connect(self.path, isolation_level=None)
        except (OSError, sqlite3.Error) as problem:
            raise RefusedInput(f"The recovery journal cannot be written: {problem}.") from problem
        for statement in (
            "pragma journal_mode=wal",
            "pragma synchronous=full",
            "create table base (project text, name text, body blob)",
            "create table edits (number integer primary key, made_at text, body blob)",
        ):
            self._connection.execute(statement)
        self.start_again(design, project)

    def record(self, changeset: ChangeSet) -> None:
        """Write down one edit; it is on disk when this returns.

        Raises:
            RefusedInput: the journal cannot be written.
        """
        try:
            self._connection.execute(
                "insert into edits (made_at, body) values (?, ?)", (_now(), encode_changes(changeset))
            )
        except sqlite3.Error as problem:
            raise RefusedInput(f"The recovery journal cannot be written: {problem}. Save your work now.") from problem

    def start_again(self, design: Design, project: Path | None) -> None:
        """Forget the edits: DESIGN is what PROJECT now holds."""
        body = msgspec.msgpack.encode(written_rows(design))
        self._connection.execute("begin immediate")
        self._connection.execute("delete from edits")
        self._connection.execute("delete from base")
        self._connection.execute(
            "insert into base values (?, ?, ?)", (str(project.resolve()) if project else "", design.name, body)
        )
        self._connection.execute("commit")

    def discard(self) -> None:
        """Close and remove the journal: all is saved, or thrown away on purpose."""
        self._connection.close()
        remove_journal(self.path, self._lock)

    def close(self) -> None:
        """Close the journal and leave it for recovery."""
        self._connection.close()
        self._lock.release()


def remove_journal(path: Path, lock: FileLock | None = None) -> None:
    """Remove a journal with the files beside it."""
    for suffix in (_SUFFIX, f"{_SUFFIX}-wal", f"{_SUFFIX}-shm"):
        with suppress(OSError):
            path.with_suffix(suffix).unlink(missing_ok=True)
    if lock is not None:
        lock.release()
    with suppress(OSError):
        path.with_suffix(".lock").unlink(missing_ok=True)


def recoverable(folder: Path | None = None) -> list[Recovery]:
    """Journals with unsaved edits whose window is gone, newest first."""
    return read_recoverable(folder)[0]


def read_recoverable(folder: Path | None = None) -> tuple[list[Recovery], str]:
    """Return the journals with unsaved edits whose window is gone, newest first, and in one line what is unreadable.

    Nothing here raises: the window opens whatever became of a journal, and a damaged one is left where it lies.
    """
    folder = journal_folder() if folder is None else folder
    found: list[Recovery] = []
    problems: list[str] = []
    try:
        paths = sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else []
    except OSError as problem:
        return [], f"The folder of unsaved work cannot be read ({problem.strerror or problem}); see {folder}."
    for path in paths:
        lock = FileLock(path.with_suffix(".lock"))
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            continue
        try:
            recovery = _read(path)[0]
        except RefusedInput as problem:
            problems.append(str(problem))
            continue
        finally:
            lock.release()
        if recovery.edits:
            found.append(recovery)
        else:
            remove_journal(path)
    more = f" So are {len(problems) - 1} more." if len(problems) > 1 else ""
    told = f"{problems[0]} It is kept in {folder}.{more}" if problems else ""
    return sorted(found, key=lambda recovery: recovery.last, reverse=True), told


def recover(recovery: Recovery) -> Design:
    """The design as it was at the last acknowledged edit.

    Raises:
        RefusedInput: nothing in the journal can be read.
    """
    return require_valid(_read(Path(recovery.journal))[1])


def _read(path: Path) -> tuple[Recovery, Design]:
    try:
        with closing(sqlite3.connect(path)) as connection:
            project, body = connection.execute("select project, body from base").fetchone()
            edits = connection.execute("select made_at, body from edits order by number").fetchall()
        if not isinstance(project, str) or not all(isinstance(made_at, str) for made_at, _ in edits):
            raise TypeError("a text is none")
        last = ""
        rows = msgspec.msgpack.decode(body, type=list[Row])
        earlier = version_of(rows) < format_version()
        if earlier:
            rows, last = _replayed(rows, edits)
        design = read_design(rows, f"The recovery journal {path.name}")
    except (sqlite3.Error, msgspec.DecodeError, TypeError, ValueError, OSError, RecursionError) as problem:
        # What SQLite itself says of a damaged file may be no text either.
        if isinstance(problem, RefusedInput):
            raise
        raise RefusedInput(f"The recovery journal {path.name} cannot be read.") from problem
    for made_at, change in [] if earlier else edits:
        with suppress(RefusedInput):
            design = decode_changes(change).applied(design)
            last = made_at
    return Recovery(journal=str(path), project=project, name=design.name, edits=len(edits), last=last), design


def _replayed(rows: list[Row], edits: list[tuple[str, bytes]]) -> tuple[list[Row], str]:
    """Return ROWS after EDITS, all of them in the version in which they were written, and the time of the last.

    An edit that is damaged, or was made on another content, is left out, as it is of a journal of this version.
    """
    content: dict[tuple[str, str], Any] = {(table, name): msgspec.json.decode(body) for table, name, body in rows}
    last = ""
    for made_at, edit in edits:
        try:
            changes = msgspec.json.decode(edit, type=_WrittenEdit).changes
        except msgspec.DecodeError:
            continue
        if any(content.get((table, name)) != before for table, name, before, _ in changes):
            continue
        for table, name, _, after in changes:
            if after is None:
                content.pop((table, name), None)
            else:
                content[table, name] = after
        last = made_at
    return [
        (table, name, msgspec.json.encode(record, order="deterministic")) for (table, name), record in content.items()
    ], last


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
