"""Files with what was found, held beside the open design: compared with it in the background whenever it changes.

The design knows nothing of them: they are no part of its file or of undo, and go with the window that shows it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, Final, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from designer.catalog.library import Library
from designer.model.design import Design
from designer.ui.jobs.background import BackgroundJob
from designer.ui.jobs.background_process import Teller
from designer.ui.widgets.timers import after_pause

_Found = TypeVar("_Found")
PAUSE_MS: Final = 250
"""After an edit, so that several in a row are compared once."""
_State = tuple[Design, Library]
_Work = Callable[Concatenate[Teller, Design, Library, tuple[Path, ...], Path | None, ...], _Found]


class FoundFiles(QObject, Generic[_Found]):
    """The files chosen last, and what came of comparing them.

    Attributes:
        paths: Files or folders with what was found; () when nothing is compared.
        naming: A map of names; None without one.
        found: What came of it last; None before, and where it failed.
        problem: Why it failed, in one line; "" where it did not.
        shown: Whether it is to be seen on the drawing too.
    """

    changed = Signal()
    """There is something else to show."""

    progressed = Signal(int, int, str)
    """Tells how much is done, of how much, and what is done now."""

    def __init__(self, parent: QObject, state: Callable[[], _State], work: _Work[_Found]) -> None:
        super().__init__(parent)
        self._state, self._work = state, work
        self.paths: tuple[Path, ...] = ()
        self.naming: Path | None = None
        self.found: _Found | None = None
        self.problem = ""
        self.shown = True
        self._job: BackgroundJob[_Found] | None = None
        self._later = after_pause(self, PAUSE_MS, self._start)

    @property
    def running(self) -> bool:
        """Return True while it is compared, or about to be."""
        return self._later.isActive() or (self._job is not None and self._job.running)

    def choose(self, paths: tuple[Path, ...], naming: Path | None = None) -> None:
        """Compare PATHS, with NAMING as the map of names, from now on."""
        self.paths, self.naming, self.problem = paths, naming, ""
        if paths:
            self._start()
        self.changed.emit()

    def drop(self) -> None:
        """Forget what was found, and the map of names with it."""
        self.close()
        self.paths, self.naming, self.found, self.problem = (), None, None, ""
        self.changed.emit()

    def stop(self) -> None:
        """Stop comparing; what came out before stays, as far as there is anything."""
        if self.running:
            self.close()
            self.problem = "It was stopped."
            self.changed.emit()

    def show_on_drawing(self, wanted: bool) -> None:
        """Show it on the drawing too, or not."""
        if wanted != self.shown:
            self.shown = wanted
            self.changed.emit()

    def follow(self) -> None:
        """Compare again with the design as it is now, in a moment; until then what came out before stands."""
        if self.paths:
            self._later.start()

    def close(self) -> None:
        """End what is being done, without a word."""
        self._later.stop()
        if self._job is not None:
            self._job.close()

    def _start(self) -> None:
        self._later.stop()
        # Most designs are never compared: what does it is made when it is wanted first.
        if self._job is None:
            self._job = BackgroundJob(self, finished=self._finish, failed=self._refuse, progressed=self.progressed)
        self._job.start(self._work, *self._state(), self.paths, self.naming)
        self.changed.emit()

    def _finish(self, found: _Found) -> None:
        self.found, self.problem = found, ""
        self.changed.emit()

    def _refuse(self, why: str) -> None:
        self.found, self.problem = None, why
        self.changed.emit()
