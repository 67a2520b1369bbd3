"""Of a damaged project what can be read comes back as a valid design, and what does not is listed."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.model.design import Design, Link, Node, Settings
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from designer.store.project import read_project, write_project
from designer.store.salvage import salvage
from tests.long_runs import runs


def grown(count: int) -> Design:
    nodes = {"rack": Node(id="rack", kind="rack")}
    nodes |= {f"n{number}": Node(id=f"n{number}", kind="server", parent="rack") for number in range(count)}
    links = {
        f"l{number}": Link(id=f"l{number}", a=f"n{number}", b=f"n{number + 1}", medium="fabric")
        for number in range(count - 1)
    }
    return Design(settings=Settings(name="Hall"), nodes=nodes, links=links)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two saves of many pages, so that a page can go and the rest is there."""
    path = tmp_path / "p.stackwright"
    write_project(path, grown(299))
    write_project(path, grown(300))
    return path


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_record_that_is_lost_takes_what_hangs_on_it_and_is_told(path: Path) -> None:
    change(path, "delete from records where id in ('rack', 'n7')")
    with pytest.raises(RefusedInput, match="does not match its digest"):
        read_project(path)
    found = salvage(path)
    assert found.design.nodes.keys() == grown(300).nodes.keys() - {"rack", "n7"}
    assert found.design.links.keys() == grown(300).links.keys() - {"l6", "l7"}
    assert "node n0 stood in 'rack', which is lost; it stands free now." in found.lost
    assert "link l6 is lost with one of its ends." in found.lost
    assert any(line.startswith("node rack was there on ") for line in found.lost)
    # The last node and the last link came with the last save, so that no earlier version can vouch for them.
    assert found.lost[-1].startswith("2 records cannot be checked against an earlier version")


@pytest.mark.parametrize("body", ["x'00'", "cast('{' as blob)", 'cast(\'{"id":"n5"}\' as blob)', "'text'"])
def test_a_record_that_cannot_be_read_is_told(path: Path, body: str) -> None:
    change(path, f"update records set body = {body} where id = 'n5'")
    found = salvage(path)
    assert found.design.nodes.keys() == grown(300).nodes.keys() - {"n5"}
    assert any(
        "n5" in line or "lost their names" in line or "lost its name" in line or "One" in line for line in found.lost
    )


def test_a_figure_that_cannot_be_is_left_out_with_its_record(path: Path) -> None:
    change(path, "update records set body = cast(json_set(body, '$.copies', -4) as blob) where id = 'n5'")
    found = salvage(path)
    assert "n5" not in found.design.nodes
    assert any("node n5: copies is -4" in line for line in found.lost)


def test_settings_that_are_lost_leave_the_design(path: Path) -> None:
    change(path, "update records set body = x'00' where kind = 'settings'")
    assert salvage(path).design.nodes == grown(300).nodes


def test_where_no_record_is_left_the_last_version_comes_back(path: Path) -> None:
    change(path, "delete from records")
    found = salvage(path)
    assert found.design == grown(299)
    assert "this is the version of" in found.lost[-1]
    change(path, "delete from saves")
    with pytest.raises(RefusedInput, match=r"Nothing in p.stackwright can be read"):
        salvage(path)


def test_damage_beside_the_design_loses_nothing(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[:16] = bytes(16)
    path.write_bytes(bytes(data))
    with pytest.raises(RefusedInput, match="not a SQLite file"):
        read_project(path)
    assert salvage(path) == (grown(300), ())
    assert path.read_bytes() == bytes(data)


@pytest.mark.scaled
def test_whatever_is_damaged_what_comes_back_was_saved(path: Path, tmp_path: Path) -> None:
    """A lost page, again and again: what comes back is valid, a part of what was saved, and the rest is told."""
    whole, chance = path.read_bytes(), random.Random(8)
    good = grown(300)
    most = 0
    for number in range(runs(25, 500)):
        data = bytearray(whole)
        page = chance.randrange(len(data) // 4096) * 4096
        data[page : page + 4096] = bytes(4096) if number % 2 else chance.randbytes(4096)
        bad = tmp_path / "bad.stackwright"
        bad.write_bytes(bytes(data))
        try:
            found = salvage(bad)
        except RefusedInput:
            continue
        design = require_valid(found.design)
        for name, node in design.nodes.items():
            assert replace(node, parent="rack") == replace(good.nodes[name], parent="rack")
        for name, link in design.links.items():
            assert link == good.links[name]
        assert found.lost or design == good
        most = max(most, len(design.nodes))
    assert most > 200


@pytest.mark.parametrize("body", [b"", b"hello", b"SQLite format 3\x00" + bytes(5000)])
def test_what_is_no_project_is_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "p.stackwright"
    path.write_bytes(body)
    with pytest.raises(RefusedInput):
        salvage(path)


@pytest.mark.parametrize(
    "statements",
    [
        ("drop table records", "create view records as select 'nodes' as kind, 'a' as id, zeroblob(1) as body"),
        ("create trigger t after insert on records begin select 1; end",),
        ("drop table saves", "create table saves (number integer primary key, body as (zeroblob(9)))"),
    ],
)
def test_what_brings_something_to_run_is_not_salvaged(path: Path, statements: tuple[str, ...]) -> None:
    change(path, *statements)
    with pytest.raises(RefusedInput, match="which no project has"):
        salvage(path)
