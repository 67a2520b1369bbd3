"""Dragging the grips of the one selected mark: the sides of a note, frame or picture, the points of an arrow."""

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from designer.drawing.marks import half_way
from designer.drawing.records import DrawnMark, Rect
from designer.edit.marks.arrow_ends import Point, points_of
from designer.edit.marks.marks import LEAST_SIDE, bend_arrow, resize_mark
from designer.model.changes import ChangeSet
from designer.model.records import RefusedInput
from designer.ui.canvas.interaction.edge_snapping import Resized, resized
from designer.ui.canvas.interaction.snapping import to_grid
from designer.ui.canvas.port import CanvasPort, Pointer, Preview
from designer.ui.canvas.tools.gesture import Gesture
from designer.ui.canvas.tools.mark_place import sticks_to
from designer.ui.canvas.tools.resize_drag import Handle, handle_places, neighbours

GRIP_PX: Final = 8.0
_LEAST: Final = (LEAST_SIDE, LEAST_SIDE)


class Grip(NamedTuple):
    """A point of an arrow that can be dragged; one that is NEW bends a straight piece."""

    place: int
    x: float
    y: float
    new: bool = False


def arrow_grips(mark: DrawnMark) -> list[Grip]:
    """The points of an arrow, and the middles of its pieces."""
    found = [Grip(i, x, y) for i, (x, y) in enumerate(mark.path)]
    for i, (a, b) in enumerate(zip(mark.path, mark.path[1:], strict=False)):
        found.append(Grip(i + 1, *half_way([a, b]), new=True))
    return found


def chosen_mark(port: CanvasPort) -> DrawnMark | None:
    """The one selected mark, when it is not locked."""
    drawing = port.drawing
    if len(port.selected) != 1 or port.selected[0] not in drawing.mark_index:
        return None
    mark = port.design.marks.get(port.selected[0])
    return None if mark is None or mark.pinned else drawing.marks[drawing.mark_index[mark.id]]


def held_mark(port: CanvasPort, at: Pointer) -> Callable[[Pointer], Gesture] | None:
    """The drag that a press on a grip of the selected mark begins; None away from all grips."""
    mark, reach = chosen_mark(port), GRIP_PX / port.scale
    if mark is None:
        return None
    if mark.kind == "arrow":
        for grip in arrow_grips(mark):
            if math.hypot(grip.x - at.x, grip.y - at.y) <= reach:
                return lambda start: BendDrag(port, mark, grip)
        return None
    handle = handle_at(mark.rect, at, reach)
    return None if handle is None else lambda start: MarkResizeDrag(port, mark, handle, start)


def handle_at(rect: Rect, at: Pointer, reach: float) -> Handle | None:
    """The handle of RECT at a place."""
    for handle, x, y in handle_places(rect):
        if abs(x - at.x) <= reach and abs(y - at.y) <= reach:
            return handle
    return None


class _MarkDrag:
    """Shows an edit, and commits it when the button is let go."""

    def __init__(self, port: CanvasPort) -> None:
        self._port = port
        self._edit = ChangeSet()

    def _edited(self, at: Pointer) -> ChangeSet:
        raise NotImplementedError

    def _ghosts(self, at: Pointer) -> tuple[Rect, ...]:
        return ()

    def _lines(self, at: Pointer) -> Resized | None:
        """Return the place in line with others, and the guides that show it; None without any."""
        return None

    def move(self, at: Pointer) -> None:
        """Show the mark as it would be."""
        try:
            self._edit = self._edited(at)
        except RefusedInput:
            self._edit = ChangeSet()
        ghosts, found = self._ghosts(at) if self._port.large else (), self._lines(at)
        guides, gaps = (found.guides, found.gaps) if found is not None else ((), ())
        self._port.preview(Preview(self._edit, ghosts=ghosts, guides=guides, gaps=gaps))

    def finish(self, at: Pointer) -> None:
        """Commit it."""
        self.move(at)
        self._port.preview(None)
        if self._edit:
            self._port.commit(self._edit)

    def cancel(self) -> None:
        """Leave it as it was."""
        self._port.preview(None)


class MarkResizeDrag(_MarkDrag):
    """Gives a note, frame or picture another size; by a corner a picture keeps its proportions, unless Alt is held."""

    def __init__(self, port: CanvasPort, mark: DrawnMark, handle: Handle, start: Pointer) -> None:
        super().__init__(port)
        self._mark = mark
        self._handle = handle
        self._start = start
        self._others = neighbours(port, (mark.id,))

    def _edited(self, at: Pointer) -> ChangeSet:
        rect = self._found(at).rect
        return resize_mark(self._port.design, self._mark.id, rect.x, rect.y, rect.width, rect.height)

    def _found(self, at: Pointer) -> Resized:
        """Return where its edges come to rest: in line with what is around it, but for a picture in its proportions."""
        rect = self._rect(at)
        keeps = self._mark.kind == "picture" and all(self._handle)
        if at.free or keeps:
            return Resized(rect)
        return resized(self._mark.rect, self._rect(at._replace(free=True)), self._others, self._port.scale, _LEAST)

    def _lines(self, at: Pointer) -> Resized | None:
        return self._found(at)

    def _ghosts(self, at: Pointer) -> tuple[Rect, ...]:
        return (self._found(at).rect,)

    def _rect(self, at: Pointer) -> Rect:
        rect, (across, down) = self._mark.rect, self._handle
        rest = float if at.free else to_grid
        dx, dy = at.x - self._start.x, at.y - self._start.y
        left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
        # Each side follows the pointer on the grid and stops where the sheet would get too small; the other stays.
        if across < 0:
            left = min(rest(left + dx), right - LEAST_SIDE)
        elif across > 0:
            right = max(rest(right + dx), left + LEAST_SIDE)
        if down < 0:
            top = min(rest(top + dy), bottom - LEAST_SIDE)
        elif down > 0:
            bottom = max(rest(bottom + dy), top + LEAST_SIDE)
        # Corners of a picture keep its proportions: the axis that was pulled further counts, and the opposite corner
        # stays.
        if self._mark.kind == "picture" and across and down and not at.free:
            scale = max(
                (right - left) / rect.width,
                (bottom - top) / rect.height,
                LEAST_SIDE / rect.width,
                LEAST_SIDE / rect.height,
            )
            width, height = rect.width * scale, rect.height * scale
            left, right = (right - width, right) if across < 0 else (left, left + width)
            top, bottom = (bottom - height, bottom) if down < 0 else (top, top + height)
        return Rect(left, top, right - left, bottom - top)


class BendDrag(_MarkDrag):
    """Moves a point of an arrow: an end sticks to what it is let go on; a corner put on a straight line vanishes."""

    def __init__(self, port: CanvasPort, mark: DrawnMark, grip: Grip) -> None:
        super().__init__(port)
        self._mark = mark
        self._grip = grip
        self._points = list(points_of(port.design.marks[mark.id]))
        if grip.new:
            self._points.insert(grip.place, (grip.x, grip.y))

    def _edited(self, at: Pointer) -> ChangeSet:
        design, place = self._port.design, self._grip.place
        points: list[Point] = list(self._points)
        last = len(points) - 1
        first_end, last_end = design.marks[self._mark.id].ends
        points[place] = (at.x, at.y)
        if place == 0:
            first_end = sticks_to(self._port, at.x, at.y)
        elif place == last:
            last_end = sticks_to(self._port, at.x, at.y)
        elif _is_straight(self._around(place), (at.x, at.y), 5.0 / self._port.scale):
            del points[place]
        return bend_arrow(design, self._mark.id, points, (first_end, last_end))

    def _around(self, place: int) -> tuple[Point, Point]:
        """The points before and after one, as they are drawn."""
        path = list(self._mark.path)
        if self._grip.new:
            return path[place - 1], path[place]
        return path[place - 1], path[place + 1]


def _is_straight(ends: tuple[Point, Point], point: Point, reach: float) -> bool:
    """Return True when POINT lies between ENDS, within REACH of the line."""
    (x1, y1), (x2, y2) = ends
    length = math.hypot(x2 - x1, y2 - y1)
    if length < 1e-6:
        return True
    aside = abs((x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1)) / length
    along = ((point[0] - x1) * (x2 - x1) + (point[1] - y1) * (y2 - y1)) / length
    return aside <= reach and 0 <= along <= length
