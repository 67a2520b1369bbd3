"""Range of the share of the time that trains around its mean, drawn many times at once."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.formulas.checks import between, positive

Draws = NDArray[np.float64]

DRAWS: Final = 4_000
SEED: Final = 0
RATE_CV: Final = 0.35
"""Coefficient of variation of a failure rate from one cluster, and one half year, to the next: the published rates
of four clusters, 2.34 to 6.5 in 1,000 node-days, have 0.4; two halves of one trace differ by 14%."""
RESTART_CV: Final = 0.5
"""Of the single restart: some find a spare at once, some wait for a person."""
MOST_PER_DAY: Final = 1e9
MOST_DAYS: Final = 1e6
_SINGLE: Final = 16
"""Interruptions of a draw whose lost work is drawn one by one; the sum of the others is close to a normal one."""


class Spread(NamedTuple):
    """P10, P50 and P90 of what was drawn, and its mean."""

    p10: float
    p50: float
    p90: float
    mean: float


def spread_of(draws: Draws) -> Spread:
    """Return the percentiles of DRAWS (n,)."""
    p10, p50, p90 = np.percentile(draws, [10, 50, 90])
    return Spread(float(p10), float(p50), float(p90), float(draws.mean()))


def rates(chance: np.random.Generator, rate: float | Draws, cv: float, draws: int) -> Draws:
    """Return DRAWS rates (draws,) of a Gamma law around RATE with the coefficient of variation CV."""
    if cv == 0:
        return np.broadcast_to(np.asarray(rate, dtype=np.float64), (draws,)).copy()
    # A Gamma law with shape k and scale θ has the mean k θ and the coefficient of variation 1/√k.
    shape = 1 / cv**2
    return chance.gamma(shape, np.asarray(rate) / shape, draws)


def goodput_draws(
    interruptions_per_day: float,
    days: float,
    write_s: float | Draws,
    restart_s: float | Draws,
    interval_s: float | Draws,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    rate_cv: float = RATE_CV,
) -> Draws:
    """Return the share of DAYS that trains, drawn DRAWS times (draws,).

    A rate is drawn, then how often the job is interrupted in its days, then what each interruption loses: the work
    since the last checkpoint, anything up to a whole interval, and a restart.

    Source: our own; Gamma rates as in Bayesian reliability (Hamada et al., 2008, chapter 4).

    Args:
        interruptions_per_day: Mean rate of the job.
        days: Days of it.
        write_s: Seconds that a checkpoint stops it; one, or one for each draw (draws,).
        restart_s: Mean seconds of a restart, in the same way.
        interval_s: Seconds of training between checkpoints, in the same way.
        draws: How many.
        seed: The same seed gives the same draws.
        rate_cv: Coefficient of variation of the rate.

    Raises:
        ValueError: A rate or DAYS is out of range.
    """
    between("interruptions_per_day", interruptions_per_day, 0, MOST_PER_DAY)
    seconds = between("days", positive("days", days), 0, MOST_DAYS) * 86_400
    chance = np.random.default_rng(seed)
    numbers = chance.poisson(np.minimum(rates(chance, interruptions_per_day * days, rate_cv, draws), 1e9))
    interval, restart = np.asarray(interval_s, dtype=np.float64), np.asarray(restart_s, dtype=np.float64)
    # Parts of an interval lost: the first ones of each draw singly (draws, 16), the sum of the rest by its normal law.
    single = chance.random((draws, _SINGLE))
    parts = np.where(np.arange(_SINGLE) < numbers[:, None], single, 0.0).sum(axis=1)
    rest = np.maximum(numbers - _SINGLE, 0)
    parts = parts + np.maximum(rest / 2 + np.sqrt(rest / 12) * chance.standard_normal(draws), 0.0)
    # The sum of n restarts of a Gamma law is one of n times its shape.
    shape = 1 / RESTART_CV**2
    restarts = chance.standard_gamma(np.maximum(numbers * shape, 1e-300))
    # What is no number then (a stall of 1e308 s, none of which happens) is told by who answers.
    with np.errstate(over="ignore", invalid="ignore"):
        trained = np.maximum(seconds - parts * interval - restarts * (restart / shape), 0.0)
        return trained / (1.0 + np.asarray(write_s, dtype=np.float64) / interval) / seconds


def triangle(low: float, mode: float, high: float, *, draws: int = DRAWS, seed: int = SEED) -> float | Draws:
    """Return draws (draws,) of a triangle over LOW, MODE and HIGH; MODE itself where it has no width."""
    if low >= high:
        return mode
    return np.random.default_rng(seed).triangular(low, min(max(mode, low), high), high, draws)
