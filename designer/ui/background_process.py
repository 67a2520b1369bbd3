"""The far side of a background job: one function in a process of its own; no Qt here, so that it starts fast.

What it is to do and what comes out travel in files of a folder that only this person can read, not through the pipe:
large arguments would hold the window up until the process has started. The pipe carries progress and "stop".
"""

import pickle
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from designer.model.records import RefusedInput

TASK_FILE: Final = "task"
RESULT_FILE: Final = "result"
TELL_EVERY_S: Final = 0.03
"""So that a fast function does not fill the pipe."""

Progress = Callable[[int, int, str], bool]
"""How many of how many, and the one at hand; the answer is whether to go on."""


class Message(NamedTuple):
    """What the process says.

    Attributes:
        what: progress, finished (the result is in its file), or failed.
        text: Name of the thing at hand, or one plain line about the failure.
    """

    what: Literal["progress", "finished", "failed"]
    done: int = 0
    total: int = 0
    text: str = ""


def pack_task(folder: Path, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Lay down in FOLDER what the process is to do."""
    (folder / TASK_FILE).write_bytes(pickle.dumps((function, arguments), pickle.HIGHEST_PROTOCOL))


def unpack_result(folder: Path) -> Any:
    """What came out."""
    return pickle.loads((folder / RESULT_FILE).read_bytes())


def serve(connection: Connection, folder: str) -> None:
    """Do the task that lies in FOLDER and say through CONNECTION how it goes."""
    try:
        connection.send(_outcome(connection, Path(folder)))
    except OSError:
        return  # the window is gone


def _outcome(connection: Connection, folder: Path) -> Message:
    try:
        function, arguments = pickle.loads((folder / TASK_FILE).read_bytes())
        result = function(_Teller(connection), *arguments)
        (folder / RESULT_FILE).write_bytes(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
    except RefusedInput as problem:
        return Message("failed", text=str(problem))
    except Exception as problem:
        said = f"{type(problem).__name__}: {problem}"
        return Message("failed", text=said.splitlines()[0])
    return Message("finished")


class _Teller:
    """Tells progress, not too often, and knows whether to go on."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._told_at = 0.0
        self._goes_on = True

    def __call__(self, done: int, total: int, name: str) -> bool:
        now = time.monotonic()
        if now - self._told_at >= TELL_EVERY_S or done >= total:
            self._told_at = now
            self._connection.send(Message("progress", done, total, name))
        if self._connection.poll():
            self._goes_on = False  # nothing but "stop" is ever sent here; a closed pipe says the same
        return self._goes_on
