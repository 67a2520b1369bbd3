"""Diagrams of draw.io: what is written is read back whole, changes made there are taken, hostile files are refused."""

import base64
import zlib
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings

from designer.analysis.run import analyze
from designer.drawing.topology.topology import draw_topology
from designer.edit.marks import marks
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.export.drawio.physical import physical_page
from designer.export.drawio.reading import read_drawio
from designer.export.drawio.writing import drawio_of, write_drawio
from designer.export.graphs.reading import read_graph
from designer.model.changes import between
from designer.model.design import Design
from designer.model.records import RefusedInput
from tests.export.graphs.test_round_trip import designs
from tests.long_runs import runs
from tests.shipped import LIBRARY


def written(design: Design, path: Path) -> ET.Element:
    """DESIGN as the file at PATH, and its root."""
    write_drawio(path, design, analyze(design, library=LIBRARY), ())
    return ET.parse(path).getroot()


def there_and_back(design: Design, folder: Path) -> Design:
    path = folder / "design.drawio"
    write_drawio(path, design, None, ())  # what is read back depends on no figure
    found = read_graph(path, LIBRARY)
    assert found.notes == ()
    return found.design


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_template_comes_back_whole(name: str, tmp_path: Path) -> None:
    design = build_template(name, LIBRARY, {})
    assert between(design, there_and_back(design, tmp_path)).changes == {}


@settings(max_examples=runs(8, 100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(design=designs())
def test_any_design_comes_back_whole(design: Design) -> None:
    # The page that is read back alone: its drawing is measured without fonts, which odd letters make slow.
    found = read_drawio(drawio_of([physical_page(design, draw_topology(design))]), LIBRARY, "any").design
    # Names with letters that cannot be shown are written without them; all else is equal.
    changed = between(design, found).changes
    assert {field for pair in changed.values() for field in differing(*pair)} <= {"name"}


def differing(old, new) -> set[str]:
    if old is None or new is None:
        return {"gone" if new is None else "new"}
    return {name for name in old.__struct_fields__ if getattr(old, name) != getattr(new, name)}


def test_connectors_are_attached_to_shapes_of_their_page(superpod: Design, tmp_path: Path) -> None:
    root = written(superpod, tmp_path / "design.drawio")
    titles = [page.get("name") for page in root]
    assert titles[:2] == ["Topology", "Topology, logical"]
    for page in root:
        cells = {one.get("id"): one for one in (*page.iter("mxCell"), *page.iter("object"))}
        edges = [cell for cell in page.iter("mxCell") if cell.get("edge") == "1" and cell.get("source")]
        assert all(edge.get("source") in cells and edge.get("target") in cells for edge in edges)
        holders = {cell.get("parent") for cell in page.iter("mxCell")} - {None}
        assert holders <= cells.keys()
    assert sum(1 for cell in root[0].iter("mxCell") if cell.get("edge") == "1") == len(superpod.links)


def shape(root: ET.Element, node_id: str) -> ET.Element:
    return next(one for one in root[0].iter("object") if one.get("id") == node_id)


def edited(root: ET.Element) -> Design:
    return read_drawio(ET.tostring(root), LIBRARY, "edited").design


def test_what_is_changed_in_the_other_program_is_taken(tmp_path: Path) -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    root = written(design, tmp_path / "design.drawio")
    # Renamed with a count, moved, put elsewhere, more cables, and one removed.
    shape(root, "leaf").set("label", "Top leaf\n×6")
    geometry = next(shape(root, "spine").iter("mxGeometry"))
    geometry.set("x", str(float(geometry.get("x", "0")) + 40))
    link_id = next(link.id for link in design.links.values() if {link.a, link.b} == {"leaf", "spine"})
    shape(root, link_id).set("cables", "128")
    cells = root[0].find(".//root")
    assert cells is not None
    cells.remove(shape(root, "ufm"))
    found = edited(root)
    assert (found.nodes["leaf"].name, found.nodes["leaf"].copies) == ("Top leaf", 6)
    assert found.nodes["spine"].x == design.nodes["spine"].x + 40
    assert found.nodes["spine"].rack == design.nodes["spine"].rack
    assert found.links[link_id].cables == 128
    assert "ufm" not in found.nodes
    assert not any("ufm" in (link.a, link.b) for link in found.links.values())


def test_a_cable_that_is_joined_elsewhere_leaves_its_port(tmp_path: Path) -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    root = written(design, tmp_path / "design.drawio")
    link = next(one for one in design.links.values() if one.a_port and one.b_port and one.b == "leaf")
    cell = next(shape(root, link.id).iter("mxCell"))
    cell.set("target", "storage-leaf")
    found = edited(root).links[link.id]
    assert (found.b, found.b_port, found.a_port) == ("storage-leaf", None, link.a_port)


def test_notes_are_shown_and_kept(tmp_path: Path) -> None:
    design = build_template("rag-service", LIBRARY, {})
    design = marks.add_note(design, 10, -200, "Ask the site").applied(design)
    root = written(design, tmp_path / "design.drawio")
    assert any("Ask the site" in one.get("label", "") for one in root[0].iter("object"))
    assert edited(root).marks == design.marks


OTHERS = """<mxfile><diagram name="Page-1"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
<mxCell id="g" value="Rack A" style="swimlane;" vertex="1" parent="1"><mxGeometry x="0" y="0" width="400" height="400"
 as="geometry"/></mxCell>
<mxCell id="s" value="&lt;b&gt;Leaf switch&lt;/b&gt;" style="rounded=1;html=1;" vertex="1" parent="g">
<mxGeometry x="10" y="40" width="100" height="40" as="geometry"/></mxCell>
<mxCell id="h" value="GPU server ×4" style="shape=mxgraph.rack.server;" vertex="1" parent="g">
<mxGeometry x="10" y="240" width="100" height="40" as="geometry"/></mxCell>
<mxCell id="e" value="" edge="1" parent="1" source="s" target="h"/>
<mxCell id="l" value="4x400G" style="edgeLabel;" vertex="1" parent="e"/>
<mxCell id="loose" edge="1" parent="1" source="s"/>
</root></mxGraphModel></diagram>
<diagram name="Page-2"><mxGraphModel><root><mxCell id="0"/></root></mxGraphModel></diagram>
</mxfile>"""


def test_a_diagram_of_others_becomes_parts_containers_and_links() -> None:
    found = read_drawio(OTHERS.encode(), LIBRARY, "others")
    nodes = {node.title: node for node in found.design.nodes.values()}
    assert nodes["Leaf switch"].kind == "switch"
    assert (nodes["GPU server"].kind, nodes["GPU server"].copies) == ("host", 4)
    assert nodes["Leaf switch"].parent == nodes["Rack A"].id
    (link,) = found.design.links.values()
    assert (link.cables, link.capacity_gbps) == (4, 400)
    assert any("first of 2 pages" in note for note in found.notes)
    assert any("not attached" in note for note in found.notes)


def test_a_packed_page_is_unpacked() -> None:
    root = ET.fromstring(OTHERS)
    model = ET.tostring(root[0][0]).decode()
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = base64.b64encode(squeezer.compress(quote(model).encode()) + squeezer.flush()).decode()
    found = read_drawio(f'<mxfile><diagram name="P">{packed}</diagram></mxfile>'.encode(), LIBRARY, "packed")
    assert len(found.design.nodes) == 3


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<svg/>", "no diagram of draw.io"),
        (b"<mxfile/>", "no page"),
        (b"<mxfile><diagram", "not valid XML"),
        (b'<!DOCTYPE m [<!ENTITY a "x">]><mxfile>&a;</mxfile>', "entities"),
        (b"<mxfile><diagram>!!!</diagram></mxfile>", "packed in a way"),
        (b"<mxfile>" + b"<a>" * 1000, "nested"),
    ],
)
def test_what_is_no_diagram_is_refused_in_one_line(body: bytes, words: str) -> None:
    with pytest.raises(RefusedInput, match=words):
        read_drawio(body, LIBRARY, "bad")


def test_a_bomb_is_not_unpacked_beyond_the_limit() -> None:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = base64.b64encode(squeezer.compress(b"a" * 60_000_000) + squeezer.flush()).decode()
    with pytest.raises(RefusedInput, match="larger than"):
        read_drawio(f"<mxfile><diagram>{packed}</diagram></mxfile>".encode(), LIBRARY, "bomb")


def test_a_damaged_record_is_told_and_the_plain_data_are_taken(tmp_path: Path) -> None:
    design = build_template("rag-service", LIBRARY, {})
    root = written(design, tmp_path / "design.drawio")
    node_id = next(iter(design.nodes))
    shape(root, node_id).set("stackwright", '{"copies": []}')
    found = read_drawio(ET.tostring(root), LIBRARY, "damaged")
    assert any("damaged" in note for note in found.notes)
    assert node_id in found.design.nodes
