"""A project that is handed to a window that runs: only by its own person, never waiting for one that hangs."""

import multiprocessing.connection
import stat
import threading
import time
from pathlib import Path

import msgspec
import pytest

from designer.store.running_windows import Door, OpenDoor, open_in_running, this_display


@pytest.fixture
def taken() -> list[Path]:
    return []


@pytest.fixture
def door(tmp_path: Path, taken: list[Path]):
    opened = OpenDoor(taken.append, tmp_path)
    assert opened.listening.wait(10)
    yield opened
    opened.close()


def announced(folder: Path) -> Path:
    (path,) = folder.glob("*.json")
    return path


def test_a_project_goes_to_the_window_that_runs(tmp_path: Path, door: OpenDoor, taken: list[Path]) -> None:
    project = tmp_path / "Halle 3, größer.stackwright"
    assert open_in_running(project, tmp_path)
    assert taken == [project]
    assert stat.S_IMODE(announced(tmp_path).stat().st_mode) == 0o600
    door.close()
    assert not open_in_running(project, tmp_path)


def test_without_the_key_nothing_is_taken(tmp_path: Path, door: OpenDoor, taken: list[Path]) -> None:
    path = announced(tmp_path)
    told = msgspec.json.decode(path.read_bytes(), type=Door)
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(told, key="00" * 32)))
    assert not open_in_running(tmp_path / "hall.stackwright", tmp_path)
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(told, display="another")))
    assert not open_in_running(tmp_path / "hall.stackwright", tmp_path)
    assert taken == []
    # It listens on, for those who know it.
    path.write_bytes(msgspec.json.encode(told))
    assert open_in_running(tmp_path / "hall.stackwright", tmp_path)


def test_windows_that_were_killed_or_hang_keep_nobody(tmp_path: Path) -> None:
    gone = Door(str(tmp_path / "gone"), "00", "AF_UNIX", this_display())
    (tmp_path / "1.json").write_bytes(msgspec.json.encode(gone))
    (tmp_path / "2.json").write_text("{bent", "utf-8")
    assert not open_in_running(tmp_path / "hall.stackwright", tmp_path)
    assert list(tmp_path.glob("*.json")) == []
    with multiprocessing.connection.Listener() as hanging:
        stopped = Door(str(hanging.address), "00", "AF_UNIX", this_display())
        (tmp_path / "3.json").write_bytes(msgspec.json.encode(stopped))
        began = time.monotonic()
        assert not open_in_running(tmp_path / "hall.stackwright", tmp_path, patience_s=0.2)
        assert time.monotonic() - began < 5
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_a_door_that_cannot_be_announced_leaves_nothing_open(tmp_path: Path, taken: list[Path]) -> None:
    """A socket that is left open is told as a warning, and warnings are errors."""
    (tmp_path / "doors").write_text("no folder", "utf-8")
    before = set(threading.enumerate())
    opened = OpenDoor(taken.append, tmp_path / "doors")
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
        assert not thread.is_alive()
    assert not opened.listening.is_set()
