"""Problems on a floor: outside the walls, on each other, in a door's way, too close, too heavy."""

from collections.abc import Iterator, Mapping, Sequence
from math import cos, radians, sin
from typing import Any, Final, cast

import numpy as np
import shapely
from shapely import MultiPoint, Polygon, STRtree
from shapely.geometry import Point as Spot

from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.rooms.air_sides import air_troubles
from designer.analysis.rooms.floor_positions import Standing, turned
from designer.analysis.rooms.records import FloorProblem, FloorTrouble
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.kinds import FLOOR_RACKS
from designer.model.rooms.room_plan import Box, Door, Point, RoomPlan

TOUCHING_MM: Final = 1.0
"""Footprints that share less than this along an edge stand side by side."""
_M2: Final = 1e6
_ARC: Final = 12
"""Edges that stand for the arc of a door's leaf."""

Shapes = np.ndarray[Any, np.dtype[np.object_]]


def floor_problems(
    design: Design, standing: Standing, weights_kg: Mapping[str, float | None] | None = None
) -> tuple[FloorProblem, ...]:
    """Return the problems of where things stand, room by room; of alike copies of a room the first is taken.

    Args:
        design: The design.
        standing: Where its copies stand.
        weights_kg: Of one copy of a node; None or left out where it is not known, and then its load is not checked.
    """
    found: list[FloorProblem] = []
    for number, room_id in enumerate(standing.rooms):
        rows = np.flatnonzero((standing.room == number) & (standing.room_copy == 0))
        found.extend(_Room(design, standing, room_id, rows, weights_kg or {}).problems())
    for node in design.nodes_in_order():
        if node.plan is not None and node.id not in standing.rooms:
            found.extend(_walls(node.id, node.plan))
    return tuple(found)


def swept(door: Door) -> Polygon | None:
    """The floor that the leaf of DOOR sweeps; None for one that slides or has no width."""
    if not door.swing_deg or door.width_mm <= 0:
        return None
    angles = [radians(door.along_deg + door.swing_deg * step / _ARC) for step in range(_ARC + 1)]
    arc = [(door.x_mm + door.width_mm * cos(a), door.y_mm + door.width_mm * sin(a)) for a in angles]
    return Polygon([(door.x_mm, door.y_mm), *arc])


def outline_polygon(corners: Sequence[Point]) -> Polygon | None:
    """The floor inside CORNERS; None where they enclose none or cross each other."""
    if len(corners) < 3:
        return None
    made = Polygon([(corner.x_mm, corner.y_mm) for corner in corners])
    return made if made.is_valid and made.area > 0 else None


def _walls(room_id: str, plan: RoomPlan) -> Iterator[FloorProblem]:
    if not plan.outline or outline_polygon(plan.outline) is not None:
        return
    corners = MultiPoint([(corner.x_mm, corner.y_mm) for corner in plan.outline])
    trouble: FloorTrouble = "crossing walls" if corners.convex_hull.area else "no area"
    yield FloorProblem(trouble=trouble, room=room_id, ids=(room_id,))


class _Room:
    """The first copy of one room and what stands in it."""

    def __init__(
        self, design: Design, standing: Standing, room_id: str, rows: Ints, weights_kg: Mapping[str, float | None]
    ) -> None:
        self._design, self._standing, self._rows = design, standing, rows
        self._id = room_id
        room = design.nodes.get(room_id)
        self._plan = room.plan if room is not None and room.plan is not None else RoomPlan()
        self._weights = weights_kg
        self._feet = _polygons(standing.corners()[rows])
        self._tree = STRtree(self._feet)
        self._floor = outline_polygon(self._plan.outline)

    def problems(self) -> Iterator[FloorProblem]:
        """All that is wrong, worst kinds first."""
        yield from _walls(self._id, self._plan)
        yield from self._outside()
        overlaps = list(self._overlaps())
        yield from overlaps
        for trouble, shape, piece in self._pieces():
            yield from self._in_the_way(trouble, shape, piece)
        # What stands in another thing has no room before or behind it either; that is said once.
        in_each_other = {frozenset(problem.ids) for problem in overlaps}
        close: set[frozenset[str]] = set()
        for problem in (*self._clearances("front", 1.0), *self._clearances("rear", -1.0)):
            close.add(frozenset(problem.ids))
            if problem.amount > TOUCHING_MM or frozenset(problem.ids) not in in_each_other:
                yield problem
        # Those that stand too close are told of already.
        yield from (problem for problem in self._air() if frozenset(problem.ids) not in close | in_each_other)
        yield from self._loads()

    def _outside(self) -> Iterator[FloorProblem]:
        if self._floor is None:
            return
        beyond = shapely.area(shapely.difference(self._feet, self._floor)) / _M2
        slack = shapely.length(self._feet) * TOUCHING_MM / _M2
        yield from self._by_node("outside", np.flatnonzero(beyond > slack), beyond)

    def _overlaps(self) -> Iterator[FloorProblem]:
        a, b = self._tree.query(self._feet, predicate="intersects")
        a, b = a[a < b], b[a < b]
        shared = shapely.intersection(self._feet[a], self._feet[b])
        deep = shapely.area(shared) > shapely.length(shared) / 2 * TOUCHING_MM
        a, b, area = a[deep], b[deep], shapely.area(shared)[deep] / _M2
        nodes = self._standing.node[self._rows]
        pairs: dict[tuple[int, int], list[int]] = {}
        for place, (first, second) in enumerate(zip(nodes[a], nodes[b], strict=True)):
            pairs.setdefault((min(first, second), max(first, second)), []).append(place)
        for (first, second), places in pairs.items():
            names = self._standing.ids
            ids = (names[first],) if first == second else (names[first], names[second])
            one = places[0]
            yield FloorProblem(
                trouble="overlap",
                room=self._id,
                ids=ids,
                example=(self._name(a[one]), self._name(b[one])),
                copies=len(places),
                amount=float(area[places].max()),
            )

    def _pieces(self) -> Iterator[tuple[FloorTrouble, Polygon, str]]:
        for number, column in enumerate(self._plan.columns, start=1):
            yield "column", _box(column), f"column {number}"
        for number, area in enumerate(self._plan.keep_outs, start=1):
            shape = outline_polygon(area.corners)
            if shape is not None:
                yield "keep-out", shape, area.why or f"keep-out {number}"
        for number, door in enumerate(self._plan.doors, start=1):
            shape = swept(door)
            if shape is not None:
                yield "door", shape, f"door {number}"

    def _in_the_way(self, trouble: FloorTrouble, shape: Polygon, piece: str) -> Iterator[FloorProblem]:
        # The tree finds candidates; only those are cut with the shape.
        near = np.sort(self._tree.query(shape, predicate="intersects"))
        shared = np.zeros(self._rows.size)
        common = shapely.intersection(self._feet[near], shape)
        # Shared area in m². What merely touches along an edge has area of rounding alone and counts as 0.
        shared[near] = np.where(
            shapely.area(common) > shapely.length(common) / 2 * TOUCHING_MM, shapely.area(common) / _M2, 0.0
        )
        yield from self._by_node(trouble, np.flatnonzero(shared > 0), shared, piece=piece)

    def _clearances(self, trouble: FloorTrouble, way: float) -> Iterator[FloorProblem]:
        """Racks whose front (WAY 1) or rear (WAY −1) has less free floor than it needs."""
        wanted = assumed(self._design, "front_clearance_mm" if way > 0 else "rear_clearance_mm").or_zero
        standing, rows = self._standing, self._rows
        kinds = np.array([self._design.nodes[name].kind in FLOOR_RACKS for name in standing.ids])
        racks = np.flatnonzero(kinds[standing.node[rows]]) if kinds.size else np.zeros(0, np.int64)
        if not wanted or not racks.size:
            return
        # One rectangle a rack: the floor that it needs free on this side, mm.
        zones = _polygons(self._zones(rows[racks], wanted, way))
        # (racks,) mm: free depth of each, narrowed below by what stands in the zone.
        free = np.full(racks.size, wanted)
        in_the_way: dict[int, str] = {}
        zone, other = self._tree.query(zones, predicate="intersects")
        # A rack stands in no zone of its own.
        apart = other != racks[zone]
        zone, other = zone[apart], other[apart]
        self._narrow(free, in_the_way, racks, zones, zone, self._feet[other], way, other)
        if self._floor is not None:
            walls = shapely.boundary(self._floor)
            cut = np.flatnonzero(shapely.intersects(zones, walls))
            self._narrow(free, in_the_way, racks, zones, cut, np.full(cut.size, walls, dtype=object), way, None)
        for column in self._plan.columns:
            shape = _box(column)
            cut = np.flatnonzero(shapely.intersects(zones, shape))
            self._narrow(free, in_the_way, racks, zones, cut, np.full(cut.size, shape, dtype=object), way, None)
        short = np.flatnonzero(free < wanted - TOUCHING_MM)
        amount = np.full(rows.size, wanted)
        amount[racks] = free
        groups: dict[str, list[int]] = {}
        for place in short:
            groups.setdefault(in_the_way.get(int(place), ""), []).append(int(racks[place]))
        for other_id, places in groups.items():
            yield from self._by_node(trouble, np.array(places), amount, limit=wanted, beside=other_id, least=True)

    def _zones(self, rows: Ints, depth: float, way: float) -> Floats:
        """The floor in front of or behind each of ROWS as far as DEPTH (n, 4, 2)."""
        standing = self._standing
        width, own = standing.size[rows, 0], standing.size[rows, 1]
        start = own if way > 0 else np.zeros_like(own)
        # A little narrower than the rack, so that a neighbour that touches its side is not taken to stand in front.
        inset = np.minimum(TOUCHING_MM, width / 4)
        # Four corners in the coordinates of the thing: along its width, and from its face outwards.
        local = np.stack(
            [
                np.stack([inset, start], axis=-1),
                np.stack([width - inset, start], axis=-1),
                np.stack([width - inset, start + way * depth], axis=-1),
                np.stack([inset, start + way * depth], axis=-1),
            ],
            axis=1,
        )
        return standing.corner[rows][:, None, :] + turned(local, standing.turn[rows][:, None])

    def _narrow(
        self,
        free: Floats,
        in_the_way: dict[int, str],
        racks: Ints,
        zones: Shapes,
        places: Ints,
        shapes: Shapes,
        way: float,
        other: Ints | None,
    ) -> None:
        """Lower FREE where SHAPES reach into the zones at PLACES; remember which node does so most."""
        if not places.size:
            return
        common = shapely.intersection(zones[places], shapes)
        faces = self._faces(self._rows[racks[places]], way)
        distance = shapely.distance(common, shapely.linestrings(faces))
        reached = shapely.length(common) > 2 * TOUCHING_MM  # not only its edge
        reached &= (shapely.area(common) > shapely.length(common) / 2 * TOUCHING_MM) | (shapely.area(shapes) == 0)
        for number, place in enumerate(places):
            if reached[number] and distance[number] < free[place] - 1e-9:
                free[place] = distance[number]
                node = "" if other is None else self._standing.ids[self._standing.node[self._rows[other[number]]]]
                in_the_way[int(place)] = node

    def _faces(self, rows: Ints, way: float) -> Floats:
        """The front or rear edges of ROWS (n, 2, 2)."""
        corners = self._standing.corners()[rows]
        return corners[:, [2, 3]] if way > 0 else corners[:, [0, 1]]

    def _air(self) -> Iterator[FloorProblem]:
        groups: dict[tuple[str, str], list[int]] = {}
        for one in air_troubles(self._design, self._standing, self._rows, self._plan.aisles):
            beside = self._standing.ids[self._standing.node[self._rows[one.beside]]] if one.beside >= 0 else ""
            groups.setdefault((one.words, beside), []).append(one.place)
        for (words, beside), places in groups.items():
            amount = np.zeros(self._rows.size)
            yield from self._by_node("air", np.array(places), amount, piece=words, beside=beside)

    def _loads(self) -> Iterator[FloorProblem]:
        limit = self._plan.load_limit_kg_per_m2
        if not limit:
            return
        # Footprint in m² and weight in kg of each; an unknown weight gives no load here, and another check names it.
        area = self._standing.size[self._rows].prod(axis=1) / _M2
        weight = np.array([self._weights.get(self._standing.ids[n]) or 0.0 for n in self._standing.node[self._rows]])
        load = np.divide(weight, area, out=np.zeros_like(weight), where=area > 0)
        yield from self._by_node("floor load", np.flatnonzero(load > limit), load, limit=limit)

    def _by_node(
        self,
        trouble: FloorTrouble,
        places: Ints,
        amount: Floats,
        *,
        piece: str = "",
        limit: float | None = None,
        beside: str = "",
        least: bool = False,
    ) -> Iterator[FloorProblem]:
        """One problem for each node that has copies at PLACES, with the worst AMOUNT."""
        nodes = self._standing.node[self._rows[places]]
        for node in dict.fromkeys(nodes.tolist()):
            mine = places[nodes == node]
            own = self._standing.ids[node]
            worst = amount[mine].min() if least else amount[mine].max()
            yield FloorProblem(
                trouble=trouble,
                room=self._id,
                ids=(own, beside) if beside and beside != own else (own,),
                example=(self._name(int(mine[0])),),
                copies=int(mine.size),
                amount=float(worst),
                limit=limit,
                piece=piece,
            )

    def _name(self, place: int) -> str:
        row = self._rows[place]
        own = self._standing.ids[self._standing.node[row]]
        many = self._design.total_copies(own) > 1
        return f"{own}[{int(self._standing.copy[row])}]" if many else own


def room_at(design: Design, x_mm: float, y_mm: float) -> str | None:
    """The first room whose walls enclose a place; None for none."""
    for node in design.nodes_in_order():
        floor = outline_polygon(node.plan.outline) if node.plan is not None else None
        if floor is not None and floor.covers(Spot(x_mm, y_mm)):
            return node.id
    return None


def _polygons(corners: Floats) -> Shapes:
    """A polygon for each of CORNERS (n, 4, 2)."""
    return cast("Shapes", shapely.polygons(corners))


def _box(box: Box) -> Polygon:
    return shapely.box(box.x_mm, box.y_mm, box.x_mm + box.width_mm, box.y_mm + box.depth_mm)
