"""The one place where a design changes: commit, undo, redo, and who is told."""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from designer.model.changes import ChangeSet, joined
from designer.model.design import Design

Listener = Callable[[ChangeSet], None]
StepKind = Literal["commit", "joined", "undo", "redo"]
"""How a change came: a new edit, one that continues the last, the last taken back, or done again."""
HISTORY_LIMIT = 1000


class Ready(NamedTuple):
    """A step that was worked out ahead.

    Attributes:
        before: The design that it is for.
        changeset: What is told of it; it knows the places of what it takes away.
        after: The design that it leads to.
    """

    before: Design
    changeset: ChangeSet
    after: Design


class Session:
    """The current design, its history and its listeners.

    Attributes:
        design: The current design.
        revision: Grows with every change, undo and redo; analysis jobs carry it.
        last_step: How the last change came.
    """

    def __init__(self, design: Design, done: Iterable[ChangeSet] = (), undone: Iterable[ChangeSet] = ()) -> None:
        """Begin with DESIGN.

        Args:
            design: The current design.
            done: The edits that led to it, oldest first, which can be undone.
            undone: The edits that were taken back from it, the next one to do again last.
        """
        self.design = design
        self.revision = 0
        self.last_step: StepKind = "commit"
        self._done: list[ChangeSet] = list(done)[-HISTORY_LIMIT:]
        self._undone: list[ChangeSet] = list(undone)
        self._listeners: list[Listener] = []
        self._saved = design

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call LISTENER after every change; the answer stops that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def commit(self, changeset: ChangeSet, *, joins_last: bool = False, ready: Ready | None = None) -> None:
        """Make CHANGESET part of the design and of history; an empty one does nothing.

        Args:
            changeset: The edit.
            joins_last: Whether it continues the edit before (typing in one field) and is undone with it.
            ready: The edit as it was worked out ahead, of use while the design is still the one that it is for.

        Raises:
            RefusedInput: it was made on another design.
        """
        if not changeset:
            return
        if ready is not None and ready.before is self.design:
            told = changeset = ready.changeset
            after = ready.after
        else:
            after = changeset.applied(self.design)
            told = changeset = changeset.placed(self.design)
        self._undone.clear()
        self.last_step = "joined" if joins_last else "commit"
        if joins_last and self._done:
            changeset, after = joined(self._done.pop(), changeset, after)
        if changeset:
            self._done.append(changeset)
        del self._done[:-HISTORY_LIMIT]
        self._move_to(after, told)

    def undo(self, ready: Ready | None = None) -> ChangeSet | None:
        """Take the last edit back, which may be READY already; None when there is none."""
        if not self._done:
            return None
        changeset = self._done[-1]
        if ready is not None and ready.before is self.design:
            back, before = ready.changeset, ready.after
        else:
            back = changeset.inverted()
            before = back.applied(self.design)
        self._undone.append(self._done.pop())
        self.last_step = "undo"
        self._move_to(before, back)
        return changeset

    def redo(self, ready: Ready | None = None) -> ChangeSet | None:
        """Do the edit again that was taken back last, which may be READY already; None when there is none."""
        if not self._undone:
            return None
        changeset = self._undone[-1]
        after = ready.after if ready is not None and ready.before is self.design else changeset.applied(self.design)
        self._done.append(self._undone.pop())
        self.last_step = "redo"
        self._move_to(after, changeset)
        return changeset

    @property
    def to_undo(self) -> ChangeSet | None:
        """The edit that undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def to_redo(self) -> ChangeSet | None:
        """The edit that redo would do again."""
        return self._undone[-1] if self._undone else None

    @property
    def undo_label(self) -> str | None:
        """Name of the edit that undo would take back."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """Name of the edit that redo would do again."""
        return self._undone[-1].label if self._undone else None

    @property
    def labels(self) -> list[str]:
        """Names of the edits that can be undone, oldest first."""
        return [changeset.label for changeset in self._done]

    @property
    def undone_labels(self) -> list[str]:
        """Names of the edits that can be done again, the next one first."""
        return [changeset.label for changeset in reversed(self._undone)]

    @property
    def unsaved(self) -> bool:
        """Return True when the design differs from what was saved last."""
        return self.design is not self._saved and self.design != self._saved

    def mark_saved(self, design: Design | None = None) -> None:
        """Remember that the current design (or DESIGN) is what the file holds."""
        self._saved = self.design if design is None else design

    def _move_to(self, design: Design, changeset: ChangeSet) -> None:
        """Take DESIGN on, then tell everybody; history is in order by then, whatever a listener does."""
        self.design = design
        self.revision += 1
        for listener in list(self._listeners):
            listener(changeset)
