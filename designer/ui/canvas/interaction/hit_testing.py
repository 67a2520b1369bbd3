"""Hit testing beside tiles themselves: their edges, and the ends of a selected link."""

import math
from typing import Final

from designer.drawing.records import Rect
from designer.edit.links.rewire import ENDS, End
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.rendering.edge_handles import LEAST_SCALE, handle_at

EDGE_PX: Final = 7.0
"""How far outside a tile its hot edge reaches; a drag from it draws a wire."""
_INSIDE_PX: Final = 2.0
END_PX: Final = 9.0
"""So far from the end of a link its grip is taken."""
GRIP_PX: Final = 6.0
"""As large as it is drawn."""


def edge_place(stage: Stage, x: float, y: float) -> tuple[str, float, float] | None:
    """The tile or group of which a handle or a hot edge lies at a place, and the nearest point of its edge.

    None when neither does. Ports and wires there come first: they are finer things to take hold of.
    """
    # Handles lie outside of the edge and are therefore asked before the tile.
    handle = handle_at(stage, x, y)
    if handle is not None:
        rect = stage.drawing.rect_of(handle.node)
        return (handle.node, *(_nearest_on(rect, x, y) if rect is not None else handle.edge))
    hovered, drawing = stage.hovered, stage.drawing
    if stage.scale < LEAST_SCALE or hovered not in drawing.tile_index:
        return None
    rect = drawing.tiles[drawing.tile_index[hovered]].rect
    # The hot edge is a band around the border: wider outside than inside, where the tile itself is to be taken.
    if not _holds(rect.grown(EDGE_PX / stage.scale), x, y) or _holds(rect.grown(-_INSIDE_PX / stage.scale), x, y):
        return None
    found = stage.hit(x, y)
    # Ports, wires and other tiles that reach into the band keep their clicks.
    if found is not None and (found.kind in {"port", "wire"} or (found.kind == "tile" and found.id != hovered)):
        return None
    return hovered, *_nearest_on(rect, x, y)


def link_ends(stage: Stage) -> dict[End, tuple[float, float]]:
    """Return the places of the ends of the one selected link; none of a bundle, or when more is selected."""
    if len(stage.selected) != 1 or stage.scale < LEAST_SCALE:
        return {}
    (only,) = stage.selected
    link, wire = stage.design.links.get(only), stage.wire_of(only)
    if link is None or wire is None or len(wire.links) > 1:
        return {}
    places = (wire.points[0], wire.points[-1])
    drawn = stage.drawing.drawn_as.get(link.a, link.a)
    # Wires may be drawn from either end; where both ends are folded into one tile there is nothing to take.
    if wire.a == wire.b:
        return {}
    first, last = ENDS if wire.a == drawn else (ENDS[1], ENDS[0])
    return {first: places[0], last: places[1]}


def end_at(stage: Stage, x: float, y: float) -> tuple[str, End] | None:
    """The selected link and its end whose grip lies at a place; None when none does.

    Where a handle of the tile lies beside it only the grip as it is drawn counts, so that the next wire can be pulled.
    """
    ends = link_ends(stage)
    reach = (GRIP_PX if ends and handle_at(stage, x, y) is not None else END_PX) / stage.scale
    for end, (end_x, end_y) in ends.items():
        if math.hypot(end_x - x, end_y - y) <= reach:
            return stage.selected[0], end
    return None


def link_at(stage: Stage, x: float, y: float) -> str:
    """Id of the one link whose wire lies at a place; "" for none, a bundle, or a tile over it."""
    found = stage.hit(x, y)
    if found is None or found.kind != "wire":
        return ""
    behind = stage.links_behind(found.id)
    return behind[0] if len(behind) == 1 and behind[0] in stage.design.links else ""


def _holds(rect: Rect, x: float, y: float) -> bool:
    return rect.x <= x <= rect.right and rect.y <= y <= rect.bottom


def _nearest_on(rect: Rect, x: float, y: float) -> tuple[float, float]:
    """The point on the outline of RECT that is nearest."""
    x, y = min(max(x, rect.x), rect.right), min(max(y, rect.y), rect.bottom)
    aside = {rect.x: abs(x - rect.x), rect.right: abs(rect.right - x)}
    upright = {rect.y: abs(y - rect.y), rect.bottom: abs(rect.bottom - y)}
    edge_x, edge_y = min(aside, key=aside.__getitem__), min(upright, key=upright.__getitem__)
    return (edge_x, y) if aside[edge_x] < upright[edge_y] else (x, edge_y)
