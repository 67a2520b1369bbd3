"""`set`: fields of links and nodes from the command line and what that changes; a file only where one is asked for."""

from pathlib import Path

import pytest

from designer.catalog.library import Library
from designer.cli.commands import set_command
from designer.cli.opening import open_design
from tests.cli.conftest import Stackwright
from tests.cli.network.test_rates_each_way import DESIGN

EVEN = DESIGN.replace(", capacity_back_gbps: 20", "")


@pytest.fixture
def sites(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(set_command, "read_library", lambda: library)
    path = tmp_path / "sites.yaml"
    path.write_text(EVEN, "utf-8")
    return path


def test_the_other_way_of_a_circuit_is_set_and_told(sites: Path, stackwright: Stackwright) -> None:
    """A fifth of 100 Gb/s back: 133.3 of 20 is 667%, before 133%; the halves exchange 20 of 100."""
    out = sites.parent / "slow.stackwright"
    said = stackwright("set", sites, "wan", "capacity_back_gbps=/5", "-o", out)
    assert said.code == 0, said.err
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert "wan capacity_back_gbps not set 20" in lines
    assert "Bisection, one way 100 Gb/s 20 Gb/s −80 Gb/s" in lines
    assert "Busiest network part 133% 667% +5.33" in lines
    assert any("Circuit is asked, towards North, for 6.67 times" in line for line in lines)
    assert sites.read_text("utf-8") == EVEN
    told = stackwright("analyze", out, "--json", "--only", "network").document["network"]
    assert told["bisection_gbps"]["value"] == 20.0
    back = stackwright("set", out, "wan", "capacity_back_gbps=", "-o", out)
    assert back.code == 0, back.err
    assert open_design(out).links["wan"].capacity_back_gbps is None


def test_several_at_once_with_units_as_json(sites: Path, stackwright: Stackwright) -> None:
    document = stackwright("set", sites, "a", "b", "length_m=30 ft", "cables=*2", "--json").document
    assert document["changed"] == [
        {"id": one, "field": field, "before": before, "after": after}
        for one in ("a", "b")
        for field, before, after in (("length_m", None, 9.144), ("cables", 2, 4))
    ]
    assert document["effect"]["added"] == ["+4 cables"]
    assert [one.name for one in sites.parent.iterdir() if one.suffix] == ["sites.yaml"]


def test_nodes_take_copies_parts_facts_and_choices(sites: Path, stackwright: Stackwright) -> None:
    out = sites.parent / "after.yaml"
    assert stackwright("set", sites, "g", "copies=+2", "power_max_w=2 kW", "name=North hosts", "-o", out).code == 0
    node = open_design(out).nodes["g"]
    assert (node.copies, node.facts["power_max_w"], node.name) == (4, 2000.0, "North hosts")
    said = stackwright("set", out, "p", "part=nvidia/qm9700", "-o", out)
    assert said.code == 0, said.err
    assert open_design(out).nodes["p"].part == "nvidia/qm9700"


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("nope", "cables=2"), 1, "no link or node 'nope'"),
        (("wan", "speed=2"), 1, "A link has no field 'speed'; it has a, a_port"),
        (("g", "speed=2"), 1, "A node has no field 'speed'"),
        (("wan", "capacity_gbps=fast"), 1, "'fast' is not a number of Gb/s"),
        (("wan", "capacity_back_gbps=-300"), 1, "from the second end to the first"),
        (("wan", "cables=/3"), 1, "whole number"),
        (("wan", "medium=tin"), 1, "Medium cannot be 'tin'"),
        (("wan",), 2, "set PROJECT ID FIELD=VALUE"),
        (("cables=2",), 2, "set PROJECT ID FIELD=VALUE"),
        (("wan", "=2"), 2, "FIELD=VALUE"),
        (("wan", "cables=2", "cables=3"), 2, "cables was given twice"),
    ],
)
def test_what_is_refused_is_one_line_and_writes_nothing(
    sites: Path, stackwright: Stackwright, words: tuple[str, ...], code: int, reason: str
) -> None:
    out = sites.parent / "never.yaml"
    said = stackwright("set", sites, *words, "-o", out)
    assert (said.code, said.out) == (code, "")
    assert len(said.err.strip().splitlines()) == 1
    assert reason in said.err
    assert not out.exists()
