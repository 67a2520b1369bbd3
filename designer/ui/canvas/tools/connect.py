"""The tool for many links: every drag from a tile or a port draws a wire; two clicks do as well."""

from PySide6.QtCore import Qt

from designer.ui.canvas.port import CanvasPort, KeyStroke, Pointer
from designer.ui.canvas.tools.connect_drag import ConnectDrag
from designer.ui.canvas.tools.gesture import Tool

_SLACK_PX = 6.0


class ConnectTool(Tool):
    """Draws wires."""

    name = "connect"

    def __init__(self, port: CanvasPort) -> None:
        self._port = port
        self._drag: ConnectDrag | None = None
        self._start: Pointer | None = None
        self._fresh = False

    @property
    def busy(self) -> bool:
        """Return True when a wire hangs on the pointer."""
        return self._drag is not None

    def press(self, at: Pointer) -> None:
        """Take a wire out of what is pressed, unless one hangs on the pointer already."""
        if self._drag is not None:
            self._fresh = False
            return
        found = self._port.hit(at.x, at.y)
        if found is None or found.kind not in {"tile", "port"}:
            self._port.tell("Start at a port or a tile to draw a link.")
            return
        self._start, self._fresh = at, True
        self._drag = ConnectDrag(self._port, found.id, found.port, at)
        self._port.select([found.id])

    def move(self, at: Pointer) -> None:
        """Pull the wire along."""
        if self._drag is not None:
            self._drag.move(at)

    def hover(self, at: Pointer) -> None:
        """Pull the wire along between two clicks."""
        self._port.point(Qt.CursorShape.CrossCursor)
        self.move(at)

    def release(self, at: Pointer) -> None:
        """Join what it was let go on; a click without a drag leaves the wire on the pointer."""
        if self._drag is None or self._start is None:
            return
        strayed = abs(at.screen_x - self._start.screen_x) + abs(at.screen_y - self._start.screen_y)
        if self._fresh and strayed < _SLACK_PX:
            return
        drag, self._drag = self._drag, None
        drag.finish(at)

    def key(self, stroke: KeyStroke) -> bool:
        """A number for the wire that hangs on the pointer."""
        return self._drag is not None and self._drag.key(stroke)

    def step(self, by: int) -> bool:
        """More or fewer cables in the wire that hangs on the pointer."""
        if self._drag is not None:
            self._drag.step(by)
        return self._drag is not None

    def cancel(self) -> bool:
        """Drop the wire."""
        drag, self._drag = self._drag, None
        if drag is not None:
            drag.cancel()
        return drag is not None
