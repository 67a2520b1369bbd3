"""The floor with 2,000 racks and 60,000 cables, in software at 1600 × 1000: panning, drawing, moving."""

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from designer.catalog.reading import read_library
from designer.drawing.rooms.floor import draw_floor
from designer.drawing.theme_tokens import theme_named
from designer.edit.rooms.floor import move_placed
from designer.edit.rooms.floor_fill import fill_room
from designer.edit.session import Session
from designer.model.design import Design, Link, Node
from designer.model.rooms.room_plan import RoomPlan, rectangle
from designer.ui.app.document import Document
from designer.ui.views.floor.surface import FloorSurface
from designer.ui.views.floor.view import FloorView
from designer.ui.widgets.look import window_look
from tests.bench.timing import Row, milliseconds

RACKS, CABLES = 2_000, 60_000
PAN_MS, MOVED_MS = 16.0, 100.0
STEPS = 60
IMAGE = QImage(1600, 1000, QImage.Format.Format_ARGB32_Premultiplied)


def hall_of_racks() -> Design:
    """One hall with 2,000 racks of a host each, joined by 60,000 cables to switches in one more rack."""
    room = Node(id="hall", kind="room", plan=RoomPlan(outline=rectangle(72_000, 62_000)))
    design = Design(nodes={"hall": room})
    design = fill_room(design, "hall", RACKS).edit.applied(design)
    rack = next(node.id for node in design.nodes.values() if node.kind == "rack")
    host = Node(id="host", kind="host", parent=rack, order=9, copies=4)
    spine = Node(id="spine", kind="switch", parent="hall", order=10, copies=8)
    link = Link(id="links", a="host", b="spine", medium="fabric", cables=CABLES)
    return Design(nodes={**design.nodes, "host": host, "spine": spine}, links={"links": link})


def rows() -> Iterator[Row]:
    """What panning and drawing the hall takes."""
    application = QApplication.instance() or QApplication(["bench"])
    design = hall_of_racks()
    document = Document(Session(design), read_library())
    window_look().wear(theme_named("dark"))
    view = FloorView(document)
    view.resize(1600, 1000)
    view.show()
    view.set_overlay("cables")
    view.grab()
    for factor in (1.0, 3.0):
        view.fit()
        view.zoom_by(factor)
        took = sorted(milliseconds(lambda n=n: pan_step(view, n), repeat=1) for n in range(STEPS))
        yield Row(
            f"pan of {RACKS:,} racks, 95 of 100 steps, at ×{factor:g}", took[int(STEPS * 0.95)], promise_ms=PAN_MS
        )
    view.fit()
    yield Row("repaint at rest, all in sight", milliseconds(lambda: view.render(IMAGE)), promise_ms=100.0)
    yield Row("the display list anew", milliseconds(lambda: draw_floor(design, overlay="cables")), promise_ms=300.0)
    rack = next(node.id for node in design.nodes.values() if node.kind == "rack")
    yield Row(
        "one edit: all racks of a row moved",
        milliseconds(lambda: move_placed(design, [rack], 600, 0)),
        promise_ms=MOVED_MS,
    )
    view.close()
    del application


def pan_step(view: FloorView, number: int) -> None:
    """One step of the middle button, with the painting that it asks for."""
    if number == 0:
        _mouse(view, QEvent.Type.MouseButtonPress, 0)
    _mouse(view, QEvent.Type.MouseMove, number + 1)
    view.render(IMAGE)
    if number == STEPS - 1:
        _mouse(view, QEvent.Type.MouseButtonRelease, number + 1)


def _mouse(view: FloorSurface, kind: QEvent.Type, number: int) -> None:
    spot = QPointF(800 - 4 * number, 500 - 3 * number)
    middle = Qt.MouseButton.MiddleButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else middle
    event = QMouseEvent(kind, spot, view.mapToGlobal(spot), button, middle, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)
