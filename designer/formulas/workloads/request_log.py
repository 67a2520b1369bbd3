"""Demand out of a log of requests: how many on average and in the busiest hour, and how long they are."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from designer.formulas.workloads.log_demand import Lengths, LogDemand

Floats = NDArray[np.float64]

BUSY_HOUR_S: Final = 3600.0
"""The peak of a demand is that of its busiest hour."""
MINUTE_S: Final = 60.0


def demand_of_log(arrival_s: Floats, input_tokens: Floats, output_tokens: Floats) -> LogDemand:
    """Return the demand of requests that came at ARRIVAL_S, in any order; the three arrays are of one length.

    Source: the busy hour is the continuous hour with most traffic, wherever it begins (ITU-T Recommendation E.600,
    "busy hour"). The average is over the n − 1 gaps between n arrivals, so that requests at an even pace have the
    average of that pace and a peak factor of 1.

    Raises:
        ValueError: There are fewer than two requests, or all came at one time.
    """
    if arrival_s.size < 2:
        raise ValueError("A demand needs at least two requests.")
    came = np.sort(arrival_s)
    span = float(came[-1] - came[0])
    if span <= 0:
        raise ValueError("All requests have the same time, so there is no rate.")
    # n − 1 gaps between n requests.
    average = (came.size - 1) / span
    peak, begins = None, None
    if span > BUSY_HOUR_S:
        most, begins = _busiest(came, BUSY_HOUR_S)
        # The busiest hour cannot be below the mean: the log may end within an hour of its last one.
        peak = max(most / BUSY_HOUR_S, average)
    minute = _busiest(came, MINUTE_S)[0] / MINUTE_S / average if span > MINUTE_S else None
    return LogDemand(
        requests=int(came.size),
        begins_s=float(came[0]),
        span_s=span,
        average_per_s=average,
        peak_per_s=peak,
        peak_begins_s=begins,
        peak_factor=None if peak is None else peak / average,
        minute_factor=None if minute is None else max(minute, 1.0),
        unanswered=int(np.count_nonzero(output_tokens == 0)),
        input=_lengths(input_tokens),
        output=_lengths(output_tokens),
    )


def _busiest(came: Floats, window_s: float) -> tuple[int, float]:
    """Return the most of the sorted CAME within WINDOW_S, its end left out, and when that window begins."""
    # For each arrival, how many come before a window that it opens is over.
    within = np.searchsorted(came, came + window_s, side="left") - np.arange(came.size)
    first = int(np.argmax(within))
    return int(within[first]), float(came[first])


def _lengths(tokens: Floats) -> Lengths:
    half, nine, most_of = np.percentile(tokens, [50, 90, 99], method="inverted_cdf")
    return Lengths(float(np.mean(tokens)), float(half), float(nine), float(most_of), float(np.max(tokens)))
