"""Number of hosts that are up at once, where racks, rows and rooms take all that is in them along."""

from collections.abc import Mapping, Sequence
from math import comb
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from designer.formulas.checks import share, whole
from designer.formulas.workloads.goodput.spares import kept_share, mean_down, p_enough, spares_for

_NOTHING: Final = 1e-12
Shares = NDArray[np.float64]


class Place(Struct, frozen=True):
    """A container in series with all that is in it.

    Attributes:
        availability: Share of the time that it works itself.
        hosts: Hosts that stand in it directly.
        host_availability: Of one of those.
        places: Containers in it.
        copies: How many alike there are of it, that fail independently.
    """

    availability: float = 1.0
    hosts: int = 0
    host_availability: float = 1.0
    places: tuple["Place", ...] = ()
    copies: int = 1


def hosts_up(place: Place) -> Shares:
    """Return the shares of the time in which 0, 1, 2 … hosts of PLACE are up (hosts + 1,).

    The law of what is inside is folded together, thinned by the availability of the container, and goes one level up.
    Exact for trees of independent elements.

    Source: convolution of independent counts; Barlow and Proschan, "Mathematical Theory of Reliability", 1965.

    Raises:
        ValueError: An availability is no share.
    """
    share("availability", place.availability)
    inside = units_up(place.hosts, place.host_availability)
    for one in place.places:
        inside = np.convolve(inside, hosts_up(one))
    each = inside * place.availability
    each[0] += 1 - place.availability
    return _repeated(each, whole("copies", place.copies, 1))


def units_up(units: int, availability: float) -> Shares:
    """Return the shares of the time in which 0 to UNITS of as many alike are up (units + 1,): the binomial law.

    Raises:
        ValueError: AVAILABILITY is no share or UNITS is negative.
    """
    number, up = whole("units", units, 0), share("availability", availability)
    if number <= 64:
        return np.array([comb(number, k) * up**k * (1 - up) ** (number - k) for k in range(number + 1)])
    return _repeated(np.array([1 - up, up]), number)


def at_least(shares: Shares, number: int) -> float:
    """Return the share of the time in which NUMBER or more are up, of SHARES as from `hosts_up`."""
    return float(shares[max(number, 0) :].sum()) if number < shares.size else 0.0


def mean_of(shares: Shares) -> float:
    """Return the mean of a count with SHARES as from `hosts_up`."""
    return float(np.arange(shares.size) @ shares)


def conditioned(cases: Sequence[tuple[float, Shares]]) -> Shares:
    """Return the law of a count that has SHARES of CASES, each with its own probability; shorter ones end in zeros.

    What several branches share, as the two feeds of 2N, is set to works and to failed in turn, and mixed.

    Source: the law of total probability.
    """
    size = max(shares.size for _, shares in cases)
    mixed = np.zeros(size)
    for probability, shares in cases:
        mixed[: shares.size] += probability * shares
    return mixed


def units_enough(units: int, needed: int, availability: float, shared: float = 1.0) -> float:
    """Return the share of the time in which NEEDED of UNITS alike work, and with them what all of them SHARE.

    Source: k of n; Barlow and Proschan, 1965.

    Raises:
        ValueError: A value is out of range.
    """
    number = whole("units", units, 1)
    return at_least(units_up(number, availability), whole("needed", needed, 0, number)) * share("shared", shared)


def taken_law(up: Shares | None) -> dict[int, float]:
    """Return the shares of the time in which so many hosts lack what they need, of UP as from `hosts_up`."""
    if up is None:
        return {0: 1.0}
    return {up.size - 1 - number: float(up[number]) for number in np.flatnonzero(up > _NOTHING).tolist()}


def enough_at(mean_down: float, spares: int, taken: Mapping[int, float]) -> float:
    """Return the share of the time in which no more hosts are out than SPARES, in repair or TAKEN by what they need.

    Source: convolution of the law of what is taken with the Poisson law of repair, of MEAN_DOWN hosts on average.
    """
    return sum(part * p_enough(mean_down, spares - number) for number, part in taken.items() if number <= spares)


def spares_with(
    hosts: int, faults_per_host_day: float, repair_days: float, target: float, taken: Mapping[int, float]
) -> int:
    """Return the fewest spares with which there are enough hosts for TARGET of the time, some being TAKEN.

    Raises:
        ValueError: A value is out of range, or no number of spares is enough.
    """
    alone = spares_for(hosts, faults_per_host_day, repair_days, target)
    if len(taken) == 1 and 0 in taken:
        return alone

    def enough(spares: int) -> bool:
        return enough_at(mean_down(hosts, spares, faults_per_host_day, repair_days), spares, taken) >= target

    # No fewer spares than without the hosts that are taken; doubled until enough, then halved.
    low, high = alone - 1, max(alone, 1)
    while not enough(high):
        low, high = high, 2 * high
        if high > 2 * (alone + max(taken)) + 1:
            raise ValueError("What hosts need is out for too long: no number of spares is enough.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def kept_with(hosts: int, spares: int, mean_down: float, group: int, taken: Mapping[int, float]) -> float:
    """Return the mean share of HOSTS that goes on in whole groups of GROUP, with hosts in repair and TAKEN.

    What is taken uses up spares first, then hosts; those in repair are taken to be others.

    Source: as `spares.kept_share`, mixed over the law of what is taken.
    """
    whole_groups = hosts // group
    found = 0.0
    for number, part in taken.items():
        left = hosts - max(0, number - spares)
        if left < group:
            continue
        found += part * kept_share(left, max(0, spares - number), mean_down, group) * (left // group) / whole_groups
    return min(1.0, found)


def _repeated(shares: Shares, times: int) -> Shares:
    """Return SHARES convolved TIMES times with itself, by squaring."""
    found, power = np.ones(1), shares
    while times:
        if times & 1:
            found = np.convolve(found, power)
        times >>= 1
        if times:
            power = np.convolve(power, power)
    return found
