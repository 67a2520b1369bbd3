"""The list of recent projects never keeps the program from starting, whatever became of it."""

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from designer.store import recent
from designer.store.recent import RecentProject, forget_project, list_recent, read_recent, remember_project
from tests.rights import needs_rights, rights_bind


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder with the list."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setattr(recent, "user_data_path", lambda *_args, **_kwargs: folder)
    return folder


def write(data: Path, body: str) -> None:
    (data / "recent.json").write_text(body, "utf-8")


def project(folder: Path, name: str) -> Path:
    path = folder / f"{name}.stackwright"
    path.write_bytes(b"x")
    return path


def test_a_project_in_a_folder_that_may_not_be_entered_is_told(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, closed = project(tmp_path, "good"), tmp_path / "closed" / "hall.stackwright"
    plain = Path.stat

    def refused(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if self == closed:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return plain(self, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", refused)
    write(data, json.dumps([str(closed), str(good)]))
    found, problem = read_recent()
    assert found == [good]
    assert problem == ("The recent project 'hall.stackwright' cannot be reached (permission denied); open it by hand.")


@needs_rights
def test_a_folder_that_is_closed_to_this_user(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    inside = project(folder, "hall")
    write(data, json.dumps([str(inside)]))
    folder.chmod(0)
    try:
        with rights_bind():
            assert "cannot be reached" in read_recent()[1]
    finally:
        folder.chmod(stat.S_IRWXU)


def test_a_path_that_no_system_takes_is_told_and_the_rest_is_offered(data: Path, tmp_path: Path) -> None:
    good = project(tmp_path, "good")
    write(data, json.dumps(["/" + "a" * 5000 + "/b.stackwright", "/nul\x00in/it.stackwright", str(good)]))
    found, problem = read_recent()
    assert found == [good]
    assert "cannot be reached" in problem
    assert len(problem) < 200
    assert "\n" not in problem


@pytest.mark.parametrize(
    "body",
    ["[" * 200_000, "[" * 600 + "]" * 600 + "x", "{", '{"a": 1}', '["\\ud800"', '"' + "x" * 2_000_000 + '"'],
    ids=["deep", "deep and wrong", "cut off", "no list", "lone surrogate", "too large"],
)
def test_a_damaged_list_is_told_and_begun_anew(data: Path, tmp_path: Path, body: str) -> None:
    write(data, body)
    found, problem = read_recent()
    assert found == []
    assert problem.startswith("The list of recent projects cannot be read")
    good = project(tmp_path, "good")
    remember_project(good)
    assert read_recent() == ([good], "")


def test_a_lone_surrogate_in_the_list_is_no_project(data: Path) -> None:
    write(data, json.dumps(["/tmp/\ud800.stackwright", 7, None, ["/x"]]))
    assert read_recent()[0] == []


def test_what_is_gone_is_left_out_without_a_word(data: Path, tmp_path: Path) -> None:
    good = project(tmp_path, "good")
    write(data, json.dumps([str(tmp_path / "gone.stackwright"), str(good / "below"), str(tmp_path), str(good)]))
    assert read_recent() == ([good], "")


def test_a_pipe_in_place_of_the_list_holds_nothing_up(data: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(data / "recent.json")
    assert read_recent()[0] == []


def test_a_project_that_is_gone_is_listed_with_the_reason_until_it_is_taken_off(data: Path, tmp_path: Path) -> None:
    kept, gone = tmp_path / "kept.stackwright", tmp_path / "gone.stackwright"
    for path in (kept, gone):
        path.write_bytes(b"")
        remember_project(path)
    gone.unlink()
    listed, problem = list_recent()
    assert listed == [RecentProject(gone.resolve(), "The file is gone"), RecentProject(kept.resolve())]
    assert (read_recent(), problem) == (([kept.resolve()], ""), "")
    forget_project(gone.resolve())
    assert list_recent()[0] == [RecentProject(kept.resolve())]
    forget_project(kept.resolve())
    assert list_recent() == ([], "")
    assert kept.exists()
