"""Sweep away what a kill left: files that were being written, and folders of work beside the window."""

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from designer import clock

OLD_S: Final = 24 * 3600.0
"""No save or export takes a day: what is older is nobody's any more."""
_UNFINISHED: Final = re.compile(r"\..+\.[a-z0-9_]{8}\.(?:saving(?:-journal)?|writing)")
"""A hidden file with the eight letters of `tempfile.mkstemp`, and how our own writers end theirs."""
_FOLDER: Final = re.compile(r"stackwright-[a-z0-9_]{8}")
_TASK_FILES: Final = frozenset({"task", "result", "partial", "partial-new"})
_MOST_LOOKED_AT: Final = 20_000


def sweep(folders: Iterable[Path], *, later_s: float = 0) -> list[Path]:
    """Remove what kills left in FOLDERS and in the folder of temporary files; return what was removed.

    Only what is surely ours and old goes: by its name, a plain file of this user, of no other name (a hard link), and
    unchanged for a day, at a moment LATER_S seconds from now. Whatever cannot be looked at or removed stays.
    """
    removed: list[Path] = []
    for folder in dict.fromkeys(folders):
        for entry in _entries(folder):
            if _UNFINISHED.fullmatch(entry.name) and _is_ours(entry, later_s):
                with suppress(OSError):
                    Path(entry.path).unlink()
                    removed.append(Path(entry.path))
    # Of the folder of temporary files only what has our name, our owner, some age, and nothing but files of a task.
    for entry in _entries(Path(tempfile.gettempdir())):
        if _FOLDER.fullmatch(entry.name) and _is_ours(entry, later_s, folder=True) and _is_task(Path(entry.path)):
            shutil.rmtree(entry.path, ignore_errors=True)
            if not os.path.lexists(entry.path):
                removed.append(Path(entry.path))
    return removed


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with suppress(OSError, ValueError), os.scandir(folder) as found:
        for number, entry in enumerate(found):
            if number >= _MOST_LOOKED_AT:
                return
            yield entry


def _is_ours(entry: os.DirEntry[str], later_s: float, *, folder: bool = False) -> bool:
    try:
        state = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    is_kind = stat.S_ISDIR(state.st_mode) if folder else stat.S_ISREG(state.st_mode)
    mine = not hasattr(os, "getuid") or state.st_uid == os.getuid()
    alone = not stat.S_ISREG(state.st_mode) or state.st_nlink == 1
    return is_kind and mine and alone and clock.seconds_since(max(state.st_mtime, state.st_ctime)) + later_s > OLD_S


def _is_task(folder: Path) -> bool:
    """Return True when FOLDER holds nothing but the files of a piece of work beside the window."""
    return all(Path(entry.name).stem in _TASK_FILES for entry in _entries(folder))
