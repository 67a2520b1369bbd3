"""Groups that fold and unfold by mouse, and what is done to them while they are folded."""

import pytest
from PySide6.QtCore import QPointF, Qt

from designer.edit.links.links import add_link
from designer.edit.nodes.folding import fold
from designer.edit.nodes.nodes import add_node, group
from designer.model.design import Design


@pytest.fixture
def grouped(begin, library):
    """A pod with a server at (-304, 100); beside it a leaf at (-304, -200), with 8 cables, and a spine."""
    design = add_node(Design(), library, "nvidia/dgx-h100", -304, 100, node_id="dgx").applied(Design())
    design = add_node(design, library, "nvidia/qm9700", -304, -200, node_id="leaf").applied(design)
    design = add_node(design, library, "nvidia/qm9700", 200, -200, node_id="spine").applied(design)
    design = add_link(design, "dgx", "leaf", cables=8, link_id="rails").applied(design)
    design = group(design, ["dgx"], "pod", "Pod").applied(design)
    return begin(design)


def pod_of(person):
    return next(node.id for node in person.design.nodes.values() if node.kind == "pod")


def sign(person, group_id):
    rect = person.drawing.rect_of(group_id)
    return person.screen(rect.x + 8, rect.y + 14)


def test_a_click_on_the_sign_folds_and_another_unfolds_to_the_same_places(grouped):
    pod = pod_of(grouped)
    before = {one.id: one.rect for one in (*grouped.drawing.tiles, *grouped.drawing.frames)}
    grouped.click(sign(grouped, pod))
    assert grouped.design.nodes[pod].folded
    assert "dgx" not in grouped.drawing.tile_index
    assert grouped.canvas.selected_ids() == (pod,)
    assert grouped.said[-1] == "Fold Pod"
    grouped.click(sign(grouped, pod))
    assert not grouped.design.nodes[pod].folded
    assert {one.id: one.rect for one in (*grouped.drawing.tiles, *grouped.drawing.frames)} == before


def test_a_double_click_on_the_sign_turns_it_once(grouped):
    pod = pod_of(grouped)
    grouped.double_click(sign(grouped, pod))
    assert grouped.design.nodes[pod].folded
    assert len(grouped.session.labels) == 1


def test_a_double_click_on_a_folded_tile_unfolds_it(grouped):
    pod = pod_of(grouped)
    grouped.session.commit(fold(grouped.design, [pod], folded=True))
    grouped.double_click(grouped.middle(pod))
    assert not grouped.design.nodes[pod].folded


def test_what_is_inside_goes_along_when_the_folded_tile_is_dragged(grouped):
    pod = pod_of(grouped)
    grouped.click(sign(grouped, pod))
    place = grouped.middle(pod)
    grouped.drag(place, place + QPointF(160, 80), keys=Qt.KeyboardModifier.AltModifier)
    moved = grouped.design.nodes["dgx"]
    assert (moved.x, moved.y) == (-144, 180)
    assert (grouped.design.nodes["leaf"].x, grouped.design.nodes["leaf"].y) == (-304, -200)


def test_a_cable_to_a_folded_group_unfolds_it_and_asks_for_a_device(grouped):
    pod = pod_of(grouped)
    grouped.click(sign(grouped, pod))
    grouped.canvas.set_tool("connect")
    grouped.drag(grouped.middle("spine"), grouped.middle(pod))
    assert not grouped.design.nodes[pod].folded
    assert set(grouped.design.links) == {"rails"}
    assert "one of the devices inside" in grouped.said[-1]
    grouped.drag(grouped.middle("spine"), grouped.middle("dgx"))
    assert len(grouped.design.links) == 2


def test_going_to_what_is_inside_shows_the_folded_tile_and_says_so(grouped):
    pod = pod_of(grouped)
    grouped.click(sign(grouped, pod))
    grouped.canvas.go_to(("dgx",))
    assert grouped.canvas.selected_ids() == ("dgx",)
    assert grouped.canvas.stage.outlined() == {pod}
    assert grouped.said[-1] == "It stands in Pod, which is folded; Ctrl+. unfolds."
    assert grouped.design.nodes[pod].folded


def test_a_folded_group_is_named_so(grouped):
    pod = pod_of(grouped)
    grouped.click(sign(grouped, pod))
    assert ", folded" in grouped.canvas.accessibleDescription()
