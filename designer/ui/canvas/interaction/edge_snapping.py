"""Snapping of the edges that are pulled when a thing is resized: to what is around it, or to the size of another."""

from typing import NamedTuple

import numpy as np

from designer.drawing.drawing import Floats
from designer.drawing.records import Rect
from designer.ui.canvas.interaction.snapping import OVERHANG, REACH_PX, to_grid
from designer.ui.canvas.port import Gap, Guide

_SAME = 0.01


class Resized(NamedTuple):
    """A rectangle at its new size, the lines that its edges are in, and the sizes beside it that it has too."""

    rect: Rect
    guides: tuple[Guide, ...] = ()
    gaps: tuple[Gap, ...] = ()


def resized(rect: Rect, pulled: Rect, others: Floats, scale: float, least: tuple[float, float]) -> Resized:
    """Return RECT as it is PULLED, its moved edges drawn to what is around it, else to the grid.

    Args:
        rect: As it was.
        pulled: As the pointer would have it; edges that are the same as in RECT are not moved.
        others: (n, 4) left, top, right and bottom of what is around it.
        scale: Screen pixels per canvas pixel.
        least: Least width and height.
    """
    reach = min(REACH_PX / scale, 24.0)
    left, right, upright, wide = _axis(
        (rect.x, rect.right), (pulled.x, pulled.right), others[:, (0, 2)], reach, least[0]
    )
    top, bottom, level, high = _axis(
        (rect.y, rect.bottom), (pulled.y, pulled.bottom), others[:, (1, 3)], reach, least[1]
    )
    after = Rect(left, top, right - left, bottom - top)
    guides = [_line(after, others, at, upright=True) for at in upright]
    guides += [_line(after, others, at, upright=False) for at in level]
    gaps: list[Gap] = []
    if wide is not None:
        gaps += _sizes(after, others[wide], level=True)
    if high is not None:
        gaps += _sizes(after, others[high], level=False)
    return Resized(after, tuple(guides), tuple(gaps))


def _axis(
    before: tuple[float, float], pulled: tuple[float, float], others: Floats, reach: float, least: float
) -> tuple[float, float, list[float], int | None]:
    """Both ends on one axis, the coordinates that a moved end is drawn to, and the number of what is as large."""
    low, high = pulled
    moves_low, moves_high = low != before[0], high != before[1]
    if not (moves_low or moves_high):
        return low, high, [], None
    end = low if moves_low else high
    sign = -1.0 if moves_low else 1.0
    lines = np.concatenate((others[:, 0], others[:, 1], others.mean(axis=1)))
    sizes = others[:, 1] - others[:, 0]
    # Where the end would lie with the size of each of the others.
    fixed = high if moves_low else low
    ends = fixed + sign * sizes
    found = _nearest(lines, end, reach)
    alike = _nearest(ends, end, reach)
    number: int | None = None
    drawn: list[float] = []
    if found is not None and (alike is None or abs(lines[found] - end) <= abs(ends[alike] - end)):
        end = float(lines[found])
        drawn = [end]
    elif alike is not None:
        end, number = float(ends[alike]), alike
    else:
        end = to_grid(end)
    if sign * (end - fixed) < least:
        return (fixed - least, fixed, [], None) if moves_low else (fixed, fixed + least, [], None)
    return (end, fixed, drawn, number) if moves_low else (fixed, end, drawn, number)


def _nearest(places: Floats, place: float, reach: float) -> int | None:
    if not len(places):
        return None
    best = int(np.abs(places - place).argmin())
    return best if abs(places[best] - place) <= reach else None


def _line(rect: Rect, others: Floats, at: float, *, upright: bool) -> Guide:
    """A line at AT over RECT and all that has an edge or its middle there."""
    first, last, near, far = (0, 2, 1, 3) if upright else (1, 3, 0, 2)
    middle = (others[:, first] + others[:, last]) / 2
    met = (np.abs(others[:, (first, last)] - at) < _SAME).any(axis=1) | (np.abs(middle - at) < _SAME)
    low, high = (rect.y, rect.bottom) if upright else (rect.x, rect.right)
    if met.any():
        low, high = min(low, float(others[met, near].min())), max(high, float(others[met, far].max()))
    low, high = low - OVERHANG, high + OVERHANG
    return Guide(at, low, at, high) if upright else Guide(low, at, high, at)


def _sizes(rect: Rect, other: Floats, *, level: bool) -> list[Gap]:
    """The size of RECT and that of another, which is the same, each along its own middle."""
    left, top, right, bottom = other.tolist()
    x, y = rect.centre
    if level:
        return [
            Gap(rect.x, y, rect.right, y, same=True),
            Gap(left, (top + bottom) / 2, right, (top + bottom) / 2, True),
        ]
    return [Gap(x, rect.y, x, rect.bottom, same=True), Gap((left + right) / 2, top, (left + right) / 2, bottom, True)]
