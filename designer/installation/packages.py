"""The Python packages that run, their versions and licences, and the versions of Qt that are known to fail."""

import re
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final, NamedTuple

from designer.locations import LICENCE, NOTICE

Version = tuple[int, ...]
EXTRAS: Final[Mapping[str, tuple[str, ...]]] = {
    "explore": ("dask", "distributed", "pyarrow", "optuna"),
    "mcp": ("mcp", "anyio"),
    "reach": ("pynetbox", "requests", "urllib3"),
}
"""What each extra of pyproject.toml installs."""
QT: Final = "PySide6-Essentials"
QT_LEAST: Final[Version] = (6, 11, 3)
QT_ABORTS: Final[Version] = (6, 12)
"""On Python 3.11 the process ends after some thousand calls (`tests/test_pyside_pin.py`)."""
PYTHON_OF_NEW_QT: Final[Version] = (3, 12)
_RULE: Final = "=" * 100


def installed_version(name: str) -> str:
    """Return the version of the distribution NAME; "" where it is not installed."""
    from importlib import metadata  # reads mail headers with half of the standard library, and no window waits for that

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def numbers_of(version: str) -> Version:
    """Return the numbers that VERSION begins with: "6.11.3.post1" is (6, 11, 3)."""
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def qt_problem(qt: str, shiboken: str, python: Version = sys.version_info[:2]) -> tuple[str, str]:
    """Return why Qt of version QT does not go with PYTHON or SHIBOKEN, and how to mend it; "" twice if it does.

    Args:
        qt: Version of PySide6-Essentials, "" where it is not installed.
        shiboken: Version of shiboken6, which binds it to Python.
        python: The first two numbers of Python's version.
    """
    wanted = '"PySide6-Essentials>=6.11.3,<6.12"' if python < PYTHON_OF_NEW_QT else '"PySide6-Essentials>=6.11.3"'
    mend = f"pip install {wanted}"
    if not qt:
        return "PySide6, which draws the window, is not installed", mend
    if numbers_of(qt) < QT_LEAST:
        return f"Qt {qt} is older than 6.11.3, the oldest that was tried", mend
    if python < PYTHON_OF_NEW_QT and numbers_of(qt)[:2] >= QT_ABORTS:
        spoken = ".".join(map(str, python))
        return f"Qt {qt} ends the program on Python {spoken} after some thousand calls", mend
    if numbers_of(qt) != numbers_of(shiboken):
        return f"Qt is {qt} and shiboken6, which binds it to Python, is {shiboken or 'missing'}", mend
    return "", ""


def missing_extras(version_of: Callable[[str], str] = installed_version) -> dict[str, list[str]]:
    """Return, for each extra that is not whole, the distributions that it lacks."""
    lacking = {extra: [name for name in names if not version_of(name)] for extra, names in EXTRAS.items()}
    return {extra: names for extra, names in lacking.items() if names}


class Component(NamedTuple):
    """A package of others that the program runs with.

    Attributes:
        name: Of the distribution.
        version: That runs here; that of the notice where the package itself is not installed.
        licence: Its licence in short.
        text: The licence as its authors publish it.
        installed: Whether it is there.
    """

    name: str
    version: str
    licence: str
    text: str
    installed: bool


@cache
def components() -> tuple[Component, ...]:
    """Return the packages of the notice, by name; none where the notice is not there."""
    try:
        notice = NOTICE.read_text("utf-8")
    except OSError:
        return ()
    return tuple(_component(part) for part in notice.split(_RULE)[1:] if part.strip())


def _component(part: str) -> Component:
    """Return the component of PART of the notice: a line with name and version, one with the licence, then the text."""
    head, _, text = part.strip().partition("\n\n")
    title, _, licence = head.partition("\n")
    name, _, noted = title.partition(" ")
    here = installed_version(name)
    return Component(name, here or noted, licence.removeprefix("Licence: "), text.strip(), bool(here))


def own_licence() -> str:
    """Return the text of the licence of this program, or its name where the text is not there."""
    try:
        return LICENCE.read_text("utf-8")
    except OSError:
        return "Apache License 2.0"
