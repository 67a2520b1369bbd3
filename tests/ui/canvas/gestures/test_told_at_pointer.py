"""What is refused, or done in another way, is told beside the pointer, in the status line, and read aloud."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication

from designer.edit.nodes.locks import set_locked
from designer.edit.nodes.nodes import add_container, add_node
from designer.model.design import Design
from designer.ui.canvas import view
from designer.ui.widgets.theme import ink

DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"


@pytest.fixture
def spoken(monkeypatch):
    """What was read aloud."""
    heard = []
    monkeypatch.setattr(view, "announce", lambda widget, words: heard.append(words))
    return heard


@pytest.fixture
def apart(begin, library):
    """A switch at (-400, 0) and an inference server at (100, 0), which nothing joins."""
    design = add_node(Design(), library, "vllm/vllm", 100, 0, node_id="engine").applied(Design())
    design = add_node(design, library, SWITCH, -400, 0, node_id="leaf").applied(design)
    return begin(design)


def pulled_out(person, node_id):
    """The middle of the right handle of a tile, once the pointer is over it."""
    person.hover(person.middle(node_id))
    rect = person.drawing.rect_of(node_id)
    return person.screen(rect.right, rect.centre[1]) + QPointF(9, 0)


def refused(person):
    person.drag(pulled_out(person, "leaf"), person.middle("engine"))


def test_a_refused_link_is_told_where_it_was_let_go(apart, spoken):
    refused(apart)
    assert not apart.design.links
    told = apart.canvas.told
    assert told.mood == "no"
    whole = ". ".join((told.title, *told.lines))
    assert apart.said[-1].rstrip(".") == whole.rstrip(".")
    assert spoken == [whole]
    x, y = apart.canvas.cursor_position()
    place = apart.canvas.told_at
    assert (abs(place[0] - x), abs(place[1] - y)) < (1, 1)


def test_the_card_is_dark_on_a_light_canvas(apart):
    refused(apart)
    place = apart.middle("engine") + QPointF(24, 24)
    image = apart.canvas.grab().toImage()
    dark = ink("text").lightness()
    assert abs(image.pixelColor(place.toPoint()).lightness() - dark) < 12


def test_the_next_press_takes_the_card_away(apart):
    refused(apart)
    apart.press(apart.screen(-600, -300))
    assert apart.canvas.told is None
    apart.let_go(apart.screen(-600, -300))


def test_the_next_key_takes_the_card_away(apart):
    refused(apart)
    apart.key(Qt.Key.Key_Home)
    assert apart.canvas.told is None


def test_the_card_stays_near_and_goes_when_the_pointer_is_far(apart):
    refused(apart)
    apart.hover(apart.middle("engine") + QPointF(40, 30))
    assert apart.canvas.told is not None
    apart.hover(apart.middle("engine") + QPointF(-500, 0))
    assert apart.canvas.told is None


def test_what_is_locked_says_so_at_the_pointer(begin, library, spoken):
    design = add_node(Design(), library, DGX, -400, 0, node_id="dgx").applied(Design())
    design = set_locked(design, ["dgx"], locked=True).applied(design)
    person = begin(design)
    person.drag(person.middle("dgx"), person.screen(200, 100))
    assert (person.design.nodes["dgx"].x, person.design.nodes["dgx"].y) == (-400, 0)
    assert "locked" in person.canvas.told.title
    assert [words + "." for words in spoken] == [person.said[-1]]


def test_what_is_refused_to_the_keyboard_is_told_below_what_it_stands_on(begin, library, spoken):
    design = add_container(Design(), "rack", -300, -100, node_id="rack").applied(Design())
    design = add_node(design, library, DGX, -284, -60, node_id="dgx", parent="rack").applied(design)
    person = begin(design)
    person.key(Qt.Key.Key_End)
    person.key(Qt.Key.Key_L)
    assert person.canvas.told is not None
    assert spoken
    rect = person.drawing.rect_of(person.canvas.stage.focused)
    assert person.canvas.told_at == (rect.x, rect.bottom)


def test_a_command_that_is_refused_is_told_on_the_canvas(window):
    window.files.new_empty()
    work = window.workspace
    work.canvas.activateWindow()
    work.canvas.setFocus()
    QGuiApplication.clipboard().setText('{"no": "clip"}')
    window.commands.actions["edit.paste"].trigger()
    assert work.canvas.told.mood == "no"
    assert "clipboard" in work.canvas.told.title


def test_a_card_stays_clear_of_a_panel_that_floats_at_the_right(apart):
    refused(apart)
    canvas = apart.canvas
    canvas.keep_sides_clear(canvas.width() - int(apart.middle("engine").x()) - 40, 0)
    at = QPointF(canvas.width() - canvas.stage.viewpoint.right + 6, apart.middle("engine").y() + 40)
    dark = ink("text").lightness()
    image = canvas.grab().toImage()
    column = [image.pixelColor(int(at.x()), y).lightness() for y in range(int(at.y()) - 60, int(at.y()) + 80)]
    assert not any(abs(one - dark) < 6 for one in column)
    beside = [image.pixelColor(int(at.x()) - 30, y).lightness() for y in range(int(at.y()) - 60, int(at.y()) + 80)]
    assert sum(abs(one - dark) < 6 for one in beside) > 15
