"""Promise 12: two windows never overwrite each other."""

import os
import time
from contextlib import ExitStack
from pathlib import Path

from designer.model.records import RefusedInput
from designer.store.lock import ProjectLock
from designer.store.project import read_project, write_project
from tests.trust.children import forked, said
from tests.trust.registry import Measured, NotRun, Run, row
from tests.trust.savers import number_of, numbered

PROCESSES = 3
SAVES = 8
PATIENCE_S = 300.0
"""A busy machine lets a process wait for long; one that never gets its turn is found out all the same."""


def _count_up(path: Path, told: int) -> None:
    """Save one more than the file holds, SAVES times, each time as the only holder, as three windows would."""
    done, give_up = 0, time.monotonic() + PATIENCE_S
    while done < SAVES and time.monotonic() < give_up:
        lock = ProjectLock(path)
        try:
            lock.take()
        except RefusedInput:
            time.sleep(0.0005)
            continue
        try:
            opened = read_project(path)
            number = int(opened.design.name.removeprefix("Version "))
            write_project(path, numbered(number + 1, 3), expected_digest=opened.digest)
            done += 1
            os.write(told, b".")
        except RefusedInput:
            os.write(told, b"!")  # somebody else had it too
        finally:
            lock.free()


@row(12, f"{PROCESSES} processes that take turns at one project", quick=3, whole=100)
def races_for_one_project(run: Run) -> Measured:
    if not hasattr(os, "fork"):
        raise NotRun("this system has no fork")
    lost = together = saved = 0
    for race in range(run.size):
        path = run.folder / f"{race}.stackwright"
        write_project(path, numbered(1, 3))
        with ExitStack() as processes:
            ends = [
                processes.enter_context(forked(lambda told, path=path: _count_up(path, told)))[1]
                for _ in range(PROCESSES)
            ]
            words = b"".join(said(end) for end in ends)
        here = words.count(b".")
        together += words.count(b"!")
        saved += here
        lost += 1 + here - (number_of(path) or 0)
    held = lost == 0 and together == 0 and saved == run.size * PROCESSES * SAVES
    return Measured(held, f"{lost} lost of {saved} saves in {run.size} races; held by two at once {together} times")


@row(12, "the lock of a killed process is free", quick=3, whole=50)
def a_stale_lock_is_free(run: Run) -> Measured:
    if not hasattr(os, "fork"):
        raise NotRun("this system has no fork")
    path = run.folder / "p.stackwright"
    worst = 0.0
    for _ in range(run.size):

        def hold(told: int) -> None:
            ProjectLock(path).take()
            os.write(told, b".")
            time.sleep(60)

        with forked(hold) as (_child, heard):
            os.read(heard, 1)
        started = time.monotonic()
        lock = ProjectLock(path)
        while not lock.held and time.monotonic() < started + 5:
            try:
                lock.take()
            except RefusedInput:
                time.sleep(0.005)
        worst = max(worst, time.monotonic() - started)
        lock.free()
    return Measured(worst < 1, f"freed within {worst * 1000:.0f} ms, {run.size} times")
