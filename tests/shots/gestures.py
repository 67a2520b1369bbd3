"""Pictures of the canvas while hands are at work."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node
from designer.model.design import Design
from designer.ui.app.window import DesignerWindow
from designer.ui.canvas.interaction.paste_table import PasteTableDialog
from designer.ui.canvas.widget import CanvasWidget

DGX, SWITCH, SLOW = "nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn2201"
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


class Camera(Protocol):
    """What takes the pictures."""

    window: DesignerWindow

    def take(self, name: str, widget: QWidget | None = None) -> None: ...
    def spin(self, seconds: float) -> None: ...
    def analysed(self) -> None: ...


class Hand:
    """A mouse over one canvas, in places of the canvas."""

    def __init__(self, canvas: CanvasWidget) -> None:
        self.canvas = canvas

    def _send(self, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton, buttons: Qt.MouseButton) -> None:
        place = QPointF(*self.canvas.screen_position(x, y))
        plain = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, place, self.canvas.mapToGlobal(place), button, buttons, plain)
        QApplication.sendEvent(self.canvas, event)

    def hover(self, x: float, y: float) -> None:
        """Move without a button."""
        self._send(QEvent.Type.MouseMove, x, y, NONE, NONE)

    def pull(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press, and drag without letting go."""
        self.hover(*start)
        self._send(QEvent.Type.MouseButtonPress, *start, LEFT, LEFT)
        for step in (0.3, 0.7, 1.0):
            x, y = (a + (b - a) * step for a, b in zip(start, end, strict=True))
            self._send(QEvent.Type.MouseMove, x, y, NONE, LEFT)

    def let_go(self, x: float, y: float) -> None:
        """Let the button go."""
        self._send(QEvent.Type.MouseButtonRelease, x, y, LEFT, NONE)

    def key(self, key: Qt.Key, text: str = "") -> None:
        """Press a key on the canvas."""
        QApplication.sendEvent(self.canvas, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))

    def port(self, node_id: str, port: str) -> tuple[float, float]:
        """Where a port is drawn."""
        place = self.canvas.stage.port_place(node_id, port)
        assert place is not None
        return place

    def middle(self, record_id: str) -> tuple[float, float]:
        """The middle of a tile or frame."""
        rect = self.canvas.stage.rect_of(record_id)
        assert rect is not None
        return rect.centre


def fabric(window: DesignerWindow) -> None:
    """Three servers in a row, two leaves above, a spine, links between, and a rack in a pod."""
    library = window.shelf.library
    work = window.workspace
    assert work is not None
    document = work.document

    def put(part: str, node_id: str, x: float, y: float, copies: int = 1, name: str = "") -> None:
        document.edit(lambda d: add_node(d, library, part, x, y, node_id=node_id, copies=copies, name=name))

    def frame(kind: str, node_id: str, x: float, y: float, parent: str | None = None) -> None:
        document.edit(lambda d: add_container(d, kind, x, y, node_id=node_id, parent=parent))

    def wire(a: str, b: str, cables: int, name: str) -> None:
        def make(design: Design):
            return add_link(design, a, b, cables=cables, name=name, link_id=name.replace(" ", "-"))

        document.edit(make)

    put(SWITCH, "spine", 128, -320, name="spine")
    put(SWITCH, "leaf-1", 0, -120, name="leaf 1")
    put(SWITCH, "leaf-2", 288, -120, name="leaf 2")
    put(DGX, "dgx-1", -128, 120, name="server 1")
    put(DGX, "dgx-2", 160, 120, name="server 2")
    wire("dgx-1", "leaf-1", 8, "rail 1")
    wire("dgx-2", "leaf-2", 4, "rail 2")
    wire("leaf-1", "spine", 16, "up 1")
    frame("pod", "pod", 560, -320)
    frame("rack", "rack", 592, -272, "pod")


def shoot_gestures(stage: Camera, size: tuple[int, int]) -> None:
    """Every state of the hands, one after the other."""
    window = stage.window
    window.files.new_empty()
    fabric(window)
    stage.analysed()
    work = window.workspace
    assert work is not None
    canvas, hand = work.canvas, Hand(work.canvas)
    low = size[1] < 800
    if low:
        # A small window shows the canvas alone, as a person would have it while drawing.
        for panel in ("bottom", "inspector"):
            window.commands.run(f"view.toggle_{panel}")
        stage.spin(0.2)
    canvas.setFocus()
    canvas.fit()
    if canvas.zoom() < 0.72:
        canvas.zoom_to(0.72)
    stage.spin(0.2)

    hand.hover(20, 330)
    canvas.select(())
    hand.key(Qt.Key.Key_Slash, "/")
    stage.take("quick-add")
    panel = canvas.adding.panel
    assert panel is not None
    panel.search.setText("8 qm97")
    stage.take("quick-add-search")
    panel.leave()

    canvas.stamp_part(SWITCH)
    hand.hover(470, 30)
    stage.take("stamp")
    wire = canvas.stage.wire_of("rail-1")
    assert wire is not None
    path = canvas.stage.drawing.paths([canvas.stage.drawing.wire_index["rail-1"]])[0]
    x, y = (path[0] + path[1]) / 2 if len(path) == 2 else path[len(path) // 2]
    hand.hover(float(x), float(y))
    stage.take("insert-link")
    canvas.stamp_part(SLOW)
    hand.hover(float(x), float(y))
    stage.take("insert-link-refused")
    canvas.stamp_part(DGX)
    hand.hover(*hand.middle("rack"))
    stage.take("drop-nested")
    canvas.set_tool("select")

    start = hand.middle("dgx-2")
    hand.pull(start, (start[0] + 286, start[1] + 3))
    stage.take("guides")
    hand.key(Qt.Key.Key_Escape)
    hand.let_go(*start)

    rect = canvas.stage.rect_of("dgx-1")
    assert rect is not None
    hand.hover(*hand.middle("dgx-1"))
    hand.hover(rect.x - 3, rect.y + 20)
    stage.take("hot-edge")

    start = hand.port("dgx-1", "fabric")
    hand.pull(start, hand.port("leaf-2", "ports"))
    hand.key(Qt.Key.Key_4, "4")
    stage.take("connect-fits")
    hand.key(Qt.Key.Key_Escape)
    hand.let_go(*start)
    hand.pull(start, hand.port("leaf-2", "psu"))
    stage.take("connect-reason")
    hand.key(Qt.Key.Key_Escape)
    hand.let_go(*start)
    hand.pull(start, (460, 250))
    hand.let_go(460, 250)
    stage.take("connect-offer")
    canvas.cancel()

    canvas.select(("rail-2",))
    stage.take("link-ends")
    end = canvas.stage.wire_of("rail-2")
    assert end is not None
    ends = [p for p in (end.points[0], end.points[-1]) if p[1] < 100]
    hand.pull(ends[0], hand.middle("spine"))
    stage.take("rewire")
    hand.key(Qt.Key.Key_Escape)
    hand.let_go(*ends[0])

    start = hand.port("leaf-1", "ports")
    hand.hover(*start)
    hand.pull(start, start)
    hand.let_go(*start)
    stage.take("port-card")
    canvas.select(())
    canvas.zoom_to(1.6)
    canvas.stage.viewpoint.centre_on(*hand.middle("leaf-1"))
    hand.hover(*hand.middle("leaf-1"))
    stage.take("port-names")
    canvas.zoom_to(2.6)
    canvas.stage.viewpoint.centre_on(*hand.middle("leaf-1"))
    stage.take("single-ports")
    QApplication.clipboard().setText("Part\tQty\nDGX H100\t31\nqm97\t8\nSN2201\tmany\nfrobnicator\t2\nAI400X2\t4")
    window.commands.run("edit.paste")
    for dialog in window.findChildren(PasteTableDialog):
        stage.take("paste-list", dialog)
        dialog.close()
    if low:
        for panel in ("bottom", "inspector"):
            window.commands.run(f"view.toggle_{panel}")
    window.files.close_design()
