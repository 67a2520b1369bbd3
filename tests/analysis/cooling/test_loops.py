"""Coolant units, chillers and loops, and how soon it is too warm, by hand."""

import pytest

from designer.analysis.run import analyze
from designer.formulas.cooling.heat import allowable_c, coolant_min, overheat_min, pressure_ratio
from tests.analysis.cooling.drawn import heat, pipe, room
from tests.analysis.power.drawn import drawn, feed, node

WET = {"power_max_w": 120_000.0, "liquid_heat_share": 0.85}


def test_servers_share_two_units_and_one_takes_over() -> None:
    # 8 racks of 102 kW in a coolant: 408 kW on each of 2 units of 900 kW, 816 kW on the one that is left.
    design = drawn(
        node("cdu", "cdu", 2, cooling_capacity_w=900_000.0, flow_l_per_min=900.0),
        node("nvl", "rack-system", 8, **WET, flow_l_per_min=85.0),
        pipe("hoses", "cdu", "nvl", 16, spread="mesh"),
    )
    found = heat(design)
    unit, (group,) = found.units["cdu"], found.groups
    assert unit.load_max_w.value == pytest.approx(408_000)
    assert unit.utilisation.value == pytest.approx(408 / 900)
    assert unit.devices == {"nvl": 8}
    assert (unit.flow_needed_l_per_min.value, unit.flow_l_per_min.value) == (680, 1_800)
    assert (group.devices, group.units, group.unit_copies, group.holds) == (("nvl",), ("cdu",), 2, True)
    assert (group.load_w.value, group.capacity_w.value) == pytest.approx((816_000, 1_800_000))
    assert found.devices["nvl"].units == ("cdu",)
    small = heat(
        drawn(
            node("cdu", "cdu", 2, cooling_capacity_w=600_000.0),
            node("nvl", "rack-system", 8, **WET),
            pipe("hoses", "cdu", "nvl", 16, spread="mesh"),
        )
    )
    assert small.groups[0].holds is False
    (lost,) = [one for one in small.sweep.failures if one.ids == ("cdu[0]",)]
    assert lost.alike == 2
    assert lost.newly_overloaded["cdu"].heat_w == pytest.approx(816_000)
    assert not lost.holds


def test_hoses_to_one_unit_each_leave_its_servers_without() -> None:
    # Even: hose c joins unit c·2/8 to server c, so unit 0 has the first four.
    found = heat(
        drawn(
            node("cdu", "cdu", 2, cooling_capacity_w=900_000.0),
            node("nvl", "rack-system", 8, **WET),
            pipe("hoses", "cdu", "nvl", 8),
        ),
        "cdu[1]",
    )
    assert found.failure is not None
    assert found.failure.uncooled == {"nvl": 4}
    assert found.failure.kept_w.value == pytest.approx(4 * 102_000)
    assert not found.failure.minutes.known


def test_a_chiller_that_fails_stops_what_hangs_on_it_alone() -> None:
    design = drawn(
        room("hall", 10_000, 10_000),
        node("chiller", "chiller", cooling_capacity_w=1_000_000.0),
        node("other", "chiller"),
        node("cdu", "cdu", 1, "hall", cooling_capacity_w=900_000.0, coolant_volume_l=500.0, supply_c=30.0),
        node("crah", "crah", 2, "hall", cooling_capacity_w=30_000.0),
        node("nvl", "rack-system", 2, "hall", **WET, coolant_max_c=45.0, inlet_max_c=32.0),
        pipe("water", "chiller", "cdu"),
        pipe("chilled", "crah", "chiller"),
        pipe("second", "other", "crah"),
        pipe("hoses", "cdu", "nvl", 2),
    )
    # Drawn from the crah to the chiller all the same: chillers cool coolers. One hose each: of the two handlers the
    # first hangs on the chiller, and on the other.
    found = heat(design, "chiller")
    lost = found.failure
    assert lost is not None
    assert lost.uncooled == {"nvl": 2}
    assert lost.stopped == {"cdu": 1}
    assert not lost.zones
    # 500 L · 4186 · 15 K / 204 kW = 153.9 s.
    assert lost.minutes.value == pytest.approx(500 * 4186 * 15 / 204_000 / 60)
    # What has failed takes nothing, and what no coolant reaches is off and gives no heat to the air either; before, the
    # chiller took the liquid of both and half the air of 2 × 9 kW.
    assert found.units["chiller"].load_max_w.value == found.units["other"].load_max_w.value == 0.0
    assert heat(design).units["chiller"].load_max_w.value == pytest.approx(204_000 + 9_000)


def test_how_soon_a_hall_is_too_warm() -> None:
    # 300 m³ · 1.2 · 1006 = 362,160 J/K of air, and 4,000 kg · 500 of steel; 30 − 22 °C; 50 kW that nothing takes.
    hall = room("hall", 10_000, 10_000)
    design = drawn(
        hall,
        node("dgx", "server", 8, "hall", power_max_w=10_000.0, weight_kg=500.0, inlet_max_c=30.0),
        node("crah", "crah", 2, "hall", cooling_capacity_w=30_000.0, supply_c=22.0),
        assumptions={"altitude_m": 0.0},
    )
    lost = heat(design, "crah[1]").failure
    assert lost is not None
    told = lost.zones["hall"]
    assert told.minutes.low == pytest.approx(362_160 * 8 / 50_000 / 60)
    assert told.minutes.value == told.minutes.low
    assert told.minutes.high == pytest.approx((362_160 + 4_000 * 500) * 8 / 50_000 / 60)
    assert told.minutes.low == pytest.approx(overheat_min(50, 300, 8))
    assert told.minutes.high == pytest.approx(overheat_min(50, 300, 8, 4_000))
    assert told.before  # 60 of 80 kW were too few with both
    assert lost.warm == {"dgx": 8}
    unknown = heat(drawn(node("dgx", "server", power_max_w=10_000.0), node("crah", "crah", cooling_capacity_w=0.0)))
    assert not unknown.sweep.failures[0].zones[""].minutes.known


def test_power_that_fails_takes_the_coolers_along() -> None:
    design = drawn(
        node("hall", "room"),
        node("srv", "server", 3, "hall", power_max_w=10_000.0),
        node("a", "crah", 1, "hall", cooling_capacity_w=20_000.0, power_max_w=1_000.0),
        node("b", "crah", 1, "hall", cooling_capacity_w=20_000.0, power_max_w=1_000.0),
        node("ups", "ups"),
        feed("one", "ups", "a"),
    )
    found = analyze(design, only=("power", "cooling"), fail=("ups",)).cooling
    assert found is not None
    assert found.heat.failure is not None
    assert found.heat.failure.zones["hall"].capacity_w == pytest.approx(20_000)
    assert found.heat.failure.ids == ("ups", "a")


def test_a_unit_in_a_rack_serves_the_rack_without_a_drawn_hose() -> None:
    found = heat(
        drawn(
            node("rack", "rack", 3),
            node("cdu", "cdu", 1, "rack", cooling_capacity_w=100_000.0),
            node("srv", "server", 4, "rack", power_max_w=10_000.0, liquid_heat_share=0.8),
        )
    )
    assert found.units["cdu"].load_max_w.value == pytest.approx(32_000)
    assert found.units["cdu"].devices == {"srv": 12}
    assert not found.dry
    assert [one.ids for one in found.sweep.failures] == [("cdu[0]",)]
    assert found.sweep.failures[0].uncooled == {"srv": 4}
    assert found.sweep.failures[0].alike == 3


def test_a_hose_to_a_rack_serves_what_stands_in_it() -> None:
    found = heat(
        drawn(
            node("rack", "rack", 2),
            node("cdu", "cdu", cooling_capacity_w=100_000.0),
            node("srv", "server", 4, "rack", power_max_w=10_000.0, liquid_heat_share=0.8),
            pipe("hose", "cdu", "rack", 2),
        ),
        "hose[1]",
    )
    # 4 × 8 kW of the rack that still has coolant; those of the other are off and give no heat.
    assert found.units["cdu"].load_max_w.value == pytest.approx(32_000)
    assert found.failure is not None
    assert found.failure.uncooled == {"srv": 4}
    assert found.failure.uncooled_copies == {"srv": (4, 5, 6, 7)}


def test_a_ring_and_a_unit_cooled_by_itself_are_left_out() -> None:
    found = heat(
        drawn(
            node("a", "cdu", cooling_capacity_w=1e5),
            node("b", "cdu", cooling_capacity_w=1e5),
            node("nvl", "rack-system", **WET),
            pipe("one", "a", "b"),
            pipe("two", "b", "a"),
            pipe("self", "a", "a"),
            pipe("hose", "b", "nvl"),
        )
    )
    assert found.loops == (("a", "b"),)
    assert found.itself == ("self",)
    assert found.units["b"].load_max_w.value == pytest.approx(102_000)
    assert found.units["a"].load_max_w.value == 0


def test_supply_of_a_unit_follows_its_water_and_its_approach() -> None:
    chiller = node("chiller", "chiller", supply_c=20.0)
    found = heat(drawn(chiller, node("cdu", "cdu", approach_c=4.0), pipe("water", "chiller", "cdu")))
    assert found.units["cdu"].supply_c.value == 24.0
    assumed = heat(drawn(node("chiller", "chiller"), node("cdu", "cdu", approach_c=4.0), pipe("w", "chiller", "cdu")))
    assert assumed.units["cdu"].supply_c.status == "assumed"


def test_the_formulas_by_hand() -> None:
    assert pressure_ratio(0) == 1.0
    assert pressure_ratio(1_828.8) == pytest.approx(0.80, abs=0.005)
    # ISO 2533: 89.88 kPa at 1,000 m and 54.05 kPa at 5,000 m, of 101.325.
    assert pressure_ratio(1_000) == pytest.approx(89.875 / 101.325, rel=1e-4)
    assert pressure_ratio(5_000) == pytest.approx(54.02 / 101.325, rel=1e-3)
    assert allowable_c(35, 900) == 35
    assert allowable_c(35, 3_000) == 28
    assert allowable_c(45, 1_025) == 44
    assert coolant_min(4.186, 60, 1) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="pressure_ratio must be above 0"):
        overheat_min(1, 1, 1, 0, 0)
    with pytest.raises(ValueError, match="altitude_m"):
        pressure_ratio(20_000)
