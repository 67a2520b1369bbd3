"""A window that is killed takes the processes beside it along."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

CODE = """
import sys, time
from designer.ui.jobs import analysis_job
from designer.ui.jobs import background

def busy(tell=None):
    while True:
        pass

if __name__ == "__main__":
    helper = analysis_job._start()
    child = background._Child()
    child.start(busy, ())
    print(helper.process.pid, child.process.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed here by a signal of Unix")
def test_no_process_outlives_a_window_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "window.py"
    script.write_text(CODE, "utf-8")
    root = Path(__file__).resolve().parents[3]
    surroundings = {**os.environ, "PYTHONPATH": str(root)}
    window = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=surroundings)
    assert window.stdout is not None
    pids = [int(word) for word in window.stdout.readline().split()]
    assert len(pids) == 2
    children = [child.pid for child in psutil.Process(window.pid).children(recursive=True)]
    assert set(pids) <= set(children)
    os.kill(window.pid, signal.SIGKILL)
    window.wait()
    window.stdout.close()
    deadline = time.monotonic() + 30
    while (left := [pid for pid in children if psutil.pid_exists(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []
