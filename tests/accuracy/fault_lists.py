"""A list of faults of a cluster: what is learnt from one part of it, and what that says of the next part.

Faults come in groups, repairs of one period are of one sort, and both drift from period to period: so rate and repair
are drawn with their uncertainty, groups are drawn whole, and what is in repair at the start goes on being so.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.formulas.checks import positive, whole
from designer.formulas.workloads.goodput.closed_form import best_interval_s
from designer.formulas.workloads.goodput.ranges import DRAWS, RATE_CV, SEED, Spread, rates, spread_of

Floats = NDArray[np.float64]

REPAIR_CV: Final = 0.5
"""Coefficient of variation of the mean repair from one period to the next: in two halves of a year of one cluster it
was 6.6 and 4.4 days (0.3), in two quarters of it 9.7 and 2.9 (0.8)."""
SAME_GROUP_DAYS: Final = 1 / 24
"""Faults that begin within an hour of each other have one cause, or one person who looks."""
WEEK: Final = 7.0


class Fault(NamedTuple):
    """A server that was down.

    Attributes:
        start: Day on which that began; None where it was down when the list begins.
        end: Day on which it was up again; None where it is still down at the end.
    """

    server: str
    start: float | None
    end: float | None


class Recovery(NamedTuple):
    """What an interruption costs a job: seconds of a checkpoint's stall and of a restart."""

    write_s: float = 10.0
    restart_s: float = 240.0


USUAL: Final = Recovery()


class FaultModel(NamedTuple):
    """What a part of a list of faults tells.

    Attributes:
        servers: Of the cluster.
        days: Days that were watched.
        groups_per_day: Groups of faults that begin in a day.
        repairs: Days of repair, group after group; of those that were not over, a guess.
        sizes: Faults of each group, in the order of `repairs`.
        rate_cv: Coefficient of variation of the rate in another period of `days`.
        repair_cv: That of the mean repair.
        ages: Days for which each server that is down at the end was so.
        tail: Mean further days of a repair that took longer than any that is known.
    """

    servers: int
    days: float
    groups_per_day: float
    repairs: Floats
    sizes: NDArray[np.int64]
    rate_cv: float
    repair_cv: float
    ages: Floats
    tail: float

    @property
    def faults_per_server_day(self) -> float:
        """Faults of a server in a day."""
        return self.groups_per_day * float(self.sizes.mean()) / self.servers


class Course(NamedTuple):
    """What happened, or may happen, in a period.

    Attributes:
        interruptions_per_day: Groups of faults that begin in a day.
        servers_down: Mean number.
        goodput: Share of all servers' time that trains, of a job on all of them that goes on with those that are up.
    """

    interruptions_per_day: float
    servers_down: float
    goodput: float


class Expected(NamedTuple):
    """The ranges of a `Course`."""

    interruptions_per_day: Spread
    servers_down: Spread
    goodput: Spread


def read_faults(rows: Iterable[Mapping[str, str]]) -> list[Fault]:
    """Return the faults of ROWS with the columns server, day and event (start or end), in the order of time.

    A server that starts to be down while it is so has one longer fault, up to the last of its ends. An end without a
    start is of one that was down when the list begins, if nothing was heard of the server before.

    Raises:
        ValueError: A row has no server, no day or no event.
    """
    events: list[tuple[float, str, bool]] = []
    for number, row in enumerate(rows):
        server, event = row.get("server") or "", row.get("event")
        try:
            day = float(row.get("day") or "")
        except ValueError:
            raise ValueError(f"Row {number} has no day: {row.get('day')!r}.") from None
        if not server or event not in {"start", "end"} or not isfinite(day):
            raise ValueError(f"Row {number} needs a server, a day and an event, start or end.")
        events.append((day, server, event == "start"))
    begun: dict[str, float] = {}
    depth: dict[str, int] = {}
    heard: set[str] = set()
    found: list[Fault] = []
    # By day; of one day in the order of the list, in which a start stands before its end.
    for day, server, starts in sorted(events, key=lambda one: one[0]):
        if starts:
            begun.setdefault(server, day)
            depth[server] = depth.get(server, 0) + 1
        elif depth.get(server):
            depth[server] -= 1
            if not depth[server]:
                found.append(Fault(server, begun.pop(server), day))
        elif server not in heard:
            found.append(Fault(server, None, day))
        heard.add(server)
    found += [Fault(server, day, None) for server, day in begun.items()]
    return sorted(found, key=lambda fault: (fault.start is not None, fault.start or 0.0))


def fit_faults(faults: Sequence[Fault], servers: int, begin: float, end: float) -> FaultModel:
    """Return what FAULTS tell of the days BEGIN to END, as one who stands at END knows them.

    Repairs that are not over at END are taken to last as long on average as those that were as long, and are over.

    Source: our own, of the mean residual life of a list with censored values (Kaplan and Meier, JASA 53, 1958).

    Raises:
        ValueError: The days are none, or fewer than two faults begin in them.
    """
    days = positive("days", end - begin)
    whole("servers", servers, 1)
    seen = [one for one in faults if one.start is not None and begin <= one.start < end]
    if len(seen) < 2:
        raise ValueError(f"{len(seen)} faults begin in {days:g} days: nothing can be learnt from so few.")
    starts = np.array([one.start for one in seen], dtype=np.float64)
    over = np.array([one.end is not None and one.end <= end for one in seen])
    # Days each was down by END: of those that are over the repair, of the others its age.
    lasted = np.array([min(one.end or end, end) for one in seen]) - starts
    tail = _tail(lasted, over)
    repairs = lasted.copy()
    for place in np.flatnonzero(~over):
        longer = lasted[over & (lasted > lasted[place])]
        repairs[place] = longer.mean() if longer.size else lasted[place] + tail
    order = np.argsort(starts, kind="stable")
    starts, repairs = starts[order], repairs[order]
    # A group begins where the last fault is more than an hour ago.
    first = np.flatnonzero(np.diff(starts, prepend=-np.inf) > SAME_GROUP_DAYS)
    sizes = np.diff(first, append=starts.size)
    sums = np.add.reduceat(repairs, first)
    ages = [
        end - max(one.start if one.start is not None else begin, begin)
        for one in faults
        if (one.start is None or one.start < end) and (one.end is None or one.end > end)
    ]
    return FaultModel(
        servers=servers,
        days=days,
        groups_per_day=first.size / days,
        repairs=repairs,
        sizes=sizes,
        rate_cv=_rate_cv(starts[first] - begin, days),
        repair_cv=float(np.hypot(REPAIR_CV, sums.std() / max(sums.mean(), 1e-12) / np.sqrt(sums.size))),
        ages=np.array(ages, dtype=np.float64),
        tail=tail,
    )


def _tail(lasted: Floats, over: NDArray[np.bool_]) -> float:
    """Mean further days of a repair beyond all that is known: days spent beyond the median over repairs that ended."""
    median = float(np.median(lasted))
    beyond = np.maximum(lasted - median, 0.0)
    return float(beyond.sum() / max(int((over & (lasted > median)).sum()), 1))


def _rate_cv(starts: Floats, days: float) -> float:
    """Coefficient of variation of the rate of another period of as many days.

    That between periods, and the noise of both counts, which is as many times that of a Poisson law as weekly counts
    have a variance above their mean.
    """
    weeks = np.bincount((starts // WEEK).astype(np.int64), minlength=max(1, int(days // WEEK)))[
        : max(1, int(days // WEEK))
    ]
    lumpy = max(1.0, float(weeks.var(ddof=1) / weeks.mean())) if weeks.size > 1 and weeks.any() else 1.0
    # The count of this period has the noise of LUMPY, that of the next beside its own Poisson noise the rest of it.
    return float(np.sqrt(RATE_CV**2 + (lumpy + lumpy - 1) / starts.size))


def expect(
    model: FaultModel, days: float, recovery: Recovery = USUAL, *, draws: int = DRAWS, seed: int = SEED
) -> Expected:
    """Return what MODEL says of the DAYS after it, as the percentiles of DRAWS.

    Each draw has a rate and a sort of repair of its own; groups begin at any time, and their faults are drawn together
    with their repairs from those that were seen. What is down at the start stays so for what is left of its repair.

    Source: our own, after the prototype of the method that it is held against.

    Raises:
        ValueError: DAYS is not above 0.
    """
    positive("days", days)
    chance = np.random.default_rng(seed)
    numbers = chance.poisson(rates(chance, model.groups_per_day * days, model.rate_cv, draws))
    slower = rates(chance, 1.0, model.repair_cv, draws)
    # Groups of all draws in one row: of which draw each is, which of those seen it is like, and when it begins.
    draw = np.repeat(np.arange(draws), numbers)
    like = chance.integers(0, model.sizes.size, draw.size)
    begins = chance.random(draw.size) * days
    # Their faults in one row: place of the group, and of the repair among those seen.
    size = model.sizes[like]
    group = np.repeat(np.arange(draw.size), size)
    inside = np.arange(group.size) - np.repeat(np.cumsum(size) - size, size)
    first = np.cumsum(model.sizes) - model.sizes
    repair = model.repairs[first[like][group] + inside] * slower[draw[group]]
    # Server-days that each is down before the end, summed for each draw.
    lost = np.bincount(draw[group], np.minimum(repair, days - begins[group]), minlength=draws)
    lost += _carried(model, days, slower, chance)
    down = np.minimum(lost / days, model.servers)
    stopped = _stopped(numbers / days, recovery)
    goodput = (1 - down / model.servers) * stopped
    return Expected(spread_of(numbers / days), spread_of(down), spread_of(goodput))


def _carried(model: FaultModel, days: float, slower: Floats, chance: np.random.Generator) -> Floats:
    """Server-days (draws,) for which those that are down at the start stay so."""
    lost = np.zeros(slower.size)
    for age in model.ages:
        longer = model.repairs[model.repairs > age] - age
        left = chance.choice(longer, slower.size) if longer.size else chance.exponential(model.tail, slower.size)
        lost += np.minimum(left * slower, days)
    return lost


def _stopped(per_day: Floats, recovery: Recovery) -> Floats:
    """Share of the time that trains where interruptions come PER_DAY, each with half an interval lost."""
    mean = 86_400 / np.maximum(per_day, 1e-9)
    interval = np.maximum(60.0, np.sqrt(2 * recovery.write_s * mean))
    lost = np.minimum((recovery.restart_s + interval / 2) / mean, 1.0)
    return (1 - lost) / (1 + recovery.write_s / interval)


def measured(faults: Sequence[Fault], servers: int, begin: float, end: float, recovery: Recovery = USUAL) -> Course:
    """Return what happened in the days BEGIN to END: the times of FAULTS as they were, with the job's own checkpoints.

    Each group of faults costs a restart and the work since the last checkpoint, which the times of the faults tell.

    Raises:
        ValueError: The days are none.
    """
    days = positive("days", end - begin)
    starts = np.array(sorted(one.start for one in faults if one.start is not None and begin <= one.start < end))
    groups = starts[np.diff(starts, prepend=-np.inf) > SAME_GROUP_DAYS] if starts.size else starts
    lost = sum(
        max(0.0, min(end if one.end is None else one.end, end) - max(begin if one.start is None else one.start, begin))
        for one in faults
    )
    interval = best_interval_s(recovery.write_s, 86_400 * days / groups.size) if groups.size else np.inf
    # Seconds of training between one group and the next, and what of the last interval was not yet written.
    between = np.diff(groups, prepend=begin) * 86_400 - recovery.restart_s
    again = np.maximum(between, 0.0) % (interval + recovery.write_s) if groups.size else np.zeros(0)
    gone = float(np.minimum(again, interval).sum() + recovery.restart_s * groups.size) / (days * 86_400)
    share = max(0.0, 1 - gone) / (1 + recovery.write_s / interval)
    down = lost / days
    return Course(groups.size / days, down, (1 - down / servers) * share)
