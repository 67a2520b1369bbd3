"""The shapes of a room's plan for drawing it: doors with their swing, zones with hatching, trays, dimension lines."""

import math
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

import numpy as np
import shapely

from designer.drawing.records import Rect
from designer.model.rooms.room_plan import Box, Door, RoomPlan, Tray

MM: Final = 10.0
"""Millimetres for a unit of the drawing."""
_ARC: Final = 16
_HATCH_MM: Final = 260.0
_AWAY: Final = 55.0
_AWAY_SHARE: Final = 0.025
"""From the walls to the dimension lines: so many centimetres, or that share of the room."""

Path = tuple[tuple[float, float], ...]


class DoorShape(NamedTuple):
    """A door: the opening in the wall, the open leaf, and the arc between them."""

    opening: Path
    leaf: Path
    arc: Path


class Zone(NamedTuple):
    """A part of the floor with words on it."""

    kind: Literal["cold", "hot", "keep-out"]
    corners: Path
    words: str
    contained: bool = False
    hatch: tuple[Path, ...] = ()


class TrayShape(NamedTuple):
    """A tray or ladder along its middle."""

    line: Path
    width: float
    words: str
    ladder: bool


class Measure(NamedTuple):
    """A dimension line from A to B, with its words in the middle."""

    a: tuple[float, float]
    b: tuple[float, float]
    words: str


def zones_of(plan: RoomPlan) -> tuple[Zone, ...]:
    """Aisles, and then keep-outs."""
    aisles = (
        Zone(
            aisle.kind,
            _box_path(aisle.area),
            f"{aisle.kind} aisle{' · contained' if aisle.contained else ''}",
            aisle.contained,
        )
        for aisle in plan.aisles
    )
    return (*aisles, *(_keep_out(tuple((c.x_mm, c.y_mm) for c in area.corners), area.why) for area in plan.keep_outs))


def millimetres(value: float) -> str:
    """A length as plans write it: 14 800 mm."""
    return f"{value:,.0f} mm".replace(",", "\u202f")


def box_rect(box: Box) -> Rect:
    """A box of the plan in the drawing."""
    return Rect(box.x_mm / MM, box.y_mm / MM, box.width_mm / MM, box.depth_mm / MM)


def _box_path(box: Box) -> Path:
    r = box_rect(box)
    return ((r.x, r.y), (r.right, r.y), (r.right, r.bottom), (r.x, r.bottom))


def door_shape(door: Door) -> DoorShape:
    """A door with its leaf open."""
    hinge = (door.x_mm / MM, door.y_mm / MM)

    def at(degrees: float) -> tuple[float, float]:
        angle = math.radians(degrees)
        return hinge[0] + door.width_mm / MM * math.cos(angle), hinge[1] + door.width_mm / MM * math.sin(angle)

    opening = (hinge, at(door.along_deg))
    if not door.swing_deg:
        return DoorShape(opening, (), ())
    arc = tuple(at(door.along_deg + door.swing_deg * step / _ARC) for step in range(_ARC + 1))
    return DoorShape(opening, (hinge, arc[-1]), arc)


def _keep_out(corners: Path, why: str) -> Zone:
    """A keep-out with its hatch lines, cut to its shape."""
    path = tuple((x / MM, y / MM) for x, y in corners)
    words = why or "keep free"
    if len(path) < 3:
        return Zone("keep-out", path, words)
    # A crossed or empty outline cannot be cut with lines; it is shown without hatching.
    shape = shapely.Polygon(path)
    if not shape.is_valid or not shape.area:
        return Zone("keep-out", path, words)
    left, top, right, bottom = shape.bounds
    # At most 200 lines, however large the area is.
    step = max(_HATCH_MM / MM, (right - left + bottom - top) / 200)
    starts = np.arange(left - (bottom - top), right, step)
    # Lines at 45 degrees over the bounding box, then the part of each that lies inside.
    lines = shapely.linestrings([[(x, bottom), (x + bottom - top, top)] for x in starts.tolist()])
    cut = shapely.get_parts(shapely.intersection(lines, shape))
    hatch = tuple(tuple((float(x), float(y)) for x, y in line.coords) for line in cut if line.length > 0)
    return Zone("keep-out", path, words, hatch=hatch)


def tray_shape(tray: Tray) -> TrayShape:
    """A tray along its middle."""
    line = tuple((point.x_mm / MM, point.y_mm / MM) for point in tray.line)
    return TrayShape(line, tray.width_mm / MM, f"{tray.form} {tray.width_mm:g} mm", tray.form == "ladder")


def measures_of(walls: Path) -> Iterator[Measure]:
    """The room's width above it and its depth at its left."""
    if len(walls) < 3:
        return
    xs, ys = [x for x, _ in walls], [y for _, y in walls]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    away = max(_AWAY, _AWAY_SHARE * max(right - left, bottom - top))
    if right > left:
        yield Measure((left, top - away), (right, top - away), millimetres((right - left) * MM))
    if bottom > top:
        yield Measure((left - away, top), (left - away, bottom), millimetres((bottom - top) * MM))
