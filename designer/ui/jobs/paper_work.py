"""Packs and labels written in a background process; Qt is loaded there only when the first page is painted."""

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from designer.analysis.results import Results
from designer.model.design import Design
from designer.model.parts.part import Part
from designer.review.findings import Finding
from designer.ui.jobs.background_process import Progress

Parts = dict[str, Part]
WritePaper = Callable[[Progress, Path, Design, Parts, Results, Sequence[Finding], date], int]
"""Writes one file of many pages; answers how many."""


def write_pack_beside(
    progress: Progress,
    path: Path,
    design: Design,
    parts: Parts,
    results: Results,
    findings: Sequence[Finding],
    day: date,
) -> int:
    """Write the installation pack of DESIGN to PATH; PROGRESS is told sheet by sheet, and may stop it.

    Raises:
        RefusedInput: there is nothing to install, it was stopped, or PATH cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from designer.export.paper.pack import write_pack

    return write_pack(path, design, parts, results, findings, day=day, tell=progress)


def write_labels_beside(
    progress: Progress,
    path: Path,
    design: Design,
    parts: Parts,
    results: Results,
    findings: Sequence[Finding],
    day: date,
) -> int:
    """Write the labels of all cables of DESIGN to PATH, as `write_pack_beside` writes a pack.

    Raises:
        RefusedInput: there is no cable, it was stopped, or PATH cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from designer.export.cables.cable_schedule import cable_schedule
    from designer.export.paper.labels import write_labels

    return write_labels(path, cable_schedule(design, parts), progress)
