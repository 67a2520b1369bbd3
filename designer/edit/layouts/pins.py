"""Free blocks around what is pinned: near where the style wants them, over nothing that stays."""

from collections.abc import Sequence
from math import floor
from statistics import median_low

import numpy as np

from designer.edit.layouts.blocks import FRAME_GAP, PIN_GAP, Block, Box, Spots, around, on_grid
from designer.model.canvas_sizes import GRID

_Sides = np.ndarray[tuple[int], np.dtype[np.float64]]
_Boxes = np.ndarray[tuple[int, int], np.dtype[np.float64]]

_NEAREST = 20
"""Of so many boxes the sides are tried first."""
_ROW_WEIGHT = 1.5
"""How much worse it is to leave the row than to go along it."""


def anchored(blocks: Sequence[Block], spots: Spots) -> Spots:
    """SPOTS, moved as one so that what is fixed among BLOCKS lies about where it is; fixed ones exactly there."""
    fixed = [block for block in blocks if block.fixed]
    # The median of the shifts: one pin far away does not pull everything along.
    dx = on_grid(median_low([block.box.left - spots[block.id][0] for block in fixed]))
    dy = on_grid(median_low([block.box.top - spots[block.id][1] for block in fixed]))
    moved = {block_id: (x + dx, y + dy) for block_id, (x, y) in spots.items()}
    return moved | {block.id: (block.box.left, block.box.top) for block in fixed}


def settled(blocks: Sequence[Block], spots: Spots, taken: Sequence[Box]) -> Spots:
    """SPOTS of free BLOCKS, those that meet TAKEN moved to the nearest place where they meet nothing.

    Who meets nothing stays; the others follow from the top down, from left to right.
    """
    boxes = {block.id: block.box.at(*spots[block.id]) for block in blocks if not block.fixed}
    if not taken:
        return {block_id: (box.left, box.top) for block_id, box in boxes.items()}
    stay = _table(taken)
    in_the_way = [block_id for block_id, box in boxes.items() if _meets(box, stay)]
    # Those in the way make room for each other too, so that each is placed against all that were placed before.
    moving = set(in_the_way)
    standing = [*taken, *(box for block_id, box in boxes.items() if block_id not in moving)]
    for block_id in sorted(in_the_way, key=lambda one: (boxes[one].top, boxes[one].left)):
        boxes[block_id] = nearest_free(boxes[block_id], standing)
        standing.append(boxes[block_id])
    return {block_id: (box.left, box.top) for block_id, box in boxes.items()}


def nearest_free(box: Box, taken: Sequence[Box]) -> Box:
    """The place nearest to BOX where it comes no nearer than PIN_GAP to any of TAKEN."""
    if not taken:
        return box
    table = _table(taken)
    if not _meets(box, table):
        return box
    # (n,): gap across plus gap down from the box to each that is taken, pixels.
    away = np.maximum(np.maximum(table[:, 0] - box.right, box.left - table[:, 2]), 0.0)
    away += np.maximum(np.maximum(table[:, 1] - box.bottom, box.top - table[:, 3]), 0.0)
    near = table[np.argsort(away, kind="stable")[:_NEAREST]]
    width, height = box.right - box.left, box.bottom - box.top
    lefts = _candidates(box.left, near[:, 2], near[:, 0], width)
    tops = _candidates(box.top, near[:, 3], near[:, 1], height)
    # Corners to try, nearest first; leaving the row counts more than going along it.
    places = sorted(
        ((x, y) for x in lefts for y in tops),
        key=lambda place: (abs(place[0] - box.left) + _ROW_WEIGHT * abs(place[1] - box.top), place[1], place[0]),
    )
    for x, y in places:
        candidate = box.at(x, y)
        if not _meets(candidate, table):
            return candidate
    # No corner is free: right of everything.
    return box.at(on_grid(float(table[:, 2].max()) + FRAME_GAP), box.top)


def _candidates(here: float, ends: _Sides, begins: _Sides, size: float) -> list[float]:
    """HERE, and right behind and right before each box."""
    behind = {on_grid(end + PIN_GAP) for end in ends.tolist()}
    before = {floor((begin - PIN_GAP - size) / GRID) * GRID for begin in begins.tolist()}
    return sorted({here, *behind, *before})


def _table(boxes: Sequence[Box]) -> _Boxes:
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _meets(box: Box, table: _Boxes) -> bool:
    return bool(
        (
            (table[:, 0] < box.right + PIN_GAP)
            & (box.left - PIN_GAP < table[:, 2])
            & (table[:, 1] < box.bottom + PIN_GAP)
            & (box.top - PIN_GAP < table[:, 3])
        ).any()
    )


def beside(fixed: Sequence[Box], size: Box) -> list[tuple[float, float]]:
    """Corners right of, below, left of and above all of FIXED, for something of the size of SIZE."""
    # The box around all that is fixed.
    held = around(fixed)
    width, height = size.right - size.left, size.bottom - size.top
    return [
        (on_grid(held.right + FRAME_GAP), on_grid(held.top)),
        (on_grid(held.left), on_grid(held.bottom + FRAME_GAP)),
        (floor((held.left - FRAME_GAP - width) / GRID) * GRID, on_grid(held.top)),
        (on_grid(held.left), floor((held.top - FRAME_GAP - height) / GRID) * GRID),
    ]
