"""Write a file whole or not at all: the one way in which everything but the project file itself is written."""

import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from designer.files.os_error_words import os_error_words
from designer.files.reading import shown_name
from designer.limits import LIMITS, size_words
from designer.model.records import RefusedInput

UNFINISHED: Final = ".writing"
"""How a file ends that is being written; what a kill leaves of them is swept away by `leftovers`."""
_REPLACE_WAITS_S: Final = (0.02, 0.05, 0.1, 0.2)
"""Waits between tries on Windows: a scan of a new file is over by then."""


def write_whole(path: Path, body: bytes) -> None:
    """Write BODY to PATH by way of a temporary file beside it, so that PATH is whole or as it was.

    Raises:
        RefusedInput: it cannot be written.
    """
    write_in_pieces(path, (body,))


def write_readable(path: Path, body: bytes, kind: str, advice: str) -> None:
    """Write BODY to PATH, a file of a KIND in `LIMITS`, unless it would be larger than what is read again.

    Args:
        path: The file.
        body: What is written.
        kind: One of `LIMITS` of which something is written.
        advice: What to do about a file that would be too large.

    Raises:
        RefusedInput: it would be too large, or cannot be written; PATH is as it was.
    """
    written = LIMITS[kind].written
    if written is None or len(body) > written.bytes:
        most = size_words(0 if written is None else written.bytes)
        raise RefusedInput(
            f"{shown_name(path)} was not written: it would be larger than {most}, which is the most that is read of "
            f"such a file. {advice}"
        )
    write_whole(path, body)


def write_in_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write PIECES one after the other to PATH, which is whole or as it was; all of them are never held at once.

    They are on the disk before the old file goes: a disk that is full, a quota and an error that only shows when the
    file is flushed or closed are told, and the old file stays.

    Raises:
        RefusedInput: it cannot be written.
    """
    name = shown_name(path)
    temporary: Path | None = None
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            raise RefusedInput(f"{name} could not be written: it is a folder or a device, not a file.")
        # Of the name only what every file system takes twice as long is kept: 255 bytes are the most.
        start = os.fsdecode(os.fsencode(target.name)[:80])
        handle, made = tempfile.mkstemp(prefix=f".{start}.", suffix=UNFINISHED, dir=target.parent)
        temporary = Path(made)
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode_for(target))
        put_in_place(temporary, target)
        temporary = None
    except (OSError, ValueError) as problem:
        if isinstance(problem, RefusedInput):
            raise
        reason = os_error_words(problem) if isinstance(problem, OSError) else problem
        raise RefusedInput(f"{name} could not be written: {reason}.") from problem
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def put_in_place(temporary: Path, target: Path) -> None:
    """Give the file TEMPORARY the name TARGET at once, in place of the file that has it.

    On Windows that is refused while another program holds TARGET open, as a scan for viruses does for a moment.

    Raises:
        OSError: it is refused; TARGET is as it was.
    """
    for wait_s in _REPLACE_WAITS_S if sys.platform == "win32" else ():
        try:
            temporary.replace(target)
            return
        except PermissionError:
            time.sleep(wait_s)
    temporary.replace(target)


def require_other(path: Path | None, *read: Path | None) -> None:
    """Refuse to write what is made of the files READ over one of them.

    Raises:
        RefusedInput: PATH is one of them.
    """
    for one in read:
        try:
            same = path is not None and one is not None and path.samefile(one)
        except (OSError, ValueError):
            continue  # there is nothing yet, or reading tells why
        if path is not None and same:
            raise RefusedInput(f"{path.name} was not overwritten: it is the file that is read. Choose another name.")


def _mode_for(target: Path) -> int:
    """The rights of TARGET, else those that a new file gets here."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
