"""Link loads under ECMP: the closed forms of fat trees, cases worked by hand, and a slow straightforward oracle."""

from collections import defaultdict

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.network.bandwidth import network
from designer.analysis.network.copy_groups import grouped
from designer.analysis.network.ecmp import Demand, ecmp_loads
from designer.analysis.network.link_loads import _carried, _link_load, _PlainRows
from designer.analysis.network.network_context import survey_of
from designer.analysis.network.traffic_assignment import lay_apart
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import recompute
from designer.model.network.cable_spread import cable_ends
from designer.model.records import RefusedInput
from tests.analysis.routing.shapes import dragonfly
from tests.long_runs import runs


def loads(design, **keywords):
    return {row.id: row.load_gbps.value for row in network(design, **keywords).links}


def uses(design, **keywords):
    return {row.id: row.utilisation.value for row in network(design, **keywords).links}


@pytest.mark.parametrize(("k", "up", "top"), [(4, 14, 12), (16, 1016, 960)])
def test_unit_demand_on_a_fat_tree(fat_tree, k, up, top):
    """NET-16: one unit for every ordered pair of hosts: H − h on edge–aggregation, H − h² on aggregation–core."""
    survey = survey_of(fat_tree(k))
    fabric = survey.fabric(("fabric",))
    merged = grouped(fabric, fabric.node_of())
    hosts = np.bincount(merged.at[fabric.vertices(["host"])], minlength=merged.size).astype(float)
    found = ecmp_loads(merged, Demand(hosts[None, :], hosts))
    for link, expected in (("access", k**3 // 4 - 1), ("up", up), ("top", top)):
        edges = merged.edge[fabric.link == fabric.links.index(link)]
        for way in (found.up, found.down):
            assert set((way[0][edges] / merged.cables[edges]).tolist()) == {expected}
    assert found.lost == 0


def test_two_servers_on_one_switch(draw):
    """Each sends its whole 100 Gb/s to the other."""
    design = draw("h: host x2\ns: switch\na: h -- s x2")
    assert loads(design) == {"a": 200.0}
    assert uses(design) == {"a": 1.0}


def test_two_leaves_and_a_thin_spine(draw):
    """Four hosts of 100, two a leaf, one uplink of 100 each: a host sends 2/3 of its traffic over the spine.

       spine
       /   \\        133.3 up on each
    leaf0 leaf1
     / \\   / \\     100 each
    h0 h1 h2 h3
    """
    design = draw("h: host x4\nleaf: switch x2\nspine: switch\na: h -- leaf x4\nu: leaf -- spine x2")
    # Even: hosts 0 and 2 hang on leaf 0, hosts 1 and 3 on leaf 1. Each sends 100/3 to either host of the other leaf.
    assert loads(design) == {"a": pytest.approx(400), "u": pytest.approx(2 * 400 / 3)}
    assert uses(design) == {"a": 1.0, "u": pytest.approx(4 / 3)}
    worst, second = network(design).bottlenecks
    assert (worst.id, second.id) == ("u", "a")
    assert worst.reason == "Its fullest cable is asked for 133 of 100 Gb/s, so traffic gets 75% of what it wants."
    assert "full line rate" in second.reason


def test_traffic_divides_over_cables_hop_by_hop(draw):
    """Three cables to one spine and one to the other: 3/4 and 1/4 of what goes up, whatever lies behind.

    h1 -- left =3= spine1 -- right -- h2
              \\-1- spine2 --/
    """
    design = draw(
        """
        h1: host
        h2: host
        left: switch
        right: switch
        spine1: switch
        spine2: switch
        a: h1 -- left
        b: h2 -- right
        up1: left -- spine1 x3
        up2: left -- spine2 x1
        on1: spine1 -- right x1
        on2: spine2 -- right x1
        """
    )
    # h1 → h2 puts 75 and 25 on the uplinks; h2 → h1 divides evenly at right: 50 and 50.
    assert loads(design) == {"a": 100, "b": 100, "up1": 75, "up2": 50, "on1": 75, "on2": 50}
    assert uses(design)["up1"] == 0.25


def test_rails_keep_traffic_in_the_leaves(superpod):
    """31 systems, each on all 8 leaves: every way between two systems is two cables long."""
    assert loads(superpod(31, 8, 4, managers=2)) == {"rails": 99_200.0, "uplinks": 0.0, "managing": 0.0}


def test_the_fullest_cable_counts(draw):
    """Three hosts on two leaves: leaf 0 has two of them, and its one uplink takes what h0 and h2 send h1."""
    design = draw("h: host x3\nleaf: switch x2\nspine: switch\na: h -- leaf x3\nu: leaf -- spine x2")
    row = next(row for row in network(design).links if row.id == "u")
    assert row.load_gbps.value == pytest.approx(200)  # 100 up from leaf 0 and 100 up from leaf 1
    assert row.utilisation.value == pytest.approx(1.0)


def test_unlike_endpoints_are_traced_apart(draw):
    """A fast host offers 400 to the slow one, whose cable takes 100; the slow one offers 100."""
    design = draw("f: gpu-server\ns: gpu-server\nw: switch\na: f -- w x1 at 400\nb: s -- w x1 at 100")
    rows = {row.id: row for row in network(design).links}
    assert rows["b"].load_gbps.value == 400.0
    assert rows["b"].utilisation.value == 4.0
    assert {term.label for term in rows["b"].load_gbps.terms} == {"from f"}
    # Twice the rate on a: twice the load on b, worked out again from the leaves.
    assert recompute(rows["b"].load_gbps, {("a", "rate of one cable of f to w"): 800.0}) == 800.0


def test_every_figure_works_out_again(superpod):
    for row in network(superpod(127, 32, 16, managers=2)).links:
        for figure in (row.load_gbps, row.capacity_gbps, row.utilisation):
            assert recompute(figure) == pytest.approx(figure.value)


def test_islands_lose_what_they_send_each_other(draw):
    """Two hosts on each of two switches that nothing joins: of three destinations one is within reach."""
    design = draw("g: host x2\nh: host x2\ns: switch\nt: switch\na: g -- s x2\nb: h -- t x2")
    result = network(design)
    assert {row.id: row.load_gbps.value for row in result.links} == pytest.approx({"a": 200 / 3, "b": 200 / 3})
    assert "66.7% of the traffic has no path to where it goes and is not carried." in result.notes


def test_all_from_eighty_percent_and_five_at_least(draw):
    pairs = "\n".join(f"h{n}: host\na{n}: h{n} -- s at {100 if n < 7 else 1000}" for n in range(9))
    result = network(draw("s: switch\n" + pairs))
    found = [row.id for row in result.bottlenecks]
    assert set(found) >= {f"a{n}" for n in range(7)}
    assert len(found) == len({*found})
    shown = [round(row.utilisation.value, 6) for row in result.bottlenecks]
    assert shown == sorted(shown, reverse=True)
    assert result.worst == result.bottlenecks[0].utilisation


def test_storage_reads(draw):
    """Four servers with 200 Gb/s of storage cables each ask two arrays of 10 GB/s for 800 Gb/s: 400 of 80 each.

    node x4 ==200== store ==2 × 100== array x2
    """
    design = draw(
        """
        node: gpu-server x4
        leaf: switch
        store: switch
        array: array x2
        f: node -- leaf x4 at 400
        s: node -- store x4 at 200 on storage
        t: array -- store x4 at 100 on storage
        """
    )
    result = network(design, "storage-read")
    assert {row.id: row.load_gbps.value for row in result.links} == {"f": 0.0, "s": 800.0, "t": 800.0}
    assert {row.id: row.utilisation.value for row in result.links} == {"f": 0.0, "s": 1.0, "t": 2.0}
    array, cables, *_ = result.bottlenecks
    assert (array.id, array.kind, array.utilisation.value) == ("array", "node", 5.0)
    assert array.reason == "Endpoints ask each array for 400 Gb/s; it reads 80."
    assert ("sheet",) in {leaf.sources for leaf in array.utilisation.walk()}
    assert recompute(array.utilisation, {("array", "Array: read throughput"): 20.0}) == 2.5
    assert cables.id == "t"
    assert result.worst.value == 5.0


def test_storage_on_the_fabric(draw):
    design = draw("n: gpu-server x4\ns: switch\nd: array x1\na: n -- s x4\nb: d -- s x2")
    result = network(design, "storage-read")
    assert {row.id: row.load_gbps.value for row in result.links} == {"a": 400.0, "b": 400.0}
    assert "Reads go over the fabric network." in result.notes
    assert loads(design)["b"] == 0.0


def test_storage_behind_the_fabric(draw):
    """The arrays hang on a switch by storage links, the servers on it by fabric links."""
    design = draw("n: gpu-server x4\ns: switch\nd: array\na: n -- s x4\nb: d -- s x2 on storage")
    assert loads(design, traffic="storage-read") == {"a": 400.0, "b": 400.0}


def test_no_storage(draw):
    result = network(draw("n: gpu-server x4\ns: switch\na: n -- s x4"), "storage-read")
    assert result.bottlenecks == ()
    assert result.worst.value is None
    assert "No storage is on a network, so nothing is read." in result.notes


def test_unknown_traffic_is_refused(draw):
    with pytest.raises(RefusedInput, match="choose from all-to-all, storage-read"):
        network(draw("h: host"), "gossip")


def test_a_sample_stands_for_all_in_a_regular_fabric(fat_tree):
    survey = survey_of(fat_tree(16))
    fabric = survey.fabric(("fabric",))
    merged = grouped(fabric, fabric.node_of())
    hosts = np.bincount(merged.at[fabric.vertices(["host"])], minlength=merged.size).astype(float)
    found = ecmp_loads(merged, Demand(hosts[None, :], hosts), most_work=0)
    assert found.sampled == (64, 128)
    edges = np.unique(merged.edge[fabric.link == fabric.links.index("top")])
    assert (found.up + found.down)[0][edges].sum() == pytest.approx(2 * 960 * 1024)


def test_sixty_four_scalable_units(superpod):
    result = network(superpod(2048, 512, 512, 256))
    assert result.bisection_gbps.value == 1024 * 8 * 400.0


@st.composite
def designs(draw_):
    kinds = st.sampled_from(["host", "host", "switch", "switch", "switch", "storage"])
    nodes = {"pod": Node(id="pod", kind="pod", copies=draw_(st.integers(1, 2)))}
    for n in range(draw_(st.integers(2, 6))):
        nodes[f"n{n}"] = Node(
            id=f"n{n}",
            kind="host" if n < 2 else draw_(kinds),
            order=n,
            copies=draw_(st.integers(1, 4)),
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
            capacity_gbps=draw_(st.sampled_from([100.0, 100.0, 400.0])),
        )
        for n in range(draw_(st.integers(1, 8)))
    }
    return Design(nodes=nodes, links=links)


def slow_all_to_all(design):
    """(load in the busier direction, use of the fullest cable) per link, pair of hosts by pair of hosts."""
    graph = nx.MultiGraph()
    cabled = {end for link in design.links.values() for end in (link.a, link.b)}
    for node in design.nodes_in_order():
        if node.id in cabled:
            graph.add_nodes_from(((node.id, n) for n in range(design.total_copies(node.id))), kind=node.kind)
    for link in design.links.values():
        for i, j in cable_ends(design, link):
            if (link.a, i) != (link.b, j):
                graph.add_edge((link.a, i), (link.b, j), link=link.id, a=(link.a, i), gbps=link.capacity_gbps)
    forwards = set()
    for island in nx.connected_components(graph):
        switches = {vertex for vertex in island if graph.nodes[vertex]["kind"] == "switch"}
        forwards |= switches or {vertex for vertex in island if graph.nodes[vertex]["kind"] == "host"}
    hosts = [vertex for vertex, kind in graph.nodes(data="kind") if kind == "host"]
    line = {host: sum(edge["gbps"] for _, _, edge in graph.edges(host, data=True)) for host in hosts}
    carried = defaultdict(float)
    for target in hosts:
        steps, front = {target: 0}, [target]
        while front:
            reached = {
                other
                for vertex in front
                if vertex in forwards or vertex == target
                for other in graph[vertex]
                if other not in steps
            }
            steps |= dict.fromkeys(reached, steps[front[0]] + 1)
            front = list(reached)
        for source in hosts:
            if source == target or source not in steps:
                continue
            held = {source: line[source] / (len(hosts) - 1)}
            for _ in range(steps[source]):
                onward = defaultdict(float)
                for vertex, amount in held.items():
                    nearer = [
                        (other, key)
                        for _, other, key in graph.edges(vertex, keys=True)
                        if steps.get(other) == steps[vertex] - 1 and (other in forwards or other == target)
                    ]
                    for other, key in nearer:
                        carried[vertex, other, key] += amount / len(nearer)
                        onward[other] += amount / len(nearer)
                held = onward
    found = {}
    for link in design.links.values():
        ways, fullest = [0.0, 0.0], 0.0
        for a, b, key, edge in graph.edges(keys=True, data=True):
            if edge["link"] == link.id:
                along = (carried[a, b, key], carried[b, a, key])
                fullest = max(fullest, *along)
                for n in (0, 1):
                    ways[n] += along[n if edge["a"] == a else 1 - n]
        found[link.id] = (max(ways), fullest / link.capacity_gbps)
    return found


@settings(max_examples=runs(25, 120), deadline=None)
@given(designs())
def test_loads_are_those_of_the_slow_way(design):
    expected = slow_all_to_all(design)
    for row in network(design).links:
        load, use = expected[row.id]
        assert row.load_gbps.value == pytest.approx(load, abs=1e-6)
        assert row.utilisation.value == pytest.approx(use, abs=1e-9)
        assert recompute(row.utilisation) == pytest.approx(use, abs=1e-9)


@settings(max_examples=runs(25, 150), deadline=None)
@given(designs())
def test_rows_made_in_one_go_are_those_made_one_by_one(design):
    """What most links of a large network are is told without another look; it is the same down to every term."""
    survey = survey_of(design)
    (laid,) = lay_apart(survey, "all-to-all", [])
    carried = _carried(laid) if laid else {}
    plain = _PlainRows(survey, laid, carried)
    for cabling in survey.cablings.values():
        row = plain.row(cabling)
        assert row is None or row == _link_load(survey, cabling, laid, carried)


def test_the_rows_of_a_fabric_drawn_singly_are_made_in_one_go():
    design = dragonfly(6, 3, 2, 2, 1)
    survey = survey_of(design)
    (laid,) = lay_apart(survey, "all-to-all", [])
    carried = _carried(laid)
    plain = _PlainRows(survey, laid, carried)
    rows = [plain.row(cabling) for cabling in survey.cablings.values()]
    assert rows == [_link_load(survey, cabling, laid, carried) for cabling in survey.cablings.values()]
