"""Assumptions on the time that phases take, beside deliveries, and on when their orders are paid."""

from typing import Final

from designer.model.assumptions.record import Assumption

_OURS: Final = "no document states one; a planning range of general knowledge, set what your contractor says"

_TOLD: Final = "ask your seller and set what it says in the phase"
_CUSHMAN: Final = "Cushman & Wakefield, Data Center Development Cost Guide 2025, chart of lead times"


def _lead(name: str, title: str, weeks: tuple[float, float, float], reason: str) -> Assumption:
    """Return the assumption of a delivery time of WEEKS: likely, least and most."""
    return Assumption(
        name=name,
        title=title,
        unit="weeks",
        default=weeks[0],
        low=weeks[1],
        high=weeks[2],
        most=1_000.0,
        reason=f"From order to delivery where the part, the tile and the phase state none; {_TOLD}. {reason}",
    )


LEADS: Final[tuple[Assumption, ...]] = (
    _lead(
        "lead_accelerated_weeks",
        "Delivery of machines with accelerators",
        (36.0, 17.0, 70.0),
        "4 to 10 months for B200 (GPU Lease Index, Virginia, 2026), 36 to 52 weeks (Hardware Direct, Planning AI "
        "projects in 2026), 40 to 70 weeks and more (SourceBySpec, Server hardware supply shortage 2026); HPE named 20 "
        "weeks and Dell 8 to 12 for H100 in early 2024. Not confirmed by a maker.",
    ),
    _lead(
        "lead_server_weeks",
        "Delivery of other servers",
        (30.0, 8.0, 52.0),
        "30 to 52 weeks for x86 platforms (SourceBySpec, Server hardware supply shortage 2026); 8 to 12 for many "
        "orders, as processors are short (The Daily Scout, 2026, out of ctol.digital). Not confirmed by a maker.",
    ),
    _lead(
        "lead_switch_weeks",
        "Delivery of switches",
        (26.0, 13.0, 39.0),
        "3 to 9 months for switches of data centres, against 1 to 2 in the middle of 2025 (Gartner, 2026, as told by "
        "Pulse); the middle is planned with. 1 month is 4.35 weeks.",
    ),
    _lead(
        "lead_storage_weeks",
        "Delivery of storage systems",
        (30.0, 13.0, 104.0),
        "No document states whole systems; that of their drives: memory and flash 3 to 7 months (NAND Research, 2026, "
        "as told by The Daily Scout), hard disks more than 52 weeks (TrendForce, September 2025) to two years "
        "(DigiTimes, November 2025). The longest of flash is planned with.",
    ),
    _lead(
        "lead_coolant_unit_weeks",
        "Delivery of coolant units",
        (39.0, 39.0, 52.0),
        "Three quarters of a year (RedSun, CDU is where the bet lives, 2026); a year of some makers (LiquidStack in "
        "Fierce Network, 2025).",
    ),
    _lead(
        "lead_air_handler_weeks",
        "Delivery of air handlers",
        (32.0, 28.0, 36.0),
        f"{_CUSHMAN}: 28 to 36 for air handlers of computer rooms; the middle.",
    ),
    _lead(
        "lead_panel_weeks",
        "Delivery of distribution panels",
        (28.0, 24.0, 32.0),
        f"{_CUSHMAN}: 24 to 32 for power distribution units of a hall; the middle.",
    ),
    Assumption(
        name="connection_weeks",
        title="Weeks to a connection to the grid",
        unit="weeks",
        default=209.0,
        low=78.0,
        high=365.0,
        most=1_000.0,
        reason="From the order of the first phase until the utility gives power, where a utility is drawn and no day "
        "of it is set. JLL has four years in the mean in the USA (Site Selection, August 2025); 18 to 36 months on new "
        "ground (M. Bommarito, Development timelines, 2026), up to seven years (11minread, December 2025). Ask your "
        "utility and set its days in the phase.",
    ),
)

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
    *LEADS,
)
