"""What overlaps: the one in front is painted last and hit first."""

import pytest

from designer.catalog.library import Library
from designer.drawing.topology.topology import draw_topology
from designer.edit.nodes.stacking_order import bring_to_front, send_to_back
from designer.export.text.text_form import document_of_design
from designer.model.design import Design, Node
from designer.model.records import RefusedInput


def pile() -> Design:
    nodes = [Node(id=one, kind="host", order=at, x=20.0 * at, y=10.0 * at) for at, one in enumerate("abc")]
    nodes.append(Node(id="rack", kind="rack", order=3, x=900.0))
    nodes.append(Node(id="in", kind="host", order=4, parent="rack", x=900.0))
    return Design(nodes={node.id: node for node in nodes})


def painted(design: Design) -> list[str]:
    return [tile.id for tile in draw_topology(design).tiles]


def on_top(design: Design) -> str:
    found = draw_topology(design).hit(100.0, 40.0, 0.0)
    assert found is not None
    return found.id


def test_design_order_until_somebody_says_otherwise() -> None:
    assert painted(pile()) == ["a", "b", "c", "in"]
    assert on_top(pile()) == "c"


def test_bring_to_front_and_send_to_back() -> None:
    design = pile()
    edit = bring_to_front(design, ["a"])
    assert edit.label == "Bring a to the front"
    design = edit.applied(design)
    assert [one for one in painted(design) if one != "in"] == ["b", "c", "a"]
    assert on_top(design) == "a"
    edit = send_to_back(design, ["a", "c"])
    assert edit.label == "Send 2 items to the back"
    design = edit.applied(design)
    assert [one for one in painted(design) if one != "in"] == ["c", "a", "b"]
    assert [node.id for node in design.nodes_in_order()] == ["a", "b", "c", "rack", "in"]


def test_each_container_is_a_pile_of_its_own() -> None:
    design = bring_to_front(pile(), ["a"]).applied(pile())
    assert not bring_to_front(design, ["in"])
    assert not bring_to_front(design, ["a"])


def test_it_is_in_the_text_and_only_when_it_is_said(library: Library) -> None:
    nodes = document_of_design(bring_to_front(pile(), ["a"]).applied(pile()), library)["nodes"]
    assert [node.get("front", 0) for node in nodes] == [1, 0, 0, 0, 0]


def test_what_is_refused() -> None:
    for make in (bring_to_front, send_to_back):
        with pytest.raises(RefusedInput):
            make(pile(), [])
        with pytest.raises(RefusedInput):
            make(pile(), ["nobody"])
