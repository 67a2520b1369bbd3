"""Sums of the money window: at once where the design is small, in a process beside the window where it is not."""

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.ui.jobs.background import BackgroundJob
from designer.ui.widgets.callbacks import Run, TypedSignal, connect_given

_Answer = TypeVar("_Answer")
INLINE_NODES: Final = 150
"""Up to so many nodes each sum takes less than the blink of 200 ms; a graph of 2,000 services takes seconds."""


class MoneyWork(QObject, Generic[_Answer]):
    """Does one sum at a time; the newest one is the only one that is answered."""

    failed = Signal(str)
    """One plain line."""

    busy = Signal(bool)
    """Whether an answer is awaited."""

    def __init__(self, parent: QObject, *, answered: Callable[[_Answer], object], failed: Run, busy: Run) -> None:
        super().__init__(parent)
        self._answered = TypedSignal(answered)
        connect_given((self.failed, failed), (self.busy, busy))
        self._job = BackgroundJob(self, finished=self._finished, failed=self._failed)

    @property
    def working(self) -> bool:
        """Return True when an answer is awaited."""
        return self._job.running

    def ask(self, design: Design, function: Callable[..., _Answer], *arguments: Any) -> None:
        """Do FUNCTION of `money_sums` with ARGUMENTS; DESIGN says whether that takes long."""
        self._job.close()
        if len(design.nodes) > INLINE_NODES:
            self._job.start(function, *arguments)
            self.busy.emit(self._job.running)
            return
        self.busy.emit(False)
        try:
            answer = function(_alone, *arguments)
        except RefusedInput as problem:
            self.failed.emit(str(problem))
        else:
            self._answered.emit(answer)

    def drop(self) -> None:
        """Forget what is being worked out."""
        self._job.close()
        self.busy.emit(False)

    def _finished(self, answer: _Answer) -> None:
        self.busy.emit(False)
        self._answered.emit(answer)

    def _failed(self, problem: str) -> None:
        self.busy.emit(False)
        self.failed.emit(problem)


def _alone(_done: int, _total: int, _name: str) -> bool:
    return True
