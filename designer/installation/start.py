"""Causes that keep a window from opening, found before Qt is loaded: Qt itself ends the process, and says less.

The words are those of `stackwright doctor`. What a person sees who started it by a double click is a message of the
system, as there is no terminal to read.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from designer.installation import check
from designer.installation.check import Check
from designer.installation.system_libraries import missing_libraries

_TITLE: Final = "Stackwright cannot open a window"
_MESSAGE_PROGRAMS: Final = (
    ("zenity", "--error", "--no-markup", f"--title={_TITLE}", "--text"),
    ("kdialog", "--title", _TITLE, "--error"),
    ("xmessage", "-center"),
    ("notify-send", _TITLE),
)
"""What desktops of Linux show a message by; the first that is installed does."""


def start_problems(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> list[Check]:
    """Return what keeps a window from opening here; takes some milliseconds, as Qt loads the same libraries next."""
    found = [check.python_check(frozen=is_frozen())]
    # Another platform than X is chosen by those who know what it needs.
    if platform.startswith("linux") and environment.get("QT_QPA_PLATFORM", "") in ("", "xcb"):
        apt = check.apt_command()
        found.append(check.library_check(missing_libraries("start"), "start", apt=apt))
        # A window of Wayland asks for none of X.
        if not environment.get("WAYLAND_DISPLAY"):
            found.append(check.library_check(missing_libraries("window"), "window", apt=apt))
        found.append(check.display_check(environment, platform))
    return [one for one in found if one.state == "error"]


def import_problems(problem: ImportError) -> str:
    """Return the words for a window whose libraries cannot be imported, by PROBLEM: what does not fit, else it."""
    qt = check.qt_check(frozen=is_frozen())
    return failure_words([qt] if qt.state == "error" else (), f"{type(problem).__name__}: {problem}")


def is_frozen() -> bool:
    """Return whether the program came with its own Python."""
    return bool(getattr(sys, "frozen", False))


def failure_words(problems: Sequence[Check], why: str = "") -> str:
    """Return PROBLEMS as lines: how each stands, and what mends it; WHY is said where no check found anything."""
    lines = [f"{one.title}: {one.says}" + (f"\n  → {one.mend}" if one.mend else "") for one in problems]
    lines = lines or [why or "no reason was found"]
    return "\n".join([f"{_TITLE}.", *lines, "`stackwright doctor` looks at everything; all commands work without."])


def tell_failure(words: str) -> None:
    """Print WORDS where somebody reads what is printed, and show them as a message of the system elsewhere."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{words}\n")
            if sys.stderr.isatty():
                return
    with suppress(OSError):
        _show_message(words)


def _show_message(words: str) -> None:
    """Show WORDS in a small window of the system, where there is something that can.

    Raises:
        OSError: it does not run.
    """
    if sys.platform == "win32":
        import ctypes

        stop_sign = 0x10  # MB_ICONERROR
        ctypes.windll.user32.MessageBoxW(None, words, _TITLE, stop_sign)
        return
    if sys.platform == "darwin":
        script = "on run told\ndisplay alert (item 1 of told) message (item 2 of told)\nend run"
        subprocess.Popen(["osascript", "-e", script, _TITLE, words])
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    for program, *arguments in _MESSAGE_PROGRAMS:
        if path := shutil.which(program):
            # It stays until it is read; nobody waits for that here.
            subprocess.Popen([path, *arguments, words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            return
