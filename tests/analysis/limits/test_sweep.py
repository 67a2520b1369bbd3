"""One and two failures at a time: the published retained share, by hand, and networkx for every row."""

from collections import Counter
from math import comb

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.failing import failed_of
from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.limits.elements import LINK
from designer.analysis.limits.sweep import sweep
from designer.analysis.network.bandwidth import network
from designer.analysis.network.cabling import cabling_of
from designer.analysis.network.fabric import living_joints
from designer.analysis.resilience.single_failures import resilience
from designer.model.figures.figure import recompute
from designer.model.network.cable_spread import cable_ends
from designer.model.records import RefusedInput
from tests.analysis.conftest import drawn, fat_tree, superpod
from tests.analysis.network.parted import found_halves
from tests.analysis.network.test_network_flow import cable_graph, designs
from tests.long_runs import runs


def test_one_cable_of_a_fat_tree():
    """FAIL-01: k = 16, any switch-to-switch cable: 511/512 of the bisection stays."""
    found = sweep(fat_tree(16), ("link",), 1)
    between_switches = [row for row in found.losses if row.ids[0].partition("[")[0] in {"up", "top"}]
    assert min(row.remaining_share.value for row in between_switches) == pytest.approx(0.998046875, abs=1e-9)
    assert found.elements == found.combinations == 3 * 1024
    assert found.ended == "done"
    assert sum(row.alike for row in found.losses) + found.harmless == 3 * 1024


def test_two_planes_keep_half():
    """FAIL-02: with a switch of each plane the hosts keep half of their bandwidth after one loss, none after two."""
    design = drawn("g: gpu-server x4\np: switch\nq: switch\na: g -- p x4\nb: g -- q x4")
    (one,) = [row for row in sweep(design, ("switch",), 1).losses if row.ids == ("p",)]
    assert (one.remaining_share.value, one.lost_accelerators) == (0.5, 0)
    (both,) = sweep(design, ("switch",), 2).losses
    assert (both.ids, both.lost_gbps.value, both.lost_accelerators) == (("p", "q"), 400.0, 32)
    assert both.reason == "p and q: 400 of 400 Gb/s between the halves go, and 32 accelerators."
    assert recompute(both.lost_gbps) == 400.0


def test_pairs_are_ranked_and_alike_ones_counted():
    """Four leaves of two servers, two spines: two leaves lose most; a leaf and a spine less."""
    design = drawn("g: gpu-server x8\nl: switch x4\ns: switch x2\na: g -- l x8\nu: l -- s x8")
    found = sweep(design, ("switch",), 2)
    assert (found.elements, found.tried, found.combinations) == (6, 15, 15)
    assert sum(row.alike for row in found.losses) + found.harmless == 15
    lost = [row.lost_gbps.value for row in found.losses]
    assert lost == sorted(lost, reverse=True)
    assert {row.lost_accelerators for row in found.losses if set(row.reason.split()) & {"l[0]"}} <= {16, 32}
    spines = next(row for row in found.losses if row.ids == ("s[0]", "s[1]"))
    # The leaves are on their own: of eight servers the largest part keeps two. Each leaf has a server of either half
    # (they go round the leaves), which still reach each other at their full 100.
    assert (spines.lost_gbps.value, spines.lost_accelerators) == (0.0, 48)


def test_racks_and_servers_fail_with_what_is_in_them():
    design = drawn("r: rack x2\ng: gpu-server x2 in r\nl: switch in r\ns: switch\na: g -- l x2\nu: l -- s x4")
    (row,) = sweep(design, ("rack",), 1).losses
    assert (row.ids, row.alike, row.lost_accelerators) == (("r[0]",), 2, 16)
    found = sweep(design, ("server", "rack"), 2)
    assert found.elements == 6
    assert found.losses[0].lost_accelerators == 32


def test_cables_are_named_as_they_fail():
    """Failing what a row names costs what the row says, also beside cables from a copy to itself, and failed ones."""
    design = drawn("h: host x4\ns: switch x2\na: h -- s x8\nb: s -- s x3")
    for row in sweep(design, ("link",), 2).losses:
        assert lost_between_halves(design, row.ids) == pytest.approx(row.lost_gbps.value)
    for row in sweep(design, ("link",), 1, fail=["a[0]", "b[1]"]).losses:
        assert lost_between_halves(design, row.ids, ("a[0]", "b[1]")) == pytest.approx(row.lost_gbps.value)


def lost_between_halves(design, ids, failed=()):
    """What the halves of DESIGN without FAILED lose when IDS fail too, by the max flow between just these hosts."""
    first, rest = ([f"{name}[{copy}]" for name, copy in sorted(side)] for side in found_halves(design, failed))
    before, after = (min_cut_between(design, first, rest, gone, widen=False) for gone in (failed, (*failed, *ids)))
    return before.value_gbps.value - after.value_gbps.value


def test_progress_and_cancel():
    told = []
    design = fat_tree(4)
    found = sweep(design, ("switch",), 2, progress=lambda done, count: told.append((done, count)))
    assert told[-1] == (found.tried, comb(20, 2))
    stopped = sweep(design, ("switch",), 2, cancelled=lambda: len(told) >= 195, progress=lambda *at: told.append(at))
    assert (stopped.ended, stopped.tried) == ("cancelled", 5)
    assert stopped.losses
    assert any("Stopped after 5" in note for note in stopped.notes)
    limited = sweep(design, ("switch",), 2, most=7)
    assert (limited.ended, limited.tried) == ("limit", 7)


def test_alike_elements_stand_for_each_other_where_there_are_many():
    found = sweep(fat_tree(8), ("switch", "link"), 2, most=400)
    assert any("stand for all" in note for note in found.notes)
    assert found.combinations == comb(80 + 3 * 128, 2)


def test_refused():
    with pytest.raises(RefusedInput, match="no kind 'ghost'"):
        sweep(drawn(""), ("ghost",))
    with pytest.raises(RefusedInput, match="choose 1 or 2"):
        sweep(drawn(""), ("switch",), 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "h: host x5",
        "h: host\ns: switch\na: h -- s",
        "s: switch\nt: switch\na: s -- t\nb: t -- s",
        "g: host\nh: host\ns: switch\nt: switch\na: g -- s\nb: h -- t",
        "h: host x4\ns: switch\na: h -- s x4 at 0",
    ],
)
def test_nothing_to_lose(text):
    found = sweep(drawn(text), ("switch", "link", "host"), 2)
    assert (found.losses, found.ended) == ((), "done")
    assert any("nothing can be lost" in note for note in found.notes)


def test_too_large_and_large():
    huge = drawn("h: host x1000000\ns: switch x31250\na: h -- s x4000000")
    assert sweep(huge, ("switch",)).ended == "too large"
    found = sweep(superpod(2048, 512, 512, 256), ("switch",), 2, cancelled=lambda: True)
    assert (found.ended, found.tried, found.elements) == ("cancelled", 0, 1280)


def flow_left(graph, first, hosts):
    flow = nx.DiGraph()
    flow.add_nodes_from(["source", "sink"])
    for a, b, edge in graph.edges(data=True):
        ends = [
            "source" if end in first else "sink" if end in hosts else end if graph.nodes[end]["forwards"] else None
            for end in (a, b)
        ]
        if None in ends or ends[0] == ends[1]:
            continue
        for start, end in (ends, ends[::-1]):
            had = flow.get_edge_data(start, end, {"capacity": 0.0})["capacity"]
            flow.add_edge(start, end, capacity=had + edge["capacity"])
    return nx.maximum_flow_value(flow, "source", "sink")


def without(design, graph, name):
    """GRAPH without a copy or a cable, named as `--fail` takes it."""
    left = graph.copy()
    target, _, number = name.partition("[")
    index = int(number.rstrip("]") or 0)
    if target in design.nodes:
        left.remove_edges_from(list(left.edges((target, index), keys=True)))
        return left
    link = design.links[target]
    i, j = list(cable_ends(design, link))[index]
    if left.has_edge((link.a, i), (link.b, j)):
        key = next((k for k, edge in left[link.a, i][link.b, j].items() if edge["link"] == target), None)
        if key is not None:
            left.remove_edge((link.a, i), (link.b, j), key)
    return left


@settings(max_examples=runs(10, 60), deadline=None)
@given(designs(storage=False, most=runs(2, 3)))
def test_losses_are_those_of_networkx(design):
    graph = cable_graph(design)
    hosts = [vertex for vertex, kind in graph.nodes(data="kind") if kind == "host"]
    first, _ = found_halves(design)
    found = sweep(design, ("switch", "link", "host"), 2)
    before = flow_left(graph, first, hosts)
    if len(hosts) < 2 or not before:
        assert all(row.lost_gbps.value == 0 and row.cut_off for row in found.losses)
        return
    worst = 0.0
    for row in found.losses[:12]:
        left = graph
        for name in row.ids:
            left = without(design, left, name)
        after = flow_left(left, first, hosts)
        assert row.lost_gbps.value == pytest.approx(before - after, abs=1e-6)
        assert recompute(row.remaining_share) == pytest.approx(after / before)
        worst = max(worst, row.lost_gbps.value)
    if found.losses:
        assert found.losses[0].lost_gbps.value == pytest.approx(worst)


@settings(max_examples=runs(55, 150), deadline=None)
@given(designs(), st.data())
def test_a_failed_cable_is_the_one_that_the_cable_list_numbers_so(design, data):
    """One numbering: failing cable k takes away the two ends that `cable_ends` gives the cable k."""
    link = data.draw(st.sampled_from(list(design.links.values())))
    ends = list(cable_ends(design, link))
    gone = data.draw(st.sets(st.integers(0, len(ends) - 1), max_size=4))
    left = living_joints(cabling_of(design, link), failed_of(design, [f"{link.id}[{k}]" for k in gone]))
    found = Counter()
    for i, j, cables, number in zip(*(column.tolist() for column in left), strict=True):
        found[i, j] += cables
        assert number == min(k for k, end in enumerate(ends) if end == (i, j) and k not in gone)
    assert found == Counter(end for k, end in enumerate(ends) if k not in gone)


@settings(max_examples=runs(5, 60), deadline=None)
@given(designs(storage=False, most=3))
def test_a_row_costs_what_the_what_if_says(design):
    """What goes between the halves is what a row says; halves that are worse then can only exchange less."""
    whole = network(design).bisection_gbps.value
    for row in sweep(design, ("switch", LINK), 1).losses:
        assert lost_between_halves(design, row.ids) == pytest.approx(row.lost_gbps.value)
        after = network(design, fail=row.ids).bisection_gbps
        assert after.low <= whole - row.lost_gbps.value + 1e-6


CARDS = """
    g: gpu-server x4
    c: nic x8 in g
    l: switch x2
    s: switch
    a: c -- l x8
    m: g -- l x4
    u: l -- s x8
"""


def test_a_card_takes_its_own_cables_and_leaves_its_host():
    design = drawn(CARDS.replace("c: nic x8 in g", "c: nic x2 in g"))
    (row,) = sweep(design, ("nic",), 1).losses
    assert (row.ids, row.alike, row.lost_gbps.value, row.lost_accelerators) == (("c[0]",), 8, 100.0, 0)
    assert lost_between_halves(design, row.ids) == row.lost_gbps.value
    (server,) = sweep(design, ("server",), 1).losses
    assert (server.alike, server.lost_gbps.value, server.lost_accelerators, server.cut_off) == (4, 300.0, 8, 0)


def test_the_only_card_of_a_host_cuts_it_off():
    design = drawn("g: gpu-server x4\nc: nic in g\nl: switch\na: c -- l x4")
    (row,) = sweep(design, ("nic",), 1).losses
    assert (row.ids, row.alike, row.lost_accelerators, row.cut_off) == (("c[0]",), 4, 8, 1)
    assert resilience(design, row.ids).lost_accelerators == 8


@pytest.mark.parametrize(
    "text",
    [
        "g: gpu-server x8\nl: switch x4\ns: switch x2\na: g -- l x8\nu: l -- s x8",
        "r: rack x2\ng: gpu-server x2 in r\nl: switch in r\ns: switch\na: g -- l x2\nu: l -- s x4",
        "r: rack x2\ng: gpu-server x4 in r\nc: nic x2 in g\nl: switch x2\na: c -- l x16\nb: l -- l x2",
        "g: gpu-server x5\nh: gpu-server x2\nl: switch\ns: switch\na: g -- l x5\nb: h -- s x2\nu: l -- s x1",
        "g: gpu-server x4\nh: gpu-server x4\nl: switch x2\ns: switch\na: g -- l x4\nb: h -- s x4\nu: l -- l x1",
        "p: pod x2\ng: gpu-server x3 in p\nl: switch x2 in p\ns: switch x2\na: g -- l x7\nu: l -- s x5",
    ],
)
@pytest.mark.scaled
@pytest.mark.parametrize("order", runs([2], [1, 2]))
def test_accelerators_lost_are_those_of_the_what_if(text, order):
    design = drawn(text)
    rows = sweep(design, ("switch", LINK, "server", "nic", "rack", "pod"), order).losses
    assert rows or "g: gpu-server x4\nh" in text
    for row in rows if order == 1 else rows[:: runs(25, 1)]:
        assert row.lost_accelerators == resilience(design, row.ids).lost_accelerators, row.ids


@settings(max_examples=runs(35, 60), deadline=None)
@given(designs(storage=False, most=3))
def test_what_cuts_endpoints_off_is_a_single_point(design):
    """With one island, a row of N−1 cuts endpoints off where the resilience names a single point.

    It may do so elsewhere too, where a host hangs on two parts at the same time and yet passes nothing on.

    Cables straight from host to host, beside switches, are left out here: hosts pass nothing on.
    """
    graph = cable_graph(design)
    kinds = nx.get_node_attributes(graph, "kind")
    if "switch" in kinds.values() and any(kinds[a] == kinds[b] == "host" for a, b in graph.edges()):
        return
    through = graph.subgraph([vertex for vertex in graph if graph.nodes[vertex]["forwards"]])
    found = sweep(design, ("switch", LINK), 1)
    if found.elements == 0 or nx.number_connected_components(graph) > 1 or nx.number_connected_components(through) > 1:
        return
    single = {point.id for point in resilience(design).single_points_of_failure}
    cut_off = {row.ids[0].partition("[")[0] for row in found.losses if row.cut_off}
    assert single <= cut_off
    if all(len(set(graph[host])) < 2 for host in graph if kinds[host] == "host"):
        assert single == cut_off


def test_cables_that_cut_a_host_off_are_not_like_those_that_do_not():
    """Host by host: the first two have a cable on each leaf, the third a single one."""
    design = drawn(
        "g: gpu-server x2\nh: gpu-server\nl: switch x2\ns: switch x2\n"
        "a: g -- l x4 mesh\nb: h -- l x1\nu: l -- s x4 mesh"
    )
    rows = sweep(design, (LINK,), 1).losses
    assert {row.ids: (row.alike, row.cut_off, row.lost_accelerators) for row in rows if row.cut_off} == {
        ("b[0]",): (1, 1, 8)
    }
    ring = drawn("h: host x2\nk: host x3\na: h -- k x5")
    assert {row.ids for row in sweep(ring, (LINK,), 1).losses if row.cut_off} == {("a[2]",)}


def test_two_islands_lose_what_is_cut_off_within_them():
    design = drawn(
        "g: gpu-server x4\nh: gpu-server x4\ns: switch\nt: switch x2\n"
        "a: g -- s x4 at 200\nb: h -- t x8 mesh\nc: t -- t x2"
    )
    found = sweep(design, ("switch",), 1)
    assert any("nothing can be lost between them" in note for note in found.notes)
    (row,) = found.losses
    assert (row.ids, row.lost_gbps.value, row.lost_accelerators, row.cut_off) == (("s",), 0.0, 32, 4)
    assert row.remaining_share.value is None
    assert row.reason.startswith("s: no bandwidth between the halves goes, and 32 accelerators")
    assert {point.id for point in resilience(design).single_points_of_failure} == {"s", "a"}


def test_the_ranking_so_far_is_handed_out():
    design = fat_tree(4)
    heard = []
    last = sweep(design, ("switch",), 2, so_far=lambda ranking: heard.append(ranking()))
    assert [one.tried for one in heard] == list(range(1, comb(20, 2) + 1))
    assert {one.ended for one in heard} == {"running"}
    assert (heard[-1].losses, heard[-1].harmless) == (last.losses, last.harmless)
    assert last.ended == "done"
    for one in heard:
        assert sum(row.alike for row in one.losses) + one.harmless == one.tried
