"""What the window loads before it is there: nothing heavy that only a design, an export or a save needs.

What charts are drawn with is loaded afterwards, in steps that hold nobody up.
"""

import os
import subprocess
import sys

_START = """
import sys
from PySide6.QtWidgets import QApplication
from designer.catalog.reading import read_library
from designer.ui.app.studio import Studio
from designer.ui.app.preferences import Preferences
application = QApplication([])
window = Studio(application, read_library(), Preferences()).open_window()
window.repaint()
print("shown", window.isVisible(), window.welcome.new_button.isEnabled())
print(*sorted({name.partition(".")[0] for name in sys.modules}))
import os
from designer.edit.session import Session
from designer.model.design import Design
from designer.ui.widgets.charts.chart_frame import BETWEEN_MS
from designer.ui.panels.charts_panel import Bar, BarChart
window.open_session(Session(Design()))
application.processEvents()
loading, made = window.workspace.charts, []
print(loading.isActive(), "pyqtgraph" in sys.modules)
while loading.isActive():
    loading.timeout.emit()
    made.append("pyqtgraph" in sys.modules)
    assert loading.interval() == BETWEEN_MS or not loading.isActive()
chart = BarChart("Cost")
chart.resize(300, 200)
chart.show_bars((Bar("Servers", 2.0, 1.0, 3.0, "2 $", "", "2 $"),), "")
chart.show()
application.processEvents()
print(chart.plot is not None, *made)
sys.stdout.flush()
os._exit(0)
"""
HEAVY = frozenset(
    {
        "concurrent",
        "fast_sugiyama",
        "filelock",
        "genai_prices",
        "multiprocessing",
        "networkx",
        "numpy",
        "pptx",
        "pyqtgraph",
        "reportlab",
        "scipy",
        "shapely",
        "socket",
        "sqlite_utils",
        "xlsxwriter",
    }
)


STEPS = "False False False False True"
"""Whether pyqtgraph is loaded after each step: three of Qt's classes and numpy come before it, each by itself.

How long the longest step takes is measured by `python -m tests.bench start`.
"""


def test_the_first_window_is_there_before_anything_heavy_is_loaded_and_charts_come_in_steps(tmp_path):
    homes = {name: str(tmp_path) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", _START],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **homes},
    )
    shown, loaded, before, after = done.stdout.splitlines()[-4:]
    assert shown == "shown True True"
    assert HEAVY.isdisjoint(loaded.split())
    assert before == "True False"
    drawn, made = after.split(maxsplit=1)
    assert drawn == "True"
    assert made == STEPS


_UNREAD = """
import inspect
from designer.ui.app.unread_sources import leave_sources_unread
read, getsource = [], inspect.getsource
inspect.getsource = lambda module: read.append(module) or getsource(module)
import designer.ui.widgets.timers
before = len(read)
leave_sources_unread()
import designer.ui.app.window
from PySide6.QtCore import QObject
print(before > 0, len(read) - before, hasattr(QObject, "objectName"), hasattr(QObject, "object_name"))
"""


def test_pyside_reads_the_source_of_none_of_our_modules():
    done = subprocess.run([sys.executable, "-c", _UNREAD], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["True", "0", "True", "False"]
