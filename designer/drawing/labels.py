"""Where the labels of wires lie: on their wire, clear of tiles, captions and each other wherever there is room."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from designer.drawing.drawing import Floats, Rect
from designer.drawing.looks import PILL_HEIGHT
from designer.drawing.routes import points_at

_SHARES: Final = np.array((0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.19, 0.81, 0.12, 0.88))
_CELL: Final = 128.0
_GAP: Final = 1.0
PILL_PADDING: Final = 9.0

_Box = tuple[float, float, float, float]


def label_rects(curves: Floats, widths: Sequence[float], obstacles: Floats) -> list[Rect]:
    """A rectangle for each label of the given text WIDTHS, on its wire or, where it is crowded, just beside it.

    A label without a clear place gets a rectangle of no size, as one without text: it would only be illegible.
    """
    places = points_at(curves, _SHARES).tolist() if len(curves) else []
    taken = _Grid(obstacles)
    return [_placed(spots, width, taken) for spots, width in zip(places, widths, strict=True)]


def _placed(spots: list[tuple[float, float]], width: float, taken: "_Grid") -> Rect:
    if width > 0:
        half, tall = width / 2 + PILL_PADDING, PILL_HEIGHT / 2
        for aside in (0.0, half + 3.0, -half - 3.0):
            for x, y in spots:
                box = (x + aside - half, y - tall, x + aside + half, y + tall)
                if taken.clear(box):
                    taken.add(box)
                    return Rect(box[0], box[1], box[2] - box[0], box[3] - box[1])
    x, y = spots[0]
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

    def add(self, box: _Box) -> None:
        for key in _keys(box):
            self._cells.setdefault(key, []).append(box)

    def clear(self, box: _Box) -> bool:
        left, top, right, bottom = box[0] - _GAP, box[1] - _GAP, box[2] + _GAP, box[3] + _GAP
        for key in _keys(box):
            for other in self._cells.get(key, ()):
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return False
        return True


def _keys(box: _Box) -> list[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    if left == right and top == bottom:
        return [(left, top)]
    return [(i, j) for i in range(left, right + 1) for j in range(top, bottom + 1)]
