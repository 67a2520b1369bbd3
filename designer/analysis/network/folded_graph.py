"""The folded graph: one vertex for all copies of a node, capacities multiplied, each way its own. networkx holds it.

Its maximum flow equals that of the copies laid out where every copy of a node is cabled alike to every copy of
the other: then any flow may be averaged over the copies. Elsewhere it is an upper bound, used only for what is
too large to lay out.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple

import networkx as nx
import numpy as np

from designer.analysis.halving.bounds import spreading_bound
from designer.analysis.halving.graph import HalvingGraph
from designer.analysis.network.network_context import Survey
from designer.model.parts.part import Medium

_NOTHING: Final = 1e-12


def folded_graph(survey: Survey, media: Collection[Medium]) -> "nx.Graph[str]":
    """Return the nodes of MEDIA with their `copies`, joined by edges with `capacity`, `out` and `links`.

    `capacity` is in Gb/s, of each link in its slower direction; `out` says by either end what goes out of it, and
    `links` holds (link, owner of its a).
    """
    graph: nx.Graph[str] = nx.Graph()
    design, owners = survey.design, survey.roster.owners
    for node_id in survey.roster.order:
        if node_id in survey.roster.cabled(media) and node_id not in survey.failed.nodes:
            graph.add_node(node_id, copies=design.total_copies(node_id))
    for link_id, cabling in survey.cablings.items():
        a, b, rate = owners[cabling.link.a], owners[cabling.link.b], cabling.rate.value
        if cabling.link.medium not in media or not rate or a == b or a not in graph or b not in graph:
            continue
        # Parallel links between two nodes add up on one edge, with a capacity for each direction.
        if not graph.has_edge(a, b):
            graph.add_edge(a, b, capacity=0.0, out={a: 0.0, b: 0.0}, links=[])
        edge: dict[str, Any] = graph.edges[a, b]
        cables = survey.left[link_id]
        edge["capacity"] += cables * rate
        edge["out"][a] += cables * cabling.ahead.or_zero
        edge["out"][b] += cables * cabling.back.or_zero
        edge["links"].append((link_id, a))
    return graph


def folds_flow(survey: Survey, media: Collection[Medium]) -> bool:
    """Return True when the folded graph of MEDIA has the same maximum flows as the copies laid out."""
    return (
        not survey.failed.copies
        and not survey.failed.cables
        and all(
            cabling.groups == 1
            and cabling.link.a != cabling.link.b
            and cabling.link.cables % (cabling.a_copies * cabling.b_copies) == 0
            and (cabling.link.spread in {"even", "mesh"} or cabling.a_copies == 1)
            for cabling in survey.cablings.values()
            if cabling.link.medium in media
        )
    )


class FoldedCut(NamedTuple):
    """A smallest cut of the folded graph.

    Attributes:
        gbps: What it carries one way, the max flow.
        shares: By link, the share of its cables that are in the cut.
        back: Of these, the share that crosses it from b to a.
    """

    gbps: float
    shares: dict[str, float]
    back: dict[str, float]

    def cables(self, survey: Survey) -> tuple[dict[str, float], dict[str, float]]:
        """Return the cables of each link in the cut, and those of links with two rates that cross it from b to a."""
        left, cablings = survey.left, survey.cablings
        every = {link_id: share * left[link_id] for link_id, share in self.shares.items()}
        turned = {i: share * left[i] for i, share in self.back.items() if share and cablings[i].directed}
        return every, turned


def folded_bisection(survey: Survey, media: Collection[Medium]) -> tuple[FoldedCut, float]:
    """Return the least max flow between two ways to part the endpoints, either half sending, and a bound.

    The ways are the nodes in design order, and half of the copies of every node; a node that is parted is taken as two,
    each with its share of the cables. The bound is what any balanced halves can exchange, 0 where none is known; it is
    that of the slower direction of each link both ways, with which no halves exchange more.
    """
    folded = folded_graph(survey, media)
    endpoints = [node_id for node_id in survey.roster.endpoints(media) if node_id in folded]
    weight = {node_id: _sends(folded, node_id) for node_id in endpoints}
    wanted = sum(weight.values()) / 2
    in_order: dict[str, float] = {}
    for node_id in endpoints:
        taken = min(weight[node_id], wanted)
        wanted -= taken
        in_order[node_id] = taken / weight[node_id] if weight[node_id] else 0.0
    ways = [in_order, dict.fromkeys(endpoints, 0.5)]
    if any(edge["out"][a] != edge["out"][b] for a, b, edge in folded.edges(data=True)):
        # Both ways of two halves count: which of them sends decides where links carry more one way.
        ways += [{node_id: 1.0 - part for node_id, part in way.items()} for way in ways]
    found = [
        folded_cut(survey, media, folded, {node_id: (part, 1.0 - part) for node_id, part in way.items()})
        for way in ways
    ]
    least = min(found, key=lambda one: one.gbps)
    slower = {node_id: _sends(folded, node_id, evened=True) for node_id in endpoints}
    return least, min(least.gbps, spreading_bound(_halving(survey, media, folded, slower)))


def _sends(folded: "nx.Graph[str]", node_id: str, *, evened: bool = False) -> float:
    """Return what all copies of a node can send at once, Gb/s; EVENED with the slower direction of every link."""
    edges = folded.edges(node_id, data=True)
    return float(sum(edge["capacity"] if evened else edge["out"][node_id] for _, _, edge in edges))


def _halving(
    survey: Survey, media: Collection[Medium], folded: "nx.Graph[str]", weight: Mapping[str, float]
) -> HalvingGraph:
    """FOLDED as the graph whose bounds are asked for; hosts that are no endpoints are no way."""
    passing = _passing(survey, media, folded)
    nodes = [node_id for node_id in folded if node_id in passing or node_id in weight]
    place = {node_id: number for number, node_id in enumerate(nodes)}
    edges = [(place[a], place[b], edge["capacity"]) for a, b, edge in folded.edges(data=True) if {a, b} <= place.keys()]
    known = [node_id for node_id in nodes if weight.get(node_id)]
    return HalvingGraph(
        endpoints=np.array([place[node_id] for node_id in known], dtype=np.int64),
        each=np.array([weight[node_id] for node_id in known]),
        holder=np.array([place[node_id] for node_id in known], dtype=np.int64),
        access=np.full(len(known), np.inf),
        weight=np.array([weight.get(node_id, 0.0) for node_id in nodes]),
        forwards=np.array([node_id in passing for node_id in nodes], dtype=np.bool_),
        tail=np.array([edge[0] for edge in edges], dtype=np.int64),
        head=np.array([edge[1] for edge in edges], dtype=np.int64),
        gbps=np.array([edge[2] for edge in edges], dtype=np.float64),
        # Each stands for many copies, so that it can be parted itself: no endpoint lies whole on one side.
        even_half=np.zeros(len(known), dtype=np.bool_),
        least_side=sum(weight.values()) / 2,
    )


def folded_cut(
    survey: Survey, media: Collection[Medium], folded: "nx.Graph[str]", sides: Mapping[str, tuple[float, float]]
) -> FoldedCut:
    """Return the smallest cut of FOLDED, each direction of a link with its own capacity.

    Args:
        survey: The design as its networks see it.
        media: The media of FOLDED.
        folded: The folded graph.
        sides: Shares of the copies of nodes that send and that receive; the rest of a switch passes on, and so do the
            endpoints where no switch is.
    """
    flow: nx.DiGraph[Any] = nx.DiGraph()
    flow.add_nodes_from(["source", "sink"])
    switches = _passing(survey, media, folded)
    parts: list[tuple[Any, Any, float, str, list[tuple[str, str]]]] = []
    for a, b, edge in folded.edges(data=True):
        for end_a, part_a in _sides(a, sides, switches):
            for end_b, part_b in _sides(b, sides, switches):
                parts.append((end_a, end_b, part_a * part_b, a, edge["links"]))
                if end_a != end_b:
                    _add(flow, end_a, end_b, edge["out"][a] * part_a * part_b)
                    _add(flow, end_b, end_a, edge["out"][b] * part_a * part_b)
    value, (near, _) = nx.minimum_cut(flow, "source", "sink")
    cut: dict[str, float] = {}
    back: dict[str, float] = {}
    for end_a, end_b, part, owner, links in parts:
        if (end_a in near) == (end_b in near):
            continue
        for link_id, from_owner in links:
            cut[link_id] = cut.get(link_id, 0.0) + part
            # The near side sends: the link runs from its a where that is what stands on the near side.
            if (end_a in near) != (owner == from_owner):
                back[link_id] = back.get(link_id, 0.0) + part
    return FoldedCut(float(value), cut, back)


def folded_single_points(
    survey: Survey, media: Collection[Medium], ends: Collection[str], stores: Collection[str]
) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Switches that stand there once and cut some of ENDS off.

    Returns:
        Each with the ends, accelerators and Gb/s that are cut off, and the accelerators that reach none of STORES
        any more.
    """
    folded = folded_graph(survey, media)
    endpoints, read = set(ends), set(stores)
    found: list[tuple[str, tuple[float, float, float, float]]] = []
    for node_id in nx.articulation_points(folded):
        # With several copies, the loss of one leaves the others.
        if folded.nodes[node_id]["copies"] > 1 or node_id not in survey.roster.switches(media):
            continue
        island = nx.node_connected_component(folded, node_id)
        inside = list(nx.connected_components(folded.subgraph(island - {node_id})))
        parts = [_weight(survey, folded, part & endpoints) for part in inside]
        kept = max(parts)
        lost = tuple(sum(part[n] for part in parts) - kept[n] for n in range(3))
        without = sum(weight[1] for part, weight in zip(inside, parts, strict=True) if not part & read)
        if lost[0]:
            found.append((node_id, (lost[0], lost[1], lost[2], without if island & read else 0.0)))
    return sorted(found, key=lambda item: -item[1][1])


def _weight(survey: Survey, folded: "nx.Graph[str]", nodes: Collection[str]) -> tuple[float, float, float]:
    """Endpoints, accelerators and line rate of NODES together."""
    copies = {node_id: int(folded.nodes[node_id]["copies"]) for node_id in nodes}
    return (
        float(sum(copies.values())),
        float(sum(count * survey.roster.accelerators.get(node_id, 0) for node_id, count in copies.items())),
        sum(_sends(folded, node_id) for node_id in nodes),
    )


def _sides(node_id: str, sides: Mapping[str, tuple[float, float]], switches: set[str]) -> list[tuple[Any, float]]:
    """The vertices of the flow that NODE_ID stands for, with their shares of its cables."""
    sends, takes = sides.get(node_id, (0.0, 0.0))
    found: list[tuple[Any, float]] = [(side, part) for side, part in (("source", sends), ("sink", takes)) if part > 0]
    rest = 1.0 - sends - takes
    if node_id in switches and rest > _NOTHING:
        found.append((("node", node_id), rest))
    return found


def _passing(survey: Survey, media: Collection[Medium], folded: "nx.Graph[str]") -> set[str]:
    """Switches, and the endpoints of islands that have none."""
    switches, endpoints = survey.roster.switches(media), set(survey.roster.endpoints(media))
    islands: list[set[str]] = list(nx.connected_components(folded))
    return switches | {i for island in islands if not island & switches for i in island & endpoints}


def _add(flow: "nx.DiGraph[Any]", start: Any, end: Any, capacity: float) -> None:
    if flow.has_edge(start, end):
        flow.edges[start, end]["capacity"] += capacity
    else:
        flow.add_edge(start, end, capacity=capacity)
