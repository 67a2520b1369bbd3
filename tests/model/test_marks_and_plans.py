"""What is drawn beside the equipment and the plans of rooms: taken in, kept through text and file, or refused."""

import pytest
from msgspec.structs import replace

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.nodes.nodes import remove
from designer.export.text.text_form import design_of_document, document_of_design
from designer.model.changes import between
from designer.model.design import Design, FloorPlace, Node, RackPlace
from designer.model.marks import MAX_PICTURE_BYTES, Mark, Picture
from designer.model.records import RefusedInput
from designer.model.rooms.room_plan import (
    Aisle,
    Box,
    Door,
    KeepOut,
    Point,
    RoomPlan,
    Tray,
    Underlay,
    area_m2,
    rectangle,
)
from designer.model.validity import require_valid
from designer.store.project import read_project, write_project

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
PICTURE = Picture(id="plan", name="Ground floor", form="png", data=PNG, width_px=40, height_px=30)
TRAY = Tray(id="t1", line=(Point(x_mm=0, y_mm=500), Point(x_mm=9_000, y_mm=500)))
PLAN = RoomPlan(
    outline=rectangle(12_000, 8_000),
    doors=(Door(x_mm=1_000, y_mm=0),),
    columns=(Box(x_mm=4_000, y_mm=4_000, width_mm=400, depth_mm=400),),
    keep_outs=(KeepOut(corners=rectangle(900, 900), why="Fire extinguisher"),),
    aisles=(Aisle(kind="cold", area=Box(x_mm=1_000, y_mm=2_000, width_mm=9_000, depth_mm=1_200), contained=True),),
    trays=(TRAY,),
    underlay=Underlay(picture="plan", mm_per_px=25.0),
    load_limit_kg_per_m2=1_200.0,
)
DESIGN = Design(
    nodes={
        "hall": Node(id="hall", kind="room", plan=PLAN),
        "rack": Node(
            id="rack",
            kind="rack",
            parent="hall",
            copies=8,
            floor=FloorPlace(x_mm=1_200, y_mm=1_000, per_line=4, line_pitch_mm=2_400, face_to_face=True),
        ),
        "hook": Node(id="hook", kind="rack", rack=RackPlace(u=1, face="rear", side="left", zero_u=True)),
    },
    marks={
        "why": Mark(id="why", kind="note", x=5, y=6, width=200, height=80, text="Phase one", colour="yellow"),
        "to": Mark(id="to", kind="arrow", points=((100.0, 0.0),), ends=("hall", "rack")),
        "shot": Mark(id="shot", kind="picture", width=40, height=30, picture="plan", front=-1),
    },
    pictures={"plan": PICTURE},
)


def test_a_design_with_marks_and_a_plan_comes_through_file_and_text(tmp_path):
    write_project(tmp_path / "hall.stackwright", DESIGN)
    assert read_project(tmp_path / "hall.stackwright").design == DESIGN
    again = design_of_document(document_of_design(DESIGN, Library(parts={}, sources={})), Library(parts={}, sources={}))
    assert (again.marks, again.pictures, again.nodes["hall"].plan) == (DESIGN.marks, DESIGN.pictures, PLAN)
    assert between(Design(), DESIGN).applied(Design()) == DESIGN
    assert between(DESIGN, Design()).applied(DESIGN) == Design()


def test_an_arrow_is_free_where_its_node_went_and_one_undo_binds_it_again():
    gone = remove(DESIGN, ["rack"])
    after = gone.applied(DESIGN)
    assert after.marks["to"].ends == ("hall", "")
    assert require_valid(after)
    assert gone.inverted().applied(after) == DESIGN


@pytest.mark.parametrize(
    ("table", "record", "words"),
    [
        ("marks", Mark(id="x", kind="arrow"), "without a second point"),
        ("marks", Mark(id="x", kind="note", width=-1), "negative"),
        ("marks", Mark(id="x", kind="picture"), "without one"),
        ("marks", Mark(id="x", kind="note", picture="plan"), "without being a picture"),
        ("marks", Mark(id="x", kind="picture", picture="none"), "not in the design"),
        ("marks", Mark(id="x", kind="arrow", points=((1, 1),), ends=("nobody", "")), "'nobody', which does not exist"),
        ("marks", Mark(id="x", kind="note", x=float("nan")), "finite"),
        ("pictures", replace(PICTURE, id="x", data=b"<svg>"), "no PNG file"),
        ("pictures", replace(PICTURE, id="x", form="jpeg"), "no JPEG file"),
        ("pictures", replace(PICTURE, id="x", data=PNG + bytes(MAX_PICTURE_BYTES)), "8 MB are the most"),
        ("pictures", replace(PICTURE, id="x", width_px=0), "pixels"),
        ("pictures", replace(PICTURE, id="x", width_px=10**5, height_px=10**5), "pixels"),
    ],
)
def test_what_no_mark_or_picture_may_be_is_told_in_a_line(table, record, words):
    with pytest.raises(RefusedInput, match=words) as problem:
        require_valid(replace(DESIGN, **{table: {**getattr(DESIGN, table), "x": record}}))
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (replace(PLAN, trays=(TRAY, TRAY)), "two trays of the same id"),
        (replace(PLAN, tile_mm=-1), "negative size"),
        (replace(PLAN, outline=rectangle(1, 1) * 200), "corners"),
        (replace(PLAN, columns=PLAN.columns * 6_000), "5,000 are the most"),
        (replace(PLAN, underlay=Underlay(picture="plan", mm_per_px=0)), "scale above 0"),
        (replace(PLAN, underlay=Underlay(picture="none", mm_per_px=1)), "not in the design"),
        (replace(PLAN, height_mm=float("inf")), "finite"),
    ],
)
def test_what_no_plan_may_be_is_told_in_a_line(plan, words):
    hall = replace(DESIGN.nodes["hall"], plan=plan)
    with pytest.raises(RefusedInput, match=words):
        require_valid(replace(DESIGN, nodes={**DESIGN.nodes, "hall": hall}))


def test_an_edit_refuses_them_too():
    for record in (
        Mark(id="x", kind="arrow"),
        replace(PICTURE, data=b""),
        Mark(id="x", kind="note", x=1e12),
        replace(DESIGN.nodes["hall"], plan=replace(PLAN, tile_mm=-1)),
        replace(DESIGN.nodes["rack"], floor=FloorPlace(x_mm=0, y_mm=0, pitch_mm=-1)),
    ):
        with pytest.raises(RefusedInput):
            Draft(DESIGN).put(record)


def test_the_floor_of_a_room():
    assert area_m2(rectangle(12_000, 8_000)) == 96.0
    corners = [(0, 0), (6_000, 0), (6_000, 2_000), (2_000, 2_000), (2_000, 5_000), (0, 5_000)]
    assert area_m2([Point(x_mm=x, y_mm=y) for x, y in corners]) == 18.0
    assert area_m2(rectangle(5, 5)[:2]) == area_m2(()) == 0.0
