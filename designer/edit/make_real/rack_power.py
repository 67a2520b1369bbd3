"""Power strips and cords for devices whose inlets wait for some, by the redundancy asked."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from math import ceil
from typing import Final, NamedTuple

from designer.catalog.library import Library
from designer.edit.make_real.drawing_in import Drawing, Side
from designer.edit.make_real.fitting import fact, rating_w, watts_text
from designer.edit.make_real.records import NOTHING, Draws, Line, Made, Wishes
from designer.edit.make_real.strips import MOST_STRIPS, Cords, Strips, outlets_for, strips_for, strips_of
from designer.edit.racks.rack_fill import place_unplaced
from designer.model.design import Design, Link, Node
from designer.model.kinds import FLOOR_RACKS, KINDS, PDU, RACK_POWER, RACKS, TRANSFER, Role
from designer.model.network.port_occupancy import PortKey, ports_taken
from designer.model.network.ports import joined_ports
from designer.model.parts.part import PortGroup
from designer.model.power.power_order import is_turned
from designer.model.records import RefusedInput
from designer.model.wording import listed

FED_ROLES: Final[frozenset[Role]] = frozenset({"host", "switch", "storage"})
_THIRD: Final = "a third strip, fed from both sides, where half of the supplies of a device do not carry it"
_MOST_TRIED: Final = 64
"""So many strips are drawn where more are needed than hang in a rack; a finding says that they are too many."""
_SIDES: Final[tuple[Side, ...]] = ("A", "B", "")
"""Sides of a rack in the order in which they are fed; the third is for devices by thirds, and is of neither side."""


class _Open(NamedTuple):
    """Inlets of a device that no cord is in, of one copy."""

    node: Node
    group: PortGroup
    missing: int


def fed_directly(node: Node) -> bool:
    """Return whether NODE is a rack of its own with power shelves: it hangs on the panels, not on strips."""
    return node.kind in FLOOR_RACKS and node.kind not in RACKS


def open_inlets(design: Design, node: Node, taken: Mapping[PortKey, int]) -> list[tuple[PortGroup, int]]:
    """Return the inlets of one copy of NODE that no cord is in, by port group."""
    kind, part = KINDS[node.kind], design.part_of(node)
    feeds = kind.role in FED_ROLES or (kind.role == "other" and not kind.component)
    if not feeds or kind.managed or (part is not None and part.layer == "cloud"):
        return []
    groups = [group for group in design.ports_of(node) if "power" in group.media and group.role != "out"]
    return [
        (group, group.count - taken.get((node.id, group.name), 0))
        for group in groups
        if group.count > taken.get((node.id, group.name), 0)
    ]


def draw_strips(design: Design, library: Library, wishes: Wishes, draws: Draws) -> Made:
    """Draw strips in racks, and cords to every inlet that has none.

    Each of two sides carries all that a rack draws (2N); else strips of one sort share it, with one more at N+1. Where
    half of the supplies of a device are too few for its draw and two thirds are enough, as of six of 3.3 kW for 10.2 kW
    (NVIDIA DGX H100 user guide: four of the six have to be live), its cords fall on three strips at 2N: A, B, and one
    that hangs on both by a transfer switch. Strips that hang there already are used as far as they have outlets and
    carry the load.
    """
    taken = ports_taken(design)
    places: dict[tuple[str | None, str], list[_Open]] = {}
    for node in design.nodes_in_order():
        if fed_directly(node):
            continue
        for group, missing in open_inlets(design, node, taken):
            around = (one for one in design.ancestors(node.id) if one in design.nodes)
            rack = next((one for one in around if design.nodes[one].kind in RACKS), None)
            # What stands in no rack has strips of its own, so that unlike devices do not crowd on one.
            places.setdefault((rack, "") if rack else (node.parent, node.id), []).append(_Open(node, group, missing))
    if not places:
        return NOTHING
    feeding = _Feeding(design, library, wishes, draws, taken)
    for (place, _), waiting in places.items():
        feeding.place(place, waiting)
    return feeding.made()


class _Feeding:
    def __init__(
        self, design: Design, library: Library, wishes: Wishes, draws: Draws, taken: Mapping[PortKey, int]
    ) -> None:
        self._design, self._wishes, self._draws, self._taken = design, wishes, draws, taken
        self._drawing = Drawing(design, library)
        self._parts = strips_of(design, library)
        self._library = library
        self._children = design.children()
        # By node: its power cables, at either end; and what feeds it.
        self._power: dict[str, list[Link]] = {}
        self._above: dict[str, set[str]] = {}
        for link in design.links.values():
            if link.medium == "power" and link.a in design.nodes and link.b in design.nodes:
                for end in {link.a, link.b}:
                    self._power.setdefault(end, []).append(link)
                source, end = (link.b, link.a) if is_turned(design, link) else (link.a, link.b)
                self._above.setdefault(end, set()).add(source)
        self._counts: dict[str, list[tuple[Strips, int, float]]] = {}
        self._thirds: dict[str, None] = {}
        self._left_out: set[str] = set()
        self._problems: dict[str, Line] = {}
        self._racks: dict[str, None] = {}
        self._unknown: dict[str, None] = {}

    def place(self, place: str | None, waiting: Sequence[_Open]) -> None:
        """Feed what waits in one rack, or one device in the open."""
        design = self._design
        rack = place if place and design.nodes[place].kind in RACKS else None
        there = [node for node in self._children.get(rack, ()) if node.kind in RACK_POWER] if rack else []
        sides = self._sides_there(there)
        if self._wishes.redundancy == "2N":
            shares = [self._shares(rack, open_, sides) for open_ in waiting]
            among = 3 if any("" in share for share in shares) else 2
            for side in _SIDES:
                cords = [share[side] for share in shares if side in share]
                if cords:
                    self._feed(place, rack, cords, side, [node for node in there if sides[node.id] == side], among)
        else:
            cords = [self._all(rack, open_) for open_ in waiting]
            self._feed(place, rack, cords, "", there)

    def _sides_there(self, strips: Sequence[Node]) -> dict[str, Side]:
        """Return the side of each strip: by its cables, else the one that is not there yet; "" for a third."""
        found: dict[str, Side] = {}
        for node in strips:
            told = {link.side for link in self._power.get(node.id, ())} - {""}
            if told:
                found[node.id] = "A" if "A" in told else "B"
            elif hangs_on_both(self._design, self._above, node.id):
                found[node.id] = ""
        for node in strips:
            if node.id not in found:
                there = set(found.values())
                # Beside strips of both sides one with cords of none is that of devices by thirds.
                third: Side = "" if self._power.get(node.id) else "A"
                found[node.id] = "A" if "A" not in there else "B" if "B" not in there else third
        return found

    def _shares(self, rack: str | None, one: _Open, sides: Mapping[str, Side]) -> dict[Side, Cords]:
        """Return what each side takes of the inlets of a device that wait: half of its cords, A more, or a third."""
        node, group = one.node, one.group
        by_side: dict[Side, int] = dict.fromkeys(_SIDES, 0)
        copies = self._design.total_copies(node.id)
        for link in self._power.get(node.id, ()):
            other = link.b if link.a == node.id else link.a
            side: Side = link.side or sides.get(other, "A")
            joined = joined_ports(self._design, link)
            if joined is not None and (joined[0] if link.a == node.id else joined[1]).name == group.name:
                by_side[side] += ceil(self._design.total_cables(link) / copies)
        # Cords that each side has in the end.
        third, half = ceil(group.count / 3), ceil(group.count / 2)
        thirds = self._asks_thirds(one) and by_side["A"] <= third and by_side["B"] <= third
        if thirds:
            wanted: dict[Side, int] = {"A": third, "B": third, "": group.count - 2 * third}
        else:
            by_side["A"] += by_side.pop("")
            wanted = {"A": half, "B": group.count - half}
        left, found = one.missing, dict[Side, Cords]()
        for side, most in wanted.items():
            share = min(left, max(most - by_side[side], 0))
            left -= share
            if share:
                # Where one side is lost the cords of the others carry all: one side of two, or two of three.
                carrying = group.count - third if thirds else by_side[side] + share
                found[side] = self._cords_of(rack, node, group, share, carrying)
        return found

    def _asks_thirds(self, one: _Open) -> bool:
        """Return whether half of the supplies of a device are too few for its draw, and two thirds are enough."""
        asked, supplies = self._supplies_asked(one.node, one.group), one.group.count
        third = ceil(supplies / 3)
        return asked is not None and supplies // 2 < asked <= supplies - third and supplies - 2 * third > 0

    def _supplies_asked(self, node: Node, group: PortGroup) -> int | None:
        """Return how many supplies have to be live for what a device draws; None where that is not known."""
        part = self._design.part_of(node)
        rating = node.facts.get("psu_rating_w") or (fact(part, "psu_rating_w") if part else None)
        watts = self._draws.max_w.get(node.id)
        return ceil(watts / rating * (1 - 1e-9)) if rating and watts and group.count > 1 else None

    def _all(self, rack: str | None, one: _Open) -> Cords:
        return self._cords_of(rack, one.node, one.group, one.missing, one.group.count)

    def _cords_of(self, rack: str | None, node: Node, group: PortGroup, share: int, carrying: int) -> Cords:
        """SHARE cords of each copy of NODE; CARRYING of them are on this side in the end, and carry all it draws."""
        copies = self._design.copies_within(node.id, rack) if rack else node.copies
        watts = self._draws.max_w.get(node.id)
        if watts is None:
            self._unknown[node.id] = None
        return Cords(node.id, group, share * copies, (watts or 0.0) / max(carrying, 1))

    def _feed(
        self,
        place: str | None,
        rack: str | None,
        cords: Sequence[Cords],
        side: Side,
        there: Sequence[Node],
        among: int = 1,
    ) -> None:
        design = self._design
        for strip in there:
            outlets = self._room_on(strip, cords)
            if outlets is not None:
                self._join(strip.id, cords, outlets, side)
                return
        spare = 1 if self._wishes.redundancy == "N+1" else 0
        inside = self._children.get(rack, ()) if rack else ()
        hung = sum(one.copies for one in inside if one.rack is not None and one.rack.zero_u)
        # The other sides of a rack want as many of the places beside the units.
        free = MOST_STRIPS - hung if there else (MOST_STRIPS - hung) // among
        # Where it is more than hangs in a rack, more are drawn all the same: a finding says so.
        least = max(self._strips_asked(one) for one in cords) if spare else 1
        usual = strips_for(self._parts, cords, max(free, least), spare, least=least) or strips_for(
            self._parts, cords, _MOST_TRIED, spare, least=least
        )
        if usual is None:
            names = listed([design.nodes[one.node].title for one in cords])
            key = f"strips:none:{place or names}"
            self._problems[key] = Line(
                key=key,
                step="power",
                title=f"Power strips for {names}",
                why="no strip of the catalog has outlets for these plugs and carries the load",
                problem=True,
            )
            return
        key = f"strips:{usual.part.id}"
        wanted = self._wishes.part_for(key, "")
        made = (strips_for(self._parts, cords, _MOST_TRIED, spare, wanted, least) if wanted else None) or usual
        around = 1 if place is None else design.total_copies(place)
        load = sum(one.cords * one.each_w for one in cords)
        self._counts.setdefault(key, []).append((made, made.strips * around, load))
        if among > 2:
            self._thirds[key] = None
        if key in self._wishes.left_out:
            self._left_out.add(key)
            return
        parent = place if place and design.nodes[place].kind in KINDS[PDU].parents else None
        count = made.strips if parent or place is None else made.strips * around
        drawn = self._drawing.add(
            made.part.id,
            f"pdu-{side.lower()}" if side else "pdu",
            f"Rack PDU {side}".strip(),
            self._drawing.below(parent),
            copies=count,
            parent=parent,
        )
        if rack:
            self._racks[rack] = None
        self._join(drawn, cords, made.outlets, side)

    def _strips_asked(self, one: Cords) -> int:
        """Return over how many strips the cords of a device fall, so that it runs on when one of them fails."""
        node, supplies = self._design.nodes[one.node], one.group.count
        asked = self._supplies_asked(node, one.group)
        if asked is None:
            return 2
        # It keeps all but those on one strip; a device without spare supplies gains nothing by more strips.
        return next((n for n in range(2, supplies + 1) if supplies - ceil(supplies / n) >= asked), 2)

    def _room_on(self, strip: Node, cords: Sequence[Cords]) -> tuple[str, ...] | None:
        """Return the outlets of a strip for CORDS; None where it has too few, or would carry too much."""
        part = self._design.part_of(strip)
        rating = strip.facts.get("capacity_w") or (rating_w(part) if part else None)
        if not rating:
            return None
        load = 0.0
        for link in self._power.get(strip.id, ()):
            other = link.b if link.a == strip.id else link.a
            node = self._design.nodes[other]
            if KINDS[node.kind].role in FED_ROLES:
                supplies = sum(g.count for g in self._design.ports_of(node) if "power" in g.media and g.role != "out")
                load += (self._draws.max_w.get(other, 0.0) / max(ceil(supplies / 2), 1)) * link.cables / strip.copies
        # Outlets of one copy of the strip, and how many of each group are in use.
        groups = [group for group in self._design.ports_of(strip) if "power" in group.media and group.role == "out"]
        used = {group.name: self._taken.get((strip.id, group.name), 0) for group in groups}
        return outlets_for(groups, used, cords, strip.copies, rating, load)

    def _join(self, strip: str, cords: Sequence[Cords], outlets: Sequence[str], side: Side) -> None:
        for one, outlet in zip(cords, outlets, strict=True):
            self._drawing.join(strip, one.node, one.cords, side=side, a_port=outlet, b_port=one.group.name)

    def made(self) -> Made:
        """Return the edit with its lines."""
        edit = self._drawing.finished("Draw power strips and cords")
        if self._racks:
            # Strips that find no place beside the units wait in the tray, and a finding tells of them.
            with suppress(RefusedInput):
                edit = edit.then(place_unplaced(edit.applied(self._design), self._racks))
        lines: list[Line] = []
        for key, rows in self._counts.items():
            strips = rows[0][0]
            loads = sorted({load for _, _, load in rows})
            span = watts_text(loads[-1]) if len(loads) == 1 else f"{watts_text(loads[0])} to {watts_text(loads[-1])}"
            lines.append(
                Line(
                    key=key,
                    step="power",
                    title=strips.part.name,
                    part=strips.part.id,
                    why=f"{_how(self._wishes.redundancy, rows)}, for {span}; it carries "
                    f"{watts_text(rating_w(strips.part) or 0.0)} and has the outlets"
                    + (f"; {_THIRD}" if key in self._thirds else ""),
                    count=sum(count for _, count, _ in rows),
                    others=strips.others,
                    taken=key not in self._left_out,
                )
            )
        if self._unknown:
            names = listed([self._design.nodes[one].title for one in self._unknown])
            lines.append(
                Line(
                    key="unknown-draw",
                    step="power",
                    title="Draw not known",
                    why=f"of {names}: what feeds them is sized without it; set their maximum power",
                    problem=True,
                )
            )
        return Made(edit=edit, lines=(*lines, *self._problems.values()))


def _how(redundancy: str, rows: Sequence[tuple[Strips, int, float]]) -> str:
    counts = sorted({strips.strips for strips, _, _ in rows})
    each = f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    if redundancy == "2N":
        return f"{each} a side of a rack, either side carries all (2N)"
    return f"{each} a rack, one more than needed (N+1)" if redundancy == "N+1" else f"{each} a rack (N)"


def hangs_on_both(design: Design, above: Mapping[str, Collection[str]], strip: str) -> bool:
    """Return whether a strip hangs, through its panel, on a transfer switch: it is of neither side.

    Args:
        design: The design.
        above: What feeds each node.
        strip: Id of the strip.
    """
    feeders = (up for panel in above.get(strip, ()) for up in (panel, *above.get(panel, ())))
    return any(design.nodes[one].kind in TRANSFER for one in feeders)


def strips_fed(design: Design) -> set[str]:
    """Return the ids of strips, and of racks with power shelves, that some power equipment is cabled to."""
    fed: set[str] = set()
    for link in design.links.values():
        if link.medium != "power" or link.a not in design.nodes or link.b not in design.nodes:
            continue
        turned = is_turned(design, link)
        source, end = (link.b, link.a) if turned else (link.a, link.b)
        if KINDS[design.nodes[source].kind].role == "power":
            fed.add(end)
    return fed
