"""task.py: the list, names that are none, what each task starts, and what it says where a measure is not there."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.scripts import FOLDER, ROOT, load

PYTHON = Path("python")
ASKED_FOR = ("setup", "fast", "window", "long", "lint", "shots", "bench", "accuracy", "trust", "measure", "coverage")


class Calls:
    """Stands for subprocess.call: notes each command and answers with CODE."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.commands: list[list[str]] = []

    def __call__(self, command: list[str], **_: object) -> int:
        self.commands.append(command)
        return self.code


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = load("task", monkeypatch)
    monkeypatch.setattr(module, "ready_python", lambda: PYTHON)
    return module


@pytest.fixture
def calls(task: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Calls:
    calls = Calls()
    monkeypatch.setattr(task.check_steps.subprocess, "call", calls)
    return calls


def started(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The answer of task.py, started as a person does, with a python that has no package."""
    command = [sys.executable, "-I", str(FOLDER / "task.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)


def test_without_a_name_the_tasks_are_listed_each_with_its_sentence(task: ModuleType) -> None:
    done = started()
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split(maxsplit=1) for line in done.stdout.splitlines()[2:]]
    assert [row[0] for row in rows] == [row.name for row in task.TASKS]
    assert set(ASKED_FOR) <= {row[0] for row in rows}
    assert all(row[1][0].isupper() and row[1].endswith(".") for row in rows)
    assert len({row[1] for row in rows}) == len(rows)


def test_a_name_that_is_none_gets_one_line_and_code_2() -> None:
    done = started("fsat")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("There is no task 'fsat'; choose one of setup, fast, ")


@pytest.mark.parametrize("name", ["accuracy", "trust"])
def test_a_measure_that_is_not_there_yet_says_so_and_starts_nothing(
    task: ModuleType,
    calls: Calls,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    monkeypatch.setattr(task.setup_steps, "ROOT", tmp_path)
    assert task.main([name]) == 1
    said = capsys.readouterr()
    assert said.err == f"This measure is not there yet: the checkout has no tests.{name}; nothing was measured.\n"
    assert (said.out, calls.commands) == ("", [])


@pytest.mark.parametrize("file", ["tests/accuracy/__main__.py", "tests/accuracy.py"])
def test_a_measure_runs_as_soon_as_its_module_is_there(
    task: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str
) -> None:
    monkeypatch.setattr(task.setup_steps, "ROOT", tmp_path)
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).touch()
    calls.code = 5
    assert task.main(["accuracy", "--json"]) == 5
    assert calls.commands == [["python", "-m", "tests.accuracy", "--json"]]


@pytest.mark.parametrize("name", ["shots", "bench"])
def test_pictures_and_benches_are_there(task: ModuleType, calls: Calls, name: str) -> None:
    assert task.main([name, "x"]) == 0
    assert calls.commands == [["python", "-m", f"tests.{name}", "x"]]


def test_the_sets_of_tests_share_no_test_that_is_long(task: ModuleType, calls: Calls) -> None:
    assert [task.main([name, "-q"]) for name in ("fast", "window", "long")] == [0, 0, 0]
    fast, window, long = ([word for word in command if word != "python"] for command in calls.commands)
    for command in (fast, window, long):
        assert command[:2] == ["-m", "pytest"]
        assert command[-1] == "-q"
    assert [command[command.index("-m", 2) + 1] for command in (fast, window, long)] == [
        "not long and not scaled",
        "not long",
        "long",
    ]
    assert "tests/ui" in window
    assert [word for word in fast if word.startswith("--ignore=")] == [f"--ignore={name}" for name in task.NOT_FAST]
    assert "--ignore=tests/ui" in fast


def test_each_folder_that_the_fast_set_leaves_out_is_there(task: ModuleType) -> None:
    assert [name for name in task.NOT_FAST if not (ROOT / name).exists()] == []


def test_lint_runs_all_the_checks_of_the_tree_and_fails_with_one(task: ModuleType, calls: Calls) -> None:
    assert task.main(["lint"]) == 0
    # The types run beside the others, so that they come anywhere among them.
    wanted = [list(step.arguments) for step in task.check_steps.STEPS]
    assert sorted(command[1:] for command in calls.commands) == sorted(wanted)
    assert {step.title for step in task.check_steps.STEPS} == {"style", "format", "types", "floors", "kinds", "catalog"}
    calls.code = 1
    assert task.main(["lint", "style"]) == 1
    assert calls.commands[-1][1:] == ["-m", "ruff", "check", "."]


def test_lint_knows_its_checks(task: ModuleType, calls: Calls, capsys: pytest.CaptureFixture[str]) -> None:
    assert task.main(["lint", "mood"]) == 2
    assert capsys.readouterr().err.startswith("There is no check 'mood'; choose from catalog, floors, ")
    assert calls.commands == []


def test_the_home_of_the_person_is_out_of_reach(
    task: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    seen: list[dict[str, str]] = []
    monkeypatch.setattr(task.check_steps.subprocess, "call", lambda command, env, **_: seen.append(env) or 0)
    for name in ("fast", "lint", "bench"):
        assert task.main([name]) == 0
    assert len(seen) == 2 + len(task.check_steps.STEPS)
    assert all(environment["HOME"] != str(tmp_path) for environment in seen)
    assert all(not Path(environment["HOME"]).exists() for environment in seen), "the home is left behind"


@pytest.mark.parametrize(("works", "missing", "set_up"), [(True, [], 0), (False, [], 1), (True, ["ruff"], 1)])
def test_only_what_is_missing_is_set_up(
    monkeypatch: pytest.MonkeyPatch, works: bool, missing: list[str], set_up: int
) -> None:
    task = load("task", monkeypatch)
    made: list[Path] = []
    monkeypatch.setattr(task.setup_steps, "works", lambda python: works)
    monkeypatch.setattr(task.setup_steps, "missing_distributions", lambda python, names: missing)
    monkeypatch.setattr(task.setup_steps, "set_up", lambda root, extras, libraries: made.append(root) or PYTHON)
    python = task.ready_python()
    assert made == [ROOT] * set_up
    assert python == (PYTHON if set_up else task.setup_steps.python_of(ROOT / ".venv"))


@pytest.mark.parametrize(("system", "place"), [("win32", "Scripts/python.exe"), ("linux", "bin/python")])
def test_the_python_of_the_environment_is_where_the_system_puts_it(
    task: ModuleType, monkeypatch: pytest.MonkeyPatch, system: str, place: str
) -> None:
    monkeypatch.setattr(task.setup_steps.sys, "platform", system)
    assert task.setup_steps.python_of(Path("here")) == Path("here", place)


# setup


@pytest.fixture
def clone(task: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A clone of git that `setup` works on; .venv itself is not made."""
    folder = tmp_path / "clone"
    folder.mkdir()
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    monkeypatch.setattr(task.setup_steps, "ROOT", folder)
    monkeypatch.setattr(task.setup_steps, "set_up", lambda root, extras, libraries: PYTHON)
    return folder


def setting(folder: Path, name: str) -> str:
    command = ["git", "config", "--local", "--get", name]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout.strip()


def test_setup_sets_the_hooks_and_what_blame_looks_through(
    task: ModuleType, clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(["git", "config", "core.hooksPath", "mine"], cwd=clone, check=True)
    assert task.main(["setup"]) == 0
    assert setting(clone, "core.hooksPath") == "packaging/hooks"
    assert setting(clone, "blame.ignoreRevsFile") == "packaging/git-blame-ignore-revs"
    assert "core.hooksPath packaging/hooks (it was mine)" in capsys.readouterr().out
    assert (ROOT / "packaging" / "git-blame-ignore-revs").is_file()
    assert task.main(["setup"]) == 0
    assert "it was" not in capsys.readouterr().out


def test_an_archive_unpacked_inside_another_clone_leaves_that_one_alone(
    task: ModuleType, clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = clone / "archive"
    inside.mkdir()
    monkeypatch.setattr(task.setup_steps, "ROOT", inside)
    assert task.main(["setup"]) == 0
    assert capsys.readouterr().out == "This folder is no clone of git: there are no hooks to set.\n"
    assert setting(clone, "core.hooksPath") == ""


def test_setup_takes_no_arguments(task: ModuleType, clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert task.main(["setup", "now"]) == 2
    assert capsys.readouterr().err == "setup takes no arguments; it was given now.\n"
    assert setting(clone, "core.hooksPath") == ""
