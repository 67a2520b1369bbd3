"""Read a file that may be anything: a device, a pipe, larger than memory, gone in between."""

import os
import stat
from pathlib import Path

from designer.limits import LIMITS, LONGEST_LINE
from designer.model.records import RefusedInput


def require_plain_file(path: Path) -> os.stat_result:
    """Return what the system says of PATH where it is a file.

    A pipe or a device is not to be opened at all: it may never end, or hold up whoever opens it.

    Raises:
        RefusedInput: it is a folder, a pipe or a device; one plain line.
        OSError: the system says nothing of it.
    """
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise RefusedInput(f"{shown_name(path)} cannot be read: it is a folder; choose a file in it.")
    if not stat.S_ISREG(found.st_mode):
        raise RefusedInput(f"{shown_name(path)} is a pipe or a device, not a file; choose a file.")
    return found


def bytes_of(path: Path, kind: str, *, advice: str = "") -> bytes:
    """Return the contents of PATH, a file of a KIND in `LIMITS`.

    Args:
        path: The file; links are followed.
        kind: One of `LIMITS`.
        advice: What to do about a file that is too large.

    Raises:
        RefusedInput: it cannot be read, is no file, or has too many bytes; one plain line.
    """
    limit = LIMITS[kind]
    name = shown_name(path)
    try:
        require_plain_file(path)
        with path.open("rb") as file:
            data = file.read(limit.bytes + 1)
    except (OSError, ValueError) as problem:
        if isinstance(problem, RefusedInput):
            raise
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        raise RefusedInput(f"{name} cannot be read: {reason}.") from problem
    if len(data) > limit.bytes:
        raise RefusedInput(f"{name} is larger than {limit.size_words}{f'; {advice}' if advice else ''}.")
    return data


def require_short_lines(text: str, name: str) -> None:
    """Refuse a table TEXT, called NAME, with a line so long that its cells alone would fill the memory.

    Raises:
        RefusedInput: a line has more than `LONGEST_LINE` signs.
    """
    start = 0
    while len(text) - start > LONGEST_LINE:
        end = max(text.rfind("\n", start, start + LONGEST_LINE), text.rfind("\r", start, start + LONGEST_LINE))
        if end < 0:
            line = text.count("\n", 0, start) + 1
            raise RefusedInput(f"{name}: line {line} has more than {LONGEST_LINE:,} signs; it is no table.")
        start = end + 1


def shown_name(path: Path) -> str:
    """Return the name of PATH as text that every output can show; bytes that are no UTF-8 are spelt out."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")
