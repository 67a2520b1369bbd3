"""The limits of a fabric against networkx and plain loops, each answer held equal to ours."""

from collections.abc import Iterator
from math import isclose

import networkx as nx
import numpy as np

from designer.analysis.limits.concurrent_flow import Asked, asked_of, concurrent_flow
from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.limits.fairness import fair_rates
from designer.analysis.limits.link_contributors import fillers
from designer.analysis.limits.paths import paths_between
from designer.analysis.limits.sweep import sweep
from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.limits.uplinks import uplink_room
from designer.analysis.network.copy_groups import capacity_each_way
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.max_flow import flow_between, max_flow
from designer.analysis.network.network_context import survey_of
from designer.analysis.network.traffic_assignment import lay
from designer.formulas.network.shared_links import max_min_over_links
from designer.model.network.flow_asks import FlowAsk
from tests.analysis.conftest import fat_tree, superpod
from tests.bench.timing import Row, milliseconds

_FLOWS = 8190


def rows() -> Iterator[Row]:
    yield _cut(16)
    yield _throughput(8)
    yield max_min(16)
    yield from _sweeps()
    yield from _large()


def _fabric(k: int) -> Fabric:
    fabric = survey_of(fat_tree(k)).fabric(("fabric",))
    assert fabric is not None
    return fabric


def _cut(k: int) -> Row:
    """From one pod to all others."""
    fabric = _fabric(k)
    hosts = fabric.vertices(["host"])
    near, far = hosts[: k * k // 4], hosts[k * k // 4 :]
    graph = nx.DiGraph(
        nx.from_edgelist(zip(fabric.tail.tolist(), fabric.head.tolist(), strict=True), create_using=nx.Graph)
    )
    nx.set_edge_attributes(graph, 100, "capacity")
    graph.add_edges_from((("source", int(host)) for host in near), capacity=10**6)
    graph.add_edges_from(((int(host), "sink") for host in far), capacity=10**6)
    assert max_flow(flow_between(fabric, near, far)) == nx.maximum_flow_value(graph, "source", "sink")
    return Row(
        f"min cut of a pod, k = {k} ({hosts.size} hosts)",
        milliseconds(lambda: max_flow(flow_between(fabric, near, far))),
        baseline_ms=milliseconds(lambda: nx.minimum_cut_value(graph, "source", "sink"), 1),
        baseline="networkx",
        least_ratio=10.0,
    )


def _throughput(k: int) -> Row:
    """The linear program of all to all, alike flows as one, against HiGHS on all of them."""
    laid = lay(survey_of(fat_tree(k)), "all-to-all", [])
    assert laid is not None
    network, fabric = laid.network, laid.fabric
    capacity = capacity_each_way(fabric, network)
    asked = asked_of(laid)
    assert isinstance(asked, Asked)

    def solve(*, fold: bool) -> float:
        found = concurrent_flow(network, capacity, asked, fold=fold)
        assert found is not None
        return found.share

    assert isclose(solve(fold=True), solve(fold=False), rel_tol=1e-6)
    return Row(
        f"max concurrent flow, k = {k}",
        milliseconds(lambda: solve(fold=True)),
        baseline_ms=milliseconds(lambda: solve(fold=False), 1),
        baseline="HiGHS unfolded",
        least_ratio=5.0,
    )


def max_min(k: int) -> Row:
    """8,190 flows between hosts drawn at random, each over one path through a core."""
    h, hosts = k // 2, k**3 // 4
    chance = np.random.default_rng(0)
    source, target = chance.integers(0, hosts, (2, _FLOWS))
    core = chance.integers(0, h * h, _FLOWS)
    edges = [source // h, target // h]
    up = [hosts + edges[n] * h + core // h for n in (0, 1)]
    top = [hosts + hosts + (edges[n] // h) * h * h + core for n in (0, 1)]
    ways = 2 * (hosts + hosts + k * h * h)
    links = [source, up[0], top[0], ways // 2 + top[1], ways // 2 + up[1], ways // 2 + target]
    flow, link = np.tile(np.arange(_FLOWS), len(links)), np.concatenate(links)
    capacity, demand = np.full(ways, 100.0), np.full(_FLOWS, np.inf)

    def ours() -> np.ndarray:
        return max_min_over_links(capacity, flow, link, demand)

    uses = np.stack(links, axis=1).tolist()
    assert np.allclose(ours(), _plain_max_min(capacity.tolist(), uses))
    return Row(
        f"max-min of {_FLOWS:,} flows, k = {k}",
        milliseconds(ours),
        baseline_ms=milliseconds(lambda: _plain_max_min(capacity.tolist(), uses), 1),
        baseline="plain Python",
        least_ratio=300.0,
    )


def _plain_max_min(capacity: list[float], uses: list[list[int]]) -> list[float]:
    """Progressive filling, link by link: the tightest link fixes its flows, and so on."""
    rates = [0.0] * len(uses)
    rising = set(range(len(uses)))
    left = capacity[:]
    while rising:
        count: dict[int, int] = {}
        for flow in rising:
            for link in uses[flow]:
                count[link] = count.get(link, 0) + 1
        step = min(left[link] / number for link, number in count.items())
        for link, number in count.items():
            left[link] -= step * number
        for flow in rising:
            rates[flow] += step
        full = {link for link in count if left[link] <= 1e-9}
        rising = {flow for flow in rising if not any(link in full for link in uses[flow])}
    return rates


def _sweeps() -> Iterator[Row]:
    design = fat_tree(16)
    yield Row("N−1 over all cables, k = 16", milliseconds(lambda: sweep(design, ("link",), 1)), promise_ms=2000.0)
    yield Row(
        "N−2 over all switches, k = 16", milliseconds(lambda: sweep(design, ("switch",), 2), 1), promise_ms=5000.0
    )


def _large() -> Iterator[Row]:
    """Each limit of the 64-SU SuperPOD, whole, from the design."""
    design = superpod(2048, 512, 512, 256)
    asks = [FlowAsk(source=(f"node[{n}]",), target=(f"node[{n + 64}]",)) for n in range(64)]
    for name, work in (
        ("cut with widening", lambda: min_cut_between(design, ["node[0]"], ["core"])),
        ("throughput", lambda: throughput_bound(design)),
        ("paths", lambda: paths_between(design, ["node"], ["node"])),
        ("fair rates of 64 flows", lambda: fair_rates(design, asks)),
        ("uplinks", lambda: uplink_room(design)),
        ("who fills the links", lambda: fillers(design)),
        ("N−1 of switches", lambda: sweep(design, ("switch",), 1)),
    ):
        yield Row(f"{name}, 64 SU", milliseconds(work, 1), promise_ms=2000.0)
