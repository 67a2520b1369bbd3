"""Parts pulled out of the palette with a real mouse: the list stays, a number may be typed, keys change the drop."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN, ALT, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
MOVE, PRESS, RELEASE = QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease


class Puller:
    """Presses the mouse on a row of the palette and moves it over the canvas."""

    def __init__(self, window):
        self.work = window.workspace
        self.list = self.work.palette_panel.list
        self.canvas = self.work.canvas

    @property
    def design(self):
        return self.work.document.design

    @property
    def parts(self):
        return [node.part for node in self.design.nodes_in_order()]

    def send(self, kind, place, buttons=LEFT, keys=PLAIN):
        """One event of the mouse at a place of the screen, told to the list, which keeps the pressed mouse."""
        viewport = self.list.viewport()
        button = NONE if kind == MOVE else LEFT
        local = QPointF(viewport.mapFromGlobal(place))
        QApplication.sendEvent(viewport, QMouseEvent(kind, local, QPointF(place), button, buttons, keys))

    def take(self, x, y):
        """Press at a place of the list and pull by a few pixels."""
        start = self.list.viewport().mapToGlobal(QPoint(x, y))
        self.send(MOVE, start, NONE)
        self.send(PRESS, start)
        self.send(MOVE, start + QPoint(6, 4))
        self.send(MOVE, start + QPoint(24, 14))

    def carry(self, x, y, keys=PLAIN):
        self.at = self.canvas.mapToGlobal(QPoint(x, y))
        self.send(MOVE, self.at, keys=keys)

    def let_go(self, keys=PLAIN):
        self.send(RELEASE, self.at, NONE, keys)
        QApplication.processEvents()

    def pull(self, x, y, to_x, to_y):
        self.take(x, y)
        self.carry(to_x, to_y)
        self.let_go()

    def press_key(self, key, text="", keys=PLAIN, kind=QEvent.Type.KeyPress):
        QApplication.sendEvent(self.list, QKeyEvent(kind, key, keys, text))

    def type(self, text):
        for letter in text:
            self.press_key(Qt.Key(ord(letter)), letter)

    @property
    def preview(self):
        return self.canvas.stage.shown_preview


@pytest.fixture
def puller(window):
    window.files.new_empty()
    QApplication.processEvents()
    yield Puller(window)
    assert QApplication.overrideCursor() is None


def test_four_drags_from_one_pixel_place_four_times_the_same_part(puller):
    rows = puller.list.row_model.rows
    scrolled = puller.list.verticalScrollBar().value()
    for x, y in ((200, 80), (500, 80), (200, 260), (500, 260)):
        puller.pull(80, 60, x, y)
    assert len(puller.parts) == 4
    assert set(puller.parts) == {rows[1].part}
    assert puller.list.row_model.rows == rows
    assert puller.list.verticalScrollBar().value() == scrolled


def test_far_down_the_list_stays_where_it_was_scrolled_to(puller):
    puller.list.verticalScrollBar().setValue(1200)
    part = puller.list.row_model.rows[puller.list.indexAt(QPoint(80, 60)).row()].part
    for x in (150, 420, 690):
        puller.pull(80, 60, x, 160)
    assert puller.parts == [part] * 3
    assert puller.list.verticalScrollBar().value() == 1200


def test_what_was_placed_stands_on_top_when_the_panel_opens_again(puller):
    puller.pull(80, 60, 300, 160)
    assert puller.list.row_model.rows[0].title != "Placed lately"
    panel = puller.work.palette_panel
    panel.hide()
    panel.show()
    rows = puller.list.row_model.rows
    assert (rows[0].title, rows[1].part) == ("Placed lately", puller.parts[0])


def test_a_number_typed_in_mid_drag_places_that_many(puller):
    puller.take(80, 60)
    puller.carry(300, 160)
    puller.type("8")
    assert puller.preview.label.endswith("×8")
    puller.type("5")
    puller.press_key(Qt.Key.Key_Backspace)
    assert puller.preview.label.endswith("×8")
    puller.let_go()
    (node,) = puller.design.nodes.values()
    assert node.copies == 8


def test_escape_in_mid_drag_places_nothing(puller):
    puller.take(80, 60)
    puller.carry(300, 160)
    puller.press_key(Qt.Key.Key_Escape)
    assert puller.preview is None
    puller.carry(320, 170)
    assert puller.preview is None
    puller.let_go()
    assert not puller.design.nodes
    # The next drag goes as ever.
    puller.pull(80, 60, 300, 160)
    assert len(puller.parts) == 1


def test_the_right_button_in_mid_drag_places_nothing(puller):
    puller.take(80, 60)
    puller.carry(300, 160)
    viewport = puller.list.viewport()
    place, right = QPointF(viewport.mapFromGlobal(puller.at)), Qt.MouseButton.RightButton
    QApplication.sendEvent(viewport, QMouseEvent(PRESS, place, QPointF(puller.at), right, LEFT | right, PLAIN))
    puller.let_go()
    assert not puller.design.nodes


def test_a_part_that_leaves_the_canvas_is_not_placed(puller):
    puller.take(80, 60)
    puller.carry(300, 160)
    assert puller.preview is not None
    puller.at = puller.list.viewport().mapToGlobal(QPoint(60, 100))
    puller.send(MOVE, puller.at)
    assert puller.preview is None
    puller.let_go()
    assert not puller.design.nodes


def test_alt_pressed_at_rest_frees_the_part_from_the_grid(puller):
    puller.take(80, 60)
    puller.carry(301, 163)
    on_grid = puller.preview.ghosts[0]
    assert (on_grid.x % 8, on_grid.y % 8) == (0, 0)
    puller.press_key(Qt.Key.Key_Alt, keys=ALT)
    free = puller.preview.ghosts[0]
    assert (free.x % 8, free.y % 8) != (0, 0)
    puller.press_key(Qt.Key.Key_Alt, kind=QEvent.Type.KeyRelease)
    assert puller.preview.ghosts[0] == on_grid
    puller.let_go()


def test_shift_keeps_the_part_in_the_hand(puller):
    puller.take(80, 60)
    puller.carry(300, 160, SHIFT)
    puller.let_go(SHIFT)
    assert puller.canvas.tool() == "place"
    assert len(puller.parts) == 1


def test_no_letter_typed_in_mid_drag_reaches_the_list(puller):
    rows = puller.list.currentIndex().row()
    puller.take(80, 60)
    chosen = puller.list.currentIndex().row()
    puller.carry(300, 160)
    puller.type("QM97")
    assert puller.list.currentIndex().row() == chosen != rows
    puller.let_go()
    assert len(puller.parts) == 1
