"""Edits of where a link ends: one end goes to another node or port, the cables stay as many as they are."""

from typing import Final, Literal

import msgspec

from designer.edit.draft import Draft
from designer.edit.links.links import best_ports, require_ends, require_relation
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link
from designer.model.network.cable_spread import spread_problem
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA

End = Literal["a", "b"]
ENDS: Final[tuple[End, End]] = ("a", "b")


def rewire(design: Design, link_id: str, end: End, node_id: str, port: str | None = None) -> ChangeSet:
    """Take one end of a link to another node, or to another of its ports.

    The other end keeps its port. All cables of the design stay as many as they were, also where the link comes out
    of a container with copies; the spread stays where it comes out even. The length is forgotten where the end goes
    to another node, a chosen cable where the plug is another.

    Args:
        design: The design.
        link_id: The link.
        end: Which end goes.
        node_id: Where to.
        port: Port group there; None takes the first that fits and has room.

    Raises:
        RefusedInput: there is no such link, node or port, both ends would be the same, or nothing fits.
    """
    link = design.links.get(link_id)
    if link is None:
        raise RefusedInput(f"There is no link {link_id!r} in this design.")
    before, other = (link.a, link.b) if end == "a" else (link.b, link.a)
    draft = Draft(design)
    after = msgspec.structs.replace(link, **{end: node_id, f"{end}_port": port})
    require_ends(draft, after)
    if node_id == before and port is None:
        return draft.finished("Leave the link where it ends")
    ported = design.ports_of(design.nodes[node_id]) and design.ports_of(design.nodes[other])
    if link.medium in RELATION_MEDIA:
        require_relation(design, after)
        after = msgspec.structs.replace(after, a_port=None, b_port=None)
    elif ported:
        rest = msgspec.structs.replace(design, links={key: one for key, one in design.links.items() if key != link_id})
        after = msgspec.structs.replace(after, cables=cables_in(design, link, after))
        choice = best_ports(rest, after, link.medium, after.a_port, after.b_port)
        after = msgspec.structs.replace(after, a_port=choice.a_port, b_port=choice.b_port)
    elif link.capacity_gbps is None:
        raise RefusedInput(f"{design.nodes[node_id].title} has no ports to link to.")
    else:
        after = msgspec.structs.replace(after, cables=cables_in(design, link, after), a_port=None, b_port=None)
    if node_id != before:
        after = msgspec.structs.replace(after, length_m=None)
    if after.cable_part is not None and _plug(design, after, end) != _plug(design, link, end):
        after = msgspec.structs.replace(after, cable_part=None)
    draft.put(legal_spread(design, after))
    who = link.name or "the link"
    if node_id == before:
        return draft.finished(f"Rewire {who} to port {getattr(after, f'{end}_port')}")
    here, there = design.nodes[before].title, design.nodes[node_id].title
    return draft.finished(f"Rewire {who} from {here} to {there}")


def cables_in(design: Design, before: Link, after: Link) -> int:
    """Return the cables of AFTER in one copy of what is around its ends, when all of them are those of BEFORE.

    Raises:
        RefusedInput: they do not share out evenly over the copies of that container.
    """
    total = design.total_cables(before)
    container = design.holder(after)
    copies = design.total_copies(container) if container else 1
    if total % copies:
        name = design.nodes[container].title if container else "the design"
        raise RefusedInput(
            f"{total:,} cable{'s do' if total != 1 else ' does'} not share out evenly over the {copies:,} copies of "
            f"{name}; change their number first."
        )
    return total // copies


def legal_spread(design: Design, link: Link) -> Link:
    """LINK with its spread, or an even one where its own does not come out on the copies of its ends."""
    container = design.holder(link)
    a_copies, b_copies = design.copies_within(link.a, container), design.copies_within(link.b, container)
    if spread_problem(link.spread, link.cables, a_copies, b_copies, design.each_group(link)) is None:
        return link
    return msgspec.structs.replace(link, spread="even")


def _plug(design: Design, link: Link, end: End) -> str:
    """The connector at one end; "" when nobody knows it."""
    node_id, port = (link.a, link.a_port) if end == "a" else (link.b, link.b_port)
    groups = design.ports_of(design.nodes[node_id])
    return next((group.connector for group in groups if port in (None, group.name)), "")
