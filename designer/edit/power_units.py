"""More units of one stage of the power chain, with the cables that follow from it."""

from math import ceil

import msgspec

from designer.catalog.library import Library
from designer.edit.nodes import set_node
from designer.edit.wording import called
from designer.model.changes import ChangeSet, between
from designer.model.design import Design, Link
from designer.model.kinds import KINDS
from designer.model.power_order import is_turned
from designer.model.records import RefusedInput
from designer.model.spread import spread_problem


def more_units(design: Design, library: Library, *, node_id: str, copies: int) -> ChangeSet:
    """Let COPIES of a stage of the power chain stand there instead of those that do.

    What feeds it gets as many more cables, what it feeds of the chain one from each at least. The cords of devices
    stay as many, and part themselves over all units.

    Raises:
        RefusedInput: it is no power equipment, or there is no such node.
    """
    node = design.nodes.get(node_id)
    kind = KINDS.get(node.kind) if node is not None else None
    if node is None or kind is None or kind.role != "power":
        raise RefusedInput("That is no power equipment any more, so there is nothing to add.")
    after = set_node(design, node_id, copies=copies).applied(design)
    links = dict(after.links)
    for link in design.links.values():
        if link.medium != "power" or node_id not in (link.a, link.b) or not {link.a, link.b} <= design.nodes.keys():
            continue
        links[link.id] = _led(after, link, node_id, node.copies, copies)
    after = msgspec.structs.replace(after, links=links)
    step = copies - node.copies
    return between(design, after, f"{'Add' if step > 0 else 'Take away'} {abs(step):,} × {called(design, node)}")


def _led(after: Design, link: Link, node_id: str, before: int, copies: int) -> Link:
    """LINK at a stage of which there are COPIES instead of BEFORE."""
    source, fed = (link.b, link.a) if is_turned(after, link) else (link.a, link.b)
    other = KINDS.get(after.nodes[fed if source == node_id else source].kind)
    cables = link.cables
    if fed == node_id:
        cables = ceil(link.cables * copies / before)
    elif other is not None and other.role == "power":
        cables = max(link.cables, copies)
    container = after.common_container(link.a, link.b)
    ends = after.copies_within(link.a, container), after.copies_within(link.b, container)
    spread = link.spread if spread_problem(link.spread, cables, *ends) is None else "even"
    return msgspec.structs.replace(link, cables=cables, spread=spread)
