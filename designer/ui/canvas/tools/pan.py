"""The hand that pushes the paper."""

from PySide6.QtCore import Qt

from designer.ui.canvas.port import CanvasPort, Pointer
from designer.ui.canvas.tools.gesture import Tool


class PanDrag:
    """Pushes the paper along with the pointer."""

    def __init__(self, port: CanvasPort, start: Pointer) -> None:
        self._port = port
        self._last = start

    def move(self, at: Pointer) -> None:
        """Push."""
        self._port.pan(at.screen_x - self._last.screen_x, at.screen_y - self._last.screen_y)
        self._last = at

    def finish(self, at: Pointer) -> None:
        """Push the rest."""
        self.move(at)

    def cancel(self) -> None:
        """Stop where it is."""


class PanTool(Tool):
    """Every drag pushes the paper."""

    name = "pan"

    def __init__(self, port: CanvasPort) -> None:
        self._port = port
        self._drag: PanDrag | None = None

    def press(self, at: Pointer) -> None:
        """Take hold."""
        self._drag = PanDrag(self._port, at)
        self._port.point(Qt.CursorShape.ClosedHandCursor)

    def move(self, at: Pointer) -> None:
        """Push."""
        if self._drag is not None:
            self._drag.move(at)

    def hover(self, at: Pointer) -> None:
        """Show an open hand."""
        self._port.point(Qt.CursorShape.OpenHandCursor)

    def release(self, at: Pointer) -> None:
        """Let go."""
        self.move(at)
        self.cancel()

    def cancel(self) -> bool:
        """Let go."""
        held, self._drag = self._drag is not None, None
        self._port.point(Qt.CursorShape.OpenHandCursor)
        return held
