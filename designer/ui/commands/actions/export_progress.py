"""Progress of a file that a process of its own writes, and the way to stop it.

The process is given the two ends when it starts; what writes there calls `told` after each step.
"""

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue
    from multiprocessing.synchronize import Event


class Stopped(RefusedInput):
    """Writing was stopped by the person; no file is there."""


class Wire:
    """Both ways between the window and the process that writes.

    Attributes:
        steps: (done, of how many), from the process.
        stopping: Set by the window when the person wants no file any more.
        process: Number of the process that writes; 0 until it runs.
    """

    def __init__(self) -> None:
        from multiprocessing import get_context  # takes a moment to load, and few windows write a file

        context = get_context("spawn")
        self.steps: SimpleQueue[tuple[int, int]] = context.SimpleQueue()
        self.stopping: Event = context.Event()
        self.process = context.Value("q", 0)

    def newest(self) -> tuple[int, int] | None:
        """Return the newest step that was told; None where none was since."""
        found: tuple[int, int] | None = None
        while not self.steps.empty():
            found = self.steps.get()
        return found

    def end(self) -> None:
        """End the process, which tells no steps and so does not stop by itself; files are written whole or not."""
        if self.process.value:
            with suppress(OSError):
                os.kill(self.process.value, signal.SIGTERM)
            self.process.value = 0


_HELD: Final[list[Wire]] = []
"""In the process that writes: the one it was given."""


def hold_wire(wire: Wire) -> None:
    """Take WIRE as that of this process."""
    _HELD[:] = [wire]
    wire.process.value = os.getpid()


def told(done: int, total: int) -> None:
    """Tell the window that DONE of TOTAL steps are done.

    Raises:
        Stopped: the person wants no file any more.
    """
    for wire in _HELD:
        if wire.stopping.is_set():
            raise Stopped("It was stopped.")
        wire.steps.put((done, total))
