"""Routing as a choice: equal shares, shares by capacity, as the load asks, and over longer paths. Worked by hand."""

from collections import defaultdict, deque

import pytest
from msgspec.structs import replace

from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.network.bandwidth import network
from designer.model.design import Design
from designer.model.network.flow_asks import FlowAsk
from tests.analysis.routing.panels import cables, design, host, switch
from tests.analysis.routing.shapes import dragonfly


def routed(found: Design, routing: str) -> Design:
    return replace(found, settings=replace(found.settings, choices={"routing": routing}))


def uses(found: Design, asks: list[FlowAsk], routing: str = "") -> dict[str, float]:
    """The utilisation of every link under ASKS."""
    told = network(routed(found, routing) if routing else found, asks=asks)
    return {row.id: row.utilisation.value or 0.0 for row in told.links}


def flow(source: str, target: str, gbps: float) -> FlowAsk:
    return FlowAsk(source=(source,), target=(target,), gbps=gbps)


def parallel() -> Design:
    """Two switches joined by a cable of 100 and one of 400 Gb/s."""
    return design(
        host("left", 2),
        host("right", 2),
        switch("a"),
        switch("b"),
        cables("in", "left", "a", 2),
        cables("slow", "a", "b", capacity_gbps=100.0),
        cables("fast", "a", "b"),
        cables("out", "b", "right", 2),
    )


def test_equal_shares_waste_the_faster_of_two_cables_and_shares_by_capacity_do_not() -> None:
    asks = [flow("left", "right", 500)]
    ecmp, wcmp = uses(parallel(), asks), uses(parallel(), asks, "wcmp")
    # 250 Gb/s on each: 2.5 times what the slow one carries, 0.625 of the fast one.
    assert (ecmp["slow"], ecmp["fast"]) == (2.5, 0.625)
    # 100 and 400 Gb/s: both just full.
    assert (wcmp["slow"], wcmp["fast"]) == (pytest.approx(1), pytest.approx(1))
    told = network(routed(parallel(), "wcmp"), asks=asks)
    assert {row.id: row.load_gbps.value for row in told.links}["slow"] == pytest.approx(100)
    assert told.routing == "wcmp"
    assert any("WCMP" in note for note in told.notes)
    why = next(row.load_gbps for row in told.links if row.id == "slow")
    assert "(WCMP)" in why.terms[0].terms[1].note


def test_shares_by_capacity_look_at_what_lies_behind() -> None:
    """Zhou et al. 2014: of two spines, the one that lost cables to the destination gets less."""
    found = design(
        host("left"),
        host("right"),
        switch("leaf"),
        switch("up"),
        switch("down"),
        switch("far"),
        cables("in", "left", "leaf"),
        cables("a", "leaf", "up"),
        cables("b", "leaf", "down"),
        cables("c", "up", "far"),
        cables("d", "down", "far", capacity_gbps=100.0),
        cables("out", "far", "right"),
    )
    asks = [flow("left", "right", 400)]
    assert uses(found, asks)["d"] == 2
    by_capacity = uses(found, asks, "wcmp")
    assert by_capacity["d"] == pytest.approx(0.8)
    assert by_capacity["a"] == by_capacity["c"] == pytest.approx(0.8)


def test_adaptive_routing_makes_way_for_who_has_no_other() -> None:
    found = design(
        host("one"),
        host("two"),
        host("goal", 1, 2),
        switch("left"),
        switch("right"),
        switch("up"),
        switch("down"),
        switch("far"),
        cables("i1", "one", "left"),
        cables("i2", "two", "right"),
        cables("a", "left", "up", capacity_gbps=100.0),
        cables("b", "left", "down", capacity_gbps=100.0),
        cables("c", "right", "up", capacity_gbps=100.0),
        cables("d", "up", "far", capacity_gbps=100.0),
        cables("e", "down", "far", capacity_gbps=100.0),
        cables("out", "far", "goal", 2),
    )
    asks = [flow("one", "goal", 100), flow("two", "goal", 100)]
    assert uses(found, asks)["d"] == 1.5
    assert uses(found, asks, "wcmp")["d"] == pytest.approx(1.5)
    adaptive = uses(found, asks, "adaptive")
    assert adaptive["d"] == pytest.approx(1)
    assert adaptive["e"] == pytest.approx(1)


GROUPS, ROUTERS, HOSTS, GLOBAL = 9, 4, 2, 2


def adversary() -> tuple[Design, list[FlowAsk]]:
    """A balanced dragonfly, a = 4, p = h = 2, in which every group sends all it can to the next one."""
    found = dragonfly(GROUPS, ROUTERS, HOSTS, GLOBAL, 1)
    of_group: dict[int, list[str]] = defaultdict(list)
    hosts = [node.id for node in found.nodes.values() if node.kind == "host"]
    for place, name in enumerate(hosts):
        of_group[place // (len(hosts) // GROUPS)].append(name)
    asks = [FlowAsk(source=tuple(of_group[n]), target=tuple(of_group[(n + 1) % GROUPS])) for n in range(GROUPS)]
    return found, asks


def test_a_dragonfly_under_the_worst_traffic_gets_about_half_over_longer_paths() -> None:
    """Kim et al. 2008, section 4: from group to group a·h hosts share one cable; Valiant reaches a half at most.

    Some pairs have paths over a third group that have as few hops, so that ECMP reaches more than 1/8. Both figures are
    held against paths that are followed one by one.
    """
    found, asks = adversary()
    near, best = followed(found, asks)
    shortest = max(uses(found, asks).values())
    assert shortest == pytest.approx(near)
    assert 1 / (ROUTERS * GLOBAL) < 1 / shortest < 0.3
    longer = max(uses(found, asks, "ugal").values())
    assert longer == pytest.approx(best, rel=1e-3)
    assert 0.4 < 1 / longer <= 0.5 + 0.1
    adaptive = max(uses(found, asks, "adaptive").values())
    assert longer < adaptive <= shortest


def test_even_traffic_takes_the_shortest_paths_under_every_routing() -> None:
    found = dragonfly(GROUPS, ROUTERS, HOSTS, GLOBAL, 1)
    plain = network(found).worst.value
    assert plain is not None
    for routing in ("wcmp", "adaptive", "ugal"):
        told = network(routed(found, routing)).worst.value
        assert told is not None
        assert told <= plain * (1 + 1e-6)


def followed(found: Design, asks: list[FlowAsk]) -> tuple[float, float]:
    """The greatest utilisation by shortest paths, and the least over mixtures with random two-part paths, in Python."""
    near, far = defaultdict(float), defaultdict(float)
    nodes = {node.id: node for node in found.nodes.values()}
    neighbours: dict[str, list[str]] = defaultdict(list)
    for link in found.links.values():
        neighbours[link.a] += [link.b] * link.cables
        neighbours[link.b] += [link.a] * link.cables
    switches = [name for name, node in nodes.items() if node.kind == "switch"]
    copies = {name: nodes[name].copies for name in nodes}

    def push(source: str, target: str, amount: float, onto: dict[tuple[str, str], float]) -> None:
        steps = {target: 0}
        waiting = deque([target])
        while waiting:
            here = waiting.popleft()
            for other in neighbours[here]:
                if other not in steps and (nodes[here].kind == "switch" or here == target):
                    steps[other] = steps[here] + 1
                    waiting.append(other)
        held = {source: amount}
        for step in range(steps[source], 0, -1):
            for here in [name for name in held if steps[name] == step]:
                nearer = [o for o in neighbours[here] if steps.get(o, 99) == step - 1
                          and (nodes[o].kind == "switch" or o == target)]  # fmt: skip
                for other in nearer:
                    onto[here, other] += held[here] / len(nearer)
                    held[other] = held.get(other, 0.0) + held[here] / len(nearer)

    for ask in asks:
        many = sum(copies[name] for name in ask.target)
        for source in ask.source:
            for target in ask.target:
                amount = 400.0 * copies[source] * copies[target] / many
                push(source, target, amount, near)
            for middle in switches:
                push(source, middle, 400.0 * copies[source] / len(switches), far)
        for target in ask.target:
            share = 400.0 * sum(copies[name] for name in ask.source) * copies[target] / many
            for middle in switches:
                push(middle, target, share / len(switches), far)
    width = {(a, b): 400.0 * neighbours[a].count(b) for a in neighbours for b in neighbours[a]}
    mixed = [
        max(((1 - share) * near[arc] + share * far[arc]) / width[arc] for arc in width)
        for share in (step / 2000 for step in range(2001))
    ]
    return mixed[0], min(mixed)


def test_the_bound_is_told_of_the_routing_that_is_chosen() -> None:
    found, asks = adversary()
    told = throughput_bound(routed(found, "ugal"), asks=asks)
    assert told.ecmp.label == "throughput under UGAL"
    assert "ECMP" not in told.reason
    assert (told.ecmp.value or 0) <= (told.throughput.high or 0) * (1 + 1e-6)
