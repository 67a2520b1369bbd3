"""Power, fabric and hosts that are left after a failure."""

from collections.abc import Mapping
from math import floor

from msgspec import Struct

from designer.formulas.capacity.sharing import ROUNDING
from designer.formulas.checks import not_negative, positive, whole

HOURS_PER_DAY = 24.0


def cap_factor(load: float, remaining: float) -> float:
    """Return the factor to which all is slowed where the remaining capacity is less: min(1, remaining/load).

    Source: power capping in proportion, our own rule; takes power as proportional to work.

    Args:
        load: What is asked, such as kW of the hosts.
        remaining: What is left of the capacity, in the unit of the load.

    Raises:
        ValueError: A number is negative or not finite.
    """
    not_negative("load", load)
    return 1.0 if not_negative("remaining", remaining) >= load else remaining / load


def shed(load: float, remaining: float, unit: float, hosts: Mapping[str, int]) -> dict[str, int]:
    """Return the whole hosts that are left to each workload where those that the capacity cannot carry go dark.

    ⌊(remaining − other load) / unit⌋ hosts stay, in proportion to the workloads' hosts, by largest remainders. Other
    load is what the hosts do not draw of the load; it stays.

    Source: our own rule; the method of largest remainders (Hamilton's), Balinski and Young, "Fair Representation",
    1982. As in every such method, less capacity may raise one workload by one host.

    Args:
        load: What all ask together, such as kW.
        remaining: What is left of the capacity, in the unit of the load.
        unit: What one host asks, in the same unit.
        hosts: Hosts of each workload.

    Returns:
        Hosts left, by workload. Ties go in the given order.

    Raises:
        ValueError: A number is out of range, or the load is less than that of the hosts.
    """
    for name, count in hosts.items():
        whole(f"hosts of {name}", count, 0)
    total = sum(hosts.values())
    other = not_negative("load", load) - total * positive("unit", unit)
    if other < -ROUNDING * load:
        raise ValueError(f"load {load:g} is less than that of its {total} hosts of {unit:g} each.")
    if not_negative("remaining", remaining) >= load or total == 0:
        return dict(hosts)
    # Never more hosts than there are, and 44.999… are 45.
    stay = max(0, min(total, floor((remaining - max(0.0, other)) / unit * (1 + ROUNDING))))
    # In whole numbers, so that equal remainders are equal.
    left = {name: stay * count // total for name, count in hosts.items()}
    order = sorted(hosts, key=lambda name: -(stay * hosts[name] % total))
    for name in order[: stay - sum(left.values())]:
        left[name] += 1
    return left


class RailLoss(Struct, frozen=True):
    """A step of training after the loss of rails.

    Attributes:
        host_gb_per_s: Rate that a host has left, GB/s one way.
        exposed_s: Fabric time of a step that no arithmetic hides, seconds.
        step_s: The whole step, seconds.
        slowdown: Step after over step before.
    """

    host_gb_per_s: float
    exposed_s: float
    step_s: float
    slowdown: float


def lose_rails(rails: int, rail_gb_per_s: float, lost: int, step_s: float, exposed_s: float) -> RailLoss:
    """Return a training step that has fewer rails: its exposed fabric time grows by rails / rails left.

    The hidden part of the fabric's time is taken to stay hidden, and the rest of the step to stay as it is.

    Source: our own rule, from the rate: bytes over the rails that are left.

    Args:
        rails: Rails of a host.
        rail_gb_per_s: Rate of each, GB/s one way.
        lost: Rails that are lost.
        step_s: Time of a step before, seconds.
        exposed_s: Part of that in which arithmetic waits for the fabric, seconds.

    Raises:
        ValueError: An input is out of range, or no rail is left: then work that spans hosts stops.
    """
    left = whole("rails", rails, 1) - whole("lost", lost, 0)
    if left < 1:
        raise ValueError(f"lost must be less than the {rails} rails: without a rail, work that spans hosts stops.")
    if not_negative("exposed_s", exposed_s) > positive("step_s", step_s):
        raise ValueError(f"exposed_s must be at most the step of {step_s:g} s, not {exposed_s:g}.")
    exposed = exposed_s * rails / left
    after = step_s - exposed_s + exposed
    return RailLoss(left * positive("rail_gb_per_s", rail_gb_per_s), exposed, after, after / step_s)


def hosts_not_restored(host_failures_per_day: float, outage_h: float) -> float:
    """Return the hosts expected to fail, and not to be started anew, while an orchestrator is out: rate · outage.

    What runs goes on; nothing is started again. An expected number of a Poisson process: a part of a host is a
    chance. One that has quorum left counts as no outage.

    Source: our own rule.

    Args:
        host_failures_per_day: Failures of all hosts that it looks after, a day.
        outage_h: Length of the outage, hours.

    Raises:
        ValueError: A number is negative or not finite.
    """
    return (
        not_negative("host_failures_per_day", host_failures_per_day)
        * not_negative("outage_h", outage_h)
        / HOURS_PER_DAY
    )
