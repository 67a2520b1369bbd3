"""The lasso: a line drawn freely around things selects them; Shift adds them, Alt takes them away."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.ui.canvas.port import CanvasPort, Pointer, Preview
from designer.ui.canvas.tools.band_drag import AreaDrag
from designer.ui.canvas.tools.gesture import Tool

SLACK_PX: Final = 4.0
"""How far the pointer may stray before a click is a lasso, and between two corners of it."""
_MOST_CORNERS: Final = 2000

Points = NDArray[np.float64]
Corner = tuple[float, float]


class LassoDrag(AreaDrag):
    """Selects the tiles whose middle the line goes around, and the frames that lie all in it."""

    def __init__(self, port: CanvasPort, start: Pointer, *, adds: bool = False, takes: bool = False) -> None:
        super().__init__(port, adds=adds, takes=takes)
        self._corners: list[Corner] = [(start.x, start.y)]

    def move(self, at: Pointer) -> None:
        """Draw the line on, and select what it goes around."""
        x, y = self._corners[-1]
        far = math.hypot(at.x - x, at.y - y) * self._port.scale >= SLACK_PX
        if far and len(self._corners) < _MOST_CORNERS:
            self._corners.append((at.x, at.y))
        corners = (*self._corners, (at.x, at.y))
        self.choose(self._held(corners))
        self._port.preview(Preview(lasso=corners))

    def finish(self, at: Pointer) -> None:
        """Close the line and keep the selection."""
        self.move(at)
        self._port.preview(None)

    def _held(self, corners: tuple[Corner, ...]) -> list[str]:
        line = np.array(corners, dtype=np.float64)
        left, top = line.min(axis=0)
        right, bottom = line.max(axis=0)
        around = Rect(float(left), float(top), float(right - left), float(bottom - top))
        drawing = self._port.drawing
        held = drawing.within(around)
        near = [one for one in held if one in drawing.tile_index]
        boxes = drawing.boxes[[drawing.tile_index[one] for one in near]].reshape(-1, 4)
        middles = np.column_stack(((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2))
        found = [near[int(place)] for place in np.flatnonzero(inside(line, middles))]
        found += [one for one in held if one in drawing.mark_index and _goes_around(line, drawing, one)]
        frames = drawing.frame_boxes
        whole = np.ones(len(frames), dtype=np.bool_)
        for across, down in ((0, 1), (2, 1), (2, 3), (0, 3)):
            whole &= inside(line, frames[:, (across, down)])
        return found + [drawing.frames[int(place)].id for place in np.flatnonzero(whole)]


def _goes_around(line: Points, drawing: Drawing, mark_id: str) -> bool:
    """Return True when LINE goes around a mark.

    It goes around the middle of a note or picture, all corners of a frame, or all points of an arrow.
    """
    mark = drawing.marks[drawing.mark_index[mark_id]]
    rect = mark.rect
    points = [rect.centre]
    if mark.kind == "frame":
        points = [(rect.x, rect.y), (rect.right, rect.y), (rect.right, rect.bottom), (rect.x, rect.bottom)]
    return bool(inside(line, np.array(mark.path or points, dtype=np.float64)).all())


def inside(line: Points, points: Points) -> NDArray[np.bool_]:
    """Return a flag for each of POINTS (n, 2) inside the closed LINE (m, 2), by the sides to the right of it."""
    found = np.zeros(len(points), dtype=np.bool_)
    if len(line) < 3 or not len(points):
        return found
    x, y = points[:, 0], points[:, 1]
    for (x1, y1), (x2, y2) in zip(line, np.roll(line, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        # The side spans the height of the point; each one to its right flips inside and outside.
        crosses = (y1 <= y) != (y2 <= y)
        found ^= crosses & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return found


class LassoTool(Tool):
    """Press and draw around things; a click selects the one thing below it."""

    name = "lasso"

    def __init__(self, port: CanvasPort) -> None:
        self._port = port
        self._start: Pointer | None = None
        self._drag: LassoDrag | None = None

    @property
    def busy(self) -> bool:
        """Return True when a line is being drawn."""
        return self._drag is not None

    def press(self, at: Pointer) -> None:
        """Remember where the line begins."""
        self._start, self._drag = at, None

    def move(self, at: Pointer) -> None:
        """Draw on."""
        start = self._start
        if start is None:
            return
        if self._drag is None:
            if max(abs(at.screen_x - start.screen_x), abs(at.screen_y - start.screen_y)) < SLACK_PX:
                return
            self._drag = LassoDrag(self._port, start, adds=start.many, takes=start.free)
        self._drag.move(at)

    def release(self, at: Pointer) -> None:
        """Keep what the line goes around, or take the one thing that was clicked."""
        start, drag = self._start, self._drag
        self._start = self._drag = None
        if drag is not None:
            drag.finish(at)
        elif start is not None:
            self._click(start)

    def cancel(self) -> bool:
        """Call the line off."""
        drag = self._drag
        self._start = self._drag = None
        if drag is not None:
            drag.cancel()
        return drag is not None

    def _click(self, at: Pointer) -> None:
        port = self._port
        found = port.hit(at.x, at.y)
        if found is None:
            # A click without a loop selects as a click of the selecting tool does.
            if not (at.many or at.free):
                port.select([])
        elif at.free or (at.many and found.id in port.selected):
            port.select([one for one in port.selected if one != found.id])
        else:
            port.select([*port.selected, found.id] if at.many else [found.id])
