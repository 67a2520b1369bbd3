"""Places of the shipped catalogs and resources: in the checkout or in the installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str, in_checkout: str = "") -> Path:
    """The folder or file NAME as installed with the wheel, else the one in the checkout."""
    installed = PACKAGE / "data" / name
    return installed if installed.exists() else PACKAGE.parent / (in_checkout or name)


CATALOGS = _shipped("catalogs")
RESOURCES = _shipped("resources")
NOTICE = _shipped("NOTICE", "packaging/NOTICE")
LICENCE = _shipped("LICENSE")
