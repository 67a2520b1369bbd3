"""What saves in the tries of kills: the program's own saver, and a naive one that must fail the same tries."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from designer.model.design import Design, Node, Settings
from designer.model.records import RefusedInput
from designer.store.project import read_project, write_project

Saver = Callable[[Path, Design], None]


def numbered(number: int, nodes: int = 60) -> Design:
    """Return a design that tells its number, with so many nodes that a save takes more than one page."""
    return Design(
        settings=Settings(name=f"Version {number}"),
        nodes={f"n{place}": Node(id=f"n{place}", kind="server", copies=number) for place in range(nodes)},
    )


def number_of(path: Path) -> int | None:
    """Return the number of the design that PATH holds, None where it cannot be opened."""
    try:
        design = read_project(path).design
    except RefusedInput:
        return None
    number = int(design.name.removeprefix("Version "))
    return number if design == numbered(number, len(design.nodes)) else None


def save(path: Path, design: Design) -> None:
    """Save as the program does."""
    write_project(path, design)


def naive_save(path: Path, design: Design) -> None:
    """Delete the file and write it anew, as a saver does that nobody tried to kill."""
    beside = path.with_suffix(".whole")
    write_project(beside, design)
    with closing(sqlite3.connect(beside)) as whole:
        script = "\n".join(whole.iterdump())
        pragmas = {name: whole.execute(f"pragma {name}").fetchone()[0] for name in ("application_id", "user_version")}
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name, value in pragmas.items():
            connection.execute(f"pragma {name} = {value}")
        connection.executescript(script)
