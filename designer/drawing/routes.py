"""How wires run between rectangles: which edges they leave, where on the edge, and as which curve.

Everything is worked out for all wires at once; rectangles are (n, 4) arrays of left, top, right, bottom.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from designer.drawing.drawing import Floats

Ints = npt.NDArray[np.int64]

TOP, RIGHT, BOTTOM, LEFT = 0, 1, 2, 3
SLOT: Final = 28.0
"""Canvas pixels between two wires on one edge, where there is room."""
_MARGIN: Final = 28.0
_SIDE_MARGIN: Final = 14.0
_STRAIGHT: Final = 56.0
"""A lone wire leaves its edge's middle by at most this, when that makes it straight."""
_LOOP: Final = 56.0
_OUT: Final = np.array([(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)])


def routes(a_boxes: Floats, b_boxes: Floats, a_ends: Ints, b_ends: Ints) -> Floats:
    """Cubic curves from A to B.

    Args:
        a_boxes: Rectangle at the start of each wire.
        b_boxes: Rectangle at its end.
        a_ends: Number of the rectangle at the start, so that wires that share an edge make room for each other.
        b_ends: Number of the rectangle at the end.

    Returns:
        (n, 4, 2): start, two control points, end.
    """
    count = len(a_boxes)
    if not count:
        return np.zeros((0, 4, 2))
    a_sides, b_sides, looped = _sides(a_boxes, b_boxes)
    a_middle, b_middle = _middles(a_boxes), _middles(b_boxes)
    boxes = np.vstack((a_boxes, b_boxes))
    sides = np.concatenate((a_sides, b_sides))
    others = np.vstack((b_middle, a_middle))
    upright = (sides == TOP) | (sides == BOTTOM)
    towards = np.where(upright, others[:, 0], others[:, 1])
    offsets, lone = _slots(np.concatenate((a_ends, b_ends)), sides, towards, boxes, upright)
    points = _on_edges(boxes, sides, upright, offsets)
    start, end = points[:count], points[count:]
    _straighten(start, end, a_middle, b_middle, lone[:count], lone[count:], upright[:count], looped)
    return _curves(start, end, a_sides, b_sides, looped)


def _middles(boxes: Floats) -> Floats:
    return np.column_stack(((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2))


def _sides(a: Floats, b: Floats) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
    """Edges that face each other: above and below where there is a gap, else beside; loops where they overlap."""
    below, above = b[:, 1] - a[:, 3], a[:, 1] - b[:, 3]
    right, left = b[:, 0] - a[:, 2], a[:, 0] - b[:, 2]
    gap_y, gap_x = np.maximum(below, above), np.maximum(right, left)
    upright = (gap_y > 0) & ((gap_y >= 20.0) | (gap_x < gap_y))
    beside = ~upright & (gap_x > 0)
    looped = ~upright & ~beside
    a_sides = np.where(upright, np.where(below > 0, BOTTOM, TOP), np.where(right > 0, RIGHT, LEFT))
    b_sides = np.where(upright, np.where(below > 0, TOP, BOTTOM), np.where(right > 0, LEFT, RIGHT))
    return np.where(looped, RIGHT, a_sides), np.where(looped, RIGHT, b_sides), looped


def _slots(
    ends: Ints, sides: Ints, towards: Floats, boxes: Floats, upright: npt.NDArray[np.bool_]
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """How far each wire end stands from its edge's middle, and whether it is alone there.

    Wires on one edge are ordered by where they go, so that they do not cross at once.
    """
    count = len(ends)
    keys = ends * 4 + sides
    wire = np.tile(np.arange(count // 2), 2)
    order = np.lexsort((wire, towards, keys))
    ranked = keys[order]
    first = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    sizes = np.diff(np.r_[first, count])
    rank, size = np.empty(count), np.empty(count)
    rank[order] = np.arange(count) - np.repeat(first, sizes)
    size[order] = np.repeat(sizes, sizes)
    length = np.where(upright, boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    margin = np.where(upright, _MARGIN, _SIDE_MARGIN)
    room = np.maximum(length - 2 * margin, 1.0)
    pitch = np.minimum(SLOT, room / np.maximum(size - 1, 1))
    offsets: Floats = (rank - (size - 1) / 2) * pitch
    return offsets, size == 1


def _on_edges(boxes: Floats, sides: Ints, upright: npt.NDArray[np.bool_], offsets: Floats) -> Floats:
    middle = _middles(boxes)
    x = np.where(upright, middle[:, 0] + offsets, np.where(sides == RIGHT, boxes[:, 2], boxes[:, 0]))
    y = np.where(upright, np.where(sides == BOTTOM, boxes[:, 3], boxes[:, 1]), middle[:, 1] + offsets)
    return np.column_stack((x, y))


def _straighten(
    start: Floats, end: Floats, a_middle: Floats, b_middle: Floats, a_lone: npt.NDArray[np.bool_],
    b_lone: npt.NDArray[np.bool_], upright: npt.NDArray[np.bool_], looped: npt.NDArray[np.bool_],
) -> None:  # fmt: skip
    """Move lone ends opposite their other end where that is near: a straight line instead of a small jog."""
    for axis, chosen, reach in ((0, upright, _STRAIGHT), (1, ~upright & ~looped, _STRAIGHT / 4)):
        near = chosen & b_lone & (np.abs(start[:, axis] - b_middle[:, axis]) <= reach)
        end[near, axis] = start[near, axis]
        near = chosen & ~near & a_lone & (np.abs(end[:, axis] - a_middle[:, axis]) <= reach)
        start[near, axis] = end[near, axis]


def _curves(start: Floats, end: Floats, a_sides: Ints, b_sides: Ints, looped: npt.NDArray[np.bool_]) -> Floats:
    apart = np.abs(end - start)
    upright = (a_sides == TOP) | (a_sides == BOTTOM)
    along = np.where(upright, apart[:, 1], apart[:, 0])
    across = np.where(upright, apart[:, 0], apart[:, 1])
    reach = np.maximum(along * 0.5, np.minimum(across * 0.2, 72.0))
    reach = np.where(looped, _LOOP + np.minimum(across * 0.1, 40.0), reach)[:, None]
    return np.stack((start, start + _OUT[a_sides] * reach, end + _OUT[b_sides] * reach, end), axis=1)
