import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

KEYS = Qt.KeyboardModifier


@pytest.fixture
def work(superpod, qtbot):
    superpod.activateWindow()
    qtbot.waitUntil(superpod.isActiveWindow)
    superpod.preferences.motion = "jump"
    superpod.workspace.canvas.setFocus()
    return superpod.workspace


def press(work, key, keys=KEYS.NoModifier):
    QTest.keyClick(work.canvas, key, keys)


def place(work):
    return (*work.canvas.stage.viewpoint.visible.centre, work.canvas.zoom())


def test_the_keys_zoom_to_the_selection_to_100_and_to_everything(work):
    server = next(node.id for node in work.document.design.nodes_in_order() if node.kind == "server")
    work.canvas.select((server,))
    press(work, Qt.Key.Key_F, KEYS.ShiftModifier)
    rect = work.canvas.stage.rect_of(server)
    assert work.canvas.stage.viewpoint.visible.centre == pytest.approx(rect.centre)
    press(work, Qt.Key.Key_0, KEYS.ControlModifier)
    assert work.canvas.zoom() == pytest.approx(1.0)
    press(work, Qt.Key.Key_F)
    assert work.canvas.stage.viewpoint.visible.width >= work.canvas.stage.drawing.bounds.width


def test_alt_and_the_arrows_go_back_and_forward(work):
    start = place(work)
    nodes = [node.id for node in work.document.design.nodes_in_order() if node.part]
    for node in (nodes[0], nodes[-1]):
        work.go_to((node,))
    last = place(work)
    press(work, Qt.Key.Key_Left, KEYS.AltModifier)
    assert place(work) != pytest.approx(last)
    press(work, Qt.Key.Key_Left, KEYS.AltModifier)
    assert place(work) == pytest.approx(start, abs=1.0)
    press(work, Qt.Key.Key_Right, KEYS.AltModifier)
    press(work, Qt.Key.Key_Right, KEYS.AltModifier)
    assert place(work) == pytest.approx(last, abs=1.0)


def test_places_of_a_closed_design_are_forgotten(superpod, work):
    work.go_to((work.document.design.nodes_in_order()[-1].id,))
    superpod.files.close_design()
    superpod.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    again = superpod.workspace
    before = place(again)
    superpod.commands.run("view.back")
    assert place(again) == pytest.approx(before)
    assert superpod.status.message.text() == "There is no earlier place to go back to."


def test_reduced_motion_jumps_and_else_the_sight_flies(superpod, work):
    superpod.commands.run("view.zoom_in")
    assert not work.canvas.flying
    superpod.commands.run("view.motion_glide")
    superpod.commands.run("view.zoom_in")
    assert work.canvas.flying


def test_the_window_shows_one_tile_from_far_away_that_is_a_container(work):
    work.canvas.fit()
    work.canvas.zoom_to(0.15)
    unit = next(tile for tile in work.canvas.stage.drawing.tiles if tile.figures and "H100" in tile.figures[0])
    work.canvas.select((unit.id,))
    assert work.document.design.nodes[unit.id].kind in {"pod", "room"}
    assert work.canvas.menu_place() == "frame"
    assert work.inspector.section is not None
