"""The commands of the Export menu: files are written in a process of their own, never holding the window up.

A thread would not do: the painter's caches of text and pictures belong to the window's thread.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.analysis.results import Results
from designer.drawing.design_views import ROOM_VIEWS
from designer.ui.commands.actions import file_writers
from designer.ui.commands.actions.export_kinds import (
    ADDRESS_KINDS,
    BILL_KINDS,
    CABLE_KINDS,
    COMMA_KINDS,
    DECK_KINDS,
    DESIGN_KINDS,
    DIAGRAM_KINDS,
    DXF_KINDS,
    LAB_KINDS,
    LABEL_KINDS,
    PACK_KINDS,
    PICTURE_KINDS,
    REPORT_KINDS,
    TEXT_KINDS,
    VIEWER_KINDS,
    Snapshot,
)
from designer.ui.commands.actions.file_writers import WriteFile
from designer.ui.commands.actions.writing_job import WritingJob
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.written_file import WrittenFile

if TYPE_CHECKING:
    from designer.export.plugin_forms import OwnForm
    from designer.ui.app.workspace import Workspace

GetWorkspace = Callable[[], "Workspace | None"]


class Exports(QObject):
    """Writes files of the open design."""

    message = Signal(str)
    finished = Signal(Path)
    """Path of a file that is written."""

    def __init__(self, workspace: GetWorkspace, questions: Questions, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._questions = questions
        self.writing = WritingJob(self, wrote=self._wrote, stopped=self._stopped, refused=self._refuse)
        self.written = WrittenFile()
        self.folder = Path.home()
        # Where the project lies, beside which the template of its deck is looked for.
        self.project_path: Callable[[], Path | None] = lambda: None

    def bill(self, by: str = "") -> None:
        """Write the bill of materials, with a subtotal for each layer, room, rack, kind or vendor where BY says so."""
        title = f"Export the bill of materials by {by}" if by else "Export the bill of materials"
        self._export(
            title, f"bill by {by}" if by else "bill", ".xlsx", BILL_KINDS, partial(file_writers.bill, group_by=by)
        )

    def bill_with_commas(self) -> None:
        """Write the bill as a table with decimal commas and semicolons, as spreadsheets of many countries read it."""
        write = partial(file_writers.bill, locale="de")
        self._export("Export the bill with decimal commas", "bill", ".csv", COMMA_KINDS, write)

    def bill_against(self) -> None:
        """Write what differs from the bill of another design."""
        old = self._questions.file_to_open("Hold the bill against that of", self.folder, DESIGN_KINDS)
        if old is not None:
            write = partial(file_writers.bill, old=old)
            self._export("Export the bill against another", f"bill against {old.stem}", ".xlsx", BILL_KINDS, write)

    def requests(self) -> None:
        """Write a request for quotation to each vendor, without prices, into a folder of its own."""
        self._export("Choose where the folder of requests goes", "requests", "", "", file_writers.requests)

    def cables(self) -> None:
        """The cable schedule."""
        self._export("Export the cable schedule", "cables", ".xlsx", CABLE_KINDS, file_writers.cables)

    def pack(self) -> None:
        """Write the installation pack: plans, elevations, port maps, schedules and the one-line."""
        if self._as_drawn("installation pack"):
            self._export("Export the installation pack", "pack", ".pdf", PACK_KINDS, file_writers.pack)

    def labels(self) -> None:
        """Write labels for both ends of every cable."""
        self._export("Export labels of cables", "labels", ".pdf", LABEL_KINDS, file_writers.labels)

    def floor_dxf(self) -> None:
        """Write the floor for CAD programs."""
        self._export("Export the floor", "floor", ".dxf", DXF_KINDS, file_writers.floor_dxf)

    def lab(self) -> None:
        """Write the drawn network as a lab of containers, with the configurations of its switches."""
        self._export("Export the network as a lab", "lab", ".clab.yml", LAB_KINDS, file_writers.lab)

    def addresses(self) -> None:
        """Write every port with its peer and addresses."""
        self._export("Export addresses", "addresses", ".csv", ADDRESS_KINDS, file_writers.addresses)

    def drawing(self) -> None:
        """The drawing of the view in sight."""
        self._export("Export the drawing", "drawing", ".pdf", PICTURE_KINDS, file_writers.drawing)

    def report(self) -> None:
        """The report with its chapters, of the design with nothing failed."""
        if self._as_drawn("report"):
            self._export("Export the report", "report", ".pdf", REPORT_KINDS, file_writers.report)

    def deck(self) -> None:
        """The slides for a board, of the design with nothing failed."""
        if self._as_drawn("deck"):
            self._export("Export the deck", "deck", ".pptx", DECK_KINDS, file_writers.deck)

    def _as_drawn(self, what: str) -> bool:
        """Return whether nothing is taken as failed; else say that WHAT is of the design as drawn."""
        work = self._workspace()
        if work is None or not work.document.what_if.failed:
            return True
        self.message.emit(f"The {what} is of the design as drawn: mend what is taken as failed first (Esc).")
        return False

    def text(self) -> None:
        """The design as text."""
        self._export("Export the design as text", "design", ".yaml", TEXT_KINDS, file_writers.text)

    def viewer(self) -> None:
        """The slides and all views as one page for a browser, of the design with nothing failed."""
        if self._as_drawn("page"):
            self._export("Export a page for a browser", "page", ".html", VIEWER_KINDS, file_writers.viewer)

    def diagram(self) -> None:
        """The design for other drawing programs, as it stands: a page for each view, or a graph alone."""
        if self._as_drawn("diagram"):
            self._export("Export for other programs", "diagram", ".drawio", DIAGRAM_KINDS, file_writers.diagram)

    def own(self, form: "OwnForm") -> None:
        """Write the design in the FORM of a plug-in."""
        write = partial(file_writers.own, form=form)
        self._export(f"Export: {form.title}", "", form.suffix, f"{form.title} (*{form.suffix})", write)

    def close(self) -> None:
        """Let a file that is being written be finished, but what takes long."""
        self.writing.close()

    def _wrote(self, path: Path) -> None:
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
            (document.place() or ("", ""))[1],
        )

    def _export(self, title: str, stem: str, suffix: str, kinds: str, write: WriteFile) -> None:
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
        words = " ".join(filter(None, (name.strip() or "design", stem)))
        suggested = self.folder / f"{words}{suffix}"
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
        self.writing.start(write, path, self._snapshot_of(work, results))
