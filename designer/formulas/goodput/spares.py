"""Hosts in repair, and how many spares make up for them."""

from functools import lru_cache
from math import exp, floor, lgamma, log
from typing import Final

from designer.formulas.checks import between, not_negative, positive, whole

MOST_SPARES: Final = 1_000_000
_WIDTH: Final = 8.0
"""Standard deviations around the mean beyond which nothing of a Poisson law is left that a double shows."""


def mean_down(hosts: int, spares: int, faults_per_host_day: float, repair_days: float) -> float:
    """Return how many of HOSTS and SPARES are in repair on average: (hosts + spares) · r · E[repair].

    Source: Little's law.

    Raises:
        ValueError: A value is out of range.
    """
    all_hosts = whole("hosts", hosts, 1) + whole("spares", spares, 0)
    return (
        all_hosts * not_negative("faults_per_host_day", faults_per_host_day) * not_negative("repair_days", repair_days)
    )


def p_enough(mean_down: float, spares: int) -> float:
    """Return the share of the time in which at most SPARES hosts are in repair, of MEAN_DOWN on average.

    Source: the Poisson law, as that of a queue with as many servers as are needed (M/G/∞), whatever the repair takes.

    Raises:
        ValueError: A value is out of range.
    """
    return min(1.0, sum(down_shares(mean_down, whole("spares", spares, 0)).values()))


def down_shares(mean_down: float, most: int) -> dict[int, float]:
    """Return the shares of the time in which up to MOST hosts are in repair, of MEAN_DOWN on average.

    Numbers so far from the mean that a double shows nothing of them are left out.
    """
    mean = not_negative("mean_down", mean_down)
    if mean == 0:
        return {0: 1.0}
    width = _WIDTH * mean**0.5 + _WIDTH**2
    first, last = max(0, floor(mean - width)), min(most, floor(mean + width))
    share = exp(first * log(mean) - mean - lgamma(first + 1))
    found: dict[int, float] = {}
    for number in range(first, last + 1):
        found[number] = share
        share *= mean / (number + 1)
    return found


@lru_cache(maxsize=256)
def spares_for(hosts: int, faults_per_host_day: float, repair_days: float, target: float) -> int:
    """Return the fewest spares with which there are enough hosts for TARGET of the time.

    Spares fail as hosts that work do, and so are among those in repair.

    Raises:
        ValueError: A value is out of range, or no number of spares is enough.
    """
    between("target", target, 0, 1 - 1e-9)
    if not_negative("faults_per_host_day", faults_per_host_day) * not_negative("repair_days", repair_days) >= 1:
        raise ValueError(
            f"Hosts that fail {faults_per_host_day:g} times a day and are repaired for {repair_days:g} days are never "
            "up: no number of spares is enough."
        )

    def enough(spares: int) -> bool:
        return p_enough(mean_down(hosts, spares, faults_per_host_day, repair_days), spares) >= target

    if enough(0):
        return 0
    low, high = 0, 1
    while not enough(high):
        low, high = high, 2 * high
        if high > MOST_SPARES:
            raise ValueError(f"More than {MOST_SPARES:,} spares would be needed.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def kept_share(hosts: int, spares: int, mean_down: float, group: int) -> float:
    """Return the mean share of HOSTS that a job trains on which leaves out whole groups of GROUP hosts.

    With d hosts in repair, of which SPARES stand in for some, ⌊(hosts − (d − spares)) / group⌋ groups of its data
    parallelism are left.

    Source: the definition, over the Poisson law of hosts in repair.

    Raises:
        ValueError: A value is out of range.
    """
    whole("hosts", hosts, 1)
    whole("group", group, 1, hosts)
    whole("spares", spares, 0)
    all_groups = hosts // group
    return min(
        1.0,
        sum(
            share * (max(hosts - max(down - spares, 0), 0) // group) / all_groups
            for down, share in down_shares(mean_down, hosts + spares).items()
        ),
    )


def spot_rate_per_day(share: float, per_hours: float) -> float:
    """Return the interruptions of a spot instance in a day, of which SHARE is taken away in PER_HOURS.

    Source: the definition; clouds publish the share of instances that were stopped in a month of 730 h.

    Raises:
        ValueError: A value is out of range.
    """
    return not_negative("share", share) * 24 / positive("per_hours", per_hours)


def effective_price(usd_per_h: float, goodput: float) -> float:
    """Return what an hour of progress costs: the price of an hour over the share of it that makes progress.

    Raises:
        ValueError: USD_PER_H is negative, or GOODPUT is not above 0.
    """
    return not_negative("usd_per_h", usd_per_h) / positive("goodput", goodput)
