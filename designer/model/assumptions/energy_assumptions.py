"""Assumptions on a year: chillers, free cooling, water, and the second part of the tariff."""

from typing import Final

from designer.formulas.periods import HOURS_PER_YEAR
from designer.model.assumptions.record import Assumption

ENERGY: Final[tuple[Assumption, ...]] = (
    Assumption(
        name="idle_share",
        title="Power in hours without work",
        unit="",
        default=1.0,
        low=1.0,
        high=1.0,
        most=1.0,
        reason="Share of the typical power that is drawn while nothing runs, for the hours that are not sold or used: "
        "1 is careful, machines without work draw far less. Set what you measure.",
    ),
    Assumption(
        name="demand_usd_per_kw_month",
        title="Demand charge",
        unit="USD/kW/month",
        default=0.0,
        low=0.0,
        high=0.0,
        most=1000.0,
        reason="For the site's greatest kW of a month: none, since the price of a kWh is planned with all in it. Set "
        "that of your tariff, with its price of a kWh.",
    ),
    Assumption(
        name="chiller_cop",
        title="COP of a chiller",
        unit="",
        default=4.5,
        low=2.8,
        high=6.1,
        least=0.5,
        most=50.0,
        reason="Heat moved per power where a chiller states neither that nor its power: ASHRAE 90.1-2010 asks 2.80 "
        "(EER 9.562) of large air-cooled ones; about 6.1 of large water-cooled ones is general knowledge that was "
        "not verified. A planning value between.",
    ),
    Assumption(
        name="chilled_water_c",
        title="Supply temperature of the chilled water",
        unit="°C",
        default=17.0,
        low=7.0,
        high=27.0,
        most=60.0,
        reason="The warmer, the more hours without compressors: 17 °C is ASHRAE's class W17, 27 °C W27; chillers are "
        "rated at 6.7 °C (AHRI 550/590), as older halls run.",
    ),
    Assumption(
        name="tower_approach_c",
        title="Towers: water above wet bulb",
        unit="K",
        default=6.0,
        low=4.0,
        high=8.0,
        most=40.0,
        reason="In free cooling: nearly 4 K of the tower (85 °F water in 78 °F wet bulb is taken as the usual rating, "
        "not verified) and 2 K of the heat exchanger; a planning value.",
    ),
    Assumption(
        name="dry_approach_c",
        title="Dry coolers: water above air",
        unit="K",
        default=10.0,
        low=5.0,
        high=12.0,
        most=40.0,
        reason="In free cooling: the dry coolers of the catalog are rated with glycol of 35 °C in air of 25 °C; larger "
        "ones come closer.",
    ),
    Assumption(
        name="free_cooling_h",
        title="Hours of free cooling",
        unit="h/year",
        default=0.0,
        low=0.0,
        high=HOURS_PER_YEAR,
        most=HOURS_PER_YEAR,
        reason="Hours of a year in which chillers stand still: none while no climate is chosen, which is careful. "
        "Choose a climate, or set the hours that are known of your site.",
    ),
    Assumption(
        name="concentration_cycles",
        title="Cycles of concentration",
        unit="",
        default=4.0,
        low=2.0,
        high=6.0,
        least=1.01,
        most=100.0,
        reason="Salts in a tower's water over those in its make-up: the US EPA calls a tower water-efficient at 4 or 5 "
        "and more; 2 to 6 by the water is a planning range that was not verified.",
    ),
    Assumption(
        name="evaporated_share",
        title="Heat of a tower that evaporates water",
        unit="",
        default=1.0,
        low=0.75,
        high=1.0,
        most=1.0,
        reason="The rest warms the air, more of it in the cold: 1 is the most water that it can take; a planning "
        "value.",
    ),
    Assumption(
        name="wue_l_per_kwh",
        title="WUE",
        unit="L/kWh",
        default=0.38,
        low=0.0,
        high=1.8,
        most=50.0,
        reason="Litres for a kWh of IT where no plant is drawn: LBNL's report on US data centers of 2024 has a mean "
        "of 0.36 (2014) to 0.38 (2023), read in a secondary source; dry sites take none; 1.8 is quoted of its report "
        "of 2016 and was not verified.",
    ),
)
