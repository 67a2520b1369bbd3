"""Plain words for what the system says of a disk, with what to do about it."""

import errno
from typing import Final

FULL: Final = "the disk is full; free some space or save on another disk"
READ_ONLY: Final = "the disk can only be read; save on another disk"
NO_RIGHT: Final = "you may not write there; save in a folder of your own"
GONE: Final = "the disk or network share does not answer; connect it again or save on another disk"
FAILING: Final = "the disk fails; save on another disk, and look after this one"

_WORDS: Final = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), FULL),
    errno.EROFS: READ_ONLY,
    **dict.fromkeys((errno.EACCES, errno.EPERM), NO_RIGHT),
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
        GONE,
    ),
    errno.EIO: FAILING,
}


def os_error_words(problem: OSError) -> str:
    """Return PROBLEM in plain words with what to do; for an unknown one, the words of the system."""
    # What to do is known for the usual errors; for all others the system's own words stand.
    known = _WORDS.get(problem.errno or 0)
    return known or problem.strerror or str(problem)
