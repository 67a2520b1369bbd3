"""Patch panels and optical circuit switches: a cable, a panel and a cable are one link of the network."""

import random
from collections import Counter

import pytest
from msgspec.structs import replace

from designer.analysis.limits.paths import paths_between
from designer.analysis.limits.sweep import sweep
from designer.analysis.network.bandwidth import network
from designer.analysis.network.network_context import survey_of
from designer.analysis.network.tiers import tier_names
from designer.analysis.resilience.single_failures import resilience
from designer.model.design import Design
from tests.analysis.routing.panels import cables, design, host, leaf_spine, panel, ports, switch


def joined(found: Design, fail: tuple[str, ...] = ()) -> Counter[frozenset[str]]:
    """How many cables join each two copies of the fabric."""
    fabric = survey_of(found, fail).fabric(("fabric",))
    assert fabric is not None
    node_of = fabric.node_of().tolist()
    names = [f"{fabric.nodes[n]}[{vertex - fabric.first[n]}]" for vertex, n in enumerate(node_of)]
    rows = zip(fabric.tail.tolist(), fabric.head.tolist(), fabric.cables.tolist(), strict=True)
    return sum((Counter({frozenset((names[a], names[b])): many}) for a, b, many in rows), Counter[frozenset[str]]())


@pytest.mark.parametrize("panels", [1, 2, 4])
def test_uplinks_through_panels_give_what_they_give_without(panels: int) -> None:
    plain, through = network(leaf_spine(panels=0)), network(leaf_spine(panels=panels))
    # Four leaves under two spines with as many uplinks as hosts: half of 64 hosts at 400 Gb/s.
    assert through.bisection_gbps.value == plain.bisection_gbps.value == 12_800
    assert through.bisection_gbps.low == plain.bisection_gbps.low
    assert through.pieces == plain.pieces
    assert [(t.name, t.down_gbps.value, t.up_gbps.value) for t in through.tiers] == [
        (t.name, t.down_gbps.value, t.up_gbps.value) for t in plain.tiers
    ]
    load = {row.id: row.load_gbps.value for row in plain.links}
    found = {row.id: (row.load_gbps.value, row.utilisation.value) for row in through.links}
    # Both cables of a joined link carry what the one would.
    assert found["up"][0] == found["top"][0] == pytest.approx(load["up"])
    assert found["up"][1] == found["top"][1] == pytest.approx({r.id: r.utilisation.value for r in plain.links}["up"])
    assert joined(leaf_spine(panels=panels)) == joined(leaf_spine(panels=0))


def test_a_panel_is_no_hop_and_no_switch() -> None:
    plain, through = leaf_spine(panels=0), leaf_spine(panels=2)
    ways = [paths_between(one, ("host[0]",), ("host[63]",)) for one in (plain, through)]
    assert ways[0].hops == ways[1].hops
    assert ways[1].nearest is not None
    assert ways[1].nearest.hops == 4
    assert tier_names(through) == {**tier_names(plain)}


def test_light_takes_the_time_of_both_cables() -> None:
    one = leaf_spine(panels=1)
    metres = {"access": 2.0, "up": 30.0, "top": 50.0}
    one = replace(one, links={name: replace(link, length_m=metres[name]) for name, link in one.links.items()})
    way = paths_between(one, ("host[0]",), ("host[63]",)).nearest
    assert way is not None
    flights = [term for term in way.cut_through_ns.terms if term.label.startswith("light")]
    assert [term.terms[0].value for term in flights] == [2, 80, 80, 2]


def test_a_failed_panel_takes_its_links_along() -> None:
    assert network(leaf_spine(panels=2), fail=["panel[0]"]).bisection_gbps.value == 6_400
    gone = network(leaf_spine(panels=2), fail=["panel"])
    assert gone.bisection_gbps.value == 0
    assert gone.pieces is not None
    assert gone.pieces.count == 4
    # One failed cable on either side takes one joined link; two on the same link take no more than that one.
    plain = joined(leaf_spine(panels=2))
    for fail in (("up[0]",), ("top[0]",)):
        assert (plain - joined(leaf_spine(panels=2), fail)).total() == 1


def test_one_panel_is_a_single_point_and_one_of_two_loses_half() -> None:
    one = resilience(leaf_spine(panels=1))
    point = next(point for point in one.single_points_of_failure if point.id == "panel")
    assert (point.kind, point.lost_endpoints) == ("node", 48)
    worst = {row.id: row.lost_gbps.value for row in one.worst_failures}
    assert worst["panel"] == 12_800
    two = resilience(leaf_spine(panels=2))
    assert "panel" not in {point.id for point in two.single_points_of_failure}
    assert {row.id: row.lost_gbps.value for row in two.worst_failures}["panel"] == 6_400
    # A cable on either side of a panel takes one link of 400 Gb/s.
    assert {row.id: row.lost_gbps.value for row in two.worst_failures}["top"] == 400


def test_the_sweep_tries_panels() -> None:
    found = sweep(leaf_spine(panels=2), ("switch", "patch-panel"), 1)
    lost = {row.ids[0].partition("[")[0]: row.lost_gbps.value for row in found.losses}
    assert lost["panel"] == 6_400


def test_panels_may_follow_one_another_and_the_trunk_is_as_fast_as_what_is_sent() -> None:
    """Structured cabling: leaf, panel, trunk of fibre, panel, spine."""
    through = design(
        host("host", 8),
        switch("leaf", 2),
        switch("spine"),
        panel("near"),
        panel("far"),
        cables("access", "host", "leaf", 8, "block"),
        cables("in", "leaf", "near", 8),
        cables("trunk", "near", "far", 8),
        cables("out", "far", "spine", 8),
    )
    told = network(through)
    assert told.bisection_gbps.value == 4 * 400
    trunk = next(row for row in told.links if row.id == "trunk")
    assert trunk.capacity_gbps.value == 8 * 400
    assert trunk.load_gbps.value == next(row for row in told.links if row.id == "in").load_gbps.value
    assert network(through, fail=["trunk"]).bisection_gbps.value == 0


def test_the_slowest_cable_of_a_chain_gives_it_its_rate() -> None:
    through = design(
        host("host", 8),
        switch("leaf", 2),
        switch("spine", rate=100.0),
        panel("panel"),
        cables("access", "host", "leaf", 8, "block"),
        cables("in", "leaf", "panel", 8),
        cables("out", "panel", "spine", 8),
    )
    assert network(through).bisection_gbps.value == 4 * 100


def rings(*of: int) -> str:
    """A map that closes the first of so many hosts to a ring, the next to another, and so on."""
    words, first = [], 1
    for size in of:
        words += [f"{first + n}:{first + (n + 1) % size}" for n in range(size)]
        first += size
    return ", ".join(words)


def test_another_map_of_an_optical_circuit_switch_is_another_network() -> None:
    """Eight machines whose two ports go to a circuit switch: one ring of eight has 2 links across any halves, two rings
    of four have none."""

    def machines(port_map: str) -> Design:
        return design(
            host("host", 8, each=2),
            panel("ocs", kind="optical-switch", port_map=port_map),
            cables("out", "host", "ocs", 8),
            cables("in", "ocs", "host", 8),
        )

    assert network(machines(rings(8))).bisection_gbps.value == 2 * 400
    assert network(machines(rings(4, 4))).bisection_gbps.value == 0
    parted = network(machines(rings(4, 4))).pieces
    assert parted is not None
    assert parted.count == 2
    # Straight through each machine is joined to itself, which is no link at all.
    assert joined(machines("")).total() == 0
    assert any("itself" in note or "themselves" in note for note in network(machines("")).notes)


def test_one_port_group_joins_its_halves_or_any_two() -> None:
    def crossed(port_map: str) -> Design:
        node = panel("ocs", kind="optical-switch", port_map=port_map)
        return design(
            switch("leaf", 2),
            switch("spine", 2),
            replace(node, ports=(ports("ports", 8),)),
            cables("low", "leaf", "ocs", 4, "block"),
            cables("high", "ocs", "spine", 4),
        )

    # Ports 1 and 2 hold cables of leaf[0], 3 and 4 of leaf[1], 5 and 7 of spine[0], 6 and 8 of spine[1]; 1 goes to 5.
    each = [frozenset((f"leaf[{i}]", f"spine[{j}]")) for i in (0, 1) for j in (0, 1)]
    assert joined(crossed("")) == Counter(each)
    assert joined(crossed("1:2, 3:4, 5:8, 6:7")) == Counter({frozenset(("spine[0]", "spine[1]")): 2})


@pytest.mark.parametrize("seed", range(40))
def test_any_map_is_what_is_found_port_by_port(seed: int) -> None:
    """The ports are filled and followed cable by cable in plain Python; joined pairs agree."""
    chance = random.Random(seed)
    copies, below, above = chance.randint(1, 3), chance.randint(1, 4), chance.randint(1, 4)
    count = chance.randint(1, 24)
    spread = [chance.choice(["even", "block"]) for _ in range(2)]
    order = chance.sample(range(1, 31), 30)
    kept = chance.sample(range(30), chance.randint(0, 30))
    port_map = ", ".join(f"{n + 1}:{order[n]}" for n in kept) or "none"
    found = design(
        switch("low", below),
        switch("high", above),
        panel("panel", copies, port_map=port_map),
        cables("in", "low", "panel", count, spread[0]),
        cables("out", "panel", "high", count, spread[1]),
    )

    def ends(a: int, b: int, way: str) -> list[tuple[int, int]]:
        return [(c * a // count, c * b // count if way == "block" else c % b) for c in range(count)]

    front: dict[tuple[int, int], int] = {}
    rear: dict[tuple[int, int], int] = {}
    for low, at in ends(below, copies, spread[0]):
        front[at, sum(one == at for one, _ in front) + 1] = low
    for at, high in ends(copies, above, spread[1]):
        rear[at, sum(one == at for one, _ in rear) + 1] = high
    expected: Counter[frozenset[str]] = Counter()
    for (at, port), low in front.items():
        if port - 1 in kept and (at, order[port - 1]) in rear:
            expected[frozenset((f"low[{low}]", f"high[{rear[at, order[port - 1]]}]"))] += 1
    assert joined(found) == expected
