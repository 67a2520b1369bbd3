"""Comparing with what is built, in a background process; no Qt here."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from designer.catalog.library import Library
from designer.model.design import Design
from designer.ui.jobs.background_process import Progress

if TYPE_CHECKING:
    from designer.drawing.difference import DifferencePicture
    from designer.export.built.faults import Faults
    from designer.reality.built.records import Comparison
    from designer.reality.readings.of_nodes import NodeMeasured
    from designer.reality.readings.records import ReadingsComparison


class BuiltFound(NamedTuple):
    """The outcome of comparing what is built.

    Attributes:
        faults: By what is drawn.
        picture: The drawing with them; None of a design with too many nodes.
    """

    comparison: "Comparison"
    faults: "Faults"
    picture: "DifferencePicture | None"


class ReadingsFound(NamedTuple):
    """The outcome of comparing what was measured.

    Attributes:
        of_nodes: By the node of the design that it was measured at: devices, racks, strips.
    """

    comparison: "ReadingsComparison"
    of_nodes: "Mapping[str, NodeMeasured]"


def find_built(
    progress: Progress, design: Design, library: Library, paths: tuple[Path, ...], naming: Path | None
) -> BuiltFound:
    """Return how the network in PATHS differs from that of DESIGN.

    Raises:
        RefusedInput: a file cannot be read or holds no network, or it was stopped.
    """
    from designer.export.built.faults import faults_of
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

    def tell(done: int, count: int) -> bool:
        return progress(done, count, f"Matching by neighbours, {done:,} of {count:,} devices")

    comparison = compare(network_of(design, library.joined(design).parts), found, names, tell=tell)
    progress(2, 3, "Drawing")
    picture = built_picture(design, comparison) if len(design.nodes) <= MOST_DRAWN else None
    return BuiltFound(comparison, faults_of(comparison), picture)


def find_readings(
    progress: Progress, design: Design, library: Library, paths: tuple[Path, ...], naming: Path | None
) -> ReadingsFound:
    """Return the readings in PATHS beside what DESIGN plans.

    Raises:
        RefusedInput: a file cannot be read or holds no readings.
    """
    from designer.analysis.run import analyze
    from designer.reality.built.naming_map import read_naming_map
    from designer.reality.readings.comparing import NO_NAMES, compare_readings
    from designer.reality.readings.of_nodes import measured_at_nodes
    from designer.reality.readings.reading import read_readings

    progress(0, 2, "Reading")
    told = read_readings(paths)
    names = read_naming_map(naming) if naming is not None else NO_NAMES
    progress(1, 2, "Working out the plan")
    comparison = compare_readings(design, analyze(design, library=library, only=("power",)), told, names)
    return ReadingsFound(comparison, measured_at_nodes(comparison))


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
