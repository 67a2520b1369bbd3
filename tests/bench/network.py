"""The network analysis against networkx on fat trees, and by itself on the largest published SuperPOD."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import msgspec
import networkx as nx
import numpy as np

from designer.analysis.bisection import flow_network
from designer.analysis.connectivity import separations
from designer.analysis.counts import counts
from designer.analysis.ecmp import Demand, ecmp_loads
from designer.analysis.flows import max_flow
from designer.analysis.grouping import grouped
from designer.analysis.network import network
from designer.analysis.resilience import resilience
from designer.analysis.results import Results
from designer.analysis.survey import survey_of
from designer.model.design import Design, Link, Node
from designer.model.parts import PortGroup
from designer.review import cable_fit_rules, cabling_rules
from designer.review.rules import review
from tests.analysis.conftest import fat_tree, superpod
from tests.bench.timing import Row, milliseconds

CABLING = (
    cable_fit_rules.no_such_breakout, cable_fit_rules.cable_does_not_suit, cabling_rules.rails_swapped,
    cabling_rules.leaf_misses_spine, cabling_rules.uneven_striping, cabling_rules.mixed_rates,
    cabling_rules.planes_meet,
)  # fmt: skip


def rows() -> Iterator[Row]:
    yield from _flow(16)
    yield from _ecmp(8)
    yield from _bridges(16)
    yield _cabling()
    for units, promise in ((1, 100.0), (4, 100.0), (64, 500.0)):
        design = superpod(32 * units, 8 * units, 8 * units, 4 * units) if units > 4 else superpod(
            32 * units - 1, 8 * units, 4 * units, managers=2
        )  # fmt: skip
        yield Row(f"network, {units} SU", milliseconds(lambda d=design: network(d)), promise_ms=promise)
        yield Row(
            f"resilience, {units} SU",
            milliseconds(lambda d=design: resilience(d)),
            promise_ms=600.0 if units > 4 else promise,
        )


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


def _fabric(design: Design):
    survey = survey_of(design)
    fabric = survey.fabric(("fabric",))
    return fabric, fabric.vertices(survey.roster.endpoints(("fabric",)))


def _graph(fabric) -> nx.Graph:
    graph = nx.Graph()
    graph.add_edges_from(zip(fabric.tail.tolist(), fabric.head.tolist(), strict=True), capacity=1)
    return graph


def _flow(k: int) -> Iterator[Row]:
    fabric, hosts = _fabric(fat_tree(k))
    flow = nx.DiGraph(_graph(fabric))
    half = hosts.size // 2
    flow.add_edges_from((("source", int(host)) for host in hosts[:half]), capacity=10**6)
    flow.add_edges_from(((int(host), "sink") for host in hosts[half:]), capacity=10**6)
    yield Row(
        f"bisection max flow, k = {k} ({hosts.size} hosts)",
        milliseconds(lambda: max_flow(flow_network(fabric, hosts))),
        baseline_ms=milliseconds(lambda: nx.maximum_flow_value(flow, "source", "sink"), 1), baseline="networkx",
        promise_ms=20.0, least_ratio=10.0,
    )  # fmt: skip


def _ecmp(k: int) -> Iterator[Row]:
    fabric, hosts = _fabric(fat_tree(k))
    graph = _graph(fabric)
    ends = hosts.tolist()

    def ours() -> None:
        merged = grouped(fabric, fabric.node_of())
        each = np.bincount(merged.at[hosts], minlength=merged.size).astype(float)
        ecmp_loads(merged, Demand(each[None, :], each))

    yield Row(
        f"ECMP all-to-all, k = {k} ({hosts.size} hosts)", milliseconds(ours),
        baseline_ms=milliseconds(lambda: nx.edge_betweenness_centrality_subset(graph, ends, ends), 1),
        baseline="networkx betweenness", least_ratio=10.0,
    )  # fmt: skip


def _bridges(k: int) -> Iterator[Row]:
    fabric, hosts = _fabric(fat_tree(k))
    graph = _graph(fabric)

    def ours() -> None:
        merged = grouped(fabric, fabric.node_of())
        weight = np.zeros((3, merged.size))
        weight[:] = np.bincount(merged.at[hosts], minlength=merged.size)
        separations(merged, weight)

    yield Row(
        f"bridges and cut vertices, k = {k}", milliseconds(ours),
        baseline_ms=milliseconds(lambda: (list(nx.bridges(graph)), list(nx.articulation_points(graph)))),
        baseline="networkx", least_ratio=1.0,
    )  # fmt: skip
