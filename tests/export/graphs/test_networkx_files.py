"""Files that networkx wrote: ids, kinds, capacities and parallel edges arrive."""

import json
from pathlib import Path

import networkx as nx
import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.export.graphs.reading import read_graph
from designer.export.graphs.writing import write_graph


def fabric() -> nx.Graph:
    """Four servers under two leaves."""
    graph = nx.Graph(name="Small fabric")
    for host in range(4):
        graph.add_node(f"h{host}", kind="server")
    for leaf in range(2):
        graph.add_node(f"leaf{leaf}", kind="leaf")
        for host in range(4):
            graph.add_edge(f"h{host}", f"leaf{leaf}", capacity_gbps=400.0)
    return graph


@pytest.fixture(params=["graphml", "links.json", "edges.json"])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"small.{request.param}"
    if request.param == "graphml":
        nx.write_graphml(fabric(), path)
    else:
        path.write_text(json.dumps(nx.node_link_data(fabric(), edges=request.param.partition(".")[0])))
    return path


def test_a_fabric_arrives_whole(written: Path, library: Library) -> None:
    found = read_graph(written, library)
    design = found.design
    assert found.notes == ()
    assert design.name == "Small fabric"
    assert {node.id: (node.kind, node.part) for node in design.nodes.values()} == {
        **{f"h{host}": ("host", "generic/host") for host in range(4)},
        **{f"leaf{leaf}": ("switch", "generic/switch") for leaf in range(2)},
    }
    assert {(link.a, link.b, link.cables, link.capacity_gbps) for link in design.links.values()} == {
        (f"h{host}", f"leaf{leaf}", 1, 400.0) for host in range(4) for leaf in range(2)
    }
    assert len({(node.x, node.y) for node in design.nodes.values()}) == 6


def test_the_bisection_is_that_of_networkx(written: Path, library: Library) -> None:
    design = read_graph(written, library).design
    graph = fabric()
    for left, right in (("source", ("h0", "h1")), ("sink", ("h2", "h3"))):
        graph.add_edges_from((left, host, {"capacity_gbps": 1e9}) for host in right)
    expected = nx.maximum_flow_value(graph, "source", "sink", capacity="capacity_gbps")
    assert analyze(design).network.bisection_gbps.value == pytest.approx(expected)


def test_parallel_edges_of_a_multigraph_fold_into_cables(library: Library, tmp_path: Path) -> None:
    graph = nx.MultiGraph()
    graph.add_node("a", kind="switch")
    graph.add_node("b", kind="switch")
    for rate in ("400G", "400G", "400G", "100G"):
        graph.add_edge("a", "b", capacity=rate)
    nx.write_graphml(graph, tmp_path / "multi.graphml")
    (tmp_path / "multi.json").write_text(json.dumps(nx.node_link_data(graph, edges="links")))
    for name in ("multi.graphml", "multi.json"):
        found = read_graph(tmp_path / name, library)
        cables = sorted((link.capacity_gbps, link.cables) for link in found.design.links.values())
        assert cables == [(100.0, 1), (400.0, 3)]
        assert "2 edges parallel to others were folded into their bundles of cables." in found.notes


def test_two_arcs_are_one_cable(library: Library, tmp_path: Path) -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from("abc", kind="switch")
    graph.add_edge("a", "b", capacity_gbps=400)
    graph.add_edge("b", "a", capacity_gbps=200)
    graph.add_edge("b", "c", capacity_gbps=100)
    nx.write_graphml(graph, tmp_path / "arcs.graphml")
    found = read_graph(tmp_path / "arcs.graphml", library)
    links = found.design.links.values()
    assert {(link.a, link.b, link.cables, link.capacity_gbps, link.capacity_back_gbps) for link in links} == {
        ("a", "b", 1, 400.0, 200.0),
        ("b", "c", 1, 100.0, None),
    }
    assert found.notes == ("One arc has none back; taken as a cable that carries as much both ways.",)


@pytest.mark.parametrize("suffix", [".graphml", ".dot"])
def test_a_template_comes_back(library: Library, tmp_path: Path, suffix: str) -> None:
    design = build_template("dgx-superpod-h100", library, {})
    write_graph(tmp_path / f"pod{suffix}", design)
    found = read_graph(tmp_path / f"pod{suffix}", library)
    assert found.notes == ()
    assert {name: replace(node, order=0) for name, node in found.design.nodes.items()} == {
        name: replace(
            node,
            order=0,
            facts={},
            choices={},
            ports=(),
            width=None,
            height=None,
            note="",
            pinned=False,
            folded=False,
            rack=None,
            floor=None,
            price_usd=None,
            plan=None,
        )
        for name, node in design.nodes.items()
    }
    assert analyze(found.design).network.bisection_gbps.value == analyze(design).network.bisection_gbps.value


def test_networkx_reads_what_we_write(library: Library, tmp_path: Path) -> None:
    design = build_template("dgx-superpod-h100", library, {})
    write_graph(tmp_path / "pod.graphml", design)
    graph = nx.read_graphml(tmp_path / "pod.graphml", force_multigraph=True)
    assert set(graph.nodes) == set(design.nodes)
    assert {key for _, _, key in graph.edges(keys=True)} == set(design.links)
    assert all(graph.nodes[node.id]["copies"] == node.copies for node in design.nodes.values())
