"""Rooms are drawn and changed, each time as one edit that can be taken back."""

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.edit.rooms import room_plan
from designer.edit.session import Session
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.rooms.room_plan import Aisle, Box, Door, KeepOut, Point, Tray, area_m2

L_SHAPE = [(0, 0), (9_000, 0), (9_000, 4_000), (4_000, 4_000), (4_000, 8_000), (0, 8_000)]
PIECES = (
    Door(x_mm=1_000, y_mm=0),
    Box(x_mm=2_000, y_mm=2_000, width_mm=400, depth_mm=400),
    KeepOut(corners=(Point(x_mm=0, y_mm=0), Point(x_mm=900, y_mm=0), Point(x_mm=0, y_mm=900)), why="Hydrant"),
    Aisle(kind="cold", area=Box(x_mm=0, y_mm=3_000, width_mm=5_000, depth_mm=1_200), contained=True),
    Tray(id="", line=(Point(x_mm=0, y_mm=100), Point(x_mm=5_000, y_mm=100))),
)
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 400, 200) + b"\x08\x02\0\0\0"


def drawn(outline: list[tuple[float, float]] = L_SHAPE) -> tuple[Session, str]:
    session = Session(Design())
    edit = room_plan.add_room(session.design, outline, name="Hall")
    session.commit(edit)
    return session, room_plan.added_room(edit)


def corners(session: Session, room: str) -> list[tuple[float, float]]:
    return [(c.x_mm, c.y_mm) for c in room_plan.plan_of(session.design, room).outline]


def test_a_room_of_any_shape_is_drawn_and_its_corners_move_come_and_go():
    session, room = drawn()
    assert area_m2(room_plan.plan_of(session.design, room).outline) == 52.0
    session.commit(room_plan.move_corner(session.design, room, 5, 0, 9_000))
    assert corners(session, room)[5] == (0, 9_000)
    session.commit(room_plan.insert_corner(session.design, room, 1, 4_500, -500))
    assert corners(session, room)[1] == (4_500, -500)
    session.commit(room_plan.remove_corner(session.design, room, 1))
    assert corners(session, room) == [*L_SHAPE[:5], (0, 9_000)]
    assert session.labels[1:] == ["Move a corner of Hall", "Add a corner to Hall", "Take a corner of Hall away"]
    for _ in range(4):
        session.undo()
    assert session.design == Design()


def test_three_corners_always_stay():
    session, room = drawn([(0, 0), (1_000, 0), (0, 1_000)])
    with pytest.raises(RefusedInput, match="at least three corners"):
        room_plan.remove_corner(session.design, room, 0)


def test_a_room_is_stretched_to_a_size_and_keeps_its_shape():
    session, room = drawn()
    session.commit(room_plan.resize_room(session.design, room, 18_000, 4_000))
    assert corners(session, room)[2:5] == [(18_000, 2_000), (8_000, 2_000), (8_000, 4_000)]


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: room_plan.table_of(piece))
def test_each_kind_of_piece_is_added_moved_there_and_back_and_taken_out(piece: room_plan.Piece):
    session, room = drawn()
    before = session.design
    session.commit(room_plan.add_piece(session.design, room, piece))
    added, table = session.design, room_plan.table_of(piece)
    session.commit(room_plan.move_piece(session.design, room, table, 0, 333.3, -12.5))
    assert session.design != added
    session.commit(room_plan.move_piece(session.design, room, table, 0, -333.3, 12.5))
    assert session.design == added
    session.commit(room_plan.remove_piece(session.design, room, table, 0))
    assert session.design == before
    assert session.labels[-1] == f"Take {'an' if table == 'aisles' else 'a'} {room_plan.PIECE_WORDS[table]} out of Hall"


def test_trays_get_ids_of_their_own():
    session, room = drawn()
    for _ in range(2):
        session.commit(room_plan.add_piece(session.design, room, PIECES[4]))
    session.commit(room_plan.remove_piece(session.design, room, "trays", 0))
    session.commit(room_plan.add_piece(session.design, room, PIECES[4]))
    assert [tray.id for tray in room_plan.plan_of(session.design, room).trays] == ["tray-2", "tray-1"]


def test_fields_of_a_piece_are_checked():
    session, room = drawn()
    session.commit(room_plan.add_piece(session.design, room, PIECES[3]))
    session.commit(room_plan.set_piece(session.design, room, "aisles", 0, kind="hot", contained=False))
    assert room_plan.plan_of(session.design, room).aisles[0].kind == "hot"
    for wrong in ({"kind": "warm"}, {"colour": "red"}):
        with pytest.raises(RefusedInput):
            room_plan.set_piece(session.design, room, "aisles", 0, **wrong)
    with pytest.raises(RefusedInput, match="no door 1"):
        room_plan.set_piece(session.design, room, "doors", 0, width_mm=900)


def test_tiles_height_and_floor_load_are_set_and_negative_ones_refused():
    session, room = drawn()
    session.commit(room_plan.set_room(session.design, room, tile_mm=500, tile_x_mm=250, height_mm=4_200))
    session.commit(room_plan.set_floor_load(session.design, room, 1_200))
    plan = room_plan.plan_of(session.design, room)
    assert (plan.tile_mm, plan.tile_x_mm, plan.height_mm, plan.load_limit_kg_per_m2) == (500, 250, 4_200, 1_200)
    for wrong in (-1.0, math.nan, math.inf):
        with pytest.raises(RefusedInput):
            room_plan.set_floor_load(session.design, room, wrong)


def test_a_drawing_under_the_room_is_calibrated_by_two_points_and_the_first_one_stays():
    session, room = drawn()
    session.commit(room_plan.set_underlay(session.design, room, "plan.png", PNG))
    under = room_plan.plan_of(session.design, room).underlay
    assert under is not None
    assert under.mm_per_px * 400 == pytest.approx(0.8 * 9_000)
    session.commit(room_plan.calibrate_underlay(session.design, room, (1_000, 1_000), (4_000, 5_000), 10_000))
    after = room_plan.plan_of(session.design, room).underlay
    assert after is not None
    assert after.mm_per_px == pytest.approx(2 * under.mm_per_px)
    assert (after.x_mm, after.y_mm) == (-1_000, -1_000)
    session.commit(room_plan.change_underlay(session.design, room, opacity=0.25))
    with pytest.raises(RefusedInput):
        room_plan.change_underlay(session.design, room, opacity=1.5)
    session.commit(room_plan.remove_underlay(session.design, room))
    assert session.design.pictures == {}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b""),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
        ("a.gif", b"GIF89a" + bytes(99)),
        ("a.jpg", b"\xff\xd8\xff" + bytes(20)),
        ("big.png", PNG + bytes(8_000_001)),
        ("vast.png", PNG[:16] + struct.pack(">II", 2**31, 2**31) + PNG[24:]),
        ("page.pdf", b"%PDF-1.7 nonsense"),
    ],
)
def test_what_is_no_picture_is_refused_in_one_plain_line(name: str, data: bytes):
    session, room = drawn()
    with pytest.raises(RefusedInput) as refusal:
        room_plan.set_underlay(session.design, room, name, data)
    assert "\n" not in str(refusal.value)


def test_calibration_refuses_one_point_twice_no_distance_and_no_drawing():
    session, room = drawn()
    with pytest.raises(RefusedInput, match="no drawing"):
        room_plan.calibrate_underlay(session.design, room, (0, 0), (1, 0), 5)
    session.commit(room_plan.set_underlay(session.design, room, "plan.png", PNG))
    with pytest.raises(RefusedInput, match="the same"):
        room_plan.calibrate_underlay(session.design, room, (7, 7), (7, 7), 5)
    for distance in (0.0, -3.0, math.nan, math.inf):
        with pytest.raises(RefusedInput, match="above 0"):
            room_plan.calibrate_underlay(session.design, room, (0, 0), (7, 7), distance)


@given(x=st.floats(allow_nan=True, allow_infinity=True), y=st.floats())
def test_a_corner_is_a_place_or_refused(x: float, y: float):
    session, room = drawn()
    try:
        edit = room_plan.move_corner(session.design, room, 0, x, y)
    except RefusedInput:
        assert not (abs(x) <= room_plan.FARTHEST_MM and abs(y) <= room_plan.FARTHEST_MM)
    else:
        session.commit(edit)
        assert corners(session, room)[0] == (x, y)


def test_only_rooms_have_walls():
    session, _ = drawn()
    with pytest.raises(RefusedInput, match="There is no"):
        room_plan.set_outline(session.design, "nobody", L_SHAPE)
