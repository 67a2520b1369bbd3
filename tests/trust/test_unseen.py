"""What would go unseen in a window fails the test in which it happens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trust.rows.windows import UNSEEN

ROOT = Path(__file__).resolve().parents[2]
TRIES = """
import threading
from PySide6.QtCore import QTimer, qCritical

def test_in_a_slot(qtbot):
    QTimer.singleShot(0, lambda: 1 / 0)
    qtbot.wait(20)

def test_in_a_thread(qtbot):
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

class Gone:
    def __del__(self):
        1 / 0

def test_in_a_destructor(qtbot):
    Gone()

def test_what_qt_calls_critical(qtbot):
    qCritical("it broke")

def test_nothing(qtbot):
    pass
"""


@pytest.mark.parametrize("continuous", [pytest.param("", marks=pytest.mark.long), "true"])
def test_each_kind_of_exception_fails_its_test(tmp_path, continuous):
    """Once each, also where the run writes whole messages into its summary as it does under continuous integration."""
    (tmp_path / "test_tries.py").write_text(TRIES, "utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), str(tmp_path / "test_tries.py")),
        ],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "CI": continuous},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "4 failed, 1 passed" in done.stdout, done.stdout
    assert [found.split("Exception")[0] for found in UNSEEN.findall(done.stdout)] == [
        "CALL ERROR: ",
        "E       pytest.PytestUnhandledThread",
        "E       pytest.PytestUnraisable",
        ": Failure: Qt messages with level",
    ]
