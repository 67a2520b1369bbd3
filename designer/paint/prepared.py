"""Values of a Drawing that a painter needs more than once: what is in sight, curves as paths, laid-out text."""

from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QDataStream, QPointF, Qt
from PySide6.QtGui import QFont, QPainterPath, QStaticText

from designer.drawing.drawing import Drawing, Floats
from designer.drawing.records import Rect, Wire
from designer.drawing.tables import Ints, Ways
from designer.drawing.theme_tokens import STACK_STEP
from designer.drawing.topology.visible_labels import NEAR, ShownLabel, free_labels
from designer.paint.fonts import font
from designer.paint.text_widths import text_widths

_PREPARED: Final["WeakKeyDictionary[Drawing, Prepared]"] = WeakKeyDictionary()
_MOST_PATHS: Final = 4000
"""More paths than are ever in sight from near by are not kept."""
_CORNER: Final = 8.0
"""Radius of the bends of a route."""
_MARGIN: Final = 14.0
"""Marks and outlines that reach over a tile's edge."""
_TILE_REACH: Final = 2 * STACK_STEP + _MARGIN
_ELEMENT: Final = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
"""A step of a path as Qt writes it: 0 moves there, 1 draws a line."""


def prepared(drawing: Drawing) -> "Prepared":
    """Return the prepared values of DRAWING, made at the first call and kept as long as the drawing."""
    found = _PREPARED.get(drawing)
    if found is None:
        found = _PREPARED[drawing] = Prepared(drawing)
    return found


class Prepared:
    """The things in sight, and Qt values that are made when first needed."""

    def __init__(self, drawing: Drawing) -> None:
        # Not the drawing itself: it would never be let go.
        self._boxes, self._frame_boxes = drawing.boxes, drawing.frame_boxes
        self._curve_boxes, self._spots = drawing.curve_boxes, drawing.wires.spots
        self._paths: dict[int, QPainterPath] = {}
        self._labels: tuple[tuple[float, bool], list[ShownLabel]] | None = None

    def tiles_in(self, area: Rect) -> Ints:
        """Numbers of the tiles that AREA shows, back to front."""
        return np.flatnonzero(_met(self._boxes, area.grown(_TILE_REACH)))

    def frames_in(self, area: Rect) -> Ints:
        """Numbers of the frames that AREA shows."""
        return np.flatnonzero(_met(self._frame_boxes, area.grown(_TILE_REACH)))

    def wires_in(self, area: Rect) -> Ints:
        """Numbers of the wires that AREA may show, with their labels."""
        around, spots = area.grown(_MARGIN), self._spots
        labels = (spots[:, 0] < around.right) & (spots[:, 1] < around.bottom)
        labels &= (spots[:, 0] + spots[:, 2] > around.x) & (spots[:, 1] + spots[:, 3] > around.y)
        return np.flatnonzero(_met(self._curve_boxes, around) | labels)

    def path(self, number: int, drawing: Drawing) -> QPainterPath:
        """Wire NUMBER of DRAWING as a path."""
        found = self._paths.get(number)
        if found is None:
            if len(self._paths) >= _MOST_PATHS:
                self._paths.clear()
            found = self._paths[number] = wire_path(drawing.wires[number])
        return found

    def along(self, drawing: Drawing, numbers: Ints) -> list[tuple[Wire, QPainterPath]]:
        """The wires NUMBERS of DRAWING with their paths."""
        return [(drawing.wires[number], self.path(number, drawing)) for number in numbers.tolist()]

    def take_labels(self, before: Drawing, drawing: Drawing) -> None:
        """Take the labels of the drawing BEFORE for those of DRAWING, where all that decides on them is as it was."""
        known = _PREPARED.get(before)
        if self._labels is None and known is not None and known._labels is not None and _same_words(before, drawing):  # noqa: SLF001
            self._labels = known._labels  # noqa: SLF001

    def labels(self, scale: float, drawing: Drawing, *, wires: bool = True) -> list[ShownLabel]:
        """The labels of DRAWING at SCALE, those of WIRES too; kept until another degree of nearness is asked for."""
        key = (1.0, False) if scale >= NEAR else (scale, wires)
        if self._labels is None or self._labels[0] != key:
            self._labels = (key, free_labels(drawing, key[0], text_widths(), wires=wires))
        return self._labels[1]


def _same_words(before: Drawing, after: Drawing) -> bool:
    """Return True when tiles, frames and wires lie where they lay, and frames and wires say the same."""
    old, new = before.wires, after.wires
    if before.detail != after.detail or before.gathered != after.gathered:
        return False
    if before.frames != after.frames or before.marks != after.marks:
        return False
    if len(old) != len(new) or not np.array_equal(before.boxes, after.boxes):
        return False
    if not np.array_equal(old.spots, new.spots) or not np.array_equal(old.curves, new.curves):
        return False
    if old.ways is not new.ways and not (
        np.array_equal(old.ways.first, new.ways.first) and np.array_equal(old.ways.corners, new.ways.corners)
    ):
        return False
    # Each pair of looks that occurs is compared once: thousands of wires have a few.
    pairs = np.unique(old.look * max(len(new.looks), 1) + new.look).tolist()
    looks = ((old.looks[pair // len(new.looks)], new.looks[pair % len(new.looks)]) for pair in pairs)
    return all(one is other or (one.label, one.width) == (other.label, other.width) for one, other in looks)


def lines_path(ways: Ways, curves: Floats) -> QPainterPath:
    """WAYS and the chords of CURVES as one path of straight lines, for far away and for moving."""
    chords = curves[:, (0, 3)].reshape(-1, 2)
    corners = np.vstack((ways.corners, chords)) if len(chords) else ways.corners
    steps = np.ones(len(corners), dtype=_ELEMENT)
    steps["x"], steps["y"] = corners[:, 0], corners[:, 1]
    steps["kind"][ways.first[:-1]] = 0
    steps["kind"][len(ways.corners) :: 2] = 0
    # Thousands of calls of lineTo take twenty times as long.
    head, tail = np.array([len(steps)], ">i4"), np.zeros(2, ">i4")
    path = QPainterPath()
    if len(steps):
        stream = QDataStream(QByteArray(head.tobytes() + steps.tobytes() + tail.tobytes()))
        stream >> path  # type: ignore[operator]  # the stubs leave it out
    return path


def wire_path(wire: Wire) -> QPainterPath:
    """WIRE as a path; the corners of a route are rounded."""
    path = QPainterPath(QPointF(*wire.points[0]))
    if not wire.corners:
        _, first, second, end = wire.points
        path.cubicTo(QPointF(*first), QPointF(*second), QPointF(*end))
        return path
    corners = wire.corners
    for (x0, y0), (x, y), (x1, y1) in zip(corners, corners[1:], corners[2:], strict=False):
        before, after = abs(x - x0) + abs(y - y0), abs(x1 - x) + abs(y1 - y)
        radius = min(_CORNER, before / 2, after / 2)
        if radius <= 0:
            path.lineTo(x, y)
            continue
        path.lineTo(x + (x0 - x) * radius / before, y + (y0 - y) * radius / before)
        path.quadTo(x, y, x + (x1 - x) * radius / after, y + (y1 - y) * radius / after)
    path.lineTo(*corners[-1])
    return path


def _met(boxes: Floats, area: Rect) -> npt.NDArray[np.bool_]:
    met = (boxes[:, 0] < area.right) & (boxes[:, 2] > area.x)
    met &= (boxes[:, 1] < area.bottom) & (boxes[:, 3] > area.y)
    return met


@lru_cache(maxsize=20_000)
def laid_out(text: str, style: str) -> QStaticText:
    """TEXT laid out once in type style STYLE."""
    return laid_out_in(text, font(style))


def laid_out_in(text: str, face: QFont) -> QStaticText:
    """TEXT laid out in FACE; always plain text, whatever it looks like."""
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.prepare(font=face)
    return static
