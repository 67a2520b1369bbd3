"""Dragging the handles of a frame."""

from collections.abc import Collection
from typing import Final, NamedTuple

import numpy as np

from designer.drawing.drawing import Floats
from designer.drawing.records import Rect
from designer.edit.nodes.nodes import resize_node
from designer.edit.selection import contents
from designer.model.canvas_sizes import EMPTY_FRAME_HEIGHT, GRID
from designer.model.changes import ChangeSet
from designer.model.records import RefusedInput
from designer.ui.canvas.interaction.edge_snapping import Resized, resized
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
        self._others = neighbours(port, {node_id, *contents(port.design, [node_id])})

    def move(self, at: Pointer) -> None:
        """Show the frame at its new size."""
        found = self._resized(at)
        rect = found.rect
        try:
            self._edit = resize_node(self._port.design, self._node, rect.width, rect.height, x=rect.x, y=rect.y)
        except RefusedInput:
            self._edit = ChangeSet()
        ghosts = (rect,) if self._port.large else ()
        self._port.preview(Preview(self._edit, ghosts=ghosts, guides=found.guides, gaps=found.gaps))

    def finish(self, at: Pointer) -> None:
        """Commit the size."""
        self.move(at)
        self._port.preview(None)
        self._port.commit(self._edit)

    def cancel(self) -> None:
        """Leave the frame as it was."""
        self._port.preview(None)

    def _resized(self, at: Pointer) -> Resized:
        rect, handle = self._rect, self._handle
        dx, dy = at.x - self._start.x, at.y - self._start.y
        least = LEAST_WIDTH, EMPTY_FRAME_HEIGHT / 2
        left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
        if handle.across < 0:
            left = min(left + dx, right - least[0])
        elif handle.across > 0:
            right = max(right + dx, left + least[0])
        if handle.down < 0:
            top = min(top + dy, bottom - least[1])
        elif handle.down > 0:
            bottom = max(bottom + dy, top + least[1])
        pulled = Rect(left, top, right - left, bottom - top)
        return Resized(pulled) if at.free else resized(rect, pulled, self._others, self._port.scale, least)


def neighbours(port: CanvasPort, but: Collection[str]) -> Floats:
    """(n, 4) left, top, right and bottom of tiles, groups and sheets in sight BUT some, and what is around these."""
    drawing, sight = port.drawing, port.sight
    around = {outer for one in but for outer in port.design.ancestors(one)}
    tiles = np.delete(drawing.boxes, [drawing.tile_index[one] for one in but if one in drawing.tile_index], axis=0)
    gone = [drawing.frame_index[one] for one in (*but, *around) if one in drawing.frame_index]
    sheets = [mark.rect for mark in drawing.marks if mark.kind != "arrow" and mark.id not in but]
    marks = np.array([(r.x, r.y, r.right, r.bottom) for r in sheets], dtype=np.float64).reshape(-1, 4)
    every = np.vstack((tiles, np.delete(drawing.frame_boxes, gone, axis=0), marks))
    low, high = np.array((sight.x, sight.y)), np.array((sight.right, sight.bottom))
    return every[np.all((every[:, :2] < high) & (every[:, 2:] > low), axis=1)]
