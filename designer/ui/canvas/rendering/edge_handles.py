"""Handles at the four edges of a tile or group, from which a wire to anything is pulled."""

import math
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from designer.drawing.records import Hit, Rect
from designer.drawing.theme_tokens import PORT_RADIUS
from designer.ui.canvas.canvas_model import Stage

Side = Literal["top", "right", "bottom", "left"]
LONG_PX: Final = 44.0
THICK_PX: Final = 10.0
HIT_LONG_PX: Final = 56.0
HIT_THICK_PX: Final = 24.0
LEAST_SCALE: Final = 0.3
_OUT_PX: Final = 9.0
"""From the edge of a tile to the middle of its handle."""
_OUT_OF_FRAME_PX: Final = 20.0
"""The same at a group, whose edge has grips for its size."""
_LEAST_LONG_PX: Final = 12.0


class EdgeHandle(NamedTuple):
    """A handle, in canvas pixels.

    Attributes:
        node: Whose it is.
        side: At which edge.
        rect: As it is drawn.
        reach: Where it is hit.
        edge: The point of the edge beside its middle.
    """

    node: str
    side: Side
    rect: Rect
    reach: Rect
    edge: tuple[float, float]


def handled(stage: Stage) -> tuple[str, ...]:
    """Ids of what shows handles: what is under the pointer, and the one thing that is selected."""
    drawing, design = stage.drawing, stage.design
    chosen = stage.selected if len(stage.selected) == 1 else ()
    ids = dict.fromkeys((stage.hovered, stage.hovered_frame, *chosen))
    return tuple(
        one for one in ids if one in design.nodes and (one in drawing.tile_index or one in drawing.frame_index)
    )


def edge_handles(stage: Stage, node_id: str) -> tuple[EdgeHandle, ...]:
    """The handles of a tile or group that are in sight; none where it is drawn too small."""
    rect = stage.drawing.rect_of(node_id)
    if rect is None or node_id not in stage.design.nodes or stage.scale < LEAST_SCALE:
        return ()
    return tuple(_handles(stage, node_id, rect))


def _handles(stage: Stage, node_id: str, rect: Rect) -> Iterator[EdgeHandle]:
    px, sight = 1.0 / stage.scale, stage.sight
    frame = node_id in stage.drawing.frame_index
    out = (_OUT_OF_FRAME_PX if frame else max(_OUT_PX, PORT_RADIUS * stage.scale + THICK_PX / 2)) * px
    # The middle of that part of each edge which is in sight, so that the handles of a large group can be reached.
    left, right = max(rect.x, sight.x), min(rect.right, sight.right)
    top, bottom = max(rect.y, sight.y), min(rect.bottom, sight.bottom)
    if left >= right or top >= bottom:
        return
    across, down = (left + right) / 2, (top + bottom) / 2
    places: tuple[tuple[Side, float, float, int, int], ...] = (
        ("top", across, rect.y, 0, -1),
        ("right", rect.right, down, 1, 0),
        ("bottom", across, rect.bottom, 0, 1),
        ("left", rect.x, down, -1, 0),
    )
    for side, x, y, right_of, below in places:
        level = right_of == 0
        room = (rect.width if level else rect.height) / px
        drawn = max(min(LONG_PX, room - 8.0), _LEAST_LONG_PX)
        hit = max(min(HIT_LONG_PX, room), HIT_THICK_PX)
        centre = (x + right_of * out, y + below * out)
        yield EdgeHandle(
            node_id,
            side,
            _around(centre, (drawn, THICK_PX) if level else (THICK_PX, drawn), px),
            _around(centre, (hit, HIT_THICK_PX) if level else (HIT_THICK_PX, hit), px),
            (x, y),
        )


def _around(centre: tuple[float, float], size: tuple[float, float], px: float) -> Rect:
    width, height = size[0] * px, size[1] * px
    return Rect(centre[0] - width / 2, centre[1] - height / 2, width, height)


def handle_at(stage: Stage, x: float, y: float) -> EdgeHandle | None:
    """The handle at a place; None for none, and where a port, another tile or a wire beside a handle is nearer."""
    near = [
        handle
        for node_id in handled(stage)
        for handle in edge_handles(stage, node_id)
        if _holds(handle.reach, x, y) and not _in_tile(stage, handle, x, y)
    ]
    if not near:
        return None
    best = min(near, key=lambda one: math.hypot(one.rect.centre[0] - x, one.rect.centre[1] - y))
    found = stage.hit(x, y)
    return None if found is not None and _is_finer(found, best, x, y) else best


def _in_tile(stage: Stage, handle: EdgeHandle, x: float, y: float) -> bool:
    """Return True when a place is inside the tile of a handle by more than its rim, where a drag moves the tile."""
    if handle.node not in stage.drawing.tile_index:
        return False
    rect = stage.drawing.rect_of(handle.node)
    return rect is not None and _holds(rect.grown(-2.0 / stage.scale), x, y)


def _is_finer(found: Hit, handle: EdgeHandle, x: float, y: float) -> bool:
    if found.kind == "port" or (found.kind == "tile" and found.id != handle.node):
        return True
    return found.kind in {"wire", "flow"} and not _holds(handle.rect, x, y)


def _holds(rect: Rect, x: float, y: float) -> bool:
    return rect.x <= x <= rect.right and rect.y <= y <= rect.bottom
