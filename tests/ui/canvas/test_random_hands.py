"""Hands that do anything in any order: nothing breaks, and undo leads all the way back."""

import random

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.edit.nodes import add_container
from designer.model.design import Design
from designer.model.validity import require_valid

PARTS = ("nvidia/dgx-h100", "nvidia/qm9700", "generic/host", "nvidia/h100-sxm", "acme/none", "nvidia/gb200-nvl72")
KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_L,
    Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_0, Qt.Key.Key_F,
    Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Slash, Qt.Key.Key_Space, Qt.Key.Key_A,
)  # fmt: skip
TOOLS = ("select", "select", "connect", "pan", "place", "unknown")
MODIFIERS = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier)


def somewhere(person, rng):
    """A pixel: on a tile, a port or a wire as often as anywhere else."""
    drawing = person.drawing
    choice = rng.random()
    if choice < 0.35 and drawing.tiles:
        tile = rng.choice(drawing.tiles)
        x, y = tile.rect.centre
        return person.screen(x + rng.uniform(-90, 90), y)
    if choice < 0.6 and drawing.tiles:
        tile = rng.choice(drawing.tiles)
        if tile.ports:
            dot = rng.choice(tile.ports)
            return person.screen(dot.x, dot.y)
    if choice < 0.7 and drawing.wires:
        wire = rng.choice(drawing.wires)
        return person.screen(*wire.label_rect.centre)
    if choice < 0.8 and drawing.frames:
        frame = rng.choice(drawing.frames)
        return person.screen(frame.rect.x + rng.uniform(0, frame.rect.width), frame.rect.y + rng.uniform(0, 60))
    return QPointF(rng.uniform(-40, 1440), rng.uniform(-40, 940))


def do_something(person, rng):
    canvas = person.canvas
    modifiers = rng.choice(MODIFIERS)
    match rng.randrange(13):
        case 0:
            person.drop(rng.choice(PARTS), somewhere(person, rng))
        case 1 | 2 | 3:
            person.drag(somewhere(person, rng), somewhere(person, rng), modifiers)
        case 4:
            person.press(somewhere(person, rng), modifiers)
        case 5:
            person.let_go(somewhere(person, rng), modifiers)
        case 6:
            person.double_click(somewhere(person, rng))
        case 7:
            QTest.keyClick(person.focused(), rng.choice(KEYS), rng.choice(MODIFIERS[:2]))
        case 8:
            canvas.set_tool(rng.choice(TOOLS))
        case 9:
            rng.choice((person.session.undo, person.session.redo))()
        case 10:
            canvas.place_part(rng.choice(PARTS))
        case 11:
            person.wheel(somewhere(person, rng), angle=rng.choice((-240, -120, 120, 240)))
        case _:
            person.mouse(QEvent.Type.MouseMove, somewhere(person, rng), Qt.MouseButton.NoButton)
    if not 0.2 < canvas.zoom() < 3:
        canvas.fit()
    canvas.grab()
    QApplication.processEvents()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_anything_in_any_order(begin, seed):
    rng = random.Random(seed)
    start = Design()
    for kind, x in (("rack", -300), ("pod", 100)):
        start = add_container(start, kind, x, -100, node_id=kind).applied(start)
    person = begin(start)
    for _ in range(120):
        do_something(person, rng)
        assert set(person.canvas.selected_ids()) <= {*person.design.nodes, *person.design.links}
    person.canvas.cancel()
    require_valid(person.design)
    assert person.design.nodes.keys() - {"rack", "pod"} or person.session.labels
    while person.session.undo() is not None:
        pass
    assert person.design == start
