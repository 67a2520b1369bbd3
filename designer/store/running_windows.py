"""Running windows that take projects from other processes: a double click opens a tab, not the program once more.

Each process with windows listens on a local socket (a named pipe on Windows) of its own, behind a key that stands in a
file only its person can read. Another process of that person reads the file and hands the path over. Bytes are passed
and nothing is unpickled.
"""

import atexit
import os
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from platformdirs import user_state_path

from designer import clock

if TYPE_CHECKING:
    from multiprocessing.connection import Listener

_TAKEN: Final = b"taken"
_MOST_BYTES: Final = 32_768
"""A path is shorter on every system."""
_PATIENCE_S: Final = 3.0
"""A window that is stopped or hangs keeps a person waiting no longer."""


class Door(msgspec.Struct, frozen=True):
    """The place at which a process listens.

    Attributes:
        address: Of the socket.
        key: What both sides prove to know, in hexadecimal digits.
        family: "AF_UNIX" or "AF_PIPE".
        display: The display that its windows stand on, "" where there is one alone.
    """

    address: str
    key: str
    family: str
    display: str = ""


def this_display() -> str:
    """Return what tells displays apart on Linux and its kin: a window on another one is out of sight."""
    return " ".join(os.environ.get(name, "") for name in ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM")).strip()


def doors_folder() -> Path:
    """Return the folder of the doors: in the user's state folder."""
    return user_state_path("stackwright", appauthor=False) / "running"


def open_in_running(project: Path, folder: Path | None = None, patience_s: float = _PATIENCE_S) -> bool:
    """Hand PROJECT to the window that was started last and runs; return whether one took it."""
    folder = doors_folder() if folder is None else folder
    try:
        paths = sorted(folder.glob("*.json"), key=_age)
    except OSError:
        return False
    return any(_hand_over(project, path, patience_s) for path in paths)


def _age(path: Path) -> float:
    """Return the seconds since PATH was written."""
    try:
        return clock.seconds_since(path.stat().st_mtime)
    except OSError:
        return float("inf")


def _hand_over(project: Path, path: Path, patience_s: float) -> bool:
    answers: list[bool] = []
    # A process that was stopped accepts and then says nothing, for which connections have no time limit.
    talk = threading.Thread(target=lambda: answers.append(_talk(project, path)), daemon=True)
    talk.start()
    talk.join(patience_s)
    return any(answers)


def _talk(project: Path, path: Path) -> bool:
    from multiprocessing import AuthenticationError
    from multiprocessing.connection import Client

    try:
        door = msgspec.json.decode(path.read_bytes(), type=Door)
        if door.display != this_display():
            return False
        with Client(door.address, door.family, bytes.fromhex(door.key)) as connection:
            connection.send_bytes(os.fsencode(project.absolute()))
            return connection.recv_bytes(len(_TAKEN)) == _TAKEN
    except (ConnectionRefusedError, FileNotFoundError, msgspec.MsgspecError, ValueError):
        # Its process was killed, or it is no door at all.
        with suppress(OSError):
            path.unlink(missing_ok=True)
    except (OSError, EOFError, AuthenticationError):
        pass
    return False


class OpenDoor:
    """Listens for projects that other processes hand over, in a thread of its own."""

    def __init__(self, take: Callable[[Path], None], folder: Path | None = None) -> None:
        """Listen from now on.

        Args:
            take: Called with each project, in that thread.
            folder: Where the door is announced; the user's state folder when None.
        """
        self._take = take
        self._file = (doors_folder() if folder is None else folder) / f"{os.getpid()}-{secrets.token_hex(4)}.json"
        self.listening = threading.Event()
        threading.Thread(target=self._serve, name="door", daemon=True).start()
        atexit.register(self.close)

    def close(self) -> None:
        """Announce nothing any more."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _serve(self) -> None:
        from multiprocessing.connection import Listener

        key = secrets.token_bytes(32)
        # Where nobody can listen or announce, each double click starts a program of its own, which works as well.
        with suppress(OSError), Listener(authkey=key) as listener:
            family = "AF_PIPE" if os.name == "nt" else "AF_UNIX"
            self._announce(Door(str(listener.address), key.hex(), family, this_display()))
            self.listening.set()
            while True:
                self._answer(listener)

    def _answer(self, listener: "Listener") -> None:
        """Take the next project that comes to LISTENER."""
        from multiprocessing import AuthenticationError

        try:
            with listener.accept() as connection:
                project = connection.recv_bytes(_MOST_BYTES)
                self._take(Path(os.fsdecode(project)))
                connection.send_bytes(_TAKEN)
        except (OSError, EOFError, AuthenticationError, ValueError):
            # One that knocks and goes, or does not know the key, ends nothing.
            time.sleep(0.01)

    def _announce(self, door: Door) -> None:
        """Write DOOR where only its person can read it.

        Raises:
            OSError: the folder cannot be written.
        """
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as opened:  # noqa: PTH123 - of an open file
            opened.write(msgspec.json.encode(door))
