"""`check --fixes`: what each fix would do, in text and as JSON, without a change to the project."""

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
