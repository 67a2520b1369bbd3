"""On what a dragged wire would be let go: a port, the whole of a tile, or a group that it could be related to."""

from typing import Final, NamedTuple

import numpy as np

from designer.model.canvas_sizes import FRAME_HEADER
from designer.ui.canvas.interaction.linking import takes_relation
from designer.ui.canvas.port import CanvasPort, Pointer

MAGNETIC_PX: Final = 16.0
"""So far outside a tile, in pixels of the screen, a wire still goes to it."""


class DropTarget(NamedTuple):
    """A node and one of its port groups; "" for nothing, and for the node as a whole."""

    node: str = ""
    port: str = ""


def drop_target(canvas: CanvasPort, source: str, at: Pointer) -> DropTarget:
    """Return what a wire from SOURCE would go to: what lies there, else the nearest tile close by, else a group."""
    found = canvas.hit(at.x, at.y)
    if found is not None and found.kind in {"tile", "port"}:
        return DropTarget(found.id, found.port)
    if found is not None and found.kind == "mark":
        return DropTarget()
    by_caption = _frame(canvas, source, at, captions=True)
    return DropTarget(by_caption or _near_tile(canvas, source, at) or _frame(canvas, source, at, captions=False))


def _near_tile(canvas: CanvasPort, source: str, at: Pointer) -> str:
    """The tile other than SOURCE whose edge is within reach; "" for none."""
    boxes = canvas.drawing.boxes
    if not len(boxes):
        return ""
    # How far the pointer is outside each tile, across and down: (n, 2), 0 inside.
    place = np.array((at.x, at.y))
    outside = np.maximum(np.maximum(boxes[:, :2] - place, place - boxes[:, 2:]), 0.0)
    far = np.hypot(outside[:, 0], outside[:, 1])
    number = canvas.drawing.tile_index.get(source)
    if number is not None:
        far[number] = np.inf
    nearest = int(far.argmin())
    return canvas.drawing.tiles.ids[nearest] if far[nearest] <= MAGNETIC_PX / canvas.scale else ""


def _frame(canvas: CanvasPort, source: str, at: Pointer, *, captions: bool) -> str:
    """The innermost group there that SOURCE could be related to, by its caption or by its body.

    One that SOURCE stands in counts by its caption alone.
    """
    design, drawing = canvas.design, canvas.drawing
    around = set(design.ancestors(source)) if source in design.nodes else set[str]()
    place, boxes = np.array((at.x, at.y)), drawing.frame_boxes
    inside = np.all((boxes[:, :2] <= place) & (place <= boxes[:, 2:]), axis=1)
    # Innermost first.
    for frame in sorted((drawing.frames[int(number)] for number in np.flatnonzero(inside)), key=lambda one: -one.depth):
        if frame.id == source:
            continue
        # A body takes a relation only where neither holds the other; a caption does always.
        nested = frame.id in around or source in design.ancestors(frame.id)
        counts = at.y <= frame.rect.y + FRAME_HEADER if captions else not nested
        if counts and takes_relation(design, source, frame.id):
            return frame.id
    return ""
