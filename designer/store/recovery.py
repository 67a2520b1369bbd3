"""Recovery of what a window that is gone left unsaved: found, read as far as it is whole, and gone on with.

A journal is read without being changed. Its rows are followed as far as the chain holds; where a row is missing or
changed, what comes after it is left out and that is told: a design that never existed is never offered. A journal of
an older version is replayed on the rows as they were written, and what comes of it is brought up to date as a project
file is, see `migrations`. Journals of the first programs had no chain: there the edits are followed as long as each
finds what it changes as it was.
"""

import sqlite3
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import structs

from designer.model.changes import ChangeSet, between, joined
from designer.model.design import Design
from designer.model.records import Record, RefusedInput
from designer.model.validity import require_valid
from designer.store.exclusive_file import ExclusiveFile
from designer.store.journal import (
    SUFFIX,
    Journal,
    Place,
    RowKind,
    SavedMark,
    journal_folder,
    remove_journal,
)
from designer.store.journal_reading import (
    Entry,
    RawJournal,
    chained,
    damage_at_end,
    lost_words,
    opened_journal,
    raw_journal,
)
from designer.store.migrations import format_version, read_design, version_of
from designer.store.path_text import text_place
from designer.store.rows import Row, decode_changes, digest_of, encode_changes

_TRIES: Final = 20
_PAUSE_S: Final = 0.01


class Recovery(Record, frozen=True, kw_only=True):
    """A journal that its window left behind.

    Attributes:
        journal: The file.
        project: Path of the project, "" for one that was never saved.
        name: The design's name.
        edits: How many unsaved edits come back.
        last: Time of the last of them, ISO.
        damage: What does not come back, in one sentence, "" where all does.
        variant: Which variant of the project it is of, "" for the main design.
    """

    journal: str
    project: str
    name: str
    edits: int
    last: str
    damage: str = ""
    variant: str = ""


class Recovered(NamedTuple):
    """Content that a journal gives back.

    Attributes:
        design: As it was at the last edit that can be read.
        saved: As the project holds it; None where no file does.
        done: The edits that can be undone, oldest first.
        undone: The edits that can be done again, the next one last.
        project: The project's file; None where there was none.
        digest: Of the content of that file when it was saved last.
        damage: What is lost, in one sentence, "" where nothing is.
        variant: Which variant of that file it is, "" for the main design.
    """

    design: Design
    saved: Design | None
    done: tuple[ChangeSet, ...]
    undone: tuple[ChangeSet, ...]
    project: Path | None
    digest: str
    damage: str
    variant: str = ""


class _WrittenEdit(msgspec.Struct):
    """An edit as `encode_changes` writes it: (table, id, fields before, fields after), None where there is none."""

    changes: list[tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]]


class _Left(NamedTuple):
    """A journal as far as it is whole."""

    recovery: Recovery
    recovered: Recovered
    base: Design
    project: str
    digest: str
    entries: list[Entry]
    generation: int
    link: str


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
        paths = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    except OSError as problem:
        return [], f"The folder of unsaved work cannot be read ({problem.strerror or problem}); see {folder}."
    for path in paths:
        lock = ExclusiveFile(path.with_suffix(".lock"))
        # A journal whose lock is held belongs to a window that lives.
        if not _taken(lock):
            continue
        try:
            recovery = _read(path).recovery
        except RefusedInput as problem:
            problems.append(str(problem))
            continue
        else:
            # A journal without edits has nothing to give back and is swept away.
            if recovery.edits or recovery.damage:
                found.append(recovery)
            else:
                remove_journal(path, lock)
        finally:
            lock.free()
    more = f" So are {len(problems) - 1} more." if len(problems) > 1 else ""
    told = f"{problems[0]} It is kept in {folder}.{more}" if problems else ""
    return sorted(found, key=lambda recovery: recovery.last, reverse=True), told


def recoverable_of(project: Path, folder: Path | None = None) -> list[Recovery]:
    """Return what windows that are gone left unsaved on PROJECT, by whatever path or link it is named, newest first."""
    target = project.resolve()
    return [left for left in recoverable(folder) if left.project and _same(Path(left.project), target)]


def _same(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except (OSError, ValueError):
        return False


def recover(recovery: Recovery) -> Design:
    """The design as it was at the last acknowledged edit.

    Raises:
        RefusedInput: nothing in the journal can be read.
    """
    return require_valid(_read(Path(recovery.journal)).recovered.design)


def resume(recovery: Recovery) -> tuple[Recovered, Journal | None]:
    """Return what RECOVERY gives back and the journal that goes on with it.

    A whole journal goes on itself. Of a damaged or an older one a new journal is made, and the old one is removed only
    when the new one stands. Where none can be written, as on a full disk, the old one stays and the journal is None.

    Raises:
        RefusedInput: nothing in it can be read, or another window is recovering it.
    """
    path = Path(recovery.journal)
    lock = ExclusiveFile(path.with_suffix(".lock"))
    if not path.exists() or not _taken(lock):
        raise RefusedInput("Another window has recovered this work already, or its folder cannot be written.")
    with ExitStack() as stack:
        stack.callback(lock.free)
        left = _read(path)
        require_valid(left.recovered.design)
        try:
            if left.generation and not left.recovered.damage:
                journal = Journal(
                    left.base,
                    None,
                    place=Place(path, lock, left.generation, len(left.entries), left.link),
                    variant=left.recovered.variant,
                )
                stack.pop_all()
                return left.recovered, journal
            began, whose = text_place(left.project)
            project = Path(began) if began else None
            journal = Journal(left.base, project, path.parent, variant=whose or left.recovered.variant)
        except RefusedInput:
            return left.recovered, None
        entries: list[tuple[RowKind, bytes]] = [(entry.kind, entry.body) for entry in left.entries]
        try:
            journal.start_again(left.base, project, digest=left.digest, entries=entries)
        except RefusedInput:
            journal.discard()
            return left.recovered, None
        remove_journal(path, lock)
        return left.recovered, journal


def _taken(lock: ExclusiveFile) -> bool:
    """Return whether LOCK is held now; somebody who only looks at the journal is waited for."""
    for _ in range(_TRIES):
        try:
            if lock.take():
                return True
        except OSError:
            return False
        time.sleep(_PAUSE_S)
    return False


def _read(path: Path) -> _Left:
    """Return what is whole in the journal in PATH, which its caller holds.

    Raises:
        RefusedInput: not even the design that it began with can be read.
    """
    name = f"The recovery journal {path.name}"
    try:
        with opened_journal(path) as connection:
            raw = raw_journal(connection)
        rows = msgspec.msgpack.decode(raw.body, type=list[Row])
        entries, link, damage = chained(raw)
        damage = damage_at_end(
            path, raw.generation, [raw.link, *(str(row[4]) for row in raw.rows[: len(entries)])], damage
        )
        if version_of(rows) < format_version():
            return _brought_up(path, raw, rows, entries, damage)
        base = read_design(rows, name)
    except (sqlite3.Error, msgspec.DecodeError, TypeError, ValueError, OSError, RecursionError) as problem:
        # What SQLite itself says of a damaged file may be no text either.
        if isinstance(problem, RefusedInput):
            raise
        raise RefusedInput(f"{name} cannot be read.") from problem
    digest = raw.digest if raw.generation else digest_of(rows)
    return _replayed(path, base, raw, digest, entries, link, damage)


def _replayed(
    path: Path, base: Design, raw: RawJournal, begun_digest: str, entries: list[Entry], link: str, damage: str
) -> _Left:
    """Return the design after ENTRIES, as far as each finds what it changes as it was, and the edits to undo."""
    design = base
    saved = base if raw.project else None
    (project, variant), digest, last = text_place(raw.project), begun_digest, ""
    unsaved_from = edits = 0
    done: list[ChangeSet] = []
    undone: list[ChangeSet] = []
    kept: list[Entry] = []
    held = _held_by_files(entries)
    before: dict[int, tuple[Design, int]] = {}
    for place, entry in enumerate(entries):
        if place in held:
            before[place] = (design, edits)
        try:
            if entry.kind == "saved":
                mark = msgspec.json.decode(entry.body, type=SavedMark)
                (project, variant), digest = text_place(mark.project), mark.digest
                saved, unsaved_from = before[max(place - mark.since, 0)]
            else:
                changeset = decode_changes(entry.body).placed(design)
                design = _put(entry.kind, changeset, changeset.applied(design), done, undone)
                edits, last = edits + 1, entry.made_at
        except (RefusedInput, msgspec.DecodeError):
            damage = lost_words(len(raw.rows) - len(kept))
            break
        kept.append(entry)
    edits -= unsaved_from
    recovered = Recovered(
        design, saved, tuple(done), tuple(undone), Path(project) if project else None, digest, damage, variant
    )
    recovery = Recovery(
        journal=str(path), project=project, name=design.name, edits=edits, last=last, damage=damage, variant=variant
    )
    return _Left(recovery, recovered, base, raw.project, begun_digest, kept, raw.generation, link)


def _held_by_files(entries: list[Entry]) -> set[int]:
    """Return the places in ENTRIES before which the design is what a file holds; a save began there."""
    held: set[int] = set()
    for place, entry in enumerate(entries):
        if entry.kind == "saved":
            with suppress(msgspec.DecodeError):
                held.add(max(place - msgspec.json.decode(entry.body, type=SavedMark).since, 0))
    return held


def _put(kind: RowKind, changeset: ChangeSet, design: Design, done: list[ChangeSet], undone: list[ChangeSet]) -> Design:
    """Move the history on by one step, as the session did; return what the session went on with from DESIGN."""
    if kind == "undo":
        if done:
            undone.append(done.pop())
    elif kind == "redo":
        # The one that was taken back knows the order of records on both sides.
        again = undone.pop() if undone else changeset
        done.append(again if again == changeset else changeset)
    else:
        undone.clear()
        if kind == "joined" and done:
            changeset, design = joined(done.pop(), changeset, design)
        if changeset:
            done.append(changeset)
    return design


def _brought_up(path: Path, raw: RawJournal, rows: list[Row], entries: list[Entry], damage: str) -> _Left:
    """Return a journal of an older version as one edit on what was saved last: its own edits fit the old rows alone."""
    name = f"The recovery journal {path.name}"
    project, digest = raw.project, raw.digest if raw.generation else digest_of(rows)
    # The last mark says which of the edits the project file holds already.
    marks = [place for place, entry in enumerate(entries) if entry.kind == "saved"]
    before, since = list[Entry](), entries
    if marks:
        mark = msgspec.json.decode(entries[marks[-1]].body, type=SavedMark)
        project, digest = mark.project, mark.digest
        held = max(marks[-1] - mark.since, 0)
        before, since = entries[:held], [*entries[held : marks[-1]], *entries[marks[-1] + 1 :]]
    before, since = _edits(before), _edits(since)
    # Edits are replayed on rows as they were written, since each names what it changes in the words of its version.
    rows, _, fitted = _replayed_rows(rows, before)
    after, last, applied = _replayed_rows(rows, since)
    if applied < len(since):
        damage = lost_words(len(raw.rows) - (len(entries) - len(since)) - applied)
    if marks and fitted < len(before):
        raise RefusedInput(f"{name} cannot be read.")
    # Only the outcome is brought up to date, and the difference becomes one edit.
    design = read_design(after, name)
    try:
        base = read_design(rows, name)
    except RefusedInput:
        base = Design()  # what it began with is not asked for; all of the design is unsaved then
    change = between(base, design, "Recovered")
    entry = Entry(last, "commit", encode_changes(change))
    raw = raw._replace(generation=0, project=project, rows=[])
    left = _replayed(path, base, raw, digest, [entry] if change else [], "", damage)
    return left._replace(recovery=structs.replace(left.recovery, edits=applied, last=last))


def _edits(entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.kind != "saved"]


def _replayed_rows(rows: list[Row], edits: list[Entry]) -> tuple[list[Row], str, int]:
    """Return ROWS after EDITS in the version in which they were written, the time of the last, and how many fitted."""
    content: dict[tuple[str, str], Any] = {(table, name): msgspec.json.decode(body) for table, name, body in rows}
    last, applied = "", 0
    for made_at, _kind, edit in edits:
        try:
            changes = msgspec.json.decode(edit, type=_WrittenEdit).changes
        except msgspec.DecodeError:
            break
        # An edit that does not find what it changes as it was would make a design that never existed.
        if any(content.get((table, name)) != before for table, name, before, _ in changes):
            break
        for table, name, _, after in changes:
            if after is None:
                content.pop((table, name), None)
            else:
                content[table, name] = after
        last, applied = made_at, applied + 1
    return (
        [
            (table, name, msgspec.json.encode(record, order="deterministic"))
            for (table, name), record in content.items()
        ],
        last,
        applied,
    )
