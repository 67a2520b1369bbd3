"""Every trouble on the floor once, with its amount worked out by hand, and designs that have none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.rooms.floor_positions import standing
from designer.analysis.rooms.floor_problems import floor_problems, outline_polygon, room_at, swept
from designer.model.design import Design, FloorPlace, Node
from designer.model.rooms.room_plan import Box, Door, KeepOut, Point, RoomPlan, rectangle

PLAN = RoomPlan(outline=rectangle(10_000, 8_000))


def hall(*nodes: Node, plan: RoomPlan = PLAN) -> Design:
    room = Node(id="hall", kind="room", plan=plan)
    return Design(nodes={"hall": room, **{n.id: replace(n, order=k + 1) for k, n in enumerate(nodes)}})


def rack(node_id: str, x: float, y: float, **place: float) -> Node:
    copies = int(place.pop("copies", 1))
    return Node(id=node_id, kind="rack", parent="hall", copies=copies, floor=FloorPlace(x_mm=x, y_mm=y, **place))


def problems(design: Design, weights: dict[str, float] | None = None):
    return floor_problems(design, standing(design), weights)


def only(design: Design, weights: dict[str, float] | None = None):
    (found,) = problems(design, weights)
    return found


def test_two_rows_back_to_back_with_aisles_have_no_trouble():
    first = rack("a", 2_000, 2_000, copies=6, rotation_deg=180)
    design = hall(replace(first, floor=replace(first.floor, x_mm=5_600, y_mm=3_200)), rack("b", 2_000, 4_300, copies=6))
    assert problems(design) == ()


def test_racks_that_only_touch_do_not_overlap_and_those_that_share_floor_do():
    assert problems(hall(rack("a", 2_000, 3_000), rack("b", 2_600, 3_000))) == ()
    found = only(hall(rack("a", 2_000, 3_000), rack("b", 2_500, 3_000)))
    assert (found.trouble, found.ids, found.example, found.copies) == ("overlap", ("a", "b"), ("a", "b"), 1)
    assert found.amount == pytest.approx(0.1 * 1.2)


def test_copies_too_close_overlap_pair_by_pair():
    found = only(hall(rack("a", 2_000, 3_000, copies=4, pitch_mm=500)))
    assert (found.trouble, found.ids, found.copies, found.example) == ("overlap", ("a",), 3, ("a[0]", "a[1]"))


def test_outside_of_the_walls():
    found = [p for p in problems(hall(rack("a", 9_700, 3_000))) if p.trouble == "outside"]
    assert [(p.ids, round(p.amount, 6)) for p in found] == [(("a",), 0.36)]
    walls = replace(
        PLAN, outline=tuple(Point(x_mm=x, y_mm=y) for x, y in [(0, 0), (9, 0), (9, 9), (5, 9), (5, 5), (0, 5)])
    )
    assert outline_polygon(walls.outline).area == 61


@pytest.mark.parametrize(
    ("plan", "trouble", "piece", "amount"),
    [
        (replace(PLAN, columns=(Box(x_mm=2_500, y_mm=3_000, width_mm=300, depth_mm=300),)), "column", "column 1", 0.03),
        (
            replace(PLAN, keep_outs=(KeepOut(corners=rectangle(2_300, 3_500), why="Fire extinguisher"),)),
            "keep-out",
            "Fire extinguisher",
            0.15,
        ),
        (replace(PLAN, doors=(Door(x_mm=2_300, y_mm=2_900, swing_deg=90),)), "door", "door 1", None),
    ],
)
def test_a_rack_in_the_way_of_what_the_room_holds(plan, trouble, piece, amount):
    found = [p for p in problems(hall(rack("a", 2_000, 3_000), plan=plan)) if p.trouble == trouble]
    assert [(p.ids, p.piece) for p in found] == [(("a",), piece)]
    if amount is not None:
        assert found[0].amount == pytest.approx(amount)


def test_a_door_that_slides_or_opens_the_other_way_is_in_nobodys_way():
    door = Door(x_mm=2_300, y_mm=2_900, swing_deg=0)
    assert swept(door) is None
    assert problems(hall(rack("a", 2_000, 3_000), plan=replace(PLAN, doors=(door,)))) == ()
    away = replace(door, swing_deg=-90)
    assert swept(away).area == pytest.approx(3.1416 * 1_200**2 / 4, rel=0.01)
    assert problems(hall(rack("a", 2_000, 3_000), plan=replace(PLAN, doors=(away,)))) == ()


def test_too_little_floor_in_front_names_what_stands_there():
    # Fronts look to greater y: a ends at 3200, b begins at 4000.
    found = problems(hall(rack("a", 2_000, 2_000), rack("b", 2_000, 4_000), plan=RoomPlan()))
    assert [(p.trouble, p.ids, round(p.amount), p.limit) for p in found] == [
        ("front", ("a", "b"), 800, 1_200),
        ("rear", ("b", "a"), 800, 1_000),
    ]
    design = hall(rack("a", 2_000, 2_000), rack("b", 2_000, 4_000), plan=RoomPlan())
    wider = replace(design, settings=replace(design.settings, assumptions={"front_clearance_mm": 700.0}))
    # The rear of b now has 800 of the 1000 mm that it needs.
    assert [(p.trouble, p.ids, round(p.amount)) for p in problems(wider)] == [("rear", ("b", "a"), 800)]


def test_a_wall_behind_and_a_column_before():
    plan = replace(PLAN, columns=(Box(x_mm=2_200, y_mm=2_600, width_mm=200, depth_mm=200),))
    found = {p.trouble: p for p in problems(hall(rack("a", 2_000, 700), plan=plan))}
    assert found.keys() == {"front", "rear"}
    assert (found["front"].amount, found["front"].ids) == (pytest.approx(700), ("a",))
    assert (found["rear"].amount, found["rear"].limit) == (pytest.approx(700), 1_000)


def test_floor_load_of_what_is_known():
    plan = replace(PLAN, load_limit_kg_per_m2=1_200.0)
    design = hall(rack("a", 2_000, 3_000), rack("b", 5_000, 3_000), plan=plan)
    found = only(design, {"a": 1_000.0})
    assert (found.trouble, found.ids, found.limit) == ("floor load", ("a",), 1_200)
    assert found.amount == pytest.approx(1_000 / 0.72)


@pytest.mark.parametrize(
    ("corners", "trouble"),
    [
        ([(0, 0), (5, 0)], "no area"),
        ([(0, 0), (5, 5), (9, 9), (3, 3)], "no area"),
        ([(0, 0), (0, 0), (0, 0)], "no area"),
        ([(0, 0), (5, 5), (5, 0), (0, 5)], "crossing walls"),
    ],
)
def test_walls_that_enclose_nothing(corners, trouble):
    plan = RoomPlan(outline=tuple(Point(x_mm=x, y_mm=y) for x, y in corners))
    assert [p.trouble for p in problems(hall(plan=plan))] == [trouble]
    assert [p.trouble for p in problems(hall(rack("a", 0, 0), plan=plan))] == [trouble]


def test_a_room_without_walls_and_the_open_floor_are_no_trouble():
    assert problems(hall(rack("a", -5_000, 0), plan=RoomPlan())) == ()
    assert problems(Design()) == ()
    assert problems(Design(nodes={"a": replace(rack("a", 0, 0), parent=None)})) == ()


def test_which_room_a_place_is_in():
    assert room_at(hall(), 5_000, 5_000) == "hall"
    assert room_at(hall(), 11_000, 5_000) is None


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 30), st.sampled_from([0.0, 90.0, 180.0, 270.0])),
        min_size=2,
        max_size=7,
        unique=True,
    )
)
def test_overlaps_are_those_of_rectangles_compared_one_by_one(places):
    design = hall(*(rack(f"r{n}", x * 200, y * 200, rotation_deg=t) for n, (x, y, t) in enumerate(places)))
    found = {tuple(sorted(p.ids)) for p in problems(design) if p.trouble == "overlap"}
    boxes = standing(design).corners()
    low, high = boxes.min(axis=1), boxes.max(axis=1)
    expected = {
        tuple(sorted((f"r{i}", f"r{j}")))
        for i in range(len(places))
        for j in range(i)
        if (low[i] < high[j] - 1e-6).all() and (low[j] < high[i] - 1e-6).all()
    }
    assert found == expected
