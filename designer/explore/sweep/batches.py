"""Batches of variants, and the places where they are worked out: this process, or Dask."""

from collections.abc import Callable, Iterator
from typing import Protocol

from designer.explore.sweep.table import SweepRow, Value

Batch = list[tuple[int, tuple[Value, ...]]]
Stopped = Callable[[], bool]


class Runner(Protocol):
    """A place where batches are worked out, in whatever order they are ready."""

    def rows_of(self, batches: Iterator[Batch]) -> Iterator[list[SweepRow]]:
        """Yield the rows of BATCHES as they come; end early when stopped."""
        ...


class Lost(Exception):
    """The place where batches were worked out is gone; the message is one plain line."""
