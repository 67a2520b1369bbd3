"""Shapes cut to what is in sight: smooth edges of what lies far outside of it take long although nobody sees them."""

from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPolygonF

from designer.drawing.drawing import Floats
from designer.drawing.records import Rect

_MARGIN: Final = 0.05
"""Shapes are cut this share of the sight outside of it, so that their cut edges are not seen."""


def polygon_within(points: Floats, sight: Rect, pixels: float = 8.0) -> QPolygonF:
    """The polygon of POINTS (n, 2) as far as SIGHT shows it, by Sutherland and Hodgman; empty when it shows none.

    Args:
        points: Corners in order.
        sight: What is shown.
        pixels: How far outside of it edges may still be painted, in units of the drawing.
    """
    area = sight.grown(max(_MARGIN * min(sight.width, sight.height), pixels))
    low, high = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    if low[0] > area.right or high[0] < area.x or low[1] > area.bottom or high[1] < area.y:
        return QPolygonF()
    corners: list[tuple[float, float]] = [(x, y) for x, y in points.tolist()]
    if low[0] < area.x or high[0] > area.right or low[1] < area.y or high[1] > area.bottom:
        # One edge of the area after the other: what lies beyond it is cut away (Sutherland and Hodgman, 1974).
        for axis, limit, sign in ((0, area.x, 1), (0, area.right, -1), (1, area.y, 1), (1, area.bottom, -1)):
            corners = _cut(corners, axis, limit, sign)
    return QPolygonF([QPointF(x, y) for x, y in corners])


def _cut(corners: list[tuple[float, float]], axis: int, limit: float, sign: int) -> list[tuple[float, float]]:
    """Return the part of a polygon that lies on the side of LIMIT to which SIGN points."""
    found: list[tuple[float, float]] = []
    for number, corner in enumerate(corners):
        before = corners[number - 1]
        here, there = (corner[axis] - limit) * sign, (before[axis] - limit) * sign
        if (here >= 0) != (there >= 0):
            share = there / (there - here)
            x, y = (a + (b - a) * share for a, b in zip(before, corner, strict=True))
            found.append((x, y))
        if here >= 0:
            found.append(corner)
    return found


def lines_within(starts: Floats, ends: Floats, sight: Rect) -> list[QLineF]:
    """The parts of lines from STARTS to ENDS (n, 2) that SIGHT shows, by Liang and Barsky."""
    if not len(starts):
        return []
    area = sight.grown(_MARGIN * min(sight.width, sight.height))
    low, high = np.array([area.x, area.y]), np.array([area.right, area.bottom])
    along = ends - starts
    # Shares of the line at which it crosses either side of the area; a flat line never does, and is left to OUTSIDE.
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (low - starts) / along, (high - starts) / along
    flat = along == 0
    outside = (flat & ((starts < low) | (starts > high))).any(axis=1)
    # The last entry and the first exit over both axes; where entry comes first, that part is in sight.
    enter = np.where(flat, 0.0, np.minimum(one, other)).max(axis=1).clip(0.0, 1.0)[:, None]
    leave = np.where(flat, 1.0, np.maximum(one, other)).min(axis=1).clip(0.0, 1.0)[:, None]
    seen = ~outside & (enter < leave)[:, 0]
    cut = np.concatenate([starts + along * enter, starts + along * leave], axis=1)[seen]
    return [QLineF(x0, y0, x1, y1) for x0, y0, x1, y1 in cut.tolist()]
