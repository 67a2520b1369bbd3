"""Hours in which a plant cools without compressors, what the compressors draw in the others, and the water it takes."""

from math import floor
from typing import Final, Literal

from msgspec import Struct

from designer.formulas.checks import between, finite, not_negative, positive, share
from designer.formulas.cooling.climates import COLDEST_C, Climate
from designer.formulas.periods import HOURS_PER_YEAR

Economizer = Literal["air", "dry", "tower"]
"""What cools without compressors: outdoor air itself, dry coolers, or towers."""

LATENT_KJ_PER_KG: Final = 2430.0
"""Heat that evaporates a kilogram of water at 30 °C."""

DENSITY_KG_PER_L: Final = 0.9957
"""Of water at 30 °C."""

EVAPORATED_L_PER_KWH: Final = 3600 / (LATENT_KJ_PER_KG * DENSITY_KG_PER_L)
"""Litres of water whose evaporation at 30 °C takes up a kWh: 1.488."""


def hours_at_or_below(climate: Climate, economizer: Economizer, threshold_c: float) -> float:
    """Hours of a typical year in which the outdoors are at most as warm as a threshold.

    Of the dry bulb, of the wet bulb for towers; between whole degrees in proportion. Below the coldest degree that
    is counted (-10 °C) none.

    Source: counted in published typical years, see `climates`.

    Raises:
        ValueError: THRESHOLD_C is not finite.
    """
    counts = climate.wet if economizer == "tower" else climate.dry
    place = finite("threshold_c", threshold_c) - COLDEST_C
    if place < 0:
        return 0.0
    if place >= len(counts) - 1:
        return float(counts[-1])
    lower = floor(place)
    return counts[lower] + (counts[lower + 1] - counts[lower]) * (place - lower)


def chiller_kwh(heat_kw: float, cop: float, free_h: float) -> float:
    """Electricity of chillers over a year, kWh: heat / COP · (8,760 − free hours).

    Source: the definition of the coefficient of performance.

    Args:
        heat_kw: Heat that they carry while they run, kW.
        cop: Heat moved per power drawn.
        free_h: Hours of the year in which they stand still.

    Raises:
        ValueError: An input is out of range.
    """
    return (
        not_negative("heat_kw", heat_kw)
        / positive("cop", cop)
        * (HOURS_PER_YEAR - between("free_h", free_h, 0, HOURS_PER_YEAR))
    )


class TowerWater(Struct, frozen=True):
    """Water of a cooling tower for a kWh of heat.

    Attributes:
        evaporated_l: What carries the heat away.
        blowdown_l: What is let off so that salts do not gather.
        makeup_l: What is filled in: the sum.
    """

    evaporated_l: float
    blowdown_l: float
    makeup_l: float


def tower_water(cycles: float, evaporated_share: float = 1.0) -> TowerWater:
    """Water that a tower takes for a kWh of heat: E = 3,600 / (2,430 · 0.9957) · share; blowdown E / (C − 1).

    Drift, some thousandths of a percent of what circulates, is left out.

    Source: latent heat and density of water at 30 °C (steam tables); blowdown by cycles of concentration as in the
    U.S. DOE Federal Energy Management Program's best practice on cooling towers.

    Args:
        cycles: Cycles of concentration C: salts in the tower over salts in the make-up, above 1.
        evaporated_share: Share of the heat that leaves by evaporation, the rest warms the air.

    Raises:
        ValueError: An input is out of range.
    """
    if finite("cycles", cycles) <= 1:
        raise ValueError(f"cycles must be above 1, since a tower that gathers no salts lets all off, not {cycles:g}.")
    evaporated = EVAPORATED_L_PER_KWH * share("evaporated_share", evaporated_share)
    blowdown = evaporated / (cycles - 1)
    return TowerWater(evaporated, blowdown, evaporated + blowdown)


class Effectiveness(Struct, frozen=True):
    """PUE, WUE and CUE of a facility: energy, water and carbon for a kWh of IT.

    Attributes:
        pue: Energy of the facility, kWh.
        wue: Water at the site, L.
        cue: Carbon of its electricity, kg of CO2 equivalent.
    """

    pue: float
    wue: float
    cue: float


def effectiveness(
    it_kwh: float, losses_kwh: float, cooling_kwh: float, water_l: float, kg_per_kwh: float
) -> Effectiveness:
    """PUE = (IT + losses + cooling) / IT, WUE = litres / IT kWh, CUE = PUE · kg per kWh, all of the same time.

    Source: The Green Grid (PUE, WUE and CUE); ISO/IEC 30134-2, -8 and -9.

    Raises:
        ValueError: An input is negative or not finite, or IT_KWH is 0.
    """
    it = positive("it_kwh", it_kwh)
    pue = (it + not_negative("losses_kwh", losses_kwh) + not_negative("cooling_kwh", cooling_kwh)) / it
    return Effectiveness(pue, not_negative("water_l", water_l) / it, pue * not_negative("kg_per_kwh", kg_per_kwh))


class YearOfEnergy(Struct, frozen=True):
    """The cost of a year's energy by a tariff.

    Attributes:
        energy_usd: For the kWh.
        demand_usd: For the greatest kW of each month.
        usd: Both.
    """

    energy_usd: float
    demand_usd: float
    usd: float


def tariff(kwh: float, usd_per_kwh: float, peak_kw: float, demand_usd_per_kw_month: float) -> YearOfEnergy:
    """Price of a year of electricity: kWh · price + 12 · peak kW · demand charge.

    Source: the usual two-part tariff of commercial and industrial customers.

    Raises:
        ValueError: An input is negative or not finite.
    """
    energy = not_negative("kwh", kwh) * not_negative("usd_per_kwh", usd_per_kwh)
    charge = not_negative("demand_usd_per_kw_month", demand_usd_per_kw_month)
    demand = 12 * not_negative("peak_kw", peak_kw) * charge
    return YearOfEnergy(energy, demand, energy + demand)
