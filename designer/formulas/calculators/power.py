"""Calculators of power, cooling and carbon."""

from typing import Final

from msgspec.structs import asdict

from designer.formulas.calculators.record import Calculator, Output, Result, Settings, integer, number
from designer.formulas.cooling.heat import coolant_min, overheat_min, pressure_ratio
from designer.formulas.cooling.heat_removal import airflow_cfm, heat_btu_per_h, heat_w
from designer.formulas.power.carbon import carbon
from designer.formulas.power.electrical import CONTINUOUS_LOAD, battery_minutes, feed_capacity, pdu_capacity

SUBJECT: Final = "Power and cooling"


def _heat(settings: Settings) -> dict[str, Result]:
    return {"btu_per_h": heat_btu_per_h(settings.number("watts"))}


def _heat_watts(settings: Settings) -> dict[str, Result]:
    return {"watts": heat_w(settings.number("btu_per_h"))}


def _airflow(settings: Settings) -> dict[str, Result]:
    cfm = airflow_cfm(settings.number("kw"), settings.number("delta_t_f"), settings.number("pressure_ratio"))
    return {"cfm": cfm}


def _altitude(settings: Settings) -> dict[str, Result]:
    return {"pressure_ratio": pressure_ratio(settings.number("altitude_m"))}


def _overheating(settings: Settings) -> dict[str, Result]:
    heat, volume, rise = (settings.number(name) for name in ("heat_kw", "volume_m3", "rise_c"))
    ratio = settings.number("pressure_ratio")
    return {
        "soonest_min": overheat_min(heat, volume, rise, 0.0, ratio),
        "latest_min": overheat_min(heat, volume, rise, settings.number("mass_kg"), ratio),
    }


def _coolant_time(settings: Settings) -> dict[str, Result]:
    return {"minutes": coolant_min(*(settings.number(name) for name in ("heat_kw", "litres", "rise_c")))}


def _feed(settings: Settings) -> dict[str, Result]:
    capacity = feed_capacity(
        settings.number("volts"),
        settings.number("amps"),
        settings.integer("phases"),
        settings.number("power_factor"),
        settings.number("derating"),
    )
    return asdict(capacity)


def _pdu(settings: Settings) -> dict[str, Result]:
    capacity = pdu_capacity(
        settings.number("volts"),
        settings.number("cord_amps"),
        settings.integer("phases"),
        settings.integer("banks"),
        settings.number("bank_amps"),
        settings.number("power_factor"),
        settings.number("derating"),
    )
    return asdict(capacity)


def _battery(settings: Settings) -> dict[str, Result]:
    minutes = battery_minutes(
        settings.number("full_load_min"),
        settings.number("load_share"),
        settings.number("exponent"),
        settings.number("capacity_left"),
    )
    return {"minutes": minutes}


def _carbon(settings: Settings) -> dict[str, Result]:
    run = carbon(
        settings.number("device_hours"),
        settings.number("watts"),
        settings.number("pue"),
        settings.number("kg_per_kwh"),
    )
    return asdict(run)


_POWER_FACTOR = number("power_factor", "", "real over apparent power", 1.0)

CALCULATORS: Final = (
    Calculator(
        name="heat",
        subject=SUBJECT,
        summary="Heat of an electrical load.",
        formula="3.412142 BTU/h per W",
        source="definition of the BTU per hour",
        validity="All power becomes heat, as it does in IT.",
        inputs=(number("watts", "W", "load"),),
        outputs=(Output("btu_per_h", "BTU/h", "heat"),),
        compute=_heat,
    ),
    Calculator(
        name="heat-watts",
        subject=SUBJECT,
        summary="Watts of a heat given in BTU per hour.",
        formula="BTU/h / 3.412142",
        source="definition of the BTU per hour",
        validity="Always; a vendor's BTU figure may state another load than its watt figure.",
        inputs=(number("btu_per_h", "BTU/h", "heat"),),
        outputs=(Output("watts", "W", "load"),),
        compute=_heat_watts,
    ),
    Calculator(
        name="airflow",
        subject=SUBJECT,
        summary="Air that carries a heat away.",
        formula="CFM = 3412·kW / (1.085·ΔT) / pressure ratio",
        source="sensible-heat equation of air, as Dell and insideHPC publish it",
        validity="Dry air near room temperature; the pressure ratio is 1 at sea level, 0.80 at 6,000 ft.",
        inputs=(
            number("kw", "kW", "heat"),
            number("delta_t_f", "°F", "rise of the air's temperature"),
            number("pressure_ratio", "", "air pressure over that at sea level", 1.0),
        ),
        outputs=(Output("cfm", "CFM", "airflow, cubic feet per minute"),),
        compute=_airflow,
    ),
    Calculator(
        name="altitude",
        subject=SUBJECT,
        summary="Air pressure at an altitude, over that at sea level.",
        formula="(1 − 2.25577·10⁻⁵·h)^5.25588",
        source="ISO 2533:1975 and the ICAO Standard Atmosphere",
        validity="Standard atmosphere up to 11,000 m; 0.80 at 6,000 ft (1,829 m).",
        inputs=(number("altitude_m", "m", "above sea level"),),
        outputs=(Output("pressure_ratio", "", "air pressure over that at sea level"),),
        compute=_altitude,
    ),
    Calculator(
        name="overheating",
        subject=SUBJECT,
        summary="How soon a room is too warm when nothing takes a heat away.",
        formula="(m³·1.2·pressure ratio·1006 + kg·500) · ΔT / W, without and with the equipment's kg",
        source="Khankari, Rate of Heating Analysis of Data Centers during Power Shutdown, ASHRAE Transactions 117(1), "
        "2011; Schneider Electric White Paper 179",
        validity="Well-mixed air, server fans that run, no heat through walls. The soonest has the air alone take the "
        "heat; the latest, air and equipment together.",
        inputs=(
            number("heat_kw", "kW", "heat that nothing takes away"),
            number("volume_m3", "m³", "air in the room"),
            number("rise_c", "°C", "from the supply temperature to the warmest allowed"),
            number("mass_kg", "kg", "racks and what is in them", 0.0),
            number("pressure_ratio", "", "air pressure over that at sea level", 1.0),
        ),
        outputs=(
            Output("soonest_min", "min", "when the air alone takes the heat"),
            Output("latest_min", "min", "when the equipment warms with it"),
        ),
        compute=_overheating,
    ),
    Calculator(
        name="coolant-time",
        subject=SUBJECT,
        summary="How soon a coolant that still moves is too warm when nothing cools it.",
        formula="L·4186·ΔT / W",
        source="heat balance of a volume of water",
        validity="Pumps run; the metal of the loop is left out, glycol takes away up to a tenth.",
        inputs=(
            number("heat_kw", "kW", "heat that goes into the coolant"),
            number("litres", "L", "coolant in the loop"),
            number("rise_c", "°C", "from the supply temperature to the warmest allowed"),
        ),
        outputs=(Output("minutes", "min", "until it is too warm"),),
        compute=_coolant_time,
    ),
    Calculator(
        name="feed",
        subject=SUBJECT,
        summary="What a power feed carries continuously.",
        formula="VA = V·I·derating, times √3 where three-phase; W = VA · power factor",
        source="definition of apparent power; 80% continuous load as in North American practice",
        validity="Volts are line to line where three-phase; a thermal limit goes into the derating as a factor.",
        inputs=(
            number("volts", "V", "voltage, line to line where three-phase"),
            number("amps", "A", "rating of the breaker or cord"),
            integer("phases", "", "1 or 3"),
            _POWER_FACTOR,
            number("derating", "", "share of the rating that may be used", CONTINUOUS_LOAD),
        ),
        outputs=(Output("va", "VA", "apparent power"), Output("w", "W", "real power")),
        compute=_feed,
    ),
    Calculator(
        name="pdu",
        subject=SUBJECT,
        summary="What a rack PDU carries, by its cord and by its banks.",
        formula="min(cord feed, banks · V · bank amps · power factor)",
        source="Schneider Electric FAQ FA156194 (AP8868: 9,984 W)",
        validity="Banks hang between the lines that volts names; bank amps are the continuous limit.",
        inputs=(
            number("volts", "V", "voltage of a bank and, line to line, of the cord"),
            number("cord_amps", "A", "rating of the cord"),
            integer("phases", "", "phases of the cord, 1 or 3"),
            integer("banks", "", "banks of outlets with a breaker each"),
            number("bank_amps", "A", "continuous limit of a bank"),
            _POWER_FACTOR,
            number("derating", "", "share of the cord's rating that may be used", CONTINUOUS_LOAD),
        ),
        outputs=(
            Output("cord_w", "W", "limit of the cord"),
            Output("banks_w", "W", "limit of all banks"),
            Output("w", "W", "the smaller of the two"),
        ),
        compute=_pdu,
    ),
    Calculator(
        name="battery",
        subject=SUBJECT,
        summary="How long the battery of a UPS carries a load.",
        formula="minutes = full-load minutes · capacity left / load share^exponent",
        source="Peukert, 1897; IEEE 1188 (lead-acid batteries are replaced at 80% of their capacity)",
        validity="From a tenth of the rated output up; exponent 1 is the careful end below full load.",
        inputs=(
            number("full_load_min", "min", "time at the full rated output"),
            number("load_share", "", "load over the rated output"),
            number("exponent", "", "Peukert's exponent", 1.0),
            number("capacity_left", "", "share of the capacity that an aged battery still has", 1.0),
        ),
        outputs=(Output("minutes", "min", "time until it is empty"),),
        compute=_battery,
    ),
    Calculator(
        name="carbon",
        subject=SUBJECT,
        summary="Energy and carbon of device hours.",
        formula="MWh = h · W · PUE / 10⁶; tonnes = MWh · kg/kWh",
        source="Touvron et al., LLaMA, 2023, Table 15",
        validity="Operation only: making the devices is not counted.",
        inputs=(
            number("device_hours", "h", "hours summed over devices"),
            number("watts", "W", "power of a device"),
            number("pue", "", "facility energy over IT energy"),
            number("kg_per_kwh", "kg/kWh", "carbon of the grid"),
        ),
        outputs=(Output("mwh", "MWh", "energy"), Output("tonnes_co2e", "t", "carbon, CO2 equivalent")),
        compute=_carbon,
    ),
)
