"""The pieces of a network, against networkx pair by pair on the copies, and by hand."""

import itertools

import networkx as nx
from hypothesis import assume, given, settings

from designer.analysis.network.bandwidth import network
from designer.analysis.network.network_context import survey_of
from designer.analysis.reach.pieces import pieces_of
from designer.analysis.reach.words import pieces_words
from tests.analysis.conftest import drawn
from tests.analysis.network.test_network_flow import cable_graph, designs
from tests.long_runs import runs


def pieces(text, fail=()):
    design = drawn(text)
    found = network(design, fail=fail).pieces
    return found.count, pieces_words(design, found)


def test_copies_on_leaves_without_a_spine_are_as_many_pieces():
    """Cable c of an even spread ends on leaf c mod 4."""
    count, words = pieces("h: host x8\nl: switch x4\na: h -- l x8")
    assert count == 4
    assert words == "2 × h [0, 4] on l [0]; 2 × h [1, 5] on l [1]; 2 × h [2, 6] on l [2]; 2 × h [3, 7] on l [3]"


def test_a_spine_joins_them():
    assert pieces("h: host x8\nl: switch x4\ns: switch\na: h -- l x8\nu: l -- s x4") == (1, "")


def test_a_leaf_that_the_spine_does_not_reach():
    """Three leaves of two hosts are meshed with three spines; a fourth leaf of two hosts is left out."""
    text = (
        "h: host x6\ng: host x2\nl: switch x3\nk: switch\ns: switch x3\na: h -- l x6\nb: g -- k x2\nu: l -- s x9 mesh"
    )
    assert pieces(text) == (2, "6 × h on 3 × l and 3 × s; 2 × g on k")


def test_many_pieces_are_named_in_part():
    count, words = pieces("h: host x16\nl: switch x8\na: h -- l x16")
    assert count == 8
    assert words.startswith("2 × h [0, 8] on l [0]; ")
    assert words.endswith("; 5 more")


def test_rails_and_planes_are_one_piece():
    """Every host has a cable to each of two switches that nothing else joins."""
    assert pieces("h: host x4\nl: switch x2\na: h -- l x8") == (1, "")


def test_a_host_on_two_planes_is_no_bridge_between_them():
    text = "a: host\nb: host\nc: host\ns: switch\nt: switch\n1: a -- s\n2: b -- s\n3: b -- t\n4: c -- t"
    assert pieces(text) == (2, "a and b on s; b and c on t")


def test_any_two_of_three_may_meet_elsewhere():
    text = "a: host\nb: host\nc: host\ns: switch x3\n1: a -- s x2\n2: b -- s x2\n3: c -- s x2"
    assert pieces(text)[0] == 1
    text = (
        "a: host\nb: host\nc: host\nr: switch\ns: switch\nt: switch\n"
        "1: a -- r\n2: b -- r\n3: b -- s\n4: c -- s\n5: c -- t\n6: a -- t"
    )
    assert pieces(text) == (1, "")


def test_hosts_without_a_cable_are_pieces():
    """Four cables on six hosts: cable c leads to host ⌊6c/4⌋: 0, 1, 3 and 4."""
    words = "4 × h [0–1, 3–4] on s; 2 machines that nothing joins to another"
    assert pieces("h: host x6\ns: switch\na: h -- s x4") == (3, words)


def test_a_rate_that_nobody_knows_joins_and_one_of_nothing_does_not():
    base = "h: host x2\nl: switch x2\ns: switch\na: h -- l x2\nu: l -- s x2 at "
    assert pieces(base + "?")[0] == 1
    assert pieces(base + "0")[0] == 2


def test_failures_take_it_apart():
    text = "h: host x4\nl: switch x2\ns: switch x2\na: h -- l x4\nu: l -- s x4 mesh"
    assert pieces(text, ["s[0]"])[0] == 1
    assert pieces(text, ["s[0]", "u[3]"])[0] == 2
    assert pieces(text, ["s"])[0] == 2
    # What has failed is no piece itself.
    assert pieces(text, ["s", "l[0]"])[0] == 3
    assert pieces(text, ["l[0]", "h[0]", "h[2]"])[0] == 1


def test_stores_that_computing_machines_miss_are_outlying():
    result = network(drawn("g: gpu-server x2\nd: array\ns: switch\nt: switch\na: g -- s x2\nb: d -- t"))
    assert result.pieces.count == 1
    assert result.outlying.count == 2


@settings(max_examples=runs(40, 200), deadline=None)
@given(designs())
def test_every_pair_of_one_piece_meets_by_networkx(design):
    survey = survey_of(design)
    found = pieces_of(survey, "fabric", survey.roster.endpoints(("fabric",)))
    assume(all(link.capacity_gbps is not None for link in design.links.values()))
    graph = nx.Graph(cable_graph(design))
    passing = [vertex for vertex, forwards in graph.nodes(data="forwards") if forwards]
    hosts = [vertex for vertex, kind in graph.nodes(data="kind") if kind == "host"]
    meeting = nx.Graph()
    meeting.add_nodes_from(hosts)
    for a, b in itertools.combinations(hosts, 2):
        if nx.has_path(graph.subgraph({*passing, a, b}), a, b):
            meeting.add_edge(a, b)
    whole = meeting.number_of_edges() * 2 == len(hosts) * (len(hosts) - 1)
    assert found.apart != whole or len(hosts) < 2
    if found.apart and not any(nx.common_neighbors(meeting, a, b) - {a, b} for a, b in nx.non_edges(meeting)):
        # Where no host is in two of them the pieces are the components.
        assert found.count == nx.number_connected_components(meeting)
        sizes = sorted((len(part) for part in nx.connected_components(meeting)), reverse=True)
        assert [piece.endpoints for piece in found.listed] == sizes
