"""The SuperPOD's devices in their racks, as NVIDIA's guide has them: 4 systems a rack, 3 PDUs, no collision."""

import pytest

from designer.analysis.cooling.heat_load import cooling
from designer.analysis.power.draw import power
from designer.catalog.library import Library
from designer.edit.fabrics.superpod import superpod_design
from designer.model.rooms.rack_slots import all_rack_slots, slot_problems


@pytest.mark.parametrize("units", [1, 4, 64])
def test_every_device_has_a_place_and_nothing_meets(library: Library, units: int) -> None:
    design = superpod_design(library, {"scale_units": units})
    racks = all_rack_slots(design)
    assert [problem for slots in racks.values() for problem in slot_problems(design, slots)] == []
    assert [name for slots in racks.values() for name in slots.unplaced] == []
    results = cooling(design, power(design))
    name = "rack" if "rack" in racks else "rack-last"
    full = racks[name]
    systems = [seat for seat in full.seats if design.nodes[seat.node].kind == "server"]
    assert [(seat.unit, seat.high) for seat in systems] == [(1, 8), (9, 16), (17, 24), (25, 32)]
    assert sum(seat.zero_u for seat in full.seats) == 3
    load = results.racks[name]
    assert load.max_w.value == pytest.approx(40_800)
    assert load.weight_kg.value == pytest.approx(521.8)
    for rack_id, slots in racks.items():
        switches = [seat for seat in slots.seats if design.nodes[seat.node].kind == "switch"]
        if switches:
            assert max(seat.high for seat in switches) == slots.units, rack_id
