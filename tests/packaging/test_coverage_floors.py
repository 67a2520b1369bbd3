"""The floors of coverage: what is summed, what is below, and what of the report is said."""

import json
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.scripts import ROOT, load


@pytest.fixture
def floors(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = load("coverage_floors", monkeypatch)
    monkeypatch.setattr(module, "FLOORS", {"paint": 0.8, "store": 0.5})
    return module


@pytest.fixture
def report(tmp_path: Path) -> Path:
    lines = {
        "designer/paint/a.py": (10, 10),
        "designer\\paint\\deeper\\b.py": (10, 5),
        "designer/store/c.py": (4, 2),
        "designer/ui/d.py": (9, 0),
        "designer/worker.py": (5, 5),
    }
    files = {
        name: {"summary": {"num_statements": able, "covered_lines": ran, "percent_covered": 1}}
        for name, (able, ran) in lines.items()
    }
    path = tmp_path / "coverage.json"
    path.write_text(json.dumps({"files": files}))
    return path


def test_a_folder_is_the_sum_of_all_files_below_it(floors: ModuleType, report: Path) -> None:
    sums = floors.by_folder(floors.read_report(report))
    assert sums == {"paint": (20, 15), "store": (4, 2), "ui": (9, 0)}
    assert sums["paint"].share == 0.75


def test_only_a_folder_below_its_floor_is_named(floors: ModuleType, report: Path) -> None:
    (line,) = floors.below_the_floor(floors.read_report(report))
    assert line.startswith("designer/paint: the tests ran 75.0% of its lines, its floor is 80.0%. ")
    # A share that is the floor is none below it.
    assert floors.FLOORS["store"] == 0.5


def test_a_folder_that_is_not_in_the_report_is_below(floors: ModuleType) -> None:
    lines = floors.below_the_floor({"designer/paint/a.py": floors.Lines(1, 1)})
    assert lines == ["designer/store was not measured: no line of it is in the report."]


def test_thin_files_of_folders_with_a_floor_are_named(floors: ModuleType, report: Path) -> None:
    said = floors.table(floors.read_report(report)).splitlines()
    assert [line.split() for line in said if line.startswith("thin")] == [
        ["thin:", "50.0%", "designer/paint/deeper/b.py"],
        ["thin:", "50.0%", "designer/store/c.py"],
    ]
    assert "paint           20      15   75.0%   80.0%" in said
    assert any(line.startswith("ui ") and line.endswith("–") for line in said)


def test_the_real_floors_are_of_folders_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    module = load("coverage_floors", monkeypatch)
    assert set(module.FLOORS) == {"paint", "drawing", "store"}
    assert all(0.5 < floor < 1 for floor in module.FLOORS.values())
    assert [name for name in module.TESTS if not (ROOT / name).is_dir()] == []


class Pytest:
    """Stands for the run of pytest: leaves a report where it is told to, and answers with CODE."""

    def __init__(self, report: Path | None, code: int = 0) -> None:
        self.report, self.code, self.command = report, code, list[str]()

    def __call__(self, command: list[str], env: dict[str, str], **_: object) -> int:
        self.command = command
        place = next(word for word in command if word.startswith("--cov-report=json:"))
        if self.report is not None:
            Path(place.removeprefix("--cov-report=json:")).write_bytes(self.report.read_bytes())
        assert not Path(env["COVERAGE_FILE"]).is_relative_to(ROOT), "the data would stay in the tree"
        return self.code


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = load("task", monkeypatch)
    monkeypatch.setattr(module, "ready_python", lambda: Path("python"))
    return module


@pytest.mark.parametrize(("floor", "tests", "code"), [(0.7, 0, 0), (0.8, 0, 1), (0.7, 5, 5), (0.8, 5, 5)])
def test_the_task_fails_with_the_tests_and_under_a_floor(
    task: ModuleType, monkeypatch: pytest.MonkeyPatch, report: Path, floor: float, tests: int, code: int
) -> None:
    monkeypatch.setattr(task.coverage_floors, "FLOORS", {"paint": floor})
    monkeypatch.setattr(task.check_steps.subprocess, "call", ran := Pytest(report, tests))
    assert task.main(["coverage"]) == code
    assert set(task.coverage_floors.TESTS) <= set(ran.command)
    assert "--cov=designer" in ran.command


def test_other_tests_may_be_measured_and_options_added(
    task: ModuleType, monkeypatch: pytest.MonkeyPatch, report: Path
) -> None:
    monkeypatch.setattr(task.coverage_floors, "FLOORS", {})
    monkeypatch.setattr(task.check_steps.subprocess, "call", ran := Pytest(report))
    assert task.main(["coverage", "tests"]) == 0
    assert ran.command[-1] == "tests"
    assert set(task.coverage_floors.TESTS).isdisjoint(ran.command)
    assert task.main(["coverage", "tests/test_floors.py::test_x", "-x"]) == 0
    assert set(task.coverage_floors.TESTS).isdisjoint(ran.command)
    # The value of an option is no name of tests.
    assert task.main(["coverage", "-n", "0", "-k", "paint"]) == 0
    assert ran.command[-4:] == ["-n", "0", "-k", "paint"]
    assert set(task.coverage_floors.TESTS) <= set(ran.command)


def test_without_a_report_nothing_was_measured(
    task: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(task.check_steps.subprocess, "call", Pytest(None))
    assert task.main(["coverage"]) == 1
    assert "nothing was measured" in capsys.readouterr().err
