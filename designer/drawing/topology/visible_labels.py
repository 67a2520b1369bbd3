"""Labels that are shown at a scale, and their places.

No label lies on another, or on a tile that it does not belong to.

Captions come first, the outermost before those inside; then the labels of wires, the thickest first. A label that
finds its place taken moves along its wire; without a free place there it is left out, and the hover card says it.
"""

from collections.abc import Sequence
from math import floor
from typing import Final, Literal, NamedTuple

import numpy as np

from designer.drawing.drawing import Drawing, Floats
from designer.drawing.records import Rect
from designer.drawing.tables import Bools, Ints
from designer.drawing.text import TextWidths
from designer.drawing.theme_tokens import type_scale
from designer.drawing.topology.captions import badge_box, caption_box
from designer.drawing.topology.labels import lengths_along, points_along
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING

FAR: Final = 0.22
"""Below this scale tiles have no names and wires no labels."""
NEAR: Final = 9.0 / 11.0
"""From this scale on everything is shown in its own size; below, the smallest letters would be under 9 pixels."""
_MIDDLE: Final = 0.5
"""From this scale on more labels are shown than the thickest wires have."""
_SCREEN_PX: Final = 10.0
_MOST_PX: Final = 28.0
_LEAST_WIDTH: Final = 2.5
_MOST_LABELS: Final = (300, 1000)
"""Far off, and from the middle on."""
_SHARES: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
_CAPTION_HIGH: Final = 15.0
_CAPTION_BELOW: Final = 1.0
_TITLE_INSET_PX: Final = 8.0
_CELL_PX: Final = 128.0
_MOST_CELLS: Final = 256
_FARTHEST: Final = 1e9
_KEY: Final = 4 * 10**9
"""More than there are rows of cells."""
_Box = tuple[float, float, float, float]


class ShownLabel(NamedTuple):
    """A label at one scale.

    Attributes:
        kind: "caption" and "count" belong to a frame, "wire" to a wire, "mark" to a frame that a person drew.
        number: Of the frame, wire or mark in the drawing.
        text: What it says; near by a caption also has its figures.
        rect: Where, in canvas pixels.
        px: Size of its letters, in canvas pixels.
    """

    kind: Literal["caption", "count", "wire", "mark"]
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
    cell = _CELL_PX / scale
    tiles = _Boxes(drawing.boxes, cell)
    if scale >= NEAR:
        return _placed(_near(drawing, widths), tiles, cell)
    captions = _far_captions(drawing, scale, widths)
    titles = _mark_titles(drawing, scale, (tiles, _Boxes(_corners(captions), cell)), cell, widths)
    found = titles + _placed(captions, tiles, cell)
    if wires and (scale >= FAR or drawing.gathered):
        found += _far_wires(drawing, scale, (tiles, _Boxes(_corners(found), cell)), cell, widths)
    return found


class _Boxes:
    """Rectangles by the cells that they touch, so that those on others are found for thousands at once.

    Attributes:
        boxes: (n, 4) left, top, right, bottom.
    """

    def __init__(self, boxes: Floats, cell: float) -> None:
        self.boxes = boxes
        self._cell = cell
        spans = self._spans(boxes)
        few = _sizes(spans) <= _MOST_CELLS
        self._large, self._small = np.flatnonzero(~few), np.flatnonzero(few)
        # Each small one once for each cell that it touches, by cell.
        keys, numbers = _in_cells(spans[few])
        order = np.argsort(keys, kind="stable")
        self._keys, self._numbers = keys[order], self._small[numbers[order]]

    def met_by(self, boxes: Floats, *, own: bool = False) -> Bools:
        """Return whether each of BOXES overlaps one of these; where it is about their OWN, another one."""
        spans = self._spans(boxes)
        few = _sizes(spans) <= _MOST_CELLS
        found = np.zeros(len(boxes), dtype=np.bool_)
        # Each of BOXES once for each cell that it touches, beside all of these that touch this cell too.
        rows = np.flatnonzero(few)
        keys, numbers = _in_cells(spans[few])
        first, last = np.searchsorted(self._keys, keys, "left"), np.searchsorted(self._keys, keys, "right")
        counts = last - first
        rows = np.repeat(rows[numbers], counts)
        others = self._numbers[np.repeat(first, counts) + _within(counts)]
        met = _meet(boxes[rows], self.boxes[others])
        if own:
            met &= rows != others
        found[rows[met]] = True
        for large in self._large.tolist():
            over = _meet(boxes, self.boxes[large])
            if own:
                over[large] = False
            found |= over
        for large in np.flatnonzero(~few).tolist():
            over = _meet(self.boxes, boxes[large])
            if own:
                over[large] = False
            found[large] |= over.any()
        return found

    def _spans(self, boxes: Floats) -> Ints:
        """(n, 4) first and last column and row of the cells that BOXES touch, as left, top, right, bottom."""
        return np.floor((boxes / self._cell).clip(-_FARTHEST, _FARTHEST)).astype(np.int64)


class _Claims:
    """The places that labels took, one after the other, by the cells that they touch."""

    def __init__(self, cell: float) -> None:
        self._cell = cell
        self._cells: dict[tuple[int, int], list[_Box]] = {}

    def claim(self, rect: Rect) -> bool:
        """Take RECT if nobody took what it covers."""
        x, y, right, bottom = rect.x, rect.y, rect.right, rect.bottom
        span = [floor(value / self._cell) for value in (x, y, right, bottom)]
        cells = [(i, j) for i in range(span[0], span[2] + 1) for j in range(span[1], span[3] + 1)]
        for cell in cells:
            for left, top, to_x, to_y in self._cells.get(cell, ()):
                if left < right and to_x > x and top < bottom and to_y > y:
                    return False
        for cell in cells:
            self._cells.setdefault(cell, []).append((x, y, right, bottom))
        return True


def _placed(wanted: list[ShownLabel], tiles: _Boxes, cell: float) -> list[ShownLabel]:
    """Return those of WANTED that find their place free of TILES and of those before them."""
    boxes = _corners(wanted)
    clear = np.flatnonzero(~tiles.met_by(boxes))
    # Most lie on no other; only the rest is placed one by one.
    crowded = _Boxes(boxes[clear], cell).met_by(boxes[clear], own=True)
    claims = _Claims(cell)
    return [
        wanted[number]
        for number, met in zip(clear.tolist(), crowded.tolist(), strict=True)
        if not met or claims.claim(wanted[number].rect)
    ]


def _corners(labels: Sequence[ShownLabel]) -> Floats:
    """(n, 4) left, top, right, bottom of LABELS."""
    rects = [label.rect for label in labels]
    return np.array([(r.x, r.y, r.x + r.width, r.y + r.height) for r in rects], dtype=np.float64).reshape(-1, 4)


def _sizes(spans: Ints) -> Ints:
    return (spans[:, 2] - spans[:, 0] + 1) * (spans[:, 3] - spans[:, 1] + 1)


def _within(counts: Ints) -> Ints:
    """0, 1 … in each of several runs that are so long, one run after the other."""
    return np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)


def _in_cells(spans: Ints) -> tuple[Ints, Ints]:
    """Return the key of each cell that each of SPANS has, and the number of the span, both (cells,)."""
    counts = _sizes(spans)
    numbers, high = np.repeat(np.arange(len(spans)), counts), spans[:, 3] - spans[:, 1] + 1
    place = _within(counts)
    column, row = spans[numbers, 0] + place // high[numbers], spans[numbers, 1] + place % high[numbers]
    return column * _KEY + row, numbers


def _meet(boxes: Floats, others: Floats) -> Bools:
    """Return flags (n,) of BOXES, (n, 4) left, top, right, bottom that overlap those of OTHERS, (n, 4) or (4,)."""
    met = (others[..., 0] < boxes[:, 2]) & (others[..., 2] > boxes[:, 0])
    return met & (others[..., 1] < boxes[:, 3]) & (others[..., 3] > boxes[:, 1])


def _near(drawing: Drawing, widths: TextWidths) -> list[ShownLabel]:
    """Captions in their frames, and how many copies there are."""
    plain = drawing.detail == "plain"
    px, count_px = type_scale()["title" if plain else "strong"].px, type_scale()["strong"].px
    wanted: list[ShownLabel] = []
    for number in _outermost_first(drawing):
        frame = drawing.frames[number]
        box, count = caption_box(frame, widths, plain=plain), badge_box(frame, widths)
        wanted.append(ShownLabel("caption", number, f"{frame.title} {frame.subtitle}".strip(), box, px))
        if count is not None:
            wanted.append(ShownLabel("count", number, frame.badge, count, count_px))
    return wanted


def _outermost_first(drawing: Drawing) -> list[int]:
    return sorted(range(len(drawing.frames)), key=lambda number: (drawing.frames[number].depth, number))


def _far_captions(drawing: Drawing, scale: float, widths: TextWidths) -> list[ShownLabel]:
    """Names as large on the screen as near by, where the frame is wide enough: in its header, else above it."""
    size = 1.0 / scale
    wanted: list[ShownLabel] = []
    for number in _outermost_first(drawing):
        frame = drawing.frames[number]
        text = f"{frame.title} {frame.badge}" if frame.badge else frame.title
        width = widths(text, "caption") * size
        if width > frame.rect.width - 8 * size or frame.rect.height < 18 * size:
            continue
        high = _CAPTION_HIGH * size
        left, top = frame.rect.x + 4 * size, frame.rect.y - _CAPTION_BELOW * size - high
        if high <= FRAME_HEADER - 2.0:
            left, top = frame.rect.x + FRAME_PADDING, frame.rect.y + max((FRAME_HEADER - 4.0 - high) / 2, 0.0)
        box = Rect(left, top, width, high)
        wanted.append(ShownLabel("caption", number, text, box, type_scale()["caption"].px * size))
    return wanted


def _mark_titles(
    drawing: Drawing, scale: float, taken: Sequence[_Boxes], cell: float, widths: TextWidths
) -> list[ShownLabel]:
    """Titles of frames that people drew, as large on the screen as near by, on nothing that is TAKEN.

    Each stands above its frame where that is free of other frames, else in the first free place inside; bands that
    follow each other closely so never write over each other. Without a free place it is left out.
    """
    size = 1.0 / scale
    frames = [(number, mark) for number, mark in enumerate(drawing.marks) if mark.kind == "frame" and mark.lines]
    high = _CAPTION_HIGH * size
    ways: list[list[ShownLabel]] = []
    for number, mark in frames:
        rect, text = mark.rect, mark.lines[0]
        width = widths(text, "caption") * size
        room = rect.width - width - 2 * _TITLE_INSET_PX * size
        above = Rect(rect.x + 2 * size, rect.y - high - _CAPTION_BELOW * size, width, high)
        others = [other.rect for _, other in frames if other is not mark]
        places = [] if any(above.meets(other) for other in others) or room < 0 else [above]
        rows = (rect.y + 3 * size, rect.centre[1] - high / 2, rect.bottom - high - 3 * size)
        if rect.height >= high + 6 * size and room >= 0:
            left = rect.x + _TITLE_INSET_PX * size
            places += [Rect(left + room * step / 12, y, width, high) for y in rows for step in range(13)]
        ways.append([ShownLabel("mark", number, text, place, type_scale()["caption"].px * size) for place in places])
    boxes = _corners([label for places in ways for label in places])
    met = iter(np.any([one.met_by(boxes) for one in taken], axis=0).tolist()) if len(boxes) else iter(())
    claims = _Claims(cell)
    found: list[ShownLabel] = []
    for places in ways:
        free = [label for label in places if not next(met)]
        first = next((label for label in free if claims.claim(label.rect)), None)
        if first is not None:
            found.append(first)
    return found


def _far_wires(
    drawing: Drawing, scale: float, taken: Sequence[_Boxes], cell: float, widths: TextWidths
) -> list[ShownLabel]:
    """The counts of the thickest wires ("256 × 400G"), on nothing that is TAKEN."""
    px = _SCREEN_PX / scale if drawing.gathered else far_px(scale)
    middle = scale >= _MIDDLE
    least = 0.0 if drawing.gathered or middle else _LEAST_WIDTH
    larger = px / type_scale()["caption"].px
    wires = drawing.wires
    thick = np.where(wires.with_look(lambda look: look.label), wires.of_look(lambda look: look.width), -1.0)
    numbers = np.argsort(-thick, kind="stable")[: min(int((thick >= least).sum()), _MOST_LABELS[middle])]
    ways: list[list[ShownLabel]] = []
    for number, places in zip(numbers.tolist(), _places(drawing, numbers), strict=True):
        label = wires.looks[int(wires.look[number])].label
        text = " ".join(label.split()[:3]) if "×" in label and not middle else label
        # Larger type is not set exactly in proportion.
        wide, high = widths(text, "caption") * larger * 1.04 + px, px * 1.35
        rects = [Rect(x - wide / 2, y - high / 2, wide, high) for x, y in places]
        ways.append([ShownLabel("wire", number, text, rect, px) for rect in rects])
    boxes = _corners([label for places in ways for label in places])
    met = iter(np.any([one.met_by(boxes) for one in taken], axis=0).tolist())
    claims = _Claims(cell)
    found: list[ShownLabel] = []
    for places in ways:
        free = [label for label in places if not next(met)]
        first = next((label for label in free if claims.claim(label.rect)), None)
        if first is not None:
            found.append(first)
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
