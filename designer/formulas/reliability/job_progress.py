"""Progress of a training job through histories of its machines: what is saved between one interruption and the next."""

from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from designer.formulas.checks import not_negative, positive, whole
from designer.formulas.reliability.capacity_over_time import Timeline
from designer.formulas.workloads.goodput.ranges import RESTART_CV

Floats = NDArray[np.float64]


class JobRules(Struct, frozen=True):
    """Rules by which a job lives with the loss of machines.

    Attributes:
        hosts: Machines that it runs on; more in its pool stand by.
        group: Machines that go on together: whole groups are left out where some are missing.
        waits: Whether it waits until it has all its machines again, and does not go on with fewer groups.
        write_h: Hours for which a checkpoint stops it.
        restart_h: Mean hours from an interruption until it trains again.
        interval_h: Hours of training between checkpoints.
        fed: Share of the time for which its data come in time.
    """

    hosts: int
    group: int
    waits: bool
    write_h: float
    restart_h: float
    interval_h: float
    fed: float = 1.0


class JobProgress(NamedTuple):
    """Progress of a job in each history.

    Attributes:
        goodput: Share of the time that makes progress, of what all its machines would make (histories,).
        interruptions: How often it was interrupted (histories,).
        waiting: Share of the time in which it has too few machines (histories,).
    """

    goodput: Floats
    interruptions: NDArray[np.int64]
    waiting: Floats


def job_progress(
    line: Timeline, pool: int, rules: JobRules, hours: float, histories: int, chance: np.random.Generator
) -> JobProgress:
    """Return what becomes of a job on the machines of POOL.

    An interruption loses the work since the last checkpoint and a restart; one in the midst of a restart begins it
    anew. A machine that is lost interrupts where it is one in use, and not one that stands by.

    Source: the renewal process of Daly, "A higher order estimate of the optimum checkpoint interval", FGCS 22, 2006,
    played through; restarts of a Gamma law.

    Raises:
        ValueError: A rule is out of range.
    """
    hosts = whole("hosts", rules.hosts, 1)
    group = whole("group", rules.group, 1, hosts)
    not_negative("restart_h", rules.restart_h)
    not_negative("write_h", rules.write_h)
    positive("interval_h", rules.interval_h)
    alive, kept = np.floor(line.alive[pool] + 1e-9), line.kept[pool]
    used = np.minimum(alive, hosts)
    if rules.waits:
        runs = alive >= hosts
        speed = runs.astype(np.float64)
    else:
        speed = np.floor(used / group) / (hosts // group)
        runs = speed > 0
    # Power or cooling that is short slows the machines that are left.
    speed = speed * np.where(alive > 0, kept / np.maximum(alive, 1), 0.0)
    first = np.append(True, line.history[1:] != line.history[:-1])
    before = np.append(0.0, alive[:-1])
    lost = np.where(first, 0.0, np.maximum(before - alive, 0.0))
    # The chance that none of those lost was in use: all of them among the ones that stood by.
    idle = np.clip((before - hosts) / np.maximum(before, 1), 0.0, 1.0)
    ran = np.append(False, runs[:-1]) & ~first
    hit = ran & (lost > 0) & (chance.random(lost.size) >= idle**lost)
    cut = first | hit | (runs & ~ran) | (ran & ~runs)
    heads = np.flatnonzero(cut)
    stretch = np.cumsum(cut) - 1
    lasts = np.bincount(stretch, weights=line.lasts_h * runs, minlength=heads.size)
    done = np.bincount(stretch, weights=line.lasts_h * speed, minlength=heads.size)
    fresh = first[heads]
    shape = 1 / RESTART_CV**2
    restarts = np.where(fresh, 0.0, chance.gamma(shape, rules.restart_h / shape, heads.size))
    worked = np.maximum(lasts - restarts, 0.0)
    whole_intervals = np.floor(worked / (rules.interval_h + rules.write_h) + 1e-9)
    # What runs on at the end of the history is not lost.
    ends = np.append(fresh[1:], True)
    open_end = worked / (1 + rules.write_h / rules.interval_h)
    saved = np.where(ends, open_end, whole_intervals * rules.interval_h)
    pace = np.divide(done, lasts, out=np.zeros_like(done), where=lasts > 0)
    history = line.history[heads]
    share = np.bincount(history, weights=saved * pace, minlength=histories) / hours
    return JobProgress(
        goodput=share * min(max(rules.fed, 0.0), 1.0),
        interruptions=np.bincount(line.history[hit], minlength=histories),
        waiting=np.bincount(line.history, weights=line.lasts_h * ~runs, minlength=histories) / hours,
    )
