"""Files that are written whole or not at all."""

import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from designer.model.records import RefusedInput


def write_whole(path: Path, body: bytes) -> None:
    """Write BODY to PATH by way of a temporary file beside it, so that PATH is whole or as it was.

    Raises:
        RefusedInput: it cannot be written.
    """
    write_in_pieces(path, (body,))


def write_in_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write PIECES one after the other to PATH, which is whole or as it was; all of them are never held at once.

    Raises:
        RefusedInput: it cannot be written.
    """
    target = path.resolve()
    temporary: Path | None = None
    try:
        if target.exists() and not target.is_file():
            raise RefusedInput(f"{path.name} could not be written: it is a folder or a device, not a file.")
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        temporary.chmod(_mode_for(target))
        temporary.replace(target)
    except (OSError, ValueError) as problem:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if isinstance(problem, RefusedInput):
            raise
        reason = getattr(problem, "strerror", None) or problem
        raise RefusedInput(f"{path.name} could not be written: {reason}.") from problem


def _mode_for(target: Path) -> int:
    """The rights of TARGET, else those that a new file gets here."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
