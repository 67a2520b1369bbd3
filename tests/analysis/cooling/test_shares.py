"""Air and liquid of devices and racks, altitude, and where air cooling ends, by hand."""

import pytest

from designer.model.design import Node
from designer.model.figures.figure import recompute
from designer.model.parts.part import PortGroup
from tests.analysis.cooling.drawn import heat, pipe
from tests.analysis.power.drawn import drawn, node

IN = PortGroup(name="coolant", media=("coolant",), count=1, role="in")


def test_a_wet_server_gives_85_percent_to_the_coolant() -> None:
    found = heat(
        drawn(
            node("rack", "rack", 3),
            node("srv", "server", 2, "rack", power_max_w=10_000.0, power_typical_w=7_000.0, liquid_heat_share=0.85),
        )
    )
    one, rack = found.devices["srv"], found.racks["rack"]
    assert one.liquid_max_w.value == pytest.approx(8_500)
    assert one.air_max_w.value == pytest.approx(1_500)
    assert one.liquid_typical_w.value == pytest.approx(5_950)
    assert one.air_typical_w.value == pytest.approx(1_050)
    assert rack.liquid_max_w.value == pytest.approx(17_000)
    assert rack.air_typical_w.value == pytest.approx(2_100)
    assert recompute(rack.liquid_max_w) == pytest.approx(17_000)
    assert found.dry == ("srv",)


def test_a_coolant_inlet_without_a_stated_share_is_an_assumption() -> None:
    dry = node("srv", "server", power_max_w=10_000.0)
    assert heat(drawn(dry)).devices["srv"].liquid_max_w.value == 0
    with_inlet = Node(id="srv", kind="server", facts={"power_max_w": 10_000.0}, ports=(IN,))
    found = heat(drawn(with_inlet)).devices["srv"]
    # 85% unless it is said, 70% to all of it.
    assert (found.liquid_max_w.low, found.liquid_max_w.value, found.liquid_max_w.high) == pytest.approx(
        (7_000, 8_500, 10_000)
    )
    assert found.liquid_max_w.status == "assumed"


def test_six_thousand_feet_thin_the_air_to_080() -> None:
    server = node("srv", "server", power_max_w=4_000.0)
    sea = heat(drawn(server, assumptions={"air_delta_t_f": 20.0}))
    high = heat(drawn(server, assumptions={"air_delta_t_f": 20.0, "altitude_m": 1_828.8}))
    own = heat(drawn(server, assumptions={"altitude_m": 1_828.8, "pressure_ratio": 0.9}))
    assert sea.pressure_ratio.value == 1.0
    assert high.pressure_ratio.value == pytest.approx(0.8014, abs=1e-4)
    assert own.pressure_ratio.value == 0.9
    # 4 kW at 20 °F take 629 CFM at sea level (PWR-03), a quarter more at 6,000 ft.
    assert sea.devices["srv"].airflow_cfm.value == pytest.approx(629, rel=1e-3)
    assert high.devices["srv"].airflow_cfm.value == pytest.approx(629 / 0.8014, rel=1e-3)


def test_stated_airflow_and_inlets_at_altitude() -> None:
    # 2,400 m are 1,500 m above 900 m: 5 °C less at 1 °C for every 300 m.
    found = heat(
        drawn(
            node("srv", "server", power_max_w=10_200.0, airflow_cfm=1_105.0, inlet_max_c=30.0),
            node("a3", "server", power_max_w=500.0, inlet_max_c=40.0),
            assumptions={"altitude_m": 2_400.0},
        )
    )
    ratio = (1 - 2.25577e-5 * 2_400) ** 5.25588
    assert found.devices["srv"].airflow_cfm.value == pytest.approx(1_105 / ratio)
    assert found.devices["srv"].inlet_max_c.value == pytest.approx(25.0)
    assert found.devices["a3"].inlet_max_c.value == pytest.approx(40 - 1_500 / 175)


def test_racks_end_at_40_kw_of_air_and_go_on_with_a_rear_door() -> None:
    four = node("srv", "server", 4, "rack", power_max_w=10_200.0)
    plain = heat(drawn(node("rack", "rack"), four)).racks["rack"]
    assert plain.over
    assert (plain.limit_w.low, plain.limit_w.value) == (25_000, 40_000)
    door = heat(drawn(node("rack", "rack"), four, node("door", "crah", 1, "rack", cooling_capacity_w=75_000.0)))
    assert not door.racks["rack"].over
    assert door.racks["rack"].door
    wet = node("srv", "server", 4, "rack", power_max_w=10_200.0, liquid_heat_share=0.5)
    assert not heat(drawn(node("rack", "rack"), wet)).racks["rack"].over


def test_losses_of_a_ups_warm_the_room_that_it_stands_in() -> None:
    found = heat(
        drawn(
            node("hall", "room"),
            node("plant", "room"),
            node("srv", "server", 10, "hall", power_max_w=1_000.0),
            node("ups", "ups", 2, "plant", efficiency=0.95),
            node("pdu", "pdu", 5, "hall", efficiency=0.98),
            node("a", "crah", 1, "hall", cooling_capacity_w=20_000.0),
            node("b", "crah", 1, "plant", cooling_capacity_w=20_000.0),
        )
    )
    pdus = 10_000 * (1 / 0.98 - 1)
    ups = (10_000 + pdus) * (1 / 0.95 - 1)
    assert found.zones["hall"].heat_w.value == pytest.approx(10_000 + pdus)
    assert found.zones["plant"].heat_w.value == pytest.approx(ups)


def test_nothing_at_all() -> None:
    found = heat(drawn())
    assert (found.devices, found.racks, found.zones, found.units) == ({}, {}, {}, {})
    alone = heat(drawn(node("crah", "crah"), node("cdu", "cdu", cooling_capacity_w=0.0), pipe("p", "cdu", "crah")))
    assert alone.zones[""].heat_w.value == 0
    assert alone.zones[""].spare is None
    assert alone.units["cdu"].utilisation.value is None
