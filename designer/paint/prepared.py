"""What a painter needs of a Drawing more than once: bounds as arrays, curves as paths, words as laid-out text."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainterPath, QStaticText

from designer.drawing.drawing import Drawing, Floats
from designer.drawing.looks import STACK_STEP
from designer.drawing.records import Emphasis, Rect, Tile, Wire
from designer.drawing.shown_labels import NEAR, ShownLabel, shown_labels
from designer.model.parts import Layer, Medium
from designer.paint.fonts import font
from designer.paint.text_widths import text_widths

_PREPARED: Final["WeakKeyDictionary[Drawing, Prepared]"] = WeakKeyDictionary()
_MOST_OTHER: Final = 2000
_JOG: Final = 4
"""Corners of a route that jogs once; they are all that the drawing's array of curves holds of it."""
_Key = TypeVar("_Key", bound="Stroke | Fill")
_Drawn = TypeVar("_Drawn")
_Made = TypeVar("_Made")
_CORNER: Final = 8.0
"""Radius of the bends of a route."""
_MARGIN: Final = 14.0
"""Marks and outlines that reach over a tile's edge."""


class Stroke(NamedTuple):
    """What wires have in common that are stroked alike, in any theme."""

    medium: Medium
    side: str
    emphasis: Emphasis
    heat: float | None
    width: float
    flow: bool
    layer: Layer


class Fill(NamedTuple):
    """What tiles have in common that are filled alike."""

    layer: Layer
    heat: float | None
    emphasis: Emphasis


def prepared(drawing: Drawing) -> "Prepared":
    """What was prepared for DRAWING; made at the first call and kept as long as the drawing."""
    found = _PREPARED.get(drawing)
    if found is None:
        found = _PREPARED[drawing] = Prepared(drawing)
    return found


class Prepared:
    """Arrays to cull by, and Qt values that are made when first needed."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self._tile_reach = _reach(drawing.boxes, 2 * STACK_STEP + _MARGIN)
        self._frame_reach = _reach(drawing.frame_boxes, 2 * STACK_STEP + _MARGIN)
        self._wire_reach = self._wire_bounds(drawing)
        self._paths: dict[int, QPainterPath] = {}
        self._rects: list[QRectF] | None = None
        self._labels: tuple[float, list[ShownLabel]] | None = None
        self._lines: dict[int, list[QLineF]] = {}
        self._strokes: dict[Stroke, dict[int, list[QLineF]]] | None = None
        self._fills: dict[Fill, dict[int, QRectF]] | None = None
        before = drawing.kept.before() if drawing.kept.before is not None else None
        if before is not None and before in _PREPARED:
            self._take_over(_PREPARED[before].lend())

    def lend(self) -> "_Lent":
        """What was made so far, for the drawing after."""
        return _Lent(self.drawing, self._lines, self._paths, self._rects, self._strokes, self._fills)

    def _take_over(self, before: "_Lent") -> None:
        """What BEFORE has of the tiles and wires that are still the same."""
        kept, wires, tiles = self.drawing.kept, self.drawing.wires, self.drawing.tiles
        if before.rects is not None:
            rects, numbers = before.rects, enumerate(kept.tiles.tolist())
            self._rects = [rects[was] if was >= 0 else QRectF(*tiles[number].rect) for number, was in numbers]
        if before.lines or before.paths:
            for number, was in enumerate(kept.wires.tolist()):
                if was in before.lines:
                    self._lines[number] = before.lines[was]
                if was in before.paths:
                    self._paths[number] = before.paths[was]
        old = before.drawing
        if before.strokes is not None:
            self._strokes = _taken_over(before.strokes, kept.wires, wires, old.wires, stroke_of, self.lines)
        if before.fills is not None:
            self._fills = _taken_over(before.fills, kept.tiles, tiles, old.tiles, fill_of, self.rects.__getitem__)

    @staticmethod
    def _wire_bounds(drawing: Drawing) -> Floats:
        if not drawing.wires:
            return np.zeros((0, 4))
        corners, labels = drawing.curve_boxes.copy(), drawing.label_boxes
        corners[:, :2] = np.minimum(corners[:, :2], labels[:, :2])
        corners[:, 2:] = np.maximum(corners[:, 2:], labels[:, 2:])
        return _reach(corners, _MARGIN)

    def tiles_in(self, area: Rect) -> npt.NDArray[np.int64]:
        """Numbers of the tiles that AREA shows, back to front."""
        return _inside(self._tile_reach, area)

    def frames_in(self, area: Rect) -> npt.NDArray[np.int64]:
        """Numbers of the frames that AREA shows."""
        return _inside(self._frame_reach, area)

    @property
    def strokes(self) -> dict[Stroke, dict[int, list[QLineF]]]:
        """All wires as straight lines by number, those that look alike together, in the order of their first."""
        if self._strokes is None:
            self._strokes = {}
            self._make_all_lines()
            for number, wire in enumerate(self.drawing.wires):
                self._strokes.setdefault(stroke_of(wire), {})[number] = self.lines(number)
        return self._strokes

    @property
    def fills(self) -> dict[Fill, dict[int, QRectF]]:
        """All tiles as boxes by number, those that look alike together, in the order of their first."""
        if self._fills is None:
            self._fills = {}
            for number, tile in enumerate(self.drawing.tiles):
                self._fills.setdefault(fill_of(tile), {})[number] = self.rects[number]
        return self._fills

    def wires_in(self, area: Rect) -> npt.NDArray[np.int64]:
        """Numbers of the wires that AREA may show."""
        return _inside(self._wire_reach, area)

    def _make_all_lines(self) -> None:
        """Jogs, which large drawings are of, are made together."""
        wires = self.drawing.wires
        jogs = [number for number, wire in enumerate(wires) if len(wire.corners) == _JOG and number not in self._lines]
        corners = self.drawing.curves[jogs]
        pieces = np.concatenate((corners[:, :-1], corners[:, 1:]), axis=2).reshape(-1, 4).tolist()
        made = [QLineF(x, y, to_x, to_y) for x, y, to_x, to_y in pieces]
        for place, number in enumerate(jogs):
            self._lines[number] = made[(_JOG - 1) * place : (_JOG - 1) * (place + 1)]

    def path(self, number: int) -> QPainterPath:
        """Wire NUMBER as a path."""
        found = self._paths.get(number)
        if found is None:
            wire = self.drawing.wires[number]
            found = self._paths[number] = wire_path(wire)
        return found

    @property
    def rects(self) -> list[QRectF]:
        """All tiles as rectangles."""
        if self._rects is None:
            self._rects = [QRectF(*tile.rect) for tile in self.drawing.tiles]
        return self._rects

    def labels(self, scale: float) -> list[ShownLabel]:
        """The labels of frames and wires at SCALE, kept until another degree of nearness is asked for."""
        key = 1.0 if scale >= NEAR else scale
        if self._labels is None or self._labels[0] != key:
            self._labels = (key, shown_labels(self.drawing, key, text_widths()))
        return self._labels[1]

    def lines(self, number: int) -> list[QLineF]:
        """Wire NUMBER as straight lines, for far away and for moving: the pieces of a route, the chord of a curve."""
        found = self._lines.get(number)
        if found is None:
            wire = self.drawing.wires[number]
            corners = wire.corners or (wire.points[0], wire.points[3])
            found = self._lines[number] = [QLineF(*a, *b) for a, b in pairwise(corners)]
        return found


class _Lent(NamedTuple):
    drawing: Drawing
    lines: dict[int, list[QLineF]]
    paths: dict[int, QPainterPath]
    rects: list[QRectF] | None
    strokes: dict[Stroke, dict[int, list[QLineF]]] | None
    fills: dict[Fill, dict[int, QRectF]] | None


def stroke_of(wire: Wire) -> Stroke:
    """What decides how WIRE is stroked."""
    return Stroke(wire.medium, wire.side, wire.emphasis, wire.heat, wire.width, wire.flow, wire.layer)


def fill_of(tile: Tile) -> Fill:
    """What decides how the box of TILE is filled from far away."""
    return Fill(tile.layer, None if tile.heat is None else round(tile.heat, 2), tile.emphasis)


def _taken_over(
    before: dict[_Key, dict[int, _Made]], kept: npt.NDArray[np.int64], after: Sequence[_Drawn], old: Sequence[_Drawn],
    key: Callable[[_Drawn], _Key], make: Callable[[int], _Made],
) -> dict[_Key, dict[int, _Made]] | None:  # fmt: skip
    """The groups of BEFORE with those in their places that are other ones; None where that is many."""
    if len(after) < len(old):
        return None
    other = np.flatnonzero(kept != np.arange(len(kept))).tolist()
    if len(other) > _MOST_OTHER:
        return None
    found = {one: dict(group) for one, group in before.items()}
    for number in other:
        if number < len(old):
            was = key(old[number])
            del found[was][number]
            if not found[was]:
                del found[was]
        found.setdefault(key(after[number]), {})[number] = make(number)
    # What comes first among the numbers is painted first, however the groups came about.
    return {one: found[one] for one in sorted(found, key=lambda one: min(found[one]))}


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


def _reach(boxes: Floats, margin: float) -> Floats:
    return boxes + np.array((-margin, -margin, margin, margin)) if len(boxes) else boxes


def _inside(reach: Floats, area: Rect) -> npt.NDArray[np.int64]:
    if not len(reach):
        return np.zeros(0, dtype=np.int64)
    shown = (reach[:, 0] < area.right) & (reach[:, 2] > area.x) & (reach[:, 1] < area.bottom) & (reach[:, 3] > area.y)
    return np.flatnonzero(shown)


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
