"""Planes: connected components of switches once the endpoints are gone, held against networkx."""

import networkx as nx
import pytest
from hypothesis import given, settings

from designer.analysis.network.planes import plane_of
from designer.model.records import RefusedInput
from tests.analysis.conftest import drawn, fat_tree, superpod
from tests.analysis.network.test_network_flow import cable_graph, designs
from tests.long_runs import runs

TWO_PLANES = """
    g: gpu-server x4
    p: switch x2
    pt: switch
    q: switch x2
    qt: switch
    a: g -- p x4
    b: g -- q x4
    pu: p -- pt x2
    qu: q -- qt x2
"""


def test_two_planes_share_no_switch():
    design = drawn(TWO_PLANES)
    plane = plane_of(design, "p")
    assert (plane.names, plane.switches, plane.of, plane.planes) == (("p", "pt"), 3, 6, 2)
    assert plane_of(design, "qt").names == ("q", "qt")


def test_rails_without_spines_are_planes_copy_by_copy():
    design = drawn("g: gpu-server x4\nl: switch x8\na: g -- l x32")
    plane = plane_of(design, "l")
    assert (plane.names, plane.switches, plane.of, plane.planes) == (("l[0]",), 1, 8, 8)


def test_a_fabric_of_one_plane():
    assert plane_of(superpod(31, 8, 4), "leaf").planes == 1
    tree = plane_of(fat_tree(4), "edge")
    assert (set(tree.names), tree.switches, tree.of) == ({"edge", "agg", "core"}, 20, 20)


def test_each_medium_has_planes_of_its_own():
    design = drawn(
        "g: gpu-server x4\nl: switch\nm: switch\na: g -- l x4\nb: g -- m x4 on storage\nc: l -- m x1 on storage"
    )
    assert plane_of(design, "l").names == ("l",)
    assert (plane_of(design, "m").medium, plane_of(design, "m").names) == ("storage", ("l", "m"))


def test_refused():
    design = drawn("g: gpu-server x2\nl: switch\ns: switch\na: g -- l x2")
    for node_id in ("g", "s", "nobody"):
        with pytest.raises(RefusedInput, match="no switch of a network"):
            plane_of(design, node_id)
    huge = drawn("h: host x1000000\ns: switch x31250\na: h -- s x4000000")
    with pytest.raises(RefusedInput, match="too large"):
        plane_of(huge, "s")


@settings(max_examples=runs(35, 80), deadline=None)
@given(designs())
def test_planes_are_components_of_switches(design):
    graph = cable_graph(design)
    switches = [vertex for vertex, kind in graph.nodes(data="kind") if kind == "switch"]
    islands = list(nx.connected_components(graph.subgraph(switches)))
    for node_id in {node for node, _ in switches}:
        if not any(graph.degree(vertex) for vertex in switches if vertex[0] == node_id):
            continue
        plane = plane_of(design, node_id)
        mine = next(island for island in islands if (node_id, 0) in island)
        named = set()
        for name in plane.names:
            node, _, copy = name.rstrip("]").partition("[")
            named |= {(node, int(copy))} if copy else {(node, n) for n in range(design.total_copies(node))}
        assert (named, plane.switches) == (mine, len(mine))
        assert (plane.of, plane.planes) == (len(switches), len(islands))
