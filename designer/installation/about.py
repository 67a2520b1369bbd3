"""The installation that runs, in rows and as text to copy into a report of a fault."""

import platform
import sys
from collections.abc import Iterable, Sequence

from designer import __version__
from designer.installation.packages import Component, components
from designer.installation.revision import revision

Row = tuple[str, str]


def facts(more: Iterable[Row] = ()) -> list[Row]:
    """Return what runs here, a row for each fact; MORE is what only the caller knows."""
    return [
        ("Version", __version__),
        ("Revision", revision()),
        ("Python", f"{platform.python_version()} ({'part of the program' if _frozen() else sys.executable})"),
        ("System", platform.platform()),
        *more,
    ]


def licence_text(component: Component) -> str:
    """Return the licence of COMPONENT; where its package comes without a text, its name and where it stands."""
    if component.text:
        return component.text
    return (
        f"{component.licence}\n\nThe package comes without the text of this licence. "
        "The GNU licences: https://www.gnu.org/licenses/; all others: https://spdx.org/licenses/."
    )


def copied_text(rows: Sequence[Row]) -> str:
    """Return ROWS and the versions of all packages as lines of text."""
    packages = [f"{one.name} {one.version}{'' if one.installed else ' (not installed)'}" for one in components()]
    return "\n".join(["Stackwright", *(f"{name}: {value}" for name, value in rows), "", *packages, ""])


def _frozen() -> bool:
    return bool(getattr(sys, "frozen", False))
