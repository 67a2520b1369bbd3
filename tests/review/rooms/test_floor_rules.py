"""What is wrong on the floor, in plain words, with a fix that mends it."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.edit.templates.templates import build_template
from designer.model.design import Design, FloorPlace, Node
from designer.model.rooms.room_plan import Box, Door, Point, RoomPlan, rectangle
from designer.review.findings import Finding
from designer.review.rooms.floor_rules import floor_trouble, rack_without_place
from tests.shipped import LIBRARY

DAY = date(2026, 11, 24)


def hall(*nodes: Node, **plan: object) -> Design:
    room = Node(id="hall", kind="room", name="Hall", plan=RoomPlan(**{"outline": rectangle(12_000, 9_000), **plan}))
    return Design(nodes={"hall": room, **{n.id: replace(n, order=k + 1) for k, n in enumerate(nodes)}})


def rack(node_id: str, x: float, y: float, **fields: object) -> Node:
    place = FloorPlace(x_mm=x, y_mm=y, rotation_deg=float(fields.pop("turn", 0)))  # type: ignore[arg-type]
    return Node(**{"id": node_id, "name": node_id.title(), "kind": "rack", "parent": "hall", "floor": place, **fields})


def found(design: Design) -> list[Finding]:
    return list(floor_trouble(design, analyze(design, only=("power", "cooling")), DAY))


def messages(design: Design) -> list[str]:
    return [finding.message for finding in found(design)]


def test_a_room_without_area_and_one_whose_walls_cross():
    flat = tuple(Point(x_mm=x, y_mm=0) for x in (0, 5_000, 9_000))
    assert messages(hall(outline=flat)) == ["The walls of Hall enclose no floor."]
    bow = tuple(Point(x_mm=x, y_mm=y) for x, y in ((0, 0), (9_000, 9_000), (9_000, 0), (0, 9_000)))
    assert messages(hall(outline=bow)) == ["The walls of Hall cross each other."]


@pytest.mark.parametrize(
    ("design", "words"),
    [
        (hall(rack("a", 11_700, 3_000)), "A reaches 0.36 m² beyond the walls of Hall."),
        (hall(rack("a", 3_000, 3_000), rack("b", 3_300, 3_000)), "A and B stand on each other in Hall, by 0.36 m²."),
        (
            hall(rack("a", 3_000, 3_000), columns=(Box(x_mm=3_100, y_mm=3_100, width_mm=200, depth_mm=500),)),
            "A stands on column 1 of Hall, by 0.1 m².",
        ),
        (hall(rack("a", 3_000, 3_000), doors=(Door(x_mm=3_500, y_mm=2_600),)), "Door 1 of Hall hits A when it opens."),
        (hall(rack("a", 3_000, 7_000)), "Only 800 mm are free in front of A in Hall, 1,200 mm are needed."),
        (
            hall(rack("a", 3_000, 1_500), rack("b", 3_000, 3_800)),
            "Only 1,100 mm are free in front of A in Hall, 1,200 mm are needed; B is in the way.",
        ),
    ],
)
def test_each_trouble_is_one_plain_sentence(design: Design, words: str):
    assert words in messages(design)


def test_a_floor_that_carries_less_names_kilograms_per_square_metre():
    plan = {"load_limit_kg_per_m2": 400.0}
    heavy = Node(id="box", kind="host", parent="a", facts={"weight_kg": 720.0})
    assert "A puts 1,000 kg/m² on the floor of Hall, which carries 400 kg/m²." in messages(
        hall(rack("a", 3_000, 3_000), heavy, **plan)
    )


def test_a_fix_mends_what_it_is_offered_for():
    design = hall(rack("a", 3_000, 3_000), rack("b", 3_300, 3_000))
    (overlap,) = [one for one in found(design) if one.rule == "floor-overlap"]
    assert overlap.severity == "error"
    assert overlap.fix is not None
    mended = FIXES[overlap.fix.edit](design, LIBRARY, **overlap.fix.arguments).applied(design)
    assert found(mended) == []


def test_a_front_at_the_wall_is_turned_around_where_that_helps():
    design = hall(rack("a", 3_000, 6_700))
    (close,) = found(design)
    assert close.fix is not None
    assert (close.fix.label, close.severity) == ("Turn it around", "warning")
    mended = FIXES[close.fix.edit](design, LIBRARY, **close.fix.arguments).applied(design)
    assert found(mended) == []


def test_racks_without_a_place_are_a_note_only_when_others_have_one():
    lost = Node(id="lost", name="Lost", kind="rack", parent="hall", copies=3)
    results = analyze(hall(lost), only=())
    assert list(rack_without_place(hall(lost), results, DAY)) == []
    (note,) = rack_without_place(hall(lost, rack("a", 3_000, 3_000)), results, DAY)
    assert (note.severity, note.message) == ("note", "3 racks (Lost) have no place on the floor yet.")


@pytest.mark.parametrize("units", ["1", "4"])
def test_the_superpods_hall_is_without_findings(units: str):
    library: Library = LIBRARY
    design = build_template("dgx-superpod-h100", library, {"scale_units": units})
    assert list(floor_trouble(design, analyze(design, only=("power", "cooling")), DAY)) == []
