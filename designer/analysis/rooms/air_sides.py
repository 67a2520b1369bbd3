"""Racks that face the wrong way: what they breathe in comes from a hot aisle or another rack, or they heat a cold one.

Where nobody says which way the air of a rack goes, its front is taken for the cold side, as rows are planned.
What stands aslant belongs to no row, and is not judged.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, cast

import numpy as np
import shapely
from shapely import STRtree

from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.rooms.floor_positions import Standing, turned
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.kinds import FLOOR_RACKS
from designer.model.rooms.rack_airflow import air_ways
from designer.model.rooms.room_plan import Aisle

BREATHES: Final = FLOOR_RACKS
STRIP_MM: Final = 300.0
"""How much of the floor before a rack tells in which aisle it stands."""
_SHARE: Final = 0.5
_AGAINST: Final = -0.999
"""Cosine of two sides that look at each other."""


class AirTrouble(NamedTuple):
    """A copy whose air is wrong.

    Attributes:
        place: Which of the rows that were looked at.
        words: What it does, after its name: "takes its air from hot aisle 2".
        beside: Row of what blows at it, -1 for none.
    """

    place: int
    words: str
    beside: int = -1


def reach_mm(design: Design) -> float:
    """Return the distance in mm within which two rows share an aisle: both clearances together."""
    return sum(assumed(design, f"{side}_clearance_mm").or_zero for side in ("front", "rear"))


def air_troubles(design: Design, standing: Standing, rows: Ints, aisles: Sequence[Aisle]) -> Iterator[AirTrouble]:
    """Yield each of ROWS that faces the wrong way, by the drawn aisles; outside of any, by what stands opposite."""
    # (nodes,): True for what draws air through its front. Only racks at right angles have a side that faces an aisle.
    kinds = np.array([design.nodes[name].kind in BREATHES for name in standing.ids], dtype=bool)
    in_rows = np.mod(standing.turn[rows], 90.0) == 0
    places = np.flatnonzero(kinds[standing.node[rows]] & in_rows) if kinds.size else np.zeros(0, np.int64)
    if not places.size:
        return
    mine = rows[places]
    ways = air_ways(design, standing.ids)
    # (racks,): 1 where air enters at the front, −1 at the rear; the inlet strip lies on that side, the outlet opposite.
    by_node = np.array([ways[name] or 1 for name in standing.ids])
    way = by_node[standing.node[mine]]
    inlet, outlet = sides(standing, mine, way, STRIP_MM), sides(standing, mine, -way, STRIP_MM)
    breathed, blown = _aisle_of(inlet, aisles), _aisle_of(outlet, aisles)
    for number, place in enumerate(places.tolist()):
        said: list[str] = []
        if breathed[number] >= 0 and aisles[breathed[number]].kind == "hot":
            said.append(f"takes its air from hot aisle {breathed[number] + 1}")
        if blown[number] >= 0 and aisles[blown[number]].kind == "cold":
            said.append(f"blows warm air into cold aisle {blown[number] + 1}")
        if said:
            yield AirTrouble(place, " and ".join(said))
    # No aisle is drawn where these take in air, so the rack that blows towards them decides.
    alone = np.flatnonzero(breathed < 0)
    for number, other in _blown_at(design, standing, mine, way, alone):
        yield AirTrouble(int(places[number]), "takes in what the row before it blows out", int(places[other]))


def sides(standing: Standing, rows: Ints, way: Ints, depth_mm: float) -> Floats:
    """The floor as far as DEPTH_MM out of the front (WAY 1) or rear (WAY -1) of each of ROWS (n, 4, 2)."""
    width, own = standing.size[rows, 0], standing.size[rows, 1]
    start = np.where(way > 0, own, 0.0)
    end = start + way * depth_mm
    inset = width / 20
    around = ((inset, start), (width - inset, start), (width - inset, end), (inset, end))
    local = np.stack([np.stack(pair, axis=-1) for pair in around], axis=1)
    return standing.corner[rows][:, None, :] + turned(local, standing.turn[rows][:, None])


def _aisle_of(strips: Floats, aisles: Sequence[Aisle]) -> Ints:
    """The aisle in which most of each strip, along the walls, lies; -1 for none."""
    low, high = strips.min(axis=1), strips.max(axis=1)
    # (strips,) mm²; never 0, since a strip without depth would divide by it.
    areas = np.maximum((high - low).prod(axis=1), 1e-9)
    best, found = np.full(len(strips), _SHARE), np.full(len(strips), -1, dtype=np.int64)
    for number, aisle in enumerate(aisles):
        box = aisle.area
        start, end = np.array([box.x_mm, box.y_mm]), np.array([box.x_mm + box.width_mm, box.y_mm + box.depth_mm])
        # Overlap of each strip with this aisle over the area of the strip; 0 where they are apart.
        share = np.maximum(np.minimum(high, end) - np.maximum(low, start), 0.0).prod(axis=1) / areas
        more = share > best
        best[more], found[more] = share[more], number
    return found


def _blown_at(design: Design, standing: Standing, rows: Ints, way: Ints, alone: Ints) -> Iterator[tuple[int, int]]:
    """(which of ALONE, what blows at it) where the nearest thing before its inlet has its outlet there."""
    if not alone.size:
        return
    feet = _shapes(standing.corners()[rows])
    zones = _shapes(sides(standing, rows[alone], way[alone], reach_mm(design)))
    out = -way[:, None] * turned(np.tile([0.0, 1.0], (rows.size, 1)), standing.turn[rows])
    at, other = STRtree(feet).query(zones, predicate="intersects")
    apart = other != alone[at]
    at, other = at[apart], other[apart]
    if not at.size:
        return
    distance = shapely.distance(feet[alone[at]], feet[other])
    order = np.lexsort((distance, at))
    _, first = np.unique(at[order], return_index=True)
    for one in order[first].tolist():
        number, blower = int(alone[at[one]]), int(other[one])
        # My inlet looks against the way its air comes.
        if float(out[blower] @ -out[number]) < _AGAINST:
            yield number, blower


def _shapes(corners: Floats) -> "np.ndarray[Any, np.dtype[np.object_]]":
    return cast("np.ndarray[Any, np.dtype[np.object_]]", shapely.polygons(corners))
