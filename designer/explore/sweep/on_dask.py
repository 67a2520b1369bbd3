"""Batches of variants on Dask: what they share is the space with its base and the library."""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import msgspec

from designer.explore.dask_cluster import DaskCluster
from designer.explore.sweep.batches import BATCH_S, Batch, Batches, Stopped
from designer.explore.sweep.table import SweepRow
from designer.explore.sweep.variant import Sweep, worked_out

_AHEAD: Final = 2
"""Batches that each worker has: one that it works at, and one that waits while the rows of the last are written."""


class OnDask:
    """Works batches out on a Dask cluster, which is started and ended with it unless an address is given."""

    def __init__(self, sweep: Sweep, stopped: Stopped, *, scheduler: str | None, workers: int) -> None:
        """Take what is worked out, and where.

        Args:
            sweep: What every batch needs.
            stopped: Is asked five times a second.
            scheduler: Address of a scheduler; None starts WORKERS processes here.
            workers: Processes that are started.
        """
        self._sweep = sweep
        # A stop waits for what is begun, about as long as a batch takes.
        self._cluster = DaskCluster(
            "A sweep",
            stopped,
            scheduler=scheduler,
            workers=workers,
            ahead=_AHEAD,
            finish_s=2 * BATCH_S,
            goes_on=True,
        )
        self._shared: Any = None

    def __enter__(self) -> "OnDask":
        with contextlib.ExitStack() as stack:
            stack.enter_context(self._cluster)
            # Not pickled: a worker of another version would fill the records with the wrong fields without a word.
            self._shared = self._cluster.share(_read_sweep, msgspec.msgpack.encode(self._sweep))
            stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._cluster.__exit__(*_)

    def rows_of(self, batches: Batches) -> Iterator[list[SweepRow]]:
        """Yield the rows of BATCHES as they come; a stop waits a moment for what is begun.

        Raises:
            Lost: the scheduler is gone.
        """
        for done in self._cluster.results_of(_work, self._shared, lambda places: batches.next(places) or None, _killed):
            batches.tell(len(done.rows), done.seconds)
            if done.rows:
                yield done.rows


class _Done(NamedTuple):
    """Rows of a batch, as a worker sends them back.

    Attributes:
        rows: Of the batch.
        seconds: For how long it was worked at.
    """

    rows: list[SweepRow]
    seconds: float


def _killed(batch: Batch, send: Callable[[Batch], None]) -> _Done | None:
    """Let a batch that killed its workers go again, variant by variant."""
    # One variant of them takes too much memory; alone it fails alone, and the others get their rows.
    if len(batch) > 1:
        for one in batch:
            send([one])
        return None
    number, values = batch[0]
    problem = "Each worker that tried it was killed: perhaps it takes too much memory."
    return _Done([SweepRow(number, values, (), problem)], 0.0)


def _read_sweep(payload: bytes) -> Sweep:
    """Return what PAYLOAD says, on a worker."""
    return msgspec.msgpack.decode(payload, type=Sweep)


def _work(sweep: Sweep, batch: Batch) -> _Done:
    """Return the rows of BATCH, on a worker."""
    begun = time.perf_counter()
    rows = [worked_out(sweep, number, values) for number, values in batch]
    return _Done(rows, time.perf_counter() - begun)
