"""Crossings at which one way becomes cheaper than another: over months in cash, over demand by the month."""

from collections.abc import Callable, Sequence
from math import inf, isfinite
from typing import Final, Literal, NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from designer.analysis.money.records import Alternative, Crossing, DemandCurve, State, TimeCurve
from designer.analysis.money.sizing import Sized
from designer.analysis.spreads import Swing
from designer.analysis.uncertainty import DRAWS, PERCENTILES, draws_of, tornado
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure, difference, leaf, quotient
from designer.model.wording import noun

FACTORS: Final = tuple(float(factor) for factor in np.logspace(-2, 2, 81))
_MOST_SWINGS: Final = 8
_FINE: Final = 24
"""Halvings of the step between two demands that were looked at."""
Floats = NDArray[np.float64]
_End = Literal["low", "value", "high"]


class Scaled(NamedTuple):
    """An alternative with what it takes at other demands; `sized` is None for tokens, which follow the demand."""

    row: Alternative
    sized: Sized | None

    def machines(self, factor: float) -> float:
        """Whole machines at FACTOR times the demand."""
        each = self.row.accelerators.or_zero / (self.row.machines.value or 1.0)
        if self.sized is None or not each:
            return 0.0
        return -(-self.sized.at(factor) // each)

    def month(self, factor: float, end: _End = "value") -> float:
        """USD of a month at FACTOR times the demand."""
        now = _at(self.row.usd_per_month, end)
        if self.sized is None:
            return now * factor
        standing = self.row.machines.or_zero
        return now * self.machines(factor) / standing if standing else 0.0


def time_curve(row: Alternative, months: int) -> TimeCurve:
    """Cumulative cash of ROW: the purchase at the start, then each month, at the price that is announced for it."""

    def along(end: _End) -> tuple[float, ...]:
        line = _at(row.capex_usd, end) + np.concatenate([[0.0], np.cumsum(_cash(row, months, end))])
        return tuple(float(value) for value in line)

    return TimeCurve(
        key=row.key, months=tuple(range(months + 1)), usd=along("value"), low=along("low"), high=along("high")
    )


def _cash(row: Alternative, months: int, end: _End) -> Floats:
    """Return the cash of each month of ROW (months,): today's, and after announced changes that of then."""
    paid = np.full(months, _at(row.cash_usd_per_month, end))
    for first, figure in row.later:
        paid[first:] = _at(figure, end)
    return paid


def demand_curve(scaled: Scaled, tokens: float | None) -> DemandCurve:
    """Cost of a month over FACTORS, and that of a million of TOKENS asked in a month now."""
    monthly = tuple(scaled.month(factor) for factor in FACTORS)
    each = ()
    if tokens:
        each = tuple(usd / (tokens * factor / 1e6) for usd, factor in zip(monthly, FACTORS, strict=True))
    return DemandCurve(key=scaled.row.key, factors=FACTORS, usd_per_month=monthly, usd_per_million_tokens=each)


def over_months(own: Alternative, other: Alternative, life_months: float) -> Crossing:
    """Return the month in which the cash paid for OWN falls below that for OTHER: purchase / (what a month saves).

    Source: METHODS "Cost", break-even; formulas.money.break_even_h is the same by the hour.
    """
    saved = difference(
        "saved each month",
        other.cash_usd_per_month,
        own.cash_usd_per_month,
        "USD/month",
        f"{other.name} a month − own a month, in cash",
    )
    months = quotient("months until owning is cheaper", own.capex_usd, saved, "months", "purchase / saved each month")
    # Announced prices change the saving on the way: then month by month instead of by one division.
    if other.later and saved.value is not None and own.capex_usd.value is not None:
        return _stepped(own, other, life_months, gaps(months).bound)
    least, saving, most = saved.low or 0.0, saved.or_zero, saved.high or 0.0
    drawn = _drawn(months)
    if saved.value is None or own.capex_usd.value is None:
        return _crossing(own, other, "months", months, "unknown", f"It is not known what {other.name} costs.")
    # In cash a month of it costs more: no purchase is ever paid back.
    if saving <= 0:
        words = f"Owning never becomes cheaper than {other.name}: a month of it costs no less in cash."
        if drawn is not None and drawn.never < 1:
            words = f"{words[:-1]}; it does in {_percent(1 - drawn.never)} of the draws of all ranges."
        never = 1.0 if drawn is None else drawn.never
        blank = _blank(months)
        return _crossing(own, other, "months", blank, "never", words, swings=_swings(months), never_share=never)
    if not months.value:
        return _crossing(own, other, "months", months, "always", f"Owning is cheaper than {other.name} from the start.")
    # The slowest: the dearest purchase over the smallest saving, which is never with none.
    may_never = least <= 0
    early = (own.capex_usd.low or 0.0) / most
    late = inf if may_never else (own.capex_usd.high or 0.0) / least
    bound = gaps(months).bound
    words = f"Owning is cheaper than {other.name} after {f'{bound} ' if bound else ''}{_number(months.value)} "
    words += noun(months.value, "month")
    words += _drawn_words(drawn, months.value)
    if months.value > life_months:
        words += f" The machines are written off in {_number(life_months)}: it does not pay within their life."
    figure = replace(months, low=early, high=months.value if may_never else late)
    never = 0.0
    if drawn is not None:
        never = drawn.never
        figure = replace(figure, likely=(drawn.p10, drawn.p90) if isfinite(drawn.p90) else None)
    swings = _swings(months)
    return _crossing(
        own, other, "months", figure, "crosses", words, may_never=may_never, swings=swings, never_share=never
    )


# The bounds: own at its low end against the other at its high end, and the other way round.
def _stepped(own: Alternative, other: Alternative, life_months: float, bound: str) -> Crossing:
    """Return the month in which the cash paid for OWN falls below that for OTHER, whose price changes as announced.

    BOUND says which way it errs where a price is not known: "at least", "at most" or "".
    """
    likely = _overtaken(own, other, "value", "value")
    early, late = _overtaken(own, other, "low", "high"), _overtaken(own, other, "high", "low")
    label = "months until owning is cheaper"
    days = ", ".join(f"month {first}" for first, _ in other.later)
    note = f"Summed month by month: the price of {other.name} changes as announced, in {days}."
    if likely is None:
        words = (
            f"Owning never becomes cheaper than {other.name} within {LONGEST_MONTHS // 12} years, at announced prices."
        )
        return _crossing(own, other, "months", leaf(label, None, "months", note=note), "never", words, never_share=1.0)
    if not likely:
        words = f"Owning is cheaper than {other.name} from the start."
        return _crossing(own, other, "months", leaf(label, 0.0, "months", note=note), "always", words)
    figure = leaf(
        label,
        likely,
        "months",
        low=likely if early is None else min(early, likely),
        high=likely if late is None else max(late, likely),
        operation="routing",
        note=note,
    )
    after = f"{f'{bound} ' if bound else ''}{_number(likely)} {noun(likely, 'month')}"
    words = f"Owning is cheaper than {other.name} after {after}, at the prices that are announced."
    if likely > life_months:
        words += f" The machines are written off in {_number(life_months)}: it does not pay within their life."
    return _crossing(own, other, "months", figure, "crosses", words, may_never=late is None)


LONGEST_MONTHS: Final = 600
"""So many months are looked at where prices change on the way."""


def _overtaken(own: Alternative, other: Alternative, mine: _End, theirs: _End) -> float | None:
    """Return after how many months OWN has cost less cash than OTHER, and stays so; None where it never does.

    Of OWN its MINE ends are taken, of OTHER its THEIRS.
    """
    saved = np.cumsum(_cash(other, LONGEST_MONTHS, theirs) - _cash(own, LONGEST_MONTHS, mine))
    ahead = np.concatenate([[0.0], saved]) - _at(own.capex_usd, mine)
    behind = np.flatnonzero(ahead < 0)
    if not behind.size:
        return 0.0
    last = int(behind[-1])
    if last >= LONGEST_MONTHS:
        return None
    # Within the month the saving is even.
    return last + float(-ahead[last] / (ahead[last + 1] - ahead[last]))


class _Drawn(NamedTuple):
    """Months in which owning overtakes over all ranges at once: an end is infinite where it never does."""

    p10: float
    p90: float
    never: float


def _drawn(months: Figure) -> _Drawn | None:
    """Draw all that enters MONTHS at once; None where nothing has a range."""
    found = draws_of(months, draws=DRAWS) if months.value is not None and months.low != months.high else None
    if found is None:
        return None
    # Where a month saves nothing the quotient is negative or has no value: it never comes.
    when = np.where(np.isfinite(found) & (found >= 0), found, inf)
    low, high = np.percentile(when, (PERCENTILES[0], PERCENTILES[-1]), method="nearest")
    return _Drawn(float(low), float(high), float(np.mean(np.isinf(when))))


def _drawn_words(drawn: _Drawn | None, planned: float) -> str:
    """Return between which months eight of ten draws lie, and in how many it never comes.

    The month that is PLANNED may lie outside, where planned prices stand at an end of what they may be.
    """
    if drawn is None or not isfinite(drawn.p10):
        return "."
    if not isfinite(drawn.p90):
        return f"; in {_percent(drawn.never)} of the draws of all ranges never, in a tenth before {_number(drawn.p10)}."
    never = f", in {_percent(drawn.never)} never" if drawn.never else ""
    if _number(drawn.p10) == _number(drawn.p90):
        return "."
    between = f"between {_number(drawn.p10)} and {_number(drawn.p90)}{never}"
    if _number(planned) != _number(drawn.p10) and planned < drawn.p10:
        return f" at planned prices; eight of ten draws come later, {between}."
    if _number(planned) != _number(drawn.p90) and planned > drawn.p90:
        return f" at planned prices; eight of ten draws come earlier, {between}."
    return f", in eight of ten draws {between}."


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else f"{share:.1%}"


def over_demand(first: Scaled, second: Scaled, requests_per_month: float | None) -> Crossing:
    """From which demand on, within FACTORS, a month of FIRST is cheaper than one of SECOND, and stays so."""
    # The bounds: with every range in favour of FIRST, and with every range against it.
    at = _first_cheaper(lambda factor: first.month(factor) <= second.month(factor))
    early = _first_cheaper(lambda factor: first.month(factor, "low") <= second.month(factor, "high"))
    late = _first_cheaper(lambda factor: first.month(factor, "high") <= second.month(factor, "low"))
    name, other = _named(first.row), second.row.name
    blank = leaf("demand from which it is cheaper", None, "")
    # Never within the searched factors.
    if at is None:
        more = "" if early is None else f"; with all ranges in its favour from {_number(early)} times on"
        words = f"{name} is not cheaper than {other} at 100 times today's demand{more}."
        return _crossing(first.row, second.row, "demand", blank, "never", words)
    # At the smallest factor already: always.
    if at <= FACTORS[0]:
        words = f"{name} is cheaper than {other} at every demand from a hundredth of today's on."
        if late is None or late > FACTORS[0]:
            words = f"{words[:-1]}, but not with all ranges against it."
        return _crossing(first.row, second.row, "demand", blank, "always", words, may_never=late is None)
    figure = leaf(
        "demand from which it is cheaper, in today's",
        at,
        "",
        low=at if early is None else min(early, at),
        high=at if late is None else max(late, at),
        operation="routing",
        note="Searched over 0.01 to 100 times today's demand, in whole machines; from here on it stays cheaper.",
    )
    bound = gaps(first.row.usd_per_month).bound
    words = f"{name} is cheaper than {other} from {f'{bound} ' if bound else ''}{_number(at)} times today's demand on"
    if requests_per_month:
        words += f" ({_number(at * requests_per_month)} requests a month)"
    # An end that is never reached makes the upper bound infinite.
    low, high = min(early or at, at), inf if late is None else max(late, at)
    words += f", {_span(low, high)}." if low < high else "."
    return _crossing(first.row, second.row, "demand", figure, "crosses", words, may_never=late is None)


# From the largest demand down, while it stays cheaper: further down whole machines may make it so by chance.
def _first_cheaper(cheaper: Callable[[float], bool]) -> float | None:
    """The least factor from which CHEAPER holds up to the last; None when it does not hold there."""
    found: int | None = None
    for place in reversed(range(len(FACTORS))):
        if not cheaper(FACTORS[place]):
            break
        # Halved in proportion, since the factors are spaced so.
        found = place
    if found is None or found == 0:
        return None if found is None else FACTORS[0]
    low, high = FACTORS[found - 1], FACTORS[found]
    for _ in range(_FINE):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if cheaper(middle) else (middle, high)
    return high


def _swings(months: Figure) -> tuple[Swing, ...]:
    """Return what moves MONTHS most; where it saves nothing, the month is never."""
    found = tornado(months, most=1000)
    # A negative month means that it saves nothing: it is never paid back.
    swings = [
        replace(
            swing,
            at_low=swing.at_low if swing.at_low >= 0 else inf,
            at_high=swing.at_high if swing.at_high >= 0 else inf,
        )
        for swing in found
    ]
    moving = [swing for swing in swings if swing.at_low != swing.at_high]
    return tuple(sorted(moving, key=lambda swing: -swing.span)[:_MOST_SWINGS])


def _crossing(
    first: Alternative,
    second: Alternative,
    over: Literal["months", "demand"],
    at: Figure,
    state: State,
    words: str,
    *,
    may_never: bool = False,
    swings: Sequence[Swing] = (),
    never_share: float = 0.0,
) -> Crossing:
    return Crossing(
        cheaper=first.key,
        than=second.key,
        over=over,
        at=at,
        state=state,
        may_never=may_never,
        words=words + (_lacking(first) if state == "always" else ""),
        tornado=tuple(swings),
        never_share=never_share,
    )


def _lacking(row: Alternative) -> str:
    """Return the words for what ROW leaves out, because it is not known; "" where nothing."""
    lacks = gaps(row.usd_per_month)
    if not lacks.bound:
        return ""
    verb = "is" if lacks.number == 1 else "are"
    return f" {_named(row)} costs {lacks.bound} what is shown: {lacks.listed} {verb} not known."


def _blank(figure: Figure) -> Figure:
    return leaf(figure.label, None, figure.unit, note="Owning saves nothing by the month.")


def _named(row: Alternative) -> str:
    return "Owning" if row.way == "own" else row.name


def _at(figure: Figure, end: _End) -> float:
    value = figure.or_zero
    if end == "low":
        return value if figure.low is None else figure.low
    return value if end == "value" or figure.high is None else figure.high


def _span(low: float, high: float) -> str:
    if not isfinite(high):
        return f"at the earliest {_number(low)}, or never within the ranges"
    return f"between {_number(low)} and {_number(high)}"


def _number(value: float) -> str:
    """Two digits, or all of them before the point; millions and more in words."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:,.3g} {word}"
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2g}"
