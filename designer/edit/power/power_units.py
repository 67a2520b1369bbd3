"""More units of a stage of the power chain, of a cooler, a machine or a store, with the cables that follow from it."""

from math import ceil
from typing import Final

import msgspec

from designer.catalog.library import Library
from designer.edit.nodes.nodes import set_node
from designer.model.changes import ChangeSet, between
from designer.model.design import Design, Link
from designer.model.kinds import KINDS
from designer.model.network.cable_spread import spread_problem
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import PortPairs
from designer.model.power.power_order import is_turned
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA

MULTIPLIED: Final = frozenset({"power", "cooling", "host", "storage"})
"""Roles of what more units can be added of."""


def more_units(design: Design, library: Library, *, node_id: str, copies: int) -> ChangeSet:
    """Let COPIES of a unit stand there instead of those that do.

    Of power equipment, what feeds it gets as many more cables, what it feeds of the chain one from each at least. The
    cords of devices part themselves over all units; a device with fewer cords than units gets one from each as far as
    it has supplies free, so that one unit may fail. Of anything else all cables and hoses grow in proportion.

    Raises:
        RefusedInput: it is nothing of which there can be more units, it has no place for them, or there is no such
            node.
    """
    node = design.nodes.get(node_id)
    kind = KINDS.get(node.kind) if node is not None else None
    if node is None or kind is None or kind.role not in MULTIPLIED:
        raise RefusedInput("That is no equipment any more of which units could be added.")
    after = set_node(design, node_id, copies=copies).applied(design)
    if copies > node.copies and node.floor is not None:
        from designer.edit.rooms.floor_fill import kept_clear  # with shapely, which few edits need

        after = kept_clear(after, node_id)
    links = dict(after.links)
    for link in design.links.values():
        if link.medium in RELATION_MEDIA or (kind.role == "power" and link.medium != "power"):
            continue
        if node_id not in (link.a, link.b) or not {link.a, link.b} <= design.nodes.keys():
            continue
        # Cables in proportion to the units, rounded up: each new unit is cabled as the old ones are.
        cables = ceil(link.cables * copies / node.copies)
        if kind.role == "power":
            cables = _of_the_chain(after, link, node_id, cables, copies)
        links[link.id] = _led(after, link, cables)
    after = msgspec.structs.replace(after, links=links)
    step = copies - node.copies
    return between(design, after, f"{'Add' if step > 0 else 'Take away'} {abs(step):,} × {node.title}")


def _of_the_chain(after: Design, link: Link, node_id: str, scaled: int, copies: int) -> int:
    """Return the cables of LINK at a stage of COPIES units: SCALED to the stage, and from each at least one onwards."""
    source, fed = (link.b, link.a) if is_turned(after, link) else (link.a, link.b)
    if fed == node_id:
        return scaled
    other = KINDS.get(after.nodes[fed if source == node_id else source].kind)
    if other is not None and other.role == "power":
        return max(link.cables, copies)
    return _cords(after, link, fed, copies) if source == node_id else link.cables


def _cords(after: Design, link: Link, device: str, units: int) -> int:
    """Return how many cords of LINK the copies of DEVICE take from UNITS: one from each, where supplies are free."""
    joined = PortPairs(after).of(link)
    devices = after.copies_within(device, after.holder(link))
    if joined is None or link.cables % devices:
        return link.cables
    group, ways = (joined[0], joined[2].a_ways) if link.a == device else (joined[1], joined[2].b_ways)
    each, taken = link.cables // devices, ports_taken(after, (device,)).get((device, group.name), 0)
    if ways != 1 or each >= units:
        return link.cables
    return devices * min(units, each + max(0, group.count - taken))


def _led(after: Design, link: Link, cables: int) -> Link:
    """LINK with CABLES, spread evenly where they no longer come out as they were."""
    container = after.holder(link)
    ends = after.copies_within(link.a, container), after.copies_within(link.b, container)
    spread = link.spread if spread_problem(link.spread, cables, *ends, after.each_group(link)) is None else "even"
    return msgspec.structs.replace(link, cables=cables, spread=spread)
