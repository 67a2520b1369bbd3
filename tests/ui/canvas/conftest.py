import os
from itertools import pairwise

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node
from designer.edit.session import Session
from designer.model.design import Design
from designer.ui.canvas.widget import PART_MIME, CanvasWidget

LEFT, MIDDLE, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier


class Person:
    """Does with mouse and keys what a person does, and remembers what the canvas said."""

    def __init__(self, canvas, session):
        self.canvas = canvas
        self.session = session
        self.said = []
        self._ports = {}
        self.selections = []
        canvas.message.connect(self.said.append)
        canvas.selection_changed.connect(self.selections.append)

    @property
    def design(self):
        return self.session.design

    @property
    def drawing(self):
        return self.canvas.stage.drawing

    def screen(self, x, y):
        return QPointF(*self.canvas.screen_position(x, y))

    def middle(self, record_id):
        return self.screen(*self.drawing.rect_of(record_id).centre)

    def corner(self, record_id, dx=0.0, dy=0.0):
        rect = self.drawing.rect_of(record_id)
        return self.screen(rect.x + dx, rect.y + dy)

    def port(self, node_id, port):
        tile = self.drawing.tiles[self.drawing.tile_index[node_id]]
        dot = next(dot for dot in tile.ports if dot.port == port)
        place = self.screen(dot.x, dot.y)
        self._ports[place.x(), place.y()] = tile.id
        return place

    def mouse(self, kind, place, button=LEFT, buttons=LEFT, keys=PLAIN):
        event = QMouseEvent(kind, place, self.canvas.mapToGlobal(place), button, buttons, keys)
        QApplication.sendEvent(self.canvas, event)

    def hover(self, place):
        self.mouse(QEvent.Type.MouseMove, place, NONE, NONE)

    def press(self, place, keys=PLAIN, button=LEFT):
        tile, stage = self._ports.get((place.x(), place.y())), self.canvas.stage
        if tile is not None and stage.shown_preview is None and not stage.shows_ports(tile):
            # Ports are shown of what is selected: who wants one clicks the tile first.
            self.click(self.middle(tile))
        self.hover(place)
        self.mouse(QEvent.Type.MouseButtonPress, place, button, button, keys)

    def pull(self, start, end, keys=PLAIN, button=LEFT, steps=4):
        for step in range(1, steps + 1):
            place = start + (end - start) * (step / steps)
            self.mouse(QEvent.Type.MouseMove, place, NONE, button, keys)
        QApplication.processEvents()

    def let_go(self, place, keys=PLAIN, button=LEFT):
        self.mouse(QEvent.Type.MouseButtonRelease, place, button, NONE, keys)
        QApplication.processEvents()

    def drag(self, start, end, keys=PLAIN, button=LEFT):
        self.press(start, keys, button)
        self.pull(start, end, keys, button)
        self.let_go(end, keys, button)

    def click(self, place, keys=PLAIN):
        self.press(place, keys)
        self.let_go(place, keys)

    def double_click(self, place):
        self.click(place)
        self.mouse(QEvent.Type.MouseButtonDblClick, place)
        self.let_go(place)

    def wheel(self, place, angle=0, pixels=(0, 0), keys=PLAIN):
        event = QWheelEvent(
            place,
            self.canvas.mapToGlobal(place),
            QPoint(*pixels),
            QPoint(0, angle),
            NONE,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.canvas, event)

    def key(self, key, keys=PLAIN):
        QTest.keyClick(self.focused(), key, keys)
        QApplication.processEvents()

    def type(self, text):
        for letter in text:
            QTest.keyClick(self.focused(), letter)
        QApplication.processEvents()

    def enter(self, text=""):
        self.type(text)
        self.key(Qt.Key.Key_Return)

    def focused(self):
        return QApplication.focusWidget() or self.canvas

    @property
    def panel(self):
        """The open quick add."""
        return self.canvas.adding.panel

    @property
    def preview(self):
        """What the gesture under way shows."""
        return self.canvas.stage.shown_preview

    def on_wire(self, link_id):
        """A place on a wire that lies on no tile, port or label."""
        drawing = self.drawing
        path = drawing.paths([drawing.wire_index[link_id]])[0]
        for start, end in pairwise(path):
            for share in (0.5, 0.25, 0.75):
                x, y = start + (end - start) * share
                found = self.canvas.stage.hit(x, y)
                if found is not None and found.kind == "wire" and found.id == link_id:
                    return self.screen(float(x), float(y))
        raise AssertionError(f"{link_id} is drawn nowhere")

    def end_of(self, link_id, node_id):
        """Where the end of a wire lies that is nearer to a node."""
        wire = self.canvas.stage.wire_of(link_id)
        x, y = self.drawing.rect_of(node_id).centre
        return self.screen(*min((wire.points[0], wire.points[-1]), key=lambda p: abs(p[0] - x) + abs(p[1] - y)))

    @property
    def editor(self):
        return self.canvas.editor

    def carry(self, part_id, place, keys=PLAIN):
        data = QMimeData()
        data.setData(PART_MIME, part_id.encode())
        whole = place.toPoint()
        enter = QDragEnterEvent(whole, Qt.DropAction.CopyAction, data, LEFT, PLAIN)
        QApplication.sendEvent(self.canvas, enter)
        move = QDragMoveEvent(whole, Qt.DropAction.CopyAction, data, LEFT, keys)
        QApplication.sendEvent(self.canvas, move)
        self.carried = data
        return enter.isAccepted() and move.isAccepted()

    def carry_away(self):
        QApplication.sendEvent(self.canvas, QDragLeaveEvent())

    def drop(self, part_id, place, keys=PLAIN):
        """Drag a part from the palette and let go; the answer is the id of the new node, "" for none."""
        before = set(self.design.nodes)
        self.carry(part_id, place, keys)
        drop = QDropEvent(place, Qt.DropAction.CopyAction, self.carried, LEFT, keys)
        QApplication.sendEvent(self.canvas, drop)
        QApplication.processEvents()
        return next(iter(set(self.design.nodes) - before), "")

    def drop_at(self, part_id, x, y):
        return self.drop(part_id, self.screen(x, y))


@pytest.fixture
def begin(qtbot, library):
    """A canvas on a design, 1400 × 900, at 100% with the origin in its middle."""
    made = []

    def make(design=None):
        session = Session(design or Design())
        canvas = CanvasWidget(session, library)
        qtbot.addWidget(canvas)
        canvas.resize(1400, 900)
        canvas.show()
        qtbot.waitExposed(canvas)
        canvas.activateWindow()
        canvas.setFocus()
        canvas.zoom_to(1.0)
        canvas.centre_on(0.0, 0.0)
        QApplication.processEvents()
        made.append(canvas)
        return Person(canvas, session)

    yield make
    for canvas in made:
        canvas.close_canvas()


@pytest.fixture
def person(begin):
    return begin()


@pytest.fixture
def wired(begin, library):
    """A server at (-304, 100), a leaf at (-304, -200) with 8 cables between, a spine at (200, -200) without links."""
    design = add_node(Design(), library, "nvidia/dgx-h100", -304, 100, node_id="dgx").applied(Design())
    design = add_node(design, library, "nvidia/qm9700", -304, -200, node_id="leaf").applied(design)
    design = add_node(design, library, "nvidia/qm9700", 200, -200, node_id="spine").applied(design)
    design = add_link(design, "dgx", "leaf", cables=8, link_id="rails", name="rails").applied(design)
    return begin(design)
