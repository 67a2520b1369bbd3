"""Hands that do anything in any order: nothing breaks, and undo leads all the way back."""

import random

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.edit.nodes.nodes import add_container
from designer.model.design import Design
from designer.model.validity import require_valid
from tests.long_runs import runs

PARTS = ("nvidia/dgx-h100", "nvidia/qm9700", "generic/host", "nvidia/h100-sxm", "acme/none", "nvidia/gb200-nvl72")
KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_F2,
    Qt.Key.Key_L,
    Qt.Key.Key_Left,
    Qt.Key.Key_Down,
    Qt.Key.Key_Delete,
    Qt.Key.Key_1,
    Qt.Key.Key_3,
    Qt.Key.Key_0,
    Qt.Key.Key_F,
    Qt.Key.Key_Plus,
    Qt.Key.Key_Minus,
    Qt.Key.Key_Slash,
    Qt.Key.Key_Space,
    Qt.Key.Key_A,
)
TOOLS = ("select", "select", "connect", "flow", "pan", "place", "note", "frame", "arrow", "lasso", "unknown")
MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
WORDS = ("8 qm9700", "dgx h100 x4", "rack", "pod", "zzqq", "sn2201", "host")


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
    match rng.randrange(22):
        case 0:
            person.drop(rng.choice(PARTS), somewhere(person, rng), rng.choice(MODIFIERS))
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
        case 12:
            # A wire or a move with a number, signs and the wheel in mid-drag.
            start, end = somewhere(person, rng), somewhere(person, rng)
            person.press(start, modifiers)
            person.pull(start, end, modifiers)
            person.type(rng.choice(("4", "12", "+", "-", "x", "")))
            person.wheel(end, angle=rng.choice((120, -120)))
            person.let_go(end, modifiers)
        case 13:
            person.hover(somewhere(person, rng))
            canvas.quick_add()
            answer(person, rng)
        case 14:
            person.double_click(somewhere(person, rng))
            answer(person, rng)
        case 15:
            # The end of a link is taken somewhere else.
            if person.drawing.wires:
                wire = rng.choice(person.drawing.wires)
                canvas.select([wire.id])
                person.drag(person.screen(*rng.choice((wire.points[0], wire.points[-1]))), somewhere(person, rng))
        case 16:
            canvas.next_port(rng.choice((1, -1)))
        case 17:
            if rng.random() < 0.3:
                person.press(somewhere(person, rng), modifiers)
                canvas.clearFocus()
            canvas.setFocus()
        case 18:
            start = somewhere(person, rng)
            person.drag(start, somewhere(person, rng), Qt.KeyboardModifier.ControlModifier)
        case 19:
            # A flow is drawn, and an arrow that is seen is taken, left or deleted.
            canvas.set_tool("flow")
            person.drag(somewhere(person, rng), somewhere(person, rng))
            canvas.set_tool(rng.choice(("flow", "select")))
            if person.drawing.flows:
                place = person.screen(*rng.choice(person.drawing.flows).label_rect.centre)
                rng.choice((person.click, person.double_click))(place)
                person.key(rng.choice((Qt.Key.Key_Delete, Qt.Key.Key_Escape, Qt.Key.Key_4)))
        case 11:
            person.wheel(somewhere(person, rng), angle=rng.choice((-240, -120, 120, 240)))
        case _:
            person.mouse(QEvent.Type.MouseMove, somewhere(person, rng), Qt.MouseButton.NoButton)
    if not 0.2 < canvas.zoom() < 3:
        canvas.fit()
    canvas.grab()
    QApplication.processEvents()


def answer(person, rng):
    """Whatever search is open is answered, left, or left open."""
    if person.panel is not None and rng.random() < 0.8:
        person.type(rng.choice(WORDS))
        person.key(rng.choice((Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down)))


def check_scene(person):
    """What is drawn is what stands in the design: every node once, where it is, and every link."""
    design, drawing = person.design, person.drawing
    shown = {*drawing.tile_index, *drawing.frame_index}
    folded = {node for node, stand_in in drawing.drawn_as.items() if node != stand_in}
    assert shown | folded == set(design.nodes)
    hidden = set(design.marks) - {mark.id for mark in drawing.marks}
    assert all(design.marks[one].kind == "arrow" and set(design.marks[one].ends) <= folded for one in hidden)
    for tile in drawing.tiles:
        node = design.nodes[tile.id]
        # A folded container lies where its contents do.
        assert node.part is None or (tile.rect.x, tile.rect.y) == (node.x, node.y)
    assert {arrow.id for arrow in drawing.flows} <= {flow.id for flow in design.settings.flows}
    for link in design.links.values():
        ends = {drawing.drawn_as.get(end, end) for end in (link.a, link.b)}
        assert link.id in drawing.wire_index or len(ends) == 1


@pytest.mark.scaled
@pytest.mark.parametrize("seed", range(1, runs(2, 13)))
def test_anything_in_any_order(begin, seed):
    rng = random.Random(seed)
    start = Design()
    for kind, x in (("rack", -300), ("pod", 100)):
        start = add_container(start, kind, x, -100, node_id=kind).applied(start)
    person = begin(start)
    for _ in range(100):
        do_something(person, rng)
        known = {*person.design.nodes, *person.design.links, *person.design.marks}
        known |= {flow.id for flow in person.design.settings.flows}
        assert set(person.canvas.selected_ids()) <= known
        check_scene(person)
    person.canvas.cancel()
    require_valid(person.design)
    assert person.design.nodes.keys() - {"rack", "pod"} or person.session.labels
    while person.session.undo() is not None:
        pass
    assert person.design == start
