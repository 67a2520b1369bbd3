"""Free places for what is put down: the nearest at which nothing is covered and nothing stands too near.

All in canvas pixels: x to the right, y down; boxes are rows of left, top, right, bottom.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from designer.model.canvas_sizes import GRID

Floats = npt.NDArray[np.float64]
CLEAR: Final = 16.0
"""So far apart things stand at least that are put down beside each other."""
_FIRST_REACH: Final = 256.0
_MOST_LINES: Final = 1200
"""Of so many edges on either axis the nearest are tried."""
_MOST_PAIRS: Final = 20_000
"""Pairs of what is moved and what is in the way; with more all that moves counts as one box."""
_MANY: Final = 40
_MOST_PAIRS_OF_MANY: Final = 8_000
"""Pairs of more things than those, of which the place is shown at each step of the pointer."""
_MOST_COMPARED: Final = 400_000
"""Of so many pairs it is seen at once whether all things may stay where they are."""
_MOST_GROWN: Final = 4096.0
_CHUNK: Final = 256


class Growing(NamedTuple):
    """A container around the place, which grows with what is put into it.

    Attributes:
        box: Its left, top, right and bottom without what is put there.
        padding: Left, top, right and bottom that it keeps around what it holds.
        outside: (n, 4) what it must not grow over.
    """

    box: tuple[float, float, float, float]
    padding: tuple[float, float, float, float]
    outside: Floats


def free_offset(
    moving: Floats,
    taken: Floats,
    clear: float = CLEAR,
    growing: Sequence[Growing] = (),
    stood: Floats | None = None,
) -> tuple[float, float]:
    """Return the shortest offset at which MOVING covers nothing of TAKEN and stands CLEAR of it.

    The nearest free place lies on a crossing of the widened edges of what is in the way, or keeps a coordinate. Which
    of the crossings are free is summed up for all at once from the corners of what is forbidden (a prefix sum in two
    dimensions), so that the work grows with the crossings and not with pairs of crossings and things.

    Args:
        moving: (m, 4) boxes that keep their places among each other.
        taken: (n, 4) boxes that stay.
        clear: Pixels between them at least.
        growing: Containers that take MOVING, innermost first; a place where one would grow over anything is taken only
            where there is no other.
        stood: (m, 4) where MOVING stood before; what was nearer than CLEAR there may be as near again.

    Returns:
        dx and dy, on the grid for the first of MOVING unless it is (0, 0).
    """
    if not len(moving):
        return 0.0, 0.0
    around = _around(moving)
    if _stands_clear(moving, taken, around, clear, stood) and not _grows_over(np.zeros((1, 2)), around, growing)[0]:
        return 0.0, 0.0
    if len(moving) * len(taken) > (_MOST_PAIRS_OF_MANY if len(moving) > _MANY else _MOST_PAIRS):
        moving, stood = around[None, :], None if stood is None else _around(stood)[None, :]
    reach, second = _FIRST_REACH, None
    while True:
        wide = reach + clear
        near = taken[
            (taken[:, 0] < around[2] + wide)
            & (taken[:, 2] > around[0] - wide)
            & (taken[:, 1] < around[3] + wide)
            & (taken[:, 3] > around[1] - wide)
        ]
        forbidden = _forbidden(moving, near, clear, stood)
        # What no offset within the reach is in forbids nothing here; of many pairs it is most of them.
        met = ((forbidden[:, :2] < reach) & (forbidden[:, 2:] > -reach)).all(axis=1)
        forbidden = forbidden[met]
        for place, grows_over in _free_places(forbidden, moving[0], around, growing, reach):
            if not grows_over:
                return place
            second = second or place
            break
        # What is put far outside of its container would make that one huge.
        if len(near) == len(taken) or (second is not None and reach > _MOST_GROWN):
            break
        reach *= 2
    if second is not None:
        return second
    # To the right of everything there is always room.
    return float(np.ceil((taken[:, 2].max() + clear - around[0]) / GRID) * GRID), 0.0


def _stands_clear(moving: Floats, taken: Floats, around: Floats, clear: float, stood: Floats | None) -> bool:
    """Return whether MOVING covers nothing where it is; False too where there are too many pairs to see it at once."""
    near = taken[
        (taken[:, 0] < around[2] + clear)
        & (taken[:, 2] > around[0] - clear)
        & (taken[:, 1] < around[3] + clear)
        & (taken[:, 3] > around[1] - clear)
    ]
    if not len(near):
        return True
    if len(moving) * len(near) > _MOST_COMPARED:
        return False
    # (m, n) pairs that are nearer than CLEAR; few of them, so that only these are asked how near they were.
    close = near[None, :, 0] < moving[:, None, 2] + clear
    close &= near[None, :, 2] > moving[:, None, 0] - clear
    close &= near[None, :, 1] < moving[:, None, 3] + clear
    close &= near[None, :, 3] > moving[:, None, 1] - clear
    which, there = np.nonzero(close)
    if stood is None or not len(which):
        return not len(which)
    apart, before = _apart(moving[which], near[there]), _apart(stood[which], near[there])
    return bool(np.all(apart >= np.where(before < 0, clear, np.minimum(before, clear))))


def _apart(one: Floats, other: Floats) -> Floats:
    """Return how far apart boxes (k, 4) and (k, 4) are, pair by pair: on the larger axis, negative where they meet."""
    return np.maximum(other[:, :2] - one[:, 2:], one[:, :2] - other[:, 2:]).max(axis=1)


def offset_along(moving: Floats, taken: Floats, step: tuple[float, float], clear: float = CLEAR) -> tuple[float, float]:
    """Return the first offset in the direction of STEP, at least as far, at which MOVING covers nothing of TAKEN.

    What was nearer than CLEAR before may be as near again, as where things are dragged.

    Args:
        moving: (m, 4) boxes that keep their places among each other.
        taken: (n, 4) boxes that stay.
        step: dx and dy of which one is 0.
        clear: Pixels between them at least.
    """
    axis = 0 if step[0] else 1
    across = 1 - axis
    around = _around(moving)
    # Only what stands in the lane can be in the way.
    lane = (taken[:, across] < around[across + 2] + clear) & (taken[:, across + 2] > around[across] - clear)
    ahead = taken[:, axis + 2] > around[axis] - clear if step[axis] > 0 else taken[:, axis] < around[axis + 2] + clear
    near = taken[lane & ahead]
    if not len(near):
        return step
    stood = moving
    if len(moving) * len(near) > _MOST_PAIRS:
        moving = stood = around[None, :]
    forbidden = _forbidden(moving, near, clear, stood)
    # Those that no offset along the lane is in forbid nothing; the others forbid a stretch of it: (k, 2) from and to.
    met = (forbidden[:, across] < 0) & (forbidden[:, across + 2] > 0)
    stretches = forbidden[met][:, (axis, axis + 2)]
    if step[axis] < 0:
        stretches = -stretches[:, ::-1]
    far = abs(step[axis])
    for low, high in stretches[np.argsort(stretches[:, 0], kind="stable")].tolist():
        if low < far < high:
            far = float(np.ceil(high / GRID) * GRID)
    found = far if step[axis] > 0 else -far
    return (found, 0.0) if axis == 0 else (0.0, found)


def _around(boxes: Floats) -> Floats:
    return np.concatenate((boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)))


def _forbidden(moving: Floats, taken: Floats, clear: float, stood: Floats | None) -> Floats:
    """(m × n, 4) open boxes of offsets at which one of MOVING would be too near one of TAKEN."""
    low = taken[None, :, :2] - moving[:, None, 2:]
    high = taken[None, :, 2:] - moving[:, None, :2]
    room: float | Floats = clear
    if stood is not None:
        # How far apart each pair stood: the larger of both axes, negative where they overlapped.
        before = np.maximum(taken[None, :, :2] - stood[:, None, 2:], stood[:, None, :2] - taken[None, :, 2:])
        apart = before.max(axis=2)
        room = np.where(apart < 0, clear, np.minimum(apart, clear))[:, :, None]
    return np.concatenate((low - room, high + room), axis=2).reshape(-1, 4)


def _free_places(
    forbidden: Floats, anchor: Floats, around: Floats, growing: Sequence[Growing], reach: float
) -> Iterator[tuple[tuple[float, float], bool]]:
    """Yield free offsets, the nearest that lets nothing grow over anything first, else the nearest of all.

    Each with whether a container would grow over something there.
    """
    xs = _lines(forbidden[:, 0], forbidden[:, 2], float(anchor[0]), _inner(growing, around, 0), reach)
    ys = _lines(forbidden[:, 1], forbidden[:, 3], float(anchor[1]), _inner(growing, around, 1), reach)
    # How many forbidden boxes hold each crossing (y, x): +1 from its first line inside on, −1 behind its last.
    first_x, last_x = np.searchsorted(xs, forbidden[:, 0], "right"), np.searchsorted(xs, forbidden[:, 2], "left")
    first_y, last_y = np.searchsorted(ys, forbidden[:, 1], "right"), np.searchsorted(ys, forbidden[:, 3], "left")
    holds = (first_x < last_x) & (first_y < last_y)
    steps = np.zeros((len(ys) + 1, len(xs) + 1), dtype=np.int64)
    for rows, columns, sign in (
        (first_y, first_x, 1),
        (first_y, last_x, -1),
        (last_y, first_x, -1),
        (last_y, last_x, 1),
    ):
        np.add.at(steps, (rows[holds], columns[holds]), sign)
    free_y, free_x = np.nonzero(steps.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] == 0)
    # (places, 2) offsets, the nearest first.
    places = np.column_stack((xs[free_x], ys[free_y]))
    places = places[np.argsort(np.hypot(places[:, 0], places[:, 1]), kind="stable")]
    # A nearer place may hide beyond the reach in one axis; within it none is left out.
    places = places[np.hypot(places[:, 0], places[:, 1]) <= reach]
    for start in range(0, len(places), _CHUNK):
        chunk = places[start : start + _CHUNK]
        bad = _grows_over(chunk, around, growing)
        if not bad.all():
            x, y = chunk[int(bad.argmin())].tolist()
            yield (x, y), False
            return
    if len(places):
        x, y = places[0].tolist()
        yield (x, y), True


def _lines(low: Floats, high: Floats, anchor: float, inner: list[float], reach: float) -> Floats:
    """Offsets on one axis worth trying: none at all, and the edges of what is forbidden, outwards to the grid."""
    before = np.floor((anchor + low) / GRID) * GRID - anchor
    behind = np.ceil((anchor + high) / GRID) * GRID - anchor
    found = np.concatenate((before, behind, inner, (0.0,)))
    found = np.unique(found[np.abs(found) <= reach])
    if len(found) > _MOST_LINES:
        found = np.sort(found[np.argsort(np.abs(found), kind="stable")[:_MOST_LINES]])
    return found


def _inner(growing: Sequence[Growing], around: Floats, axis: int) -> list[float]:
    """Offsets at which what moves lies just inside the edges of its containers, which then need not grow."""
    found: list[float] = []
    for one in growing:
        found.append(one.box[axis] + one.padding[axis] - float(around[axis]))
        found.append(one.box[axis + 2] - one.padding[axis + 2] - float(around[axis + 2]))
    return found


def _grows_over(places: Floats, around: Floats, growing: Sequence[Growing]) -> npt.NDArray[np.bool_]:
    """Return at which of PLACES a container would grow over something outside of it."""
    bad = np.zeros(len(places), dtype=bool)
    for one in growing:
        padding, box = np.array(one.padding), np.array(one.box)
        low = np.minimum(around[:2] + places - padding[:2], box[:2])
        high = np.maximum(around[2:] + places + padding[2:], box[2:])
        outside = one.outside
        # What the container meets already keeps no place from being taken.
        met = np.all((outside[:, :2] < box[2:]) & (outside[:, 2:] > box[:2]), axis=1)
        outside = outside[~met]
        # (places, things, 2) whether the container and a thing overlap on either axis.
        over = (low[:, None, :] < outside[None, :, 2:]) & (high[:, None, :] > outside[None, :, :2])
        bad |= np.logical_or.reduce(np.all(over, axis=2), axis=1)
    return bad
