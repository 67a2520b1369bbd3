"""A window in a process of its own, driven through its commands, with its longest blocks and its memory watched.

    python -m tests.trust.seat edits 10000 FOLDER

prints one line of JSON. Times are those of the clock on the wall; where more wants to run than there are processors
they are processor times, so that a busy machine is not taken for a blocked window, and the line says so.
"""

import faulthandler
import gc
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.drawing.theme_tokens import theme_named
from designer.edit.nodes.clipboard import copy_out
from designer.edit.session import Session
from designer.model.design import Design
from designer.store.project import write_project
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.app.window import DesignerWindow
from designer.ui.jobs.analysis_job import AnalysisJob, Question
from designer.ui.widgets.look import window_look
from designer.ui.widgets.message_boxes import Answer, Questions
from tests.campus import campus
from tests.trust.rows.windows import QUICK

BEAT_MS: Final = 5
PATIENCE_S: Final = 300.0
RACKS: Final = 20
MANY: Final = 1_000
"""Nodes from which times say something; with fewer nothing is waited for that only times need."""
LARGEST: Final = ("ai-stack", "dragonfly")
"""Those of the templates that draw the most as they are offered."""
WARM_SHARE: Final = 0.2
"""Of the rounds of a soak or of opening and closing, what fills caches."""


def machine_is_busy() -> bool:
    """Return whether others want the processors, so that the wall clock says nothing of this program."""
    return os.getloadavg()[0] > (os.cpu_count() or 1)


def memory_mb() -> float:
    """Return what this process has in memory, in MB of 10^6 bytes."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


class Heart(QObject):
    """Beats in the event loop, and knows the longest time between two beats.

    Attributes:
        longest_ms: By the clock on the wall; what the window's thread itself worked, where the machine is busy.
    """

    def __init__(self, *, busy: bool) -> None:
        super().__init__()
        self._now = time.thread_time if busy else time.perf_counter
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self.begin()
        self._timer.start()

    def begin(self) -> None:
        """Forget what was."""
        self._last, self.longest_ms = self._now(), 0.0

    def _beat(self) -> None:
        now = self._now()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000)
        self._last = now


class _Silent(AnalysisJob):
    def ask(self, question: Question) -> None:
        """Leave it."""


class _Discards(Questions):
    def keep_changes(self, name: str) -> Answer:
        return "discard"


@cache
def _library() -> Library:
    """Return the shipped parts, read once for all windows of a process: each has folders without remembered ones."""
    return read_library()


class Seat:
    """The window with a heart."""

    def __init__(self, folder: Path, job: AnalysisJob) -> None:
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = str(folder / name)
        self.application = QApplication.instance() or QApplication(["seat"])
        assert isinstance(self.application, QApplication)
        window_look().wear(theme_named("light"))
        self.library = _library()
        self.window = DesignerWindow(Shelf(self.library), Preferences(folder / "window.ini"), job, _Discards(None))
        self.window.resize(1440, 900)
        self.window.show()
        self.busy = machine_is_busy()
        self.heart = Heart(busy=self.busy)

    def run(self, milliseconds: int) -> None:
        """Let the window be for so long."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def until(self, there: Callable[[], bool]) -> None:
        """Run the window until something is THERE."""
        late = time.monotonic() + PATIENCE_S
        while not there():
            if time.monotonic() > late:
                raise TimeoutError("the window does not get there")
            self.run(20)

    @property
    def design(self) -> Design:
        """The design that is open."""
        assert self.window.workspace is not None
        return self.window.workspace.document.design

    @property
    def fresh(self) -> bool:
        """Whether all figures are of the design as it is."""
        work = self.window.workspace
        return work is not None and work.document.fresh

    def close(self) -> None:
        """Close the window."""
        self.window.close()


def edits(nodes: int, folder: Path, parts: Sequence[str] = ("paste", "arrange", "open")) -> dict[str, Any]:
    """Make the large edits of PARTS in one window, on about NODES nodes, each until its figures are there."""
    seat = Seat(folder, AnalysisJob())
    watch = _Watch(seat, rests=nodes >= MANY)
    seat.window.files.new_empty()
    watch.settle()
    found: dict[str, Any] = {}
    for part in parts:
        found |= _EDITS[part](watch, nodes)
    seat.close()
    return {**found, "steps": watch.steps, "busy": seat.busy}


def _paste(watch: "_Watch", nodes: int) -> dict[str, Any]:
    """Paste, undo and redo; whether the last design is that of the paste."""
    seat, run = watch.seat, watch.seat.window.commands.run
    design = _campus(seat, nodes)
    QGuiApplication.clipboard().setText(copy_out(design, list(design.nodes)))
    watch.step("paste", partial(run, "edit.paste"))
    after = seat.design
    watch.step("undo", partial(run, "edit.undo"))
    watch.step("redo", partial(run, "edit.redo"))
    return {"pasted": len(design.nodes), "redone": seat.design == after}


def _arrange(watch: "_Watch", nodes: int) -> dict[str, Any]:
    """Duplicate and align all of a design, and take both back."""
    seat, run = watch.seat, watch.seat.window.commands.run
    design = _campus(seat, nodes)
    seat.window.open_session(Session(design))
    watch.settle()
    watch.step("select all", partial(run, "edit.select_all"))
    watch.step("duplicate", partial(run, "edit.duplicate"))
    watch.step("undo of it", partial(run, "edit.undo"))
    run("edit.select_all")
    watch.step("align", partial(run, "arrange.align_left"))
    moved = sum(seat.design.nodes[one].x != node.x for one, node in design.nodes.items())
    watch.step("undo of that", partial(run, "edit.undo"))
    return {"arranged": len(design.nodes), "moved": moved, "taken back": seat.design == design}


def _open(watch: "_Watch", nodes: int) -> dict[str, Any]:
    """Open the largest templates as they are offered, and a torus, which is made beside the window."""
    seat = watch.seat
    side = "16" if nodes >= MANY else "2"
    offered = LARGEST if nodes >= MANY else ()
    for name, settings in (*((name, {}) for name in offered), ("torus", {"x": side, "y": side, "z": side})):
        watch.step(name, partial(seat.window.welcome.template_wanted.emit, name, settings), before=seat.design)
    return {"opened": len(seat.design.nodes)}


_EDITS: Final[dict[str, Callable[["_Watch", int], dict[str, Any]]]] = {
    "paste": _paste,
    "arrange": _arrange,
    "open": _open,
}


def _campus(seat: Seat, nodes: int) -> Design:
    if nodes < MANY:
        return campus(seat.library, 3, 1, 1, 1)
    return campus(seat.library, 4, 4, max(round(nodes / (4 * 4 * (RACKS * 4 + 2))), 1), RACKS)


class _Watch:
    """Takes what steps in a window take, each until its figures are there."""

    def __init__(self, seat: Seat, *, rests: bool) -> None:
        """RESTS says whether the window is let be after each step, for what it does in idle moments."""
        self.seat = seat
        self._rests = rests
        self.steps: dict[str, dict[str, float]] = {}

    def settle(self) -> None:
        """Wait for the figures, and for what is done in idle moments."""
        self.seat.until(lambda: self.seat.fresh)
        self.seat.run(3_000 if self._rests else 0)

    def step(self, name: str, work: Callable[[], object], before: Design | None = None) -> None:
        """Do WORK and note how long it took and for how long the window was blocked; another design than BEFORE."""
        seat = self.seat
        clock = time.process_time if seat.busy else time.perf_counter
        seat.heart.begin()
        began = clock()
        work()
        seconds = clock() - began
        seat.run(400 if self._rests else 0)
        seat.until(lambda: seat.fresh and (before is None or seat.design is not before))
        seat.run(1_500 if self._rests else 0)
        self.steps[name] = {"seconds": seconds, "nodes": len(seat.design.nodes), "block_ms": seat.heart.longest_ms}


def cycles(count: int, folder: Path) -> dict[str, Any]:
    """Open a project and close it COUNT times."""
    seat = Seat(folder, _Silent())
    path = folder / "site.stackwright"
    write_project(path, campus(seat.library, 1, 2, 2, 4))
    warm = max(int(count * WARM_SHARE), 3)
    memory: list[float] = []
    for _ in range(warm + count):
        assert seat.window.open_path(path)
        seat.run(30)
        seat.window.files.close_design()
        seat.run(10)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        memory.append(memory_mb())
    seat.close()
    return {"cycles": count, "grown_mb": memory[-1] - memory[warm - 1], "memory_mb": memory[-1]}


def soak(count: int, folder: Path) -> dict[str, Any]:
    """Select, duplicate, move, delete, undo, redo and save COUNT times; what the second half grew by.

    Each round ends with the design that it began with, and with a longer history until that is full.
    """
    seat = Seat(folder, _Silent())
    path = folder / "site.stackwright"
    write_project(path, campus(seat.library, 1, 1, 2, 4))
    assert seat.window.open_path(path)
    run, memory, begun = seat.window.commands.run, list[float](), seat.design
    for number in range(count):
        assert seat.window.workspace is not None
        canvas = seat.window.workspace.canvas
        names = list(seat.window.workspace.document.design.nodes)
        canvas.select((names[number % len(names)],))
        for command in ("edit.duplicate", "arrange.snap", "edit.delete", "edit.undo", "edit.redo", "edit.undo"):
            run(command)
        run("edit.redo")
        if number % 10 == 9:
            run("files.save")
        seat.run(5)
        gc.collect()
        memory.append(memory_mb())
    session = seat.window.files.session
    assert session is not None
    same, kept = session.design == begun, len(session.labels)
    seat.close()
    grown = memory[-1] - memory[len(memory) // 2]
    return {"rounds": count, "grown_mb": grown, "memory_mb": memory[-1], "same": same, "edits": kept}


def quick(times: int, folder: Path) -> dict[str, Any]:
    """Make each try TIMES as often as its row does in the quick form, in one window after the other."""
    found: dict[str, Any] = {}
    for name, few in QUICK.items():
        (folder / name).mkdir()
        found[name] = TRIES[name](few * times, folder / name)
    return found


TRIES: Final[dict[str, Callable[[int, Path], dict[str, Any]]]] = {
    "edits": edits,
    **{part: partial(edits, parts=(part,)) for part in _EDITS},
    "cycles": cycles,
    "soak": soak,
    "quick": quick,
}


def main(arguments: list[str]) -> int:
    """Make the try that ARGUMENTS name and print what came of it."""
    faulthandler.enable()
    unseen: list[str] = []
    sys.excepthook = lambda kind, problem, trace: unseen.append(f"{kind.__name__}: {problem}")
    threading.excepthook = lambda told: unseen.append(repr(told.exc_value))
    sys.unraisablehook = lambda told: unseen.append(repr(told.exc_value))
    name, size, folder = arguments
    found = TRIES[name](int(size), Path(folder))
    sys.stdout.write(json.dumps({**found, "unseen": unseen}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
