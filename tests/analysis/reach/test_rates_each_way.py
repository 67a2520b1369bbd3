"""Links with another rate each way: by hand, and random designs against networkx on every copy and cable."""

import itertools
import random
from datetime import date

import networkx as nx
import pytest
from msgspec.structs import replace

from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.limits.fairness import fair_rates
from designer.analysis.limits.paths import paths_between
from designer.analysis.limits.sweep import sweep
from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.network import network
from designer.analysis.run import analyze
from designer.drawing.wiring import wiring
from designer.edit.links import set_link
from designer.model.figures import recompute
from designer.model.flow_asks import FlowAsk
from designer.model.ports import cable_gbps, rates_each_way
from designer.model.records import RefusedInput
from designer.review.network_rules import link_overloaded
from tests.analysis.conftest import drawn
from tests.analysis.reach.test_brute_force import cables_of, hosts_of, random_design, weights_of
from tests.long_runs import runs

TWO_SITES = """
g: gpu-server x2
h: gpu-server x2
p: switch
q: switch
a: g -- p x2 at 100
b: h -- q x2 at 100
wan: p -- q at 100
"""


def two_sites(back):
    return set_link(drawn(TWO_SITES), "wan", capacity_back_gbps=back).applied(drawn(TWO_SITES))


def load_of(result, link_id):
    return next(row for row in result.links if row.id == link_id)


def test_the_fuller_direction_of_a_circuit_is_told_and_the_other_beside_it():
    """Four servers of 100 send all: 2 × 100 × 2/3 cross either way, over 100 there and 20 back."""
    row = load_of(network(two_sites(20.0)), "wan")
    assert (row.towards, row.capacity_gbps.value) == ("p", 20.0)
    assert row.load_gbps.value == pytest.approx(400 / 3)
    assert row.utilisation.value == pytest.approx(400 / 3 / 20)
    assert recompute(row.utilisation) == pytest.approx(row.utilisation.value)
    assert (row.other_way.towards, row.other_way.capacity_gbps.value) == ("q", 100.0)
    assert row.other_way.utilisation.value == pytest.approx(400 / 3 / 100)
    assert load_of(network(drawn(TWO_SITES)), "wan").other_way is None


def test_what_the_halves_exchange_is_that_of_the_slower_way():
    result = network(two_sites(20.0))
    assert (result.bisection_gbps.low, result.bisection_gbps.value) == (20.0, 20.0)
    assert recompute(result.bisection_gbps) == 20.0
    assert network(drawn(TWO_SITES)).bisection_gbps.value == 100.0


def test_two_circuits_that_are_slow_in_turn_carry_both_ways():
    """100 there and 20 back beside 20 there and 100 back: 120 either way, not twice 20."""
    text = TWO_SITES + "two: p -- q at 20\n"
    design = drawn(text)
    design = set_link(design, "wan", capacity_back_gbps=20.0).applied(design)
    design = set_link(design, "two", capacity_back_gbps=100.0).applied(design)
    figure = network(design).bisection_gbps
    assert (figure.low, figure.value) == (120.0, 120.0)


def test_cuts_shares_and_throughput_go_one_way():
    design = two_sites(20.0)
    assert min_cut_between(design, ["g"], ["h"]).value_gbps.value == 100.0
    assert min_cut_between(design, ["h"], ["g"]).value_gbps.value == 20.0
    asks = (FlowAsk(source=("g",), target=("h",)), FlowAsk(source=("h",), target=("g",)))
    assert [row.gbps.value for row in fair_rates(design, asks).rates] == pytest.approx([100.0, 20.0])
    # All to all: 133.3 each way; 20 carry 15% of that.
    bound = throughput_bound(design)
    assert (bound.throughput.value, bound.exact) == (pytest.approx(20 / (400 / 3)), True)
    assert throughput_bound(design, asks=asks[:1]).throughput.value == pytest.approx(0.5)


def test_a_sweep_counts_the_way_that_binds():
    found = sweep(two_sites(20.0), ("link",), 1)
    lost = {loss.ids[0].partition("[")[0]: loss.lost_gbps.value for loss in found.losses}
    assert lost["wan"] == 20.0


def test_a_message_takes_the_rate_of_its_way():
    """1,250 B take 100 ns at 100 Gb/s and 500 ns at 20; the hosts' hops 100 ns each."""
    design = two_sites(20.0)
    there = paths_between(design, ["g"], ["h"], message_bytes=1250).nearest
    back = paths_between(design, ["h"], ["g"], message_bytes=1250).nearest
    assert back.store_and_forward_ns.value - there.store_and_forward_ns.value == pytest.approx(400.0)


def test_reads_and_writes_ask_for_the_rate_of_their_way():
    """Servers that receive at 25 and send at 100: reads ask for 2 × 25, writes offer 2 × 100."""
    text = "g: gpu-server x2\nf: array\ns: switch\na: g -- s x2 at 100 on storage\nb: f -- s at 100 on storage\n"
    design = drawn(text)
    design = set_link(design, "a", capacity_back_gbps=25.0).applied(design)
    read, written = network(design, "storage-read"), network(design, "checkpoint-write")
    assert load_of(read, "b").load_gbps.value == pytest.approx(50.0)
    assert load_of(written, "b").load_gbps.value == pytest.approx(200.0)
    assert load_of(read, "a").utilisation.value == pytest.approx(1.0)


def test_a_tier_is_told_by_the_direction_that_is_short():
    """Four servers of 100 on two leaves, uplinks of 200 up and 50 down: 4 : 1 downwards."""
    design = drawn("g: gpu-server x4\nleaf: switch x2\nspine: switch\na: g -- leaf x4\nu: leaf -- spine x2 at 200\n")
    (before, *_) = network(design).tiers
    assert before.oversubscription.value == pytest.approx(1.0)
    (leaf, *_) = network(set_link(design, "u", capacity_back_gbps=50.0).applied(design)).tiers
    assert (leaf.down_gbps.value, leaf.up_gbps.value, leaf.oversubscription.value) == (400.0, 100.0, 4.0)


def test_ports_bind_each_way():
    assert rates_each_way(two_sites(20.0), two_sites(20.0).links["wan"]) == (100.0, 20.0)
    assert cable_gbps(two_sites(20.0), two_sites(20.0).links["wan"]) == 100.0
    assert wiring(two_sites(20.0)).joints["wan"].each_way == (100.0, 20.0)
    assert wiring(two_sites(100.0)).joints["wan"].each_way is None
    with pytest.raises(RefusedInput, match="from the second end to the first"):
        two_sites(-1.0)


def test_the_finding_names_the_direction():
    design = two_sites(20.0)
    results = analyze(design, only=("network",))
    (found,) = [one for one in link_overloaded(design, results, date(2026, 11, 28)) if "wan" in one.ids]
    assert "p to q is asked, towards p, for 6.67 times what it carries" in found.message
    assert "its cables carry 20 Gb/s that way" in found.detail


def directed(graph):
    """GRAPH with an arc each way for every cable."""
    flow = nx.DiGraph()
    for a, b, data in graph.edges(data=True):
        for start, end, gbps in ((a, b, data["ahead"]), (b, a, data["back"])):
            if data["a"] != a:
                gbps = data["back"] if start == a else data["ahead"]
            had = flow.get_edge_data(start, end, {"capacity": 0.0})["capacity"]
            flow.add_edge(start, end, capacity=had + gbps)
    return flow


def expanded(design):
    graph = nx.MultiGraph()
    for link in design.links.values():
        for a, b in cables_of(design, link):
            if a != b:
                back = link.capacity_gbps if link.capacity_back_gbps is None else link.capacity_back_gbps
                graph.add_edge(a, b, a=a, ahead=link.capacity_gbps, back=back)
    for vertex in graph:
        graph.nodes[vertex]["kind"] = design.nodes[vertex[0]].kind
    return graph


def sent(flow, hosts, near):
    """Max flow from NEAR to the other HOSTS; hosts pass nothing on."""
    merged = nx.DiGraph()
    merged.add_nodes_from(["from", "to"])
    for a, b, gbps in flow.edges(data="capacity"):
        start, end = ("from" if v in near else "to" if v in hosts else v for v in (a, b))
        if start not in {"to", end} and end != "from":
            had = merged.get_edge_data(start, end, {"capacity": 0.0})["capacity"]
            merged.add_edge(start, end, capacity=had + gbps)
    return nx.maximum_flow_value(merged, "from", "to")


@pytest.mark.scaled
@pytest.mark.parametrize("seed", range(runs(30, 200)))
def test_the_worst_halves_are_those_of_networkx(seed):
    """Cables between switches get another rate back; every way to halve the hosts is tried, both directions."""
    chance = random.Random(seed)
    design = random_design(seed)
    links = {
        name: replace(link, capacity_back_gbps=chance.choice([50.0, 100.0, 400.0, None]))
        if design.nodes[link.a].kind == design.nodes[link.b].kind == "switch"
        else link
        for name, link in design.links.items()
        if link.medium == "fabric"
    }
    design = replace(design, links=links)
    graph = expanded(design)
    hosts = hosts_of(graph)
    switched = all(any(graph.nodes[v]["kind"] == "switch" for v in island) for island in nx.connected_components(graph))
    weights = set(weights_of(design).values())
    drawn_hosts = sum(design.total_copies(i) for i, node in design.nodes.items() if node.kind == "host")
    if len(hosts) < 2 or len(hosts) != drawn_hosts or not switched or len(weights) > 1:
        return
    flow = directed(graph)
    sizes = {len(hosts) // 2, len(hosts) - len(hosts) // 2}
    least = min(sent(flow, set(hosts), set(near)) for size in sizes for near in itertools.combinations(hosts, size))
    figure = network(design).bisection_gbps
    assert figure.low - 1e-6 <= least <= figure.value + 1e-6
    assert figure.low == figure.value
    one, other = hosts[0], hosts[-1]
    names = [f"{v[0]}[{v[1]}]" for v in (one, other)]
    rest = nx.DiGraph(flow)
    rest.remove_nodes_from([host for host in hosts if host not in (one, other)])
    there = nx.maximum_flow_value(rest, one, other) if one in rest and other in rest else 0.0
    assert min_cut_between(design, names[:1], names[1:]).value_gbps.value == pytest.approx(there)
