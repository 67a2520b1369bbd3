"""The thread of the window comes first: threads that compute step aside while it works.

One thread of Python runs at a time. Beside a thread that computes, a turn of the window would take twice as long and
more: each call of Qt lets go of the interpreter, and waits until it comes back. So long work in a thread calls
`give_way` at every few records, which costs nothing until the window has something to do. Only the window says so
(`designer/ui/jobs/window_first.py`); elsewhere nobody ever waits.
"""

import threading
from typing import Final

MOST_S: Final = 0.5
"""So long is given way to one turn of the window: it may wait for this very thread."""


class WindowTurns:
    """Says when the window works.

    Attributes:
        working: Whether it does, or did just now.
    """

    def __init__(self) -> None:
        self.working = False
        self._free = threading.Event()
        self._thread = 0
        self._number = 0
        self._overdue = -1

    def begin(self) -> None:
        """A turn begins, in the thread that calls this; others wait from now on."""
        self._thread = threading.get_ident()
        self._number += 1
        self._free.clear()
        self.working = True

    def end(self) -> None:
        """Others may go on."""
        self.working = False
        self._free.set()

    def wait(self) -> None:
        """Wait until the turn has ended, in any thread but that of the window; not for ever, and once for each turn."""
        number = self._number
        if threading.get_ident() == self._thread or self._overdue == number:
            return
        if not self._free.wait(MOST_S):
            self._overdue = number


TURNS: Final = WindowTurns()
"""Those of this process."""


def give_way() -> None:
    """Let the window work, where it has to."""
    if TURNS.working:
        TURNS.wait()
