"""The display list of a room: places in centimetres, words, overlays, what is hit, what is marked."""

import numpy as np
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.drawing.rooms.floor import draw_floor, floor_words, rooms_of
from designer.drawing.rooms.floor_overlays import cable_ends
from designer.edit.templates.templates import build_template
from designer.model.design import Design, FloorPlace, Node
from designer.model.rooms.floor_positions import standing
from designer.model.rooms.room_plan import Aisle, Box, Door, KeepOut, Point, RoomPlan, Tray, rectangle


def hall(*nodes: Node, **plan: object) -> Design:
    room = Node(id="hall", kind="room", name="Hall", plan=RoomPlan(**{"outline": rectangle(12_000, 9_000), **plan}))
    return Design(nodes={"hall": room, **{n.id: replace(n, order=k + 1) for k, n in enumerate(nodes)}})


def rack(node_id: str, x: float, y: float, turn: float = 0.0, **fields: object) -> Node:
    return Node(
        **{
            "id": node_id,
            "name": node_id.title(),
            "kind": "rack",
            "parent": "hall",
            "floor": FloorPlace(x_mm=x, y_mm=y, rotation_deg=turn),
            **fields,
        }
    )


def test_a_footprint_is_in_centimetres_with_its_front_edge():
    drawing = draw_floor(hall(rack("a", 1_200, 2_400)))
    assert drawing.feet.tolist() == [[120, 240, 180, 360]]
    assert drawing.fronts.tolist() == [[[120, 360], [180, 360]]]
    assert [(m.a, m.b, m.words.replace("\u202f", "")) for m in drawing.measures] == [
        ((0, -55), (1200, -55), "12000 mm"),
        ((-55, 0), (-55, 900), "9000 mm"),
    ]


def test_what_lies_under_a_point_is_found_the_smallest_first():
    design = hall(
        rack("a", 1_200, 2_400),
        rack("t", 6_000, 6_000, 45),
        aisles=(Aisle(kind="cold", area=Box(x_mm=1_200, y_mm=3_600, width_mm=4_800, depth_mm=1_200)),),
        columns=(Box(x_mm=9_000, y_mm=3_000, width_mm=400, depth_mm=400),),
        doors=(Door(x_mm=3_000, y_mm=0),),
        trays=(Tray(id="t1", line=(Point(x_mm=600, y_mm=1_000), Point(x_mm=9_000, y_mm=1_000))),),
        keep_outs=(
            KeepOut(
                corners=tuple(Point(x_mm=x, y_mm=y) for x, y in ((10_000, 5_000), (11_000, 5_000), (10_000, 6_000)))
            ),
        ),
    )
    drawing = draw_floor(design)
    found = {
        name: hit and (hit.kind, hit.number)
        for name, hit in (
            ("corner", drawing.hit_floor(2, 3, 8)),
            ("rack", drawing.hit_floor(150, 300, 8)),
            ("beside the turned", drawing.hit_floor(602, 690, 1)),
            ("turned", drawing.hit_floor(600, 660, 1)),
            ("aisle", drawing.hit_floor(300, 420, 8)),
            ("column", drawing.hit_floor(920, 320, 8)),
            ("door", drawing.hit_floor(360, 2, 8)),
            ("tray", drawing.hit_floor(500, 108, 4)),
            ("keep-out", drawing.hit_floor(1_020, 520, 4)),
            ("wall", drawing.hit_floor(600, 897, 8)),
            ("nothing", drawing.hit_floor(600, 500, 8)),
        )
    }
    assert found == {
        "corner": ("corner", 0),
        "rack": ("standing", 0),
        "beside the turned": None,
        "turned": ("standing", 1),
        "aisle": ("aisles", 0),
        "column": ("columns", 0),
        "door": ("doors", 0),
        "tray": ("trays", 0),
        "keep-out": ("keep_outs", 0),
        "wall": ("wall", 2),
        "nothing": None,
    }


def test_only_the_copies_that_have_a_problem_are_marked():
    drawing = draw_floor(hall(rack("a", 1_200, 2_400, copies=4), rack("b", 1_500, 2_400)))
    marked = [
        (drawing.ids[n], int(c))
        for n, c, t in zip(drawing.node_of, drawing.copy_of, drawing.troubled, strict=True)
        if t
    ]
    assert ("b", 0) in marked
    assert ("a", 0) in marked
    assert ("a", 3) not in marked


def test_labels_from_afar_count_what_stands_together():
    place = FloorPlace(x_mm=1_200, y_mm=1_200, per_line=3, line_pitch_mm=3_000, face_to_face=True)
    drawing = draw_floor(hall(rack("a", 0, 0, copies=6, floor=place)))
    assert [(block.title, block.copies) for block in drawing.blocks] == [("A", 3), ("A", 3)]


def test_hatching_stays_inside_its_keep_out():
    corners = tuple(Point(x_mm=x, y_mm=y) for x, y in ((0, 0), (3_000, 0), (0, 3_000)))
    drawing = draw_floor(hall(keep_outs=(KeepOut(corners=corners, why="Hydrant"),)))
    (zone,) = drawing.zones
    assert zone.words == "Hydrant"
    assert len(zone.hatch) > 5
    assert all(x + y <= 300 + 1e-6 and min(x, y) >= -1e-6 for line in zone.hatch for x, y in line)


def test_overlays_of_the_superpod_are_its_figures(library: Library):
    design = build_template("dgx-superpod-h100", library, {"scale_units": "1"})
    results = analyze(design, only=("power", "cooling"))
    power = draw_floor(design, results=results, overlay="power")
    assert power.readings["rack"] == "40.8 kW"
    assert power.legend is not None
    assert power.legend.high == "40.8 kW"
    full = power.place_of("rack")
    assert power.shares[full].tolist() == [1.0] * 7
    ends = cable_ends(design)
    # Of a full rack: 4 systems of 8 + 2 + 2 + 1 cables; its PDUs stand in it too, so each power cable ends twice.
    assert ends["rack"] == 4 * 13 + 2 * 24
    assert draw_floor(design, overlay="power").legend.known is False  # type: ignore[union-attr]


def test_what_nobody_knows_has_no_share():
    design = hall(rack("a", 1_200, 1_200))
    drawing = draw_floor(design, results=analyze(design, only=("power", "cooling")), overlay="free")
    assert np.isnan(drawing.shares).all()
    assert drawing.readings == {"a": "not known"}


def test_rooms_that_can_be_shown_and_their_words():
    other = Node(id="store", kind="room", name="Store", plan=RoomPlan(outline=rectangle(3_000, 3_000)))
    loose = Node(id="loose", kind="rack", floor=FloorPlace(x_mm=0, y_mm=0))
    design = hall(rack("a", 1_200, 1_200, copies=2), other, loose)
    assert rooms_of(design, standing(design)) == ["hall", "store", ""]
    assert floor_words(draw_floor(design)) == "Hall. 12 by 9 metres. 2 × A"
    assert floor_words(draw_floor(design, "store")) == "Store. 3 by 3 metres"
    assert draw_floor(design, "").rows.size == 1
    assert draw_floor(Design()).rows.size == 0


def test_a_cropped_room_is_the_same_room_in_another_window():
    drawing = draw_floor(hall(rack("a", 1_200, 1_200)))
    part = drawing.cropped(drawing.bounds._replace(width=100.0))
    assert (part.bounds.width, part.rows.size, drawing.bounds.width) == (100.0, 1, 1_460.0)
