"""Money and peak power by quarter: what is paid in each, by times and prices drawn, and what runs at its end."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.phases.records import PlannedQuarter
from designer.analysis.phases.schedule import Floats, Schedule, triangle
from designer.model.figures.figure import Figure

_MOST_QUARTERS: Final = 400
_PERCENTILES: Final = (10, 50, 90)


class Payment(NamedTuple):
    """Part of a price that is paid on a day.

    Attributes:
        price: All of it, USD, with its range.
        share: Which share of it is paid, 0 to 1.
        days: On which day in every draw (draws,), as an ordinal.
    """

    price: Figure
    share: float
    days: Floats


def planned_quarters(
    found: Schedule, first: int, payments: Sequence[Payment], watts: Floats, draws: int, seed: int
) -> tuple[PlannedQuarter, ...]:
    """Return money and peak power by quarter from the day FIRST, an ordinal, until all runs and is paid.

    Prices are drawn as times are: from the triangle of least, middle and most, one price in one draw wherever it is
    paid, see `schedule`. Power is all that can run at the end of a quarter, each phase with the WATTS (phases,) that it
    adds.
    """
    running = np.array([one.running for one in found.drawn])
    last = max(float(running.max()), *(float(one.days.max()) for one in payments), float(first))
    first = min(first, *(int(one.days.min()) for one in payments), first)
    starts = _quarter_starts(date.fromordinal(first), date.fromordinal(int(np.ceil(last))))
    # The first day of each quarter and of the one behind them, against which all days are sorted.
    edges = np.array([one.toordinal() for one in starts], dtype=np.float64)
    size = len(starts) - 1
    mean = np.zeros(size)
    drawn = np.zeros((size, draws))
    every = np.arange(draws)
    for one in payments:
        place = np.clip(np.searchsorted(edges, one.days, side="right") - 1, 0, size - 1)
        mean += one.price.or_zero * one.share * np.bincount(place, minlength=size) / draws
        # Each draw names one cell of its own column, so that none is added to twice.
        drawn[place, every] += one.share * _price(one.price, draws, seed)
    peaks = np.array([watts @ (running < edge) for edge in edges[1:]])
    p10, p50, p90 = np.percentile(peaks, _PERCENTILES, axis=1)
    spent = np.cumsum(mean)
    paid = np.percentile(drawn, _PERCENTILES[1:], axis=1)
    paid_until = np.percentile(np.cumsum(drawn, axis=0), _PERCENTILES[1:], axis=1)
    return tuple(
        PlannedQuarter(
            quarter=f"{start.year} Q{(start.month + 2) // 3}",
            start=start.isoformat(),
            spend_usd=float(mean[place]),
            spent_usd=float(spent[place]),
            spend_usd_p50=float(paid[0, place]),
            spend_usd_p90=float(paid[1, place]),
            spent_usd_p50=float(paid_until[0, place]),
            spent_usd_p90=float(paid_until[1, place]),
            peak_w_p10=float(p10[place]),
            peak_w_p50=float(p50[place]),
            peak_w_p90=float(p90[place]),
        )
        for place, start in enumerate(starts[:-1])
    )


def _price(price: Figure, draws: int, seed: int) -> Floats:
    """Return PRICE in every draw (draws,), USD; an unknown one is paid in none."""
    value = price.value
    if value is None:
        return np.zeros(draws)
    low = value if price.low is None else min(price.low, value)
    high = value if price.high is None else max(price.high, value)
    return triangle(low, value, high, draws, seed, f"price\0{price.label}")


def _quarter_starts(first: date, last: date) -> list[date]:
    """Return the first days of all quarters from that of FIRST to the one behind that of LAST, at most 400."""
    number = 4 * first.year + (first.month - 1) // 3
    end = min(4 * last.year + (last.month - 1) // 3 + 1, number + _MOST_QUARTERS)
    return [date(one // 4, 3 * (one % 4) + 1, 1) for one in range(number, end + 1)]
