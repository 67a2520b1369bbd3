"""Snapping to neighbours, distances, copies by Ctrl, arrows, and drags that are called off: real mouse and keys."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from designer.edit.nodes.nodes import add_container, add_node
from designer.model.design import Design

DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"
ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def place(person, node_id):
    node = person.design.nodes[node_id]
    return node.x, node.y


@pytest.fixture
def row(begin, library):
    """Three servers in a row: at x −600, −300 and 203, all at y 0; a switch at (−600, −200)."""
    design = Design()
    for node_id, x in (("one", -600), ("two", -300), ("three", 203)):
        design = add_node(design, library, DGX, x, 0, node_id=node_id).applied(design)
    design = add_node(design, library, SWITCH, -600, -200, node_id="leaf").applied(design)
    return begin(design)


def pulled(person, node_id, dx, dy, keys=Qt.KeyboardModifier.NoModifier):
    start = person.middle(node_id)
    person.press(start, keys)
    person.pull(start, start + QPointF(dx, dy), keys)
    return start + QPointF(dx, dy)


def test_a_move_snaps_to_an_even_distance_and_says_so(row):
    # Between −600 + 224 and −300 lie 76 pixels; 76 behind −300 + 224 is 0, and the pull ends at 1.
    end = pulled(row, "three", -202, 3)
    gaps = row.preview.gaps
    assert {gap.text for gap in gaps if gap.same} == {"76"}
    assert sum(gap.same for gap in gaps) == 2
    row.let_go(end)
    assert place(row, "three") == (0, 0)


def test_a_move_between_two_snaps_to_the_middle_of_the_room(row):
    # The room from −376 to 203 is 579 wide, so 177.5 stay on either side.
    end = pulled(row, "two", 103, 2)
    assert {gap.text for gap in row.preview.gaps if gap.same} == {"177.5"}
    row.let_go(end)
    assert place(row, "two") == (-198.5, 0)


def test_distances_are_shown_along_a_line_of_alignment(row):
    end = pulled(row, "three", 97, 4)
    # 203 + 97 = 300 goes to 304 on the grid; the neighbour ends at −76.
    assert [gap.text for gap in row.preview.gaps] == ["380"]
    assert not row.preview.gaps[0].same
    row.let_go(end)
    assert place(row, "three") == (304, 0)


def test_alt_snaps_to_nothing_and_shows_nothing(row):
    end = pulled(row, "three", -201, 3, ALT)
    assert row.preview.gaps == ()
    assert row.preview.guides == ()
    row.let_go(end, ALT)
    assert place(row, "three") == (2, 3)


def test_edges_of_frames_draw_too(begin, library):
    design = add_container(Design(), "rack", -205, -200, node_id="rack").applied(Design())
    design = add_node(design, library, SWITCH, 200, 200, node_id="leaf").applied(design)
    person = begin(design)
    rect = person.drawing.rect_of("rack")
    end = pulled(person, "leaf", rect.x + 3 - 200, 40)
    person.let_go(end)
    assert place(person, "leaf")[0] == rect.x


def test_zoomed_out_the_reach_is_as_many_pixels(row):
    row.canvas.zoom_to(0.5)
    # 4 screen pixels are 8 canvas pixels off the left edge of the leaf.
    start = row.middle("two")
    row.drag(start, start + QPointF(-146, 100))
    assert place(row, "two")[0] == -600


# Copies.


def test_ctrl_and_drag_takes_a_copy_along(row):
    before = set(row.design.nodes)
    start = row.middle("one")
    row.drag(start, start + QPointF(0, 160), CTRL)
    (new,) = row.design.nodes.keys() - before
    assert place(row, "one") == (-600, 0)
    assert place(row, new) == (-600, 160)
    assert row.canvas.selected_ids() == (new,)
    assert len(row.session.labels) == 1
    row.session.undo()
    assert set(row.design.nodes) == before


def test_copies_of_several_keep_the_links_between_them(wired):
    wired.click(wired.middle("dgx"))
    wired.click(wired.middle("leaf"), SHIFT)
    start = wired.middle("dgx")
    wired.drag(start, start + QPointF(400, 120), CTRL)
    assert len(wired.design.nodes) == 5
    assert sorted(link.cables for link in wired.design.links.values()) == [8, 8]


def test_a_copy_goes_into_the_rack_that_it_is_let_go_over(begin, library):
    design = add_container(Design(), "rack", 200, -100, node_id="rack").applied(Design())
    design = add_node(design, library, DGX, -400, 0, node_id="dgx").applied(design)
    person = begin(design)
    person.drag(person.middle("dgx"), person.middle("rack"), CTRL)
    (new,) = person.design.nodes.keys() - {"rack", "dgx"}
    assert person.design.nodes[new].parent == "rack"
    assert person.design.nodes["dgx"].parent is None


def test_a_rack_is_copied_with_what_it_holds(begin, library):
    design = add_container(Design(), "rack", -400, -100, node_id="rack").applied(Design())
    design = add_node(design, library, DGX, -384, -68, node_id="dgx", parent="rack").applied(design)
    person = begin(design)
    start = person.corner("rack", 60, 12)
    person.drag(start, start + QPointF(500, 0), CTRL)
    assert sorted(node.kind for node in person.design.nodes.values()) == ["rack", "rack", "server", "server"]


def test_escape_in_mid_copy_copies_nothing(row):
    before = row.design
    end = pulled(row, "one", 0, 160, CTRL)
    assert row.preview.ghosts
    row.key(Qt.Key.Key_Escape)
    row.let_go(end, CTRL)
    assert row.design is before


def test_ctrl_and_click_still_adds_to_the_selection(row):
    row.click(row.middle("one"))
    row.click(row.middle("two"), CTRL)
    assert row.canvas.selected_ids() == ("one", "two")
    assert not row.session.labels


def test_ctrl_pressed_in_mid_drag_takes_a_copy_and_let_go_of_moves(row):
    before = set(row.design.nodes)
    end = pulled(row, "one", 0, 160)
    row.canvas.setFocus()
    QTest.keyPress(row.canvas, Qt.Key.Key_Control)
    assert row.preview.card.mood == "copy"
    assert row.canvas.cursor().shape() == Qt.CursorShape.DragCopyCursor
    assert row.preview.ghosts
    QTest.keyRelease(row.canvas, Qt.Key.Key_Control)
    assert row.preview.card is None
    QTest.keyPress(row.canvas, Qt.Key.Key_Control)
    row.let_go(end, CTRL)
    (new,) = row.design.nodes.keys() - before
    assert (place(row, "one"), place(row, new)) == ((-600, 0), (-600, 160))
    assert row.canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    assert len(row.session.labels) == 1


def test_ctrl_let_go_of_before_the_button_moves(row):
    end = pulled(row, "one", 0, 160, CTRL)
    row.let_go(end)
    assert place(row, "one") == (-600, 160)
    assert len(row.design.nodes) == 4


def test_ctrl_and_alt_hold_together(row):
    before = set(row.design.nodes)
    end = pulled(row, "three", -1, 163, CTRL | ALT)
    assert row.preview.guides == ()
    row.let_go(end, CTRL | ALT)
    (new,) = row.design.nodes.keys() - before
    assert place(row, new) == (202, 163)
    assert place(row, "three") == (203, 0)


# A number.


def test_a_number_in_mid_drag_is_how_many_it_stands_for(row):
    end = pulled(row, "one", 0, 160)
    row.type("85")
    row.key(Qt.Key.Key_Backspace)
    assert row.preview.card.title == "×8"
    row.let_go(end)
    assert place(row, "one") == (-600, 160)
    assert row.design.nodes["one"].copies == 8
    assert row.session.labels == ["Move DGX H100, ×8"]
    row.session.undo()
    assert row.design.nodes["one"].copies == 1


def test_a_number_with_ctrl_is_how_many_the_copy_stands_for(row):
    before = set(row.design.nodes)
    end = pulled(row, "one", 0, 160, CTRL)
    row.type("8")
    assert row.preview.card.title == "Copy ×8"
    row.let_go(end, CTRL)
    (new,) = row.design.nodes.keys() - before
    assert (row.design.nodes[new].copies, row.design.nodes["one"].copies) == (8, 1)
    assert len(row.session.labels) == 1


def test_escape_after_a_number_leaves_all_as_it_was(row):
    before = row.design
    end = pulled(row, "one", 0, 160)
    row.type("8")
    row.key(Qt.Key.Key_Escape)
    assert row.preview is None
    row.let_go(end)
    assert row.design is before


def test_backspace_without_a_number_calls_off(row):
    before = row.design
    end = pulled(row, "one", 0, 160)
    row.type("8")
    row.key(Qt.Key.Key_Backspace)
    assert row.preview is not None
    row.key(Qt.Key.Key_Backspace)
    assert row.preview is None
    row.let_go(end)
    assert row.design is before


# Two selections.


def test_a_drag_of_one_that_is_not_selected_leaves_the_others(row):
    row.click(row.middle("one"))
    row.click(row.middle("two"), SHIFT)
    start = row.middle("leaf")
    row.drag(start, start + QPointF(0, -80))
    assert row.canvas.selected_ids() == ("leaf",)
    assert place(row, "one") == (-600, 0)
    assert place(row, "leaf") == (-600, -280)


def test_a_second_band_with_shift_adds_to_the_first(row):
    row.drag(row.screen(-650, -50), row.screen(-350, 100))
    assert row.canvas.selected_ids() == ("one",)
    row.drag(row.screen(180, -50), row.screen(450, 100), SHIFT)
    assert row.canvas.selected_ids() == ("one", "three")


def test_escape_in_mid_band_gives_the_first_selection_back(row):
    row.click(row.middle("leaf"))
    start = row.screen(-650, -50)
    row.press(start)
    row.pull(start, row.screen(-100, 100))
    assert set(row.canvas.selected_ids()) == {"one", "two"}
    row.key(Qt.Key.Key_Escape)
    row.let_go(row.screen(-100, 100))
    assert row.canvas.selected_ids() == ("leaf",)


def test_delete_takes_both_of_two_selected_with_one_edit(row):
    row.click(row.middle("one"))
    row.click(row.middle("two"), SHIFT)
    row.key(Qt.Key.Key_Delete)
    assert set(row.design.nodes) == {"three", "leaf"}
    assert len(row.session.labels) == 1


# Called off.


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_keys_that_call_a_drag_off(row, key):
    before = row.design
    end = pulled(row, "one", 50, 90)
    row.key(key)
    assert row.preview is None
    row.let_go(end)
    assert row.design is before


def test_a_lost_focus_in_mid_drag_leaves_all_where_it_was(row, qtbot):
    before = row.design
    end = pulled(row, "one", 50, 90)
    row.canvas.clearFocus()
    assert row.preview is None
    row.let_go(end)
    assert row.design is before
    # And the next drag goes as ever.
    row.canvas.setFocus()
    start = row.middle("one")
    row.drag(start, start + QPointF(0, 80))
    assert place(row, "one") == (-600, 80)


def test_letters_mean_nothing_in_mid_drag(row):
    end = pulled(row, "one", 0, 80)
    row.type("fl/")
    assert row.editor is None
    assert row.panel is None
    row.let_go(end)
    assert place(row, "one") == (-600, 80)
    assert row.design.nodes["one"].copies == 1


def test_a_tile_is_dropped_outside_the_widget_where_the_pointer_is(row):
    start = row.middle("one")
    end = QPointF(start.x(), -60)
    row.press(start)
    row.pull(start, end)
    row.let_go(end)
    assert row.design.nodes["one"].y < -400
    assert len(row.session.labels) == 1


def test_a_release_without_a_press_does_nothing(row):
    before = row.design
    row.let_go(row.middle("one"))
    assert row.design is before


# Arrows.


@pytest.mark.parametrize(
    ("key", "keys", "dx", "dy"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 8, 0),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 0, -8),
        (Qt.Key.Key_Left, SHIFT, -80, 0),
        (Qt.Key.Key_Down, SHIFT, 0, 80),
    ],
)
def test_arrows_nudge_by_one_step_of_the_grid_or_ten(row, key, keys, dx, dy):
    row.click(row.middle("leaf"))
    row.key(key, keys)
    assert place(row, "leaf") == (-600 + dx, -200 + dy)
