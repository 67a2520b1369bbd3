"""Average days of the months of a typical year: in which of their hours compressors run, and what a year sums up to."""

from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from designer.formulas.checks import between, finite
from designer.formulas.periods import HOURS_PER_YEAR

DAYS: Final = np.array((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), dtype=float)
"""Days of each month of a year of 8,760 hours."""
HOURS: Final = 24
_WIDEST_C: Final = 200.0
"""Degrees by which a year is shifted at most: with it every hour is free, or none."""
_ROUNDS: Final = 60

Cells = NDArray[np.float64]
"""A value for each hour of the average day of each month, (12, 24)."""


def year_sum(hourly: Cells) -> float:
    """Sum of a year of HOURLY (12, 24): each hour of an average day, times the days of its month."""
    return float(DAYS @ hourly.sum(axis=1))


def year_mean(hourly: Cells) -> float:
    """Mean over the 8,760 hours of a year of HOURLY (12, 24)."""
    return year_sum(hourly) / HOURS_PER_YEAR


def share_above(mean_c: Cells, sd_c: Cells, threshold_c: float) -> Cells:
    """Share of the days of a month in which an hour is warmer than a threshold, (12, 24).

    The days of a month are taken as normally distributed around the mean of the hour: 1 − Φ((threshold − mean) / sd).

    Source: the normal distribution function; monthly statistics of hours are what ISO 15927-4 and the design tables of
    the ASHRAE Handbook of Fundamentals give of a climate.

    Args:
        mean_c: Mean temperature of the hour over the days of the month, °C.
        sd_c: Its standard deviation from day to day, K; 0 where all days are alike.
        threshold_c: °C.

    Raises:
        ValueError: THRESHOLD_C is not finite.
    """
    at = finite("threshold_c", threshold_c)
    # Days that are all alike would divide by 0: a thousandth of a degree makes the same step.
    spread = np.maximum(sd_c, 1e-3)
    return 0.5 * (1.0 - erf((at - mean_c) / (spread * sqrt(2.0))))


def compressor_shares(mean_c: Cells, sd_c: Cells, threshold_c: float, free_h: float) -> Cells:
    """Share of each hour of the average days in which compressors run, (12, 24); FREE_H hours of the year they do not.

    The counted hours of the climate decide how many hours of the year are free; the average days say which. The year is
    made warmer or colder as a whole until both agree, so that no second answer for the year comes out.

    Source: bisection on `share_above`, which falls as the threshold rises.

    Args:
        mean_c: As in `share_above`.
        sd_c: As in `share_above`.
        threshold_c: The warmest outdoors that cool without compressors, °C.
        free_h: Hours of the year without compressors, 0 to 8,760.

    Raises:
        ValueError: An input is out of range.
    """
    wanted = HOURS_PER_YEAR - between("free_h", free_h, 0, HOURS_PER_YEAR)
    if wanted <= 0 or wanted >= HOURS_PER_YEAR:
        return np.full(mean_c.shape, 1.0 if wanted > 0 else 0.0)
    low, high = threshold_c - _WIDEST_C, threshold_c + _WIDEST_C
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        # Too many hours with compressors: outdoors may be warmer than this before they start.
        if year_sum(share_above(mean_c, sd_c, middle)) > wanted:
            low = middle
        else:
            high = middle
    return share_above(mean_c, sd_c, (low + high) / 2)
