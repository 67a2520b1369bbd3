"""Designs as networkx graphs and back: nothing is lost, edits in the graph are edits, and other graphs are read."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from designer import api
from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.model.records import RefusedInput


@pytest.mark.parametrize("template", ["ai-stack", "dgx-superpod-h100", "rail-optimised"])
def test_what_came_from_a_design_leads_back_to_it(template: str, library: Library, tmp_path: Path) -> None:
    design = api.Document(build_template(template, library, {}), library=library)
    graph = api.to_networkx(design)
    assert set(graph) == set(design.nodes)
    assert {key for _, _, key in graph.edges(keys=True)} == set(design.links)
    assert api.from_networkx(graph, library=library).digest == design.digest
    # A file of networkx keeps it too, whatever is written as a text there.
    nx.write_graphml(graph, tmp_path / "graph.graphml")
    read = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert api.from_networkx(read, library=library).digest == design.digest


def test_edits_in_the_graph_are_edits_of_the_design(library: Library) -> None:
    design = api.Document(build_template("leaf-spine", library, {"nodes": "32"}), library=library)
    graph = api.to_networkx(design)
    a, b, link = next(iter(graph.edges(keys=True)))
    graph.edges[a, b, link]["name"] = "Renamed"
    graph.nodes[a]["x"] += 16.0
    graph.add_node("extra", kind="host", copies=2)
    graph.add_edge("extra", b, key="extra-link", cables=2, capacity_gbps=100)
    after = api.from_networkx(graph, library=library)
    assert after.links[link].name == "Renamed"
    assert after.nodes[a].x == design.nodes[a].x + 16.0
    assert (after.nodes["extra"].part, after.links["extra-link"].cables) == ("generic/host", 2)
    # Numbers of numpy, a container before what it stands in, and a node that says nothing of itself.
    graph.nodes["extra"]["copies"] = np.int64(3)
    graph.add_node("rack", kind="rack", parent="row", copies=2)
    graph.add_node("row", kind="row")
    graph.add_node("plain")
    more = api.from_networkx(graph, library=library)
    assert (more.nodes["extra"].copies, more.nodes["rack"].parent, more.nodes["rack"].copies) == (3, "row", 2)
    assert more.notes == ("plain: neither kind nor part is named; taken as a host.",)
    graph.remove_nodes_from(["rack", "row", "plain"])
    graph.remove_node("extra")
    graph.remove_edge(a, b, link)
    assert set(api.from_networkx(graph, library=library).links) == set(design.links) - {link}


def test_graphs_of_others_are_read_by_kind_and_capacity(library: Library) -> None:
    graph = nx.Graph(name="Ring")
    graph.add_nodes_from(["s1", "s2"], kind="switch")
    graph.add_nodes_from([("h", 1), ("h", 2)])
    graph.add_edge("s1", "s2", capacity_gbps=400, cables=4)
    graph.add_edge(("h", 1), "s1", capacity_gbps=100)
    graph.add_edge(("h", 2), "s2", capacity_gbps=100, note=object())
    made = api.from_networkx(graph, library=library)
    assert {one.kind for one in made.nodes.values()} == {"switch", "host"}
    trunk = next(link for link in made.links.values() if {link.a, link.b} == {"s1", "s2"})
    assert (trunk.cables, trunk.capacity_gbps) == (4, 400.0)
    assert any("no kind" in note for note in made.notes)
    assert made.analyze(only=["network"]).value("network.bisection_gbps") == 100.0


def test_a_damaged_design_in_a_graph_is_refused() -> None:
    graph = nx.Graph(stackwright_design="{" * 2000)
    with pytest.raises(RefusedInput, match="cannot be read"):
        api.from_networkx(graph)
