"""Everything that goes without a mouse."""

import pytest
from PySide6.QtCore import Qt

from designer.edit.nodes.nodes import add_container, add_node
from designer.model.design import Design

DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
TAB, BACKTAB, ESCAPE, RETURN = Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Return


@pytest.fixture
def three(begin, library):
    """Two servers in a line at y 0, a switch above the second at y −200."""
    design = add_node(Design(), library, DGX, -304, 0, node_id="one").applied(Design())
    design = add_node(design, library, DGX, 0, 0, node_id="two").applied(design)
    design = add_node(design, library, SWITCH, 0, -200, node_id="leaf").applied(design)
    return begin(design)


def test_two_servers_a_switch_and_two_links_without_a_mouse(person):
    canvas = person.canvas
    canvas.place_part(SWITCH)
    canvas.place_part(DGX)
    canvas.place_part(DGX)
    switch, one, two = list(person.design.nodes)
    boxes = [person.drawing.rect_of(node) for node in (switch, one, two)]
    assert not any(a.meets(b) for a in boxes for b in boxes if a is not b)
    for server in (one, two):
        while canvas.stage.focused != server:
            person.key(TAB)
        person.key(Qt.Key.Key_L)
        person.key(RETURN)
        person.enter("8")
    links = list(person.design.links.values())
    assert [(link.a, link.b, link.cables) for link in links] == [(one, switch, 8), (two, switch, 8)]
    assert canvas.hasFocus()


def test_tab_walks_in_reading_order_and_then_leaves(three):
    seen = []
    for _ in range(3):
        three.key(TAB)
        seen.append(three.canvas.selected_ids())
    assert seen == [("leaf",), ("one",), ("two",)]
    three.key(BACKTAB, SHIFT)
    assert three.canvas.selected_ids() == ("one",)
    three.key(TAB)
    assert three.canvas.focusNextPrevChild(True) is False or not three.canvas.stage.focused


def test_arrows_move_what_is_selected_as_one_edit(three):
    three.canvas.select(["one"])
    three.key(Qt.Key.Key_Right)
    three.key(Qt.Key.Key_Right)
    three.key(Qt.Key.Key_Down, SHIFT)
    assert (three.design.nodes["one"].x, three.design.nodes["one"].y) == (-288, 80)
    assert len(three.session.labels) == 1
    three.session.undo()
    assert three.design.nodes["one"].x == -304


def test_arrows_push_the_paper_when_nothing_is_selected(three):
    before = three.canvas.camera()
    three.key(Qt.Key.Key_Right)
    assert three.canvas.camera().x == before.x + 64
    assert not three.session.labels


def test_digits_set_the_copies(three):
    three.canvas.select(["one"])
    three.type("31")
    assert three.editor.text() == "31"
    three.key(RETURN)
    assert three.design.nodes["one"].copies == 31
    assert three.canvas.hasFocus()
    three.session.undo()
    assert three.design.nodes["one"].copies == 1


def test_a_refused_count_says_why_and_stays_open(three):
    three.canvas.select(["one"])
    three.type("99999999")
    three.key(RETURN)
    assert three.editor is not None
    assert "number of copies" in three.said[-1].lower()
    three.key(ESCAPE)
    assert three.editor is None
    assert three.design.nodes["one"].copies == 1


def test_a_count_of_nothing_is_refused(three):
    three.canvas.select(["one"])
    three.type("5")
    three.key(Qt.Key.Key_Backspace)
    three.key(RETURN)
    assert "whole number" in three.said[-1]
    three.key(ESCAPE)
    assert three.design.nodes["one"].copies == 1


def test_f2_and_enter_edit_the_name(three):
    three.canvas.select(["leaf"])
    three.key(Qt.Key.Key_F2)
    three.enter("Rail 1")
    assert three.design.nodes["leaf"].name == "Rail 1"
    three.key(RETURN)
    assert three.editor.text() == "Rail 1"
    three.key(ESCAPE)
    assert three.session.labels == ["Rename Quantum-2 QM9700 to Rail 1"]


def test_a_double_click_on_a_wire_edits_its_cables(three):
    three.drag(three.port("two", "fabric"), three.port("leaf", "ports"))
    three.key(ESCAPE)
    (link,) = three.design.links.values()
    wire = three.drawing.wires[0]
    three.double_click(three.screen(*wire.label_rect.centre))
    three.enter("5")
    assert three.design.links[link.id].cables == 5
    three.double_click(three.screen(*three.drawing.wires[0].label_rect.centre))
    three.enter("0")
    assert three.design.links[link.id].cables == 5
    assert "number of cables" in three.said[-1].lower()


def test_a_double_click_on_a_tile_edits_its_name(three):
    three.double_click(three.corner("one", 80, 24))
    three.enter("Trainer")
    assert three.design.nodes["one"].name == "Trainer"


def test_going_elsewhere_keeps_what_was_typed(three):
    three.canvas.select(["one"])
    three.type("4")
    three.click(three.screen(-500, 300))
    assert three.design.nodes["one"].copies == 4
    assert three.editor is None


def test_an_undo_elsewhere_closes_the_field(three):
    three.canvas.select(["one"])
    three.key(Qt.Key.Key_Right)
    three.type("7")
    three.session.undo()
    assert three.editor is None
    assert three.design.nodes["one"].copies == 1


def test_delete_takes_nodes_with_their_links(three):
    three.drag(three.port("two", "fabric"), three.port("leaf", "ports"))
    three.key(ESCAPE)
    three.canvas.select(["two"])
    three.key(Qt.Key.Key_Delete)
    assert set(three.design.nodes) == {"one", "leaf"}
    assert not three.design.links
    assert three.canvas.selected_ids() == ()


def test_arrows_choose_the_target_of_a_link(three):
    three.canvas.place_part("nvidia/qm9700")
    below = three.canvas.selected_ids()[0]
    from designer.edit.nodes.nodes import set_node

    three.session.commit(set_node(three.design, below, x=0.0, y=200.0))
    three.canvas.select(["two"])
    three.key(Qt.Key.Key_L)
    three.key(Qt.Key.Key_Down)
    assert three.canvas.key_target == below
    three.key(Qt.Key.Key_Up)
    three.key(Qt.Key.Key_Up)
    assert three.canvas.key_target == "leaf"
    assert any("Quantum-2 QM9700" in line for line in three.said)
    three.key(ESCAPE)
    assert not three.design.links
    assert three.canvas.stage.shown_preview is None


def test_l_says_so_when_nothing_fits(begin, library):
    design = add_container(Design(), "rack", 0, 0, node_id="rack").applied(Design())
    design = add_node(design, library, DGX, -304, 0, node_id="one").applied(design)
    person = begin(design)
    person.canvas.select(["one"])
    person.key(Qt.Key.Key_L)
    assert person.said[-1].startswith("Nothing on the canvas fits")
    person.canvas.select(["rack"])
    person.key(Qt.Key.Key_L)
    assert person.said[-1].startswith("Choose a tile first")


def test_a_design_that_changes_while_a_target_is_chosen(three):
    from designer.edit.nodes.nodes import remove

    three.canvas.select(["two"])
    three.key(Qt.Key.Key_L)
    three.session.commit(remove(three.design, ["leaf"]))
    three.key(RETURN)
    assert not three.design.links


def test_zoom_keys(three):
    three.type("+")
    assert three.canvas.zoom() == pytest.approx(1.25)
    three.type("-")
    three.type("-")
    assert three.canvas.zoom() == pytest.approx(0.8)
    three.type("0")
    assert three.canvas.zoom() == 1.0
    three.canvas.zoom_to(0.05)
    three.key(Qt.Key.Key_F)
    sight, bounds = three.canvas.stage.sight, three.drawing.bounds
    assert sight.x <= bounds.x
    assert bounds.right <= sight.right
    three.canvas.zoom_to(0.05)
    three.key(Qt.Key.Key_1, SHIFT)
    assert three.canvas.zoom() > 0.5


def test_a_number_typed_before_enter_is_the_number_of_cables(three):
    three.canvas.select(["one"])
    three.key(Qt.Key.Key_L)
    three.type("8")
    three.key(RETURN)
    (link,) = three.design.links.values()
    assert (link.a, link.b, link.cables) == ("one", "leaf", 8)
    assert three.editor is None


def test_a_slash_opens_the_quick_add(person):
    person.key(Qt.Key.Key_Slash)
    assert person.canvas.adding.panel is not None
    person.enter("qm97")
    (node,) = person.design.nodes.values()
    assert node.part == SWITCH
    assert person.canvas.hasFocus()


def test_the_reader_hears_the_selection(three):
    assert three.canvas.accessibleDescription() == "Nothing selected. 3 items, 0 links on the canvas."
    three.drag(three.port("two", "fabric"), three.port("leaf", "ports"))
    three.enter("3")
    assert three.canvas.accessibleDescription() == "Link DGX H100 2 to Quantum-2 QM9700, 3 cables of 400G"
    three.canvas.select(["leaf"])
    three.type("8")
    three.key(RETURN)
    assert three.canvas.accessibleDescription() == "Quantum-2 QM9700, 8 copies, 1 link"


def test_ctrl_keys_are_left_to_the_window(three):
    three.canvas.select(["one"])
    before = three.design
    three.key(Qt.Key.Key_L, CTRL)
    three.key(Qt.Key.Key_F, CTRL)
    assert three.design is before
    assert not three.canvas.busy
