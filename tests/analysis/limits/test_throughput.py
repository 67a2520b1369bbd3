"""Throughput with the best routing: published closed forms, a plain linear program pair by pair, and the words."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from scipy.optimize import linprog

from designer.analysis.limits import throughput
from designer.analysis.limits.concurrent_flow import asked_of, concurrent_flow
from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.network.bandwidth import network
from designer.analysis.network.copy_groups import capacity_each_way
from designer.analysis.network.network_context import survey_of
from designer.analysis.network.traffic_assignment import lay
from designer.model.figures.figure import recompute
from designer.model.network.flow_asks import FlowAsk
from designer.model.records import RefusedInput
from tests.analysis.conftest import drawn, superpod
from tests.analysis.network.test_network_flow import cable_graph, designs
from tests.long_runs import runs


def wide_tree(k):
    """A k-ary fat tree whose hosts are cabled at twice the rate, so that only its switches bound it."""
    h = k // 2
    return drawn(
        f"""
        pod: pod x{k}
        host: host x{h * h} in pod
        edge: switch x{h} in pod
        agg: switch x{h} in pod
        core: switch x{h * h}
        access: host -- edge x{h * h} at 200
        up: edge -- agg x{h * h} mesh
        top: agg -- core x{k * h * h}
        """
    )


def hypercube(dimensions):
    size = 2**dimensions
    return drawn(
        "\n".join(
            [f"h{i}: host" for i in range(size)]
            + [
                f"l{i}-{i ^ (1 << bit)}: h{i} -- h{i ^ (1 << bit)} at 1"
                for i in range(size)
                for bit in range(dimensions)
                if i < i ^ (1 << bit)
            ]
        )
    )


def test_hypercube():
    """NET-17: each host sends 1, here its line rate of 5, so a fifth of the published share."""
    found = throughput_bound(hypercube(5))
    assert found.throughput.value * 5 == pytest.approx(1.9375, abs=1e-6)
    assert found.mean_hops.value == pytest.approx(80 / 31)
    assert found.exact


def test_hypercube_by_linear_program():
    """The same without the short cut over the bounds."""
    survey = survey_of(hypercube(5))
    laid = lay(survey, "all-to-all", [])
    best = concurrent_flow(laid.network, capacity_each_way(laid.fabric, laid.network), asked_of(laid))
    assert best.share * 5 == pytest.approx(1.9375, abs=1e-6)
    assert best.folded < 40 < best.variables


def test_fat_tree():
    """NET-18: each of 128 hosts sends 1 over links of 1: (H − 1) / (H − h); here it offers its line rate of 2."""
    found = throughput_bound(wide_tree(8))
    assert found.throughput.value * 2 == pytest.approx(1.0241935483870968, abs=1e-6)
    assert found.ecmp.value * 2 == pytest.approx(127 / 124, abs=1e-6)
    assert found.exact
    assert "no routing carries more" in found.reason


def test_alike_flows_are_taken_as_one_without_a_change():
    survey = survey_of(wide_tree(4))
    laid = lay(survey, "all-to-all", [])
    capacity, asked = capacity_each_way(laid.fabric, laid.network), asked_of(laid)
    folded = concurrent_flow(laid.network, capacity, asked)
    plain = concurrent_flow(laid.network, capacity, asked, fold=False)
    assert folded.share == pytest.approx(plain.share, rel=1e-9)
    assert plain.folded == plain.variables + 1 == 585
    assert folded.folded == 15


def test_why_ecmp_falls_short():
    """Two ways from left to right: one hop of 100 and one by the spine of 300. ECMP takes the short one alone."""
    design = drawn(
        """
        g: host
        h: host
        left: switch
        right: switch
        spine: switch
        a: g -- left at 400
        b: h -- right at 400
        short: left -- right
        up: left -- spine at 300
        on: spine -- right at 300
        """
    )
    found = throughput_bound(design)
    assert found.throughput.value == pytest.approx(1.0)
    assert found.ecmp.value == pytest.approx(0.25)
    assert recompute(found.ecmp) == pytest.approx(0.25)
    assert found.exact
    first = found.uneven[0]
    assert (first.id, first.fullest, first.mean) == ("short", 4.0, 4.0)
    assert first.best == pytest.approx(1.0)
    assert found.reason == (
        "The best routing carries 100.0% of the demand, ECMP 25.0%: it puts 400% on left to right, and the best "
        "routing takes 100% that way and the rest by ways that ECMP leaves."
    )


def test_one_cable_fuller_than_the_rest():
    """Five hosts on three leaves with two uplinks each: the leaves send unlike amounts over alike cables."""
    design = drawn("h: host x5\nleaf: switch x3\nspine: switch x2\na: h -- leaf x5\nu: leaf -- spine x6")
    found = throughput_bound(design)
    assert found.exact
    assert found.ecmp.value <= found.throughput.value <= min(found.path_bound.value, found.access_bound.value) + 1e-9


def test_sixty_four_scalable_units():
    found = throughput_bound(superpod(2048, 512, 512, 256))
    assert found.throughput.value == pytest.approx(1.0)
    assert found.exact


def test_what_is_too_large_is_bounded(monkeypatch):
    design = drawn("h: host x4\nleaf: switch x2\nspine: switch\na: h -- leaf x4\nu: leaf -- spine x2")
    assert throughput_bound(design).exact
    monkeypatch.setattr(throughput, "asked_of", lambda laid: None)
    found = throughput_bound(design)
    assert not found.exact
    assert (found.throughput.low, found.throughput.high) == (pytest.approx(0.75), pytest.approx(0.9))
    assert "at most 90.0%" in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "h: host x5",
        "h: host\ns: switch\na: h -- s",
        "s: switch\nt: switch\na: s -- t\nb: t -- s",
        "h: host x4\ns: switch\na: h -- s x4 at 0",
    ],
)
def test_nothing_to_bound(text):
    found = throughput_bound(drawn(text))
    assert found.throughput.value is None
    assert found.reason == "Nothing is sent, so there is nothing to bound."


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("g: host\nh: host\ns: switch\nt: switch\na: g -- s\nb: h -- t", "100%"),
        # Of four hosts on one switch and two on another each misses two or four of five others: (4 × 2 + 2 × 4) / 30.
        ("h: host x4\ng: host x2\ns: switch\nt: switch\na: h -- s x4\nb: g -- t x2", "53%"),
        # One of three hosts has no cable: the other two send it half of what they have.
        ("h: host x3\ns: switch\na: h -- s x2", "50%"),
    ],
)
def test_it_is_nothing_where_some_demand_has_no_path(text, share):
    found = throughput_bound(drawn(text))
    assert found.exact
    assert (found.throughput.value, found.throughput.high, found.ecmp.value) == (0.0, 0.0, 0.0)
    assert found.reason.startswith(f"{share} of the demand has no path")


def test_a_link_of_no_known_rate_may_carry_what_has_no_other_path():
    found = throughput_bound(drawn("h: host x2\ns: switch x2\na: h -- s x2\nu: s -- s x1 at ?"))
    assert found.throughput.value is None
    assert not found.exact
    assert "whose rate is not known" in found.reason


def test_too_large_to_lay_out():
    found = throughput_bound(drawn("h: host x1000000\ns: switch x31250\na: h -- s x4000000"))
    assert found.throughput.value is None
    assert any("too large" in note for note in found.notes)
    with pytest.raises(RefusedInput, match="choose from"):
        throughput_bound(drawn(""), "gossip")


def test_drawn_flows_and_rails():
    """A flow of 400 over 4 × 100 cables that ECMP divides evenly, and rails that fill their own cables."""
    design = drawn("g: gpu-server x2\nleaf: switch x2\nspine: switch\na: g -- leaf x4\nu: leaf -- spine x2")
    found = throughput_bound(design, asks=[FlowAsk(source=("g[0]",), target=("g[1]",), gbps=400.0)])
    assert (found.traffic, found.throughput.value) == ("flows", pytest.approx(0.5))
    assert throughput_bound(design, "all-reduce-rails").throughput.value == pytest.approx(1.0)


def plain_program(design):
    """Max concurrent flow of all-to-all, one flow for every pair of hosts and direction of a pair of copies.

    0 where a pair has no path; None where nothing is asked, or where a link of no known rate may carry it.
    """
    graph = cable_graph(design)
    hosts = [vertex for vertex, kind in graph.nodes(data="kind") if kind == "host"]
    line = {host: sum(edge["capacity"] for _, _, edge in graph.edges(host, data=True)) for host in hosts}
    room = nx.DiGraph()
    for a, b, edge in graph.edges(data=True):
        for start, end in ((a, b), (b, a)):
            had = room.get_edge_data(start, end, {"capacity": 0.0})["capacity"]
            room.add_edge(start, end, capacity=had + edge["capacity"])
    asked = []
    for s in hosts:
        for t in hosts:
            through = [v for v in room if graph.nodes[v]["forwards"] or v in (s, t)]
            if s == t or not line[s]:
                continue
            if s not in room or t not in room or not nx.has_path(room.subgraph(through), s, t):
                return None if any(link.capacity_gbps is None for link in design.links.values()) else 0.0
            asked.append((s, t, line[s] / (len(hosts) - 1), through))
    if not asked:
        return None
    columns, equal, fill = 1, [], {arc: {} for arc in room.edges}
    for s, t, gbps, through in asked:
        part = room.subgraph(through)
        place = {arc: columns + n for n, arc in enumerate(part.edges)}
        columns += len(place)
        for arc, column in place.items():
            fill[arc][column] = 1.0
        for vertex in part:
            if vertex == t:
                continue
            row = {place[arc]: 1.0 for arc in part.out_edges(vertex)}
            for arc in part.in_edges(vertex):
                row[place[arc]] = row.get(place[arc], 0.0) - 1.0
            if vertex == s:
                row[0] = -gbps
            equal.append(row)
    assume(columns < 4000)

    def table(rows):
        found = np.zeros((len(rows), columns))
        for n, row in enumerate(rows):
            for column, value in row.items():
                found[n, column] = value
        return found

    goal = np.zeros(columns)
    goal[0] = -1.0
    solved = linprog(
        goal,
        A_ub=table(list(fill.values())),
        b_ub=[room.edges[arc]["capacity"] for arc in fill],
        A_eq=table(equal),
        b_eq=np.zeros(len(equal)),
    )
    return solved.x[0]


@settings(max_examples=runs(15, 60), deadline=None)
@given(designs(storage=False, most=2))
def test_throughput_is_that_of_the_plain_program(design):
    expected = plain_program(design)
    found = throughput_bound(design)
    if expected is None:
        assert found.throughput.value is None
        return
    assert found.exact
    assert found.throughput.value == pytest.approx(expected, rel=1e-6)
    if not expected:
        assert found.ecmp.value == 0.0
        return
    assert found.ecmp.value <= expected * (1 + 1e-6)
    if found.access_bound.value is not None:
        assert expected <= found.access_bound.value * (1 + 1e-6)
    assert expected <= found.path_bound.value * (1 + 1e-6)
    assert recompute(found.path_bound) == pytest.approx(found.path_bound.value)
    if found.uneven:
        assert network(design).worst.value == pytest.approx(max(link.fullest for link in found.uneven))
