"""Where the labels of wires lie: on their wire, clear of tiles, captions and each other wherever there is room."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from designer.drawing.drawing import Floats, Rect
from designer.drawing.looks import PILL_HEIGHT

_OTHER_SHARES: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.19, 0.81, 0.12, 0.88)
_WEIGHTS: Final = tuple(((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3) for t in _OTHER_SHARES)
_CELL: Final = 256.0
_GAP: Final = 1.0
_SHORT: Final = 96.0
"""Parallel wires up to this long have their labels as far apart as they go."""
_MOST_SEARCHED: Final = 3000
"""In a drawing of more wires than this, a label whose first place is taken is left out instead of moved."""
PILL_PADDING: Final = 9.0

_Box = tuple[float, float, float, float]


def label_rects(curves: Floats, widths: Sequence[float], shares: Floats, obstacles: Floats) -> list[Rect]:
    """A rectangle for each label of the given text WIDTHS, on its wire or, where it is crowded, just beside it.

    A label without a clear place gets a rectangle of no size, as one without text: it would only be illegible.

    Args:
        curves: (n, 4, 2) the wires.
        widths: Of the text of each label, 0 where there is none.
        shares: Where along its wire each label would best lie, 0 to 1.
        obstacles: (m, 4) rectangles to keep clear of.
    """
    if not len(curves):
        return []
    t = shares[:, None]
    middles = (
        (1 - t) ** 3 * curves[:, 0]
        + 3 * (1 - t) ** 2 * t * curves[:, 1]
        + 3 * (1 - t) * t**2 * curves[:, 2]
        + t**3 * curves[:, 3]
    )
    taken = _Grid(obstacles)
    tall = PILL_HEIGHT / 2
    thorough = len(curves) <= _MOST_SEARCHED
    rects: list[Rect] = []
    for number, ((x, y), width) in enumerate(zip(middles.tolist(), widths, strict=True)):
        if width <= 0:
            rects.append(Rect(x, y, 0.0, 0.0))
            continue
        half = width / 2 + PILL_PADDING
        box = (x - half, y - tall, x + half, y + tall)
        if taken.claim(box):
            rects.append(Rect(box[0], box[1], 2 * half, PILL_HEIGHT))
        else:
            rects.append(_elsewhere(curves[number], x, y, half, taken) if thorough else Rect(x, y, 0.0, 0.0))
    return rects


def preferred_shares(a_ends: npt.NDArray[np.int64], b_ends: npt.NDArray[np.int64], curves: Floats) -> Floats:
    """Where labels lie best: in the middle, those of parallel wires one after the other."""
    count = len(a_ends)
    if not count:
        return np.zeros(0)
    low, high = np.minimum(a_ends, b_ends), np.maximum(a_ends, b_ends)
    order = np.lexsort((np.arange(count), high, low))
    pairs = np.column_stack((low, high))[order]
    first = np.flatnonzero(np.r_[True, (pairs[1:] != pairs[:-1]).any(axis=1)])
    sizes = np.diff(np.r_[first, count])
    shares = np.empty(count)
    rank = np.arange(count) - np.repeat(first, sizes)
    shares[order] = (rank + 1) / (np.repeat(sizes, sizes) + 1)
    short = np.abs(curves[:, 3] - curves[:, 0]).max(axis=1) < _SHORT
    shares = np.where(short, np.clip(0.5 + (shares - 0.5) * 1.8, 0.12, 0.88), shares)
    # Against the direction of the pair the same share lies at the other end.
    return np.where(a_ends <= b_ends, shares, 1.0 - shares)


def _elsewhere(curve: Floats, x: float, y: float, half: float, taken: "_Grid") -> Rect:
    """A place that is not the wire's middle: along the wire, then beside it."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve.tolist()
    tall = PILL_HEIGHT / 2
    others: list[tuple[float, float]] = []
    for a, b, c, d in _WEIGHTS:
        left, top = a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3
        others.append((left, top))
        box = (left - half, top - tall, left + half, top + tall)
        if taken.claim(box):
            return Rect(box[0], box[1], 2 * half, PILL_HEIGHT)
    for aside in (half + 3.0, -half - 3.0):
        for left, top in ((x, y), *others):
            box = (left + aside - half, top - tall, left + aside + half, top + tall)
            if taken.claim(box):
                return Rect(box[0], box[1], 2 * half, PILL_HEIGHT)
    return Rect(x, y, 0.0, 0.0)


class _Grid:
    """Rectangles by the cells that they touch."""

    def __init__(self, boxes: Floats) -> None:
        self._cells: dict[tuple[int, int], list[_Box]] = {}
        small = boxes[(boxes[:, 2:] - boxes[:, :2]).max(axis=1) <= 64 * _CELL] if len(boxes) else boxes
        spans = np.floor(small / _CELL).astype(np.int64).tolist()
        for (left, top, right, bottom), box in zip(spans, small.tolist(), strict=True):
            corners: _Box = (box[0], box[1], box[2], box[3])
            for i in range(left, right + 1):
                for j in range(top, bottom + 1):
                    self._cells.setdefault((i, j), []).append(corners)

    def claim(self, box: _Box) -> bool:
        """Take BOX if nothing stands there."""
        left, top, right, bottom = box[0] - _GAP, box[1] - _GAP, box[2] + _GAP, box[3] + _GAP
        cells = self._cells
        west, north, east, south = int(left // _CELL), int(top // _CELL), int(right // _CELL), int(bottom // _CELL)
        keys = [(i, j) for i in range(west, east + 1) for j in range(north, south + 1)]
        for key in keys:
            for other in cells.get(key, ()):
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return False
        for key in keys:
            cells.setdefault(key, []).append(box)
        return True
