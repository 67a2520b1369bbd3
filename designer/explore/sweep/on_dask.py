"""Batches of variants on Dask (dask.distributed): processes of this machine, or whatever a scheduler has.

Nothing is queued here beyond a few batches for each worker, so that a million variants take no memory. A worker that
is killed loses nothing: the scheduler gives its batches to another. What every batch needs, the space with its base
and the library, is one task whose result the workers share, so that it is worked out again where it was lost.
"""

import contextlib
import gc
import time
from collections.abc import Iterator
from contextlib import ExitStack
from queue import Empty, SimpleQueue
from typing import Any, Final, NamedTuple
from uuid import uuid4

import msgspec

from designer import __version__
from designer.explore.extra import need_extra
from designer.explore.sweep.batches import BATCH_S, Batch, Batches, Lost, Stopped
from designer.explore.sweep.local_cluster import CONNECT_S, connected, quiet, settings, started_cluster
from designer.explore.sweep.table import SweepRow
from designer.explore.sweep.variant import Sweep, worked_out
from designer.model.records import RefusedInput

_AHEAD: Final = 2
"""Batches that each worker has: one that it works at, and one that waits while the rows of the last are written."""
_ASKED_EVERY: Final = 100
"""Batches after which a scheduler is asked again how many workers it has."""
_LOOK_S: Final = 0.2
_GONE_S: Final = 5.0
"""For so long a scheduler may be silent before it counts as gone."""
_ALONE_S: Final = 15.0
"""For so long a scheduler may be without workers."""
_FINISH_S: Final = 2 * BATCH_S
"""For so long a stop waits for batches that are begun."""


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
        self._stopped = stopped
        self._scheduler = scheduler
        self._workers = workers
        self._stack = ExitStack()
        self._token = uuid4().hex[:8]
        self._client: Any = None
        self._shared: Any = None
        self._sent = 0
        self._known: tuple[int, int] | None = None
        self._looked = time.monotonic()
        self._alone_since: float | None = None

    def __enter__(self) -> "OnDask":
        with need_extra("A sweep on several processes"):
            from dask.config import set as configured
            from distributed import Client
        with ExitStack() as stack:
            stack.enter_context(configured({"distributed.comm.timeouts.connect": f"{CONNECT_S:g}s", **settings()}))
            # Before the cluster, so that what its start logs is quiet too.
            stack.enter_context(quiet())
            address: Any = self._scheduler
            if address is None:
                address = started_cluster(stack, self._workers)
            self._client = stack.enter_context(connected(Client, address, scheduler=self._scheduler))
            self._share()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _share(self) -> None:
        """Send what all batches need, once, and see that a worker can read it.

        Raises:
            RefusedInput: there are no workers, or they run something else.
        """
        if self._scheduler is not None and not self._client.scheduler_info(n_workers=-1)["workers"]:
            raise RefusedInput(f"The Dask scheduler at {self._scheduler[:200]} has no workers: start some first.")
        # Not pickled: a worker of another version would fill the records with the wrong fields without a word.
        payload = msgspec.msgpack.encode(self._sweep)
        self._shared = self._client.submit(_read_sweep, payload, __version__, key=f"sweep-{self._token}")
        problem: Any = None  # workers that are busy for a minute: the batches wait with it
        ends = time.monotonic() + CONNECT_S * 6
        while time.monotonic() < ends:
            with contextlib.suppress(TimeoutError):
                problem = self._shared.exception(timeout=1.0)
                break
            # A worker that cannot read what it is sent ends, and one without a nanny does not come back.
            if not self._client.nthreads():
                problem = ModuleNotFoundError()
                break
        if isinstance(problem, RefusedInput):
            raise problem
        if problem is not None:
            raise RefusedInput(
                f"The scheduler or workers at {self._scheduler} cannot work for this sweep: install the same version "
                f"of Stackwright there ({__version__}), also beside the scheduler."
            ) from problem

    def rows_of(self, batches: Batches) -> Iterator[list[SweepRow]]:
        """Yield the rows of BATCHES as they come; a stop waits a moment for what is begun.

        Raises:
            Lost: the scheduler is gone.
        """
        done: SimpleQueue[Any] = SimpleQueue()
        running: dict[str, tuple[Any, Batch]] = {}

        def send(batch: Batch) -> None:
            key = f"variants-{self._token}-{self._sent}"
            self._sent += 1
            future = self._client.submit(_work, self._shared, batch, __version__, key=key, pure=False)
            running[key] = (future, batch)
            future.add_done_callback(done.put)

        silent_since: float | None = None
        ends: float | None = None
        try:
            while True:
                places = self._threads()
                while ends is None and len(running) < places * _AHEAD:
                    batch = batches.next(places)
                    if not batch:
                        break
                    send(batch)
                if not running or (ends is not None and time.monotonic() > ends):
                    return
                try:
                    future = done.get(timeout=_LOOK_S)
                except Empty:
                    future = None
                if ends is None and self._stopped():
                    ends = time.monotonic() + _FINISH_S
                    # Workers go through what they have in order: those that came last are not begun yet.
                    for key in list(running)[places:]:
                        running.pop(key)[0].cancel()
                if self._client.status != "running":
                    silent_since = silent_since or time.monotonic()
                    # A short silence is a scheduler that is busy, or a network that comes back: Dask connects again
                    # by itself.
                    if time.monotonic() - silent_since > _GONE_S or self._client.status == "closed":
                        raise Lost(self._gone())
                else:
                    silent_since = None
                if future is None and self._client.status == "running":
                    self._require_workers()
                # A batch that went again, variant by variant, may still be told once as a whole.
                if future is None or future.key not in running:
                    continue
                _, batch = running.pop(future.key)
                done_now = self._result(future, batch, send)
                batches.tell(len(done_now.rows), done_now.seconds)
                if done_now.rows:
                    yield done_now.rows
        finally:
            for future, _ in running.values():
                with contextlib.suppress(Exception):
                    future.cancel()

    def _result(self, future: Any, batch: Batch, send: Any) -> "_Done":
        """Return the rows of a batch that is done; a batch that killed its workers goes again, variant by variant."""
        from distributed.scheduler import KilledWorker

        if future.status == "finished":
            try:
                return future.result(timeout=CONNECT_S * 3)
            except Exception as problem:  # whatever a broken connection is called, the rows did not come
                raise Lost(self._gone()) from problem
        if future.status == "cancelled":
            raise Lost(self._gone())
        problem = future.exception()
        if not isinstance(problem, KilledWorker):
            if isinstance(problem, RefusedInput):
                raise problem
            raise Lost(f"A worker could not go on ({type(problem).__name__}). What came is kept.")
        # One variant of them takes too much memory; alone it fails alone, and the others get their rows.
        if len(batch) > 1:
            for one in batch:
                send([one])
            return _Done([], 0.0)
        number, values = batch[0]
        problem = "Each worker that tried it was killed: perhaps it takes too much memory."
        return _Done([SweepRow(number, values, (), problem)], 0.0)

    def _require_workers(self) -> None:
        """Wait a while for workers where a scheduler has lost them all.

        Raises:
            Lost: none came.
        """
        now = time.monotonic()
        if self._scheduler is None or now - self._looked < _GONE_S:
            return
        self._looked = now
        there = True
        with contextlib.suppress(Exception):
            there = bool(self._client.nthreads())
        self._alone_since = None if there else self._alone_since or now
        if self._alone_since is not None and now - self._alone_since > _ALONE_S:
            raise Lost(
                f"The Dask scheduler at {self._scheduler[:200]} has lost all its workers. What came is kept: start "
                "some, and the same command goes on."
            )

    def _threads(self) -> int:
        """Return how many batches the workers can work at; a scheduler is asked now and then, as it may get more."""
        if self._scheduler is None:
            return self._workers
        if self._known is None or self._sent - self._known[0] >= _ASKED_EVERY:
            threads = 0
            with contextlib.suppress(Exception):
                threads = sum(self._client.nthreads().values())
            self._known = (self._sent, max(threads, 1))
        return self._known[1]

    def _gone(self) -> str:
        where = f" at {self._scheduler[:200]}" if self._scheduler is not None else ""
        return f"The Dask scheduler{where} is gone. What came is kept: start it again, and the same command goes on."


class _Done(NamedTuple):
    """Rows of a batch, as a worker sends them back.

    Attributes:
        rows: Of the batch.
        seconds: For how long it was worked at.
    """

    rows: list[SweepRow]
    seconds: float


def _read_sweep(payload: bytes, version: str) -> Sweep:
    """Return what PAYLOAD says, on a worker.

    Raises:
        RefusedInput: the worker runs another version, whose figures may differ.
    """
    _require_version(version)
    return msgspec.msgpack.decode(payload, type=Sweep)


def _require_version(version: str) -> None:
    if version != __version__:
        raise RefusedInput(f"A worker runs Stackwright {__version__}, and this is {version}: install the same there.")


def _work(sweep: Sweep, batch: Batch, version: str) -> _Done:
    """Return the rows of BATCH, on a worker.

    Raises:
        RefusedInput: the worker runs another version; it may have come after the others.
    """
    _require_version(version)
    # As in a command: records are many and make little garbage, so that it is searched for seldom.
    gc.set_threshold(100_000, 20, 20)
    begun = time.perf_counter()
    rows = [worked_out(sweep, number, values) for number, values in batch]
    return _Done(rows, time.perf_counter() - begun)
