"""Checks of an installation that need no design: Python, Qt, libraries, display, fonts, folders, room, extras.

Each takes what it looks at as arguments, so that a fault can be made without one, and returns a `Check` of its own.
"""

import errno
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from designer.installation.frozen_program import leads_elsewhere, own_folder
from designer.installation.packages import QT, Version, installed_version, missing_extras, qt_problem
from designer.installation.system_libraries import SystemLibrary, missing_below_python, x11_answers

_APT_LISTS: Final = Path("/var/lib/apt/lists")
State = Literal["ok", "note", "warning", "error"]
PYTHON_LEAST: Final[Version] = (3, 11)
LITTLE_BYTES: Final = 1024**3
"""With less room left, large reports and sweeps may not fit."""
NO_ROOM_BYTES: Final = 50 * 1024**2
"""With less room left, saving a large design fails."""
_MAKE_ROOM: Final = "make room on this disk; this lists what takes it: du -xh --max-depth=2 {} | sort -h | tail"


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


def apt_command(
    *, root: bool | None = None, has: Callable[[str], str | None] = shutil.which, lists: Path = _APT_LISTS
) -> str:
    """Return what installs packages here, with {} for their names; "" where there is no apt.

    Args:
        root: Whether the person is root; asked of the system when None.
        has: Finds a program.
        lists: Where apt keeps what it knows of packages; nothing at first, in a container say.
    """
    if has("apt-get") is None:
        return ""
    known = any(lists.glob("*_Packages*"))
    return as_root("apt-get install {}" if known else "apt-get update && apt-get install {}", root=root, has=has)


def as_root(command: str, *, root: bool | None = None, has: Callable[[str], str | None] = shutil.which) -> str:
    """Return what runs COMMAND with the rights of root: as it is, through sudo where HAS finds it, else through su."""
    if (hasattr(os, "geteuid") and os.geteuid() == 0) if root is None else root:
        return command
    if has("sudo") is not None:
        return " && ".join(f"sudo {step}" for step in command.split(" && "))
    return f"su -c {shlex.quote(command)}"


def python_check(version: Version = sys.version_info[:3], *, frozen: bool = False) -> Check:
    """Return whether Python is new enough; FROZEN where it came with the program."""
    spoken = ".".join(map(str, version))
    if version[:2] < PYTHON_LEAST:
        return Check(
            id="python", title="Python", state="error", says=f"{spoken} is too old", mend="install Python 3.11 or newer"
        )
    lacking = missing_below_python()
    if lacking is not None:
        says = f"{spoken}, without {lacking.file}, which loads other libraries into it"
        mend = apt_command().format(lacking.package) or f"install {lacking.file}"
        return Check(id="python", title="Python", state="error", says=says, mend=mend)
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


def library_check(missing: Sequence[SystemLibrary], use: str, *, apt: str) -> Check:
    """Return which libraries of the system are MISSING for USE, and what installs them; APT as `apt_command` says."""
    title = "Libraries of Qt" if use == "start" else "Libraries of the window"
    key = "libraries" if use == "start" else "window-libraries"
    if not missing:
        return Check(id=key, title=title, state="ok", says="all there")
    files = ", ".join(library.file for library in missing)
    packages = " ".join(library.package for library in missing)
    mend = apt.format(packages) if apt else f"install what holds {files} (Debian calls it {packages})"
    return Check(id=key, title=title, state="error", says=f"missing: {files}", mend=mend)


def opengl_check(missing: Sequence[SystemLibrary], *, apt: str) -> Check:
    """Return whether the libraries of OpenGL are there: they are loaded, and nothing is drawn with them."""
    gone = [library for library in missing if library.file in ("libEGL.so.1", "libGL.so.1")]
    if gone:
        found = library_check(gone, "start", apt=apt)
        return Check(id="opengl", title="OpenGL", state="error", says=found.says, mend=found.mend)
    return Check(
        id="opengl",
        title="OpenGL",
        state="ok",
        says="there; drawings are painted by the processor, no graphics card is needed",
    )


def display_check(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    answers: Callable[[Mapping[str, str]], bool] = x11_answers,
) -> Check:
    """Return whether ENVIRONMENT names a display that ANSWERS; other systems than Linux and its kin have one always."""
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
    if named and not answers(environment):
        return Check(
            id="display",
            title="Display",
            state="error",
            says=f"{', '.join(named)}: nothing answers there, or it lets nobody in",
            mend="start it from a terminal of the desktop itself, or connect with ssh -X",
        )
    if named:
        return Check(id="display", title="Display", state="ok", says=", ".join(named))
    return Check(
        id="display",
        title="Display",
        state="error",
        says="neither DISPLAY nor WAYLAND_DISPLAY is set: no window can open here; all commands work",
        mend="start it on a desktop, or connect with ssh -X; doctor --headless leaves the window out",
    )


def start_check(probe: WindowProbe, environment: Mapping[str, str] = os.environ, *, known: bool = True) -> Check:
    """Return whether Qt started in a process of its own; KNOWN where another check says why not."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if probe.problem and chosen and not known:
        says = f"does not open with QT_QPA_PLATFORM={chosen}: {probe.problem}"
        return Check(id="window", title="Window", state="error", says=says, mend="unset QT_QPA_PLATFORM")
    if probe.problem:
        return Check(
            id="window",
            title="Window",
            state="error",
            says=f"does not open: {probe.problem}",
            mend="mend the lines above that say error"
            if known
            else "send this line, and what is above it, in a report",
        )
    screens = f" on {', '.join(probe.screens)}" if probe.screens else ""
    return Check(
        id="window", title="Window", state="ok", says=f"opens, Qt {probe.qt} through {probe.platform}{screens}"
    )


def font_check(probe: WindowProbe, *, apt: str) -> Check:
    """Return which font the text is set in, and for which letters there is none."""
    if not probe.families:
        mend = apt.format("fonts-inter") if apt else "install the font Inter, or any other"
        return Check(id="fonts", title="Fonts", state="error", says="there is no font at all", mend=mend)
    place = {"system": "of the system", "package": "that comes with Stackwright"}.get(
        probe.font_from, "of the system; Inter is missing, names may be cut"
    )
    says, wanted = f"{probe.font} {place}", [] if probe.font_from != "none" else [("fonts-inter", "Inter")]
    if not probe.east_asian:
        says += "; Japanese, Chinese and Korean names show boxes"
        wanted.append(("fonts-noto-cjk", "Noto Sans CJK"))
    if not wanted:
        return Check(id="fonts", title="Fonts", state="ok", says=says)
    packages, names = (" ".join(column) for column in zip(*wanted, strict=True))
    mend = apt.format(packages) if apt else f"install {names}"
    return Check(id="fonts", title="Fonts", state="note", says=says, mend=mend)


def folder_check(key: str, title: str, folder: Path) -> Check:
    """Return whether a file can be written into FOLDER, or into the folder that it would be made in."""
    there = folder
    while not there.exists() and there.parent != there:
        there = there.parent
    if not there.is_dir():
        says = f"{there} is a file, and a folder is needed"
        place = shlex.quote(str(there))
        return Check(id=key, title=title, state="error", says=says, mend=f"mv {place} {shlex.quote(f'{there}.old')}")
    try:
        # Rights, quotas and read-only file systems all answer to a try, and to nothing else.
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        says = f"{folder} cannot be written: {reason}"
        return Check(id=key, title=title, state="error", says=says, mend=_folder_mend(there, problem))
    return Check(id=key, title=title, state="ok", says=str(folder))


def _folder_mend(there: Path, problem: OSError) -> str:
    """Return what makes the folder THERE take files, after the PROBLEM of a try."""
    place = shlex.quote(str(there))
    if problem.errno == errno.EROFS:
        return as_root(f"mount -o remount,rw {_mount_of(there)}")
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return _MAKE_ROOM.format(place)
    if sys.platform == "win32":
        return f"give yourself the right to write into {there}: its properties, Security"
    try:
        own = there.stat().st_uid == os.geteuid()
    except OSError:
        own = False
    return f"chmod u+rwx {place}" if own else as_root(f"chown -R {os.geteuid()} {place}")


def _mount_of(there: Path) -> str:
    """Return the folder at which the file system of THERE is mounted, as a shell reads it."""
    while not there.is_mount() and there.parent != there:
        there = there.parent
    return shlex.quote(str(there))


def plugins_check(environment: Mapping[str, str] = os.environ, *, works: bool = True) -> Check:
    """Return whether ENVIRONMENT leads Qt to plugins or libraries of another Qt; WORKS where a window opens anyway."""
    own = own_folder()
    names = ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH")
    led = [name for name in names if leads_elsewhere(environment.get(name, ""), own)]
    folders = [folder for folder in environment.get("LD_LIBRARY_PATH", "").split(os.pathsep) if folder]
    if any(leads_elsewhere(folder, own) and (Path(folder) / "libQt6Core.so.6").exists() for folder in folders):
        led.append("LD_LIBRARY_PATH")
    if not led:
        return Check(id="qt-plugins", title="Plugins of Qt", state="ok", says="those that come with it")
    says = "; ".join(f"{name} leads to another Qt: {environment[name]}" for name in led)
    state: State = "note" if works else "error"
    return Check(id="qt-plugins", title="Plugins of Qt", state=state, says=says, mend=f"unset {' '.join(led)}")


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
    mend = "" if state == "ok" else _MAKE_ROOM.format(shlex.quote(str(there)))
    return Check(id="disk", title="Disk", state=state, says=says, mend=mend)


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
