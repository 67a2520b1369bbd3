"""Reading and writing of a project off the window's thread: the file, its lock, its journal."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.journal import Journal
from designer.store.kept_history import taken_history
from designer.store.lock import ProjectLock
from designer.store.project import OpenedProject, read_project, write_project
from designer.store.recovery import Recovered, Recovery, resume
from designer.store.variants import as_variant, read_variant, variants_of
from designer.store.versions import moment_of

SLOW_S: Final = 5.0
"""A save that takes longer is told to be slow."""


class Written(NamedTuple):
    """Outcome of a save.

    Attributes:
        digest: Of what was saved, "" where nothing was.
        problem: Why nothing was saved.
        journal: A journal that begins with what was saved, where one was wanted.
        journal_problem: Why there is none.
        slow: What to say of a slow disk, "" for nothing.
        variant: Which design of the file it is.
        designs: How many the file holds, 0 where nothing of that changed.
    """

    digest: str = ""
    problem: str = ""
    journal: Journal | None = None
    journal_problem: str = ""
    slow: str = ""
    variant: str = ""
    designs: int = 0


class Opened(NamedTuple):
    """Outcome of opening a project.

    Attributes:
        project: What the file holds.
        lock: What holds it for this window.
        reason: Why it may not be saved over, "" when it may.
        journal: The journal of what will be done to it, None where none can be written.
        journal_problem: Why there is none.
        history: What was done to it before it was closed, where that was kept.
        designs: How many the file holds.
        saved_last: Name of the design of it that was saved last, where that is another one; "" else.
    """

    project: OpenedProject
    lock: ProjectLock
    reason: str
    journal: Journal | None
    journal_problem: str
    history: Recovered | None = None
    designs: int = 1
    saved_last: str = ""


class Resumed(NamedTuple):
    """Outcome of going on with unsaved work.

    Attributes:
        found: What the journal gives back.
        journal: The journal that goes on, None where none can be written.
        lock: What holds the project's file, None where there is none.
        reason: Why it may not be saved over, "" when it may.
        changed: What became of the file since, "" for nothing.
        saved_at: When it was saved.
    """

    found: Recovered
    journal: Journal | None
    lock: ProjectLock | None
    reason: str
    changed: str
    saved_at: datetime | None


Write = Callable[..., str]


def save_project(
    path: Path,
    design: Design,
    expected: str | None,
    lock: ProjectLock | None,
    write: Write = write_project,
    *,
    anew: bool,
    variant: str = "",
    source: Path | None = None,
) -> Written:
    """Save DESIGN to PATH.

    Args:
        path: The file.
        design: What is saved.
        expected: Digest of what the file should hold now.
        lock: Is taken first, where this window does not hold the file yet, and freed again where nothing is saved.
        write: Writes the file.
        anew: Whether a journal is wanted that begins with what is saved.
        variant: Which design of the project it is, "" for the main one.
        source: The project that it was until now, whose other designs go along; None where PATH is that.
    """
    # Measured, because a slow network drive is a reason to save less often, and the person should know it.
    began = time.monotonic()
    try:
        if lock is not None:
            lock.take()
        along, variant, designs = _along(source or path, variant) if source or variant else (None, "", 0)
        others = {} if source is None or along is None else {"source": along}
        digest = write(path, design, expected_digest=expected, variant=variant, **others)
    except RefusedInput as problem:
        if lock is not None:
            # Without a save there is no reason to hold the file.
            lock.free()
        return Written(problem=str(problem))
    took = time.monotonic() - began
    slow = f" The disk took {took:.0f} s for it; a nearer one is quicker." if took > SLOW_S else ""
    journal, journal_problem = begun_journal(design, path, digest, variant) if anew else (None, "")
    return Written(digest, "", journal, journal_problem, slow, variant, designs)


def _along(project: Path, variant: str) -> tuple[OpenedProject | None, str, int]:
    """Return what PROJECT holds, which of its designs is saved, and how many there are.

    Where it cannot be read, as when it was removed, a variant is saved as a project of its own.
    """
    try:
        held = read_project(project) if project.exists() else None
    except (OSError, RefusedInput):
        held = None
    if held is None:
        return None, "", 1
    there = {one.id for one in variants_of(held)}
    return held, variant, len(there | {variant})


def begun_journal(design: Design, path: Path | None, digest: str, variant: str = "") -> tuple[Journal | None, str]:
    """Return a journal that begins with DESIGN, or None and why there is none."""
    try:
        return Journal(design, path, digest=digest, variant=variant), ""
    except RefusedInput as problem:
        return None, str(problem)


def open_project(
    path: Path,
    own: ProjectLock | None,
    read: Callable[[Path], OpenedProject] = read_project,
    *,
    history: bool = False,
    variant: str = "",
) -> Opened:
    """Read the project in PATH and hold it, unless this window holds it by its OWN lock already.

    Args:
        path: The file.
        own: The lock of this window.
        read: Reads the file.
        history: Whether the edits before it was closed are wanted, where they were kept.
        variant: Which of its designs is opened, "" for the main one.

    Raises:
        RefusedInput: it cannot be read.
    """
    whole = read(path)
    project, every = as_variant(whole, variant), variants_of(whole)
    designs, newest = len(every), max(every, key=lambda one: moment_of(one.saved_at))
    last = newest.name if newest.id != variant else ""
    reason, lock = project.read_only_reason, own or ProjectLock(path, variant)
    if not reason and not lock.held:
        reason = _taken(lock)
    kept = taken_history(path, project.design, project.digest, variant) if history and not reason else None
    if kept is not None:
        return Opened(project, lock, reason, kept[1], "", kept[0], designs, last)
    begun = begun_journal(project.design, path, project.digest, variant)
    return Opened(project, lock, reason, *begun, designs=designs, saved_last=last)


def resume_work(recovery: Recovery, beside: ProjectLock | None = None) -> Resumed:
    """Go on with RECOVERY, in its own file where it has one; BESIDE is the lock of another design of that file.

    Raises:
        RefusedInput: nothing in it can be read.
    """
    found, journal = resume(recovery)
    path = found.project
    if path is None:
        return Resumed(found, journal, None, "", "", None)
    lock = ProjectLock(path, found.variant, beside)
    reason = _taken(lock)
    return Resumed(found, journal, lock, reason, *_file_since(path, found.digest, found.variant))


def _taken(lock: ProjectLock) -> str:
    """Take LOCK, or return why it cannot be had."""
    try:
        lock.take()
    except RefusedInput as problem:
        return str(problem)
    return ""


def _file_since(path: Path, digest: str, variant: str) -> tuple[str, datetime | None]:
    """Say what became of the file in PATH since its content had DIGEST, "" for nothing, and when it was saved."""
    try:
        project = read_variant(path, variant)
    except RefusedInput as problem:
        return str(problem), None
    saved_at = moment_of(project.saved_at) if project.saved_at else None
    if project.digest == digest:
        return "", saved_at
    return f"{path.name} was changed by another window or program since; save under another name.", saved_at
