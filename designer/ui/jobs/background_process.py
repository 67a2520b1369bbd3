"""The far side of a background job: one function in a process of its own; no Qt here, so that it starts fast.

What it is to do and what comes out travel in files of a folder that only this person can read, not through the pipe:
large arguments would hold the window up until the process has started. The pipe carries progress, word that there is a
new partial result, and "stop". Designs among them are written as messages: thousands of records that are pickled one by
one take the window's thread twenty times as long.
"""

import copyreg
import pickle
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol

import msgspec

from designer.machine import end_with_parent
from designer.model.design import Design
from designer.model.figures.number_locale import choose_locale, system_locale_name
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

TASK_FILE: Final = "task"
RESULT_FILE: Final = "result"
PARTIAL_FILE: Final = "partial"
TELL_EVERY_S: Final = 0.03
"""So that a fast function does not fill the pipe."""
PARTIAL_EVERY_S: Final = 0.2
SHARE_FOR_PARTIALS: Final = 0.2
"""At most about so much of the time goes into partial results, however long one takes to make."""

Progress = Callable[[int, int, str], bool]
"""How many of how many, and the one at hand; the answer is whether to go on."""


class Teller(Protocol):
    """A Progress that also takes partial results."""

    def __call__(self, done: int, total: int, name: str, /) -> bool:
        """Tell how many of how many are done, and the one at hand; the answer is whether to go on."""
        ...

    def partial(self, make: Callable[[], Any], /) -> None:
        """Hand out what MAKE answers, a result of what was done so far; not called when the last was just now."""
        ...


class Message(NamedTuple):
    """Message of the process.

    Attributes:
        what: progress, partial (a new one is in its file), finished (the result is in its file), or failed.
        text: Name of the thing at hand, or one plain line about the failure.
    """

    what: Literal["progress", "partial", "finished", "failed"]
    done: int = 0
    total: int = 0
    text: str = ""


def pack_task(folder: Path, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Lay down in FOLDER what the process is to do."""
    (folder / TASK_FILE).write_bytes(_packed((function, arguments)))


def _packed(value: object) -> bytes:
    """Return VALUE as `pickle.loads` reads it."""
    out = BytesIO()
    pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {**copyreg.dispatch_table, Design: _design_reduced}
    pickler.dump(value)
    return out.getvalue()


def _design_reduced(design: Design) -> tuple[Callable[[bytes], Design], tuple[bytes]]:
    """Return how `pickle` makes DESIGN again."""
    return _design_of, (msgspec.msgpack.encode(design),)


def _design_of(message: bytes) -> Design:
    return msgspec.msgpack.decode(message, type=Design)


def unpack_result(folder: Path) -> Any:
    """Return the result of the process."""
    return pickle.loads((folder / RESULT_FILE).read_bytes())


def unpack_partial(folder: Path) -> Any:
    """The newest partial result."""
    return pickle.loads((folder / PARTIAL_FILE).read_bytes())


def serve(connection: "Connection", folder: str) -> None:
    """Do the task that lies in FOLDER and say through CONNECTION how it goes."""
    end_with_parent()
    # The window has put its choice into the environment; what is written here is read by the same person.
    choose_locale(system_locale_name())
    try:
        connection.send(_outcome(connection, Path(folder)))
    except OSError:
        return  # the window is gone


def _outcome(connection: "Connection", folder: Path) -> Message:
    try:
        function, arguments = pickle.loads((folder / TASK_FILE).read_bytes())
        result = function(_PipeTeller(connection, folder), *arguments)
        (folder / RESULT_FILE).write_bytes(_packed(result))
    except RefusedInput as problem:
        return Message("failed", text=str(problem))
    except Exception as problem:
        said = f"{type(problem).__name__}: {problem}"
        return Message("failed", text=said.splitlines()[0])
    return Message("finished")


class _PipeTeller:
    """Tells progress and partial results, not too often, and knows whether to go on."""

    def __init__(self, connection: "Connection", folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._told_at = 0.0
        self._partial_from = 0.0
        self._goes_on = True

    def __call__(self, done: int, total: int, name: str) -> bool:
        now = time.monotonic()
        if now - self._told_at >= TELL_EVERY_S or done >= total:
            self._told_at = now
            self._connection.send(Message("progress", done, total, name))
        if self._connection.poll():
            self._goes_on = False  # nothing but "stop" is ever sent here; a closed pipe says the same
        return self._goes_on

    def partial(self, make: Callable[[], Any]) -> None:
        begun = time.monotonic()
        if begun < self._partial_from:
            return
        fresh = self._folder / f"{PARTIAL_FILE}-new"
        fresh.write_bytes(_packed(make()))
        with suppress(OSError):  # the window is just reading the last one, which may stop this here and there
            fresh.replace(self._folder / PARTIAL_FILE)
            self._connection.send(Message("partial"))
        now = time.monotonic()
        self._partial_from = now + max(PARTIAL_EVERY_S, (now - begun) / SHARE_FOR_PARTIALS)
