"""The arithmetic by which one figure follows from others, None meaning unknown."""

from collections.abc import Callable, Mapping
from math import ceil, floor, isfinite
from typing import Final

from designer.formulas.capacity.queueing import mean_wait_s
from designer.formulas.power.electrical import battery_minutes

MOST_SERVERS: Final = 1_000_000
"""Servers beyond which nobody waits who would not wait before so many."""
Values = tuple[float | None, ...]


def add_known(values: Values) -> float | None:
    """Sum of the known VALUES; None when none is known and there was one to know."""
    known = [value for value in values if value is not None]
    return float(sum(known)) if known or not values else None


def multiply(values: Values) -> float | None:
    """Product of VALUES; None when one is unknown."""
    found = 1.0
    for value in values:
        if value is None:
            return None
        found *= value
    return found


def divide(values: Values) -> float | None:
    """First over second; None when either is unknown or the second is 0."""
    first, second = values
    return None if first is None or not second else first / second


def subtract(values: Values) -> float | None:
    """First minus second; None when either is unknown."""
    first, second = values
    return None if first is None or second is None else first - second


def largest(values: Values) -> float | None:
    """Largest of the known VALUES."""
    return max((value for value in values if value is not None), default=None)


def smallest(values: Values) -> float | None:
    """Smallest of the known VALUES."""
    return min((value for value in values if value is not None), default=None)


def round_up(values: Values) -> float | None:
    """The next whole number that is not below the value; None when it is unknown."""
    (value,) = values
    return None if value is None or not isfinite(value) else float(ceil(value - 1e-9 * max(abs(value), 1.0)))


def round_down(values: Values) -> float | None:
    """The next whole number that is not above the value; None when it is unknown."""
    (value,) = values
    return None if value is None or not isfinite(value) else float(floor(value + 1e-9 * max(abs(value), 1.0)))


def wait(values: Values) -> float | None:
    """Mean wait for (arrivals a second, seconds of service, servers); None when unknown or without end."""
    arrivals, service, servers = values
    if arrivals is None or service is None or servers is None or servers < 1 or service < 0 or arrivals < 0:
        return None
    return 0.0 if service == 0 else mean_wait_s(arrivals, service, min(int(servers), MOST_SERVERS))


def last(values: Values) -> float | None:
    """Minutes of a battery for (minutes at full load, load share, exponent, capacity left); None when unknown."""
    minutes, share, exponent, left = values
    if minutes is None or share is None or exponent is None or left is None:
        return None
    return battery_minutes(minutes, share, exponent, left)


def repay(values: Values) -> float | None:
    """Yearly payment on (principal, yearly rate, years): principal × r(1+r)ⁿ/((1+r)ⁿ − 1).

    Source: the capital recovery factor, as in METHODS "Cost"; a rate of 0 gives principal / years.
    """
    principal, rate, years = values
    if principal is None or rate is None or not years:
        return None
    if rate == 0:
        return principal / years
    growth = (1 + rate) ** years
    return principal * rate * growth / (growth - 1)


OPERATIONS: Final[Mapping[str, Callable[[Values], float | None]]] = {
    "sum": add_known,
    "product": multiply,
    "quotient": divide,
    "difference": subtract,
    "maximum": largest,
    "minimum": smallest,
    "annuity": repay,
    "ceiling": round_up,
    "floor": round_down,
    "wait": wait,
    "battery": last,
}

FALLING_ARGUMENTS: Final[Mapping[str, frozenset[int]]] = {
    "quotient": frozenset({1}),
    "difference": frozenset({1}),
    "annuity": frozenset({2}),
    "wait": frozenset({2}),
    "battery": frozenset({1}),
}
"""Positions of the arguments whose growth lowers the result."""
