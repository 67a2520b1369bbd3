"""The lasso and the marquee by real mouse events: what they select, add and take away, and how they are called off."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt

from designer.edit.nodes.nodes import add_container, add_node
from designer.model.design import Design
from designer.ui.canvas.tools.lasso import inside

DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"
KEYS = Qt.KeyboardModifier
PLAIN, SHIFT, ALT, CTRL = KEYS.NoModifier, KEYS.ShiftModifier, KEYS.AltModifier, KEYS.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def four(begin, library):
    """Two servers at the left, two switches at the right, and an empty pod below them."""
    design = Design()
    for part, node_id, x, y in (
        (DGX, "a", -400, -200),
        (DGX, "b", -400, 0),
        (SWITCH, "c", 100, -200),
        (SWITCH, "d", 100, 0),
    ):
        design = add_node(design, library, part, x, y, node_id=node_id).applied(design)
    return begin(add_container(design, "pod", -400, 200, node_id="pod").applied(design))


def around(person, *ids, room=30.0):
    """Corners of a line around tiles, in pixels of the widget."""
    rects = [person.drawing.rect_of(one) for one in ids]
    left, top = min(r.x for r in rects) - room, min(r.y for r in rects) - room
    right, bottom = max(r.right for r in rects) + room, max(r.bottom for r in rects) + room
    return [person.screen(*corner) for corner in ((left, top), (right, top), (right, bottom), (left, bottom))]


def draw(person, corners, keys=PLAIN, *, ends=True):
    person.press(corners[0], keys)
    for start, end in pairwise(corners):
        person.pull(start, end, keys)
    if ends:
        person.let_go(corners[-1], keys)


def lasso(person, *ids, keys=PLAIN):
    person.canvas.set_tool("lasso")
    draw(person, around(person, *ids), keys)


def selected(person):
    return set(person.canvas.selected_ids())


def test_a_line_around_things_selects_them(four):
    before = four.design
    lasso(four, "a", "b")
    assert selected(four) == {"a", "b"}
    assert four.design is before
    assert four.canvas.stage.shown_preview is None
    lasso(four, "c")
    assert selected(four) == {"c"}


def test_what_the_line_only_touches_stays_out(four):
    four.canvas.set_tool("lasso")
    rect = four.drawing.rect_of("a")
    corner = [
        (rect.x - 20, rect.y - 20),
        (rect.x + 30, rect.y - 20),
        (rect.x + 30, rect.y + 20),
        (rect.x - 20, rect.y + 20),
    ]
    draw(four, [four.screen(*place) for place in corner])
    assert selected(four) == set()


def test_a_hollow_line_leaves_out_what_it_goes_around(four):
    """A C around a and b that leaves c out, though c lies between its ends."""
    four.canvas.set_tool("lasso")
    a, d = four.drawing.rect_of("a"), four.drawing.rect_of("d")
    corners = [
        (a.x - 20, a.y - 20),
        (a.right + 20, a.y - 20),
        (a.right + 20, d.y - 20),
        (d.right + 20, d.y - 20),
        (d.right + 20, d.bottom + 20),
        (a.x - 20, d.bottom + 20),
    ]
    draw(four, [four.screen(*place) for place in corners])
    assert selected(four) == {"a", "b", "d"}


def test_a_frame_is_taken_when_all_of_it_is_inside(four):
    lasso(four, "pod")
    assert selected(four) == {"pod"}


def test_shift_adds_and_alt_takes_away(four):
    lasso(four, "a")
    lasso(four, "c", keys=SHIFT)
    assert selected(four) == {"a", "c"}
    lasso(four, "a", "b", keys=ALT)
    assert selected(four) == {"c"}
    lasso(four, "d", keys=CTRL)
    assert selected(four) == {"c", "d"}


def test_the_marquee_adds_and_takes_away_too(four):
    top, bottom = around(four, "a", "b")[0], around(four, "a", "b")[2]
    four.drag(top, bottom)
    assert selected(four) == {"a", "b"}
    four.drag(around(four, "c")[0], around(four, "c")[2], SHIFT)
    assert selected(four) == {"a", "b", "c"}
    four.drag(around(four, "b", "d")[0], around(four, "b", "d")[2], ALT)
    assert selected(four) == {"a", "c"}
    # A click on nothing with Alt takes nothing away.
    four.click(four.screen(500, 380), ALT)
    assert selected(four) == {"a", "c"}
    four.click(four.screen(500, 380))
    assert selected(four) == set()


@pytest.mark.parametrize("keys", [PLAIN, SHIFT, ALT])
def test_escape_in_mid_line_brings_the_selection_back_and_keeps_the_tool(four, keys):
    four.canvas.select(("a", "d"))
    four.canvas.set_tool("lasso")
    draw(four, around(four, "a", "b"), keys, ends=False)
    assert four.canvas.stage.shown_preview.lasso
    four.key(Qt.Key.Key_Escape)
    assert four.canvas.selected_ids() == ("a", "d")
    assert four.canvas.stage.shown_preview is None
    assert four.canvas.tool() == "lasso"
    four.let_go(four.middle("c"))
    assert four.canvas.selected_ids() == ("a", "d")
    four.key(Qt.Key.Key_Escape)
    assert four.canvas.tool() == "select"


def test_undo_in_mid_line_calls_it_off(four):
    before = four.design
    four.canvas.set_tool("lasso")
    draw(four, around(four, "a"), ends=False)
    four.key(Qt.Key.Key_Z, CTRL)
    assert selected(four) == set()
    assert four.design is before


def test_a_click_with_the_lasso_selects_one(four):
    four.canvas.set_tool("lasso")
    four.click(four.middle("a"))
    four.click(four.middle("b"), SHIFT)
    assert selected(four) == {"a", "b"}
    four.click(four.middle("a"), SHIFT)
    assert selected(four) == {"b"}
    four.click(four.middle("b"), ALT)
    assert selected(four) == set()


def test_the_line_is_painted(four):
    four.canvas.set_tool("lasso")
    corners = around(four, "a")
    before = four.canvas.grab().toImage()
    draw(four, corners, ends=False)
    place = ((corners[0] + corners[1]) / 2).toPoint()
    assert four.canvas.grab().toImage().pixelColor(place) != before.pixelColor(place)


def test_a_tool_that_is_left_forgets_its_line(four):
    four.canvas.set_tool("lasso")
    draw(four, around(four, "a"), ends=False)
    four.canvas.set_tool("select")
    assert selected(four) == set()
    four.mouse(QEvent.Type.MouseMove, QPointF(5, 5), LEFT, LEFT)
    assert four.canvas.stage.shown_preview is None


@given(
    st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=3, max_size=9),
    st.tuples(st.integers(-10, 10), st.integers(-10, 10)),
)
def test_inside_is_the_parity_of_crossings(line, place):
    x, y = place[0] + 0.5, place[1] + 0.25
    crossings = 0
    for (x1, y1), (x2, y2) in zip(line, line[1:] + line[:1], strict=True):
        if (y1 <= y < y2) or (y2 <= y < y1):
            crossings += (x - x1) * abs(y2 - y1) < (y - y1) * (x2 - x1) * (1 if y2 > y1 else -1)
    assert bool(inside(np.array(line, dtype=float), np.array([(x, y)]))[0]) == bool(crossings % 2)
