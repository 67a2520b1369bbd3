"""Racks for a sketch: how many, by what, and that nothing that was drawn is lost."""

from collections.abc import Mapping
from itertools import chain
from typing import Any, NamedTuple

import msgspec
import pytest

from designer.catalog.reading import read_library
from designer.edit.links.links import add_link
from designer.edit.make_real.places import place_racks
from designer.edit.make_real.racks import draw_racks
from designer.edit.make_real.records import Draws, Wishes
from designer.edit.nodes.nodes import add_container, add_node, put_into
from designer.edit.rooms.room_plan import set_outline
from designer.model.design import Design, Link, Node
from designer.model.device_names import device_names
from designer.model.network.port_occupancy import ports_taken
from designer.model.rooms.floor_positions import standing
from designer.model.rooms.rack_slots import all_rack_slots
from tests.builders.designs import design_of, link
from tests.builders.power import inlets, library_of, part_of, strip
from tests.builders.racks import device, rack
from tests.builders.told import drawn_in, line_text, sections

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


# ---- Racks of round figures, worked out by hand: all that is drawn and said ----


def cabinet(part_id: str, units: float, depth_mm: float, price: float, *tags: str, **facts: float):
    part = part_of(part_id, "rack-cabinet", price=price, rack_units=units, depth_mm=depth_mm, **facts)
    return msgspec.structs.replace(part, tags=tags)


def box(part_id: str, kind: str = "server", *tags: str, **facts: float):
    return msgspec.structs.replace(part_of(part_id, kind, inlets(2), **facts), tags=tags)


# A server of 4U, 50 kg and 800 mm, a switch of 1U, one for an open rack, and one of which nothing is known.
BOXES = (
    box("box", height_u=4.0, weight_kg=50.0, depth_mm=800.0),
    box("switch", "switch", height_u=1.0, weight_kg=10.0, depth_mm=500.0),
    box("sled", "server", "open rack", height_u=2.0, weight_kg=20.0, depth_mm=800.0),
    box("plain"),
    strip("strip", 20_000, 12),
)
CABINETS = library_of(
    # They carry 400 kg beside the 100 kg that are kept for strips.
    cabinet("c42", 42.0, 1_000.0, 100.0, load_limit_kg=500.0),
    cabinet("c42-dear", 42.0, 1_000.0, 200.0, load_limit_kg=1_500.0),
    cabinet("c42-unsaid", 42.0, 1_000.0, 50.0),
    cabinet("c48", 48.0, 1_200.0, 80.0, load_limit_kg=2_000.0),
    cabinet("o44", 44.0, 1_000.0, 150.0, "orv3"),
    *BOXES[-1:],
)


class Case(NamedTuple):
    """Devices, and what one of them draws, W."""

    inside: tuple[Node | Link, ...]
    max_w: Mapping[str, float] = {}
    wishes: Mapping[str, Any] = {}


def boxes(copies: int, name: str = "a", part: str = "box", **fields: Any) -> Node:
    return device(name, part=part, copies=copies, **fields)


CASES = {
    # 400 kg / 50 kg: eight share a rack; nine stand in two, five beside four.
    "by-weight": Case((boxes(8),)),
    "by-weight-one-more": Case((boxes(9),)),
    # 1.35 × 3 racks is 4: 17 divide by neither 3 nor 4, so that two racks of six stand beside one of five.
    "uneven": Case((boxes(17),)),
    # 40 kW of air / 10 kW: four a rack; of 10.001 kW three, so that four stand two by two.
    "by-air": Case((boxes(4),), {"a": 10_000.0}),
    "by-air-too-much": Case((boxes(4),), {"a": 10_001.0}),
    # Two strips of 20 kW a side.
    "by-strips": Case((boxes(4),), {"a": 10_000.0}, {"dense": "liquid"}),
    "by-strips-too-much": Case((boxes(4),), {"a": 10_001.0}, {"dense": "liquid"}),
    "as-wished": Case((boxes(4),), {"a": 10_000.0}, {"rack_w": 20_000.0}),
    # 48 units hold twelve of 4U, and 2,000 − 100 kg 38 of them.
    "by-units": Case((boxes(12),), {}, {"rack_units": 48}),
    "by-units-too-many": Case((boxes(13),), {}, {"rack_units": 48}),
    # Small devices share racks, the one that draws most first: 30 + 10 kW, then 20 kW.
    "shared": Case((boxes(1), boxes(1, "b"), boxes(1, "c")), {"a": 10_000.0, "b": 20_000.0, "c": 30_000.0}),
    "shared-too-much": Case((boxes(1), boxes(1, "b"), boxes(1, "c")), {"a": 10_001.0, "b": 20_000.0, "c": 30_000.0}),
    "shared-by-weight": Case((boxes(4), boxes(4, "b"), boxes(1, "c"))),
    "switches": Case((boxes(2, "s", "switch", kind="switch"),)),
    "switch-on-top": Case((boxes(2, "s", "switch", kind="switch"), boxes(1))),
    # Servers of one width are not put into a rack of the other.
    "open-rack": Case((boxes(3, part="sled"), boxes(1, "b"))),
    "nothing-known": Case((boxes(2, part="plain"),)),
    # 60 units of a device are higher than any rack: each has one of its own.
    "higher-than-a-rack": Case((boxes(2, facts={"height_u": 60.0}),)),
    "deeper-than-a-cabinet": Case((boxes(2, facts={"depth_mm": 1_150.0}),)),
    "no-cabinet-so-deep": Case((boxes(2, facts={"depth_mm": 1_300.0}),)),
    "cabinet-swapped": Case((boxes(10),), {}, {"swaps": {"racks:c42": "c42-dear"}}),
    "not-wanted": Case((boxes(8), boxes(1, "b")), {}, {"left_out": ("racks:c42",)}),
    # A rack that stands there takes what fits by its units, its limit of power and its weight.
    "rack-there": Case((rack(parent=None), boxes(1))),
    "rack-there-limited": Case((rack(parent=None, facts={"power_limit_w": 999.0}), boxes(1)), {"a": 1_000.0}),
    "rack-there-just-enough": Case((rack(parent=None, facts={"power_limit_w": 1_000.0}), boxes(1)), {"a": 1_000.0}),
    "rack-there-too-weak": Case((rack(parent=None, facts={"load_limit_kg": 49.0}), boxes(1))),
    "rack-there-strong-enough": Case((rack(parent=None, facts={"load_limit_kg": 50.0}), boxes(1))),
    "rack-there-too-shallow": Case((rack(parent=None, facts={"depth_mm": 700.0}), boxes(1))),
    "rack-there-full": Case(
        (rack(parent=None, facts={"rack_units": 4.0}), device("x", "rack", 1, part="switch"), boxes(1))
    ),
    "rack-there-of-the-other-width": Case((rack(parent=None), device("x", "rack", 1, part="sled"), boxes(1))),
    "rack-there-in-copies": Case((rack(parent=None, copies=2), boxes(1))),
    "rack-there-elsewhere": Case((Node(id="hall", kind="room"), rack(), boxes(1))),
    # What waits in a rack gets a place there, and the line tells of it.
    "waits-in-a-rack": Case((rack(parent=None, copies=3), device("x", "rack", part="box", copies=2))),
    "waits-and-may": Case((rack(parent=None), device("x", "rack", part="box")), {}, {"left_out": ("places",)}),
    # A strip in the open goes into the rack of what it feeds, where that is one.
    "strip-in-the-open": Case(
        (
            rack(parent=None),
            device("x", "rack", 1, part="box"),
            device("p", kind="pdu", part="strip"),
            link("p", "x", "power"),
        )
    ),
    "strip-of-two-racks": Case(
        (
            *(rack(name, parent=None) for name in ("r1", "r2")),
            *(device(f"x{name}", name, 1, part="box") for name in ("r1", "r2")),
            device("p", kind="pdu", part="strip"),
            *(link("p", f"x{name}", "power") for name in ("r1", "r2")),
        )
    ),
}
EXPECTED = """
## by-weight
a: server box x8 in rack; U1
cabinet: rack-cabinet c42 in rack; Cabinet
rack: rack; Rack
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## by-weight-one-more
a-one: server box x5 in rack-2; a, others; U1
a: server box x4 in rack; U1
cabinet-2: rack-cabinet c42 in rack-2; Cabinet 2
cabinet: rack-cabinet c42 in rack; Cabinet
rack-2: rack; Rack 2
rack: rack; Rack
* racks:c42 c42 x2 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more, 5 of 9 × a stand apart, since they do not divide evenly by
    their racks
## uneven
a-one: server box x6 in rack-2; a, others; U1
a: server box x5 in rack; U1
cabinet-2: rack-cabinet c42 in rack-2; Cabinet 2
cabinet: rack-cabinet c42 in rack; Cabinet
rack-2: rack x2; Rack 2
rack: rack; Rack
* racks:c42 c42 x3 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more, 12 of 17 × a stand apart, since they do not divide evenly
    by their racks
## by-air
a: server box x4 in rack; U1
cabinet: rack-cabinet c42 in rack; Cabinet
rack: rack; Rack
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## by-air-too-much
a: server box x2 in rack; U1
cabinet: rack-cabinet c42 in rack; Cabinet
rack: rack x2; Rack
* racks:c42 c42 x2 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## by-strips
a: server box x4 in rack; U1
cabinet: rack-cabinet c42 in rack; Cabinet
rack: rack; Rack
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, 900 mm deep with room for cables, or more
## by-strips-too-much
a: server box x2 in rack; U1
cabinet: rack-cabinet c42 in rack; Cabinet
rack: rack x2; Rack
* racks:c42 c42 x2 or c42-dear, c42-unsaid, c48: c42; 42U, 900 mm deep with room for cables, or more
## as-wished
a: server box x2 in rack; U1
cabinet: rack-cabinet c42 in rack; Cabinet
rack: rack x2; Rack
* racks:c42 c42 x2 or c42-dear, c42-unsaid, c48: c42; 42U, 20 kW a rack at most, as wished, 900 mm deep with
    room for cables, or more
## by-units
a: server box x12 in rack; U1
cabinet: rack-cabinet c48 in rack; Cabinet
rack: rack; Rack
* racks:c48 c48 x1 or c42, c42-dear, c42-unsaid: c48; 48U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## by-units-too-many
a-one: server box x7 in rack-2; a, others; U1
a: server box x6 in rack; U1
cabinet-2: rack-cabinet c48 in rack-2; Cabinet 2
cabinet: rack-cabinet c48 in rack; Cabinet
rack-2: rack; Rack 2
rack: rack; Rack
* racks:c48 c48 x2 or c42, c42-dear, c42-unsaid: c48; 48U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more, 7 of 13 × a stand apart, since they do not divide evenly by
    their racks
## shared
a: server box in rack; U1
b: server box in rack-2; U1
c: server box in rack; U5
cabinet-2: rack-cabinet c42 in rack-2; Cabinet 2
cabinet: rack-cabinet c42 in rack; Cabinet
rack-2: rack; Rack 2
rack: rack; Rack
* racks:c42 c42 x2 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## shared-too-much
a: server box in rack-2; U1
b: server box in rack-2; U5
c: server box in rack; U1
cabinet-2: rack-cabinet c42 in rack-2; Cabinet 2
cabinet: rack-cabinet c42 in rack; Cabinet
rack-2: rack; Rack 2
rack: rack; Rack
* racks:c42 c42 x2 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## shared-by-weight
a: server box x4 in rack; U1
b: server box x4 in rack; U17
c: server box in rack-2; U1
cabinet-2: rack-cabinet c42 in rack-2; Cabinet 2
cabinet: rack-cabinet c42 in rack; Cabinet
rack-2: rack; Rack 2
rack: rack; Rack
* racks:c42 c42 x2 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## switches
cabinet: rack-cabinet c42 in rack; Cabinet
rack: rack; Network rack
s: switch switch x2 in rack; U41
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 600 mm deep with room for cables, or more
## switch-on-top
a: server box in rack; U1
cabinet: rack-cabinet c42 in rack; Cabinet
rack: rack; Rack
s: switch switch x2 in rack; U41
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## open-rack
a: server sled x3 in rack; U39
b: server box in rack-2; U1
cabinet-2: rack-cabinet c42 in rack-2; Cabinet 2
cabinet: rack-cabinet o44 in rack; Cabinet
rack-2: rack; Rack 2
rack: rack; Rack
* racks:o44 o44 x1: o44; 44U, filled to 40 kW, where cooling by the air of a room ends, 900 mm deep with room
    for cables, or more
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## nothing-known
a: server plain x2 in rack; U41
cabinet: rack-cabinet c42 in rack; Cabinet
rack: rack; Rack
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends
## higher-than-a-rack
a: server box in rack; height_u 60
cabinet: rack-cabinet c42 in rack; Cabinet
rack: rack x2; Rack
* racks:c42 c42 x2 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
* places x0 (a problem): Places in racks; There is no free place for the 1 that wait.
## deeper-than-a-cabinet
a: server box x2 in rack; depth_mm 1150; U1
rack: rack; Rack; depth_mm 1250; rack_units 42
* racks:none:1250 x1 (a problem): Racks, 42U; 42U, filled to 40 kW, where cooling by the air of a room ends,
    1,250 mm deep with room for cables, or more, no cabinet of the catalog is deep enough, so the rack is drawn
    without one
## no-cabinet-so-deep
a: server box x2 in rack; depth_mm 1300; U1
rack: rack; Rack; depth_mm 1400; rack_units 42
* racks:none:1400 x1 (a problem): Racks, 42U; 42U, filled to 40 kW, where cooling by the air of a room ends,
    1,400 mm deep with room for cables, or more, no cabinet of the catalog is deep enough, so the rack is drawn
    without one
## cabinet-swapped
a: server box x10 in rack; U1
cabinet: rack-cabinet c42-dear in rack; Cabinet
rack: rack; Rack
* racks:c42 c42-dear x1 or c42, c42-unsaid, c48: c42-dear; 42U, filled to 40 kW, where cooling by the air of a
    room ends, 900 mm deep with room for cables, or more
## not-wanted
* racks:c42 c42 x2 or c42-dear, c42-unsaid, c48 (left out): c42; 42U, filled to 40 kW, where cooling by the air
    of a room ends, 900 mm deep with room for cables, or more
## rack-there
a: server box in rack; U1
* racks:c42 x0: Into the racks that are there; one for each that fits: by its units, its weight, and what the
    rack draws
## rack-there-limited
a: server box in rack-2; U1
cabinet: rack-cabinet c42 in rack-2; Cabinet
rack-2: rack; Rack
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## rack-there-just-enough
a: server box in rack; U1
* racks:c42 x0: Into the racks that are there; one for each that fits: by its units, its weight, and what the
    rack draws
## rack-there-too-weak
a: server box in rack-2; U1
cabinet: rack-cabinet c42 in rack-2; Cabinet
rack-2: rack; Rack
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## rack-there-strong-enough
a: server box in rack; U1
* racks:c42 x0: Into the racks that are there; one for each that fits: by its units, its weight, and what the
    rack draws
## rack-there-too-shallow
a: server box in rack-2; U1
cabinet: rack-cabinet c42 in rack-2; Cabinet
rack-2: rack; Rack
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## rack-there-full
a: server box in rack-2; U1
cabinet: rack-cabinet c42 in rack-2; Cabinet
rack-2: rack; Rack
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## rack-there-of-the-other-width
a: server box in rack-2; U1
cabinet: rack-cabinet c42 in rack-2; Cabinet
rack-2: rack; Rack
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## rack-there-in-copies
a: server box in rack-2; U1
cabinet: rack-cabinet c42 in rack-2; Cabinet
rack-2: rack; Rack
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## rack-there-elsewhere
a: server box in rack-2; U1
cabinet: rack-cabinet c42 in rack-2; Cabinet
rack-2: rack; Rack
* racks:c42 c42 x1 or c42-dear, c42-unsaid, c48: c42; 42U, filled to 40 kW, where cooling by the air of a room
    ends, 900 mm deep with room for cables, or more
## waits-in-a-rack
x: server box x2 in rack; U1
* places x6: Places in racks; for x, which waited in a rack: switches at the top, the rest below them, the
    heaviest from the bottom
## waits-and-may
* places x1 (left out): Places in racks; for x, which waited in a rack: switches at the top, the rest below
    them, the heaviest from the bottom
## strip-in-the-open
p: pdu strip in rack; U1 0U
## strip-of-two-racks

"""


def outcome(name: str) -> list[str]:
    case = CASES[name]
    design = design_of(*case.inside, *BOXES)
    made = draw_racks(design, CABINETS, Wishes(**case.wishes), Draws(max_w=case.max_w))
    return [*drawn_in(design, made.edit.applied(design)), *chain.from_iterable(map(line_text, made.lines))]


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_drawn_and_said(name):
    assert outcome(name) == sections(EXPECTED)[name]
