"""What is read out of GraphML, DOT and JSON, and what is told of the rest."""

import re
from pathlib import Path

import pytest

from designer.export.graphs.capacity_text import capacity_of
from designer.export.graphs.node_kinds import kind_of_word
from designer.export.graphs.reading import read_graph
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY

CLUSTERS = """
/* a file as people write it */
digraph "Two racks" {
  rankdir=LR;
  node [kind=switch];   // the default from here on
  subgraph cluster_r1 { label="Rack 1"; kind=rack; s1; s2 [label="Leaf " + "two"]; }
  subgraph cluster_far { s3 }
  h1 [kind=host, label=<<b>bold</b>>];
  h1:p1 -> {s1 s2} [label="400G"];
  s1 -> s1;
  s1 -> s3 -> s2 [bandwidth="4x100G", wavelength="1310"];
}
"""


def test_dot_with_clusters_chains_and_defaults(read_text):
    found = read_text(CLUSTERS, "two.dot")
    design = found.design
    assert design.name == "Two racks"
    assert {node.id: (node.kind, node.parent, node.name) for node in design.nodes.values()} == {
        "r1": ("rack", None, "Rack 1"),
        "s1": ("switch", "r1", ""),
        "s2": ("switch", "r1", "Leaf two"),
        "far": ("pod", None, ""),
        "s3": ("switch", "far", ""),
        "h1": ("host", None, ""),
    }
    assert {(link.a, link.b, link.cables, link.capacity_gbps) for link in design.links.values()} == {
        ("h1", "s1", 1, 400.0),
        ("h1", "s2", 1, 400.0),
        ("s1", "s3", 4, 100.0),
        ("s3", "s2", 4, 100.0),
    }
    assert set(found.notes) == {
        "One HTML label was left out.",
        "One self-loop was dropped: a cable joins two nodes.",
        "The edge attribute 'wavelength' of 2 edges has no place; left out.",
        "4 arcs have none back; taken as cables that carry as much both ways.",
        "The ports that 2 edges name are not on their parts; the first that fit are taken.",
    }


def test_a_node_may_be_called_like_its_cluster(read_text):
    design = read_text("graph { subgraph cluster_a { a [kind=host]; cluster_a [kind=host] } }", "same.gv").design
    assert {node.id: node.parent for node in design.nodes.values()} == {
        "a-group": None,
        "a": "a-group",
        "cluster_a": "a-group",
    }


def test_arcs_there_and_back_keep_a_rate_each_way(read_text):
    text = 'digraph { a -> b [label="100G"]; b -> a [label="20G"]; c -> d [label="40G"]; d -> c [label="40G"]; }'
    found = read_text(text, "arcs.dot")
    rows = [(one.a, one.b, one.capacity_gbps, one.capacity_back_gbps) for one in found.design.links.values()]
    assert rows == [("a", "b", 100.0, 20.0), ("c", "d", 40.0, None)]
    assert not any("arc" in note for note in found.notes)


def test_strict_dot_has_no_parallel_edges(read_text):
    design = read_text("strict graph { a -- b [label=100G]; b -- a [label=100G]; }", "strict.dot").design
    assert [(link.cables, link.capacity_gbps) for link in design.links.values()] == [(1, 100.0)]


def test_nested_graphml_of_yed_with_places(read_text):
    found = read_text(
        """<?xml version="1.0"?>
        <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
          <key id="d0" for="node" attr.name="kind"><default>switch</default></key>
          <key id="d1" for="node" yfiles.type="nodegraphics"/><key id="d2" for="edge" yfiles.type="edgegraphics"/>
          <graph id="G" edgedefault="undirected">
            <node id="rack1"><data key="d0">rack</data><graph id="inner">
              <node id="n1"><data key="d1"><y:ShapeNode><y:Geometry x="500" y="100"/>
                <y:NodeLabel>Leaf</y:NodeLabel></y:ShapeNode></data></node></graph></node>
            <node id="n2"><data key="d0">storage</data><data key="d1"><y:ShapeNode><y:Geometry x="0" y="300"/>
              </y:ShapeNode></data></node>
            <edge id="e0" source="n1" target="n2"><data key="d2"><y:PolyLineEdge>
              <y:EdgeLabel>2 x 200G</y:EdgeLabel></y:PolyLineEdge></data></edge>
          </graph></graphml>""",
        "yed.graphml",
    )
    design = found.design
    assert found.notes == ()
    assert {node.id: (node.kind, node.parent, node.name) for node in design.nodes.values()} == {
        "rack1": ("rack", None, ""),
        "n1": ("switch", "rack1", "Leaf"),
        "n2": ("storage", None, ""),
    }
    assert (design.nodes["n1"].x, design.nodes["n1"].y) == (500, 100)
    assert (design.nodes["rack1"].x, design.nodes["rack1"].y) == (484, 68)
    assert [(link.id, link.cables, link.capacity_gbps) for link in design.links.values()] == [("e0", 2, 200.0)]


def test_json_of_d3_counts_nodes_without_ids(read_text):
    design = read_text(
        '{"nodes": [{"name": "a", "kind": "host"}, {"name": "b", "kind": "host"}],'
        ' "links": [{"source": 0, "target": 1, "speed": "10Gbps"}]}',
        "d3.json",
    ).design
    assert [(link.a, link.b, link.capacity_gbps) for link in design.links.values()] == [("a", "b", 10.0)]


def test_odd_ids_are_made_legal_each_once_and_told(read_text):
    found = read_text(
        '{"nodes": [{"id": "a b", "kind": "host"}, {"id": "a-b", "kind": "host"}, {"id": "é", "kind": "host"}],'
        ' "edges": [{"a": "a b", "b": "é", "capacity_gbps": 25}, {"a": "gone", "b": "é"}]}',
        "odd.json",
    )
    assert set(found.design.nodes) == {"a-b", "a-b-2", "node"}
    assert [(link.a, link.b) for link in found.design.links.values()] == [("a-b-2", "node")]
    assert "The id 'a b' is not allowed here; it became 'a-b-2'." in found.notes
    assert "An edge to 'gone' was left out: there is no such node." in found.notes


def test_kinds_that_are_not_known_are_guessed_by_neighbours_and_told(read_text):
    found = read_text("graph { fw [kind=firewall]; fw -- a [label=1G]; fw -- b [label=1G]; }", "guess.dot")
    assert {node.id: node.kind for node in found.design.nodes.values()} == {"fw": "switch", "a": "host", "b": "host"}
    assert "2 nodes have no kind; with one neighbour at most they were taken as a host." in found.notes
    assert [note for note in found.notes if "kind" in note] == [
        "One node is called 'firewall', which is no kind that is known; with several neighbours it was taken as a "
        "switch.",
        "2 nodes have no kind; with one neighbour at most they were taken as a host.",
    ]


def test_a_node_with_more_edges_than_ports_gets_them(read_text):
    edges = " ".join(f"s -- h{n} [label=100G];" for n in range(80))
    found = read_text(f"graph {{ node [kind=host]; s [kind=switch]; {edges} }}", "wide.dot")
    assert found.design.ports_of(found.design.nodes["s"])[0].count == 80


def test_small_coordinates_are_stretched_until_no_tiles_overlap(read_text):
    design = read_text(
        'graph { a [kind=host, pos="0,0"]; b [kind=host, pos="1,0"]; c [kind=host, pos="0,1"]; }', "places.dot"
    ).design
    a, b, c = (design.nodes[name] for name in "abc")
    assert a.y == b.y > c.y
    assert a.x == c.x <= b.x - 224


@pytest.mark.parametrize(
    ("attributes", "gbps", "cables"),
    [
        ({"capacity_gbps": "400"}, 400.0, 1),
        ({"capacity": "1.6T"}, 1600.0, 1),
        ({"label": "4 × 100G"}, 100.0, 4),
        ({"speed": "100 Mbit/s"}, 0.1, 1),
        ({"bandwidth": "50 GB/s"}, 400.0, 1),
        ({"label": "100GbE"}, 100.0, 1),
        ({"LinkSpeedRaw": "10000000000.0"}, 10.0, 1),
        ({"LinkSpeed": "45", "LinkSpeedUnits": "M"}, 0.045, 1),
        ({"bandwidth_mbps": "2500"}, 2.5, 1),
        ({"label": "uplink"}, None, 1),
        ({"label": "7"}, None, 1),
        ({"capacity_gbps": "0"}, 0.0, 1),
        ({"capacity_gbps": "-5"}, None, 1),
        ({"capacity_gbps": "1e999"}, None, 1),
        ({"capacity": "nan"}, None, 1),
        ({"capacity": "fast"}, None, 1),
        ({}, None, 1),
    ],
)
def test_rates_as_people_write_them(attributes, gbps, cables):
    found = capacity_of(attributes)
    assert found.gbps == (None if gbps is None else pytest.approx(gbps))
    assert found.cables == cables


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Server", "host"),
        ("ROUTER", "switch"),
        ("super_spine", "switch"),
        ("Hosts", "host"),
        ("nas", "storage"),
        ("rack", "rack"),
        ("pdu", "pdu"),
        ("firewall", None),
        ("", None),
    ],
)
def test_words_for_kinds(word, kind):
    assert kind_of_word(word) == kind


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("", "empty.graphml", "empty"),
        ("<svg/>", "svg.graphml", "not GraphML"),
        ("<graphml", "cut.graphml", "valid XML"),
        ("graph {", "cut.dot", "expected"),
        ('graph { a [label="x] }', "quote.dot", "line 1"),
        ("a -- b", "bare.gv", "begins"),
        ('{"nodes": [{}]}', "no-id.json", "needs an id"),
        ('{"nodes": [], "links": {}}', "links.json", "must be a list"),
        ('{"nodes": [{"id": 1}, {"id": "1"}]}', "twice.json", "two nodes"),
        ("[1, 2]", "list.json", "Stackwright design"),
        ('{"nodes": [{"id": 1}], "links": [{"source": 1}]}', "end.json", "two ends"),
        ("{", "cut.json", "valid JSON"),
        (b"graph { \xff }", "latin.dot", "UTF-8"),
    ],
)
def test_what_is_no_graph_is_refused_in_one_line(read_text, text, name, said):
    with pytest.raises(RefusedInput) as refused:
        read_text(text, name)
    message = str(refused.value)
    assert message.startswith(name)
    assert said in message
    assert "\n" not in message


def test_the_example_of_the_guide_is_read_without_a_note(read_text):
    guide = Path(__file__).parents[3] / "resources" / "guide" / "graphs.md"
    example = re.search(r"```json\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    assert example is not None
    found = read_text(example[1], "guide.json")
    assert found.notes == ()
    assert set(found.design.nodes) == {"gpu-1", "gpu-2", "leaf"}


def test_dot_as_graphviz_lays_it_out(read_text):
    found = read_text(
        r"""graph Fabric {
            graph [bb="0,0,342,180"];
            node [label="\N", shape=box];
            subgraph cluster_rack1 { graph [bb="8,8,180,80", kind=rack, label="Rack 1", lheight=0.21];
                gpu1 [height=0.5, kind=server, pos="63,18", width=0.75];
                gpu2 [height=0.5, kind=server, pos="135,18", width=0.75]; }
            leaf1 [height=0.5, kind=switch, pos="99,90", width=0.75];
            gpu1 -- leaf1 [capacity_gbps=400, pos="70,36 75,47 80,60 85,72"];
            gpu2 -- leaf1 [capacity_gbps=400, pos="128,36 122,47 118,60 112,72"];
        }""",
        "laid-out.dot",
    )
    nodes = found.design.nodes
    assert found.notes == ("Shapes, colours and sizes of another drawing were left out.",)
    assert {node.id: (node.name, node.parent) for node in nodes.values()} == {
        "rack1": ("Rack 1", None),
        "gpu1": ("", "rack1"),
        "gpu2": ("", "rack1"),
        "leaf1": ("", None),
    }
    assert nodes["leaf1"].y < nodes["gpu1"].y == nodes["gpu2"].y
    assert nodes["gpu1"].x + 224 <= nodes["gpu2"].x


@pytest.mark.parametrize("word", ["nan", "1e999", "-inf", "far"])
def test_coordinates_that_are_none_are_told(tmp_path: Path, word: str) -> None:
    path = tmp_path / "g.dot"
    path.write_text(f'graph {{ a [x="{word}", y="1"]; b [x="900", y="1"]; a -- b }}')
    found = read_graph(path, LIBRARY)
    assert [note for note in found.notes if "coordinates" in note] == [
        f"The coordinates of node 'a', '{word}', '1', are no place; left out."
    ]


def test_a_netbox_length_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    heads = "side_a_device,side_a_type,side_a_name,side_b_device,side_b_type,side_b_name,length,length_unit\n"
    path.write_text(f"{heads}a,dcim.interface,1,b,dcim.interface,1,nan,m\n")
    found = read_graph(path, LIBRARY)
    assert [link.length_m for link in found.design.links.values()] == [None]
    assert "The length 'nan' of a cable is no length; left out." in found.notes
