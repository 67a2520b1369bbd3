"""Aisles marked between rows that stand, worked by hand, and never one that a rack stands in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.edit.rooms.floor_aisles import mark_aisles
from designer.model.design import Design, FloorPlace, Node
from designer.model.records import RefusedInput
from designer.model.rooms.floor_positions import standing
from designer.model.rooms.room_plan import Aisle, RoomPlan, rectangle
from tests.long_runs import runs


def row(node_id: str, y: float, *, x: float = 2_000, turned: bool = False, copies: int = 4, kind: str = "rack") -> Node:
    """Racks of 600 by 1,200 mm; TURNED ones look towards smaller y."""
    place = FloorPlace(x_mm=x, y_mm=y)
    if turned:
        place = FloorPlace(x_mm=x + 600 * copies, y_mm=y + 1_200, rotation_deg=180)
    return Node(id=node_id, kind=kind, parent="hall", copies=copies, floor=place)


def hall(*nodes: Node, deep: float = 12_000) -> Design:
    room = Node(id="hall", kind="room", name="Hall", plan=RoomPlan(outline=rectangle(12_000, deep)))
    return Design(nodes={"hall": room, **{n.id: replace(n, order=k + 1) for k, n in enumerate(nodes)}})


def aisles(design: Design) -> list[tuple[str, float, float, float, float]]:
    plan = design.nodes["hall"].plan
    assert plan is not None
    return [(a.kind, a.area.x_mm, a.area.y_mm, a.area.width_mm, a.area.depth_mm) for a in plan.aisles]


def test_two_rows_that_look_at_each_other_share_a_cold_aisle_with_hot_floor_behind():
    # a from y 2,000 to 3,200 looks down, b from 4,400 to 5,600 looks up: 1,200 mm cold between them; behind each,
    # 1,000 mm of rear clearance are hot. b is two racks longer, and the aisle as long as both together.
    design = hall(row("a", 2_000), row("b", 4_400, turned=True, copies=6))
    edit = mark_aisles(design, "hall")
    assert aisles(edit.applied(design)) == [
        ("hot", 2_000, 1_000, 2_400, 1_000),
        ("cold", 2_000, 3_200, 3_600, 1_200),
        ("hot", 2_000, 5_600, 3_600, 1_000),
    ]
    assert edit.inverted().applied(edit.applied(design)) == design
    with pytest.raises(RefusedInput, match="marked already"):
        mark_aisles(edit.applied(design), "hall")


def test_walls_cut_an_aisle_and_rows_that_do_not_agree_get_none():
    # The front of a is 800 mm from the wall at y 4,000; its rear has 1,000 mm before y 2,000.
    design = hall(row("a", 2_000), deep=4_000)
    assert [one[0::3] + one[4:] for one in aisles(mark_aisles(design, "hall").applied(design))] == [
        ("hot", 2_400, 1_000),
        ("cold", 2_400, 800),
    ]
    same_way = hall(row("a", 2_000), row("b", 4_400))
    kinds = aisles(mark_aisles(same_way, "hall").applied(same_way))
    assert [(kind, y) for kind, _, y, _, _ in kinds] == [("hot", 1_000), ("cold", 5_600)]


def test_rows_along_the_other_wall_and_rows_with_gaps():
    # Turned by 90 degrees clockwise, racks stand in a column and look to smaller x: front edge at x 4,800.
    place = FloorPlace(x_mm=6_000, y_mm=2_000, rotation_deg=90)
    design = hall(Node(id="a", kind="rack", parent="hall", copies=3, floor=place))
    assert aisles(mark_aisles(design, "hall").applied(design)) == [
        ("cold", 3_600, 2_000, 1_200, 1_800),
        ("hot", 6_000, 2_000, 1_000, 1_800),
    ]
    parted = hall(row("a", 2_000, copies=2), row("b", 2_000, x=6_000, copies=2))
    assert len(aisles(mark_aisles(parted, "hall").applied(parted))) == 4


def test_what_is_no_row_is_refused_in_one_line():
    for design in (hall(), hall(row("c", 2_000, kind="crah"))):
        with pytest.raises(RefusedInput, match="No rows of racks stand in"):
            mark_aisles(design, "hall")


@given(
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 9), st.booleans(), st.integers(1, 5)), min_size=1, max_size=5)
)
@settings(max_examples=runs(35, 60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_aisles_are_inside_the_walls_and_none_lies_twice(rows: list[tuple[int, int, bool, int]]):
    drawn = [row(f"r{k}", 600.0 * y, x=600.0 * x, turned=t, copies=n) for k, (x, y, t, n) in enumerate(rows)]
    design = hall(*drawn)
    try:
        edit = mark_aisles(design, "hall")
    except RefusedInput:
        return
    after = edit.applied(design)
    plan = after.nodes["hall"].plan
    assert plan is not None
    assert standing(after).count == standing(design).count
    areas = [a.area for a in plan.aisles]
    assert all(min(a.width_mm, a.depth_mm) > 0 for a in areas)
    assert len({(a.x_mm, a.y_mm, a.width_mm, a.depth_mm) for a in areas}) == len(areas)
    assert edit.inverted().applied(after) == design
    assert all(isinstance(one, Aisle) for one in plan.aisles)
