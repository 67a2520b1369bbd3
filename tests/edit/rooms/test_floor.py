"""What stands on the floor is placed, moved, turned and filled in, and nothing collides."""

import math

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.cooling.heat_load import contents_of_racks
from designer.analysis.rooms.floor_problems import floor_problems, outline_polygon
from designer.catalog.library import Library
from designer.edit.rooms import floor, room_plan
from designer.edit.rooms.floor_fill import fill_room, make_room, place_unplaced, room_for
from designer.edit.templates.templates import build_template
from designer.model.changes import ChangeSet
from designer.model.design import Design, FloorPlace, Node
from designer.model.records import RefusedInput
from designer.model.rooms.floor_positions import standing
from designer.model.rooms.room_plan import Box, Door, KeepOut, Point, RoomPlan, rectangle
from tests.long_runs import runs

PLAN = RoomPlan(outline=rectangle(12_000, 9_000))


def hall(*nodes: Node, plan: RoomPlan = PLAN) -> Design:
    room = Node(id="hall", kind="room", name="Hall", plan=plan)
    return Design(nodes={"hall": room, **{n.id: replace(n, order=k + 1) for k, n in enumerate(nodes)}})


def rack(node_id: str = "rack", **fields: object) -> Node:
    return Node(**{"id": node_id, "kind": "rack", "parent": "hall", **fields})


def spots(design: Design, node_id: str = "rack") -> list[tuple[float, float, float]]:
    found = standing(design)
    return [(*map(float, found.corner[row]), float(found.turn[row])) for row in found.of(node_id)]


def test_a_rack_is_placed_from_the_open_into_the_room():
    design = hall(rack(parent=None))
    edit = floor.place(design, "rack", 1_800, 2_400, rotation_deg=90, room_id="hall")
    assert edit.label == "Place rack on the floor"
    after = edit.applied(design)
    assert spots(after) == [(1_800, 2_400, 90)]
    assert after.nodes["rack"].parent == "hall"


def test_a_rack_in_a_turned_row_is_placed_and_moved_by_the_rooms_own_axes():
    row = Node(id="row", kind="row", parent="hall", floor=FloorPlace(x_mm=5_000, y_mm=5_000, rotation_deg=180))
    design = hall(row, rack(parent="row", floor=FloorPlace(x_mm=0, y_mm=0)))
    placed = floor.place(design, "rack", 4_000, 3_000, rotation_deg=180).applied(design)
    assert spots(placed) == [(4_000, 3_000, 180)]
    moved = floor.move_placed(placed, ["rack"], 600, 0).applied(placed)
    assert spots(moved) == [(4_600, 3_000, 180)]


def test_turning_goes_about_the_middle_of_all_copies_and_four_quarters_are_none():
    design = hall(rack(copies=4, floor=FloorPlace(x_mm=1_000, y_mm=2_000)))
    middle = standing(design).centres().mean(axis=0).tolist()
    turned = design
    for _ in range(4):
        turned = floor.turn_placed(turned, ["rack"]).applied(turned)
        assert standing(turned).centres().mean(axis=0).tolist() == middle
    assert turned == design


@given(
    dx=st.floats(-1e5, 1e5).map(lambda v: round(v, 3)),
    dy=st.floats(-1e5, 1e5).map(lambda v: round(v, 3)),
    turn=st.sampled_from([0.0, 90.0, 180.0, 270.0]),
    copies=st.integers(1, 9),
)
def test_there_and_back_is_the_equal_design(dx: float, dy: float, turn: float, copies: int):
    design = hall(rack(copies=copies, floor=FloorPlace(x_mm=1_000, y_mm=2_000, rotation_deg=turn)))
    there = floor.move_placed(design, ["rack"], dx, dy).applied(design)
    assert floor.move_placed(there, ["rack"], -dx, -dy).applied(there) == design


def test_lines_are_set_and_what_has_no_place_is_refused():
    design = hall(rack(copies=4, floor=FloorPlace(x_mm=0, y_mm=0)), rack("other"))
    lined = floor.set_lines(design, "rack", per_line=2, line_pitch_mm=2_400.0, face_to_face=True).applied(design)
    assert [turn for _, _, turn in spots(lined)] == [0, 0, 180, 180]
    off = floor.take_off_floor(lined, ["rack"]).applied(lined)
    assert off.nodes["rack"].floor is None
    for wrong in (
        lambda: floor.set_lines(design, "other", per_line=2),
        lambda: floor.set_lines(design, "rack", per_line=-1),
        lambda: floor.set_lines(design, "rack", colour="red"),
        lambda: floor.move_placed(design, ["other"], 1, 1),
        lambda: floor.move_placed(design, ["rack"], math.nan, 1),
        lambda: floor.place(design, "rack", math.inf, 0),
        lambda: floor.place(design, "hall", 0, 0),
        lambda: floor.take_off_floor(off, ["rack"]),
    ):
        with pytest.raises(RefusedInput):
            wrong()


def test_a_part_that_goes_into_racks_gets_one_around_it_and_a_cooler_stands_by_itself(library: Library):
    design = hall()
    after = floor.drop_part(design, library, "nvidia/dgx-h100", "hall", 1_200, 600).applied(design)
    assert [(n.kind, n.floor is not None) for n in after.nodes_in_order()[1:]] == [("rack", True), ("server", False)]
    again = floor.drop_part(after, library, "nvidia/qm9700", "hall", 0, 0, rack_id="rack").applied(after)
    assert [n.parent for n in again.nodes_in_order()[1:]] == ["hall", "rack", "rack"]


# Filling a room.


def test_a_plain_room_is_filled_with_one_node_whose_lines_face_each_other():
    design = hall()
    fill = fill_room(design, "hall", 20)
    after = fill.edit.applied(design)
    assert (fill.placed, fill.edit.label) == (20, "Fill Hall with 20 racks")
    assert [(n.kind, n.copies) for n in after.nodes.values()] == [("room", 1), ("rack", 20)]
    assert standing(after).count == 20
    assert floor_problems(after, standing(after)) == ()
    kinds = [aisle.kind for aisle in room_plan.plan_of(after, "hall").aisles]
    assert kinds == ["hot", "cold", "hot"]


def test_the_answer_to_too_many_says_how_many_fit():
    design = hall()
    most = room_for(design, "hall")
    assert most == 16 * 3
    with pytest.raises(RefusedInput, match=f"room for {most} more racks with the clearances assumed; 99 were asked"):
        fill_room(design, "hall", 99)
    full = fill_room(design, "hall", most).edit.applied(design)
    assert floor_problems(full, standing(full)) == ()
    assert room_for(full, "hall") == 0


def test_a_deep_room_has_its_rows_along_its_longer_side():
    design = hall(plan=RoomPlan(outline=rectangle(6_000, 20_000)))
    after = fill_room(design, "hall", 12).edit.applied(design)
    assert set(standing(after).turn.tolist()) <= {90.0, 270.0}
    assert floor_problems(after, standing(after)) == ()


def test_rows_of_unlike_length_become_rows_with_racks_in_them():
    plan = RoomPlan(
        outline=rectangle(12_000, 9_000),
        columns=(Box(x_mm=5_800, y_mm=4_000, width_mm=500, depth_mm=500),),
    )
    design = hall(plan=plan)
    after = fill_room(design, "hall", room_for(design, "hall")).edit.applied(design)
    assert {n.parent for n in after.nodes.values() if n.kind == "rack"} <= {
        n.id for n in after.nodes.values() if n.kind == "row"
    }
    assert floor_problems(after, standing(after)) == ()


def star(radii: list[float]) -> tuple[Point, ...]:
    """A simple polygon: corners around a middle, each at its own distance."""
    count = len(radii)
    angles = [2 * math.pi * number / count for number in range(count)]
    return tuple(
        Point(x_mm=round(20_000 + r * math.cos(a), 1), y_mm=round(20_000 + r * math.sin(a), 1))
        for r, a in zip(radii, angles, strict=True)
    )


@settings(max_examples=runs(10, 60), suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    radii=st.lists(st.floats(2_500, 15_000), min_size=3, max_size=9),
    columns=st.lists(st.tuples(st.floats(5_000, 35_000), st.floats(5_000, 35_000)), max_size=4),
    door=st.tuples(st.floats(5_000, 35_000), st.floats(5_000, 35_000), st.sampled_from([-90.0, 90.0, 0.0])),
    tile=st.sampled_from([0.0, 600.0, 500.0]),
    share=st.floats(0.1, 1.0),
    standing_already=st.booleans(),
)
def test_filling_never_makes_a_problem(
    radii: list[float],
    columns: list[tuple[float, float]],
    door: tuple[float, float, float],
    tile: float,
    share: float,
    standing_already: bool,
):
    outline = star(radii)
    plan = RoomPlan(
        outline=outline,
        tile_mm=tile,
        columns=tuple(Box(x_mm=x, y_mm=y, width_mm=450, depth_mm=600) for x, y in columns),
        doors=(Door(x_mm=door[0], y_mm=door[1], swing_deg=door[2]),),
        keep_outs=(
            KeepOut(corners=tuple(Point(x_mm=20_000 + x, y_mm=20_000 + y) for x, y in ((0, 0), (900, 0), (0, 900)))),
        ),
    )
    there = [rack("old", floor=FloorPlace(x_mm=20_000, y_mm=21_000, rotation_deg=30))] if standing_already else []
    design = hall(*there, plan=plan)
    assert outline_polygon(outline) is not None
    before = floor_problems(design, standing(design))
    most = room_for(design, "hall")
    wanted = math.ceil(most * share)
    if not wanted:
        return
    try:
        after = fill_room(design, "hall", wanted).edit.applied(design)
    except RefusedInput:
        pytest.fail(f"{wanted} of {most} did not fit")
    assert standing(after).count == wanted + len(there)
    assert floor_problems(after, standing(after)) == before


# What has no place yet.


def test_what_has_no_place_is_placed_with_its_pods_and_rooms_are_made_for_it():
    pod = Node(id="pod", kind="pod", copies=3)
    design = Design(nodes={n.id: n for n in (pod, rack(parent="pod", copies=4), rack("alone", parent=None, order=9))})
    fill = make_room(design)
    after = fill.edit.applied(design)
    assert (fill.placed, fill.left) == (13, ())
    assert standing(after).count == 13
    assert standing(after).unplaced == ()
    assert floor_problems(after, standing(after)) == ()
    with pytest.raises(RefusedInput, match="no racks without a place"):
        make_room(after)
    with pytest.raises(RefusedInput, match="has its place already"):
        place_unplaced(after, "room")


def test_new_racks_find_their_places_between_those_that_stand():
    design = hall(rack(copies=6, floor=FloorPlace(x_mm=1_200, y_mm=1_200)), rack("new", copies=5))
    after = place_unplaced(design, "hall").edit.applied(design)
    assert spots(after) == spots(design)
    assert len(spots(after, "new")) == 5
    assert floor_problems(after, standing(after)) == ()


@pytest.mark.parametrize(("units", "racks"), [("1", 13), ("4", 41)])
def test_a_superpod_stands_in_its_hall_as_the_guide_has_it(library: Library, units: str, racks: int):
    design = build_template("dgx-superpod-h100", library, {"scale_units": units})
    found = standing(design)
    assert (found.count, found.unplaced, found.rooms) == (
        racks,
        (),
        ("room",) if "room" in design.nodes else found.rooms,
    )
    assert floor_problems(design, found) == ()
    for rack_id, inside in contents_of_racks(design).items():
        held = {node.part: count for node, count in inside}
        if "nvidia/dgx-h100" not in held:
            continue
        assert held["apc/ap8886"] == 3
        if rack_id != "rack-rest":
            weight, power = (library.part("nvidia/dgx-h100").facts[f].value for f in ("weight_kg", "power_max_w"))
            assert held["nvidia/dgx-h100"] == 4
            assert (round(4 * (weight or 0), 1), 4 * (power or 0)) == (521.8, 40_800)


def test_every_edit_on_the_floor_is_taken_back_whole():
    design = hall(rack(copies=3))
    edits: list[ChangeSet] = []
    for make in (
        lambda d: place_unplaced(d, "hall").edit,
        lambda d: floor.move_placed(d, ["rack"], 600, 0),
        lambda d: floor.turn_placed(d, ["rack"]),
        lambda d: fill_room(d, "hall", 3).edit,
    ):
        edits.append(make(design))
        design = edits[-1].applied(design)
        assert msgspec.json.decode(msgspec.json.encode(design), type=Design) == design
    for edit in reversed(edits):
        design = edit.inverted().applied(design)
    assert design == hall(rack(copies=3))
