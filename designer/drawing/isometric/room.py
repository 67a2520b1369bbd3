"""A room's walls, columns and a figure for scale as upright things of an isometric picture, and what lies on its floor.

Walls behind the room stand, those in front of it are cut down to a kerb, so that one looks into it.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
import shapely

from designer.drawing.drawing import Floats
from designer.drawing.isometric.projection import Isometry
from designer.drawing.rooms.floor_shapes import MM, Path
from designer.model.rooms.room_plan import Door, RoomPlan

SLAB: Final = 14.0
"""How thick the floor is drawn, centimetres."""
KERB: Final = 9.0
_WALL: Final = 14.0
_CUT: Final = 250.0
"""Walls behind the room are drawn up to here, or to the ceiling where that is lower."""
_DOOR: Final = 210.0
_FIGURE: Final = (46.0, 28.0, 175.0)
"""Width, depth and height of the person for scale."""
_FREE: Final = 40.0
_MITRE: Final = 3.0
_GRID: Final = 28
_NEAR: Final = 1e-6
Upright = Literal["wall", "kerb", "door", "sill", "column", "figure"]


class Solid(NamedTuple):
    """Something upright that is no equipment.

    Attributes:
        corners: Convex footprint, clockwise as seen from above, the side towards the room first (k, 2).
        low: Where it begins, above the floor.
        high: Where it ends.
    """

    kind: Upright
    corners: Floats
    low: float
    high: float


def walls_of(plan: RoomPlan, walls: Path, eye: Isometry) -> list[Solid]:
    """The walls piece by piece, with their doors."""
    corners = room_outline(walls)
    if corners is None:
        return []
    outer = outer_corners(corners)
    after, outer_after = np.roll(corners, -1, axis=0), np.roll(outer, -1, axis=0)
    # (walls, 2): along each wall, and the direction into the room, at a right angle to it.
    along = after - corners
    lengths = np.linalg.norm(along, axis=1)
    inward = np.stack([-along[:, 1], along[:, 0]], axis=1) / lengths[:, None]
    # Walls behind the room stand; those before it are cut down to a kerb, so that they hide nothing.
    seen = eye.faces_eye(inward)
    top = min(plan.height_mm / MM, _CUT) if plan.height_mm > 0 else _CUT
    found: list[Solid] = []
    for number, length in enumerate(lengths.tolist()):
        edge = np.array([corners[number], after[number], outer_after[number], outer[number]])
        gaps = list(_gaps(plan.doors, corners[number], along[number] / length, length))
        for start, end, opening in _pieces(gaps, length):
            piece = _cut(edge, start / length, end / length)
            if seen[number]:
                found.append(Solid("door" if opening else "wall", piece, 0.0, top))
            else:
                found.append(Solid("sill" if opening else "kerb", piece, -SLAB, 0.0 if opening else KERB))
    return found


def door_height(solid: Solid) -> float:
    """Return the height of the leaf of a door in a standing wall."""
    return min(_DOOR, solid.high)


def room_outline(walls: Path) -> Floats | None:
    """The corners clockwise as seen from above, each once; None for what encloses nothing."""
    points = np.array(walls, dtype=float).reshape(-1, 2)
    if len(points) < 3 or not np.isfinite(points).all():
        return None
    # Corners drawn twice in one place would make walls without a direction.
    points = points[np.linalg.norm(points - np.roll(points, 1, axis=0), axis=1) > _NEAR]
    if len(points) < 3:
        return None
    after = np.roll(points, -1, axis=0)
    # Twice the area by the shoelace formula; its sign tells the direction around.
    doubled = float((points[:, 0] * after[:, 1] - after[:, 0] * points[:, 1]).sum())
    if abs(doubled) < _NEAR:
        return None
    return points if doubled > 0 else points[::-1]


def outer_corners(corners: Floats) -> Floats:
    """Return the points at which the outer faces of the walls around clockwise CORNERS meet."""
    before, after = np.roll(corners, 1, axis=0), np.roll(corners, -1, axis=0)
    first, second = _outward(before, corners), _outward(corners, after)
    # The corner lies on the sum of both outward normals, 2 / |sum|² of it away, for walls of thickness 1.
    middle = first + second
    size = np.einsum("ij,ij->i", middle, middle)
    # At a very sharp corner that point would lie far away: the wall ends square there.
    spike = size < (2 / _MITRE) ** 2
    safe = np.where(spike[:, None], second, middle * (2 / np.maximum(size, _NEAR))[:, None])
    return corners + safe * _WALL


def _outward(a: Floats, b: Floats) -> Floats:
    along = b - a
    return np.stack([along[:, 1], -along[:, 0]], axis=1) / np.linalg.norm(along, axis=1)[:, None]


def _gaps(doors: Sequence[Door], start: Floats, along: Floats, length: float) -> Iterator[tuple[float, float]]:
    """From where to where there are doors in a wall, along it."""
    for door in doors:
        angle = math.radians(door.along_deg)
        hinge = np.array([door.x_mm, door.y_mm]) / MM
        other = hinge + np.array([math.cos(angle), math.sin(angle)]) * door.width_mm / MM
        places = [float((point - start) @ along) for point in (hinge, other)]
        off = max(abs(float((point - start) @ np.array([-along[1], along[0]]))) for point in (hinge, other))
        low, high = max(min(places), 0.0), min(max(places), length)
        if off < _WALL and high - low > 1.0:
            yield low, high


def _pieces(gaps: list[tuple[float, float]], length: float) -> Iterator[tuple[float, float, bool]]:
    """A wall cut at its doors: from, to, and whether it is one."""
    at = 0.0
    for low, high in sorted(gaps):
        if low > at + _NEAR:
            yield at, low, False
        if high > max(at, low) + _NEAR:
            yield max(at, low), high, True
            at = high
    if length > at + _NEAR:
        yield at, length, False


def _cut(edge: Floats, start: float, end: float) -> Floats:
    """The part of a wall between two shares of its length; its ends keep their mitres."""
    inner0, inner1, outer1, outer0 = edge
    made = np.array(
        [
            inner0 + (inner1 - inner0) * start,
            inner0 + (inner1 - inner0) * end,
            inner0 + (inner1 - inner0) * end,
            inner0 + (inner1 - inner0) * start,
        ]
    )
    along = (inner1 - inner0) / np.linalg.norm(inner1 - inner0)
    out = np.array([along[1], -along[0]]) * _WALL
    made[2:] += out
    if start <= _NEAR:
        made[3] = outer0
    if end >= 1 - _NEAR:
        made[2] = outer1
    return made


def columns_of(plan: RoomPlan) -> list[Solid]:
    """The columns, as high as the walls behind the room are drawn."""
    top = min(plan.height_mm / MM, _CUT) if plan.height_mm > 0 else _CUT
    found: list[Solid] = []
    for box in plan.columns:
        x, y, width, depth = (value / MM for value in (box.x_mm, box.y_mm, box.width_mm, box.depth_mm))
        if width > 0 and depth > 0:
            corners = np.array([(x, y), (x + width, y), (x + width, y + depth), (x, y + depth)])
            found.append(Solid("column", corners, 0.0, top))
    return found


def figure_of_scale(walls: Path, taken: Floats, eye: Isometry) -> Solid | None:
    """A person where nobody is in the way, to the left of what is seen and near the eye; None where there is no room.

    Args:
        walls: Of the room; where there are none, the person stands in front of what is there.
        taken: What is in the way (n, 4, 2).
        eye: From where it is looked at.
    """
    corners = room_outline(walls)
    boxes = np.concatenate([taken.min(axis=1), taken.max(axis=1)], axis=1) if len(taken) else np.zeros((0, 4))
    if corners is None:
        if not len(taken):
            return None
        flat = eye.turned(taken.reshape(-1, 2))
        spot = np.array([[flat[:, 0].min() + 60.0, flat[:, 1].max() + 110.0]])
        return _person(Isometry(-eye.quarter % 4).turned(spot)[0])
    room = shapely.Polygon(corners)
    low, high = corners.min(axis=0), corners.max(axis=0)
    across = [np.linspace(a, b, _GRID + 2)[1:-1] for a, b in zip(low.tolist(), high.tolist(), strict=True)]
    spots = np.stack(np.meshgrid(*across), axis=-1).reshape(-1, 2)
    inside = shapely.contains_xy(room.buffer(-_FREE), spots[:, 0], spots[:, 1])
    spots = spots[inside]
    if not len(spots):
        return None
    flat = eye.turned(spots)
    # Near the eye, so that nothing hides it, and rather to the left, where it stands beside the rows.
    for place in np.argsort(-flat[:, 1] + 0.35 * flat[:, 0], kind="stable").tolist():
        gap = np.maximum(boxes[:, :2] - spots[place], spots[place] - boxes[:, 2:]).max(axis=1)
        if not len(gap) or float(gap.min()) > _FREE:
            return _person(spots[place])
    return None


def _person(spot: Floats) -> Solid:
    width, depth, height = _FIGURE
    half = np.array([width, depth]) / 2
    signs = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    return Solid("figure", spot + signs * half, 0.0, height)
