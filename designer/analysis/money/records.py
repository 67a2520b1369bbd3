"""Records of the comparison of own, cloud and tokens, with growth, breakdown of the money and its spread.

Figures are US dollars; a window shows them through `model.money.conversion.in_currency`. Curves are tuples of numbers,
so that they travel between processes; `numpy.asarray` takes them as they are.
"""

from collections.abc import Mapping
from typing import Literal

from designer.analysis.spreads import Spread, Swing
from designer.analysis.workloads.results import ServingResult, TrainingResult
from designer.model.figures.figure import Figure
from designer.model.records import Record

Way = Literal["own", "cloud", "api"]
MonthlyPart = Literal["energy", "support", "staff", "space", "rent", "tokens"]
MONTHLY_PARTS: tuple[MonthlyPart, ...] = ("energy", "support", "staff", "space", "rent", "tokens")
State = Literal["crosses", "never", "always", "unknown"]


class Alternative(Record, frozen=True, kw_only=True):
    """One way to do the same work.

    Attributes:
        key: "own", "cloud:aws/p5.48xlarge:spot", "api:anthropic/claude-sonnet-5-5".
        name: As a table and a legend write it.
        part: Id of the machine, instance or model API; "" for the machines that are drawn.
        basis: "on-demand", "reserved" or "spot" of a rented instance; "" of all else.
        accelerators_needed: For the demand; the drawn ones where none is stated. Unknown for tokens.
        accelerators: In the whole machines that this takes.
        machines: How many of those.
        capex_usd: Paid at the start; 0 for rent and tokens.
        monthly: What is paid each month, by MonthlyPart; only those parts that the way has.
        cash_usd_per_month: All of that: what leaves the account, so without write-off.
        write_off_usd_per_month: The purchase spread over the years in use; no cash.
        usd_per_month: Cash + write-off: what a month costs.
        usd_per_million_tokens: That over the tokens of a month; unknown without demand.
        usd_per_gpu_hour: That over the paid accelerator hours; unknown for tokens.
        reason: Why it cannot be compared, or what its figures leave out; "" when there is nothing to say.
        compared: Whether it has a known cost without gaps, and so takes part in curves and crossings.
        price_date: Of the price of the machine, the hour or the tokens.
        note: What it rests on: interruption of spot instances, what is left out.
        later: Cash of a month after each announced change of prices, with the number of the month, from 0.
        serving: How it serves, by engine; of a model API what is published of it.
        training: How it trains, by job; empty where that is not known.
        untold: Why some of what it gives is not known, or what it rests on that is not drawn, in plain words; "" where
            nothing is to say.
    """

    key: str
    way: Way
    name: str
    part: str
    basis: str
    accelerators_needed: Figure
    accelerators: Figure
    machines: Figure
    capex_usd: Figure
    monthly: Mapping[MonthlyPart, Figure]
    cash_usd_per_month: Figure
    write_off_usd_per_month: Figure
    usd_per_month: Figure
    usd_per_million_tokens: Figure
    usd_per_gpu_hour: Figure
    reason: str = ""
    compared: bool = True
    price_date: str = ""
    note: str = ""
    later: tuple[tuple[int, Figure], ...] = ()
    serving: tuple[ServingResult, ...] = ()
    training: tuple[TrainingResult, ...] = ()
    untold: str = ""


class TimeCurve(Record, frozen=True, kw_only=True):
    """Cash paid until the end of each month, month 0 being the start.

    Attributes:
        key: Of the alternative.
        months: 0, 1, 2 ...
        usd: Cumulative cash; `low` and `high` with all ranges at their ends.
    """

    key: str
    months: tuple[int, ...]
    usd: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


class DemandCurve(Record, frozen=True, kw_only=True):
    """Cost of a month at other demands, own and rented in whole machines.

    Attributes:
        key: Of the alternative.
        factors: Demand as a multiple of today's, 0.01 to 100, evenly on a logarithmic axis.
        usd_per_month: Write-off included.
        usd_per_million_tokens: Empty where no tokens are asked.
    """

    key: str
    factors: tuple[float, ...]
    usd_per_month: tuple[float, ...]
    usd_per_million_tokens: tuple[float, ...] = ()


class Crossing(Record, frozen=True, kw_only=True):
    """Crossing at which one way becomes cheaper than another.

    Attributes:
        cheaper: Key of the alternative that is cheaper beyond the crossing.
        than: Key of the other.
        over: "months" (cumulative cash) or "demand" (cost of a month, as a multiple of today's demand).
        at: Month or multiple; unknown unless `state` is "crosses".
        state: "never": within no time or demand looked at; "always": from the start.
        may_never: Whether within the ranges it may never come; `at.high` is then no end but the planning value.
        never_share: Share of the draws of all ranges at once in which it never comes. Only over months.
        words: One sentence: "Owning is cheaper than p5.48xlarge reserved after 14 months, between 10 and 22."
        tornado: What moves it most, widest first; an end that is infinite means "never". Only over months.
    """

    cheaper: str
    than: str
    over: Literal["months", "demand"]
    at: Figure
    state: State
    may_never: bool
    words: str
    tornado: tuple[Swing, ...] = ()
    never_share: float = 0.0


class Alternatives(Record, frozen=True, kw_only=True):
    """Own, cloud and tokens for the same demand.

    Attributes:
        basis: "demand": sized for what is asked; "drawn": as many accelerators as are drawn; "nothing": neither.
        accelerators_needed: On the drawn sort of accelerator.
        accelerators_drawn: In the design, rented ones included.
        requests_per_month: On average; unknown where nobody asks.
        tokens_per_month: In and out.
        usd_per_month_as_drawn: A month, all told, of the design as it is drawn, as everywhere else.
        rows: Own first, then cloud by instance and basis, then tokens.
        over_time: Of the rows that can be compared.
        over_demand: The same; empty without demand.
        crossings: Own against each other way over months, then over demand.
        notes: What was left out or supposed, in plain words.
    """

    basis: Literal["demand", "drawn", "nothing"]
    accelerators_needed: Figure
    accelerators_drawn: Figure
    requests_per_month: Figure
    tokens_per_month: Figure
    usd_per_month_as_drawn: Figure
    rows: tuple[Alternative, ...]
    over_time: tuple[TimeCurve, ...]
    over_demand: tuple[DemandCurve, ...]
    crossings: tuple[Crossing, ...]
    notes: tuple[str, ...] = ()

    def row(self, key: str) -> Alternative | None:
        """The alternative called KEY."""
        return next((row for row in self.rows if row.key == key), None)


class GrowthLine(Record, frozen=True, kw_only=True):
    """One line of the bill as usage grows.

    Attributes:
        name: "As it stands", "More machines for the engine", "Tokens of Claude Sonnet 5.5".
        subject: Node id; "" for what is no single node.
        at: Cost of a month at months 0, 12, 24 and 36 (or as far as was asked).
        usd_per_month: For each month, for the chart; NaN where unknown.
    """

    name: str
    subject: str
    at: Mapping[int, Figure]
    usd_per_month: tuple[float, ...]


class Growth(Record, frozen=True, kw_only=True):
    """The bill over the months to come, as usage grows.

    Attributes:
        months: 0, 1, 2 ...
        growing: Whether anything grows; growth_per_month of the applications says how fast.
        requests: Of a month, at the marked months.
        requests_per_month: For each month.
        accelerators_needed: At the marked months.
        accelerators: Needed, for each month; NaN where unknown.
        accelerators_drawn: What there is.
        lines: They add up to `total`.
        total: At the marked months.
        total_usd_per_month: For each month.
        runs_out: First month in which the drawn accelerators are too few; None when they last.
        words: That in a sentence, and what the bill becomes.
    """

    months: tuple[int, ...]
    growing: bool
    requests: Mapping[int, Figure]
    requests_per_month: tuple[float, ...]
    accelerators_needed: Mapping[int, Figure]
    accelerators: tuple[float, ...]
    accelerators_drawn: Figure
    lines: tuple[GrowthLine, ...]
    total: Mapping[int, Figure]
    total_usd_per_month: tuple[float, ...]
    runs_out: int | None
    words: str
    notes: tuple[str, ...] = ()


class Share(Record, frozen=True, kw_only=True):
    """Part of one layer, kind, vendor or year.

    Attributes:
        key: Layer, kind, vendor or year ("0" is the purchase).
        name: The same as a table writes it.
        capex_usd: Bought, once.
        running_usd_per_year: All that is paid in a year: energy, space, staff, support, rent and services.
        write_off_usd_per_year: No cash.
        usd_per_month: (running + write-off) / 12.
        share: Of the whole month; of all years' cash for a year.
    """

    key: str
    name: str
    capex_usd: Figure
    running_usd_per_year: Figure
    write_off_usd_per_year: Figure
    usd_per_month: Figure
    share: Figure


class WhereItSits(Record, frozen=True, kw_only=True):
    """Breakdown of the money.

    Attributes:
        by_layer: Top layer first; energy is the facility's.
        by_kind: Dearest first.
        by_vendor: Dearest first; support goes with the parts, energy is nobody's of them.
        by_year: Year 0 is the purchase, then running cost and write-off of each year in use.
        vendors_of_layer: What each vendor takes of a layer's month, by layer and vendor, dearest first.
        usd_per_gpu_hour: All of it but tokens, over the paid accelerator hours.
        usd_per_month: All of it.
    """

    by_layer: tuple[Share, ...]
    by_kind: tuple[Share, ...]
    by_vendor: tuple[Share, ...]
    by_year: tuple[Share, ...]
    vendors_of_layer: Mapping[str, Mapping[str, Figure]]
    usd_per_gpu_hour: Figure
    usd_per_month: Figure


UncertainName = Literal["capex", "monthly", "tco", "usd_per_gpu_hour", "usd_per_request"]


class Uncertain(Record, frozen=True, kw_only=True):
    """Uncertainty of the headline figures of money.

    Attributes:
        figures: The figures themselves, by name.
        spreads: P10, P50, P90 and histogram; a figure that is unknown has none.
        tornado: What moves each most, widest first.
        seed: From which the draws can be repeated.
    """

    figures: Mapping[UncertainName, Figure]
    spreads: Mapping[UncertainName, Spread]
    tornado: Mapping[UncertainName, tuple[Swing, ...]]
    seed: int
