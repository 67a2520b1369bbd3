"""Routes of wires: right-angled, leaving edges at a right angle, around tiles, captions and frames of others.

Most wires are a straight line or one jog, worked out for all at once; those that would run behind something are sought
one by one (see orthogonal_path), from what lies near them alone, so that a route stays put when something moves
elsewhere. Alike wires leave an edge together, on a trunk from which each branches off. Wires that then run side by side
are moved apart (see channels), and those that cross most are offered another way (see crossing_wires).

Rectangles are (n, 4) arrays of left, top, right, bottom.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from designer.drawing.records import Floats
from designer.drawing.tables import Bools, Ints, Ways, rows_differ
from designer.drawing.topology.channels import Point, spread_out
from designer.drawing.topology.crossing_wires import MOST_WIRES, Path, pieces_of, uncrossed
from designer.drawing.topology.orthogonal_path import (
    Question,
    Start,
    Way,
    cheapest_way,
    crossed_lines,
    sought_way,
    straightened,
)

TOP, RIGHT, BOTTOM, LEFT = 0, 1, 2, 3
SLOT: Final = 28.0
"""Canvas pixels between two wires on one edge, where there is room."""
_MARGIN: Final = 28.0
_SIDE_MARGIN: Final = 14.0
_STRAIGHT: Final = 56.0
"""A lone wire leaves its edge's middle by at most this, when that makes it straight."""
_LOOP: Final = 32.0
_APART: Final = 7.0
"""Half of what a loop between two overlapping rectangles is high, at least."""
MOST_SOUGHT: Final = 2_500
"""With more wires than this, all are straight or jog once, and may run behind tiles: nobody sees single ones."""
CLEARANCE: Final = 12.0
"""Canvas pixels between a route and what it goes around, where there is room."""
_TIGHT: Final = 2.0
_REACHES: Final = (
    (160.0, CLEARANCE, False),
    (700.0, CLEARANCE, False),
    (700.0, _TIGHT, False),
    (6000.0, _TIGHT, False),
    (700.0, _TIGHT, True),
    (6000.0, _TIGHT, True),
)
"""How a way around is sought, one after the other: how far beyond its two ends, how far from what stands there, and
whether it may leave a tile anywhere."""
_AMONG_OTHERS: Final = 700.0
"""How far beyond its two ends a wire may go so as not to cross others."""
_FACING: Final = 96.0
"""Canvas pixels between two edges that face each other, up to which they share their places for wires."""
_STEP: Final = 8.0
_OTHER_SIDE: Final = 40.0
_AWAY: Final = 400.0
"""What it costs a wire that seeks another way to leave by the edge that looks away from its other end."""
_SLIDE: Final = 14.0
_MOST_CELLS: Final = 3_000_000
_KEPT: Final = 24
"""Of how many drawings the ways that were sought last are kept: of 2,500 wires each, some 10 MB."""


class Ground(NamedTuple):
    """The obstacles of wires.

    Attributes:
        rects: All rectangles that wires may end at.
        tiles: Numbers of those that are tiles.
        captions: Rectangles of the captions of frames.
        frames: Rectangles of the frames.
    """

    rects: Floats
    tiles: Ints
    captions: Floats
    frames: Floats


class _Plan(NamedTuple):
    """Wires as straight lines, single jogs and loops, before anyone looked what stands in the way."""

    jogs: Floats
    start: Floats
    end: Floats
    a_sides: Ints
    b_sides: Ints
    looped: Bools
    trunks: Ints


class Routed(NamedTuple):
    """Routes with what they were found from.

    Attributes:
        jogs: Of each wire, as it would run with nothing in its way.
    """

    ground: Ground
    a_ends: Ints
    b_ends: Ints
    jogs: Floats
    ways: Ways
    kinds: Ints


def routed_again(ground: Ground, a_ends: Ints, b_ends: Ints, kinds: Ints, before: Routed | None) -> Routed:
    """The routes of wires; those from BEFORE where nothing is different."""
    asked = (*ground, a_ends, b_ends, kinds)
    if before is not None and _same((*before.ground, before.a_ends, before.b_ends, before.kinds), asked):
        return before
    if len(a_ends) <= MOST_SOUGHT:
        ways = _sought_ways(_Asked(ground, a_ends, b_ends, kinds))
        return Routed(ground, a_ends, b_ends, np.zeros((0, 4, 2)), ways, kinds)
    jogs = _jogs_again(ground, a_ends, b_ends, before)
    if jogs is None:
        jogs = _plan(ground, a_ends, b_ends, None, sought=False).jogs
    return Routed(ground, a_ends, b_ends, jogs, Ways.of_jogs(jogs), kinds)


class _Asked:
    """The input of a search for ways, as the key of a cache: equal where every array holds the same numbers."""

    def __init__(self, ground: Ground, a_ends: Ints, b_ends: Ints, kinds: Ints) -> None:
        self.asked = (ground, a_ends, b_ends, kinds)
        arrays = (*ground, a_ends, b_ends, kinds)
        self._key = tuple((one.shape, one.dtype.char, one.tobytes()) for one in arrays)
        self._hash = hash(self._key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and other._key == self._key


@lru_cache(maxsize=_KEPT)
def _sought_ways(asked: _Asked) -> Ways:
    """Return the ways of wires, sought once: undo, another tab, slides and exports draw the same ones again."""
    return Ways.of(routes(*asked.asked))


def _jogs_again(ground: Ground, a_ends: Ints, b_ends: Ints, before: Routed | None) -> Floats | None:
    """The jogs of wires after those from BEFORE; None where too many are different to be told apart.

    A wire depends on its two rectangles and on what else leaves the edges that it leaves.
    """
    if before is None or not len(before.jogs) or len(before.jogs) > len(a_ends):
        return None
    if len(before.ground.rects) > len(ground.rects):
        return None
    known, standing = len(before.jogs), len(before.ground.rects)
    # Rectangles that are new or stand elsewhere, and wires with other ends.
    moved = np.ones(len(ground.rects), dtype=np.bool_)
    moved[:standing] = rows_differ(ground.rects[:standing], before.ground.rects)
    other = np.ones(len(a_ends), dtype=np.bool_)
    other[:known] = (a_ends[:known] != before.a_ends) | (b_ends[:known] != before.b_ends)
    ended = np.flatnonzero(other[:known])
    # A wire that left an edge makes room there, so that edge counts as changed.
    moved[before.a_ends[ended]] = moved[before.b_ends[ended]] = True
    # Wires at changed rectangles, then all that share an edge with one of those: their slots shift.
    other |= moved[a_ends] | moved[b_ends]
    asked = _beside(other, a_ends, b_ends, len(moved))
    rows = np.flatnonzero(_beside(asked, a_ends, b_ends, len(moved)))
    if 2 * len(rows) > len(a_ends):
        return None
    jogs = np.concatenate((before.jogs, np.zeros((len(a_ends) - known, 4, 2))))
    if len(rows):
        jogs[asked] = _plan(ground, a_ends[rows], b_ends[rows], None, sought=False).jogs[asked[rows]]
    return jogs


def _beside(wires: Bools, a_ends: Ints, b_ends: Ints, rects: int) -> Bools:
    """All that share one of so many RECTS with some of the WIRES."""
    touched = np.zeros(rects, dtype=np.bool_)
    touched[a_ends[wires]] = touched[b_ends[wires]] = True
    return touched[a_ends] | touched[b_ends]


def _same(before: Sequence[npt.NDArray[np.generic]], after: Sequence[npt.NDArray[np.generic]]) -> bool:
    return all(one is other or np.array_equal(one, other) for one, other in zip(before, after, strict=True))


def _as_ways(jogs: Floats) -> list[tuple[Point, ...]]:
    return [((a, b), (c, d), (e, f), (g, h)) for a, b, c, d, e, f, g, h in jogs.reshape(-1, 8).tolist()]


def routes(ground: Ground, a_ends: Ints, b_ends: Ints, kinds: Ints | None = None) -> list[tuple[Point, ...]]:
    """The corners of the route of each wire, both ends included.

    Args:
        ground: What stands where they run.
        a_ends: Number of the rectangle at the start of each wire.
        b_ends: Number of the rectangle at its end.
        kinds: What each wire carries, as a number: of up to 400 wires, alike ones leave an edge together, on a trunk
            from which each branches off. None keeps all apart.
    """
    if not len(a_ends):
        return []
    plan = _plan(ground, a_ends, b_ends, kinds, sought=len(a_ends) <= MOST_SOUGHT)
    # Thousands of wires keep their plain jogs: searching a way for each would take too long.
    if len(a_ends) > MOST_SOUGHT:
        return _as_ways(plan.jogs)
    found = [straightened([(x, y) for x, y in jog]) for jog in plan.jogs.tolist()]
    clear, trunks = _kept_clear(ground), [(a, b, level) for a, b, level in plan.trunks.tolist()]
    slides, obstacles = _Slides(ground.rects), _Obstacles(ground)

    def around_others(number: int, others: Sequence[Path]) -> Path | None:
        if plan.looped[number]:
            return None
        a, b = int(a_ends[number]), int(b_ends[number])
        # (n, 2): both ends of every other wire.
        held = np.array([corner for path in others if path for corner in (path[0], path[-1])], dtype=np.float64)
        starts = _free_starts(ground.rects[a], int(plan.a_sides[number]), plan.start[number], held)
        ends = _free_starts(ground.rects[b], int(plan.b_sides[number]), plan.end[number], held)
        way = _free_way(obstacles, a, b, starts, ends, crossed_lines(*pieces_of(others)))
        return way.corners if way is not None and not way.through else None

    def spread(paths: Sequence[Path]) -> list[Path]:
        return spread_out(paths, clear, trunks)

    # Only wires in whose way something stands are led around it.
    for number in np.flatnonzero(_blocked(plan.jogs, ground, a_ends, b_ends)).tolist():
        a, b = int(a_ends[number]), int(b_ends[number])
        # A loop at two rectangles that overlap has no way around them.
        if plan.looped[number] and _overlap(ground.rects[a], ground.rects[b]):
            continue
        (x0, y0), (x1, y1) = plan.start[number].tolist(), plan.end[number].tolist()
        starts = slides.starts(a, int(plan.a_sides[number]), (x0, y0))
        ends = slides.starts(b, int(plan.b_sides[number]), (x1, y1))
        way = _way(obstacles, a, b, starts, ends)
        if way is not None:
            found[number] = way
    return uncrossed(spread(found), np.column_stack((a_ends, b_ends)), around_others, spread)


def hasty_routes(
    ground: Ground, a_ends: Ints, b_ends: Ints, kinds: Ints, wanted: Sequence[int]
) -> dict[int, tuple[Point, ...]]:
    """The WANTED ones of the wires as straight lines and single jogs, whatever stands in the way: for a drag."""
    if not wanted:
        return {}
    jogs = _plan(ground, a_ends, b_ends, kinds, sought=len(a_ends) <= MOST_SOUGHT).jogs[list(wanted)].tolist()
    return {number: straightened([(x, y) for x, y in jog]) for number, jog in zip(wanted, jogs, strict=True)}


def _plan(ground: Ground, a_ends: Ints, b_ends: Ints, kinds: Ints | None, *, sought: bool) -> _Plan:
    count = len(a_ends)
    a_boxes, b_boxes = ground.rects[a_ends], ground.rects[b_ends]
    # Each wire leaves one edge of either rectangle; both ends are worked out in one go, a first, then b.
    a_sides, b_sides, looped = _sides(a_boxes, b_boxes)
    a_middle, b_middle = _middles(a_boxes), _middles(b_boxes)
    sides = np.concatenate((a_sides, b_sides))
    upright = (sides == TOP) | (sides == BOTTOM)
    # Ends on one edge are ordered by where they lead: across for upper and lower edges, down for the others.
    others = np.vstack((b_middle, a_middle))
    towards = np.where(upright, others[:, 0], others[:, 1])
    boxes = np.vstack((a_boxes, b_boxes))
    ends = np.concatenate((a_ends, b_ends))
    # Number of the group of each end (2n,), and its offset from the middle of its edge (2n,), pixels.
    groups = _groups(ends, sides, _alike(a_ends, b_ends, kinds if sought and count <= MOST_WIRES else None), looped)
    offsets, lone = _slots(ends, sides, towards, boxes, upright, groups)
    points = _on_edges(boxes, sides, upright, offsets)
    start, end = points[:count], points[count:]
    # Ends that almost face each other are joined by a straight line where the one that moves has its edge to itself.
    _straighten(start, end, a_middle, b_middle, lone[:count], lone[count:], upright[:count], looped)
    # A loop needs two heights to leave and come back.
    level = looped & (np.abs(start[:, 1] - end[:, 1]) < _APART)
    start[level, 1] -= _APART
    end[level, 1] += _APART
    # (n, 2): from start to end of each wire; trunks tell how far out along it each wire turns.
    apart = end - start
    trunks, reach = _trunks(groups, np.where(upright[:count], apart[:, 1], apart[:, 0]))
    jogs = _jogs(start, end, upright[:count], looped, a_boxes, b_boxes, offsets[:count], reach, sought=sought)
    return _Plan(jogs, start, end, a_sides, b_sides, looped, trunks)


def _kept_clear(ground: Ground) -> Floats:
    margin = CLEARANCE / 2
    # Tiles grown by half the clearance on all four sides; captions as they are.
    tiles = ground.rects[ground.tiles] + np.array((-margin, -margin, margin, margin))
    return np.vstack((tiles, ground.captions))


def _jogs(
    start: Floats,
    end: Floats,
    upright: Bools,
    looped: Bools,
    a: Floats,
    b: Floats,
    offsets: Floats,
    reach: Floats,
    *,
    sought: bool,
) -> Floats:
    """(n, 4, 2): from the start to the jog, along it, and to the end; loops leave and come back on the right."""
    middle = start + reach[:, None]
    if not sought:
        # Without channels, wires of one edge part by where they leave it.
        middle += np.clip(offsets[:, None] * 0.2, -24.0, 24.0)
    # x of the upright piece of a loop: right of both rectangles, farther out the farther from the middle it begins.
    out = np.maximum(a[:, 2], b[:, 2]) + _LOOP + np.clip(np.abs(offsets), 0.0, 40.0)
    x = np.where(looped, out, middle[:, 0])
    # (n, 2) each: the corners at both ends of the jog.
    first = np.where(upright[:, None], np.column_stack((start[:, 0], middle[:, 1])), np.column_stack((x, start[:, 1])))
    second = np.where(upright[:, None], np.column_stack((end[:, 0], middle[:, 1])), np.column_stack((x, end[:, 1])))
    return np.stack((start, first, second, end), axis=1)


def _blocked(jogs: Floats, ground: Ground, a_ends: Ints, b_ends: Ints) -> Bools:
    """Wires with a piece behind a tile that is not their own, across a caption, or through a frame of others."""
    near = CLEARANCE - 4.0
    tiles = ground.rects[ground.tiles]
    blocked = np.zeros(len(jogs), dtype=np.bool_)
    # (wires, pieces, 2): corners of each piece as a box.
    low, high = np.minimum(jogs[:, :-1], jogs[:, 1:]), np.maximum(jogs[:, :-1], jogs[:, 1:])
    ends = (ground.rects[a_ends], ground.rects[b_ends])
    for boxes, margin, are_tiles in ((tiles, near, True), (ground.captions, 2.0, False), (ground.frames, 0.0, False)):
        # Some wires at a time, so that (wires, boxes) tables stay small.
        step = max(1, _MOST_CELLS // max(len(boxes), 1))
        for first in range(0, len(jogs) if len(boxes) else 0, step):
            part = slice(first, first + step)
            # A wire may touch its own tiles, and the frames around its ends.
            own = np.zeros((len(jogs[part]), len(boxes)), dtype=np.bool_)
            if are_tiles:
                own |= (ground.tiles[None, :] == a_ends[part, None]) | (ground.tiles[None, :] == b_ends[part, None])
            if are_tiles or boxes is ground.frames:
                for end in ends:
                    own |= _hold(boxes, end[part])
            for piece in range(3):
                at, to = low[part, piece], high[part, piece]
                met = (
                    (at[:, None, 0] < boxes[None, :, 2] + margin)
                    & (to[:, None, 0] > boxes[None, :, 0] - margin)
                    & (at[:, None, 1] < boxes[None, :, 3] + margin)
                    & (to[:, None, 1] > boxes[None, :, 1] - margin)
                )
                blocked[part] |= (met & ~own).any(axis=1)
    return blocked


def _hold(boxes: Floats, inner: Floats) -> Bools:
    """Return whether box j contains INNER i and is larger (i, j)."""
    holds = (
        (boxes[None, :, 0] <= inner[:, None, 0])
        & (boxes[None, :, 1] <= inner[:, None, 1])
        & (boxes[None, :, 2] >= inner[:, None, 2])
        & (boxes[None, :, 3] >= inner[:, None, 3])
    )
    # Width and height of each; compared by their sum, so that equal boxes do not hold each other.
    sizes, inner_sizes = (found[:, 2:] - found[:, :2] for found in (boxes, inner))
    return holds & (sizes[None].sum(axis=2) > inner_sizes[:, None].sum(axis=2))


def _way(
    obstacles: "_Obstacles", a: int, b: int, starts: tuple[Start, ...], ends: tuple[Start, ...]
) -> tuple[Point, ...] | None:
    """The way from rectangle A to B, from the nearest and roomiest search that finds one; None when there is none."""
    barriers = obstacles.between(a, b)
    best: tuple[Point, ...] | None = None
    for reach, gap, anywhere in _REACHES:
        if anywhere:
            starts, ends = obstacles.anywhere(starts, a), obstacles.anywhere(ends, b)
        way = cheapest_way(barriers.question(starts, ends, reach, gap))
        if way is None:
            continue
        if not way.through:
            return way.corners
        best = best or way.corners
    return best


def _free_way(
    obstacles: "_Obstacles", a: int, b: int, starts: tuple[Start, ...], ends: tuple[Start, ...], crossed: Floats
) -> Way | None:
    """The way from rectangle A to B among wires that it had better not cross, see `orthogonal_path.crossed_lines`."""
    asked = obstacles.between(a, b).question(starts, ends, _AMONG_OTHERS, CLEARANCE)
    return sought_way(asked._replace(crossed=np.ascontiguousarray(crossed).tobytes()))


class _Barriers(NamedTuple):
    """The obstacles of one wire, and the box around its two ends.

    Attributes:
        tiles: (n, 4) of all tiles.
        in_way: (n,) whether each is in the way of this wire.
    """

    around: tuple[float, float, float, float]
    tiles: Floats
    in_way: Bools
    captions: Floats
    frames: Floats

    def question(self, starts: tuple[Start, ...], ends: tuple[Start, ...], reach: float, gap: float) -> Question:
        """Return the search from STARTS to ENDS among the obstacles at most REACH beyond both, in canvas pixels."""
        left, top, right, bottom = self.around
        window = (left - reach, top - reach, right + reach, bottom + reach)
        tiles = self.tiles[_meets(self.tiles, window) & self.in_way]
        captions, frames = (boxes[_meets(boxes, window)].tobytes() for boxes in (self.captions, self.frames))
        return Question(starts, ends, tiles.tobytes(), captions, frames, window, gap)


class _Obstacles:
    """Obstacles in the way of wires, by the rectangles that they join; what holds a rectangle is found once."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._tiles = ground.rects[ground.tiles]
        # (n,) and (m,): width and height of each tile and frame together.
        self._sizes = tuple((boxes[:, 2:] - boxes[:, :2]).sum(axis=1) for boxes in (self._tiles, ground.frames))
        self._known: dict[int, tuple[Bools, Bools]] = {}

    def between(self, a: int, b: int) -> _Barriers:
        """Return the obstacles of a wire from rectangle A to B."""
        ground = self._ground
        (tiles, frames), (others, other_frames) = self._holding(a), self._holding(b)
        # What holds an end, such as the host of a chip, has to be crossed; a frame that is an end is not in the way.
        holds = (tiles | others) & (ground.tiles != a) & (ground.tiles != b)
        foreign = ground.frames[~(frames | other_frames)]
        (x0, y0, x1, y1), (x2, y2, x3, y3) = ground.rects[a].tolist(), ground.rects[b].tolist()
        around = (min(x0, x2), min(y0, y2), max(x1, x3), max(y1, y3))
        return _Barriers(around, self._tiles, ~holds, ground.captions, foreign)

    def anywhere(self, starts: tuple[Start, ...], number: int) -> tuple[Start, ...]:
        """Return STARTS and every eighth pixel of the edges of a rectangle, see `_anywhere`."""
        return _anywhere(starts, self._ground.rects[number])

    def _holding(self, number: int) -> tuple[Bools, Bools]:
        """Return which tiles (n,) and which frames (m,) contain a rectangle."""
        if number not in self._known:
            left, top, right, bottom = self._ground.rects[number].tolist()
            size = (right - left) + (bottom - top)
            tiles, frames = (
                (boxes[:, 0] <= left)
                & (boxes[:, 1] <= top)
                & (boxes[:, 2] >= right)
                & (boxes[:, 3] >= bottom)
                & (sizes > size)
                for boxes, sizes in zip((self._tiles, self._ground.frames), self._sizes, strict=True)
            )
            self._known[number] = tiles, frames
        return self._known[number]


def _anywhere(starts: tuple[Start, ...], rect: Floats) -> tuple[Start, ...]:
    """STARTS, and every eighth pixel of the edges of RECT, for tiles of which most is built up."""
    # Every few pixels of all four edges, at a price: only taken where the usual places are walled in.
    left, top, right, bottom = rect.tolist()
    found = list(starts)
    for x in np.arange(left + _STEP / 2, right, _STEP).tolist():
        found += [Start(x, top, 0.0, -1.0, 2 * _OTHER_SIDE), Start(x, bottom, 0.0, 1.0, 2 * _OTHER_SIDE)]
    for y in np.arange(top + _STEP / 2, bottom, _STEP).tolist():
        found += [Start(left, y, -1.0, 0.0, 2 * _OTHER_SIDE), Start(right, y, 1.0, 0.0, 2 * _OTHER_SIDE)]
    return tuple(dict.fromkeys(found))


def _overlap(a: Floats, b: Floats) -> bool:
    return bool(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


def _meets(boxes: Floats, window: tuple[float, float, float, float]) -> Bools:
    """Return which of BOXES (n, 4) overlap the WINDOW (n,)."""
    left, top, right, bottom = window
    met: Bools = boxes[:, 0] < right
    met &= boxes[:, 2] > left
    met &= boxes[:, 1] < bottom
    met &= boxes[:, 3] > top
    return met


def _free_starts(rect: Floats, side: int, slot: Floats, held: Floats) -> tuple[Start, ...]:
    """The edges of RECT for a wire that seeks another way: the facing SIDE at its SLOT, others where no wire ends yet.

    HELD are the ends of all other wires (n, 2).
    """
    left, top, right, bottom = rect.tolist()
    # By side: its x or y, and the direction in which a wire leaves it.
    edges = ((top, 0.0, -1.0), (right, 1.0, 0.0), (bottom, 0.0, 1.0), (left, -1.0, 0.0))
    out_x, out_y = edges[side][1:]
    found = [Start(float(slot[0]), float(slot[1]), out_x, out_y, 0.0)]
    for place, (at, out_x, out_y) in enumerate(edges):
        axis, low, high = (0, left, right) if out_y else (1, top, bottom)
        if place == side:
            continue
        # Ends on this edge, and on that of a tile close by that faces it: their first pieces would lie on each other.
        away = (held[:, 1 - axis] - at) * (out_x + out_y)
        on_edge = held[(away > -1.0) & (away < _FACING) & (held[:, axis] >= low) & (held[:, axis] <= high), axis]
        middle = (low + high) / 2
        # Outwards from the middle of the edge in turn, until a place is free.
        for step in range(int((high - low - _SLIDE) / _SLIDE)):
            along = middle + (step + 1) // 2 * (_SLIDE if step % 2 else -_SLIDE)
            if not (np.abs(on_edge - along) < _SLIDE - 1.0).any():
                x, y = (along, at) if axis == 0 else (at, along)
                price = _AWAY if place == (side + 2) % 4 else _OTHER_SIDE
                found.append(Start(x, y, out_x, out_y, price))
                break
    return tuple(found)


class _Slides:
    """The exits of rectangles for wires that seek a way: the facing edge at their slot, or another one beside it.

    Those that come to another edge stand beside each other there.
    """

    def __init__(self, rects: Floats) -> None:
        self._rects = rects
        self._counts: dict[int, int] = {}

    def starts(self, number: int, side: int, slot: Point) -> tuple[Start, ...]:
        """The edges of rectangle NUMBER, the facing SIDE at its SLOT first."""
        left, top, right, bottom = self._rects[number].tolist()
        rank = self._counts.get(number, 0)
        self._counts[number] = rank + 1
        # Between the slots, which are whole or half steps of twice this from the middle.
        aside = (rank // 2 + 0.5) * (_SLIDE if rank % 2 else -_SLIDE)
        x, y = (left + right) / 2, (top + bottom) / 2
        wide, high = max((right - left) / 2 - 8.0, 0.0), max((bottom - top) / 2 - 8.0, 0.0)
        x, y = x + max(min(aside, wide), -wide), y + max(min(aside, high), -high)
        edges = ((x, top, 0.0, -1.0), (right, y, 1.0, 0.0), (x, bottom, 0.0, 1.0), (left, y, -1.0, 0.0))
        found = [Start(slot[0], slot[1], edges[side][2], edges[side][3], 0.0)]
        found += [Start(*edge, _OTHER_SIDE) for place, edge in enumerate(edges) if place != side]
        return tuple(found)


def _middles(boxes: Floats) -> Floats:
    return np.column_stack(((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2))


def _sides(a: Floats, b: Floats) -> tuple[Ints, Ints, Bools]:
    """Edges that face each other: above and below where there is a gap, else beside; loops where they overlap."""
    # Gaps between the rectangles each way; negative where they overlap.
    below, above = b[:, 1] - a[:, 3], a[:, 1] - b[:, 3]
    right, left = b[:, 0] - a[:, 2], a[:, 0] - b[:, 2]
    gap_y, gap_x = np.maximum(below, above), np.maximum(right, left)
    # Above and below where the gap is wide enough for a bend, or wider than the one beside.
    upright = (gap_y > 0) & ((gap_y >= 20.0) | (gap_x < gap_y))
    beside = ~upright & (gap_x > 0)
    looped = ~upright & ~beside
    a_sides = np.where(upright, np.where(below > 0, BOTTOM, TOP), np.where(right > 0, RIGHT, LEFT))
    b_sides = np.where(upright, np.where(below > 0, TOP, BOTTOM), np.where(right > 0, LEFT, RIGHT))
    return np.where(looped, RIGHT, a_sides), np.where(looped, RIGHT, b_sides), looped


def _alike(a_ends: Ints, b_ends: Ints, kinds: Ints | None) -> Ints:
    """Return a number for each wire that those share which may leave an edge together.

    They are of one kind, and no two of them join the same two rectangles: those are drawn beside each other.
    """
    count = len(a_ends)
    if kinds is None:
        return np.arange(count)
    low, high = np.minimum(a_ends, b_ends), np.maximum(a_ends, b_ends)
    # Wires sorted by their two rectangles, then by kind; first: where in that order each such group begins.
    order = np.lexsort((np.arange(count), kinds, high, low))
    rows = np.column_stack((low, high, kinds))[order]
    first = np.flatnonzero(np.r_[True, (rows[1:] != rows[:-1]).any(axis=1)])
    # How many of its kind between the same two rectangles come before each.
    before = np.empty(count, dtype=np.int64)
    before[order] = np.arange(count) - np.repeat(first, np.diff(np.r_[first, count]))
    return kinds * (int(before.max()) + 1) + before


def _groups(ends: Ints, sides: Ints, alike: Ints, looped: Bools) -> Ints:
    """Return the number of the group of each end (2n,): ends of wires that are ALIKE on one edge of a rectangle."""
    count = len(alike)
    # Loops share with nobody: each gets a number above all others.
    own = np.where(looped, int(alike.max()) + 1 + np.arange(count), alike)
    # (2n, 2): the edge of each end as one number, and which wires may share it.
    table = np.column_stack((ends * 4 + sides, np.concatenate((own, own))))
    order = np.lexsort((table[:, 1], table[:, 0]))
    rows = table[order]
    found = np.empty(2 * count, dtype=np.int64)
    found[order] = np.cumsum(np.r_[False, (rows[1:] != rows[:-1]).any(axis=1)])
    return found


def _trunks(groups: Ints, along: Floats) -> tuple[Ints, Floats]:
    """Return the trunks of each wire (n, 3), see `channels.Trunks`, and how far from its start it turns (n,).

    ALONG is how far each end lies from its start in the direction in which the wire leaves. All wires of a trunk turn
    half the way to the nearest of their far ends; a wire of two trunks turns with the one of more wires.
    """
    count = len(along)
    # By group: how many ends it has, and the distance to the nearest far end among its wires, pixels.
    sizes = np.bincount(groups)
    nearest = np.full(len(sizes), np.inf)
    np.minimum.at(nearest, groups, np.abs(np.concatenate((along, along))))
    start, end = groups[:count], groups[count:]
    # Whether the trunk at the start of a wire has at least as many wires as that at its end.
    at_start = sizes[start] >= sizes[end]
    half = nearest[np.where(at_start, start, end)] / 2
    reach = np.where(at_start, half, np.abs(along) - half) * np.where(along < 0, -1.0, 1.0)
    level = np.where(at_start, start, end)
    found = np.column_stack((start, end, level))
    # A group of one is no trunk.
    found[sizes[found] < 2] = -1
    return found, reach


def _slots(
    ends: Ints, sides: Ints, towards: Floats, boxes: Floats, upright: Bools, groups: Ints
) -> tuple[Floats, Bools]:
    """Return the offset of each wire end from the middle of its edge, and whether it is alone there.

    Wires on one edge are ordered by where they go, so that they do not cross at once; those of one of GROUPS leave at
    one place.
    """
    # By end: its edge as one number; by group: its size, and the mean of where its wires lead, pixels.
    edges = ends * 4 + sides
    sizes = np.bincount(groups)
    middle = np.bincount(groups, weights=towards) / sizes
    # One row for each group: the edge that it is on, and its first wire.
    members = np.argsort(groups, kind="stable")
    leader = members[np.r_[0, np.cumsum(sizes)[:-1]]]
    edge = edges[leader]
    wire = leader % (len(ends) // 2)
    # By edge, then by where the wires lead, then by wire: neighbours do not cross on their first piece.
    order = np.lexsort((wire, middle, edge))
    ranked = edge[order]
    first = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    counts = np.diff(np.r_[first, len(edge)])
    rank, size = np.empty(len(edge)), np.empty(len(edge))
    # Rank of each group among those on its edge, and how many there are.
    rank[order] = np.arange(len(edge)) - np.repeat(first, counts)
    size[order] = np.repeat(counts, counts)
    length = np.where(upright, boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    margin = np.where(upright, _MARGIN, _SIDE_MARGIN)
    room = np.maximum(length - 2 * margin, 1.0)
    # At the usual distance while there is room, else pressed together; centred on the middle of the edge.
    pitch = np.minimum(SLOT, room / np.maximum(size[groups] - 1, 1))
    offsets: Floats = (rank[groups] - (size[groups] - 1) / 2) * pitch
    return offsets, (size[groups] == 1) & (sizes[groups] == 1)


def _on_edges(boxes: Floats, sides: Ints, upright: Bools, offsets: Floats) -> Floats:
    middle = _middles(boxes)
    # An end lies at its offset along the edge, and on the edge across it.
    x = np.where(upright, middle[:, 0] + offsets, np.where(sides == RIGHT, boxes[:, 2], boxes[:, 0]))
    y = np.where(upright, np.where(sides == BOTTOM, boxes[:, 3], boxes[:, 1]), middle[:, 1] + offsets)
    return np.column_stack((x, y))


def _straighten(
    start: Floats,
    end: Floats,
    a_middle: Floats,
    b_middle: Floats,
    a_lone: Bools,
    b_lone: Bools,
    upright: Bools,
    looped: Bools,
) -> None:
    """Move lone ends opposite their other end where that is near: a straight line instead of a small jog."""
    # Wires between upper and lower edges move in x, those between the others in y, and less far.
    for axis, chosen, reach in ((0, upright, _STRAIGHT), (1, ~upright & ~looped, _STRAIGHT / 4)):
        near = chosen & b_lone & (np.abs(start[:, axis] - b_middle[:, axis]) <= reach)
        end[near, axis] = start[near, axis]
        near = chosen & ~near & a_lone & (np.abs(end[:, axis] - a_middle[:, axis]) <= reach)
        start[near, axis] = end[near, axis]
