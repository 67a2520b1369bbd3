"""Calls of tools, one at a time: arguments read, a time limit held, answers of a size that is sent."""

import ctypes
import threading
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec

from designer.assistant.schemas import read_arguments, shown
from designer.assistant.tool import Answer, Picture, Tool
from designer.assistant.workbench import Workbench
from designer.model.records import RefusedInput

SECONDS: Final = 60.0
"""How long a call may take."""
MOST_LETTERS: Final = 400_000
"""Of an answer: more fills the memory of an assistant, and says less."""
_MOST_PICTURE: Final = 8_000_000


class Told(NamedTuple):
    """The answer to a call as it is sent.

    Attributes:
        text: A document as JSON, or one line that says why there is none.
        document: The same, ready for JSON; None of a refusal.
        pictures: Beside it, not painted yet.
        painted: Those pictures: media type and file.
        refused: Whether the text is a refusal.
    """

    text: str
    document: dict[str, Any] | None = None
    pictures: tuple[Picture, ...] = ()
    painted: tuple[tuple[str, bytes], ...] = ()
    refused: bool = False


class _Stopped(BaseException):
    """Raised in the thread of a call that took too long."""


class Calls:
    """Answers calls on one workbench.

    A call runs in a thread of its own. One that takes too long is stopped there and answered with a refusal; what it
    was about to propose is not kept.
    """

    def __init__(self, bench: Workbench, tools: dict[str, Tool], seconds: float = SECONDS) -> None:
        self._bench, self._tools, self._seconds = bench, tools, seconds
        self._turn = threading.Lock()

    def call(self, name: str, sent: object) -> Told:
        """Return the answer of the tool NAME to the arguments SENT; whatever they are, it ends and raises nothing."""
        try:
            tool = self._tools.get(name)
            # The name comes from outside as well, and may be of any length.
            if tool is None:
                raise RefusedInput(f"There is no tool {shown(name)}; tools/list names them.")
            given = read_arguments(tool.schema, sent)
            answer = self._within_time(lambda: tool.run(self._bench, given), keeps_on=tool.effect == "writes")
            return _told(answer)
        except RefusedInput as refusal:
            return Told(_line(str(refusal)), refused=True)
        except RecursionError:
            return Told("This is nested too deep.", refused=True)
        except MemoryError:
            return Told("This is too large for the memory of this machine.", refused=True)
        except Exception as problem:  # a slip of this program: told in one line, and the server goes on
            return Told(_line(f"Something went wrong: {type(problem).__name__}: {problem}"), refused=True)

    def _within_time(self, work: Callable[[], Answer], *, keeps_on: bool) -> Answer:
        """Return what WORK does, in a thread that is stopped when it takes too long.

        Args:
            work: What is done.
            keeps_on: Whether it is never stopped, as a save must end well.

        Raises:
            RefusedInput: it takes too long.
        """
        answers: list[Answer] = []
        problems: list[BaseException] = []

        def run() -> None:
            try:
                # One at a time: calls may come together, and two edits of one proposal must follow each other.
                with self._turn:
                    try:
                        answers.append(work())
                    finally:
                        self._bench.drop_empty()
            except BaseException as problem:
                problems.append(problem)

        # A daemon, so that one which never ends does not keep the process alive when the input ends.
        thread = threading.Thread(target=run, name="tool", daemon=True)
        thread.start()
        thread.join(None if keeps_on else self._seconds)
        if thread.is_alive():
            # Python ends a thread from outside by an exception alone, at the next step of its own code.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_Stopped))
            thread.join(1.0)
            # It may have come to its end in the meantime.
            if not answers:
                raise RefusedInput(
                    f"This took longer than {self._seconds:g} s and was stopped; ask for less: some sections, a "
                    "smaller design, fewer variants."
                )
        if problems:
            raise problems[0] if isinstance(problems[0], Exception) else RuntimeError("the call was stopped")
        return answers[0]


def _told(answer: Answer) -> Told:
    # Encoded once here and read again, so that what is sent as a structure is what is sent as text.
    text = msgspec.json.encode(answer.document).decode()
    if len(text) > MOST_LETTERS:
        raise RefusedInput(
            f"The answer has {len(text):,} letters, more than are sent at once; ask for fewer rows (limit, first) or "
            "for one part of it (key)."
        )
    return Told(text, msgspec.json.decode(text), answer.pictures)


def painted(told: Told) -> Told:
    """Return TOLD with its pictures painted; called in the main thread, which does nothing else meanwhile."""
    try:
        found = tuple((picture.media_type, picture.paint()) for picture in told.pictures)
        if any(len(data) > _MOST_PICTURE for _, data in found):
            raise RefusedInput("The picture is too large to be sent; ask for another view, or export it by a command.")
        return told._replace(painted=found)
    except RefusedInput as refusal:
        if told.document is not None and "steps" in told.document:
            return told  # a preview says enough without a picture
        return Told(_line(str(refusal)), refused=True)
    except Exception as problem:  # as in `call`
        return Told(_line(f"Something went wrong: {type(problem).__name__}: {problem}"), refused=True)


def _line(text: str) -> str:
    """Return TEXT on one line that is short enough to be read."""
    words = " ".join(text.split())
    return words if len(words) <= 600 else words[:597] + "..."
