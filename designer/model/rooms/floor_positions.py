"""Position of every copy of what stands on the floor, in millimetres of its room."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from designer.model.assumptions.table import assumed
from designer.model.design import Design, FloorPlace, Node
from designer.model.identity_cache import Remembered
from designer.model.kinds import BUILDINGS, CABINETS, FLOOR_RACKS, KINDS, ROOMS
from designer.model.records import Arrays

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MOST_STANDING: Final = 200_000
"""So many copies are laid out at most; of a node beyond it only those of the first room are."""
SIDES: Final = {"width_mm": "rack_width_mm", "depth_mm": "rack_depth_mm"}


class Standing(Arrays, frozen=True):
    """All copies that have a place, n of them, in design order and then by copy.

    Attributes:
        ids: The nodes of which there are any.
        rooms: Rooms by id; "" is no room.
        node: Place in `ids` (n,).
        copy: Number among all copies of its node (n,).
        room: Place in `rooms` (n,).
        room_copy: Which copy of that room (n,).
        corner: The corner about which it is turned, mm (n, 2).
        size: Width and depth, mm (n, 2).
        turn: Clockwise, degrees; at 0 its front looks towards greater y (n,).
        unplaced: Nodes that stand on the floor and have no place yet, in design order.
        left_out: Nodes whose copies were too many to lay out.
    """

    ids: tuple[str, ...]
    rooms: tuple[str, ...]
    node: Ints
    copy: Ints
    room: Ints
    room_copy: Ints
    corner: Floats
    size: Floats
    turn: Floats
    unplaced: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return how many copies have a place."""
        return int(self.node.size)

    def corners(self) -> Floats:
        """The four corners of every footprint, clockwise from the turning corner, mm (n, 4, 2)."""
        width, depth = self.size[:, 0], self.size[:, 1]
        none = np.zeros_like(width)
        around = ((none, none), (width, none), (width, depth), (none, depth))
        local = np.stack([np.stack(pair, axis=-1) for pair in around], axis=1)
        return self.corner[:, None, :] + turned(local, self.turn[:, None])

    def centres(self) -> Floats:
        """The middle of every footprint, mm (n, 2)."""
        return self.corner + turned(self.size / 2, self.turn)

    def fronts(self) -> Floats:
        """Unit vectors out of every front (n, 2)."""
        return turned(np.tile([0.0, 1.0], (self.count, 1)), self.turn)

    def of(self, node_id: str) -> Ints:
        """Rows of a node's copies, by copy; empty when it has no place."""
        return np.flatnonzero(self.node == self.ids.index(node_id)) if node_id in self.ids else np.zeros(0, np.int64)


def turned(points: Floats, degrees: Floats) -> Floats:
    """POINTS (..., 2) turned clockwise about the origin, y downwards; right angles are exact."""
    quarters = np.mod(degrees / 90.0, 4.0)
    exact = quarters == np.rint(quarters)
    angle = np.radians(degrees)
    cos = np.where(exact, np.take([1.0, 0.0, -1.0, 0.0], np.rint(quarters).astype(np.int64) % 4), np.cos(angle))
    sin = np.where(exact, np.take([0.0, 1.0, 0.0, -1.0], np.rint(quarters).astype(np.int64) % 4), np.sin(angle))
    x, y = points[..., 0], points[..., 1]
    return np.stack([x * cos - y * sin, x * sin + y * cos], axis=-1)


def stands_on_floor(node: Node) -> bool:
    """Return True when NODE takes floor of its own: a rack, or a device that was given a place there."""
    return node.kind in FLOOR_RACKS or (node.floor is not None and not is_container(node))


def footprint_mm(design: Design, node: Node, contents: Iterable[Node]) -> tuple[float, float]:
    """Width and depth of one copy of NODE in mm: its own, else of the cabinet among its CONTENTS, else assumed."""
    cabinet = next((inside for inside in contents if inside.kind in CABINETS), None)
    found: list[float] = []
    for fact, assumption in SIDES.items():
        known = (_size_fact(design, one, fact) for one in (node, cabinet) if one is not None)
        own = next((value for value in known if value is not None), None)
        found.append(own if own is not None else assumed(design, assumption).value or 0.0)
    return found[0], found[1]


def _size_fact(design: Design, node: Node, fact: str) -> float | None:
    if fact in node.facts:
        return node.facts[fact]
    part = design.part_of(node)
    stated = part.facts.get(fact) if part else None
    return stated.value if stated is not None else None


def is_container(node: Node) -> bool:
    """Return True when NODE holds others and is no device."""
    kind = KINDS.get(node.kind)
    return kind is not None and kind.container


def extent_mm(design: Design, node_id: str) -> tuple[float, float]:
    """Width and depth of one copy of a node; of a container, as far as its contents reach from its corner."""
    return _Layout(design).size(design.nodes[node_id])


def frame_of(design: Design, node_id: str) -> tuple[Floats, Floats]:
    """Return the place of what a node stands in, for each of its copies: origins, mm (m, 2), turns, degrees (m,)."""
    frames = _Layout(design).around(design.nodes[node_id])
    return frames.origin, frames.turn


_laid_out: Final = Remembered[Standing]()


def standing(design: Design) -> Standing:
    """Return the standing of everything on the floor of DESIGN.

    Copies stand beside each other as the FloorPlace of their node says; within a container that has a place itself
    they are measured from it, so that every copy of a row or pod takes its racks along. Of a design with the same
    nodes as one before it is what it was then; its arrays cannot be written to.
    """
    things = (design.settings, design.nodes, design.parts)
    standing_ones = Design(settings=design.settings, nodes=design.nodes, parts=design.parts)
    return _laid_out.of(things, None, lambda: _standing(standing_ones))


def _standing(design: Design) -> Standing:
    layout = _Layout(design)
    rows = list(layout.rows())
    whole, pairs = np.zeros(0, dtype=np.int64), np.zeros((0, 2))
    found = Standing(
        ids=tuple(layout.ids),
        rooms=tuple(layout.rooms),
        node=np.concatenate([whole, *(row.node for row in rows)]),
        copy=np.concatenate([whole, *(row.copy for row in rows)]),
        room=np.concatenate([whole, *(row.room for row in rows)]),
        room_copy=np.concatenate([whole, *(row.room_copy for row in rows)]),
        corner=np.concatenate([pairs, *(row.corner for row in rows)]),
        size=np.concatenate([pairs, *(row.size for row in rows)]),
        turn=np.concatenate([np.zeros(0), *(row.turn for row in rows)]),
        unplaced=tuple(layout.unplaced),
        left_out=tuple(layout.left_out),
    )
    for array in (found.node, found.copy, found.room, found.room_copy, found.corner, found.size, found.turn):
        array.flags.writeable = False
    return found


class _Row(NamedTuple):
    """The copies of one node."""

    node: Ints
    copy: Ints
    room: Ints
    room_copy: Ints
    corner: Floats
    size: Floats
    turn: Floats


@dataclass(slots=True)
class _Frames:
    """Frames of the copies of a container: origins (m, 2), mm, and turns (m,), degrees."""

    origin: Floats
    turn: Floats


class _Layout:
    """Places containers once, and everything in them after them."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._inside = design.children()
        self._sizes: dict[str, tuple[float, float]] = {}
        self._frames: dict[str, _Frames] = {}
        self.ids: list[str] = []
        self.rooms: list[str] = []
        self.unplaced: list[str] = []
        self.left_out: list[str] = []
        self._total = 0

    def rows(self) -> Iterator[_Row]:
        """The arrays of one node after the other."""
        for node in self._design.nodes_in_order():
            if not stands_on_floor(node):
                continue
            if node.floor is None:
                self.unplaced.append(node.id)
                continue
            copies = self._design.total_copies(node.id)
            if self._total + copies > MOST_STANDING:
                self.left_out.append(node.id)
                continue
            self._total += copies
            yield self._row(node, node.floor)

    def _row(self, node: Node, place: FloorPlace) -> _Row:
        frames = self.around(node)
        width, depth = self.size(node)
        each = node.copies
        if each == 1 and frames.turn.size == 1 and frames.turn[0] == 0.0:
            # Thousands stand alone in their rooms; the same by plain sums.
            corner, turns = frames.origin + np.array([place.x_mm, place.y_mm]), np.array([float(place.rotation_deg)])
        else:
            origin, turn = copies_at(place, each, width, depth)
            corner = np.repeat(frames.origin, each, axis=0) + turned(
                np.tile(origin, (frames.turn.size, 1)), np.repeat(frames.turn, each)
            )
            turns = np.tile(turn, frames.turn.size) + np.repeat(frames.turn, each)
        count = turns.size
        room = next((a for a in self._design.ancestors(node.id) if self._kind(a) in ROOMS), "")
        if room not in self.rooms:
            self.rooms.append(room)
        self.ids.append(node.id)
        within = self._design.copies_within(node.id, room or None)
        copy = np.arange(count)
        return _Row(
            node=np.full(count, len(self.ids) - 1),
            copy=copy,
            room=np.full(count, self.rooms.index(room)),
            room_copy=copy // max(1, within),
            corner=corner,
            size=np.tile([width, depth], (count, 1)),
            turn=np.mod(turns, 360.0),
        )

    def _kind(self, node_id: str) -> str:
        node = self._design.nodes.get(node_id)
        return node.kind if node else ""

    def around(self, node: Node) -> _Frames:
        """Return the frames of the copies of what NODE stands in; a room and the open begin at 0, 0."""
        parent = self._design.nodes.get(node.parent) if node.parent else None
        if parent is None:
            return _Frames(np.zeros((1, 2)), np.zeros(1))
        if parent.id not in self._frames:
            self._frames[parent.id] = _Frames(np.zeros((1, 2)), np.zeros(1))  # one inside itself ends here
            outer = self.around(parent)
            if parent.kind in BUILDINGS:
                origin, turn = np.zeros((parent.copies, 2)), np.zeros(parent.copies)
                count = outer.turn.size
                self._frames[parent.id] = _Frames(np.tile(origin, (count, 1)), np.tile(turn, count))
            else:
                place = parent.floor or FloorPlace(x_mm=0.0, y_mm=0.0)
                width, depth = self.size(parent)
                # (copies, 2) and (copies,): the copies of the container within what holds it.
                origin, turn = copies_at(place, parent.copies, width, depth)
                count, each = outer.turn.size, parent.copies
                # Every copy of the outer container takes all of these along: turned by its turn, moved by its origin.
                self._frames[parent.id] = _Frames(
                    np.repeat(outer.origin, each, axis=0)
                    + turned(np.tile(origin, (count, 1)), np.repeat(outer.turn, each)),
                    np.tile(turn, count) + np.repeat(outer.turn, each),
                )
        return self._frames[parent.id]

    def size(self, node: Node) -> tuple[float, float]:
        """Width and depth of one copy; of a container, as far as its contents reach from its corner."""
        if node.id not in self._sizes:
            if stands_on_floor(node):
                self._sizes[node.id] = footprint_mm(self._design, node, self._inside.get(node.id, ()))
            else:
                self._sizes[node.id] = (0.0, 0.0)  # a container inside itself ends here
                self._sizes[node.id] = self._reach(node)
        return self._sizes[node.id]

    def _reach(self, container: Node) -> tuple[float, float]:
        far = np.zeros(2)
        for child in self._inside.get(container.id, ()):
            if not (stands_on_floor(child) or is_container(child)):
                continue
            if stands_on_floor(child) and child.floor is None:
                continue
            width, depth = self.size(child)
            place = child.floor or FloorPlace(x_mm=0.0, y_mm=0.0)
            origin, turn = copies_at(place, child.copies, width, depth)
            for local in ((0.0, 0.0), (width, 0.0), (width, depth), (0.0, depth)):
                reached = origin + turned(np.tile(local, (turn.size, 1)), turn)
                far = np.maximum(far, reached.max(axis=0))
        return float(far[0]), float(far[1])


def copies_at(place: FloorPlace, copies: int, width: float, depth: float) -> tuple[Floats, Floats]:
    """Turning corners (copies, 2) and turns (copies,) of COPIES of something at PLACE."""
    number = np.arange(copies)
    per_line = place.per_line or copies
    line, along = number // per_line, number % per_line
    pitch = width if place.pitch_mm is None else place.pitch_mm
    line_pitch = depth if place.line_pitch_mm is None else place.line_pitch_mm
    local = np.stack([along * pitch, line * line_pitch], axis=-1).astype(float)
    turn = np.full(copies, float(place.rotation_deg))
    if place.face_to_face:
        around = line % 2 == 1
        local[around] += (width, depth)
        turn[around] += 180.0
    angle = np.full(copies, float(place.rotation_deg))
    return np.array([place.x_mm, place.y_mm]) + turned(local, angle), turn
