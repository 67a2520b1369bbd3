"""Batches of variants, how large they are, and the places where they are worked out: this process, or Dask."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, Protocol

from designer.explore.sweep.space import Space
from designer.explore.sweep.table import SweepRow, Value

MOST: Final = 32
"""Variants of one batch, at most: neighbours share what is made of them, so that many together are quicker."""
BATCH_S: Final = 4.0
"""For about so long a batch is worked at: rows come in steadily, and a stop can wait for what is begun."""
_FIRST_S: Final = 15.0
"""The same for the first batches: what is known of them is the very first variant, which takes longer than others."""

Batch = list[tuple[int, tuple[Value, ...]]]
Stopped = Callable[[], bool]


class Batches:
    """Variants that are waiting, cut into batches by what is known when each is asked for."""

    def __init__(
        self, variants: Iterator[tuple[int, tuple[Value, ...]]], count: int, turns: Sequence[int], first_s: float = 0.0
    ) -> None:
        """Take what waits.

        Args:
            variants: Numbers and values, in the order in which neighbours share most.
            count: How many there are.
            turns: Numbers of neighbours that share something, growing, each a multiple of the one before; 1 is first.
            first_s: For how long the first variant of all was worked at, in s; 0 where nobody knows.
        """
        self._variants = variants
        self._left = count
        self._turns = turns
        self._each_s, self._is_first = first_s, True

    def tell(self, variants: int, seconds: float) -> None:
        """Learn that so many VARIANTS took so many SECONDS."""
        if variants:
            each = seconds / variants
            # Later variants count more, as sizes may grow along a grid.
            self._each_s = each if self._is_first else (self._each_s + each) / 2
            self._is_first = False

    def next(self, places: int) -> Batch:
        """Return the next batch for one of PLACES that work at the same time; an empty one when none is left."""
        batch = list(islice(self._variants, self._size(places)))
        self._left -= len(batch)
        return batch

    def _size(self, places: int) -> int:
        seconds = _FIRST_S if self._is_first else BATCH_S
        most = min(MOST, int(seconds / self._each_s)) if self._each_s > 0 else MOST
        shares = len(self._turns) > 1
        # The last batches grow smaller, so that no place waits long for another. Where neighbours share, a small batch
        # works out again what is shared, so that this begins late.
        fair = self._left // (places if shares else 2 * places)
        size = max(min(most, fair), min(self._turns[1], most) if shares else 1, 1)
        turn = max(turn for turn in self._turns if turn <= size)
        return size // turn * turn


def turns_of(space: Space) -> list[int]:
    """Return how many neighbours of SPACE differ in its last variable alone, in the last two, and so on."""
    found = [1]
    for variable in reversed(space.vary):
        turn = found[-1] * len(variable.choices)
        if space.method != "grid" or turn > MOST:
            break
        if turn > found[-1]:
            found.append(turn)
    return found


class Runner(Protocol):
    """A place where batches are worked out, in whatever order they are ready."""

    def rows_of(self, batches: Batches) -> Iterator[list[SweepRow]]:
        """Yield the rows of BATCHES as they come; end early when stopped, with what is begun."""
        ...


class Lost(Exception):
    """The place where batches were worked out is gone; the message is one plain line."""
