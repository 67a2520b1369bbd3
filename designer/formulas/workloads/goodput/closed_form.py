"""Share of the time that trains, in closed form: interruptions, checkpoints and restarts."""

from math import exp, expm1, inf, sqrt
from typing import Final

from designer.formulas.checks import not_negative, positive

DAY_S: Final = 86_400.0
SHORTEST_INTERVAL_S: Final = 60.0
LARGE_LOSS: Final = 0.3
"""Share of the time lost to interruptions from which they fall into each other's restarts and repeated work."""
MOST_EXPONENT: Final = 700.0
"""Above which a double holds no exponential."""


def mtbf_s(interruptions_per_day: float) -> float:
    """Return the mean seconds between interruptions; without end where there are none.

    Raises:
        ValueError: INTERRUPTIONS_PER_DAY is negative.
    """
    rate = not_negative("interruptions_per_day", interruptions_per_day)
    return DAY_S / rate if rate else inf


def best_interval_s(write_s: float, mtbf_s: float) -> float:
    """Return the seconds of training between checkpoints that lose the least: √(2·w·M), at least a minute.

    Source: Young, "A first order approximation to the optimum checkpoint interval", CACM 17, 1974; the minute is what
    a job needs at least to write at all often.

    Args:
        write_s: Seconds w that a checkpoint stops the job.
        mtbf_s: Mean seconds M between interruptions; without end where there are none.

    Raises:
        ValueError: WRITE_S is negative or MTBF_S is not above 0.
    """
    write = not_negative("write_s", write_s)
    if mtbf_s == inf:
        return inf if write else SHORTEST_INTERVAL_S
    return max(SHORTEST_INTERVAL_S, sqrt(2 * write * positive("mtbf_s", mtbf_s)))


def goodput(mtbf_s: float, write_s: float, restart_s: float, interval_s: float) -> float:
    """Return the share of the time that trains, 0 to 1.

    (1 − (R + τ/2)/M) / (1 + w/τ) while interruptions cost up to 0.3 of the time; above, where they fall into each
    other's restarts, Daly's τ·e^(−R/M) / (M·(e^((τ+w)/M) − 1)). Daly's is up to 6% higher where both meet, so it is
    held to what the first gives at 0.3: more interruptions never train more.

    Source: Kokolis et al., "Revisiting Reliability in Large-Scale Machine Learning Research Clusters", HPCA 2025;
    Daly, "A higher order estimate of the optimum checkpoint interval for restart dumps", FGCS 22, 2006.

    Args:
        mtbf_s: Mean seconds M between interruptions; without end where there are none.
        write_s: Seconds w that a checkpoint stops the job.
        restart_s: Seconds R from an interruption until it trains again.
        interval_s: Seconds τ of training between checkpoints; without end where it writes none.

    Raises:
        ValueError: A value is out of range.
    """
    not_negative("write_s", write_s)
    not_negative("restart_s", restart_s)
    if mtbf_s != inf:
        positive("mtbf_s", mtbf_s)
    if interval_s == inf:
        return 1.0 if mtbf_s == inf else 0.0
    writing = 1.0 + write_s / positive("interval_s", interval_s)
    if mtbf_s == inf:
        return 1.0 / writing
    lost = (restart_s + interval_s / 2) / mtbf_s
    if lost <= LARGE_LOSS:
        return (1.0 - lost) / writing
    # (τ+w)/M and R/M, cut where their exponential would no longer be a number.
    grown = expm1(min((interval_s + write_s) / mtbf_s, MOST_EXPONENT))
    often = interval_s / mtbf_s / grown * exp(-min(restart_s / mtbf_s, MOST_EXPONENT))
    return min(often, (1.0 - LARGE_LOSS) / writing)
