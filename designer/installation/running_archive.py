"""Modules of a frozen program that are loaded late, read from the program that runs and not from its successor.

A package manager puts a newer version in the place of the program while its window is open. What the window had not
loaded yet it would then look for at places of another file, and end: saving loads SQLite only when it is asked for.
"""

import sys
from pathlib import Path
from typing import Any, Final

_RUNNING: Final = Path("/proc/self/exe")
"""What this process was started from, on Linux: the file itself, also when its name means another one by now."""


def read_from_running_program() -> bool:
    """Let modules come out of the file that this process was started from; return whether they do.

    Only Linux replaces the file of a program that runs; on Windows it is locked, and macOS replaces the folder whole.
    """
    if not (sys.platform == "linux" and getattr(sys, "frozen", False) and _RUNNING.exists()):
        return False
    try:
        # Of PyInstaller, in frozen programs alone: the reader of the archive at the end of the program.
        importers: Any = __import__("pyimod02_importers")
        reader = vars(importers.pyz_archive)
        if not Path(reader["_filename"]).samefile(_RUNNING):  # another layout: the archive is a file of its own
            return False
        reader["_filename"] = str(_RUNNING)
    except (ImportError, AttributeError, KeyError, TypeError, OSError):
        return False
    return True
