"""Merging on the command line and by git: two people's work as one, conflicts told and decided."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import designer
from designer.cli.commands import git_commands
from designer.edit.nodes.nodes import set_node
from designer.model.design import Design, Node
from designer.store.project import read_project, write_project
from designer.store.variants import add_variant, read_variant


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


def test_variants_of_both_come_together(stackwright, tmp_path) -> None:
    paths = {name: tmp_path / f"{name}.stackwright" for name in ("base", "mine", "theirs")}
    started = Design(nodes={"a": Node(id="a", kind="server"), "b": Node(id="b", kind="switch")})
    write_project(paths["base"], started)
    kept, both = (add_variant(paths["base"], started, name) for name in ("Kept", "Both"))
    for name in ("mine", "theirs"):
        shutil.copyfile(paths["base"], paths[name])

    def change(name: str, variant: str, node: str, copies: int) -> None:
        design = read_variant(paths[name], variant).design
        write_project(paths[name], set_node(design, node, copies=copies).applied(design), variant=variant)

    change("theirs", kept, "a", 7)
    change("mine", both, "a", 2)
    change("theirs", both, "b", 3)
    added = add_variant(paths["theirs"], started, "Added")
    out = tmp_path / "out.stackwright"
    said = stackwright("merge", *paths.values(), "-o", out)
    assert said.code == 0
    assert "The variant Added is taken from theirs." in said.out
    assert "Both changed the variant Both: it is merged." in said.out
    for path in (out, paths["mine"]):
        if path is not out:
            assert stackwright("merge", *paths.values(), "--git").code == 0
        assert read_variant(path, kept).design.nodes["a"].copies == 7
        assert [node.copies for node in read_variant(path, both).design.nodes.values()] == [2, 3]
        assert read_variant(path, added).design.nodes == started.nodes
    change("mine", both, "a", 4)
    change("theirs", both, "a", 5)
    clash = stackwright("merge", *paths.values(), "-o", tmp_path / "clash.stackwright")
    assert clash.code == 1
    assert "1 conflict, in which mine stands" in clash.out
    # One is decided by the name of the variant before its key.
    (conflict,) = json.loads(stackwright("merge", *paths.values(), "-o", out, "--force", "--json").out)[
        "variant_conflicts"
    ]
    assert conflict["key"] == "Both: nodes/a.copies"
    taken = stackwright("merge", *paths.values(), "-o", out, "--force", "--take", "Both: nodes/a.copies=theirs")
    assert taken.code == 0
    assert read_variant(out, both).design.nodes["a"].copies == 5
    wrong = stackwright("merge", *paths.values(), "-o", out, "--force", "--take", "Both: nodes/b.copies=theirs")
    assert wrong.code != 0
    assert "No conflict is called" in wrong.err
