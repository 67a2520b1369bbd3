"""Air at altitude, what equipment takes in there, and how soon it gets too warm when cooling is lost."""

from typing import Final

from designer.formulas.checks import between, not_negative, positive

AIR_KG_PER_M3: Final = 1.2
"""Density of dry air at 20 °C and 101.325 kPa, kg/m³ (ASHRAE Handbook Fundamentals, standard air: 1.204)."""

AIR_J_PER_KG_K: Final = 1006.0
"""Specific heat of dry air, J/(kg·K) (ASHRAE Handbook Fundamentals)."""

STEEL_J_PER_KG_K: Final = 500.0
"""Specific heat of mild steel, J/(kg·K) (ASHRAE Handbook Fundamentals: 0.12 Btu/(lb·°F), 502)."""

WATER_J_PER_KG_K: Final = 4186.0
"""Specific heat of water, J/(kg·K); glycol in it takes away up to a tenth."""

DERATES_ABOVE_M: Final = 900.0
"""Up to so high the allowable inlets of the ASHRAE classes hold, m."""

_LAPSE_PER_M: Final = 2.25577e-5
_EXPONENT: Final = 5.25588
_TROPOPAUSE_M: Final = 11_000.0


def pressure_ratio(altitude_m: float) -> float:
    """Air pressure over that at sea level: (1 − 2.25577·10⁻⁵·h)^5.25588.

    Source: ISO 2533:1975 and the ICAO Standard Atmosphere, troposphere; 0.80 at 6,000 ft.

    Args:
        altitude_m: Above sea level, −500 to 11,000 m.

    Raises:
        ValueError: ALTITUDE_M is out of range.
    """
    return (1 - _LAPSE_PER_M * between("altitude_m", altitude_m, -500, _TROPOPAUSE_M)) ** _EXPONENT


def allowable_c(inlet_max_c: float, altitude_m: float) -> float:
    """Warmest inlet at an altitude, °C: 1 °C less for every 300 m above 900 m (classes A1, A2), 175 m (A3), 125 m (A4).

    Equipment is taken for A4 from 45 °C, A3 from 40 °C, else as A1 and A2.

    Source: ASHRAE TC 9.9, Thermal Guidelines for Data Processing Environments, 5th edition (2021), table 2.1.

    Args:
        inlet_max_c: Warmest inlet as stated, °C.
        altitude_m: Above sea level, m.

    Raises:
        ValueError: ALTITUDE_M is out of range.
    """
    above = max(between("altitude_m", altitude_m, -500, _TROPOPAUSE_M) - DERATES_ABOVE_M, 0.0)
    step = 125.0 if inlet_max_c >= 45 else 175.0 if inlet_max_c >= 40 else 300.0
    return inlet_max_c - above / step


def overheat_min(
    heat_kw: float, volume_m3: float, rise_c: float, mass_kg: float = 0.0, pressure_ratio: float = 1.0
) -> float:
    """Minutes until a room is RISE_C warmer: (air + equipment heat capacity) · rise / heat.

    Without MASS_KG the air alone takes the heat, the fastest rate; with all of it air and equipment warm together,
    the slowest. The true time lies between.

    Source: K. Khankari, "Rate of Heating Analysis of Data Centers during Power Shutdown", ASHRAE Transactions 117(1),
    LV-11-C026 (2011): greatest and least rate of heating. Schneider Electric White Paper 179 names the same factors.
    Validity: heat that nothing removes, well-mixed air, server fans running, no heat through walls.

    Args:
        heat_kw: Heat that is not taken away, kW.
        volume_m3: Air in the room, m³.
        rise_c: From the supply temperature to the warmest allowed, °C.
        mass_kg: Of the racks and what is in them that warms with the air, kg.
        pressure_ratio: Air pressure over that at sea level.

    Raises:
        ValueError: An input is out of range.
    """
    if between("pressure_ratio", pressure_ratio, 0, 1.2) == 0:
        raise ValueError("pressure_ratio must be above 0: without air there is nothing to warm.")
    air = positive("volume_m3", volume_m3) * AIR_KG_PER_M3 * pressure_ratio * AIR_J_PER_KG_K
    capacity = air + not_negative("mass_kg", mass_kg) * STEEL_J_PER_KG_K
    return capacity * not_negative("rise_c", rise_c) / (positive("heat_kw", heat_kw) * 1000) / 60


def coolant_min(heat_kw: float, litres: float, rise_c: float) -> float:
    """Minutes until a coolant that still moves is RISE_C warmer: litres · 4186 · rise / heat.

    Source: heat balance of a volume of water, 1 kg a litre. Validity: pumps run, nothing takes the heat out of the
    loop, and the metal of the loop is left out.

    Args:
        heat_kw: Heat that goes into the coolant, kW.
        litres: Coolant in the loop, L.
        rise_c: From the supply temperature to the warmest allowed, °C.

    Raises:
        ValueError: An input is out of range.
    """
    taken = not_negative("litres", litres) * WATER_J_PER_KG_K * not_negative("rise_c", rise_c)
    return taken / (positive("heat_kw", heat_kw) * 1000) / 60
