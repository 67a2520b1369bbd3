"""Promises 5 and 20: a bad disk, and a fault at any step, lose nothing and are told."""

import json
import os
from pathlib import Path

from tests.trust.children import finished
from tests.trust.faults import built
from tests.trust.registry import Measured, Run, row

_CODE = """
import sys
from pathlib import Path
from tests.trust.faulty import main
main(Path(sys.argv[1]), int(sys.argv[2]))
"""


def _tried(folder: Path, most: int) -> Measured:
    library = built(folder)
    work = folder / "work"
    work.mkdir()
    home = {name: str(folder / "home" / name) for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    surroundings = {**home, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    code, out, errors = finished(_CODE, str(work), str(most), preload=library, **surroundings)
    if code:
        return Measured(False, f"it ended with {code}: {errors.strip()[-200:]}")
    found: dict[str, tuple[int, list[str]]] = json.loads(out)
    wrong = [problem for _, problems in found.values() for problem in problems]
    tries = ", ".join(f"{count} in {name}" for name, (count, _) in found.items())
    return Measured(not wrong, f"{len(wrong)} wrong of {tries}{f': {wrong[0]}' if wrong else ''}")


@row(20, "each open, write, fsync, rename, unlink fails, is short, is slow, below SQLite too", quick=3, whole=10_000)
def faults_at_each_step(run: Run) -> Measured:
    """`size` bounds the calls of each kind that are tried, spread over all there are."""
    return _tried(run.folder, max(run.size, 2))


@row(5, "disks that are full, read-only, without permission, failing, gone", quick=1, whole=1)
def bad_disks(run: Run) -> Measured:
    return _tried(run.folder, 0)
