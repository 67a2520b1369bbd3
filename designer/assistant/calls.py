"""Calls of tools, one at a time: arguments read, a time limit held, answers of a size that is sent."""

import ctypes
import threading
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec

from designer.assistant.schemas import read_arguments, shown
from designer.assistant.telling import MOST_LETTERS
from designer.assistant.tool import Answer, Picture, Tool
from designer.assistant.workbench import Workbench
from designer.model.records import RefusedInput

SECONDS: Final = 60.0
"""How long a call may take."""
_LOOK_S: Final = 0.1
"""How often a call that goes on is looked at, whether it was given up."""


class Told(NamedTuple):
    """The answer to a call as it is sent.

    Attributes:
        text: A document as JSON, or one line that says why there is none.
        document: The same, ready for JSON; None of a refusal.
        pictures: Beside it.
        refused: Whether the text is a refusal.
    """

    text: str
    document: dict[str, Any] | None = None
    pictures: tuple[Picture, ...] = ()
    refused: bool = False


class _Stopped(BaseException):
    """Raised in the thread of a call that took too long or was given up."""


class Calls:
    """Answers calls on one workbench.

    A call runs in a thread of its own. One that takes too long, or that the client gives up, is stopped there and
    answered with a refusal; what it was about to propose is not kept.
    """

    def __init__(self, bench: Workbench, tools: dict[str, Tool], seconds: float = SECONDS) -> None:
        self._bench, self._tools, self._seconds = bench, tools, seconds
        self._turn = threading.Lock()

    def call(self, name: str, sent: object, given_up: threading.Event | None = None) -> Told:
        """Return the answer of the tool NAME to the arguments SENT; whatever they are, it ends and raises nothing.

        Args:
            name: The tool.
            sent: What the client sent as its arguments.
            given_up: Set from outside when nobody waits for the answer any more.
        """
        try:
            tool = self._tools.get(name)
            # The name comes from outside as well, and may be of any length.
            if tool is None:
                raise RefusedInput(f"There is no tool {shown(name)}; tools/list names them.")
            given = read_arguments(tool.schema, sent)
            answer = self._within_time(
                lambda: tool.run(self._bench, given), given_up or threading.Event(), keeps_on=tool.effect == "writes"
            )
            return _told(answer)
        except RefusedInput as refusal:
            return Told(_line(str(refusal)), refused=True)
        except RecursionError:
            return Told("This is nested too deep.", refused=True)
        except MemoryError:
            return Told("This is too large for the memory of this machine.", refused=True)
        except Exception as problem:  # a slip of this program: told in one line, and the server goes on
            return Told(_line(f"Something went wrong: {type(problem).__name__}: {problem}"), refused=True)

    def _within_time(self, work: Callable[[], Answer], given_up: threading.Event, *, keeps_on: bool) -> Answer:
        """Return what WORK does, in a thread that is stopped when it takes too long or is GIVEN_UP.

        Args:
            work: What is done.
            given_up: Set when it is to stop.
            keeps_on: Whether it is never stopped once it began, as a save must end well.

        Raises:
            RefusedInput: it takes too long, or waits too long for the calls before it.
        """
        answers: list[Answer] = []
        problems: list[BaseException] = []

        def run() -> None:
            try:
                answers.append(work())
            except BaseException as problem:
                problems.append(problem)

        def end() -> None:
            # Not in that thread itself: the exception that stops it may come at any of its steps, the last ones too.
            thread.join()
            self._bench.drop_empty()
            self._turn.release()

        # One at a time: calls may come together, and two edits of one proposal must follow each other.
        self._wait_for_turn(given_up)
        # A daemon, so that one which never ends does not keep the process alive when the input ends.
        thread = threading.Thread(target=run, name="tool", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            self._turn.release()
            raise
        until = time.monotonic() + self._seconds
        while thread.is_alive() and (keeps_on or (time.monotonic() < until and not given_up.is_set())):
            thread.join(_LOOK_S)
        if thread.is_alive():
            # Python ends a thread from outside by an exception alone, at the next step of its own code.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_Stopped))
            thread.join(1.0)
        if thread.is_alive():
            # One that does not end, as within a solver, keeps its turn until it does.
            threading.Thread(target=end, name="tool-end", daemon=True).start()
        else:
            end()
        # It may have come to its end while it was being stopped.
        if answers:
            return answers[0]
        if problems and isinstance(problems[0], Exception):
            raise problems[0]
        raise RefusedInput(
            "This was given up and stopped."
            if given_up.is_set()
            else f"This took longer than {self._seconds:g} s and was stopped; ask for less: some sections, a smaller "
            "design, fewer variants."
        )

    def _wait_for_turn(self, given_up: threading.Event) -> None:
        """Wait until no other call goes on.

        Raises:
            RefusedInput: that takes too long, or nobody waits any more.
        """
        until = time.monotonic() + self._seconds
        while not self._turn.acquire(timeout=_LOOK_S):
            if given_up.is_set():
                raise RefusedInput("This was given up before it began.")
            if time.monotonic() > until:
                raise RefusedInput("Another call still goes on; ask again when it is answered.")


def _told(answer: Answer) -> Told:
    # Encoded once here and read again, so that what is sent as a structure is what is sent as text.
    text = msgspec.json.encode(answer.document).decode()
    if len(text) > MOST_LETTERS:
        raise RefusedInput(
            f"The answer has {len(text):,} letters, more than are sent at once; ask for fewer rows (limit, first) or "
            "for one part of it (key)."
        )
    return Told(text, msgspec.json.decode(text), answer.pictures)


def _line(text: str) -> str:
    """Return TEXT on one line that is short enough to be read."""
    words = " ".join(text.split())
    return words if len(words) <= 600 else words[:597] + "..."
