"""Locked in place: a drag, a band, the arrows and select all leave it; a click still selects it."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage

from designer.edit.nodes.locks import set_locked
from designer.edit.nodes.nodes import add_container, add_node
from designer.ui.canvas.tools.locked_drag import WHY


@pytest.fixture
def two(person, library):
    """Two servers, the first of them locked."""
    session = person.session
    session.commit(add_node(session.design, library, "nvidia/dgx-h100", 0, 0, node_id="a"))
    session.commit(add_node(session.design, library, "nvidia/dgx-h100", 400, 0, node_id="b"))
    session.commit(set_locked(session.design, ["a"], locked=True))
    person.canvas.zoom_to(1.0)
    person.canvas.fit()
    return person


def place(person, node_id):
    node = person.design.nodes[node_id]
    return node.x, node.y


def test_a_drag_leaves_it_and_says_why(two):
    start = two.middle("a")
    two.press(start)
    two.pull(start, start + QPointF(80, 40))
    assert two.canvas.stage.shown_preview.card.title == WHY.rstrip(".")
    two.let_go(start + QPointF(80, 40))
    assert place(two, "a") == (0, 0)
    assert two.said[-1] == WHY
    assert two.canvas.selected_ids() == ("a",)
    assert two.canvas.stage.shown_preview is None


def test_escape_in_that_drag(two):
    start = two.middle("a")
    two.press(start)
    two.pull(start, start + QPointF(80, 40))
    two.key(Qt.Key.Key_Escape)
    two.let_go(start + QPointF(80, 40))
    assert place(two, "a") == (0, 0)


def test_of_two_selected_only_the_free_one_goes(two):
    two.canvas.select(("a", "b"))
    start = two.middle("b")
    two.drag(start, start + QPointF(0, 160), keys=Qt.KeyboardModifier.NoModifier)
    assert place(two, "a") == (0, 0)
    assert place(two, "b")[1] > 0


def test_a_band_goes_over_it(two):
    two.drag(two.corner("a", -30, -30), two.corner("b", 250, 90))
    assert two.canvas.selected_ids() == ("b",)


def test_select_all_leaves_it(two):
    two.canvas.select_all()
    assert two.canvas.selected_ids() == ("b",)


def test_a_click_selects_it(two):
    two.click(two.middle("a"))
    assert two.canvas.selected_ids() == ("a",)
    assert "locked in place" in two.canvas.accessibleDescription()


def test_arrows_leave_it(two):
    two.canvas.select(("a",))
    two.canvas.setFocus()
    two.key(Qt.Key.Key_Right)
    assert place(two, "a") == (0, 0)
    assert two.said[-1] == WHY
    two.canvas.select(("a", "b"))
    two.key(Qt.Key.Key_Right)
    assert place(two, "a") == (0, 0)
    assert place(two, "b") == (408, 0)


def test_it_is_deleted_only_alone(two):
    two.canvas.setFocus()
    two.canvas.select(("a", "b"))
    two.key(Qt.Key.Key_Delete)
    assert set(two.design.nodes) == {"a"}
    two.session.undo()
    two.session.commit(set_locked(two.design, ["b"], locked=True))
    two.canvas.select(("a", "b"))
    two.key(Qt.Key.Key_Delete)
    assert set(two.design.nodes) == {"a", "b"}
    assert "locked" in two.said[-1]
    two.canvas.select(("a",))
    two.key(Qt.Key.Key_Delete)
    assert set(two.design.nodes) == {"b"}


def test_a_locked_frame_keeps_its_size_and_what_is_in_it_may_move(person, library):
    session = person.session
    session.commit(add_container(session.design, "rack", 0, 0, node_id="rack"))
    session.commit(add_node(session.design, library, "nvidia/dgx-h100", 16, 32, node_id="in", parent="rack"))
    session.commit(set_locked(session.design, ["rack"], locked=True))
    person.canvas.zoom_to(1.0)
    person.canvas.fit()
    person.canvas.select(("rack",))
    rect = person.drawing.rect_of("rack")
    corner = person.screen(rect.right, rect.bottom)
    person.drag(corner, corner + QPointF(80, 80))
    assert person.design.nodes["rack"].width is None
    start = person.middle("in")
    person.canvas.select(())
    person.drag(start, start + QPointF(0, 24))
    assert person.design.nodes["in"].y > 32


def test_a_padlock_is_painted_on_it(two):
    def corner():
        picture = two.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        x, y = two.canvas.screen_position(0, 0)
        return picture.copy(int(x) - 8, int(y) - 8, 16, 16)

    two.canvas.select(())
    locked = corner()
    two.session.commit(set_locked(two.design, ["a"], locked=False))
    assert corner() != locked


def test_the_usual_drag_is_the_usual(two):
    x, y = place(two, "b")
    start = two.middle("b")
    two.drag(start, start + QPointF(0, 160))
    assert place(two, "b") == (x, y + 160)


def test_a_copy_of_it_is_taken_by_ctrl_and_may_be_moved(two):
    before = set(two.design.nodes)
    start = two.middle("a")
    two.drag(start, start + QPointF(0, 160), keys=Qt.KeyboardModifier.ControlModifier)
    assert place(two, "a") == (0, 0)
    (new,) = two.design.nodes.keys() - before
    assert place(two, new) == (0, 160)
