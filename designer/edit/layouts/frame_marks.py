"""Frames that a person drew around equipment go around it again where it stands after a tidy."""

from collections.abc import Mapping
from typing import Final

import msgspec

from designer.edit.layouts.blocks import FRAME_GAP, TILE_GAP, Box, Spots, around, on_grid
from designer.edit.layouts.drawn_boxes import drawn_boxes, is_frame
from designer.model.design import Design
from designer.model.marks import Mark

_SIDE: Final = 24.0
_CAPTION: Final = 40.0
"""Canvas pixels between a frame and what is in it: at three sides, and above, where its words stand."""


def frames_again(design: Design, after: Design) -> list[Mark]:
    """Return the frames of DESIGN as they are to lie in AFTER, those alone that change.

    What belongs to a frame are the tiles whose middle lies in it, each in the smallest such frame. Frames that began
    and ended at one line, like the layers of a stack, do so again. A frame with nothing in it stays, and so does one
    that is pinned in front; behind the equipment a pin only keeps hands off, and left alone it would frame nothing.
    """
    held, boxes = _held(design), drawn_boxes(after)
    wanted = {frame: _grown(around(boxes[one] for one in ids)) for frame, ids in held.items()}
    frames = [design.marks[frame] for frame in held]
    return [mark for frame in frames if (mark := _at(frame, frames, wanted)) != frame]


def set_apart(design: Design, after: Design) -> Spots:
    """Return places right of all else for tiles of a frame that would lie around tiles of others in AFTER.

    So what is rented stands beside the layers that use it, as it did. Only tiles that stand in the open are moved, and
    none where one of them is pinned.
    """
    held, boxes = _held(design), drawn_boxes(after)
    found: Spots = {}
    for ids in held.values():
        own, rim = set(ids), _grown(around(boxes[one] for one in ids))
        others = {one: box for one, box in boxes.items() if one not in own}
        meets = any(box.meets(rim, 0.0) for one, box in others.items() if not is_frame(design.nodes[one]))
        nodes = [design.nodes[one] for one in ids]
        if not meets or any(node.pinned or node.parent in design.nodes for node in nodes):
            continue
        left = on_grid(max(box.right for box in others.values()) + 2 * _SIDE + FRAME_GAP)
        taken: list[Box] = []
        for one in sorted(ids, key=lambda one: (boxes[one].top, boxes[one].left)):
            box = boxes[one].at(left, boxes[one].top)
            while any(box.meets(other, 0.0) for other in taken):
                box = box.shifted(on_grid(box.right - box.left + TILE_GAP), 0.0)
            taken.append(box)
            found[one] = (box.left, box.top)
            boxes[one] = box
    return found


def _held(design: Design) -> dict[str, list[str]]:
    """Ids of the tiles in each frame that goes with them, by its id."""
    frames = [mark for mark in design.marks.values() if mark.kind == "frame" and (mark.front < 0 or not mark.pinned)]
    found: dict[str, list[str]] = {}
    if not frames:
        return found
    for one, box in drawn_boxes(design).items():
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        inside = [] if is_frame(design.nodes[one]) else [mark for mark in frames if _holds(mark, x, y)]
        if inside:
            found.setdefault(min(inside, key=lambda mark: mark.width * mark.height).id, []).append(one)
    return {frame.id: found[frame.id] for frame in frames if frame.id in found}


def _holds(mark: Mark, x: float, y: float) -> bool:
    return mark.x <= x <= mark.x + mark.width and mark.y <= y <= mark.y + mark.height


def _grown(box: Box) -> Box:
    return Box(box.left - _SIDE, box.top - _CAPTION, box.right + _SIDE, box.bottom + _SIDE)


def _at(frame: Mark, frames: list[Mark], wanted: Mapping[str, Box]) -> Mark:
    """FRAME where it is WANTED, as wide as those that began and ended where it did."""
    same = [one.id for one in frames if (one.x, one.width) == (frame.x, frame.width)]
    left, right = min(wanted[one].left for one in same), max(wanted[one].right for one in same)
    box = wanted[frame.id]
    return msgspec.structs.replace(frame, x=left, y=box.top, width=right - left, height=box.bottom - box.top)
