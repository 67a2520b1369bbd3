"""Maximum flow and bisection: published answers, networkx as the oracle, the folded graph where it is exact."""

import bz2
import importlib.resources
import pickle

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from designer.analysis.halving.halves import halves_of
from designer.analysis.network.bandwidth import network
from designer.analysis.network.bisection import bisection, bisection_folded, flow_network
from designer.analysis.network.cabling import joint_arrays
from designer.analysis.network.folded_graph import folded_graph, folds_flow
from designer.analysis.network.max_flow import max_flow, max_flow_and_cut, network_of
from designer.analysis.network.network_context import survey_of
from designer.edit.links.links import set_link
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import recompute
from designer.model.network.cable_spread import cable_ends, joints
from tests.analysis.network.parted import found_halves
from tests.long_runs import runs


def flow_between(graph, source, sink):
    place = {vertex: n for n, vertex in enumerate(graph)}
    tail, head, capacity = zip(
        *((place[a], place[b], edge["capacity"]) for a, b, edge in graph.edges(data=True)), strict=True
    )
    at = np.arange(2, len(place) + 2)
    at[place[source]], at[place[sink]] = 0, 1
    return network_of(np.array(tail), np.array(head), np.array(capacity, dtype=float), at)


@pytest.mark.parametrize(("name", "value"), [("gl1", 156_545), ("gw1", 1_202_018)])
def test_large_published_graphs(name, value):
    """FLOW-01 and FLOW-02: from vertex 1 to the last one."""
    data = importlib.resources.files("networkx.algorithms.flow.tests") / f"{name}.gpickle.bz2"
    graph = pickle.loads(bz2.decompress(data.read_bytes()))
    assert max_flow(flow_between(graph, 1, len(graph))) == value


def test_complete_graph():
    """FLOW-04: K50 with capacity 5, from 1 to 2: 49 disjoint ways of 5."""
    graph = nx.complete_graph(50).to_directed()
    nx.set_edge_attributes(graph, 5, "capacity")
    assert max_flow(flow_between(graph, 1, 2)) == 245


@pytest.mark.parametrize("gbps", [400.0, 0.1, 57.142857, 12.5, 1e6])
def test_any_rate_is_counted_exactly(gbps):
    """Three arcs of one rate into the sink carry three times the rate."""
    network_ = network_of(np.array([0, 0, 0]), np.array([2, 3, 4]), np.full(3, gbps), np.array([0, 1, 2, 3, 4]))
    assert max_flow(network_) == 0
    arcs = network_of(
        np.array([0, 0, 0, 2, 3, 4]), np.array([2, 3, 4, 1, 1, 1]), np.full(6, gbps), np.array([0, 1, 2, 3, 4])
    )
    assert arcs.exact
    assert max_flow(arcs) == pytest.approx(3 * gbps, rel=1e-12)


def test_what_does_not_fit_in_32_bits_is_rounded_and_said_so():
    arcs = network_of(np.array([0, 2]), np.array([2, 1]), np.array([1e13 + 1e-6, 3.0]), np.array([0, 1, 2]))
    assert not arcs.exact


def test_a_fat_tree_has_full_bisection(fat_tree):
    result = network(fat_tree(8))
    assert result.endpoints == 128
    assert result.bisection_gbps.value == 64 * 100.0
    assert recompute(result.bisection_gbps) == 6400.0


def test_the_cut_is_found_where_it_is(draw):
    """Two leaves joined by three cables of 100: six servers, three on each side, 3 × 400 below.

    n1 x3 ==400== left --3 × 100-- right ==400== n2 x3
    """
    result = network(
        draw(
            """
            n1: gpu-server x3
            n2: gpu-server x3
            left: switch
            right: switch
            a: n1 -- left x3 at 400
            b: n2 -- right x3 at 400
            across: left -- right x3 at 100
            """
        )
    )
    assert result.bisection_gbps.value == 300.0
    assert result.min_cut.links == ("across",)
    assert result.min_cut.value_gbps.value == 300.0


def test_the_smaller_half_bounds_what_goes(draw):
    """Five endpoints: two of them on one side, whose two cables of 100 bound it."""
    assert network(draw("h: host x5\ns: switch\na: h -- s x5")).bisection_gbps.value == 200.0


def test_hosts_pass_nothing_on(draw):
    """A manager on both leaves is no bridge between them.

    n1 -- left -- manager -- right -- n2
    """
    design = draw(
        """
        n1: gpu-server
        n2: gpu-server
        left: switch
        right: switch
        manager: host
        a: n1 -- left
        b: n2 -- right
        c: manager -- left
        d: manager -- right
        """
    )
    assert network(design).bisection_gbps.value == 0.0


def test_rings_of_hosts_carry_for_each_other(draw):
    """Four hosts in a ring without a switch: two cables join the halves."""
    ring = "h1: host\nh2: host\nh3: host\nh4: host\n" + "\n".join(f"r{n}: h{n} -- h{n % 4 + 1}" for n in range(1, 5))
    assert network(draw(ring)).bisection_gbps.value == 200.0


def test_one_endpoint_has_no_bisection(draw):
    figure = network(draw("h: host\ns: switch\na: h -- s")).bisection_gbps
    assert figure.value is None
    assert figure.missing


def test_the_figure_follows_its_leaves(superpod):
    figure = network(superpod(31, 8, 4)).bisection_gbps
    rate = next(term for term in figure.walk() if term.operation == "fact")
    assert rate.sources == ("sheet",)
    assert recompute(figure) == figure.value == 48_000.0
    assert recompute(figure, {(rate.subject, rate.label): 800.0}) == 96_000.0


@given(st.sampled_from(["even", "mesh", "pairwise"]), st.integers(1, 400), st.integers(1, 12), st.integers(1, 12))
def test_joints_as_arrays_are_the_joints(spread, cables, a, b):
    found = list(zip(*(column.tolist() for column in joint_arrays(spread, cables, a, b)), strict=True))
    assert found == joints(spread, cables, a, b)


@st.composite
def designs(draw_, storage=True, most=4):
    """Small networks of hosts, switches and storage, some in copied pods, cabled at random."""
    kinds = ["host", "host", "switch", "switch", "switch"] + (["storage"] if storage else [])
    nodes = {"pod": Node(id="pod", kind="pod", copies=draw_(st.integers(1, 2)))}
    for n in range(draw_(st.integers(2, 6))):
        nodes[f"n{n}"] = Node(
            id=f"n{n}",
            kind="host" if n == 0 else draw_(st.sampled_from(kinds)),
            order=n,
            copies=draw_(st.integers(1, most)),
            parent=draw_(st.sampled_from([None, "pod"])),
        )
    ends = st.sampled_from([node_id for node_id in nodes if node_id != "pod"])
    links = {
        f"l{n}": Link(
            id=f"l{n}",
            a=draw_(ends),
            b=draw_(ends),
            medium="fabric",
            cables=draw_(st.integers(1, 12)),
            spread=draw_(st.sampled_from(["even", "even", "mesh", "pairwise", "block", "ring", "complete"])),
            capacity_gbps=draw_(st.sampled_from([100.0, 100.0, 400.0, 12.5, None])),
        )
        for n in range(draw_(st.integers(1, 8)))
    }
    return Design(nodes=nodes, links=links)


def cable_graph(design):
    """Every cable of DESIGN between copies (node, number), one by one, as networkx has it."""
    graph = nx.MultiGraph()
    cabled = {end for link in design.links.values() for end in (link.a, link.b)}
    for node in design.nodes_in_order():
        if node.id in cabled:
            graph.add_nodes_from(((node.id, n) for n in range(design.total_copies(node.id))), kind=node.kind)
    for link in design.links.values():
        for i, j in cable_ends(design, link):
            if link.capacity_gbps and (link.a, i) != (link.b, j):
                graph.add_edge((link.a, i), (link.b, j), link=link.id, capacity=link.capacity_gbps)
    for island in nx.connected_components(graph):
        switched = any(graph.nodes[vertex]["kind"] == "switch" for vertex in island)
        for vertex in island:
            kind = graph.nodes[vertex]["kind"]
            graph.nodes[vertex]["forwards"] = kind == "switch" or (kind == "host" and not switched)
    return graph


def sent_between(graph, first, rest):
    flow = nx.DiGraph()
    flow.add_nodes_from(["source", "sink"])
    for a, b, edge in graph.edges(data=True):
        ends = [
            "source" if end in first else "sink" if end in rest else end if graph.nodes[end]["forwards"] else None
            for end in (a, b)
        ]
        if None in ends or ends[0] == ends[1]:
            continue
        for start, end in (ends, ends[::-1]):
            had = flow.get_edge_data(start, end, {"capacity": 0.0})["capacity"]
            flow.add_edge(start, end, capacity=had + edge["capacity"])
    return nx.maximum_flow_value(flow, "source", "sink")


@settings(max_examples=runs(25, 150), deadline=None)
@given(designs())
def test_bisection_is_what_networkx_sends_between_the_halves(design):
    figure = network(design).bisection_gbps
    graph = cable_graph(design)
    hosts = {vertex for vertex, kind in graph.nodes(data="kind") if kind == "host"}
    first, rest = found_halves(design)
    if len(hosts) < 2:
        assert figure.value is None
        return
    assert first | rest == hosts
    assert not first & rest
    assert figure.value == pytest.approx(sent_between(graph, first, rest))
    assert recompute(figure) == pytest.approx(figure.value)
    assert figure.low <= figure.value + 1e-9


@settings(max_examples=runs(15, 100), deadline=None)
@given(designs(), st.data())
def test_folded_is_expanded_where_every_pair_is_cabled_alike(design, data):
    links = {}
    for link in design.links.values():
        a, b = design.nodes[link.a], design.nodes[link.b]
        cables = 4 * a.copies * b.copies * data.draw(st.integers(1, 3))
        links[link.id] = Link(
            id=link.id,
            a=link.a,
            b=link.b,
            medium="fabric",
            cables=cables,
            capacity_gbps=link.capacity_gbps or 100.0,
            capacity_back_gbps=data.draw(st.sampled_from([None, None, 40.0, 400.0])),
        )
    nodes = {
        node.id: Node(id=node.id, kind=node.kind, copies=2 * node.copies, order=node.order)
        for node in design.nodes.values()
    }
    survey = survey_of(Design(nodes=nodes, links=links))
    assume(folds_flow(survey, ("fabric",)))
    fabric = survey.fabric(("fabric",))
    laid_out, _, _ = bisection(survey, fabric, "fabric")
    folded, _, notes = bisection_folded(survey, "fabric")
    assert notes == []
    if not laid_out.known:
        assert folded.value is None
        return
    # All copies of a node are parted in fewer ways than one by one, and evenly by what they send.
    assert laid_out.low <= folded.value * (1 + 1e-9)
    assert folded.low <= laid_out.value * (1 + 1e-9)


def test_the_folded_graph_carries_copies(fat_tree):
    graph = folded_graph(survey_of(fat_tree(4)), ("fabric",))
    assert dict(graph.nodes(data="copies")) == {"host": 16, "edge": 8, "agg": 8, "core": 4}
    assert {frozenset(ends): graph.edges[ends]["capacity"] for ends in graph.edges} == {
        frozenset({"host", "edge"}): 1600.0,
        frozenset({"edge", "agg"}): 1600.0,
        frozenset({"agg", "core"}): 1600.0,
    }


def test_too_large_to_lay_out_is_folded_and_said_so(draw):
    result = network(draw("h: host x4000\ns: switch x1000\nt: switch x7\na: h -- s x4000000 mesh\nb: s -- t x1"))
    assert result.bisection_gbps.value == 2000 * 1000 * 100.0
    assert any("too large" in note for note in result.notes)
    assert all(not row.load_gbps.known for row in result.links)


def test_what_is_too_large_to_lay_out_takes_each_direction_as_it_is(draw):
    """2,000 of 4,000 hosts send over 1,000 cables each: 100 there; back they get 25 of each cable, which binds.

    Two spines beside each other, one slow upwards and one slow downwards, carry 100 + 25 either way.
    """
    design = draw("h: host x4000\ns: switch x1000\na: h -- s x4000000 mesh")
    design = set_link(design, "a", capacity_back_gbps=25.0).applied(design)
    figure = network(design).bisection_gbps
    assert figure.value == 2000 * 1000 * 25.0
    assert recompute(figure) == pytest.approx(figure.value)
    two = draw(
        "h: host x4000\ng: host x4000\ns: switch x500\nt: switch x500\n"
        "a: h -- s x2000000 mesh\nb: g -- t x2000000 mesh\nu: s -- t x250000 mesh\nv: s -- t x250000 mesh"
    )
    two = set_link(two, "u", capacity_back_gbps=25.0).applied(two)
    two = set_link(two, "v", capacity_gbps=25.0, capacity_back_gbps=100.0).applied(two)
    halves = network(two)
    assert all(not row.load_gbps.known for row in halves.links), "folded, not laid out"
    assert halves.bisection_gbps.value == 250_000 * 125.0
    assert set(halves.min_cut.links) == {"u", "v"}
    assert recompute(halves.bisection_gbps) == pytest.approx(250_000 * 125.0)


def test_a_cut_separates_the_halves(fat_tree):
    survey = survey_of(fat_tree(4), ["up[0]"])
    fabric = survey.fabric(("fabric",))
    value, near = max_flow_and_cut(flow_network(fabric, halves_of(survey, fabric)))
    assert near[0]
    assert not near[1]
    assert value <= 800.0
