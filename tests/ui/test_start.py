"""What the window loads before it is there: nothing heavy that only a design, an export or a save needs."""

import os
import subprocess
import sys

_START = """
import sys
from PySide6.QtWidgets import QApplication
from designer.catalog.reading import read_library
from designer.ui.app import Studio
from designer.ui.preferences import Preferences
application = QApplication([])
window = Studio(application, read_library(), Preferences()).open_window()
window.repaint()
print("shown", window.isVisible(), window.welcome.new_button.isEnabled())
print(*sorted({name.partition(".")[0] for name in sys.modules}))
import os
sys.stdout.flush()
os._exit(0)
"""
HEAVY = frozenset(
    {
        "fast_sugiyama",
        "genai_prices",
        "networkx",
        "numpy",
        "pptx",
        "pyqtgraph",
        "reportlab",
        "scipy",
        "shapely",
        "sqlite_utils",
        "xlsxwriter",
    }
)


def test_the_first_window_is_there_before_anything_heavy_is_loaded(tmp_path):
    homes = {name: str(tmp_path) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", _START],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **homes},
    )
    shown, loaded = done.stdout.splitlines()[-2:]
    assert shown == "shown True True"
    assert HEAVY.isdisjoint(loaded.split())
