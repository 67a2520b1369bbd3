"""Assumptions on the time that phases take, beside deliveries, and on when their orders are paid."""

from typing import Final

from designer.model.assumptions.record import Assumption

_OURS: Final = "no document states one; a planning range of general knowledge, set what your contractor says"

PHASES: Final[tuple[Assumption, ...]] = (
    Assumption(
        name="building_weeks",
        title="Weeks to build a hall",
        unit="weeks",
        default=52.0,
        low=22.0,
        high=96.0,
        most=1_000.0,
        reason="From the order to a hall that machines can stand in. Cortex Construct (How long does it take to build "
        "a data center, 5 April 2026) has 5 to 8 months of construction for 1 to 5 MW, 8 to 12 for 5 to 15 MW, 12 to "
        "18 for 15 to 30 MW and 14 to 22 for one hall of 30 to 60 MW: 22 weeks are 5 months and 96 are 22; 12 months "
        "are planned with. Not confirmed; set your own in each phase.",
    ),
    Assumption(
        name="installation_weeks",
        title="Weeks of installation",
        unit="weeks",
        default=6.0,
        low=3.0,
        high=12.0,
        most=1_000.0,
        reason=f"From the last delivery of a phase until all of it is mounted and cabled: {_OURS}.",
    ),
    Assumption(
        name="commissioning_weeks",
        title="Weeks of commissioning",
        unit="weeks",
        default=8.0,
        low=8.0,
        high=16.0,
        most=1_000.0,
        reason="Tests with power on site until a phase runs (levels 2 to 5): 8 weeks where all goes well and 12 to 16 "
        "where tests fail and are done again (gantt-chart.co.uk, Data center commissioning timeline, 2026; one writer, "
        "not confirmed).",
    ),
    Assumption(
        name="ramp_months",
        title="Months of the ramp",
        unit="months",
        default=6.0,
        low=3.0,
        high=12.0,
        most=240.0,
        reason=f"From running to full load, in which users come evenly: {_OURS}.",
    ),
    Assumption(
        name="paid_at_order_share",
        title="Share of the price that is paid with the order",
        unit="",
        default=0.3,
        low=0.1,
        high=0.5,
        most=1.0,
        reason="The rest is paid at delivery. Terms of sellers that were read in November 2026: 10% of products "
        "without services, 30 to 50% of what is made to order, 40% of machines (Bengal Machine); a planning value "
        "between them, set the terms of your offers.",
    ),
)
