"""Open a SQLite file that may be damaged or hostile, for reading only."""

import os
import sqlite3
import time
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from designer.limits import LIMITS
from designer.model.records import RefusedInput

APPLICATION_ID: Final = 0x5374_6B77  # "Stkw"
_BYTES_PER_SECOND: Final = 25_000_000
"""How many of a file a slow processor checks in a second; each such share of it has a second more."""
_HEADER: Final = b"SQLite format 3\x00"


@contextmanager
def opened_read_only(
    path: Path, columns: Mapping[str, tuple[str, ...]], newest: int
) -> Generator[tuple[sqlite3.Connection, int]]:
    """A connection to PATH that can neither write nor run anything the file brings along, and its version.

    Args:
        path: The file.
        columns: Allowed tables with their columns; a file newer than NEWEST may have more plain tables.
        newest: The newest version this program knows.

    Raises:
        RefusedInput: it is no project, damaged or hostile.
    """
    _require_project(path)
    uri = f"file:{quote(os.fsencode(path.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            # Work is counted, not waiting: a slow disk or network makes nobody wait less long by a refusal.
            deadline = time.thread_time() + LIMITS["project"].seconds + path.stat().st_size / _BYTES_PER_SECOND
            connection.set_progress_handler(lambda: int(time.thread_time() > deadline), 10_000)
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LIMITS["cell"].bytes)
            for pragma in ("trusted_schema=off", "cell_size_check=on", "mmap_size=0", "query_only=on"):
                connection.execute(f"pragma {pragma}")
            if connection.execute("pragma application_id").fetchone()[0] != APPLICATION_ID:
                raise RefusedInput(f"{path.name} is a database, but not a Stackwright project.")
            version = int(connection.execute("pragma user_version").fetchone()[0])
            _require_schema(connection, path, columns, exact=version <= newest)
            if connection.execute("pragma quick_check(1)").fetchone()[0] != "ok":
                raise _damaged(path)
            yield connection, version
    except sqlite3.Error as problem:
        if "interrupted" in str(problem):
            raise RefusedInput(
                f"{path.name} takes more work to read than any project of its size; it is damaged or not what it seems."
            ) from problem
        raise _damaged(path) from problem
    except UnicodeDecodeError as problem:
        raise _damaged(path) from problem  # SQLite's own message quotes a damaged schema, which is no text
    except OSError as problem:
        raise RefusedInput(f"{path.name} cannot be read: {problem.strerror or problem}.") from problem


def _require_project(path: Path) -> None:
    try:
        if not path.is_file():
            raise RefusedInput(f"{path.name} does not exist or is not a file.")
        limit = LIMITS["project"]
        if path.stat().st_size > limit.bytes:
            raise RefusedInput(f"{path.name} is larger than {limit.size_words}, which no project is.")
        with path.open("rb") as file:
            if file.read(16) != _HEADER:
                raise RefusedInput(f"{path.name} is not a Stackwright project: it is not a SQLite file.")
    except OSError as problem:
        raise RefusedInput(f"{path.name} cannot be read: {problem.strerror or problem}.") from problem


def _require_schema(
    connection: sqlite3.Connection, path: Path, columns: Mapping[str, tuple[str, ...]], *, exact: bool
) -> None:
    found: set[str] = set()
    for kind, name, sql in connection.execute("select type, name, sql from sqlite_master limit 200"):
        # SQLite makes an index without text for each primary key.
        if kind == "index" and sql is None:
            continue
        # Views, triggers and virtual tables can run code of the file's maker when they are read.
        if kind != "table" or not isinstance(sql, str) or "virtual" in sql.lower()[:30]:
            raise RefusedInput(f"{path.name} holds a {kind} ({name!r}), which no project has; it was not opened.")
        found.add(name)
        if name not in columns:
            if exact:
                raise RefusedInput(f"{path.name} holds an unknown table ({name!r}); it was not opened.")
            continue
        rows = connection.execute("select name, hidden from pragma_table_xinfo(?)", (name,)).fetchall()
        names = tuple(row[0] for row in rows)
        # A hidden column is worked out by an expression in the file.
        if any(row[1] for row in rows) or (names != columns[name] if exact else not set(columns[name]) <= set(names)):
            raise RefusedInput(f"{path.name} has a table {name!r} of the wrong form; it was not opened.")
    missing = set(columns) - found
    if missing:
        raise RefusedInput(f"{path.name} lacks the table {sorted(missing)[0]!r}; it is damaged or no project.")


def _damaged(path: Path) -> RefusedInput:
    return RefusedInput(f"{path.name} is damaged and was not opened; try an earlier copy of it.")
