"""Faults of servers as a list of them tells: fitted to its first days, predicted for those that follow, and judged.

Faults come in groups that come back together, in good weeks and bad ones, at a rate that differs from one season to the
next, so that late days tell more than early ones. Repairs are those that were seen, the ones still under way at the end
counted for as long as they have lasted (Kaplan and Meier).

How much seasons differ is taken from lists of other clusters, never from the one that is judged: rates by 35% and mean
repairs by 75% put 86% of the numbers of faults and 85% of the means of servers down inside P10 to P90, on 14 systems of
Los Alamos with 22,000 faults of 1996 to 2005, fitted to 35, 60 or 87 days and judged on as many that follow.
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
REPAIR_CV: Final = 0.75
"""Of the mean repair from one season to the next, beyond what the number of repairs leaves open. Source: our own count
on Los Alamos National Laboratory, "Operational data to support and enable computer science research", LA-UR-05-7318,
2005, studied by Schroeder and Gibson, "A large-scale study of failures in high-performance computing systems", DSN
2006, who find repairs lognormal: from 60 days to the next 60 the means of 14 systems differ by 0.8 in the logarithm
(the middle one's root mean square), of which 0.3 on either side is the small number of repairs."""
HALF_LIFE: Final = 0.25
"""Share of the fitted days after which a fault counts half of the last one: on those 14 systems as good as or better
than any other from an eighth to without end. Source of the form: Harvey and Fernandes, "Time series models for count or
qualitative observations", Journal of Business & Economic Statistics 7, 1989."""
FEWEST_FAULTS: Final = 10
MOST_SERVERS: Final = 10_000_000
MOST_DAYS: Final = 36_500
DRAWS: Final = 2_000
_MOST_DRAWN: Final = 30_000_000
_SAME_HOUR: Final = 1 / 24
"""Days: what begins, or ends, within an hour has one cause, or one person who looks."""
_BY_CHANCE: Final = 0.02
"""Share of the faults that may begin together by chance: where many fail, less than an hour counts as together."""
_FEW: Final = 20_000
"""Faults beyond which their number leaves so little open that few samples of weeks tell how much."""


class FaultTrace(NamedTuple):
    """Faults of servers.

    Attributes:
        server: Number of the server of each (n,), in order of start.
        start: Day of each, from 0 on (n,).
        end: Day on which it works again; beyond all days where it was not told (n,).
        servers: How many servers were watched.
        days: Until which day.
        begin: From which day on.
    """

    server: Ints
    start: Floats
    end: Floats
    servers: int
    days: float
    begin: float = 0.0


class FaultModel(Struct, frozen=True):
    """Faults of servers, as fitted.

    Attributes:
        servers: That were watched.
        days: For which.
        faults: That began in them.
        per_1000_node_days: Faults of 1,000 servers in a day, late days counting more.
        rate_error: Standard error of that over it, from the number of groups and what weeks differ.
        group_sizes: How many servers each fault struck at once.
        group_shares: Chance of each of those, late ones counting more.
        together: Share of the servers of a group that come back with another of it.
        week_variance: Variance of the factor by which faults of one week differ from the mean.
        repair_days: Lengths of repairs, rising.
        repair_shares: Share of the repairs of each length, late ones counting more.
        mean_repair_days: Their mean.
        repair_error: Standard error of the logarithm of that mean, from weeks drawn again.
        rate_cv: Coefficient of variation of the rate from one season to the next.
        repair_cv: The same of the mean repair.
        down_since: For how many days those have been down that are down in the end.
    """

    servers: int
    days: float
    faults: int
    per_1000_node_days: float
    rate_error: float
    group_sizes: tuple[int, ...]
    group_shares: tuple[float, ...]
    together: float
    week_variance: float
    repair_days: tuple[float, ...]
    repair_shares: tuple[float, ...]
    mean_repair_days: float
    repair_error: float
    rate_cv: float
    repair_cv: float
    down_since: tuple[float, ...]

    @property
    def mean_group(self) -> float:
        """Return how many servers a fault strikes on the mean."""
        return float(np.dot(self.group_sizes, self.group_shares))


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
    return FaultTrace(
        trace.server[begun], trace.start[begun], end[begun], trace.servers, min(day, trace.days), trace.begin
    )


def fit_faults(trace: FaultTrace, *, rate_cv: float = RATE_CV, repair_cv: float = REPAIR_CV) -> FaultModel:
    """Return the model of the faults of TRACE, all of whose days are used: cut it by `until_day` first.

    Source: Kaplan and Meier, "Nonparametric estimation from incomplete observations", JASA 53, 1958; variance of weeks
    as of a mixed Poisson law, e.g. Cox and Lewis 1966; late days weighted as Harvey and Fernandes 1989, with the
    effective number of weighted groups as Kish 1965; error of the mean by drawing whole weeks again, Künsch 1989.

    Raises:
        ValueError: There are too few faults, or a value is out of range.
    """
    servers = whole("servers", trace.servers, 1, MOST_SERVERS)
    days = positive("days", trace.days - trace.begin)
    if trace.start.size < FEWEST_FAULTS:
        raise ValueError(f"{trace.start.size} faults are too few to tell anything from: at least {FEWEST_FAULTS}.")
    start, end = trace.start - trace.begin, trace.end - trace.begin
    lasts, ended = np.minimum(end, days) - start, end <= days
    apart = min(_SAME_HOUR, _BY_CHANCE * days / start.size)
    heads = _heads(start, apart)
    sizes = np.diff(np.append(heads, start.size))
    late = np.exp2(-(days - start) / (HALF_LIFE * days))
    lengths, shares = _kaplan_meier(lasts, ended, late)
    mean = float(lengths @ shares)
    groups = late[heads]
    variance = _week_variance(start, days, sizes)
    half = HALF_LIFE * days
    # Days that count: what weights come to over time, and how many whole ones leave as much open.
    counted = (1 - 2.0 ** -(days / half)) * half / np.log(2)
    alike = counted**2 / ((1 - 4.0 ** -(days / half)) * half / np.log(4))
    error = ((groups**2).sum() / groups.sum() ** 2 + variance / max(1.0, alike / WEEK)) ** 0.5
    return FaultModel(
        servers=servers,
        days=days,
        faults=int(start.size),
        per_1000_node_days=float(late.sum() / counted) / servers * 1_000,
        rate_error=float(error),
        group_sizes=tuple(sizes.tolist()),
        group_shares=tuple((groups / groups.sum()).tolist()),
        together=_together(end, ended, heads, sizes),
        week_variance=variance,
        repair_days=tuple(lengths.tolist()),
        repair_shares=tuple(shares.tolist()),
        mean_repair_days=mean,
        repair_error=_repair_error(start, lasts, ended, late),
        rate_cv=rate_cv,
        repair_cv=repair_cv,
        down_since=tuple((days - start[~ended]).tolist()),
    )


def _kaplan_meier(lasts: Floats, ended: NDArray[np.bool_], weights: Floats) -> tuple[Floats, Floats]:
    """Lengths and their shares, of which some had not ENDED; the longest of all counts as ended (Efron 1967)."""
    # At the same length those that ended come before those that go on.
    order = np.lexsort((~ended, lasts))
    lasts, ended, weights = lasts[order], ended[order].copy(), weights[order]
    ended[-1] = True
    left = np.cumsum(weights[::-1])[::-1]
    stays = np.cumprod(np.where(ended, np.maximum(0.0, 1 - weights / left), 1.0))
    shares = np.append(1.0, stays[:-1]) - stays
    kept = shares > 0
    return lasts[kept], shares[kept] / shares[kept].sum()


def _heads(start: Floats, apart: float) -> Ints:
    """Places in START, rising, at which a group begins: more than so many days APART from the one before."""
    return np.flatnonzero(np.diff(start, prepend=-np.inf) > apart)


def _together(end: Floats, ended: NDArray[np.bool_], heads: Ints, sizes: Ints) -> float:
    """Share of the servers of groups that came back within an hour of another of theirs, after Jeffreys 1946."""
    several = follow = 0
    for head, size in zip(heads[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        back = np.sort(end[head : head + size][ended[head : head + size]])
        several += max(0, back.size - 1)
        follow += int((np.diff(back) < _SAME_HOUR).sum())
    return (follow + 0.5) / (several + 1)


def _week_variance(start: Floats, days: float, sizes: Ints) -> float:
    """Variance of the factor of a week: what the weekly counts vary beyond groups that come at a steady rate."""
    weeks = floor(days / WEEK)
    if weeks < 2:
        return 0.0
    counts = _by_week(start, weeks)
    mean = float(counts.mean())
    grouped = float((sizes.astype(np.float64) ** 2).sum() / sizes.sum())
    return max(0.0, (float(counts.var(ddof=1)) - grouped * mean) / mean**2) if mean else 0.0


def _repair_error(start: Floats, lasts: Floats, ended: NDArray[np.bool_], weights: Floats) -> float:
    """Standard error of the logarithm of the mean repair: whole weeks are drawn again, as repairs wait together."""
    week = np.floor(start / WEEK).astype(np.int64)
    members = [np.flatnonzero(week == one) for one in np.unique(week)]
    chance = np.random.default_rng(0)
    means: list[float] = []
    for _ in range(200 if start.size < _FEW else 20):
        some = np.concatenate([members[one] for one in chance.integers(0, len(members), len(members))])
        lengths, shares = _kaplan_meier(lasts[some], ended[some], weights[some])
        means.append(float(lengths @ shares))
    found = np.asarray(means)
    return float(np.std(np.log(found[found > 0]))) if (found > 0).any() else 0.0


def _by_week(start: Floats, weeks: int) -> Ints:
    week = np.floor(start / WEEK).astype(np.int64)
    return np.bincount(week[(week >= 0) & (week < weeks)], minlength=weeks)


def predict(
    model: FaultModel, days: int, servers: int | None = None, *, draws: int = DRAWS, seed: int = 0
) -> Prediction:
    """Return how many servers will be down in the DAYS after those that MODEL was fitted to, and how many faults come.

    Those that are down in the end are repaired in their turn where the servers are those that were watched; of another
    number as many in proportion. Of a group, as many as came back together are repaired in the same time. Rate and mean
    repair of the season are lognormal around what was fitted, half of the seasons above it; weeks are of a Gamma law,
    which makes their counts negative binomial (Greenwood and Yule 1920).

    Raises:
        ValueError: A value is out of range.
    """
    days = whole("days", days, 1, MOST_DAYS)
    servers = whole("servers", model.servers if servers is None else servers, 1, MOST_SERVERS)
    draws = whole("draws", draws, 1, 100_000)
    weeks = -(-days // int(WEEK))
    sizes = np.asarray(model.group_sizes)
    a_week = model.per_1000_node_days / 1_000 * servers * WEEK / model.mean_group
    expected = a_week * model.mean_group * weeks * draws
    if expected > _MOST_DRAWN or draws * days > _MOST_DRAWN:
        raise ValueError(
            f"{max(expected, draws * days):.2g} numbers would be drawn: take fewer draws, days or servers."
        )
    chance = np.random.default_rng(seed)
    rate = _seasons(chance, (model.rate_cv**2 + model.rate_error**2) ** 0.5, draws)
    longer = _seasons(chance, (model.repair_cv**2 + model.repair_error**2) ** 0.5, draws)
    by_week = _weeks(chance, model.week_variance, (draws, weeks))
    groups = chance.poisson(rate[:, None] * by_week * a_week)
    row = np.repeat(np.arange(draws * weeks), groups.ravel())
    start = (row % weeks + chance.random(row.size)) * WEEK
    odds = np.cumsum(model.group_shares)
    struck = sizes[np.minimum(np.searchsorted(odds, chance.random(row.size)), sizes.size - 1)]
    draw, start = np.repeat(row // weeks, struck), np.repeat(start, struck)
    lengths = np.asarray(model.repair_days)
    until = np.cumsum(model.repair_shares)
    # Of a group, those that come back together have the chance of the group, the others one of their own.
    of_group, own = np.repeat(chance.random(row.size), struck), chance.random(start.size)
    at = np.where(chance.random(start.size) < model.together, of_group, own)
    end = start + lengths[np.minimum(np.searchsorted(until, at), lengths.size - 1)] * longer[draw]
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


def _seasons(chance: np.random.Generator, cv: float, draws: int) -> Floats:
    """Factors (draws,) of a lognormal law with the median 1 and the coefficient of variation CV."""
    return np.exp(chance.normal(0.0, np.log1p(cv**2) ** 0.5, draws))


def _weeks(chance: np.random.Generator, variance: float, shape: tuple[int, int]) -> Floats:
    """Factors of SHAPE of a Gamma law with the mean 1 and a VARIANCE."""
    return chance.gamma(1 / variance, variance, shape) if variance > 0 else np.ones(shape)


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
