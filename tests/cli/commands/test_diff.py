"""What differs between two designs, with power and cost: `stackwright diff`."""

from pathlib import Path

import pytest

DESIGN = """format: stackwright-design
version: 1
name: {name}
nodes:
  - {{id: dgx, part: nvidia/dgx-h100, copies: {copies}}}
  - {{id: leaf, part: nvidia/qm9700}}
links:
  - {{id: rails, a: dgx, b: leaf, medium: fabric, cables: {cables}}}
"""


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two servers on a leaf, and four."""
    paths = tmp_path / "two.yaml", tmp_path / "four.yaml"
    for path, copies in zip(paths, (2, 4), strict=True):
        path.write_text(DESIGN.format(name=path.stem, copies=copies, cables=8 * copies), "utf-8")
    return paths


def test_each_field_that_differs_is_told_with_both_values(stackwright, pair):
    document = stackwright("diff", *pair, "--json").document
    changed = {(one["table"], one["id"]): one for one in document["changes"]}
    assert changed["nodes", "dgx"]["fields"]["copies"] == {"before": 2, "after": 4}
    assert changed["links", "rails"]["fields"] == {"cables": {"before": 16, "after": 32}}
    assert changed["settings", "design"]["fields"]["name"] == {"before": "two", "after": "four"}
    assert {one["how"] for one in changed.values()} == {"changed"}
    assert document["devices"]


def test_power_and_cost_are_those_of_each_design_alone(stackwright, pair):
    figures = stackwright("diff", *pair, "--json").document["figures"]
    for path, side in zip(pair, ("before", "after"), strict=True):
        alone = stackwright("analyze", path, "--json").document["headlines"]
        assert {key: one[side]["value"] for key, one in figures.items() if key in alone} == {
            key: alone[key]["value"] for key in figures if key in alone
        }
        assert "buy" in alone
    assert figures["buy"]["after"]["value"] > figures["buy"]["before"]["value"]


def test_it_is_told_in_words(stackwright, pair):
    said = stackwright("diff", *pair).out
    assert "copies 2 → 4" in said
    assert "cables 16 → 32" in said
    assert "To buy" in said
    assert "Nothing differs." in stackwright("diff", pair[0], pair[0]).out
    assert stackwright("diff", pair[0], pair[0], "--json").document["changes"] == []


def test_the_other_way_round_is_the_other_way_round(stackwright, pair):
    back = stackwright("diff", *reversed(pair), "--json").document
    (copies,) = [one["fields"]["copies"] for one in back["changes"] if one["id"] == "dgx"]
    assert copies == {"before": 4, "after": 2}


def test_they_are_written_side_by_side_as_a_page(stackwright, pair, tmp_path):
    page = tmp_path / "page.html"
    assert stackwright("diff", *pair, "--html", page).out == f"Wrote {page}.\n"
    text = page.read_text("utf-8")
    assert "four costs" in text
    assert "×2 → ×4" in text
    assert stackwright("diff", *pair, "--and", pair[0], "--html", page).code == 0
    assert stackwright("diff", *pair, "--and", pair[0]).code == 2
    assert stackwright("diff", *pair, "--html", tmp_path / "page.pdf").code == 1
