"""Places of the shipped catalogs and resources: in the checkout or in the installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """The folder NAME as installed with the wheel, else the one at the top of the checkout."""
    installed = PACKAGE / "data" / name
    return installed if installed.is_dir() else PACKAGE.parent / name


CATALOGS = _shipped("catalogs")
RESOURCES = _shipped("resources")
