"""Comparing with what is built, in a background process; no Qt here."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from designer.catalog.library import Library
from designer.model.design import Design
from designer.ui.jobs.background_process import Progress

if TYPE_CHECKING:
    from designer.drawing.difference import DifferencePicture
    from designer.reality.built.records import Comparison
    from designer.reality.readings.records import ReadingsComparison


class BuiltFound(NamedTuple):
    """What came of comparing: the faults, and their picture; None of a design with too many nodes."""

    comparison: "Comparison"
    picture: "DifferencePicture | None"


def find_built(
    progress: Progress, design: Design, library: Library, paths: tuple[Path, ...], naming: Path | None
) -> BuiltFound:
    """Return how the network in PATHS differs from that of DESIGN.

    Raises:
        RefusedInput: a file cannot be read or holds no network.
    """
    from designer.export.built.files import MOST_DRAWN
    from designer.export.built.picture import built_picture
    from designer.export.cables.drawn_network import network_of
    from designer.reality.built.comparing import NO_NAMES, compare
    from designer.reality.built.naming_map import read_naming_map
    from designer.reality.built.reading import read_discovered

    progress(0, 3, "Reading")
    found = read_discovered(paths)
    names = read_naming_map(naming) if naming is not None else NO_NAMES
    progress(1, 3, "Comparing")
    comparison = compare(network_of(design, library.joined(design).parts), found, names)
    progress(2, 3, "Drawing")
    picture = built_picture(design, comparison) if len(design.nodes) <= MOST_DRAWN else None
    return BuiltFound(comparison, picture)


def find_readings(
    progress: Progress, design: Design, library: Library, paths: tuple[Path, ...], naming: Path | None
) -> "ReadingsComparison":
    """Return the readings in PATHS beside what DESIGN plans.

    Raises:
        RefusedInput: a file cannot be read or holds no readings.
    """
    from designer.analysis.run import analyze
    from designer.reality.built.naming_map import read_naming_map
    from designer.reality.readings.comparing import NO_NAMES, compare_readings
    from designer.reality.readings.reading import read_readings

    progress(0, 2, "Reading")
    told = read_readings(paths)
    names = read_naming_map(naming) if naming is not None else NO_NAMES
    progress(1, 2, "Working out the plan")
    return compare_readings(design, analyze(design, library=library, only=("power",)), told, names)


def write_built_report(path: Path, comparison: "Comparison", design: Design, day: date) -> Path:
    """Write COMPARISON of DESIGN to PATH and return it.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    from designer.export.built.files import write_built

    write_built(path, comparison, design.name, day, design)
    return path


def write_readings_report(path: Path, comparison: "ReadingsComparison", name: str, day: date) -> Path:
    """Write COMPARISON of the design NAME to PATH and return it.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    from designer.export.readings_files import write_readings

    write_readings(path, comparison, name, day)
    return path
