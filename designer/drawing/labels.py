"""Where the labels of wires lie: on their wire, clear of tiles and of each other wherever there is a clear place."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from designer.drawing.drawing import Floats, Rect
from designer.drawing.looks import PILL_HEIGHT
from designer.drawing.routes import points_at

_SHARES: Final = np.array((0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.19, 0.81, 0.12, 0.88))
_CELL: Final = 128.0
_GAP: Final = 3.0
PILL_PADDING: Final = 9.0

_Box = tuple[float, float, float, float]


def label_rects(curves: Floats, widths: Sequence[float], tiles: Floats) -> list[Rect]:
    """A rectangle for each label of the given text WIDTHS; one of no width where there is no label."""
    middles = points_at(curves, _SHARES) if len(curves) else np.zeros((0, len(_SHARES), 2))
    taken = _Grid()
    taken.add_all(tiles)
    rects: list[Rect] = []
    for places, width in zip(middles.tolist(), widths, strict=True):
        x, y = places[0]
        if width <= 0:
            rects.append(Rect(x, y, 0.0, 0.0))
            continue
        half, tall = width / 2 + PILL_PADDING, PILL_HEIGHT / 2
        chosen: _Box | None = None
        for x, y in places:
            box = (x - half, y - tall, x + half, y + tall)
            if taken.clear(box):
                chosen = box
                break
        if chosen is None:
            x, y = places[0]
            chosen = (x - half, y - tall, x + half, y + tall)
        taken.add(chosen)
        rects.append(Rect(chosen[0], chosen[1], chosen[2] - chosen[0], chosen[3] - chosen[1]))
    return rects


class _Grid:
    """Rectangles by the cells that they touch."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[_Box]] = {}

    def add(self, box: _Box) -> None:
        cells = self._cells
        for key in _keys(box):
            cells.setdefault(key, []).append(box)

    def add_all(self, boxes: Floats) -> None:
        if not len(boxes):
            return
        reach = np.maximum(boxes[:, 2:] - boxes[:, :2], 0).max(initial=0.0)
        if reach > 64 * _CELL:
            boxes = boxes[(boxes[:, 2:] - boxes[:, :2]).max(axis=1) <= 64 * _CELL]
        cells = self._cells
        spans = np.floor(boxes / _CELL).astype(np.int64).tolist()
        for (left, top, right, bottom), box in zip(spans, boxes.tolist(), strict=True):
            corners: _Box = (box[0], box[1], box[2], box[3])
            for i in range(left, right + 1):
                for j in range(top, bottom + 1):
                    cells.setdefault((i, j), []).append(corners)

    def clear(self, box: _Box) -> bool:
        left, top, right, bottom = box[0] - _GAP, box[1] - _GAP, box[2] + _GAP, box[3] + _GAP
        cells = self._cells
        for key in _keys(box):
            for other in cells.get(key, ()):
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return False
        return True


def _keys(box: _Box) -> list[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    if left == right and top == bottom:
        return [(left, top)]
    return [(i, j) for i in range(left, right + 1) for j in range(top, bottom + 1)]
