"""The floor as DXF: opened again, sound, in millimetres, every rack once under its name."""

from pathlib import Path

import pytest
from ezdxf import units
from ezdxf.addons.drawing import Frontend, RenderContext, layout, svg
from ezdxf.filemanagement import readfile

from designer.edit.templates.templates import build_template
from designer.export.paper.floor_dxf import write_floor_dxf
from designer.model.design import Design, FloorPlace, Node
from designer.model.device_names import device_names
from designer.model.records import RefusedInput
from designer.model.rooms.floor_positions import standing
from designer.model.rooms.room_plan import Door, RoomPlan, rectangle
from tests.shipped import LIBRARY


@pytest.fixture(scope="module")
def superpod() -> Design:
    return build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})


def test_every_rack_stands_in_millimetres_under_its_name(tmp_path: Path, superpod: Design) -> None:
    path = tmp_path / "floor.dxf"
    count = write_floor_dxf(path, superpod)
    document = readfile(path)
    audit = document.audit()
    assert (audit.errors, audit.fixes) == ([], [])
    assert document.header["$INSUNITS"] == units.MM
    space = document.modelspace()
    blocks = space.query("INSERT")
    found = standing(superpod)
    assert len(blocks) == count == found.count
    names = device_names(superpod)
    texts = {entity.dxf.text for entity in space.query("TEXT")}
    for row in range(found.count):
        assert names.of(found.ids[int(found.node[row])], int(found.copy[row])) in texts
    ids = {block.get_attrib_text("ID") for block in blocks}
    assert len(ids) == count
    # Between two racks is what is between them in the room: no scale, only mirrored.
    placed = {block.get_attrib_text("ID"): block.dxf.insert for block in blocks}
    keys = [f"{found.ids[int(found.node[row])]}[{int(found.copy[row])}]" for row in range(found.count)]
    for row in range(1, found.count):
        if found.room[row] == found.room[0] and found.room_copy[row] == found.room_copy[0]:
            dx, dy = (found.corner[row] - found.corner[0]).tolist()
            apart = placed[keys[row]] - placed[keys[0]]
            assert (apart.x, apart.y) == pytest.approx((dx, -dy))
    layers = {layer.dxf.name for layer in document.layers}
    assert {"WALLS", "RACKS", "NAMES", "DIMENSIONS", "AISLES-COLD", "AISLES-HOT"} <= layers
    assert len(space.query("DIMENSION")) == 2


def test_it_can_be_rendered_by_a_program_that_knows_nothing_of_ours(tmp_path: Path, superpod: Design) -> None:
    path = tmp_path / "floor.dxf"
    write_floor_dxf(path, superpod)
    document = readfile(path)
    backend = svg.SVGBackend()
    Frontend(RenderContext(document), backend).draw_layout(document.modelspace())
    page = layout.Page(420, 297, layout.Units.mm, margins=layout.Margins.all(10))
    assert backend.get_string(page).count("<path") > 10


def test_a_turned_rack_and_a_door_lie_where_the_plan_has_them(tmp_path: Path) -> None:
    plan = RoomPlan(outline=rectangle(10_000, 6_000), doors=(Door(x_mm=1_000, y_mm=6_000),))
    nodes = {
        "hall": Node(id="hall", kind="room", name="Hall", plan=plan),
        "r": Node(
            id="r",
            kind="rack",
            parent="hall",
            floor=FloorPlace(x_mm=5_000, y_mm=2_000, rotation_deg=90),
            facts={"width_mm": 600.0, "depth_mm": 1_200.0},
        ),
    }
    path = tmp_path / "floor.dxf"
    write_floor_dxf(path, Design(nodes=nodes))
    space = readfile(path).modelspace()
    (rack,) = space.query("INSERT")
    assert rack.dxf.rotation == -90
    (outline,) = [entity for entity in rack.virtual_entities() if entity.dxftype() == "LWPOLYLINE"]
    xs, ys = zip(*((x, y) for x, y, *_ in outline.get_points()), strict=True)
    # Turned clockwise in a plan whose y runs down, it reaches to the left and down from its corner.
    assert (min(xs), max(xs)) == pytest.approx((3_800, 5_000))
    assert (min(ys), max(ys)) == pytest.approx((3_400, 4_000))
    (arc,) = space.query("ARC")
    assert arc.dxf.center.isclose((1_000, 0, 0))


def test_nothing_on_any_floor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match="no floor to draw"):
        write_floor_dxf(tmp_path / "f.dxf", build_template("rag-service", LIBRARY, {}))
    assert not (tmp_path / "f.dxf").exists()
