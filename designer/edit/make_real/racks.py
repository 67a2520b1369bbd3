"""Racks for what stands in none: by rack units, weight and power, alike racks as one, small devices together."""

from collections.abc import Iterator, Sequence
from math import ceil, floor, inf
from typing import Final

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.make_real.cabinets import Cabinet, cabinet_for, depth_needed, is_open
from designer.edit.make_real.drawing_in import Drawing
from designer.edit.make_real.fitting import watts_text
from designer.edit.make_real.records import NOTHING, Draws, Line, Made, Wishes
from designer.edit.make_real.strips import most_of_a_rack_w
from designer.edit.nodes.split_copy import peel_copy
from designer.edit.racks.rack_fill import first_place, place_unplaced
from designer.edit.racks.rack_places import brought
from designer.model.assumptions.table import assumed
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.kinds import CONTAINERS, FLOOR_RACKS, KINDS, RACK, RACK_POWER, RACKS, SWITCHES, Role
from designer.model.network.port_occupancy import ports_taken
from designer.model.records import RefusedInput
from designer.model.rooms.rack_slots import RackSlots, all_rack_slots, box_of, takes_place
from designer.model.wording import listed

_SPREAD_WIDER: Final = 1.35
"""So many times the fewest racks are taken where a number of devices divides by them: one tile stays one tile."""
_RACKED_ROLES: Final[frozenset[Role]] = frozenset({"host", "switch", "storage"})


class _Bin:
    """One rack that fills up with devices of several sorts; an old one has the slots of what it holds."""

    def __init__(self, cabinet: Cabinet, rack: Node | None = None, slots: RackSlots | None = None) -> None:
        self.cabinet, self.rack, self.slots = cabinet, rack, slots
        self.nodes: list[Node] = []
        self.units = self.watts = self.kg = 0.0


def wants_rack(design: Design, node: Node) -> bool:
    """Return whether NODE is mounted in racks, stands in none, and was given no floor of its own."""
    kind, part = KINDS.get(node.kind), design.part_of(node)
    if kind is None or not kind.racked or kind.managed or node.floor is not None or node.kind in RACK_POWER:
        return False
    if part is not None and (part.layer == "cloud" or (not part.id and node.part)):
        return False
    around = [design.nodes[one] for one in design.ancestors(node.id) if one in design.nodes]
    if any(one.kind in FLOOR_RACKS or one.kind not in CONTAINERS for one in around):
        return False
    # Plant and accessories are mounted in racks only where they say how high they are.
    return kind.role in _RACKED_ROLES or kind.passes or bool(box_of(design, node).height_u)


def draw_racks(design: Design, library: Library, wishes: Wishes, draws: Draws) -> Made:
    """Draw racks for all that stands in none, and give what waits in racks a place.

    Devices of which one rack cannot hold all get racks of their own, as evenly filled as they divide; the others share
    racks, the largest first. Nothing that is drawn is taken away: where a number does not divide by its racks, what is
    over becomes a node beside it.
    """
    edit, lines = ChangeSet(), list[Line]()
    waiting = [node for node in design.nodes_in_order() if wants_rack(design, node)]
    # By (container, open rack or not): the devices there that wait for a rack.
    scopes: dict[tuple[str | None, bool], list[Node]] = {}
    for node in waiting:
        scopes.setdefault((node.parent, is_open(design, node)), []).append(node)
    counts: dict[str, tuple[Cabinet, list[str]]] = {}
    fill = _Filling(design, library, wishes, draws, counts)
    for (parent, open_rack), nodes in scopes.items():
        made = fill.scope(edit.applied(design), parent, nodes, open_rack=open_rack)
        edit = edit.then(made)
    now = edit.applied(design)
    for key, (cabinet, racks) in counts.items():
        lines.append(_line(now, wishes, key, cabinet, racks, fill.apart, left_out=key in wishes.left_out))
    # What was in racks before and has no place yet gets one too.
    edit, lines = _strips_into_racks(design, edit, lines)
    now = edit.applied(design)
    # Racks that hold devices without a place in their units.
    tray = [rack for rack, slots in all_rack_slots(now).items() if any(_seated(now, one) for one in slots.unplaced)]
    if tray:
        try:
            placed = place_unplaced(now, tray)
        except RefusedInput as refused:
            lines.append(Line(key="places", step="racks", title="Places in racks", why=str(refused), problem=True))
        else:
            old = [one for table, one in placed.changes if table == "nodes" and one in design.nodes]
            waited = [one for one in old if (design.nodes[one].parent or "") in design.nodes and _in_rack(design, one)]
            if "places" not in wishes.left_out or not waited:
                edit = edit.then(placed)
            if waited:
                lines.append(
                    Line(
                        key="places",
                        step="racks",
                        title="Places in racks",
                        why=f"for {listed([design.nodes[one].title for one in waited])}, which waited in a "
                        "rack: switches at the top, the rest below them, the heaviest from the bottom",
                        count=sum(design.total_copies(one) for one in waited),
                        taken="places" not in wishes.left_out,
                    )
                )
    if not edit and not lines:
        return NOTHING
    edit.label = "Draw racks"
    return Made(edit=edit, lines=tuple(lines))


class _Filling:
    """Fills racks, place by place."""

    def __init__(
        self,
        design: Design,
        library: Library,
        wishes: Wishes,
        draws: Draws,
        counts: dict[str, tuple[Cabinet, list[str]]],
    ) -> None:
        self.library, self._wishes, self._draws, self._counts = library, wishes, draws, counts
        self.apart: list[str] = []
        self._air_w = assumed(design, "rack_air_limit_w").value or inf
        strips_w = most_of_a_rack_w(design, library, wishes)
        self._watts = min(wishes.rack_w or inf, strips_w, self._air_w if wishes.dense == "air" else inf)

    def scope(self, design: Design, parent: str | None, nodes: Sequence[Node], *, open_rack: bool) -> ChangeSet:
        """Return the racks in PARENT for NODES, which stand there."""
        depth = depth_needed(design, nodes)
        usual = cabinet_for(design, self.library, self._wishes, depth, "", open_rack=open_rack)
        key = f"racks:{usual.part.id if usual.part else 'none'}{'' if usual.part or depth is None else f':{depth:g}'}"
        chosen = self._wishes.part_for(key, usual.part.id if usual.part else "")
        cabinet = usual
        if chosen:
            cabinet = cabinet_for(design, self.library, self._wishes, depth, chosen, open_rack=open_rack)
        small = _Packed(self, design, parent, cabinet, open_rack=open_rack)
        # (device, most copies in one rack) where one rack does not hold all copies.
        many: list[tuple[Node, int]] = []
        for node in sorted(nodes, key=lambda one: self._size(design, one)):
            each = self._most(design, node, cabinet)
            if node.copies <= each:
                small.put(node)
            else:
                many.append((node, each))
        edit = ChangeSet()
        made = self._counts.setdefault(key, (cabinet, []))[1]
        if key in self._wishes.left_out:
            # Still counted, so that the line says what it would be.
            made.extend(["" for _ in range(len([one for one in small.bins if one.rack is None]) + len(many))])
            return edit
        for node, each in many:
            edit = edit.then(self._rows(edit.applied(design), node.id, each, cabinet, made))
        return edit.then(small.drawn(edit.applied(design), made))

    def _size(self, design: Design, node: Node) -> tuple[bool, float, float, int]:
        kind = KINDS[node.kind]
        heavy = -self.watts(node)
        return kind.top_of_rack, heavy, -box_of(design, node).units * node.copies, node.order

    def watts(self, node: Node) -> float:
        """Return the most that all copies of NODE draw, W; what is not known counts as 0, and its line says so."""
        return self._draws.max_w.get(node.id, 0.0) * node.copies

    def fits(self, one: _Bin, units: float, watts: float, kg: float) -> bool:
        """Return whether a rack still takes so much."""
        cabinet = one.cabinet
        return (
            one.units + units <= cabinet.units
            and (not one.nodes or one.watts + watts <= self._watts * (1 + 1e-9))
            and (cabinet.kg is None or one.kg + kg <= cabinet.kg)
        )

    def _most(self, design: Design, node: Node, cabinet: Cabinet) -> int:
        """Return how many copies of NODE one rack holds, at least one."""
        units, watts, kg = (
            max(box_of(design, node).units, 0.01),
            self._draws.max_w.get(node.id, 0.0),
            weight(design, node),
        )
        # By units, by power and by weight: how many copies one rack takes.
        limits = [
            floor(cabinet.units / units + 1e-9),
            floor(self._watts / watts * (1 + 1e-9)) if watts and self._watts < inf else node.copies,
            floor(cabinet.kg / kg) if kg and cabinet.kg is not None else node.copies,
        ]
        return max(min(limits), 1)

    def _rows(self, design: Design, node_id: str, each: int, cabinet: Cabinet, made: list[str]) -> ChangeSet:
        """Return racks that hold NODE alone, EACH in one at most."""
        node = design.nodes[node_id]
        racks = ceil(node.copies / each)
        # The fewest racks, up to a few more than needed, by which the copies divide.
        even = next((many for many in range(racks, floor(racks * _SPREAD_WIDER) + 1) if node.copies % many == 0), None)
        if even is not None:
            return self._alike(design, node_id, even, cabinet, made)
        # A few racks hold one more than the others: what stands in those is a node beside the first.
        less, over = divmod(node.copies, racks)
        try:
            peeled = peel_copy(design, node_id, over * (less + 1))
            _require_ports(design, peeled.applied(design), node_id)
        except RefusedInput:
            # Cables from copy to copy keep the copies together, so that they divide or not at all.
            even = next(many for many in range(racks, node.copies + 1) if node.copies % many == 0)
            return self._alike(design, node_id, even, cabinet, made)
        after = peeled.applied(design)
        (other,) = [one for one in after.nodes.keys() - design.nodes.keys() if after.nodes[one].parent == node.parent]
        draft = Draft(after)
        draft.put(msgspec.structs.replace(after.nodes[other], name=f"{node.title}, others"))
        self.apart.append(f"{over * (less + 1):,} of {node.copies:,} × {node.title}")
        edit = peeled.then(draft.finished(""))
        edit = edit.then(self._alike(edit.applied(design), node_id, racks - over, cabinet, made))
        return edit.then(self._alike(edit.applied(design), other, over, cabinet, made))

    def _alike(self, design: Design, node_id: str, racks: int, cabinet: Cabinet, made: list[str]) -> ChangeSet:
        node = design.nodes[node_id]
        drawing = Drawing(design, self.library)
        rack = _rack_in(drawing, cabinet, [node], racks)
        after = msgspec.structs.replace(drawing.draft.node(node_id), parent=rack, copies=node.copies // racks)
        drawing.draft.put(after)
        made.append(rack)
        return drawing.finished("")


def _require_ports(before: Design, after: Design, node_id: str) -> None:
    """Refuse to set copies of a node apart where their cables, dealt anew, need more ports than a far end has.

    Raises:
        RefusedInput: a port group that had room has none any more.
    """
    ends = {link.b if link.a == node_id else link.a for link in before.links.values() if node_id in (link.a, link.b)}
    ends.discard(node_id)
    taken, was = ports_taken(after, ends), ports_taken(before, ends)
    # Ports of each group at the far ends of the cables.
    counts = {
        (end, group.name): group.count
        for end in ends
        if end in after.nodes
        for group in after.ports_of(after.nodes[end])
    }
    for key, used in taken.items():
        most = counts.get(key)
        if most is not None and used > most and was.get(key, 0) <= most:
            raise RefusedInput(f"{after.nodes[key[0]].title} has too few ports for cables that are dealt anew.")


class _Packed:
    """Devices that share racks: first fit, the largest first, racks that stand there before new ones."""

    def __init__(
        self, fill: _Filling, design: Design, parent: str | None, cabinet: Cabinet, *, open_rack: bool
    ) -> None:
        self._fill, self._design, self._parent, self._cabinet = fill, design, parent, cabinet
        self.bins: list[_Bin] = []
        for rack in design.nodes_in_order():
            # Copies of a rack all hold the same, so that one more device has no place in them.
            if rack.kind in RACKS and rack.parent == parent and rack.copies == 1:
                inside = [node for node in design.nodes_in_order() if node.parent == rack.id]
                # Open racks and others are not of one width; one that is empty may be either.
                if not inside or any(is_open(design, node) for node in inside) == open_rack:
                    self.bins.append(self._old(rack, inside))

    def _old(self, rack: Node, inside: Sequence[Node]) -> _Bin:
        slots = all_rack_slots(self._design, [rack.id])[rack.id]
        one = _Bin(Cabinet(None, slots.units, None, rack.facts.get("load_limit_kg")), rack, slots)
        one.nodes = [node for node in inside if takes_place(node)]
        one.units = sum(box_of(self._design, node).units * node.copies for node in one.nodes)
        one.watts = sum(self._fill.watts(node) for node in inside)
        one.kg = sum(weight(self._design, node) * node.copies for node in inside)
        return one

    def put(self, node: Node) -> None:
        """Put NODE into the first rack that takes it."""
        box = box_of(self._design, node)
        units, watts, kg = box.units * node.copies, self._fill.watts(node), weight(self._design, node) * node.copies
        for one in self.bins:
            if not self._fill.fits(one, units, watts, kg):
                continue
            limit = one.rack.facts.get("power_limit_w") if one.rack is not None else None
            if limit is not None and one.watts + watts > limit:
                continue
            if one.slots is not None:
                place = first_place(self._design, one.slots, node)
                if place is None or (box.depth_mm or 0.0) > one.slots.depth_mm:
                    continue
                one.slots = one.slots.seated(node, place, box)
            break
        else:
            one = _Bin(self._cabinet)
            self.bins.append(one)
        one.nodes.append(node)
        one.units += units
        one.watts += watts
        one.kg += kg

    def drawn(self, design: Design, made: list[str]) -> ChangeSet:
        """Return the racks, with their devices in them."""
        drawing = Drawing(design, self._fill.library)
        for one in self.bins:
            new = [node for node in one.nodes if node.parent == self._parent]
            if not new:
                continue
            rack = one.rack.id if one.rack is not None else _rack_in(drawing, one.cabinet, new, 1)
            if one.rack is None:
                made.append(rack)
            for node in new:
                drawing.draft.put(msgspec.structs.replace(drawing.draft.node(node.id), parent=rack))
        return drawing.finished("")


def weight(design: Design, node: Node) -> float:
    """Return what one copy of NODE weighs, kg; 0 where it is not known."""
    part = design.part_of(node)
    quantity = part.facts.get("weight_kg") if part is not None else None
    return node.facts.get("weight_kg", (quantity.value if quantity else None) or 0.0)


def _rack_in(drawing: Drawing, cabinet: Cabinet, nodes: Sequence[Node], copies: int) -> str:
    """Draw a rack around NODES, with its cabinet, and return its id."""
    at = min(node.x for node in nodes) - FRAME_PADDING, min(node.y for node in nodes) - FRAME_HEADER
    name = "Network rack" if all(node.kind in SWITCHES for node in nodes) else "Rack"
    rack = drawing.add_container(RACK, RACK, name, at, copies=copies, parent=nodes[0].parent)
    if cabinet.part is not None:
        low = max(node.y for node in nodes)
        drawing.add(cabinet.part.id, "cabinet", "Cabinet", (min(n.x for n in nodes), low + 120.0), parent=rack)
    elif cabinet.depth_mm is not None:
        node = drawing.draft.node(rack)
        usual = assumed(drawing.before, "rack_depth_mm").or_zero
        facts = {"depth_mm": max(cabinet.depth_mm, usual), "rack_units": float(cabinet.units)}
        drawing.draft.put(msgspec.structs.replace(node, facts=facts))
    return rack


def _strips_into_racks(design: Design, edit: ChangeSet, lines: list[Line]) -> tuple[ChangeSet, list[Line]]:
    """Bring power strips that stand in the open into the rack of what they feed, where that is one rack."""
    now = edit.applied(design)
    feeds: dict[str, set[str]] = {}
    for link in now.links.values():
        if link.medium == "power":
            for strip, device in ((link.a, link.b), (link.b, link.a)):
                feeds.setdefault(strip, set()).add(device)
    for strip in design.nodes_in_order():
        if strip.kind not in RACK_POWER or _in_rack(design, strip.id) or strip.id not in feeds:
            continue
        around = {next(_racks_around(now, one), "") for one in feeds[strip.id] if one in now.nodes}
        around.discard("")
        if len(around) != 1:
            continue
        rack = now.nodes[next(iter(around))]
        try:
            moved, node_id, into = brought(now, now.nodes[strip.id], rack)
        except RefusedInput:
            continue
        if node_id != strip.id or into != rack.id:
            continue
        edit, now = edit.then(moved), moved.applied(now)
    return edit, lines


def _racks_around(design: Design, node_id: str) -> Iterator[str]:
    return (one for one in design.ancestors(node_id) if one in design.nodes and design.nodes[one].kind in RACKS)


def _in_rack(design: Design, node_id: str) -> bool:
    return any(True for _ in _racks_around(design, node_id))


def _seated(design: Design, node_id: str) -> bool:
    """Return whether NODE is one that gets a place by itself: coolers on a door have none in the units."""
    kind = KINDS[design.nodes[node_id].kind]
    return kind.role != "cooling" or bool(box_of(design, design.nodes[node_id]).height_u)


def _line(
    design: Design,
    wishes: Wishes,
    key: str,
    cabinet: Cabinet,
    racks: Sequence[str],
    apart: Sequence[str],
    *,
    left_out: bool,
) -> Line:
    number = len(racks) if left_out else sum(design.total_copies(rack) for rack in racks)
    part = cabinet.part
    if not racks:
        words = "one for each that fits: by its units, its weight, and what the rack draws"
        return Line(key=key, step="racks", title="Into the racks that are there", why=words, taken=not left_out)
    limit = assumed(design, "rack_air_limit_w").value
    filled = [f"{cabinet.units}U"]
    if wishes.rack_w:
        filled.append(f"{watts_text(wishes.rack_w)} a rack at most, as wished")
    elif wishes.dense == "air" and limit:
        filled.append(f"filled to {watts_text(limit)}, where cooling by the air of a room ends")
    if cabinet.depth_mm is not None:
        filled.append(f"{cabinet.depth_mm:,.0f} mm deep with room for cables, or more")
    if apart:
        filled.append(f"{listed(apart)} stand apart, since they do not divide evenly by their racks")
    if part is None:
        filled.append("no cabinet of the catalog is deep enough, so the rack is drawn without one")
    return Line(
        key=key,
        step="racks",
        title=part.name if part else f"Racks, {cabinet.units}U",
        part=part.id if part else "",
        why=", ".join(filled),
        count=number,
        others=cabinet.others,
        taken=not left_out,
        problem=part is None,
    )
