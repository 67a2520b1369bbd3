"""Rooms, rows and racks with their coolers, by hand."""

import pytest

from designer.model.design import Node
from designer.model.figures.figure import recompute
from designer.model.parts.part import PortGroup
from tests.analysis.cooling.drawn import heat, pipe, room
from tests.analysis.power.drawn import drawn, node


def test_a_row_is_cooled_in_its_row_and_the_rest_goes_to_the_room() -> None:
    # Each of 2 rows has 5 racks of 40.8 kW and 4 coolers of 40 kW: 44 kW are left for the room's two of 60 kW.
    found = heat(
        drawn(
            room("hall", 20_000, 10_000),
            node("row", "row", 2, "hall"),
            node("rack", "rack", 5, "row"),
            node("srv", "server", 4, "rack", power_max_w=10_200.0),
            node("inrow", "crah", 4, "row", cooling_capacity_w=40_000.0),
            node("perimeter", "crah", 2, "hall", cooling_capacity_w=60_000.0),
        )
    )
    row, hall = found.zones["row"], found.zones["hall"]
    assert (row.heat_w.value, row.capacity_w.value, row.copies, row.units, row.around) == (
        204_000,
        160_000,
        2,
        4,
        "hall",
    )
    assert (hall.heat_w.value, hall.capacity_w.value, hall.spare) == (88_000, 120_000, 0)
    assert recompute(hall.heat_w) == 88_000
    assert hall.volume_m3.value == row.volume_m3.value == pytest.approx(600)
    assert found.units["inrow"].load_max_w.value == pytest.approx(40_000)
    assert found.units["perimeter"].load_max_w.value == pytest.approx(44_000)
    assert found.devices["srv"].zone == "row"
    # The room takes what a row leaves, so one in-row cooler may fail: 40 kW more in the room are 128 of 120 kW.
    gone = {one.ids[0]: one for one in found.sweep.failures}
    assert gone["inrow[0]"].zones["hall"].heat_w == pytest.approx(128_000)
    assert gone["inrow[0]"].alike == 2
    assert gone["perimeter[0]"].zones["hall"].capacity_w == pytest.approx(60_000)


def test_a_cooler_in_a_gallery_serves_what_is_around_it() -> None:
    found = heat(
        drawn(
            node("site", "site"),
            node("hall", "room", 1, "site"),
            node("gallery", "room", 1, "site"),
            node("srv", "server", 3, "hall", power_max_w=10_000.0),
            node("crah", "crah", 2, "gallery", cooling_capacity_w=20_000.0),
        )
    )
    assert found.zones["site"].heat_w.value == 30_000
    assert found.devices["srv"].zone == "site"
    assert not found.still


def test_a_room_without_a_cooler_while_another_has_one() -> None:
    found = heat(
        drawn(
            node("one", "room"),
            node("two", "room"),
            node("a", "server", 1, "one", power_max_w=5_000.0),
            node("b", "server", 1, "two", power_max_w=5_000.0),
            node("crah", "crah", 1, "one", cooling_capacity_w=20_000.0),
        )
    )
    assert found.still == ("b",)
    assert found.devices["b"].zone is None


def test_airflow_and_temperatures_of_a_room() -> None:
    found = heat(
        drawn(
            node("hall", "room"),
            node("dgx", "server", 10, "hall", power_max_w=10_200.0, airflow_cfm=1_105.0, inlet_max_c=30.0),
            node("sw", "switch", 1, "hall", power_max_w=1_000.0, inlet_max_c=45.0),
            node("a", "crah", 2, "hall", cooling_capacity_w=80_000.0, airflow_cfm=7_000.0, supply_c=24.0),
            node("b", "crah", 1, "hall", cooling_capacity_w=80_000.0, airflow_cfm=5_000.0, supply_c=26.0),
        )
    ).zones["hall"]
    # 11,050 CFM as stated and 1 kW · 3412 / (1.085 · 25) = 125.8 CFM.
    assert found.airflow_needed_cfm.value == pytest.approx(11_050 + 3412 / (1.085 * 25))
    assert found.airflow_delivered_cfm.value == 19_000
    assert found.supply_c.value == 26.0
    assert (found.inlet_max_c.value, found.strictest) == (30.0, "dgx")
    assert found.spare == 1  # 103 of 240 kW: one may be out, two leave 80


def test_a_liquid_to_air_unit_gives_its_heat_to_the_room() -> None:
    out = PortGroup(name="secondary", media=("coolant",), count=10, role="out")
    unit = Node(id="side", kind="cdu", parent="hall", facts={"cooling_capacity_w": 70_000.0}, ports=(out,))
    found = heat(
        drawn(
            node("hall", "room"),
            unit,
            node("crah", "crah", 1, "hall", cooling_capacity_w=50_000.0),
            node("srv", "server", 4, "hall", power_max_w=10_000.0, liquid_heat_share=0.8),
            pipe("hose", "side", "srv", 4),
        )
    )
    assert found.units["side"].to_air
    assert found.units["side"].load_max_w.value == pytest.approx(32_000)
    assert found.zones["hall"].heat_w.value == pytest.approx(40_000)  # 8 of air, 32 through the unit
    gone = {one.ids[0]: one for one in found.sweep.failures}
    assert gone["side"].uncooled == {"srv": 4}
    assert not gone["side"].zones
