"""Machines that are left over time: those that work themselves and have all they need, in many histories at once.

What machines need is a block diagram over the elements that feed, cool, join and hold them; machines of the same block
are alike. Only the moments at which something changes are kept, so a year of hours costs nothing.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.formulas.reliability.block_diagram import BlockDiagram, Downfalls
from designer.formulas.reliability.histories import Downs, Flags, Floats, Ints

Matrix = NDArray[np.float64]

_PAIRS_AT_ONCE: Final = 4_000_000


class Timeline(NamedTuple):
    """Machines of each pool from one change to the next, history by history.

    Attributes:
        history: Of which history (n,).
        start_h: From when on (n,).
        lasts_h: For how long (n,).
        alive: Machines that run, whether slowed or not (pools, n).
        kept: The same, each counted by the share of its power or cooling that it has (pools, n).
    """

    history: Ints
    start_h: Floats
    lasts_h: Floats
    alive: Matrix
    kept: Matrix


class Machines(NamedTuple):
    """Machines that are followed.

    Attributes:
        block: The block that each needs (machines,).
        pools: Which machines each pool has (pools, machines).
    """

    block: Ints
    pools: Flags


class _Epochs(NamedTuple):
    """Stretches in which something of what machines need is down: history, from when to when, and its state."""

    history: Ints
    start: Floats
    end: Floats
    state: Ints


def timeline(diagram: BlockDiagram, machines: Machines, downs: Downs, hours: float, histories: int) -> Timeline:
    """Return how many machines of each pool are left over time.

    Args:
        diagram: What machines need; its elements are the first things of DOWNS, in its order.
        machines: The machines; they are the things after the elements.
        downs: Who is down from when to when.
        hours: Length of a history.
        histories: How many there are.

    Source: the definition of a structure function; Barlow and Proschan, "Mathematical Theory of Reliability", 1965.
    """
    elements = len(diagram.elements)
    of_element = downs.thing < elements
    epochs, states = _epochs(downs, of_element, hours, elements)
    kinds, kind_of = np.unique(machines.block, return_inverse=True)
    worth = diagram.worth(kinds.tolist(), states).astype(np.float64)
    # Only what takes or slows a machine counts: most of what fails has something that stands in for it.
    felt = np.asarray((worth < 1).any(axis=0), dtype=np.bool_)
    number = np.cumsum(felt) - 1
    real = felt[epochs.state]
    epochs = _Epochs(epochs.history[real], epochs.start[real], epochs.end[real], number[epochs.state[real]])
    worth = worth[:, felt]
    # (pools, kinds): machines of each pool by the block that they need.
    sizes = np.stack([np.bincount(kind_of[one], minlength=kinds.size) for one in machines.pools]).astype(np.float64)
    own = ~of_element
    fallen = Downs(downs.history[own], downs.thing[own] - elements, downs.start_h[own], downs.end_h[own])
    slowed = bool(((worth > 0) & (worth < 1)).any())
    changes = _Changes(epochs, fallen, machines.pools, kind_of.astype(np.int64), sizes, hours, histories)
    history, start, lasts, alive = changes.over((worth > 0).astype(np.float64))
    kept = changes.over(worth)[3] if slowed else alive
    return Timeline(history, start, lasts, alive, kept)


def _epochs(downs: Downs, of_element: Flags, hours: float, elements: int) -> tuple[_Epochs, Downfalls]:
    """Stretches between failures and repairs of elements, and the states that occur, first none down."""
    history, thing = downs.history[of_element], downs.thing[of_element]
    start, end = downs.start_h[of_element], np.minimum(downs.end_h[of_element], hours)
    # A random word for each element: the sum of those that are down names a state.
    words = np.random.default_rng(0).integers(1, 2**63, max(1, elements), dtype=np.uint64)
    at = np.concatenate([start, end])
    whose = np.concatenate([history, history])
    change = np.concatenate([words[thing], ~words[thing] + np.uint64(1)])
    order = np.lexsort((at, whose))
    at, whose, change = at[order], whose[order], change[order]
    # All words of a history have gone in and out at its end, so the sum runs on from one to the next.
    name = np.cumsum(change, dtype=np.uint64)
    until = np.append(at[1:], hours)
    last = np.append(whose[1:] != whose[:-1], True) if whose.size else np.zeros(0, dtype=np.bool_)
    until[last] = hours
    real = until > at
    at, until, whose, name = at[real], until[real], whose[real], name[real]
    # A state 0 of which nothing is down stands first, whether it occurs or not.
    names, first, state = np.unique(np.append(np.uint64(0), name), return_index=True, return_inverse=True)
    rank = np.empty(names.size, dtype=np.int64)
    order = np.argsort(first)
    rank[order] = np.arange(names.size)
    state = rank[state][1:]
    # Of each state the first moment at which it occurs tells what is down in it.
    example = first[order][1:] - 1
    when, bounds = at[example], np.searchsorted(history, np.arange(int(history.max(initial=-1)) + 2))
    span = hours + 1.0
    last = np.searchsorted(history * span + start, whose[example] * span + when, side="right")
    of_state, of_thing = list[Ints](), list[Ints]()
    for example_at, place in _pairs(bounds[whose[example]], last):
        real = end[place] > when[example_at]
        of_state.append(example_at[real] + 1)
        of_thing.append(thing[place[real]])
    none = np.zeros(0, dtype=np.int64)
    states = Downfalls(np.concatenate([none, *of_thing]), np.concatenate([none, *of_state]), names.size)
    bad = state > 0
    return _Epochs(whose[bad], at[bad], until[bad], state[bad]), states


def _pairs(first: Ints, last: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield each row with each place from its FIRST to before its LAST, so many at a time that they fit the memory."""
    numbers = np.maximum(last - first, 0)
    until = np.cumsum(numbers)
    at = 0
    while at < numbers.size:
        before = int(until[at - 1]) if at else 0
        stop = max(at + 1, int(np.searchsorted(until, before + _PAIRS_AT_ONCE, side="right")))
        some = numbers[at:stop]
        row = np.repeat(np.arange(at, stop), some)
        yield row, np.arange(row.size) - np.repeat(np.cumsum(some) - some, some) + first[row]
        at = stop


class _Changes:
    """All moments at which something changes, ready to be summed for one worth of the states after another."""

    def __init__(
        self,
        epochs: _Epochs,
        fallen: Downs,
        pools: Flags,
        kind_of: Ints,
        sizes: Matrix,
        hours: float,
        histories: int,
    ) -> None:
        self._epochs, self._fallen, self._pools, self._kind_of = epochs, fallen, pools, kind_of
        self._sizes, self._hours, self._histories = sizes, hours, histories
        self._end = np.minimum(fallen.end_h, hours)
        self._both = self._overlaps()
        every = np.arange(histories)
        epoch, machine = self._both
        from_h = np.maximum(epochs.start[epoch], fallen.start_h[machine])
        to_h = np.minimum(epochs.end[epoch], self._end[machine])
        history = (
            every,
            fallen.history,
            fallen.history,
            epochs.history,
            epochs.history,
            epochs.history[epoch],
            epochs.history[epoch],
        )
        at = (np.zeros(histories), fallen.start_h, self._end, epochs.start, epochs.end, from_h, to_h)
        self._history, self._at = np.concatenate(history), np.concatenate(at)
        self._order = np.lexsort((self._at, self._history))
        self._history, self._at = self._history[self._order], self._at[self._order]
        # Of changes at the same moment the last one tells what is left.
        follows = np.append((self._history[1:] == self._history[:-1]) & (self._at[1:] == self._at[:-1]), False)
        ends = self._at >= hours
        self._told = np.flatnonzero(~follows & ~ends)

    def over(self, worth: Matrix) -> tuple[Ints, Floats, Floats, Matrix]:
        """Return history, start, length and machines of each pool, where states leave their kinds so much WORTH."""
        epoch, machine = self._both
        lost = self._sizes @ (1 - worth)  # (pools, states)
        state = self._epochs.state
        # A machine that is down itself is not lost once more with what it needs.
        twice = 1 - worth[self._kind_of[self._fallen.thing[machine]], state[epoch]]
        history, at = self._history[self._told], self._at[self._told]
        until = np.append(at[1:], self._hours)
        until[np.append(history[1:] != history[:-1], True)] = self._hours
        left = np.empty((self._pools.shape[0], self._told.size))
        for pool, inside in enumerate(self._pools):
            falls = inside[self._fallen.thing].astype(np.float64)
            again = twice * inside[self._fallen.thing[machine]]
            change = np.concatenate(
                [
                    np.full(self._histories, float(inside.sum())),
                    -falls,
                    falls,
                    -lost[pool, state],
                    lost[pool, state],
                    again,
                    -again,
                ]
            )[self._order]
            total = np.cumsum(change)
            # Each history ends as it began, so what stands before its first change is to be taken off.
            heads = np.searchsorted(self._history, np.arange(self._histories))
            before = np.append(0.0, total)[heads]
            left[pool] = total[self._told] - before[history]
        # Sums of shares lose a few digits: whole machines are whole, and none is less than none.
        whole = np.rint(left)
        left = np.where(np.abs(left - whole) < 1e-6, whole, left)
        return history, at, until - at, np.maximum(left, 0.0)

    def _overlaps(self) -> tuple[Ints, Ints]:
        """Pairs of a bad epoch and a machine that is down itself during some of it."""
        epochs, fallen = self._epochs, self._fallen
        none = np.zeros(0, dtype=np.int64)
        if not fallen.thing.size or not epochs.state.size:
            return none, none
        # Machines are in order of history and start: those that begin before the end of an epoch are a stretch.
        bounds = np.searchsorted(fallen.history, np.arange(self._histories + 1))
        span = self._hours + 1.0
        last = np.searchsorted(fallen.history * span + fallen.start_h, epochs.history * span + epochs.end)
        whose, which = [none], [none]
        for epoch, place in _pairs(bounds[epochs.history], last):
            real = self._end[place] > epochs.start[epoch]
            whose.append(epoch[real])
            which.append(place[real])
        return np.concatenate(whose), np.concatenate(which)


def time_share(line: Timeline, flags: Flags, hours: float, histories: int) -> Floats:
    """Return the share of the time for which FLAGS (n,) hold in each history (histories,)."""
    return np.bincount(line.history, weights=line.lasts_h * flags, minlength=histories) / hours


def time_mean(line: Timeline, values: Floats, hours: float, histories: int) -> Floats:
    """Return the mean over time of VALUES (n,) in each history (histories,)."""
    return np.bincount(line.history, weights=line.lasts_h * values, minlength=histories) / hours


def outages(line: Timeline, stopped: Flags, histories: int) -> Ints:
    """Return how often STOPPED (n,) begins to hold in each history (histories,); at its start it does not begin."""
    begins = stopped.copy()
    begins[1:] &= ~stopped[:-1] | (line.history[1:] != line.history[:-1])
    begins &= line.start_h > 0
    return np.bincount(line.history[begins], minlength=histories)
