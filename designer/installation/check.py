"""Checks of an installation that need no design: Python, Qt, libraries, display, fonts, folders, room, extras.

Each takes what it looks at as arguments, so that a fault can be made without one, and returns a `Check` of its own.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from designer.installation.packages import QT, Version, installed_version, missing_extras, qt_problem
from designer.installation.system_libraries import SystemLibrary

State = Literal["ok", "note", "warning", "error"]
PYTHON_LEAST: Final[Version] = (3, 11)
LITTLE_BYTES: Final = 1024**3
"""With less room left, large reports and sweeps may not fit."""
NO_ROOM_BYTES: Final = 50 * 1024**2
"""With less room left, saving a large design fails."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of one check.

    Attributes:
        id: Stable, for scripts.
        title: Of what was looked at.
        state: "error" where something that the program promises does not work.
        says: In one sentence, how it stands.
        mend: What to run or do; "" where nothing has to be done.
    """

    id: str
    title: str
    state: State
    says: str
    mend: str = ""


class WindowProbe(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of a process that started Qt to see whether it can.

    Attributes:
        problem: Why it could not; "" where it could.
        qt: Version of Qt.
        platform: What it draws on: xcb, wayland, offscreen, windows, cocoa.
        screens: Size of each screen in pixels, "1920×1080".
        font: The family that the text is set in.
        font_from: "system", "package" or "none".
        families: How many families of fonts there are.
        east_asian: Whether one of them has Japanese, Chinese or Korean letters.
    """

    problem: str = ""
    qt: str = ""
    platform: str = ""
    screens: tuple[str, ...] = ()
    font: str = ""
    font_from: str = ""
    families: int = 0
    east_asian: bool = True


def python_check(version: Version = sys.version_info[:3], *, frozen: bool = False) -> Check:
    """Return whether Python is new enough; FROZEN where it came with the program."""
    spoken = ".".join(map(str, version))
    if version[:2] < PYTHON_LEAST:
        return Check(
            id="python", title="Python", state="error", says=f"{spoken} is too old", mend="install Python 3.11 or newer"
        )
    return Check(id="python", title="Python", state="ok", says=f"{spoken}{', part of this program' if frozen else ''}")


def qt_check(
    qt: str | None = None, shiboken: str | None = None, python: Version = sys.version_info[:2], *, frozen: bool = False
) -> Check:
    """Return whether the versions of Qt and Python go together; those installed where none are given."""
    qt = installed_version(QT) if qt is None else qt
    shiboken = installed_version("shiboken6") if shiboken is None else shiboken
    problem, mend = qt_problem(qt, shiboken, python)
    if problem:
        # What was frozen holds its Qt: pip cannot reach it.
        mend = "install Stackwright again" if frozen else mend
        return Check(id="qt", title="Qt", state="error", says=problem, mend=mend)
    return Check(id="qt", title="Qt", state="ok", says=f"PySide6 {qt}")


def library_check(missing: Sequence[SystemLibrary], use: str, *, with_apt: bool) -> Check:
    """Return which libraries of the system are MISSING for USE, and what installs them."""
    title = "Libraries of Qt" if use == "start" else "Libraries of the window"
    key = "libraries" if use == "start" else "window-libraries"
    if not missing:
        return Check(id=key, title=title, state="ok", says="all there")
    files = ", ".join(library.file for library in missing)
    packages = " ".join(library.package for library in missing)
    mend = (
        f"sudo apt-get install {packages}" if with_apt else f"install what holds {files} (Debian calls it {packages})"
    )
    return Check(id=key, title=title, state="error", says=f"missing: {files}", mend=mend)


def opengl_check(missing: Sequence[SystemLibrary], *, with_apt: bool) -> Check:
    """Return whether the libraries of OpenGL are there: they are loaded, and nothing is drawn with them."""
    gone = [library for library in missing if library.file in ("libEGL.so.1", "libGL.so.1")]
    if gone:
        found = library_check(gone, "start", with_apt=with_apt)
        return Check(id="opengl", title="OpenGL", state="error", says=found.says, mend=found.mend)
    return Check(
        id="opengl",
        title="OpenGL",
        state="ok",
        says="there; drawings are painted by the processor, no graphics card is needed",
    )


def display_check(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Check:
    """Return whether ENVIRONMENT names a display; systems other than Linux and its kin have one always."""
    if platform in ("win32", "darwin"):
        return Check(id="display", title="Display", state="ok", says="the desktop of the system")
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen in ("offscreen", "minimal"):
        return Check(
            id="display",
            title="Display",
            state="warning",
            says=f"QT_QPA_PLATFORM={chosen}: a window opens where nobody sees it",
            mend="unset QT_QPA_PLATFORM",
        )
    named = [f"{name}={environment[name]}" for name in ("WAYLAND_DISPLAY", "DISPLAY") if environment.get(name)]
    if named:
        return Check(id="display", title="Display", state="ok", says=", ".join(named))
    return Check(
        id="display",
        title="Display",
        state="error",
        says="neither DISPLAY nor WAYLAND_DISPLAY is set: no window can open here; all commands work",
        mend="start it on a desktop, or connect with ssh -X; doctor --headless leaves the window out",
    )


def start_check(probe: WindowProbe) -> Check:
    """Return whether Qt started in a process of its own."""
    if probe.problem:
        return Check(
            id="window",
            title="Window",
            state="error",
            says=f"does not open: {probe.problem}",
            mend="mend the lines above that say error; then run doctor again",
        )
    screens = f" on {', '.join(probe.screens)}" if probe.screens else ""
    return Check(
        id="window", title="Window", state="ok", says=f"opens, Qt {probe.qt} through {probe.platform}{screens}"
    )


def font_check(probe: WindowProbe, *, with_apt: bool) -> Check:
    """Return which font the text is set in, and for which letters there is none."""
    if not probe.families:
        mend = "sudo apt-get install fonts-inter" if with_apt else "install the font Inter, or any other"
        return Check(id="fonts", title="Fonts", state="error", says="there is no font at all", mend=mend)
    place = {"system": "of the system", "package": "that comes with Stackwright"}.get(
        probe.font_from, "of the system; Inter is missing, names may be cut"
    )
    says = f"{probe.font} {place}"
    if not probe.east_asian:
        mend = "sudo apt-get install fonts-noto-cjk" if with_apt else "install Noto Sans CJK"
        more = f"{says}; Japanese, Chinese and Korean names show boxes"
        return Check(id="fonts", title="Fonts", state="note", says=more, mend=mend)
    return Check(id="fonts", title="Fonts", state="ok" if probe.font_from != "none" else "note", says=says)


def folder_check(key: str, title: str, folder: Path) -> Check:
    """Return whether a file can be written into FOLDER, or into the folder that it would be made in."""
    there = folder
    while not there.exists() and there.parent != there:
        there = there.parent
    mend = f"chown -R $USER {there}; chmod u+rwx {there}"
    if not there.is_dir():
        says = f"{there} is a file, and a folder is needed"
        return Check(id=key, title=title, state="error", says=says, mend=f"move {there} away")
    try:
        # Rights, quotas and read-only file systems all answer to a try, and to nothing else.
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        return Check(id=key, title=title, state="error", says=f"{folder} cannot be written: {reason}", mend=mend)
    return Check(id=key, title=title, state="ok", says=str(folder))


def room_check(folder: Path, free: int | None = None) -> Check:
    """Return whether the disk of FOLDER has room; FREE bytes where they are known."""
    there = folder
    while not there.exists() and there.parent != there:
        there = there.parent
    try:
        free = shutil.disk_usage(there).free if free is None else free
    except OSError as problem:
        return Check(id="disk", title="Disk", state="note", says=f"room not known: {problem.strerror or problem}")
    says = f"{free / 1e9:,.1f} GB free at {there}"
    state: State = "ok" if free >= LITTLE_BYTES else "warning" if free >= NO_ROOM_BYTES else "error"
    return Check(
        id="disk", title="Disk", state=state, says=says, mend="" if state == "ok" else "make room on this disk"
    )


def extras_check(missing: Mapping[str, Sequence[str]] | None = None, *, frozen: bool = False) -> Check:
    """Return which extras are not installed: a note, as the program runs without."""
    missing = missing_extras() if missing is None else missing
    if not missing:
        return Check(id="extras", title="Extras", state="ok", says="explore, mcp and reach are installed")
    names = ",".join(missing)
    packages = ", ".join(name for lacking in missing.values() for name in lacking)
    mend = "install Stackwright again" if frozen else f'pip install "stackwright[{names}]"'
    return Check(id="extras", title="Extras", state="note", says=f"{names}: without {packages}", mend=mend)


_WORST_FIRST: Final[tuple[State, ...]] = ("error", "warning", "note")


def worst_of(checks: Sequence[Check]) -> State:
    """Return the worst state among CHECKS."""
    found = {check.state for check in checks}
    for state in _WORST_FIRST:
        if state in found:
            return state
    return "ok"
