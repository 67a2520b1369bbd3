"""Aisles between the rows that stand: cold where two rows breathe in, hot where they blow out."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

import msgspec
import numpy as np
import shapely

from designer.edit.draft import Draft
from designer.edit.rooms.floor_space import clearances, polygon_of
from designer.edit.rooms.room_plan import plan_of
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.kinds import FLOOR_RACKS
from designer.model.records import RefusedInput
from designer.model.rooms.floor_positions import Floats, standing
from designer.model.rooms.rack_airflow import air_ways
from designer.model.rooms.room_plan import Aisle, Box

_LEVEL_MM: Final = 50.0
"""Racks whose edges differ by less stand in one row."""
_APART_MM: Final = 1_300.0
"""A wider gap parts a row in two."""
_LEAST_MM: Final = 300.0
_SAME_SHARE: Final = 0.3
"""An aisle that shares more of its floor with another is that one."""

_Rect = tuple[float, float, float, float]


class _Stretch(NamedTuple):
    """Racks side by side along x: from X0 to X1, Y0 to Y1; COLD is the side they breathe at, 1 towards greater y."""

    x0: float
    x1: float
    y0: float
    y1: float
    cold: int


def mark_aisles(design: Design, room_id: str) -> ChangeSet:
    """Mark the aisles between the rows of a room that are not marked yet; rows that stand aslant are left out.

    Raises:
        RefusedInput: it is no room, no rows stand in it, or every aisle is marked.
    """
    plan = plan_of(design, room_id)
    # Both directions by one algorithm: sideways with x and y swapped.
    stretches = [_stretches(design, room_id, upright=upright) for upright in (True, False)]
    if not any(stretches):
        raise RefusedInput(f"No rows of racks stand in {design.nodes[room_id].title} yet.")
    new: list[Aisle] = []
    for found, upright in zip(stretches, (True, False), strict=True):
        for kind, rect in _between(design, room_id, found, upright=upright):
            area = _box(rect if upright else _swapped(rect))
            # Aisles that are there, or were found the other way round, are not marked twice.
            if not any(_same(area, other.area) for other in (*plan.aisles, *new)):
                new.append(Aisle(kind=kind, area=area))
    if not new:
        raise RefusedInput(f"The aisles of {design.nodes[room_id].title} are marked already.")
    draft = Draft(design)
    room = msgspec.structs.replace(draft.node(room_id), plan=msgspec.structs.replace(plan, aisles=(*plan.aisles, *new)))
    draft.put(room)
    return draft.finished(f"Mark the aisles of {room.title}")


def _stretches(design: Design, room_id: str, *, upright: bool) -> list[_Stretch]:
    """Rows whose sides look up and down the plan, or, not UPRIGHT, those that look sideways, with x and y swapped."""
    found = standing(design)
    if room_id not in found.rooms:
        return []
    # Copies of a room are alike: the first one is looked at.
    rows = np.flatnonzero((found.room == found.rooms.index(room_id)) & (found.room_copy == 0))
    racks = {name for name in found.ids if design.nodes[name].kind in FLOOR_RACKS}
    ways = air_ways(design, racks)
    boxes: dict[tuple[int, int, int], list[_Rect]] = {}
    corners: Floats = found.corners()
    fronts: Floats = found.fronts()
    for row in rows.tolist():
        name = found.ids[int(found.node[row])]
        # (2,): the direction of the front; only fronts along this axis make rows here.
        front = fronts[row] if upright else fronts[row][::-1]
        if name not in racks or abs(abs(float(front[1])) - 1.0) > 1e-6:
            continue
        own = corners[row] if upright else corners[row][:, ::-1]
        (x0, y0), (x1, y1) = own.min(axis=0).tolist(), own.max(axis=0).tolist()
        # +1 or −1 along y: the side where it takes cold air in, turned round for what blows the other way.
        cold = round(float(front[1])) * (ways[name] or 1)
        # Rows are racks whose both edges lie on the same lines and that breathe from the same side.
        boxes.setdefault((round(y0 / _LEVEL_MM), round(y1 / _LEVEL_MM), cold), []).append((x0, x1, y0, y1))
    return [stretch for (_, _, cold), row in boxes.items() for stretch in _runs(sorted(row), cold)]


def _runs(row: Sequence[_Rect], cold: int) -> Iterator[_Stretch]:
    """ROW, sorted along x, where its gaps part it."""
    begun = 0
    for number, (one, after) in enumerate(pairwise((*row, (np.inf, np.inf, 0.0, 0.0))), start=1):
        if after[0] - one[1] > _APART_MM:
            part = row[begun:number]
            yield _Stretch(part[0][0], part[-1][1], min(r[2] for r in part), max(r[3] for r in part), cold)
            begun = number


def _between(
    design: Design, room_id: str, stretches: Sequence[_Stretch], *, upright: bool
) -> Iterator[tuple[Literal["cold", "hot"], _Rect]]:
    """(air, rectangle) of the floor between two rows that agree, and before those that stand alone."""
    needed = clearances(design)
    reach = needed.front + needed.rear
    floor = polygon_of(plan_of(design, room_id).outline)
    for one in sorted(stretches, key=lambda s: (s.y0, s.x0)):
        for side in (-1, 1):
            kind: Literal["cold", "hot"] = "cold" if one.cold == side else "hot"
            other = _opposite(one, stretches, side, reach)
            if other is not None:
                # Hot against hot and cold against cold; two rows that disagree share no aisle.
                agrees = (other.cold == -side) == (kind == "cold")
                # Only from the upper row, so that the aisle between two is named once.
                if side > 0 and agrees and other.y0 - one.y1 >= _LEAST_MM:
                    yield kind, (min(one.x0, other.x0), max(one.x1, other.x1), one.y1, other.y0)
                continue
            # A row alone has its own clearance before or behind it, cut to the floor.
            kept = needed.front if kind == "cold" else needed.rear
            rect = (one.x0, one.x1, one.y1, one.y1 + kept) if side > 0 else (one.x0, one.x1, one.y0 - kept, one.y0)
            inside = _inside(rect, floor, upright=upright)
            if inside is not None:
                yield kind, inside


def _opposite(one: _Stretch, stretches: Sequence[_Stretch], side: int, reach: float) -> _Stretch | None:
    """The nearest row that looks at this SIDE of ONE within REACH."""
    found: list[tuple[float, _Stretch]] = []
    for other in stretches:
        gap = other.y0 - one.y1 if side > 0 else one.y0 - other.y1
        if other is not one and 0 <= gap <= reach and min(one.x1, other.x1) > max(one.x0, other.x0):
            found.append((gap, other))
    return min(found)[1] if found else None


def _inside(rect: _Rect, floor: shapely.Polygon | None, *, upright: bool) -> _Rect | None:
    """RECT as far as the walls let it; None where hardly anything is left."""
    if floor is None:
        return rect
    x0, x1, y0, y1 = rect if upright else _swapped(rect)
    left, top, right, bottom = shapely.box(x0, y0, x1, y1).intersection(floor).bounds or (0.0, 0.0, 0.0, 0.0)
    if not min(right - left, bottom - top) >= _LEAST_MM:
        return None
    cut = (float(left), float(right), float(top), float(bottom))
    return cut if upright else _swapped(cut)


def _swapped(rect: _Rect) -> _Rect:
    x0, x1, y0, y1 = rect
    return y0, y1, x0, x1


def _box(rect: _Rect) -> Box:
    x0, x1, y0, y1 = (round(value, 3) for value in rect)
    return Box(x_mm=x0, y_mm=y0, width_mm=x1 - x0, depth_mm=y1 - y0)


def _same(one: Box, other: Box) -> bool:
    across = min(one.x_mm + one.width_mm, other.x_mm + other.width_mm) - max(one.x_mm, other.x_mm)
    down = min(one.y_mm + one.depth_mm, other.y_mm + other.depth_mm) - max(one.y_mm, other.y_mm)
    least = min(one.width_mm * one.depth_mm, other.width_mm * other.depth_mm)
    return across > 0 and down > 0 and across * down > _SAME_SHARE * least
