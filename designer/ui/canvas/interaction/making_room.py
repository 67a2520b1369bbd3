"""Places on the canvas at which nothing is covered: what is dropped, moved, pasted or added goes to the nearest one."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from designer.drawing.drawing import Drawing, Floats
from designer.drawing.records import Rect
from designer.edit.layouts.drawn_boxes import drawn_boxes, is_frame, tile_box
from designer.edit.layouts.free_places import CLEAR, Growing, free_offset, offset_along
from designer.edit.layouts.making_room import make_room
from designer.edit.racks.rack_places import place_words
from designer.edit.racks.seat_dropped import arriving, seated
from designer.edit.selection import contents
from designer.model.canvas_sizes import (
    EMPTY_FRAME_HEIGHT,
    EMPTY_FRAME_WIDTH,
    FRAME_HEADER,
    FRAME_PADDING,
    GRID,
)
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.kinds import CONTAINERS, RACKS
from designer.model.rooms.rack_slots import takes_place
from designer.model.wording import listed

COVERS = "Nothing covers another thing."
_MOST_NAMED = 2
_MOST_STEPS = 16
"""So often what moves in several containers goes on for one of them after the others."""
_TOUCHING = 0.0
"""Distance that is kept where a person asked to move freely: nothing is covered, and that is all."""


class Surroundings(NamedTuple):
    """The surroundings of a place.

    Attributes:
        taken: (n, 4) left, top, right and bottom of what may not be covered.
        growing: Containers that take what is put there, innermost first.
    """

    taken: Floats
    growing: tuple[Growing, ...] = ()


def size_of_new(kind: str, *, part: bool = True) -> tuple[float, float]:
    """Return the width and height at which a new node of KIND is drawn, as a container without a PART."""
    if kind in CONTAINERS and not part:
        return EMPTY_FRAME_WIDTH, EMPTY_FRAME_HEIGHT
    box = tile_box(Node(id="new", kind=kind), 0)
    return box.right - box.left, box.bottom - box.top


def surroundings(
    design: Design, drawing: Drawing, parent: str | None, leaving_out: Collection[str] = ()
) -> Surroundings | None:
    """Return what may not be covered by what goes into PARENT; None where it has no place of its own there.

    Chips in sockets stand in lines that their host gives them. What is LEAVING_OUT moves along and stands in no way.
    """
    if parent is not None and parent not in drawing.frame_index:
        node = design.nodes.get(parent)
        if node is None or not is_frame(node):
            return None
        return Surroundings(_folded_away(design, parent, leaving_out))
    chain = [one for one in (parent, *design.ancestors(parent)) if one in drawing.frame_index] if parent else []
    boxes, frame_boxes = drawing.boxes, drawing.frame_boxes
    if leaving_out:
        numbers = [drawing.tile_index[one] for one in leaving_out if one in drawing.tile_index]
        boxes = np.delete(boxes, numbers, axis=0)
    gone = [drawing.frame_index[one] for one in (*chain, *leaving_out) if one in drawing.frame_index]
    taken = np.vstack((boxes, np.delete(frame_boxes, gone, axis=0)))
    growing: list[Growing] = []
    for level, outer in enumerate(chain, start=1):
        left, top, right, bottom = frame_boxes[drawing.frame_index[outer]].tolist()
        # What lies within a container is held by it; all else it must not grow over.
        held = (taken[:, :2] >= (left, top)).all(axis=1) & (taken[:, 2:] <= (right, bottom)).all(axis=1)
        side = level * FRAME_PADDING
        padding = (side, level * FRAME_HEADER, side, side)
        growing.append(Growing((left, top, right, bottom), padding, taken[~held]))
    return Surroundings(taken, tuple(growing))


def covered_too(around: Surroundings, places: Sequence[Rect]) -> Surroundings:
    """Return AROUND with PLACES that may not be covered either."""
    return around._replace(taken=np.vstack((around.taken, _boxes(places))))


def _folded_away(design: Design, parent: str, leaving_out: Collection[str]) -> Floats:
    """(n, 4) boxes of what a folded container holds, as they lie once it is open."""
    inside = [node.id for node in design.nodes.values() if node.parent == parent and node.id not in leaving_out]
    boxes = drawn_boxes(design) if inside else {}
    return np.array([boxes[one] for one in inside if one in boxes], dtype=np.float64).reshape(-1, 4)


def free_rect(around: Surroundings | None, wanted: Rect, *, free: bool = False) -> Rect:
    """Return the place nearest to WANTED that covers nothing; FREE keeps no distance from its neighbours either."""
    if around is None:
        return wanted
    dx, dy = shift_to_free(around, (wanted,), free=free)
    return Rect(wanted.x + dx, wanted.y + dy, wanted.width, wanted.height)


def shift_to_free(
    around: Surroundings, moving: Sequence[Rect], stood: Sequence[Rect] = (), *, free: bool = False
) -> tuple[float, float]:
    """Return by how much MOVING has to give way together, which STOOD elsewhere before; (0, 0) where it is free."""
    before = _boxes(stood) if stood else None
    return free_offset(_boxes(moving), around.taken, _TOUCHING if free else CLEAR, around.growing, before)


def stepped_over(
    design: Design, drawing: Drawing, ids: Sequence[str], step: tuple[float, float]
) -> tuple[float, float]:
    """Return by how much IDS go that are pushed by STEP along one axis: on to the next place where they cover nothing.

    Marks may lie over anything, and chips stand in the lines of their host: they go by STEP.
    """
    nodes = [one for one in ids if one in design.nodes]
    leaving = contents(design, nodes)
    # By container: what moves there, and what stands in its way.
    lanes: list[tuple[Floats, Floats]] = []
    for parent in dict.fromkeys(design.nodes[one].parent for one in nodes):
        around = surroundings(design, drawing, parent, leaving)
        rects = [drawing.rect_of(one) for one in nodes if design.nodes[one].parent == parent]
        moving = [rect for rect in rects if rect is not None]
        if around is not None and moving:
            lanes.append((_boxes(moving), around.taken))
    far = step
    for _ in range(_MOST_STEPS):
        # All go together, so that what one has to step over the others step over too, until nothing is in any way.
        before = far
        for moving, taken in lanes:
            far = offset_along(moving, taken, far)
        if far == before:
            break
    return far


def _boxes(rects: Sequence[Rect]) -> Floats:
    return np.array([(one.x, one.y, one.right, one.bottom) for one in rects], dtype=np.float64).reshape(-1, 4)


def place_in_folded(design: Design, parent: str, size: tuple[float, float]) -> tuple[float, float]:
    """Return the left upper corner for what goes into a folded container: below what it holds, on the grid."""
    taken = _folded_away(design, parent, ())
    node = design.nodes[parent]
    if not len(taken):
        return node.x + FRAME_PADDING, node.y + FRAME_HEADER
    left, low = float(taken[:, 0].min()), float(taken[:, 3].max())
    wanted = Rect(left, -(-(low + CLEAR) // GRID) * GRID, *size)
    free = free_rect(Surroundings(taken), wanted)
    return free.x, free.y


def with_room(design: Design, edit: ChangeSet) -> tuple[ChangeSet, tuple[str, ...]]:
    """Return EDIT of DESIGN with room for the hosts and containers that grow by it, and the ids of what gives way.

    What comes into a rack has a place in its units as well.
    """
    edit = seated(design, edit)
    placed = [
        after
        for (table, _), (before, after) in edit.changes.items()
        if table == "nodes" and isinstance(after, Node) and after.parent is not None and _goes(before, after)
    ]
    if not placed:
        return edit, ()
    made = make_room(edit.applied(design), [node.id for node in placed])
    if not made.edit:
        return edit, ()
    both = edit.then(made.edit)
    both.label = edit.label
    return both, made.moved


def rack_words(design: Design, edit: ChangeSet) -> str:
    """Return words on the unit of a rack at which something stands by EDIT of DESIGN, or that none is free; else ""."""
    arrived = {node.id for node in arriving(edit) if _is_rack(design, node.parent) and takes_place(node)}
    for (table, node_id), (before, after) in edit.changes.items():
        if table != "nodes" or not isinstance(after, Node):
            continue
        had = before.rack if isinstance(before, Node) else None
        if after.rack is None and (had is not None or node_id in arrived):
            return "No unit of the rack is free for it, so that it waits for one."
        if after.rack is not None and (node_id in arrived or (had is not None and had.u != after.rack.u)):
            return f"It stands at {place_words(after.rack)} there."
    return ""


def _is_rack(design: Design, node_id: str | None) -> bool:
    node = design.nodes.get(node_id or "")
    return node is not None and node.kind in RACKS


def _goes(before: object, after: Node) -> bool:
    return not isinstance(before, Node) or (before.x, before.y, before.parent) != (after.x, after.y, after.parent)


def gave_way_words(design: Design, ids: Sequence[str]) -> str:
    """Return the sentence that tells who gave way; "" for nobody."""
    names = listed((design.nodes[one].title for one in ids if one in design.nodes), _MOST_NAMED)
    return f"{names} gave way." if names else ""
