"""The display list of a room to scale: walls, doors, aisles, trays, and every copy of what stands there, in arrays.

A unit of the drawing is a centimetre: ten millimetres of the room.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Final, Literal, NamedTuple

import numpy as np
import shapely
from typing_extensions import override

from designer.analysis.results import Results
from designer.analysis.rooms.floor_problems import floor_problems
from designer.analysis.rooms.records import FloorProblem
from designer.drawing.drawing import Drawing, Floats
from designer.drawing.records import Rect
from designer.drawing.rooms.floor_overlays import FloorOverlay, floor_heat
from designer.drawing.rooms.floor_shapes import MM, Path, box_rect, door_shape, measures_of, tray_shape, zones_of
from designer.model.copy_ids import copy_id
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.kinds import FLOOR_RACKS, ROOMS
from designer.model.rooms.floor_positions import Ints, Standing, standing, turned
from designer.model.rooms.rack_airflow import air_ways
from designer.model.rooms.room_plan import RoomPlan

_MARGIN_SHARE: Final = 0.08
_MARGIN_MM: Final = 1_300.0
"""Around the walls, for dimension lines and the scale bar."""
_EMPTY_MM: Final = (12_000.0, 8_000.0)
"""What is in sight of a room without walls."""


class Block(NamedTuple):
    """All copies of one node, for its label from far away.

    Attributes:
        rect: Around those that stand side by side.
    """

    node: str
    title: str
    copies: int
    rect: Rect


class FloorHit(NamedTuple):
    """The thing under a point: a copy of a node, a piece of the room, a corner or a wall."""

    kind: Literal["standing", "doors", "columns", "keep_outs", "aisles", "trays", "corner", "wall"]
    number: int


class FloorDrawing(Drawing):
    """A room to scale.

    Attributes:
        room: Id of the room; "" is the open floor.
        plan: Its plan.
        rows: Rows of the standing that are drawn (n,).
        corners: Four corners of every footprint, clockwise from the turning corner (n, 4, 2).
        fronts: The front edges (n, 2, 2).
        shares: Of the overlay's scale, NaN where it is unknown (n,).
        troubled: Whether something is wrong with it (n,).
        upright: Whether it stands along the walls (n,).
        node_of: Place in `ids` (n,).
        picture: What lies under the room, None for nothing.
        unplaced: Racks of this room, or of none, that have no place yet.
    """

    painted_as = "floor"
    to_scale = True

    def __init__(
        self,
        design: Design,
        room: str,
        found: Standing,
        results: Results | None,
        overlay: FloorOverlay,
        problems: Sequence[FloorProblem],
    ) -> None:
        node = design.nodes.get(room)
        self.room = room
        self.plan = node.plan if node is not None and node.plan is not None else RoomPlan()
        number = found.rooms.index(room) if room in found.rooms else -1
        # Copies of a room are alike: the first one is drawn.
        self.rows: Ints = np.flatnonzero((found.room == number) & (found.room_copy == 0))
        self.ids = found.ids
        self.node_of: Ints = found.node[self.rows]
        self.copy_of: Ints = found.copy[self.rows]
        self.corners: Floats = found.corners()[self.rows] / MM
        # Corners 3 and 2 are the front of a thing; metres, (n, 2, 2).
        self.fronts: Floats = self.corners[:, [3, 2]]
        self.turns: Floats = found.turn[self.rows]
        self.upright = np.mod(self.turns, 90.0) == 0
        self.feet: Floats = _boxes(self.corners)
        heat = floor_heat(overlay, design, [found.ids[one] for one in dict.fromkeys(self.node_of.tolist())], results)
        self.overlay = overlay
        self.readings: Mapping[str, str] = heat.readings
        self.short: Mapping[str, str] = heat.short
        self._design = design
        # (nodes,) shares of the scale, NaN where nothing is known, then (copies,) by the node of each.
        by_node = np.array([heat.shares.get(one, math.nan) for one in self.ids] or [math.nan])
        self.shares: Floats = by_node[self.node_of] if self.rows.size else np.zeros(0)
        self.titles = tuple(design.nodes[one].title for one in self.ids)
        self.counts = tuple(design.total_copies(one) for one in self.ids)
        self.problems = tuple(problem for problem in problems if problem.room == room)
        self.troubled = self._troubled()
        self.unplaced = tuple(one for one in found.unplaced if _room_of(design, one) in {"", room})
        self.blocks = tuple(self._blocks())
        under = self.plan.underlay
        self.picture = design.pictures.get(under.picture) if under is not None else None
        self._pieces()
        super().__init__(title=node.title if node else "Open floor", legend=heat.legend)

    def copy_name(self, place: int) -> str:
        """Return the one name of the copy that stands at PLACE of `rows`."""
        return device_names(self._design).of(self.ids[int(self.node_of[place])], int(self.copy_of[place]))

    @property
    @override
    def blank(self) -> bool:
        return not (self.walls or self.rows.size or self.trays or self.doors or self.picture is not None)

    @override
    def _bounds(self) -> Rect:
        every = [self.feet[:, :2], self.feet[:, 2:], np.array(self.walls or [(0.0, 0.0)])]
        for door in self.doors:
            every.append(np.array([*door.opening, *door.arc]))
        for tray in self.trays:
            every.append(np.array(tray.line or [(0.0, 0.0)]))
        # An empty room still has some ground on which something can be put.
        if not self.walls and not self.rows.size:
            every.append(np.array([(_EMPTY_MM[0] / MM, _EMPTY_MM[1] / MM)]))
        points = np.concatenate(every)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        margin = max(_MARGIN_MM / MM, _MARGIN_SHARE * float(max(right - left, bottom - top)))
        return Rect(
            float(left) - margin,
            float(top) - margin,
            float(right - left) + 2 * margin,
            float(bottom - top) + 2 * margin,
        )

    @cached_property
    def ways(self) -> Ints:
        """Return the direction of the air (n,): 1 in at the front, -1 in at the rear, 0 where it has no sides."""
        nodes = self._design.nodes
        known = air_ways(self._design, [self.ids[one] for one in dict.fromkeys(self.node_of.tolist())])
        # Where nobody says, the front of a rack is its cold side.
        by_node = [known.get(one, 0) or int(one in nodes and nodes[one].kind in FLOOR_RACKS) for one in self.ids]
        return np.array(by_node or [0])[self.node_of]

    def _troubled(self) -> np.ndarray:
        marked = np.zeros(self.rows.size, dtype=bool)
        if not self.problems:
            return marked
        named: dict[str, int] = {}
        for place, (node, number) in enumerate(zip(self.node_of.tolist(), self.copy_of.tolist(), strict=True)):
            named[self.ids[node]] = place
            named[copy_id(self.ids[node], number)] = place
        for problem in self.problems:
            for example in problem.example:
                if example in named:
                    marked[named[example]] = True
            whole = problem.ids[0]
            # A problem names examples alone; where it holds for all copies of a node, all are marked.
            if whole in self.ids and problem.copies > 1:
                mine = self.node_of == self.ids.index(whole)
                if problem.copies >= int(mine.sum()):
                    marked |= mine
        return marked

    def _blocks(self) -> Iterator[Block]:
        for node in dict.fromkeys(self.node_of.tolist()):
            mine = np.flatnonzero(self.node_of == node)
            for part in _clusters(self.feet[mine]):
                boxes = self.feet[mine[part]]
                left, top = boxes[:, :2].min(axis=0)
                right, bottom = boxes[:, 2:].max(axis=0)
                rect = Rect(float(left), float(top), float(right - left), float(bottom - top))
                yield Block(self.ids[node], self.titles[node], len(part), rect)

    def _pieces(self) -> None:
        plan = self.plan
        self.walls: Path = tuple((c.x_mm / MM, c.y_mm / MM) for c in plan.outline)
        self.doors = tuple(door_shape(door) for door in plan.doors)
        self.columns = tuple(box_rect(column) for column in plan.columns)
        self.zones = zones_of(plan)
        self.trays = tuple(tray_shape(tray) for tray in plan.trays)
        self.measures = tuple(measures_of(self.walls))

    # Finding things.

    def place_of(self, node_id: str) -> Ints:
        """Places of the copies of a node, and of all that stands in it."""
        return np.flatnonzero(self.node_of == self.ids.index(node_id)) if node_id in self.ids else np.zeros(0, np.int64)

    def places_of(self, ids: Collection[str], design: Design) -> Ints:
        """Places of the copies of IDS, of what stands in those, and of the racks around them."""
        wanted = set(ids)
        for one in tuple(wanted):
            if one not in self.ids:
                wanted.update(a for a in design.ancestors(one) if a in self.ids)
        chosen = [
            number
            for number, node_id in enumerate(self.ids)
            if node_id in wanted or not wanted.isdisjoint(a for a in design.ancestors(node_id) if a != self.room)
        ]
        return np.flatnonzero(np.isin(self.node_of, chosen))

    @override
    def within(self, area: Rect) -> list[str]:
        """Ids of what stands there and is touched by AREA."""
        inside = self.seen(area)
        return list(dict.fromkeys(self.ids[node] for node in self.node_of[inside].tolist()))

    def seen(self, area: Rect) -> Ints:
        """Places of the footprints that AREA touches."""
        f = self.feet
        return np.flatnonzero(
            (f[:, 0] < area.right) & (f[:, 2] > area.x) & (f[:, 1] < area.bottom) & (f[:, 3] > area.y)
        )

    @override
    def around(self, record_ids: Iterable[str]) -> Rect | None:
        """The rectangle around all copies of the given nodes; None when none is drawn."""
        places = np.concatenate([np.zeros(0, np.int64), *(self.place_of(one) for one in record_ids)])
        return self.rect_around(places)

    @override
    def cropped(self, area: Rect) -> "FloorDrawing":
        """The same room, of which AREA is to be shown."""
        cut = copy(self)
        cut.bounds = area
        return cut

    def rect_around(self, places: Ints) -> Rect | None:
        """The rectangle around what stands at PLACES; None for none."""
        if not places.size:
            return None
        boxes = self.feet[places]
        (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        return Rect(float(left), float(top), float(right - left), float(bottom - top))

    def standing_at(self, x: float, y: float) -> int | None:
        """The place of what stands at a point, the last drawn first; None for none."""
        near = self.seen(Rect(x, y, 1e-9, 1e-9))
        if not near.size:
            return None
        # The point in the coordinates of each thing: from its corner, turned back.
        local = turned(np.array([x, y]) - self.corners[near, 0], -self.turns[near])
        size = np.stack([_lengths(self.corners[near], 0, 1), _lengths(self.corners[near], 1, 2)], axis=-1)
        inside = ((local >= 0) & (local <= size)).all(axis=-1)
        return int(near[inside][-1]) if inside.any() else None

    def hit_floor(self, x: float, y: float, reach: float) -> FloorHit | None:
        """Return the thing under a point; REACH is the slack around lines and corners."""
        # In the order of what a hand means: corners, things that stand, pieces of the room, areas, walls.
        for number, corner in enumerate(self.walls):
            if math.dist(corner, (x, y)) <= reach:
                return FloorHit("corner", number)
        place = self.standing_at(x, y)
        if place is not None:
            return FloorHit("standing", place)
        spot = shapely.Point(x, y)
        for number, door in enumerate(self.doors):
            if shapely.LineString(door.opening).distance(spot) <= reach or _near(door.leaf, spot, reach):
                return FloorHit("doors", number)
        for number, column in enumerate(self.columns):
            if column.grown(reach / 2).meets(Rect(x, y, 1e-9, 1e-9)):
                return FloorHit("columns", number)
        for number, tray in enumerate(self.trays):
            if len(tray.line) > 1 and shapely.LineString(tray.line).distance(spot) <= max(reach, tray.width / 2):
                return FloorHit("trays", number)
        aisles = len(self.plan.aisles)
        # Areas that were drawn later lie on top.
        for number, zone in reversed(list(enumerate(self.zones))):
            if len(zone.corners) > 2 and shapely.Polygon(zone.corners).covers(spot):
                return FloorHit("aisles", number) if number < aisles else FloorHit("keep_outs", number - aisles)
        if len(self.walls) > 2 and shapely.LinearRing(self.walls).distance(spot) <= reach:
            return FloorHit("wall", self.wall_at(x, y))
        return None

    def piece_rect(self, hit: FloorHit | None) -> Rect | None:
        """The rectangle around a piece of the room or a corner; None for what stands, walls and nothing."""
        if hit is None or hit.kind in {"standing", "wall"}:
            return None
        points: list[tuple[float, float]] = []
        if hit.kind == "corner" and hit.number < len(self.walls):
            points = [self.walls[hit.number]]
        elif hit.kind == "columns" and hit.number < len(self.columns):
            return self.columns[hit.number]
        elif hit.kind == "doors" and hit.number < len(self.doors):
            points = [*self.doors[hit.number].opening, *self.doors[hit.number].arc]
        elif hit.kind == "trays" and hit.number < len(self.trays):
            points = list(self.trays[hit.number].line)
        elif hit.kind in {"aisles", "keep_outs"}:
            number = hit.number + (len(self.plan.aisles) if hit.kind == "keep_outs" else 0)
            points = list(self.zones[number].corners) if number < len(self.zones) else []
        if not points:
            return None
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    def wall_at(self, x: float, y: float) -> int:
        """The wall nearest to a point, by the number of the corner that it begins at."""
        spot = shapely.Point(x, y)
        ends = [*self.walls[1:], *self.walls[:1]]
        distances = [shapely.LineString(pair).distance(spot) for pair in zip(self.walls, ends, strict=True)]
        return int(np.argmin(distances))


def draw_floor(
    design: Design,
    room: str | None = None,
    *,
    results: Results | None = None,
    overlay: FloorOverlay = "",
    problems: Sequence[FloorProblem] | None = None,
    found: Standing | None = None,
) -> FloorDrawing:
    """The display list of one room.

    Args:
        design: With its parts embedded.
        room: Its id; the first of `rooms_of` when None.
        results: What the analysis said, for the overlay.
        overlay: What racks are coloured by.
        problems: What is wrong on the floor; looked for when None.
        found: Where everything stands, when it is known already.
    """
    found = standing(design) if found is None else found
    if room is None:
        room = next(iter(rooms_of(design, found)), "")
    if problems is None:
        problems = floor_problems(design, found)
    return FloorDrawing(design, room, found, results, overlay, problems)


def rooms_of(design: Design, found: Standing) -> list[str]:
    """Rooms that can be shown, in design order, those with a plan or something in them; "" is the open floor."""
    rooms = [node.id for node in design.nodes_in_order() if node.kind in ROOMS]
    kept = [one for one in rooms if design.nodes[one].plan is not None or one in found.rooms]
    return [*(kept or rooms), *([""] if "" in found.rooms else [])]


def floor_words(drawing: FloorDrawing) -> str:
    """DRAWING for those who do not see it."""
    words = [drawing.title]
    if len(drawing.walls) > 2:
        xs, ys = zip(*drawing.walls, strict=True)
        words.append(f"{(max(xs) - min(xs)) * MM / 1000:g} by {(max(ys) - min(ys)) * MM / 1000:g} metres")
    for node in dict.fromkeys(drawing.node_of.tolist()):
        count = int((drawing.node_of == node).sum())
        reading = drawing.readings.get(drawing.ids[node], "")
        words.append(f"{f'{count} × ' if count > 1 else ''}{drawing.titles[node]}{f', {reading}' if reading else ''}")
    words += [zone.words for zone in drawing.zones]
    if drawing.problems:
        words.append(f"{len(drawing.problems)} problem{'s' if len(drawing.problems) > 1 else ''}")
    if drawing.unplaced:
        words.append(f"{len(drawing.unplaced)} without a place")
    return ". ".join(words)


def _room_of(design: Design, node_id: str) -> str:
    nodes = design.nodes
    return next((one for one in design.ancestors(node_id) if one in nodes and nodes[one].kind in ROOMS), "")


def _boxes(corners: Floats) -> Floats:
    return np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1).reshape(-1, 4)


def _lengths(corners: Floats, a: int, b: int) -> Floats:
    return np.linalg.norm(corners[:, b] - corners[:, a], axis=-1)


def _near(line: Path, spot: shapely.Point, reach: float) -> bool:
    return len(line) > 1 and shapely.LineString(line).distance(spot) <= reach


def _clusters(boxes: Floats) -> list[Ints]:
    """Boxes that stand side by side, as rows of numbers: those whose order breaks begin another."""
    if not len(boxes):
        return []
    size = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    # The distance from each to the next, over a size and a bit, tells where a row breaks.
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    far = np.linalg.norm(np.diff(centres, axis=0), axis=1) > 1.2 * size[:-1]
    return [part for part in np.split(np.arange(len(boxes)), np.flatnonzero(far) + 1) if part.size]
