"""The fix of what is too small or stands there once: more units of it."""

from collections.abc import Iterable
from math import ceil

from designer.analysis.chain.needs import needs_of
from designer.analysis.quantities import accelerators_in, drawn_chips, role_of
from designer.edit.nodes.nodes import set_node
from designer.edit.power.power_units import MULTIPLIED
from designer.model.design import Design, Node
from designer.model.kinds import KINDS
from designer.model.records import MAX_COPIES, RefusedInput
from designer.model.wording import counted
from designer.review.findings import Fix

_MOST_TIMES = 20
"""Beyond this another part is meant, not more of the same."""


def more_of(design: Design, node_id: str, copies: int) -> Fix | None:
    """Return the fix that lets COPIES of a node stand there; None where that is no sensible number of them."""
    node = design.nodes[node_id]
    kind = KINDS.get(node.kind)
    if kind is None or kind.role not in MULTIPLIED:
        return None
    if not node.copies < copies <= min(node.copies * _MOST_TIMES, MAX_COPIES) or not _has_place(design, node, copies):
        return None
    added = (copies - node.copies) * (design.total_copies(node_id) // node.copies)
    singular, plural = (one if one[:2].isupper() else one.lower() for one in (kind.title, kind.plural))
    return Fix(
        label=f"Add {counted(added, singular, plural)}",
        edit="more_units",
        arguments={"node_id": node_id, "copies": copies},
    )


def _has_place(design: Design, node: Node, copies: int) -> bool:
    """Return True when COPIES of NODE may stand where it does: racks have an end."""
    if KINDS[node.kind].role == "power":
        return True
    try:
        set_node(design, node.id, copies=copies)
    except RefusedInput:
        return False
    return True


def more_in(design: Design, zone_id: str, node_ids: Iterable[str], missing: float, each: float | None) -> Fix | None:
    """Return the fix that adds to one of NODE_IDS in a zone what gives MISSING more, of which one gives EACH.

    Args:
        design: The design.
        zone_id: What they have to stand in directly; "" for the whole design.
        node_ids: Those of which one is multiplied, the first that can be.
        missing: What one copy of the zone lacks.
        each: What one unit gives; None where that is not known.
    """
    for node_id in node_ids:
        node = design.nodes[node_id]
        if each and missing > 0 and (node.parent or "") == zone_id:
            found = more_of(design, node_id, node.copies + ceil(missing / each * (1 - 1e-9)))
            if found is not None:
                return found
    return None


def more_machines(design: Design, work: str, accelerators: float) -> Fix | None:
    """Return the fix that adds machines under WORK for so many more ACCELERATORS; None where none can be added."""
    chips = drawn_chips(design)
    for host_id in needs_of(design).services.hosts.get(work, ()):
        host = design.nodes.get(host_id)
        if host is None or role_of(host) != "host" or accelerators <= 0:
            continue
        inside = sum((chips.get(host_id) or accelerators_in(design, design.part_of(host))).values())
        around = design.total_copies(host_id) // host.copies if host.copies else 0
        if inside and around:
            found = more_of(design, host_id, host.copies + ceil(accelerators / inside / around * (1 - 1e-9)))
            if found is not None:
                return found
    return None
