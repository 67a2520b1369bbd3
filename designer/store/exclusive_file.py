"""A file that one process holds at a time, and that is gone when nobody does.

POSIX: `flock` on the open file, which the system lets go of when the process ends. The name is removed *before* the
lock is let go, and whoever gets the lock looks whether the name still means the file that it locked: removing it
afterwards would let one process hold the old file while another makes and holds a new one under the same name.
Windows: a byte of the open file is locked (`LockFile`, by `msvcrt.locking`). A file that anybody has open cannot be
removed there, so it is removed after it was closed, which fails where another has it by then, and rightly so.
"""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_TRIES: Final = 20
_HELD: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})
"""What the systems answer when another holds the lock."""

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class ExclusiveFile:
    """One lock file; a second object for the same file is another holder, in this process too."""

    removes_held: bool = sys.platform != "win32"
    """Whether the name of an open file can be removed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Return whether this object holds the file."""
        return self._handle is not None

    def take(self) -> bool:
        """Hold the file, made when missing, and return whether nobody else does.

        Raises:
            OSError: it cannot be made, or its file system has no locks.
        """
        # Again where the name stood for another file by the time the lock was got: its last holder removed it in
        # between.
        for _ in range(_TRIES if self._handle is None else 0):
            try:
                handle = self._opened()
            except FileNotFoundError:
                continue  # removed by its last holder, between two looks at it
            try:
                _lock(handle)
            except OSError as problem:
                os.close(handle)
                if problem.errno in _HELD:
                    return False
                raise
            # The lock is on the open file, not on its name: it holds the project only while the name still leads to it.
            if self._is_named(handle):
                self._handle = handle
                return True
            os.close(handle)
        return self._handle is not None

    def _opened(self) -> int:
        """Return the open file; one that another person made may be for reading alone, which is enough to lock it."""
        no_links = getattr(os, "O_NOFOLLOW", 0)
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | no_links, 0o666)
        except PermissionError:
            if not self.path.exists():
                raise
            return os.open(self.path, os.O_RDONLY | no_links)

    def free(self) -> None:
        """Let others have it; does nothing when it is not held."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        if self.removes_held:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        with suppress(OSError):
            _unlock(handle)
        os.close(handle)
        if not self.removes_held:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)

    def _is_named(self, handle: int) -> bool:
        """Return whether the name still means the open file HANDLE, and not one that was removed meanwhile."""
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat(follow_symlinks=False))
        except OSError:
            return False
