"""Join the pieces of a fabric by a switch above them, with switches of more ports where those there are full."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.links.links import add_link, set_link
from designer.edit.nodes.nodes import add_node
from designer.edit.nodes.swap import planned_swap, swap_parts
from designer.model.canvas_sizes import TILE_HEIGHT
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.kinds import KINDS, SWITCHES
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import best_pair
from designer.model.parts.part import Medium, Part, PortGroup
from designer.model.records import RefusedInput
from designer.model.wording import listed

_ABOVE: Final = 3 * TILE_HEIGHT


def set_medium(design: Design, library: Library, *, link_id: str, medium: str) -> ChangeSet:
    """Let the cables of a link carry another network."""
    return set_link(design, link_id, medium=cast("Medium", medium))


def join_above(design: Design, library: Library, *, node_ids: str, medium: str) -> ChangeSet:
    """Draw one switch above others and cable all of them to it; those without a free port become larger ones first.

    A switch is swapped for the smallest of the library that takes all of its cables and has a port left, one of the
    same vendor before others. Above stands a switch that the design has already where one has ports enough, else the
    smallest of the library. Each copy below gets as many cables as it has free ports, up to as many as hang below it.

    Args:
        design: The design.
        library: Parts to take switches from.
        node_ids: Ids of the switches, with blanks between.
        medium: Network that they are to be joined on.

    Raises:
        RefusedInput: one of them is gone, or no switch has the ports.
    """
    carried = cast("Medium", medium)
    below = [Draft(design).node(name).id for name in node_ids.split()]
    edit, now = ChangeSet(), design
    for name in below:
        if not _free(now, name, carried):
            edit = edit.then(_larger(now, library, name, carried))
            now = edit.applied(design)
    parent = _around_all(now, below)
    copies = {name: now.copies_within(name, parent) for name in below}
    names = listed([design.nodes[name].title for name in below])
    for part in _candidates(now, library, below):
        joined = _joined(now, library, part, parent, copies, carried)
        if joined is not None:
            edit = edit.then(joined)
            edit.label = f"Join {names} by a switch above"
            return edit
    raise RefusedInput(
        f"No switch of the catalog has a port for each of {names}; divide them, or draw two tiers above."
    )


def _free(design: Design, node_id: str, medium: Medium, taken: Mapping[tuple[str, str], int] | None = None) -> int:
    """Return the free ports of MEDIUM of the fullest copy of a node, in the group that has most of them."""
    return max((count for _, count in _free_groups(design, node_id, medium, taken)), default=0)


def _free_groups(
    design: Design, node_id: str, medium: Medium, taken: Mapping[tuple[str, str], int] | None = None
) -> Iterator[tuple[PortGroup, int]]:
    used = ports_taken(design, (node_id,)) if taken is None else taken
    for group in design.ports_of(design.nodes[node_id]):
        left = group.count - used.get((node_id, group.name), 0)
        if medium in group.media and left > 0:
            yield group, left


def _larger(design: Design, library: Library, node_id: str, medium: Medium) -> ChangeSet:
    """Return what makes a switch the smallest one that has room for all of its cables and one more.

    Raises:
        RefusedInput: there is none.
    """
    node = design.nodes[node_id]
    old = design.part_of(node)
    vendor = old.vendor if old is not None else ""
    ranked = sorted(
        switch_parts(design, library),
        key=lambda part: (part.vendor != vendor, _is_generic(part), _ports(part, medium), part.id),
    )
    for part in ranked:
        if part.id == node.part or not _ports(part, medium) or planned_swap(design, library, [node_id], part.id).lost:
            continue
        edit = swap_parts(design, library, [node_id], part.id)
        after = edit.applied(design)
        if _free(after, node_id, medium) and not overfull(after, node_id):
            return edit
    raise RefusedInput(f"No switch of the catalog has more ports than {node.title} for the cables that it has.")


def overfull(design: Design, node_id: str) -> bool:
    """Return whether more cables are in a port group of a node than it has ports."""
    taken = ports_taken(design, (node_id,))
    return any(taken.get((node_id, one.name), 0) > one.count for one in design.ports_of(design.nodes[node_id]))


def switch_parts(design: Design, library: Library) -> list[Part]:
    """Return the switches that can be bought, those of the design before those of the library."""
    found = {part.id: part for part in (*library.parts.values(), *design.parts.values()) if part.kind in SWITCHES}
    return [part for part in found.values() if "announced" not in part.tags]


def _is_generic(part: Part) -> bool:
    """Return whether PART stands for any model: it is taken where no model will do."""
    return "generic" in part.tags


def _ports(part: Part, medium: Medium) -> int:
    return sum(group.count for group in part.ports if medium in group.media)


def _candidates(design: Design, library: Library, below: Sequence[str]) -> list[Part]:
    """Return the switches that could stand above: the parts of those below first, then those of the library by size."""
    own = {design.nodes[name].part for name in below}

    def key(part: Part) -> tuple[bool, bool, int, str]:
        return part.id not in own, _is_generic(part), sum(group.count for group in part.ports), part.id

    return sorted(switch_parts(design, library), key=key)


def _around_all(design: Design, below: Sequence[str]) -> str | None:
    """Return the innermost container of all of BELOW that is there once; None where there is none."""
    around = [[one for one in design.ancestors(name) if one in design.nodes] for name in below]
    shared = (one for one in around[0] if all(one in others for others in around))
    return next((one for one in shared if design.total_copies(one) == 1 and _holds_switches(design.nodes[one])), None)


def _holds_switches(node: Node) -> bool:
    """Return whether a switch may be drawn into NODE without taking a place there that nobody chose."""
    return KINDS[node.kind].container and not KINDS[node.kind].mounts_devices


def _joined(
    design: Design, library: Library, part: Part, parent: str | None, copies: Mapping[str, int], medium: Medium
) -> ChangeSet | None:
    """Return PART above and cables to every copy below; None where ports are too few or do not fit."""
    widest = max((group.count for group in part.ports if medium in group.media), default=0)
    total = sum(copies.values())
    if widest < total:
        return None
    low = min((node.y for node in design.nodes.values() if node.parent == parent), default=0.0)
    middle = sum(design.nodes[name].x for name in copies) / len(copies)
    edit = add_node(design, library, part.id, middle, low - _ABOVE, parent=parent)
    above = next(iter(edit.applied(design).nodes.keys() - design.nodes.keys()))
    for most in (widest // total, 1):
        made = edit
        for name, number in copies.items():
            made = _cabled(design, made, name, above, number, most, medium)
            if made is None:
                break
        if made is not None and not any(overfull(made.applied(design), one) for one in (above, *copies)):
            return made
    return None


def _cabled(
    design: Design, edit: ChangeSet, name: str, above: str, copies: int, most: int, medium: Medium
) -> ChangeSet | None:
    """Return EDIT with cables from every copy of NAME to ABOVE, up to MOST from each; None where no ports fit."""
    now = edit.applied(design)
    free = dict(_free_groups(now, name, medium))
    pair = best_pair(free, now.ports_of(now.nodes[above]), medium)
    if pair is None:
        return None
    # As many up as hang below it, where so many are free: then the switch blocks nothing.
    hanging = max(pair[0].count - free[pair[0]], 1)
    each = min(free[pair[0]], most, hanging)
    try:
        link = add_link(now, name, above, medium=medium, cables=copies * each, a_port=pair[0].name, b_port=pair[1].name)
    except RefusedInput:
        return None
    return edit.then(link)


def full_switches(design: Design, names: Sequence[str], medium: Medium) -> tuple[str, ...]:
    """Return those of the switches NAMES that have no free port of MEDIUM, in their order.

    They are what `join_above` makes larger.
    """
    return tuple(name for name in names if not _free(design, name, medium))
