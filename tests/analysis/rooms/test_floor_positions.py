"""Places on the floor, worked out by hand, and held against one copy at a time."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.rooms.floor_positions import Standing, standing
from designer.model.design import Design, FloorPlace, Node
from designer.model.rooms.room_plan import RoomPlan, rectangle


def hall(*nodes: Node) -> Design:
    room = Node(id="hall", kind="room", plan=RoomPlan(outline=rectangle(20_000, 12_000)))
    return Design(nodes={"hall": room, **{n.id: replace(n, order=k + 1) for k, n in enumerate(nodes)}})


def rack(**fields: object) -> Node:
    return Node(**{"id": "rack", "kind": "rack", "parent": "hall", **fields})


def where(found: Standing, node_id: str = "rack") -> list[tuple[float, float, float]]:
    rows = found.of(node_id)
    return [(*map(float, found.corner[row]), float(found.turn[row])) for row in rows]


def test_one_rack_of_no_stated_size_has_the_assumed_footprint():
    found = standing(hall(rack(floor=FloorPlace(x_mm=1_000, y_mm=2_000))))
    assert where(found) == [(1_000, 2_000, 0)]
    assert found.size.tolist() == [[600, 1_200]]
    assert found.corners().tolist() == [[[1_000, 2_000], [1_600, 2_000], [1_600, 3_200], [1_000, 3_200]]]
    assert found.centres().tolist() == [[1_300, 2_600]]
    assert found.fronts().tolist() == [[0, 1]]
    assert (found.rooms, found.room.tolist(), found.room_copy.tolist()) == (("hall",), [0], [0])


def test_the_cabinet_in_a_rack_gives_its_footprint_and_the_racks_own_comes_first():
    cabinet = Node(id="cabinet", kind="rack-cabinet", parent="rack", facts={"width_mm": 750, "depth_mm": 1_070})
    place = FloorPlace(x_mm=0, y_mm=0)
    assert standing(hall(rack(floor=place), cabinet)).size.tolist() == [[750, 1_070]]
    own = standing(hall(rack(floor=place, facts={"width_mm": 800}), cabinet))
    assert own.size.tolist() == [[800, 1_070]]


def test_copies_stand_side_by_side_in_lines_that_look_at_each_other():
    place = FloorPlace(x_mm=1_000, y_mm=1_000, per_line=3, pitch_mm=650, line_pitch_mm=2_400, face_to_face=True)
    found = standing(hall(rack(copies=5, floor=place)))
    assert where(found) == [
        (1_000, 1_000, 0),
        (1_650, 1_000, 0),
        (2_300, 1_000, 0),
        (1_600, 4_600, 180),
        (2_250, 4_600, 180),
    ]
    # The turned ones cover the floor from y 3400, and look up at the first line.
    assert found.corners()[3].min(axis=0).tolist() == [1_000, 3_400]
    assert found.fronts()[3].tolist() == [0, -1]


def test_a_row_takes_its_racks_along_and_each_copy_of_it_stands_beside_the_last():
    row = Node(id="row", kind="row", parent="hall", copies=2, floor=FloorPlace(x_mm=5_000, y_mm=0, rotation_deg=90))
    found = standing(hall(row, rack(parent="row", copies=2, floor=FloorPlace(x_mm=100, y_mm=0))))
    # One row is 100 + 2 × 600 wide and lies along y; its copy begins where it ends.
    assert where(found) == [(5_000, 100, 90), (5_000, 700, 90), (5_000, 1_400, 90), (5_000, 2_000, 90)]
    assert found.copy.tolist() == [0, 1, 2, 3]
    assert found.fronts().tolist() == [[-1, 0]] * 4


def test_copies_of_a_room_are_told_apart_and_lie_on_one_plan():
    design = hall(rack(copies=2, floor=FloorPlace(x_mm=0, y_mm=0)))
    room = replace(design.nodes["hall"], copies=3)
    found = standing(replace(design, nodes={**design.nodes, "hall": room}))
    assert found.room_copy.tolist() == [0, 0, 1, 1, 2, 2]
    assert where(found)[:2] == where(found)[4:]


def test_what_has_no_place_is_named_and_what_is_in_a_rack_takes_no_floor():
    cooler = Node(id="cooler", kind="crah", parent="hall", floor=FloorPlace(x_mm=0, y_mm=0), facts={"width_mm": 900})
    inside = Node(id="switch", kind="switch", parent="rack")
    found = standing(hall(rack(), cooler, inside, Node(id="loose", kind="chiller", parent="hall")))
    assert found.unplaced == ("rack",)
    assert (found.ids, found.size.tolist()) == (("cooler",), [[900, 1_200]])
    assert standing(Design()).count == 0
    assert standing(Design()).corners().shape == (0, 4, 2)


def test_too_many_copies_are_left_out_by_name():
    found = standing(hall(rack(copies=300_000, floor=FloorPlace(x_mm=0, y_mm=0))))
    assert (found.count, found.left_out) == (0, ("rack",))


@given(
    st.integers(1, 4),
    st.integers(1, 3),
    st.integers(0, 3),
    st.sampled_from([0.0, 90.0, 180.0, 270.0, 30.0]),
    st.sampled_from([0.0, 90.0, 15.0]),
    st.booleans(),
)
def test_every_copy_is_where_a_plain_program_puts_it(racks, rows, per_line, turn, row_turn, face):
    row_place = FloorPlace(x_mm=3_000, y_mm=700, rotation_deg=row_turn, pitch_mm=4_000)
    place = FloorPlace(
        x_mm=50, y_mm=20, rotation_deg=turn, pitch_mm=610, per_line=per_line, line_pitch_mm=2_000, face_to_face=face
    )
    row = Node(id="row", kind="row", parent="hall", copies=rows, floor=row_place)
    found = standing(hall(row, rack(parent="row", copies=racks, floor=place)))

    def spun(x: float, y: float, degrees: float) -> tuple[float, float]:
        a = math.radians(degrees)
        return x * math.cos(a) - y * math.sin(a), x * math.sin(a) + y * math.cos(a)

    expected = []
    for r in range(rows):
        ox, oy = spun(r * 4_000, 0, row_turn)
        for k in range(racks):
            line, along = divmod(k, per_line or racks)
            x, y, own = along * 610, line * 2_000, turn
            if face and line % 2:
                x, y, own = x + 600, y + 1_200, turn + 180
            x, y = spun(x, y, turn)
            x, y = spun(x + 50, y + 20, row_turn)
            expected.append((3_000 + ox + x, 700 + oy + y, (own + row_turn) % 360))
    assert np.array(where(found)) == pytest.approx(np.array(expected), abs=1e-6)
