"""Occupancy of ports: the logical ports of each group that links take on the fullest copy of a node."""

from collections.abc import Collection

from designer.model.design import Design
from designer.model.network.cable_spread import ports_used
from designer.model.network.ports import PortPairs, ports_needed

PortKey = tuple[str, str]
"""(node id, name of the port group)."""


def ports_taken(design: Design, ends: Collection[str] | None = None) -> dict[PortKey, int]:
    """Logical ports in use on the fullest copy, by node and port group; links that join no ports are left out.

    Where several links share a port group their fullest copies are taken to be the same one, so the answer may
    be a little too high and is never too low. With ENDS it is of these nodes alone.
    """
    taken: dict[PortKey, int] = {}
    pairs, nodes = PortPairs(design), design.nodes
    for link in design.links.values():
        if ends is not None and link.a not in ends and link.b not in ends:
            continue
        joined = pairs.of(link)
        if joined is None:
            continue
        a_group, b_group, how = joined
        a, b = nodes[link.a], nodes[link.b]
        # Between two nodes that stand there once all cables are on the one copy of either.
        single = a.copies == b.copies == 1 and a.parent is None and b.parent is None and link.medium != "coolant"
        a_cables, b_cables = (link.cables, link.cables) if single else ports_used(design, link)
        for node_id, group, cables, ways in (
            (link.a, a_group, a_cables, how.a_ways),
            (link.b, b_group, b_cables, how.b_ways),
        ):
            if ends is not None and node_id not in ends:
                continue
            key = (node_id, group.name)
            taken[key] = taken.get(key, 0) + ports_needed(cables, ways)
    return taken
