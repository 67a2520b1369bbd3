"""How many hosts are up at once, where racks, rows and rooms take all that is in them along."""

from collections.abc import Sequence
from math import comb

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from designer.formulas.checks import share, whole

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
