"""Write the files of the Export menu, done in a process beside the window; no Qt until a page is painted."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from designer import clock
from designer.files.stopped import STOPPED
from designer.model.named_numbers import keep_design_names
from designer.model.records import RefusedInput
from designer.ui.commands.actions.bill_exports import write_bill_of, write_requests_of
from designer.ui.commands.actions.export_kinds import Snapshot
from designer.ui.commands.actions.snapshot_files import read_snapshot
from designer.ui.jobs.background_process import Progress

if TYPE_CHECKING:
    from designer.export.plugin_forms import OwnForm
    from designer.review.effects.beside import Beside

WriteFile = Callable[[Path, Snapshot, Progress], None]
"""Writes a file of a snapshot; the progress is told of steps where there are some, and says whether to go on."""
_STEPS: Final = "steps"


def write_file(progress: Progress, write: WriteFile, path: Path, packed: Path) -> None:
    """Write PATH by WRITE of the snapshot that lies in PACKED.

    Raises:
        RefusedInput: there is nothing to write, it was stopped, or PATH cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    what = read_snapshot(packed)
    keep_design_names(what.design)
    write(path, what, progress)


def bill(
    path: Path, what: Snapshot, _: Progress, *, group_by: str = "", locale: str = "", old: Path | None = None
) -> None:
    """Write the bill; see `write_bill_of`."""
    write_bill_of(path, what, group_by, locale, old)


def requests(folder: Path, what: Snapshot, _: Progress) -> None:
    """Write a request to each vendor into FOLDER."""
    write_requests_of(folder, what)


def cables(path: Path, what: Snapshot, _: Progress) -> None:
    """Write the cable schedule."""
    from designer.export.cables.cable_schedule import cable_schedule
    from designer.export.cables.cable_schedule_files import write_cables

    write_cables(path, cable_schedule(what.design, what.library.parts))


def pack(path: Path, what: Snapshot, progress: Progress) -> None:
    """Write the installation pack, told sheet by sheet."""
    from designer.export.paper.pack import write_pack

    day = clock.today()
    write_pack(path, what.design, what.library.parts, what.results, what.findings, day=day, tell=progress)


def labels(path: Path, what: Snapshot, progress: Progress) -> None:
    """Write labels for both ends of every cable, told sheet by sheet."""
    from designer.export.cables.cable_schedule import cable_schedule
    from designer.export.paper.labels import write_labels

    write_labels(path, cable_schedule(what.design, what.library.parts), progress)


def drawing(path: Path, what: Snapshot, _: Progress) -> None:
    """Write the drawing of the view in sight."""
    from designer.export.picture import write_picture

    write_picture(
        path,
        what.design,
        view=what.view,
        results=what.results,
        findings=what.findings,
        overlay=what.overlay,
        hidden_layers=what.hidden_layers,
        hidden_media=what.hidden_media,
        room=what.room,
        floor_overlay=what.floor_overlay,
        quarter=what.quarter,
    )


def floor_dxf(path: Path, what: Snapshot, _: Progress) -> None:
    """Write the floor for CAD programs."""
    from designer.export.paper.floor_dxf import write_floor_dxf

    write_floor_dxf(path, what.design)


def lab(path: Path, what: Snapshot, _: Progress) -> None:
    """Write the drawn network as a lab of containers."""
    from designer.export.cables.drawn_network import addresses_of
    from designer.export.containerlab.lab_kinds import lab_options
    from designer.export.containerlab.topology import lab_of, write_containerlab

    write_containerlab(path, lab_of(what.design, addresses_of(what.design, what.library.parts), lab_options({})))


def addresses(path: Path, what: Snapshot, _: Progress) -> None:
    """Write every port with its peer and addresses."""
    from designer.export.cables.drawn_network import addresses_of
    from designer.export.containerlab.address_tables import write_addresses

    write_addresses(path, addresses_of(what.design, what.library.parts))


def deck(path: Path, what: Snapshot, _: Progress) -> None:
    """Write the slides."""
    from designer.analysis.availability.playing import with_availability
    from designer.export.deck.deck import deck_of
    from designer.export.deck.pdf_file import write_deck_file
    from designer.export.deck.pptx_file import template_beside

    design, results, findings = what.design, with_availability(what.design, what.results), what.findings
    made = deck_of(design, what.library, results, findings, clock.today(), beside=beside_of(what))
    template = template_beside(design.settings.deck, what.project) if path.suffix.lower() == ".pptx" else None
    write_deck_file(path, made, design, results, findings, template=template)


def beside_of(what: Snapshot) -> "tuple[Beside, ...]":
    """Return the other designs of the project that WHAT lies in, as they are saved."""
    from designer.plugins.consent import active_plugins
    from designer.review.own_rules import OwnRules
    from designer.store.beside import beside

    place = (what.project, what.variant) if what.project is not None else None
    return beside(place, what.design, what.library, clock.today(), OwnRules(active_plugins()))


def report(path: Path, what: Snapshot, progress: Progress) -> None:
    """Write the report, told chapter by chapter and then page by page."""
    from designer.analysis.availability.playing import with_availability
    from designer.export.report.report import report_of, write_report

    def told(done: int, total: int) -> None:
        if not progress(done, total, _STEPS):
            raise RefusedInput(STOPPED)

    results = with_availability(what.design, what.results)
    paper = report_of(what.design, what.library, results, what.findings, clock.today(), tell=told)
    write_report(path, paper, told)


def own(path: Path, what: Snapshot, _: Progress, *, form: "OwnForm") -> None:
    """Write the FORM of a plug-in, which runs in a process of its own and has its time."""
    from designer.export.plugin_forms import own_body
    from designer.files.writing import write_whole

    write_whole(path, own_body(form, what.design, what.library, what.results, what.findings, clock.today()))


def viewer(path: Path, what: Snapshot, _: Progress) -> None:
    """Write slides and views as one page for a browser."""
    from designer.analysis.availability.playing import with_availability
    from designer.export.viewer.page import write_viewer

    results = with_availability(what.design, what.results)
    write_viewer(path, what.design, what.library, results, what.findings, clock.today(), beside=beside_of(what))


def diagram(path: Path, what: Snapshot, _: Progress) -> None:
    """Write the design for other drawing programs."""
    from designer.export.drawio.writing import write_drawio
    from designer.export.graphs.suffixes import DRAWIO_SUFFIX
    from designer.export.graphs.writing import write_graph

    if path.suffix.lower() == DRAWIO_SUFFIX:
        write_drawio(path, what.design, what.results, what.findings)
    else:
        write_graph(path, what.design)


def text(path: Path, what: Snapshot, _: Progress) -> None:
    """Write the design as text."""
    from designer.export.text.text_form import write_text_design

    write_text_design(path, what.design, what.library)
