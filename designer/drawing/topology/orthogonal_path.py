"""The cheapest right-angled way between two tiles around everything that stands near: the search behind a route.

The lines along which a way may run are the edges of the obstacles, a clearance outside them, and the lines of its two
ends. Over their crossings costs are relaxed row by row and column by column, whole arrays at a time, so that a search
costs a millisecond or two however the obstacles lie. An answer depends on nothing but the question and is remembered.
"""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from designer.drawing.drawing import Floats

Point = tuple[float, float]

THROUGH: Final = 1e6
"""Cost of each canvas pixel behind a tile: no way around costs as much."""
_CAPTION: Final = 40.0
_FOREIGN: Final = 5.0
_RIM: Final = 8.0
"""Canvas pixels between a route and the frame that it goes around."""
BEND: Final = 40.0
"""What a bend costs, in canvas pixels of detour."""
CROSSING: Final = 300.0
"""What it costs to cross another wire, where wires heed each other, in canvas pixels of detour."""
_ON_WIRE: Final = 300.0
"""What each step on the first or last piece of another wire costs."""
_BESIDE: Final = 3.0
"""Canvas pixels within which a way lies on a wire."""
_FAR: Final = 1e12
_MOST_ROUNDS: Final = 60
_MOST_TURNS: Final = 12
"""Searches with ever more obstacles before all of them are taken."""
_EPS: Final = 1e-6

Boxes = tuple[tuple[float, float, float, float], ...]


class Start(NamedTuple):
    """A point of an edge at which a way may begin or end, whether it leaves upright, and what that side costs."""

    x: float
    y: float
    out_x: float
    out_y: float
    cost: float


class Question(NamedTuple):
    """The input of a search for a way: its ends, and what lies in the WINDOW that it is sought in.

    Attributes:
        crossed: Pieces of other wires, each of which costs as much as a long detour, see `crossed_lines`.
    """

    starts: tuple[Start, ...]
    ends: tuple[Start, ...]
    tiles: bytes
    captions: bytes
    frames: bytes
    window: tuple[float, float, float, float]
    clearance: float
    crossed: bytes = b""


class Way(NamedTuple):
    """The corners of a way, both ends included, and whether it runs behind a tile."""

    corners: tuple[Point, ...]
    through: bool


def crossed_lines(level: Floats, upright: Floats) -> Floats:
    """Return level and upright pieces of wires, see `crossing_wires.pieces_of`, as one table for a `Question`.

    The first column is 1 for upright ones.
    """
    found = np.vstack((level, upright))
    found[:, 0] = np.repeat((0.0, 1.0), (len(level), len(upright)))
    return found


@lru_cache(maxsize=8192)
def cheapest_way(asked: Question) -> Way | None:
    """The way that ASKED wants, remembered; None when its window holds none at all."""
    return sought_way(asked)


def sought_way(asked: Question) -> Way | None:
    """The way that ASKED wants; None when its window holds none at all."""
    gap = asked.clearance
    tiles, captions, frames = (_boxes(text) for text in (asked.tiles, asked.captions, asked.frames))
    asked = asked._replace(starts=_weighed(asked.starts, gap, tiles), ends=_weighed(asked.ends, gap, tiles))
    starts = [_stub(start, gap) for start in asked.starts]
    ends = [_stub(end, gap) for end in asked.ends]
    tiles = tiles + np.array((-gap, -gap, gap, gap))
    captions = captions + np.array((-3.0, -3.0, 3.0, 3.0))
    sought = _Sought(asked, starts, ends)
    barriers = (tiles, captions, frames)
    # Only what a way would meet is an obstacle; a way that is cheapest among fewer and meets no other is cheapest.
    active = [np.zeros(len(boxes), dtype=np.bool_) for boxes in barriers]
    way: tuple[float, tuple[Point, ...]] | None = None
    met = [_met(sought.jog, boxes) for boxes in barriers]
    for turn in range(_MOST_TURNS + 1):
        for known, new in zip(active, met, strict=True):
            known |= new if turn < _MOST_TURNS else True
        way = sought.among(*(boxes[known] for boxes, known in zip(barriers, active, strict=True)))
        if way is None:
            return None
        met = [_met(way[1], boxes) & ~known for boxes, known in zip(barriers, active, strict=True)]
        if not any(new.any() for new in met):
            break
    return None if way is None else Way(way[1], way[0] >= THROUGH)


class _Sought:
    """One search, among as many obstacles as it takes."""

    def __init__(self, asked: Question, starts: list[Point], ends: list[Point]) -> None:
        self._asked = asked
        self._starts = starts
        self._ends = ends
        first, last = asked.starts[0], asked.ends[0]
        (x0, y0), (x1, y1) = starts[0], ends[0]
        bend = (x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)
        if first.out_y == 0:
            bend = ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)
        self.jog: tuple[Point, ...] = ((first.x, first.y), (x0, y0), *bend, (x1, y1), (last.x, last.y))

    def among(self, tiles: Floats, captions: Floats, frames: Floats) -> tuple[float, tuple[Point, ...]] | None:
        """The cheapest way around the given obstacles alone, with its cost."""
        asked, starts, ends = self._asked, self._starts, self._ends
        # A cheapest way bends only on lines along the edges of what stands near, or through a start or an end.
        rims = frames + np.array((-_RIM, -_RIM, _RIM, _RIM))
        xs = _lines([x for x, _ in starts + ends], (tiles, captions, rims), 0, asked.window)
        ys = _lines([y for _, y in starts + ends], (tiles, captions, rims), 1, asked.window)
        # Cost of each step across and down between neighbouring crossings of these lines.
        across, down = _costs(xs, ys, tiles, captions, frames)
        if asked.crossed:
            crossed = np.frombuffer(asked.crossed, dtype=np.float64).reshape(-1, 5)
            for upright, lines, other, steps in ((True, xs, ys, across), (False, ys, xs, down)):
                steps += CROSSING * _crossed(crossed[crossed[:, 0] == upright], lines, other, steps.shape)
                # The first and last pieces of others cannot be moved aside later.
                fixed = crossed[(crossed[:, 0] != upright) & (crossed[:, 4] > 0)]
                steps += _ON_WIRE * _beneath(fixed, lines, other, steps.shape)
        grid = _Grid(across, down)
        for start, (x, y) in zip(asked.starts, starts, strict=True):
            grid.begin(int(np.searchsorted(ys, y)), int(np.searchsorted(xs, x)), start.cost, upright=start.out_y != 0)
        goals = [
            (int(np.searchsorted(ys, y)), int(np.searchsorted(xs, x)), end.cost, end.out_y != 0)
            for end, (x, y) in zip(asked.ends, ends, strict=True)
        ]
        found = grid.solve(goals)
        if found is None:
            return None
        cost, cells, goal = found
        inner = [(float(xs[column]), float(ys[row])) for row, column in cells]
        first, last = asked.starts[starts.index(inner[0])], asked.ends[goal]
        return cost, straightened([(first.x, first.y), *inner, (last.x, last.y)])


def _met(corners: tuple[Point, ...], boxes: Floats) -> npt.NDArray[np.bool_]:
    """Return a flag for each of BOXES that the pieces between CORNERS run through (boxes,)."""
    points = np.array(corners)
    met = _through(np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:]), boxes)
    return np.logical_or.reduce(met, axis=0)


def _through(low: Floats, high: Floats, boxes: Floats) -> npt.NDArray[np.bool_]:
    """Return (pieces, boxes): True where a piece from LOW to HIGH and a box overlap by more than touching."""
    met = low[:, None, 0] < boxes[None, :, 2] - _EPS
    met &= high[:, None, 0] > boxes[None, :, 0] + _EPS
    met &= low[:, None, 1] < boxes[None, :, 3] - _EPS
    met &= high[:, None, 1] > boxes[None, :, 1] + _EPS
    return met


def straightened(points: list[Point]) -> tuple[Point, ...]:
    """POINTS without those that lie on the line between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < _EPS and abs(kept[-1][1] - point[1]) < _EPS:
            continue
        while len(kept) >= 2 and _on_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept) if len(kept) > 1 else (kept[0], kept[0])


def _on_line(a: Point, b: Point, c: Point) -> bool:
    same_x = abs(a[0] - b[0]) < _EPS and abs(b[0] - c[0]) < _EPS
    same_y = abs(a[1] - b[1]) < _EPS and abs(b[1] - c[1]) < _EPS
    return same_x or same_y


def _boxes(text: bytes) -> Floats:
    return np.frombuffer(text, dtype=np.float64).reshape(-1, 4)


def _stub(start: Start, gap: float) -> Point:
    return start.x + start.out_x * gap, start.y + start.out_y * gap


def _weighed(starts: tuple[Start, ...], gap: float, tiles: Floats) -> tuple[Start, ...]:
    """Return STARTS, dear where their first step already runs behind one of TILES (n, 4)."""
    # (starts, 2) each: the corners of the first step as a box.
    points = np.array([(start[:2], _stub(start, gap)) for start in starts])
    met = _through(points.min(axis=1), points.max(axis=1), tiles)
    behind: list[bool] = np.logical_or.reduce(met, axis=1).tolist()
    return tuple(
        start._replace(cost=start.cost + THROUGH) if dear else start for start, dear in zip(starts, behind, strict=True)
    )


def _lines(own: list[float], obstacles: tuple[Floats, ...], axis: int, window: tuple[float, ...]) -> Floats:
    edges = np.concatenate([boxes[:, (axis, axis + 2)].ravel() for boxes in obstacles])
    edges = edges[(edges >= window[axis]) & (edges <= window[axis + 2])]
    return np.unique(np.concatenate((edges, own)))


def _costs(xs: Floats, ys: Floats, tiles: Floats, captions: Floats, frames: Floats) -> tuple[Floats, Floats]:
    """Cost of each step between neighbouring crossings: to the right by (row, step), down by (column, step)."""
    across = np.ones((len(ys), len(xs) - 1)) if len(xs) > 1 else np.ones((len(ys), 0))
    down = np.ones((len(xs), len(ys) - 1)) if len(ys) > 1 else np.ones((len(xs), 0))
    for boxes, cost in ((frames, _FOREIGN), (captions, _CAPTION), (tiles, THROUGH)):
        if not len(boxes):
            continue
        columns = np.searchsorted(xs, boxes[:, (0, 2)] + np.array((_EPS, -_EPS))).tolist()
        rows = np.searchsorted(ys, boxes[:, (1, 3)] + np.array((_EPS, -_EPS))).tolist()
        # Lines strictly inside a box, and the steps that lie in it; the edge of a tile is free.
        for (left, right), (top, bottom) in zip(columns, rows, strict=True):
            inner = across[top:bottom, max(left - 1, 0) : right]
            np.maximum(inner, cost, out=inner)
            inner = down[left:right, max(top - 1, 0) : bottom]
            np.maximum(inner, cost, out=inner)
    return across * np.diff(xs)[None, :], down * np.diff(ys)[None, :]


def _crossed(pieces: Floats, lines: Floats, other: Floats, shape: tuple[int, int]) -> Floats:
    """Return how many PIECES each step between two neighbouring LINES crosses, for each of the OTHER lines."""
    step = np.searchsorted(lines, pieces[:, 1]) - 1
    begin, end = np.searchsorted(other, pieces[:, 2] + 0.5), np.searchsorted(other, pieces[:, 3] - 0.5)
    meets = (step >= 0) & (step < shape[1]) & (begin < end)
    # One more from where a piece begins, one less from where it ends; summed up along the other lines.
    found = np.zeros((shape[0] + 1, shape[1]))
    np.add.at(found, (begin[meets], step[meets]), 1.0)
    np.add.at(found, (end[meets], step[meets]), -1.0)
    return np.cumsum(found, axis=0)[:-1]


def _beneath(pieces: Floats, lines: Floats, other: Floats, shape: tuple[int, int]) -> Floats:
    """Return on how many PIECES each step between two neighbouring LINES would lie, for each of the OTHER lines."""
    found = np.zeros(shape)
    rows = np.searchsorted(other, pieces[:, 1] - _BESIDE), np.searchsorted(other, pieces[:, 1] + _BESIDE)
    begin, end = np.searchsorted(lines, pieces[:, 2] + 0.5) - 1, np.searchsorted(lines, pieces[:, 3] - 0.5)
    for place in np.flatnonzero((rows[0] < rows[1]) & (begin < end)).tolist():
        found[rows[0][place] : rows[1][place], max(int(begin[place]), 0) : int(end[place])] += 1.0
    return found


class _Grid:
    """Costs of reaching each crossing, on the level and upright."""

    def __init__(self, across: Floats, down: Floats) -> None:
        rows, columns = across.shape[0], down.shape[0]
        # Sums of the steps from the first line on: between two crossings of a line lies their difference.
        self._across = np.hstack((np.zeros((rows, 1)), np.cumsum(across, axis=1)))
        self._down = np.hstack((np.zeros((columns, 1)), np.cumsum(down, axis=1)))
        self._begin_level = np.full((rows, columns), _FAR)
        self._begin_upright = np.full((columns, rows), _FAR)
        self._level = self._begin_level
        self._upright = self._begin_upright

    def begin(self, row: int, column: int, cost: float, *, upright: bool) -> None:
        """A way may begin here."""
        if upright:
            self._begin_upright[column, row] = min(cost, self._begin_upright[column, row])
        else:
            self._begin_level[row, column] = min(cost, self._begin_level[row, column])

    def solve(self, goals: list[tuple[int, int, float, bool]]) -> tuple[float, list[tuple[int, int]], int] | None:
        """(cost, crossings at which it turns, number of the goal) of the cheapest way."""
        level, upright = self._begin_level.copy(), self._begin_upright.copy()
        best = _FAR
        for _ in range(_MOST_ROUNDS):
            level = _spread(np.minimum(level, upright.T + BEND), self._across)
            turned = _spread(np.minimum(upright, level.T + BEND), self._down)
            reached = min(self._reached(level, turned, goal) for goal in goals)
            same = np.array_equal(turned, upright)
            upright = turned
            # What is still open could only become dearer than the goal is by a bend.
            if same and reached >= best:
                break
            best = min(best, reached)
        self._level, self._upright = level, upright
        costs = [self._reached(level, upright, goal) for goal in goals]
        number = int(np.argmin(costs))
        if costs[number] >= _FAR / 2:
            return None
        return costs[number], self._back(*goals[number]), number

    @staticmethod
    def _reached(level: Floats, upright: Floats, goal: tuple[int, int, float, bool]) -> float:
        row, column, cost, is_upright = goal
        straight, turned = upright[column, row], level[row, column]
        if not is_upright:
            straight, turned = turned, straight
        return float(min(straight, turned + BEND) + cost)

    def _back(self, row: int, column: int, cost: float, upright: bool) -> list[tuple[int, int]]:
        """The crossings from the start to a goal, by going back along what each cost came from."""
        cells = [(row, column)]
        if upright:
            upright = bool(self._upright[column, row] <= self._level[row, column] + BEND)
        else:
            upright = bool(self._upright[column, row] + BEND < self._level[row, column])
        for _ in range(2 * _MOST_ROUNDS):
            if upright:
                begins, turns = self._begin_upright[column], self._level[:, column] + BEND
                row = _source(np.minimum(begins, turns), self._down[column], row)
            else:
                begins, turns = self._begin_level[row], self._upright[:, row] + BEND
                column = _source(np.minimum(begins, turns), self._across[row], column)
            place = row if upright else column
            cells.append((row, column))
            if begins[place] <= turns[place]:
                break
            upright = not upright
        return cells[::-1]


def _source(costs: Floats, along: Floats, place: int) -> int:
    """Return the place on a line from which its crossing PLACE is reached most cheaply."""
    return int((costs + np.abs(along - along[place])).argmin())


def _spread(costs: Floats, along: Floats) -> npt.NDArray[np.float64]:
    """COSTS carried along each line both ways."""
    # Forwards, the least of what comes from the left plus the way here; backwards the same from the right.
    forth = np.minimum.accumulate(costs - along, axis=1) + along
    back = np.minimum.accumulate((costs + along)[:, ::-1], axis=1)[:, ::-1] - along
    return np.minimum(forth, back)
