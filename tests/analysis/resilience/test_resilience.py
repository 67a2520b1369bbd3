"""Single points of failure and the worst losses: published counts, hand-worked cases, brute force as the oracle."""

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.network.copy_groups import grouped
from designer.analysis.network.max_flow import max_flow, network_of
from designer.analysis.network.network_context import survey_of
from designer.analysis.resilience.connectivity import separations
from designer.analysis.resilience.single_failures import resilience
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import recompute
from designer.model.network.cable_spread import cable_ends
from designer.model.parts.part import Contained, Part
from tests.analysis.network.parted import found_halves, meeting, parted_hosts
from tests.long_runs import runs


def points(design, **keywords):
    return {
        (point.kind, point.id): (point.lost_gbps.value, point.lost_accelerators)
        for point in resilience(design, **keywords).single_points_of_failure
    }


def remaining(design, **keywords):
    return {(f.kind, f.id): f.remaining_share.value for f in resilience(design, **keywords).worst_failures}


@pytest.mark.parametrize(
    ("graph", "connectivity"),
    [
        (nx.petersen_graph(), 3),
        (nx.tutte_graph(), 3),
        (nx.dodecahedral_graph(), 3),
        (nx.octahedral_graph(), 4),
        (nx.icosahedral_graph(), 5),
    ],
)
def test_node_connectivity(graph, connectivity):
    """CONN-01: the least max flow between non-neighbours, every other vertex passing on one unit."""
    arcs = [(2 * v, 2 * v + 1) for v in graph]
    arcs += [(2 * a + 1, 2 * b) for a, b in itertools.chain(graph.edges, (edge[::-1] for edge in graph.edges))]
    tail, head = np.array(arcs).T
    found = set()
    for source, sink in itertools.combinations(graph, 2):
        if not graph.has_edge(source, sink):
            at = np.arange(2, 2 * len(graph) + 2)
            at[[2 * source, 2 * source + 1]] = 0
            at[[2 * sink, 2 * sink + 1]] = 1
            found.add(max_flow(network_of(tail, head, np.ones(tail.size), at)))
    assert min(found) == connectivity


@pytest.mark.parametrize(("k", "bridges", "cut_vertices"), [(16, 1024, 128), (32, 8192, 512)])
def test_bridges_and_cut_vertices_of_fat_trees(fat_tree, k, bridges, cut_vertices):
    """CONN-02: every host's cable is a bridge, every edge switch a cut vertex."""
    survey = survey_of(fat_tree(k))
    fabric = survey.fabric(("fabric",))
    merged = grouped(fabric, fabric.node_of())
    ones = np.zeros((4, merged.size))
    ones[:] = np.bincount(merged.at[fabric.vertices(["host"])], minlength=merged.size)
    found = separations(merged, ones)
    assert sum(int(fabric.cables[merged.edge == edge].sum()) for edge in found.by_edge) == bridges
    assert len(found.by_vertex) == cut_vertices
    assert {lost[0] for lost in found.by_vertex.values()} == {k / 2}


def test_the_worst_link_of_a_fat_tree(fat_tree):
    """FAIL-01: without any one of its 2,048 switch–switch cables a k = 16 fat tree keeps 511/512."""
    found = remaining(fat_tree(16))
    assert min(found["link", "up"], found["link", "top"]) == pytest.approx(0.998046875, abs=1e-9)
    assert found["node", "core"] == pytest.approx(1 - 8 / 512)


def test_a_scalable_unit_has_no_single_point(superpod):
    """A leaf takes one of eight rails of 15 systems: 6,000 of 48,000 Gb/s; spines are not on the way."""
    found = resilience(superpod(31, 8, 4, managers=2))
    assert found.single_points_of_failure == ()
    leaf, rails, *others = found.worst_failures
    assert (leaf.id, leaf.lost_gbps.value, leaf.remaining_share.value) == ("leaf", 6000.0, 0.875)
    assert leaf.reason == "One leaf lost: 6,000 of 48,000 Gb/s between the halves go with it."
    assert (rails.id, rails.lost_gbps.value) == ("rails", 400.0)
    assert {row.id: row.lost_gbps.value for row in others} == {"spine": 0.0, "uplinks": 0.0, "managing": 0.0}
    assert others[0].reason.endswith("the halves keep their full bandwidth.")
    for row in found.worst_failures:
        assert recompute(row.lost_gbps) == row.lost_gbps.value
        assert recompute(row.remaining_share) == row.remaining_share.value


def test_one_leaf_of_two(draw):
    """Two leaves of three servers each, joined by a spine:

          spine           all 6 of its endpoints fall into two threes: one three is lost
         /     \\
      leaf0   leaf1       3 servers of 8 accelerators
    """
    design = draw("n: gpu-server x6\nleaf: switch x2\nspine: switch\na: n -- leaf x6\nu: leaf -- spine x4")
    assert points(design) == {
        ("node", "leaf"): (300.0, 24),
        ("node", "spine"): (300.0, 24),
        ("link", "a"): (100.0, 8),
    }
    # The halves are the threes of the two leaves, joined by two cables on either side: a leaf takes all along.
    assert remaining(design)["node", "leaf"] == 0.0


def test_two_planes_stand_in_for_each_other(draw):
    """Every server on both of two planes that nothing joins: no switch is a single point, each is half."""
    design = draw("n: gpu-server x4\np: switch\nq: switch\na: n -- p x4\nb: n -- q x4")
    assert points(design) == {}
    assert remaining(design) == {
        ("node", "p"): 0.5,
        ("node", "q"): 0.5,
        ("link", "a"): 0.75,
        ("link", "b"): 0.75,
    }


def test_the_only_switch_is_everything(draw):
    found = resilience(draw("n: gpu-server x4\ns: switch\na: n -- s x8"))
    (point,) = found.single_points_of_failure
    assert (point.id, point.lost_gbps.value, point.lost_accelerators) == ("s", 800.0, 32)
    assert found.worst_failures[0].remaining_share.value == 0.0
    assert found.worst_failures[0].reason == (
        "One s lost: 400 of 400 Gb/s between the halves go with it, and 32 accelerators are cut off."
    )


def test_a_host_on_two_leaves_hides_no_spine(draw):
    """Three servers on each of two leaves and one on both: without the spine the threes lose each other.

    The server on both keeps the graph in one piece, but passes nothing on.
    """
    design = draw(
        "m: gpu-server x3\nn: gpu-server x3\nb: gpu-server\np: switch\nq: switch\nspine: switch\n"
        "i: m -- p x3\nj: n -- q x3\nk: b -- p\nl: b -- q\nu: p -- spine x2\nv: q -- spine"
    )
    found = points(design)
    assert found["node", "spine"] == (300.0, 24)
    assert found["link", "v"] == (300.0, 24)
    assert ("link", "u") not in found
    assert found["node", "p"] == found["node", "q"] == (300.0, 24)


def test_who_shares_another_part_is_not_cut_off(draw):
    """Three planes, every server on two or three of them, joined by a spine: without it any two share a plane."""
    design = draw(
        "h: gpu-server x3\na: gpu-server\nb: gpu-server\nc: gpu-server\np: switch\nq: switch\nr: switch\n"
        "spine: switch\nhp: h -- p x3\nhq: h -- q x3\nhr: h -- r x3\nap: a -- p\naq: a -- q\nbp: b -- p\n"
        "br: b -- r\ncq: c -- q\ncr: c -- r\nu: p -- spine\nv: q -- spine\nw: r -- spine"
    )
    assert points(design) == {}
    assert resilience(design, ["spine"]).lost_accelerators == 0


def test_a_pair_that_shares_one_plane_alone_hangs_on_it(draw):
    """Servers on two of three planes each, nothing joins the planes: b and c meet over r alone, though both see a.

    Without r one of them has to be left aside, so that the others meet as before.
    """
    design = draw(
        "a: gpu-server\nb: gpu-server\nc: gpu-server\np: switch\nq: switch\nr: switch\n"
        "ap: a -- p\naq: a -- q\nbp: b -- p\nbr: b -- r\ncq: c -- q\ncr: c -- r"
    )
    each = {("node", i) for i in "pqr"} | {("link", i) for i in ("ap", "aq", "bp", "br", "cq", "cr")}
    assert points(design) == dict.fromkeys(each, (200.0, 8))
    assert resilience(design, ["r"]).lost_accelerators == 8


def test_two_hosts_on_one_cable_both_lose_it(draw):
    """Each of them meets nobody then."""
    assert points(draw("n: gpu-server\nm: gpu-server\na: n -- m")) == {("link", "a"): (200.0, 16)}


def test_an_endpoint_or_a_manager_is_none(draw):
    """The manager's one cable parts no endpoint from the others."""
    design = draw("n: gpu-server x2\ns: switch\nm: host\na: n -- s x4\nb: m -- s")
    assert set(points(design)) == {("node", "s")}


def test_after_a_failure_more_is_single(draw):
    design = draw("n: gpu-server x4\np: switch\nq: switch\na: n -- p x4\nb: n -- q x4")
    assert set(points(design, fail=["q"])) == {("node", "p"), ("link", "a")}


def test_too_large_to_lay_out(draw):
    design = draw(
        "h: host x1000000\ns: switch x100\nt: switch\ng: host x5\na: h -- s x4000000\nb: s -- t x100\nc: g -- t x5"
    )
    found = resilience(design)
    assert [(p.id, p.lost_gbps.value) for p in found.single_points_of_failure] == [("t", 500.0)]
    assert "too large" in found.notes[0]


def test_sixty_four_scalable_units(superpod):
    found = resilience(superpod(2048, 512, 512, 256))
    assert found.worst_failures[0].lost_gbps.value == 16 * 400.0  # 32 systems a leaf, half of them send


@st.composite
def designs(draw_):
    kinds = st.sampled_from(["host", "host", "switch", "switch", "switch"])
    nodes = {"pod": Node(id="pod", kind="pod", copies=draw_(st.integers(1, 2)))}
    for n in range(draw_(st.integers(2, 6))):
        kind = "host" if n < 2 else draw_(kinds)
        nodes[f"n{n}"] = Node(
            id=f"n{n}",
            kind=kind,
            part="gpu-host" if kind == "host" else None,
            order=n,
            copies=draw_(st.integers(1, 3)),
            parent=draw_(st.sampled_from([None, "pod"])),
        )
    ends = st.sampled_from([node_id for node_id in nodes if node_id != "pod"])
    links = {
        f"l{n}": Link(
            id=f"l{n}",
            a=draw_(ends),
            b=draw_(ends),
            medium="fabric",
            cables=draw_(st.integers(1, 8)),
            spread=draw_(st.sampled_from(["even", "mesh", "pairwise", "block", "ring", "complete"])),
            capacity_gbps=draw_(st.sampled_from([1.0, 4.0])),
        )
        for n in range(draw_(st.integers(1, 8)))
    }
    gpu = Part(id="gpu", kind="accelerator", layer="silicon", vendor="test", name="GPU")
    host = Part(
        id="gpu-host",
        kind="host",
        layer="servers_fabric",
        vendor="test",
        name="Host",
        contains=(Contained(part="gpu", count=1),),
    )
    return Design(nodes=nodes, links=links, parts={"gpu": gpu, "gpu-host": host})


def cable_graph(design):
    graph = nx.MultiGraph()
    cabled = {end for link in design.links.values() for end in (link.a, link.b)}
    for node in design.nodes_in_order():
        if node.id in cabled:
            graph.add_nodes_from(((node.id, n) for n in range(design.total_copies(node.id))), kind=node.kind)
    for link in design.links.values():
        for i, j in cable_ends(design, link):
            if (link.a, i) != (link.b, j):
                graph.add_edge((link.a, i), (link.b, j), link=link.id, capacity=link.capacity_gbps)
    return graph


def worst_points(design):
    """Endpoints cut off by the worst copy or cable of every id, each taken away in turn."""
    graph = cable_graph(design)
    whole = meeting(graph)
    losses = [(("node", v[0]), graph.subgraph(set(graph) - {v})) for v in graph if graph.nodes[v]["kind"] == "switch"]
    for a, b, key, link in graph.edges(keys=True, data="link"):
        rest = nx.MultiGraph(graph)
        rest.remove_edge(a, b, key)
        losses.append((("link", link), rest))
    found = {}
    for name, rest in losses:
        found[name] = max(parted_hosts(whole, meeting(rest)), found.get(name, 0))
    return {name: lost for name, lost in found.items() if lost}


def flow_of(graph, first, hosts):
    flow = nx.DiGraph()
    flow.add_nodes_from(["source", "sink"])
    for a, b, capacity in graph.edges(data="capacity"):
        ends = ["source" if end in first else "sink" if end in hosts else end for end in (a, b)]
        if ends[0] != ends[1]:
            for start, end in (ends, ends[::-1]):
                had = flow.get_edge_data(start, end, {"capacity": 0.0})["capacity"]
                flow.add_edge(start, end, capacity=had + capacity)
    return nx.maximum_flow_value(flow, "source", "sink")


def worst_flows(design):
    """What is left of the flow between the halves without the worst copy or cable of every id."""
    graph = cable_graph(design)
    hosts = [vertex for vertex, kind in graph.nodes(data="kind") if kind == "host"]
    first, _ = found_halves(design)
    before = flow_of(graph, first, hosts)
    found = {}
    for vertex in graph:
        if vertex not in hosts:
            key = ("node", vertex[0])
            rest = graph.subgraph(set(graph) - {vertex})
            found[key] = min(flow_of(rest, first, hosts), found.get(key, before))
    for a, b, key, link in graph.edges(keys=True, data="link"):
        rest = nx.MultiGraph(graph)
        rest.remove_edge(a, b, key)
        found["link", link] = min(flow_of(rest, first, hosts), found.get(("link", link), before))
    return before, found


@settings(max_examples=runs(20, 150), deadline=None)
@given(designs())
def test_single_points_are_those_of_networkx(design):
    assert {key: accelerators for key, (_, accelerators) in points(design).items()} == worst_points(design)


@settings(max_examples=runs(10, 60), deadline=None)
@given(designs())
def test_worst_losses_are_those_of_brute_force(design):
    before, expected = worst_flows(design)
    found = {(row.kind, row.id): row for row in resilience(design).worst_failures}
    if not before:
        assert found == {}
        return
    for key, left in expected.items():
        assert found[key].lost_gbps.value == pytest.approx(before - left), key
