"""Rack units: those that every device of a rack takes, those that are free, and what is wrong with the places.

All copies of a rack hold the same, so one of them is looked at. Wrong places are data here, never an exception: files
may hold any unit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node, RackPlace
from designer.model.identity_cache import Remembered
from designer.model.kinds import ACCESSORY, CABINETS, KINDS, RACKS
from designer.model.parts.part import Part
from designer.model.records import Arrays, Record

Face = Literal["front", "rear"]
Side = Literal["", "left", "right"]
SlotTrouble = Literal["overlap", "outside", "too deep", "tight", "side taken"]

UNIT_MM: Final = 44.45
MOST_SEATS: Final = 100
"""So many copies of one node are seated; no rack has more units, so the others are outside anyway."""
MOST_UNITS: Final = 100
UNKNOWN_HEIGHT_U: Final = 1.0
"""What a device takes whose height nobody knows."""
CHANNELS: Final[tuple[tuple[Face, Side], ...]] = (
    ("rear", "left"),
    ("rear", "right"),
    ("front", "left"),
    ("front", "right"),
)
"""Where 0U devices hang beside the units, in the order in which copies take them."""
BLANKING: Final = "blanking panel"
"""Tag of parts that only close an empty place."""
CABLE_MANAGER: Final = "cable manager"
_SHALLOW: Final = "less than full"
_NEAR: Final = 1e-9


class Box(NamedTuple):
    """Traits of one copy of a device that matter for its place.

    Attributes:
        height_u: None where nobody knows.
        depth_mm: None where nobody knows; then `shallow` tells whether it leaves the other face free.
        air: 1 blows from its front to its rear, -1 the other way, 0 is unknown or neither.
        liquid: Share of its heat that a liquid takes.
        hangs: Whether it is made to hang beside the units (0U).
    """

    name: str
    height_u: float | None
    depth_mm: float | None
    shallow: bool
    air: int
    liquid: float
    hangs: bool
    blank: bool

    @property
    def units(self) -> float:
        """Rack units that it takes, with a guess where nobody knows."""
        return UNKNOWN_HEIGHT_U if self.height_u is None else max(self.height_u, 0.0)


class Seat(NamedTuple):
    """One copy in its place: from LOW to HIGH in units from the rack's bottom (U1 is 0 to 1)."""

    node: str
    copy: int
    low: float
    high: float
    face: Face
    side: Side
    zero_u: bool
    depth_mm: float | None
    blank: bool = False

    @property
    def unit(self) -> int:
        """Its lowest rack unit, counted from 1."""
        return int(self.low + _NEAR) + 1


class SlotProblem(Record, frozen=True, kw_only=True):
    """One thing that is wrong in a rack.

    Attributes:
        nodes: Who is concerned; the one that was there first comes first.
        u: Rack unit where it begins.
        amount: Units outside, or depth in mm.
        limit: Units of the rack, or its depth in mm.
    """

    trouble: SlotTrouble
    nodes: tuple[str, ...]
    u: int = 0
    amount: float = 0.0
    limit: float = 0.0


class RackSlots(Arrays, frozen=True):
    """One copy of a rack, unit by unit.

    Attributes:
        units: Rack units inside; assumed unless `units_known`.
        depth_mm: Of the rack; assumed unless `depth_known`.
        seats: Everything that has a place, 0U devices too, in design order and then by copy.
        unplaced: Nodes of this rack without a place yet, in design order.
        guessed: Nodes whose height nobody knows; they are taken to be 1U high.
        past: Nodes of which copies stand above the rack or below it, and by how many units.
    """

    rack: str
    units: int
    units_known: bool
    depth_mm: float
    depth_known: bool
    seats: tuple[Seat, ...]
    unplaced: tuple[str, ...]
    guessed: tuple[str, ...]
    past: Mapping[str, float]
    boxes: Mapping[str, Box]

    @property
    def used_u(self) -> float:
        """Units taken by devices, a half width as half; panels that only close a gap are left out."""
        return sum(self._size(seat) for seat in self.seats if not seat.blank)

    @property
    def blanked_u(self) -> float:
        """Units that blanking panels close."""
        return sum(self._size(seat) for seat in self.seats if seat.blank)

    def _size(self, seat: Seat) -> float:
        return 0.0 if seat.zero_u else (seat.high - seat.low) * (0.5 if seat.side else 1.0)

    def free_units(self, face: Face = "front") -> list[int]:
        """Units, from the bottom, of which nothing at FACE takes any part, nor what reaches there from behind."""
        probe = Box("", 1.0, None, True, 0, 0.0, False, False)
        return [u for u in range(1, self.units + 1) if not self._blocked(u - 1.0, float(u), face, "", probe)]

    def blocking(self, box: Box, place: RackPlace, copies: int) -> Seat | None:
        """The first seat that is in the way of COPIES of BOX at PLACE; None when the place is free."""
        if place.zero_u:
            for face, side in hung(place, copies):
                for seat in self.seats:
                    if seat.zero_u and (seat.face, seat.side) == (face, side):
                        return seat
            return None
        # Units count from 1 at the floor; spans are in units from 0, so that U1 is 0 to 1.
        low, high = place.u - 1.0, place.u - 1.0 + box.units * copies
        return self._blocked(low, high, place.face, place.side, box)

    def seated(self, node: Node, place: RackPlace, box: Box) -> "RackSlots":
        """This rack with NODE at PLACE too."""
        more = tuple(_seats(node, place, box, self.units, self.depth_mm))
        waiting = tuple(name for name in self.unplaced if name != node.id)
        return replace(self, seats=self.seats + more, unplaced=waiting, boxes={**self.boxes, node.id: box})

    def _blocked(self, low: float, high: float, face: Face, side: Side, box: Box) -> Seat | None:
        probe = Seat("", 0, low, high, face, side, False, _reach(box, self.depth_mm), box.blank)
        return next((seat for seat in self.seats if _meet(seat, probe, self.depth_mm)), None)


def box_of(design: Design, node: Node) -> Box:
    """Return the traits of NODE that matter for its place; its own facts come before those of its part."""
    return box_of_part(design.part_of(node), node.facts, node.title, node.kind)


def box_of_part(part: Part | None, own: Mapping[str, float], name: str, kind: str) -> Box:
    """The same of a part that is not placed yet."""

    def fact(which: str) -> float | None:
        if which in own:
            return own[which]
        quantity = part.facts.get(which) if part else None
        return quantity.value if quantity else None

    texts: Mapping[str, str] = part.texts if part else {}
    tags: Sequence[str] = part.tags if part else ()
    height = fact("height_u")
    blank = kind == ACCESSORY and BLANKING in tags
    return Box(
        name=name,
        height_u=height,
        depth_mm=fact("depth_mm"),
        shallow=blank or texts.get("rack_depth") == _SHALLOW,
        air=_direction(texts.get("airflow", "")),
        liquid=fact("liquid_heat_share") or 0.0,
        hangs=height == 0,
        blank=blank,
    )


def _direction(words: str) -> int:
    """1 for front to rear, -1 for rear to front; 0 where the words name both or neither."""
    plain = words.lower().replace("-", " ").replace("back", "rear")
    forth, back = "front to rear" in plain, "rear to front" in plain
    return 0 if forth == back else 1 if forth else -1


def takes_place(node: Node) -> bool:
    """Return True when NODE can have a place in a rack of its own."""
    kind = KINDS.get(node.kind)
    return kind is not None and kind.racked


def hung(place: RackPlace, copies: int) -> Iterator[tuple[Face, Side]]:
    """The channel of each copy of a 0U device: the one it was given, then the others in turn."""
    start = CHANNELS.index((place.face, place.side or "left"))
    for copy in range(min(copies, MOST_SEATS)):
        yield CHANNELS[(start + copy) % len(CHANNELS)]


def all_rack_slots(design: Design, racks: Iterable[str] | None = None) -> dict[str, RackSlots]:
    """Return what every rack of DESIGN holds where, or each of RACKS; what the very same nodes gave is kept."""
    if racks is None:
        things = (design.nodes, design.parts, design.settings)
        return dict(_all_slots.of(things, None, lambda: _rack_slots(design, None)))
    return _rack_slots(design, racks)


_all_slots: Final = Remembered[dict[str, "RackSlots"]](kept=2)


def _rack_slots(design: Design, racks: Iterable[str] | None) -> dict[str, RackSlots]:
    children = design.children()
    wanted = [node.id for node in design.nodes_in_order() if node.kind in RACKS] if racks is None else racks
    known: dict[str, Box] = {}
    return {rack_id: _slots(design, design.nodes[rack_id], children.get(rack_id, []), known) for rack_id in wanted}


def rack_slots(design: Design, rack_id: str, without: Iterable[str] = ()) -> RackSlots:
    """Return what rack RACK_ID holds where, but for the nodes WITHOUT."""
    left_out = set(without)
    inside = [node for node in design.nodes_in_order() if node.parent == rack_id and node.id not in left_out]
    return _slots(design, design.nodes[rack_id], inside, {})


def _slots(design: Design, rack: Node, inside: Sequence[Node], boxed: dict[str, Box]) -> RackSlots:
    """BOXED keeps the boxes of parts from rack to rack."""
    cabinet = next((node for node in inside if node.kind in CABINETS), None)
    units, depth = _limit(design, rack, cabinet, "rack_units"), _limit(design, rack, cabinet, "depth_mm")
    # A rack without a number of units may state its height in units as a device does.
    if units is None:
        units = rack.facts.get("height_u")
    known = units is not None and units >= 1
    whole = (
        int(min(units, MOST_UNITS)) if units is not None and known else int(assumed(design, "rack_units").value or 1)
    )
    deep = depth if depth is not None else assumed(design, "rack_depth_mm").value or 0.0
    boxes = {node.id: _known_box(design, node, boxed) for node in inside if takes_place(node)}
    seats: list[Seat] = []
    past: dict[str, float] = {}
    for node in inside:
        if node.id in boxes and node.rack is not None:
            seats.extend(_seats(node, node.rack, boxes[node.id], whole, deep))
            beyond = _beyond(node, node.rack, boxes[node.id], whole)
            if beyond > _NEAR:
                past[node.id] = beyond
    return RackSlots(
        rack=rack.id,
        units=whole,
        units_known=known,
        depth_mm=deep,
        depth_known=depth is not None,
        seats=tuple(seats),
        unplaced=tuple(node.id for node in inside if node.id in boxes and node.rack is None),
        guessed=tuple(name for name, box in boxes.items() if box.height_u is None),
        past=past,
        boxes=boxes,
    )


def _known_box(design: Design, node: Node, known: dict[str, Box]) -> Box:
    # Boxes of a part are the same unless the node has facts of its own; only the name differs.
    if node.facts or node.part is None:
        return box_of(design, node)
    box = known.get(node.part)
    if box is None or box.name != node.title:
        box = known[node.part] = box_of(design, node) if box is None else box._replace(name=node.title)
    return box


def _limit(design: Design, rack: Node, cabinet: Node | None, fact: str) -> float | None:
    """A fact of RACK, else of the cabinet in it."""
    for node in (rack, cabinet):
        if node is None:
            continue
        if fact in node.facts:
            return node.facts[fact]
        part = design.part_of(node)
        quantity = part.facts.get(fact) if part else None
        if quantity is not None and quantity.value is not None:
            return quantity.value
    return None


def _seats(node: Node, place: RackPlace, box: Box, units: int, rack_depth: float) -> Iterator[Seat]:
    depth = _reach(box, rack_depth)
    if place.zero_u or box.hangs:
        # Nobody says how long it is, so it is taken to reach all the way.
        for copy, (face, side) in enumerate(hung(place, node.copies)):
            yield Seat(node.id, copy, 0.0, float(units), face, side, True, depth)
        return
    for copy in range(min(node.copies, MOST_SEATS)):
        low = place.u - 1.0 + copy * box.units
        yield Seat(node.id, copy, low, low + box.units, place.face, place.side, False, depth, box.blank)


def _beyond(node: Node, place: RackPlace, box: Box, units: int) -> float:
    if place.zero_u or box.hangs:
        return 0.0
    top = place.u - 1.0 + node.copies * box.units
    return max(top - units, 1.0 - place.u, 0.0)


def _reach(box: Box, rack_depth: float) -> float | None:
    """Return how deep it reaches from its face, mm; None is all the way to the other."""
    if box.blank:
        return 0.0
    if box.depth_mm is not None:
        return box.depth_mm
    return rack_depth / 2 if box.shallow else None


def _meet(one: Seat, other: Seat, rack_depth: float) -> bool:
    """Return True when two seats want the same room; what hangs beside the units meets only its like."""
    if one.zero_u != other.zero_u or one.low >= other.high - _NEAR or other.low >= one.high - _NEAR:
        return False
    if one.zero_u:
        return (one.face, one.side) == (other.face, other.side)
    if one.side and other.side and one.face == other.face and one.side != other.side:
        return False
    if one.face == other.face:
        return True
    # Left and right are seen from each face, so opposite halves lie behind each other.
    if one.side and other.side and one.side == other.side:
        return False
    if one.depth_mm is None or other.depth_mm is None:
        return not (one.blank or other.blank)
    return one.depth_mm + other.depth_mm > rack_depth + _NEAR


def slot_problems(design: Design, slots: RackSlots) -> Iterator[SlotProblem]:
    """Yield what is wrong with the places in a rack: outside first, then who meets whom, then depth."""
    for name, beyond in slots.past.items():
        place = design.nodes[name].rack
        yield SlotProblem(
            trouble="outside", nodes=(name,), u=place.u if place else 0, amount=beyond, limit=float(slots.units)
        )
    seen: set[tuple[str, str]] = set()
    active: list[Seat] = []
    for seat in sorted(slots.seats, key=lambda one: (one.low, one.high)):
        # Seats come by their lowest unit: those that end below this one can meet none that follow.
        active = [one for one in active if one.high > seat.low + _NEAR]
        for one in active:
            same = one.node == seat.node
            pair = (min(one.node, seat.node), max(one.node, seat.node))
            if pair not in seen and (not same or seat.zero_u) and _meet(one, seat, slots.depth_mm):
                seen.add(pair)
                nodes = (one.node,) if same else (one.node, seat.node)
                yield SlotProblem(trouble="side taken" if seat.zero_u else "overlap", nodes=nodes, u=seat.unit)
        active.append(seat)
    room = assumed(design, "rack_cable_depth_mm").value or 0.0
    for name, box in slots.boxes.items():
        place = design.nodes[name].rack
        if box.depth_mm is None or box.hangs or (place is not None and place.zero_u):
            continue
        if box.depth_mm + room > slots.depth_mm + _NEAR:
            deep = box.depth_mm > slots.depth_mm + _NEAR
            yield SlotProblem(
                trouble="too deep" if deep else "tight",
                nodes=(name,),
                u=place.u if place else 0,
                amount=box.depth_mm,
                limit=slots.depth_mm,
            )


def nearest_free(slots: RackSlots, box: Box, place: RackPlace, copies: int) -> RackPlace | None:
    """The free place nearest to PLACE that takes COPIES of BOX, lower before higher; None when there is none."""
    if box.depth_mm is not None and box.depth_mm > slots.depth_mm and not place.zero_u:
        return None
    if place.zero_u:
        for face, side in CHANNELS:
            other = RackPlace(u=place.u, face=face, side=side, zero_u=True)
            if copies <= len(CHANNELS) and slots.blocking(box, other, copies) is None:
                return other
        return None
    # The last unit at which all copies still end within the rack.
    last = slots.units - ceil(box.units * copies - _NEAR) + 1
    for u in sorted(range(1, last + 1), key=lambda one: (abs(one - place.u), one)):
        other = RackPlace(u=u, face=place.face, side=place.side)
        if slots.blocking(box, other, copies) is None:
            return other
    return None


def why_not(design: Design, slots: RackSlots, box: Box, place: RackPlace, copies: int) -> str:
    """Return what forbids COPIES of BOX at PLACE, in one sentence; "" where they go there."""
    if place.zero_u:
        if not box.hangs and box.height_u:
            return f"{box.name} is {box.height_u:g}U high and does not hang beside the units."
        channels = list(hung(place, copies))
        if len(set(channels)) < copies:
            return f"There are four places beside the units, not {copies}."
        held = slots.blocking(box, place, copies)
        if held is not None:
            return f"{design.nodes[held.node].title} hangs on the {held.side} of the {held.face} already."
        return ""
    if box.hangs:
        return f"{box.name} takes no rack unit (0U); hang it beside the units."
    guess = "" if slots.depth_known else ", as racks are taken to be"
    if box.depth_mm is not None and box.depth_mm > slots.depth_mm:
        return f"{box.name} is {box.depth_mm:,.0f} mm deep and the rack {slots.depth_mm:,.0f} mm{guess}."
    units = box.units * copies
    top = place.u - 1 + units
    if place.u < 1 or top > slots.units + _NEAR:
        tall = "" if slots.units_known else ", as racks are taken to have"
        return f"It needs U{place.u} to U{top:g}; the rack ends at U{slots.units}{tall}."
    held = slots.blocking(box, place, copies)
    if held is not None:
        where = "" if held.face == place.face else f", from the {held.face}"
        return f"{design.nodes[held.node].title} is at U{held.unit}{where}."
    return ""
