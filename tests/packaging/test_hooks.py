"""The hooks of git, started by git itself in a clone of their own: they judge what is staged and what is said."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.scripts import FOLDER, ROOT, load

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
# A link to the environment stands for .venv, which Windows lets nobody make without rights.
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")

GOOD = '"""Add."""\n\n\ndef add(a: int, b: int) -> int:\n    """Return the sum."""\n    return a + b\n'
UNTOLD = GOOD.replace('    """Return the sum."""\n', "")
UNTIDY = GOOD.replace("a + b", "a+b")
MISTYPED = GOOD.replace("return a + b", "return str(a + b)")

Git = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with the hooks, the settings of the tools, and the environment of this run."""
    folder = tmp_path / "clone"
    (folder / "designer").mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    shutil.copytree(FOLDER, folder / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / ".gitignore").write_text("__pycache__/\n.venv\n")
    if sys.platform != "win32":
        (folder / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.fixture
def git(clone: Path) -> Git:
    """Run git in the clone, without the settings of the person and with the hooks that `task.py setup` sets."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1")
    for who in ("AUTHOR", "COMMITTER"):
        environment.update({f"GIT_{who}_NAME": "Test", f"GIT_{who}_EMAIL": "test@example.com"})

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", "-c", "core.hooksPath=packaging/hooks", *arguments],
            cwd=clone,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=110,
        )

    # The first commit is there without the hooks: what it holds is checked by the whole run.
    assert run("add", "packaging", "pyproject.toml", ".gitignore").returncode == 0
    assert run("commit", "--quiet", "--no-verify", "-m", "Start").returncode == 0
    return run


def stage(git: Git, clone: Path, text: str, name: str = "designer/sums.py") -> None:
    (clone / name).write_text(text, "utf-8")
    assert git("add", name).returncode == 0


def commits(git: Git) -> int:
    return int(git("rev-list", "--count", "HEAD").stdout)


@pytest.mark.parametrize("name", ["pre-commit", "commit-msg"])
def test_git_can_start_them(name: str) -> None:
    path = FOLDER / "hooks" / name
    assert path.read_bytes().startswith(b"#!/bin/sh\n")
    assert sys.platform == "win32" or os.access(path, os.X_OK)
    recorded = subprocess.run(
        ["git", "ls-files", "--stage", str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    # Outside of a clone there is nothing recorded; in one, the file must arrive executable.
    assert recorded.stdout[:6] in ("100755", "")


@needs_links
def test_what_is_staged_is_judged_and_not_what_lies_in_the_folder(git: Git, clone: Path) -> None:
    stage(git, clone, GOOD)
    (clone / "designer" / "sums.py").write_text(MISTYPED + "import os\n", "utf-8")
    done = git("commit", "-m", "Add sums")
    assert done.returncode == 0, done.stderr
    assert commits(git) == 2

    stage(git, clone, UNTOLD)
    (clone / "designer" / "sums.py").write_text(GOOD, "utf-8")
    done = git("commit", "-m", "Say less")
    assert done.returncode == 1
    assert commits(git) == 2
    assert "D103" in done.stderr


@needs_links
@pytest.mark.parametrize(
    ("text", "reported", "command"),
    [
        (UNTOLD, "D103", "ruff check --fix designer/sums.py"),
        pytest.param(UNTIDY, "designer/sums.py:6:13", "ruff format designer/sums.py", marks=pytest.mark.long),
        (MISTYPED, "reportReturnType", "pyright designer/sums.py"),
    ],
    ids=["style", "format", "types"],
)
def test_a_fault_is_refused_with_the_way_to_mend_it(
    git: Git, clone: Path, text: str, reported: str, command: str
) -> None:
    stage(git, clone, text)
    done = git("commit", "-m", "Add sums")
    assert done.returncode == 1
    assert commits(git) == 1
    assert reported in done.stderr
    assert f"    .venv/bin/{command}\n" in done.stderr
    assert "git commit --no-verify" in done.stderr
    # Only the fault is named, and no folder that is gone by now.
    assert done.stderr.count("    .venv/bin/") == 1
    assert "stackwright-staged-" not in done.stderr


@needs_links
def test_a_file_outside_of_the_typed_folders_is_held_to_style_alone(git: Git, clone: Path) -> None:
    (clone / "tests").mkdir()
    stage(git, clone, MISTYPED, "tests/sums.py")
    done = git("commit", "-m", "Add sums")
    assert done.returncode == 0, done.stderr


@needs_links
def test_a_commit_without_python_files_starts_no_tool(git: Git, clone: Path) -> None:
    # No tool could run here: the environment has a python and nothing else.
    (clone / ".venv").unlink()
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(Path(sys.base_prefix) / "bin" / Path(sys.executable).name)
    stage(git, clone, "Words.\n", "NOTES.md")
    done = git("commit", "-m", "Add words")
    assert done.returncode == 0, done.stderr
    (clone / "designer" / "sums.py").write_text(GOOD, "utf-8")
    assert git("add", "designer/sums.py").returncode == 0
    assert git("commit", "-m", "Add sums").returncode == 1


def test_without_the_environment_the_commit_is_refused_in_two_lines(git: Git, clone: Path) -> None:
    (clone / ".venv").unlink(missing_ok=True)
    stage(git, clone, GOOD)
    done = git("commit", "-m", "Add sums")
    assert done.returncode == 1
    assert "python packaging/task.py setup" in done.stderr
    assert done.stderr.count("\n") == 2
    assert git("commit", "--quiet", "--no-verify", "-m", "Add sums").returncode == 0


# The message


@pytest.fixture
def forbidden(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return load("forbidden_text", monkeypatch)


@pytest.fixture
def commit_msg(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return load("hooks/commit_msg", monkeypatch)


def test_a_subject_may_have_72_characters(commit_msg: ModuleType) -> None:
    body = "\n\n" + "A body may be as wide as it likes. " * 5
    assert commit_msg.problems("x" * 72 + body) == []
    assert commit_msg.problems("\n# a comment of git that is longer than a subject may ever be " * 2 + "\nShort") == []
    (found,) = commit_msg.problems("ä" * 73 + body)
    assert found.startswith("The subject has 73 characters, at most 72 ")


def test_what_means_nothing_to_others_is_refused_wherever_it_stands(
    commit_msg: ModuleType, forbidden: ModuleType
) -> None:
    for word in (*(f"see https://{host}/simple" for host in forbidden.HOSTS), *forbidden.MACHINE_FOLDERS):
        (found,) = commit_msg.problems(f"Mend it\n\nIt was at {word}main.\n")
        assert found.startswith("Line 3 names ")
    assert commit_msg.problems("Mend it\n\nSee framework/ and network/main.\n") == []


def test_the_difference_that_git_shows_below_is_no_message(commit_msg: ModuleType, forbidden: ModuleType) -> None:
    folder = forbidden.MACHINE_FOLDERS[0]
    shown = f"Mend it\n\n{commit_msg.SCISSORS}\n-path = '{folder}main'\n"
    assert commit_msg.problems(shown) == []


@needs_links
def test_git_keeps_a_refused_message_out(git: Git, clone: Path) -> None:
    stage(git, clone, "Words.\n", "NOTES.md")
    done = git("commit", "-m", "Add words " * 9)
    assert done.returncode == 1
    assert "commit-msg: The subject has 89 characters" in done.stderr
    assert "COMMIT_EDITMSG" in done.stderr
    assert commits(git) == 1
    assert git("commit", "--quiet", "-m", "Add words").returncode == 0
    assert commits(git) == 2
