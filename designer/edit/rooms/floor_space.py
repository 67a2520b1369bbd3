"""Space for rows of racks: free stretches along a row between walls, columns, doors and what stands there.

All is worked out in a frame whose x axis runs along the rows; `Frame` takes it to the room and back.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.kinds import FLOOR_RACKS
from designer.model.rooms.floor_positions import Floats, Standing, turned
from designer.model.rooms.room_plan import Box, Door, Point, RoomPlan

Stretch = tuple[float, float]
"""From x to x, in mm of the frame."""

_SLIVER_MM2: Final = 100.0
_ARC: Final = 12
_TINY: Final = 1e-6


class Clearances(NamedTuple):
    """Free floor that racks need, in mm."""

    front: float
    rear: float

    @property
    def aisle(self) -> float:
        """Return the width between two rows, enough for either side of a rack, mm."""
        return max(self.front, self.rear)


class Row(NamedTuple):
    """One row: where it begins, which way its fronts look, and where there is room on it.

    Attributes:
        y: Its upper edge in the frame, mm.
        down: Whether fronts look towards greater y.
    """

    y: float
    down: bool
    free: tuple[Stretch, ...]


def clearances(design: Design) -> Clearances:
    """Return the clearances that DESIGN assumes."""
    front, rear = (assumed(design, f"{side}_clearance_mm").value or 0.0 for side in ("front", "rear"))
    return Clearances(front, rear)


class Frame:
    """The frame of a room's rows: turned by a quarter where the room is deeper than wide."""

    def __init__(self, plan: RoomPlan, *, quarter: bool) -> None:
        self.turn = 90.0 if quarter else 0.0
        self._tile = plan.tile_mm
        self._tile_x, self._tile_y = (plan.tile_y_mm, -plan.tile_x_mm) if quarter else (plan.tile_x_mm, plan.tile_y_mm)

    def into(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape of the room in the frame."""
        return shapely.transform(shape, self._inward) if self.turn else shape

    def out(self, x: float, y: float) -> tuple[float, float]:
        """A place of the frame in the room."""
        return (round(-y, 3), round(x, 3)) if self.turn else (round(x, 3), round(y, 3))

    def box_out(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle of the frame in the room."""
        (ax, ay), (bx, by) = self.out(x0, y0), self.out(x1, y1)
        return Box(x_mm=min(ax, bx), y_mm=min(ay, by), width_mm=abs(bx - ax), depth_mm=abs(by - ay))

    def snapped_x(self, x: float) -> float:
        """The first tile edge at or after X."""
        return _up(x, self._tile, self._tile_x)

    def snapped_y(self, y: float) -> float:
        """The first tile edge at or after Y."""
        return _up(y, self._tile, self._tile_y)

    def tiles(self, length: float) -> float:
        """LENGTH as whole tiles."""
        return math.ceil(length / self._tile - _TINY) * self._tile if self._tile else length

    @property
    def step(self) -> float:
        """Return how far a row is moved when it is tried elsewhere, mm."""
        return self._tile or 300.0

    @staticmethod
    def _inward(points: Floats) -> Floats:
        return np.stack([points[:, 1], -points[:, 0]], axis=-1)


def _up(value: float, tile: float, origin: float) -> float:
    if not tile:
        return value
    return origin + math.ceil((value - origin) / tile - _TINY) * tile


class Space:
    """Space of a room that is free for racks, in a frame."""

    def __init__(self, plan: RoomPlan, standing: Standing, room_id: str, needed: Clearances, design: Design) -> None:
        floor = polygon_of(plan.outline)
        self.floor: Polygon | None = floor
        if floor is None:
            return
        # Rows run along the longer side: frames of upright rooms are turned by a quarter.
        left, top, right, bottom = floor.bounds
        self.frame = Frame(plan, quarter=bottom - top > right - left)
        self._needed = needed
        feet, zones = _standing_in(standing, room_id, needed, design)
        columns = [shapely.box(c.x_mm, c.y_mm, c.x_mm + c.width_mm, c.y_mm + c.depth_mm) for c in plan.columns]
        blocked = [shape for shape in map(polygon_of, (k.corners for k in plan.keep_outs)) if shape is not None]
        blocked += [shape for shape in map(swept_floor, plan.doors) if shape is not None]
        into = self.frame.into
        self.walls = into(floor)
        # Feet keep off all of these; a clearance may lie in keep-outs, in doors and in other clearances.
        self._for_feet = [into(shape) for shape in (*blocked, *columns, *feet, *zones)]
        self._for_zones = [into(shape) for shape in (*columns, *feet)]
        self.bounds = self.walls.bounds

    def rows(self, depth: float, *, down: bool, shift: float) -> list[Row]:
        """Rows of racks DEPTH deep, the first one looking DOWN or up, SHIFT further in than it has to be."""
        _, top, _, bottom = self.bounds
        pitch = self.pitch(depth)
        y = self.frame.snapped_y(top + (self._needed.rear if down else self._needed.front)) + shift
        found: list[Row] = []
        while y + depth <= bottom + _TINY:
            found.append(Row(y, down, tuple(self._free(y, depth, down=down))))
            y += pitch
            down = not down
        return found

    def pitch(self, depth: float) -> float:
        """From one row to the next, mm."""
        return self.frame.tiles(depth + self._needed.aisle)

    def _free(self, y: float, depth: float, *, down: bool) -> Iterator[Stretch]:
        left, _, right, _ = self.bounds
        above, below = (self._needed.rear, self._needed.front) if down else (self._needed.front, self._needed.rear)
        strip = shapely.box(left - 1.0, y - above, right + 1.0, y + depth + below)
        end = self._needed.front
        taken = [(a - end, b + end) for a, b in _spans([shapely.difference(strip, self.walls)])]
        taken += _spans([shapely.intersection(shape, strip) for shape in self._for_zones])
        feet = shapely.box(left - 1.0, y, right + 1.0, y + depth)
        taken += _spans([shapely.intersection(shape, feet) for shape in self._for_feet])
        x = left
        for start, stop in sorted(taken):
            if start > x + _TINY:
                yield x, start
            x = max(x, stop)
        if right > x + _TINY:
            yield x, right


def _spans(shapes: Iterable[BaseGeometry]) -> list[Stretch]:
    """Return the stretch that each piece of SHAPES covers along x."""
    found: list[Stretch] = []
    for shape in shapes:
        for piece in shapely.get_parts(shape):
            if piece.area > _SLIVER_MM2:
                x0, _, x1, _ = piece.bounds
                found.append((x0, x1))
    return found


def polygon_of(corners: Sequence[Point]) -> Polygon | None:
    """The floor inside CORNERS; None where they enclose none or cross each other."""
    if len(corners) < 3:
        return None
    made = Polygon([(corner.x_mm, corner.y_mm) for corner in corners])
    return made if made.is_valid and made.area > 0 else None


def swept_floor(door: Door) -> Polygon | None:
    """The floor that the leaf of DOOR sweeps; None for one that slides."""
    if not door.swing_deg or door.width_mm <= 0:
        return None
    angles = [math.radians(door.along_deg + door.swing_deg * step / _ARC) for step in range(_ARC + 1)]
    arc = [(door.x_mm + door.width_mm * math.cos(a), door.y_mm + door.width_mm * math.sin(a)) for a in angles]
    return Polygon([(door.x_mm, door.y_mm), *arc])


def _standing_in(
    standing: Standing, room_id: str, needed: Clearances, design: Design
) -> tuple[list[Polygon], list[Polygon]]:
    """Footprints of what stands in a room already, and the floor that its racks keep free."""
    if room_id not in standing.rooms:
        return [], []
    number = standing.rooms.index(room_id)
    rows = np.flatnonzero((standing.room == number) & (standing.room_copy == 0))
    feet = [Polygon(corners) for corners in standing.corners()[rows]]
    zones: list[Polygon] = []
    for row in rows:
        if design.nodes[standing.ids[int(standing.node[row])]].kind not in FLOOR_RACKS:
            continue
        width, depth = standing.size[row]
        local = np.array(
            [[0.0, -needed.rear], [width, -needed.rear], [width, depth + needed.front], [0.0, depth + needed.front]]
        )
        zones.append(Polygon(standing.corner[row] + turned(local, standing.turn[row])))
    return feet, zones
