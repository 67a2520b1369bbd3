"""Drags in which keys come in any order: numbers, Backspace, signs, Ctrl, Alt, Escape, moves; against a model."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.edit.nodes.nodes import add_node
from designer.edit.session import Session
from designer.model.design import Design
from designer.model.records import MAX_COPIES
from designer.ui.canvas.widget import CanvasWidget
from tests.ui.canvas.conftest import Person

DGX = "nvidia/dgx-h100"
CTRL, ALT, PLAIN = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
HELD = {Qt.Key.Key_Control: CTRL, Qt.Key.Key_Alt: ALT}
STEPS = st.lists(
    st.one_of(
        st.sampled_from("0123456789").map(lambda digit: ("type", digit)),
        st.just(("back", "")),
        st.sampled_from("+-").map(lambda sign: ("type", sign)),
        st.sampled_from((Qt.Key.Key_Control, Qt.Key.Key_Alt)).map(lambda key: ("hold", key)),
        st.tuples(st.integers(-400, 400), st.integers(-250, 250)).map(lambda by: ("move", by)),
    ),
    max_size=9,
)


@pytest.fixture
def canvas(qtbot, library):
    """A canvas with one server in the middle; each drag has a new session on it."""
    design = add_node(Design(), library, DGX, 0, 0, node_id="dgx").applied(Design())
    made = []

    def begin():
        session = Session(design)
        widget = CanvasWidget(session, library)
        widget.resize(1400, 900)
        widget.show()
        widget.activateWindow()
        widget.setFocus()
        widget.zoom_to(1.0)
        widget.centre_on(112.0, 56.0)
        QApplication.processEvents()
        made.append(widget)
        return Person(widget, session)

    yield begin
    for widget in made:
        widget.close_canvas()
        widget.deleteLater()


def tap(canvas, key, text, keys):
    """One key with those that are held; QTest would press and let go of these too."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(canvas, QKeyEvent(kind, key, keys, text))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.sampled_from(("let go", "escape")))
def test_keys_mixed_into_a_drag_do_what_they_say(canvas, steps, end):
    person = canvas()
    before = person.design
    start = place = person.middle("dgx")
    person.press(start)
    place = start + QPointF(0, 220)
    person.pull(start, place)
    count, held, off = 0, set(), False

    def keys():
        found = PLAIN
        for key in held:
            found |= HELD[key]
        return found

    for what, value in steps:
        if off:
            break
        if what == "type" and value in "+-":
            tap(person.canvas, ord(value), value, keys())
            count = min(max((count or 1) + (1 if value == "+" else -1), 1), MAX_COPIES)
        elif what == "type":
            # As under X11, where Ctrl makes control characters of some digits.
            tap(person.canvas, ord(value), "\x7f" if Qt.Key.Key_Control in held else value, keys())
            count = min(count * 10 + int(value), MAX_COPIES)
        elif what == "back":
            tap(person.canvas, Qt.Key.Key_Backspace, "\b", keys())
            # Without a number it lets go of the drag.
            off = count == 0
            count //= 10
        elif what == "hold":
            kind = QEvent.Type.KeyRelease if value in held else QEvent.Type.KeyPress
            QApplication.sendEvent(person.canvas, QKeyEvent(kind, value, keys(), ""))
            held ^= {value}
        else:
            after = start + QPointF(*value)
            person.pull(place, after, keys(), steps=2)
            place = after
        if not off:
            assert (person.preview.card is not None and person.preview.card.mood == "copy") is (
                Qt.Key.Key_Control in held
            )
    if end == "escape" and not off:
        QTest.keyClick(person.canvas, Qt.Key.Key_Escape)
        off = True
    person.let_go(place, keys())
    assert person.preview is None
    if off:
        assert person.design is before
        return
    # One edit at the most, and as many of each as was typed.
    assert len(person.session.labels) <= 1
    copies = Qt.Key.Key_Control in held
    nodes = person.design.nodes
    assert len(nodes) == 1 + copies
    new = next((node for node in nodes.values() if node.id != "dgx"), nodes["dgx"])
    assert new.copies == (count or 1)
    if copies:
        assert nodes["dgx"] == before.nodes["dgx"]
        first, second = person.drawing.rect_of("dgx"), person.drawing.rect_of(new.id)
        assert not first.grown(-0.5).meets(second.grown(-0.5))
    person.session.undo()
    assert person.design == before
