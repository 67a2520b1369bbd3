"""Edits of thousands of things: worked out and drawn in a thread, then made at once, as one edit.

The design is the one of before until all is ready; the window goes on, and the edit can be stopped. Where the design
changed meanwhile an edit is worked out anew, while undo and redo are left out: they were meant for the design of then.
"""

import threading
from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from designer.analysis.counts import counts
from designer.analysis.results import Counts
from designer.edit.session import Ready, Session
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.ui.canvas.rendering.drawn_ahead import DrawnAhead, Shown, draw_ahead
from designer.ui.jobs.in_thread import InThread
from designer.ui.jobs.settled import freeze_when_settled
from designer.ui.jobs.window_first import window_first

_TRIES: Final = 3
STOPPED: Final = "It was stopped; nothing was changed."
OVERTAKEN: Final = "The design was changed meanwhile, so that this was left out; try it again."


class _Ahead(NamedTuple):
    """An edit with what is asked of the design after it."""

    ready: Ready
    counts: Counts
    drawn: DrawnAhead


class LargeEdits(QObject):
    """Makes the large edits of one design.

    Attributes:
        aside: The thread.
        shown: Returns how the canvas shows the design.
        many: Records from which an edit is worked out in a thread.
        closed: Whether the design was closed, maybe while somebody waited.
    """

    many = 400

    counted = Signal(Counts)
    """Counts of the design that comes next."""

    drawn = Signal(DrawnAhead)
    """The drawing of the design that comes next."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.aside = InThread(self)
        self.shown: Callable[[], Shown] = Shown
        self._stopped = threading.Event()
        self.closed = False

    def stop(self) -> None:
        """Give up what is being worked out."""
        self._stopped.set()

    def close(self) -> None:
        """The design is closed: what is being worked out comes to nothing."""
        self.closed = True
        self._stopped.set()

    def commit(self, make: Callable[[Design], ChangeSet], words: str) -> ChangeSet:
        """Make the edit that MAKE proposes; WORDS say what takes long.

        Raises:
            RefusedInput: it is refused, or was stopped.
        """

        def work() -> Ready:
            design = self._session.design
            made = make(design)
            placed = made.placed(design)
            return Ready(design, placed, placed.applied(design))

        for _ in range(_TRIES):
            ready = self._do(words, work, lambda ready: self._session.commit(ready.changeset, ready=ready))
            if ready is not None:
                return ready.changeset
        raise RefusedInput(OVERTAKEN)

    def undo(self) -> ChangeSet | None:
        """Take the last edit back; None when there is none.

        Raises:
            RefusedInput: the design was changed meanwhile, or it was stopped.
        """
        return self._step("undo")

    def redo(self) -> ChangeSet | None:
        """Do the edit again that was taken back last; None when there is none.

        Raises:
            RefusedInput: the design was changed meanwhile, or it was stopped.
        """
        return self._step("redo")

    def _step(self, kind: str) -> ChangeSet | None:
        self.aside.wait()
        session = self._session
        changeset = session.to_undo if kind == "undo" else session.to_redo
        step = session.undo if kind == "undo" else session.redo
        # Few changes are made at once; only many are worth a thread.
        if changeset is None or len(changeset) < self.many:
            return step()

        def work() -> Ready:
            design = session.design
            told = changeset.inverted() if kind == "undo" else changeset
            return Ready(design, told, told.applied(design))

        words = f"{'Undoing' if kind == 'undo' else 'Doing again'}: {changeset.label} …"
        # The work was done on a design that is not the present one any more.
        if self._do(words, work, lambda ready: step(ready=ready)) is None:
            raise RefusedInput(OVERTAKEN)
        return changeset

    def _do(self, words: str, work: Callable[[], Ready], make: Callable[[Ready], object]) -> Ready | None:
        """Work out and MAKE an edit; None when the design is another one by then."""
        self.aside.wait()
        self._stopped.clear()
        shown = self.shown()

        def all_of_it() -> _Ahead:
            ready = work()
            self._require_wanted()
            counted = counts(ready.after, tiers=False)
            self._require_wanted()
            drawn = draw_ahead(ready.after, shown)
            self._require_wanted()
            return _Ahead(ready, counted, drawn)

        def settle(ahead: _Ahead) -> Ready | None:
            self._require_wanted()
            if ahead.ready.before is not self._session.design:
                return None
            with window_first():
                self.counted.emit(ahead.counts)
                self.drawn.emit(ahead.drawn)
                make(ahead.ready)
            freeze_when_settled(self)
            return ahead.ready

        return self.aside.do(words, all_of_it, settle, long=True)

    def _require_wanted(self) -> None:
        if self._stopped.is_set() or self.closed:
            raise RefusedInput(STOPPED)
