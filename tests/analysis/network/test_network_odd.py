"""Incomplete, contradictory and enormous designs get plain notes, never an exception."""

from collections.abc import Sequence

import pytest

from designer.analysis.network.bandwidth import network
from designer.analysis.network.tiers import tier_names
from designer.analysis.resilience.single_failures import resilience
from designer.analysis.results import TRAFFICS
from designer.model.design import Design, Link, Node
from tests.long_runs import runs

ODD = {
    "nothing": "",
    "no links": "h: host x5",
    "one endpoint": "h: host\ns: switch\na: h -- s",
    "switches alone": "s: switch\nt: switch\na: s -- t x2",
    "storage alone": "d: array x2\ns: switch\na: d -- s x2 on storage",
    "a link to itself": "s: switch\na: s -- s x5",
    "hosts joined to themselves": "h: host x4\na: h -- h x4",
    "switches joined to themselves": "h: host x4\ns: switch x2\na: h -- s x4\nb: s -- s x4",
    "no capacity": "h: host x4\ns: switch\na: h -- s x4 at 0",
    "unknown rates only": "h: host x4\ns: switch\na: h -- s x4 at ?",
    "a tiny rate": "h: host x4\ns: switch\na: h -- s x4 at 1e-9",
    "a huge rate": "h: host x4\ns: switch\na: h -- s x4 at 1e17",
    "rates far apart": "h: host x4\ns: switch\nt: switch\na: h -- s x4 at 1e12\nb: h -- t x4 at 0.000123",
    "ten million cables": "h: host x2\ns: switch\na: h -- s x10000000",
    "pairwise that is none": "h: host x3\ns: switch x2\na: h -- s x5 pairwise",
    "fewer cables than copies": "h: host x8\ns: switch\na: h -- s x3",
    "a million hosts": "h: host x1000000\ns: switch x20\na: h -- s x1000000",
    "four million cables": "h: host x1000000\ns: switch x31250\na: h -- s x4000000",
    "a trillion hosts": (
        "p: pod x10000\nq: pod x10000 in p\nh: host x10000 in q\ns: switch x10 in q\nt: switch\n"
        "a: h -- s x10000\nb: s -- t x100"
    ),
    "containers in a circle": "p: pod x2 in q\nq: pod x2 in p\nh: host x2 in p\ns: switch\na: h -- s x8",
}
LARGE = {"a million hosts", "fifty thousand hosts", "four million cables", "a trillion hosts", "ten million cables"}


def sampled(name: str, kinds: Sequence[str]) -> Sequence[str]:
    """Return KINDS of question to ask of the design NAME: of a large one the first alone, unless with `-m long`."""
    return runs(kinds[:1], kinds) if name in LARGE else kinds


@pytest.mark.scaled
@pytest.mark.parametrize(
    ("name", "text"),
    [
        # The million takes seconds; the same drawing at a twentieth of its size is looked at each time.
        pytest.param(name, text, id=name, marks=[pytest.mark.long] if name == "a million hosts" else [])
        for name, text in {**ODD, "fifty thousand hosts": "h: host x50000\ns: switch x20\na: h -- s x50000"}.items()
    ],
)
def test_odd_designs(draw, name, text):
    design = draw(text)
    results = [network(design, traffic) for traffic in sampled(name, TRAFFICS) if traffic != "training"]
    found = resilience(design)
    names = tier_names(design)
    assert [row.id for row in results[0].links] == list(design.links)
    assert set(names) <= set(design.nodes)
    assert {point.id for point in found.single_points_of_failure} <= design.nodes.keys() | design.links.keys()
    if results[0].worst.value is None:
        assert results[0].notes


def test_a_link_to_nowhere_is_left_out(draw):
    design = draw("h: host x4\ns: switch\na: h -- s x4")
    lost = Link(id="lost", a="h", b="nowhere", medium="fabric")
    result = network(Design(nodes=design.nodes, links={**design.links, "lost": lost}, parts=design.parts))
    assert [row.id for row in result.links] == ["a"]
    assert result.bisection_gbps.value == 200.0
    assert "lost: an end is missing, so the link carries nothing. Join it to a node." in result.notes


def test_ports_that_do_not_fit_carry_nothing(superpod):
    design = superpod(4, 2, 1)
    cage = Node(id="leaf", kind="switch", part="switch", copies=2, order=1, ports=())
    wrong = (
        design.parts["gpu-server"]
        .ports[0]
        .__class__(name="rj45", media=("fabric",), count=64, connector="RJ45", rate_gbps=1.0)
    )
    nodes = {**design.nodes, "leaf": Node(id="leaf", kind=cage.kind, copies=2, order=1, ports=(wrong,))}
    rails = Link(id="rails", a="node", b="leaf", medium="fabric", cables=32, a_port="osfp", b_port="rj45")
    result = network(Design(nodes=nodes, links={"rails": rails}, parts=design.parts))
    (row,) = result.links
    assert row.capacity_gbps.value is None
    assert row.load_gbps.value is None
    assert any("no cable joins these cages" in note for note in result.notes)


@pytest.mark.scaled
def test_a_long_chain_of_switches():
    """More switches in a row than calls can be nested: tiers up to the middle, every one a single point of failure."""
    count = runs(1_050, 3_000)
    nodes = {f"s{n}": Node(id=f"s{n}", kind="switch", order=n) for n in range(count)}
    nodes |= {end: Node(id=end, kind="host", order=count) for end in ("left", "right")}
    links = {
        f"l{n}": Link(id=f"l{n}", a=f"s{n}", b=f"s{n + 1}", medium="fabric", capacity_gbps=100.0)
        for n in range(count - 1)
    }
    links["a"] = Link(id="a", a="left", b="s0", medium="fabric", capacity_gbps=100.0)
    links["b"] = Link(id="b", a="right", b=f"s{count - 1}", medium="fabric", capacity_gbps=100.0)
    design = Design(nodes=nodes, links=links)
    result = network(design)
    assert len(result.tiers) == count // 2
    assert result.tiers[3].name == "tier 4"
    assert result.bisection_gbps.value == 100.0
    assert len(resilience(design).single_points_of_failure) == count + count + 1
