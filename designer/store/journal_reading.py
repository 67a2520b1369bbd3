"""Reading of a recovery journal without changing it, as far as its chain is whole."""

import shutil
import sqlite3
import stat
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, cast, get_args
from urllib.parse import quote

from designer.edit.session import StepKind
from designer.limits import LIMITS
from designer.store.journal import COUNT, SUFFIX, RowKind, base_sum, count_line, row_sum

_KINDS: Final = frozenset((*get_args(StepKind), "saved"))
_ONE_LOST: Final = "One later edit is damaged and does not come back."
_COUNT_BYTES: Final = len(count_line(0, 0, "0" * 64))


class Entry(NamedTuple):
    """One row: an edit, an undo, a redo or a save."""

    made_at: str
    kind: RowKind
    body: bytes


class RawJournal(NamedTuple):
    """Content of the file; of the first programs without sums, then the generation is 0."""

    generation: int
    project: str
    digest: str
    body: bytes
    link: str
    rows: list[tuple[Any, ...]]


@contextmanager
def opened_journal(path: Path) -> Generator[sqlite3.Connection]:
    """A connection that only reads: closing one that may write would tidy away what is to be looked at.

    Raises:
        OSError: a file of it is a device or a pipe, which may never end, or larger than any journal.
    """
    for suffix in (SUFFIX, f"{SUFFIX}-wal", f"{SUFFIX}-shm", COUNT):
        require_plain_file(path.with_suffix(suffix))
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(closing(_connected(path)))
            connection.execute("select count(*) from sqlite_master").fetchone()
        except sqlite3.OperationalError:
            # Reading beside a write-ahead log takes a file of its own, which a full folder has no room for.
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for suffix in (SUFFIX, f"{SUFFIX}-wal"):
                if path.with_suffix(suffix).exists():
                    shutil.copyfile(path.with_suffix(suffix), folder / f"copy{suffix}")
            connection = stack.enter_context(closing(_connected(folder / f"copy{SUFFIX}")))
        yield connection


def require_plain_file(path: Path) -> None:
    """Refuse PATH where it is something else than a file of a believable size; one that is not there is fine.

    Raises:
        OSError: it is a device, a pipe, a folder, or too large.
    """
    try:
        state = path.stat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(state.st_mode) or state.st_size > LIMITS["journal"].bytes:
        raise OSError(f"{path.name} is no file of a journal")


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True, isolation_level=None)
    deadline = time.monotonic() + LIMITS["journal"].seconds
    connection.set_progress_handler(lambda: int(time.monotonic() > deadline), 100_000)
    connection.execute("pragma trusted_schema=off")
    return connection


def raw_journal(connection: sqlite3.Connection) -> RawJournal:
    """Return what stands in the tables, each value of the type that it was written with.

    Raises:
        TypeError: it is not.
    """
    # The file may be hostile: nothing but the two plain tables of a journal may stand in it.
    found = connection.execute("select type, name, sql from sqlite_master limit 20").fetchall()
    tables = [name for kind, name, sql in found if kind == "table" and "virtual" not in str(sql)[:30].lower()]
    if sorted(tables) != ["base", "edits"] or len(found) != 2:
        raise TypeError("it holds more than the tables of a journal")
    columns = {str(row[1]) for row in connection.execute("pragma table_info(base)")}
    # Of the first programs, journals have no sums: their rows are followed without a chain.
    if "sum" in columns:
        bases = connection.execute("select generation, project, digest, body, name, sum from base").fetchall()
        ((generation, project, digest, body, name, link),) = bases
        rows = connection.execute("select number, made_at, kind, body, sum from edits order by number").fetchall()
        if not (isinstance(generation, int) and isinstance(digest, str) and isinstance(name, str)):
            raise TypeError("the beginning is damaged")
        if not (isinstance(project, str) and isinstance(body, bytes) and generation > 0):
            raise TypeError("the beginning is damaged")
        # The sum of the beginning covers each of its fields, and is the first link of the chain.
        if link != base_sum(generation, project, name, digest, body):
            raise TypeError("the beginning does not match its digest")
        return RawJournal(generation, project, digest, body, str(link), rows)
    project, body = connection.execute("select project, body from base").fetchone()
    rows = connection.execute("select number, made_at, 'commit', body, '' from edits order by number").fetchall()
    if not (isinstance(project, str) and isinstance(body, bytes)):
        raise TypeError("the beginning is damaged")
    return RawJournal(0, project, "", body, "", rows)


def chained(raw: RawJournal) -> tuple[list[Entry], str, str]:
    """Return the rows up to the first that is missing or changed, the last link, and what is wrong after it."""
    found: list[Entry] = []
    link = raw.link
    for place, (number, made_at, kind, body, told) in enumerate(raw.rows, 1):
        whole = isinstance(made_at, str) and kind in _KINDS and isinstance(body, bytes)
        if whole and raw.generation:
            # Each link is made of the one before, so that a row that is missing, changed or out of order ends the
            # chain.
            link_here = row_sum(link, place, made_at, kind, body)
            whole = number == place and told == link_here
            link = link_here if whole else link
        if not whole:
            return found, link, lost_words(len(raw.rows) - len(found))
        found.append(Entry(made_at, cast("RowKind", kind), body))
    return found, link, ""


def damage_at_end(path: Path, generation: int, links: list[str], damage: str) -> str:
    """Return DAMAGE, or what is wrong at the end: rows that were acknowledged and are not there.

    Args:
        path: The journal.
        generation: Of its beginning; 0 for a journal of the first programs, beside which nothing stands.
        links: Of the beginning and of each row that is whole.
        damage: What is known to be wrong before.
    """
    if damage or not generation:
        return damage
    # The chain alone cannot tell that its last rows are gone: how many were acknowledged stands in a file beside it.
    try:
        with path.with_suffix(COUNT).open("rb") as file:
            line = file.read(_COUNT_BYTES + 1)
        if not line and len(links) == 1:
            return ""  # the crash came while the journal was begun
        words = line.split()
        told, count, link = int(words[0]), int(words[1]), words[2].decode("ascii")
        whole = line == count_line(told, count, link)
    except (OSError, ValueError, IndexError, UnicodeError):
        whole, told, count, link = False, 0, 0, ""
    if not whole:
        return "Its count of edits is damaged, so that the last ones may be missing."
    if told < generation:
        return ""  # the crash came between beginning anew and saying so
    if told > generation:
        return "What was done since it was begun anew is damaged and does not come back."
    # More were acknowledged than are there, or the last one is another.
    if count >= len(links):
        return lost_words(count + 1 - len(links))
    return "" if links[count] == link else "Its count of edits does not match them; some may be missing."


def lost_words(count: int) -> str:
    """Say that COUNT edits at the end are lost."""
    return f"{count} later edits are damaged and do not come back." if count != 1 else _ONE_LOST
