"""One piece of work in a thread, while the window goes on: whoever asked waits in an event loop of its own.

The caller reads as if it did the work itself; only what it holds may have changed when it goes on. So each piece of
work has a `settle`, called in the window's thread as soon as the work is done, whoever waits: what must happen before
anything else does stands there. One piece is done at a time; the next one waits.

A thread is right for what is long but not all Python: a disk, a digest, a drawing in which other work may take its
turns. No search for garbage runs meanwhile: it could give back something of Qt in the wrong thread.
"""

import gc
import threading
import time
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal

from designer.model.bulk_records import uninterrupted
from designer.model.giving_way import give_way
from designer.model.in_pieces import let_go_in_pieces
from designer.ui.jobs.window_first import let_threads_work, window_first
from designer.ui.widgets.timers import every

GRACE_S: Final = 0.05
"""So long is waited without a turn of the event loop; most work is done by then."""
POLL_MS: Final = 4
TOLD_AFTER_MS: Final = 300
"""What takes longer is told in words."""

MANY_MADE: Final = 100_000
"""Records that were made, among which no search for garbage is wanted."""

_WORK_S: Final = 0.0005
_REST_S: Final = 0.003

_Found = TypeVar("_Found")
_Made = TypeVar("_Made")


_LETTING_GO: Final = threading.Lock()


class _Rests:
    """Has a thread whose work nobody waits for rest longer than it works, so that others get their turns."""

    def __init__(self) -> None:
        self._until = 0.0

    def now_and_then(self) -> None:
        """Rest where it is time, and give way to the window."""
        give_way()
        if time.perf_counter() >= self._until:
            time.sleep(_REST_S)
            self._until = time.perf_counter() + _WORK_S


def let_go(held: list[Any]) -> None:
    """Empty HELD, large records that this one list has, a piece at a time in a thread; one list after the other.

    To give back a record of a million others at once would hold up the window.
    """

    def work() -> None:
        with _LETTING_GO:
            let_go_in_pieces(held, _Rests().now_and_then)

    threading.Thread(target=work, name="let-go", daemon=True).start()


class _Task(Generic[_Found, _Made]):
    """A piece of work with what came of it."""

    def __init__(self, work: Callable[[], _Found], settle: Callable[[_Found], _Made]) -> None:
        self._work = work
        self._settle = settle
        self._done = threading.Event()
        self._found: list[_Found] = []
        self._made: list[_Made] = []
        self._problem: BaseException | None = None
        self._dropping = threading.Lock()
        self._wanted = True
        self.settled = False

    def start(self) -> None:
        threading.Thread(target=self._run, name="in-thread", daemon=True).start()

    def _run(self) -> None:
        try:
            with uninterrupted():
                self._found.append(self._work())
                if gc.get_count()[0] > MANY_MADE:
                    # What is shown next is no garbage: the first search would go through all of it, see the window.
                    gc.freeze()
        except BaseException as problem:
            self._problem = problem
        finally:
            self._done.set()
            self._give_back()

    def drop(self) -> None:
        """Nobody asks for it any more; what is found is given back a piece at a time, beside the window."""
        self._wanted = False
        if self.done():
            self._give_back()

    def _give_back(self) -> None:
        with self._dropping:
            if not self._wanted and not self.settled and self._found:
                held, self._found = self._found, []
                let_go(held)

    def done(self, seconds: float | None = 0.0) -> bool:
        return self._done.wait(seconds)

    def settle(self) -> None:
        """Go on in the window's thread, once."""
        if self.settled:
            return
        self.settled = True
        if self._problem is None:
            try:
                self._made.append(self._settle(self._found.pop()))
            except BaseException as problem:
                self._problem = problem

    def answer(self) -> _Made:
        if self._problem is not None:
            raise self._problem
        return self._made[0]


class NewestInThread(QObject):
    """Does the newest thing that it was given in a thread, and goes on with what came out when it is there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: _Task[Any, Any] | None = None
        self._looking = every(self, POLL_MS, self._look)

    @property
    def running(self) -> bool:
        """Return True when something is being done."""
        return self._task is not None

    def start(self, work: Callable[[], _Found], settle: Callable[[_Found], object]) -> None:
        """Do WORK in a thread, then SETTLE in the window's; what was being done before is not asked for any more."""
        self.drop()
        self._task = _Task(work, settle)
        self._task.start()
        self._looking.start()

    def drop(self) -> None:
        """Ask for nothing any more."""
        task, self._task = self._task, None
        self._looking.stop()
        if task is not None:
            task.drop()

    def wait(self) -> None:
        """Wait until what is being done is there, and go on with it."""
        if self._task is not None:
            self._task.done(None)
            self._look()

    def _look(self) -> None:
        task = self._task
        if task is None or not task.done():
            return
        self._task = None
        self._looking.stop()
        task.settle()
        task.answer()


class InThread(QObject):
    """Does one thing at a time in a thread, and lets the window go on meanwhile."""

    working = Signal(str)
    """What takes long, in words; "" when it is done."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: _Task[Any, Any] | None = None

    @property
    def running(self) -> bool:
        """Return True when something is being done."""
        return self._task is not None

    def do(
        self,
        words: str,
        work: Callable[[], _Found],
        settle: Callable[[_Found], _Made],
        *,
        hands_off: bool = False,
        long: bool = False,
    ) -> _Made:
        """Do WORK in a thread and SETTLE what it found; return what that answers.

        Args:
            words: What is done, told when it takes long.
            work: Done in the thread: no Qt, and only what nobody changes meanwhile.
            settle: Done in the window's thread, before anything that waits for this goes on.
            hands_off: Whether keys and clicks wait until it is done.
            long: Whether it is known to take long, so that the window goes on at once.

        Raises:
            BaseException: whatever WORK or SETTLE raised.
        """
        self.wait()
        task = self._task = _Task(work, settle)
        let_threads_work()
        task.start()
        self._go_on_until_done(task, words, hands_off=hands_off, long=long)
        return task.answer()

    def wait(self) -> None:
        """Wait until what is being done is settled."""
        while self._task is not None:
            self._go_on_until_done(self._task, "")

    def _go_on_until_done(
        self, task: _Task[Any, Any], words: str, *, hands_off: bool = False, long: bool = False
    ) -> None:
        let_threads_work()
        # The grace comes on top of what the window did before and paints next, in which it is deaf as well.
        if not task.done(0.0 if long else GRACE_S) and QCoreApplication.instance() is not None:
            self._turn(task, words, hands_off=hands_off)
        if not task.done():
            task.done(None)  # the program ends, or there is none: no event loop runs
        if self._task is task:
            self._task = None
        task.settle()

    def _turn(self, task: _Task[Any, Any], words: str, *, hands_off: bool) -> None:
        loop = QEventLoop()
        looking, telling = QTimer(), QTimer()
        # A thread cannot quit the loop of the window safely, so a timer of the window looks whether it is done.
        looking.timeout.connect(lambda: loop.quit() if task.done() else None)
        looking.start(POLL_MS)
        if words:
            # Words appear only where it takes long enough to be noticed.
            telling.setSingleShot(True)
            telling.timeout.connect(lambda: self.working.emit(words))
            telling.start(TOLD_AFTER_MS)
        flag = QEventLoop.ProcessEventsFlag
        # Where hands would disturb what is being done, clicks and keys are left out of the loop.
        flags = flag.ExcludeUserInputEvents if hands_off else flag.AllEvents
        # What waits to be laid out and painted are thousands of calls back into Python, each of which would wait for
        # the thread to let go of the interpreter.
        with window_first():
            QCoreApplication.processEvents(flags)
        if not task.done():
            loop.exec(flags)
        looking.stop()
        if words and not telling.isActive():
            self.working.emit("")
        telling.stop()
