"""The network analysis against networkx on fat trees, and by itself on the largest published SuperPOD.

Each baseline is a competent textbook version of the same work, and its answer is held equal to ours.
"""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import networkx as nx
import numpy as np

from designer.analysis.counts import counts
from designer.analysis.limits.sweep import sweep
from designer.analysis.network.bandwidth import network
from designer.analysis.network.cabling import Ints
from designer.analysis.network.copy_groups import Grouped, grouped
from designer.analysis.network.ecmp import Demand, Loads, ecmp_loads
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.link_loads import all_to_all
from designer.analysis.network.max_flow import Network, flow_between, max_flow
from designer.analysis.network.network_context import survey_of
from designer.analysis.resilience.connectivity import Separations, separations
from designer.analysis.resilience.single_failures import resilience
from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.catalog.reading import read_library
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link, Node
from designer.model.parts.part import PortGroup
from designer.review.network import cable_fit_rules, cabling_rules
from designer.review.rules import review
from tests.analysis.conftest import fat_tree, superpod
from tests.analysis.routing.shapes import dragonfly, torus
from tests.bench.growth import draw, exponent
from tests.bench.limits import max_min
from tests.bench.timing import Row, in_a_process_of_its_own, milliseconds, side_by_side

CABLING = (
    cable_fit_rules.no_such_breakout,
    cable_fit_rules.cable_does_not_suit,
    cabling_rules.rails_swapped,
    cabling_rules.leaf_misses_spine,
    cabling_rules.uneven_striping,
    cabling_rules.mixed_rates,
    cabling_rules.planes_meet,
)


_grown: dict[str, list[tuple[float, float]]] = {}


def rows() -> Iterator[Row]:
    yield from _ecmp(16)
    yield from _flow(16)
    yield from _single_points(16)
    yield max_min(16)
    took, peak = in_a_process_of_its_own("tests.bench.network:expanded_ecmp")
    yield Row("ECMP, k = 32 drawn copy by copy (8,192 hosts)", took, peak_mb=peak, promise_ms=1000.0, most_mb=1000.0)
    yield from _every_cable(16)
    yield from _growth()
    yield _generated()
    yield _cabling()
    yield from _unfolded()
    for units, promise in ((1, 100.0), (4, 100.0), (64, 150.0)):
        design = (
            superpod(32 * units, 8 * units, 8 * units, 4 * units)
            if units > 4
            else superpod(32 * units - 1, 8 * units, 4 * units, managers=2)
        )
        yield Row(f"network, {units} SU", milliseconds(lambda d=design: network(d), 7), promise_ms=promise)
        yield Row(f"resilience, {units} SU", milliseconds(lambda d=design: resilience(d), 7), promise_ms=promise)


def picture(path: Path) -> None:
    """How the routing of all-to-all grows with the hosts of a fat tree, as `rows` found it."""
    draw(_grown, "ECMP all-to-all on k-ary fat trees", "hosts (k³/4)", path)


def _cabling() -> Row:
    """Every check of the cabling on a fabric drawn link by link, two faults of each tier in it."""
    nodes, links = {}, {}

    def stand(node_id: str, kind: str, ports: tuple[PortGroup, ...]) -> None:
        nodes[node_id] = Node(id=node_id, kind=kind, ports=ports, order=len(nodes))

    def join(a: str, a_port: str, b: str) -> None:
        link_id = f"{a} {a_port} {b}"
        links[link_id] = Link(id=link_id, a=a, b=b, medium="fabric", a_port=a_port, b_port="ports")

    switch = (PortGroup(name="ports", media=("fabric",), count=128, rate_gbps=400),)
    rails = tuple(PortGroup(name=f"rail{n}", media=("fabric",), count=1, rate_gbps=400) for n in range(8))
    for n in range(64):
        stand(f"spine{n}", "switch", switch)
    for n in range(120):
        stand(f"leaf{n}", "switch", switch)
        for spine in range(64):
            join(f"leaf{n}", "ports", f"spine{spine}")
    for n in range(960):
        stand(f"host{n}", "host", rails)
        for rail in range(8):
            # Two hosts have their first two rails the wrong way round.
            to = rail ^ 1 if n in {7, 700} and rail < 2 else rail
            join(f"host{n}", f"rail{rail}", f"leaf{n // 64 * 8 + to}")
    del links["leaf3 ports spine5"], links["leaf90 ports spine60"]
    design = Design(nodes=nodes, links=links)
    results, today = Results(counts=counts(design)), date(2026, 12, 1)

    def ours() -> None:
        # A design of its own each time, as after an edit: what is kept from the last one does not count.
        found = review(msgspec.structs.replace(design), results, today, CABLING)
        assert Counter(finding.rule for finding in found) == {"rails-swapped": 2, "leaf-misses-spine": 2}

    return Row(f"review of the cabling, {len(links):,} links", milliseconds(ours, 7), promise_ms=50.0)


def _fabric(design: Design) -> tuple[Fabric, Ints]:
    survey = survey_of(design)
    fabric = survey.fabric(("fabric",))
    assert fabric is not None
    return fabric, fabric.vertices(survey.roster.endpoints(("fabric",)))


def _graph(fabric: Fabric) -> nx.Graph:
    graph = nx.Graph()
    graph.add_edges_from(zip(fabric.tail.tolist(), fabric.head.tolist(), strict=True), capacity=1)
    return graph


def _drawn_out(fabric: Fabric) -> Design:
    """FABRIC with every copy a node and every pair of them a link of its own."""
    nodes = {
        f"n{n}": Node(id=f"n{n}", kind="switch" if forwards else "host", order=n)
        for n, forwards in enumerate(fabric.forwards.tolist())
    }
    pairs = zip(fabric.tail.tolist(), fabric.head.tolist(), fabric.cables.tolist(), strict=True)
    links = {
        f"l{n}": Link(id=f"l{n}", a=f"n{a}", b=f"n{b}", medium="fabric", cables=cables, capacity_gbps=100.0)
        for n, (a, b, cables) in enumerate(pairs)
    }
    return Design(nodes=nodes, links=links)


def _flow(k: int) -> Iterator[Row]:
    """The same work on both sides: from what is ready to the value, then from the arrays of the fabric."""
    fabric, hosts = _fabric(fat_tree(k))

    def drawn() -> nx.DiGraph:
        flow = nx.DiGraph()
        pairs = [fabric.tail.tolist(), fabric.head.tolist()]
        flow.add_edges_from(zip(*pairs, strict=True), capacity=1)
        flow.add_edges_from(zip(*reversed(pairs), strict=True), capacity=1)
        half = hosts.size // 2
        flow.add_edges_from((("source", host) for host in hosts[:half].tolist()), capacity=10**6)
        flow.add_edges_from(((host, "sink") for host in hosts[half:].tolist()), capacity=10**6)
        return flow

    flow, ready = drawn(), flow_between(fabric, hosts[: hosts.size // 2], hosts[hosts.size // 2 :])
    assert max_flow(ready) == 100.0 * nx.maximum_flow_value(flow, "source", "sink")
    name = f"bisection max flow, k = {k} ({hosts.size:,} hosts)"
    # Where both graphs are ready the solvers alone are compared, as they were when the ratio was promised.
    for title, ours, baseline, least in (
        (name, lambda: max_flow(ready), lambda: _networkx_flow(flow), 80.0),
        (
            "  the same, with making the graph",
            lambda: max_flow(flow_between(fabric, hosts[: hosts.size // 2], hosts[hosts.size // 2 :])),
            lambda: _networkx_flow(drawn()),
            None,
        ),
    ):
        ours_ms, baseline_ms = side_by_side(ours, baseline)
        yield Row(title, ours_ms, baseline_ms=baseline_ms, baseline="networkx", promise_ms=20.0, least_ratio=least)


def _networkx_flow(flow: nx.DiGraph) -> float:
    return nx.maximum_flow_value(flow, "source", "sink")


def _all_to_all(fabric: Fabric, hosts: Ints) -> tuple[Grouped, Loads]:
    """One unit from every host to every other."""
    merged = grouped(fabric, fabric.node_of())
    each = np.bincount(merged.at[hosts], minlength=merged.size).astype(float)
    return merged, ecmp_loads(merged, Demand(each[None, :], each))


def _ecmp(k: int) -> Iterator[Row]:
    fabric, hosts = _fabric(fat_tree(k))
    graph, ends = _graph(fabric), hosts.tolist()
    started = time.process_time()
    expected = nx.edge_betweenness_centrality_subset(graph, ends, ends)
    baseline_ms = (time.process_time() - started) * 1000
    merged, loads = _all_to_all(fabric, hosts)
    each = ((loads.up + loads.down)[0] / merged.cables)[merged.edge]
    pairs = list(zip(fabric.tail.tolist(), fabric.head.tolist(), strict=True))
    # networkx counts every pair of hosts once, here each sends to the other.
    assert np.allclose(each, [2 * expected.get(pair, expected.get(pair[::-1])) for pair in pairs], rtol=1e-9)
    yield Row(
        f"ECMP all-to-all, k = {k} ({hosts.size:,} hosts)",
        milliseconds(lambda: _all_to_all(fabric, hosts), 7),
        baseline_ms=baseline_ms,
        baseline="networkx edge_betweenness_centrality_subset",
        least_ratio=100.0,
    )


def expanded_ecmp() -> float:
    """ms for k = 32 with every host, switch and cable drawn by itself; for a process of its own."""
    folded, _ = _fabric(fat_tree(32))
    survey = survey_of(_drawn_out(folded))
    fabric = survey.fabric(("fabric",))
    assert fabric is not None
    endpoints = survey.roster.endpoints(("fabric",))
    assert len(endpoints) == 8192
    assert fabric.tail.size == 3 * 8192
    return milliseconds(lambda: all_to_all(survey, fabric, endpoints), 3)


def _unfolded() -> Iterator[Row]:
    """The whole network section where copies do not fold, and where they are a hundred thousand.

    networkx takes minutes for all senders, so that some are timed and counted as many times as there are more.
    """
    for name, design, sends, some in (
        ("torus 16³ (4,096 hosts)", torus(16, 16, 16), "", 8),
        ("dragonfly 74 × 32 × 16 (37,888 NICs)", dragonfly(74, 32, 16, 10, 4), "r", 8),
    ):
        # Before the graph of networkx is made: thousands of dictionaries would be searched for garbage meanwhile.
        ours = milliseconds(lambda d=design: network(d), 5)
        fabric, _ = _fabric(design)
        graph, ends = _graph(fabric), fabric.vertices([i for i in design.nodes if i.startswith(sends)]).tolist()
        started = time.process_time()
        nx.edge_betweenness_centrality_subset(graph, ends[:some], ends)
        baseline_ms = (time.process_time() - started) * 1000 * len(ends) / some
        yield Row(
            f"network, {name}, drawn singly",
            ours,
            baseline_ms=baseline_ms,
            baseline=f"networkx betweenness ({some} of {len(ends):,} senders)",
            promise_ms=2000.0,
            least_ratio=20.0,
        )
    took, peak = in_a_process_of_its_own("tests.bench.network:first_of_100_000")
    yield Row("network, 101,306 hosts in three tiers: first", took, peak_mb=peak, promise_ms=5000.0, most_mb=1500.0)
    whole = fat_tree(74)
    yield Row("network, 101,306 hosts in three tiers: again", milliseconds(lambda: network(whole)), promise_ms=2000.0)


def first_of_100_000() -> float:
    """ms for the first call on the fat tree of k = 74; for a process of its own."""
    design = fat_tree(74)
    return milliseconds(lambda: network(design), 1)


def _single_points(k: int) -> Iterator[Row]:
    """Cut vertices and bridges, and the hosts that each cuts off."""
    fabric, hosts = _fabric(fat_tree(k))
    graph, ends = _graph(fabric), set(hosts.tolist())

    def ours() -> tuple[Grouped, Separations]:
        merged = grouped(fabric, fabric.node_of())
        weight = np.zeros((4, merged.size))
        weight[:] = np.bincount(merged.at[hosts], minlength=merged.size)
        return merged, separations(merged, weight)

    merged, found = ours()
    vertices = {v: found.by_vertex[at][0] for v, at in enumerate(merged.at.tolist()) if at in found.by_vertex}
    edges = {
        frozenset((int(fabric.tail[pair]), int(fabric.head[pair]))): found.by_edge[edge][0]
        for pair, edge in enumerate(merged.edge.tolist())
        if edge in found.by_edge
    }
    expected = _cut_off(graph, ends)
    assert (vertices, edges) == expected
    assert (len(vertices), len(edges)) == (k * k // 2, hosts.size)
    assert vertices.keys() == set(nx.articulation_points(graph))
    assert edges.keys() == {frozenset(bridge) for bridge in nx.bridges(graph)}

    def by_name() -> object:
        return list(nx.bridges(graph)), list(nx.articulation_points(graph)), _cut_off(graph, ends)

    ours_ms, baseline_ms = side_by_side(ours, by_name)
    yield Row(
        f"single points of failure, k = {k}",
        ours_ms,
        baseline_ms=baseline_ms,
        baseline="networkx bridges, articulation_points and what they cut off",
        least_ratio=20.0,
    )
    yield Row(
        "  the same against one pass over its blocks",
        ours_ms,
        baseline_ms=milliseconds(lambda: _cut_off(graph, ends), 7),
        baseline="networkx biconnected_components",
    )


def _cut_off(graph: nx.Graph, hosts: set[int]) -> tuple[dict[int, int], dict[frozenset[int], int]]:
    """Hosts that each cut vertex and each bridge of a connected GRAPH parts from the most, by its tree of blocks."""
    blocks = list(nx.biconnected_components(graph))
    of: dict[int, list[int]] = {}
    for n, block in enumerate(blocks):
        for vertex in block:
            of.setdefault(vertex, []).append(n)
    tree: dict[object, list[object]] = {("block", n): [] for n in range(len(blocks))}
    for vertex, mine in of.items():
        if len(mine) > 1:
            tree[vertex] = [("block", n) for n in mine]
            for n in mine:
                tree["block", n].append(vertex)
    own = {
        node: int(node in hosts)
        if not isinstance(node, tuple)
        else sum(vertex in hosts and vertex not in tree for vertex in blocks[node[1]])
        for node in tree
    }
    root = next(iter(tree))
    above: dict[object, object] = {root: None}
    order: list[object] = [root]
    for node in order:
        for other in tree[node]:
            if other not in above:
                above[other] = node
                order.append(other)
    below = dict(own)
    for node in reversed(order[1:]):
        below[above[node]] += below[node]
    every = below[root]
    vertices = {
        vertex: every - max(below[other] if above[other] == vertex else every - below[vertex] for other in tree[vertex])
        for vertex in tree
        if not isinstance(vertex, tuple) and vertex not in hosts
    }
    edges: dict[frozenset[int], int] = {}
    for n, block in enumerate(blocks):
        if len(block) == 2:
            under = below["block", n]
            if above["block", n] is None:
                joint = next((vertex for vertex in block if vertex in tree), None)
                under = below[joint] if joint is not None else int(next(iter(block)) in hosts)
            edges[frozenset(block)] = min(under, every - under)
    return {v: lost for v, lost in vertices.items() if lost}, {e: lost for e, lost in edges.items() if lost}


def _every_cable(k: int) -> Iterator[Row]:
    """FAIL-01: each of the switch-to-switch cables lost by itself."""
    design = fat_tree(k)
    found = sweep(design, ("link",), 1)
    assert found.combinations == 3 * k**3 // 4
    worst = min(loss.remaining_share.value or 0.0 for loss in found.losses)
    fabric, hosts = _fabric(design)
    flow = flow_between(fabric, hosts[: hosts.size // 2], hosts[hosts.size // 2 :])
    between = np.flatnonzero(fabric.forwards[fabric.tail] & fabric.forwards[fabric.head])
    ends = list(zip(flow.at[fabric.tail[between]].tolist(), flow.at[fabric.head[between]].tolist(), strict=True))
    assert len(ends) == k**3 // 2
    keys = np.repeat(np.arange(flow.size), np.diff(flow.arcs.indptr)) * flow.size + flow.arcs.indices

    def one_by_one() -> float:
        arcs, least = flow.arcs.copy(), np.inf
        for a, b in ends:
            places = [np.searchsorted(keys, start * flow.size + end) for start, end in ((a, b), (b, a))]
            arcs.data[places] -= 1
            least = min(least, max_flow(Network(arcs, flow.size, flow.unit, flow.exact, flow.at)))
            arcs.data[places] += 1
        return float(least)

    assert worst == one_by_one() / max_flow(flow) == 511 / 512
    yield Row(
        f"N−1 sweep of all cables, k = {k}, alike ones once",
        milliseconds(lambda: sweep(design, ("link",), 1)),
        promise_ms=2000.0,
    )
    yield Row(f"N−1 of its {len(ends):,} fabric links, one by one", milliseconds(one_by_one, 2), promise_ms=2000.0)


def _growth() -> Iterator[Row]:
    """How routing all-to-all grows from k = 8 to k = 32, and its exponent over the hosts."""
    _grown.clear()
    ours, theirs = _grown.setdefault("ours", []), _grown.setdefault("networkx betweenness", [])
    for k in (4, 6, 8, 10):
        fabric, hosts = _fabric(fat_tree(k))
        graph, ends = _graph(fabric), hosts.tolist()
        took = milliseconds(lambda g=graph, e=ends: nx.edge_betweenness_centrality_subset(g, e, e), 2)
        theirs.append((hosts.size, took))
    for k in (8, 12, 16, 20, 24, 28, 32):
        fabric, hosts = _fabric(fat_tree(k))
        took = milliseconds(lambda f=fabric, h=hosts: _all_to_all(f, h), 3)
        ours.append((hosts.size, took))
        if k in {8, 16, 24, 32}:
            yield Row(f"ECMP all-to-all, k = {k} ({hosts.size:,} hosts)", took)
    yield Row(
        f"growth k = 8 to 32: hosts to the power of {exponent(ours):.2f}",
        ours[-1][1],
        baseline=f"networkx, k = 4 to 10: to the power of {exponent(theirs):.2f}",
    )


def _generated() -> Row:
    """1,024 servers of eight ports: 8,192 ends on 64-port switches take three tiers."""
    library = read_library()

    def ours() -> None:
        design = build_template("leaf-spine", library, {"nodes": "1024", "links_per_node": "8"})
        found = analyze(design)
        assert found.network is not None
        assert [tier.name for tier in found.network.tiers if tier.medium == "fabric"] == ["leaf", "spine", "core"]

    return Row("three tiers for 1,024 × 8 ports: made and analysed", milliseconds(ours), promise_ms=500.0)
