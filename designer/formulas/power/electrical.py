"""Capacities of power feeds, rack PDUs and redundant supplies."""

from math import sqrt

from msgspec import Struct

from designer.formulas.checks import not_negative, positive, share_above_zero, whole

CONTINUOUS_LOAD = 0.8
"""Share of a breaker's rating that a continuous load may use (North American practice, NEC)."""
LEAST_BATTERY_LOAD = 0.1
"""Below a tenth of its rating the own losses of a UPS decide how long its battery lasts, and no longer the load."""
OVERLOADED_EXPONENT = 1.25
"""Of a battery that gives more than it is rated for; the greater exponent is the more careful one there."""


class FeedCapacity(Struct, frozen=True):
    """The continuous capacity of a feed.

    Attributes:
        va: Apparent power, volt-amperes.
        w: Real power, watts.
    """

    va: float
    w: float


def feed_capacity(
    volts: float, amps: float, phases: int, power_factor: float = 1.0, derating: float = CONTINUOUS_LOAD
) -> FeedCapacity:
    """Capacity of a feed: V·I·derating single-phase, √3·V·I·derating three-phase; watts are VA · power factor.

    Source: the definition of apparent power; datacentermd.com's worked example of 208 V, 30 A, three-phase.

    Args:
        volts: Voltage, line to line where three-phase.
        amps: Rating of the breaker or cord, amperes.
        phases: 1 or 3.
        power_factor: Real over apparent power, above 0 and at most 1.
        derating: Share of the rating that may be used: 0.8 for continuous load, times any thermal factor.

    Raises:
        ValueError: An input is out of range.
    """
    if phases not in (1, 3):
        raise ValueError(f"phases must be 1 or 3, not {phases:g}.")
    share_above_zero("derating", derating)
    va = positive("volts", volts) * positive("amps", amps) * derating * (sqrt(3) if phases == 3 else 1.0)
    return FeedCapacity(va, va * share_above_zero("power_factor", power_factor))


class PduCapacity(Struct, frozen=True):
    """The capacity of a rack PDU, and what limits it.

    Attributes:
        cord_w: Limit of its cord, watts.
        banks_w: Limit of all its banks together, watts.
        w: The smaller of the two, watts.
    """

    cord_w: float
    banks_w: float
    w: float


def pdu_capacity(
    volts: float,
    cord_amps: float,
    phases: int,
    banks: int,
    bank_amps: float,
    power_factor: float = 1.0,
    derating: float = CONTINUOUS_LOAD,
) -> PduCapacity:
    """Capacity of a rack PDU: the smaller of its cord and the sum of its banks, banks · V · bank amps.

    A bank hangs between two lines (or line and neutral) at VOLTS, and its amperes are those it may carry
    continuously: 3 banks × 16 A × 208 V = 9,984 W, though a 50 A cord would carry 14.4 kW.

    Source: Schneider Electric FAQ FA156194 (AP8868).

    Args:
        volts: Voltage of a bank and, line to line, of the cord.
        cord_amps: Rating of the cord, amperes.
        phases: Phases of the cord, 1 or 3.
        banks: Banks of outlets, each with its own breaker.
        bank_amps: Continuous limit of a bank, amperes.
        power_factor: Real over apparent power, above 0 and at most 1.
        derating: Share of the cord's rating that may be used.

    Raises:
        ValueError: An input is out of range.
    """
    cord_w = feed_capacity(volts, positive("cord_amps", cord_amps), phases, power_factor, derating).w
    banks_w = whole("banks", banks, 1) * volts * positive("bank_amps", bank_amps) * power_factor
    return PduCapacity(cord_w, banks_w, min(cord_w, banks_w))


def load_after_failure_w(total_w: float, units: int, failed: int = 1) -> float:
    """Watts on each unit that is left when FAILED of UNITS that shared TOTAL_W evenly have failed.

    For N+1 supplies this is total / N; for 2N sides each must carry 100%.

    Source: the definition of N+1 and 2N redundancy.

    Raises:
        ValueError: An input is out of range or no unit is left.
    """
    left = whole("units", units, 1) - whole("failed", failed, 0)
    if left < 1:
        raise ValueError(f"failed must leave at least one of {units} units, not {failed}.")
    return not_negative("total_w", total_w) / left


def battery_minutes(
    full_load_min: float, load_share: float, exponent: float = 1.0, capacity_left: float = 1.0
) -> float:
    """Minutes that the battery of a UPS carries a load: full-load minutes · capacity left / load share^exponent.

    At exponent 1 a battery gives the same energy at every rate; a real one gives more of it the slower it is drawn, so
    that part loads last longer. A share below a tenth counts as a tenth.

    Source: Peukert, Über die Abhängigkeit der Kapazität von der Entladestromstärke bei Bleiakkumulatoren, 1897; IEEE
    1188 for the capacity at which lead-acid batteries are replaced.

    Args:
        full_load_min: Minutes at the full rated output.
        load_share: Load over the rated output; may exceed 1.
        exponent: Peukert's, at least 1.
        capacity_left: Of a battery that has aged, above 0 and at most 1.

    Raises:
        ValueError: An input is out of range.
    """
    share = max(not_negative("load_share", load_share), LEAST_BATTERY_LOAD)
    if exponent < 1.0:
        raise ValueError(f"exponent must be at least 1, not {exponent:g}.")
    left = share_above_zero("capacity_left", capacity_left)
    power = exponent if share <= 1.0 else max(exponent, OVERLOADED_EXPONENT)
    return not_negative("full_load_min", full_load_min) * left / share**power
