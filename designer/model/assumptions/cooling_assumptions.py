"""Assumptions on air and coolant: the altitude of the site, supply temperatures, and how much they warm up."""

from typing import Final

from designer.model.assumptions.record import Assumption

COOLING: Final[tuple[Assumption, ...]] = (
    Assumption(
        name="altitude_m",
        title="Altitude",
        unit="m",
        default=0.0,
        low=0.0,
        high=0.0,
        most=11_000.0,
        reason="Above sea level: the standard atmosphere (ISO 2533) gives the air pressure ratio where that is not "
        "set itself.",
    ),
    Assumption(
        name="air_supply_c",
        title="Supply temperature of the air",
        unit="°C",
        default=22.5,
        low=18.0,
        high=27.0,
        most=60.0,
        reason="Where a cooler does not say: the middle of the inlets that ASHRAE recommends, 18 to 27 °C.",
    ),
    Assumption(
        name="inlet_max_c",
        title="Warmest inlet air",
        unit="°C",
        default=32.0,
        low=30.0,
        high=35.0,
        most=100.0,
        reason="Where no device of a room says how warm its air may be: ASHRAE class A1; DGX systems take 30 °C, A2 "
        "servers 35 °C.",
    ),
    Assumption(
        name="coolant_supply_c",
        title="Supply temperature of the coolant",
        unit="°C",
        default=40.0,
        low=25.0,
        high=45.0,
        most=100.0,
        reason="Where neither a coolant unit nor what cools it says: within ASHRAE's classes W32 to W45, where warm "
        "water cools cold plates without a chiller.",
    ),
    Assumption(
        name="liquid_heat_share",
        title="Heat that a liquid takes",
        unit="",
        default=0.85,
        low=0.7,
        high=1.0,
        most=1.0,
        reason="Of a part with a coolant inlet that does not say: 0.85 is a planning estimate for the cold plates of "
        "a GB200 NVL72, whose fans carry the rest.",
    ),
    Assumption(
        name="rack_air_limit_w",
        title="Air cooling of one rack, at most",
        unit="W",
        default=40_000.0,
        low=25_000.0,
        high=40_000.0,
        least=1.0,
        reason="Uptime Institute: cooling a rack by the air of the room ends around 25 to 40 kW; rear doors go on "
        "from there.",
    ),
    Assumption(
        name="warming_share",
        title="Equipment that warms with the air",
        unit="",
        default=0.0,
        low=0.0,
        high=1.0,
        most=1.0,
        reason="After cooling is lost: 0, the air alone, is Khankari's greatest rate of heating, and 1, all of the "
        "equipment, the least (ASHRAE Transactions 117, 2011). The true value rises with time.",
    ),
)
