"""The first tour, walked by keys and by mouse; what it asks for is read from the design and from what is shown."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from designer.model.design import Design
from designer.ui.costs.money_window import MoneyWindow
from designer.ui.learn.lesson_card import LessonCard, place_beside
from designer.ui.learn.tour.step import Seen
from designer.ui.learn.tour.steps import STEPS
from designer.ui.learn.tour.targets import target_rect
from designer.ui.learn.tour.tour import Tour, offer_tour, tour_of
from designer.ui.make_real.dialog import MakeRealDialog
from tests.ui.canvas.gestures.test_palette_drags import Puller

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(another_window, qtbot):
    """A window of its own: the tour leaves a card in it, and the preferences know."""
    another_window.resize(1500, 950)
    another_window.show()
    another_window.activateWindow()
    qtbot.waitExposed(another_window)
    return another_window


@pytest.fixture
def tour(window, qtbot):
    window.commands.run("help.tour")
    made = tour_of(window.context)
    qtbot.waitUntil(lambda: made.at == 0)
    return made


def press(qtbot, key, keys=PLAIN):
    focus = QApplication.focusWidget()
    assert focus is not None, f"nothing has the keyboard for {key}"
    qtbot.keyClick(focus, key, keys)
    QCoreApplication.processEvents()


def to_the_canvas(window, qtbot):
    window.activateWindow()
    window.workspace.canvas.setFocus()
    qtbot.waitUntil(window.workspace.canvas.hasFocus)


def design_of(window):
    return window.workspace.document.design


def find_part(window, qtbot, words):
    search = window.workspace.palette_panel.search
    qtbot.waitUntil(search.hasFocus)
    search.selectAll()
    qtbot.keyClicks(search, words)
    press(qtbot, Qt.Key.Key_Return)


def reach(qtbot, tour, step):
    qtbot.waitUntil(lambda: tour.at == step, timeout=20_000)


def pod_by_keys(window, tour, qtbot):
    find_part(window, qtbot, "dgx h100")
    reach(qtbot, tour, 1)
    server = next(one for one in design_of(window).nodes.values() if one.kind == "server")
    window.workspace.canvas.select((server.id,))
    window.workspace.canvas.setFocus()
    qtbot.keyClicks(window.workspace.canvas, "4")
    press(qtbot, Qt.Key.Key_Return)
    reach(qtbot, tour, 2)
    find_part(window, qtbot, "qm9700")
    reach(qtbot, tour, 3)
    to_the_canvas(window, qtbot)
    press(qtbot, Qt.Key.Key_A, CTRL)
    press(qtbot, Qt.Key.Key_L)
    reach(qtbot, tour, 4)


def test_by_keys_it_ends_with_a_priced_place_a_bill_and_a_slide(window, tour, qtbot):
    session = window.workspace.document.session
    pod_by_keys(window, tour, qtbot)
    assert all(link.cables >= 4 for link in design_of(window).links.values()), "each server has a cable"
    assert not [one for one in window.workspace.document.findings if one.severity == "error"]
    to_the_canvas(window, qtbot)
    press(qtbot, Qt.Key.Key_I, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = window.findChildren(MakeRealDialog)[-1]
    qtbot.waitUntil(lambda: dialog.proposal is not None, timeout=60_000)
    assert tour.at == 4, "nothing is done before it is accepted"
    dialog.accept_button.setFocus()
    QTest.keyClick(dialog.accept_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tour.at == 5, timeout=60_000)
    assert {"rack", "pdu", "ups"} <= {node.kind for node in design_of(window).nodes.values()}
    # The bill, by the keys that the card names.
    to_the_canvas(window, qtbot)
    press(qtbot, Qt.Key.Key_M, CTRL)
    reach(qtbot, tour, 6)
    bill = window.windows.opened(MoneyWindow)
    QTest.keyClick(bill, Qt.Key.Key_4)
    assert bill.isVisible()
    assert bill.sheet.title == "Where it sits"
    bill.close()
    to_the_canvas(window, qtbot)
    press(qtbot, Qt.Key.Key_F5)
    reach(qtbot, tour, 7)
    slides = window.context.presenter
    assert slides.isVisible()
    qtbot.waitUntil(lambda: slides.count >= 1)
    QTest.keyClick(slides, Qt.Key.Key_Escape)
    assert tour.card.title.text() == "From nothing to a bill and a slide"
    # Undo holds what the person did, and nothing of the tour.
    labels = []
    while session.undo_label is not None:
        labels.append(session.undo_label)
        window.commands.run("edit.undo")
    assert not design_of(window).nodes
    assert len(labels) == 5, labels
    QTest.keyClick(tour.card, Qt.Key.Key_Return)
    assert not tour.running
    assert window.preferences.tour_met


def test_by_mouse_a_part_is_dragged_a_link_is_drawn_and_the_buttons_open_what_is_next(window, tour, qtbot):
    puller = Puller(window)
    canvas, search = window.workspace.canvas, window.workspace.palette_panel.search
    qtbot.keyClicks(search, "dgx h100")
    pull_first(puller, 360, 420)
    reach(qtbot, tour, 1)
    search.clear()
    server = next(n for n in design_of(window).nodes.values() if n.kind == "server")
    QTest.mouseClick(canvas, LEFT, PLAIN, middle(canvas, server.id))
    qtbot.keyClicks(canvas, "4")
    press(qtbot, Qt.Key.Key_Return)
    reach(qtbot, tour, 2)
    qtbot.keyClicks(search, "qm9700")
    pull_first(puller, 760, 420)
    reach(qtbot, tour, 3)
    switch = next(n for n in design_of(window).nodes.values() if n.kind == "switch")
    drag_link(canvas, server.id, switch.id)
    reach(qtbot, tour, 4)
    assert design_of(window).nodes[server.id].copies == 4
    QTest.mouseClick(tour.card.offer, LEFT)
    dialog = window.findChildren(MakeRealDialog)[-1]
    qtbot.waitUntil(lambda: dialog.proposal is not None, timeout=60_000)
    dialog.reject()
    QTest.mouseClick(tour.card.next, LEFT)
    QTest.mouseClick(tour.card.offer, LEFT)
    reach(qtbot, tour, 6)
    assert window.windows.opened(MoneyWindow).isVisible()
    QTest.mouseClick(tour.card.offer, LEFT)
    reach(qtbot, tour, 7)
    assert window.context.presenter.isVisible()
    window.context.presenter.close()


def middle(canvas, node_id):
    return QPoint(*(int(one) for one in canvas.screen_position(*canvas.stage.rect_of(node_id).centre)))


def pull_first(puller, x, y):
    rows = puller.list.row_model.rows
    first = next(at for at, row in enumerate(rows) if row.part)
    box = puller.list.visualRect(puller.list.model().index(first, 0)).center()
    puller.pull(box.x(), box.y(), x, y)


def drag_link(canvas, a, b):
    """Rest on A, take the handle at its edge and let go over B."""
    box = canvas.stage.rect_of(a)
    start = QPointF(*canvas.screen_position(box.right, box.centre[1]))
    end = QPointF(middle(canvas, b))

    def send(kind, place, button, buttons):
        event = QMouseEvent(kind, place, QPointF(canvas.mapToGlobal(place.toPoint())), button, buttons, PLAIN)
        QApplication.sendEvent(canvas, event)

    send(QEvent.Type.MouseMove, QPointF(middle(canvas, a)), NONE, NONE)
    send(QEvent.Type.MouseMove, start, NONE, NONE)
    send(QEvent.Type.MouseButtonPress, start, LEFT, LEFT)
    for share in (0.2, 0.5, 0.8, 1.0):
        send(QEvent.Type.MouseMove, start + (end - start) * share, NONE, LEFT)
    send(QEvent.Type.MouseButtonRelease, end, LEFT, NONE)
    QApplication.processEvents()


def test_next_goes_on_without_doing_back_returns_and_escape_leaves(window, tour, qtbot):
    QTest.keyClick(tour.card, Qt.Key.Key_Return)
    assert tour.at == 1
    QTest.mouseClick(tour.card.back, LEFT)
    assert tour.at == 0
    QTest.keyClick(tour.card, Qt.Key.Key_Escape)
    assert not tour.running
    assert tour.ring.isHidden()
    assert not design_of(window).nodes


def test_the_card_never_covers_what_it_points_at(window, tour, qtbot):
    window.preferences.motion = "jump"
    pod_by_keys(window, tour, qtbot)
    for size in ((1500, 950), (1100, 700)):
        window.resize(*size)
        for place in range(len(STEPS)):
            tour.go(place)
            QApplication.processEvents()
            target = target_rect(window.context, STEPS[place].target)
            assert target is not None or STEPS[place].target is None, place
            if tour.at == place and target is not None:
                assert not tour.card.geometry().intersects(target), (size, place)
            assert window.rect().contains(tour.card.geometry()), (size, place)
            for words in (tour.card.title, tour.card.text, tour.card.mouse, tour.card.keys):
                assert tour.at != place or words.heightForWidth(words.width()) <= words.height(), (
                    size,
                    place,
                    words.text(),
                )


def test_the_ring_follows_its_tile_when_the_canvas_is_moved(window, tour, qtbot):
    find_part(window, qtbot, "dgx h100")
    reach(qtbot, tour, 1)
    qtbot.waitUntil(lambda: tour.ring.isVisible() and tour.ring.width() < window.width() / 3)
    before = tour.ring.geometry()
    canvas = window.workspace.canvas
    canvas.zoom_to(canvas._viewpoint.scale * 0.7)
    canvas.repaint()
    qtbot.waitUntil(lambda: tour.ring.geometry() != before)


class PaintsSeen(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_it_is_offered_once_on_the_welcome_screen_and_never_to_who_met_it(window, qtbot):
    window.preferences.tour_met = False
    offer_tour(window.context)
    tour = tour_of(window.context)
    assert tour.running
    assert tour.card.title.text() == "New here?"
    QTest.mouseClick(tour.card.skip, LEFT)
    assert not tour.running
    assert window.preferences.tour_met
    offer_tour(window.context)
    assert not tour.running


def test_the_offer_begins_the_tour_and_another_design_ends_it(window, qtbot):
    window.preferences.tour_met = False
    offer_tour(window.context)
    tour = tour_of(window.context)
    QTest.mouseClick(tour.card.next, LEFT)
    reach(qtbot, tour, 0)
    # It follows what is painted, and so must not have anything painted while nothing moves.
    QTest.qWait(100)
    painted = PaintsSeen()
    window.workspace.canvas.installEventFilter(painted)
    QTest.qWait(100)
    assert painted.count < 10
    window.files.new_from("rag-service", {})
    assert not tour.running


def test_it_leaves_a_design_alone_that_the_person_keeps(window, qtbot, monkeypatch):
    window.files.new_from("rag-service", {})
    design, window.preferences.tour_met = design_of(window), False
    tour = tour_of(window.context)
    with monkeypatch.context() as kept:
        kept.setattr(window.files, "may_leave", lambda: False)
        window.commands.run("help.tour")
        qtbot.waitUntil(lambda: window.preferences.tour_met)
        QCoreApplication.processEvents()
    assert not tour.running
    assert design_of(window) is design


def test_it_is_read_aloud_and_every_button_has_words(window, tour):
    assert tour.card.accessibleName() == "Tour Step 1 of 7 Place a server"
    assert "dgx h100" in tour.card.accessibleDescription()
    assert all(button.text() for button in tour.card.findChildren(QPushButton) if button.isVisible())
    window.commands.run("help.tour")
    assert tour.card.next.hasFocus()


def test_words_of_keys_are_those_in_force(window, tour):
    tour.go(4)
    assert "Ctrl+Shift+I" in tour.card.keys.text()


def test_each_step_says_both_ways_and_is_not_done_before_it_begins(window, tour):
    for step in STEPS:
        assert step.mouse
        assert step.keys
        assert not step.done(Seen(Design(), Design(), frozenset()))


@pytest.mark.parametrize(
    "target", [QRect(0, 0, 300, 40), QRect(900, 500, 200, 200), QRect(40, 600, 1000, 90), QRect(500, 10, 60, 680)]
)
def test_a_place_is_found_beside_any_target(target):
    room = QRect(0, 0, 1100, 700)
    place = place_beside(344, 260, room, target)
    card = QRect(place.x(), place.y(), 344, 260)
    assert room.contains(card)
    assert not card.intersects(target)


def test_the_other_end_of_a_link_stays_free_too():
    server, switch = QRect(480, 300, 160, 80), QRect(700, 300, 160, 80)
    place = place_beside(344, 220, QRect(0, 0, 1100, 700), server, (server, switch))
    card = QRect(place.x(), place.y(), 344, 220)
    assert not card.intersects(server)
    assert not card.intersects(switch)


def test_without_a_target_it_stands_in_the_lower_right_corner():
    assert place_beside(344, 260, QRect(0, 0, 1100, 700), None) == QPoint(740, 424)


def test_one_window_has_one_tour(window):
    assert tour_of(window.context) is tour_of(window.context)
    assert len(window.findChildren(Tour)) == 1
    assert len(window.findChildren(LessonCard)) == 1


def test_its_card_is_as_high_as_its_words_whatever_it_said_before(window, tour):
    card = tour.card
    for text in ("Short.", "Saved views become slides, with the figures of the design beside them. " * 3, "Short."):
        card.say("Step 1 of 7", "A title", text, "Mouse: a way.", "Keys: another way.", "Go…")
        card.stand_beside(None)
        QApplication.processEvents()
        for words in (card.title, card.text, card.mouse, card.keys):
            assert words.heightForWidth(words.width()) <= words.height(), words.text()
        assert card.text.height() <= card.text.heightForWidth(card.text.width()) + 2
