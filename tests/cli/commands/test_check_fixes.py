"""`check --fixes` tells what each fix would do without a change to the project; `mend` makes those that do no harm."""

import json
from pathlib import Path

from tests.cli.conftest import Stackwright

DESIGN = """
format: stackwright-design
version: 1
name: Hall
nodes:
  - {id: dgx, part: nvidia/dgx-h100, copies: 16}
"""


def test_the_fix_is_told_before_it_is_made(tmp_path: Path, stackwright: Stackwright) -> None:
    path = tmp_path / "hall.yaml"
    path.write_text(DESIGN, "utf-8")
    said = stackwright("check", path, "--fixes")
    assert said.code == 0
    text = " ".join(said.out.split())
    assert "fix: Draw a simple power chain. +" in text
    assert path.read_text("utf-8") == DESIGN
    plain = stackwright("check", path)
    assert "fix:" not in plain.out


def test_json_says_the_effect_of_each_fix(tmp_path: Path, stackwright: Stackwright) -> None:
    path = tmp_path / "hall.yaml"
    path.write_text(DESIGN, "utf-8")
    document = json.loads(stackwright("check", path, "--fixes", "--json").out)
    (finding,) = [one for one in document["findings"] if one["rule"] == "hall-without-plant"]
    effect = finding["fix"]["effect"]
    assert "+2 utility feeds" in effect["added"]
    figures = {one["key"]: one for one in effect["figures"]}
    assert figures["it"]["change"] == "the same"
    assert figures["it"]["before"] == figures["it"]["after"]
    assert finding["message"] in effect["mended"]
    bare = json.loads(stackwright("check", path, "--json").out)
    (same,) = [one for one in bare["findings"] if one["rule"] == "hall-without-plant"]
    assert "effect" not in same["fix"]


BROKEN = """
format: stackwright-design
version: 1
name: Pod
nodes:
  - {id: rack, kind: rack, name: Rack A, facts: {power_limit_w: 40800, rack_units: 48}}
  - {id: dgx, part: nvidia/dgx-h100, copies: 6, parent: rack}
  - {id: leaf, part: nvidia/qm9700}
links:
  - {id: rails, a: dgx, b: leaf, medium: fabric, cables: 48}
  - {id: wrong, a: dgx, b: leaf, medium: fabric, cables: 1, b_port: mgmt}
"""


def test_two_ways_are_told_and_mending_makes_the_first_that_does_no_harm(
    tmp_path: Path, stackwright: Stackwright
) -> None:
    path, out = tmp_path / "pod.yaml", tmp_path / "mended.yaml"
    path.write_text(BROKEN, "utf-8")
    assert stackwright("check", path).code == 1
    text = " ".join(stackwright("check", path, "--fixes").out.split())
    assert "fix: Move 2 × dgx to a new rack." in text
    assert "Or: Feed and cool it for 61.2 kW." in text
    said = stackwright("mend", path)
    assert said.code == 0
    assert not out.exists()
    assert path.read_text("utf-8") == BROKEN
    document = json.loads(stackwright("mend", path, "-o", out, "--json").out)
    assert document["left"] == []
    assert "Move 2 × dgx to a new rack" in {one["fix"] for one in document["made"]}
    assert " ".join(said.out.split()).endswith(f"Pod: {len(document['made'])} fixes made, 0 findings left.")
    assert stackwright("check", out).code == 0
    again = json.loads(stackwright("mend", out, "--json").out)
    assert again == {"made": [], "left": [], "effect": None}
    refused = stackwright("mend", path, "-o", out)
    assert refused.code == 1
    assert "--force" in refused.err
