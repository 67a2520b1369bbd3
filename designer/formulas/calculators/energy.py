"""Calculators of a year: free cooling, chillers, water, what a facility uses for a kWh of IT, and the tariff."""

from typing import Final

from msgspec.structs import asdict

from designer.formulas.calculators.record import Calculator, Output, Result, Settings, choice, number
from designer.formulas.cooling.climates import CLIMATES
from designer.formulas.cooling.economizer import (
    Economizer,
    chiller_kwh,
    effectiveness,
    hours_at_or_below,
    tariff,
    tower_water,
)
from designer.formulas.cooling.heat_removal import water_l
from designer.formulas.periods import HOURS_PER_YEAR

SUBJECT: Final = "Energy, carbon and water of a year"
_ECONOMIZERS: Final[dict[str, Economizer]] = {"air": "air", "dry": "dry", "tower": "tower"}


def _free_cooling(settings: Settings) -> dict[str, Result]:
    threshold = settings.number("supply_c") - settings.number("approach_c")
    climate = CLIMATES[settings.text("climate")]
    hours = hours_at_or_below(climate, _ECONOMIZERS[settings.text("economizer")], threshold)
    return {"threshold_c": threshold, "hours": hours, "share": hours / HOURS_PER_YEAR}


def _chiller(settings: Settings) -> dict[str, Result]:
    return {"kwh": chiller_kwh(settings.number("heat_kw"), settings.number("cop"), settings.number("free_h"))}


def _tower(settings: Settings) -> dict[str, Result]:
    return asdict(tower_water(settings.number("cycles"), settings.number("evaporated_share")))


def _water(settings: Settings) -> dict[str, Result]:
    return {"litres": water_l(settings.number("it_kwh"), settings.number("wue_l_per_kwh"))}


def _effectiveness(settings: Settings) -> dict[str, Result]:
    names = ("it_kwh", "losses_kwh", "cooling_kwh", "water_l", "kg_per_kwh")
    return asdict(effectiveness(*(settings.number(name) for name in names)))


def _tariff(settings: Settings) -> dict[str, Result]:
    names = ("kwh", "usd_per_kwh", "peak_kw", "demand_usd_per_kw_month")
    return asdict(tariff(*(settings.number(name) for name in names)))


CALCULATORS: Final = (
    Calculator(
        name="free-cooling",
        subject=SUBJECT,
        summary="Hours of a typical year in which the outdoors cool without compressors.",
        formula="hours with outdoors ≤ supply − approach; wet bulb for towers, dry bulb for dry coolers and air",
        source="hours counted in typical years: TMY3 (NREL, 2008), IWEC (ASHRAE, 2001), SWEC, Meteonorm",
        validity="Whole free cooling alone: hours in which it helps the chillers are not counted, nor is humidity "
        "where outdoor air comes into the room.",
        inputs=(
            choice("climate", "a place with its ASHRAE climate zone", tuple(CLIMATES)),
            choice("economizer", "what cools without compressors", tuple(_ECONOMIZERS)),
            number("supply_c", "°C", "supply temperature of the water, or of the air"),
            number("approach_c", "°C", "how much warmer the supply is than the outdoors", 0.0),
        ),
        outputs=(
            Output("threshold_c", "°C", "warmest outdoors that are cold enough"),
            Output("hours", "h/year", "hours of free cooling"),
            Output("share", "", "share of the year"),
        ),
        compute=_free_cooling,
    ),
    Calculator(
        name="chiller-energy",
        subject=SUBJECT,
        summary="Electricity of chillers over a year.",
        formula="kWh = heat / COP · (8,760 − free hours)",
        source="definition of the coefficient of performance",
        validity="One COP for the whole year; at part load and in the cold chillers do better.",
        inputs=(
            number("heat_kw", "kW", "heat that they carry while they run"),
            number("cop", "", "heat moved per power drawn"),
            number("free_h", "h", "hours of the year in which they stand still", 0.0),
        ),
        outputs=(Output("kwh", "kWh/year", "electricity"),),
        compute=_chiller,
    ),
    Calculator(
        name="tower-water",
        subject=SUBJECT,
        summary="Water of a cooling tower for a kWh of heat.",
        formula="evaporation 3,600 / (2,430 · 0.9957) · share; blowdown = evaporation / (cycles − 1)",
        source="latent heat of water at 30 °C; blowdown by the balance of the salts",
        validity="Without drift; all heat by evaporation is the most that it can be.",
        inputs=(
            number("cycles", "", "cycles of concentration, above 1"),
            number("evaporated_share", "", "share of the heat that leaves by evaporation", 1.0),
        ),
        outputs=(
            Output("evaporated_l", "L", "evaporated"),
            Output("blowdown_l", "L", "let off"),
            Output("makeup_l", "L", "filled in"),
        ),
        compute=_tower,
    ),
    Calculator(
        name="water",
        subject=SUBJECT,
        summary="Water that a facility uses.",
        formula="litres = IT kWh · WUE",
        source="The Green Grid, water usage effectiveness; ISO/IEC 30134-9",
        validity="Water at the site; that of power plants is not in it.",
        inputs=(
            number("it_kwh", "kWh", "energy of the IT"),
            number("wue_l_per_kwh", "L/kWh", "water usage effectiveness"),
        ),
        outputs=(Output("litres", "L", "water"),),
        compute=_water,
    ),
    Calculator(
        name="effectiveness",
        subject=SUBJECT,
        summary="PUE, WUE and CUE from what a facility used.",
        formula="PUE = (IT + losses + cooling) / IT; WUE = litres / IT; CUE = PUE · kg/kWh",
        source="The Green Grid; ISO/IEC 30134-2, -8 and -9",
        validity="All of the same time, best of a whole year.",
        inputs=(
            number("it_kwh", "kWh", "energy of the IT"),
            number("losses_kwh", "kWh", "lost in the power chain"),
            number("cooling_kwh", "kWh", "drawn by cooling"),
            number("water_l", "L", "water at the site", 0.0),
            number("kg_per_kwh", "kg/kWh", "carbon of the grid", 0.0),
        ),
        outputs=(
            Output("pue", "", "facility energy over IT energy"),
            Output("wue", "L/kWh", "water for a kWh of IT"),
            Output("cue", "kg/kWh", "carbon for a kWh of IT"),
        ),
        compute=_effectiveness,
    ),
    Calculator(
        name="tariff",
        subject=SUBJECT,
        summary="What a two-part tariff asks for a year.",
        formula="USD = kWh · price + 12 · peak kW · demand charge",
        source="usual tariff of commercial and industrial customers",
        validity="The same peak in every month, one price at all hours.",
        inputs=(
            number("kwh", "kWh", "energy of a year"),
            number("usd_per_kwh", "USD/kWh", "price"),
            number("peak_kw", "kW", "greatest power of a month", 0.0),
            number("demand_usd_per_kw_month", "USD/kW/month", "demand charge", 0.0),
        ),
        outputs=(
            Output("energy_usd", "USD/year", "for the energy"),
            Output("demand_usd", "USD/year", "for the demand"),
            Output("usd", "USD/year", "both"),
        ),
        compute=_tariff,
    ),
)
