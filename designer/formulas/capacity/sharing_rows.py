"""Shares of many capacities together, as `sharing.allocate` divides one. Imports NumPy: not for calculators."""

from typing import cast

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from designer.formulas.capacity.sharing import LARGEST_AMOUNT, ROUNDING

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Masks = NDArray[np.bool_]


class RowAllocation(Struct, frozen=True):
    """The division of each of R capacities among its part of W claims.

    Attributes:
        granted: What each claim gets (W,).
        missing: What must be added for a resident claim that does not fit (W,); 0 for all others.
        share: Share of each claim after scaling (W,); NaN where none is set.
        allocatable: Capacity less reserve (R,).
        sum_of_shares: Sum of the shares as they were set (R,); above 1 they were divided by it.
        held: What is kept free for residents that do not fit (R,).
        idle: What nobody takes (R,).
    """

    granted: Floats
    missing: Floats
    share: Floats
    allocatable: Floats
    sum_of_shares: Floats
    held: Floats
    idle: Floats


def allocate_rows(
    capacity: Floats,
    reserve: Floats,
    row: Integers,
    demand: Floats,
    *,
    share: Floats | None = None,
    elastic: Masks | None = None,
    weight: Floats | None = None,
    resident: Masks | None = None,
) -> RowAllocation:
    """Divide each of R capacities among its claims, which have no floors, by the four steps of `sharing.allocate`.

    Source: as `sharing.allocate`; a test holds the two equal.

    Args:
        capacity: What is there (R,), each in a unit of its own.
        reserve: What the system keeps of it (R,).
        row: The capacity that each claim is on (W,), in any order. A workload on several rows is one claim on each.
        demand: What each asks for (W,); infinite for all that there is.
        share: Share that is set for each (W,); NaN for none, which is the default.
        elastic: Which take what is left (W,); none by default.
        weight: Part of what is left (W,), all 1 by default.
        resident: Which hold their demand wholly or not at all (W,); none by default. Earlier ones go first.

    Raises:
        ValueError: A number is out of range, arrays differ in length, or a claim needs a demand and has none.
    """
    claims, rows = demand.size, capacity.size
    share = np.full(claims, np.nan) if share is None else share
    elastic = np.zeros(claims, bool) if elastic is None else elastic
    weight = np.ones(claims) if weight is None else weight
    resident = np.zeros(claims, bool) if resident is None else resident
    _check(capacity, reserve, row, demand, share, elastic, weight, resident)

    # Allocatable amount of each row, shares that add up to at most 1, and the most that each claim may take.
    room = np.maximum(0.0, capacity - reserve)
    has_share = ~np.isnan(share)
    set_share = np.where(has_share, share, 0.0)
    sum_of_shares = np.bincount(row, set_share, rows).astype(np.float64)
    scaled = set_share / np.maximum(1.0, sum_of_shares)[row]
    limit = np.where(has_share, np.minimum(demand, scaled * room[row]), demand)

    # 1: residents in the given order; `kept` is what they take and what is kept free for those that do not fit.
    granted, missing = np.zeros(claims), np.zeros(claims)
    firsts = np.flatnonzero(resident & (demand > 0))
    kept = np.bincount(row[firsts], limit[firsts], rows)
    beyond_room = _running_sum(row[firsts], limit[firsts]) - room[row[firsts]]
    beyond_share = demand[firsts] - limit[firsts]
    fits = (beyond_room <= ROUNDING * room[row[firsts]]) & (beyond_share <= ROUNDING * demand[firsts])
    granted[firsts] = np.where(fits, demand[firsts], 0.0)
    missing[firsts] = np.where(fits, 0.0, np.maximum(beyond_room, beyond_share))
    held = np.maximum(0.0, np.minimum(kept, room) - np.bincount(row, granted, rows))
    left = np.maximum(0.0, room - kept)

    # 2: shares, filled by share where residents leave too little. A share of 0 gets nothing.
    left = _fill(granted, left, row, np.flatnonzero(has_share & ~resident & (set_share > 0)), limit, scaled)

    # 3: inelastic claims get their demand, or what there is in proportion.
    others = np.flatnonzero(~has_share & ~resident & ~elastic)
    asked = np.bincount(row[others], limit[others], rows)
    is_short = asked > left
    portion = limit[others] / np.where(is_short, asked, 1.0)[row[others]]
    granted[others] = np.where(is_short[row[others]], left[row[others]] * portion, limit[others])
    left = np.maximum(0.0, left - asked)

    # 4: elastic claims share what is left by weight.
    left = _fill(granted, left, row, np.flatnonzero(~has_share & ~resident & elastic), limit, weight)

    total = np.bincount(row, granted, rows)
    assert bool((total <= room * (1 + ROUNDING)).all())
    assert bool((granted <= demand * (1 + ROUNDING)).all())
    effective = np.where(has_share, scaled, np.nan)
    return RowAllocation(granted, missing, effective, room, sum_of_shares, held, left)


def allocate_table(
    capacity: Floats,
    reserve: Floats,
    present: Masks,
    demand: Floats,
    *,
    share: Floats | None = None,
    elastic: Masks | None = None,
    weight: Floats | None = None,
    resident: Masks | None = None,
) -> Floats:
    """Return the grants of a table of R rows and W claims (R, W), 0 where a claim is not PRESENT (R, W).

    For tables that are full; where most cells are empty `allocate_rows` takes less time and memory.

    Args:
        capacity: What is there (R,).
        reserve: What the system keeps of it (R,).
        present: Which claims are on which row (R, W).
        demand: What each asks for (R, W), or (W,) if it is the same on all rows; infinite for all there is.
        share: Share that is set, as DEMAND; NaN for none.
        elastic: Which claims take what is left, as DEMAND.
        weight: Part of what is left, as DEMAND.
        resident: Which hold their demand wholly or not at all, as DEMAND.

    Raises:
        ValueError: A number is out of range, or shapes do not fit.
    """
    # Most cells of the table are empty: only those that are present go into the columns of `allocate_rows`.
    row, column = np.nonzero(present)

    def cells(values: NDArray[np.generic]) -> NDArray[np.generic]:
        """Return the VALUES of the cells that are present."""
        return np.broadcast_to(values, present.shape)[row, column]

    granted = np.zeros(present.shape)
    granted[row, column] = allocate_rows(
        capacity,
        reserve,
        row,
        cast("Floats", cells(demand)),
        share=None if share is None else cast("Floats", cells(share)),
        elastic=None if elastic is None else cast("Masks", cells(elastic)),
        weight=None if weight is None else cast("Floats", cells(weight)),
        resident=None if resident is None else cast("Masks", cells(resident)),
    ).granted
    return granted


def _fill(granted: Floats, left: Floats, row: Integers, chosen: Integers, limit: Floats, weight: Floats) -> Floats:
    """Grant to the CHOSEN claims their limits, or what is LEFT on their row by weight; return what is then left (R,).

    Each round meets the claims whose limit lies below the level of their row, which raises the level for the others;
    a row where none is met is filled at its level and done.
    """
    rows = left.size
    asked = np.bincount(row[chosen], limit[chosen], rows)
    is_short = asked > left
    rest = np.where(is_short, 0.0, left - np.where(is_short, 0.0, asked))
    met = ~is_short[row[chosen]]
    granted[chosen[met]] = limit[chosen[met]]

    # Rows that are short: `open_claims` are those whose grant is not known yet.
    open_claims = chosen[~met]
    pool = left.copy()
    while open_claims.size:
        on = row[open_claims]
        part = weight[open_claims] / np.bincount(on, weight[open_claims], rows)[on]
        level = pool[on] * part
        low = limit[open_claims] <= level
        granted[open_claims] = np.where(low, limit[open_claims], level)
        # Only rows where a claim was met have a new level.
        moved = np.bincount(on[low], minlength=rows) > 0
        pool = np.maximum(0.0, pool - np.bincount(on[low], limit[open_claims[low]], rows))
        open_claims = open_claims[moved[on] & ~low]
    return rest


def _running_sum(row: Integers, amount: Floats) -> Floats:
    """Return the sum of each amount and those before it on its row, in the given order."""
    if not row.size:
        return np.zeros(0)
    # One line for each row that occurs, padded with zeros: sums of one row never touch another's.
    order = np.argsort(row, kind="stable")
    _, start, line = np.unique(row[order], return_index=True, return_inverse=True)
    place = np.arange(row.size) - start[line]
    padded = np.zeros((start.size, int(place.max()) + 1))
    padded[line, place] = amount[order]
    sums = np.empty(row.size)
    sums[order] = np.cumsum(padded, axis=1)[line, place]
    return sums


def _check(
    capacity: Floats,
    reserve: Floats,
    row: Integers,
    demand: Floats,
    share: Floats,
    elastic: Masks,
    weight: Floats,
    resident: Masks,
) -> None:
    """Refuse what `sharing.allocate` refuses, and arrays that do not fit together."""
    if reserve.shape != capacity.shape:
        raise ValueError("reserve must be as long as capacity.")
    for name, values in (("row", row), ("share", share), ("elastic", elastic), ("weight", weight)):
        if values.shape != demand.shape:
            raise ValueError(f"{name} must be as long as demand.")
    if resident.shape != demand.shape:
        raise ValueError("resident must be as long as demand.")
    if row.size and not 0 <= int(row.min()) <= int(row.max()) < capacity.size:
        raise ValueError("row must name capacities that exist.")
    for name, values in (("capacity", capacity), ("reserve", reserve)):
        if not _all((values >= 0) & (values <= LARGEST_AMOUNT)):
            raise ValueError(f"{name} must be from 0 to {LARGEST_AMOUNT:g}.")
    if not _all((weight > 0) & (weight <= LARGEST_AMOUNT)):
        raise ValueError(f"weight must be above 0 and at most {LARGEST_AMOUNT:g}.")
    if not _all(np.isnan(share) | ((share >= 0) & (share <= 1))):
        raise ValueError("share must be from 0 to 1.")
    # Infinite stands for "all there is", which only work that takes what is left, or has a share, can ask for.
    endless = np.isposinf(demand)
    if not _all(endless | ((demand >= 0) & (demand <= LARGEST_AMOUNT))):
        raise ValueError(f"demand must be from 0 to {LARGEST_AMOUNT:g}, or infinite for all there is.")
    if (endless & (resident | (np.isnan(share) & ~elastic))).any():
        raise ValueError("demand must be finite: only elastic work and work with a share can take all there is.")


def _all(holds: Masks) -> bool:
    """Return whether HOLDS is true everywhere."""
    return cast("bool", holds.all())
