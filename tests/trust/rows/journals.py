"""Promises 2, 3, 6 and 18: what a crash leaves is offered, whole or with what is missing, in its own file."""

import os
import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from designer.edit.session import Session
from designer.model.changes import between
from designer.model.design import Design, Node, Settings
from designer.model.records import RefusedInput
from designer.store.journal import Journal
from designer.store.project import read_project, write_project
from designer.store.recovery import read_recoverable, recoverable, recoverable_of, resume
from designer.ui.jobs.journal_writer import JournalWriter
from tests.trust.children import forked, said
from tests.trust.registry import Measured, NotRun, Run, row

ENDINGS = (".journal", ".journal-wal", ".journal-count")
PAGE = 4096


@dataclass
class Damaged:
    """What became of damaged journals.

    Attributes:
        silent: How many offered another design, or less than all edits, without a word.
        told: How many were refused, or offered with what is missing.
        whole: How many gave everything back, the damage being where nothing stands.
        slowest: Seconds of the processor that the slowest took.
    """

    silent: int = 0
    told: int = 0
    whole: int = 0
    slowest: float = 0.0


def damage_a_journal(path: Path, drawn: Sequence[Design], folder: Path, tries: int, seed: int) -> Damaged:
    """Damage copies of the journal in PATH, whose edits led through the designs DRAWN, and read each."""
    chance = random.Random(seed)
    found = Damaged()
    parts = {ending: path.with_suffix(ending).read_bytes() for ending in ENDINGS}
    for _ in range(tries):
        folder.mkdir(parents=True, exist_ok=True)
        hit = chance.choices(ENDINGS, [6, 10, 1])[0]
        for ending, data in parts.items():
            body = bytearray(data)
            if ending == hit:
                kind = chance.randrange(3)
                if kind == 0:
                    body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
                elif kind == 1:
                    del body[chance.randrange(len(body)) :]
                else:
                    start = chance.randrange(len(body)) // PAGE * PAGE
                    body[start : start + PAGE] = bytes(len(body[start : start + PAGE]))
            (folder / f"left{ending}").write_bytes(body)
        started = time.process_time()
        lefts, refused = read_recoverable(folder)
        found.slowest = max(found.slowest, time.process_time() - started)
        if not lefts:
            # Neither offered nor told is silent; the file must still be there then.
            found.told += bool(refused)
            found.silent += not refused
        else:
            design = resume_and_leave(lefts[0].journal, folder)
            if design == drawn[-1]:
                found.whole += 1
            elif lefts[0].damage and design in drawn:
                found.told += 1
            else:
                found.silent += 1
        for child in folder.iterdir():
            child.unlink()
    return found


def resume_and_leave(journal: str, folder: Path) -> Design | None:
    """Return the design that recovery gives, with the journal closed again; None where it is refused."""
    (left,) = [one for one in recoverable(folder) if one.journal == journal]
    try:
        back, again = resume(left)
    except RefusedInput:
        return None
    if again is not None:
        again.close()
    return back.design


def drawn_designs(count: int) -> list[Design]:
    """Return the designs through which COUNT edits lead."""
    found = [Design(settings=Settings(name="Drawn 0"))]
    for number in range(1, count + 1):
        node = Node(id=f"n{number}", kind="server", copies=number)
        found.append(Design(settings=Settings(name=f"Drawn {number}"), nodes={**found[-1].nodes, node.id: node}))
    return found


@row(6, "journals with flipped bits, lost pages, truncation", quick=60, whole=10_000)
def damaged_journals(run: Run) -> Measured:
    drawn = drawn_designs(45)
    journal = Journal(drawn[0], None, run.folder / "whole")
    for before, after in pairwise(drawn):
        journal.record(between(before, after))
    # As a crash leaves it: closing it would tidy the log away.
    found = damage_a_journal(journal.path, drawn, run.folder / "bad", run.size, 15)
    journal.discard()
    words = (
        f"{found.silent} silent of {run.size}: {found.told} told, {found.whole} whole; slowest {found.slowest:.2f} s"
    )
    return Measured(found.silent == 0 and found.told > 0 and found.slowest < 5, words)


def _edit(folder: Path, project: Path | None, digest: str, told: int, seed: int) -> None:
    """Edit at random, undo and redo, as a window writes it down; tell each revision once its edit is on the disk."""
    chance = random.Random(seed)
    session = Session(Design(settings=Settings(name="Begun")) if project is None else read_project(project).design)
    journal = JournalWriter(Journal(session.design, project, folder, digest=digest))
    session.listen(lambda changeset: journal.record(changeset, session.last_step))
    for number in range(1, 100_000):
        what = chance.randrange(10)
        if what == 0 and session.undo_label:
            session.undo()
        elif what == 1 and session.redo_label:
            session.redo()
        else:
            nodes = dict(session.design.nodes)
            if len(nodes) > 20:
                nodes.pop(chance.choice(sorted(nodes)))
            nodes[f"n{number}"] = Node(id=f"n{number}", kind="server", copies=chance.randrange(1, 99))
            after = Design(settings=Settings(name=f"Edit {number}"), nodes=nodes)
            session.commit(between(session.design, after, f"Edit {number}"))
        journal.settled()
        os.write(told, b"%d %s %d\n" % (number, session.design.name.encode().replace(b" ", b"_"), len(session.labels)))


def _killed(folder: Path, project: Path | None, digest: str, seed: int) -> list[list[str]]:
    """Return what a process told that edited until it was killed at a random moment: number, name, edits to undo."""
    with forked(lambda told: _edit(folder, project, digest, told, seed)) as (child, heard):
        first = os.read(heard, 65536)
        time.sleep(random.Random(seed).uniform(0.0, 0.03))
        os.kill(child, signal.SIGKILL)
        lines = (first + said(heard)).decode().splitlines(keepends=True)
    return [line.split() for line in lines if line.endswith("\n")]


@row(2, "`kill -9` in random editing, undo and redo", quick=10, whole=200)
def kills_while_editing(run: Run) -> Measured:
    if not hasattr(os, "fork"):
        raise NotRun("this system has no fork")
    equal = ahead = 0
    for seed in range(run.size):
        folder = run.folder / str(seed)
        told = _killed(folder, None, "", seed)
        (left,) = recoverable(folder)
        back, journal = resume(left)
        state = [back.design.name.replace(" ", "_"), str(len(back.done))]
        # One more edit may be on the disk than was told: the kill came between.
        if state == told[-1][1:] and left.edits == len(told):
            equal += 1
        elif left.edits == len(told) + 1:
            ahead += 1
        if journal is not None:
            journal.discard()
    held = equal + ahead == run.size
    return Measured(
        held, f"{equal + ahead} of {run.size} came back, {ahead} of them with the edit that was in progress"
    )


@row(3, "designs that were never saved", quick=5, whole=50)
def never_saved(run: Run) -> Measured:
    if not hasattr(os, "fork"):
        raise NotRun("this system has no fork")
    for seed in range(run.size):
        _killed(run.folder, None, "", seed)
    offered = recoverable(run.folder)
    right = sum(left.project == "" and left.edits > 0 and not left.damage for left in offered)
    return Measured(right == run.size, f"{right} of {run.size} offered in one list")


@row(18, "unsaved work on a project, found by path and by link", quick=6, whole=200)
def work_returns_to_its_file(run: Run) -> Measured:
    if not hasattr(os, "fork"):
        raise NotRun("this system has no fork")
    path, link, journals = run.folder / "p.stackwright", run.folder / "link.stackwright", run.folder / "journals"
    link.symlink_to(path)
    offered = own = undoable = 0
    for seed in range(run.size):
        digest = write_project(path, Design(settings=Settings(name="Begun")))
        told = _killed(journals, path, digest, seed)
        lefts = recoverable_of(link if seed % 2 else path, journals)
        offered += len(lefts) == 1
        back, journal = resume(lefts[0])
        own += back.project == path and back.digest == digest
        session = Session(back.design, back.done, back.undone)
        while session.undo() is not None:
            pass
        undoable += session.design.name == "Begun" and abs(len(back.done) - int(told[-1][2])) <= 1
        if journal is not None:
            journal.discard()
    held = offered == own == undoable == run.size
    words = f"offered {offered}, in their own file {own}, undone to the beginning {undoable} of {run.size}"
    return Measured(held, words)
