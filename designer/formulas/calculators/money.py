"""Calculators of cost."""

from typing import Final

from msgspec.structs import asdict

from designer.formulas.calculators.record import Calculator, Output, Result, Settings, integer, number
from designer.formulas.money import (
    break_even_h,
    capital_recovery_factor,
    energy_cost,
    monthly_cost,
    monthly_payment_usd,
)
from designer.formulas.periods import HOURS_PER_MONTH

SUBJECT: Final = "Cost"


def _amortization(settings: Settings) -> dict[str, Result]:
    payment = monthly_payment_usd(
        settings.number("principal_usd"), settings.number("annual_rate"), settings.number("months")
    )
    return {"monthly_usd": payment}


def _capital_recovery(settings: Settings) -> dict[str, Result]:
    return {"factor": capital_recovery_factor(settings.number("annual_rate"), settings.number("years"))}


def _energy(settings: Settings) -> dict[str, Result]:
    cost = energy_cost(
        settings.number("kw"),
        settings.number("load"),
        settings.number("pue"),
        settings.number("usd_per_kwh"),
        settings.number("hours"),
    )
    return asdict(cost)


def _break_even(settings: Settings) -> dict[str, Result]:
    hours = break_even_h(
        settings.number("capex_usd"), settings.number("own_usd_per_h"), settings.number("cloud_usd_per_h")
    )
    return {"hours": hours}


def _monthly_cost(settings: Settings) -> dict[str, Result]:
    cost = monthly_cost(
        servers=settings.integer("servers"),
        server_usd=settings.number("server_usd"),
        server_months=settings.number("server_months"),
        network_usd=settings.number("network_usd"),
        network_months=settings.number("network_months"),
        facility_usd=settings.number("facility_usd"),
        power_cooling_share=settings.number("power_cooling_share"),
        facility_months=settings.number("facility_months"),
        annual_rate=settings.number("annual_rate"),
        critical_kw=settings.number("critical_kw"),
        load=settings.number("load"),
        pue=settings.number("pue"),
        usd_per_kwh=settings.number("usd_per_kwh"),
        hours=settings.number("hours"),
    )
    return asdict(cost)


_RATE = number("annual_rate", "1/year", "yearly cost of money as a share: 0.05 for 5%")
_LOAD = number("load", "", "average share of the power that is drawn, 0 to 1")
_PUE = number("pue", "", "facility energy over IT energy")
_PRICE = number("usd_per_kwh", "USD/kWh", "price of energy")

CALCULATORS: Final = (
    Calculator(
        name="amortization",
        subject=SUBJECT,
        summary="Monthly payment that repays what was spent.",
        formula="P · i / (1 − (1+i)⁻ᵐ), i = rate/12; P/m at rate 0",
        source="annuity formula; Hamilton, Cost of Power in Large-Scale Data Centers, 2008",
        validity="Equal payments at the end of each month; no value is left at the end.",
        inputs=(number("principal_usd", "USD", "what was spent"), _RATE, number("months", "months", "life")),
        outputs=(Output("monthly_usd", "USD/month", "monthly payment"),),
        compute=_amortization,
    ),
    Calculator(
        name="capital-recovery",
        subject=SUBJECT,
        summary="Share of a principal that repays it in equal yearly payments.",
        formula="r(1+r)ⁿ / ((1+r)ⁿ − 1); 1/n at r = 0",
        source="annuity formula; Hamilton, Cost of Power in Large-Scale Data Centers, 2008",
        validity="Equal payments at the end of each year; no value is left at the end.",
        inputs=(_RATE, number("years", "years", "life")),
        outputs=(Output("factor", "1/year", "yearly payment per dollar spent"),),
        compute=_capital_recovery,
    ),
    Calculator(
        name="energy",
        subject=SUBJECT,
        summary="Energy from the grid and its price.",
        formula="kWh = kW · load · PUE · h; USD = kWh · price",
        source="definition of PUE; Hamilton, Cost of Power in Large-Scale Data Centers, 2008",
        validity="One price for all hours; demand charges are not counted.",
        inputs=(number("kw", "kW", "critical (IT) power"), _LOAD, _PUE, _PRICE, number("hours", "h", "hours")),
        outputs=(Output("kwh", "kWh", "energy"), Output("usd", "USD", "its price")),
        compute=_energy,
    ),
    Calculator(
        name="break-even",
        subject=SUBJECT,
        summary="Hours of use after which owning is cheaper than renting.",
        formula="capex / (cloud per hour − own per hour)",
        source="arithmetic; the example server is that of Lenovo Press LP2225",
        validity="Very sensitive to the cloud's price: the same 833,806 USD server breaks even after 8,556 h "
        "against 98.32 USD/h and after 25,951 h against 33 USD/h.",
        inputs=(
            number("capex_usd", "USD", "price of the owned system"),
            number("own_usd_per_h", "USD/h", "what an hour of it costs to run"),
            number("cloud_usd_per_h", "USD/h", "what an hour of the rented one costs"),
        ),
        outputs=(Output("hours", "h", "hours of use"),),
        compute=_break_even,
    ),
    Calculator(
        name="monthly-cost",
        subject=SUBJECT,
        summary="Monthly cost of servers, network, facility and energy.",
        formula="each capital cost amortised over its life, plus kW · load · PUE · h · price",
        source="Hamilton, Cost of Power in Large-Scale Data Centers, 2008; Overall Data Center Costs, 2010",
        validity="People, software and land are not counted.",
        inputs=(
            integer("servers", "", "servers"),
            number("server_usd", "USD", "price of one"),
            number("server_months", "months", "life of the servers", 36.0),
            number("network_usd", "USD", "price of the network"),
            number("network_months", "months", "life of the network", 48.0),
            number("facility_usd", "USD", "price of the facility"),
            number("power_cooling_share", "", "share of the facility that is power and cooling", 0.82),
            number("facility_months", "months", "life of the facility", 120.0),
            number("annual_rate", "1/year", "yearly cost of money as a share: 0.05 for 5%", 0.05),
            number("critical_kw", "kW", "critical (IT) power"),
            _LOAD,
            _PUE,
            _PRICE,
            number("hours", "h", "hours in the month", HOURS_PER_MONTH),
        ),
        outputs=(
            Output("servers_usd", "USD/month", "servers"),
            Output("network_usd", "USD/month", "network"),
            Output("power_cooling_usd", "USD/month", "power distribution and cooling plant"),
            Output("power_usd", "USD/month", "energy"),
            Output("other_usd", "USD/month", "the rest of the facility"),
            Output("total_usd", "USD/month", "all of them"),
        ),
        compute=_monthly_cost,
    ),
)
