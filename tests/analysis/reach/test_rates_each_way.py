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
from designer.analysis.limits.uplinks import uplink_room
from designer.analysis.network.bandwidth import network
from designer.analysis.run import analyze
from designer.drawing.topology.wiring import wiring
from designer.edit.links.links import set_link
from designer.model.figures.figure import recompute
from designer.model.network.flow_asks import FlowAsk
from designer.model.network.ports import cable_gbps, rates_each_way
from designer.model.records import RefusedInput
from designer.review.network.network_rules import link_overloaded
from tests.analysis.chain.given_fabric import fabric_of_work
from tests.analysis.conftest import drawn
from tests.analysis.reach.test_brute_force import cables_of, hosts_of, random_design, weights_of
from tests.analysis.routing.panels import cables, design, host, panel, switch
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


def turned_pair():
    """Two circuits beside each other, 100 there and 20 back, and 20 there and 100 back."""
    design = drawn(TWO_SITES + "two: p -- q at 20\n")
    design = set_link(design, "wan", capacity_back_gbps=20.0).applied(design)
    return set_link(design, "two", capacity_back_gbps=100.0).applied(design)


def by_capacity(design):
    return replace(design, settings=replace(design.settings, choices={"routing": "wcmp"}))


def test_shares_by_capacity_are_those_of_the_direction():
    """133.3 Gb/s cross either way: over 100 + 20 each cable is asked for 1.11 times its rate, both ways."""
    result = network(by_capacity(turned_pair()))
    for name, there, back in (("wan", 100.0, 20.0), ("two", 20.0, 100.0)):
        row = load_of(result, name)
        ways = {one.towards: one for one in (row, row.other_way)}
        for towards, gbps in (("q", there), ("p", back)):
            assert ways[towards].load_gbps.value == pytest.approx(400 / 3 * gbps / 120), (name, towards)
            assert ways[towards].utilisation.value == pytest.approx(400 / 3 / 120), (name, towards)
            assert recompute(ways[towards].utilisation) == pytest.approx(400 / 3 / 120)


def test_work_gets_what_each_direction_carries():
    """Equal shares: 66.7 on a cable of 20, so that a host gets 100 / 3.33; by capacity 133.3 of 120."""
    for made, use in ((turned_pair(), 400 / 3 / 2 / 20), (by_capacity(turned_pair()), 400 / 3 / 120)):
        got = fabric_of_work(made, [made.nodes["g"], made.nodes["h"]])
        assert got.injection_gb_per_s.value == pytest.approx(100 / 8)
        assert got.out_gb_per_s.value == pytest.approx(100 / 8 / use)
        assert recompute(got.out_gb_per_s) == pytest.approx(100 / 8 / use)


def test_uplinks_are_told_by_the_direction_with_less_room():
    """Two servers of 100 below a leaf with two uplinks of 200: one may go. 50 back each bring 100 for the 200 below."""
    design = drawn("g: gpu-server x4\nleaf: switch x2\nspine: switch\na: g -- leaf x4\nu: leaf -- spine x4 at 200\n")
    (before,) = [row for row in uplink_room(design) if row.id == "leaf"]
    assert (before.up_gbps.value, before.down_gbps.value, before.can_lose.value) == (400.0, 200.0, 1)
    (after,) = [
        row for row in uplink_room(set_link(design, "u", capacity_back_gbps=50.0).applied(design)) if row.id == "leaf"
    ]
    assert (after.up_gbps.value, after.down_gbps.value, after.oversubscribed) == (100.0, 200.0, True)
    (even,) = [
        row for row in uplink_room(set_link(design, "u", capacity_back_gbps=100.0).applied(design)) if row.id == "leaf"
    ]
    assert (even.up_gbps.value, even.can_lose.value, even.oversubscribed) == (200.0, 0, False)


def test_cards_offer_what_goes_out_of_them():
    """Four hosts of two cards, 100 Gb/s out and 25 in: 800 are offered, and coming in they are four times too many."""
    text = "g: gpu-server x4\nr: switch x2\na: g -- r x8 mesh\n"
    design = set_link(drawn(text), "a", capacity_back_gbps=25.0).applied(drawn(text))
    row = load_of(network(design, "all-to-all-cards"), "a")
    assert (row.towards, row.load_gbps.value) == ("g", pytest.approx(800.0))
    assert row.utilisation.value == pytest.approx(4.0)
    assert row.other_way.utilisation.value == pytest.approx(1.0)


def test_a_panel_between_two_cables_that_are_slow_in_turn_is_said():
    """x carries 400 there and 20 back; y in line with it 40 there, which x does not tell, or 40 back, which it does."""

    def found(**rates):
        nodes = (host("g", 2), host("h", 2), switch("p"), switch("q"), panel("m"))
        ends = (cables("a", "g", "p", 2), cables("b", "h", "q", 2))
        return network(
            design(*nodes, *ends, cables("x", "p", "m", capacity_back_gbps=20.0), cables("y", "m", "q", **rates))
        )

    slow_in_turn = found(capacity_gbps=40.0, capacity_back_gbps=400.0)
    (said,) = [note for note in slow_in_turn.notes if "joined through a panel" in note]
    assert said.startswith("x, y are joined through a panel and each is the slower one in one direction.")
    assert "They count as x both ways" in said
    assert slow_in_turn.bisection_gbps.value == 20.0
    for rates in ({"capacity_back_gbps": 40.0}, {"capacity_gbps": 400.0}):
        assert not [note for note in found(**rates).notes if "joined through a panel" in note]
