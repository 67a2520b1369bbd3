"""Max-min fair rates over drawn links: published cases, and a plain loop over the paths of networkx."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.limits import fairness
from designer.analysis.limits.fairness import fair_rates
from designer.model.network.flow_asks import FlowAsk
from designer.model.records import RefusedInput
from tests.analysis.conftest import drawn
from tests.analysis.network.test_network_flow import cable_graph, designs
from tests.analysis.network.test_network_patterns import spread_over_shortest_paths
from tests.long_runs import runs


def ask(a, b, gbps=None):
    return FlowAsk(source=(a,), target=(b,), gbps=gbps)


def test_keshav():
    """FAIR-01: four hosts that ask for 2, 2.6, 4 and 5 over one cable of 10."""
    design = drawn(
        "\n".join(f"h{n}: host\na{n}: h{n} -- s at 100" for n in range(4))
        + "\ns: switch\nt: switch\nd: host\nc: s -- t at 10\ne: t -- d at 100"
    )
    found = fair_rates(design, [ask(f"h{n}", "d", gbps) for n, gbps in enumerate((2, 2.6, 4, 5))])
    assert [row.gbps.value for row in found.rates] == pytest.approx([2, 2.6, 2.7, 2.7])
    assert [row.limited_by for row in found.rates] == [(), (), ("c",), ("c",)]
    assert found.total_gbps.value == pytest.approx(10)
    assert found.rates[0].reason == "h0 → d gets all of the 2 Gb/s that it asks for."
    assert found.rates[3].reason == "h3 → d gets 2.7 of 5 Gb/s; s to t is full."


def test_a_chain_of_links():
    """One long flow over two cables of 10 and 4, one short flow over each: 2 and 2 on the narrow, 8 on the wide."""
    design = drawn(
        "a: host\nb: host\nc: host\nx: switch\ny: switch\nz: switch\n"
        "ax: a -- x x9\nby: b -- y x9\ncz: c -- z x9\nxy: x -- y at 10\nyz: y -- z at 4"
    )
    found = fair_rates(design, [ask("a", "c"), ask("a", "b"), ask("b", "c")])
    assert [row.gbps.value for row in found.rates] == pytest.approx([2, 8, 2])
    assert [row.limited_by for row in found.rates] == [("yz",), ("xy",), ("yz",)]


def test_copies_share_and_paths_divide():
    """Two hosts send to one over two spines of 100: each pair of copies gets 50 of the receiver's 100."""
    design = drawn(
        "g: host x2\nd: host\nl: switch\nr: switch\nspine: switch x2\n"
        "a: g -- l x2\nb: d -- r\nu: l -- spine x2\nv: r -- spine x2"
    )
    (row,) = fair_rates(design, [ask("g", "d")]).rates
    assert (row.gbps.value, row.slowest_gbps, row.fastest_gbps, row.pairs) == (100.0, 50.0, 50.0, 2)
    assert row.limited_by == ("b",)


def test_flows_without_a_path():
    design = drawn("g: host\nh: host\ns: switch\nt: switch\na: g -- s\nb: h -- t\nlone: host")
    found = fair_rates(design, [ask("g", "h", 5.0), ask("g", "lone", 5.0)])
    assert [row.gbps.value for row in found.rates] == [0.0, 0.0]
    assert any("1 of 1 pairs of copies have no path" in note for note in found.notes)
    assert any("not on the" in note for note in found.notes)
    assert fair_rates(design, []).total_gbps.value == 0.0


def test_too_many(monkeypatch):
    monkeypatch.setattr(fairness, "MOST_FLOWS", 3)
    with pytest.raises(RefusedInput, match="4 pairs of copies"):
        fair_rates(drawn("g: host x2\nh: host x2\ns: switch\na: g -- s x2\nb: h -- s x2"), [ask("g", "h")])
    huge = drawn("h: host x1000000\ns: switch x31250\na: h -- s x4000000")
    assert fair_rates(huge, [ask("h[0]", "h[1]")]).rates[0].gbps.value is None


def plain_filling(uses, capacity, demand):
    """Progressive filling, one step for each cable or demand that is met: flows by name, cables by name."""
    rates, rising = dict.fromkeys(demand, 0.0), {flow for flow in demand if demand[flow] > 0}
    while rising:
        room = [demand[flow] - rates[flow] for flow in rising]
        for cable, gbps in capacity.items():
            pull = sum(part for flow in rising for c, part in uses[flow].items() if c == cable)
            if pull > 0:
                used = sum(rates[flow] * uses[flow].get(cable, 0.0) for flow in rates)
                room.append((gbps - used) / pull)
        step = min(room)
        for flow in rising:
            rates[flow] += step
        for flow in list(rising):
            full = any(
                sum(rates[f] * uses[f].get(cable, 0.0) for f in rates) >= capacity[cable] * (1 - 1e-9)
                for cable in uses[flow]
            )
            if full or rates[flow] >= demand[flow] * (1 - 1e-9):
                rising.discard(flow)
    return rates


@settings(max_examples=runs(30, 60), deadline=None)
@given(designs(storage=False, most=3), st.data())
def test_rates_are_those_of_plain_filling(design, data):
    graph = cable_graph(design)
    hosts = [vertex for vertex, kind in graph.nodes(data="kind") if kind == "host"]
    if len(hosts) < 2:
        return
    pairs = data.draw(st.lists(st.permutations(hosts).map(lambda p: tuple(p[:2])), min_size=1, max_size=4, unique=True))
    asked = [data.draw(st.sampled_from([30.0, 120.0, 1000.0])) for _ in pairs]
    found = fair_rates(
        design, [ask(f"{a[0]}[{a[1]}]", f"{b[0]}[{b[1]}]", g) for (a, b), g in zip(pairs, asked, strict=True)]
    )
    # Equal cables between the same two copies fill alike, so each may stand for itself.
    uses = {n: spread_over_shortest_paths(graph, [(a, b, 1.0)]) for n, (a, b) in enumerate(pairs)}
    capacity = {cable: graph.edges[cable]["capacity"] for use in uses.values() for cable in use}
    expected = plain_filling(uses, capacity, {n: gbps if uses[n] else 0.0 for n, gbps in enumerate(asked)})
    got = [row.gbps.value for row in found.rates]
    mixed = {
        frozenset(cable[:2])
        for cable in capacity
        if len({graph.edges[cable[0], cable[1], key]["capacity"] for key in graph[cable[0]][cable[1]]}) > 1
    }
    if not mixed:
        assert got == pytest.approx([expected[n] for n in range(len(pairs))], rel=1e-6, abs=1e-9)
