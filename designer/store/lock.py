"""Lock of a project that a window has open, so that two never overwrite each other."""

import errno
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from designer.model.records import RefusedInput
from designer.store.exclusive_file import ExclusiveFile

_NO_RIGHT: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class LockShare:
    """One lock file of this process, with the locks that hold it together.

    Attributes:
        file: It.
        holders: Those that hold it now.
    """

    def __init__(self, path: Path) -> None:
        self.file = ExclusiveFile(path)
        self.holders: list[ProjectLock] = []


class ProjectLock:
    """Holds a project for one window; the system frees it when the process ends, however it ends.

    Where several designs of one project are open in this process, each has a lock, and all of these share one file: the
    project is let go with the last of them.

    Attributes:
        path: The lock file beside the project.
        variant: Which design of the project is held, "" for the main one.
        share: The file, and who else of this process holds it.
    """

    def __init__(self, project: Path, variant: str = "", beside: "ProjectLock | None" = None) -> None:
        """Make a lock that is not taken yet.

        Args:
            project: The file.
            variant: Which of its designs is meant.
            beside: The lock of another design of that file, with which this one shares the file.
        """
        target = project.resolve()
        self.variant = variant
        self.path = target.with_name(f".{target.name}.lock")
        self._owner = target.with_name(f".{target.name}.owner")
        self.share = beside.share if beside is not None and beside.covers(project) else LockShare(self.path)
        self._target = target

    @property
    def held(self) -> bool:
        """Return whether the project is held through this object."""
        return self in self.share.holders

    def covers(self, project: Path) -> bool:
        """Return whether PROJECT is the file that this lock is for, by whatever path or link it is named."""
        other = project.resolve()
        if other == self._target:
            return True
        try:
            # A file system that does not tell large letters from small ones has one lock for both spellings.
            return other.name.casefold() == self._target.name.casefold() and other.samefile(self._target)
        except OSError:
            return False

    def take(self) -> None:
        """Hold the project.

        Raises:
            RefusedInput: another window has it, its folder is not there, or no lock can be made in it.
        """
        name = self._target.name
        if self.held:
            return
        if any(other.variant == self.variant for other in self.share.holders):
            raise RefusedInput(f"{name} is open in another window; go on there, or save a copy.")
        if self.share.holders:
            self.share.holders.append(self)
            return
        if not self.path.parent.is_dir():
            raise RefusedInput(f"There is no folder {self.path.parent}; make it first, or choose another.")
        try:
            taken = self.share.file.take()
        except OSError as problem:
            where = (
                "stands in a folder that cannot be written"
                if problem.errno in _NO_RIGHT
                else f"cannot be held for one window alone ({problem.strerror or problem})"
            )
            raise RefusedInput(f"{name} {where}; it opens read-only, save a copy elsewhere.") from problem
        if not taken:
            raise RefusedInput(f"{name} is open in another window{self._other()}; open it read-only or save a copy.")
        import socket  # takes a moment to load

        with suppress(OSError):
            self._owner.unlink(missing_ok=True)  # of a window that was killed
            self._owner.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}), "utf-8")
        self.share.holders.append(self)

    def free(self) -> None:
        """Let others have it; does nothing when it is not held."""
        if not self.held:
            return
        self.share.holders.remove(self)
        if self.share.holders:
            return
        with suppress(OSError):
            self._owner.unlink(missing_ok=True)
        self.share.file.free()

    def _other(self) -> str:
        try:
            owner = json.loads(self._owner.read_text("utf-8"))
            return f" (process {int(owner['pid'])} on {str(owner['host'])[:60]})"
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return ""
