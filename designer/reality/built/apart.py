"""Copies of a node drawn each by itself, so that a single cable of one of them can be drawn otherwise.

Every copy becomes a node called as the copy was. Its cables are those that it had: between two copies that are set
apart a link for each pair, towards copies that are not a link whose spread gives exactly their cables. Where no spread
does, those copies are set apart too.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.edit.layouts.arrange import arrange
from designer.model.design import Design, Link, Node, Spread
from designer.model.device_names import device_names
from designer.model.network.cable_spread import cable_ends, joints
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.model.rooms.floor_positions import footprint_mm
from designer.model.rooms.rack_slots import box_of
from designer.model.validity import require_valid
from designer.reality.legal_ids import LegalIds

_MOST: Final = 500
"""Copies that are drawn each by itself in one edit."""
_SPREADS: Final[tuple[Spread, ...]] = ("mesh", "even", "block", "pairwise")


class Apart(NamedTuple):
    """A design with copies set apart.

    Attributes:
        ids: The node that each copy became, by (node, copy); those that are no longer copies alone.
    """

    design: Design
    ids: Mapping[tuple[str, int], str]

    def node(self, node_id: str, copy: int) -> str:
        """Return the node that COPY of a node is now."""
        return self.ids.get((node_id, copy), node_id)


def set_apart(design: Design, node_ids: Collection[str]) -> Apart:
    """Return DESIGN with every copy of NODE_IDS drawn by itself.

    Raises:
        RefusedInput: copies of something around them, contents, flows, phases or rows on the floor keep them together;
            the message says which, and of what.
    """
    wanted = dict.fromkeys(one for one in node_ids if design.total_copies(one) > 1)
    if not wanted:
        return Apart(design, {})
    while True:
        for node_id in wanted:
            _require_loose(design, node_id)
        if sum(design.nodes[one].copies for one in wanted) > _MOST:
            raise RefusedInput(f"That would draw more than {_MOST} copies each by itself; peel off those that differ.")
        ids = _new_ids(design, wanted)
        links, stuck = _links(design, ids, wanted)
        if stuck is None:
            break
        wanted[stuck] = None
    nodes = dict(design.nodes)
    names = device_names(design)
    for node_id in wanted:
        node = nodes.pop(node_id)
        for copy in range(node.copies):
            one = _one(design, node, copy)
            nodes[ids[node_id, copy]] = replace(one, id=ids[node_id, copy], name=names.of(node_id, copy))
    found = require_valid(replace(design, nodes=nodes, links=links))
    return Apart(arrange(found).applied(found), ids)


def _require_loose(design: Design, node_id: str) -> None:
    node = design.nodes[node_id]
    title = node.title
    around = next((one for one in design.ancestors(node_id) if design.nodes[one].copies > 1), None)
    if around is not None:
        raise RefusedInput(
            f"{title} stands in {design.nodes[around].title}, which is drawn once for its "
            f"{design.nodes[around].copies:,} copies; peel the one off that is built otherwise, then accept its cables."
        )
    if any(one.parent == node_id for one in design.nodes.values()):
        raise RefusedInput(f"{title} holds other parts, so that its copies cannot be drawn one by one; peel one off.")
    if node.floor is not None and (node.floor.per_line or node.floor.face_to_face):
        raise RefusedInput(f"{title} stands in lines on the floor; peel the copies off that are built otherwise.")
    if any(
        node_id in {end.partition("[")[0] for end in (*flow.source, *flow.target)} for flow in design.settings.flows
    ):
        raise RefusedInput(f"Flows go to or from {title}; take them away first, or peel the copies off.")
    if design.settings.phases:
        raise RefusedInput("The design grows in phases, which say how many copies come when; peel copies off instead.")


def _new_ids(design: Design, wanted: Collection[str]) -> dict[tuple[str, int], str]:
    taken = LegalIds(one for one in design.nodes if one not in wanted)
    digits = {one: len(str(design.nodes[one].copies)) for one in wanted}
    return {
        (one, copy): taken.take(f"{one}-{copy + 1:0{digits[one]}d}", "copy")
        for one in wanted
        for copy in range(design.nodes[one].copies)
    }


def _one(design: Design, node: Node, copy: int) -> Node:
    """COPY of NODE in its place: copies stand on each other in a rack, and beside each other on a floor."""
    rack, floor = node.rack, node.floor
    if rack is not None and not rack.zero_u:
        rack = replace(rack, u=rack.u + int(copy * box_of(design, node).units))
    if floor is not None and copy:
        pitch = floor.pitch_mm if floor.pitch_mm is not None else footprint_mm(design, node, ())[0]
        turn = math.radians(floor.rotation_deg)
        floor = replace(
            floor,
            x_mm=floor.x_mm + copy * pitch * math.cos(turn),
            y_mm=floor.y_mm + copy * pitch * math.sin(turn),
        )
    return replace(node, copies=1, rack=rack, floor=floor)


def _links(
    design: Design, ids: Mapping[tuple[str, int], str], wanted: Collection[str]
) -> tuple[dict[str, Link], str | None]:
    """The links between what is set apart and the rest; and a node that has to be set apart too, None for none."""
    found: dict[str, Link] = {}
    names = LegalIds(one.id for one in design.links.values() if one.a not in wanted and one.b not in wanted)
    for link in design.links.values():
        if link.a not in wanted and link.b not in wanted:
            found[link.id] = link
            continue
        if link.across is not None:
            raise RefusedInput(
                f"Link {link.name or link.id} joins groups of copies to each other; peel copies off instead."
            )
        pieces: list[tuple[str, str, int, Spread]]
        if link.medium in RELATION_MEDIA:
            pieces = [(a, b, 1, link.spread) for a in _nodes(design, ids, link.a) for b in _nodes(design, ids, link.b)]
        else:
            pieces, stuck = _cabled(design, ids, wanted, link)
            if stuck is not None:
                return {}, stuck
        for a, b, cables, spread in pieces:
            link_id = names.take(f"{link.id}-{a}-{b}", "link") if len(pieces) > 1 else names.take(link.id, "link")
            found[link_id] = replace(link, id=link_id, a=a, b=b, cables=cables, spread=spread)
    return found, None


def _nodes(design: Design, ids: Mapping[tuple[str, int], str], node_id: str) -> list[str]:
    return [ids[node_id, copy] for copy in range(design.nodes[node_id].copies)] if (node_id, 0) in ids else [node_id]


def _cabled(
    design: Design, ids: Mapping[tuple[str, int], str], wanted: Collection[str], link: Link
) -> tuple[list[tuple[str, str, int, Spread]], str | None]:
    """The pieces (a, b, cables, spread) of LINK; and an end that has to be set apart too, None for none."""
    pairs = Counter(cable_ends(design, link))
    if link.a in wanted and link.b in wanted:
        return [(ids[link.a, i], ids[link.b, j], count, "even") for (i, j), count in pairs.items()], None
    first = link.a in wanted
    whole = link.b if first else link.a
    copies = design.total_copies(whole)
    by_one: dict[int, Counter[int]] = {}
    for (i, j), count in pairs.items():
        one, other = (i, j) if first else (j, i)
        by_one.setdefault(one, Counter())[other] += count
    pieces: list[tuple[str, str, int, Spread]] = []
    for one, pattern in by_one.items():
        cables = sum(pattern.values())
        spread: Spread | None = next(
            (sort for sort in _SPREADS if _gives(sort, cables, copies, pattern, first=first)), None
        )
        if spread is None:
            return [], whole
        own = ids[link.a if first else link.b, one]
        pieces.append((own, whole, cables, spread) if first else (whole, own, cables, spread))
    return pieces, None


def _gives(spread: Spread, cables: int, copies: int, pattern: Counter[int], *, first: bool) -> bool:
    """Return True when SPREAD of CABLES between one and COPIES gives PATTERN: so many cables for each copy."""
    sides = (1, copies) if first else (copies, 1)
    found: Counter[int] = Counter()
    for i, j, count in joints(spread, cables, *sides):
        found[j if first else i] += count
    return +found == +pattern
