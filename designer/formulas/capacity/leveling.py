"""Shares of several capacities of one kind, on which work may stand in any mix: as level as its places allow.

Imports NumPy: not for calculators.
"""

from collections.abc import Mapping, Sequence
from math import fsum, inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]

_MOST_SWEEPS: Final = 500
_MOST_FILLED: Final = 20_000
"""Fillings of one capacity after which those that still move are left as they are: their totals hold, and are nearly
level."""
_STILL: Final = 1e-10
"""Part of the largest capacity below which a move is none."""
_EXACT: Final = 1e-14
"""Part of a total by which it may miss the sum that it should be, from rounding."""


def level_rows(
    pools: Sequence[float],
    start: Sequence[Mapping[str, float]],
    weights: Mapping[str, float],
    most: Mapping[str, float],
    least: Sequence[Mapping[str, float]],
    limits: Sequence[Mapping[str, float]] | None = None,
    largest: float = 0.0,
) -> list[dict[str, float]]:
    """Return how much of each capacity each piece of work gets, with totals as level as its places allow.

    No total over its weight could then be raised but by lowering one that is no higher.

    Each capacity in turn is filled to a level for the work on it, what that has elsewhere counted, until none moves:
    the totals then are those of max-min fairness. Where all can have the most, nothing is moved from START.

    Source: Bertsekas and Gallager, "Data Networks", 1992, section 6.5.2; that filling in turn comes to it is the
    descent by blocks of a convex sum of squares, Tseng, "Convergence of a Block Coordinate Descent Method for
    Nondifferentiable Minimization", 2001.

    Args:
        pools: What is there of each.
        start: What each gets at first, on each capacity by name; no more together than there is.
        weights: Of each piece of work, above 0.
        most: Total that it can use; infinite for all.
        least: What it keeps of each capacity, at most what it has at first.
        limits: The most that it may have of each capacity; without a limit where it is not named.
        largest: The largest capacity beside these, against which a move counts as none.
    """
    names = list(dict.fromkeys(name for one in start for name in one))
    if not names:
        return [dict(one) for one in start]
    place = {name: number for number, name in enumerate(names)}
    weight = np.array([weights[name] for name in names], dtype=np.float64)
    top = np.array([most[name] for name in names], dtype=np.float64)
    # Of each capacity the work on it (m,), by its number, what that gets, and what it keeps and may have at most.
    here = [np.array([place[name] for name in one], dtype=np.intp) for one in start]
    given = [np.array(list(one.values()), dtype=np.float64) for one in start]
    totals = np.bincount(np.concatenate(here), weights=np.concatenate(given), minlength=len(names))
    if (totals >= top * (1.0 - _EXACT)).all():
        # All have the most that they can: no capacity could be filled any further.
        return [dict(one) for one in start]
    floors = [np.array([least[row].get(name, 0.0) for name in one]) for row, one in enumerate(start)]
    caps = [
        np.array([inf if limits is None else limits[row].get(name, inf) for name in one])
        for row, one in enumerate(start)
    ]
    still = _STILL * max([largest, *pools])
    moved, filled_ones = np.ones(len(names), dtype=np.bool_), 0
    for _ in range(_MOST_SWEEPS):
        before, moved = moved, np.zeros(len(names), dtype=np.bool_)
        for row, pool in enumerate(pools):
            on = here[row]
            if not (before[on].any() or moved[on].any()):
                continue
            filled_ones += 1
            elsewhere = totals[on] - given[row]
            high = np.maximum(floors[row], np.minimum(caps[row], top[on] - elsewhere))
            filled = _filled(pool, weight[on], elsewhere, floors[row], high)
            moved[on] |= np.abs(filled - given[row]) > still
            totals[on] = elsewhere + filled
            given[row] = filled
        if not moved.any() or filled_ones > _MOST_FILLED:
            break
    return [dict(zip(one, amounts.tolist(), strict=True)) for one, amounts in zip(start, given, strict=True)]


def even_rows(
    rooms: Sequence[float],
    taken: Sequence[float],
    given: Sequence[Mapping[str, float]],
    least: Sequence[Mapping[str, float]],
    limits: Sequence[Mapping[str, float]] | None = None,
    largest: float = 0.0,
) -> list[dict[str, float]]:
    """Return GIVEN with every total as it is, spread so that the capacities are as evenly full as the places allow.

    How full each capacity is then follows from the totals alone, and not from the way in which they were found: what
    is left on it for others never grows as a capacity is lost.

    Each piece of work in turn, by name, fills its capacities to one level, what others have there counted, until none
    moves.

    Source: the same filling and descent as `level_rows`, with work and capacities in each other's place.

    Args:
        rooms: What is there of each.
        taken: What others than those in GIVEN have of it.
        given: What each gets of each capacity by name.
        least: What it keeps of each capacity.
        limits: The most that it may have of each capacity; without a limit where it is not named.
        largest: The largest capacity beside these, against which a move counts as none.
    """
    found = [dict(one) for one in given]
    used = np.array([fsum((other, *one.values())) for other, one in zip(taken, given, strict=True)])
    room = np.array(rooms, dtype=np.float64)
    on: dict[str, list[int]] = {}
    for row, one in enumerate(given):
        for name in one:
            if rooms[row] > 0.0:
                on.setdefault(name, []).append(row)
    # Of each piece of work on several capacities their numbers (k,), and what it keeps and may have of each.
    several = {name: np.array(on[name], dtype=np.intp) for name in sorted(on) if len(on[name]) > 1}
    floors = {name: np.array([least[row].get(name, 0.0) for row in on[name]]) for name in several}
    caps = {
        name: np.array([inf if limits is None else limits[row].get(name, inf) for row in on[name]]) for name in several
    }
    amounts = {name: np.array([found[row][name] for row in on[name]]) for name in several}
    still = _STILL * max([largest, *rooms])
    for _ in range(_MOST_SWEEPS):
        moved = False
        for name, rows in several.items():
            here = amounts[name]
            elsewhere = used[rows] - here
            most = np.maximum(here, np.minimum(caps[name], room[rows] - elsewhere))
            filled = _filled(float(here.sum()), room[rows], elsewhere, np.minimum(floors[name], here), most)
            moved |= bool((np.abs(filled - here) > still).any())
            used[rows] = elsewhere + filled
            amounts[name] = filled
        if not moved:
            break
    for name, rows in on.items():
        if name in amounts:
            for row, amount in zip(rows, amounts[name].tolist(), strict=True):
                found[row][name] = amount
    return found


def _filled(pool: float, weight: _Floats, elsewhere: _Floats, least: _Floats, most: _Floats) -> _Floats:
    """POOL filled to one level of (elsewhere + here) / weight, within LEAST and MOST of each, all (m,)."""
    if most.sum() <= pool:
        return most
    # The level at which each begins to rise, and at which it has the most that it can.
    begins, ends = (elsewhere + least) / weight, (elsewhere + most) / weight
    bounded = np.isfinite(ends)
    corners = np.concatenate((begins, ends[bounded]))
    order = np.argsort(corners)
    corners = corners[order]
    # Between two neighbouring corners the amount grows by this much a level, and at each it has come to that.
    slopes = np.cumsum(np.concatenate((weight, -weight[bounded]))[order])
    reached = least.sum() + np.concatenate(((0.0,), np.cumsum(slopes[:-1] * np.diff(corners))))
    last = int(np.searchsorted(reached, pool, side="right")) - 1
    if last < 0:
        return least
    low = corners[last]
    high = corners[last + 1] if last + 1 < len(corners) else inf
    at_low = np.clip(low * weight - elsewhere, least, most)
    rising = weight[(begins <= low) & (ends >= high)].sum()
    if not rising:
        return at_low
    # The rest is told by the amounts themselves, which have lost nothing in sums.
    level = low + (pool - fsum(at_low.tolist())) / rising
    return np.clip(level * weight - elsewhere, least, most)
