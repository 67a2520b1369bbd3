"""Marks what the window does in a long turn, so that threads that compute let it work; see `model/giving_way`."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QCoreApplication, QTimer

from designer.model.giving_way import TURNS
from designer.ui.widgets.timers import after_pause

AFTER_MS: Final = 25
"""So long after a long turn the window still comes first: what it told others to paint is painted by then."""


class _Rest:
    """Ends the turn of the window when it has been quiet for a moment."""

    def __init__(self) -> None:
        self.depth = 0
        self._timer: QTimer | None = None

    def begin(self) -> None:
        self.depth += 1
        TURNS.begin()

    def end(self) -> None:
        self.depth -= 1
        if self.depth:
            return
        application = QCoreApplication.instance()
        if application is None:
            TURNS.end()
            return
        if self._timer is None:
            self._timer = after_pause(application, AFTER_MS, self.let_go)
        self._timer.start()

    def let_go(self) -> None:
        if not self.depth:
            TURNS.end()


_REST: Final = _Rest()


@contextmanager
def window_first() -> Generator[None]:
    """Have threads that compute wait while this is done, and for a moment after it."""
    _REST.begin()
    try:
        yield
    finally:
        _REST.end()


def let_threads_work() -> None:
    """The window waits for a thread: none is to give way any more."""
    TURNS.end()
