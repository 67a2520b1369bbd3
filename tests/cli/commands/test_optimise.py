"""`optimise`: a design, its cost, bound and gap, or the wishes that collide; and the bill that says the same."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Stackwright

SMALL = ("--set", "nodes=6", "--set", "links_per_node=2", "--set", "rate_gbps=400", "--set", "oversubscription=1")


def test_the_cost_is_the_bill_of_the_design(stackwright: Stackwright, tmp_path: Path) -> None:
    out = tmp_path / "fabric.stackwright"
    said = stackwright("optimise", "fabric", *SMALL, "--set", "switch=nvidia/qm9790", "-o", out, "--json")
    document = json.loads(said.out)
    assert said.code == 0
    assert document["gap"] == 0
    assert document["bound"] == pytest.approx(document["cost"])
    assert document["chosen"]["leaf_switch"] == "nvidia/qm9790"
    bill = json.loads(stackwright("bom", out, "--json").out)
    assert bill["total"]["value"] == pytest.approx(document["cost"])
    assert not bill["total"]["missing"]
    # What stands there is not replaced unasked.
    assert stackwright("optimise", "fabric", *SMALL, "-o", out).code == 1


def test_the_fabric_gets_a_chain_as_a_project(stackwright: Stackwright, tmp_path: Path) -> None:
    fabric, whole = tmp_path / "fabric.json", tmp_path / "whole.json"
    stackwright("optimise", "fabric", *SMALL, "--set", "switch=nvidia/qm9790", "-o", fabric)
    chain = json.loads(stackwright("optimise", "power", fabric, "-o", whole, "--json").out)
    before, after = (json.loads(stackwright("bom", one, "--json").out)["total"]["value"] for one in (fabric, whole))
    assert after - before == pytest.approx(chain["cost"])


def test_racks_in_words(stackwright: Stackwright) -> None:
    said = stackwright("optimise", "racks", "--set", "devices=nvidia/dgx-h100*4", "--set", "kw_per_rack=31")
    assert said.code == 0
    assert "Bound" in said.out
    assert "2 racks for 4 devices" in said.out


def test_wishes_that_collide(stackwright: Stackwright, tmp_path: Path) -> None:
    out = tmp_path / "none.json"
    said = stackwright(
        "optimise", "fabric", "--set", "nodes=6", "--set", "links_per_node=1", "--set", "survive=switch", "-o", out
    )
    assert said.code == 1
    assert said.err.strip() == "Nothing meets all of these wishes."
    assert "1 link a host" in said.out
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("fabric", "--set", "nodes=0"), 1, "nodes is 0"),
        (("fabric", "--set", "nodes"), 2, "KEY=VALUE"),
        (("fabric", "--set", "rate_gbps=fast"), 1, "rate_gbps"),
        (("racks",), 1, "devices=PART*COUNT"),
        (("power", "--set", "load_kw=-5"), 1, "load_kw"),
        (("power", "--set", "load_kw=1e12"), 1, "load_kw"),
        (("nothing",), 2, "nothing"),
    ],
)
def test_refusals_are_one_line(arguments: tuple[str, ...], code: int, words: str, stackwright: Stackwright) -> None:
    said = stackwright("optimise", *arguments)
    assert said.code == code
    assert words in said.err
    assert len(said.err.strip().splitlines()) == 1
