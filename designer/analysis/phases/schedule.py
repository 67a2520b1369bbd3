"""The dates of phases, drawn many times: a small critical path from the order to full load.

Every time is drawn from the triangle of its least, likely and most weeks, as all ranges of this program are. It is the
distribution to take where only three numbers are known, since a beta one (PERT) supposes a fixed deviation besides:
Law, "Simulation Modeling and Analysis", 5th ed. 2015, §6.11; Williams, "Practical use of distributions in network
analysis", J. Opl Res. Soc. 43, 1992. A day of the utility has two ends alone, so that each day between them is equally
likely. The share of draws in which something is critical is its criticality index: Van Slyke, "Monte Carlo methods and
the PERT problem", Operations Research 11, 1963.
"""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.analysis.phases.records import StepKey
from designer.formulas.periods import MONTHS_PER_YEAR
from designer.model.phase_plan import Weeks

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WEEK: Final = 7.0
MONTH: Final = 365.25 / MONTHS_PER_YEAR
"""Days of a mean month."""


class Wait(NamedTuple):
    """Something that a phase waits for before it is installed.

    Attributes:
        name: What people call it.
        key: What is drawn once, wherever it stands: the delivery time of one part is the same in all phases.
        ordered: The day from which it is counted; None is that of the phase.
    """

    name: str
    step: StepKey
    key: str
    weeks: Weeks
    ordered: int | None = None


class Connection(NamedTuple):
    """A connection to the grid, asked for on a day and there some weeks later, where no day of the utility is known."""

    asked: int
    weeks: Weeks


class Plan(NamedTuple):
    """One phase as the schedule needs it; days are proleptic ordinals, as `date.toordinal` gives them.

    Attributes:
        waits: What it waits for from its order on.
        after: Place of the phase that has to run before installation; None for none.
        energised: First and last day on which power may come, or the connection that is asked for; None where neither
            is known.
    """

    id: str
    ordered: int
    waits: tuple[Wait, ...]
    after: int | None
    energised: tuple[int, int] | Connection | None
    installation: Weeks
    commissioning: Weeks
    ramp_months: Weeks


class Drawn(NamedTuple):
    """The days of one phase in every draw (draws,).

    Attributes:
        ready: By wait, when it is there (waits, draws).
        gate: When installation begins.
        installed: When all is mounted.
        energised: When power is there; None where that is not known.
        powered: When commissioning begins.
        running: When it can run.
        full: When its users have come.
        held_up: What installation waited for (draws,): an index into `Schedule.causes`; -1 for nothing.
        cause: The same of running.
    """

    ready: Floats
    gate: Floats
    installed: Floats
    energised: Floats | None
    powered: Floats
    running: Floats
    full: Floats
    held_up: Ints
    cause: Ints


class Cause(NamedTuple):
    """Something that a phase may wait for."""

    name: str
    step: StepKey


class Schedule(NamedTuple):
    """All phases drawn, in their order; causes are numbered over all of them."""

    drawn: tuple[Drawn, ...]
    causes: tuple[Cause, ...]


def weeks_drawn(weeks: Weeks, draws: int, seed: int, key: str) -> Floats:
    """Return WEEKS over all draws (draws,): the least, likely and most as a triangle, by a stream of KEY's own.

    Source: Latin hypercube sampling, McKay, Beckman and Conover, Technometrics 21, 1979: one point in each of as many
    slices of equal chance, shuffled.
    """
    return triangle(weeks.least, weeks.likely, weeks.most, draws, seed, key)


def triangle(least: float, likely: float, most: float, draws: int, seed: int, key: str) -> Floats:
    """Return draws (draws,) from the triangle of LEAST, LIKELY and MOST, as `weeks_drawn` does of times."""
    if least == most:
        return np.full(draws, likely)
    share = _shares(draws, seed, key)
    span, rise = most - least, likely - least
    # The inverse of the triangle's distribution, left and right of its mode.
    rising = least + np.sqrt(share * span * rise)
    falling = most - np.sqrt((1 - share) * span * (most - likely))
    return np.where(share < rise / span, rising, falling)


def _shares(draws: int, seed: int, key: str) -> Floats:
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    chance = np.random.default_rng([seed, int.from_bytes(digest, "little")])
    return (chance.permutation(draws) + chance.random(draws)) / draws


def schedule(plans: Sequence[Plan], order: Sequence[int], draws: int, seed: int) -> Schedule:
    """Return all PLANS drawn.

    Args:
        plans: The phases; the first holds what all need, so that none is powered before it is installed.
        order: Their places, each after the one that it comes after.
        draws: How many histories.
        seed: The same seed draws the same.
    """
    causes: list[Cause] = []
    numbers: dict[Cause, int] = {}

    def number_of(cause: Cause) -> int:
        if cause not in numbers:
            numbers[cause] = len(causes)
            causes.append(cause)
        return numbers[cause]

    found: dict[int, Drawn] = {}
    for place in order:
        plan = plans[place]
        first = found[0] if place else None
        ordered = np.full(draws, float(plan.ordered))
        rows = [
            (ordered if wait.ordered is None else float(wait.ordered))
            + WEEK * weeks_drawn(wait.weeks, draws, seed, wait.key)
            for wait in plan.waits
        ]
        ready = np.array(rows) if rows else np.zeros((0, draws))
        # What installation waits for, with the number of its cause in each draw; an order without anything else waits
        # for nothing.
        gate, cause = ordered, np.full(draws, -1)
        for wait, row in zip(plan.waits, ready, strict=True):
            later = row > gate
            gate = np.where(later, row, gate)
            cause = np.where(later, number_of(Cause(wait.name, wait.step)), cause)
        if plan.after is not None:
            before = found[plan.after]
            later = before.running > gate
            gate, cause = np.where(later, before.running, gate), np.where(later, before.cause, cause)
        installed = gate + WEEK * weeks_drawn(plan.installation, draws, seed, f"{plan.id}\0installation")
        powered, held_up = installed, cause
        if first is not None:
            later = first.installed > powered
            powered, cause = np.where(later, first.installed, powered), np.where(later, first.held_up, cause)
        energised = None
        if plan.energised is not None:
            energised = _energised(plan.energised, draws, seed)
            later = energised > powered
            powered = np.where(later, energised, powered)
            cause = np.where(later, number_of(Cause("power of the utility", "energisation")), cause)
        running = powered + WEEK * weeks_drawn(plan.commissioning, draws, seed, f"{plan.id}\0commissioning")
        full = running + MONTH * weeks_drawn(plan.ramp_months, draws, seed, f"{plan.id}\0ramp")
        found[place] = Drawn(ready, gate, installed, energised, powered, running, full, held_up, cause)
    return Schedule(tuple(found[place] for place in range(len(plans))), tuple(causes))


def _energised(says: tuple[int, int] | Connection, draws: int, seed: int) -> Floats:
    """Return the day on which the utility gives power in every draw (draws,)."""
    if isinstance(says, Connection):
        return says.asked + WEEK * weeks_drawn(says.weeks, draws, seed, f"connection\0{says.asked}")
    begin, end = says
    # The key holds the days alone, so that phases with one date of the utility share it in every draw.
    share = _shares(draws, seed, f"utility\0{begin}\0{end}") if end > begin else np.zeros(draws)
    return begin + (end - begin) * share


def last_day_of(ordinal: float) -> str:
    """Return the last ISO day on which ORDINAL is not over yet; what is left of a day does not count."""
    return date.fromordinal(max(int(np.floor(ordinal + 1e-6)), 1)).isoformat()


def day_of(ordinal: float) -> str:
    """Return the ISO day that ORDINAL lies in; the part of a day that is left over counts as a whole one."""
    # A hair is taken off first, so that whole weeks stay whole after sums of fractions.
    return date.fromordinal(int(np.ceil(ordinal - 1e-6))).isoformat()
