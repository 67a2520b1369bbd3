"""The isometric picture of a room for people who do not read plans: the floor's data, raised and put in painting order.

A unit of the drawing is a centimetre along the walls and upwards. Nothing here can be edited: it is the floor and its
racks, looked at from one of the room's four corners.
"""

from collections.abc import Collection
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from typing_extensions import override

from designer.analysis.failing import failed_of
from designer.analysis.results import Results
from designer.drawing.drawing import Floats
from designer.drawing.isometric.projection import QUARTERS, Isometry, depth_order
from designer.drawing.isometric.racks import Standee, standees
from designer.drawing.isometric.room import (
    SLAB,
    Solid,
    columns_of,
    figure_of_scale,
    outer_corners,
    room_outline,
    walls_of,
)
from designer.drawing.isometric.shadows import Shadows, shadows
from designer.drawing.records import Rect
from designer.drawing.rooms.floor import FloorDrawing, FloorHit, rooms_of
from designer.drawing.rooms.floor_overlays import FloorOverlay
from designer.drawing.rooms.floor_shapes import MM
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.rooms.floor_positions import Ints, Standing, standing, turned

HINT: Final = "Nothing stands on a floor yet: draw a room and place racks in it on its plan, and it is seen here."
REAR, RIGHT, FRONT, LEFT = range(4)
"""Sides of a footprint in the order of its corners."""
_WAYS: Final = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))
"""Out of the sides of a footprint that is not turned."""
_BESIDE: Final = 2.0
_MARGIN: Final = 36.0
_RULER: Final = 64.0
_WORDS_AWAY: Final = 20.0
"""Before the room, for the ruler and the words that lie there."""
_ROW: Final = 60.0
"""Racks whose middles are no farther from a line than half of this stand in one row."""
_EMPTY: Final = (1_200.0, 800.0)


class IsometricDrawing(FloorDrawing):
    """A room as it looks from one of its corners.

    Attributes:
        design: What it is of.
        eye: From where it is looked at.
        standees: What stands here, by place in `ids`.
        heights: Of every copy (n,).
        sides: The four sides of every copy as seen from outside: left foot, right foot, right top, left top
            (n, 4, 4, 2), in the order rear, right, front, left.
        free_sides: Which of them do not stand against a neighbour (n, 4).
        seen_sides: Which of those look towards the eye (n, 4).
        tops: (n, 4, 2).
        solids: Walls, columns and the figure for scale.
        order: Numbers of what is upright from the farthest to the nearest; from n on they are solids.
        sights: Rectangles around every copy in the picture (n, 4).
        dark: Whether a copy has failed, or all that is in it (n,).
        partly: Whether something in a copy has failed (n,).
        painted: What painters worked out for it, by look; it goes when the drawing goes.
        outer: Outer corners of the walls on the plan, None without a room.
    """

    painted_as = "isometric"
    raised = True

    def __init__(
        self,
        design: Design,
        room: str,
        found: Standing,
        results: Results | None,
        overlay: FloorOverlay,
        quarter: int,
        failed: Collection[str],
    ) -> None:
        self.eye = Isometry(quarter % QUARTERS)
        self.design = design
        self._failed = tuple(failed)
        self.painted: dict[str, object] = {}
        super().__init__(design, room, found, results, overlay, ())

    @property
    def quarter(self) -> int:
        """By how many quarters the room is turned."""
        return self.eye.quarter

    @override
    def _pieces(self) -> None:
        super()._pieces()
        self.standees: tuple[Standee, ...] = standees(self.design, self.ids)
        # (nodes,) heights, then (copies,) by the node of each.
        by_node = np.array([one.height for one in self.standees] or [0.0])
        self.heights: Floats = by_node[self.node_of] if self.rows.size else np.zeros(0)
        self._raise()
        inner = room_outline(self.walls)
        self.inner: Floats | None = inner
        self.outer: Floats | None = None if inner is None else outer_corners(inner)
        solids = [*walls_of(self.plan, self.walls, self.eye), *columns_of(self.plan)]
        taken = np.concatenate([self.corners, *(one.corners[None] for one in solids if one.kind == "column")])
        figure = figure_of_scale(self.walls, taken, self.eye)
        self.solids: tuple[Solid, ...] = tuple([*solids, figure] if figure else solids)
        upright = np.concatenate([self.corners, *(one.corners[None] for one in self.solids)])
        # From back to front, so that what is nearer is painted over what it hides.
        self.order: Ints = depth_order(self.eye.turned(upright), self.rows.size)
        self._fail()

    def _raise(self) -> None:
        eye, corners, up = self.eye, self.corners, self.heights[:, None]
        # (n, 4, 2) on the picture: the four corners at the floor and at the top.
        feet, tops = eye.placed(corners), eye.placed(corners, up)
        after_feet, after_tops = np.roll(feet, -1, axis=1), np.roll(tops, -1, axis=1)
        # Side k runs from corner k to the next; its four points go around it.
        self.sides: Floats = np.stack([after_feet, feet, tops, after_tops], axis=2)
        self.tops: Floats = tops
        # (n, 4, 2): the outward direction of each side on the plan.
        normals = np.stack([turned(np.array(way), self.turns) for way in _WAYS], axis=1)
        self.normals: Floats = normals
        every = np.concatenate([feet, tops], axis=1)
        # (n, 4) box around each on the picture: left, top, right, bottom.
        self.sights: Floats = np.concatenate([every.min(axis=1), every.max(axis=1)], axis=1).reshape(-1, 4)
        self.free_sides = ~self._against(normals)
        self.seen_sides = eye.faces_eye(normals) & self.free_sides

    def _against(self, normals: Floats) -> np.ndarray:
        """Return a flag for each side that stands against a neighbour at least as high (n, 4)."""
        count = self.rows.size
        hidden = np.zeros((count, 4), dtype=bool)
        if count < 2:
            return hidden
        tree = shapely.STRtree([shapely.Polygon(corners) for corners in self.corners.tolist()])
        after = np.roll(self.corners, -1, axis=1)
        covered: list[set[tuple[int, int]]] = []
        # Two points just in front of each side, near either end: both inside neighbours means that the side is covered.
        for share in (0.15, 0.85):
            points = self.corners + (after - self.corners) * share + normals * _BESIDE
            at, other = tree.query(shapely.points(points.reshape(-1, 2)), predicate="intersects")
            high = self.heights[other] >= self.heights[at // 4] - 1e-9
            covered.append(set(zip(at[high].tolist(), other[high].tolist(), strict=True)))
        # A neighbour that covers one end alone leaves part of the side in sight.
        for at, _ in covered[0] & covered[1]:
            hidden[at // 4, at % 4] = True
        return hidden

    def _fail(self) -> None:
        """Which copies have failed, all of them or something in them."""
        count = self.rows.size
        self.dark = np.zeros(count, dtype=bool)
        self.partly = np.zeros(count, dtype=bool)
        if not self._failed or not count:
            return
        failed, design = failed_of(design=self.design, fail=self._failed), self.design
        whole = {number for number, one in enumerate(self.ids) if one in failed.nodes}
        self.dark |= np.isin(self.node_of, list(whole))
        places = {one: self.place_of(one) for one in self.ids}
        for name in (*failed.nodes, *failed.copies):
            # What fails inside of something that stands on the floor shows on that.
            around = next((one for one in (name, *design.ancestors(name)) if one in places), None)
            if around is None:
                continue
            mine = places[around]
            # How many of the failed thing stand in one copy of what is drawn.
            each = max(design.total_copies(name) // max(design.total_copies(around), 1), 1)
            if name in failed.nodes:
                self.partly[mine] = True
                continue
            # Flat numbers of the copies that failed, as numbers of the copies that hold them.
            for gone in failed.copies[name]:
                hit = (self.copy_of[mine] >= gone.start // each) & (self.copy_of[mine] <= (gone.stop - 1) // each)
                (self.dark if name == around else self.partly)[mine[hit]] = True
        # What is dark as a whole is not shown as partly dark as well.
        self.partly &= ~self.dark

    @cached_property
    def shadows(self) -> Shadows:
        """Return the shadows on the floor; worked out when they are first painted."""
        return shadows(self.corners, self.normals, self.heights, self.free_sides, self.inner, self.eye)

    @property
    def title_size(self) -> float:
        """Return the height of the words before the room, in cm of the plan."""
        wide, deep = np.ptp(self.eye.turned(self.outer), axis=0).tolist() if self.outer is not None else (0.0, 0.0)
        return min(max(0.024 * max(wide, deep), 26.0), 0.05 * wide + 12.0)

    @property
    def title_front(self) -> float:
        """On the turned plan, how far before the room its name stands: clear of doors that open there."""
        flat = [self.eye.turned(self.outer)] if self.outer is not None else [np.zeros((1, 2))]
        flat += [self.eye.turned(np.array(door.arc)) for door in self.doors if door.arc]
        return float(max(one[:, 1].max() for one in flat)) + SLAB + _WORDS_AWAY + self.title_size

    @override
    def _bounds(self) -> Rect:
        points = [self.sights[:, :2], self.sights[:, 2:]]
        if self.outer is not None:
            # The name and the ruler lie before a rectangle around the room, whatever its shape.
            low, high = (getattr(self.eye.turned(self.outer), end)(axis=0) for end in ("min", "max"))
            before = np.array([(low[0], self.title_front), high, (high[0], low[1])])
            points += [self.eye.placed(self.outer, -SLAB), Isometry().placed(before, -SLAB)]
        for solid in self.solids:
            points.append(self.eye.placed(solid.corners, solid.high))
        for tray in self.trays:
            if len(tray.line) > 1:
                points.append(self.eye.placed(np.array(tray.line)))
        every = np.concatenate(points)
        if not every.size:
            every = self.eye.placed(np.array([(0.0, 0.0), (_EMPTY[0], 0.0), _EMPTY, (0.0, _EMPTY[1])]))
        (left, top), (right, bottom) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
        large = max(right - left, bottom - top)
        margin, below = max(_MARGIN, 0.01 * large), max(_RULER, 0.03 * large)
        return Rect(left - margin, top - margin, right - left + 2 * margin, bottom - top + margin + below)

    # Finding things.

    @override
    def seen(self, area: Rect) -> Ints:
        s = self.sights
        return np.flatnonzero(
            (s[:, 0] < area.right) & (s[:, 2] > area.x) & (s[:, 1] < area.bottom) & (s[:, 3] > area.y)
        )

    @override
    def rect_around(self, places: Ints) -> Rect | None:
        if not places.size:
            return None
        boxes = self.sights[places]
        (left, top), (right, bottom) = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
        return Rect(left, top, right - left, bottom - top)

    @override
    def standing_at(self, x: float, y: float) -> int | None:
        """The place of what is seen at a point, the nearest to the eye; None for none."""
        near = self.seen(Rect(x, y, 1e-9, 1e-9))
        if not near.size:
            return None
        # The sight line passes over the floor from the point at its foot towards the eye, and rises by a centimetre
        # for each centimetre of the picture's height.
        foot = self.eye.on_floor(np.array([x, y]))
        along = self.eye.on_floor(np.array([x, y + 1.0])) - foot
        start = turned(foot - self.corners[near, 0], -self.turns[near])
        step = turned(np.broadcast_to(along, (near.size, 2)), -self.turns[near])
        size = np.stack([_lengths(self.corners[near], 0, 1), _lengths(self.corners[near], 1, 2)], axis=-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = -start / step, (size - start) / step
        flat = np.abs(step) < 1e-12
        outside = (flat & ((start < 0) | (start > size))).any(axis=-1)
        enter = np.where(flat, -np.inf, np.minimum(one, other)).max(axis=-1)
        leave = np.where(flat, np.inf, np.maximum(one, other)).min(axis=-1)
        enter, leave = np.maximum(enter, 0.0), np.minimum(leave, self.heights[near])
        hit = (enter <= leave) & ~outside
        if not hit.any():
            return None
        return int(near[hit][np.argmax(leave[hit])])

    @override
    def hit_floor(self, x: float, y: float, reach: float) -> FloorHit | None:
        place = self.standing_at(x, y)
        return None if place is None else FloorHit("standing", place)

    @override
    def piece_rect(self, hit: FloorHit | None) -> Rect | None:
        return None

    def lines(self) -> Ints:
        """The row in which every copy stands, as numbers that grow towards the eye (n,)."""
        return self._rows()[0]

    def walk(self) -> list[int]:
        """Places as one reads them in the picture: row by row from the farthest, and along each from left to right."""
        line, along = self._rows()
        return np.lexsort((along, line)).tolist()

    def _rows(self) -> tuple[Ints, Floats]:
        middles = self.eye.turned(self.corners.mean(axis=1)) if self.rows.size else np.zeros((0, 2))
        fronts = np.abs(self.eye.turned(self.normals[:, FRONT])) if self.rows.size else middles
        # A row stands across the way its fronts look.
        across = fronts[:, 0] > fronts[:, 1]
        line = np.rint(np.where(across, middles[:, 0], middles[:, 1]) / _ROW).astype(np.int64)
        return line, np.where(across, -middles[:, 1], middles[:, 0])


def draw_isometric(
    design: Design,
    room: str | None = None,
    *,
    results: Results | None = None,
    overlay: FloorOverlay = "",
    quarter: int = 0,
    failed: Collection[str] = (),
    found: Standing | None = None,
) -> IsometricDrawing:
    """The isometric picture of one room.

    Args:
        design: With its parts embedded.
        room: Its id; the first of `rooms_of` when None.
        results: What the analysis said, for the overlay.
        overlay: What racks are coloured by.
        quarter: By how many quarters the room is turned clockwise under the eye.
        failed: Ids that are taken as failed, as the analysis takes them.
        found: Where everything stands, when it is known already.
    """
    found = standing(design) if found is None else found
    if room is None:
        room = next(iter(rooms_of(design, found)), "")
    return IsometricDrawing(design, room, found, results, overlay, quarter, failed)


def isometric_words(drawing: IsometricDrawing) -> str:
    """DRAWING for those who do not see it."""
    if not drawing.rows.size and len(drawing.walls) < 3:
        return HINT
    words = [f"{drawing.title}, seen from one of its corners, turned by {90 * drawing.quarter} degrees"]
    if len(drawing.walls) > 2:
        xs, ys = zip(*drawing.walls, strict=True)
        words.append(f"{(max(xs) - min(xs)) * MM / 1000:g} by {(max(ys) - min(ys)) * MM / 1000:g} metres")
    for node in dict.fromkeys(drawing.node_of.tolist()):
        mine = drawing.node_of == node
        words.append(_counted(drawing, int(node), int(mine.sum()), int(drawing.dark[mine].sum())))
    words += [zone.words for zone in drawing.zones]
    return ". ".join(words)


def _counted(drawing: IsometricDrawing, node: int, count: int, dark: int) -> str:
    reading = drawing.readings.get(drawing.ids[node], "")
    many = f"{count} × " if count > 1 else ""
    gone = f", {dark} failed" if dark else ""
    return f"{many}{drawing.titles[node]}{f', {reading}' if reading else ''}{gone}"


def place_words(drawing: IsometricDrawing, place: int) -> str:
    """One copy in a sentence: its name, what the overlay says of it, how many units are free in it."""
    node = int(drawing.node_of[place])
    said = [copy_title(drawing, place)]
    reading = drawing.readings.get(drawing.ids[node], "")
    if reading:
        said.append(reading)
    if drawing.standees[node].units:
        said.append(f"{drawing.standees[node].units} units")
    if drawing.dark[place]:
        said.append("failed")
    elif drawing.partly[place]:
        said.append("something in it has failed")
    return ", ".join(said)


def copy_title(drawing: IsometricDrawing, place: int) -> str:
    """Return the name of one copy: "DGX rack 3"."""
    node = int(drawing.node_of[place])
    return device_names(drawing.design).of(drawing.ids[node], int(drawing.copy_of[place]))


def _lengths(corners: Floats, a: int, b: int) -> Floats:
    return np.linalg.norm(corners[:, b] - corners[:, a], axis=-1)
