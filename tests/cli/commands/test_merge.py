"""Merging on the command line and by git: two people's work as one, conflicts told and decided."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import designer
from designer.cli.commands import git_commands
from designer.store.project import read_project


@pytest.fixture
def base(stackwright, tmp_path: Path) -> Path:
    """A project that two people begin from."""
    path = tmp_path / "base.stackwright"
    assert stackwright("new", path, "--template", "dgx-superpod-h100", "--set", "scale_units=1").code == 0
    return path


def changed(stackwright, project: Path, name: str, *words: str) -> Path:
    """PROJECT with fields set, saved beside it under NAME with its versions."""
    path = project.with_name(name)
    shutil.copy(project, path)
    assert stackwright("set", path, *words, "-o", path).code == 0
    return path


def test_the_work_of_two_becomes_one_file(stackwright, base: Path) -> None:
    mine = changed(stackwright, base, "mine.stackwright", "leaf", "copies=9")
    theirs = changed(stackwright, base, "theirs.stackwright", "spine", "name=Top spine")
    out = base.with_name("both.stackwright")
    # "-" finds the version that both files hold.
    for began in (base, "-"):
        said = stackwright("merge", began, mine, theirs, "-o", out, "--force")
        assert said.code == 0
        assert "0 conflicts" in said.out
        design = read_project(out).design
        assert (design.nodes["leaf"].copies, design.nodes["spine"].name) == (9, "Top spine")


def test_conflicts_end_with_1_and_are_decided_by_their_keys(stackwright, base: Path) -> None:
    mine = changed(stackwright, base, "mine.stackwright", "leaf", "name=Mine")
    theirs = changed(stackwright, base, "theirs.stackwright", "leaf", "name=Theirs")
    said = stackwright("merge", base, mine, theirs, "--json")
    assert said.code == 1
    (conflict,) = json.loads(said.out)["conflicts"]
    assert (conflict["key"], conflict["base"], conflict["taken"]) == ("nodes/leaf.name", "Leaf switch", "mine")
    out = base.with_name("out.stackwright")
    assert stackwright("merge", base, mine, theirs, "--take", "nodes/leaf.name=theirs", "-o", out).code == 0
    assert read_project(out).design.nodes["leaf"].name == "Theirs"
    assert stackwright("merge", base, mine, theirs, "--take", "nodes/leaf.name").code == 1
    assert "No conflict is called" in stackwright("merge", base, mine, theirs, "--take", "nodes/x=mine").err


def test_files_without_a_common_version_need_the_one_they_began_from(stackwright, base: Path) -> None:
    other = base.with_name("other.stackwright")
    assert stackwright("new", other, "--template", "rag-service").code == 0
    said = stackwright("merge", "-", base, other)
    assert said.code == 1
    assert "no version in common" in said.err


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_compares_and_merges_projects(stackwright, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = base.parent
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    # Git calls the program of this checkout, not one that happens to be installed.
    monkeypatch.setenv("PYTHONPATH", str(Path(designer.__file__).parents[1]))
    monkeypatch.setattr(git_commands.shutil, "which", lambda _: None)

    def git(*arguments: str, code: int = 0) -> str:
        who = ("-c", "user.name=One", "-c", "user.email=one@example.org")
        done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout

    git("init", "--quiet", "--initial-branch=main")
    assert "compares and merges" in stackwright("git-setup", folder).out
    assert "has the line already" in stackwright("git-setup", folder).out
    git("add", ".")
    git("commit", "--quiet", "-m", "Begin")
    git("checkout", "--quiet", "-b", "other")
    assert stackwright("set", base, "spine", "name=Top spine", "-o", base).code == 0
    assert "+- {id: spine, part: nvidia/qm9700, name: Top spine" in git("diff")
    git("commit", "--quiet", "-am", "Theirs")
    git("checkout", "--quiet", "main")
    assert stackwright("set", base, "leaf", "copies=9", "-o", base).code == 0
    git("commit", "--quiet", "-am", "Mine")
    git("merge", "--quiet", "other", "-m", "Both")
    design = read_project(base).design
    assert (design.nodes["leaf"].copies, design.nodes["spine"].name) == (9, "Top spine")


def test_a_folder_without_git_says_so(stackwright, tmp_path: Path) -> None:
    said = stackwright("git-setup", tmp_path / "nowhere")
    assert said.code == 1
    assert "git" in said.err
