"""What a painter needs of a Drawing more than once: bounds as arrays, curves as paths, words as laid-out text."""

from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainterPath, QStaticText

from designer.drawing.drawing import Drawing, Floats, Rect
from designer.drawing.looks import STACK_STEP
from designer.paint.fonts import font

_PREPARED: Final["WeakKeyDictionary[Drawing, Prepared]"] = WeakKeyDictionary()
_MARGIN: Final = 14.0
"""Marks and outlines that reach over a tile's edge."""


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
        self._lines: list[QLineF] | None = None

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

    def wires_in(self, area: Rect) -> npt.NDArray[np.int64]:
        """Numbers of the wires that AREA may show."""
        return _inside(self._wire_reach, area)

    def path(self, number: int) -> QPainterPath:
        """Wire NUMBER as a path."""
        found = self._paths.get(number)
        if found is None:
            start, first, second, end = self.drawing.wires[number].points
            found = QPainterPath(QPointF(*start))
            found.cubicTo(QPointF(*first), QPointF(*second), QPointF(*end))
            self._paths[number] = found
        return found

    @property
    def rects(self) -> list[QRectF]:
        """All tiles as rectangles."""
        if self._rects is None:
            self._rects = [QRectF(*tile.rect) for tile in self.drawing.tiles]
        return self._rects

    @property
    def lines(self) -> list[QLineF]:
        """All wires as straight lines, for far away and for moving."""
        if self._lines is None:
            ends = self.drawing.curves[:, (0, 3), :].reshape(-1, 4).tolist() if self.drawing.wires else []
            self._lines = [QLineF(*end) for end in ends]
        return self._lines


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
