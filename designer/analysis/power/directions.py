"""Directions of power cables: which end feeds the other, and which cables close a loop."""

from collections.abc import Callable, Iterable, Mapping

from designer.model.design import Design, Link
from designer.model.parts.part import Medium
from designer.model.power.power_order import is_turned
from designer.model.records import Record


class Feed(Record, frozen=True, kw_only=True):
    """A power link from what feeds to what is fed.

    Attributes:
        turned: Whether the fed end is the link's `a`.
    """

    link: str
    source: str
    fed: str
    turned: bool


class Directions(Record, frozen=True, kw_only=True):
    """All power links with their directions.

    Attributes:
        feeds: Those that can be walked.
        loops: Nodes that feed each other in a ring, a tuple for each ring; no feed joins two nodes of one.
        itself: Links from a node to itself.
        levels: Longest way down from what nothing feeds, by node.
    """

    feeds: tuple[Feed, ...]
    loops: tuple[tuple[str, ...], ...]
    itself: tuple[str, ...]
    levels: Mapping[str, int]


def directions(design: Design) -> Directions:
    """Return the directions of the power links of DESIGN; those to nodes that are not there are left out."""
    return directed(design, "power", is_turned)


def directed(design: Design, medium: Medium, turned_of: Callable[[Design, Link], bool]) -> Directions:
    """Return the directions of the links of MEDIUM; TURNED_OF tells whether the b end of one feeds its a end."""
    feeds: list[Feed] = []
    itself: list[str] = []
    for link in design.links.values():
        if link.medium != medium or link.a not in design.nodes or link.b not in design.nodes:
            continue
        if link.a == link.b:
            itself.append(link.id)
            continue
        turned = turned_of(design, link)
        source, fed = (link.b, link.a) if turned else (link.a, link.b)
        feeds.append(Feed(link=link.id, source=source, fed=fed, turned=turned))
    nodes = [node.id for node in design.nodes_in_order()]
    ends = {end for feed in feeds for end in (feed.source, feed.fed)}
    loops = _loops(feeds)
    # A link inside a loop has no direction that could be walked: such links are left out and the loop is named.
    ring_of = {node_id: number for number, ring in enumerate(loops) for node_id in ring}
    walkable = tuple(
        feed for feed in feeds if feed.source not in ring_of or ring_of[feed.source] != ring_of.get(feed.fed)
    )
    return Directions(
        feeds=walkable,
        loops=tuple(tuple(node_id for node_id in nodes if node_id in ring) for ring in loops),
        itself=tuple(itself),
        levels=_levels([node_id for node_id in nodes if node_id in ends], walkable),
    )


def _loops(feeds: Iterable[Feed]) -> list[set[str]]:
    """Rings of nodes; most designs have none, and the graph library is not asked then."""
    fed_by: dict[str, set[str]] = {}
    for feed in feeds:
        fed_by.setdefault(feed.fed, set()).add(feed.source)
        fed_by.setdefault(feed.source, set())
    left = dict(fed_by)
    while True:
        # Whatever is fed by nothing that is left goes; what stays in the end is on a ring or behind one.
        free = [node_id for node_id, sources in left.items() if not any(source in left for source in sources)]
        if not free:
            break
        for node_id in free:
            del left[node_id]
    if not left:
        return []
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(
        (source, fed) for fed in left for source in sorted(fed_by[fed]) if source in left
    )
    return [ring for ring in nx.strongly_connected_components(graph) if len(ring) > 1]


def _levels(nodes: Iterable[str], feeds: Iterable[Feed]) -> dict[str, int]:
    fed: dict[str, list[str]] = {}
    waits: dict[str, int] = dict.fromkeys(nodes, 0)
    for feed in feeds:
        fed.setdefault(feed.source, []).append(feed.fed)
        waits[feed.fed] += 1
    levels = dict.fromkeys(waits, 0)
    ready = [node_id for node_id, count in waits.items() if not count]
    while ready:
        node_id = ready.pop()
        for below in fed.get(node_id, ()):
            levels[below] = max(levels[below], levels[node_id] + 1)
            waits[below] -= 1
            if not waits[below]:
                ready.append(below)
    return levels
