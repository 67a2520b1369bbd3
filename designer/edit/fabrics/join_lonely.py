"""Join devices without a network cable: to switches that have room, else to a management switch that is added."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.fabrics.join_pieces import overfull, switch_parts
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node
from designer.model.canvas_sizes import TILE_HEIGHT, TILE_WIDTH
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.kinds import SWITCHES
from designer.model.network.ports import best_pair
from designer.model.parts.part import NETWORK_MEDIA, Medium, PortGroup
from designer.model.records import RefusedInput
from designer.model.wording import counted

_MEDIA: Final[tuple[Medium, ...]] = ("fabric", "storage", "management")


def join_lonely(design: Design, library: Library, *, node_ids: str) -> ChangeSet:
    """Cable each of some devices to the first switch that has room: all ports of a group where they fit, else one each.

    What no switch has room for goes to a management switch of the library that is added, the smallest that takes them.

    Args:
        design: The design.
        library: Parts to take a switch from.
        node_ids: Ids of the devices, with blanks between.

    Raises:
        RefusedInput: one of them is gone, or has no ports that any switch takes.
    """
    names = [Draft(design).node(name).id for name in node_ids.split()]
    # Switches last: those that get the cables of others here need none of their own.
    names.sort(key=lambda name: design.nodes[name].kind in SWITCHES)
    edit, now, left = ChangeSet(), design, list[str]()
    for name in names:
        if _is_joined(now, name):
            continue
        step = _to_a_switch(now, name)
        if step is None:
            left.append(name)
            continue
        edit = edit.then(step)
        now = edit.applied(design)
    if left:
        edit = edit.then(_to_a_new_one(now, library, left))
    edit.label = f"Join {counted(len(names), 'device')} to the network"
    return edit


def _is_joined(design: Design, node_id: str) -> bool:
    return any(node_id in (link.a, link.b) and link.medium in NETWORK_MEDIA for link in design.links.values())


def _to_a_switch(design: Design, node_id: str) -> ChangeSet | None:
    """Return cables to the first switch that has room for them; None where none has."""
    node = design.nodes[node_id]
    for medium in _MEDIA:
        for switch in design.nodes_in_order():
            if switch.kind not in SWITCHES or switch.id == node_id:
                continue
            pair = best_pair(design.ports_of(node), design.ports_of(switch), medium)
            if pair is None:
                continue
            each = design.copies_within(node_id, design.common_container(node_id, switch.id))
            for cables in dict.fromkeys((pair[0].count * each, each)):
                made = _cabled(design, node_id, switch.id, cables, medium)
                if made is not None:
                    return made
    return None


def _cabled(design: Design, node_id: str, switch: str, cables: int, medium: Medium) -> ChangeSet | None:
    """Return CABLES between two; None where no ports fit or too few are free."""
    try:
        edit = add_link(design, node_id, switch, medium=medium, cables=cables)
    except RefusedInput:
        return None
    after = edit.applied(design)
    return None if overfull(after, node_id) or overfull(after, switch) else edit


def _to_a_new_one(design: Design, library: Library, names: list[str]) -> ChangeSet:
    """Return a management switch, as many as have the ports, and a cable from every copy of NAMES.

    Raises:
        RefusedInput: none of the library takes their ports.
    """
    needed = sum(design.total_copies(name) for name in names)
    ranked = sorted(switch_parts(design, library), key=lambda part: (_management(part.ports), part.id))
    left = max(node.x for node in design.nodes.values()) + TILE_WIDTH + 64.0
    top = min(node.y for node in design.nodes.values()) - TILE_HEIGHT
    for part in ranked:
        ports = _management(part.ports)
        if not ports or "generic" in part.tags:
            continue
        copies = ceil(needed / ports)
        edit = add_node(design, library, part.id, left, top, copies=copies)
        now = edit.applied(design)
        (switch,) = now.nodes.keys() - design.nodes.keys() - {one for one in now.nodes if now.nodes[one].parent}
        for name in names:
            step = _cabled(now, name, switch, now.total_copies(name), "management")
            if step is None:
                break
            edit = edit.then(step)
            now = edit.applied(design)
        else:
            # The smallest that takes all on the fewest pieces: one of 48 ports before two of 24.
            if copies == 1 or part is ranked[-1] or ports >= _ENOUGH:
                return edit
    titles = counted(len(names), "device")
    raise RefusedInput(f"No switch of the catalog takes the ports of {titles}; give them cards with network ports.")


_ENOUGH: Final = 48
"""Ports of the usual management switch; more than one of it are taken rather than a larger one."""


def _management(ports: Sequence[PortGroup]) -> int:
    return max((group.count for group in ports if "management" in group.media), default=0)
