"""Assumptions on the hall that a design of one's own stands in."""

from typing import Final

from designer.model.assumptions.record import Assumption

MONEY: Final[tuple[Assumption, ...]] = (
    Assumption(
        name="hall_usd_per_kw",
        title="Building a hall",
        unit="USD/kW",
        default=12_500.0,
        low=9_500.0,
        high=17_000.0,
        most=1e6,
        reason="For each kW of IT at its maximum, where a plant of one's own is drawn: building, power and cooling, "
        "without land and IT; what is drawn takes the place of its share alone. JLL 2026: 10 to 14 million USD/MW of "
        "shell and core with mechanical and electrical plant in US markets; 12.5 is the middle of Turner & Townsend "
        "and Epoch AI, 9.5 to 17 the published ends for halls that are ready for liquid (2026-08).",
    ),
    Assumption(
        name="hall_power_share",
        title="Power plant in the price of a hall",
        unit="",
        default=0.4,
        low=0.35,
        high=0.45,
        most=1.0,
        reason="Utility, transformers, switchgear, generators, UPS and distribution: 35 to 45% of the construction "
        "cost (Cortex Construct, breakdown by system, read in November 2026; 40 is the middle). Cushman & Wakefield "
        "2025 has 53% for all critical capacity, power and cooling together. What of it is drawn takes the place of "
        "this share alone.",
    ),
    Assumption(
        name="hall_cooling_share",
        title="Cooling plant in the price of a hall",
        unit="",
        default=0.225,
        low=0.2,
        high=0.25,
        most=1.0,
        reason="Chillers, towers, air handlers and piping: 20 to 25% of the construction cost (Cortex Construct, "
        "breakdown by system, read in November 2026; 22.5 is the middle). What of it is drawn takes the place of this "
        "share alone; the rest of the hall is building, site, fire protection and controls: Cushman & Wakefield 2025 "
        "has 21% for the shell, 10% for the site, 10% for fitting out and 6% for other rooms.",
    ),
    Assumption(
        name="hall_years",
        title="Years of a hall",
        unit="years",
        default=15.0,
        low=10.0,
        high=20.0,
        least=1.0,
        most=60.0,
        reason="Over which the building and its plant are written off: 10 to 15 years in Hamilton's data-center cost "
        "model of 2008, 20 in AIDC Studio's planning values (2026-09).",
    ),
    Assumption(
        name="hall_upkeep_share",
        title="Upkeep of a hall",
        unit="1/year",
        default=0.02,
        low=0.02,
        high=0.05,
        most=1.0,
        reason="Yearly maintenance as a share of what the hall costs: 2% in AIDC Studio's planning values, 5% in the "
        "hall model of lai3d/datahall (both 2026-09); an estimate.",
    ),
    Assumption(
        name="residual_share",
        title="Residual value of equipment",
        unit="",
        default=0.0,
        low=0.0,
        high=0.0,
        most=0.95,
        reason="Share of its price that equipment still brings after its years in use: none, since Hamilton's "
        "data-center cost model of 2008 writes servers off whole. Set what you are offered for used machines.",
    ),
    Assumption(
        name="hardware_price_fall",
        title="Fall of machine prices",
        unit="1/year",
        default=0.0,
        low=0.0,
        high=0.0,
        most=0.95,
        reason="By which machines that growth adds later are cheaper each year: none, today's price holds. Arithmetic "
        "for a price doubled every 2.1 years from 2006 to 2021 (Epoch AI, Trends in GPU price-performance), by newer "
        "chips, which is 28% a year for the same work; the same chip keeps its price longer.",
    ),
    Assumption(
        name="token_price_fall",
        title="Fall of token prices",
        unit="1/year",
        default=0.0,
        low=0.0,
        high=0.0,
        most=0.99,
        reason="By which tokens are cheaper each year as usage grows: none, today's price of the model that is asked "
        "holds, as published. For equal quality of answers prices fell 9 to 900 times a year, by newer models (Epoch "
        "AI, 2025): set a fall where you mean to change the model.",
    ),
)
