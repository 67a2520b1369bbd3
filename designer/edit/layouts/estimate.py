"""Estimate how tangled the links of a layout are, without drawing them."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from designer.edit.layouts.blocks import Box

_Floats = npt.NDArray[np.float64]

MOST_LINKS: Final = 1_000
"""Links up to which layouts are compared: tables of all pairs stay small."""
_HIT: Final = 2.0
"""What a tile in the way counts, in crossings: the link goes around it, across others."""
_BEND: Final = 0.5
_STRAIGHT: Final = 8.0
"""Canvas pixels by which two middles may be apart for a link to be straight."""


def tangle(boxes: Mapping[str, Box], tiles: Sequence[str], links: Sequence[tuple[str, str]]) -> float:
    """Return how tangled LINKS are between BOXES, drawn straight from middle to middle.

    Each crossing counts one, each of TILES that lies in the way two, and each bend that a right-angled link needs half.
    """
    known = [(a, b) for a, b in links if a in boxes and b in boxes and a != b]
    if not known:
        return 0.0
    table = np.array([boxes[one] for pair in known for one in pair], dtype=np.float64).reshape(-1, 2, 4)
    # Middles of both ends of each link (links, 2, 2).
    ends = (table[..., :2] + table[..., 2:]) / 2
    apart = np.abs(ends[:, 0] - ends[:, 1])
    bends = 2.0 * float(((apart[:, 0] > _STRAIGHT) & (apart[:, 1] > _STRAIGHT)).sum())
    obstacles = np.array([boxes[one] for one in tiles], dtype=np.float64).reshape(-1, 4)
    number = {one: place for place, one in enumerate(tiles)}
    own = np.array([[number.get(one, -1) for one in pair] for pair in known], dtype=np.int64)
    return _crossings(ends, own) + _HIT * _hits(ends, obstacles, own) + _BEND * bends


def _crossings(ends: _Floats, own: npt.NDArray[np.int64]) -> float:
    """Return how many pairs of lines cross that have no end in common."""
    a, b = ends[:, None, 0], ends[:, None, 1]
    c, d = ends[None, :, 0], ends[None, :, 1]
    met = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
    shared = (own[:, None, :, None] == own[None, :, None, :]).any(axis=(2, 3))
    return float((met & ~shared).sum()) / 2


def _side(a: _Floats, b: _Floats, c: _Floats) -> _Floats:
    """On which side of the line from A to B each of C lies, as the sign."""
    found: _Floats = np.sign(
        (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    )
    return found


def _hits(ends: _Floats, boxes: _Floats, own: npt.NDArray[np.int64]) -> float:
    """Return how many boxes lie under lines that do not end at them."""
    low, high = ends.min(axis=1), ends.max(axis=1)
    near = (
        (low[:, None, 0] < boxes[None, :, 2])
        & (high[:, None, 0] > boxes[None, :, 0])
        & (low[:, None, 1] < boxes[None, :, 3])
        & (high[:, None, 1] > boxes[None, :, 1])
    )
    corners = np.stack([boxes[:, [x, y]] for x in (0, 2) for y in (1, 3)])
    sides = [_side(ends[:, None, 0], ends[:, None, 1], corner[None]) for corner in corners]
    apart = np.abs(sum(sides)) == len(sides)
    numbers = np.arange(len(boxes))
    ours = (own[:, 0, None] == numbers) | (own[:, 1, None] == numbers)
    return float((near & ~apart & ~ours).sum())
