"""What the commands work on: a project file or a design as text."""

from datetime import UTC, date, datetime
from pathlib import Path

from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.export.text_form import SUFFIXES, read_text_design, write_text_design
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.project import SUFFIX, read_project, write_project


def open_design(path: Path, library: Library | None = None) -> Design:
    """The design in PATH: a .stackwright project, or a .json or .yaml design.

    Raises:
        RefusedInput: it does not exist, is damaged or is no design.
    """
    suffix = path.suffix.lower()
    if not path.exists():
        raise RefusedInput(f"{path} does not exist.")
    if suffix == SUFFIX:
        return read_project(path).design
    if suffix in SUFFIXES:
        return read_text_design(path, library or read_library())
    raise RefusedInput(f"{path.name}: a project ends in {SUFFIX}, a design as text in .json or .yaml.")


def save_design(path: Path, design: Design, library: Library) -> None:
    """Write DESIGN to PATH, as a project or as text by its suffix.

    Raises:
        RefusedInput: the suffix is unknown or the file cannot be written.
    """
    if path.suffix.lower() == SUFFIX:
        write_project(path, design)
    elif path.suffix.lower() in SUFFIXES:
        write_text_design(path, design, library)
    else:
        raise RefusedInput(f"{path.name}: write a project as {SUFFIX}, a design as text as .json or .yaml.")


def today() -> date:
    """The date against which prices are judged stale."""
    return datetime.now(UTC).date()
