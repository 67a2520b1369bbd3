"""Every committed edit since a design was opened, in a journal of its own, so that a crash loses nothing.

A journal is one SQLite file in the user's state folder, in WAL mode: the design as it was opened (`base`), and a row
for each edit, undo, redo and save (`edits`). The rows are a chain: each has a SHA-256 over itself and the one before,
so that a changed row is seen and a missing one too. A few bytes beside it (`-count`) tell how many rows were
acknowledged, so that a journal whose end is gone is not taken for a whole one. `recovery` reads what is left.
"""

import hashlib
import io
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal, NamedTuple
from uuid import uuid4

import msgspec
from platformdirs import user_state_path

from designer import clock
from designer.edit.session import StepKind
from designer.limits import size_words
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.disk_words import disk_words
from designer.store.exclusive_file import ExclusiveFile
from designer.store.migrations import written_rows
from designer.store.path_text import place_text
from designer.store.rows import encode_changes, most_written

SUFFIX: Final = ".journal"
COUNT: Final = f"{SUFFIX}-count"
MOST_ROWS: Final = 3_000
"""Rows after which a save begins the journal anew; a session keeps a thousand edits to undo."""
MOST_BYTES: Final = 64_000_000
"""Of edits, after which a save begins the journal anew."""

RowKind = Literal[StepKind, "saved"]


Statement = tuple[str, tuple[int | str | bytes, ...]]
_TABLES: Final = (
    "create table base (generation integer, project text, name text, digest text, body blob, sum text)",
    "create table edits (number integer primary key, made_at text, kind text, body blob, sum text)",
)
_INSERT: Final = "insert into edits values (?, ?, ?, ?, ?)"


class SavedMark(msgspec.Struct):
    """Mark of a save in the journal: what the design was SINCE rows before is what PROJECT holds, see `place_text`.

    A save takes time, and edits go on meanwhile.
    """

    project: str
    digest: str
    since: int = 0


def journal_folder() -> Path:
    """Return the folder of journals: the user's state folder."""
    return user_state_path("stackwright", appauthor=False) / "journals"


def base_sum(generation: int, project: str, name: str, digest: str, body: bytes) -> str:
    """Return the first link of the chain."""
    return _sum("base", str(generation), project, name, digest, body=body)


def row_sum(before: str, number: int, made_at: str, kind: str, body: bytes) -> str:
    """Return the link of the chain that follows BEFORE."""
    return _sum(before, str(number), made_at, kind, body=body)


def _sum(*texts: str, body: bytes) -> str:
    running = hashlib.sha256()
    for field in (*(text.encode("utf-8", "surrogatepass") for text in texts), body):
        running.update(len(field).to_bytes(8, "big"))
        running.update(field)
    return running.hexdigest()


def count_line(generation: int, count: int, link: str) -> bytes:
    """Return what stands beside a journal of COUNT acknowledged rows, always of the same length."""
    body = b"%012d %012d %s" % (generation, count, link.encode("ascii"))
    return b"%s %08x\n" % (body, zlib.crc32(body))


class Place(NamedTuple):
    """Place at which a journal goes on: its file and lock, its beginning, its last row and link."""

    path: Path
    lock: ExclusiveFile
    generation: int
    number: int
    link: str


class Journal:
    """The journal of one open design.

    It starts with the design as it was saved or made, and takes a row for each ChangeSet before the edit is
    acknowledged.

    Attributes:
        path: Its file.
        variant: Which variant of its project the design is, "" for the main one.
    """

    def __init__(
        self,
        design: Design,
        project: Path | None,
        folder: Path | None = None,
        *,
        digest: str = "",
        place: Place | None = None,
        variant: str = "",
    ) -> None:
        """Begin a journal, or go on with one that another process left whole.

        Args:
            design: The design as it was opened or made.
            project: The file that holds it, None where none does.
            folder: Where the journal lives, the user's state folder unless told otherwise.
            digest: Of the content of that file.
            place: Where to go on, None to begin.
            variant: Which variant of the file the design is.

        Raises:
            RefusedInput: the journal cannot be written; one that was to be gone on with is left as it is.
        """
        folder = journal_folder() if folder is None else folder
        self.variant = variant
        self.path = folder / f"{uuid4().hex}{SUFFIX}" if place is None else place.path
        # The lock is held before the file is made, so that no other window takes the journal for one that was left
        # behind.
        self._lock = ExclusiveFile(self.path.with_suffix(".lock")) if place is None else place.lock
        self._generation, self._number, self._link = (0, 0, "") if place is None else place[2:]
        self._bytes = 0
        self._waiting: list[tuple[str, RowKind, bytes]] = []
        self._since: list[tuple[RowKind, bytes]] | None = None
        self._connection: sqlite3.Connection | None = None
        self._count: io.FileIO | None = None
        try:
            if place is None:
                folder.mkdir(parents=True, exist_ok=True)
                self._lock.take()
            self._open(new=place is None)
            if place is None:
                self.start_again(design, project, digest=digest)
        # What was begun anew leaves nothing behind; what another process left stays for the next try.
        except (OSError, sqlite3.Error, RefusedInput) as problem:
            if place is None:
                self.discard()
            else:
                self._close_files()
            raise problem if isinstance(problem, RefusedInput) else _unwritable(problem) from problem

    def _open(self, *, new: bool) -> None:
        # A journal of a large design is begun in a thread and handed over whole: one thread at a time has it.
        self._connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        self._connection.execute("pragma synchronous=full")
        self._count = io.FileIO(self.path.with_suffix(COUNT), "w" if new else "r+")
        if new:
            self._connection.execute("pragma journal_mode=wal")
            for table in _TABLES:
                self._connection.execute(table)
        else:
            # What cannot be written is found out now, while all that it holds is still whole.
            self._run(())

    def record(self, changeset: ChangeSet, kind: StepKind = "commit") -> None:
        """Write down one edit; it is on disk when this returns.

        Raises:
            RefusedInput: the journal cannot be written. The edit is written with the next one that can be.
        """
        written = encode_changes(changeset)
        if self._since is not None:
            self._since.append((kind, written))
        self._write(kind, written)

    @property
    def full(self) -> bool:
        """Return True when the next save begins the journal anew, or another in its place."""
        return bool(self._waiting) or self._number >= MOST_ROWS or self._bytes >= MOST_BYTES

    def begin_save(self) -> None:
        """Remember which edits come from now on: the file that is being written will not hold them."""
        self._since = []

    def end_save(self) -> list[tuple[RowKind, bytes]]:
        """Return the edits since `begin_save`."""
        since, self._since = self._since or [], None
        return since

    def saved(self, design: Design, project: Path, digest: str) -> None:
        """Write down that PROJECT now holds DESIGN; the edits before stay, so that they can be undone after a crash.

        DESIGN is the design of now, or that of the moment of `begin_save`.

        Raises:
            RefusedInput: the journal cannot be written.
        """
        since = self.end_save()
        if self.full:
            self.start_again(design, project, digest=digest, entries=since)
        else:
            self._write(
                "saved", msgspec.json.encode(SavedMark(place_text(project.resolve(), self.variant), digest, len(since)))
            )

    def go_on_with(self, entries: Iterable[tuple[RowKind, bytes]]) -> None:
        """Write down ENTRIES of the journal in whose place this one stands.

        Raises:
            RefusedInput: the journal cannot be written.
        """
        now = _now()
        self._waiting.extend((now, kind, body) for kind, body in entries)
        if self._waiting:
            self._flush()

    def start_again(
        self,
        design: Design,
        project: Path | None,
        *,
        digest: str = "",
        entries: Iterable[tuple[RowKind, bytes]] = (),
    ) -> None:
        """Forget the edits: DESIGN is what PROJECT now holds, and ENTRIES of another journal came after.

        Raises:
            RefusedInput: the journal cannot be written; it is as it was before.
        """
        generation, number, size = self._generation + 1, 0, 0
        body = msgspec.msgpack.encode(written_rows(design))
        named = place_text(project.resolve(), self.variant) if project else ""
        link = base_sum(generation, named, design.name, digest, body)
        base = (generation, named, design.name, digest, body, link)
        rows: list[tuple[int, str, str, bytes, str]] = []
        for kind, change in entries:
            number, made_at = number + 1, _now()
            link = row_sum(link, number, made_at, kind, change)
            size += len(change)
            rows.append((number, made_at, kind, change, link))
        self._run(
            [
                ("delete from edits", ()),
                ("delete from base", ()),
                ("insert into base values (?, ?, ?, ?, ?, ?)", base),
                *((_INSERT, row) for row in rows),
            ]
        )
        self._generation, self._number, self._link, self._bytes = generation, number, link, size
        self._waiting.clear()
        self._tell_count()

    def discard(self) -> None:
        """Close and remove the journal: all is saved, or thrown away on purpose."""
        self._close_files()
        remove_journal(self.path, self._lock)

    def close(self) -> None:
        """Close the journal and leave it for recovery."""
        self._close_files()
        self._lock.free()

    def _write(self, kind: RowKind, body: bytes) -> None:
        self._waiting.append((_now(), kind, body))
        self._flush()

    def _flush(self) -> None:
        number, link, size = self._number, self._link, self._bytes
        rows: list[Statement] = []
        for made_at, row_kind, row_body in self._waiting:
            number += 1
            link = row_sum(link, number, made_at, row_kind, row_body)
            size += len(row_body)
            rows.append((_INSERT, (number, made_at, row_kind, row_body, link)))
        most = most_written("edits").bytes
        if size > most:
            raise RefusedInput(
                f"The recovery journal holds {size_words(most)} of edits and takes no more. Save your work now."
            )
        self._run(rows, " Save your work now.")
        self._number, self._link, self._bytes = number, link, size
        self._waiting.clear()
        self._tell_count()

    def _tell_count(self) -> None:
        """Say how many rows there are; a crash before leaves a smaller number, which is no damage."""
        if self._count is None:
            return
        with suppress(OSError):
            self._count.seek(0)
            self._count.write(count_line(self._generation, self._number, self._link))

    def _run(self, statements: Iterable[Statement], then: str = "") -> None:
        """Run all STATEMENTS or none of them; they are on the disk when this returns.

        Raises:
            RefusedInput: they cannot be written, in a message that ends with THEN.
        """
        try:
            if self._connection is None:
                raise sqlite3.OperationalError("it is closed")
            # Immediately, so that a journal that is locked fails here and not between two statements.
            self._connection.execute("begin immediate")
            for statement, values in statements:
                self._connection.execute(statement, values)
            self._connection.execute("commit")
        except sqlite3.Error as problem:
            # A transaction that stays open would hold the file for ever.
            with suppress(sqlite3.Error):
                if self._connection is not None and self._connection.in_transaction:
                    self._connection.execute("rollback")
            raise _unwritable(problem, then) from problem

    def _close_files(self) -> None:
        with suppress(OSError, sqlite3.Error):
            if self._connection is not None:
                self._connection.close()
        with suppress(OSError):
            if self._count is not None:
                self._count.close()
        self._connection = self._count = None


def remove_journal(path: Path, lock: ExclusiveFile | None = None) -> None:
    """Remove a journal with the files beside it; one that a window holds is left alone, unless by its own LOCK."""
    held = ExclusiveFile(path.with_suffix(".lock")) if lock is None else lock
    with suppress(OSError):
        if not held.take():
            return
    for suffix in (SUFFIX, f"{SUFFIX}-wal", f"{SUFFIX}-shm", COUNT):
        with suppress(OSError):
            path.with_suffix(suffix).unlink(missing_ok=True)
    held.free()


def _unwritable(problem: OSError | sqlite3.Error, then: str = "") -> RefusedInput:
    return RefusedInput(f"The recovery journal cannot be written: {disk_words(problem)}.{then}")


def _now() -> str:
    return clock.now().isoformat(timespec="seconds")
