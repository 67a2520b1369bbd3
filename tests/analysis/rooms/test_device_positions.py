"""Seats in racks, worked out by hand."""

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.rooms.device_positions import UNIT_MM, moved_seats, seats
from designer.model.design import Design, FloorPlace, Node, RackPlace


def hall(*nodes: Node) -> Design:
    room = Node(id="hall", kind="room")
    return Design(nodes={"hall": room, **{n.id: replace(n, order=k + 1) for k, n in enumerate(nodes)}})


RACK = Node(id="rack", kind="rack", parent="hall", copies=2, floor=FloorPlace(x_mm=1_000, y_mm=2_000))
SERVER = Node(id="dgx", kind="server", parent="rack", copies=3, rack=RackPlace(u=5), facts={"height_u": 8.0})


def test_copies_sit_on_top_of_each_other_at_the_front_of_their_racks():
    found = seats(hall(RACK, SERVER), ["dgx"])
    assert [found.name(row) for row in range(6)] == [f"dgx[{k}]" for k in range(6)]
    assert [found.rack_name(row) for row in range(6)] == ["rack[0]"] * 3 + ["rack[1]"] * 3
    assert found.unit.tolist() == [5, 13, 21, 5, 13, 21]
    # The middle of eight units from unit 5 up is 8 units above the floor; the front is at y 2000 + 1200.
    assert found.place[:3].tolist() == pytest.approx(
        np.array([[1_300, 3_200, 8 * UNIT_MM], [1_300, 3_200, 16 * UNIT_MM], [1_300, 3_200, 24 * UNIT_MM]])
    )
    assert found.place[3].tolist() == pytest.approx([1_900, 3_200, 8 * UNIT_MM])


def test_the_rear_is_at_the_back_and_a_turned_rack_turns_it():
    rear = replace(SERVER, rack=RackPlace(u=5, face="rear"))
    assert seats(hall(RACK, rear), ["dgx"]).place[0, :2].tolist() == [1_300, 2_000]
    turned = replace(RACK, floor=FloorPlace(x_mm=1_000, y_mm=2_000, rotation_deg=90))
    # Clockwise about its corner its width runs down and its depth to the left; its front looks left.
    assert seats(hall(turned, SERVER), ["dgx"]).place[0, :2].tolist() == [-200, 2_300]


def test_without_a_rack_place_it_is_in_the_middle_of_the_rack():
    found = seats(hall(RACK, replace(SERVER, rack=None)), ["dgx"])
    assert found.place[0].tolist() == pytest.approx([1_300, 2_600, 42 * UNIT_MM / 2])
    assert np.isnan(found.unit).all()
    tall = Node(id="cabinet", kind="rack-cabinet", parent="rack", facts={"rack_units": 52.0})
    assert seats(hall(RACK, tall, replace(SERVER, rack=None)), ["dgx"]).place[0, 2] == pytest.approx(26 * UNIT_MM)
    upright = replace(SERVER, rack=RackPlace(u=1, face="rear", zero_u=True))
    assert seats(hall(RACK, upright), ["dgx"]).place[0].tolist() == pytest.approx([1_300, 2_000, 21 * UNIT_MM])


def test_a_card_is_where_its_host_is_and_what_has_no_place_is_nowhere():
    card = Node(id="nic", kind="nic", parent="dgx", copies=2)
    lost = Node(id="lost", kind="server", parent="shelf", copies=2)
    shelf = Node(id="shelf", kind="rack", parent="hall")
    found = seats(hall(RACK, SERVER, card, shelf, lost), ["nic", "lost"])
    assert found.unit[:4].tolist() == [5, 5, 13, 13]
    lost_rows = found.start["lost"] + np.arange(2)
    assert found.rack[lost_rows].tolist() == [-1, -1]
    assert np.isnan(found.place[lost_rows]).all()
    assert found.rack_name(int(lost_rows[0])) == ""


def test_seats_that_moved_are_as_those_found_anew():
    before = hall(RACK, SERVER)
    moved = replace(RACK, floor=FloorPlace(x_mm=7_000, y_mm=100, rotation_deg=180, pitch_mm=900))
    after = replace(before, nodes={**before.nodes, "rack": moved})
    quick, anew = moved_seats(after, seats(before, ["dgx"]), ["rack"]), seats(after, ["dgx"])
    assert quick is not None
    assert quick.place.tolist() == anew.place.tolist()
    row = Node(id="row", kind="row", parent="hall", floor=FloorPlace(x_mm=0, y_mm=0))
    inside = hall(row, replace(RACK, parent="row"), SERVER)
    assert moved_seats(inside, seats(inside, ["dgx"]), ["rack"]) is None
