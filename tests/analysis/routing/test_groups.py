"""Links across the copies of a container: a dragonfly in one folded tile is the one that is drawn router by router.

The relative arrangement of global cables: C. Camarero, E. Vallejo, R. Beivide, ACM TACO 2014; counts by Kim et al.,
ISCA 2008: a·p·g terminals, g·a·(a − 1)/2 local cables and g·(g − 1)/2 global ones.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.counts import counts
from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.network.bandwidth import network
from designer.analysis.resilience.single_failures import resilience
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.links.links import add_link, set_link
from designer.edit.nodes.clipboard import copy_out, paste_in
from designer.edit.nodes.grouping import ungroup
from designer.edit.nodes.split_copy import peel_copy
from designer.export.graphs.reading import read_graph
from designer.export.graphs.writing import write_graph
from designer.export.text.text_form import read_text_design, write_text_design
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import recompute
from designer.model.network.cable_spread import cable_ends
from designer.model.records import RefusedInput
from designer.review.network.port_rules import spread_does_not_come_out
from tests.analysis.routing.shapes import _ports, dragonfly
from tests.long_runs import runs


def folded(groups: int, routers: int, hosts: int, global_ports: int, each: int) -> Design:
    """The same in four tiles: a group, its routers and its hosts."""
    nodes = [
        Node(id="group", kind="pod", copies=groups),
        Node(id="r", kind="switch", copies=routers, parent="group", ports=_ports(hosts + routers - 1 + global_ports)),
        Node(id="h", kind="host", copies=routers * hosts, parent="group", ports=_ports(1)),
    ]
    links = [
        Link(id="hosts", a="h", b="r", medium="fabric", cables=routers * hosts, spread="block"),
        Link(id="local", a="r", b="r", medium="fabric", cables=routers * (routers - 1) // 2, spread="complete"),
        Link(
            id="global",
            a="r",
            b="r",
            medium="fabric",
            cables=groups * (groups - 1) // 2 * each,
            spread="complete",
            across="group",
        ),
    ]
    return Design(
        nodes={node.id: replace(node, order=n) for n, node in enumerate(nodes)}, links={link.id: link for link in links}
    )


@pytest.mark.parametrize(("g", "a", "p", "h", "each"), [(9, 4, 2, 2, 1), (5, 4, 2, 2, 2), (3, 2, 1, 1, 1)])
def test_the_tile_is_the_dragonfly_drawn_router_by_router(g: int, a: int, p: int, h: int, each: int) -> None:
    tile, drawn = folded(g, a, p, h, each), dragonfly(g, a, p, h, each)
    assert counts(tile).cables == counts(drawn).cables == g * a * p + g * a * (a - 1) // 2 + (g * (g - 1) // 2 * each)
    one, other = network(tile), network(drawn)
    assert (one.endpoints, one.bisection_gbps.low, one.bisection_gbps.value) == (
        other.endpoints,
        pytest.approx(other.bisection_gbps.low),
        pytest.approx(other.bisection_gbps.value),
    )
    assert recompute(one.bisection_gbps) == pytest.approx(one.bisection_gbps.value)
    assert one.worst.value == pytest.approx(other.worst.value)
    for sort in ("local", "global"):
        row = next(row for row in one.links if row.id == sort)
        uses = [row.utilisation.value or 0.0 for row in other.links if row.id.startswith(f"{sort} ")]
        assert row.utilisation.value == pytest.approx(max(uses)), sort
    assert throughput_bound(tile).throughput.value == pytest.approx(throughput_bound(drawn).throughput.value)
    lost = [
        {round(one.lost_gbps.value or 0.0, 6) for one in resilience(made).single_points_of_failure}
        for made in (tile, drawn)
    ]
    assert lost[0] == lost[1]


@settings(max_examples=runs(12, 80), deadline=None)
@given(
    g=st.integers(2, 4),
    a=st.integers(1, 3),
    many=st.integers(1, 3),
    spread=st.sampled_from(["ring", "complete"]),
    outer=st.integers(1, 2),
)
def test_groups_are_those_drawn_cable_by_cable(g: int, a: int, many: int, spread: str, outer: int) -> None:
    """Two hosts a router; groups in one or two rooms; every cable laid as `cable_ends` says, one link each."""
    cables = many * (g if spread == "ring" else max(1, g * (g - 1) // 2))
    made = folded(g, a, 2, 8, 1)
    links = {"hosts": made.links["hosts"], "global": replace(made.links["global"], cables=cables, spread=spread)}
    nodes = {**made.nodes, "room": Node(id="room", kind="room", copies=outer)}
    nodes["group"] = replace(nodes["group"], parent="room")
    made = replace(made, nodes=nodes, links=links)
    single = {
        f"{name}{copy}": Node(id=f"{name}{copy}", kind=nodes[name].kind, ports=nodes[name].ports, order=n * 1000 + copy)
        for n, name in enumerate(("h", "r"))
        for copy in range(made.total_copies(name))
    }
    cabled = {
        f"{link.id}{n}": Link(id=f"{link.id}{n}", a=f"{link.a}{i}", b=f"{link.b}{j}", medium="fabric")
        for link in links.values()
        for n, (i, j) in enumerate(cable_ends(made, link))
    }
    one, other = network(made), network(Design(nodes=single, links=cabled))
    assert (one.endpoints, one.pieces.count) == (other.endpoints, other.pieces.count)
    assert one.bisection_gbps.value == pytest.approx(other.bisection_gbps.value)
    assert one.worst.value == pytest.approx(other.worst.value)
    for name in links:
        row = next(row for row in one.links if row.id == name)
        uses = [row.utilisation.value or 0.0 for row in other.links if row.id.startswith(name)]
        assert row.utilisation.value == pytest.approx(max(uses)), name


def test_the_bisection_is_the_closed_form() -> None:
    """METHOD_CUTS: 8 groups of 8 routers with 4 hosts, 4 cables a pair: (8/2)² × 4 × 400 Gb/s."""
    figure = network(folded(8, 8, 4, 4, 4)).bisection_gbps
    assert figure.value == 4 * 4 * 4 * 400.0
    assert figure.low is not None
    assert figure.low <= figure.value


def test_a_group_that_fails_takes_its_cables_along() -> None:
    """Nine groups of 8 hosts: one gone leaves 64 in one piece, and 28 of 36 global cables."""
    result = network(folded(9, 4, 2, 2, 1), fail=("group[4]",))
    assert (result.endpoints, result.pieces.count if result.pieces else None) == (64, 1)
    row = next(row for row in result.links if row.id == "global")
    assert row.capacity_gbps.value == 28 * 400.0


def test_text_graph_and_clipboard_keep_it(tmp_path, library: Library) -> None:
    made = folded(5, 4, 2, 2, 2)
    path = tmp_path / "d.yaml"
    write_text_design(path, made, library)
    assert "across: group" in path.read_text()
    assert read_text_design(path, library).links["global"] == made.links["global"]
    write_graph(tmp_path / "d.graphml", made)
    assert read_graph(tmp_path / "d.graphml", library).design.links["global"].across == "group"
    bought = {"r": "generic/switch", "h": "generic/host"}
    nodes = {name: replace(node, part=bought.get(name)) for name, node in made.nodes.items()}
    parts = {part: library.parts[part] for part in bought.values()}
    made = replace(made, nodes=nodes, parts=parts)
    pasted = paste_in(made, copy_out(made, ["group"]), 500.0, 500.0).applied(made)
    (fresh,) = [link for link in pasted.links.values() if link.across not in (None, "group")]
    assert pasted.nodes[fresh.across].kind == "pod"
    assert pasted.joined_groups(fresh) == fresh.across
    assert counts(pasted).cables == 2 * counts(made).cables


def test_what_can_not_be_is_refused_and_what_became_of_it_is_found(library: Library) -> None:
    made = folded(5, 4, 2, 2, 2)
    drawn = replace(made, links={name: link for name, link in made.links.items() if name != "global"})
    again = add_link(
        drawn, "r", "r", medium="fabric", cables=20, spread="complete", across="group", link_id="global"
    ).applied(drawn)
    assert network(again).bisection_gbps.value == network(made).bisection_gbps.value
    for fields, reason in (
        ({"across": "nobody"}, "no 'nobody'"),
        ({"across": "group", "spread": "even"}, "as a ring, or each to each"),
        ({"across": "h"}, "does not hold"),
    ):
        with pytest.raises(RefusedInput, match=reason):
            set_link(made, "global", **fields)
    once = replace(made, nodes={**made.nodes, "group": replace(made.nodes["group"], copies=1)})
    with pytest.raises(RefusedInput, match="has one copy only"):
        set_link(once, "local", across="group")
    for edit in (ungroup, peel_copy):
        with pytest.raises(RefusedInput, match="joins the copies of group to each other"):
            edit(made, "group")
    stray = replace(made, links={**made.links, "global": replace(made.links["global"], across="gone")})
    results = analyze(stray, only=("network",))
    (found,) = [one for one in spread_does_not_come_out(stray, results, None) if "gone" in one.message]
    assert found.severity == "warning"
    assert not list(spread_does_not_come_out(made, results, None))
