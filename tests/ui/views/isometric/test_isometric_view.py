"""The isometric picture in the window: one selection, four corners, keys, failing, nothing there, saved views."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from designer.edit.session import Session
from designer.model.design import Camera, Design, FloorPlace, Node, View
from designer.model.rooms.room_plan import RoomPlan, rectangle

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def hall(*nodes: Node) -> Design:
    room = Node(id="hall", kind="room", name="Hall", plan=RoomPlan(outline=rectangle(12_000, 9_000)))
    return Design(nodes={"hall": room, **{n.id: replace(n, order=k + 1) for k, n in enumerate(nodes)}})


def rack(node_id: str, x: float, y: float, **fields: object) -> Node:
    return Node(
        **{
            "id": node_id,
            "name": node_id.title(),
            "kind": "rack",
            "parent": "hall",
            "floor": FloorPlace(x_mm=x, y_mm=y),
            **fields,
        }
    )


@pytest.fixture
def opened(window, qtbot):
    """Opens a design with its picture in sight."""

    def open_design(design: Design):
        window.open_session(Session(design))
        window.commands.run("view.isometric")
        work = window.workspace
        qtbot.waitUntil(work.isometric.isVisible)
        _ = work.isometric.drawing
        return work

    return open_design


def front(work, node_id: str, copy: int = 0) -> QPoint:
    """A pixel on the roof of a copy, which nothing hides."""
    view = work.isometric
    drawing = view.picture
    place = next(p for p in drawing.place_of(node_id).tolist() if drawing.copy_of[p] == copy)
    x, y = drawing.tops[place].mean(axis=0).tolist()
    return QPoint(*(round(value) for value in view.viewpoint.to_screen(x, y)))


def test_a_click_selects_in_all_views_and_a_click_beside_it_nothing(opened):
    work = opened(hall(rack("a", 1_200, 1_200), rack("b", 4_800, 1_200)))
    QTest.mouseClick(work.isometric, LEFT, NONE, front(work, "a"))
    assert work.canvas.selected_ids() == ("a",)
    QTest.mouseClick(work.isometric, LEFT, SHIFT, front(work, "b"))
    assert set(work.canvas.selected_ids()) == {"a", "b"}
    QTest.mouseClick(work.isometric, LEFT, NONE, QPoint(4, work.isometric.height() - 4))
    assert work.canvas.selected_ids() == ()


def test_nothing_is_ever_moved_by_hand(opened):
    work = opened(hall(rack("a", 1_200, 1_200)))
    before = work.document.design
    start = front(work, "a")
    QTest.mousePress(work.isometric, LEFT, NONE, start)
    QTest.mouseMove(work.isometric, start + QPoint(90, 40))
    QTest.mouseRelease(work.isometric, LEFT, NONE, start + QPoint(90, 40))
    QTest.keyClick(work.isometric, Qt.Key.Key_R)
    assert work.document.design is before


def test_quarters_go_round_and_the_racks_stay_the_same(opened, window):
    work = opened(hall(rack("a", 1_200, 1_200)))
    seen = []
    for _ in range(4):
        seen.append(tuple(work.isometric.picture.tops[0].mean(axis=0).round(3).tolist()))
        window.commands.run("view.turn_right")
    assert len(set(seen)) == 4
    assert work.isometric.quarter == 0
    work.isometric.bar.left.click()
    assert work.isometric.quarter == 3


def test_an_edit_on_the_floor_shows_at_once_and_costs_nothing_behind_another_tab(opened, window):
    work = opened(hall(rack("a", 1_200, 1_200)))
    before = work.isometric.picture.corners.copy()
    window.commands.run("view.floor")
    work.floor.view.selection_wanted.emit(("a",))
    QTest.keyClick(work.floor.view, Qt.Key.Key_Right)
    assert work.isometric._drawing is None
    window.commands.run("view.isometric")
    assert (work.isometric.picture.corners - before)[0, 0].tolist() == [60.0, 0.0]


def test_arrows_walk_along_rows_and_between_them_and_say_where_one_is(opened):
    work = opened(hall(rack("a", 1_200, 1_200, copies=3), rack("b", 1_200, 4_800, copies=3)))
    view = work.isometric
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleDescription().startswith("A 1, ")
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleDescription().startswith("A 2, ")
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleDescription().startswith("B ")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert work.canvas.selected_ids() == ("b",)
    assert view.accessibleDescription().endswith("selected")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert work.views.shown == "rack"


def test_tab_goes_from_kind_to_kind_and_then_leaves(opened):
    work = opened(hall(rack("a", 1_200, 1_200, copies=3), rack("b", 1_200, 4_800)))
    view = work.isometric
    view.setFocus()
    assert view.focusNextPrevChild(True)
    assert view.node_at(view.place) == "a"
    assert view.focusNextPrevChild(True)
    assert view.node_at(view.place) == "b"
    view.focusNextPrevChild(True)
    assert view.place == -1


def test_a_double_click_goes_to_the_racks(opened):
    work = opened(hall(rack("a", 1_200, 1_200)))
    QTest.mouseDClick(work.isometric, LEFT, NONE, front(work, "a"))
    assert work.views.shown == "rack"


def test_one_copy_fails_in_the_menu_and_is_mended_there(opened):
    work = opened(hall(rack("a", 1_200, 1_200, copies=3)))
    view = work.isometric
    words = {action.text(): action for action in view.context_menu(1).actions()}
    words["Fail this one"].trigger()
    assert work.document.what_if.failed == ("a[1]",)
    assert view.picture.dark.tolist() == [False, True, False]
    assert "1 failed" in view.hint
    {action.text(): action for action in view.context_menu(1).actions()}["Bring it back"].trigger()
    assert not work.document.what_if.failed


def test_colours_and_their_legend_are_those_of_the_floor(opened):
    work = opened(hall(rack("a", 1_200, 1_200), rack("b", 4_800, 1_200)))
    view = work.isometric
    view.set_overlay("cables")
    view.drawn.emit()
    assert view.legend.legend == view.picture.legend
    assert view.bar.overlay_choice.currentData() == "cables"
    work.floor.view.set_overlay("cables")
    assert work.floor.view.drawing.readings == view.picture.readings


def test_where_nothing_stands_a_room_is_offered_and_made(opened):
    work = opened(Design(nodes={"r": Node(id="r", kind="rack", copies=6)}))
    view = work.isometric
    view.drawn.emit()
    assert view.empty_hint.isVisible()
    view.empty_hint.make.click()
    view.drawn.emit()
    assert view.picture.rows.size == 6
    assert not view.empty_hint.isVisible()


def test_a_saved_view_brings_back_room_corner_and_sight(opened):
    work = opened(hall(rack("a", 1_200, 1_200)))
    camera = Camera(x=-100, y=0, width=500, height=300)
    work.show_view(View(id="v", name="Hall", shows="isometric", focus=("hall",), quarter=2, camera=camera))
    assert (work.views.shown, work.isometric.quarter, work.view_pages.focus) == ("isometric", 2, ("hall",))
    assert work.view_pages.camera is not None


@pytest.mark.usefixtures("painted")
def test_a_pushed_picture_is_the_same_as_one_painted_anew(opened):
    work = opened(hall(rack("a", 1_200, 1_200, copies=4), rack("b", 1_200, 4_800, copies=3)))
    view = work.isometric
    view.zoom_by(1.5)
    view._zooming = False
    view.grab()
    view.pan(37, -21)
    pushed = view.grab().toImage()
    view._paper.forget()
    anew = view.grab().toImage()
    assert pushed.size() == anew.size()
    step = 7
    different = sum(
        abs(pushed.pixelColor(x, y).lightness() - anew.pixelColor(x, y).lightness()) > 24
        for x in range(0, pushed.width(), step)
        for y in range(0, pushed.height(), step)
    )
    assert different <= 0.002 * (pushed.width() // step) * (pushed.height() // step)
