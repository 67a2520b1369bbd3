"""Pieces of work on Dask (dask.distributed): processes of this machine, or whatever a scheduler has.

Nothing is queued here beyond a few pieces for each worker, so that a million of them take no memory. A worker that is
killed loses nothing: the scheduler gives its pieces to another. What every piece needs is one task whose result the
workers share, so that it is worked out again where it was lost.
"""

import contextlib
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar
from uuid import uuid4

from designer import __version__
from designer.explore.extra import need_extra
from designer.explore.sweep.batches import Lost, Stopped
from designer.explore.sweep.local_cluster import CONNECT_S, connected, prepare, quiet, settings, started_cluster
from designer.model.records import RefusedInput

_ASKED_EVERY: Final = 100
"""Pieces after which a scheduler is asked again how many workers it has."""
_LOOK_S: Final = 0.2
_GONE_S: Final = 5.0
"""For so long a scheduler may be silent before it counts as gone."""
_ALONE_S: Final = 15.0
"""For so long a scheduler may be without workers."""

_Piece = TypeVar("_Piece")
_Result = TypeVar("_Result")


class DaskCluster:
    """Works pieces out on a Dask cluster, which is started and ended with it unless an address is given."""

    def __init__(
        self,
        what: str,
        stopped: Stopped,
        *,
        scheduler: str | None,
        workers: int,
        ahead: int,
        finish_s: float = 0.0,
        goes_on: bool = False,
    ) -> None:
        """Take what it is for, and where it runs.

        Args:
            what: What needs it, in a refusal: "A sweep".
            stopped: Is asked five times a second.
            scheduler: Address of a scheduler; None starts WORKERS processes here.
            workers: Processes that are started.
            ahead: Pieces that each worker has, so that none is idle while results are taken.
            finish_s: For so long a stop waits for pieces that are begun.
            goes_on: Whether the same command goes on where it ended.
        """
        self._what, self._stopped = what, stopped
        self._scheduler, self._workers = scheduler, workers
        self._ahead, self._finish_s, self._goes_on = ahead, finish_s, goes_on
        self._stack = ExitStack()
        self._token = uuid4().hex[:8]
        self._client: Any = None
        self._sent = 0
        self._known: tuple[int, int] | None = None
        self._looked = time.monotonic()
        self._alone_since: float | None = None

    def __enter__(self) -> "DaskCluster":
        with need_extra(f"{self._what} on several processes"):
            from dask.config import set as configured
            from distributed import Client
        with ExitStack() as stack:
            stack.enter_context(configured({"distributed.comm.timeouts.connect": f"{CONNECT_S:g}s", **settings()}))
            # Before the cluster, so that what its start logs is quiet too.
            stack.enter_context(quiet())
            address: Any = self._scheduler
            if address is None:
                prepare()
                address = started_cluster(stack, self._workers)
            self._client = stack.enter_context(connected(Client, address, scheduler=self._scheduler))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def share(self, read: Callable[[bytes], Any], payload: bytes) -> Any:
        """Return a handle of what all pieces need: READ of PAYLOAD, sent once, that a worker can read.

        Raises:
            RefusedInput: there are no workers, or they run something else.
        """
        if self._scheduler is not None and not self._client.scheduler_info(n_workers=-1)["workers"]:
            raise RefusedInput(f"The Dask scheduler at {self._scheduler[:200]} has no workers: start some first.")
        key = f"shared-{self._token}-{self._sent}"
        shared = self._client.submit(_read, read, payload, __version__, key=key)
        self._sent += 1
        problem: Any = None  # workers that are busy for a minute: the pieces wait with it
        ends = time.monotonic() + CONNECT_S * 6
        while time.monotonic() < ends:
            with contextlib.suppress(TimeoutError):
                problem = shared.exception(timeout=1.0)
                break
            # A worker that cannot read what it is sent ends, and one without a nanny does not come back.
            if not self._client.nthreads():
                problem = ModuleNotFoundError()
                break
        if isinstance(problem, RefusedInput):
            raise problem
        if problem is not None:
            raise RefusedInput(
                f"The scheduler or workers at {self._scheduler} cannot work for this: install the same version of "
                f"Stackwright there ({__version__}), also beside the scheduler."
            ) from problem
        return shared

    def results_of(
        self,
        work: Callable[[Any, _Piece], _Result],
        shared: Any,
        take: Callable[[int], _Piece | None],
        killed: "Callable[[_Piece, Callable[[_Piece], None]], _Result | None]",
    ) -> Iterator[_Result]:
        """Yield WORK of each piece with what they share, as they come; end early when stopped.

        Args:
            work: Runs on a worker.
            shared: A handle of `share`.
            take: Returns the next piece, told how many are worked at at once; None when none is left.
            killed: Is told of a piece that killed each worker that tried it, and of how to send another; returns what
                stands for it, or None.

        Raises:
            Lost: the scheduler is gone, or its workers are.
        """
        done: SimpleQueue[Any] = SimpleQueue()
        running: dict[str, tuple[Any, _Piece]] = {}

        def send(piece: _Piece) -> None:
            key = f"piece-{self._token}-{self._sent}"
            self._sent += 1
            future = self._client.submit(_work, work, shared, piece, __version__, key=key, pure=False)
            running[key] = (future, piece)
            future.add_done_callback(done.put)

        silent_since: float | None = None
        ends: float | None = None
        try:
            while True:
                places = self._threads()
                while ends is None and len(running) < places * self._ahead:
                    piece = take(places)
                    if piece is None:
                        break
                    send(piece)
                if not running or (ends is not None and time.monotonic() > ends):
                    return
                try:
                    future = done.get(timeout=_LOOK_S)
                except Empty:
                    future = None
                if ends is None and self._stopped():
                    if not self._finish_s:
                        return
                    ends = time.monotonic() + self._finish_s
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
                # A piece that went again in parts may still be told once as a whole.
                if future is None or future.key not in running:
                    continue
                _, piece = running.pop(future.key)
                result = self._result(future, piece, send, killed)
                if result is not None:
                    yield result
        finally:
            for future, _ in running.values():
                with contextlib.suppress(Exception):
                    future.cancel()

    def _result(
        self,
        future: Any,
        piece: _Piece,
        send: Callable[[_Piece], None],
        killed: "Callable[[_Piece, Callable[[_Piece], None]], _Result | None]",
    ) -> "_Result | None":
        """Return the result of a piece that is done; one that killed its workers is told to KILLED."""
        from distributed.scheduler import KilledWorker

        if future.status == "finished":
            try:
                return future.result(timeout=CONNECT_S * 3)
            except Exception as problem:  # whatever a broken connection is called, the result did not come
                if self._client.status != "running":
                    raise Lost(self._gone()) from problem
                # It went with the worker that had it, which was killed: it is worked out again.
                send(piece)
                return None
        if future.status == "cancelled":
            raise Lost(self._gone())
        problem = future.exception()
        if isinstance(problem, KilledWorker):
            return killed(piece, send)
        if isinstance(problem, RefusedInput):
            raise problem
        raise Lost(f"A worker could not go on ({type(problem).__name__}). What came is kept.")

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
            again = ": start some, and the same command goes on." if self._goes_on else "."
            raise Lost(
                f"The Dask scheduler at {self._scheduler[:200]} has lost all its workers. What came is kept{again}"
            )

    def _threads(self) -> int:
        """Return how many pieces the workers can work at; a scheduler is asked now and then, as it may get more."""
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
        again = ": start it again, and the same command goes on." if self._goes_on else "."
        return f"The Dask scheduler{where} is gone. What came is kept{again}"


def _require_version(version: str) -> None:
    """Refuse on a worker what comes from another VERSION, whose figures may differ.

    Raises:
        RefusedInput: it runs another.
    """
    if version != __version__:
        raise RefusedInput(f"A worker runs Stackwright {__version__}, and this is {version}: install the same there.")


def _read(read: Callable[[bytes], Any], payload: bytes, version: str) -> Any:
    """Return READ of PAYLOAD, on a worker."""
    _require_version(version)
    return read(payload)


def _work(work: Callable[[Any, Any], Any], shared: Any, piece: Any, version: str) -> Any:
    """Return WORK of PIECE, on a worker, which may have come after the others."""
    _require_version(version)
    # As in a command: records are many and make little garbage, so that it is searched for seldom.
    gc.set_threshold(100_000, 20, 20)
    return work(shared, piece)
