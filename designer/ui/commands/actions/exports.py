"""The commands of the Export menu: files are written in a process of their own, never holding the window up.

A thread would not do: the painter's caches of text and pictures belong to the window's thread.
"""

import os
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, Signal

from designer.analysis.results import Results
from designer.drawing.design_views import ROOM_VIEWS
from designer.machine import end_with_parent
from designer.model.records import RefusedInput
from designer.ui.commands.actions.bill_exports import write_bill_of, write_requests_of
from designer.ui.commands.actions.export_kinds import (
    BILL_KINDS,
    CABLE_KINDS,
    COMMA_KINDS,
    DECK_KINDS,
    DESIGN_KINDS,
    DIAGRAM_KINDS,
    DXF_KINDS,
    LABEL_KINDS,
    PACK_KINDS,
    PICTURE_KINDS,
    REPORT_KINDS,
    TEXT_KINDS,
    VIEWER_KINDS,
    Snapshot,
)
from designer.ui.commands.actions.export_progress import Stopped, Wire, hold_wire, told
from designer.ui.jobs.background import PATIENCE_S
from designer.ui.jobs.paper_job import PaperJob
from designer.ui.jobs.paper_work import WritePaper, write_labels_beside, write_pack_beside
from designer.ui.jobs.work_progress import WorkProgress
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.timers import every
from designer.ui.widgets.written_file import WrittenFile

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from designer.ui.app.workspace import Workspace

_LONG: Final = (write_pack_beside, write_labels_beside)
"""Files of hundreds of pages, which tell how far they are and can be stopped."""
POLL_MS: Final = 50
GetWorkspace = Callable[[], "Workspace | None"]


WriteSnapshot = Callable[[Path, Snapshot], None]
"""Writes a file in one go."""


class Exports(QObject):
    """Writes files of the open design."""

    message = Signal(str)
    finished = Signal(Path)
    """Path of a file that is written."""

    def __init__(self, workspace: GetWorkspace, questions: Questions, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._questions = questions
        self._pool: ProcessPoolExecutor | None = None
        self._running: list[tuple[Path, Future[None]]] = []
        self._poll = every(self, POLL_MS, self._look)
        self.paper = PaperJob(self, wrote=self._wrote, stopped=self._stopped, refused=self._refuse)
        self._wire: Wire | None = None
        self.progress = WorkProgress("writing the file", "no file is written", stop_wanted=self.stop)
        self.written = WrittenFile()
        self._ends_at = 0.0
        self._tells_steps = False
        self.folder = Path.home()
        # Where the project lies, beside which the template of its deck is looked for.
        self.project_path: Callable[[], Path | None] = lambda: None

    def bill(self, by: str = "") -> None:
        """Write the bill of materials, with a subtotal for each layer, room, rack, kind or vendor where BY says so."""
        title = f"Export the bill of materials by {by}" if by else "Export the bill of materials"
        self._export(title, f"bill by {by}" if by else "bill", ".xlsx", BILL_KINDS, partial(write_bill_of, group_by=by))

    def bill_with_commas(self) -> None:
        """Write the bill as a table with decimal commas and semicolons, as spreadsheets of many countries read it."""
        write = partial(write_bill_of, locale="de")
        self._export("Export the bill with decimal commas", "bill", ".csv", COMMA_KINDS, write)

    def bill_against(self) -> None:
        """Write what differs from the bill of another design."""
        old = self._questions.file_to_open("Hold the bill against that of", self.folder, DESIGN_KINDS)
        if old is not None:
            write = partial(write_bill_of, old=old)
            self._export("Export the bill against another", f"bill against {old.stem}", ".xlsx", BILL_KINDS, write)

    def requests(self) -> None:
        """Write a request for quotation to each vendor, without prices, into a folder of its own."""
        self._export("Choose where the folder of requests goes", "requests", "", "", write_requests_of)

    def cables(self) -> None:
        """The cable schedule."""
        self._export("Export the cable schedule", "cables", ".xlsx", CABLE_KINDS, _cables)

    def pack(self) -> None:
        """Write the installation pack: plans, elevations, port maps, schedules and the one-line."""
        if self._as_drawn("installation pack"):
            self._export("Export the installation pack", "pack", ".pdf", PACK_KINDS, write_pack_beside)

    def labels(self) -> None:
        """Write labels for both ends of every cable."""
        self._export("Export labels of cables", "labels", ".pdf", LABEL_KINDS, write_labels_beside)

    def floor_dxf(self) -> None:
        """Write the floor for CAD programs."""
        self._export("Export the floor", "floor", ".dxf", DXF_KINDS, _floor_dxf)

    def drawing(self) -> None:
        """The drawing of the view in sight."""
        self._export("Export the drawing", "drawing", ".pdf", PICTURE_KINDS, _drawing)

    def report(self) -> None:
        """The report with its chapters, of the design with nothing failed."""
        if self._as_drawn("report"):
            self._export("Export the report", "report", ".pdf", REPORT_KINDS, _report)

    def deck(self) -> None:
        """The slides for a board, of the design with nothing failed."""
        if self._as_drawn("deck"):
            self._export("Export the deck", "deck", ".pptx", DECK_KINDS, _deck)

    def _as_drawn(self, what: str) -> bool:
        """Return whether nothing is taken as failed; else say that WHAT is of the design as drawn."""
        work = self._workspace()
        if work is None or not work.document.what_if.failed:
            return True
        self.message.emit(f"The {what} is of the design as drawn: mend what is taken as failed first (Esc).")
        return False

    def text(self) -> None:
        """The design as text."""
        self._export("Export the design as text", "design", ".yaml", TEXT_KINDS, _text)

    def viewer(self) -> None:
        """The slides and all views as one page for a browser, of the design with nothing failed."""
        if self._as_drawn("page"):
            self._export("Export a page for a browser", "page", ".html", VIEWER_KINDS, _viewer)

    def diagram(self) -> None:
        """The design for other drawing programs, as it stands: a page for each view, or a graph alone."""
        if self._as_drawn("diagram"):
            self._export("Export for other programs", "diagram", ".drawio", DIAGRAM_KINDS, _diagram)

    def stop(self) -> None:
        """Stop what is being written, where it tells of its steps; no file is there then."""
        if self._wire is not None and self._running:
            self._wire.stopping.set()
            # Who tells steps stops at the next one; who tells none would go on to the end.
            self._ends_at = time.monotonic() + (PATIENCE_S if self._tells_steps else 0.0)

    def close(self) -> None:
        """Let files that are being written be finished, but packs and labels, which take long."""
        self.paper.close()
        self._poll.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None

    def stop_all(self) -> None:
        """Stop whatever is being written."""
        self.stop()
        self.paper.stop()

    def _wrote(self, path: Path, pages: int = 0) -> None:
        self.message.emit(f"Wrote {path}.")
        self.written.show_file(path)
        self.finished.emit(path)

    def _stopped(self, path: Path) -> None:
        self.message.emit(f"{path.name} was not written: it was stopped.")

    def _refuse(self, path: Path, line: str) -> None:
        self._questions.tell(f"{path.name} was not written.", line)

    def snapshot(self) -> Snapshot | None:
        """Return what would be exported now; None without a design or while its figures are worked out."""
        work = self._workspace()
        if work is None or work.document.results is None or not work.document.fresh:
            return None
        return self._snapshot_of(work, work.document.results)

    def _snapshot_of(self, work: "Workspace", results: Results) -> Snapshot:
        document = work.document
        return Snapshot(
            document.design,
            results,
            document.findings,
            document.library,
            work.canvas.stage.overlay,
            work.views.shown,
            work.canvas.stage.hidden_layers,
            work.canvas.stage.hidden_media,
            next(iter(work.view_pages.focus), "") if work.views.shown in ROOM_VIEWS else "",
            work.view_pages.floor_overlay,
            work.view_pages.quarter,
            self.project_path(),
        )

    def _export(self, title: str, stem: str, suffix: str, kinds: str, write: WriteSnapshot | WritePaper) -> None:
        work = self._workspace()
        if work is None:
            return
        document = work.document
        results = document.results
        # A file must not mix a new design with figures of the one before.
        if results is None or not document.fresh:
            self.message.emit("The figures are still being worked out; export again in a moment.")
            return
        name = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in document.design.name)
        suggested = self.folder / f"{name.strip() or 'design'} {stem}{suffix}"
        if suffix:
            path = self._questions.file_to_save(title, suggested, kinds)
        else:
            # Several files go to a folder of their own, in one that is there.
            folder = self._questions.folder_to_open(title, self.folder)
            path = folder / suggested.name if folder is not None else None
        if path is None:
            return
        self.folder = path.parent
        self.message.emit(f"Writing {path.name} …")
        self.written.hide()
        snapshot = self._snapshot_of(work, results)
        if write in _LONG:
            self.paper.start(
                cast("WritePaper", write),
                path,
                document.design,
                dict(document.library.parts),
                results,
                snapshot.findings,
            )
            return
        # A process of its own, so that a large page does not hold the window up; it stays for the next export.
        if self._pool is None:
            self._wire = Wire()
            self._pool = start_writer(self._wire)
        self.progress.show_work(f"Writing {path.name} …")
        self._running.append((path, self._pool.submit(cast("WriteSnapshot", write), path, snapshot)))
        self._poll.start()

    def _look(self) -> None:
        from concurrent.futures import BrokenExecutor

        step = self._wire.newest() if self._wire is not None else None
        if step is not None and self._running:
            self._tells_steps = True
            self.progress.show_work(f"Writing {self._running[0][0].name}: {step[0]} of {step[1]}")
        if self._ends_at and time.monotonic() > self._ends_at and self._wire is not None:
            self._wire.end()
        waiting: list[tuple[Path, Future[None]]] = []
        for path, future in self._running:
            if not future.done():
                waiting.append((path, future))
                continue
            problem = future.exception()
            if problem is None:
                self._wrote(path)
            elif isinstance(problem, Stopped):
                self._stopped(path)
            elif isinstance(problem, BrokenExecutor):
                self._pool = None
                if self._wire is not None and self._wire.stopping.is_set():
                    self._stopped(path)
                    continue
                self._questions.tell(f"{path.name} was not written.", "The process that writes it ended; try again.")
            elif isinstance(problem, RefusedInput):
                self._questions.tell(f"{path.name} was not written.", str(problem))
            else:
                self._questions.tell(f"{path.name} was not written.", f"{type(problem).__name__}: {problem}")
        self._running = waiting
        if not waiting:
            self._poll.stop()
            self._ends_at, self._tells_steps = 0.0, False
            self.progress.show_work("")
            if self._wire is not None:
                self._wire.stopping.clear()


def start_writer(wire: Wire | None = None) -> "ProcessPoolExecutor":
    """Start the process in which files are written; it tells its steps by WIRE, where one is given."""
    from concurrent.futures import ProcessPoolExecutor  # takes a moment to load, and few windows write a file
    from multiprocessing import get_context

    return ProcessPoolExecutor(1, get_context("spawn"), initializer=_off_the_screen, initargs=(wire,))


def _off_the_screen(wire: Wire | None = None) -> None:
    end_with_parent()
    if wire is not None:
        hold_wire(wire)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _cables(path: Path, what: Snapshot) -> None:
    from designer.export.cables.cable_schedule import cable_schedule
    from designer.export.cables.cable_schedule_files import write_cables

    write_cables(path, cable_schedule(what.design, what.library.parts))


def _drawing(path: Path, what: Snapshot) -> None:
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


def _floor_dxf(path: Path, what: Snapshot) -> None:
    from designer.export.paper.floor_dxf import write_floor_dxf

    write_floor_dxf(path, what.design)


def _deck(path: Path, snapshot: Snapshot) -> None:
    from designer.export.deck.deck import deck_of
    from designer.export.deck.pdf_file import write_deck_file
    from designer.export.deck.pptx_file import template_beside

    design, results, findings = snapshot.design, snapshot.results, snapshot.findings
    deck = deck_of(design, snapshot.library, results, findings, date.today())
    template = template_beside(design.settings.deck, snapshot.project) if path.suffix.lower() == ".pptx" else None
    write_deck_file(path, deck, design, results, findings, template=template)


def _report(path: Path, what: Snapshot) -> None:
    from designer.export.report.report import report_of, write_report

    paper = report_of(what.design, what.library, what.results, what.findings, date.today(), tell=told)
    write_report(path, paper, told)


def _viewer(path: Path, what: Snapshot) -> None:
    from designer.export.viewer.page import write_viewer

    write_viewer(path, what.design, what.library, what.results, what.findings, date.today())


def _diagram(path: Path, what: Snapshot) -> None:
    from designer.export.drawio.writing import write_drawio
    from designer.export.graphs.suffixes import DRAWIO_SUFFIX
    from designer.export.graphs.writing import write_graph

    if path.suffix.lower() == DRAWIO_SUFFIX:
        write_drawio(path, what.design, what.results, what.findings)
    else:
        write_graph(path, what.design)


def _text(path: Path, what: Snapshot) -> None:
    from designer.export.text.text_form import write_text_design

    write_text_design(path, what.design, what.library)
