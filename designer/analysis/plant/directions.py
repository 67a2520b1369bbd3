"""Which end of a power cable feeds the other, and which cables close a loop."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from designer.analysis.quantities import role_of
from designer.model.design import Design, Link, Node
from designer.model.parts import Medium
from designer.model.records import Record

_STAGES: Final[Mapping[str, int]] = {
    "utility": 0,
    "generator": 0,
    "transformer": 1,
    "switchgear": 2,
    "ups": 3,
    "busway": 5,
    "rpp": 5,
    "pdu": 6,
}
"""Where each kind stands between the utility and the racks."""
_DEVICE: Final = 9
TRANSFER: Final = frozenset({"ats", "sts"})
"""Kinds that take one of their inputs at a time; they stand anywhere between the sources and the racks."""


_AROUND_SWITCHGEAR: Final = frozenset({"switchgear", "transformer", "ups"})
"""Switchgear stands before transformers, between them and UPSs, and behind UPSs."""


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
    """How the power links of DESIGN run; those to nodes that are not there are left out."""
    return directed(design, "power", is_turned)


def directed(design: Design, medium: Medium, turned_of: Callable[[Design, Link], bool]) -> Directions:
    """How the links of MEDIUM run; TURNED_OF says whether the b end of one feeds its a end."""
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


def is_turned(design: Design, link: Link) -> bool:
    """Whether the b end of LINK feeds its a end: by what the ports say, then by kind, else as it is drawn.

    Power equipment feeds devices whatever their ports say.
    """
    a, b = design.nodes[link.a], design.nodes[link.b]
    if (role_of(a) == "power") != (role_of(b) == "power"):
        return role_of(b) == "power"
    way_a, way_b = _way(design, a, link.a_port), _way(design, b, link.b_port)
    if way_a != way_b and way_a + way_b:
        return way_a < way_b
    stages = _stage(a), _stage(b)
    if None in stages and not {"utility", "generator"} & {a.kind, b.kind}:
        return False
    if "switchgear" in {a.kind, b.kind} and {a.kind, b.kind} <= _AROUND_SWITCHGEAR:
        return False
    first, second = (2.5 if stage is None else stage for stage in stages)
    return second < first


def _stage(node: Node) -> int | None:
    """None for a transfer switch: its cables run as they are drawn."""
    if node.kind in TRANSFER:
        return None
    return _STAGES.get(node.kind, _STAGES["pdu"] if role_of(node) == "power" else _DEVICE)


def _way(design: Design, node: Node, port: str | None) -> int:
    """1 when only outlets could be meant, -1 when only inlets, 0 when either."""
    groups = [group for group in design.ports_of(node) if "power" in group.media]
    named = [group for group in groups if group.name == port] or groups
    ways = {group.role for group in named}
    return 1 if ways == {"out"} else -1 if ways == {"in"} else 0


def _loops(feeds: Iterable[Feed]) -> list[set[str]]:
    """Rings of nodes; most designs have none, and the graph library is not asked then."""
    fed_by: dict[str, set[str]] = {}
    for feed in feeds:
        fed_by.setdefault(feed.fed, set()).add(feed.source)
        fed_by.setdefault(feed.source, set())
    left = dict(fed_by)
    while True:
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
