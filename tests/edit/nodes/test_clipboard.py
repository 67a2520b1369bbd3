"""Copy, paste and duplicate: fresh ids, inner links, parents, parts; foreign text is refused."""

import json

import pytest

from designer.catalog.library import Library
from designer.edit.links.links import add_link
from designer.edit.nodes.clipboard import copy_out, duplicate, paste_in, pasted_ids
from designer.edit.nodes.nodes import add_container, add_node, group
from designer.model.design import Design
from designer.model.records import RefusedInput


@pytest.fixture
def unit(library: Library) -> Design:
    design = Design()
    design = add_node(design, library, "nvidia/dgx-h100", 40, 160, copies=4, node_id="dgx").applied(design)
    design = add_node(design, library, "nvidia/qm9700", 40, 0, copies=8, node_id="leaf").applied(design)
    design = add_link(design, "dgx", "leaf", cables=32, link_id="rails").applied(design)
    return group(design, ["dgx"], "rack", "Rack").applied(design)


def test_paste_into_another_project(unit: Design) -> None:
    edit = paste_in(Design(), copy_out(unit, ["rack", "leaf"]), 1000, 500)
    other = edit.applied(Design())
    assert edit.label == "Paste 3 items"
    assert set(other.nodes) == {"dgx", "leaf", "rack"}
    assert other.parts == unit.parts
    assert other.sources == unit.sources
    assert other.nodes["dgx"].parent == "rack"
    assert other.links == unit.links
    assert min(node.x for node in other.nodes.values()) == 1000
    assert min(node.y for node in other.nodes.values()) == 500
    assert other.nodes["dgx"].y - other.nodes["leaf"].y == 160
    assert set(pasted_ids(edit)) == {"leaf", "rack"}
    assert edit.inverted().applied(other) == Design()


def test_paste_beside_the_original_gives_fresh_ids(unit: Design) -> None:
    twice = paste_in(unit, copy_out(unit, ["rack", "leaf"]), 0, 0).applied(unit)
    assert set(twice.nodes) == {"dgx", "leaf", "rack", "dgx-2", "leaf-2", "rack-2"}
    assert twice.nodes["dgx-2"].parent == "rack-2"
    assert (twice.links["rails-2"].a, twice.links["rails-2"].b) == ("dgx-2", "leaf-2")
    assert twice.nodes["dgx-2"].order > twice.nodes["rack"].order


def test_links_to_what_stays_behind_are_left(unit: Design) -> None:
    assert len(paste_in(unit, copy_out(unit, ["rack"]), 0, 0).applied(unit).links) == 1


def test_paste_into_a_container(unit: Design) -> None:
    design = add_container(unit, "row", 0, 0, node_id="row").applied(unit)
    after = paste_in(design, copy_out(unit, ["rack"]), 0, 0, "row").applied(design)
    assert after.nodes["rack-2"].parent == "row"
    with pytest.raises(RefusedInput, match="cannot stand in"):
        paste_in(design, copy_out(design, ["row"]), 0, 0, "rack")


def test_duplicate_stays_in_its_container(unit: Design) -> None:
    edit = duplicate(unit, ["dgx"])
    after = edit.applied(unit)
    assert edit.label == "Duplicate DGX H100"
    assert after.nodes["dgx-2"].parent == "rack"
    assert (after.nodes["dgx-2"].x, after.nodes["dgx-2"].y) == (72, 192)


def edited(text: str, **changes: object) -> str:
    """The clip TEXT with fields of it changed."""
    clip = json.loads(text)
    clip["stackwright-clip"].update(changes)
    return json.dumps(clip)


def test_foreign_text_is_refused_in_one_plain_line(unit: Design) -> None:
    text = copy_out(unit, ["rack", "leaf"])
    node = {"id": "x", "kind": "switch"}
    for bad in (
        "",
        "Dear Sir or Madam",
        "[]",
        "{}",
        "null",
        '{"stackwright-clip": {}}',
        "[" * 100_000,
        "\ud800",
        edited(text, version=2),
        edited(text, format="other"),
        edited(text, nodes=[]),
        edited(text, extra=1),
        edited(text, nodes=[{"id": "x"}]),
        edited(text, parts=[]),
        edited(text, links=[{"id": "l", "a": "dgx", "b": "gone", "medium": "fabric"}]),
        edited(text, links=[{"id": "l", "a": "dgx", "b": "dgx", "medium": "fabric"}]),
        edited(text, nodes=[node], links=[]),
        edited(text, nodes=[{**node, "kind": "dragon", "part": "nvidia/qm9700"}], links=[]),
        edited(text, nodes=[{**node, "id": "a b", "part": "nvidia/qm9700"}], links=[]),
        edited(text, nodes=[{**node, "copies": 0, "part": "nvidia/qm9700"}], links=[]),
        edited(
            text, nodes=[{"id": "a", "kind": "pod", "parent": "b"}, {"id": "b", "kind": "pod", "parent": "a"}], links=[]
        ),
        " " * 16_000_001,
    ):
        with pytest.raises(RefusedInput) as refusal:
            paste_in(unit, bad, 0, 0)
        assert "\n" not in str(refusal.value)
        assert len(str(refusal.value)) < 300


def test_nothing_to_copy(unit: Design) -> None:
    with pytest.raises(RefusedInput, match="Select what to copy"):
        copy_out(unit, ["rails"])
    with pytest.raises(RefusedInput, match="no 'gone'"):
        copy_out(unit, ["gone"])
