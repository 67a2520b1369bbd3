"""Which window has a project open, so that two never overwrite each other."""

import json
import os
import socket
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from designer.model.records import RefusedInput


class ProjectLock:
    """Holds a project for one window; the system frees it when the process ends, however it ends.

    Attributes:
        path: The lock file beside the project.
    """

    def __init__(self, project: Path) -> None:
        target = project.resolve()
        self.path = target.with_name(f".{target.name}.lock")
        self._owner = target.with_name(f".{target.name}.owner")
        self._lock = FileLock(self.path)
        self._name = target.name

    def take(self) -> None:
        """Hold the project.

        Raises:
            RefusedInput: another window has it, its folder is not there, or no lock can be made in it.
        """
        if not self.path.parent.is_dir():
            # The lock would make it, and a mistyped folder would go unnoticed.
            raise RefusedInput(f"There is no folder {self.path.parent}; make it first, or choose another.")
        try:
            self._lock.acquire(timeout=0)
        except Timeout as problem:
            raise RefusedInput(
                f"{self._name} is open in another window{self._other()}; open it read-only or save a copy."
            ) from problem
        except OSError as problem:
            raise RefusedInput(
                f"{self._name} stands in a folder that cannot be written; it opens read-only, save a copy elsewhere."
            ) from problem
        with suppress(OSError):
            self._owner.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}), "utf-8")

    def free(self) -> None:
        """Let others have it; does nothing when it is not held."""
        if not self._lock.is_locked:
            return
        with suppress(OSError):
            self._owner.unlink(missing_ok=True)
        self._lock.release()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _other(self) -> str:
        try:
            owner = json.loads(self._owner.read_text("utf-8"))
            return f" (process {int(owner['pid'])} on {str(owner['host'])[:60]})"
        except (OSError, ValueError, KeyError, TypeError):
            return ""
