import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.ui.canvas.view_history import MOST, Place, Visited

KEYS = Qt.KeyboardModifier


def look(person):
    view = person.canvas.stage.viewpoint
    return round(view.x, 3), round(view.y, 3), round(view.scale, 6)


def gesture(person, kind, place, value):
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, device, 2, place, place, person.canvas.mapToGlobal(place), value, QPointF(), 0)
    QApplication.sendEvent(person.canvas, event)


def rest(person):
    """Look here for so long that it is a place to come back to."""
    assert person.canvas._rest.isActive()
    person.canvas._rest.stop()
    person.canvas._rested()


def test_the_wheel_zooms_at_the_pointer(wired):
    place = QPointF(400, 300)
    under = wired.canvas.stage.viewpoint.to_canvas(400, 300)
    wired.wheel(place, angle=120)
    assert wired.canvas.zoom() == pytest.approx(1.0016**120)
    assert wired.canvas.stage.viewpoint.to_canvas(400, 300) == pytest.approx(under)
    wired.wheel(place, angle=-120, keys=KEYS.ControlModifier)
    assert wired.canvas.zoom() == pytest.approx(1.0)


def test_two_fingers_push_the_paper_and_with_control_zoom(wired):
    x, y, _ = look(wired)
    wired.wheel(QPointF(400, 300), pixels=(30, -20))
    assert look(wired) == (x - 30, y + 20, 1.0)
    wired.wheel(QPointF(400, 300), pixels=(0, 40), keys=KEYS.ControlModifier)
    assert wired.canvas.zoom() > 1.0


def test_shift_and_the_wheel_go_sideways(wired):
    x, y, _ = look(wired)
    wired.wheel(QPointF(400, 300), angle=120, keys=KEYS.ShiftModifier)
    assert look(wired) == (x - 60, y, 1.0)


def test_a_pinch_zooms_where_the_fingers_are(wired):
    under = wired.canvas.stage.viewpoint.to_canvas(500, 200)
    gesture(wired, Qt.NativeGestureType.ZoomNativeGesture, QPointF(500, 200), 0.25)
    assert wired.canvas.zoom() == pytest.approx(1.25)
    assert wired.canvas.stage.viewpoint.to_canvas(500, 200) == pytest.approx(under)


def test_a_double_tap_with_two_fingers_shows_everything_and_comes_near_again(wired):
    gesture(wired, Qt.NativeGestureType.SmartZoomNativeGesture, QPointF(500, 200), 0)
    everything = look(wired)
    wired.canvas.zoom_to(0.4)
    gesture(wired, Qt.NativeGestureType.SmartZoomNativeGesture, QPointF(500, 200), 0)
    assert wired.canvas.zoom() == pytest.approx(1.0)
    assert everything[2] <= 1.0


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton])
def test_space_or_the_middle_button_push_the_paper(wired, button):
    x, y, _ = look(wired)
    if button == Qt.MouseButton.LeftButton:
        QTest.keyPress(wired.canvas, Qt.Key.Key_Space)
    wired.drag(QPointF(300, 300), QPointF(340, 270), button=button)
    if button == Qt.MouseButton.LeftButton:
        QTest.keyRelease(wired.canvas, Qt.Key.Key_Space)
    assert look(wired) == (x - 40, y + 30, 1.0)
    assert wired.canvas.selected_ids() == ()


def map_click(person, x, y, kind=QEvent.Type.MouseButtonPress):
    minimap = person.canvas.map.minimap
    place = QPointF(x, y)
    left = Qt.MouseButton.LeftButton
    button = left if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
    event = QMouseEvent(kind, place, minimap.mapToGlobal(place), button, left, KEYS.NoModifier)
    QApplication.sendEvent(minimap, event)


def test_a_click_on_the_map_goes_there_and_a_drag_goes_along(wired):
    minimap = wired.canvas.map.minimap
    scale, left, top = minimap._scale()
    map_click(wired, 30, 40)
    assert wired.canvas.stage.viewpoint.visible.centre == pytest.approx(((30 - left) / scale, (40 - top) / scale))
    map_click(wired, 60, 40, QEvent.Type.MouseMove)
    assert wired.canvas.stage.viewpoint.visible.centre == pytest.approx(((60 - left) / scale, (40 - top) / scale))


def test_the_map_is_led_by_keys(wired):
    minimap = wired.canvas.map.minimap
    minimap.setFocus()
    wired.canvas.centre_on(*wired.canvas.stage.viewpoint.visible.centre)
    x, _y = wired.canvas.stage.viewpoint.visible.centre
    QTest.keyClick(minimap, Qt.Key.Key_Right)
    moved, _ = wired.canvas.stage.viewpoint.visible.centre
    assert moved == pytest.approx(x + 0.2 * wired.canvas.stage.viewpoint.visible.width)
    QTest.keyClick(minimap, Qt.Key.Key_Plus, KEYS.ShiftModifier)
    assert wired.canvas.zoom() == pytest.approx(1.25)
    QTest.keyClick(minimap, Qt.Key.Key_Home)
    assert wired.canvas.stage.viewpoint.visible.width >= wired.drawing.bounds.width
    assert minimap.accessibleName()
    assert minimap.accessibleDescription()


def test_zooming_to_the_selection_shows_all_of_it(wired):
    wired.canvas.select(("dgx", "leaf"))
    wired.canvas.zoom_to(0.2)
    wired.canvas.fit_selection()
    sight = wired.canvas.stage.viewpoint.visible
    for one in ("dgx", "leaf"):
        rect = wired.drawing.rect_of(one)
        assert sight.x < rect.x
        assert rect.right < sight.right
        assert sight.y < rect.y
        assert rect.bottom < sight.bottom
    assert wired.canvas.zoom() > 0.5


def test_back_and_forward_go_through_the_places_that_were_rested_at(wired):
    rest(wired)
    first = look(wired)
    wired.wheel(QPointF(400, 300), pixels=(900, 0))
    rest(wired)
    second = look(wired)
    wired.wheel(QPointF(400, 300), pixels=(0, 900))
    third = look(wired)
    wired.canvas.go_back()
    assert look(wired) == pytest.approx(second, abs=1.0)
    wired.canvas.go_back()
    assert look(wired) == pytest.approx(first, abs=1.0)
    wired.canvas.go_back()
    assert look(wired) == pytest.approx(first, abs=1.0)
    assert wired.said[-1] == "There is no earlier place to go back to."
    wired.canvas.go_forward()
    wired.canvas.go_forward()
    assert look(wired) == pytest.approx(third, abs=1.0)
    wired.canvas.go_forward()
    assert wired.said[-1] == "There is no later place to go forward to."


def test_the_side_buttons_of_the_mouse_go_back_and_forward(wired):
    rest(wired)
    first = look(wired)
    wired.canvas.select(("spine",))
    wired.canvas.go_to(("spine",))
    wired.wheel(QPointF(400, 300), pixels=(900, 0))
    second = look(wired)
    wired.mouse(QEvent.Type.MouseButtonPress, QPointF(5, 5), Qt.MouseButton.BackButton, Qt.MouseButton.BackButton)
    wired.mouse(QEvent.Type.MouseButtonPress, QPointF(5, 5), Qt.MouseButton.BackButton, Qt.MouseButton.BackButton)
    assert look(wired) == pytest.approx(first, abs=1.0)
    for _ in range(2):
        wired.mouse(
            QEvent.Type.MouseButtonPress, QPointF(5, 5), Qt.MouseButton.ForwardButton, Qt.MouseButton.ForwardButton
        )
    assert look(wired) == pytest.approx(second, abs=1.0)


def test_a_place_that_was_only_passed_is_none_to_come_back_to(wired):
    rest(wired)
    first = look(wired)
    for _ in range(5):
        wired.wheel(QPointF(400, 300), pixels=(400, 0))
    wired.canvas.go_back()
    assert look(wired) == pytest.approx(first, abs=1.0)


def test_visited_places_are_bounded_and_nearly_the_same_is_the_same():
    visited = Visited()
    for n in range(MOST + 30):
        visited.rest(Place(n * 1000.0, 0, 1000, 1.0))
        visited.rest(Place(n * 1000.0 + 20, 5, 1000, 1.05))
    here = Place((MOST + 29) * 1000.0, 0, 1000, 1.0)
    seen = []
    while (place := visited.back(here)) is not None:
        seen.append(place.x)
        here = place
    assert len(seen) == MOST - 1
    assert seen[0] == (MOST + 28) * 1000.0


def test_another_look_forgets_what_was_gone_back_from():
    visited = Visited()
    a, b, c = (Place(x, 0, 100, 1.0) for x in (0.0, 500.0, 900.0))
    visited.rest(a)
    visited.rest(b)
    assert visited.back(b) == a
    visited.rest(c)
    assert visited.forward(c) is None
    assert visited.back(c) == a


def test_home_and_end_stand_on_the_first_and_the_last(wired):
    wired.key(Qt.Key.Key_End)
    assert wired.canvas.selected_ids() == ("dgx",)
    wired.key(Qt.Key.Key_Home)
    assert wired.canvas.selected_ids() == ("leaf",)


def test_page_keys_push_the_paper_by_most_of_the_sight(wired):
    x, y, _ = look(wired)
    wired.key(Qt.Key.Key_PageDown)
    assert look(wired) == (x, y + 720, 1.0)
    wired.key(Qt.Key.Key_PageUp, KEYS.ShiftModifier)
    assert look(wired) == (x - 1120, y + 720, 1.0)


def test_a_flight_is_seen_only_and_only_where_things_move(wired):
    wired.canvas.fit()
    assert not wired.canvas.flying
    wired.canvas.flies = lambda: True
    wired.canvas.zoom_to(0.5)
    assert wired.canvas.zoom() == pytest.approx(0.5)
    assert wired.canvas.flying
    start = wired.canvas._flight.seen(wired.canvas.stage.viewpoint)
    assert start.scale > 0.5
    wired.wheel(QPointF(100, 100), angle=120)
    assert not wired.canvas.flying
    assert wired.canvas.mapToGlobal(QPoint(0, 0)) is not None
