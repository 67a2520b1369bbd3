"""Room for what grew: neighbours that it would cover give way, each to the nearest free place beside it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from designer.edit.layouts.blocks import Box
from designer.edit.layouts.drawn_boxes import drawn_boxes
from designer.edit.layouts.free_places import CLEAR, Floats, Growing, free_offset
from designer.edit.nodes.nodes import move_nodes
from designer.edit.selection import contents
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.marks import Mark

_ROUNDS = 64
"""More neighbours than this never give way to one thing; it is a bound against a design that is all one heap."""


class RoomMade(NamedTuple):
    """Result of making room.

    Attributes:
        edit: Moves what gives way; empty where nothing has to.
        moved: Ids of what gives way.
    """

    edit: ChangeSet
    moved: tuple[str, ...] = ()


def make_room(design: Design, ids: Iterable[str]) -> RoomMade:
    """Let neighbours give way to the hosts and containers that grew around IDS in DESIGN.

    A host grows with each chip or service in it, a container with what is put at its rim. From the inside out, whatever
    a grown one covers beside it goes to the nearest free place in the same container; what is locked stays, and then
    the grown one itself goes.
    """
    chain: dict[str, None] = {}
    for node_id in ids:
        chain |= dict.fromkeys(design.ancestors(node_id))
    if not chain:
        return RoomMade(ChangeSet())
    depths = {one: sum(1 for _ in design.ancestors(one)) for one in chain}
    edit, moved = ChangeSet(), list[str]()
    boxes = drawn_boxes(design, folded=True)
    for grown in sorted(chain, key=lambda one: -depths[one]):
        for _ in range(_ROUNDS):
            now = edit.applied(design) if edit else design
            step = _step(now, boxes, grown)
            if step is None:
                break
            who, dx, dy = step
            edit = edit.then(move_nodes(now, [who], dx, dy))
            moved.append(who)
            boxes = drawn_boxes(edit.applied(design), folded=True)
    return RoomMade(edit, tuple(dict.fromkeys(moved)))


def put_clear(edit: ChangeSet, tops: Sequence[str], taken: Floats, growing: Sequence[Growing] = ()) -> ChangeSet:
    """Return EDIT, which adds TOPS with what is in them, shifted to the nearest place that covers nothing of TAKEN.

    Marks that it adds go along. EDIT itself is returned where they cover nothing.
    """
    added = {
        key: after for key, (before, after) in edit.changes.items() if before is None and isinstance(after, Node | Mark)
    }
    nodes = {node.id: node for node in added.values() if isinstance(node, Node)}
    alone = {
        node.id: node if node.parent in nodes else msgspec.structs.replace(node, parent=None) for node in nodes.values()
    }
    drawn = drawn_boxes(Design(nodes=alone), folded=True)
    boxes = _rows([drawn[one] for one in tops if one in drawn])
    dx, dy = free_offset(boxes, taken, CLEAR, growing)
    if (dx, dy) == (0.0, 0.0):
        return edit
    going = contents(Design(nodes=alone), tops)
    changes = dict(edit.changes)
    for key, record in added.items():
        if isinstance(record, Mark) or record.id in going:
            changes[key] = None, msgspec.structs.replace(record, x=record.x + dx, y=record.y + dy)
    return ChangeSet(changes, edit.label, edit.places, edit.places_before)


def _step(design: Design, boxes: dict[str, Box], grown: str) -> tuple[str, float, float] | None:
    """The next thing that has to give way to GROWN, and by how much; None where nothing has to."""
    if grown not in boxes:
        return None
    box, parent = boxes[grown], design.nodes[grown].parent
    beside = [
        node.id for node in design.nodes.values() if node.parent == parent and node.id != grown and node.id in boxes
    ]
    met = [one for one in beside if _overlap(box, boxes[one])]
    if not met:
        return None
    free = [one for one in met if not design.nodes[one].pinned]
    # The nearest in line gives way first, so that it pushes nobody behind it.
    who = max(free, key=lambda one: _far(box, boxes[one])) if free else grown
    if who == grown and design.nodes[grown].pinned:
        return None
    others = [boxes[one] for one in (*beside, grown) if one != who]
    dx, dy = free_offset(_rows([boxes[who]]), _rows(others), CLEAR)
    return (who, dx, dy) if (dx, dy) != (0.0, 0.0) else None


def _overlap(first: Box, second: Box) -> bool:
    return (
        first.left < second.right
        and second.left < first.right
        and first.top < second.bottom
        and second.top < first.bottom
    )


def _far(first: Box, second: Box) -> float:
    across = abs(first.left + first.right - second.left - second.right)
    return across + abs(first.top + first.bottom - second.top - second.bottom)


def _rows(boxes: list[Box]) -> Floats:
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)
