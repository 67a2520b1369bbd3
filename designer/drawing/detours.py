"""Wires that would run behind other tiles go around them where a simple bend does it."""

from typing import Final

import numpy as np
import numpy.typing as npt

from designer.drawing.drawing import Floats, curve_points

Ints = npt.NDArray[np.int64]

_BOWS: Final = np.array((0.0, 60.0, -60.0, 110.0, -110.0, 160.0, -160.0))
_BOW_COST: Final = 1 / 60.0
"""Hidden points that a bow must save for each canvas pixel it goes aside."""
_DEPTHS: Final = (36.0, 46.0, 56.0, 66.0)
"""How far the control points of wires under a row lie below it, in turn, so that neighbours do not coincide."""
_INSET: Final = 36.0
_POINTS: Final = 17
_MOST_CHECKS: Final = 4_000_000
"""Wires × tiles beyond which no one sees single wires anyway."""
_CLEARANCE: Final = 4.0


def around_tiles(curves: Floats, a_ends: Ints, b_ends: Ints, rectangles: Floats, tile_numbers: Ints) -> Floats:
    """CURVES, those that run behind tiles other than their own bent aside.

    Args:
        curves: (n, 4, 2) as `routes` gives them.
        a_ends: Number of the rectangle at each start.
        b_ends: Number of the rectangle at each end.
        rectangles: (m, 4) all rectangles.
        tile_numbers: Those of them that are tiles.
    """
    tiles = rectangles[tile_numbers]
    if not len(curves) or not len(tiles) or len(curves) * len(tiles) > _MOST_CHECKS:
        return curves
    bent = curves.copy()
    blocked = np.flatnonzero(_suspects(curves, a_ends, b_ends, tiles, tile_numbers)).tolist()
    for turn, number in enumerate(blocked):
        a, b = int(a_ends[number]), int(b_ends[number])
        others = tiles[(tile_numbers != a) & (tile_numbers != b)]
        curve = curves[number]
        if abs(curve[1, 0] - curve[0, 0]) > abs(curve[1, 1] - curve[0, 1]):
            choices = _along_the_row(curve, rectangles[a], rectangles[b], turn % len(_DEPTHS))
            costs = np.array((0.0, 1.0, 1.0))
        else:
            choices = np.repeat(curve[None], len(_BOWS), axis=0)
            choices[:, 1:3, 0] += _BOWS[:, None]
            costs = np.abs(_BOWS) * _BOW_COST
        bent[number] = choices[int((_hidden(choices, others) + costs).argmin())]
    return bent


def _suspects(curves: Floats, a_ends: Ints, b_ends: Ints, tiles: Floats, tile_numbers: Ints) -> npt.NDArray[np.bool_]:
    """Wires whose bounds touch a tile that is not their own."""
    low, high = curves.min(axis=1), curves.max(axis=1)
    touched = (
        (low[:, None, 0] < tiles[None, :, 2])
        & (high[:, None, 0] > tiles[None, :, 0])
        & (low[:, None, 1] < tiles[None, :, 3])
        & (high[:, None, 1] > tiles[None, :, 1])
        & (tile_numbers[None, :] != a_ends[:, None])
        & (tile_numbers[None, :] != b_ends[:, None])
    )
    return touched.any(axis=1)


def _along_the_row(curve: Floats, a: Floats, b: Floats, turn: int) -> Floats:
    """CURVE as it is, below the row of tiles, and above it."""
    right = a[0] < b[0]
    depth, aside = _DEPTHS[turn], _INSET + 12.0 * turn
    start = a[2] - aside if right else a[0] + aside
    end = b[0] + aside if right else b[2] - aside
    low, high = max(a[3], b[3]) + depth, min(a[1], b[1]) - depth
    below = ((start, a[3]), (start, low), (end, low), (end, b[3]))
    above = ((start, a[1]), (start, high), (end, high), (end, b[1]))
    return np.stack((curve, np.array(below), np.array(above)))


def _hidden(choices: Floats, others: Floats) -> Floats:
    """How many points of each curve lie behind OTHERS."""
    path = curve_points(choices, _POINTS, 0.06)
    x, y = path[:, :, None, 0], path[:, :, None, 1]
    behind = (
        (x > others[:, 0] - _CLEARANCE)
        & (x < others[:, 2] + _CLEARANCE)
        & (y > others[:, 1] - _CLEARANCE)
        & (y < others[:, 3] + _CLEARANCE)
    )
    counts: Floats = behind.any(axis=2).sum(axis=1).astype(np.float64)
    return counts
