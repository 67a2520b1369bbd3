"""Wires that run side by side lie beside each other: each inner piece of a route gets a place of its own.

A piece may move between what stands on its two sides. Pieces that would lie on each other are ordered so that they
cross as little as can be, and spread over the room there is.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from designer.drawing.drawing import Floats

Point = tuple[float, float]
Bools = npt.NDArray[np.bool_]

PITCH: Final = 10.0
"""Canvas pixels between two pieces, where there is room."""
LEAST: Final = 2.0
"""Below this two pieces count as lying on each other."""
_STUB: Final = 9.0
_KEPT: Final = 6.0
_NEAR: Final = 12.0
_REACH: Final = 40.0
"""How far aside a piece may go of which both neighbours lie on the same side."""
_CENTRED: Final = 240.0
"""A jog lies in the middle of its room where that is no wider."""
_TRIES: Final = 48
_MOST_TWICE: Final = 400
_AT_ONCE: Final = 2_000
"""Pieces whose neighbours are written out in one go: each may have as many as there are."""


Trunks = Sequence[tuple[int, int, int]]
"""The trunk that each wire leaves its start on, the one it reaches its end on, and the one of the two whose level it
runs on where it turns only once; −1 is none."""


class _Pieces(NamedTuple):
    """All pieces of one direction: their wires and places in them, where they lie, and where they may lie.

    Attributes:
        parts: Wire and place of each piece of a wire that lies here; several where wires share a trunk.
    """

    parts: list[list[tuple[int, int]]]
    at: Floats
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    key: list[tuple[int, float]]


def spread_out(
    paths: Sequence[Sequence[Point]], obstacles: Floats, trunks: Trunks | None = None
) -> list[tuple[Point, ...]]:
    """Return PATHS (right-angled corners) with their inner pieces moved apart.

    Args:
        paths: Corners of each wire, both ends included, in canvas pixels.
        obstacles: (n, 4) rectangles to stay out of.
        trunks: Wires that leave (or reach) one place of an edge together have one number: pieces next to that end that
            lie on each other stay together. None keeps all wires apart.
    """
    moved = [list(path) for path in paths]
    # Upright pieces that moved may have laid level ones on each other; of thousands nobody sees it.
    for axis in (1, 0, 1) if len(paths) <= _MOST_TWICE else (1, 0):
        _spread_axis(moved, obstacles, axis, trunks)
    return [tuple(path) for path in moved]


def _spread_axis(paths: list[list[Point]], obstacles: Floats, axis: int, trunks: Trunks | None) -> None:
    """Move the level pieces (AXIS 1) or the upright ones (AXIS 0)."""
    inner, fixed = _pieces(paths, obstacles, axis, trunks)
    if not inner.parts:
        return
    at = inner.at.copy()
    for cluster in _clusters(inner):
        _lanes(inner, at, cluster)
    _part(inner, at, fixed)
    for parts, value in zip(inner.parts, at.tolist(), strict=True):
        for wire, place in parts:
            path = paths[wire]
            for corner in (place, place + 1):
                x, y = path[corner]
                path[corner] = (value, y) if axis == 0 else (x, value)


def _pieces(
    paths: list[list[Point]], obstacles: Floats, axis: int, trunks: Trunks | None
) -> tuple[_Pieces, list[tuple[float, float, float]]]:
    parts: list[list[tuple[int, int]]] = []
    rows: list[list[float]] = []
    keys: list[tuple[int, float]] = []
    jogs: list[bool] = []
    fixed: list[tuple[float, float, float]] = []
    shared: dict[tuple[int, float, bool], int] = {}
    along = 1 - axis
    for wire, path in enumerate(paths):
        for place in range(len(path) - 1):
            a, b = path[place], path[place + 1]
            if a[axis] != b[axis] or a == b:
                continue
            low, high = min(a[along], b[along]), max(a[along], b[along])
            if place == 0 or place == len(path) - 2:
                fixed.append((a[axis], low, high))
                continue
            before, after = path[place - 1][axis], path[place + 2][axis]
            least, most = _room(a[axis], before, after, place == 1, place == len(path) - 3)
            # From the upper (left) neighbour on: what goes right lies higher the farther right it begins.
            begin, end = (a[along], b[along]) if before <= after else (b[along], a[along])
            key = (0, -begin) if end > begin else (1, begin)
            held = _trunk(trunks, wire, place, len(path))
            if held is not None:
                number = shared.setdefault((held, a[axis], before <= after), len(rows))
                if number < len(rows):
                    # Another wire of the same trunk lies here already: one piece as long as both, with their room.
                    row = rows[number]
                    if high - low > row[2] - row[1]:
                        keys[number] = key
                    rows[number] = [row[0], min(row[1], low), max(row[2], high), max(row[3], least), min(row[4], most)]
                    parts[number].append((wire, place))
                    continue
            jogs.append((before < a[axis]) != (after < a[axis]))
            parts.append([(wire, place)])
            rows.append([a[axis], low, high, least, most])
            keys.append(key)
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    pieces = _Pieces(parts, table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4], keys)
    if len(table) and len(obstacles):
        _narrow(pieces, obstacles, axis)
    wide = pieces.most - pieces.least
    centred = (wide > 0) & (wide <= _CENTRED) & np.array(jogs, dtype=np.bool_)
    pieces.at[centred] = ((pieces.least + pieces.most) / 2)[centred]
    np.copyto(pieces.at, np.clip(pieces.at, pieces.least, np.maximum(pieces.most, pieces.least)), where=wide > 0)
    return pieces, fixed


def _trunk(trunks: Trunks | None, wire: int, place: int, count: int) -> int | None:
    """Return the trunk that the piece at PLACE of a WIRE of COUNT corners belongs to; None where to none."""
    if trunks is None:
        return None
    start, end, level = trunks[wire]
    if count == 4:
        found = level
    elif place == 1:
        found = start
    else:
        found = end if place == count - 3 else -1
    return found if found >= 0 else None


def _room(at: float, before: float, after: float, first: bool, last: bool) -> tuple[float, float]:
    """Between which places a piece may move without turning its neighbours around."""
    least, most = at - _REACH, at + _REACH
    for other, is_end in ((before, first), (after, last)):
        margin = min(_STUB if is_end else _KEPT, abs(other - at))
        if other < at:
            least = max(least, other + margin) if (before < at) == (after < at) else other + margin
        else:
            most = min(most, other - margin) if (before < at) == (after < at) else other - margin
    return least, most


def _narrow(pieces: _Pieces, obstacles: Floats, axis: int) -> None:
    """Cut the room of each piece to what lies free on its two sides."""
    along = 1 - axis
    step = max(1, 2_000_000 // len(obstacles))
    for first in range(0, len(pieces.at), step):
        part = slice(first, first + step)
        at, low, high = pieces.at[part, None], pieces.low[part, None], pieces.high[part, None]
        near, far = obstacles[None, :, axis], obstacles[None, :, axis + 2]
        beside = (obstacles[None, :, along] < high) & (obstacles[None, :, along + 2] > low)
        above, below = beside & (far <= at + 1e-6), beside & (near >= at - 1e-6)
        within = (beside & ~above & ~below).any(axis=1)
        least = np.where(above, far, -np.inf).max(axis=1)
        most = np.where(below, near, np.inf).min(axis=1)
        # A piece that has to run behind something stays where it is.
        pieces.least[part] = np.where(within, pieces.at[part], np.maximum(pieces.least[part], least))
        pieces.most[part] = np.where(within, pieces.at[part], np.minimum(pieces.most[part], most))


def _clusters(pieces: _Pieces) -> list[list[int]]:
    """Pieces that lie near each other over a common stretch, gathered."""
    count = len(pieces.at)
    order = np.argsort(pieces.at, kind="stable")
    # Sets of pieces as trees, halved on the way up (union–find).
    leader = list(range(count))

    def find(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    at, low, high = pieces.at[order], pieces.low[order], pieces.high[order]
    # In order of their place across, only the next few can lie near: all such pairs, written out as two columns.
    counts = np.maximum(np.searchsorted(at, at + _NEAR) - np.arange(count) - 1, 0)
    for start in range(0, count, _AT_ONCE):
        some = counts[start : start + _AT_ONCE]
        one = np.repeat(np.arange(start, start + len(some)), some)
        other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(some) - some, some)
        # Of those, the ones that run beside it for a stretch.
        beside = (low[other] < high[one] + LEAST) & (high[other] > low[one] - LEAST)
        for a, b in zip(order[one[beside]].tolist(), order[other[beside]].tolist(), strict=True):
            first, second = find(a), find(b)
            if first != second:
                leader[max(first, second)] = min(first, second)
    gathered: dict[int, list[int]] = {}
    for one in range(count):
        gathered.setdefault(find(one), []).append(one)
    return [cluster for cluster in gathered.values() if len(cluster) > 1]


def _lanes(pieces: _Pieces, at: Floats, cluster: list[int]) -> None:
    """Give each piece of CLUSTER a lane after those before it that it runs beside, and spread the lanes."""
    order = sorted(cluster, key=lambda one: (pieces.key[one], one))
    low, high = pieces.low[order], pieces.high[order]
    lanes = np.zeros(len(order), dtype=np.int64)
    for place in range(1, len(order)):
        # A lane after all those of the pieces before it that it runs beside; pieces apart may share a lane.
        beside = (low[:place] < high[place] + LEAST) & (high[:place] > low[place] - LEAST)
        if beside.any():
            lanes[place] = lanes[:place][beside].max() + 1
    count = int(lanes.max())
    # The room that all of them have: the lanes are pressed together where it is narrow.
    least, most = float(pieces.least[order].max()), float(pieces.most[order].min())
    if not count or most - least < 1.0:
        return
    pitch = min(PITCH, (most - least) / count)
    middle = float(np.median(pieces.at[order]))
    first = min(max(middle - count * pitch / 2, least), most - count * pitch)
    at[order] = first + lanes * pitch


def _part(pieces: _Pieces, at: Floats, fixed: list[tuple[float, float, float]]) -> None:
    """Move the later of two pieces that still lie on each other to the nearest free place."""
    cells: dict[int, list[tuple[float, float, float]]] = {}
    for piece in fixed:
        cells.setdefault(int(piece[0] // 8), []).append(piece)
    for number, (low, high) in enumerate(zip(pieces.low.tolist(), pieces.high.tolist(), strict=True)):
        best = float(at[number])
        least, most = float(pieces.least[number]), float(pieces.most[number])
        for step in range(_TRIES):
            aside = (step + 1) // 2 * 3.0
            place = best + (aside if step % 2 else -aside)
            if least <= place <= most and _is_free(cells, place, low, high):
                at[number] = place
                break
        value = float(at[number])
        cells.setdefault(int(value // 8), []).append((value, low, high))


def _is_free(cells: dict[int, list[tuple[float, float, float]]], at: float, low: float, high: float) -> bool:
    nearest, farthest = at - LEAST, at + LEAST
    for key in range(int(nearest // 8), int(farthest // 8) + 1):
        for other, start, end in cells.get(key, ()):
            if nearest < other < farthest and start < high and low < end:
                return False
    return True
