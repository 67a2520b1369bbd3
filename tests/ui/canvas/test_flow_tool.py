"""Flows by mouse and by keys: press on one, let go on another; the design is what counts."""

import pytest
from PySide6.QtCore import Qt

from designer.edit.links.links import add_link
from designer.edit.nodes.grouping import group
from designer.edit.nodes.nodes import add_node, set_node
from designer.model.design import Design
from designer.model.network.flow_asks import FlowAsk

DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"
TAB, ESCAPE, RETURN, RIGHT = Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Right


@pytest.fixture
def fabric(begin, library):
    """Servers "one" in a rack and "two", both on the switch "leaf"."""
    design = add_node(Design(), library, DGX, -400, 100, node_id="one", name="One", copies=4).applied(Design())
    design = add_node(design, library, DGX, 200, 100, node_id="two", name="Two").applied(design)
    design = add_node(design, library, SWITCH, -100, -250, node_id="leaf", name="Leaf").applied(design)
    design = group(design, ["one"], "rack", "Rack").applied(design)
    for end in ("one", "two"):
        design = add_link(design, end, "leaf", cables=8, link_id=f"{end}-up").applied(design)
    return begin(design)


def flows(person):
    return [(flow.source, flow.target, flow.gbps) for flow in person.design.settings.flows]


def rack_of(person):
    return person.design.nodes["one"].parent


def test_a_drag_from_node_to_node_is_a_flow(fabric):
    fabric.canvas.set_tool("flow")
    fabric.drag(fabric.middle("one"), fabric.middle("two"))
    assert flows(fabric) == [(("one",), ("two",), None)]
    assert fabric.session.labels == ["Draw flow One → Two"]
    assert fabric.said[-1].startswith("Draw flow One → Two.")
    assert fabric.canvas.tool() == "flow"
    assert [(arrow.a, arrow.b) for arrow in fabric.drawing.flows] == [("one", "two")]
    assert set(fabric.design.links) == {"one-up", "two-up"}


def test_from_a_group_to_a_port_of_a_switch(fabric):
    fabric.canvas.set_tool("flow")
    rack = rack_of(fabric)
    fabric.drag(fabric.corner(rack, 30, 12), fabric.port("leaf", "ports"))
    assert flows(fabric) == [((rack,), ("leaf",), None)]


def test_two_clicks_do_as_well(fabric):
    fabric.canvas.set_tool("flow")
    fabric.click(fabric.middle("two"))
    assert fabric.canvas.busy
    fabric.hover(fabric.middle("one"))
    fabric.click(fabric.middle("one"))
    assert flows(fabric) == [(("two",), ("one",), None)]
    assert not fabric.canvas.busy


def test_what_is_drawn_is_seen_before_it_is(fabric):
    fabric.canvas.set_tool("flow")
    fabric.press(fabric.middle("one"))
    fabric.pull(fabric.middle("one"), fabric.middle("two"))
    preview = fabric.canvas.stage.shown_preview
    assert preview.target == "two"
    assert preview.card.title == "One → Two"
    assert len(fabric.canvas.stage.shown.flows) == 1
    assert fabric.drawing.flows == ()
    assert flows(fabric) == []
    fabric.key(ESCAPE)
    assert fabric.canvas.stage.shown_preview is None
    fabric.let_go(fabric.middle("two"))
    assert flows(fabric) == []
    assert fabric.canvas.tool() == "flow"
    fabric.key(ESCAPE)
    assert fabric.canvas.tool() == "select"
    assert not fabric.session.labels


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("one", "nowhere", "let go over a node or a group"),
        ("one", "one", "to itself"),
        ("rack", "one", "stands inside Rack"),
        ("one", "rack", "stands inside Rack"),
        ("nowhere", "one", "Start on a node or a group"),
        ("wire", "one", "Start on a node or a group"),
    ],
)
def test_why_there_is_no_flow(fabric, start, end, words):
    places = {
        "one": fabric.middle("one"),
        "two": fabric.middle("two"),
        "rack": fabric.corner(rack_of(fabric), 30, 12),
        "nowhere": fabric.screen(500, 380),
    }
    wire = fabric.drawing.wires[fabric.drawing.wire_index["two-up"]]
    places["wire"] = fabric.screen(*wire.label_rect.centre)
    fabric.canvas.set_tool("flow")
    before = fabric.design
    fabric.press(places[start])
    fabric.pull(places[start], places["two"])
    fabric.pull(places["two"], places[end])
    fabric.let_go(places[end])
    assert fabric.design is before
    assert words in fabric.said[-1]
    assert fabric.canvas.stage.shown_preview is None


def test_the_same_flow_twice_is_told(fabric):
    fabric.canvas.set_tool("flow")
    for _ in range(2):
        fabric.drag(fabric.middle("one"), fabric.middle("two"))
    assert len(flows(fabric)) == 1
    assert "drawn already" in fabric.said[-1]


def test_into_a_folded_group(fabric):
    rack = rack_of(fabric)
    fabric.session.commit(set_node(fabric.design, rack, folded=True))
    fabric.canvas.set_tool("flow")
    fabric.drag(fabric.middle("two"), fabric.middle(rack))
    assert flows(fabric) == [(("two",), (rack,), None)]
    assert fabric.drawing.flows[0].b == rack


def walk_to(person, node_id):
    for _ in range(10):
        person.key(TAB)
        if person.canvas.stage.focused == node_id:
            return
    raise AssertionError(node_id)


def test_by_keys_the_nearest_that_sends_is_first_and_enter_draws(fabric):
    walk_to(fabric, "one")
    assert fabric.canvas.flow_by_keys()
    assert fabric.canvas.key_target == "two"
    assert "Enter draws it" in fabric.said[-1]
    fabric.key(RETURN)
    assert flows(fabric) == [(("one",), ("two",), None)]
    assert fabric.canvas.hasFocus()
    assert not fabric.canvas.busy


def test_by_keys_tab_and_arrows_choose_and_escape_leaves(fabric):
    walk_to(fabric, "two")
    fabric.canvas.flow_by_keys()
    seen = set()
    for _ in range(4):
        seen.add(fabric.canvas.key_target)
        fabric.key(TAB)
    assert seen == {"one", "leaf", rack_of(fabric)}
    fabric.key(ESCAPE)
    assert flows(fabric) == []
    assert not fabric.canvas.busy
    walk_to(fabric, "one")
    fabric.canvas.flow_by_keys()
    fabric.key(Qt.Key.Key_Up)
    fabric.key(RETURN)
    assert flows(fabric) == [(("one",), ("leaf",), None)]


def test_by_keys_what_is_drawn_already_is_told_and_stays(fabric):
    fabric.canvas.set_tool("flow")
    fabric.drag(fabric.middle("one"), fabric.middle("two"))
    fabric.canvas.set_tool("select")
    walk_to(fabric, "one")
    fabric.canvas.flow_by_keys()
    assert "drawn already" in fabric.said[-1]
    fabric.key(RETURN)
    assert len(flows(fabric)) == 1


def test_with_nothing_else_there_is_nobody_to_send_to(begin, library):
    person = begin(add_node(Design(), library, DGX, 0, 0, node_id="one", name="One").applied(Design()))
    walk_to(person, "one")
    assert not person.canvas.flow_by_keys()
    assert "nothing else on the canvas" in person.said[-1]
    assert person.design.settings.flows == ()


def test_arrows_go_when_the_tool_does(fabric):
    fabric.canvas.set_tool("flow")
    fabric.drag(fabric.middle("one"), fabric.middle("two"))
    fabric.canvas.set_tool("select")
    assert fabric.drawing.flows == ()
    assert fabric.design.settings.flows == (FlowAsk(source=("one",), target=("two",)),)
