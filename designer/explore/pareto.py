"""The designs that no other beats in all that counts, the Pareto front, and why each of the others lost."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from designer.model.records import Arrays

LOWER: Final = -1
"""Direction of what is better the lower it is, such as a cost."""
HIGHER: Final = 1
_CHUNK: Final = 4096
"""Points that are compared with all others at a time: their sets are 64 words of 64 bits."""


class Beaten(Arrays, frozen=True):
    """A point that beats another.

    Attributes:
        by: Row of the better point, which stands on the front.
        gains: (k,) by how much it is better in each of what counts, in the unit of that; 0 where both are equal.
    """

    by: int
    gains: NDArray[np.float64]


def front(values: ArrayLike, directions: ArrayLike) -> NDArray[np.bool_]:
    """Return which rows of VALUES no other row beats.

    A row beats another when it is nowhere worse and somewhere better; equal rows do not beat each other. A row with an
    unknown value (NaN) is not on the front and beats nobody.

    Args:
        values: (n, k) what counts, for each of n designs.
        directions: (k,) LOWER or HIGHER for each of what counts.

    Returns:
        (n,) True on the front.
    """
    costs = _costs(values, directions)
    known = ~np.isnan(costs).any(axis=1)
    found = np.zeros(len(costs), bool)
    if not known.any() or not costs.shape[1]:
        found[known] = True
        return found
    distinct, back = np.unique(costs[known], axis=0, return_inverse=True)
    found[known] = _front_of_distinct(distinct)[back.reshape(-1)]
    return found


def lost_to(values: ArrayLike, directions: ArrayLike, row: int) -> Beaten | None:
    """Return the front point that beats ROW most clearly, and by what; None when nothing beats it.

    Of several the one is taken whose gains are greatest together, each as a share of the spread of all known values;
    of equal ones the first. A row with an unknown value cannot be beaten.

    Args:
        values: (n, k) what counts, for each of n designs.
        directions: (k,) LOWER or HIGHER for each of what counts.
        row: The point that is asked about.
    """
    costs = _costs(values, directions)
    asked = costs[row]
    if np.isnan(asked).any():
        return None
    with np.errstate(invalid="ignore"):
        gains = asked - costs
        better = (gains >= 0).all(axis=1) & (gains > 0).any(axis=1)
    if not better.any():
        return None
    # What beats a point is beaten by the front points alone: the others beat less than those do.
    rows = np.flatnonzero(better)
    rows = rows[front(-costs[rows], np.full(costs.shape[1], HIGHER))]
    spread = np.nanmax(costs, axis=0) - np.nanmin(costs, axis=0)
    shares = gains[rows] / np.where((spread > 0) & np.isfinite(spread), spread, 1.0)
    best = int(rows[int(np.argmax(shares.sum(axis=1)))])
    return Beaten(best, gains[best])


def _costs(values: ArrayLike, directions: ArrayLike) -> NDArray[np.float64]:
    """Return VALUES as costs: each column the lower the better."""
    costs = np.array(values, dtype=np.float64, ndmin=2)
    return costs * -np.sign(np.asarray(directions, dtype=np.float64)) + 0.0


def _front_of_distinct(costs: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which of COSTS, (n, k) rows that all differ, are not beaten; the rows are in the order of `np.unique`."""
    count, dimensions = costs.shape
    if dimensions == 1:
        return np.arange(count) == 0
    if dimensions == 2:
        # Sorted by the first, a row is beaten when a row before it has the second as low.
        lowest = np.minimum.accumulate(costs[:, 1])
        return np.concatenate(([True], costs[1:, 1] < lowest[:-1]))
    # Ranks in place of values: they add up without one unit outweighing the others. What has the lowest sum beats
    # most of the others, so that few are left after the first chunk.
    ranks = np.stack([np.unique(column, return_inverse=True)[1].reshape(-1) for column in costs.T], axis=1)
    left = np.argsort(ranks.sum(axis=1), kind="stable")
    place = 0
    while place < len(left):
        judges = left[place : place + _CHUNK]
        place += _CHUNK
        # A row cannot be beaten by one whose sum is higher: all before this chunk have met all that could beat them
        # there, but rows of the chunk itself may beat each other.
        since = max(place - _CHUNK, 0)
        beaten = _beaten_by(ranks, judges, left[since:])
        kept_before = int(np.count_nonzero(~beaten[: len(judges)]))
        left = np.concatenate((left[:since], left[since:][~beaten]))
        place = since + kept_before
    found = np.zeros(count, bool)
    found[left] = True
    return found


def _beaten_by(ranks: NDArray[np.intp], judges: NDArray[np.intp], asked: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which rows ASKED of RANKS one of JUDGES beats; all rows differ.

    For each dimension the judges are sorted, and the set of the first 0, 1, 2, … of them is held as bits; of a row
    asked, the judges that are nowhere worse are the intersection of one such set for each dimension.
    """
    count = len(judges)
    words = (count + 63) // 64
    bit = np.arange(count)
    common: NDArray[np.uint64] | None = None
    for column in ranks.T:
        order = np.argsort(column[judges], kind="stable")
        sets = np.zeros((count + 1, words), np.uint64)
        sets[np.arange(1, count + 1), order // 64] = np.uint64(1) << (order % 64).astype(np.uint64)
        np.bitwise_or.accumulate(sets, axis=0, out=sets)
        within = np.searchsorted(column[judges][order], column[asked], side="right")
        common = sets[within] if common is None else common & sets[within]
    if common is None:
        return np.zeros(len(asked), bool)
    # Each judge is nowhere worse than itself: that does not count.
    itself = np.full(len(ranks), -1)
    itself[judges] = bit
    own = itself[asked]
    rows = np.flatnonzero(own >= 0)
    common[rows, own[rows] // 64] &= ~(np.uint64(1) << (own[rows] % 64).astype(np.uint64))
    return np.any(common != 0, axis=1)
