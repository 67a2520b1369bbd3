"""Records of growth in phases: dates with their spread, steps, quarters and months."""

from typing import Literal

from designer.model.figures.figure import Figure
from designer.model.phase_plan import Weeks
from designer.model.records import Record

StepKey = Literal["delivery", "building", "installation", "energisation", "commissioning", "ramp"]


class Moment(Record, frozen=True, kw_only=True):
    """A day with its spread: ISO days by which it is there in 10, 50 and 90 of 100 draws."""

    p10: str
    p50: str
    p90: str


class PhaseStep(Record, frozen=True, kw_only=True):
    """One bar of a phase: from when to when.

    Attributes:
        title: What people call it.
        at_least: Whether something of it has no known time, so that it may end later.
    """

    key: StepKey
    title: str
    start: Moment
    end: Moment
    at_least: bool = False


class OrderBy(Record, frozen=True, kw_only=True):
    """The latest ISO days on which to order, so that it is there in time in 50 and in 90 of 100 draws."""

    p50: str
    p90: str


class PhaseItem(Record, frozen=True, kw_only=True):
    """The pieces of one sort that a phase orders.

    Attributes:
        part: Part id; "" for what is no part.
        name: What the bill calls it.
        share: Share of all of it in the design, 0 to 1.
        ordered: ISO day on which it is ordered.
        own_day: Whether that day is its own, set or already past, and not that of the phase.
        lead: Weeks from order to delivery; None where nobody says, which is never 0.
        supposed: Whether these weeks are the assumption for things of its sort.
        order_by: By when to order it at the latest: to run on the day that is wanted, else to hold up nothing of the
            phase; None where its lead time is not known.
        delivered: When it is there; None where that is not known.
        critical: Share of the draws, 0 to 1, in which the phase waits for it.
    """

    part: str
    name: str
    kind: str
    share: float
    ordered: str
    own_day: bool
    lead: Weeks | None
    supposed: bool
    order_by: OrderBy | None
    delivered: Moment | None
    critical: float = 0.0


class PhaseSchedule(Record, frozen=True, kw_only=True):
    """One phase worked out.

    Attributes:
        steps: In the order of time.
        items: What is ordered, the latest first; what has no known delivery time last.
        running: When it can run.
        full: When its users have come.
        missing: What has no known time and is left out: dates are then "at the earliest".
        supposed: Whose time is an assumption, as nobody was asked.
        critical: What it waits for in most draws; "" where nothing is to wait for.
        critical_share: In which share of the draws.
        critical_step: Of which sort that is.
        wanted: ISO day on which it is wanted to run; "" for none.
        chance_of_wanted: Share of the draws in which it runs by then; None where no day is wanted.
        capex_usd: What is bought in it.
        power_max_w: What it adds to the peak power of the site.
        load_share: Its share of the accelerators, else of the power, else of the money of the design.
        delay_usd_per_month: What each month costs in which it does not run.
    """

    id: str
    title: str
    order_date: str
    wanted: str
    steps: tuple[PhaseStep, ...]
    items: tuple[PhaseItem, ...]
    running: Moment
    full: Moment
    missing: tuple[str, ...]
    supposed: tuple[str, ...]
    critical: str
    critical_share: float
    critical_step: StepKey | Literal[""]
    chance_of_wanted: float | None
    capex_usd: Figure
    power_max_w: Figure
    load_share: float
    delay_usd_per_month: Figure

    @property
    def at_least(self) -> bool:
        """Return whether its dates are the earliest ones, as something has no known time."""
        return bool(self.missing)


class PlannedQuarter(Record, frozen=True, kw_only=True):
    """One quarter of a year.

    Attributes:
        quarter: "2027 Q1".
        start: Its first ISO day.
        spend_usd: Paid in it, the mean of all draws at the middle of each price, so that all quarters add up to what is
            bought.
        spent_usd: Paid until its end, so too.
        spend_usd_p50: Paid in it in 50 of 100 draws at the most, times and prices drawn; these add up to nothing.
        spend_usd_p90: The same in 90 of 100.
        spent_usd_p50: Paid until its end, so too.
        spent_usd_p90: The same in 90 of 100.
        peak_w_p10: Peak power of the site at its end in 10 of 100 draws; half and nine tenths of the draws below.
    """

    quarter: str
    start: str
    spend_usd: float
    spent_usd: float
    spend_usd_p50: float
    spend_usd_p90: float
    spent_usd_p50: float
    spent_usd_p90: float
    peak_w_p10: float
    peak_w_p50: float
    peak_w_p90: float


class PlannedMonth(Record, frozen=True, kw_only=True):
    """The first day of a month.

    Attributes:
        load_share: Share of the full load that has come, 0 to 1: the mean of all draws.
        users: That share of the users that the design states; None where it states none.
    """

    month: str
    load_share: float
    users: float | None = None


class PhasesResult(Record, frozen=True, kw_only=True):
    """Growth of one design in its phases.

    Attributes:
        running: When the last phase can run.
        at_least: Whether dates are the earliest ones.
        undated_usd: Of the price, what is paid at a delivery that has no known date; in no quarter.
        money_usd_per_month: Of a month of delay, the cost of the money alone.
        rent_usd_per_month: Cloud machines instead of one's own, where the design can be compared with some.
        delay_usd_per_month: What a month of delay of the whole design costs.
        rented_as: Which cloud machines these are, and how many; "" for none.
        notes: What is left out or simplified, in plain words.
    """

    phases: tuple[PhaseSchedule, ...]
    running: Moment
    at_least: bool
    quarters: tuple[PlannedQuarter, ...]
    months: tuple[PlannedMonth, ...]
    undated_usd: float
    money_usd_per_month: Figure
    rent_usd_per_month: Figure | None
    delay_usd_per_month: Figure
    rented_as: str
    draws: int
    seed: int
    notes: tuple[str, ...] = ()
