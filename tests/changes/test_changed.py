"""What a change is, which tests it reaches, and what tells that a test bites."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.changes import imports
from tests.changes.changed import VARIABLE
from tests.changes.imports import changed_lines, distances, files_reached, is_test_file
from tests.changes.mutants import mutants_of
from tests.changes.mutate import forked, judge, main


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(imports, "ROOT", tmp_path)
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text("one\ntwo\nthree\nfour\n")
    (tmp_path / "gone.py").write_text("one\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def test_lines_that_changed_are_told_file_by_file(clone: Path) -> None:
    (clone / "a.py").write_text("one\n2\nthree\nfour\nfive\nsix\n")
    (clone / "gone.py").unlink()
    (clone / "new.py").write_text("one\ntwo\n")
    (clone / "new.yaml").write_text("a: 1\n")
    assert changed_lines("HEAD") == {"a.py": {2, 5, 6}, "gone.py": set(), "new.py": {1, 2, 3}, "new.yaml": set()}


def test_without_a_change_the_last_commit_is_one(clone: Path) -> None:
    (clone / "a.py").write_text("1\n")
    assert imports.last_commit() == "HEAD"
    git(clone, "commit", "-qam", "second")
    assert imports.last_commit() == "HEAD~1"
    assert list(changed_lines("HEAD~1")) == ["a.py"]


def test_a_commit_that_is_none_is_one_line(clone: Path) -> None:
    with pytest.raises(RuntimeError, match=r"^fatal: .*nowhere"):
        changed_lines("nowhere")


def test_tests_are_reached_by_imports_the_nearest_first() -> None:
    far = distances(["designer/edit/make_real/racks.py"])
    reached = files_reached(["designer/edit/make_real/racks.py"])
    assert far["designer/edit/make_real/racks.py"] == 0
    assert far["designer/review/make_real/proposal.py"] < far["designer/cli/commands/make_real_command.py"]
    assert all(is_test_file(path) for path in reached)
    beside, near = (
        (path for path in reached if path.startswith("tests/edit/make_real/")),
        [far.get(path) for path in reached],
    )
    assert reached.index(next(beside)) < near.index(3) < near.index(5)
    assert "tests/store/test_journal.py" not in reached


def test_data_is_reached_by_its_name() -> None:
    assert "tests/packaging/test_what_they_run.py" in files_reached([".ci/run"])


@pytest.mark.parametrize(("left", "count"), [(100.0, "2 passed"), (-1.0, "2 tests in 1 files")])
def test_no_test_begins_when_the_time_is_over(tmp_path: Path, left: float, count: str) -> None:
    (tmp_path / "test_two.py").write_text("def test_a(): pass\ndef test_b(): pass\n")
    given = ["-q", "-n", "1", "-p", "tests.changes.changed", "-c", os.devnull, "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *given, str(tmp_path / "test_two.py")],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, VARIABLE: str(time.monotonic() + left)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert count in done.stdout, done.stdout + done.stderr


def test_processes_tell_how_they_ended_and_none_runs_for_ever() -> None:
    def sleep() -> int:
        time.sleep(60)
        return 0

    def fail() -> int:
        raise OSError

    soon = time.monotonic() + 60
    codes = forked({1: (lambda: 0, 9), 2: (lambda: 5, 9), 3: (fail, 9), 4: (sleep, 0.2)}, 3, soon)
    assert codes == {1: 0, 2: 5, 3: 1, 4: -9}
    assert forked({1: (lambda: 0, 9)}, 1, time.monotonic() - 1) == {}


@pytest.mark.long
def test_mutants_of_a_boundary_are_killed() -> None:
    """Those of the age of a file."""
    judged = judge(mutants_of("designer/clock.py"), 2, time.monotonic() + 300, print)
    assert judged
    assert all(one.end == "killed" for one in judged if one.mutant.function == "seconds_since")


def test_what_is_asked_wrongly_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--count", "many"])
    assert refused.value.code == 2
    assert "--count" in capsys.readouterr().err
