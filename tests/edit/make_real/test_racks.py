"""Racks for a sketch: how many, by what, and that nothing that was drawn is lost."""

import pytest

from designer.catalog.reading import read_library
from designer.edit.links.links import add_link
from designer.edit.make_real.places import place_racks
from designer.edit.make_real.racks import draw_racks
from designer.edit.make_real.records import Draws, Wishes
from designer.edit.nodes.nodes import add_container, add_node, put_into
from designer.edit.rooms.room_plan import set_outline
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.network.port_occupancy import ports_taken
from designer.model.rooms.floor_positions import standing
from designer.model.rooms.rack_slots import all_rack_slots

DGX, CPU, SWITCH = "nvidia/dgx-h100", "dell/r650", "nvidia/qm9700"
DRAWS = {"dgx": 10_200.0, "cpu": 800.0, "leaf": 1_720.0}


@pytest.fixture(scope="module")
def library():
    return read_library()


def drawn(library, *parts: tuple[str, str, int]) -> Design:
    design = Design()
    for name, part, copies in parts:
        design = add_node(design, library, part, 0, 0, copies=copies, node_id=name).applied(design)
    return design


def racked(design, library, **wishes):
    made = draw_racks(design, library, Wishes(**wishes), Draws(max_w=DRAWS))
    return made, made.edit.applied(design)


def in_racks(design):
    """(copies of the rack, devices in one of them) of every rack, by the device."""
    return {
        node.id: (design.nodes[node.parent].copies, node.copies)
        for node in design.nodes.values()
        if node.parent and design.nodes[node.parent].kind == "rack" and node.kind in {"server", "switch"}
    }


def test_the_air_of_a_room_decides_how_many_share_a_rack(library):
    # 40 kW / 10.2 kW: three; 8 divide by no three racks, but by four of two.
    _, after = racked(drawn(library, ("dgx", DGX, 8)), library)
    assert in_racks(after) == {"dgx": (4, 2)}


def test_what_a_person_wishes_goes_before(library):
    _, after = racked(drawn(library, ("dgx", DGX, 8)), library, rack_w=12_000.0)
    assert in_racks(after) == {"dgx": (8, 1)}


def test_denser_racks_hold_what_their_strips_feed(library):
    # Two strips of 34.5 kVA a side carry 69 kW, which is 6 systems; 42 units hold 5 of 8.
    _, after = racked(drawn(library, ("dgx", DGX, 10)), library, dense="liquid")
    assert in_racks(after) == {"dgx": (2, 5)}


def test_one_that_is_too_much_for_any_rack_has_one_of_its_own(library):
    made = draw_racks(drawn(library, ("dgx", DGX, 2)), library, Wishes(), Draws(max_w={"dgx": 90_000.0}))
    after = made.edit.applied(drawn(library, ("dgx", DGX, 2)))
    assert in_racks(after) == {"dgx": (2, 1)}


def test_what_does_not_divide_stands_beside_the_first_and_the_line_says_so(library):
    made, after = racked(drawn(library, ("dgx", DGX, 31)), library)
    # 31 in racks of three at most: 11 racks, 2 of them with two; 31 is prime.
    held = in_racks(after)
    assert sum(racks * each for racks, each in held.values()) == 31
    assert sum(racks for racks, _ in held.values()) == 11
    assert sorted(each for _, each in held.values()) == [2, 3]
    assert "27 of 31 × " in made.lines[0].why
    assert held["dgx"] == (2, 2)


def test_links_from_copy_to_copy_keep_the_copies_of_one_tile_together(library):
    design = drawn(library, ("dgx", DGX, 7), ("leaf", SWITCH, 7))
    design = add_link(design, "dgx", "leaf", cables=7, spread="pairwise").applied(design)
    _, after = racked(design, library)
    assert in_racks(after)["dgx"] == (7, 1)
    assert after.nodes["dgx"].copies * after.nodes[after.nodes["dgx"].parent].copies == 7


def test_small_devices_share_a_rack_switches_on_top(library):
    _, after = racked(drawn(library, ("cpu", CPU, 3), ("leaf", SWITCH, 2)), library)
    assert after.nodes["cpu"].parent == after.nodes["leaf"].parent
    # Racks are filled from the top: two switches in U41 and U42, three light servers of 1U below them.
    assert after.nodes["leaf"].rack.u == 41
    assert after.nodes["cpu"].rack.u == 38


def test_no_rack_that_is_drawn_is_called_as_a_copy_of_another_is(library):
    _, after = racked(drawn(library, ("dgx", DGX, 8), ("cpu", CPU, 3)), library)
    many, added = (after.nodes[after.nodes[one].parent] for one in ("dgx", "cpu"))
    names = device_names(after)
    assert names.span(many.id) == f"Rack 1–{many.copies}"
    assert names.of(added.id) == f"Rack {many.copies + 1}"
    # Switches alone stand in a rack that is called by them.
    _, after = racked(drawn(library, ("dgx", DGX, 8), ("leaf", SWITCH, 2)), library)
    assert after.nodes[after.nodes["leaf"].parent].name == "Network rack"


def test_a_rack_that_has_room_is_used_before_a_new_one(library):
    design = add_container(Design(), "rack", 0, 0, node_id="mine").applied(Design())
    design = add_node(design, library, CPU, 0, 0, node_id="old", parent="mine").applied(design)
    design = add_node(design, library, CPU, 0, 0, node_id="cpu").applied(design)
    made, after = racked(design, library)
    assert after.nodes["cpu"].parent == "mine"
    assert [node.id for node in after.nodes.values() if node.kind == "rack"] == ["mine"]
    assert all(not slots.unplaced for slots in all_rack_slots(after).values())
    assert made.lines[0].title == "Into the racks that are there"


def test_racks_stand_where_their_devices_stood(library):
    design = add_container(Design(), "pod", 0, 0, node_id="pod").applied(Design())
    design = add_node(design, library, CPU, 0, 0, node_id="cpu").applied(design)
    design = put_into(design, ["cpu"], "pod").applied(design)
    _, after = racked(design, library)
    assert after.nodes[after.nodes["cpu"].parent].parent == "pod"


def test_rented_machines_and_software_need_no_rack(library):
    rented = next(part.id for part in library.parts.values() if part.kind == "instance")
    base = next(part.id for part in library.parts.values() if part.kind == "vector-database")
    made, _ = racked(drawn(library, ("cloud", rented, 3), ("base", base, 1)), library)
    assert not made.edit
    assert not made.lines


def test_a_cabinet_is_as_deep_as_its_devices_need_and_can_be_swapped(library):
    design = drawn(library, ("dgx", DGX, 1))
    made, _ = racked(design, library)
    (line,) = made.lines
    assert library.parts[line.part].facts["depth_mm"].value >= 897.1 + 100.0
    assert all(library.parts[one].facts["depth_mm"].value >= 997.1 for one in line.others)
    made, after = racked(design, library, swaps={line.key: "vertiv/vr3157"})
    assert {node.part for node in after.nodes.values() if node.kind == "rack-cabinet"} == {"vertiv/vr3157"}
    assert made.lines[0].key == line.key
    assert made.lines[0].part == "vertiv/vr3157"


def test_a_line_that_is_left_out_is_told_and_draws_nothing(library):
    design = drawn(library, ("dgx", DGX, 4))
    made, _ = racked(design, library)
    left, after = racked(design, library, left_out=(made.lines[0].key,))
    assert after == design
    assert [(line.key, line.taken) for line in left.lines] == [(made.lines[0].key, False)]


def test_a_room_without_walls_gets_those_that_its_racks_need(library):
    design = add_container(Design(), "room", 0, 0, node_id="hall").applied(Design())
    design = add_node(design, library, DGX, 0, 0, copies=8, node_id="dgx", parent="hall").applied(design)
    _, after = racked(design, library)
    placed = place_racks(after, Wishes())
    now = placed.edit.applied(after)
    assert len(now.nodes["hall"].plan.outline) == 4
    assert not standing(now).unplaced
    assert standing(now).count == 4


def test_racks_that_a_drawn_room_cannot_take_stand_in_a_new_one_or_are_told(library):
    design = add_container(Design(), "room", 0, 0, node_id="closet").applied(Design())
    walls = ((0.0, 0.0), (3_600.0, 0.0), (3_600.0, 3_600.0), (0.0, 3_600.0))
    design = set_outline(design, "closet", walls).applied(design)
    design = add_node(design, library, DGX, 0, 0, copies=64, node_id="dgx").applied(design)
    _, after = racked(design, library)
    placed = place_racks(after, Wishes())
    now = placed.edit.applied(after)
    assert not standing(now).unplaced
    assert sum(node.kind == "room" for node in now.nodes.values()) == 2
    assert now.nodes["closet"].plan.outline == design.nodes["closet"].plan.outline


def test_cables_that_are_dealt_anew_need_no_more_ports_than_there_are(library):
    # Seven servers, each with its cable to one of eight switches' single management port: 3 and 4 of them would both
    # begin at the first switch.
    design = drawn(library, ("dgx", DGX, 7), ("leaf", SWITCH, 8))
    design = add_link(design, "dgx", "leaf", medium="management", cables=7, a_port="bmc", b_port="mgmt").applied(design)
    _, after = racked(design, library)
    assert in_racks(after)["dgx"] == (7, 1)
    assert ports_taken(after, ("leaf",))["leaf", "mgmt"] == 1
