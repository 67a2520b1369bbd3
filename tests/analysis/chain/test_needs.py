"""The graph of needs is made once for an analysis, and what sections work out with arrays agrees with it."""

import weakref
from datetime import date
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.chain import needs
from designer.analysis.chain.needs import Needs, needs_of
from designer.analysis.network.network_context import survey_of
from designer.analysis.power.failures import failure_of
from designer.analysis.power.power_chain import plant_of
from designer.analysis.reach.reachability import components
from designer.analysis.run import analyze
from designer.analysis.workloads.service_graph import callers_first
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link, Node
from designer.review.rules import review
from tests.long_runs import runs
from tests.shipped import LIBRARY

LIVE = {"utility": "generic/utility-feed", "ups": "vertiv/exl-s1-1200", "pdu": "apc/ap8868"}


@pytest.fixture
def made(monkeypatch):
    """Designs whose services have been read off their graph, in the order in which that was done."""
    found, read = [], needs.services_of

    def counted(design, graph):
        found.append(id(design))
        return read(design, graph)

    monkeypatch.setattr(needs, "services_of", counted)
    return found


def test_one_graph_serves_analysis_failure_and_review(library, made):
    made_once = build_template("ai-stack", library, {})
    design = replace(made_once, settings=made_once.settings)  # one that no other test has asked about
    results = analyze(design, fail=("kubernetes",), library=library)
    review(design, results, date(2026, 11, 27), library=library)
    # What is left after the failure is a design of its own.
    assert made.count(id(design)) == 1
    assert len(made) == 2
    graph = needs_of(design).graph
    assert needs_of(design).graph is graph
    other = design.__class__(settings=design.settings, nodes=design.nodes, links={}, parts=design.parts)
    assert needs_of(other).graph.number_of_edges() < graph.number_of_edges()


def test_graphs_of_designs_long_gone_are_let_go():
    known = [weakref.ref(needs_of(Design(nodes={str(n): Node(id=str(n), kind="server")}))) for n in range(9)]
    assert known[0]() is None
    assert known[-1]() is not None


def test_what_hangs_on_a_feed_is_what_its_machines_and_their_way_are(library):
    design = build_template("ai-stack", library, {})
    below = set(needs_of(design).hanging_on("ups-a", "feed"))
    fed = {link.b for link in design.links.values() if link.medium in {"feeds", "power"} and link.a == "ups-a"}
    assert fed
    assert fed <= below
    assert not below & {"utility-a", "ups-a", "ups-b"}


@st.composite
def power_chains(draw):
    """Sources, equipment below them and servers, one of each, fed by one or two of the stage above."""
    stages = [[f"{kind}{n}" for n in range(draw(st.integers(1, 3)))] for kind in LIVE]
    stages.append([f"server{n}" for n in range(draw(st.integers(1, 4)))])
    nodes = {
        name: Node(
            id=name,
            kind=name.rstrip("0123456789"),
            order=order,
            part=LIVE.get(name.rstrip("0123456789"), "nvidia/dgx-h100"),
        )
        for order, name in enumerate(name for stage in stages for name in stage)
    }
    links = {}
    for above, stage in pairwise(stages):
        for name in stage:
            for giver in draw(st.lists(st.sampled_from(above), min_size=0, max_size=2, unique=True)):
                link_id = f"{giver}-{name}"
                links[link_id] = Link(id=link_id, a=giver, b=name, medium="power", cables=2)
    parts = {node.part: LIBRARY.parts[node.part] for node in nodes.values()}
    return Design(nodes=nodes, links=links, parts=parts)


@settings(max_examples=runs(25, 300))
@given(power_chains(), st.data())
def test_what_the_power_arrays_call_dark_no_source_reaches_in_the_graph(design, data):
    failed = data.draw(st.sampled_from(sorted(design.nodes)))
    graph = needs_of(design).of_sort("feed")
    was = _powered(graph, design, None)
    now = _powered(graph, design, failed)
    plant = plant_of(design)
    if failed not in plant.chain.first:
        return
    told = failure_of(plant, [failed])
    dark = {name for name in told.dark if name != failed} | {name for name in told.unpowered if name != failed}
    assert dark == was - now - {failed}


def _powered(graph, design, failed):
    """What a way of feeds leads to a source from, without FAILED; equipment that nothing is drawn to feed is one."""
    living = graph.subgraph(name for name in graph if name != failed)
    sources = {name for name in living if not graph.out_degree(name) and design.nodes[name].kind != "server"}
    return {name for name in living if name in sources or nx.descendants(living, name) & sources}


@st.composite
def networks(draw):
    """Servers and switches, one of each, joined at random by cables of two networks."""
    servers = [f"h{n}" for n in range(draw(st.integers(1, 5)))]
    switches = [f"s{n}" for n in range(draw(st.integers(1, 5)))]
    nodes = {name: Node(id=name, kind="server", part="nvidia/dgx-h100") for name in servers}
    nodes |= {name: Node(id=name, kind="switch", part="nvidia/qm9700") for name in switches}
    links = {}
    for place in range(draw(st.integers(0, 10))):
        a, b = draw(st.sampled_from([*servers, *switches])), draw(st.sampled_from(switches))
        if a != b:
            medium = draw(st.sampled_from(["fabric", "storage"]))
            links[f"l{place}"] = Link(id=f"l{place}", a=a, b=b, medium=medium, cables=1)
    parts = {node.part: LIBRARY.parts[node.part] for node in nodes.values()}
    return Design(nodes=nodes, links=links, parts=parts)


@settings(max_examples=runs(25, 300))
@given(networks(), st.sampled_from(["fabric", "storage"]))
def test_pieces_of_a_network_are_those_of_the_graph(design, medium):
    fabric = survey_of(design).fabric((medium,))
    _, island = components(fabric.tail, fabric.head, fabric.size)
    names = [fabric.nodes[one] for one in fabric.node_of()]
    pieces = {}
    for name, number in zip(names, island, strict=True):
        pieces.setdefault(number, set()).add(name)
    cables = nx.Graph()
    cables.add_nodes_from(names)
    cables.add_edges_from((a, b) for a, b, data in Needs(design).graph.edges(data=True) if data["medium"] == medium)
    assert sorted(map(sorted, pieces.values())) == sorted(map(sorted, nx.connected_components(cables)))


@given(st.integers(1, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=24))
def test_callers_come_first_in_the_order_of_networkx(number, drawn):
    nodes = [f"n{place}" for place in range(number)]
    pairs = [(nodes[a], nodes[b]) for a, b in drawn if a < number and b < number and a != b]
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(pairs)
    found = callers_first(nodes, pairs)
    if nx.is_directed_acyclic_graph(graph):
        assert found == tuple(nx.lexicographical_topological_sort(graph, key=nodes.index))
    else:
        assert found is None


def test_services_are_read_from_the_edges_of_the_graph(library):
    design = build_template("ai-stack", library, {})
    found = needs_of(design)
    assert sorted(found.graph.edges(keys=True, data="sort")) == sorted(
        (one.a, one.b, one.key, one.sort) for one in found.edges
    )
    relations = [(a, b, key) for a, b, key, sort in found.graph.edges(keys=True, data="sort") if sort == "relation"]
    asked = {(edge.a, edge.b, edge.link) for edges in found.services.asks.values() for edge in edges}
    rests = {(a, b) for a, others in found.services.on.items() for b in others}
    assert {row for row in relations if found.graph.edges[row]["medium"] != "runs_on"} == asked
    assert {(a, b) for a, b, key in relations if found.graph.edges[a, b, key]["medium"] == "runs_on"} <= rests
