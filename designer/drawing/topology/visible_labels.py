"""Labels that are shown at a scale, and their places.

No label lies on another, or on a tile that it does not belong to.

Captions come first, the outermost before those inside; then the labels of wires, the thickest first. A label that
finds its place taken moves along its wire; without a free place there it is left out, and the hover card says it.
"""

from collections.abc import Sequence
from math import floor
from typing import Final, Literal, NamedTuple

import numpy as np

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.tables import Ints
from designer.drawing.text import TextWidths
from designer.drawing.theme_tokens import type_scale
from designer.drawing.topology.captions import badge_box, caption_box
from designer.drawing.topology.labels import lengths_along, points_along

FAR: Final = 0.22
"""Below this scale tiles have no names and wires no labels."""
NEAR: Final = 0.5
"""From this scale on everything is shown in its own size."""
_SCREEN_PX: Final = 10.0
_MOST_PX: Final = 28.0
_LEAST_WIDTH: Final = 2.5
_MOST_LABELS: Final = 300
_SHARES: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
_CAPTION_HIGH: Final = 15.0
_CAPTION_BELOW: Final = 1.0
_CELL_PX: Final = 128.0
_MOST_CELLS: Final = 256
_FARTHEST: Final = 1e9
_Box = tuple[float, float, float, float]


class ShownLabel(NamedTuple):
    """A label at one scale.

    Attributes:
        kind: "caption" and "count" belong to a frame, "wire" to a wire.
        number: Of the frame or wire in the drawing.
        text: What it says; near by a caption also has its figures.
        rect: Where, in canvas pixels.
        px: Size of its letters, in canvas pixels.
    """

    kind: Literal["caption", "count", "wire"]
    number: int
    text: str
    rect: Rect
    px: float


def far_px(scale: float) -> float:
    """Size of letters in canvas pixels that can still be read on the screen at SCALE."""
    return min(round(_SCREEN_PX / scale), _MOST_PX)


def shown_labels(drawing: Drawing, scale: float, widths: TextWidths) -> list[ShownLabel]:
    """All labels that DRAWING shows at SCALE screen pixels for a canvas pixel, besides the words inside tiles."""
    found = free_labels(drawing, scale, widths)
    if scale < NEAR:
        return found
    px = type_scale()["caption"].px
    # Routing has cleared these of tiles, captions and each other; only a frame on another's wires can be in the way.
    return found + [
        ShownLabel("wire", number, wire.label, wire.label_rect, px)
        for number, wire in enumerate(drawing.wires)
        if wire.label and wire.label_rect.width > 0
    ]


def free_labels(drawing: Drawing, scale: float, widths: TextWidths, *, wires: bool = True) -> list[ShownLabel]:
    """Those of them whose place depends on the scale: from near by, all but the labels of WIRES."""
    taken = _Taken(drawing, scale)
    if scale >= NEAR:
        return _near(drawing, taken, widths)
    found = _far_captions(drawing, scale, taken, widths)
    if wires and (scale >= FAR or drawing.gathered):
        found += _far_wires(drawing, scale, taken, widths)
    return found


class _Taken:
    """The tiles and the labels placed so far, by the cells that they touch."""

    def __init__(self, drawing: Drawing, scale: float) -> None:
        self._cell = _CELL_PX / scale
        self._cells: dict[tuple[int, int], list[_Box]] = {}
        # (tiles, 4) first and last column and row of cells that each covers.
        spans = np.floor((drawing.boxes / self._cell).clip(-_FARTHEST, _FARTHEST)).astype(np.int64)
        sizes = (spans[:, 2] - spans[:, 0] + 1) * (spans[:, 3] - spans[:, 1] + 1)
        # A tile over very many cells is looked at by itself instead of being put into each of them.
        self._large = drawing.boxes[sizes > _MOST_CELLS]
        few = sizes <= _MOST_CELLS
        for span, box in zip(spans[few].tolist(), drawing.boxes[few].tolist(), strict=True):
            self._put(span, (box[0], box[1], box[2], box[3]))

    def _put(self, span: Sequence[int], box: _Box) -> None:
        left, top, right, bottom = span
        for i in range(left, right + 1):
            for j in range(top, bottom + 1):
                self._cells.setdefault((i, j), []).append(box)

    def claim(self, rect: Rect) -> bool:
        """Take RECT if nothing stands there."""
        x, y, right, bottom = rect.x, rect.y, rect.right, rect.bottom
        span = [floor(value / self._cell) for value in (x, y, right, bottom)]
        # What stands in the same cells, then the few tiles too large for the cells.
        for i in range(span[0], span[2] + 1):
            for j in range(span[1], span[3] + 1):
                for left, top, to_x, to_y in self._cells.get((i, j), ()):
                    if left < right and to_x > x and top < bottom and to_y > y:
                        return False
        large = self._large
        met = (large[:, 0] < right) & (large[:, 2] > x) & (large[:, 1] < bottom) & (large[:, 3] > y)
        if len(large) and met.any():
            return False
        self._put(span, (x, y, right, bottom))
        return True


def _near(drawing: Drawing, taken: _Taken, widths: TextWidths) -> list[ShownLabel]:
    found: list[ShownLabel] = []
    plain = drawing.detail == "plain"
    for number in _outermost_first(drawing):
        frame = drawing.frames[number]
        box, count = caption_box(frame, widths, plain=plain), badge_box(frame, widths)
        if taken.claim(box):
            text = f"{frame.title} {frame.subtitle}".strip()
            found.append(ShownLabel("caption", number, text, box, type_scale()["title" if plain else "strong"].px))
        if count is not None and taken.claim(count):
            found.append(ShownLabel("count", number, frame.badge, count, type_scale()["strong"].px))
    return found


def _outermost_first(drawing: Drawing) -> list[int]:
    return sorted(range(len(drawing.frames)), key=lambda number: (drawing.frames[number].depth, number))


def _far_captions(drawing: Drawing, scale: float, taken: _Taken, widths: TextWidths) -> list[ShownLabel]:
    """Names above their frames, as large on the screen as near by, where the frame is wide enough."""
    size = 1.0 / scale
    found: list[ShownLabel] = []
    for number in _outermost_first(drawing):
        frame = drawing.frames[number]
        text = f"{frame.title} {frame.badge}" if frame.badge else frame.title
        width = widths(text, "caption") * size
        if width > frame.rect.width - 8 * size or frame.rect.height < 18 * size:
            continue
        high = _CAPTION_HIGH * size
        box = Rect(frame.rect.x + 4 * size, frame.rect.y - _CAPTION_BELOW * size - high, width, high)
        if taken.claim(box):
            found.append(ShownLabel("caption", number, text, box, type_scale()["caption"].px * size))
    return found


def _far_wires(drawing: Drawing, scale: float, taken: _Taken, widths: TextWidths) -> list[ShownLabel]:
    """The counts of the thickest wires ("256 × 400G")."""
    px = _SCREEN_PX / scale if drawing.gathered else far_px(scale)
    least = 0.0 if drawing.gathered else _LEAST_WIDTH
    larger = px / type_scale()["caption"].px
    wires = drawing.wires
    thick = np.where(wires.with_look(lambda look: look.label), wires.of_look(lambda look: look.width), -1.0)
    numbers = np.argsort(-thick, kind="stable")[: min(int((thick >= least).sum()), _MOST_LABELS)]
    found: list[ShownLabel] = []
    for number, places in zip(numbers.tolist(), _places(drawing, numbers), strict=True):
        label = wires.looks[int(wires.look[number])].label
        text = " ".join(label.split()[:3]) if "×" in label else label
        # Larger type is not set exactly in proportion.
        wide, high = widths(text, "caption") * larger * 1.04 + px, px * 1.35
        for x, y in places:
            rect = Rect(x - wide / 2, y - high / 2, wide, high)
            if taken.claim(rect):
                found.append(ShownLabel("wire", number, text, rect, px))
                break
    return found


def _places(drawing: Drawing, numbers: Ints) -> list[list[tuple[float, float]]]:
    """Return the places that labels of wires may take: their place near by, then others along the wire."""
    if not len(numbers):
        return []
    paths, spots = drawing.paths(numbers), drawing.wires.spots[numbers]
    lengths = lengths_along(paths)
    along = [points_along(paths, lengths, np.full(len(numbers), share)).tolist() for share in _SHARES]
    near = [(x + width / 2, y + high / 2) if width > 0 else None for x, y, width, high in spots.tolist()]
    found: list[list[tuple[float, float]]] = []
    for first, *others in zip(near, *along, strict=True):
        rest = [(float(x), float(y)) for x, y in others]
        found.append([first, *rest] if first is not None else rest)
    return found
