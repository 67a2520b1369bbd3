"""Promise 1: a kill during save loses nothing that was acknowledged."""

import os
import random
import signal
import time
from pathlib import Path

from designer.store.project import write_project
from tests.trust.children import forked, said
from tests.trust.registry import Measured, NotRun, Run, row
from tests.trust.savers import Saver, naive_save, number_of, numbered, save

STEPS = ("start", "made", "filled", "synced", "replaced")


def kills(saver: Saver, folder: Path, tries: int, *, until_lost: bool = False) -> tuple[int, int, int]:
    """Return how many kills there were, how many lost an acknowledged save, and how many fell into a save.

    The child saves 1, 2, 3 … and tells each number once its save has returned.

    Args:
        saver: What saves.
        folder: Where it saves.
        tries: How many kills at most.
        until_lost: Whether the first loss is the last kill.
    """
    if not hasattr(os, "fork"):
        raise NotRun("this system has no fork")
    path = folder / "p.stackwright"
    chance = random.Random(20261128)
    lost = inside = 0
    write_project(path, numbered(1))
    first = 1
    made = 0
    while made < tries and not (until_lost and lost):
        made += 1

        def work(told: int, first: int = first) -> None:
            for number in range(first + 1, first + 10_000):
                saver(path, numbered(number))
                os.write(told, b"%d\n" % number)

        with forked(work) as (child, heard):
            acknowledged = int(os.read(heard, 16).split()[0])
            time.sleep(chance.uniform(0.0, 0.03))
            os.kill(child, signal.SIGKILL)
            time.sleep(0.002)
            if more := said(heard):
                acknowledged = int(more.split()[-1])
        found = number_of(path)
        if found is None or found < acknowledged:
            lost += 1
            write_project(path, numbered(acknowledged))
        else:
            inside += found > acknowledged or _left(folder)
        for left in folder.glob(".*"):
            left.unlink()
        first = max(found or 0, acknowledged)
    return made, lost, inside


def _left(folder: Path) -> bool:
    return any(folder.glob(".*.saving*"))


@row(1, "`kill -9` at random moments of a save loop", quick=15, whole=1_000)
def kills_while_saving(run: Run) -> Measured:
    _, lost, inside = kills(save, run.folder, run.size)
    return Measured(lost == 0 and inside > 0, f"{lost} lost of {run.size} kills, {inside} of them inside a save")


@row(1, "a naive saver fails the same kills", quick=200, whole=200)
def a_naive_saver_is_found_out(run: Run) -> Measured:
    made, lost, _ = kills(naive_save, run.folder, run.size, until_lost=not run.whole)
    return Measured(lost > 0, f"the naive saver lost {lost} of {made}")


@row(1, "`os._exit` at each step of a save", quick=1, whole=20)
def exits_at_each_step(run: Run) -> Measured:
    if not hasattr(os, "fork"):
        raise NotRun("this system has no fork")
    path = run.folder / "p.stackwright"
    lost = tries = 0
    for _ in range(run.size):
        for step in STEPS:
            write_project(path, numbered(1))

            def work(told: int, step: str = step) -> None:
                write_project(path, numbered(2), step=lambda name: os._exit(9) if name == step else None)

            with forked(work) as (_child, heard):
                said(heard)
            tries += 1
            lost += number_of(path) != (2 if step == "replaced" else 1)
    return Measured(lost == 0, f"{lost} lost of {tries} stops at {len(STEPS)} steps")
