"""Quick add, stamps, drops onto links and into frames, numbers: with real mouse and keys."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QApplication

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node, put_into, set_node
from designer.model.design import Design

DGX, SWITCH, SN2201 = "nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn2201"
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
DOWN, UP, ESCAPE, RETURN = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Escape, Qt.Key.Key_Return


@pytest.fixture
def nested(begin, library):
    """A rack at (-368, -168) in a pod at (-400, -232), and a room at (200, -232)."""
    design = add_container(Design(), "pod", -400, -232, node_id="pod").applied(Design())
    design = add_container(design, "rack", -368, -168, node_id="rack", parent="pod").applied(design)
    design = add_container(design, "room", 200, -232, node_id="room").applied(design)
    return begin(design)


def only_new(person, before):
    (new,) = person.design.nodes.keys() - before
    return person.design.nodes[new]


# Quick add.


def test_a_double_click_on_empty_ground_adds_a_part_there(person):
    person.double_click(person.screen(100, 60))
    assert person.panel is not None
    person.enter("qm9700")
    (node,) = person.design.nodes.values()
    # Its middle is where the click was, on the grid, and halves go to the even step: 100 − 112 = −12, 60 − 48 = 12.
    assert (node.part, node.x, node.y) == (SWITCH, -16, 16)
    assert person.canvas.selected_ids() == (node.id,)
    assert person.canvas.hasFocus()
    assert person.panel is None


@pytest.mark.parametrize("typed", ["31 dgx h100", "dgx h100 x31", "31x dgx-h100"])
def test_a_number_among_the_words_makes_that_many(person, typed):
    person.key(Qt.Key.Key_Slash)
    person.enter(typed)
    (node,) = person.design.nodes.values()
    assert (node.part, node.copies) == (DGX, 31)
    assert person.session.labels == ["Add 31 × DGX H100"]


def test_arrows_choose_in_the_quick_add(person):
    person.key(Qt.Key.Key_Slash)
    person.type("qm97")
    second = person.panel.list.row_model.rows[1].part
    person.key(DOWN)
    person.key(UP)
    person.key(DOWN)
    person.key(RETURN)
    (node,) = person.design.nodes.values()
    assert node.part == second != SWITCH


def test_escape_leaves_the_quick_add(person):
    person.key(Qt.Key.Key_Slash)
    person.type("qm97")
    person.key(ESCAPE)
    assert person.panel is None
    assert person.canvas.hasFocus()
    assert not person.design.nodes


def test_a_press_elsewhere_leaves_the_quick_add(person):
    person.double_click(person.screen(100, 60))
    person.type("qm97")
    person.click(person.screen(-500, -300))
    assert person.panel is None
    assert not person.design.nodes


def test_what_is_not_found_places_nothing(person):
    person.key(Qt.Key.Key_Slash)
    person.enter("zzqqxx")
    assert person.panel is not None
    assert not person.design.nodes


def test_a_click_on_a_row_places_it(person, qtbot):
    person.key(Qt.Key.Key_Slash)
    person.type("sn2201")
    rows = person.panel.list
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.row_model.index(0)).center())
    assert [node.part for node in person.design.nodes.values()] == [SN2201]


def test_a_container_is_added_by_its_name(person):
    person.double_click(person.screen(0, 0))
    person.enter("rack")
    (node,) = person.design.nodes.values()
    assert (node.kind, node.part) == ("rack", None)


def test_a_double_click_in_a_rack_adds_inside_it(nested):
    before = set(nested.design.nodes)
    nested.double_click(nested.middle("rack"))
    nested.enter("4 qm9700")
    node = only_new(nested, before)
    assert (node.parent, node.copies) == ("rack", 4)
    assert not nested.design.nodes["rack"].folded


def test_opened_by_keys_it_places_beside_the_selection(wired):
    before = set(wired.design.nodes)
    wired.click(wired.middle("spine"))
    wired.key(Qt.Key.Key_Slash)
    wired.enter("sn2201")
    node = only_new(wired, before)
    spine = wired.drawing.rect_of("spine")
    assert node.x >= spine.right
    assert node.y == spine.y


def test_opened_by_keys_without_a_selection_it_places_at_the_pointer(person):
    person.hover(person.screen(-400, 200))
    person.key(Qt.Key.Key_Slash)
    person.enter("sn2201")
    (node,) = person.design.nodes.values()
    assert abs(node.x + 112 + 400) <= 4
    assert abs(node.y + 48 - 200) <= 4


def test_favourites_and_parts_placed_lately_come_first(person):
    person.canvas.adding.habits = lambda: ((SN2201,), (DGX,))
    person.key(Qt.Key.Key_Slash)
    rows = [(row.title, row.part) for row in person.panel.list.row_model.rows[:5]]
    assert person.panel.search.accessibleDescription().startswith("Spectrum SN2201")
    assert rows[0] == ("Favourites", "")
    assert rows[1][1] == SN2201
    assert rows[2] == ("Placed lately", "")
    assert rows[3][1] == DGX
    assert rows[4] == ("Containers", "")
    person.key(RETURN)
    assert [node.part for node in person.design.nodes.values()] == [SN2201]


def test_an_undo_from_elsewhere_closes_the_quick_add(wired):
    start = wired.middle("spine")
    wired.drag(start, start + QPointF(80, 0))
    wired.key(Qt.Key.Key_Slash)
    wired.session.undo()
    assert wired.panel is None


# The stamp.


def test_s_stamps_what_is_selected_until_escape(wired):
    wired.click(wired.middle("spine"))
    wired.canvas.set_tool("place")
    for x in (-100, 200, 500):
        wired.click(wired.screen(x, 250))
    wired.key(ESCAPE)
    wired.click(wired.screen(0, 400))
    assert sum(node.part == SWITCH for node in wired.design.nodes.values()) == 5
    assert wired.canvas.tool() == "select"
    assert len(wired.session.labels) == 3


def test_shift_while_dropping_keeps_the_part_in_the_hand(person):
    person.drop(DGX, person.screen(-400, -200), SHIFT)
    person.click(person.screen(0, -200))
    person.click(person.screen(400, -200))
    person.key(ESCAPE)
    assert [node.part for node in person.design.nodes.values()] == [DGX] * 3


def test_a_number_typed_while_stamping_is_the_number_of_copies(person):
    person.canvas.stamp_part(DGX)
    person.hover(person.screen(-300, 0))
    person.type("31")
    assert person.preview.label == "DGX H100 ×31"
    person.click(person.screen(-300, 0))
    assert [node.copies for node in person.design.nodes.values()] == [31]
    person.key(ESCAPE)


def test_shift_enter_takes_a_part_into_the_hand(person):
    person.key(Qt.Key.Key_Slash)
    person.type("qm9700")
    person.key(RETURN, SHIFT)
    assert person.canvas.tool() == "place"
    assert not person.design.nodes
    person.click(person.screen(0, 0))
    person.click(person.screen(0, 200))
    assert len(person.design.nodes) == 2


def test_a_stamp_without_a_part_asks_for_one(person):
    person.canvas.set_tool("place")
    person.enter("dgx h100")
    assert person.canvas.tool() == "place"
    person.click(person.screen(50, 50))
    assert [node.part for node in person.design.nodes.values()] == [DGX]


def test_the_ghost_leaves_with_the_pointer(person):
    person.canvas.stamp_part(DGX)
    person.hover(person.screen(0, 0))
    (tile,) = person.preview.picture.tiles
    assert (tile.icon, tile.plate is not None) == ("server", True)
    QApplication.sendEvent(person.canvas, QEvent(QEvent.Type.Leave))
    assert person.preview is None


# Onto a link.


def test_a_drop_onto_a_link_inserts_in_between_as_one_edit(wired):
    before = wired.design
    new = wired.drop(SWITCH, wired.on_wire("rails"))
    ends = [(link.a, link.b, link.cables) for link in wired.design.links.values()]
    assert ends == [("dgx", new, 8), (new, "leaf", 8)]
    assert len(wired.session.labels) == 1
    wired.session.undo()
    assert wired.design == before


def test_the_link_under_a_part_lights_up_and_goes_out(wired):
    wired.carry(SWITCH, wired.on_wire("rails"))
    assert wired.preview.link == "rails"
    wired.carry(SWITCH, wired.screen(400, 300))
    assert wired.preview.link == ""
    wired.carry_away()
    assert wired.preview is None
    assert set(wired.design.links) == {"rails"}


def test_what_does_not_go_in_between_says_why_and_lies_beside(wired):
    place = wired.on_wire("rails")
    wired.carry(SN2201, place)
    assert wired.preview.link == ""
    assert "100G instead of 400G" in wired.preview.card.lines[0]
    new = wired.drop(SN2201, place)
    assert set(wired.design.links) == {"rails"}
    # It leaves the link free where it was let go.
    x, y = wired.canvas.stage.viewpoint.to_canvas(place.x(), place.y())
    rect = wired.drawing.rect_of(new)
    assert not (rect.x - 20 < x < rect.right + 20 and rect.y - 20 < y < rect.bottom + 20)
    assert "beside the link" in wired.canvas.told.title
    assert "beside the link" in wired.said[-1]


def test_a_stamp_goes_into_a_link_too(wired):
    wired.canvas.stamp_part(SWITCH)
    wired.click(wired.on_wire("rails"))
    assert len(wired.design.links) == 2
    assert wired.canvas.tool() == "place"


def test_alt_drops_onto_the_canvas_and_not_into_the_link(wired):
    wired.drop(SWITCH, wired.on_wire("rails"), ALT)
    assert set(wired.design.links) == {"rails"}
    assert len(wired.design.nodes) == 4


def test_a_tile_without_links_is_dragged_into_a_link(wired):
    wired.drag(wired.middle("spine"), wired.on_wire("rails"))
    ends = {frozenset((link.a, link.b)) for link in wired.design.links.values()}
    assert ends == {frozenset(("dgx", "spine")), frozenset(("spine", "leaf"))}
    assert len(wired.session.labels) == 1


def test_a_tile_with_links_is_not_dragged_into_a_link(wired):
    wired.drag(wired.port("spine", "mgmt"), wired.port("leaf", "mgmt"))
    wired.key(ESCAPE)
    count = len(wired.design.links)
    wired.drag(wired.middle("spine"), wired.on_wire("rails"))
    assert len(wired.design.links) == count


def test_a_bundle_of_links_takes_nothing_in_between_and_says_why(begin, library, wired):
    design = add_node(wired.design, library, DGX, 100, 100, node_id="other").applied(wired.design)
    design = add_container(design, "pod", -340, 60, node_id="pod").applied(design)
    design = put_into(design, ["dgx", "other"], "pod").applied(design)
    design = add_link(design, "other", "leaf", cables=4, link_id="more").applied(design)
    person = begin(set_node(design, "pod", folded=True).applied(design))
    (wire,) = person.drawing.wires
    place = person.on_wire(wire.id)
    person.carry(SWITCH, place)
    assert "2 links are drawn as one" in person.preview.card.title
    person.drop(SWITCH, place)
    assert set(person.design.links) == {"rails", "more"}
    assert len(person.design.nodes) == 6


# Into frames.


def test_a_drop_lands_in_the_innermost_of_nested_frames(nested):
    nested.carry(DGX, nested.middle("rack"))
    assert nested.preview.target == "rack"
    new = nested.drop(DGX, nested.middle("rack"))
    assert nested.design.nodes[new].parent == "rack"


def test_a_drop_beside_the_rack_lands_in_the_pod_around_it(nested):
    rect = nested.drawing.rect_of("pod")
    place = nested.screen(rect.right - 6, rect.bottom - 6)
    nested.carry(SWITCH, place)
    assert nested.preview.target == "pod"
    new = nested.drop(SWITCH, place)
    assert nested.design.nodes[new].parent == "pod"


def test_a_pod_with_its_rack_is_dragged_into_a_room(nested):
    start = nested.corner("pod", 60, 12)
    nested.drag(start, nested.middle("room"))
    assert nested.design.nodes["pod"].parent == "room"
    assert nested.design.nodes["rack"].parent == "pod"


def test_a_part_dropped_outside_the_widget_is_not_placed(person):
    person.carry(DGX, person.screen(0, 0))
    person.carry_away()
    assert not person.design.nodes
    assert person.preview is None


# Numbers.


def test_digits_open_the_count_of_a_tile_and_escape_leaves_it(wired):
    wired.click(wired.middle("spine"))
    wired.type("12")
    assert wired.editor.text() == "12"
    wired.key(ESCAPE)
    assert wired.design.nodes["spine"].copies == 1
    wired.type("4")
    wired.key(RETURN)
    assert wired.design.nodes["spine"].copies == 4


def test_digits_on_a_link_are_its_cables(wired):
    wired.click(wired.on_wire("rails"))
    wired.enter("4")
    assert wired.design.links["rails"].cables == 4


def test_digits_on_a_frame_are_its_copies(nested):
    nested.click(nested.corner("rack", 60, 12))
    nested.enter("8")
    assert nested.design.nodes["rack"].copies == 8


def test_a_number_that_is_too_large_is_refused_and_changes_nothing(begin, library):
    person = begin(add_node(Design(), library, DGX, 0, 0, node_id="dgx").applied(Design()))
    person.click(person.middle("dgx"))
    person.enter("99999999")
    assert person.design.nodes["dgx"].copies == 1
    assert person.editor is not None
