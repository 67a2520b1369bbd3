"""Fixes of a fabric in pieces: cables between them, cables that carry it too, or a switch above."""

from itertools import product as pairs_of

from designer.analysis.quantities import role_of
from designer.analysis.reach.records import Pieces
from designer.edit.fabrics.join_pieces import full_switches
from designer.edit.links.links import add_link
from designer.model.design import Design, Link
from designer.model.naming import ends_name
from designer.model.network.ports import joined_ports
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.records import RefusedInput
from designer.model.wording import counted, listed
from designer.review.findings import Fix
from designer.review.network.port_rules import has_room


def joining_fixes(design: Design, pieces: Pieces) -> tuple[Fix, ...]:
    """Return the ways to join PIECES, that which adds least first; none where they are whole."""
    if not pieces.apart:
        return ()
    ways = (_joining(design, pieces), _carrying(design, pieces), _above(design, pieces))
    return tuple(fix for fix in ways if fix is not None)


def _joining(design: Design, pieces: Pieces) -> Fix | None:
    """Return the fix that cables the smallest piece to the largest, each copy by one cable at least.

    Switches are joined where a piece has some, else its machines; None where no ports fit or have room.
    """
    largest, *_, smallest = sorted(pieces.listed, key=lambda piece: -piece.endpoints) if pieces.apart else (None, None)
    if largest is None or smallest is None:
        return None
    alike: dict[str, None] = {}
    for far, near in pairs_of(*(piece.switches or piece.machines for piece in (largest, smallest))):
        if far.id == near.id:
            alike[near.id] = None
            continue
        cables = max(design.copies_within(one.id, design.common_container(near.id, far.id)) for one in (near, far))
        try:
            changes = add_link(design, near.id, far.id, medium=pieces.medium, cables=cables)
        except RefusedInput:
            continue
        link = next(after for _, after in changes.changes.values() if isinstance(after, Link))
        if has_room(design, link):
            return Fix(
                label=f"Join {design.nodes[near.id].title} to {design.nodes[far.id].title} by "
                f"{counted(cables, 'cable')}",
                edit="add_link",
                arguments={"a": near.id, "b": far.id, "cables": cables, "medium": pieces.medium},
            )
    return next((fix for node_id in alike if (fix := _meshing(design, node_id, pieces)) is not None), None)


def _carrying(design: Design, pieces: Pieces) -> Fix | None:
    """Return the fix that lets cables between switches carry the network of PIECES, where their ports do."""
    switches = {node.id for piece in pieces.listed for node in piece.switches}
    for link in design.links.values():
        if link.medium == pieces.medium or link.medium not in NETWORK_MEDIA or not {link.a, link.b} & switches:
            continue
        ends = [design.nodes.get(one) for one in (link.a, link.b)]
        if any(one is None or role_of(one) != "switch" for one in ends):
            continue
        joined = joined_ports(design, link)
        if joined is not None and all(pieces.medium in group.media for group in joined[:2]):
            titles = ends_name(design.nodes[link.a].title, design.nodes[link.b].title)
            return Fix(
                label=f"Let the cables of {titles} carry the {pieces.medium}",
                edit="set_medium",
                arguments={"link_id": link.id, "medium": pieces.medium},
            )
    return None


def _above(design: Design, pieces: Pieces) -> Fix | None:
    """Return the fix that draws a switch above one switch of every piece; None where a piece has none."""
    chosen: dict[str, None] = {}
    for piece in pieces.listed:
        names = [node.id for node in piece.switches]
        if not names:
            return None
        # A switch that has a port left before one that would have to be a larger one.
        full = full_switches(design, names, pieces.medium)
        free = [name for name in names if name not in full]
        chosen.setdefault((free or names)[0])
    full = full_switches(design, tuple(chosen), pieces.medium)
    titles = listed([design.nodes[name].title for name in chosen])
    larger = f", and make {listed([design.nodes[one].title for one in full])} one with more ports" if full else ""
    return Fix(
        label=f"Add a switch above {titles}{larger}",
        edit="join_above",
        arguments={"node_ids": " ".join(chosen), "medium": pieces.medium},
    )


def _meshing(design: Design, node_id: str, pieces: Pieces) -> Fix | None:
    """Return the fix that cables every copy of a switch to every other; None where no ports fit or have room."""
    node = design.nodes[node_id]
    cables = node.copies * (node.copies - 1) // 2
    if cables < 1 or role_of(node) != "switch":
        return None
    try:
        changes = add_link(design, node_id, node_id, medium=pieces.medium, cables=cables, spread="complete")
    except RefusedInput:
        return None
    link = next(after for _, after in changes.changes.values() if isinstance(after, Link))
    if not has_room(design, link):
        return None
    return Fix(
        label=f"Join all {node.copies} {node.title} to each other by {counted(cables, 'cable')}",
        edit="add_link",
        arguments={"a": node_id, "b": node_id, "cables": cables, "spread": "complete", "medium": pieces.medium},
    )
