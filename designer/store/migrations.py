"""The version of the project file, and the migrations that bring the rows of older versions up to it.

Content that any earlier version wrote is brought up to date in memory when it is opened: the digest is checked on the
rows as they were written, then each migration from their version on runs once, in order, and only then are records
decoded. The file itself is not touched. The next save writes the newest version as every save does, whole beside the
file and renamed over it, and keeps the rows of the old version, byte for byte, as the newest of the kept saves. Kept
saves and recovery journals go through the same migrations when they are opened.

From version 2 on the rows tell their own version in a row of its own, (`format`, `version`, the number), so that it is
covered by their digest: a version that was changed by damage cannot send rows through a migration twice. Rows
without it are of version 1. Programs of version 1 leave that row out when they show a newer file.

To change the format (a field that is renamed, removed, moved to another table, or means something else):

1. Write `_from_N(rows)`, N the present version: it takes all rows (table, id, JSON) of version N and returns new rows
   as version N + 1 writes them. Work on the plain JSON, through `changed` where one table is concerned; never decode
   to the records of `model`, which will change again. A row that is not understood is passed on, never dropped.
2. Put it in `MIGRATIONS` under N. That raises `format_version()`; nothing else has to be told.
3. Do the same in `export/text/text_migrations.py` if the text form changes too.
4. In tests/store run make_frozen.py for the new version, add its file with its SHA-256 to test_frozen.py, and leave
   the files of earlier versions as they are.

A new field with a default, or a new table, needs no migration to be read; it needs one all the same (which returns
the rows as they are) once files with it shall be shown read-only, with the reason, by programs that do not know it.
The SQL tables (meta, records, saves) hold rows of any kind and do not change with the records.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import msgspec

from designer.model.design import Design
from designer.model.migration_chain import FIRST_VERSION, FailedMigration, brought_up, newest_version
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from designer.store.rows import Row, design_of, design_rows

Migration = Callable[[list[Row]], list[Row]]

MIGRATIONS: Final[Mapping[int, Migration]] = {}
"""From version → the function that takes its rows to the next version."""

_TABLE: Final = "format"
_ID: Final = "version"
_MOST_DIGITS: Final = 6


def format_version() -> int:
    """Return the version that is written, which is the newest that can be read.

    Raises:
        ValueError: the migrations have a gap.
    """
    return newest_version(MIGRATIONS)


def changed(rows: Iterable[Row], table: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> list[Row]:
    """Return ROWS with the JSON of each record of TABLE changed, for migrations.

    Args:
        rows: All rows.
        table: The table whose records are changed; the others stay byte for byte.
        change: Takes a record's fields and returns new ones, None to take the record out.
    """
    found: list[Row] = []
    for row in rows:
        if row[0] != table:
            found.append(row)
            continue
        fields = change(msgspec.json.decode(row[2], type=dict[str, Any]))
        if fields is not None:
            found.append((table, row[1], msgspec.json.encode(fields, order="deterministic")))
    return found


def written_rows(design: Design) -> list[Row]:
    """Return the rows of DESIGN in the version that is written, with the row that tells it."""
    rows = design_rows(design)
    version = format_version()
    return rows if version == FIRST_VERSION else [(_TABLE, _ID, b"%d" % version), *rows]


def version_of(rows: Iterable[Row]) -> int:
    """Return the version in which ROWS were written.

    Raises:
        RefusedInput: they tell one that is no number.
    """
    for table, name, body in rows:
        if (table, name) == (_TABLE, _ID):
            if not (body.isdigit() and len(body) <= _MOST_DIGITS):
                raise RefusedInput("The version of the content cannot be read; it is damaged.")
            return int(body)
    return FIRST_VERSION


def content_of(rows: Iterable[Row]) -> list[Row]:
    """Return ROWS without the one that tells their version."""
    return [row for row in rows if row[:2] != (_TABLE, _ID)]


def read_design(rows: Iterable[Row], name: str) -> Design:
    """Return the valid design that ROWS of this or an earlier version describe.

    Args:
        rows: As they were written, checked against their digest.
        name: What they stand in, to begin a message with.

    Raises:
        FailedMigration: they are of an earlier version and cannot be brought up to date; they are whole all the same.
        RefusedInput: they are of a newer version, damaged or no design.
    """
    rows = list(rows)
    version, newest = version_of(rows), format_version()
    if not FIRST_VERSION <= version <= newest:
        raise RefusedInput(
            f"{name} was written by another Stackwright, in file version {version}; this one reads up to version "
            f"{newest}. Update this one to open it."
        )
    content = content_of(rows)
    if version == newest:
        return require_valid(design_of(content))
    try:
        return require_valid(design_of(brought_up(content, version, MIGRATIONS)))
    except FailedMigration as problem:
        raise FailedMigration(f"{name} {problem}; {_ADVICE}") from problem
    except RefusedInput as problem:
        raise FailedMigration(
            f"{name} was brought from version {version} to version {newest} and could not be read then: {problem} "
            f"It is whole; {_ADVICE}"
        ) from problem


_ADVICE: Final = "nothing in it was changed. Open it with the Stackwright that saved it, and report this as a fault."

format_version()  # a gap in the numbers is a fault of the program, found as soon as it starts
