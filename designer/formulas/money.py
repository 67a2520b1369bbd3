"""Capital recovery, monthly payments, energy cost, break-even and the monthly cost of a data center."""

from math import expm1, log1p

from msgspec import Struct

from designer.formulas.checks import between, not_negative, positive, share, whole
from designer.formulas.periods import HOURS_PER_MONTH, MONTHS_PER_YEAR

LARGEST_RATE = 1.0
"""Yearly cost of money above which a rate was surely written in percent."""


def _recovery(rate: float, periods: float) -> float:
    """r(1+r)ⁿ/((1+r)ⁿ−1), written so that a rate near 0 keeps its digits; 1/n at 0."""
    return 1 / periods if rate == 0 else rate / -expm1(-periods * log1p(rate))


def capital_recovery_factor(annual_rate: float, years: float) -> float:
    """Share of a principal that repays it in equal yearly payments: r(1+r)ⁿ/((1+r)ⁿ−1); 1/n at r = 0.

    Source: the annuity formula; used by Hamilton, "Cost of Power in Large-Scale Data Centers", 2008.

    Args:
        annual_rate: Yearly cost of money as a share: 0.05 for 5%.
        years: Years n.

    Raises:
        ValueError: An input is out of range.
    """
    return _recovery(between("annual_rate", annual_rate, 0, LARGEST_RATE), positive("years", years))


def monthly_payment_usd(principal_usd: float, annual_rate: float, months: float) -> float:
    """Monthly payment that repays a principal, USD: P · i/(1−(1+i)⁻ᵐ) with i = rate/12; P/m at 0.

    Source: Hamilton, "Cost of Power in Large-Scale Data Centers", 2008 (servers 36 months, facility
    120–180, 5% cost of money).

    Args:
        principal_usd: What was spent, USD.
        annual_rate: Yearly cost of money as a share: 0.05 for 5%.
        months: Months m.

    Raises:
        ValueError: An input is out of range.
    """
    monthly = between("annual_rate", annual_rate, 0, LARGEST_RATE) / MONTHS_PER_YEAR
    return not_negative("principal_usd", principal_usd) * _recovery(monthly, positive("months", months))


class EnergyCost(Struct, frozen=True):
    """Energy from the grid and its price.

    Attributes:
        kwh: Energy, kWh.
        usd: Its price, USD.
    """

    kwh: float
    usd: float


def energy_cost(kw: float, load: float, pue: float, usd_per_kwh: float, hours: float) -> EnergyCost:
    """Energy and its price: kW · load · PUE · h, times the price per kWh.

    Source: the definition of PUE; Hamilton, "Cost of Power in Large-Scale Data Centers", 2008.

    Args:
        kw: Critical (IT) power, kW.
        load: Average share of it that is drawn, 0 to 1.
        pue: Facility energy over IT energy, at least 1.
        usd_per_kwh: Price, USD per kWh.
        hours: Hours.

    Raises:
        ValueError: An input is out of range.
    """
    kwh = not_negative("kw", kw) * share("load", load) * power_usage("pue", pue) * not_negative("hours", hours)
    return EnergyCost(kwh, kwh * not_negative("usd_per_kwh", usd_per_kwh))


def power_usage(name: str, pue: float) -> float:
    """PUE if it is at least 1.

    Raises:
        ValueError: It is below 1 or not finite.
    """
    if positive(name, pue) < 1:
        raise ValueError(f"{name} must be at least 1, since a facility draws what its IT draws, not {pue:g}.")
    return pue


def break_even_h(capex_usd: float, own_usd_per_h: float, cloud_usd_per_h: float) -> float:
    """Hours of use after which owning is cheaper than renting: capex / (cloud per hour − own per hour).

    Very sensitive to the cloud's price: the same 833,806 USD server breaks even after 8,556 h against
    98.32 USD/h and after 25,951 h against 33 USD/h. Always show it with that.

    Source: arithmetic; the server is that of Lenovo Press LP2225.

    Args:
        capex_usd: Price of the owned system, USD.
        own_usd_per_h: What an hour of it costs to run, USD.
        cloud_usd_per_h: What an hour of the rented one costs, USD.

    Raises:
        ValueError: An input is out of range, or renting is not dearer by the hour.
    """
    saved = not_negative("cloud_usd_per_h", cloud_usd_per_h) - not_negative("own_usd_per_h", own_usd_per_h)
    if saved <= 0:
        raise ValueError(
            f"owning never breaks even: cloud_usd_per_h {cloud_usd_per_h:g} is not above"
            f" own_usd_per_h {own_usd_per_h:g}."
        )
    return not_negative("capex_usd", capex_usd) / saved


class MonthlyCost(Struct, frozen=True):
    """Monthly cost of a data center, USD.

    Attributes:
        servers_usd: Servers.
        network_usd: Network.
        power_cooling_usd: Power distribution and cooling plant.
        power_usd: Energy.
        other_usd: The rest of the facility.
        total_usd: All of them.
    """

    servers_usd: float
    network_usd: float
    power_cooling_usd: float
    power_usd: float
    other_usd: float
    total_usd: float


def monthly_cost(
    *,
    servers: int,
    server_usd: float,
    server_months: float,
    network_usd: float,
    network_months: float,
    facility_usd: float,
    power_cooling_share: float,
    facility_months: float,
    annual_rate: float,
    critical_kw: float,
    load: float,
    pue: float,
    usd_per_kwh: float,
    hours: float = HOURS_PER_MONTH,
) -> MonthlyCost:
    """Monthly cost of servers, network, facility and energy, each amortised over its own life.

    Source: Hamilton, "Cost of Power in Large-Scale Data Centers", 2008, and "Overall Data Center Costs", 2010
    (82% of a facility is power and cooling).

    Args:
        servers: Servers.
        server_usd: Price of one, USD.
        server_months: Their life, months.
        network_usd: Price of the network, USD.
        network_months: Its life, months.
        facility_usd: Price of the facility, USD.
        power_cooling_share: Share of the facility that is power and cooling.
        facility_months: Its life, months.
        annual_rate: Yearly cost of money as a share.
        critical_kw: Critical (IT) power, kW.
        load: Average share of it that is drawn.
        pue: Facility energy over IT energy.
        usd_per_kwh: Price of energy, USD per kWh.
        hours: Hours in the month.

    Raises:
        ValueError: An input is out of range.
    """
    server_capital = whole("servers", servers, 0) * not_negative("server_usd", server_usd)
    facility = monthly_payment_usd(
        not_negative("facility_usd", facility_usd), annual_rate, positive("facility_months", facility_months)
    )
    servers_month = monthly_payment_usd(server_capital, annual_rate, positive("server_months", server_months))
    network_month = monthly_payment_usd(
        not_negative("network_usd", network_usd), annual_rate, positive("network_months", network_months)
    )
    plant = facility * share("power_cooling_share", power_cooling_share)
    power = energy_cost(not_negative("critical_kw", critical_kw), load, pue, usd_per_kwh, hours).usd
    return MonthlyCost(
        servers_usd=servers_month,
        network_usd=network_month,
        power_cooling_usd=plant,
        power_usd=power,
        other_usd=facility - plant,
        total_usd=servers_month + network_month + facility + power,
    )
