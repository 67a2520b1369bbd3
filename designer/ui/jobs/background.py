"""One long piece of work beside the window, in a process of its own: progress, stop, and a death that is told."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Concatenate, Final, Generic, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from designer.ui.jobs.background_process import Message, Teller, pack_task, serve, unpack_partial, unpack_result
from designer.ui.widgets.callbacks import Run, TypedSignal, connect_given
from designer.ui.widgets.timers import every

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

POLL_MS: Final = 40
PATIENCE_S: Final = 3.0
"""How long a function that was asked to stop may take to answer before its process is ended."""
_ON_THE_WAY: Final = frozenset({"progress", "partial"})
ENDED: Final = "The process that did this ended unexpectedly; try again."
STOPPED: Final = "It was stopped."

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def start_process(connection: "Connection", folder: str) -> "SpawnProcess":
    """Start a process that does the task in FOLDER and tells through CONNECTION how it goes.

    Raises:
        OSError: there is no process to be had.
    """
    import multiprocessing  # takes a moment to load, as above

    context = multiprocessing.get_context("spawn")
    process = context.Process(target=serve, args=(connection, folder), name="stackwright-background", daemon=True)
    process.start()
    return process


class _Child:
    """The process with its end of the pipe and its folder; can be ended at any time, and more than once."""

    def __init__(self) -> None:
        self.process: SpawnProcess | None = None
        self.connection: Connection | None = None
        self._folder: TemporaryDirectory[str] | None = None

    @property
    def folder(self) -> Path:
        """Return the folder of the task and its result."""
        assert self._folder is not None
        return Path(self._folder.name)

    def start(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        """Do FUNCTION in a new process."""
        self._folder = TemporaryDirectory(prefix="stackwright-", ignore_cleanup_errors=True)
        pack_task(self.folder, function, arguments)
        import multiprocessing  # takes a moment to load, and is not needed until the window is shown

        self.connection, theirs = multiprocessing.get_context("spawn").Pipe()
        with theirs:
            self.process = start_process(theirs, self._folder.name)

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._taken()()

    def end_aside(self) -> None:
        """End it, which told all that it had to tell, in a thread: until it is gone takes a moment."""
        threading.Thread(target=self._taken(), name="background-end", daemon=True).start()

    def _taken(self) -> Callable[[], None]:
        """Let go of the process; what comes back ends it."""
        taken = self.process, self.connection, self._folder
        self.process = self.connection = self._folder = None
        return partial(_end, *taken)


def _end(
    process: "SpawnProcess | None", connection: "Connection | None", folder: "TemporaryDirectory[str] | None"
) -> None:
    if process is not None:
        process.kill()
        process.join(2.0)
    if connection is not None:
        connection.close()
    if folder is not None:
        folder.cleanup()


class BackgroundJob(QObject, Generic[_Result]):
    """Does one function at a time without holding the window up; it ends with its parent.

    The function's first argument is a `Teller`: it is called now and then, and asked whether to go on; what was found
    so far can be given to its `partial`. Function, arguments and results must be picklable, and the function's module
    must not import Qt.

    Attributes:
        found: Tells a partial result, the newest that there is; never one after the answer.
        finished: Tells what the function answered.
    """

    progressed = Signal(int, int, str)
    """How many are done, of how many (0: not known), and the name of the one at hand."""

    failed = Signal(str)
    """One plain line: it refused its input, failed, died, or was stopped before it could answer."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        finished: Callable[[_Result], object] | None = None,
        failed: Run | None = None,
        progressed: Run | None = None,
        found: Callable[[_Result], object] | None = None,
    ) -> None:
        super().__init__(parent)
        connect_given((self.failed, failed), (self.progressed, progressed))
        self.found: TypedSignal[_Result] = TypedSignal(found)
        self.finished: TypedSignal[_Result] = TypedSignal(finished)
        self._child = _Child()
        self._ends_at = 0.0
        self._poll = every(self, POLL_MS, self._look)
        # A bound method would be held weakly, and be gone before it is called.
        self.destroyed.connect(partial(_Child.end, self._child))

    @property
    def running(self) -> bool:
        """Return True when an answer is awaited."""
        return self._child.process is not None

    @property
    def pid(self) -> int | None:
        """The process's number; None when there is none."""
        return self._child.process.pid if self._child.process else None

    def start(
        self,
        function: Callable[Concatenate[Teller, _Arguments], _Result],
        *arguments: _Arguments.args,
        **named: _Arguments.kwargs,
    ) -> None:
        """Do FUNCTION with ARGUMENTS; what was being done is given up."""
        assert not named, "arguments are given by place"
        self.close()
        self._ends_at = 0.0
        try:
            self._child.start(function, arguments)
        except OSError as problem:  # no room for its folder, or no process to be had
            self._fail(f"No process could be started for it: {problem.strerror or problem}.")
            return
        self._poll.start()

    def stop(self) -> None:
        """Ask the function to answer with what it has; it is ended when it does not."""
        connection = self._child.connection
        if connection is None or self._ends_at:
            return
        self._ends_at = time.monotonic() + PATIENCE_S
        with suppress(OSError):
            connection.send("stop")

    def wait(self, seconds: float) -> None:
        """Wait for the answer and tell it, SECONDS at most; for a window that is closed."""
        until = time.monotonic() + seconds
        while self._child.connection is not None and (left := until - time.monotonic()) > 0.0:
            if self._child.connection.poll(left):
                self._look()

    def close(self) -> None:
        """End what is being done, at once and without a word."""
        self._poll.stop()
        self._child.end()

    def _look(self) -> None:
        connection = self._child.connection
        if connection is None:
            return
        last: Message | None = None
        told: Message | None = None
        partly = False
        try:
            # All that waits in the pipe is taken at once: only the newest progress is worth showing.
            while connection.poll():
                last = connection.recv()
                if last is None or last.what not in _ON_THE_WAY:
                    break
                partly = partly or last.what == "partial"
                told = last if last.what == "progress" else told
        # The pipe closes when the process dies, however it dies.
        except (EOFError, OSError):
            self._fail(ENDED)
            return
        if last is not None and last.what == "finished":
            self._finish()
        elif last is not None and last.what == "failed":
            self._fail(last.text)
        # It was asked to stop and did not: it is given up.
        elif self._ends_at and time.monotonic() > self._ends_at:
            self._fail(STOPPED)
        else:
            self._tell(told, partly)

    def _tell(self, told: Message | None, partly: bool) -> None:
        child = self._child.process
        if partly:
            with suppress(OSError, EOFError):
                self.found.emit(unpack_partial(self._child.folder))
        if told is not None and self._child.process is child:  # whoever was told first may have ended it
            self.progressed.emit(told.done, told.total, told.text)

    def _finish(self) -> None:
        try:
            result = unpack_result(self._child.folder)
        except (OSError, EOFError):
            self._fail(ENDED)
            return
        self._poll.stop()
        self._child.end_aside()
        self.finished.emit(result)

    def _fail(self, line: str) -> None:
        self.close()
        self.failed.emit(line)
