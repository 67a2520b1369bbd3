"""The lines of a bill by layer, room, rack, kind or vendor, with what each group comes to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from designer.drawing.layer_words import SHORT_LAYER_TITLES
from designer.export.bills.records import BillGroup, BillLine, StandingPiece
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.figures.figure import Figure, count_of, product, total
from designer.model.kinds import KINDS, RACK, ROOM
from designer.model.records import RefusedInput

GROUPINGS: Final[Mapping[str, str]] = {
    "layer": "Layer",
    "room": "Room",
    "rack": "Rack",
    "kind": "Kind",
    "vendor": "Vendor",
}
"""What a bill can be grouped by, with its title."""
PLACES: Final = (ROOM, RACK)
"""Groupings by where a piece stands."""


def grouped(design: Design, lines: Sequence[BillLine], whole: Figure, by: str = "") -> tuple[BillGroup, ...]:
    """Return LINES in groups; pieces that stand in several rooms or racks are told apart.

    Args:
        design: Where the pieces stand.
        lines: Of the bill.
        whole: What all lines come to.
        by: One of GROUPINGS; "" gives one group without a title.

    Raises:
        RefusedInput: there is no such grouping.
    """
    if not by:
        return (BillGroup(title="", lines=tuple(lines), total_usd=whole),)
    if by not in GROUPINGS:
        raise RefusedInput(f"A bill is not grouped by {by!r}; choose from {', '.join(GROUPINGS)}.")
    titles: dict[str, str] = {}
    found: dict[str, list[BillLine]] = {}
    places = _Places(design, by)
    for line in lines:
        for (key, title), piece in _split(places, line, by):
            titles[key] = title
            found.setdefault(key, []).append(piece)
    return tuple(
        BillGroup(title=titles[key], lines=tuple(group), total_usd=_sum(titles[key], group))
        for key, group in found.items()
    )


def standing(design: Design, lines: Sequence[BillLine]) -> Iterator[StandingPiece]:
    """Yield where the pieces of LINES stand, as far as the drawing says."""
    # Where a container stands is found once for all pieces in it.
    known: dict[str, tuple[Place, Place]] = {}

    def places_of(node_id: str) -> tuple[Place, Place]:
        around = (node_id, *design.ancestors(node_id))
        room, rack = (_place(design, around, by) for by in PLACES)
        return room, rack

    for line in lines:
        for node_id, number in line.places:
            node = design.nodes.get(node_id)
            # A room or rack is its own place; anything else stands where its container does.
            at = node_id if node is None or node.parent is None or node.kind in PLACES else node.parent
            if at not in known:
                known[at] = places_of(at)
            room, rack = known[at]
            yield StandingPiece(
                room=room[1] if room[0] else "",
                rack=rack[1] if rack[0] else "",
                node=node_id,
                title=node.title if node else node_id,
                part=line.part,
                part_number=line.part_number,
                name=line.name,
                pieces=number,
            )


def _sum(title: str, lines: Sequence[BillLine]) -> Figure:
    return total(f"{title}: together", [line.total_usd for line in lines], "USD", "sum over its lines")


Place = tuple[str, str]
"""What a group is told apart by, and its title."""


def _split(places: "_Places", line: BillLine, by: str) -> Iterator[tuple[Place, BillLine]]:
    """Yield LINE under its group; its pieces apart where they stand in several places."""
    if by not in PLACES:
        title = _PLAIN[by](line)
        yield (title, title), line
        return
    pieces: dict[Place, int] = {}
    for node_id, number in line.places:
        place = places.of_node(node_id)
        pieces[place] = pieces.get(place, 0) + number
    if not pieces:
        several = {places.of_link(link) for link in line.links} or {_nowhere(by)}
        pieces = {several.pop() if len(several) == 1 else _SEVERAL[by]: line.quantity}
    if len(pieces) == 1:
        yield next(iter(pieces)), line
        return
    before = spared = 0
    for place, number in pieces.items():
        before += number
        # Spares fall to the places in proportion; each takes what the ones before it left.
        spares = line.spares * before // line.quantity - spared
        spared += spares
        name = f"{line.name} in {place[1]}"
        of_these = product(f"{name}: together", (count_of(name, number), line.unit_usd), "USD", "number × price of one")
        yield place, replace(line, quantity=number, spares=spares, total_usd=of_these)


_PLAIN: Final[Mapping[str, Callable[[BillLine], str]]] = {
    "layer": lambda line: SHORT_LAYER_TITLES[line.layer],
    "kind": lambda line: KINDS[line.kind].plural if line.kind in KINDS else line.kind,
    "vendor": lambda line: line.vendor or "No vendor",
}


_SEVERAL: Final[Mapping[str, Place]] = {
    ROOM: ("several", "Cables of several rooms"),
    RACK: ("several", "Cables of several racks"),
}


def _nowhere(by: str) -> Place:
    return "", f"In no {by}"


def _place(design: Design, around: Sequence[str], by: str) -> Place:
    """Return the first room or rack of AROUND, with its title."""
    found = next((one for one in around if one in design.nodes and design.nodes[one].kind == by), None)
    if found is None:
        return _nowhere(by)
    if by == RACK:
        # The names of its copies, as every view and file calls them: Rack 1–40.
        return found, device_names(design).span(found)
    copies, title = design.total_copies(found), design.nodes[found].title
    return found, f"{title} (×{copies:,})" if copies > 1 else title


class _Places:
    """Places of the pieces of a bill; found once for all that stand in one container, and for all links between two.

    A bill asks thousands of times.
    """

    def __init__(self, design: Design, by: str) -> None:
        self._design, self._by = design, by
        self._known: dict[str, Place] = {}
        self._between: dict[tuple[str | None, str | None], Place] = {}

    def of_node(self, node_id: str) -> Place:
        """Return the room or rack that a node is in, or is itself."""
        node = self._design.nodes.get(node_id)
        at = node_id if node is None or node.parent is None or node.kind == self._by else node.parent
        if at not in self._known:
            self._known[at] = _place(self._design, (at, *self._design.ancestors(at)), self._by)
        return self._known[at]

    def of_link(self, link_id: str) -> Place:
        """Return the room or rack that both ends of a link are in."""
        link = self._design.links.get(link_id)
        if link is None:
            return self._outside(None)
        ends = [self._design.nodes.get(end) for end in (link.a, link.b)]
        # What holds both follows from their containers alone, unless one is the other's container or copies are joined.
        parents = [None if node is None else node.parent for node in ends]
        if link.across is not None or None in parents or {link.a, link.b} & set(parents):
            return self._outside(self._design.holder(link))
        key = parents[0], parents[1]
        if key not in self._between:
            self._between[key] = self._outside(self._design.holder(link))
        return self._between[key]

    def _outside(self, container: str | None) -> Place:
        found = self.of_node(container) if container is not None else _nowhere(self._by)
        return found if found[0] else ("between", f"Between {self._by}s, or in none")
