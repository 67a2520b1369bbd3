"""Hops and latency: the published ring, by hand, and networkx; and what leaves can lose."""

import networkx as nx
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from designer.analysis.limits.paths import paths_between
from designer.analysis.limits.uplinks import uplink_room
from designer.analysis.rooms.cables import cables
from designer.edit.templates.templates import build_template
from designer.model.assumptions.table import assumed
from designer.model.design import Node
from designer.model.figures.figure import recompute
from designer.model.records import RefusedInput
from designer.model.rooms.room_plan import Point, RoomPlan
from tests.analysis.conftest import drawn, fat_tree, superpod
from tests.analysis.network.test_network_flow import cable_graph, designs
from tests.long_runs import runs
from tests.shipped import LIBRARY


def with_latency(design, **of_nodes):
    nodes = {
        i: replace(node, facts={"port_latency_ns": of_nodes[i]}) if i in of_nodes else node
        for i, node in design.nodes.items()
    }
    return replace(design, nodes=nodes)


def test_ring():
    """NET-20: three hops of a ring of 16, 500 ns each, 50 GiB/s."""
    gbps = 50 * 2**30 * 8 / 1e9
    ring = drawn(
        "\n".join([f"n{i}: host" for i in range(16)] + [f"l{i}: n{i} -- n{(i + 1) % 16} at {gbps}" for i in range(16)])
    )
    ring = with_latency(ring, **{f"n{i}": 500 for i in range(16)})
    found = paths_between(ring, ["n1"], ["n4"], message_bytes=1048576)
    path = found.nearest
    assert (path.hops, path.ways, found.hops) == (3, 1, {3: 1})
    assert path.store_and_forward_ns.value == pytest.approx(60093, abs=2)
    assert path.cut_through_ns.value == pytest.approx(21031, abs=2)
    assert recompute(path.store_and_forward_ns) == pytest.approx(60093, abs=2)
    # How long its cables are is not said, so what light takes is named as unknown.
    assert path.cut_through_ns.missing == tuple(f"length of a cable of n{n} to n{n + 1}" for n in (1, 2, 3))


def test_fat_tree_hops_and_ways():
    """k = 4: 2 hops on one switch, 4 in the pod over 2 switches, 6 elsewhere over 4 cores."""
    found = paths_between(fat_tree(4), ["host"], ["host"])
    assert found.hops == {2: 16, 4: 32, 6: 192}
    assert (found.nearest.hops, found.nearest.ways) == (2, 1)
    assert (found.farthest.hops, found.farthest.ways) == (6, 4)
    assert [step.nodes for step in found.farthest.steps] == [
        ("edge",),
        ("agg",),
        ("core",),
        ("agg",),
        ("edge",),
        ("host",),
    ]
    assert found.apart == 0


def test_unknown_latency_is_named():
    found = paths_between(with_latency(fat_tree(4), edge=300, core=200), ["host[0]"], ["host[15]"], message_bytes=12500)
    # Two edges of 300, a core of 200, and 12,500 B at 100 Gb/s: 1,000 ns a hop.
    assert found.nearest.cut_through_ns.value == 800 + 1000
    assert found.nearest.store_and_forward_ns.value == 800 + 6000
    assert found.nearest.cut_through_ns.missing == (
        "agg: port-to-port latency",
        "length of a cable of host to edge",
        "length of a cable of edge to agg",
        "length of a cable of agg to core",
    )


def test_no_paths():
    design = drawn("g: host\nh: host\nlone: host\ns: switch\nt: switch\na: g -- s\nb: h -- t")
    found = paths_between(design, ["g"], ["h"])
    assert (found.nearest, found.farthest, found.hops, found.apart) == (None, None, {}, 1)
    assert any("not on the" in note for note in paths_between(design, ["g"], ["lone"]).notes)
    with pytest.raises(RefusedInput, match="cannot be a target"):
        paths_between(design, ["g"], ["nobody"])
    with pytest.raises(RefusedInput, match="finite number"):
        paths_between(design, ["g"], ["h"], message_bytes=float("inf"))
    huge = drawn("h: host x1000000\ns: switch x31250\na: h -- s x4000000")
    assert any("too large" in note for note in paths_between(huge, ["h[0]"], ["h[1]"]).notes)


@settings(max_examples=runs(30, 100), deadline=None)
@given(designs(storage=False))
def test_hops_are_those_of_networkx(design):
    graph = cable_graph(design)
    hosts = [vertex for vertex, kind in graph.nodes(data="kind") if kind == "host"]
    expected = {}
    apart = 0
    for s in hosts:
        for t in hosts:
            if s == t:
                continue
            part = graph.subgraph([v for v in graph if graph.nodes[v]["forwards"] or v in (s, t)])
            if nx.has_path(part, s, t):
                hops = nx.shortest_path_length(part, s, t)
                expected[hops] = expected.get(hops, 0) + 1
            else:
                apart += 1
    ids = sorted({host[0] for host in hosts})
    if not ids:
        return
    found = paths_between(design, ids, ids)
    assert (found.hops, found.apart) == (expected, apart)
    if found.farthest:
        s, t = (
            (name.partition("[")[0], int(name.partition("[")[2].rstrip("]") or 0))
            for name in (found.farthest.source, found.farthest.target)
        )
        part = graph.subgraph([v for v in graph if graph.nodes[v]["forwards"] or v in (s, t)])
        plain = nx.Graph(part)
        ways = 0
        for path in nx.all_shortest_paths(plain, s, t):
            cables = 1
            for a, b in nx.utils.pairwise(path):
                cables *= part.number_of_edges(a, b)
            ways += cables
        assert found.farthest.ways == ways


def leaf_of(down, up):
    return drawn(f"h: host x{down}\nl: switch\ns: switch x{up}\na: h -- l x{down}\nu: l -- s x{up}")


@pytest.mark.parametrize(("down", "up", "lost"), [(16, 18, 2), (16, 16, 0), (32, 40, 8)])
def test_uplinks_that_a_leaf_can_lose(down, up, lost):
    """FAIL-03: with 16 down and 18 up two links may fail before it is oversubscribed."""
    row = next(row for row in uplink_room(leaf_of(down, up)) if row.id == "l")
    assert (row.can_lose.value, row.uplinks, row.oversubscribed) == (lost, up, False)
    assert recompute(row.can_lose) == lost
    gone = [f"u[{n}]" for n in range(lost)]
    assert not next(iter(uplink_room(leaf_of(down, up), gone))).oversubscribed
    assert next(iter(uplink_room(leaf_of(down, up), [*gone, f"u[{lost}]"]))).oversubscribed


def test_oversubscribed_and_uneven_leaves():
    (row,) = uplink_room(leaf_of(16, 8))
    assert row.oversubscribed
    assert row.can_lose.value is None
    assert row.reason == "l is oversubscribed already: 1,600 Gb/s below, 800 above."
    # Five hosts on two leaves: leaf 0 has three of them and two uplinks, leaf 1 two and two.
    design = drawn("h: host x5\nl: switch x2\ns: switch\na: h -- l x5\nu: l -- s x4")
    (row,) = uplink_room(design)
    assert (row.copy, row.oversubscribed) == ("l[0]", True)
    # Of uplinks at 400 and at 100 over 300 Gb/s the fastest is the first to go: 200 of room hold none of it.
    design = drawn("h: host x3\nl: switch\ns: switch\na: h -- l x3\nu: l -- s at 400\nv: l -- s")
    (row,) = uplink_room(design)
    assert row.can_lose.value == 0


def test_no_leaves_no_rows():
    assert uplink_room(drawn("")) == ()
    assert uplink_room(drawn("s: switch\nt: switch\na: s -- t\nb: t -- s")) == ()
    assert uplink_room(drawn("h: host x1000000\ns: switch x31250\na: h -- s x4000000")) == ()
    found = uplink_room(superpod(2048, 512, 512, 256))
    assert {row.id for row in found} == {"leaf", "spine"}


def test_light_takes_its_time_over_a_long_cable():
    """80 km of fibre take 391.7 µs: 80,000 m × 1.468 / 299,792,458 m/s; on the other hops 10 m take 49 ns."""
    design = drawn("a: host\np: switch\nq: switch\nb: host\n1: a -- p\nwan: p -- q at 10\n2: q -- b")
    lengths = {"1": 10.0, "wan": 80_000.0, "2": 10.0}
    links = {name: replace(design.links[name], length_m=length) for name, length in lengths.items()}
    design = with_latency(replace(design, links=links), p=500, q=500)
    path = paths_between(design, ["a"], ["b"], message_bytes=1250).nearest
    light = 80_020 * 1.468 / 299_792_458 * 1e9
    # 1,250 B take 1,000 ns at 10 Gb/s, the slowest hop, and 100 ns at 100 Gb/s.
    assert path.cut_through_ns.value == pytest.approx(light + 1000 + 1000, rel=1e-4)
    assert path.store_and_forward_ns.value == pytest.approx(light + 1000 + 1200, rel=1e-4)
    assert path.cut_through_ns.missing == ()
    assert recompute(path.cut_through_ns) == path.cut_through_ns.value


def flights(path):
    """What is counted for light on each hop: nanoseconds, metres with their range, status and note."""
    terms = [term for term in path.cut_through_ns.terms if term.label.startswith("light on hop")]
    return [
        (term.value, metre.value, metre.low, metre.high, metre.status, metre.note)
        for term in terms
        for metre in term.terms[:1]
    ]


def test_the_room_tells_a_length_that_nobody_set():
    """A room of 40 × 20 m gives a third of both sides and half the height of the trays, with slack and ends."""
    design = drawn("a: host\np: switch\nb: host\n1: a -- p\n2: p -- b")
    assert all(metres is None for _, metres, *_ in flights(paths_between(design, ["a"], ["b"]).nearest))
    outline = tuple(
        Point(x_mm=x, y_mm=y) for x, y in ((0.0, 0.0), (40_000.0, 0.0), (40_000.0, 20_000.0), (0.0, 20_000.0))
    )
    hall = Node(id="hall", kind="room", plan=RoomPlan(outline=outline))
    nodes = {i: replace(node, parent="hall") for i, node in design.nodes.items()} | {"hall": hall}
    in_hall = replace(design, nodes=nodes, links=design.links | {"2": replace(design.links["2"], length_m=7.0)})
    first, second = flights(paths_between(in_hall, ["a"], ["b"]).nearest)
    slack, ends, rise = (
        assumed(design, name).value for name in ("cable_slack_share", "cable_end_m", "cable_height_mm")
    )
    mean = (60 / 3 + rise / 1000) * (1 + slack) + 2 * ends
    assert first[1] == pytest.approx(mean, abs=1e-3)
    assert first[0] == pytest.approx(mean * 1.468 / 299_792_458 * 1e9, rel=1e-3)
    assert first[2] < first[1] < first[3]
    assert first[4] == "assumed"
    assert "From the size of hall" in first[5]
    assert second[1:5] == (7.0, 7.0, 7.0, "user")


def test_between_two_sites_a_length_has_to_be_said():
    """Both sites have a plan, and the circuit leads out of them."""
    design = drawn(
        "n: site\nm: site\na: host in n\np: switch in n\nq: switch in m\nb: host in m\n1: a -- p\nw: p -- q\n2: q -- b"
    )
    outline = tuple(Point(x_mm=x, y_mm=y) for x, y in ((0.0, 0.0), (9_000.0, 0.0), (9_000.0, 9_000.0)))
    nodes = {
        i: replace(node, plan=RoomPlan(outline=outline)) if i in "nm" else node for i, node in design.nodes.items()
    }
    design = with_latency(replace(design, nodes=nodes), p=500, q=500)
    path = paths_between(design, ["a"], ["b"]).nearest
    assert path.cut_through_ns.missing == ("length of a cable of p to q",)
    assert [metres for _, metres, *_ in flights(path)][::2] == [pytest.approx(flights(path)[0][1])] * 2


def test_the_route_of_a_placed_cable_counts():
    """The rails of a SuperPOD on its floor are as long as the list of cables says."""
    design = build_template("dgx-superpod-h100", LIBRARY, {})
    listed = cables(design, LIBRARY).by_link["rails"]
    (first, *_) = flights(paths_between(design, ["dgx[0]"], ["spine[0]"]).nearest)
    assert first[1:3] == (pytest.approx(listed.most_m, abs=1e-3), pytest.approx(listed.least_m, abs=1e-3))
    assert first[4] == "derived"
    assert first[5].startswith("By the route of each cable")
    shut = replace(design, links=design.links | {"rails": replace(design.links["rails"], length_m=30.0)})
    assert flights(paths_between(shut, ["dgx[0]"], ["spine[0]"]).nearest)[0][1:5] == (30.0, 30.0, 30.0, "user")
