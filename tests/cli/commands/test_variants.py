"""`stackwright variants` lists and changes the designs of a project; `--variant` chooses one; `diff` compares them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from designer.edit.nodes.nodes import add_node, set_node
from designer.edit.settings import set_name
from designer.model.design import Design
from designer.store.lock import ProjectLock
from designer.store.project import read_project, write_project
from designer.store.variants import add_variant, read_variant, variants_of

DGX = "nvidia/dgx-h100"


@pytest.fixture
def project(tmp_path: Path, library: Any) -> Path:
    """One machine in the main design, three in its variant."""
    path = tmp_path / "p.stackwright"
    one = add_node(Design(), library, DGX, 0, 0).applied(Design())
    one = set_name(one, "Small").applied(one)
    (name,) = one.nodes
    write_project(path, one)
    add_variant(path, set_node(one, name, copies=3).applied(one), "Large")
    return path


def names(path: Path) -> list[str]:
    return [one.name for one in variants_of(read_project(path))]


def test_designs_are_listed_added_renamed_removed_and_brought_back(
    stackwright: Callable[..., Any], project: Path
) -> None:
    said = stackwright("variants", project)
    assert said.code == 0
    assert "Small" in said.out
    assert "Large" in said.out
    assert stackwright("variants", project, "--new", "Larger", "--from", "large", "--json").code == 0
    assert stackwright("variants", project, "--rename", "3", "Largest", "--json").code == 0
    assert names(project) == ["Small", "Large", "Largest"]
    assert (
        read_variant(project, variants_of(read_project(project))[2].id).design.nodes
        != read_project(project).design.nodes
    )
    found = stackwright("variants", project, "--remove", "Large", "--json").document
    assert [one["name"] for one in found["variants"]] == ["Small", "Largest"]
    assert found["removed"] == ["Large"]
    assert stackwright("variants", project, "--back", "large", "--json").code == 0
    assert names(project) == ["Small", "Large", "Largest"]


def test_commands_take_one_of_the_designs(stackwright: Callable[..., Any], project: Path, tmp_path: Path) -> None:
    counts = [
        stackwright("analyze", project, *more, "--only", "power", "--json").document["counts"]["nodes"]["total"]
        for more in ((), ("--variant", "Large"), ("--variant", 2))
    ]
    assert counts == [1, 3, 3]
    bill = stackwright("bom", project, "--variant", "Large", "--json").document
    assert bill["lines"][0]["quantity"] == 3
    assert stackwright("export", project, "-o", tmp_path / "large.yaml", "--variant", "Large").code == 0
    assert "name: Large" in (tmp_path / "large.yaml").read_text("utf-8")
    (name,) = read_project(project).design.nodes
    assert stackwright("set", project, name, "copies=5", "-o", project, "--variant", "Large").code == 0
    assert [read_variant(project, one.id).design.nodes[name].copies for one in variants_of(read_project(project))] == [
        1,
        5,
    ]


def test_two_of_them_are_compared(stackwright: Callable[..., Any], project: Path, tmp_path: Path) -> None:
    found = stackwright("diff", project, "--variant", "Large", "--json").document
    assert (found["a"], found["b"]) == ("Small", "Large")
    assert [change["fields"]["copies"] for change in found["changes"] if change["table"] == "nodes"] == [
        {"before": 1, "after": 3}
    ]
    turned = stackwright("diff", project, "--variant", "Large", "--variant", "1", "--json").document
    assert (turned["a"], turned["b"]) == ("Large", "Small")
    assert stackwright("diff", project, "--variant", "1", "--variant", "2", "--html", tmp_path / "d.html").code == 0
    assert "Large costs" in (tmp_path / "d.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("analyze", "--variant", "Medium"), 1, "There is no variant 'Medium'; there are 1 (Small) and 2 (Large)."),
        (("diff",), 2, "Give a second design, or --variant NAME of the first."),
        (("diff", "other.stackwright", "--variant", "2"), 2, "--variant is of one project"),
        (("diff", "--variant", "1", "--variant", "2", "--variant", "1"), 2, "say --html OUT.html too"),
        (("variants", "--remove", "1"), 1, "The main design cannot be removed"),
        (("variants", "--new", "large"), 1, "called large already"),
        (("variants", "--back", "Other"), 1, "No variant 'Other' was removed"),
        (("variants", "--from", "Large"), 2, "--from goes with --new"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    stackwright: Callable[..., Any], project: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    answer = stackwright(words[0], project, *words[1:])
    assert answer.code == code
    assert said in answer.err


def test_a_project_that_a_window_holds_is_not_changed(stackwright: Callable[..., Any], project: Path) -> None:
    lock = ProjectLock(project)
    lock.take()
    try:
        assert "open in another window" in stackwright("variants", project, "--new", "Third").err
    finally:
        lock.free()
    assert names(project) == ["Small", "Large"]
