"""Which labels are shown at a scale, and where: none on another, none on a tile that it does not belong to.

Captions come first, the outermost before those inside; then the labels of wires, the thickest first. A label that
finds its place taken moves along its wire; without a free place there it is left out, and the hover card says it.
"""

from typing import Final, Literal, NamedTuple

import numpy as np

from designer.drawing.captions import badge_box, caption_box
from designer.drawing.drawing import Drawing, Floats
from designer.drawing.looks import type_scale
from designer.drawing.records import Rect
from designer.drawing.text import TextWidths

FAR: Final = 0.25
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


def free_labels(drawing: Drawing, scale: float, widths: TextWidths) -> list[ShownLabel]:
    """Those of them whose place depends on the scale: from near by, all but the labels of wires."""
    taken = _Taken(drawing)
    if scale >= NEAR:
        return _near(drawing, taken, widths)
    found = _far_captions(drawing, scale, taken, widths)
    if scale >= FAR or drawing.gathered:
        found += _far_wires(drawing, scale, taken, widths)
    return found


class _Taken:
    """What stands already: tiles, and the labels placed so far."""

    def __init__(self, drawing: Drawing) -> None:
        self._tiles = drawing.boxes
        self._labels = np.empty((16, 4))
        self._count = 0

    def claim(self, rect: Rect) -> bool:
        """Take RECT if nothing stands there."""
        if _meets(self._labels[: self._count], rect) or _meets(self._tiles, rect):
            return False
        if self._count == len(self._labels):
            self._labels = np.concatenate((self._labels, np.empty_like(self._labels)))
        self._labels[self._count] = (rect.x, rect.y, rect.right, rect.bottom)
        self._count += 1
        return True


def _meets(boxes: Floats, rect: Rect) -> bool:
    met = (
        (boxes[:, 0] < rect.right) & (boxes[:, 2] > rect.x) & (boxes[:, 1] < rect.bottom) & (boxes[:, 3] > rect.y)
    )  # fmt: skip
    return bool(met.any())


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
    found: list[ShownLabel] = []
    for number in np.argsort(-thick, kind="stable")[: min(int((thick >= least).sum()), _MOST_LABELS)].tolist():
        wire = wires[number]
        text = " ".join(wire.label.split()[:3]) if "×" in wire.label else wire.label
        # Larger type is not set exactly in proportion.
        wide, high = widths(text, "caption") * larger * 1.04 + px, px * 1.35
        for x, y in _places(drawing, number):
            rect = Rect(x - wide / 2, y - high / 2, wide, high)
            if taken.claim(rect):
                found.append(ShownLabel("wire", number, text, rect, px))
                break
    return found


def _places(drawing: Drawing, number: int) -> list[tuple[float, float]]:
    """Where the label of a wire may lie: where it lies near by, then along the wire."""
    wire = drawing.wires[number]
    path = drawing.paths([number])[0]
    steps = np.sqrt((np.diff(path, axis=0) ** 2).sum(axis=1))
    lengths = np.concatenate(([0.0], np.cumsum(steps)))
    along = np.array(_SHARES) * lengths[-1]
    xs, ys = np.interp(along, lengths, path[:, 0]).tolist(), np.interp(along, lengths, path[:, 1]).tolist()
    first = [wire.label_rect.centre] if wire.label_rect.width > 0 else []
    return [*first, *zip(xs, ys, strict=True)]
