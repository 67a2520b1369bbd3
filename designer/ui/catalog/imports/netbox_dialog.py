"""Bringing NetBox device types: choose files or a whole clone, look at what became of each, keep the parts."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from designer.catalog.library import Library, sources_of
from designer.catalog.netbox.report import NOTE_KINDS, ROW_HEADINGS, FileReport, ImportReport, NoteKind, report_rows
from designer.export.safe_cells import safe_cell
from designer.files.writing import write_whole
from designer.model.figures.figure_text import count_text
from designer.model.kinds import KINDS
from designer.model.parts.part import Part
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.ui.app.library_store import Shelf
from designer.ui.catalog.imports.import_dialog import DropSheet, ImportDialog, push
from designer.ui.catalog.imports.import_tasks import (
    PartsToKeep,
    keep_parts,
    packed,
    read_netbox,
    unpacked,
    with_known_prices,
)
from designer.ui.widgets.fields import Choice, label, line_edit
from designer.ui.widgets.lists.review_table import Heading, ReviewRow, ReviewTable, filter_choices
from designer.ui.widgets.message_boxes import Questions

TYPE_KINDS: Final = "NetBox types (*.yaml *.yml);;All files (*)"
NOTE_TITLES: Final[dict[NoteKind, str]] = {
    "taken": "Taken",
    "guessed": "Guessed",
    "not mapped": "Not mapped",
    "contradiction": "Contradictory",
    "refused": "Refused",
}
NOTE_INKS: Final[dict[NoteKind, str]] = {
    "taken": "ok",
    "guessed": "accent",
    "not mapped": "muted",
    "contradiction": "warn",
    "refused": "error",
}
_COUNTED: Final[tuple[NoteKind, ...]] = ("taken", "guessed", "not mapped", "contradiction")
_FILE_COLUMNS: Final = (
    Heading("Part", 220),
    Heading("File"),
    Heading("Kind", 118),
    Heading("Standing", 126),
    Heading("Taken", 66, True),
    Heading("Guessed", 82, True),
    Heading("Not mapped", 100, True),
    Heading("Contradictory", 112, True),
)
_NOTE_COLUMNS: Final = (Heading("Field", 200), Heading("Outcome", 110), Heading("What"))
_FILTERS: Final = (
    ("part", "With a part"),
    ("new", "New parts"),
    ("replaces", "Replaces your own"),
    ("hides", "Ours would be hidden"),
    ("same", "Already there"),
    ("guessed", "Something guessed"),
    ("not mapped", "Something not mapped"),
    ("contradiction", "Contradictory"),
    ("refused", "Refused"),
    ("none", "Without a part"),
)
_STANDINGS: Final = {
    "new": ("new", "ok"),
    "replaces": ("replaces your own", "accent"),
    "hides": ("would hide ours", "warn"),
    "same": ("already there", "muted"),
}


def standing(part: Part, library: Library) -> str:
    """Return how PART stands to that of its id: new, same, replaces (the person's own) or hides (a shipped one)."""
    known = library.parts.get(part.id)
    if known is None:
        return "new"
    if with_known_prices(replace(part, revision=known.revision), known) == known:
        return "same"
    return "replaces" if part.id in library.own else "hides"


def file_row(number: int, file: FileReport, report: ImportReport, library: Library) -> ReviewRow:
    """FILE of REPORT as a row; its key is its NUMBER."""
    part = report.parts.get(file.part)
    counts = Counter(note.kind for note in file.notes)
    marks: set[str] = {kind for kind in NOTE_KINDS if counts[kind]}
    inks = {4 + place: NOTE_INKS[kind] for place, kind in enumerate(_COUNTED) if counts[kind]}
    if part is not None:
        how = standing(part, library)
        words, inks[3] = _STANDINGS[how]
        marks |= {"part", how}
    else:
        how, words = "", "refused" if counts["refused"] else "no part"
        # A refused file gave nothing; one without a part holds nothing that could be one, which is no error.
        inks[3] = "error" if counts["refused"] else "muted"
        marks.add("none")
    kind = KINDS.get(part.kind) if part else None
    return ReviewRow(
        key=str(number),
        cells=(
            f"{part.vendor} {part.name}".removeprefix(f"{part.vendor} {part.vendor} ") if part else "—",
            file.path,
            kind.title if kind else "",
            words,
            *(str(counts[kind]) if counts[kind] else "·" for kind in _COUNTED),
        ),
        ranks={4 + place: float(counts[kind]) for place, kind in enumerate(_COUNTED)},
        # Checked are new parts and the person's own anew; what would hide a shipped part is left to be ticked.
        checked=None if part is None else how in {"new", "replaces"},
        inks=inks,
        marks=frozenset(marks),
        words=" ".join((file.part, *(f"{note.field} {note.message}" for note in file.notes))),
        tip=f"{part.id}\n{file.path}" if part else file.path,
    )


def summary(report: ImportReport) -> str:
    """Return what REPORT came to, in a line."""
    counts = report.counts()
    refused = sum(any(note.kind == "refused" for note in file.notes) for file in report.files)
    pieces = (
        f"{counted(len(report.files), 'file')}: {counted(len(report.parts), 'part')}",
        f"{counted(counts['taken'], 'field')} taken",
        f"{count_text(counts['guessed'])} guessed",
        f"{count_text(counts['not mapped'])} not mapped",
        f"{count_text(counts['contradiction'])} contradictory",
        f"{counted(refused, 'file')} refused",
    )
    stopped = "Stopped before the end. " if report.cancelled else ""
    return stopped + pieces[0] + "; " + ", ".join(pieces[1:]) + "."


class NetboxDialog(ImportDialog):
    """Files in, a report, parts kept.

    Attributes:
        report: What the last import came to; None before.
        folder: Where the person looked last.
    """

    def __init__(self, shelf: Shelf, questions: Questions, parent: QWidget | None = None) -> None:
        super().__init__("Bring NetBox device types", parent)
        self._shelf = shelf
        self._questions = questions
        self.report: ImportReport | None = None
        self.folder = Path.home()
        self._keeping = 0
        self._start = self._start_page()
        self._review = self._review_page()
        self.pages.addWidget(self._start)
        self.pages.addWidget(self._review)
        self.job.finished.connect(self._finished)
        self.job.failed.connect(self._failed)
        self.dropped.connect(self.read)
        self.go(self._start)
        self._folder_button.setFocus()

    def read(self, paths: Sequence[Path]) -> None:
        """Import PATHS: files, folders or a whole clone."""
        if not paths:
            return
        self.folder = paths[0].parent
        what = paths[0].name if len(paths) == 1 else counted(len(paths), "file")
        self._keeping = 0
        self.begin(f"Reading {what} …")
        self.job.start(read_netbox, tuple(paths))

    def choose_files(self) -> None:
        """Ask for files."""
        self.read(self._questions.files_to_open("Bring NetBox device types", self.folder, TYPE_KINDS))

    def choose_folder(self) -> None:
        """Ask for a folder."""
        path = self._questions.folder_to_open("Bring a folder of NetBox device types", self.folder)
        if path is not None:
            self.read((path,))

    def keep(self) -> None:
        """Keep the parts that are checked as own ones."""
        report, library = self.report, self._shelf.library
        ids = self.chosen_parts
        if report is None or not ids:
            return
        parts: list[Part] = []
        for part_id in ids:
            part, known = report.parts[part_id], library.parts.get(part_id)
            parts.append(part if known is None else with_known_prices(part, known))
        named = {source for part in parts for source in sources_of(part)}
        sources = tuple(source for source in report.sources.values() if source.id in named)
        self._keeping = len(parts)
        self.begin(f"Keeping {counted(len(parts), 'part')} …", can_cancel=False)
        self.job.start(keep_parts, packed(PartsToKeep(parts=tuple(parts), sources=sources)), self._shelf.folder)

    def save_report(self) -> None:
        """Write the report as a table: a row for each note."""
        if self.report is None:
            return
        path = self._questions.file_to_save("Save the report", self.folder / "netbox report.csv", "Table (*.csv)")
        if path is None:
            return
        try:
            write_whole(path, report_csv(self.report))
        except RefusedInput as problem:
            self.say(str(problem), problem=True)
            return
        self.say(f"Wrote {path}.")

    @property
    def chosen_parts(self) -> tuple[str, ...]:
        """Ids of the parts that are checked, each once."""
        report = self.report
        if report is None:
            return ()
        return tuple(dict.fromkeys(report.files[int(key)].part for key in sorted(self.files.checked, key=int)))

    def _start_page(self) -> QWidget:
        page = DropSheet(
            "import",
            "Drop a type's file, a folder or a whole clone of the device type library",
            "Ports, power, weight, height and airflow become facts of parts; power supplies of module types are "
            "followed. You see what became of every file before anything is kept.",
            self,
        )
        files = push("Choose files…", page, self.choose_files)
        self._folder_button = push("Choose a folder…", page, self.choose_folder, primary=True)
        page.add_buttons(files, self._folder_button)
        return page

    def _review_page(self) -> QWidget:
        page = QWidget(self)
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        self._summary = label("", "muted", page, wraps=True)
        down.addWidget(self._summary)
        across = QHBoxLayout()
        self.search = line_edit(
            "Search in the files",
            page,
            placeholder="Search in names, files, fields and messages",
            clears=True,
            changed=self._look,
        )
        self.filter = Choice("Which files are shown", page, chosen=self._look)
        self.filter.setMinimumWidth(220)
        check_all, check_none = push("Check all", page, self._check_all), push("Check none", page, self._check_none)
        check_all.setToolTip("Every part that is shown")
        check_none.setToolTip("Every part that is shown")
        across.addWidget(self.search, 1)
        across.addWidget(self.filter)
        across.addWidget(check_all)
        across.addWidget(check_none)
        down.addLayout(across)
        split = QSplitter(Qt.Orientation.Vertical, page)
        split.setChildrenCollapsible(False)
        self.files = ReviewTable("Files and the parts that they gave", _FILE_COLUMNS, split)
        self.files.row_chosen.connect(self._show_notes)
        self.files.checks_changed.connect(self._count)
        split.addWidget(self.files)
        split.addWidget(self._note_pane(split))
        split.setSizes([330, 190])
        down.addWidget(split, 1)
        buttons = QHBoxLayout()
        save = push("Save report…", page, self.save_report)
        again = push("Bring others…", page, self._restart)
        close = push("Close", page, self.reject)
        self.keep_button = push("Keep", page, self.keep, primary=True)
        buttons.addWidget(save)
        buttons.addWidget(again)
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self.keep_button)
        down.addLayout(buttons)
        return page

    def _note_pane(self, parent: QWidget) -> QWidget:
        pane = QWidget(parent)
        down = QVBoxLayout(pane)
        down.setContentsMargins(0, 10, 0, 0)
        down.setSpacing(4)
        self._note_title = label("", "strong", pane)
        down.addWidget(self._note_title)
        self.notes = ReviewTable("What became of each field", _NOTE_COLUMNS, pane)
        down.addWidget(self.notes, 1)
        return pane

    def _show_report(self, report: ImportReport) -> None:
        self.report = report
        library = self._shelf.library
        rows = [file_row(number, file, report, library) for number, file in enumerate(report.files)]
        self._summary.setText(summary(report))
        self.search.clear()
        self.filter.show_choices(filter_choices(_FILTERS, rows, "All files"), "")
        self.files.look_for("", "")
        self.files.show_rows(rows)
        self._count()
        self.go(self._review)
        self.files.setFocus()
        if not rows:
            self.say("There is no device, module or rack type in it: these are .yaml files.", problem=True)

    def _look(self) -> None:
        self.files.look_for(self.search.text(), str(self.filter.currentData() or ""))

    def _check_all(self) -> None:
        self.files.check_shown(True)

    def _check_none(self) -> None:
        self.files.check_shown(False)

    def _count(self) -> None:
        number = len(self.chosen_parts)
        self.keep_button.setText(f"Keep {counted(number, 'part')}" if number else "Nothing to keep")
        self.keep_button.setEnabled(bool(number))

    def _show_notes(self, key: str) -> None:
        report = self.report
        if not key or report is None:
            self._note_title.setText("No file is shown: search for less, or show all files.")
            self.notes.show_rows(())
            return
        file = report.files[int(key)]
        self._note_title.setText(f"{file.part} · {file.path}" if file.part else file.path)
        rows = [
            ReviewRow(
                key=str(number),
                cells=(note.field or "the whole file", NOTE_TITLES[note.kind], note.message),
                ranks={1: float(-NOTE_KINDS.index(note.kind))},
                inks={1: NOTE_INKS[note.kind]},
            )
            for number, note in sorted(enumerate(file.notes), key=lambda numbered: -NOTE_KINDS.index(numbered[1].kind))
        ]
        self.notes.show_rows(rows)

    def _restart(self) -> None:
        self.say("")
        self.go(self._start)
        self._folder_button.setFocus()

    def _finished(self, answer: bytes) -> None:
        if not self._keeping:
            self._show_report(unpacked(answer, ImportReport))
            return
        self._shelf.take(unpacked(answer, Library))
        kept, self._keeping = self._keeping, 0
        if self.report is not None:
            self._show_report(self.report)
        self.say(f"{counted(kept, 'part')} kept among your own. They survive upgrades and travel inside projects.")

    def _failed(self, line: str) -> None:
        self.say(f"Nothing was kept: {line}" if self._keeping else line, problem=True)
        self.go(self._review if self._keeping else self._start)
        self._keeping = 0


def report_csv(report: ImportReport) -> bytes:
    """REPORT as CSV, a row for each note; nothing in it is taken for a formula by a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(ROW_HEADINGS)
    writer.writerows([safe_cell(cell) for cell in row] for row in report_rows(report))
    return text.getvalue().encode("utf-8-sig")
