"""Outputs of `export` for those who build: the installation pack, labels of cables, the floor as DXF."""

from pathlib import Path
from typing import Final

import click

from designer.catalog.reading import read_library
from designer.cli.opening import open_design, today
from designer.model.figures.figure_text import counted_text
from designer.model.records import RefusedInput

PAPER_SUFFIXES: Final = (".dxf",)
PAPER_VIEWS: Final = "install (.pdf), labels (.pdf, .csv), and floor as .dxf"


def write_paper(project: Path, out: Path, view: str) -> bool:
    """Write what VIEW or the suffix of OUT asks for of PROJECT; False where that is none of these.

    Raises:
        RefusedInput: the suffix does not go with the view, there is nothing to write, or OUT cannot be written.
    """
    if view == "install":
        _install(project, out)
    elif view == "labels":
        _labels(project, out)
    elif out.suffix.lower() == ".dxf":
        _dxf(project, out, view)
    else:
        return False
    return True


def _install(project: Path, out: Path) -> None:
    if out.suffix.lower() != ".pdf":
        raise RefusedInput(f"{out.name}: an installation pack is written as .pdf.")
    # Analysis and painter take a moment to load, so only where they are asked for.
    from designer.analysis.run import analyze
    from designer.export.paper.pack import write_pack
    from designer.review.rules import review

    library = read_library()
    design = open_design(project, library)
    results = analyze(design, library=library)
    findings = review(design, results, today(), library=library)
    count = write_pack(out, design, library.parts, results, findings, day=today())
    click.echo(f"Wrote {counted_text(count, 'sheet')} to {out}.")


def _labels(project: Path, out: Path) -> None:
    from designer.export.cables.cable_schedule import cable_schedule
    from designer.export.paper.labels import write_labels

    library = read_library()
    schedule = cable_schedule(open_design(project, library), library.parts)
    count = write_labels(out, schedule)
    click.echo(f"Wrote {counted_text(count, 'label')} of {counted_text(len(schedule), 'cable')} to {out}.")


def _dxf(project: Path, out: Path, view: str) -> None:
    from designer.export.paper.floor_dxf import write_floor_dxf

    # "topology" is what `export` takes where no view is said.
    if view not in {"floor", "topology"}:
        raise RefusedInput(f"{out.name}: DXF holds the floor alone; say --view floor.")
    library = read_library()
    design = open_design(project, library)
    count = write_floor_dxf(out, design)
    click.echo(f"Wrote the floor with {counted_text(count, 'rack or device', 'racks and devices')} to {out}.")
