"""Hot and cold sides: racks that breathe from a hot aisle, heat a cold one, or take in what another blows out."""

import pytest
from msgspec.structs import replace

from designer.analysis.rooms.floor_positions import standing
from designer.analysis.rooms.floor_problems import floor_problems
from designer.model.design import Design, FloorPlace, Node, RackPlace
from designer.model.parts.part import Part, Quantity
from designer.model.rooms.rack_airflow import air_ways
from designer.model.rooms.room_plan import Aisle, Box, RoomPlan, rectangle

BACKWARDS = Part(
    id="t/back",
    kind="switch",
    layer="servers_fabric",
    vendor="T",
    name="Back",
    facts={"height_u": Quantity(value=1)},
    texts={"airflow": "rear to front"},
)
COLD = Aisle(kind="cold", area=Box(x_mm=2_000, y_mm=4_200, width_mm=6_000, depth_mm=1_200))
HOT = Aisle(kind="hot", area=Box(x_mm=2_000, y_mm=1_800, width_mm=6_000, depth_mm=1_200))


def row(node_id: str, y: float, *, turned: bool = False, copies: int = 4) -> Node:
    """Racks of 600 by 1,200 mm from x 2,000 on; TURNED ones look towards smaller y."""
    place = FloorPlace(x_mm=2_000, y_mm=y)
    if turned:
        place = FloorPlace(x_mm=2_000 + 600 * copies, y_mm=y + 1_200, rotation_deg=180)
    return Node(id=node_id, kind="rack", parent="hall", copies=copies, floor=place)


def hall(*nodes: Node, aisles: tuple[Aisle, ...] = ()) -> Design:
    plan = RoomPlan(outline=rectangle(12_000, 12_000), aisles=aisles)
    inside = {n.id: replace(n, order=k + 1) for k, n in enumerate(nodes)}
    return Design(nodes={"hall": Node(id="hall", kind="room", plan=plan), **inside}, parts={BACKWARDS.id: BACKWARDS})


def told(design: Design) -> list[tuple[tuple[str, ...], str, int]]:
    return [(p.ids, p.piece, p.copies) for p in floor_problems(design, standing(design)) if p.trouble == "air"]


def test_fronts_in_the_cold_aisle_and_rears_in_the_hot_one_are_no_trouble():
    # The row stands from y 3,000 to 4,200: its rear at the hot aisle, its front at the cold one.
    assert told(hall(row("a", 3_000), aisles=(COLD, HOT))) == []


def test_a_row_turned_around_breathes_hot_air_and_heats_the_cold_aisle():
    words = "takes its air from hot aisle 2 and blows warm air into cold aisle 1"
    assert told(hall(row("a", 3_000, turned=True), aisles=(COLD, HOT))) == [(("a",), words, 4)]


def test_devices_that_blow_to_the_front_turn_the_sides_of_their_rack():
    back = Node(id="s", kind="switch", part=BACKWARDS.id, parent="a", rack=RackPlace(u=1))
    design = hall(row("a", 3_000), back, aisles=(COLD, HOT))
    assert air_ways(design, ["a"]) == {"a": -1}
    assert [copies for _, _, copies in told(design)] == [4]
    turned = hall(row("a", 3_000, turned=True), back, aisles=(COLD, HOT))
    assert told(turned) == []


@pytest.mark.parametrize(("gap", "wrong"), [(1_500, 4), (2_100, 4), (2_300, 0)])
def test_without_aisles_the_row_before_must_not_blow_at_it(gap: float, wrong: int):
    # Both look to greater y: the front of a looks at the rear of b. Front and rear clearance together are 2,200 mm.
    found = told(hall(row("a", 2_000), row("b", 3_200 + gap)))
    assert found == ([(("a", "b"), "takes in what the row before it blows out", wrong)] if wrong else [])


def test_rows_face_to_face_and_back_to_back_are_no_trouble():
    assert told(hall(row("a", 2_000), row("b", 4_700, turned=True), row("c", 7_400))) == []


def test_what_stands_too_close_is_told_once():
    design = hall(row("a", 2_000), row("b", 3_600))
    troubles = {p.trouble for p in floor_problems(design, standing(design)) if p.ids == ("a", "b")}
    assert troubles == {"front"}


def test_what_stands_aslant_is_not_judged():
    aslant = Node(id="a", kind="rack", parent="hall", floor=FloorPlace(x_mm=3_000, y_mm=2_200, rotation_deg=30))
    assert told(hall(aslant, aisles=(COLD, HOT))) == []
