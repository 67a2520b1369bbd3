"""Answers of a disk in plain words, with what to do about them."""

import sqlite3
from typing import Final

from designer.files.os_error_words import FAILING, FULL, NO_RIGHT, READ_ONLY, os_error_words

_SQLITE: Final = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: NO_RIGHT,
    sqlite3.SQLITE_IOERR: FAILING,
    sqlite3.SQLITE_CANTOPEN: "no file can be made there; free some space or save in another folder",
}


def disk_words(problem: OSError | sqlite3.Error) -> str:
    """Return PROBLEM in plain words with what to do; for an unknown one, the words of the system."""
    if isinstance(problem, OSError):
        return os_error_words(problem)
    code = getattr(problem, "sqlite_errorcode", None)
    known = _SQLITE.get(code & 0xFF) if isinstance(code, int) else None  # the lowest byte is the kind of the error
    return known or str(problem)
