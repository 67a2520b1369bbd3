"""The cut between two selections: by hand, against networkx cable by cable, folded against laid out."""

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.limits.cuts import cut_cables, folded_between, min_cut_between
from designer.analysis.network.folded_graph import folds_flow
from designer.analysis.network.network_context import survey_of
from designer.edit.fixes import FIXES
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import recompute
from designer.model.parts.part import Part, Price
from designer.model.records import RefusedInput
from tests.analysis.conftest import drawn, fat_tree, superpod
from tests.analysis.network.test_network_flow import cable_graph, designs
from tests.long_runs import runs

TWO_LEAVES = """
    g: gpu-server x3
    h: gpu-server x3
    left: switch
    right: switch
    a: g -- left x3 at 400
    b: h -- right x3 at 400
    across: left -- right x3 at 100
"""


def test_the_cut_is_where_it_is_narrow():
    found = min_cut_between(drawn(TWO_LEAVES), ["g"], ["h"])
    assert found.value_gbps.value == 300.0
    assert recompute(found.value_gbps) == 300.0
    (row,) = found.links
    assert (row.id, row.name, row.cables, row.whole, row.gbps.value) == ("across", "left to right", 3, True, 300.0)
    assert found.media == ("fabric",)


def test_one_copy_sends_what_its_cable_carries():
    found = min_cut_between(drawn(TWO_LEAVES), ["g[1]"], ["h"])
    assert found.value_gbps.value == 300.0
    found = min_cut_between(drawn(TWO_LEAVES), ["g[1]"], ["left"])
    assert found.value_gbps.value == 400.0
    (row,) = found.links
    assert (row.cables, row.whole, row.joints) == (1, False, ("g[1] – left",))


def test_a_cut_with_failures():
    found = min_cut_between(drawn(TWO_LEAVES), ["g"], ["h"], ["across[0]"])
    assert found.value_gbps.value == 200.0
    assert found.widenings == ()
    assert any("bring back what failed" in note for note in found.notes)


def test_a_container_stands_for_what_is_in_it():
    """A pod of a k = 4 fat tree (4 hosts of 100) against another: its 4 × 100 upwards."""
    found = min_cut_between(fat_tree(4), ["pod[0]"], ["pod[1]", "pod[2]"])
    assert found.value_gbps.value == 400.0


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((["g"], ["g[1]"]), "both selections"),
        ((["g"], ["nobody"]), "no node, container or copy"),
        ((["g"], ["across"]), "it is a link"),
        (([], ["g"]), "Nothing was chosen"),
    ],
)
def test_selections_that_make_no_cut(ends, said):
    with pytest.raises(RefusedInput, match=said):
        min_cut_between(drawn(TWO_LEAVES), *ends)


def test_islands_and_bare_nodes_are_told():
    design = drawn("g: host\nh: host\nlone: host\ns: switch\nt: switch\na: g -- s\nb: h -- t")
    assert min_cut_between(design, ["g"], ["h"]).value_gbps.value == 0.0
    found = min_cut_between(design, ["g"], ["lone"])
    assert found.value_gbps.value == 0.0
    assert found.links == found.widenings == ()
    assert any("lone has no cable" in note for note in found.notes)


def test_the_way_to_widen_it():
    """The narrow link gets one more; without port groups nobody knows whether there is room."""
    (way,) = min_cut_between(drawn(TWO_LEAVES), ["g"], ["h"]).widenings
    (added,) = way.added
    assert (added.link, added.cables, way.gain_gbps.value, way.ports_known) == ("across", 1, 100.0, False)
    assert added.proposal.arguments == {"link_id": "across", "cables": 4}
    assert way.price_usd.value in (None, 0.0)
    assert way.price_usd.missing
    design = drawn(TWO_LEAVES)
    changed = FIXES[added.proposal.edit](design, None, **added.proposal.arguments).applied(design)
    assert min_cut_between(changed, ["g"], ["h"]).value_gbps.value == 400.0


def test_two_cuts_of_one_size_are_widened_together():
    """left = 100 = middle = 100 = right: either alone does not help."""
    design = drawn(
        "g: host\nh: host\nl: switch\nm: switch\nr: switch\na: g -- l x9\nb: h -- r x9\nx: l -- m\ny: m -- r"
    )
    (way,) = min_cut_between(design, ["g"], ["h"]).widenings
    assert {added.link for added in way.added} == {"x", "y"}
    assert way.gain_gbps.value == 100.0


def test_full_ports_block_and_free_ones_are_filled():
    """A SuperPOD's leaves are full: 32 down and 32 up of 64. With 28 up, 4 are free on each."""
    design = superpod(32, 8, 4)
    found = min_cut_between(design, ["leaf"], ["spine"])
    assert found.value_gbps.value == 256 * 400.0
    assert found.widenings == ()
    assert found.blocked == ("leaf to spine: all 64 osfp ports of leaf are in use.",)
    links = {**design.links, "uplinks": replace(design.links["uplinks"], cables=224)}
    found = min_cut_between(replace(design, links=links), ["leaf"], ["spine"])
    (way,) = found.widenings
    assert (way.added[0].cables, way.gain_gbps.value, way.ports_known) == (8, 3200.0, True)


def test_the_price_is_that_of_the_cables():
    cable = Part(
        id="cable",
        kind="cable",
        layer="servers_fabric",
        vendor="test",
        name="Cable",
        prices=(Price(low=90, typical=100, high=120, basis="street", sources=("sheet",)),),
    )
    design = drawn(TWO_LEAVES)
    links = {**design.links, "across": replace(design.links["across"], cable_part="cable")}
    design = replace(design, links=links, parts={**design.parts, "cable": cable})
    (way,) = min_cut_between(design, ["g"], ["h"]).widenings
    assert (way.price_usd.low, way.price_usd.value, way.price_usd.high) == (90, 100, 120)
    assert way.usd_per_gbps.value == 1.0
    assert "about 100 USD" in way.reason


def test_priced_ways_come_by_their_price():
    """Two links of the cut: one known to cost 5 for 100 Gb/s, one known to cost 1."""
    cables = {
        name: Part(
            id=name,
            kind="cable",
            layer="servers_fabric",
            vendor="test",
            name=name,
            prices=(Price(low=usd, typical=usd, high=usd, basis="street"),),
        )
        for name, usd in (("dear", 500), ("cheap", 100))
    }
    design = drawn("g: host\nh: host\nl: switch\nr: switch\na: g -- l x9\nb: h -- r x9\nx: l -- r\ny: l -- r")
    links = {
        **design.links,
        "x": replace(design.links["x"], cable_part="dear"),
        "y": replace(design.links["y"], cable_part="cheap"),
    }
    found = min_cut_between(replace(design, links=links, parts={**design.parts, **cables}), ["g"], ["h"])
    assert [way.added[0].link for way in found.widenings] == ["y", "x"]


def cut_of_networkx(design, sources, targets):
    graph = cable_graph(design)
    flow = nx.DiGraph()
    flow.add_nodes_from(["source", "sink"])
    for a, b, edge in graph.edges(data=True):
        ends = [
            "source"
            if end[0] in sources
            else "sink"
            if end[0] in targets
            else end
            if graph.nodes[end]["forwards"]
            else None
            for end in (a, b)
        ]
        if None in ends or ends[0] == ends[1]:
            continue
        for start, end in (ends, ends[::-1]):
            had = flow.get_edge_data(start, end, {"capacity": 0.0})["capacity"]
            flow.add_edge(start, end, capacity=had + edge["capacity"])
    return nx.maximum_flow_value(flow, "source", "sink")


@settings(max_examples=runs(20, 120), deadline=None)
@given(designs(), st.data())
def test_cuts_are_those_of_networkx(design, data):
    nodes = sorted(node_id for node_id in design.nodes if node_id != "pod")
    sources = data.draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=2, unique=True))
    rest = [node_id for node_id in nodes if node_id not in sources]
    assume(rest)
    targets = data.draw(st.lists(st.sampled_from(rest), min_size=1, max_size=2, unique=True))
    found = min_cut_between(design, sources, targets)
    expected = cut_of_networkx(design, sources, targets)
    assert found.value_gbps.value == pytest.approx(expected)
    assert recompute(found.value_gbps) == pytest.approx(expected)
    assert sum(row.gbps.value or 0.0 for row in found.links) == pytest.approx(expected)
    for way in found.widenings:
        wider = design
        for added in way.added:
            wider = replace(
                wider,
                links={
                    **wider.links,
                    added.link: replace(wider.links[added.link], cables=added.proposal.arguments["cables"]),
                },
            )
        assert cut_of_networkx(wider, sources, targets) == pytest.approx(expected + way.gain_gbps.value)


@settings(max_examples=runs(10, 80), deadline=None)
@given(designs(), st.data())
def test_folded_is_laid_out_where_every_pair_is_cabled_alike(design, data):
    links = {
        link.id: Link(
            id=link.id,
            a=link.a,
            b=link.b,
            medium="fabric",
            capacity_gbps=link.capacity_gbps or 100.0,
            capacity_back_gbps=data.draw(st.sampled_from([None, 40.0, 400.0])),
            cables=design.nodes[link.a].copies * design.nodes[link.b].copies * data.draw(st.integers(1, 3)),
        )
        for link in design.links.values()
    }
    nodes = {n.id: Node(id=n.id, kind=n.kind, copies=n.copies, order=n.order) for n in design.nodes.values()}
    survey = survey_of(Design(nodes=nodes, links=links))
    assume(folds_flow(survey, ("fabric",)))
    cabled = [n for n in sorted(nodes) if n in survey.roster.cabled(("fabric",))]
    assume(len(cabled) > 1)
    source, target = data.draw(st.permutations(cabled))[:2]
    laid_out = cut_cables(survey, ("fabric",), [source], [target])
    found = folded_between(survey, ("fabric",), [source], [target])

    def carried(cables, back):
        rows = {i: (survey.cablings[i], back.get(i, 0.0)) for i in cables}
        return sum((cables[i] - n) * row.ahead.value + n * row.back.value for i, (row, n) in rows.items())

    assert found.gbps == pytest.approx(carried(laid_out.cables, laid_out.back))
    assert carried(*found.cables(survey)) == pytest.approx(found.gbps)


def test_too_large_to_lay_out_is_folded_and_said_so():
    design = drawn("h: host x4000\ns: switch x1000\nt: switch x7\na: h -- s x4000000 mesh\nb: s -- t x1")
    found = min_cut_between(design, ["h"], ["t"])
    assert found.value_gbps.value == 100.0
    assert any("too large" in note for note in found.notes)
    halves = min_cut_between(design, ["h[0]"], ["h[1]", "h[2]"])
    assert halves.value_gbps.value == pytest.approx(1000 * 100.0)
