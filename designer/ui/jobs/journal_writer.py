"""The recovery journal of the open design, written in a thread of its own, so that no edit waits for a slow disk.

Edits are written one after the other, in the order in which they were made. An edit waits for the ones before it and
then for itself, PATIENCE_S in all; only a large one does not wait for itself. So on any disk that takes less for one
write a crash loses at most the edit in progress. On a slower one it loses besides those made since the write began
that the disk is still busy with, and that is told.
"""

import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, Signal

from designer.edit.session import StepKind
from designer.model.bulk_records import uninterrupted
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.store.journal import Journal, RowKind
from designer.ui.widgets.timers import every

if TYPE_CHECKING:
    from concurrent.futures import Future

PATIENCE_S: Final = 0.1
"""Seconds that an edit waits for the disk."""
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
        self._journal = journal
        self._thread = ThreadPoolExecutor(1, "journal")
        self._waiting: deque[tuple[float, Future[str]]] = deque()
        self._problem = ""
        self._told_slow = False
        self._looking = every(self, LOOK_MS, self._look)

    @property
    def path(self) -> Path:
        """The file."""
        return self._journal.path

    @property
    def waiting(self) -> int:
        """The number of edits that are not on the disk yet."""
        return len(self._waiting)

    def record(self, changeset: ChangeSet, kind: StepKind = "commit") -> None:
        """Write down one edit, after those before it.

        Raises:
            RefusedInput: the journal cannot be written, as far as that is known by now. The edit is written with the
                next one that can be.
        """
        late = time.monotonic() + PATIENCE_S
        self._wait_until(late)
        self._waiting.append((time.monotonic(), self._thread.submit(_record, self._journal, changeset, kind)))
        if len(changeset) < MANY:
            self._wait_until(late)
        # Without an event loop, as where a program ends, nobody would be told.
        if self._waiting and QCoreApplication.instance() is not None:
            self._looking.start()
        problem, self._problem = self._problem, ""
        if problem:
            raise RefusedInput(problem)

    def settled(self) -> Journal:
        """Return the journal when all is written that was to be."""
        self._wait_until(None)
        return self._journal

    @property
    def full(self) -> bool:
        """Return True when the next save begins the journal anew."""
        return self.settled().full

    def begin_save(self) -> None:
        """Remember which edits come from now on."""
        self.settled().begin_save()

    def end_save(self) -> list[tuple[RowKind, bytes]]:
        """Return the edits since `begin_save`."""
        return self.settled().end_save()

    def saved(self, design: Design, project: Path, digest: str) -> None:
        """Write down that PROJECT now holds DESIGN.

        Raises:
            RefusedInput: the journal cannot be written.
        """
        self.settled().saved(design, project, digest)

    def go_on_with(self, entries: Iterable[tuple[RowKind, bytes]]) -> None:
        """Write down ENTRIES of the journal in whose place this one stands.

        Raises:
            RefusedInput: the journal cannot be written.
        """
        self.settled().go_on_with(entries)

    def discard(self) -> None:
        """Close and remove the journal."""
        self.released().discard()

    def close(self) -> None:
        """Close the journal and leave it for recovery."""
        self.released().close()

    def released(self) -> Journal:
        """Return the journal, in which nothing is written from here any more."""
        journal = self.settled()
        self._looking.stop()
        self._thread.shutdown()
        return journal

    def _wait_until(self, late: float | None) -> None:
        """Wait until the edits are written, at most until the moment LATE."""
        # They are done one after the other, so that the last one is waited for.
        if self._waiting:
            from concurrent.futures import wait as wait_for

            wait_for((self._waiting[-1][1],), None if late is None else max(late - time.monotonic(), 0.0))
        self._take_done()

    def _take_done(self) -> None:
        """Drop the edits that are written, and keep the problem of the last: it writes all that failed before it."""
        while self._waiting and self._waiting[0][1].done():
            self._problem = self._waiting.popleft()[1].result()
        if not self._waiting:
            self._told_slow = False

    def _look(self) -> None:
        """Tell what became of an edit that was not waited for."""
        self._take_done()
        problem, self._problem = self._problem, ""
        if problem:
            self.message.emit(problem)
        if not self._waiting:
            self._looking.stop()
        elif not self._told_slow and time.monotonic() - self._waiting[0][0] > SLOW_S:
            self._told_slow = True
            self.message.emit(
                f"The disk is slow: a crash now would lose {counted(self.waiting, 'edit')}. "
                "Saving waits until they are written."
            )


def _record(journal: Journal, changeset: ChangeSet, kind: StepKind) -> str:
    """Write one edit into JOURNAL; return why it could not be, "" when it was."""
    # No search for garbage: it could give back something of Qt in the wrong thread.
    with uninterrupted():
        try:
            journal.record(changeset, kind)
        except RefusedInput as problem:
            return str(problem)
    return ""
