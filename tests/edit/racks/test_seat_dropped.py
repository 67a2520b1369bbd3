"""What an edit brings into a rack stands at a unit at once, by the rules by which racks fill."""

import pytest

from designer.catalog.reading import read_library
from designer.edit.nodes.nodes import add_container, add_node, put_into
from designer.edit.racks.seat_dropped import arriving, seated
from designer.model.design import Design

SWITCH, DGX, STRIP, R770 = "nvidia/qm9700", "nvidia/dgx-h100", "apc/ap8886", "dell/r770"


@pytest.fixture(scope="module")
def library():
    return read_library()


@pytest.fixture
def rack():
    return add_container(Design(), "rack", 0, 0, node_id="rack").applied(Design())


def put(design, library, part, **fields):
    edit = seated(design, add_node(design, library, part, 0, 0, parent="rack", **fields))
    after = edit.applied(design)
    (made,) = after.nodes.keys() - design.nodes.keys()
    return after, after.nodes[made], edit


def test_light_ones_come_from_the_top_one_below_the_other_and_heavy_ones_from_the_bottom(rack, library):
    design, switch, edit = put(rack, library, SWITCH)
    # 42U by assumption; the switch is one unit high.
    assert (switch.rack.u, edit.label) == (42, "Add Quantum-2 QM9700")
    design, second, _ = put(design, library, SWITCH)
    assert second.rack.u == 41
    design, system, _ = put(design, library, DGX)
    assert system.rack.u == 1
    _, next_one, _ = put(design, library, DGX)
    assert next_one.rack.u == 9


def test_strips_hang_beside_the_units(rack, library):
    _, strip, _ = put(rack, library, STRIP)
    assert strip.rack.zero_u


def test_what_finds_no_room_waits(rack, library):
    design, _, _ = put(rack, library, DGX, copies=5)
    _, sixth, edit = put(design, library, DGX)
    assert sixth.rack is None
    assert arriving(edit) == [sixth]


def test_what_is_dragged_in_gets_a_place_and_what_is_elsewhere_does_not(rack, library):
    design = add_node(rack, library, R770, 500, 0, node_id="server").applied(rack)
    edit = seated(design, put_into(design, ["server"], "rack"))
    assert edit.applied(design).nodes["server"].rack is not None
    out = add_node(design, library, R770, 900, 0)
    assert seated(design, out) is out


def test_several_that_come_at_once_stand_beside_each_other(rack, library):
    design = rack
    for name in ("a", "b", "c"):
        design = add_node(design, library, SWITCH, 500, 0, node_id=name).applied(design)
    after = seated(design, put_into(design, ["a", "b", "c"], "rack")).applied(design)
    assert sorted(after.nodes[name].rack.u for name in ("a", "b", "c")) == [40, 41, 42]
