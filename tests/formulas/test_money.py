"""Payments, energy and the choice between owning and renting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.formulas.money import (
    break_even_h,
    capital_recovery_factor,
    energy_cost,
    monthly_cost,
    monthly_payment_usd,
)


@given(st.floats(0, 1), st.integers(1, 40))
def test_the_yearly_payments_repay_the_principal(rate, years):
    """The debt of 1 grows by the rate and falls by the factor every year; it ends at 0."""
    factor = capital_recovery_factor(rate, years)
    debt = 1.0
    for _ in range(years):
        debt = debt * (1 + rate) - factor
    assert debt == pytest.approx(0, abs=1e-12 * (1 + rate) ** years * years + 1e-12)


def test_capital_recovery_of_a_textbook():
    """10% over 5 years: 0.1·1.61051/0.61051 = 0.263797."""
    assert capital_recovery_factor(0.1, 5) == pytest.approx(0.263797, abs=5e-7)


def test_money_without_interest_is_paid_in_equal_parts():
    assert capital_recovery_factor(0, 4) == 0.25
    assert monthly_payment_usd(3600, 0, 36) == 100


def test_a_tiny_rate_keeps_its_digits():
    """Near 0 the factor is 1/n + r·(n+1)/2n: 0.2 + 1e-12·0.6."""
    assert capital_recovery_factor(1e-12, 5) == pytest.approx(0.2 + 0.6e-12, rel=1e-15)


def test_a_rate_in_percent_is_refused():
    with pytest.raises(ValueError, match=r"^annual_rate must be from 0 to 1, not 5\.$"):
        capital_recovery_factor(5, 3)


def test_break_even_is_sensitive_to_the_cloud_price():
    """833,806 / (98.32 − 0.87) = 8,556 h; against 33 $/h it is 25,951 h."""
    assert break_even_h(833_806, 0.87, 98.32) == pytest.approx(8_556, abs=1)
    assert break_even_h(833_806, 0.87, 33) == pytest.approx(25_951, abs=1)


@pytest.mark.parametrize("cloud", [0.87, 0.5, 0])
def test_a_cheaper_cloud_never_breaks_even(cloud):
    with pytest.raises(ValueError, match="owning never breaks even"):
        break_even_h(833_806, 0.87, cloud)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kw": -1}, "kw must not be negative"),
        ({"load": 1.1}, "load must be from 0 to 1"),
        ({"pue": 0.9}, "pue must be at least 1"),
        ({"usd_per_kwh": float("inf")}, "usd_per_kwh must be a finite number"),
        ({"hours": -1}, "hours must not be negative"),
    ],
)
def test_impossible_energy_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        energy_cost(**{"kw": 1, "load": 1, "pue": 1, "usd_per_kwh": 1, "hours": 1} | change)


def test_the_monthly_cost_is_the_sum_of_its_parts():
    """No interest: 10·1,200/12 + 2,400/24 + 6,000/60 + 1 kW·0.5·2·100 h·0.1 $ = 1,000 + 100 + 100 + 10."""
    cost = monthly_cost(
        servers=10,
        server_usd=1200,
        server_months=12,
        network_usd=2400,
        network_months=24,
        facility_usd=6000,
        power_cooling_share=0.8,
        facility_months=60,
        annual_rate=0,
        critical_kw=1,
        load=0.5,
        pue=2,
        usd_per_kwh=0.1,
        hours=100,
    )
    assert (cost.servers_usd, cost.network_usd) == (1000, 100)
    assert cost.power_cooling_usd == pytest.approx(80)
    assert cost.other_usd == pytest.approx(20)
    assert cost.power_usd == pytest.approx(10)
    assert cost.total_usd == pytest.approx(1210)
