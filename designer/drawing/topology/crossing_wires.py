"""Wires that cross others are offered another way, on which each crossing costs as much as a long detour.

Routes are found one by one and do not know of each other. The wires that cross most are taken up again, one after the
other, among the others as they lie by then: rip-up and re-route, as in the routing of circuits (W. A. Dees and
P. G. Karger, "Automated rip-up and reroute techniques", 19th Design Automation Conference, 1982). What does not make
the whole better is not kept.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from designer.drawing.records import Floats
from designer.drawing.tables import Ints
from designer.drawing.topology.channels import LEAST, Point
from designer.drawing.topology.orthogonal_path import BEND, CROSSING, straightened

MOST_WIRES: Final = 400
"""With more wires than this nobody follows single ones, and they stay as they were found."""
MOST_SEARCHES: Final = 48
"""Searches for all wires together, at 1.5 ms each: an edit may take no longer."""
_TOUCH: Final = 0.5
"""Canvas pixels by which two pieces have to pass each other to cross."""

Path = tuple[Point, ...]
Reroute = Callable[[int, Sequence[Path]], Path | None]
"""Finds another way for a wire among the paths of all others; its own is empty there."""
Spread = Callable[[Sequence[Path]], list[Path]]


def pieces_of(paths: Sequence[Path]) -> tuple[Floats, Floats]:
    """Return the level and the upright pieces of PATHS, in pixels.

    Each is (n, 5): the wire, the place across, begin and end along, and whether it is the first or last of its wire.
    """
    counts = [len(path) for path in paths]
    if not sum(counts):
        return np.zeros((0, 5)), np.zeros((0, 5))
    corners = np.array([point for path in paths for point in path], dtype=np.float64)
    wires = np.repeat(np.arange(len(paths)), counts)
    # Every corner and the next one, but not from the end of one wire to the start of the next.
    inside = wires[:-1] == wires[1:]
    a, b, wire = corners[:-1][inside], corners[1:][inside], wires[:-1][inside].astype(np.float64)
    held = (np.r_[-1.0, wire[:-1]] != wire) | (np.r_[wire[1:], -1.0] != wire)
    found: list[Floats] = []
    for along in (0, 1):
        lies = (a[:, 1 - along] == b[:, 1 - along]) & (a[:, along] != b[:, along])
        low, high = np.minimum(a[lies, along], b[lies, along]), np.maximum(a[lies, along], b[lies, along])
        found.append(np.column_stack((wire[lies], a[lies, 1 - along], low, high, held[lies])))
    return found[0], found[1]


def crossings(paths: Sequence[Path]) -> Ints:
    """Return how many crossings each of PATHS has with all others (n,); each counts at both wires."""
    level, upright = pieces_of(paths)
    found = np.zeros(len(paths), dtype=np.int64)
    if not len(level) or not len(upright):
        return found
    # (level, upright): True where two pieces of different wires pass each other.
    met = (
        (level[:, None, 0] != upright[None, :, 0])
        & (upright[None, :, 1] > level[:, None, 2] + _TOUCH)
        & (upright[None, :, 1] < level[:, None, 3] - _TOUCH)
        & (level[:, None, 1] > upright[None, :, 2] + _TOUCH)
        & (level[:, None, 1] < upright[None, :, 3] - _TOUCH)
    )
    np.add.at(found, level[:, 0].astype(np.int64), met.sum(axis=1))
    np.add.at(found, upright[:, 0].astype(np.int64), met.sum(axis=0))
    return found


def lying_on_each_other(paths: Sequence[Path], ends: Ints) -> int:
    """Return how many pairs of pieces lie on each other; ENDS (n, 2) tell which wires may, since they share an end."""
    found = 0
    for pieces in pieces_of(paths):
        order = np.argsort(pieces[:, 1], kind="stable")
        wire, at, low, high = pieces[order, 0].astype(np.int64), *pieces[order, 1:4].T
        # In order of their place across, only the next few of each can lie on it.
        last = np.searchsorted(at, at + LEAST)
        one = np.repeat(np.arange(len(at)), last - np.arange(len(at)) - 1)
        step = np.arange(len(one)) - np.searchsorted(one, one)
        other = one + 1 + step
        meets = (np.minimum(high[one], high[other]) - np.maximum(low[one], low[other]) > LEAST) & (
            wire[one] != wire[other]
        )
        a, b = ends[wire[one]], ends[wire[other]]
        found += int((meets & ~(a[:, :, None] == b[:, None, :]).any(axis=(1, 2))).sum())
    return found


def bends(paths: Sequence[Path]) -> int:
    """Return how many corners PATHS have in all, their ends not counted."""
    return sum(len(straightened(list(path))) - 2 for path in paths)


def uncrossed(paths: Sequence[Path], ends: Ints, reroute: Reroute, spread: Spread) -> list[Path]:
    """Return PATHS, which are spread already, with fewer crossings where REROUTE finds ways for them.

    Args:
        paths: As they lie, moved apart.
        ends: (n, 2) numbers of the rectangles that each joins.
        reroute: Finds another way for a wire.
        spread: Moves wires apart that lie on each other.
    """
    best = list(paths)
    if len(paths) > MOST_WIRES:
        return best
    count = crossings(best)
    if not count.any():
        return best
    cost, left = _cost(best, count, ends), MOST_SEARCHES
    while left > 0:
        tried = list(best)
        crossing = np.flatnonzero(count)
        order = crossing[np.argsort(-count[crossing], kind="stable")][:left].tolist()
        left -= len(order)
        for wire in order:
            others: list[Path] = [path if at != wire else () for at, path in enumerate(tried)]
            way = reroute(wire, others)
            if way is not None:
                tried[wire] = way
        tried = spread(tried)
        count = crossings(tried)
        now = _cost(tried, count, ends)
        if now >= cost:
            break
        best, cost = tried, now
    return best


def _cost(paths: Sequence[Path], count: Ints, ends: Ints) -> float:
    hidden = CROSSING * 2 * lying_on_each_other(paths, ends)
    return CROSSING * float(count.sum()) / 2 + BEND * bends(paths) + hidden
