"""A made-up past and future of the file format, to prove the machinery of migrations before the first real one.

In this story version 1 had links in a table `wires` whose field `cables` was called `pieces`; version 2 renamed the
table, version 3 the field. Each step also adds its mark to the design's name, so that one that runs twice, out of
order, or not at all is seen.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from designer.model.design import Design
from designer.store import migrations
from designer.store.migrations import Migration, changed
from designer.store.project import write_project
from designer.store.rows import Row, design_rows, digest_of


def _told(rows: list[Row], words: str) -> list[Row]:
    return changed(rows, "settings", lambda fields: {**fields, "name": fields["name"] + words})


def _from_1(rows: list[Row]) -> list[Row]:
    return _told([("links" if table == "wires" else table, name, body) for table, name, body in rows], " 1→2")


def _from_2(rows: list[Row]) -> list[Row]:
    def renamed(fields: dict[str, Any]) -> dict[str, Any]:
        return {("cables" if name == "pieces" else name): value for name, value in fields.items()}

    return _told(changed(rows, "links", renamed), " 2→3")


CHAIN: Mapping[int, Migration] = {1: _from_1, 2: _from_2}


def rows_of_1(design: Design) -> list[Row]:
    """Return DESIGN in the rows of the made-up version 1, which no record of today can be decoded from."""
    found: list[Row] = []
    for table, name, body in design_rows(design):
        if table == "links":
            fields = msgspec.json.decode(body)
            fields["pieces"] = fields.pop("cables", 1)
            found.append(("wires", name, msgspec.json.encode(fields, order="deterministic")))
        else:
            found.append((table, name, body))
    return found


def write_version_1(path: Path, design: Design) -> None:
    """Write DESIGN to PATH as the made-up version 1 would have."""
    assert migrations.format_version() == 1
    write_project(path, design)
    put_rows(path, rows_of_1(design))


def put_rows(path: Path, rows: list[Row]) -> None:
    """Put ROWS into the project in PATH, with their digest."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("delete from records")
        connection.executemany("insert into records values (?, ?, ?)", rows)
        connection.execute("update meta set value = ? where key = 'digest'", (digest_of(rows),))


def as_first_program(journal: Path) -> None:
    """Turn the closed JOURNAL into one as the first program wrote them: edits alone, without sums."""
    with closing(sqlite3.connect(journal)) as connection, connection:
        connection.execute("create table plain as select number, made_at, body from edits where kind != 'saved'")
        connection.execute("create table begun as select project, name, body from base")
        connection.execute("drop table edits")
        connection.execute("drop table base")
        connection.execute("create table base (project text, name text, body blob)")
        connection.execute("create table edits (number integer primary key, made_at text, body blob)")
        connection.execute("insert into base select * from begun")
        connection.execute("insert into edits select * from plain")
        connection.execute("drop table begun")
        connection.execute("drop table plain")
    journal.with_suffix(".journal-count").unlink()
