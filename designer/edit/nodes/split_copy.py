"""Peel one copy off a node: ×32 becomes ×31 and ×1, for failures and exceptions."""

import msgspec

from designer.edit.draft import Draft
from designer.edit.ids import new_id
from designer.edit.links.flows import rename_ends
from designer.edit.selection import contents, next_order
from designer.model.canvas_sizes import GRID, TILE_WIDTH
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node
from designer.model.network.cable_spread import COPY_TO_COPY
from designer.model.network.flow_asks import node_of_end
from designer.model.records import RefusedInput
from designer.model.rooms.rack_slots import MOST_SEATS, box_of, hung


def peel_copy(design: Design, node_id: str, count: int = 1) -> ChangeSet:
    """Set the last COUNT copies of a node apart, with their contents and their share of the cables.

    Exact where every copy has the same cables to every copy of the other end; where the cables do not divide,
    the rest keeps what is over.

    Raises:
        RefusedInput: there is one copy only, or a pairwise link binds it to the copies of another node.
    """
    draft = Draft(design)
    node = draft.node(node_id)
    if node.copies < 2:
        raise RefusedInput(f"{node.title} is there once; there is no copy to peel off.")
    if not 1 <= count < node.copies:
        raise RefusedInput(f"{node.title} is there {node.copies:,} times; 1 to {node.copies - 1:,} can go.")
    renamed = _new_ids(design, node_id)
    inside = set(renamed)
    order = next_order(design)
    # The original keeps the first copies, the peeled ones are the last.
    draft.put(msgspec.structs.replace(node, copies=node.copies - count))
    shift = TILE_WIDTH + 3 * GRID
    for place, old in enumerate(sorted(inside, key=lambda one: (design.nodes[one].order, one))):
        peeled = _peeled_node(design, design.nodes[old], renamed, node_id, order + place, shift)
        draft.put(_set_apart(design, node, peeled, count) if old == node_id else peeled)
    taken = set(renamed.values())
    for link in design.links.values():
        # Links inside go along as a copy; links with one end inside are shared by their cables.
        ends_inside = (link.a in inside) + (link.b in inside)
        if ends_inside == 2 and link.across == node_id:
            raise RefusedInput(
                f"Link {link.name or link.id} joins the copies of {node.title} to each other, so that none "
                "can leave alone; take the link away or let it join single copies first."
            )
        if ends_inside == 2 and node_id not in (link.a, link.b):
            draft.put(_moved(link, renamed, new_id(design, link.id, taken), link.cables, taken))
        elif ends_inside:
            _share(design, draft, link, node, renamed, taken, count)
    rename_ends(draft, _peeled_ends(design, node, renamed, count))
    return draft.finished(f"Peel {'one' if count == 1 else f'{count:,}'} {node.title} off")


def _new_ids(design: Design, node_id: str) -> dict[str, str]:
    renamed: dict[str, str] = {}
    for old in sorted(contents(design, [node_id])):
        renamed[old] = new_id(design, f"{old}-one", set(renamed.values()))
    return renamed


def _peeled_ends(design: Design, node: Node, renamed: dict[str, str], count: int) -> dict[str, tuple[str, ...]]:
    """Return the new names of ends of flows: both parts for a whole node, the new number for a single copy."""
    found: dict[str, tuple[str, ...]] = {}
    for end in {end for flow in design.settings.flows for end in (*flow.source, *flow.target)}:
        inner, number = node_of_end(end)
        if inner not in renamed:
            continue
        if number is None:
            found[end] = (inner, renamed[inner])
            continue
        # Flat number: copies of the node within a container, then what stands in one copy of the node.
        each = design.total_copies(inner) // design.total_copies(node.id)
        (outer, copy), place = divmod(number // each, node.copies), number % each
        kept = node.copies - count
        if copy >= kept:
            found[end] = (f"{renamed[inner]}[{(outer * count + copy - kept) * each + place}]",)
        else:
            found[end] = (f"{inner}[{(outer * kept + copy) * each + place}]",)
    return found


def _peeled_node(design: Design, node: Node, renamed: dict[str, str], top: str, order: int, shift: float) -> Node:
    peeled = msgspec.structs.replace(node, id=renamed[node.id], order=order, x=node.x + shift)
    if node.id == top:
        return msgspec.structs.replace(peeled, copies=1, name=f"{node.title}, one")
    return msgspec.structs.replace(peeled, parent=renamed.get(node.parent or "", node.parent))


def _set_apart(design: Design, node: Node, peeled: Node, count: int) -> Node:
    """PEELED with as many copies as left, where the last of them were in the rack."""
    name = peeled.name if count == 1 else f"{node.title}, {count:,}"
    place = node.rack
    # Copies stand on each other: the peeled ones begin above those that stay.
    if place is not None and not place.zero_u:
        below = (node.copies - count) * box_of(design, node).units
        place = msgspec.structs.replace(place, u=place.u + int(below))
    # Hung at the side they have the places after those of the others.
    elif place is not None:
        face, side = list(hung(place, node.copies))[min(node.copies, MOST_SEATS) - count]
        place = msgspec.structs.replace(place, face=face, side=side)
    return msgspec.structs.replace(peeled, copies=count, name=name, rack=place)


def _moved(link: Link, renamed: dict[str, str], link_id: str, cables: int, taken: set[str]) -> Link:
    taken.add(link_id)
    return msgspec.structs.replace(
        link,
        id=link_id,
        a=renamed.get(link.a, link.a),
        b=renamed.get(link.b, link.b),
        cables=cables,
        across=renamed.get(link.across or "", link.across),
    )


def _share(
    design: Design, draft: Draft, link: Link, node: Node, renamed: dict[str, str], taken: set[str], count: int
) -> None:
    """Give the peeled copies their share of a link between NODE's contents and the rest."""
    if link.spread in COPY_TO_COPY:
        raise RefusedInput(
            f"Link {link.name or link.id} joins copy to copy, so copies cannot leave alone; "
            "set its spread to even first."
        )
    share = link.cables // node.copies * count
    if share:
        draft.put(msgspec.structs.replace(link, cables=link.cables - share))
        draft.put(_moved(link, renamed, new_id(design, link.id, taken), share, taken))
