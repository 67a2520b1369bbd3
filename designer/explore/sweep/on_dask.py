"""Batches of variants on Dask (dask.distributed): processes of this machine, or whatever a scheduler has.

Nothing is queued here beyond a few batches for each worker, so that a million variants take no memory. A worker that
is killed loses nothing: the scheduler gives its batches to another. What every batch needs, the space with its base
and the library, is one task whose result the workers share, so that it is worked out again where it was lost.
"""

import contextlib
import gc
import logging
import multiprocessing
import signal
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from queue import Empty, SimpleQueue
from typing import Any, Final
from uuid import uuid4

import msgspec

from designer import __version__
from designer.explore.extra import need_extra
from designer.explore.sweep.batches import Batch, Lost, Stopped
from designer.explore.sweep.table import SweepRow
from designer.explore.sweep.variant import Sweep, worked_out
from designer.model.records import RefusedInput

_AHEAD: Final = 3
"""Batches that wait for each worker, so that none is idle while rows are written."""
_ASKED_EVERY: Final = 100
"""Batches after which a scheduler is asked again how many workers it has."""
_LOOK_S: Final = 0.2
CONNECT_S: Final = 10.0
"""For so long an address may not answer."""
_GONE_S: Final = 5.0
"""For so long a scheduler may be silent before it counts as gone."""
_LOCAL: Final = "127.0.0.1"


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

    def __enter__(self) -> "OnDask":
        with need_extra("A sweep on several processes"):
            from dask.config import set as configured
            from distributed import Client, LocalCluster
        with ExitStack() as stack:
            stack.enter_context(
                configured(
                    {
                        "distributed.comm.timeouts.connect": f"{CONNECT_S:g}s",
                        "distributed.admin.tick.limit": "1h",
                        "distributed.worker.daemon": True,
                        # Looking a hundred times a second at what a worker does takes a third of its time.
                        "distributed.worker.profile.enabled": False,
                        # Dask has each worker give memory back at once, which it then asks for again with each design.
                        "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 256 * 2**20,
                    }
                )
            )
            # Before the cluster, so that what its start logs is quiet too.
            stack.enter_context(_quiet())
            address: Any = self._scheduler
            if address is None:
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="stackwright-dask-"))
                stack.enter_context(_children_allowed())
                with _deaf_children():
                    cluster = LocalCluster(
                        n_workers=self._workers,
                        threads_per_worker=1,
                        processes=True,
                        host=_LOCAL,
                        scheduler_port=0,
                        dashboard_address=None,  # pyright: ignore[reportArgumentType]  # none is started
                        local_directory=folder,
                        silence_logs=logging.CRITICAL,
                    )
                address = stack.enter_context(cluster)
            self._client = stack.enter_context(self._connected(Client, address))
            self._share()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _connected(self, client: Any, address: Any) -> Any:
        try:
            return client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError, TypeError) as problem:
            if self._scheduler is None:
                raise
            raise RefusedInput(
                f"No Dask scheduler answers at {self._scheduler[:200]}: an address is tcp://host:port, and the "
                "scheduler runs the same version of Dask."
            ) from problem

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
        try:
            problem = self._shared.exception(timeout=CONNECT_S * 6)
        except TimeoutError:
            problem = None  # the workers are busy: the batches wait with it
        if isinstance(problem, RefusedInput):
            raise problem
        if problem is not None:
            raise RefusedInput(
                f"The workers at {self._scheduler} cannot work for this sweep: install the same version of Stackwright "
                f"there ({__version__})."
            ) from problem

    def rows_of(self, batches: Iterator[Batch]) -> Iterator[list[SweepRow]]:
        """Yield the rows of BATCHES as they come.

        Raises:
            Lost: the scheduler is gone.
        """
        done: SimpleQueue[Any] = SimpleQueue()
        running: dict[str, tuple[Any, Batch]] = {}

        def send(batch: Batch) -> None:
            key = f"variants-{self._token}-{self._sent}"
            self._sent += 1
            future = self._client.submit(_work, self._shared, batch, key=key, pure=False)
            running[key] = (future, batch)
            future.add_done_callback(done.put)

        silent_since: float | None = None
        try:
            while True:
                while len(running) < self._threads() * _AHEAD:
                    batch = next(batches, None)
                    if batch is None:
                        break
                    send(batch)
                if not running:
                    return
                try:
                    future = done.get(timeout=_LOOK_S)
                except Empty:
                    future = None
                if self._stopped():
                    return
                if self._client.status != "running":
                    silent_since = silent_since or time.monotonic()
                    # A short silence is a scheduler that is busy, or a network that comes back: Dask connects again
                    # by itself.
                    if time.monotonic() - silent_since > _GONE_S or self._client.status == "closed":
                        raise Lost(self._gone())
                else:
                    silent_since = None
                # A batch that went again, variant by variant, may still be told once as a whole.
                if future is None or future.key not in running:
                    continue
                _, batch = running.pop(future.key)
                rows = self._result(future, batch, send)
                if rows:
                    yield rows
        finally:
            for future, _ in running.values():
                with contextlib.suppress(Exception):
                    future.cancel()

    def _result(self, future: Any, batch: Batch, send: Any) -> list[SweepRow]:
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
            return []
        number, values = batch[0]
        return [SweepRow(number, values, (), "Each worker that tried it was killed: perhaps it takes too much memory.")]

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


def _read_sweep(payload: bytes, version: str) -> Sweep:
    """Return what PAYLOAD says, on a worker.

    Raises:
        RefusedInput: the worker runs another version, whose figures may differ.
    """
    if version != __version__:
        raise RefusedInput(f"A worker runs Stackwright {__version__}, and this is {version}: install the same there.")
    return msgspec.msgpack.decode(payload, type=Sweep)


def _work(sweep: Sweep, batch: Batch) -> list[SweepRow]:
    """Return the rows of BATCH, on a worker."""
    # As in a command: records are many and make little garbage, so that it is searched for seldom.
    gc.set_threshold(100_000, 20, 20)
    return [worked_out(sweep, number, values) for number, values in batch]


@contextlib.contextmanager
def _quiet() -> Generator[None]:
    """Keep what Dask logs out of the terminal: what went wrong is told in one line of our own."""
    names = ("distributed", "tornado", "asyncio")
    # Those below have levels of their own, which Dask gives them when it is loaded.
    loggers = [
        logging.getLogger(name) for name in list(logging.root.manager.loggerDict) if name.partition(".")[0] in names
    ]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in before:
            logger.setLevel(level)


@contextlib.contextmanager
def _deaf_children() -> Generator[None]:
    """Let processes that are started meanwhile not hear Ctrl+C, which a terminal sends to all: the sweep ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what a signal does
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _children_allowed() -> Generator[None]:
    """Let a process of the window, which ends with it, have workers of its own; they end when it is gone."""
    process = multiprocessing.current_process()
    if not process.daemon:
        yield
        return
    process.daemon = False
    try:
        yield
    finally:
        process.daemon = True
