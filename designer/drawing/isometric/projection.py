"""Places of a room in an isometric picture of it, from one of four corners, and which of two things is nearer.

Lengths along the walls and upwards are true, so the picture has one scale. X of the room runs down to the right, y down
to the left, and up is up; each quarter turns the room clockwise under the eye.
"""

from bisect import bisect
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import Final, NamedTuple

import numpy as np

from designer.drawing.drawing import Floats
from designer.model.rooms.floor_positions import Ints, turned

COS30: Final = 3**0.5 / 2
SIN30: Final = 0.5
QUARTERS: Final = 4
_APART: Final = 1e-3
"""Footprints are taken smaller by this share, so that neighbours that touch do not overlap."""


class Isometry(NamedTuple):
    """An isometric projection of a room, turned by quarters."""

    quarter: int = 0

    def turned(self, points: Floats) -> Floats:
        """POINTS of the plan (..., 2) as the room is turned."""
        return turned(points, np.asarray(90.0 * self.quarter))

    def placed(self, points: Floats, up: Floats | float = 0.0) -> Floats:
        """Return POINTS of the plan (..., 2), UP above the floor, in coordinates of the picture (..., 2)."""
        flat = self.turned(points)
        x, y = flat[..., 0], flat[..., 1]
        return np.stack([(x - y) * COS30, (x + y) * SIN30 - up], axis=-1)

    def on_floor(self, points: Floats) -> Floats:
        """The places of the floor under POINTS of the picture (..., 2)."""
        across, down = points[..., 0] / COS30 / 2, points[..., 1]
        return turned(np.stack([down + across, down - across], axis=-1), np.asarray(-90.0 * self.quarter))

    @property
    def towards_eye(self) -> Floats:
        """The direction on the plan from which the room is looked at."""
        return turned(np.array([SIN30**0.5, SIN30**0.5]), np.asarray(-90.0 * self.quarter))

    def faces_eye(self, normals: Floats) -> np.ndarray:
        """Return whether sides with outward NORMALS (..., 2) are seen (...)."""
        return normals @ self.towards_eye > 1e-9


def depth_order(corners: Floats, firm: int | None = None) -> Ints:
    """In which order upright things are painted so that no farther one covers a nearer one.

    The eye looks along the floor from where x and y are greatest. Of two footprints that do not overlap, the one that a
    line towards the eye meets first is farther, whatever their heights. A line swept across all of them knows who
    stands next to whom on it, and those are all pairs that matter. Footprints that overlap come by their middles.

    Args:
        corners: Convex footprints as the room is turned (n, k, 2).
        firm: The first so many are never put out of order for the sake of the others, which they may overlap; all
            when None.
    """
    count = len(corners)
    if count < 2:
        return np.arange(count)
    middle = corners.mean(axis=1, keepdims=True)
    inner = middle + (corners - middle) * (1 - _APART)
    across = inner[..., 0] - inner[..., 1]
    deep = inner[..., 0] + inner[..., 1]
    firm = count if firm is None else firm
    strict = _Sweep(across[:firm], deep[:firm]).pairs() if firm > 1 else set[tuple[int, int]]()
    loose = _Sweep(across, deep).pairs() if firm < count else set[tuple[int, int]]()
    loose = {pair for pair in loose if max(pair) >= firm}
    return _sorted(count, strict, loose, deep.mean(axis=1).tolist())


class _Sweep:
    """A line from left to right over footprints, with those on it from the farthest to the nearest."""

    def __init__(self, across: Floats, deep: Floats) -> None:
        self._outlines = [_middle_line(a, d) for a, d in zip(across.tolist(), deep.tolist(), strict=True)]
        self._starts = across.min(axis=1).tolist()
        self._ends = across.max(axis=1).tolist()

    def _depth(self, number: int, at: float) -> float:
        return _between(self._outlines[number], at)

    def pairs(self) -> set[tuple[int, int]]:
        """(farther, nearer) for all that are ever next to each other on the line."""
        # Those that end at a place leave the line before others begin there.
        events = [(end, 0, number) for number, end in enumerate(self._ends)]
        events += [(start, 1, number) for number, start in enumerate(self._starts)]
        events.sort()
        on_line: list[int] = []
        found: set[tuple[int, int]] = set()
        for at, begins, number in events:
            if begins:
                place = bisect(on_line, self._depth(number, at), key=lambda one: self._depth(one, at))
                on_line.insert(place, number)
                found.update(_neighbours(on_line, place))
            else:
                place = on_line.index(number)
                del on_line[place]
                if 0 < place < len(on_line):
                    found.add((on_line[place - 1], on_line[place]))
        return found


def _neighbours(line: Sequence[int], place: int) -> list[tuple[int, int]]:
    pairs = [(line[place - 1], line[place])] if place else []
    return pairs + ([(line[place], line[place + 1])] if place + 1 < len(line) else [])


def _middle_line(across: Sequence[float], deep: Sequence[float]) -> list[tuple[float, float]]:
    """Halfway between the far and the near edge of a convex outline, at each of its corners from left to right."""
    corners = list(zip(across, deep, strict=True))
    found: list[tuple[float, float]] = []
    for at in sorted(set(across)):
        cuts = [depth for place, depth in corners if place == at]
        for (x0, d0), (x1, d1) in zip(corners, [*corners[1:], corners[0]], strict=True):
            if min(x0, x1) < at < max(x0, x1):
                cuts.append(d0 + (d1 - d0) * (at - x0) / (x1 - x0))
        found.append((at, (min(cuts) + max(cuts)) / 2))
    return found


def _between(line: Sequence[tuple[float, float]], at: float) -> float:
    before = line[0]
    for after in line[1:]:
        if at <= after[0]:
            wide = after[0] - before[0]
            return before[1] + (after[1] - before[1]) * max(at - before[0], 0.0) / wide if wide else after[1]
        before = after
    return before[1]


def _sorted(count: int, strict: set[tuple[int, int]], loose: set[tuple[int, int]], middles: Sequence[float]) -> Ints:
    """Farther before nearer; what a ring leaves open goes by the middles, LOOSE pairs before STRICT ones."""
    # What must be painted after each, and for how many strict and loose pairs each still waits.
    after: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    waits = [[0, 0] for _ in range(count)]
    for kind, pairs in enumerate((strict, loose)):
        for farther, nearer in pairs:
            after[farther].append((nearer, kind))
            waits[nearer][kind] += 1
    # A heap by distance, so that of all that is free the farthest comes first.
    ready = [(middles[number], number) for number in range(count) if not any(waits[number])]
    heapify(ready)
    done = [False] * count
    order: list[int] = []
    while len(order) < count:
        if ready:
            number = heappop(ready)[1]
        else:
            # A ring of things that hide each other: one that waits for loose pairs alone goes first, else the farthest.
            left = [one for one in range(count) if not done[one]]
            free = [one for one in left if not waits[one][0]] or left
            number = min(free, key=middles.__getitem__)
        if done[number]:
            continue
        done[number] = True
        order.append(number)
        for nearer, kind in after[number]:
            waits[nearer][kind] -= 1
            if not any(waits[nearer]) and not done[nearer]:
                heappush(ready, (middles[nearer], nearer))
    return np.array(order, dtype=np.int64)
