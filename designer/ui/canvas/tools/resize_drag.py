"""Dragging the handles of a frame."""

from typing import Final, NamedTuple

from designer.drawing.records import Rect
from designer.edit.nodes.nodes import resize_node
from designer.model.canvas_sizes import EMPTY_FRAME_HEIGHT, GRID
from designer.model.changes import ChangeSet
from designer.model.records import RefusedInput
from designer.ui.canvas.interaction.snapping import to_grid
from designer.ui.canvas.port import CanvasPort, Pointer, Preview

LEAST_WIDTH: Final = 12 * GRID


class Handle(NamedTuple):
    """Handle: which edges of a frame move: −1 the left or top one, 1 the right or bottom one, 0 neither."""

    across: int
    down: int


HANDLES: Final = tuple(Handle(across, down) for down in (-1, 0, 1) for across in (-1, 0, 1) if across or down)


def handle_places(rect: Rect) -> list[tuple[Handle, float, float]]:
    """The handles of a frame and where they lie."""
    x, y = rect.centre
    return [(handle, x + handle.across * rect.width / 2, y + handle.down * rect.height / 2) for handle in HANDLES]


class ResizeDrag:
    """Gives a frame its own size; it never gets smaller than its contents."""

    def __init__(self, port: CanvasPort, node_id: str, handle: Handle, start: Pointer) -> None:
        self._port = port
        self._node = node_id
        self._handle = handle
        self._start = start
        self._rect = port.drawing.rect_of(node_id) or Rect(start.x, start.y, LEAST_WIDTH, EMPTY_FRAME_HEIGHT)
        self._edit = ChangeSet()

    def move(self, at: Pointer) -> None:
        """Show the frame at its new size."""
        rect = self._resized(at)
        try:
            self._edit = resize_node(self._port.design, self._node, rect.width, rect.height, x=rect.x, y=rect.y)
        except RefusedInput:
            self._edit = ChangeSet()
        self._port.preview(Preview(self._edit, ghosts=(rect,) if self._port.large else ()))

    def finish(self, at: Pointer) -> None:
        """Commit the size."""
        self.move(at)
        self._port.preview(None)
        self._port.commit(self._edit)

    def cancel(self) -> None:
        """Leave the frame as it was."""
        self._port.preview(None)

    def _resized(self, at: Pointer) -> Rect:
        rect, handle = self._rect, self._handle
        dx, dy = at.x - self._start.x, at.y - self._start.y
        left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
        rest = float if at.free else to_grid
        if handle.across < 0:
            left = min(rest(left + dx), right - LEAST_WIDTH)
        elif handle.across > 0:
            right = max(rest(right + dx), left + LEAST_WIDTH)
        if handle.down < 0:
            top = min(rest(top + dy), bottom - EMPTY_FRAME_HEIGHT / 2)
        elif handle.down > 0:
            bottom = max(rest(bottom + dy), top + EMPTY_FRAME_HEIGHT / 2)
        return Rect(left, top, right - left, bottom - top)
