"""Phases by the command line: added, changed, removed, worked out as JSON and as text."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Stackwright


@pytest.fixture
def chain(tmp_path: Path, stackwright: Stackwright) -> Path:
    path = tmp_path / "chain.yaml"
    assert stackwright("new", path, "--template", "power-chain").code == 0
    return path


def test_phases_are_added_changed_worked_out_and_removed(chain: Path, tmp_path: Path, stackwright: Stackwright) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    said = stackwright(
        "phases", chain, "--add", "order_date=2027-01-04", "energised=2028-01-01", "lead_weeks=server=30", "-o", one
    )
    assert (said.code, said.err) == (0, "")
    assert "can run from" in said.out
    assert "No time is known of" in said.out
    added = stackwright("phases", one, "--add", "order_date=2028-01-03", "holds=rack=20", "--json", "-o", two)
    assert (added.code, added.err) == (0, "")
    document = json.loads(added.out)
    assert [phase["id"] for phase in document["planned"]] == ["phase-1", "phase-2"]
    found = document["phases"]
    halves = [phase["load_share"] for phase in found["phases"]]
    assert halves == [0.5, 0.5]
    assert found["at_least"]
    assert found["phases"][0]["running"]["p50"] <= found["phases"][0]["running"]["p90"] <= found["running"]["p90"]
    again = stackwright("phases", two, "--json")
    assert json.loads(again.out) == document
    other = json.loads(stackwright("phases", two, "--json", "--seed", "7").out)["phases"]
    assert (other["seed"], other["quarters"] != found["quarters"]) == (7, True)
    analyzed = json.loads(stackwright("analyze", two, "--json").out)["phases"]
    assert analyzed["phases"][1]["running"] == found["phases"][1]["running"]
    set_one = stackwright("set", two, "phase:phase-2", "wanted=2028-06-01", "-o", two)
    assert set_one.code == 0, set_one.err
    assert "2028-06-01" in set_one.out
    gone = stackwright("phases", two, "--remove", "phase-2", "--json")
    assert len(json.loads(gone.out)["planned"]) == 1
    assert len(json.loads(stackwright("phases", two, "--json").out)["planned"]) == 2


def test_a_design_without_phases_says_how_to_add_one(chain: Path, stackwright: Stackwright) -> None:
    said = stackwright("phases", chain)
    assert said.code == 0
    assert "no phases yet" in said.out
    assert json.loads(stackwright("phases", chain, "--json").out) == {"planned": [], "phases": None}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--add", "title=When?"), "needs its order date"),
        (("--add", "order_date=12027-01-01"), "is no date"),
        (("--add", "order_date=2027-01-04", "holds=rack=41"), "there are 40"),
        (("--add", "order_date=2027-01-04", "colour=red"), "no field"),
        (("--remove", "phase-9"), "no phase"),
        (("order_date=2027-01-04",), "go with --add"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    chain: Path, stackwright: Stackwright, words: tuple[str, ...], problem: str
) -> None:
    said = stackwright("phases", chain, *words)
    assert said.code != 0
    assert problem in said.err
