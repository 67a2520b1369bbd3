"""One part of a run: some histories played through, and what each piece of work gives in them.

A part draws from a seed of its own, so that parts can be played anywhere, in any order, with the very same outcome.
"""

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.analysis.availability.model import FailingModel
from designer.analysis.availability.works import Work
from designer.formulas.reliability.capacity_over_time import Timeline, outages, time_mean, time_share, timeline
from designer.formulas.reliability.histories import Downs, Ints, draw_downs, stream
from designer.formulas.reliability.job_progress import job_progress
from designer.formulas.workloads.goodput.closed_form import DAY_S
from designer.formulas.workloads.goodput.ranges import goodput_draws

Floats = NDArray[np.float64]

LEVELS: Final = 200
"""Steps of the share of machines that are left, in which the time is counted."""
_WHOLE: Final = 1 - 1e-9
_STEPS: Final = 400
"""Moments of a history at which the number of very many machines is drawn."""


class WorkOutcome(NamedTuple):
    """Outcome of one piece of work in each history.

    Attributes:
        available: Share of the time in which it gives anything (histories,).
        full: Share of the time in which it gives all that is asked (histories,).
        served: Share of what is asked that it gives, over the time (histories,).
        outages: How often it stops (histories,).
        goodput: Of a job, the share of the time that makes progress (histories,); NaN of anything else.
        interruptions: Of a job, how often it is interrupted (histories,); 0 of anything else.
        levels: Hours for which so many 200ths of its machines are left, in all histories together (201,).
    """

    available: Floats
    full: Floats
    served: Floats
    outages: Ints
    goodput: Floats
    interruptions: Ints
    levels: Floats

    @classmethod
    def together(cls, several: "Sequence[WorkOutcome]") -> "WorkOutcome":
        """Return SEVERAL, of parts in order, as one."""
        return cls(
            available=np.concatenate([one.available for one in several]),
            full=np.concatenate([one.full for one in several]),
            served=np.concatenate([one.served for one in several]),
            outages=np.concatenate([one.outages for one in several]),
            goodput=np.concatenate([one.goodput for one in several]),
            interruptions=np.concatenate([one.interruptions for one in several]),
            levels=np.stack([one.levels for one in several]).sum(axis=0),
        )


def play(model: FailingModel, part: int) -> tuple[WorkOutcome, ...]:
    """Return what each piece of work of MODEL gives in the histories of PART.

    Raises:
        ValueError: so many things fail that a part cannot be held.
    """
    size = model.size_of(part)
    if model.folded:
        return _folded(model, part, size)
    downs = draw_downs(
        (*model.elements, *model.machine_sorts),
        model.hours,
        size,
        seed=model.seed,
        part=part,
        crews=model.crews,
        warm_h=model.warm_h,
    )
    line = timeline(model.diagram, model.machines, _of_diagram(model, downs), model.hours, size)
    lefts = _worths(model.works, line, model.machines.pools.sum(axis=1))
    found: list[WorkOutcome] = []
    for pool, (work, left) in enumerate(zip(model.works, lefts, strict=True)):
        served = np.minimum(left, 1.0)
        goodput, interruptions = np.full(size, np.nan), np.zeros(size, dtype=np.int64)
        available, full = (
            time_share(line, left > 1e-9, model.hours, size),
            time_share(line, left >= _WHOLE, model.hours, size),
        )
        means = time_mean(line, served, model.hours, size)
        stopped = left <= 1e-9
        if work.rules is not None:
            chance = stream(model.seed, part, work.id, "job")
            run = job_progress(line, pool, work.rules, model.hours, size, chance)
            goodput, interruptions, available = run.goodput, run.interruptions, 1 - run.waiting
        total = max(1.0, float(model.machines.pools[pool].sum()))
        levels = _hours_by_level(line.kept[pool] / total, line.lasts_h)
        found.append(WorkOutcome(available, full, means, outages(line, stopped, size), goodput, interruptions, levels))
    return tuple(found)


def _of_diagram(model: FailingModel, downs: Downs) -> Downs:
    """DOWNS with elements numbered as in the diagram, machines behind them, and without what no machine needs."""
    things, elements = model.element_of.size, len(model.diagram.elements)
    number = np.where(
        downs.thing < things,
        np.append(model.element_of, -1)[np.minimum(downs.thing, things)],
        downs.thing - things + elements,
    )
    kept = number >= 0
    return Downs(downs.history[kept], number[kept], downs.start_h[kept], downs.end_h[kept])


def _worths(works: Sequence[Work], line: Timeline, sizes: Ints) -> list[Floats]:
    """Return over time what each piece of work could give over what is asked of it: 1 and more is all of it (n,) each.

    What asks others gives no more than they do; of several that can stand in for each other each takes its part.
    """
    place = {work.id: number for number, work in enumerate(works)}
    known: dict[str, Floats] = {}

    def worth(work_id: str, way: tuple[str, ...]) -> Floats:
        if work_id in known:
            return known[work_id]
        number = place[work_id]
        work = works[number]
        # What asks in a ring is asked once: the ring ends where it began.
        needed = sizes[number] * work.load
        if work.rules is not None:
            needed = float(work.rules.hosts)
        own = line.kept[number] / needed if work.hosts and needed else np.ones(line.lasts_h.size)
        found = own
        for group in work.asks:
            others = [worth(one, (*way, work_id)) for one in group if one in place and one not in (*way, work_id)]
            # Where one of them never fails, as what others run, it stands in for the rest.
            if others and len(others) == len(group):
                found = np.minimum(found, np.mean(others, axis=0))
        known[work_id] = found
        return found

    return [worth(work.id, ()) for work in works]


def _folded(model: FailingModel, part: int, size: int) -> tuple[WorkOutcome, ...]:
    """Draw only how many machines of each sort are down, at moments so far apart that they are new each time.

    Source: the binomial law of things that fail by themselves.
    """
    kept = [np.zeros((size, _STEPS)) for _ in model.works]
    totals = [0.0 for _ in model.works]
    for sort in model.machine_sorts:
        chance = stream(model.seed, part, sort.name, "folded")
        faster = chance.gamma(1 / sort.rate_cv**2, sort.rate_cv**2, size) if sort.rate_cv else np.ones(size)
        odds = faster * (sort.repair_h / sort.mtbf_h if sort.fails else 0.0)
        up = sort.copies - chance.binomial(sort.copies, np.broadcast_to((odds / (1 + odds))[:, None], (size, _STEPS)))
        for number, work in enumerate(model.works):
            if sort.name in work.hosts or sort.name == f"{work.id} spare":
                kept[number] += up
                totals[number] += sort.copies
    found: list[WorkOutcome] = []
    for number, work in enumerate(model.works):
        total = max(1.0, totals[number])
        needed = work.rules.hosts if work.rules is not None else total * work.load
        left = kept[number] / max(needed, 1e-12)
        shares = kept[number].ravel() / total
        levels = _hours_by_level(shares, np.full(shares.size, model.hours / _STEPS))
        goodput, interruptions = np.full(size, np.nan), np.zeros(size, dtype=np.int64)
        if work.rules is not None:
            per_day = sum(24 * s.copies / s.mtbf_h for s in model.machine_sorts if s.name in work.hosts and s.fails)
            rules = work.rules
            seed = int(stream(model.seed, part, work.id, "job").integers(2**31))
            trained = goodput_draws(
                min(per_day, 1e9),
                model.hours * 3_600 / DAY_S,
                rules.write_h * 3_600,
                rules.restart_h * 3_600,
                rules.interval_h * 3_600,
                draws=size,
                seed=seed,
            )
            goodput = trained * np.minimum(left, 1.0).mean(axis=1) * rules.fed
            interruptions = np.full(size, ceil(min(per_day * model.hours / 24, 1e15)), dtype=np.int64)
        found.append(
            WorkOutcome(
                (left > 0).mean(axis=1, dtype=np.float64),
                (left >= _WHOLE).mean(axis=1, dtype=np.float64),
                np.minimum(left, 1.0).mean(axis=1),
                np.zeros(size, dtype=np.int64),
                goodput,
                interruptions,
                levels,
            )
        )
    return tuple(found)


def _hours_by_level(shares: Floats, lasts_h: Floats) -> Floats:
    """Hours for which so many 200ths are left (201,), where SHARES (n,) last so long each."""
    level = np.clip(np.floor(shares * LEVELS + 1e-9), 0, LEVELS).astype(np.int64)
    return np.asarray(np.bincount(level, weights=lasts_h, minlength=LEVELS + 1), dtype=np.float64)


def joined(parts: Sequence[tuple[WorkOutcome, ...]]) -> tuple[WorkOutcome, ...]:
    """Return the outcomes of PARTS, in order, as one run."""
    return tuple(WorkOutcome.together(several) for several in zip(*parts, strict=True))
