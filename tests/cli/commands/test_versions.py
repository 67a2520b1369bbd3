"""`stackwright versions` lists what a project file holds, brings one back and names one."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from designer.catalog.library import Library
from designer.cli.commands import versions_command
from designer.edit.nodes.nodes import add_node
from designer.edit.settings import set_name
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.store.lock import ProjectLock
from designer.store.project import read_project, write_project
from designer.store.version_figures import Figures, VersionFigures, stamp_of

DGX = "nvidia/dgx-h100"


@pytest.fixture
def project(tmp_path: Path, library: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three saves: empty, with a machine, with another name."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "p.stackwright"
    write_project(path, Design())
    with_machine = add_node(Design(), library, DGX, 0, 0).applied(Design())
    write_project(path, with_machine)
    write_project(path, set_name(with_machine, "Hall").applied(with_machine))
    return path


def test_versions_are_listed_with_what_changed(stackwright: Callable[..., Any], project: Path) -> None:
    found = stackwright("versions", project, "--json").document["versions"]
    assert [one["version"] for one in found] == [3, 2, 1]
    assert "1 node added" in found[1]["changed"]
    # The first holds nothing, so that what the machine adds is all that it costs and draws.
    assert found[2]["buy"]["value"] in (0, None)
    assert found[1]["facility"]["value"] > 5_000
    assert found[1]["buy"]["value"] > 100_000
    assert found[0]["changes"] == {"buy": "the same", "facility": "the same"}
    said = stackwright("versions", project)
    assert said.code == 0
    assert "what changed" in said.out
    assert "the same" in said.out


@pytest.mark.parametrize("name", ["back.stackwright", "back.yaml"])
def test_a_version_comes_back_into_another_file(
    stackwright: Callable[..., Any], project: Path, tmp_path: Path, name: str
) -> None:
    before = project.read_bytes()
    assert stackwright("versions", project, "--restore", 2, "-o", tmp_path / name).code == 0
    counts = stackwright("analyze", tmp_path / name, "--json").document["counts"]
    assert counts["nodes"]["total"] == 1
    assert project.read_bytes() == before
    said = stackwright("versions", project, "--restore", 7, "-o", tmp_path / name)
    assert said.err == "stackwright: p.stackwright has no version 7; there are 3, 2, 1.\n"
    assert stackwright("versions", project, "--restore", 2, "-o", project).code == 1
    assert stackwright("versions", project, "--restore", 2).code == 2


def test_a_version_is_named_and_the_project_stays(stackwright: Callable[..., Any], project: Path) -> None:
    before = read_project(project)
    assert stackwright("versions", project, "--name", "1=Begun").out == "Version 1 is called 'Begun'.\n"
    assert stackwright("versions", project, "--name", "3=As built").code == 0
    after = read_project(project)
    assert (after.design, after.digest, after.number) == (before.design, before.digest, 3)
    found = stackwright("versions", project, "--json").document["versions"]
    assert [one["name"] for one in found] == ["As built", "", "Begun"]
    assert stackwright("versions", project, "--name", "3=").code == 0
    assert read_project(project).note.name == ""
    assert stackwright("versions", project, "--name", "9=X").code == 1
    assert stackwright("versions", project, "--name", "X").code == 2
    lock = ProjectLock(project)
    lock.take()
    said = stackwright("versions", project, "--name", "1=Other")
    lock.free()
    assert "open in another window" in said.err


def test_a_damaged_project_is_salvaged(stackwright: Callable[..., Any], project: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(project)) as connection, connection:
        connection.execute("delete from records where kind = 'sources'")
    assert stackwright("analyze", project).code == 1
    out = tmp_path / "out.stackwright"
    found = stackwright("salvage", project, "-o", out, "--json").document
    assert found["nodes"] == 1
    assert any("was there on" in line for line in found["lost"])
    assert stackwright("analyze", out, "--json").document["counts"]["nodes"]["total"] == 1
    said = stackwright("salvage", project, "-o", tmp_path / "again.stackwright")
    assert "What is lost:" in said.out
    assert stackwright("salvage", project, "-o", project).code == 1


def test_figures_of_versions_are_worked_out_once(
    stackwright: Callable[..., Any], project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Design] = []
    work = versions_command._worked_out

    def counted(design: Design, library: Library) -> Figures:
        made.append(design)
        return work(design, library)

    monkeypatch.setattr(versions_command, "_worked_out", counted)
    first = stackwright("versions", project, "--json").document
    assert len(made) == len(first["versions"]) == 3
    shown = stackwright("versions", project).out
    assert stackwright("versions", project, "--json").document == first
    assert len(made) == 3
    # Another day, another program, other catalogs: worked out again. A damaged memory is none.
    monkeypatch.setattr(versions_command, "today", lambda: date(2030, 1, 1))
    assert stackwright("versions", project).out == shown
    assert len(made) == 6
    (memory,) = (tmp_path / "cache").rglob("version-figures.json")
    memory.write_bytes(memory.read_bytes()[:-9])
    assert stackwright("versions", project).out == shown
    assert len(made) == 9


def test_what_is_remembered_of_versions_is_bounded_and_of_one_stamp(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    figure = Figure(value=2.5, unit="W", low=1.0, high=3.0, missing=("price of x",), likely=(1.5, 2.9))
    known = VersionFigures("one", path)
    for number in range(2_500):
        known.put(f"d{number}", {"facility": figure, "buy": None})
    known.keep()
    again = VersionFigures("one", path)
    assert again.get("d2499") == {"facility": figure, "buy": None}
    assert again.get("d0") is None
    assert path.stat().st_size <= 1_000_000
    assert VersionFigures("two", path).get("d2499") is None
    assert VersionFigures("", path).get("d2499") is None


def test_a_stamp_tells_another_day_and_a_changed_file(tmp_path: Path) -> None:
    day = date(2026, 11, 28)
    (tmp_path / "a.py").write_text("1")
    first = stamp_of([tmp_path], day)
    assert stamp_of([tmp_path], day) == first
    assert stamp_of([tmp_path], date(2026, 11, 29)) != first
    (tmp_path / "a.py").write_text("11")
    assert stamp_of([tmp_path], day) != first
