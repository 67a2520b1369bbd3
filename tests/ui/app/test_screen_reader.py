"""A real window, read over the accessibility bus of the desktop as a screen reader reads it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

READER = Path(__file__).resolve().parent / "screen_reader.py"
SYSTEM_PYTHON = "/usr/bin/python3"
DESIGN = """
format: stackwright-design
version: 1
name: Two servers
nodes:
  - {id: a, part: nvidia/dgx-h100, name: Red}
  - {id: b, part: nvidia/dgx-h100, name: Green}
  - {id: s, part: nvidia/qm9700, name: Blue}
links:
  - {id: l, a: a, b: s, medium: fabric, cables: 8}
  - {id: m, a: b, b: s, medium: fabric, cables: 8}
"""


def _missing():
    missing = [name for name in ("Xvfb", "dbus-run-session") if not shutil.which(name)]
    if not any(Path(folder, "at-spi-bus-launcher").exists() for folder in ("/usr/libexec", "/usr/lib/at-spi2-core")):
        missing.append("at-spi2-core")
    try:
        subprocess.run([SYSTEM_PYTHON, "-c", "import gi"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        missing.append("python3-gi")
    return ", ".join(missing)


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    """What a screen reader is told of the window with two servers, a switch and two links."""
    missing = _missing()
    if missing:
        pytest.skip(f"needs {missing}")
    folder = tmp_path_factory.mktemp("reader")
    design = folder / "three.yaml"
    design.write_text(DESIGN)
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        homes = {f"XDG_{name.upper()}_HOME": str(folder / name) for name in ("config", "state", "data", "cache")}
        environment = {
            **os.environ,
            **homes,
            "HOME": str(folder),
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "QT_QPA_PLATFORMTHEME": "generic",
            "LC_ALL": "C.UTF-8",
        }
        for name in ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS"):
            environment.pop(name, None)
        window = (sys.executable, "-m", "designer", str(design))
        done = subprocess.run(
            ["dbus-run-session", "--", SYSTEM_PYTHON, str(READER), "Canvas", *window],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=55,
        )
    finally:
        screen.terminate()
        screen.wait(10)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.timeout(60)
def test_everything_that_the_keyboard_reaches_has_a_name(heard):
    reached = [(role, name) for role, name, _, focusable in heard["shown"] if focusable]
    assert len(reached) > 40
    assert [role for role, name in reached if not name.strip()] == []


@pytest.mark.timeout(60)
def test_the_canvas_says_what_is_on_it(heard):
    (said,) = [said for _, name, said, _ in heard["shown"] if name == "Canvas"]
    assert said == "Nothing selected. 3 items, 2 links on the canvas."


@pytest.mark.timeout(60)
def test_the_outline_names_what_is_on_the_canvas(heard):
    rows = [name for role, name in heard["rows"] if role == "tree item"]
    assert [row.split(", ")[:2] for row in rows] == [
        ["Red", "Server"],
        ["Green", "Server"],
        ["Blue", "Switch"],
        ["Links", "2"],
    ]


@pytest.mark.timeout(60)
def test_a_row_that_is_chosen_there_is_chosen_on_the_canvas(heard):
    said = dict(heard["followed"])
    (red,) = [words for row, words in said.items() if row.startswith("Red, Server")]
    assert red.startswith("Red, 1 copy")
