"""Libraries of the system that Qt loads on Linux, by the file that is asked for and the Debian package that has it."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, Literal, NamedTuple

Use = Literal["start", "window"]


class SystemLibrary(NamedTuple):
    """A shared library that comes with the system.

    Attributes:
        file: What the loader is asked for.
        package: The package of Debian 13 that holds it.
        use: "start" where Qt does not load without it, "window" where only a window on X11 asks for it.
    """

    file: str
    package: str
    use: Use


LIBRARIES: Final = (
    SystemLibrary("libEGL.so.1", "libegl1", "start"),
    SystemLibrary("libGL.so.1", "libgl1", "start"),
    SystemLibrary("libX11.so.6", "libx11-6", "start"),
    SystemLibrary("libdbus-1.so.3", "libdbus-1-3", "start"),
    SystemLibrary("libfontconfig.so.1", "libfontconfig1", "start"),
    SystemLibrary("libfreetype.so.6", "libfreetype6", "start"),
    SystemLibrary("libglib-2.0.so.0", "libglib2.0-0t64", "start"),
    SystemLibrary("libxkbcommon.so.0", "libxkbcommon0", "start"),
    SystemLibrary("libgssapi_krb5.so.2", "libgssapi-krb5-2", "start"),
    SystemLibrary("libX11-xcb.so.1", "libx11-xcb1", "window"),
    SystemLibrary("libxcb.so.1", "libxcb1", "window"),
    SystemLibrary("libxcb-cursor.so.0", "libxcb-cursor0", "window"),
    SystemLibrary("libxcb-glx.so.0", "libxcb-glx0", "window"),
    SystemLibrary("libxcb-icccm.so.4", "libxcb-icccm4", "window"),
    SystemLibrary("libxcb-image.so.0", "libxcb-image0", "window"),
    SystemLibrary("libxcb-keysyms.so.1", "libxcb-keysyms1", "window"),
    SystemLibrary("libxcb-randr.so.0", "libxcb-randr0", "window"),
    SystemLibrary("libxcb-render-util.so.0", "libxcb-render-util0", "window"),
    SystemLibrary("libxcb-render.so.0", "libxcb-render0", "window"),
    SystemLibrary("libxcb-shape.so.0", "libxcb-shape0", "window"),
    SystemLibrary("libxcb-shm.so.0", "libxcb-shm0", "window"),
    SystemLibrary("libxcb-sync.so.1", "libxcb-sync1", "window"),
    SystemLibrary("libxcb-util.so.1", "libxcb-util1", "window"),
    SystemLibrary("libxcb-xfixes.so.0", "libxcb-xfixes0", "window"),
    SystemLibrary("libxcb-xkb.so.1", "libxcb-xkb1", "window"),
    SystemLibrary("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "window"),
)
"""Found by loading Qt 6.11 of PySide6-Essentials on a bare Debian 13, one missing library after the other."""


_PLACES: Final = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib")


def missing_below_python() -> SystemLibrary | None:
    """Return the library that Python's own ctypes asks for and this machine lacks; None where it loads.

    A Python that was built from its sources takes libffi from the system, as bare ones do not have it.
    """
    try:
        import ctypes  # noqa: F401 # pyright: ignore[reportUnusedImport]
    except ImportError as problem:
        found = re.match(r"(libffi\.so\.(\d+))", str(problem))
        file, number = found.groups() if found else ("libffi.so.8", "8")
        return SystemLibrary(file, f"libffi{number}", "start")
    return None


def loads(file: str) -> bool:
    """Return whether the system's loader finds and loads FILE."""
    try:
        import ctypes  # here, as it is missing itself where Python lacks libffi
    except ImportError:
        return any(Path(place, file).exists() or any(Path(place).glob(f"*/{file}")) for place in _PLACES)
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def missing_libraries(
    use: Use, libraries: Iterable[SystemLibrary] = LIBRARIES, can_load: Callable[[str], bool] = loads
) -> list[SystemLibrary]:
    """Return the LIBRARIES of USE that the loader does not have."""
    return [library for library in libraries if library.use == use and not can_load(library.file)]


def x11_answers(environment: Mapping[str, str]) -> bool:
    """Return whether the X display that ENVIRONMENT names answers; True where Qt would not ask it, or nobody can.

    Wayland, and what `QT_QPA_PLATFORM` chooses instead of X, are not asked.
    """
    display = environment.get("DISPLAY", "")
    if not display or environment.get("WAYLAND_DISPLAY") or environment.get("QT_QPA_PLATFORM", "") not in ("", "xcb"):
        return True
    try:
        import ctypes

        xcb = ctypes.CDLL("libxcb.so.1")
    except (ImportError, OSError):
        return True  # said by the check of libraries
    xcb.xcb_connect.restype = ctypes.c_void_p
    # A pointer that is never null: a connection that failed is one, with an error in it (xcb_connect(3)).
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)
