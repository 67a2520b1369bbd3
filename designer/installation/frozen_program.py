"""Differences of a frozen program: where its modules come from, and what programs that it starts are told.

A package manager puts a newer version in the place of the program while its window is open. What the window had not
loaded yet it would then look for at places of another file, and end: saving loads SQLite only when it is asked for.
"""

import os
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


def own_folder() -> Path | None:
    """Return the folder with the libraries of a frozen program; None for one that is not frozen."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else None


def leads_elsewhere(paths: str, own: Path | None) -> bool:
    """Return whether one of PATHS, as an environment variable holds them, lies outside the folder OWN."""
    folders = [Path(one) for one in paths.split(os.pathsep) if one]
    return any(own is None or not one.is_relative_to(own) for one in folders)


def give_back_library_path() -> None:
    """Let programs that are started from here find the libraries of the system: git, or what opens a page.

    A frozen program is started with its own folder in LD_LIBRARY_PATH, which is read at the start of a process alone.
    """
    own = own_folder()
    if own is None or leads_elsewhere(os.environ.get("LD_LIBRARY_PATH", ""), own):
        return
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


def give_back_qt_paths() -> None:
    """Let programs that are started from here load the plugins of their own Qt; call it once this one has its own."""
    own = own_folder()
    for name in ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH"):
        if own is not None and name in os.environ and not leads_elsewhere(os.environ[name], own):
            del os.environ[name]
