"""Salvage of a damaged project file, as a design of its own, with a list of what is lost.

The file is only read. Records are taken one by one, around pages that cannot be read; those that name what is lost are
mended or left out, and each is told. Where not a single record is left the newest earlier version that is whole is
taken. A record that no earlier version holds in the same words cannot be checked, and that is told too: the digest of a
damaged file is over all of it.
"""

import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from msgspec.structs import replace

from designer.limits import LIMITS
from designer.model.changes import RECORD_TYPES, TABLES
from designer.model.copy_ids import base_of
from designer.model.design import Design, Node, Settings
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from designer.model.wording import counted
from designer.model.workloads.choices import CHOICES
from designer.store.migrations import content_of, format_version, read_design, version_of
from designer.store.rows import Row, design_of, digest_of
from designer.store.versions import LARGE_BYTES, Save, design_of_save, note_of, piece_name, rows_of_save

_HEADER: Final = b"SQLite format 3\x00"
_MOST_TRIES: Final = 2_000
"""Rows after a page that cannot be read; a page holds some dozen, and several may be lost one after the other."""
_MOST_MENDED: Final = 500
_NAMED: Final = re.compile(r"(node|link|view|part|source|mark|picture) '?([^\s':]+)")


class Salvaged(NamedTuple):
    """Design that came out of a damaged file.

    Attributes:
        design: It is valid, and no file holds it.
        lost: What is lost or cannot be checked, one plain line each; empty where nothing is.
    """

    design: Design
    lost: tuple[str, ...]


def salvage(path: Path, variant: str = "") -> Salvaged:
    """Return what can be read of the damaged project in PATH.

    Args:
        path: The file.
        variant: A variant in it by its name, which is whole or lost; "" is the main design.

    Raises:
        RefusedInput: nothing can, or there is no whole variant of that name.
    """
    with _opened(path) as connection:
        _require_plain_tables(connection, path)
        rows, problems = _records(connection)
        saves = _saves(connection, rows)
        digest = _digest(connection)
    variants = _variants(saves)
    if variant:
        found = next((one for name, one in variants.items() if name.casefold() == variant.casefold()), None)
        if found is None:
            raise RefusedInput(f"{path.name} holds no variant {variant!r} that is whole.")
        return Salvaged(found, ())
    beside = [f"The variant {name} is whole and not in this design; salvage it by its name." for name in variants]
    # The records are whole, and only something else of the file is damaged.
    if digest is not None and digest == digest_of(rows):
        with suppress(RefusedInput):
            return Salvaged(read_design(rows, path.name), tuple(beside))
    main = _main_salvaged(path, rows, problems, [save for save in saves if not _is_of_variant(save)])
    return Salvaged(main.design, (*main.lost, *beside))


def _variants(saves: Iterable[Save]) -> dict[str, Design]:
    """Return the variants that are whole among SAVES, by their names."""
    found: dict[str, Design] = {}
    for save in saves:
        with suppress(RefusedInput):
            if note_of(save).head:
                design = design_of_save(save)
                found.setdefault(design.name, design)
    return found


def _is_of_variant(save: Save) -> bool:
    try:
        return bool(note_of(save).variant)
    except RefusedInput:
        return False


def _main_salvaged(path: Path, rows: list[Row], problems: list[str], saves: list[Save]) -> Salvaged:
    """Return what can be read of the main design, of damaged ROWS and of its earlier SAVES.

    Raises:
        RefusedInput: nothing can.
    """
    earlier = _newest_whole(saves)
    if not content_of(rows):
        if earlier is None:
            raise RefusedInput(f"Nothing in {path.name} can be read; look for another copy of it.")
        return Salvaged(
            design_of_save(earlier),
            (*problems, f"The last save is lost; this is the version of {earlier.saved_at}."),
        )
    design, lost = _mended(rows)
    lost = [*problems, *lost]
    if earlier is not None:
        # What the newest whole version holds in the same words is as it was; the rest cannot be checked.
        known = set(rows_of_save(earlier))
        had = {row[:2] for row in known} - {row[:2] for row in rows}
        lost += [
            f"{table[:-1]} {name} was there on {earlier.saved_at} and is not any more." for table, name in sorted(had)
        ]
        unsure = sum(row not in known for row in rows)
    else:
        unsure = len(rows)
    if unsure:
        records = f"{unsure:,} record{'s' if unsure != 1 else ''}"
        lost.append(
            f"{records} cannot be checked against an earlier version; look at their figures before you use them."
        )
    return Salvaged(design, tuple(lost))


@contextmanager
def _opened(path: Path) -> Generator[sqlite3.Connection]:
    """A connection that only reads; a file whose first bytes are damaged is read from a copy with new ones."""
    with ExitStack() as stack:
        try:
            if not path.is_file() or path.stat().st_size > LIMITS["salvaged project"].bytes:
                raise RefusedInput(f"{path.name} is no project file.")
            with path.open("rb") as file:
                whole = file.read(len(_HEADER)) == _HEADER
            # SQLite refuses a file with a damaged header; a copy with the usual one can be read page by page.
            if not whole:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                copy = Path(shutil.copyfile(path, folder / "copy"))
                with copy.open("r+b") as file:
                    file.write(_HEADER)
                path = copy
            # Immutable: no lock and no journal file is made beside the damaged one.
            uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
            connection = stack.enter_context(closing(sqlite3.connect(uri, uri=True, isolation_level=None)))
        except (OSError, sqlite3.Error) as problem:
            raise RefusedInput(f"{path.name} cannot be read: {problem}.") from problem
        # A damaged tree can lead in circles: the handler stops a statement after so much processor time.
        deadline = time.thread_time() + LIMITS["salvaged project"].seconds
        connection.set_progress_handler(lambda: int(time.thread_time() > deadline), 10_000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LIMITS["cell"].bytes)
        # Damaged text may be no UTF-8, which Python would refuse.
        connection.text_factory = bytes
        for pragma in ("trusted_schema=off", "mmap_size=0", "query_only=on"):
            with suppress(sqlite3.Error):
                connection.execute(f"pragma {pragma}")
        yield connection


def _require_plain_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that brings along something to run: damage makes no views, triggers or columns that are worked out.

    Raises:
        RefusedInput: it does.
    """
    with suppress(sqlite3.Error):
        for kind, name, sql in connection.execute("select type, name, sql from sqlite_master limit 200"):
            plain = kind == b"table" and isinstance(sql, bytes) and b"virtual" not in sql.lower()[:30]
            if not plain and not (kind == b"index" and sql is None):
                raise RefusedInput(
                    f"{path.name} holds a {bytes(kind).decode('ascii', 'replace')}, which no project has."
                )
            if plain and connection.execute("select 1 from pragma_table_xinfo(?) where hidden", (name,)).fetchone():
                raise RefusedInput(f"{path.name} has a table of the wrong form, which no project has.")


def _walked(connection: sqlite3.Connection, columns: str, table: str) -> tuple[list[tuple[Any, ...]], int]:
    """Return the rows of TABLE that can be read, in order, and how many holes lie between them."""
    found: list[tuple[Any, ...]] = []
    last, top, holes = 0, LIMITS["salvaged project"].items, 0
    with suppress(sqlite3.Error):
        top = int(connection.execute(f"select max(rowid) from {table}").fetchone()[0] or 0)
    broken, tries = False, 0
    while last < top and len(found) < LIMITS["salvaged project"].items and tries < _MOST_TRIES:
        try:
            for row in connection.execute(
                f"select rowid, {columns} from {table} where rowid > ? order by rowid", (last,)
            ):
                found.append(row[1:])
                last, broken, tries = int(row[0]), False, 0
            return found, holes
        except sqlite3.Error as problem:
            if "interrupted" in str(problem):
                return found, holes + 1
            # The next row stands on a page that cannot be read, and perhaps those after it too.
            holes += not broken
            broken, tries = True, tries + 1
            last += 1
    return found, holes


def _records(connection: sqlite3.Connection) -> tuple[list[Row], list[str]]:
    try:
        found, holes = _walked(connection, "kind, id, body", "records")
    # Not even the walk around damaged pages found anything.
    except (sqlite3.Error, ValueError, OverflowError):
        found, holes = [], 1
    rows: dict[tuple[str, str], Row] = {}
    wrong = 0
    for kind, name, body in found:
        try:
            table, record_id = bytes(kind).decode(), bytes(name).decode()
            if not isinstance(body, bytes) or len(body) > LIMITS["record"].bytes:
                raise TypeError("no record")
        except (TypeError, UnicodeDecodeError):
            wrong += 1
            continue
        rows[table, record_id] = (table, record_id, body)
    problems: list[str] = []
    if holes:
        problems.append(
            f"{holes} place{'s' if holes != 1 else ''} in the file cannot be read; the records there are lost."
        )
    if wrong:
        problems.append(f"{wrong} record{'s have' if wrong != 1 else ' has'} lost their names and are left out.")
    return list(rows.values()), problems


def _saves(connection: sqlite3.Connection, rows: list[Row]) -> list[Save]:
    """Return the earlier versions that stand in the file, newest first, damaged ones among them."""
    pieces = {piece_name(body): body for _, _, body in rows if len(body) >= LARGE_BYTES}
    found: list[tuple[int, str, str, bytes]] = []
    with suppress(sqlite3.Error, ValueError, OverflowError):
        for number, saved_at, digest, body in _walked_saves(connection):
            if not (isinstance(number, int) and isinstance(body, bytes)):
                continue
            with suppress(TypeError, UnicodeDecodeError):
                told = bytes(digest).decode()
                if number > 0:
                    found.append((number, bytes(saved_at).decode(), told, body))
                elif piece_name(body) == told:
                    pieces[told] = body
    return [
        Save(number=number, saved_at=saved_at, digest=digest, body=body, pieces=pieces)
        for number, saved_at, digest, body in sorted(found, reverse=True)
    ]


def _walked_saves(connection: sqlite3.Connection) -> Generator[tuple[Any, ...]]:
    """Give the rows of the table of versions from its newest on, then its large records, as far as they can be read."""
    for condition in (
        "number > 0 order by number desc",
        "number < 0 order by number desc",
        "number > 0 order by number",
    ):
        with suppress(sqlite3.Error):
            yield from connection.execute(f"select number, saved_at, digest, body from saves where {condition}")


def _digest(connection: sqlite3.Connection) -> str | None:
    try:
        (value,) = connection.execute("select value from meta where key = 'digest'").fetchone()
        return bytes(value).decode()
    except (sqlite3.Error, TypeError, UnicodeDecodeError, ValueError):
        return None


def _newest_whole(saves: list[Save]) -> Save | None:
    for save in saves:
        with suppress(RefusedInput):
            design_of_save(save)
            return save
    return None


def _mended(rows: list[Row]) -> tuple[Design, list[str]]:
    """Return the valid design that is left of ROWS, and what of them is not in it.

    Raises:
        RefusedInput: they are of another version of the file, which can only be brought up to date whole.
    """
    with suppress(RefusedInput):
        return read_design(rows, "The file"), []
    if version_of(rows) != format_version():
        raise RefusedInput("The file is of another version and damaged; open it with the Stackwright that saved it.")
    lost: list[str] = []
    readable: list[Row] = []
    for row in content_of(rows):
        try:
            design_of([row])
        except RefusedInput as problem:
            lost.append(str(problem) if row[0] in RECORD_TYPES else f"{row[1]} stands in an unknown table.")
        else:
            readable.append(row)
    design = _settled(design_of(readable), lost)
    for _ in range(_MOST_MENDED):
        try:
            return require_valid(design), lost
        except RefusedInput as problem:
            design = _settled(_without(design, str(problem), lost), lost)
    raise RefusedInput("Too much of the file is damaged to make a design of it; look for another copy.")


def _without(design: Design, problem: str, lost: list[str]) -> Design:
    """Return DESIGN without the record that PROBLEM names; without its settings where it names none."""
    # The message of the check names a record by table and id; without one, only settings are left to blame.
    named = _NAMED.match(problem)
    table = f"{named[1]}s" if named else ""
    rows: Mapping[str, Any] = getattr(design, table) if table in TABLES else {}
    lost.append(problem)
    if named is None or named[2] not in rows:
        return replace(design, settings=Settings(name=design.settings.name[:100]))
    return replace(design, **{table: {name: record for name, record in rows.items() if name != named[2]}})


def _settled(design: Design, lost: list[str]) -> Design:
    """Return DESIGN without what names records that are not there."""
    nodes = {name: _settled_node(design, node, lost) for name, node in design.nodes.items()}
    links = _kept(design.links, lambda link: link.a in nodes and link.b in nodes, "link", "one of its ends", lost)
    marks = _kept(
        design.marks, lambda mark: mark.picture is None or mark.picture in design.pictures, "mark", "its picture", lost
    )
    marks = {
        name: replace(mark, ends=("", "")) if any(end and end not in nodes for end in mark.ends) else mark
        for name, mark in marks.items()
    }
    settings = design.settings
    flows = tuple(flow for flow in settings.flows if all(base_of(end) in nodes for end in (*flow.source, *flow.target)))
    if len(flows) < len(settings.flows):
        lost.append(
            f"{counted(len(settings.flows) - len(flows), 'drawn flow is', 'drawn flows are')} lost with their ends."
        )
        settings = replace(settings, flows=flows)
    return replace(design, settings=settings, nodes=nodes, links=links, marks=marks)


def _settled_node(design: Design, node: Node, lost: list[str]) -> Node:
    if node.parent is not None and node.parent not in design.nodes:
        lost.append(f"node {node.id} stood in {node.parent!r}, which is lost; it stands free now.")
        node = replace(node, parent=None)
    if node.part is not None and node.part not in design.parts:
        lost.append(f"node {node.id} has lost its part {node.part!r}.")
        node = replace(node, part=None)
    gone = [
        name
        for name, value in node.choices.items()
        if name in CHOICES and CHOICES[name].part_kind and value not in design.parts
    ]
    if gone:
        lost.append(f"node {node.id} has lost what was chosen for {', '.join(gone)}.")
        node = replace(node, choices={name: value for name, value in node.choices.items() if name not in gone})
    if node.plan is not None and node.plan.underlay and node.plan.underlay.picture not in design.pictures:
        lost.append(f"node {node.id} has lost the picture under its plan.")
        node = replace(node, plan=replace(node.plan, underlay=None))
    return node


def _kept(
    records: Mapping[str, Any], whole: Callable[[Any], bool], what: str, why: str, lost: list[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, record in records.items():
        if whole(record):
            found[name] = record
        else:
            lost.append(f"{what} {name} is lost with {why}.")
    return found
