"""Where the labels of wires lie: on their wire, clear of tiles, captions and each other wherever there is room."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from designer.drawing.drawing import Floats, Rect
from designer.drawing.looks import PILL_HEIGHT

_OTHER_SHARES: Final = (
    0.5, 0.46, 0.54, 0.42, 0.58, 0.38, 0.62, 0.34, 0.66, 0.3, 0.7, 0.26, 0.74, 0.22, 0.78, 0.19, 0.81, 0.15, 0.85,
    0.12, 0.88, 0.08, 0.92,
)  # fmt: skip
_CELL: Final = 256.0
_GAP: Final = 1.0
_SHORT: Final = 96.0
"""Parallel wires up to this long have their labels as far apart as they go."""
_MOST_SEARCHED: Final = 3000
"""In a drawing of more wires than this, a label whose first place is taken is left out instead of moved."""
_FARTHEST: Final = 18.0
"""How far beside its wire a label may lie."""
PILL_PADDING: Final = 9.0

_Box = tuple[float, float, float, float]


def label_rects(paths: Floats, widths: Sequence[float], shares: Floats, obstacles: Floats) -> list[Rect]:
    """A rectangle for each label of the given text WIDTHS, on its wire or, where it is crowded, just beside it.

    A label without a clear place gets a rectangle of no size, as one without text: it would only be illegible.

    Args:
        paths: (n, points, 2) the wires as polylines.
        widths: Of the text of each label, 0 where there is none.
        shares: Where along its wire each label would best lie, 0 to 1.
        obstacles: (m, 4) rectangles to keep clear of.
    """
    if not len(paths):
        return []
    lengths = _lengths(paths)
    middles = _places(paths, lengths, shares)
    taken = _Grid(obstacles)
    tall = PILL_HEIGHT / 2
    thorough = len(paths) <= _MOST_SEARCHED
    rects: list[Rect] = []
    for number, ((x, y), width) in enumerate(zip(middles.tolist(), widths, strict=True)):
        if width <= 0:
            rects.append(Rect(x, y, 0.0, 0.0))
            continue
        half = width / 2 + PILL_PADDING
        box = (x - half, y - tall, x + half, y + tall)
        if taken.claim(box):
            rects.append(Rect(box[0], box[1], 2 * half, PILL_HEIGHT))
        elif thorough:
            rects.append(_elsewhere(paths[number], lengths[number], x, y, half, taken))
        else:
            rects.append(Rect(x, y, 0.0, 0.0))
    return rects


def _lengths(paths: Floats) -> Floats:
    """How far along its wire each point lies."""
    steps = np.sqrt((np.diff(paths, axis=1) ** 2).sum(axis=2))
    return np.hstack((np.zeros((len(paths), 1)), np.cumsum(steps, axis=1)))


def _places(paths: Floats, lengths: Floats, shares: Floats) -> Floats:
    """The point at a share of each wire's length."""
    wanted = shares * lengths[:, -1]
    step = np.clip((lengths <= wanted[:, None]).sum(axis=1) - 1, 0, paths.shape[1] - 2)
    row = np.arange(len(paths))
    before, after = lengths[row, step], lengths[row, step + 1]
    part = np.where(after > before, (wanted - before) / np.maximum(after - before, 1e-9), 0.0)[:, None]
    return paths[row, step] * (1 - part) + paths[row, step + 1] * part


def preferred_shares(a_ends: npt.NDArray[np.int64], b_ends: npt.NDArray[np.int64], paths: Floats) -> Floats:
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
    short = np.abs(paths[:, -1] - paths[:, 0]).max(axis=1) < _SHORT
    shares = np.where(short, np.clip(0.5 + (shares - 0.5) * 1.8, 0.12, 0.88), shares)
    # Against the direction of the pair the same share lies at the other end.
    return np.where(a_ends <= b_ends, shares, 1.0 - shares)


def _elsewhere(path: Floats, lengths: Floats, x: float, y: float, half: float, taken: "_Grid") -> Rect:
    """A place that is not the wire's middle: along the wire, then beside it."""
    tall = PILL_HEIGHT / 2
    shares = np.array(_OTHER_SHARES)
    along = shares * lengths[-1]
    others = list(zip(np.interp(along, lengths, path[:, 0]), np.interp(along, lengths, path[:, 1]), strict=True))
    for left, top in others:
        box = (float(left - half), float(top - tall), float(left + half), float(top + tall))
        if taken.claim(box):
            return Rect(box[0], box[1], 2 * half, PILL_HEIGHT)
    for aside in (half + 3.0, -half - 3.0, half + _FARTHEST, -half - _FARTHEST):
        for left, top in ((x, y), *others):
            box = (float(left + aside - half), float(top - tall), float(left + aside + half), float(top + tall))
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
