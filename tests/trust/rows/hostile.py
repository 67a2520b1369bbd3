"""Promise 7: a hostile file does nothing but be refused, quickly and in little memory."""

import os
import random

from tests.trust.faults import built
from tests.trust.hostile_files import HOSTILE
from tests.trust.nursery import Nursery
from tests.trust.registry import Measured, NotRun, Run, row

REPORTING = ("journals", "netbox")
"""Readers that take in many files, and report of each what was wrong with it."""
MOST_SECONDS = 2.0
MOST_MEGABYTES = 300.0


@row(7, "files that mean harm, each in a process of its own", quick=7, whole=len(HOSTILE))
def hostile_files(run: Run) -> Measured:
    if not hasattr(os, "fork") or not os.path.exists("/proc/self/status"):  # noqa: PTH110
        raise NotRun("this system has no fork, or does not tell what memory a process takes")
    names = sorted(HOSTILE)
    random.Random(run.size).shuffle(names)
    chosen = names[: run.size]
    wrong: list[str] = []
    slowest = largest = 0.0
    try:
        library, below = built(run.folder, "watch"), "by Python and below it"
    except NotRun as reason:
        library, below = None, f"by Python; below it not run: {reason}"
    with Nursery(library) as nursery:
        if library is not None:
            seen = nursery.read("tattle", library).outside
            if not any("/etc/passwd" in one for one in seen) or not any("connect 127.0.0.1" in one for one in seen):
                return Measured(False, f"what is done below Python is not seen: {seen}")
        for number, name in enumerate(chosen):
            reader, make = HOSTILE[name]
            folder = run.folder / str(number)
            folder.mkdir()
            path = make(folder)
            read = nursery.read(reader, path)
            slowest, largest = max(slowest, read.seconds), max(largest, read.megabytes)
            kept = read.outcome == "refused" or (read.outcome == "read" and reader in REPORTING)
            if not kept or read.outside or not read.is_one_line:
                wrong.append(f"{name}: {read.outcome}, {read.words[:80]!r} {read.outside}")
            elif read.seconds > MOST_SECONDS or read.megabytes > MOST_MEGABYTES:
                wrong.append(f"{name}: {read.seconds:.1f} s, {read.megabytes:.0f} MB")
            for left in folder.rglob("*"):
                if left.is_file() and not left.is_symlink():
                    os.truncate(left, 0)
    words = (
        f"{len(chosen)} files, at most {slowest:.1f} s and {largest:.0f} MB, nothing outside opened or called, {below}"
    )
    return Measured(not wrong, "; ".join(wrong[:70]) if wrong else words)
