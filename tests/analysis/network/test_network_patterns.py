"""Writes to storage, north–south, rings, rails and drawn flows: cases worked by hand, and networkx path by path."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings

from designer.analysis.limits.fairness import fair_rates
from designer.analysis.limits.link_contributors import fillers
from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.network.bandwidth import network
from designer.analysis.run import analyze
from designer.model.figures.figure import recompute
from designer.model.network.flow_asks import FlowAsk
from designer.model.records import RefusedInput
from tests.analysis.network.test_network_flow import cable_graph, designs
from tests.long_runs import runs


def loads(design, traffic="all-to-all", **keywords):
    return {row.id: row.load_gbps.value for row in network(design, traffic, **keywords).links}


def uses(design, traffic="all-to-all", **keywords):
    return {row.id: row.utilisation.value for row in network(design, traffic, **keywords).links}


def test_checkpoints_are_written_to_the_storage(draw):
    """Four servers with 200 of storage cables each write 800 Gb/s to two arrays on 4 × 100.

    node x4 ==200== store ==4 × 100== array x2
    """
    design = draw(
        """
        node: gpu-server x4
        store: switch
        array: array x2
        s: node -- store x4 at 200 on storage
        t: array -- store x4 at 100 on storage
        """
    )
    result = network(design, "checkpoint-write")
    assert loads(design, "checkpoint-write") == {"s": 800.0, "t": 800.0}
    assert uses(design, "checkpoint-write") == {"s": 1.0, "t": 2.0}
    for row in result.links:
        assert recompute(row.utilisation) == pytest.approx(row.utilisation.value)
    # What an array writes nobody said, so it is no bottleneck of known size; what it reads does not count.
    assert {row.kind for row in result.bottlenecks} == {"link"}


def test_nothing_is_written_without_storage(draw):
    result = network(draw("n: gpu-server x4\ns: switch\na: n -- s x4"), "checkpoint-write")
    assert result.worst.value is None
    assert "No storage is on a network, so nothing is written." in result.notes


def test_north_south_meets_the_way_out(draw):
    """Four servers of 100 send 400 to the one firewall on 2 × 100, and get as much from there."""
    design = draw("n: gpu-server x4\ns: switch\nf: appliance\na: n -- s x4\nout: s -- f x2")
    assert loads(design, "north-south") == {"a": 400.0, "out": 400.0}
    assert uses(design, "north-south") == {"a": 1.0, "out": 2.0}


def test_a_chosen_node_is_outside(draw):
    design = draw("n: gpu-server x4\ns: switch\nb: switch\na: n -- s x4\nup: s -- b x8")
    assert loads(design, "north-south") == {"a": 0.0, "up": 0.0}
    assert any("choose a node as outside" in note for note in network(design, "north-south").notes)
    assert loads(design, "north-south", outside=["b"]) == {"a": 400.0, "up": 400.0}
    with pytest.raises(RefusedInput, match="cannot be outside"):
        network(design, "north-south", outside=["nowhere"])


def test_a_ring_crosses_between_leaves_once(draw):
    """Eight hosts of 100, four on each of two leaves: the ring leaves each leaf once, where all to all does 4/7.

    Links in design order: h0–h3 on left, h4–h7 on right.
    """
    design = draw(
        "g: gpu-server x4\nh: gpu-server x4\nleft: switch\nright: switch\n"
        "a: g -- left x4\nb: h -- right x4\nc: left -- right x4"
    )
    assert loads(design, "all-reduce-ring") == {"a": 400.0, "b": 400.0, "c": 100.0}
    assert uses(design, "all-reduce-ring")["c"] == 0.25
    assert loads(design)["c"] == pytest.approx(4 * 400 / 7)


def test_a_ring_over_islands_fills_the_cables_within_them(draw):
    """Of two hosts on a switch the first sends its 100 to the second, who has no way to the other switch."""
    result = network(draw("p: pod x2\nh: host x2 in p\ns: switch in p\na: h -- s x2"), "all-reduce-ring")
    assert [row.utilisation.value for row in result.links] == [1.0]
    assert "50% of the traffic has no path to where it goes and is not carried." in result.notes


def test_a_ring_takes_other_cables_to_who_hangs_elsewhere(draw):
    """The second of two hosts on both switches sends all it has to a third by the one that they share."""
    text = "h: host x2\ng: host\ns: switch\nt: switch\na: h -- s x2\nb: h -- t x2\nc: g -- s x2"
    uses = {row.id: row.utilisation.value for row in network(draw(text), "all-reduce-ring").links}
    assert uses == pytest.approx({"a": 2.0, "b": 1.0, "c": 1.0})


def test_rails_stay_on_their_leaf(draw):
    """Two hosts with a cable to each of two leaves: nothing needs the spine."""
    design = draw("g: gpu-server x2\nleaf: switch x2\nspine: switch\na: g -- leaf x4\nu: leaf -- spine x2")
    result = network(design, "all-reduce-rails")
    assert loads(design, "all-reduce-rails") == {"a": 400.0, "u": 0.0}
    assert result.endpoints == 2
    assert not result.notes


def test_rails_cross_where_the_leaves_differ(draw):
    """Two groups of two hosts, each with leaves of its own: every rail crosses once each way, 100 on each uplink."""
    design = draw(
        """
        g: gpu-server x2
        h: gpu-server x2
        gl: switch x2
        hl: switch x2
        spine: switch
        a: g -- gl x4
        b: h -- hl x4
        gu: gl -- spine x2
        hu: hl -- spine x2
        """
    )
    result = network(design, "all-reduce-rails")
    assert {row.id: row.load_gbps.value for row in result.links} == {"a": 400.0, "b": 400.0, "gu": 200.0, "hu": 200.0}
    for row in result.links:
        assert recompute(row.load_gbps) == pytest.approx(row.load_gbps.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("h: host x4\ns: switch\na: h -- s x4", "one cable"),
        ("h: host x4\ns: switch\na: h -- s x8", "on one switch"),
        ("h: host x2\ns: switch x2\na: h -- s x3", "from 1 to 2 cables"),
        # Of eight even cables every second one joins a copy to another; of four each would join a copy to itself.
        ("h: host x4\na: h -- h x8", "joined to each other"),
        ("h: host x4\na: h -- h x4", "no cable"),
        ("h: host\ns: switch\na: h -- s", "two endpoints"),
    ],
)
def test_no_rails_is_said_plainly(draw, text, why):
    result = network(draw(text), "all-reduce-rails")
    assert any("no rails" in note and why in note for note in result.notes)
    assert all(not row.load_gbps.value for row in result.links)


def test_flows_from_a_to_b(draw):
    """50 from one copy of g to d, and h's line rate to d: 50 and 200 meet on d's cable."""
    design = draw("g: host x2\nh: host x2\nd: host\ns: switch\na: g -- s x2\nb: h -- s x2\nc: d -- s")
    asks = (FlowAsk(source=("g[1]",), target=("d",), gbps=50.0), FlowAsk(source=("h",), target=("d",)))
    result = network(design, asks=asks)
    assert result.traffic == "flows"
    assert {row.id: row.load_gbps.value for row in result.links} == {"a": 50.0, "b": 200.0, "c": 250.0}
    assert {row.id: row.utilisation.value for row in result.links} == {"a": 0.5, "b": 1.0, "c": 2.5}
    assert {term.label for term in result.links[2].load_gbps.terms} == {"from g[1] → d", "from h"}
    assert analyze(design, only=("network",), asks=asks).network == result


TWO_NETWORKS = """
g: gpu-server x2
fab: switch
sto: switch
man: switch
array: array
f: g -- fab x2 at 400
s: g -- sto x2 at 200 on storage
t: array -- sto at 100 on storage
m: g -- man x2 at 1 on management
n: array -- man at 1 on management
"""


def test_flows_take_their_own_network_each(draw):
    """300 among the servers stay on the fabric and 50 from the array on the storage, though other networks join both.

    On one network of all together the 300 would take the 1 Gb/s cables too, as they are no longer way.
    """
    design = draw(TWO_NETWORKS)
    asks = (
        FlowAsk(source=("g[0]",), target=("g[1]",), gbps=300.0),
        FlowAsk(source=("array",), target=("g[1]",), gbps=50.0),
    )
    result = network(design, asks=asks)
    assert {row.id: row.load_gbps.value for row in result.links} == {"f": 300.0, "s": 50.0, "t": 50.0, "m": 0, "n": 0}
    assert {row.id: row.utilisation.value for row in result.links} == {"f": 0.75, "s": 0.25, "t": 0.5, "m": 0, "n": 0}
    assert result.endpoints == 4
    assert result.worst.value == 0.75
    found = fair_rates(design, asks)
    assert [(row.source, row.gbps.value) for row in found.rates] == [(("g[0]",), 300.0), (("array",), 50.0)]
    assert found.media == ("fabric", "storage")
    assert throughput_bound(design, asks=asks).throughput.value == pytest.approx(400 / 300)
    named = fillers(design, link_ids=("f", "t"), asks=asks)
    assert {link: (row.fillers[0].source, row.gbps) for link, row in named.items()} == {
        "f": ("g[0]", 300.0),
        "t": ("array", 50.0),
    }


def test_flows_with_an_end_nowhere(draw):
    design = draw("h: host x2\ns: switch\nlone: host\nrack: rack\na: h -- s x2")
    result = network(design, asks=[FlowAsk(source=("h",), target=("lone",), gbps=5.0)])
    assert any("not on the" in note for note in result.notes)
    for ask, said in (
        (FlowAsk(source=("h",), target=("h",)), "both ends"),
        (FlowAsk(source=("x",), target=("h",)), "cannot be a source"),
        (FlowAsk(source=("h",), target=("a",)), "it is a link"),
        (FlowAsk(source=(), target=("h",)), "Nothing was chosen"),
        (FlowAsk(source=("h",), target=("s",), gbps=float("nan")), "finite number"),
    ):
        with pytest.raises(RefusedInput, match=said):
            network(design, asks=[ask])


def spread_over_shortest_paths(graph, flows):
    """Per cable (from, to, link) what FLOWS put on it, dividing at every hop over the cables that lead nearer."""
    carried = {}
    for source, target, gbps in flows:
        through = [v for v in graph if graph.nodes[v]["forwards"] or v in (source, target)]
        near = nx.single_source_shortest_path_length(graph.subgraph(through), target)
        if source not in near:
            continue
        held = {source: gbps}
        for _ in range(near[source]):
            onward = {}
            for vertex, amount in held.items():
                ways = [
                    (other, key)
                    for _, other, key in graph.edges(vertex, keys=True)
                    if other in through and near.get(other, -9) == near[vertex] - 1
                ]
                for other, key in ways:
                    carried[vertex, other, key] = carried.get((vertex, other, key), 0.0) + amount / len(ways)
                    onward[other] = onward.get(other, 0.0) + amount / len(ways)
            held = onward
    return carried


@settings(max_examples=runs(30, 80), deadline=None)
@given(designs(storage=False))
def test_rings_are_those_of_the_slow_way(design):
    graph = cable_graph(design)
    hosts = [vertex for vertex, kind in graph.nodes(data="kind") if kind == "host"]
    line = {host: sum(edge["capacity"] for _, _, edge in graph.edges(host, data=True)) for host in hosts}
    flows = [(a, b, line[a]) for a, b in pairwise([*hosts, *hosts[:1]])] if len(hosts) > 1 else []
    carried = spread_over_shortest_paths(graph, flows)
    for row in network(design, "all-reduce-ring").links:
        rate = row.capacity_gbps.value and design.links[row.id].capacity_gbps
        if not rate:
            continue
        fullest = max(
            (g for (a, b, key), g in carried.items() if graph.edges[a, b, key]["link"] == row.id), default=0.0
        )
        assert row.utilisation.value == pytest.approx(fullest / rate, abs=1e-9)
        assert recompute(row.utilisation) == pytest.approx(row.utilisation.value, abs=1e-9)
