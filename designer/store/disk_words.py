"""Answers of a disk in plain words, with what to do about them."""

import errno
import sqlite3
from typing import Final

_FULL: Final = "the disk is full; free some space or save on another disk"
_READ_ONLY: Final = "the disk can only be read; save on another disk"
_NO_RIGHT: Final = "you may not write there; save in a folder of your own"
_GONE: Final = "the disk or network share does not answer; connect it again or save on another disk"
_FAILING: Final = "the disk fails; save on another disk, and look after this one"

_WORDS: Final = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), _FULL),
    errno.EROFS: _READ_ONLY,
    **dict.fromkeys((errno.EACCES, errno.EPERM), _NO_RIGHT),
    **dict.fromkeys(
        (
            errno.ESTALE,
            errno.ENOTCONN,
            errno.EHOSTDOWN,
            errno.EHOSTUNREACH,
            errno.ENETDOWN,
            errno.ENETUNREACH,
            errno.ETIMEDOUT,
            errno.ENODEV,
            errno.ENXIO,
        ),
        _GONE,
    ),
    errno.EIO: _FAILING,
}
_SQLITE: Final = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _NO_RIGHT,
    sqlite3.SQLITE_IOERR: _FAILING,
    sqlite3.SQLITE_CANTOPEN: "no file can be made there; free some space or save in another folder",
}


def disk_words(problem: OSError | sqlite3.Error) -> str:
    """Return what PROBLEM is and what to do; of one that is not known what the system says of it."""
    if isinstance(problem, OSError):
        # What to do is known for the usual errors; for all others the system's own words stand.
        known = _WORDS.get(problem.errno or 0)
        return known or problem.strerror or str(problem)
    code = getattr(problem, "sqlite_errorcode", None)
    known = _SQLITE.get(code & 0xFF) if isinstance(code, int) else None  # the lowest byte is the kind of the error
    return known or str(problem)
