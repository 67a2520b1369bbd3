"""One holder of a project at a time, whoever comes and goes, and by whatever name the project is called."""

import os
import sys
from pathlib import Path

import pytest

from designer.model.records import RefusedInput
from designer.store import exclusive_file
from designer.store.exclusive_file import ExclusiveFile
from designer.store.lock import ProjectLock


@pytest.fixture(params=["posix", "windows"])
def order(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The order of either system: where open files cannot be removed, they are removed last."""
    monkeypatch.setattr(ExclusiveFile, "removes_held", request.param == "posix")
    return request.param


def test_who_waited_on_a_removed_file_does_not_hold_it_with_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second opens the file while the first holds it, and gets its lock when the first has removed the name."""
    first, second, third = (ExclusiveFile(tmp_path / "lock") for _ in range(3))
    assert first.take()
    lock = exclusive_file._lock
    waited: list[int] = []

    def lock_late(handle: int) -> None:
        if not waited:
            waited.append(handle)
            first.free()
            assert third.take()
        lock(handle)

    monkeypatch.setattr(exclusive_file, "_lock", lambda handle: lock_late(handle))
    assert not second.take()
    assert third.held
    third.free()
    assert second.take()
    second.free()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("order")
def test_one_holder_at_a_time_and_nothing_left(tmp_path: Path) -> None:
    first, second = ExclusiveFile(tmp_path / "lock"), ExclusiveFile(tmp_path / "lock")
    assert first.take()
    assert first.take()
    assert not second.take()
    first.free()
    first.free()
    assert second.take()
    assert not first.take()
    second.free()
    assert list(tmp_path.iterdir()) == []


def test_windows_order_leaves_a_file_that_another_has_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows answers: an open file cannot be removed."""
    monkeypatch.setattr(ExclusiveFile, "removes_held", False)
    first, second = ExclusiveFile(tmp_path / "lock"), ExclusiveFile(tmp_path / "lock")
    assert first.take()
    unlink = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if second.held:
            raise PermissionError(13, "used by another process")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    close = os.close

    def close_then_another_takes(handle: int) -> None:
        close(handle)
        if not second.held:
            assert second.take()

    monkeypatch.setattr(exclusive_file.os, "close", close_then_another_takes)
    first.free()
    monkeypatch.setattr(exclusive_file.os, "close", close)
    assert second.held
    assert not first.take()
    second.free()


def test_a_folder_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(handle: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(exclusive_file, "_lock", none)
    with pytest.raises(RefusedInput, match=r"p.stackwright cannot be held .*No locks available.*opens read-only"):
        ProjectLock(tmp_path / "p.stackwright").take()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_lock_covers_its_project_by_every_name(tmp_path: Path) -> None:
    project = tmp_path / "p.stackwright"
    project.touch()
    (tmp_path / "link.stackwright").symlink_to(project)
    (tmp_path / "folder").symlink_to(tmp_path)
    lock = ProjectLock(project)
    for name in ("p.stackwright", "link.stackwright", "folder/p.stackwright", "folder/folder/p.stackwright"):
        assert lock.covers(tmp_path / name), name
    (tmp_path / "q.stackwright").touch()
    for name in ("q.stackwright", "gone.stackwright"):
        assert not lock.covers(tmp_path / name), name
