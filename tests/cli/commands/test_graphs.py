"""Graphs of others come in and go out on the command line."""

import networkx as nx
import pytest


@pytest.fixture
def small(tmp_path):
    """Two hosts under a leaf, as networkx writes them."""
    graph = nx.Graph()
    graph.add_node("a", kind="server")
    graph.add_node("b", kind="server", wavelength=1310)
    graph.add_node("leaf", kind="switch")
    graph.add_edge("a", "leaf", capacity_gbps=400.0)
    graph.add_edge("b", "leaf", capacity_gbps=400.0)
    path = tmp_path / "small.graphml"
    nx.write_graphml(graph, path)
    return path


def test_a_graph_is_imported_and_analysed(stackwright, small, tmp_path):
    out = tmp_path / "small.stackwright"
    said = stackwright("import", small, "-o", out)
    assert (said.code, said.err) == (0, "")
    assert "3 nodes and 2 links" in said.out
    assert "The node attribute 'wavelength' has no place; left out." in said.out
    document = stackwright("analyze", out, "--json").document
    assert document["counts"]["nodes"]["by_kind"] == {"host": 2, "switch": 1}
    assert document["network"]["bisection_gbps"]["value"] == 400


@pytest.mark.parametrize("suffix", [".graphml", ".dot"])
def test_what_is_exported_is_imported_again(stackwright, small, tmp_path, suffix):
    first, graph, second = tmp_path / "first.yaml", tmp_path / f"out{suffix}", tmp_path / "second.yaml"
    assert stackwright("import", small, "-o", first).code == 0
    assert stackwright("export", first, "-o", graph).code == 0
    said = stackwright("import", graph, "-o", second)
    assert said.out.count("\n") == 1, "nothing was left out"
    assert stackwright("analyze", first, "--json").document == stackwright("analyze", second, "--json").document


def test_a_design_as_json_is_still_one(stackwright, tmp_path):
    (tmp_path / "a.json").write_text('{"format": "stackwright-design", "version": 1, "nodes": []}')
    assert stackwright("import", tmp_path / "a.json", "-o", tmp_path / "b.stackwright").code == 0


def test_a_command_that_needs_a_project_says_how_to_take_a_graph_in(stackwright, small):
    said = stackwright("analyze", small)
    assert said.code == 1
    assert "stackwright import" in said.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gone.graphml", None),
        ("bad.graphml", "<a/>"),
        ("bad.dot", "{"),
        ("bad.gv", "\x00"),
        ("deep.json", "[" * 200_000),
    ],
)
def test_bad_graphs_are_refused_in_one_line(stackwright, tmp_path, name, text):
    if text is not None:
        (tmp_path / name).write_text(text)
    said = stackwright("import", tmp_path / name, "-o", tmp_path / "out.stackwright")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert not (tmp_path / "out.stackwright").exists()


def test_netbox_cables_with_their_devices(stackwright, tmp_path):
    (tmp_path / "cables.csv").write_text(
        "side_a_device,side_a_type,side_a_name,side_b_device,side_b_type,side_b_name,type\n"
        "dgx,dcim.interface,OSFP1,leaf,dcim.interface,1/1,dac-passive\n"
    )
    (tmp_path / "devices.csv").write_text("name,role,device_type\ndgx,server,DGX H100\nleaf,leaf,QM9700\n")
    out = tmp_path / "out.stackwright"
    said = stackwright("import", tmp_path / "cables.csv", "--devices", tmp_path / "devices.csv", "-o", out)
    assert (said.code, said.err) == (0, "")
    assert "'dac-passive' has no place" in said.out
    assert stackwright("analyze", out, "--json").document["counts"]["accelerators"]["total"] == 8
    said = stackwright("import", tmp_path / "cables.csv", "--devices", tmp_path / "gone.csv", "-o", tmp_path / "b.yaml")
    assert said.code == 1
    assert "gone.csv does not exist" in said.err
