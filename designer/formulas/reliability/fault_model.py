"""Faults of servers as a list of them tells: fitted to its first days, predicted for those that follow, and judged.

Faults come in groups, in good weeks and bad ones, at a rate that differs from one season to the next; repairs are those
that were seen, the ones still under way at the end counted for as long as they have lasted (Kaplan and Meier).
"""

from math import floor
from typing import Final, NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from designer.formulas.checks import positive, whole
from designer.formulas.reliability.histories import Floats, Ints
from designer.formulas.workloads.goodput.ranges import RATE_CV

WEEK: Final = 7.0
REPAIR_CV: Final = 0.35
"""Of the mean repair from one season to the next, beyond what the number of repairs leaves open: as for rates; in the
two halves of one published list repairs took 6.56 and 4.35 days, in those of its first half 9.7 and 2.9."""
FEWEST_FAULTS: Final = 10
MOST_SERVERS: Final = 10_000_000
MOST_DAYS: Final = 36_500
DRAWS: Final = 2_000
_MOST_DRAWN: Final = 30_000_000
_SAME_START: Final = 1e-4
"""Days: what begins closer together began together; lists are rounded so."""


class FaultTrace(NamedTuple):
    """Faults of servers.

    Attributes:
        server: Number of the server of each (n,), in order of start.
        start: Day of each, from 0 on (n,).
        end: Day on which it works again; beyond all days where it was not told (n,).
        servers: How many servers were watched.
        days: For how many days.
    """

    server: Ints
    start: Floats
    end: Floats
    servers: int
    days: float


class FaultModel(Struct, frozen=True):
    """Faults of servers, as fitted.

    Attributes:
        servers: That were watched.
        days: For which.
        faults: That began in them.
        per_1000_node_days: Faults of 1,000 servers in a day.
        group_sizes: How many servers each fault struck at once.
        week_variance: Variance of the factor by which faults of one week differ from the mean.
        repair_days: Lengths of repairs, rising.
        repair_shares: Share of the repairs of each length.
        mean_repair_days: Their mean.
        repair_error: Standard error of that mean over it, from weeks drawn again.
        rate_cv: Coefficient of variation of the rate from one season to the next.
        repair_cv: The same of the mean repair.
        down_since: For how many days those have been down that are down in the end.
    """

    servers: int
    days: float
    faults: int
    per_1000_node_days: float
    group_sizes: tuple[int, ...]
    week_variance: float
    repair_days: tuple[float, ...]
    repair_shares: tuple[float, ...]
    mean_repair_days: float
    repair_error: float
    rate_cv: float
    repair_cv: float
    down_since: tuple[float, ...]


class Prediction(NamedTuple):
    """Predicted servers that are down and faults, P10, P50 and P90.

    Attributes:
        down: Servers down in the middle of each day (3, days).
        weekly: Faults that begin in each whole week (3, weeks).
        mean_down: Servers down on the mean of all days (3,).
        faults: Faults that begin in all days (3,).
    """

    down: Floats
    weekly: Floats
    mean_down: Floats
    faults: Floats


class Judgement(NamedTuple):
    """Prediction held against what came.

    Attributes:
        down: Servers that were down in the middle of each day (days,).
        weekly: Faults that began in each whole week (weeks,).
        mean_down: Servers down on the mean.
        faults: Faults that began.
        days_inside: Share of the days on which as many were down as from P10 to P90 of that day.
        weeks_inside: Share of the weeks with as many faults as from P10 to P90.
        mean_inside: Whether the mean of the days lies from P10 to P90 of the predicted means.
        faults_inside: Whether the number of faults does.
    """

    down: Ints
    weekly: Ints
    mean_down: float
    faults: int
    days_inside: float
    weeks_inside: float
    mean_inside: bool
    faults_inside: bool


def until_day(trace: FaultTrace, day: float) -> FaultTrace:
    """Return what was known of TRACE on a DAY: faults that had begun, repairs that had ended.

    Raises:
        ValueError: DAY is not above 0.
    """
    begun = trace.start < positive("day", day)
    end = np.where(trace.end <= day, trace.end, np.inf)
    return FaultTrace(trace.server[begun], trace.start[begun], end[begun], trace.servers, min(day, trace.days))


def fit_faults(trace: FaultTrace, *, rate_cv: float = RATE_CV, repair_cv: float = REPAIR_CV) -> FaultModel:
    """Return the model of the faults of TRACE, all of whose days are used: cut it by `until_day` first.

    Source: Kaplan and Meier, "Nonparametric estimation from incomplete observations", JASA 53, 1958; variance of weeks
    as of a mixed Poisson law, e.g. Cox and Lewis 1966; error of the mean by drawing whole weeks again, Künsch 1989.

    Raises:
        ValueError: There are too few faults, or a value is out of range.
    """
    servers = whole("servers", trace.servers, 1, MOST_SERVERS)
    days = positive("days", trace.days)
    if trace.start.size < FEWEST_FAULTS:
        raise ValueError(f"{trace.start.size} faults are too few to tell anything from: at least {FEWEST_FAULTS}.")
    lasts = np.minimum(trace.end, days) - trace.start
    ended = trace.end <= days
    lengths, shares = _kaplan_meier(lasts, ended)
    mean = float(lengths @ shares)
    sizes = _group_sizes(trace.start)
    return FaultModel(
        servers=servers,
        days=days,
        faults=int(trace.start.size),
        per_1000_node_days=trace.start.size / servers / days * 1_000,
        group_sizes=tuple(sizes.tolist()),
        week_variance=_week_variance(trace.start, days, sizes),
        repair_days=tuple(lengths.tolist()),
        repair_shares=tuple(shares.tolist()),
        mean_repair_days=mean,
        repair_error=_repair_error(trace.start, lasts, ended, mean),
        rate_cv=rate_cv,
        repair_cv=repair_cv,
        down_since=tuple((days - trace.start[~ended]).tolist()),
    )


def _kaplan_meier(lasts: Floats, ended: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Lengths and their shares, of which some had not ENDED; the longest of all counts as ended (Efron 1967)."""
    # At the same length those that ended come before those that go on.
    order = np.lexsort((~ended, lasts))
    lasts, ended = lasts[order], ended[order].copy()
    ended[-1] = True
    left = np.arange(lasts.size, 0, -1)
    stays = np.cumprod(np.where(ended, 1 - 1 / left, 1.0))
    shares = np.append(1.0, stays[:-1]) - stays
    kept = shares > 0
    return lasts[kept], shares[kept] / shares[kept].sum()


def _group_sizes(start: Floats) -> Ints:
    heads = np.flatnonzero(np.diff(start, prepend=-np.inf) > _SAME_START)
    return np.diff(np.append(heads, start.size))


def _week_variance(start: Floats, days: float, sizes: Ints) -> float:
    """Variance of the factor of a week: what the weekly counts vary beyond groups that come at a steady rate."""
    weeks = floor(days / WEEK)
    if weeks < 2:
        return 0.0
    counts = _by_week(start, weeks)
    mean = float(counts.mean())
    grouped = float((sizes.astype(np.float64) ** 2).sum() / sizes.sum())
    return max(0.0, (float(counts.var(ddof=1)) - grouped * mean) / mean**2) if mean else 0.0


def _repair_error(start: Floats, lasts: Floats, ended: NDArray[np.bool_], mean: float) -> float:
    """Standard error of the mean repair over it: whole weeks of faults are drawn again, as repairs wait together."""
    week = np.floor(start / WEEK).astype(np.int64)
    members = [np.flatnonzero(week == one) for one in np.unique(week)]
    chance = np.random.default_rng(0)
    means: list[float] = []
    for _ in range(200):
        some = np.concatenate([members[one] for one in chance.integers(0, len(members), len(members))])
        lengths, shares = _kaplan_meier(lasts[some], ended[some])
        means.append(float(lengths @ shares))
    return float(np.std(means)) / mean if mean else 0.0


def _by_week(start: Floats, weeks: int) -> Ints:
    week = np.floor(start / WEEK).astype(np.int64)
    return np.bincount(week[(week >= 0) & (week < weeks)], minlength=weeks)


def predict(
    model: FaultModel, days: int, servers: int | None = None, *, draws: int = DRAWS, seed: int = 0
) -> Prediction:
    """Return how many servers will be down in the DAYS after those that MODEL was fitted to, and how many faults come.

    Those that are down in the end are repaired in their turn where the servers are those that were watched; of another
    number as many in proportion.

    Raises:
        ValueError: A value is out of range.
    """
    days = whole("days", days, 1, MOST_DAYS)
    servers = whole("servers", model.servers if servers is None else servers, 1, MOST_SERVERS)
    draws = whole("draws", draws, 1, 100_000)
    weeks = -(-days // int(WEEK))
    sizes = np.asarray(model.group_sizes)
    a_week = model.per_1000_node_days / 1_000 * servers * WEEK / sizes.mean()
    expected = a_week * sizes.mean() * weeks * draws
    if expected > _MOST_DRAWN or draws * days > _MOST_DRAWN:
        raise ValueError(
            f"{max(expected, draws * days):.2g} numbers would be drawn: take fewer draws, days or servers."
        )
    chance = np.random.default_rng(seed)
    rate = _factors(chance, model.rate_cv, (draws,))
    longer = _factors(chance, (model.repair_cv**2 + model.repair_error**2) ** 0.5, (draws,))
    by_week = _factors(chance, model.week_variance**0.5, (draws, weeks))
    groups = chance.poisson(rate[:, None] * by_week * a_week)
    row = np.repeat(np.arange(draws * weeks), groups.ravel())
    start = (row % weeks + chance.random(row.size)) * WEEK
    struck = sizes[chance.integers(0, sizes.size, row.size)]
    draw, start = np.repeat(row // weeks, struck), np.repeat(start, struck)
    lengths = np.asarray(model.repair_days)
    until = np.cumsum(model.repair_shares)
    end = (
        start + lengths[np.minimum(np.searchsorted(until, chance.random(start.size)), lengths.size - 1)] * longer[draw]
    )
    # What is down already goes on for as long as such a repair that has lasted so long.
    since = np.asarray(model.down_since)
    again = round(since.size * servers / model.servers)
    if since.size and again:
        since = np.resize(since, again)
        before = np.searchsorted(lengths, since[None, :] / longer[:, None], side="right")
        gone = np.append(0.0, until)[before]
        place = np.searchsorted(until, gone + (1 - gone) * chance.random(gone.shape), side="left")
        rests = lengths[np.minimum(place, lengths.size - 1)] * longer[:, None] - since[None, :]
        warm = np.repeat(np.arange(draws), again)
        draw = np.concatenate([draw, warm])
        start = np.concatenate([start, np.full(warm.size, -1.0)])
        end = np.concatenate([end, np.maximum(rests.ravel(), 0.0)])
    down = np.minimum(_down_by_day(draw, start, end, days, draws), servers)
    fresh = (start >= 0) & (start < days)
    week = np.floor(start[fresh] / WEEK).astype(np.int64)
    weekly = np.bincount(draw[fresh] * weeks + week, minlength=draws * weeks).reshape(draws, weeks)
    return Prediction(
        down=_range(down),
        weekly=_range(weekly[:, : max(1, days // int(WEEK))]),
        mean_down=_range(down.mean(axis=1)),
        faults=_range(weekly.sum(axis=1)),
    )


def _factors(chance: np.random.Generator, cv: float, shape: tuple[int, ...]) -> Floats:
    """Factors of a Gamma law with the mean 1 and the coefficient of variation CV."""
    return chance.gamma(1 / cv**2, cv**2, shape) if cv > 0 else np.ones(shape)


def _down_by_day(draw: Ints, start: Floats, end: Floats, days: int, draws: int) -> Ints:
    """Servers down in the middle of each day (draws, days)."""
    first = np.clip(np.ceil(start - 0.5), 0, days).astype(np.int64)
    last = np.clip(np.ceil(end - 0.5), 0, days).astype(np.int64)
    wide = days + 1
    change = np.bincount(draw * wide + first, minlength=draws * wide)
    change = change - np.bincount(draw * wide + last, minlength=draws * wide)
    return np.cumsum(change.reshape(draws, wide), axis=1)[:, :days]


def _range(values: NDArray[np.int64] | Floats) -> Floats:
    return np.asarray(np.percentile(values, [10, 50, 90], axis=0), dtype=np.float64)


def down_each_day(trace: FaultTrace, first: float, days: int) -> Ints:
    """Return how many servers of TRACE were down in the middle of each of DAYS from day FIRST on (days,)."""
    none = np.zeros(trace.start.size, dtype=np.int64)
    return _down_by_day(none, trace.start - first, trace.end - first, days, 1)[0]


def judge(trace: FaultTrace, prediction: Prediction, first: float) -> Judgement:
    """Return how PREDICTION for the days from FIRST on compares with what came by TRACE.

    Raises:
        ValueError: TRACE ends before a whole day of it.
    """
    days = min(prediction.down.shape[1], floor(trace.days - first + 1e-9))
    if days < 1:
        raise ValueError("The list ends before a single day could be judged.")
    later = trace.start - first
    begun = int(((later >= 0) & (later < days)).sum())
    return compare(prediction, down_each_day(trace, first, days), _by_week(later, days // int(WEEK)), begun)


def compare(prediction: Prediction, down: Ints, weekly: Ints, faults: int) -> Judgement:
    """Return how PREDICTION compares with servers DOWN (days,), WEEKLY faults (weeks,) and FAULTS in all."""
    mean, weeks = float(down.mean()), weekly.size
    return Judgement(
        down=down,
        weekly=weekly,
        mean_down=mean,
        faults=faults,
        days_inside=_inside(down, prediction.down[:, : down.size]),
        weeks_inside=_inside(weekly, prediction.weekly[:, :weeks]) if weeks else float("nan"),
        mean_inside=bool(prediction.mean_down[0] <= mean <= prediction.mean_down[2]),
        faults_inside=bool(prediction.faults[0] <= faults <= prediction.faults[2]),
    )


def _inside(counts: Ints, ranged: Floats) -> float:
    return float(((counts >= ranged[0]) & (counts <= ranged[2])).mean())
