"""Availability of parts in series and in parallel."""

from collections.abc import Sequence
from math import expm1, log, log1p, prod

from msgspec import Struct

from designer.formulas.checks import not_negative, positive, share
from designer.formulas.periods import HOURS_PER_YEAR


class Availability(Struct, frozen=True):
    """Availability of a chain.

    Attributes:
        series: Of the parts that must all work, as a share.
        parallel: Of the parts of which one must work, as a share; 1 where there are none.
        combined: Of the chain of both, as a share.
        downtime_h_per_year: Expected hours a year without service.
    """

    series: float
    parallel: float
    combined: float
    downtime_h_per_year: float


def combine_availability(series: Sequence[float], parallel: Sequence[float]) -> Availability:
    """Availability of parts that must all work and of a group of which one must: ΠA · (1 − Π(1−A)).

    Valid for independent failures. A year has 8,760 hours.

    Source: the reliability block diagram; Microsoft Azure architecture guide, composite SLAs.

    Args:
        series: Availability of each part that must work, shares.
        parallel: Availability of each part of which one must work, shares; either list may be empty.

    Raises:
        ValueError: A value is no share, or both lists are empty.
    """
    if not series and not parallel:
        raise ValueError("series and parallel are both empty: give at least one availability.")
    for value in series:
        share("series", value)
    for value in parallel:
        share("parallel", value)
    lost = prod(1 - value for value in parallel) if parallel else 0.0
    all_work = prod(series, start=1.0)
    dead = lost == 1 or all_work == 0
    # From logarithms, so that twelve nines do not drown in the rounding of 1 − A.
    missing = 1.0 if dead else -expm1(sum(log(value) for value in series) + log1p(-lost))
    return Availability(all_work, 1 - lost, all_work * (1 - lost), missing * HOURS_PER_YEAR)


def availability_from_times(mtbf_h: float, mttr_h: float) -> float:
    """Availability as a share: MTBF / (MTBF + MTTR), both in hours.

    Source: the definition of steady-state availability.

    Raises:
        ValueError: MTBF_H is not above 0 or MTTR_H is negative.
    """
    return positive("mtbf_h", mtbf_h) / (mtbf_h + not_negative("mttr_h", mttr_h))
