"""What is done while calls fail, and what must hold afterwards: run in a process that has the library preloaded.

    python -m tests.trust.faulty FOLDER MOST

tries each open, write, fsync, rename and unlink of each action, one at a time: failing, short and slow; at most MOST of
each kind. With MOST 0 it tries disks that are full, read-only, without permission, failing or gone instead. It prints
one JSON document: for each action how many faults were tried, and what did not hold.
"""

import errno
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from designer.catalog.library import Library
from designer.edit.session import Session
from designer.export.text.text_form import read_text_design, write_text_design
from designer.model.changes import between
from designer.model.design import Design, Settings
from designer.model.records import RefusedInput
from designer.store import recent
from designer.store.journal import Journal
from designer.store.lock import ProjectLock
from designer.store.project import read_project, write_project
from designer.store.recovery import recover, recoverable
from designer.ui.app.project_files import ProjectFiles
from tests.trust.faults import CREATE, FAIL, FSYNC, KINDS, OPEN, RENAME, SHORT, SLOW, STICKY, UNLINK, WRITE, Faults
from tests.trust.savers import numbered

NOTHING: Final = Library(parts={}, sources={})
ERRORS: Final = {
    "open": errno.EACCES,
    "write": errno.ENOSPC,
    "fsync": errno.EIO,
    "rename": errno.EACCES,
    "unlink": errno.EACCES,
}
BAD_DISKS: Final = {
    "full": (WRITE | CREATE, errno.ENOSPC),
    "read-only": (WRITE | CREATE | RENAME | UNLINK, errno.EROFS),
    "no permission": (CREATE | RENAME | UNLINK, errno.EACCES),
    "failing": (WRITE | FSYNC, errno.EIO),
    "gone": (OPEN | WRITE | FSYNC | RENAME | UNLINK, errno.ESTALE),
}

Act = Callable[[Path], Callable[[], str]]
"""Prepares in a folder and returns what is done there; that answers what does not hold, "" when all does."""


class Answers:
    """Stands for a person who is told and asks for nothing."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def tell(self, title: str, text: str) -> None:
        """Remember what was told."""
        self.told.append(f"{title} {text}")

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *_: None


def one_line(words: str) -> str:
    """Return what is wrong with a message."""
    return "" if words and "\n" not in words and "Traceback" not in words else f"the message is {words!r}"


def save(folder: Path) -> Callable[[], str]:
    """Save over a good file; the file is the old one whole, or the new one."""
    path = folder / "p.stackwright"
    digest = write_project(path, numbered(1, 30))
    before = path.read_bytes()

    def act() -> str:
        try:
            write_project(path, numbered(2, 30), expected_digest=digest)
        except RefusedInput as refusal:
            return one_line(str(refusal)) or later(lambda: path.read_bytes() == before, "the old file changed")
        return later(lambda: read_project(path).design == numbered(2, 30), "the saved file is another")

    return act


_later: list[tuple[Callable[[], bool], str]] = []


def later(holds: Callable[[], bool], words: str) -> str:
    """Have HOLDS looked at once nothing fails any more; WORDS say what does not hold otherwise."""
    _later.append((holds, words))
    return ""


def window(folder: Path) -> Callable[[], str]:
    """Save in a window; where it fails that is told once, the window says unsaved, and the edit is kept."""
    path = folder / "p.stackwright"
    write_project(path, numbered(1, 30))
    before = path.read_bytes()
    answers = Answers()
    files = ProjectFiles(NOTHING, answers)  # type: ignore[arg-type]
    assert files.open_path(path)
    session = files.session
    assert isinstance(session, Session)
    session.commit(between(session.design, numbered(2, 30), "Edit"))

    def act() -> str:
        saved = files.save()
        problem = ""
        if saved:
            later(lambda: read_project(path).design == numbered(2, 30), "the saved file is another")
            problem = "it is saved and says unsaved" if files.unsaved else ""
        else:
            later(lambda: path.read_bytes() == before, "the old file changed")
            if len(answers.told) != 1:
                problem = f"{len(answers.told)} messages"
            elif not files.unsaved or session.design != numbered(2, 30):
                problem = "it is not saved and says saved"
            else:
                problem = one_line(answers.told[0])
        later(lambda: bool(files.shut()) or True, "")
        return problem

    return act


def journal(folder: Path) -> Callable[[], str]:
    """Begin a journal, write edits, crash; what was acknowledged comes back, and nothing that was not drawn."""
    drawn = [Design(settings=Settings(name=f"Drawn {number}")) for number in range(6)]
    state = folder / "state"

    def act() -> str:
        acknowledged = 0
        problem = ""
        try:
            kept = Journal(drawn[0], None, state)
        except RefusedInput as refusal:
            return one_line(str(refusal))
        for number in range(1, 6):
            try:
                kept.record(between(drawn[number - 1], drawn[number]))
                acknowledged = number
            except RefusedInput as refusal:
                problem = problem or one_line(str(refusal))

        def comes_back() -> bool:
            kept.close()
            if not acknowledged:
                return True
            lefts = recoverable(state)
            return len(lefts) == 1 and recover(lefts[0]) in drawn[acknowledged:]

        later(comes_back, f"edit {acknowledged} was acknowledged and does not come back")
        return problem

    return act


def lock(folder: Path) -> Callable[[], str]:
    """Hold a project and let it go; afterwards another may hold it."""
    path = folder / "p.stackwright"

    def act() -> str:
        held = ProjectLock(path)
        try:
            held.take()
        except RefusedInput as refusal:
            problem = one_line(str(refusal))
        else:
            problem = ""
            held.free()

        def another() -> bool:
            with suppress(RefusedInput):
                other = ProjectLock(path)
                other.take()
                other.free()
                return True
            return False

        later(another, "nobody can hold it any more")
        return problem

    return act


def export(folder: Path) -> Callable[[], str]:
    """Write a design as text over a good file; it is the old one whole, or the new one."""
    path = folder / "d.json"
    write_text_design(path, numbered(1, 30), NOTHING)
    before = path.read_bytes()

    def act() -> str:
        try:
            write_text_design(path, numbered(2, 30), NOTHING)
        except RefusedInput as refusal:
            return one_line(str(refusal)) or later(lambda: path.read_bytes() == before, "the old file changed")
        return later(lambda: read_text_design(path, NOTHING).name == "Version 2", "it says written and is not")

    return act


def settings(folder: Path) -> Callable[[], str]:
    """Remember a project; the list is the old one or the new one."""
    recent.user_data_path = lambda *_, **__: folder  # type: ignore[assignment]
    old, new = folder / "old.stackwright", folder / "new.stackwright"
    old.write_text("x")
    new.write_text("x")
    recent.remember_project(old)

    def act() -> str:
        recent.remember_project(new)
        return later(lambda: recent.recent_projects() in ([old], [new, old]), "the list is lost")

    return act


ACTIONS: Final[dict[str, Act]] = {
    "save": save,
    "window": window,
    "journal": journal,
    "lock": lock,
    "export": export,
    "settings": settings,
}


def tried(name: str, folder: Path, faults: Faults, kinds: int, at: int, mode: int, error: int) -> tuple[int, str]:
    """Return how many calls there were, and what does not hold when call AT goes wrong."""
    _later.clear()
    folder.mkdir(parents=True)
    act = ACTIONS[name](folder)
    faults.arm(kinds, at, mode, error)
    try:
        problem = act()
    except Exception as failure:
        problem = f"{type(failure).__name__}: {failure}"
    count = faults.rest()
    for holds, words in _later:
        try:
            problem = problem or ("" if holds() else words)
        except Exception as failure:
            problem = problem or f"{words}: {type(failure).__name__}: {failure}"
    return count, problem


def single_faults(name: str, folder: Path, faults: Faults, most: int) -> tuple[int, list[str]]:
    """Return how many single faults of the action NAME were tried, and what did not hold."""
    tries, wrong = 0, list[str]()
    for kind, bit in KINDS.items():
        calls, problem = tried(name, folder / f"{kind}-0", faults, bit, 0, FAIL, 0)
        wrong += [f"{name} without a fault: {problem}"] if problem else []
        places = (
            range(1, calls + 1) if calls <= most else [1 + step * (calls - 1) // (most - 1) for step in range(most)]
        )
        for at in places:
            for mode in (FAIL, *((SHORT,) if kind == "write" else ()), *((SLOW,) if at == 1 else ())):
                _, problem = tried(name, folder / f"{kind}-{at}-{mode}", faults, bit, at, mode, ERRORS[kind])
                tries += 1
                how = ("fails", "", "is short", "is slow")[mode]
                wrong += [f"{name}: {kind} {at} of {calls} {how}: {problem}"] if problem else []
    return tries, wrong


def bad_disks(name: str, folder: Path, faults: Faults) -> tuple[int, list[str]]:
    """Return on how many bad disks the action NAME was tried, and what did not hold."""
    wrong: list[str] = []
    for disk, (bits, error) in BAD_DISKS.items():
        _, problem = tried(name, folder / disk, faults, bits, 1, STICKY, error)
        wrong += [f"{name} on a disk that is {disk}: {problem}"] if problem else []
    return len(BAD_DISKS), wrong


def main(folder: Path, most: int) -> None:
    """Try every fault, or every bad disk where MOST is 0."""
    faults = Faults(folder)
    application = QCoreApplication.instance() or QCoreApplication([])  # the window waits for its saves in a loop of it
    assert application is not None
    found: dict[str, Any] = {}
    for name in ACTIONS:
        here = folder / name
        found[name] = single_faults(name, here, faults, most) if most else bad_disks(name, here, faults)
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
