"""Hosts in repair, and how many spares make up for them."""

from functools import lru_cache
from math import erfc, exp, floor, lgamma, log, pi
from typing import Final

from designer.formulas.checks import between, not_negative, positive, whole

MOST_SPARES: Final = 1_000_000
_MOST_NUMBERS: Final = 8_000
"""Numbers of hosts in repair that are told apart; of more, as many runs of equal length are."""
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
    mean, most = not_negative("mean_down", mean_down), whole("spares", spares, 0)
    width = _width(mean)
    if 2 * width > _MOST_NUMBERS:
        return min(1.0, _share_up_to(most, mean)) if abs(most - mean) <= width else float(most > mean)
    return min(1.0, sum(down_shares(mean, most).values()))


def _width(mean: float) -> float:
    """Return how far from the MEAN of a Poisson law a double shows something of it."""
    return _WIDTH * mean**0.5 + _WIDTH**2


def down_shares(mean_down: float, most: int) -> dict[int, float]:
    """Return the shares of the time in which up to MOST hosts are in repair, of MEAN_DOWN on average.

    Numbers so far from the mean that a double shows nothing of them are left out. Where very many are left (a mean
    beyond 240,000), the share of a run of numbers stands at its middle.

    Source: the Poisson law; for runs, see `_share_up_to`.
    """
    mean = not_negative("mean_down", mean_down)
    if mean == 0:
        return {0: 1.0}
    width = _width(mean)
    first, last = max(0, floor(mean - width)), min(most, floor(mean + width))
    if 2 * width > _MOST_NUMBERS:
        return _shares_of_runs(mean, first, last, floor(2 * width / _MOST_NUMBERS) + 1)
    share = exp(first * log(mean) - mean - lgamma(first + 1))
    found: dict[int, float] = {}
    for number in range(first, last + 1):
        found[number] = share
        share *= mean / (number + 1)
    return found


def _shares_of_runs(mean: float, first: int, last: int, length: int) -> dict[int, float]:
    """Return the shares from FIRST to LAST hosts in repair, each of a run of up to LENGTH numbers, at its middle."""
    found: dict[int, float] = {}
    before = _share_up_to(first - 1, mean)
    for start in range(first, last + 1, length):
        end = min(start + length - 1, last)
        up_to = _share_up_to(end, mean)
        found[(start + end) // 2] = up_to - before
        before = up_to
    return found


def _share_up_to(most: int, mean: float) -> float:
    """Return P(X ≤ MOST) of a Poisson law, of a MEAN of at least 200,000 and at most a fiftieth from MOST.

    P(X ≤ k) = Q(a, z) with a = k + 1 and z the mean; Q ≈ ½·erfc(η·√(a/2)) + c₀(η)·exp(−½·a·η²)/√(2π·a), with
    ½·η² = μ − ln(1 + μ) and μ = z/a − 1. What is left out is below 10⁻¹¹.

    Source: Temme 1979; DLMF 8.12.3 to 8.12.12.
    """
    a = most + 1.0
    mu = (mean - a) / a
    # μ − ln(1 + μ) and c₀ as series, which loses no digits near 0.
    half_square = mu**2 * sum((-mu) ** power / (power + 2) for power in range(8))
    eta = (2 * half_square) ** 0.5 * (1 if mu > 0 else -1)
    first = -1 / 3 + eta / 12 - 2 * eta**2 / 135 + eta**3 / 864
    return 0.5 * erfc(eta * (a / 2) ** 0.5) + first * exp(-a * half_square) / (2 * pi * a) ** 0.5


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
    # Doubled until enough, then halved: LOW is never enough, HIGH always is.
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
