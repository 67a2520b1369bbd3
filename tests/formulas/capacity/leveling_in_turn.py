"""Capacities made level by filling each in turn, in plain Python: what `formulas.capacity.leveling` is held against."""

from collections.abc import Mapping, Sequence
from math import fsum, inf
from typing import Final

_MOST_SWEEPS: Final = 500
_MOST_FILLED: Final = 20_000
"""Fillings of one capacity after which those that still move are left as they are: their totals hold, and are nearly
level."""
_STILL: Final = 1e-10
"""Part of the largest capacity below which a move is none."""


def level_rows(
    pools: Sequence[float],
    start: Sequence[Mapping[str, float]],
    weights: Mapping[str, float],
    most: Mapping[str, float],
    least: Sequence[Mapping[str, float]],
    limits: Sequence[Mapping[str, float]] | None = None,
) -> list[dict[str, float]]:
    """Return what `formulas.capacity.leveling.level_rows` returns, by the same steps."""
    given = [dict(one) for one in start]
    totals: dict[str, float] = {}
    for one in given:
        for name, amount in one.items():
            totals[name] = totals.get(name, 0.0) + amount
    still = _STILL * max(pools, default=0.0)
    moved, filled_ones = set(totals), 0
    for _ in range(_MOST_SWEEPS):
        before, moved = moved, set[str]()
        for number, pool in enumerate(pools):
            here = given[number]
            if before.isdisjoint(here) and moved.isdisjoint(here):
                continue
            filled_ones += 1
            elsewhere = {name: totals[name] - amount for name, amount in here.items()}
            bounds: dict[str, tuple[float, float]] = {}
            for name in here:
                floor = least[number].get(name, 0.0)
                limit = inf if limits is None else limits[number].get(name, inf)
                bounds[name] = (floor, max(floor, min(limit, most[name] - elsewhere[name])))
            filled = _filled(pool, weights, elsewhere, bounds)
            for name, amount in filled.items():
                if abs(amount - here[name]) > still:
                    moved.add(name)
                totals[name] = elsewhere[name] + amount
            given[number] = filled
        if not moved or filled_ones > _MOST_FILLED:
            break
    return given


def _filled(
    pool: float, weights: Mapping[str, float], elsewhere: Mapping[str, float], bounds: Mapping[str, tuple[float, float]]
) -> dict[str, float]:
    """POOL filled to one level of (elsewhere + here) / weight, within the (least, most) of each."""

    def at(level: float) -> dict[str, float]:
        return {
            name: min(most, max(least, level * weights[name] - elsewhere[name]))
            for name, (least, most) in bounds.items()
        }

    if fsum(most for _, most in bounds.values()) <= pool:
        return {name: most for name, (_, most) in bounds.items()}
    # Between two neighbouring corners the amount grows evenly with the level.
    corners = sorted(
        {(elsewhere[name] + bound) / weights[name] for name, pair in bounds.items() for bound in pair if bound < inf}
    )
    low, high = 0.0, inf
    begin, end = 0, len(corners)
    while begin < end:
        middle = (begin + end) // 2
        if fsum(at(corners[middle]).values()) <= pool:
            low, begin = corners[middle], middle + 1
        else:
            high, end = corners[middle], middle
    rising = [
        name
        for name, (least, most) in bounds.items()
        if (elsewhere[name] + least) / weights[name] <= low and (elsewhere[name] + most) / weights[name] >= high
    ]
    if not rising:
        return at(low)
    rest = pool - fsum(at(low).values())
    return at(low + rest / fsum(weights[name] for name in rising))
