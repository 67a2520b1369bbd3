"""Promises 14 to 16: the window does not grow, is not blocked, and no exception in it goes unseen."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.trust.registry import Measured, NotRun, Run, row

ROOT: Final = Path(__file__).resolve().parents[3]
MOST_SECONDS: Final = 2.0
MOST_BLOCK_MS: Final = 200.0
MOST_GROWN_SOAK_MB: Final = 20.0
MOST_GROWN_CYCLES_MB: Final = 10.0
PATIENCE_S: Final = 3_600.0
WINDOW_TESTS: Final = ("tests/ui/widgets/test_refresh_when_visible.py",)
"""The window tests of the quick form; the whole suite runs all of them, under the same watch."""


UNSEEN: Final = re.compile(
    r"^E .*PytestUn(?:handledThread|raisable)Exception|^\w+ ERROR: Exceptions caught in Qt event loop"
    r"|: Failure: Qt messages with level",
    re.MULTILINE,
)
"""How the run tells an exception in a thread, in a destructor or in a slot, and what Qt calls critical."""


QUICK: Final = {"soak": 2, "cycles": 2, "edits": 10}
"""How often each try in a window is made in the quick form."""
_quick: dict[str, dict[str, Any]] = {}
"""What each try in a window found in its quick form: one process makes them all, as it takes seconds to begin."""


def _seat(run: Run, name: str) -> dict[str, Any]:
    """Return what the try NAME found in a window of its own."""
    if not Path("/proc/self/statm").exists():
        raise NotRun("the system does not tell what a process has in memory")
    if run.whole or run.size != QUICK[name]:
        return _printed(name, run.size, run.folder)
    if name not in _quick:
        found = _printed("quick", 1, run.folder)
        _quick.update({one: {**found[one], "unseen": found["unseen"]} for one in found if one != "unseen"})
    return _quick.pop(name)


def _printed(name: str, size: int, folder: Path) -> dict[str, Any]:
    """Return what the process printed that makes the try NAME in SIZE in FOLDER."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.seat", name, str(size), str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the window ended with {done.returncode}: {done.stderr[-300:]}")
    return json.loads(done.stdout.splitlines()[-1])


@row(14, "a soak of edits, undo, redo and saves: growth of its second half", quick=QUICK["soak"], whole=1_000)
def soak(run: Run) -> Measured:
    found = _seat(run, "soak")
    words = (
        f"{found['grown_mb']:.1f} MB in the second half of {run.size} rounds, {found['memory_mb']:.0f} MB at the end, "
        f"{found['edits']} edits to undo{'' if found['same'] else ', another design'}"
    )
    return Measured(found["grown_mb"] <= MOST_GROWN_SOAK_MB and found["same"] and not found["unseen"], words)


@row(14, "a project opened and closed again and again", quick=QUICK["cycles"], whole=200)
def open_and_close(run: Run) -> Measured:
    found = _seat(run, "cycles")
    words = f"{found['grown_mb']:.1f} MB in {run.size} cycles, {found['memory_mb']:.0f} MB at the end"
    return Measured(found["grown_mb"] <= MOST_GROWN_CYCLES_MB and not found["unseen"], words)


@row(
    15,
    "a paste, a duplicate, an alignment and the largest templates in a real window",
    quick=QUICK["edits"],
    whole=10_000,
)
def large_edits(run: Run) -> Measured:
    found = _seat(run, "edits")
    steps: dict[str, dict[str, float]] = found["steps"]
    nodes = {name: step["nodes"] for name, step in steps.items()}
    pasted, arranged = found["pasted"], found["arranged"]
    whole = (
        found["redone"]
        and [nodes[name] for name in ("paste", "undo", "redo")] == [pasted, 0, pasted]
        and found["taken back"]
        and [nodes[name] for name in ("duplicate", "align")] == [2 * arranged, arranged]
        and found["moved"] > arranged // 2
        and found["opened"] >= (4_096 if run.whole else 8)
    )
    late = [step for step in steps.values() if step["block_ms"] > MOST_BLOCK_MS or step["seconds"] > MOST_SECONDS]
    told = ", ".join(
        f"{name} {step['seconds']:.2f} s (blocked {step['block_ms']:.0f} ms)" for name, step in steps.items()
    )
    # A few things say nothing of ten thousand: the quick form, which runs with all tests, holds no time.
    holds = whole and not (run.whole and late) and not found["unseen"]
    words = f"{pasted:,} nodes{', processor time' * found['busy']}: {told}{'' if whole else '; another design'}"
    return Measured(holds, words)


@row(16, "window tests under a watch for exceptions that nobody sees", quick=1, whole=1)
def unseen_exceptions(run: Run) -> Measured:
    chosen = ("tests/ui",) if run.whole else WINDOW_TESTS
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", *chosen],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    unseen = len(UNSEEN.findall(done.stdout))
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-200:]
    return Measured(done.returncode == 0, f"{unseen} unseen: {last}")
