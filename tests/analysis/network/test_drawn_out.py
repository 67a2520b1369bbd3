"""A design with copies and the same drawn out, every copy a node and every joined pair a link, say the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.limits.fairness import fair_rates
from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.network.bandwidth import network
from designer.analysis.resilience.single_failures import resilience
from designer.model.design import Design, Link, Node
from designer.model.network.cable_spread import cable_ends
from designer.model.network.flow_asks import FlowAsk
from tests.analysis.network.test_network_flow import designs
from tests.long_runs import runs


def drawn_out(design):
    """DESIGN without copies and containers, cable by cable, and the link that each of its links is of.

    Copies that no cable reached are on the network all the same: a loop keeps them there.
    """
    nodes, links, of = {}, {}, {}
    for node in design.nodes_in_order():
        if node.kind == "pod":
            continue
        for copy in range(design.total_copies(node.id)):
            name = f"{node.id}.{copy}"
            nodes[name] = Node(id=name, kind=node.kind, order=len(nodes))
    for link in design.links.values():
        for number, (i, j) in enumerate(cable_ends(design, link)):
            name = f"{link.id}.{number}"
            of[name] = link.id
            links[name] = Link(
                id=name, a=f"{link.a}.{i}", b=f"{link.b}.{j}", medium="fabric", capacity_gbps=link.capacity_gbps
            )
    reached = {end for link in links.values() for end in (link.a, link.b)}
    cabled = {end for link in design.links.values() for end in (link.a, link.b)}
    for name in sorted(nodes.keys() - reached):
        if name.partition(".")[0] in cabled:
            links[f"loop {name}"] = Link(id=f"loop {name}", a=name, b=name, medium="fabric", capacity_gbps=100.0)
    return Design(nodes=nodes, links=links), of


def same(one, other):
    return one == other or (one is not None and other is not None and one == pytest.approx(other, rel=1e-6, abs=1e-9))


def fullest(design, traffic, of=None):
    found = {}
    for row in network(design, traffic).links:
        use = row.utilisation.value
        if use is not None and (of is None or row.id in of):
            link = of[row.id] if of else row.id
            found[link] = max(use, found.get(link, 0.0))
    return found


@settings(max_examples=runs(10, 60), deadline=None)
@given(designs(), st.sampled_from(["all-to-all", "all-reduce-ring", "storage-read", "checkpoint-write"]))
def test_loads_and_bisection(design, traffic):
    apart, of = drawn_out(design)
    assert fullest(design, traffic) == pytest.approx(fullest(apart, traffic, of), abs=1e-9)
    one, other = (network(d).bisection_gbps for d in (design, apart))
    assert same(one.value, other.value)


@settings(max_examples=runs(10, 60), deadline=None)
@given(designs())
def test_single_points(design):
    apart, of = drawn_out(design)
    found = {(p.kind, p.id): p.lost_gbps.value for p in resilience(design).single_points_of_failure}
    expected = {}
    for point in resilience(apart).single_points_of_failure:
        node_or_link = of[point.id] if point.kind == "link" else point.id.partition(".")[0]
        key = (point.kind, node_or_link)
        expected.setdefault(key, set()).add(point.lost_gbps.value)
    assert found.keys() == expected.keys()
    for key, lost in found.items():
        # The worst by endpoints is told, of several as bad any.
        assert any(lost == pytest.approx(one) for one in expected[key]), key


@settings(max_examples=runs(10, 40), deadline=None)
@given(designs(storage=False, most=2))
def test_throughput(design):
    apart, _ = drawn_out(design)
    one, other = (throughput_bound(d) for d in (design, apart))
    assert same(one.throughput.value, other.throughput.value)
    assert same(one.ecmp.value, other.ecmp.value)
    assert same(one.mean_hops.value, other.mean_hops.value)


@settings(max_examples=runs(15, 40), deadline=None)
@given(designs(storage=False, most=3), st.data())
def test_fair_rates_and_cuts(design, data):
    apart, _ = drawn_out(design)
    copies = sorted(apart.nodes)
    pairs = data.draw(
        st.lists(st.permutations(copies).map(lambda names: tuple(names[:2])), min_size=1, max_size=3, unique=True)
        if len(copies) > 1
        else st.just([])
    )

    def folded(name):
        node_id, _, copy = name.partition(".")
        return f"{node_id}[{copy}]"

    hosts = [(a, b) for a, b in pairs if {apart.nodes[a].kind, apart.nodes[b].kind} == {"host"}]
    asked = [data.draw(st.sampled_from([30.0, 120.0, None])) for _ in hosts]
    both = [
        [FlowAsk(source=(name(a),), target=(name(b),), gbps=gbps) for (a, b), gbps in zip(hosts, asked, strict=True)]
        for name in (folded, str)
    ]
    if hosts:
        one, other = (
            [row.gbps.value for row in fair_rates(d, asks).rates] for d, asks in zip((design, apart), both, strict=True)
        )
        assert one == pytest.approx(other, rel=1e-6, abs=1e-9)
    for a, b in pairs:
        one = min_cut_between(design, [folded(a)], [folded(b)], widen=False).value_gbps.value
        assert one == pytest.approx(min_cut_between(apart, [a], [b], widen=False).value_gbps.value)
