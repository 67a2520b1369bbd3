"""Position of each copy of each device in space: on which rack, at which face, how high.

A rack stands on the floor of its room; a device is as high as its rack units say and at the face that it is mounted
at. Without a rack place it is in the middle of its rack. Without a place on the floor around it, it is nowhere.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from msgspec.structs import replace

from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.quantities import fact_of
from designer.analysis.rooms.floor_positions import Standing, standing
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.kinds import CABINETS, ROOMS
from designer.model.records import Arrays

UNIT_MM: Final = 44.45
"""Height of a rack unit, EIA-310."""
MIDDLE, FRONT, REAR = 0, 1, 2


class Seats(Arrays, frozen=True):
    """All copies of the nodes that were asked for, n of them, node by node and then by copy.

    Attributes:
        standing: Where the racks stand.
        ids: The nodes, in the order of their rows.
        start: First row of each node by its id.
        node: Place in `ids` (n,).
        copy: Number among all copies of its node (n,).
        rack: Row of `standing` that it is in or on; -1 where that has no place (n,).
        face: MIDDLE, FRONT or REAR of the rack (n,).
        unit: Lowest rack unit that it takes; NaN where nobody said (n,).
        place: x, y of that face of its rack and the height of its middle, mm; NaN without a place (n, 3).
        room: Row of `floor_positions.rooms`; -1 without a place (n,).
        room_copy: Which copy of the room (n,).
    """

    standing: Standing
    ids: tuple[str, ...]
    start: Mapping[str, int]
    node: Ints
    copy: Ints
    rack: Ints
    face: Ints
    unit: Floats
    place: Floats
    room: Ints
    room_copy: Ints

    @property
    def spot(self) -> Ints:
        """One number for each face of each rack; seats of the same number are above each other (n,)."""
        return self.rack * 3 + self.face

    def rack_name(self, row: int) -> str:
        """The copy of the rack that a seat is in: "rack[3]"; "" without a place."""
        rack = int(self.rack[row])
        return "" if rack < 0 else f"{self.standing.ids[self.standing.node[rack]]}[{self.standing.copy[rack]}]"

    def name(self, row: int) -> str:
        """The copy that sits there: "dgx[12]"."""
        return f"{self.ids[self.node[row]]}[{self.copy[row]}]"


class _Columns:
    """Columns of values that all copies of a node share, and how many copies there are."""

    def __init__(self) -> None:
        self.first: list[int] = []
        self.copies: list[int] = []
        self.in_rack: list[int] = []
        self.in_holder: list[int] = []
        self.face: list[int] = []
        self.unit: list[float] = []
        self.height_u: list[float] = []
        self.middle_mm: list[float] = []

    def add(
        self,
        first: int,
        copies: int,
        in_rack: int = 1,
        in_holder: int = 1,
        face: int = MIDDLE,
        unit: float = np.nan,
        height_u: float = 0.0,
        middle_mm: float = np.nan,
    ) -> None:
        """One node; FIRST is the row of its first rack, -1 for none."""
        for column, value in (
            (self.first, first),
            (self.copies, copies),
            (self.in_rack, in_rack),
            (self.in_holder, in_holder),
            (self.face, face),
            (self.unit, unit),
            (self.height_u, height_u),
            (self.middle_mm, middle_mm),
        ):
            column.append(value)  # type: ignore[arg-type]  # ints and floats, each in a list of its own


class _Finder:
    """Facts of nodes that many seats ask for, each worked out once."""

    def __init__(self, design: Design, stands: Standing) -> None:
        self._design = design
        self._first = dict(zip(stands.ids, _firsts(stands), strict=True))
        self._inside: dict[str | None, list[Node]] | None = None
        self._copies: dict[str, int] = {}
        self._middles: dict[str, float] = {}
        self._heights: dict[str, float | None] = {}

    def copies(self, node_id: str) -> int:
        """Return how many of a node stand in the whole design."""
        known = self._copies.get(node_id)
        if known is None:
            known = self._copies[node_id] = self._design.total_copies(node_id)
        return known

    def add(self, node_id: str, columns: _Columns) -> None:
        """Put a node's row into COLUMNS."""
        chain = [node_id, *self._design.ancestors(node_id)]
        # The nearest of the node and what is around it that stands on the floor.
        depth = next((k for k, one in enumerate(chain) if one in self._first), -1)
        copies = self.copies(node_id)
        if depth < 0:
            columns.add(-1, copies)
            return
        base = chain[depth]
        first, middle = self._first[base], self._middle(base)
        if depth == 0:
            columns.add(first, copies, middle_mm=middle)
            return
        holder = self._design.nodes[chain[depth - 1]]
        # Copies of the node in one rack, and in one copy of what holds it there.
        in_rack = copies // self.copies(base)
        in_holder = copies // self.copies(holder.id)
        place = holder.rack
        if place is None:
            columns.add(first, copies, in_rack, in_holder, middle_mm=middle)
            return
        face = REAR if place.face == "rear" else FRONT
        if place.zero_u:
            columns.add(first, copies, in_rack, in_holder, face, middle_mm=middle)
            return
        height = self._height(holder)
        columns.add(first, copies, in_rack, in_holder, face, float(place.u), height, middle)

    def _height(self, node: Node) -> float:
        """Rack units that one copy takes; one where nobody said."""
        key = node.part if node.part and "height_u" not in node.facts else node.id
        if key not in self._heights:
            self._heights[key] = fact_of(self._design, node, "height_u").value
        return self._heights[key] or 1.0

    def _middle(self, rack_id: str) -> float:
        """Half the height of a rack, mm."""
        if rack_id not in self._middles:
            rack = self._design.nodes[rack_id]
            own = fact_of(self._design, rack, "height_mm")
            if own.known:
                self._middles[rack_id] = own.or_zero / 2
            else:
                units = fact_of(self._design, rack, "rack_units").value or self._cabinet(rack_id)
                units = units or assumed(self._design, "rack_height_u").or_zero
                self._middles[rack_id] = units * UNIT_MM / 2
        return self._middles[rack_id]

    def _cabinet(self, rack_id: str) -> float | None:
        if self._inside is None:
            self._inside = self._design.children()
        cabinet = next((one for one in self._inside.get(rack_id, ()) if one.kind in CABINETS), None)
        return fact_of(self._design, cabinet, "rack_units").value if cabinet else None


def seats(design: Design, node_ids: Iterable[str], stands: Standing | None = None) -> Seats:
    """Return the seats of every copy of the nodes NODE_IDS; STANDS where the standing things are known already."""
    stands = standing(design) if stands is None else stands
    finder, columns, start, ids = _Finder(design, stands), _Columns(), dict[str, int](), list[str]()
    rows = 0
    for node_id in node_ids:
        if node_id in start or node_id not in design.nodes:
            continue
        start[node_id] = rows
        ids.append(node_id)
        finder.add(node_id, columns)
        rows += columns.copies[-1]
    return _placed(stands, tuple(ids), start, columns)


def _firsts(stands: Standing) -> list[int]:
    """Row of the first copy of every node that stands somewhere."""
    return np.searchsorted(stands.node, np.arange(len(stands.ids))).tolist()


def _placed(stands: Standing, ids: tuple[str, ...], start: Mapping[str, int], columns: _Columns) -> Seats:
    many = np.array(columns.copies, dtype=np.int64)
    node = np.repeat(np.arange(many.size), many)
    # (rows,): the number of each copy within its node.
    copy = np.arange(node.size) - np.repeat(np.cumsum(many) - many, many)

    def each(values: list[int]) -> Ints:
        return np.array(values, dtype=np.int64)[node]

    def measure(values: list[float]) -> Floats:
        return np.array(values, dtype=np.float64)[node]

    first, in_rack, height = each(columns.first), each(columns.in_rack), measure(columns.height_u)
    # Copies fill one rack after the other: copy // in_rack is the rack among those of the node.
    rack = np.where(first >= 0, first + copy // in_rack, -1)
    # Within the rack, each holder takes the next place upwards.
    unit = measure(columns.unit) + (copy % in_rack) // each(columns.in_holder) * height
    # Height in mm of the middle of the device over the floor; of what has no rack unit, the middle of its rack.
    z = np.where(np.isnan(unit), measure(columns.middle_mm), (unit - 1 + height / 2) * UNIT_MM)
    nowhere = np.full(node.size, -1, dtype=np.int64)
    found = Seats(
        standing=stands,
        ids=ids,
        start=start,
        node=node,
        copy=copy,
        rack=rack,
        face=each(columns.face),
        unit=unit,
        place=np.column_stack([np.full((node.size, 2), np.nan), z]),
        room=nowhere,
        room_copy=nowhere,
    )
    return _on_floor(found)


def _on_floor(found: Seats) -> Seats:
    """FOUND with x, y and room of where its racks stand now."""
    stands, here = found.standing, found.rack >= 0
    rack = found.rack[here]
    place, room, room_copy = found.place.copy(), found.room.copy(), found.room_copy.copy()
    out = np.array([0.0, 1.0, -1.0])[found.face[here]] * stands.size[rack, 1] / 2
    place[here, :2] = stands.centres()[rack] + stands.fronts()[rack] * out[:, None]
    place[~here] = np.nan
    room[here], room_copy[here] = stands.room[rack], stands.room_copy[rack]
    return replace(found, place=place, room=room, room_copy=room_copy)


def moved_seats(design: Design, before: Seats, racks: Iterable[str]) -> Seats | None:
    """BEFORE after the nodes RACKS got other places on the floor, and nothing else; None where all must be done anew.

    Only for what has a place of its own in a room before and after.
    """
    stands, first = before.standing, dict(zip(before.standing.ids, _firsts(before.standing), strict=True))
    corner, turn = stands.corner.copy(), stands.turn.copy()
    for rack_id in racks:
        rack = design.nodes[rack_id]
        parent = design.nodes.get(rack.parent) if rack.parent else None
        # A rack in another rack or group stands where its holder puts it: its own place does not tell.
        if rack_id not in first or rack.floor is None or (parent is not None and parent.kind not in ROOMS):
            return None
        # The rack is laid out by itself, with what decides its place: its cabinets and what is around it.
        near = {one.id: one for one in design.nodes.values() if one.parent == rack_id and one.kind in CABINETS}
        around = {one: design.nodes[one] for one in design.ancestors(rack_id) if one in design.nodes}
        alone = Design(settings=design.settings, nodes={rack_id: rack, **near, **around}, parts=design.parts)
        fresh = standing(alone)
        # Copies of a node lie in adjacent rows, from the first one on.
        rows = slice(first[rack_id], first[rack_id] + fresh.count)
        # Another number of copies than before means that more than a place has changed.
        if fresh.count != int((stands.node == stands.ids.index(rack_id)).sum()):
            return None
        corner[rows], turn[rows] = fresh.corner, fresh.turn
    return _on_floor(replace(before, standing=replace(stands, corner=corner, turn=turn)))
