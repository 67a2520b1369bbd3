"""The recovery journal of the open design, written in a thread of its own, so that no edit waits for a slow disk.

All is done one after the other, in the order in which it was asked for. An edit waits for the ones before it and then
for itself, PATIENCE_S in all; only a large one does not wait for itself. So on any disk that takes less for one write a
crash loses at most the edit in progress. On a slower one it loses besides those made since the write began that the
disk is still busy with, and that is told.

A save does not wait for the disk of the journal: that it begins, and what came of it, is noted behind the edits that
are still to be written. Where these stand on another disk than the project, the project is saved all the same.
"""

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Signal

from designer.edit.session import StepKind
from designer.model.bulk_records import uninterrupted
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.store.journal import Journal
from designer.ui.widgets.timers import every

if TYPE_CHECKING:
    from concurrent.futures import Future

PATIENCE_S: Final = 0.1
"""Seconds that an edit waits for the disk."""
MOST_S: Final = 0.3
"""Seconds that the window waits where a design is saved or closed; then the thread goes on by itself."""
MANY: Final = 1_000
"""Changes from which an edit does not wait until it is written itself."""
SLOW_S: Final = 1.0
"""A write that takes longer is told."""
LOOK_MS: Final = 20


class JournalWriter(QObject):
    """Writes into one journal, which nobody else touches meanwhile; see `Journal` for what each does."""

    message = Signal(str)
    """Why an edit could not be written that was not waited for, or that the disk is slow."""

    def __init__(self, journal: Journal, parent: QObject | None = None) -> None:
        """Take over JOURNAL."""
        from concurrent.futures import ThreadPoolExecutor  # takes a moment to load, and a window may open without it

        super().__init__(parent)
        self._journal = journal  # another one may take its place, in the thread
        self._thread = ThreadPoolExecutor(1, "journal")
        self._waiting: deque[_Task] = deque()
        self._problem = ""
        self._told_slow = False
        self._released = False
        self._looking = every(self, LOOK_MS, self._look)

    @property
    def path(self) -> Path:
        """The file."""
        return self._journal.path

    @property
    def waiting(self) -> int:
        """The number of edits that are not on the disk yet."""
        return sum(task.edits for task in self._waiting)

    def record(self, changeset: ChangeSet, kind: StepKind = "commit") -> None:
        """Write down one edit, after those before it.

        Raises:
            RefusedInput: the journal cannot be written, as far as that is known by now. The edit is written with the
                next one that can be.
        """
        late = time.monotonic() + PATIENCE_S
        self._wait_until(late)
        self._begin(lambda: self._journal.record(changeset, kind), edits=1)
        if len(changeset) < MANY:
            self._wait_until(late)
        self._go_on()

    def settled(self) -> Journal:
        """Return the journal when all is written that was to be, however long that takes."""
        self._wait_until(None)
        return self._journal

    @property
    def full(self) -> bool:
        """Return True when the next save begins the journal anew; one that is still being written goes on.

        What is being written is waited for PATIENCE_S at most.
        """
        self._wait_until(time.monotonic() + PATIENCE_S)
        return not self._waiting and self._journal.full

    def begin_save(self) -> None:
        """Remember which edits come from now on; nothing is waited for."""
        self._begin(lambda: self._journal.begin_save(), news=False)

    def drop_save(self) -> None:
        """Nothing was saved: which edits came since `begin_save` is of no interest any more."""
        self._begin(self._end_save, news=False)

    def saved(self, design: Design, project: Path, digest: str) -> None:
        """Write down that PROJECT now holds DESIGN; waited for MOST_S at most.

        Raises:
            RefusedInput: the journal cannot be written, as far as that is known by now.
        """
        self._begin(lambda: self._journal.saved(design, project, digest))
        self._wait_until(time.monotonic() + MOST_S)
        self._go_on()

    def go_on_in(self, journal: Journal) -> None:
        """Go on in JOURNAL, which begins with what was saved, with the edits since `begin_save`; the old one goes.

        Where they cannot be written there, the old one stays, which holds them as well. Waited for MOST_S at most.

        Raises:
            RefusedInput: that is so, as far as it is known by now.
        """

        def work() -> None:
            old = self._journal
            try:
                journal.go_on_with(old.end_save())
            except RefusedInput:
                journal.discard()
                raise
            # The edits stand in the new journal before the old one is thrown away.
            self._journal = journal
            old.discard()

        self._begin(work)
        self._wait_until(time.monotonic() + MOST_S)
        self._go_on()

    def discard(self) -> None:
        """Close and remove the journal; on a disk that takes longer than MOST_S the thread does so when it can."""
        if self._released:
            self._journal.discard()
            return
        self._begin(lambda: self._journal.discard(), news=False)
        self._wait_until(time.monotonic() + MOST_S)
        self._let_go(wait=False)

    def close(self) -> None:
        """Close the journal and leave it for recovery."""
        self.released().close()

    def released(self) -> Journal:
        """Return the journal, in which nothing is written from here any more, however long that takes."""
        journal = self.settled()
        self._let_go(wait=True)
        return journal

    def _let_go(self, *, wait: bool) -> None:
        self._looking.stop()
        self._thread.shutdown(wait=wait)
        self._released = True

    def _end_save(self) -> None:
        self._journal.end_save()

    def _begin(self, work: Callable[[], None], *, edits: int = 0, news: bool = True) -> None:
        """Have WORK done after all that waits; NEWS says whether it tells if the journal can be written by now."""
        self._waiting.append(_Task(time.monotonic(), self._thread.submit(_outcome, work), edits, news))

    def _go_on(self) -> None:
        """Have what is not done yet looked after, and raise what is known to have gone wrong."""
        # Without an event loop, as where a program ends, nobody would be told.
        if self._waiting and QCoreApplication.instance() is not None:
            self._looking.start()
        problem, self._problem = self._problem, ""
        if problem:
            raise RefusedInput(problem)

    def _wait_until(self, late: float | None) -> None:
        """Wait until all is done, at most until the moment LATE."""
        # They are done one after the other, so that the last one is waited for.
        if self._waiting:
            wait_for(self._waiting[-1].done, None if late is None else max(late - time.monotonic(), 0.0))
        self._take_done()

    def _take_done(self) -> None:
        """Drop what is done, and keep the problem of the last write: it writes all that failed before it."""
        while self._waiting and self._waiting[0].done.done():
            task = self._waiting.popleft()
            problem = task.done.result()
            if task.news:
                self._problem = problem
        if not self._waiting:
            self._told_slow = False

    def _look(self) -> None:
        """Tell what became of that which was not waited for."""
        self._take_done()
        problem, self._problem = self._problem, ""
        if problem:
            self.message.emit(problem)
        if not self._waiting:
            self._looking.stop()
        elif not self._told_slow and time.monotonic() - self._waiting[0].begun > SLOW_S:
            self._told_slow = True
            self.message.emit(self._slow_words())

    def _slow_words(self) -> str:
        edits = self.waiting
        if not edits:
            return "The disk of the recovery journal does not answer; what you do from now on is safe in this window."
        return (
            f"The disk of the recovery journal does not answer: a crash now would lose {counted(edits, 'edit')}. "
            f"{'They are' if edits > 1 else 'It is'} safe in this window; saving to another disk keeps all."
        )


class _Task(NamedTuple):
    """One piece of work of the thread.

    Attributes:
        begun: When, by the monotonic clock, s.
        done: Why it could not be done, "" when it was.
        edits: Edits that it writes.
        news: Whether it tells if the journal can be written.
    """

    begun: float
    done: "Future[str]"
    edits: int
    news: bool


def wait_for(done: "Future[str]", seconds: float | None) -> None:
    """Wait until DONE is done, at most SECONDS."""
    from concurrent.futures import wait

    wait((done,), seconds)


def _outcome(work: Callable[[], None]) -> str:
    """Do WORK on the journal; return why it could not be, "" when it was."""
    # No search for garbage: it could give back something of Qt in the wrong thread.
    with uninterrupted():
        try:
            work()
        except RefusedInput as problem:
            return str(problem)
    return ""
