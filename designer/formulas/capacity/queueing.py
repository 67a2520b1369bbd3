"""Waiting before a service: many alike servers, random arrivals, random work."""

from math import log
from typing import Final

from designer.formulas.checks import not_negative, positive, whole

_NOBODY: Final = 1e-18
"""Chance that all servers are busy below which nobody waits, however many servers are still to come."""


def erlang_c(load: float, servers: int) -> float:
    """Chance that a request has to wait, offered LOAD (arrival rate × service time) and SERVERS.

    Source: Erlang's C formula, through Erlang B by its recursion B(n) = a·B(n−1) / (n + a·B(n−1)); Gross et al.,
    "Fundamentals of queueing theory", section 3.3. 1 when the load is at or above the servers.

    Raises:
        ValueError: An input is out of range.
    """
    not_negative("load", load)
    whole("servers", servers, 1)
    if load >= servers:
        return 1.0
    if load == 0:
        return 0.0
    # B ≤ 2·e^(n − a)·(a/n)^n / √(2πn) for n ≥ a, by Stirling's formula: far below the servers nobody waits.
    if servers - load + servers * log(load / servers) < log(_NOBODY):
        return 0.0
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
        if n > load and blocked < _NOBODY:
            return 0.0
    return blocked / (1 - load / servers * (1 - blocked))


def mean_wait_s(arrivals_per_s: float, service_s: float, servers: int) -> float | None:
    """Mean seconds that a request waits: C / (servers/service − arrivals); None when it would wait for ever.

    Source: M/M/c queue, Gross et al., section 3.3.

    Raises:
        ValueError: An input is out of range.
    """
    load = not_negative("arrivals_per_s", arrivals_per_s) * positive("service_s", service_s)
    whole("servers", servers, 1)
    if load >= servers:
        return None
    return erlang_c(load, servers) * service_s / (servers - load)
