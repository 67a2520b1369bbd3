"""What commands write to: a design is never replaced unasked, and no file is written over the one that is read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from designer.cli.main import stackwright as program
from designer.model.design import Design, Node
from designer.store.lock import ProjectLock
from designer.store.project import read_project, write_project
from tests.cli.conftest import Stackwright

DESIGN = """format: stackwright-design
version: 1
nodes:
  - {id: a, part: generic/host, copies: 2}
  - {id: s, part: nvidia/qm9700}
  - {id: app, part: langchain/langchain, facts: {users: 4}}
links:
  - {id: l, a: a, b: s, medium: fabric, cables: 2}
"""
LOG = "TIMESTAMP,ContextTokens,GeneratedTokens\n" + "".join(f"2026-03-01 0{n}:00:00,100,9\n" for n in range(9))

DESIGNS: dict[str, Callable[[Path], list[object]]] = {
    "new": lambda folder: ["new"],
    "import": lambda folder: ["import", folder / "d.yaml", "-o"],
    "swap-fabric": lambda folder: ["swap-fabric", folder / "d.yaml", "--to", "ethernet", "-o"],
    "make-real": lambda folder: ["make-real", folder / "d.yaml", "-o"],
    "mend": lambda folder: ["mend", folder / "d.yaml", "-o"],
    "optimise fabric": lambda folder: ["optimise", "fabric", "--set", "nodes=2", "--set", "links_per_node=1", "-o"],
    "optimise racks": lambda folder: ["optimise", "racks", "--set", "devices=nvidia/qm9700*2", "-o"],
    "optimise power": lambda folder: ["optimise", "power", "--set", "load_kw=50", "-o"],
    "optimise all": lambda folder: ["optimise", "all", "--set", "nodes=2", "--set", "links_per_node=1", "-o"],
    "merge": lambda folder: ["merge", folder / "d.yaml", folder / "d.yaml", folder / "d.yaml", "-o"],
    "phases": lambda folder: ["phases", folder / "d.yaml", "--add", "order_date=2027-01-04", "-o"],
    "sites": lambda folder: ["sites", folder / "d.yaml", "--at", "chicago", "--stand", "chicago", "-o"],
    "sweep": lambda folder: ["sweep", "--template", "leaf-spine", "--set", "nodes=2,3", "--design", "1", "-o"],
    "set": lambda folder: ["set", folder / "d.yaml", "a", "copies=3", "-o"],
    "demand": lambda folder: ["demand", folder / "log.csv", "--into", folder / "d.yaml", "--node", "app", "-o"],
    "netbox import": lambda folder: ["netbox", "import", folder / "site.json", "-o"],
    "built": lambda folder: ["built", folder / "d.yaml", folder / "seen.csv", "--accept", "all", "-o"],
    "versions": lambda folder: ["versions", folder / "p.stackwright", "--restore", "1", "-o"],
    "salvage": lambda folder: ["salvage", folder / "p.stackwright", "-o"],
}
"""Commands that write a design, up to the file that they write to."""
MADE_AGAIN = {"bom", "cables", "export", "calc", "catalog export", "readings"}
"""Commands whose files are made of a design or of parts, and are made again by scripts: they replace what is there."""
SHARED = {"bundle make"}
"""Commands whose files are handed to others and are no designs: replaced only when asked, too."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "d.yaml").write_text(DESIGN, "utf-8")
    (tmp_path / "log.csv").write_text(LOG, "utf-8")
    (tmp_path / "site.json").write_text('{"sites": [{"name": "North"}]}', "utf-8")
    (tmp_path / "seen.csv").write_text("local_device,remote_device\na[0],s\na[1],s\n", "utf-8")
    for copies in (1, 2):
        write_project(tmp_path / "p.stackwright", Design(nodes={"a": Node(id="a", kind="server", copies=copies)}))
    return tmp_path


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def test_every_command_that_writes_a_file_is_here() -> None:
    writing = {name for name, command in _commands(program) if any("-o" in one.opts for one in command.params)}
    assert writing | {"new"} == DESIGNS.keys() | MADE_AGAIN | SHARED
    forced = {name for name, command in _commands(program) if any("--force" in one.opts for one in command.params)}
    # Of `bundle take` the word means: take it all the same.
    assert forced == DESIGNS.keys() | SHARED | {"bundle take"}


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("suffix", [".stackwright", ".yaml"])
def test_a_design_is_replaced_only_when_asked(name: str, suffix: str, folder: Path, stackwright: Stackwright) -> None:
    out = folder / f"mine{suffix}"
    if suffix == ".stackwright":
        write_project(out, Design(nodes={"mine": Node(id="mine", kind="server")}))
    else:
        out.write_text(DESIGN, "utf-8")
    before = out.read_bytes()
    command = DESIGNS[name](folder)
    said = stackwright(*command, out)
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"stackwright: mine{suffix} was not overwritten: it exists. Choose another name, or say --force.\n"
    )
    assert out.read_bytes() == before
    if suffix == ".stackwright":
        lock = ProjectLock(out)
        lock.take()
        said = stackwright(*command, out, "--force")
        lock.free()
        assert said.code == 1
        assert "mine.stackwright is open in another window" in said.err
        assert out.read_bytes() == before
    assert stackwright(*command, out, "--force").code == 0
    assert out.read_bytes() != before
    if suffix == ".stackwright":
        assert len(read_project(out).saves) == 1  # what was there stays among its versions


def test_a_bundle_is_replaced_only_when_asked(folder: Path, stackwright: Stackwright) -> None:
    out = folder / "prices.bundle"
    out.write_text("mine", "utf-8")
    command = ["bundle", "make", "nvidia/qm9700", "--name", "Prices", "--author", "Buyers", "-o", out]
    said = stackwright(*command)
    assert (said.code, out.read_text("utf-8")) == (1, "mine")
    assert said.err.startswith("stackwright: prices.bundle was not overwritten")
    assert stackwright(*command, "--force").code == 0
    assert out.read_text("utf-8") != "mine"


@pytest.mark.parametrize("name", ["set", "mend", "swap-fabric", "make-real", "demand"])
def test_the_project_that_a_command_changes_may_be_named_again(
    name: str, folder: Path, stackwright: Stackwright
) -> None:
    path = folder / "d.yaml"
    assert stackwright(*DESIGNS[name](folder), path).code == 0
    assert path.read_text("utf-8") != DESIGN


@pytest.mark.parametrize(
    "command",
    [
        ["bom", "d.json", "-o", "d.json"],
        ["cables", "d.json", "-o", "d.json"],
        ["export", "d.json", "-o", "link.json"],
        ["import", "d.json", "-o", "d.json", "--force"],
        ["calc", "fat-tree", "--rows", "k.csv", "-o", "k.csv"],
        ["catalog", "import", "k.csv", "--report", "k.csv"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_no_file_is_written_over_the_one_that_is_read(
    command: list[str], folder: Path, stackwright: Stackwright, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert stackwright("export", "d.yaml", "-o", "d.json").code == 0
    Path("link.json").symlink_to("d.json")
    Path("k.csv").write_text("k\n4\n", "utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    said = stackwright(*command)
    assert said.code == 1
    assert "was not overwritten: it is the file that is read. Choose another name." in said.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_scripts_make_again_replaces_what_is_there(folder: Path, stackwright: Stackwright) -> None:
    for words in (["bom"], ["cables"], ["export"]):
        out = folder / f"{words[0]}.json"
        out.write_text("old")
        assert stackwright(*words, folder / "d.yaml", "-o", out).code == 0
        assert out.read_text("utf-8") != "old"
