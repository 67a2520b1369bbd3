"""Commands from start to end: process time of the child, start-up included."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.bench.timing import Row

ROOT = Path(__file__).resolve().parents[2]
ANALYZE_MS = 2000.0
CALC_MS = 500.0
WINDOW_MORE_MS = 500.0
WINDOW_TIMES = 2.0
HELD_UP_MS = 200.0
WINDOW_ROUNDS = 5
_BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1440, 900)
window.show()
application.processEvents()
window.repaint()
os._exit(0)
"""
_OURS = """
import gc, os
gc.disable()  # as designer.__main__ does
from designer.ui.app.unread_sources import leave_sources_unread
leave_sources_unread()
from PySide6.QtWidgets import QApplication
from designer.catalog.reading import read_library
from designer.ui.app.studio import Studio
from designer.ui.app.preferences import Preferences
gc.enable()
application = QApplication([])
window = Studio(application, read_library(), Preferences()).open_window()
window.repaint()
assert window.isVisible() and window.welcome.new_button.isEnabled()
os._exit(0)
"""
_CHARTS = """
import time
from PySide6.QtWidgets import QApplication
from designer.ui.widgets.charts.chart_frame import load_charts
application, steps = QApplication([]), load_charts()
longest, going = 0.0, True
while going:
    began = time.thread_time()
    going = next(steps, steps) is not steps
    longest = max(longest, time.thread_time() - began)
print(longest * 1000)
"""


def rows() -> Iterator[Row]:
    yield window_row()
    yield charts_row()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for units in (1, 4, 16, 64):
            project = folder / f"{units}.stackwright"
            yield Row(
                f"new, {units} SU",
                child_ms("new", project, "--force", "--template", "dgx-superpod-h100", "--set", f"scale_units={units}"),
                promise_ms=ANALYZE_MS,
            )
            yield Row(
                f"analyze --json --why, {units} SU",
                child_ms("analyze", project, "--json", "--why"),
                promise_ms=ANALYZE_MS,
            )
        one = folder / "1.stackwright"
        for words in (("check",), ("bom", "-o", folder / "bill.xlsx"), ("export", "-o", folder / "one.yaml")):
            yield Row(f"{words[0]}, 1 SU", child_ms(words[0], one, *words[1:]), promise_ms=ANALYZE_MS)
        for suffix in ("svg", "pdf", "png"):
            yield Row(f"export .{suffix}, 1 SU", child_ms("export", one, "-o", folder / f"one.{suffix}"))
        yield Row("calc", child_ms("calc", "fat-tree", "--set", "k=48", "--json"), promise_ms=CALC_MS)
        demands = ",".join(str(number % 977 + 0.5) for number in range(10_000))
        yield Row(
            "calc max-min, 10,000 demands",
            child_ms("calc", "max-min", "--set", "capacity=1e6", "--set", f"demands={demands}", "--json"),
        )
        yield Row("catalog list", child_ms("catalog", "list"))


def window_row() -> Row:
    """From the start of the process to a painted window that takes clicks, beside a window with nothing in it."""
    with tempfile.TemporaryDirectory() as home:
        places: dict[str, str] = dict.fromkeys(
            ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), home
        )
        _spent(["-c", _OURS], places)  # the catalog is parsed once, and remembered
        took = [(_spent(["-c", _OURS], places), _spent(["-c", _BARE], places)) for _ in range(WINDOW_ROUNDS)]
    ours, bare = min(one for one, _ in took), min(other for _, other in took)
    return Row(
        "the window, to its first painting",
        ours,
        baseline_ms=bare,
        baseline="a bare QMainWindow",
        promise_ms=WINDOW_TIMES * bare + WINDOW_MORE_MS,
    )


def charts_row() -> Row:
    """Return the longest of the steps in which charts are loaded while nobody waits, beside the import at once."""
    words = [sys.executable, "-c", _CHARTS]
    surroundings = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    runs = [subprocess.run(words, cwd=ROOT, check=True, capture_output=True, env=surroundings) for _ in range(3)]
    return Row(
        "charts: the longest step of their loading",
        min(float(run.stdout) for run in runs),
        baseline_ms=_spent(["-c", "import pyqtgraph"], {}),
        baseline="import pyqtgraph",
        promise_ms=HELD_UP_MS,
    )


def child_ms(*words: object) -> float:
    """Process time of a command of its own, user and system, the least of two runs."""
    return min(_once([str(word) for word in words]) for _ in range(2))


def _once(words: list[str]) -> float:
    return _spent(["-m", "designer", *words], {})


def _spent(words: list[str], places: Mapping[str, str]) -> float:
    before = os.times()
    subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ, **places},
    )
    after = os.times()
    spent = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    return spent * 1000
