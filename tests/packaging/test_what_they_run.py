"""What run.py and test.py do once all is set up, with the commands themselves replaced."""

import os
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.scripts import ROOT, load

PYTHON = Path("python")


class Calls:
    """Stands for subprocess.call: notes each command, and fails the ones that contain a word."""

    def __init__(self, failing: str = "no command has this") -> None:
        self.failing = failing
        self.commands: list[list[str]] = []
        self.environments: list[dict[str, str]] = []

    def __call__(self, command: list[str], env: dict[str, str] | None = None, **_: object) -> int:
        self.commands.append(command)
        self.environments.append(env or {})
        return 3 if self.failing in command else 0


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    module = load("run", monkeypatch)
    monkeypatch.setattr(module.setup_steps, "ROOT", tmp_path)
    monkeypatch.setattr(module.setup_steps, "set_up", lambda root, extras, libraries: PYTHON)
    monkeypatch.setattr(module, "has_display", lambda: True)
    return module


def test_with_a_display_the_window_opens(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.subprocess, "call", calls := Calls())
    assert run.main([]) == 0
    assert run.main(["analyze", "mine.stackwright", "--json"]) == 0
    assert calls.commands == [
        ["python", "-m", "designer"],
        ["python", "-m", "designer", "analyze", "mine.stackwright", "--json"],
    ]


def test_where_the_window_cannot_start_the_doctor_says_what_is_missing(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.subprocess, "call", calls := Calls("designer"))
    assert run.main([]) == 3
    assert calls.commands == [["python", "-m", "designer"], ["python", "-m", "designer", "doctor"]]
    calls.commands.clear()
    assert run.main(["analyze", "no-such.stackwright"]) == 3
    assert len(calls.commands) == 1


def test_without_a_display_the_sample_is_billed_drawn_and_reported(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.subprocess, "call", calls := Calls())
    monkeypatch.setattr(run, "has_display", lambda: False)
    assert run.main([]) == 0
    design = str(tmp_path / "out" / "ai-stack.stackwright")
    bill = str(tmp_path / "out" / "ai-stack-bom")
    drawing = str(tmp_path / "out" / "ai-stack")
    report = str(tmp_path / "out" / "ai-stack-report.pdf")
    assert [command[3:] for command in calls.commands] == [
        ["new", design, "--template", "ai-stack"],
        ["analyze", design],
        ["bom", design, "-o", f"{bill}.csv"],
        ["bom", design, "-o", f"{bill}.xlsx"],
        ["export", design, "-o", f"{drawing}.svg"],
        ["export", design, "-o", f"{drawing}.png"],
        ["export", design, "-o", report, "--view", "report"],
    ]
    said = capsys.readouterr().out
    assert [line.split()[-1] for line in said.splitlines()[-6:]] == [
        design,
        f"{bill}.csv",
        f"{bill}.xlsx",
        f"{drawing}.svg",
        f"{drawing}.png",
        report,
    ]


def test_a_design_that_stands_in_the_folder_is_not_overwritten(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "ai-stack.stackwright").write_bytes(b"someone's work")
    monkeypatch.setattr(run.subprocess, "call", calls := Calls())
    assert run.main(["--headless"]) == 0
    assert {command[3] for command in calls.commands} == {"analyze", "bom", "export"}


def test_headless_beside_a_command_belongs_to_that(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.subprocess, "call", calls := Calls())
    assert run.main(["doctor", "--headless"]) == 0
    assert [command[3:] for command in calls.commands] == [["doctor", "--headless"]]


def test_the_first_command_that_fails_ends_the_headless_work(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.subprocess, "call", calls := Calls(failing="bom"))
    assert run.main(["--headless"]) == 3
    assert [command[3] for command in calls.commands] == ["new", "analyze", "bom"]
    assert "ended with exit code 3" in capsys.readouterr().err


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    module = load("test", monkeypatch)
    # What runs there too is tested by itself.
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(module.setup_steps, "ROOT", tmp_path)
    monkeypatch.setattr(module.setup_steps, "set_up", lambda root, extras, libraries: PYTHON)
    return module


def test_all_checks_run_and_pytest_is_last(checks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.check_steps.subprocess, "call", calls := Calls())
    assert checks.main(["-k", "foo"]) == 0
    # pyright runs beside the others, so that it comes anywhere before the tests.
    assert [command[1:3] for command in calls.commands if "pyright" not in command] == [
        ["-m", "ruff"],
        ["-m", "ruff"],
        ["packaging/kind_words.py"],
        ["-m", "designer"],
        ["-m", "pytest"],
        ["-m", "pytest"],
    ]
    assert [command for command in calls.commands[:-1] if "pyright" in command] == [["python", "-m", "pyright"]]
    assert "--collect-only" in calls.commands[-2] + calls.commands[-3]
    assert calls.commands[-1] == ["python", "-m", "pytest", *checks.check_steps.SIDE_BY_SIDE, "-k", "foo"]
    assert all("foo" not in command for command in calls.commands[:-1])


def test_each_linter_runs_once(checks: ModuleType) -> None:
    steps = checks.check_steps
    left_to_pytest = [step.title for step in steps.STEPS if step not in steps.STEPS_BEFORE_THE_TESTS]
    assert left_to_pytest == ["floors"]
    # import-linter runs as a test instead, so that a run of pytest alone holds the floors too.
    floors = (ROOT / "tests" / "test_floors.py").read_text("utf-8")
    assert "def test_imports_only_go_down()" in floors
    assert "lint_imports_command" in floors


@pytest.mark.parametrize(("failing", "code"), [("pyright", 1), ("catalog", 1), ("pytest", 3)])
def test_one_failure_fails_the_whole_and_stops_nothing(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch, failing: str, code: int
) -> None:
    monkeypatch.setattr(checks.check_steps.subprocess, "call", calls := Calls(failing))
    assert checks.main([]) == code
    assert len(calls.commands) == 7


def test_what_a_step_printed_is_told_whole_and_by_step(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def says(command: list[str], stdout: int, **_: object) -> int:
        os.write(stdout, f"{command[2]} one\n{command[2]} two\n".encode())
        return 1 if command[2] == "pyright" else 0

    steps = checks.check_steps
    monkeypatch.setattr(steps.subprocess, "call", says)
    assert steps.run_steps((steps.TYPES_STEP, steps.COLLECT_STEP), PYTHON, {}) == ["types"]
    first, *told = [line for line in capsys.readouterr().out.splitlines() if line]
    assert first == "== checks: types, collect"
    assert sorted(line.partition(" after")[0] for line in told[:2]) == ["collect ended", "types ended"]
    told = told[2:]
    assert told[:5] == ["== types", "pyright one", "pyright two", "== collect", "pytest two"]
    assert told[5] == "== all checks"
    assert told[6].startswith("types    FAILED")
    assert told[-1] == "The exit code will be 1: types failed, see above."


def test_a_whole_run_notes_its_time_and_a_part_of_it_does_not(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(checks.check_steps.subprocess, "call", Calls("pytest"))
    assert checks.main(["-k", "foo"]) == 3
    assert checks.suite_time.read_suite_time(tmp_path) is None
    assert checks.main([]) == 3
    noted = checks.suite_time.read_suite_time(tmp_path)
    assert noted is not None
    assert noted["exit_code"] == 3
    assert 0 <= noted["seconds"] < 60


def test_a_damaged_note_of_the_time_is_no_time(checks: ModuleType, tmp_path: Path) -> None:
    path = checks.suite_time.suite_time_file(tmp_path)
    path.parent.mkdir()
    for text in ("", "[]", '{"seconds": "long"}', '{"seconds": 3}'):
        path.write_text(text)
        assert checks.suite_time.read_suite_time(tmp_path) is None


def test_the_folders_of_the_person_are_out_of_reach(checks: ModuleType, tmp_path: Path) -> None:
    environment = checks.check_steps.test_environment(tmp_path)
    places = [environment[name] for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")]
    assert all(Path(place).is_relative_to(tmp_path) and Path(place).is_dir() for place in places)
    assert environment["QT_QPA_PLATFORM"]


def test_what_was_compiled_is_kept_for_the_next_process(
    checks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in checks.check_steps.test_environment(tmp_path)


CALLS = {
    "README.md": ["test.py", "task.py days"],
    "packaging/run.py": ["test.py", "task.py days", "task.py deb-test --build --if-possible"],
    "pyproject.toml": ["test.py", "task.py days", "task.py deb-test --build --if-possible"],
}


@pytest.mark.parametrize("changed", CALLS)
def test_ci_tries_the_package_where_packaging_or_dependencies_changed(tmp_path: Path, changed: str) -> None:
    """Of two days of work in a clone, the first is no change any more."""
    root, programs, log = tmp_path / "clone", tmp_path / "programs", tmp_path / "log"
    for path in (root / ".ci", root / "packaging", programs):
        path.mkdir(parents=True)
    (root / ".ci" / "run").write_text((ROOT / ".ci" / "run").read_text(encoding="utf-8"), encoding="utf-8")
    (programs / "python3").write_text(f'#!/bin/sh\necho "$@" >> {log}\n', encoding="utf-8")
    (programs / "python3").chmod(0o755)
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    for day, path in (("2026-12-01T12:00:00Z", "packaging/first.py"), ("2026-12-04T12:00:00Z", changed)):
        (root / path).write_text(day, encoding="utf-8")
        dated = {**environment, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
        subprocess.run(["git", "add", "-A"], cwd=root, check=True)
        subprocess.run(["git", *who, "commit", "-qm", path], cwd=root, env=dated, check=True)
    subprocess.run(["bash", ".ci/run"], cwd=root, env=environment, check=True)
    assert log.read_text(encoding="utf-8").splitlines() == [f"packaging/{call}" for call in CALLS[changed]]
