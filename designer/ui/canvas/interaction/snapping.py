"""Snapping of things while they are dragged: to the grid, and to the edges and middles of their neighbours."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from designer.drawing.drawing import Floats
from designer.drawing.records import Rect
from designer.model.canvas_sizes import GRID
from designer.ui.canvas.interaction.spacing import Row, is_even
from designer.ui.canvas.port import Gap, Guide

REACH_PX: Final = 6.0
"""Screen pixels within which a neighbour's edge draws."""
OVERHANG: Final = 12.0
_SAME: Final = 0.01


class Snapped(NamedTuple):
    """A corrected offset, the lines that it aligns to, and the distances to neighbours in line with it."""

    dx: float
    dy: float
    guides: tuple[Guide, ...] = ()
    gaps: tuple[Gap, ...] = ()


def to_grid(value: float) -> float:
    """The nearest place on the grid."""
    return round(value / GRID) * GRID


def snapped(rect: Rect, dx: float, dy: float, others: Floats, scale: float) -> Snapped:
    """Offset (DX, DY) of RECT, drawn to its neighbours' edges and middles or to even distances, else to the grid.

    Args:
        rect: Rectangle around what is dragged, where it was.
        dx: Wanted offset.
        dy: Wanted offset.
        others: (n, 4) left, top, right, bottom of what stays.
        scale: Screen pixels per canvas pixel.
    """
    moved = Rect(rect.x + dx, rect.y + dy, rect.width, rect.height)
    reach = min(REACH_PX / scale, 24.0)
    found_x = _nearest(moved.x, moved.width, others[:, 0], others[:, 2], reach)
    found_y = _nearest(moved.y, moved.height, others[:, 1], others[:, 3], reach)
    even_x = _evenly(moved, others, reach, level=True)
    even_y = _evenly(moved, others, reach, level=False)
    x = moved.x + _nearer(found_x, even_x) if found_x is not None or even_x is not None else to_grid(moved.x)
    y = moved.y + _nearer(found_y, even_y) if found_y is not None or even_y is not None else to_grid(moved.y)
    rest = Rect(x, y, rect.width, rect.height)
    guides: list[Guide] = []
    if found_x is not None:
        guides += _guides(rest, others, upright=True)
    if found_y is not None:
        guides += _guides(rest, others, upright=False)
    return Snapped(x - rect.x, y - rect.y, tuple(guides), _distances(rest, others, guides))


def _evenly(moved: Rect, others: Floats, reach: float, *, level: bool) -> float | None:
    """The smallest correction that makes distances even on one axis; None when none is near."""
    found = Row(moved, others, level=level).corrections() if len(others) else []
    best = min(found, key=abs, default=None)
    return best if best is not None and abs(best) <= reach else None


def _nearer(first: float | None, second: float | None) -> float:
    return min((one for one in (first, second) if one is not None), key=abs)


def _distances(rest: Rect, others: Floats, guides: list[Guide]) -> tuple[Gap, ...]:
    """Distances along a line that REST is aligned to, and wherever they are even."""
    if not len(others):
        return ()
    shown: list[Gap] = []
    for level in (True, False):
        gaps = Row(rest, others, level=level).gaps()
        aligned = any((guide.y1 == guide.y2) == level for guide in guides)
        if aligned or is_even(gaps):
            shown += gaps
    return tuple(shown)


def _nearest(start: float, size: float, low: Floats, high: Floats, reach: float) -> float | None:
    """The smallest correction that puts an edge or the middle onto one of a neighbour; None when none is near."""
    if not len(low):
        return None
    theirs = np.concatenate((low, high, (low + high) / 2))
    count = len(low)
    edges = theirs[: 2 * count]
    corrections = np.concatenate((edges - start, edges - (start + size), theirs[2 * count :] - (start + size / 2)))
    best = int(np.abs(corrections).argmin())
    return float(corrections[best]) if abs(corrections[best]) <= reach else None


def _guides(rest: Rect, others: Floats, *, upright: bool) -> list[Guide]:
    """Lines through what is aligned with REST; where both edges are, one through the middle says it all."""
    start, size = (rest.x, rest.width) if upright else (rest.y, rest.height)
    low, high = (others[:, 0], others[:, 2]) if upright else (others[:, 1], others[:, 3])
    middles = (low + high) / 2
    first = (np.abs(low - start) < _SAME) | (np.abs(high - start) < _SAME)
    last = (np.abs(low - start - size) < _SAME) | (np.abs(high - start - size) < _SAME)
    middle = np.abs(middles - start - size / 2) < _SAME
    both = first & last & middle
    return [
        _line(rest, others, aligned, start + size * share, upright=upright)
        for share, aligned in ((0.0, first & ~both), (0.5, middle), (1.0, last & ~both))
        if aligned.any()
    ]


def _line(rest: Rect, others: Floats, aligned: npt.NDArray[np.bool_], at: float, *, upright: bool) -> Guide:
    """A line at AT that reaches over REST and all that is aligned with it."""
    near, far = (rest.y, rest.bottom) if upright else (rest.x, rest.right)
    low, high = (1, 3) if upright else (0, 2)
    near = min(near, float(others[aligned, low].min())) - OVERHANG
    far = max(far, float(others[aligned, high].max())) + OVERHANG
    return Guide(at, near, at, far) if upright else Guide(near, at, far, at)
