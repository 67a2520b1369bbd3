"""Feeds, PDUs, heat, air and redundancy."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.formulas.cooling.heat_removal import airflow_cfm, heat_btu_per_h, heat_w, water_l
from designer.formulas.power.carbon import carbon
from designer.formulas.power.electrical import battery_minutes, feed_capacity, load_after_failure_w, pdu_capacity


def test_three_phases_carry_root_three_of_one():
    one, three = feed_capacity(400, 32, 1), feed_capacity(400, 32, 3)
    assert one.va == pytest.approx(400 * 32 * 0.8)
    assert three.va == pytest.approx(sqrt(3) * one.va)


def test_watts_follow_the_power_factor():
    assert feed_capacity(230, 16, 1, power_factor=0.5, derating=1).w == 230 * 16 / 2


def test_a_pdu_is_limited_by_its_cord_where_that_is_smaller():
    """√3·208·30·0.8 = 8,646 W below 3·208·16 = 9,984 W."""
    pdu = pdu_capacity(208, 30, 3, 3, 16)
    assert pdu.w == pdu.cord_w == pytest.approx(8646, abs=1)
    assert pdu.banks_w == 9984


def test_the_vendors_two_heat_figures_of_a_dgx_differ():
    """38,557 BTU/h are 11.3 kW, 10.8% above 10.2 kW."""
    assert heat_w(38_557) / 10_200 == pytest.approx(1.108, abs=5e-4)


@given(st.floats(0, 1e9))
def test_heat_goes_both_ways(watts):
    assert heat_w(heat_btu_per_h(watts)) == pytest.approx(watts, rel=1e-12)


def test_thin_air_takes_more_of_it():
    """At 6,000 ft the pressure is 0.80 of sea level: 1.25 times the air."""
    assert airflow_cfm(4, 20, 0.8) == pytest.approx(1.25 * airflow_cfm(4, 20))


def test_the_rule_of_thumb_agrees():
    """3.16·W/ΔT = 632 CFM, within 1%."""
    assert airflow_cfm(4, 20) == pytest.approx(3.16 * 4000 / 20, rel=0.01)


def test_what_is_left_carries_the_load():
    """Three units for 20 kW: 10 kW each after one failure; two sides: all on one."""
    assert load_after_failure_w(20_000, 3) == 10_000
    assert load_after_failure_w(20_000, 2) == 20_000
    with pytest.raises(ValueError, match="failed must leave at least one of 1 units"):
        load_after_failure_w(20_000, 1)


def test_water_follows_it_energy():
    assert water_l(1000, 1.8) == pytest.approx(1800)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: feed_capacity(208, 30, 2), "phases must be 1 or 3, not 2"),
        (lambda: feed_capacity(0, 30, 3), "volts must be above 0"),
        (lambda: feed_capacity(208, -1, 3), "amps must be above 0"),
        (lambda: feed_capacity(208, 30, 3, power_factor=1.1), "power_factor must be above 0 and at most 1"),
        (lambda: feed_capacity(208, 30, 3, derating=0), "derating must be above 0 and at most 1"),
        (lambda: pdu_capacity(208, 50, 3, 0, 16), "banks must be at least 1"),
        (lambda: pdu_capacity(208, 50, 3, 3, float("nan")), "bank_amps must be a finite number"),
        (lambda: airflow_cfm(4, 0), "delta_t_f must be above 0"),
        (lambda: airflow_cfm(4, 20, 0), "pressure_ratio must be above 0"),
        (lambda: airflow_cfm(-4, 20), "kw must not be negative"),
        (lambda: heat_btu_per_h(-1), "watts must not be negative"),
        (lambda: carbon(1, 1, 0.5, 1), "pue must be at least 1"),
        (lambda: carbon(1, -1, 1, 1), "watts must not be negative"),
    ],
)
def test_impossible_inputs_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_battery_lasts_longer_the_less_it_carries() -> None:
    # 8 min at full load, 40% of it: 8 / 0.4 = 20; by Peukert's 1.25 8 / 0.3181 = 25.15; of 80% capacity 16.
    assert battery_minutes(8, 0.4) == pytest.approx(20.0)
    assert battery_minutes(8, 0.4, 1.25) == pytest.approx(25.15, abs=0.01)
    assert battery_minutes(8, 0.4, capacity_left=0.8) == pytest.approx(16.0)
    # Below a tenth the own losses of the UPS count, and beyond full load the careful exponent: 8 / 1.5^1.25 = 4.82.
    assert battery_minutes(8, 0.01) == battery_minutes(8, 0.1) == pytest.approx(80.0)
    assert battery_minutes(8, 1.5) == pytest.approx(4.82, abs=0.01)


@pytest.mark.parametrize("bad", [(-1, 0.5, 1, 1), (8, -0.1, 1, 1), (8, 0.5, 0.9, 1), (8, 0.5, 1, 0), (8, 0.5, 1, 1.1)])
def test_a_battery_of_nonsense_is_refused(bad: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        battery_minutes(*bad)
