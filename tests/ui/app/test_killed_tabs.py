"""A window that is killed with unsaved work in several tabs: the next one offers all of it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from designer.store.recovery import recover, recoverable

CODE = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from designer.catalog.reading import read_library
from designer.ui.app.preferences import Preferences
from designer.ui.app.studio import Studio
from designer.edit.settings import set_name

if __name__ == "__main__":
    application = QApplication([])
    studio = Studio(application, read_library(), Preferences(Path(sys.argv[1])))
    window = studio.open_window()
    for name, part in (("First", "nvidia/dgx-h100"), ("Second", "nvidia/qm9700")):
        window.commands.run("files.new_empty")
        window.workspace.document.edit(lambda design, name=name: set_name(design, name))
        window.workspace.canvas.place_part(part)
        application.processEvents()
    assert len(window.tabs.tabs) == 2
    time.sleep(0.5)  # an edit waits for its journal by itself, but at most for a moment
    print("edited", flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed here by a signal of Unix")
def test_unsaved_work_of_all_tabs_is_offered_after_a_kill(tmp_path: Path, another_window) -> None:
    script = tmp_path / "window.py"
    script.write_text(CODE, "utf-8")
    root = Path(__file__).resolve().parents[3]
    surroundings = {**os.environ, "PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"}
    dying = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "its.ini")], stdout=subprocess.PIPE, text=True, env=surroundings
    )
    assert dying.stdout is not None
    assert dying.stdout.readline() == "edited\n"
    os.kill(dying.pid, signal.SIGKILL)
    dying.wait()
    dying.stdout.close()
    left = {one.name: recover(one) for one in recoverable()}
    assert {name: [node.part for node in design.nodes.values()] for name, design in left.items()} == {
        "First": ["nvidia/dgx-h100"],
        "Second": ["nvidia/qm9700"],
    }
    # The next window offers both, and each goes on in a tab of its own.
    another_window.show_welcome()
    another_window.show()
    names = set()
    for count in (2, 1):
        another_window.tabs.add()
        QApplication.processEvents()
        buttons = [one for one in another_window.welcome.findChildren(QPushButton) if one.text() == "Recover"]
        assert len([one for one in buttons if one.isVisible()]) == count
        area = next(
            one for one in another_window.welcome.findChildren(QScrollArea) if one.accessibleName() == "Unsaved work"
        )
        wanted = next(one for one in buttons if one.isVisible())
        assert area.viewport().rect().contains(wanted.mapTo(area.viewport(), wanted.rect().bottomRight()))
        wanted.click()
        names.add(another_window.workspace.document.design.name)
    assert names == {"First", "Second"}
    assert len(another_window.tabs.tabs) == 2
    assert all(tab.parked is None or tab.parked.unsaved for tab in another_window.tabs.tabs)
