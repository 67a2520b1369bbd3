"""`doctor` as a process of its own, on a machine that lacks what it looks for."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from designer.cli.reach.doctor import probe_window
from designer.installation.check import apt_command


def doctor(home: Path, *arguments: str, **environment: str) -> tuple[int, dict[str, Any], str]:
    """Return the exit code of `doctor --json`, its checks by id, and what it said on stderr."""
    folders = {f"XDG_{name}_HOME": str(home / name) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", "designer", "doctor", "--json", *arguments],
        env=kept | folders | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, {one["id"]: one for one in json.loads(done.stdout)["checks"]}, done.stderr


def test_a_machine_with_everything_has_nothing_to_mend(tmp_path: Path) -> None:
    code, checks, told = doctor(tmp_path, "--headless", QT_QPA_PLATFORM="offscreen")
    assert (code, told) == (0, "")
    assert {one["state"] for one in checks.values()} <= {"ok", "note", "warning"}
    assert checks["catalog"]["says"].endswith("parts")
    assert "display" not in checks
    # It looks, and leaves no folder behind that was not there.
    assert not list(tmp_path.glob("DATA/*"))


def test_a_machine_that_lacks_much_is_told_all_of_it_at_once(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    # Found first by the loader, and no library: as if the packages were not installed.
    for file in ("libEGL.so.1", "libxcb-cursor.so.0"):
        (broken / file).touch()
    (tmp_path / "STATE").touch()
    rules = tmp_path / "DATA" / "stackwright" / "rules"
    rules.mkdir(parents=True)
    (rules / "bent.py").write_text("def rule(:\n", "utf-8")
    parts = rules.with_name("parts")
    parts.mkdir()
    (parts / "mine.yaml").write_text("parts: [", "utf-8")
    code, checks, told = doctor(tmp_path, LD_LIBRARY_PATH=str(broken), QT_QPA_PLATFORM="")
    assert (code, told) == (1, "")
    assert checks["libraries"]["mend"] == apt_command().format("libegl1")
    assert checks["window-libraries"]["mend"] == apt_command().format("libxcb-cursor0")
    assert "libEGL.so.1" in checks["window"]["says"]
    assert checks["display"]["state"] == "error"
    assert checks["state-folder"]["state"] == "error"
    assert "bent.py" in checks["rules"]["says"]
    assert "mine.yaml" in checks["catalog"]["says"]
    assert checks["data-folder"]["state"] == "ok"


def test_a_process_that_ends_or_hangs_on_its_way_is_an_answer(tmp_path: Path) -> None:
    says = "import os, sys; sys.stderr.write('qt.qpa.plugin: no xcb\\n'); sys.stderr.flush(); os.abort()"
    assert probe_window(headless=True, command=[sys.executable, "-c", says]).problem == (
        "Qt ended the process: qt.qpa.plugin: no xcb"
    )
    assert "does not run" in probe_window(headless=True, command=[str(tmp_path / "gone")]).problem
