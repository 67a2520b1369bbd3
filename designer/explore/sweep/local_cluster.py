"""Dask workers on this machine: started quickly, quiet, deaf to Ctrl+C, and nothing of them left behind."""

import contextlib
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from designer import clock
from designer.machine import children_allowed
from designer.model.records import RefusedInput

CONNECT_S: Final = 10.0
"""For so long an address may not answer."""

PREFIX: Final = "stackwright-dask-"
"""Of the folders in which workers keep what does not fit into memory."""
_LOCK: Final = "in-use"
_SETTLED_S: Final = 60.0
"""A folder that is younger may be without its lock just now."""
_HERE: Final = "127.0.0.1"
_LOADED: Final = (
    "distributed",
    "distributed.worker",
    "designer.explore.sweep.on_dask",
    "designer.analysis.run",
    "designer.review.documents.results_document",
    "scipy.optimize",
    "scipy.sparse.csgraph",
    "scipy.sparse.linalg",
)
"""Modules that every worker loads."""
_ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
# Dask has each worker give memory back at once, which it then asks for again with each design. Where one of these
# limits is set, the C library stops raising the other by itself, and fetches each array above 128 KiB anew from the
# system: both are set. A worker works in a thread beside its main one, whose own pool is cut back in any case.
# Source: mallopt(3) of the GNU C library, M_TRIM_THRESHOLD, M_MMAP_THRESHOLD (32 MiB at most), M_ARENA_MAX.
_KEEPS_MEMORY: Final = {
    "MALLOC_TRIM_THRESHOLD_": str(256 * 2**20),
    "MALLOC_MMAP_THRESHOLD_": str(32 * 2**20),
    "MALLOC_ARENA_MAX": "1",
}


def settings() -> dict[str, Any]:
    """Return what Dask is told of workers that are started here, by its own names."""
    forks = {"distributed.worker.multiprocessing-method": "forkserver"} if _forks() else {}
    return {
        **forks,
        "distributed.admin.tick.limit": "1h",
        # Looks that Dask takes at a worker 50, 10 and 2 times a second, each of which holds its work up.
        "distributed.admin.tick.interval": "500ms",
        "distributed.worker.memory.monitor-interval": "1s",
        "distributed.admin.system-monitor.interval": "5s",
        "distributed.worker.profile.enabled": False,
        "distributed.worker.daemon": True,
        "distributed.nanny.pre-spawn-environ": {**_ONE_THREAD, **_KEEPS_MEMORY},
    }


def _forks() -> bool:
    """Return True where workers are copies of one process that has loaded all: Linux, and not from one file."""
    return sys.platform == "linux" and not getattr(sys, "frozen", False)


def prepare() -> None:
    """Begin to load what workers need, in a process of which they are copies; this one goes on meanwhile."""
    if not _forks():
        return
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload(list(_LOADED))
    # It looks for modules where this process does, and never in the folder that it happens to be started in.
    where = os.pathsep.join(path for path in sys.path if path)
    with _environment({**_ONE_THREAD, **_KEEPS_MEMORY, "PYTHONPATH": where, "PYTHONSAFEPATH": "1"}), deaf_children():
        forkserver.ensure_running()


@contextlib.contextmanager
def _environment(values: dict[str, str]) -> Generator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def started_cluster(stack: ExitStack, workers: int) -> Any:
    """Return a LocalCluster of so many WORKERS, which ends with STACK."""
    from distributed import LocalCluster

    folder = stack.enter_context(scratch_folder())
    stack.enter_context(children_allowed())
    with deaf_children():
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host=_HERE,
            scheduler_port=0,
            dashboard_address=None,  # pyright: ignore[reportArgumentType]  # none is started
            local_directory=str(folder),
            silence_logs=logging.CRITICAL,
        )
    return stack.enter_context(cluster)


@contextlib.contextmanager
def scratch_folder() -> Generator[Path]:
    """Make a folder for workers, which goes in the end; those that a kill has left behind go now."""
    _remove_left_behind()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    # The lock goes with the process, however that ends: a folder that nobody holds is one that was left.
    lock = FileLock(folder / _LOCK)
    try:
        with lock:
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_left_behind() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        held = folder / _LOCK
        with contextlib.suppress(OSError, Timeout):
            # Only what this person made here, and not what another process is just making.
            if folder.is_symlink() or held.is_symlink() or not held.is_file() or not _is_own(folder):
                continue
            if clock.seconds_since(held.stat().st_mtime) < _SETTLED_S:
                continue
            with FileLock(held, timeout=0):
                pass
            shutil.rmtree(folder, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    return sys.platform == "win32" or folder.stat().st_uid == os.getuid()


@contextlib.contextmanager
def quiet() -> Generator[None]:
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
def deaf_children() -> Generator[None]:
    """Let processes that are started meanwhile not hear Ctrl+C, which a terminal sends to all: the sweep ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what a signal does
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def connected(client: Any, address: Any, *, scheduler: str | None) -> Any:
    """Return a CLIENT of the cluster at ADDRESS; SCHEDULER is what a person named, None for a cluster of our own.

    Raises:
        RefusedInput: no scheduler answers where the person said.
    """
    try:
        return client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as problem:
        if scheduler is None:
            raise
        raise RefusedInput(
            f"No Dask scheduler answers at {scheduler[:200]}: an address is tcp://host:port, and the "
            "scheduler runs the same version of Dask."
        ) from problem
