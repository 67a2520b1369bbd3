"""The analysis beside the window: one warm process, newest question first, stale answers dropped."""

import gc
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from math import inf
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal

from designer import clock
from designer.catalog.library import Library
from designer.machine import processor_seconds
from designer.model.design import Design
from designer.model.in_pieces import LARGE_BYTES
from designer.model.records import RefusedInput
from designer.plugins.consent import active_plugins
from designer.plugins.times import ALL_S, LOAD_S
from designer.review.headline_figures import take_likely
from designer.review.reply import Reply
from designer.ui.jobs.in_thread import NewestInThread, let_go
from designer.ui.widgets.timers import after_pause, every

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from designer import worker

DEBOUNCE_MS: Final = 60
POLL_MS: Final = 25
"""How often answers are looked for whose arrival was not told."""
SENT_S: Final = 0.004
"""So long a question may take on its way before the window goes on: what is painted meanwhile would hold it up."""
EARLY_S: Final = 0.025
"""So long after a question the window waits for what is told early, before it paints: one paint then shows the edit
with its colours, instead of two that each take longer than the wait."""
SOON_S: Final = 0.04
"""Only what came within this time after the question before is waited for."""
PATIENCE_S: Final = 3.0
"""How long a stale answer is waited for before the process is started anew."""
ASIDE_PATIENCE_S: Final = 1.0
"""The same for an answer that was asked aside."""
WATCH_S: Final = 1.0
"""How often the process is looked at while an answer is awaited."""
STILL_S: Final = 8.0
"""After how long without any work of the processor a process that owes an answer is taken for stopped."""


ENDED_TWICE: Final = "The analysis ended unexpectedly twice on this design; undo the last edit, or make another."


class Question(NamedTuple):
    """Question about one revision of a design, held against the parts on hand."""

    revision: int
    design: Design
    traffic: str = "all-to-all"
    fail: tuple[str, ...] = ()
    library: Library | None = None
    load: float = 1.0


class Aside(NamedTuple):
    """Question beside the results of one revision: who fills LINKS, or what the flows reach.

    Attributes:
        kind: "fillers" or "rates".
        key: Whatever the asker knows the answer by.
    """

    kind: "worker.Aside"
    revision: int
    design: Design
    traffic: str = "all-to-all"
    fail: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    key: int = 0


class _Answer(NamedTuple):
    """Answer that came through the pipe, and when; an early one is not all yet."""

    packed: bytes
    early: bool = False
    at: float = 0.0


class _Post:
    """Signals between the window and the thread that carries bytes, beside the bytes.

    Attributes:
        sent: Whether the last question is on its way as a whole.
        came: Whether anything of its answer came.
        tell: Called by the thread whenever something came; None where nobody listens.
    """

    def __init__(self) -> None:
        self.sent = threading.Event()
        self.came = threading.Event()
        self.tell: Callable[[], None] | None = None


class _Helper(NamedTuple):
    """The process, the thread that carries bytes to and from it, and what is between them."""

    process: "SpawnProcess"
    connection: "Connection"
    carrier: threading.Thread
    questions: "SimpleQueue[bytes | None]"
    answers: "SimpleQueue[_Answer | None]"
    post: _Post


class AnalysisJob(QObject):
    """Answers questions about designs without ever holding up the window."""

    answered = Signal(Reply)
    """The Reply to the newest question."""

    network_known = Signal(Reply)
    """An early Reply to the newest question: counts and network, before all the rest."""

    failed = Signal(int, str)
    """Revision and one plain line."""

    told = Signal(Aside, Reply)
    """An Aside and the Reply to it; the reply holds an error where there is none."""

    busy = Signal(bool)
    """Whether an answer is awaited."""

    _arrived = Signal()
    """Told by the thread that carries bytes: the next turn of the event loop looks at what came."""

    _asked_now = Signal()
    """A question was sent at once: when the panels have followed, and before anything is painted, its early answer is
    waited for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._helper: _Helper | None = None
        self._waiting: Question | None = None
        self._own_rules = self._hurried = False
        self._running: Question | Aside | None = None
        self._ahead: Reply | None = None
        self._asides: list[Aside] = []
        self._newest = -1
        self._asked_at = 0.0
        self._last_ask = -1.0
        self._early_s = inf  # how long the last question took until something was told early; infinite for never
        self._begun = False  # whether something was told early of the question that is out
        self._again = False
        self._used: float | None = None
        self._moved_at = self._looked_at = 0.0
        self._reading = NewestInThread(self)
        self._debounce = after_pause(self, 0, self._send)
        self._poll = every(self, POLL_MS, self._look)
        self._arrived.connect(self._look_early, Qt.ConnectionType.QueuedConnection)
        # A queued call comes before what is to be painted, which waits with a lower priority.
        self._asked_now.connect(self._await_early, Qt.ConnectionType.QueuedConnection)

    @property
    def working(self) -> bool:
        """Return True when an answer is awaited; what is asked aside does not count."""
        return self._waiting is not None or isinstance(self._running, Question) or self._reading.running

    @property
    def pid(self) -> int | None:
        """Return the number of the process; None when there is none."""
        return self._helper.process.pid if self._helper is not None else None

    @property
    def asking(self) -> bool:
        """Return True when the process has a question that it has not yet answered."""
        return self._running is not None

    def warm_up(self) -> None:
        """Start the process before it is needed."""
        if self._helper is None:
            self._helper = _start()

    def ask(self, question: Question) -> None:
        """Ask; what was asked before and is not yet sent is forgotten."""
        was_working = self.working
        self._asides.clear()
        self._waiting = question
        self._again = False
        self._newest = question.revision
        # The first edit after a pause is answered at once; only those that follow each other fast are held back.
        now = time.monotonic()
        paused = now - self._last_ask > DEBOUNCE_MS / 1000 and self._running is None
        self._last_ask = now
        if paused and self._helper is not None:
            self._send()  # before the panels are told, so that the process works while they do
            if self._early_s <= SOON_S:
                self._asked_now.emit()
        else:
            self._debounce.start(0 if paused else DEBOUNCE_MS)
        if not was_working:
            self.busy.emit(True)

    def ask_aside(self, aside: Aside) -> None:
        """Ask aside, for when nothing else is to be answered; the next question about the design drops it."""
        self._asides = [*(one for one in self._asides if one.kind != aside.kind), aside]
        if not self.working and self._running is None:
            self._send_aside()

    def cancel(self) -> None:
        """Give up what is being worked out; the process is started anew when it is in the middle of it."""
        self._debounce.stop()
        self._reading.drop()
        self._waiting = None
        self._asides.clear()
        if self._running is not None:
            self._running = None
            self._drop_helper()
        self._poll.stop()
        self.busy.emit(False)

    def close(self) -> None:
        """End the process."""
        self._debounce.stop()
        self._reading.drop()
        self._poll.stop()
        self._waiting = self._running = None
        self._asides.clear()
        self._drop_helper()

    def _send(self) -> None:
        question = self._waiting
        if question is None:
            return
        if self._running is not None:
            # One question at a time, so that the pipe never fills; a hopeless one is given up.
            patience = PATIENCE_S if isinstance(self._running, Question) else ASIDE_PATIENCE_S
            if time.monotonic() - self._asked_at < patience:
                self._hurry()
                self._debounce.start(DEBOUNCE_MS)
                return
            self._running = None
            self._drop_helper()
        from designer import worker

        self.warm_up()
        assert self._helper is not None
        self._waiting = None
        self._running = question
        self._ahead = None
        self._begun = False
        self._asked_at = self._moved_at = time.monotonic()
        own = active_plugins()
        self._own_rules, self._hurried = bool(own), False
        packed = worker.encode_request(
            question.revision,
            question.design,
            clock.today(),
            traffic=question.traffic,
            fail=question.fail,
            library=question.library,
            early=True,
            ahead=True,
            load=question.load,
            plugins=own,
        )
        post = self._helper.post
        post.tell = self._arrived.emit
        post.sent.clear()
        post.came.clear()
        self._helper.questions.put(packed)
        # The other thread needs the interpreter to send, and what is painted next lets it have it late.
        post.sent.wait(SENT_S)
        self._poll.start()

    def _hurry(self) -> None:
        """Have the process not wait for rules of plug-ins, whose findings nobody wants now."""
        helper = self._helper
        # While the question is still on its way nothing else may be written between its bytes.
        if not self._own_rules or self._hurried or helper is None or not isinstance(self._running, Question):
            return
        if not helper.post.sent.is_set():
            return
        self._hurried = True
        with suppress(OSError):
            helper.connection.send_bytes(b"")

    def _send_aside(self) -> None:
        if not self._asides:
            return
        from designer import worker

        self.warm_up()
        assert self._helper is not None
        self._helper.post.tell = self._arrived.emit
        aside = self._running = self._asides.pop(0)
        self._asked_at = self._moved_at = time.monotonic()
        packed = worker.encode_aside(aside.kind, aside.revision, aside.design, aside.traffic, aside.fail, aside.links)
        self._helper.questions.put(packed)
        self._poll.start()

    def _await_early(self) -> None:
        """Wait a moment for what is told early of the question that was just sent."""
        left = EARLY_S - (time.monotonic() - self._asked_at)
        if self._helper is not None and left > 0.0 and self._helper.post.came.wait(left):
            self._look_early()

    def _look_early(self) -> None:
        """Look at what was told to have come; it may have been seen already, and then nothing may be awaited."""
        if self._poll.isActive():
            self._look()

    def _look(self) -> None:
        if self._helper is None:
            return
        try:
            came = self._helper.answers.get_nowait()
        except Empty:
            if not self._stands_still():
                return
            came = None
        if came is not None and came.early:
            if not self._begun:
                # Results ahead of their findings come in the same way, after what is told first.
                self._begun, self._early_s = True, came.at - self._asked_at
            if self._waiting is None:
                self.take_answer(came.packed, early=True)
            return
        self._poll.stop()
        question, self._running = self._running, None
        if not self._begun:
            self._early_s = inf
        if isinstance(question, Aside):
            if came is None:
                self._drop_helper()
            if self._waiting is None:
                self._tell_aside(question, came.packed if came is not None else None)
            if self._waiting is not None:
                self._send()
            elif self._running is None:
                self._send_aside()
            return
        if came is None:
            self._drop_helper()
            if question is not None and self._waiting is None and question.revision == self._newest:
                if not self._again:
                    # Whatever ended it may have had nothing to do with this design: a new process is asked once.
                    self._again, self._waiting = True, question
                else:
                    self.failed.emit(question.revision, ENDED_TWICE)
        elif self._waiting is None:
            self.take_answer(came.packed)
        if self._waiting is not None:
            self._send()
        elif not self._reading.running:
            self._rest()

    def _rest(self) -> None:
        """All is told."""
        self.busy.emit(False)
        if self._running is None and self._waiting is None:
            self._send_aside()

    def _stands_still(self) -> bool:
        """Return True when the process owes an answer and has done nothing for long: it was stopped."""
        now = time.monotonic()
        if self._helper is None or now - self._looked_at < WATCH_S:
            return False
        self._looked_at = now
        # Processor time is asked of the system: a process that was stopped (SIGSTOP) stays alive without using any.
        used = processor_seconds(self._helper.process.pid)
        if used is None or used != self._used:
            self._used, self._moved_at = used, now
        # It does nothing itself while a rule of a plug-in works, which has its own limits.
        return now - self._moved_at > STILL_S + (ALL_S + LOAD_S if self._own_rules else 0.0)

    def _tell_aside(self, aside: Aside, packed: bytes | None) -> None:
        from designer import worker

        try:
            if packed is None:
                raise RefusedInput("The analysis ended unexpectedly; the next edit starts it again.")
            reply = worker.decode_reply(packed)
        except RefusedInput as problem:
            reply = Reply(revision=aside.revision, error=str(problem))
        if aside.revision == self._newest:
            self.told.emit(aside, reply)

    def take_answer(self, packed: bytes, *, early: bool = False) -> None:
        """Tell what PACKED says, an answer to the newest question; EARLY: the process sends more of it."""
        from designer import worker

        if len(packed) > LARGE_BYTES:
            self._reading.start(partial(_read, packed), partial(self._read, early=early))
            return
        collects = gc.isenabled()
        gc.disable()  # a reply of thousands of figures, none of them garbage, would set off a search of 100 ms
        try:
            reply = worker.decode_reply(packed)
        except RefusedInput as problem:
            self.failed.emit(self._newest, str(problem))
            return
        finally:
            if collects:
                gc.enable()
        self._take(reply, early=early)

    def _read(self, reply: Reply, *, early: bool) -> None:
        if reply.revision < 0:
            self.failed.emit(self._newest, reply.error)
        else:
            self._take(reply, early=early)
            # What of it nobody keeps is given back a piece at a time: at once it would hold up the window.
            let_go([reply])
        if not self.working:
            self._rest()

    def _take(self, reply: Reply, *, early: bool) -> None:
        if reply.revision != self._newest:
            return
        if reply.ahead and reply.results is not None:
            # Unpacked while the process still looks for findings, and shown with these.
            self._ahead = reply
            return
        ahead, self._ahead = self._ahead, self._ahead if early else None
        if reply.ahead and ahead is not None and ahead.revision == reply.revision:
            reply = replace(reply, results=ahead.results, ahead=False)
        if reply.results is None:
            self.failed.emit(reply.revision, reply.error)
        elif early:
            self.network_known.emit(reply)
        else:
            take_likely(reply.results, reply.likely)
            self.answered.emit(reply)

    def _drop_helper(self) -> None:
        helper, self._helper = self._helper, None
        self._ahead = None
        if helper is not None:
            _stop(helper)


def _read(packed: bytes) -> Reply:
    """Return a large reply; what its figures need later is known by then too."""
    from designer import worker

    reply = worker.decode_large_reply(packed)
    if reply.results is not None:
        take_likely(reply.results, reply.likely)
    return reply


def _start() -> _Helper:
    import multiprocessing  # takes a moment to load, and is not needed until the window is shown

    from designer import worker  # with the sums, which the open window can load

    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=worker.serve, args=(theirs,), name="stackwright-analysis", daemon=True)
    process.start()
    theirs.close()
    questions: SimpleQueue[bytes | None] = SimpleQueue()
    answers: SimpleQueue[_Answer | None] = SimpleQueue()
    post = _Post()
    carrier = threading.Thread(target=_carry, args=(ours, questions, answers, post), name="analysis-pipe", daemon=True)
    carrier.start()
    return _Helper(process, ours, carrier, questions, answers, post)


def _stop(helper: _Helper) -> None:
    helper.post.tell = None
    helper.questions.put(None)
    helper.process.kill()
    helper.process.join(2.0)
    helper.carrier.join(2.0)
    helper.connection.close()


def _carry(
    connection: "Connection",
    questions: "SimpleQueue[bytes | None]",
    answers: "SimpleQueue[_Answer | None]",
    post: _Post,
) -> None:
    """Send each question and wait for its answer; None is put when the process is gone."""

    def came(answer: _Answer | None) -> None:
        answers.put(answer)
        post.came.set()
        tell = post.tell
        if tell is not None:
            with suppress(RuntimeError):  # who listened is gone with its window
                tell()

    try:
        while (question := questions.get()) is not None:
            connection.send_bytes(question)
            post.sent.set()
            while not (packed := connection.recv_bytes()):
                came(_Answer(connection.recv_bytes(), early=True, at=time.monotonic()))
            came(_Answer(packed, at=time.monotonic()))
    except (EOFError, OSError):
        came(None)
