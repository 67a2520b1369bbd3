"""New, open, save, close: the life of the design in one window, with its journal and its lock."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from designer.catalog.library import Library
from designer.edit.session import Session
from designer.export.graphs.suffixes import GRAPH_SUFFIXES
from designer.model.changes import ChangeSet, between
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.journal import Journal, Recovery, recover, remove_journal
from designer.store.lock import ProjectLock
from designer.store.project import SUFFIX, read_project, write_project
from designer.store.recent import remember_project
from designer.ui.questions import Questions

TEXT_SUFFIXES: Final = frozenset({".json", ".yaml", ".yml", *GRAPH_SUFFIXES})
"""Of designs as text and of graphs, which open as new designs."""
OPEN_KINDS: Final = f"Designs (*{SUFFIX} *.json *.yaml *.yml *{' *'.join(GRAPH_SUFFIXES)});;All files (*)"
_MOST_NOTES: Final = 10
"""Lines of what was not mapped that a message box shows."""
SAVE_KINDS: Final = f"Stackwright project (*{SUFFIX})"


class ProjectFiles(QObject):
    """The file of the open design.

    Attributes:
        session: The open design; None on the welcome screen.
        path: Its project file; None when it was never saved.
        read_only: Why it may not be saved over; "" when it may.
    """

    opened = Signal(object)
    """A Session took the place of what was open."""

    closed = Signal()
    """Nothing is open any more."""

    changed = Signal()
    """Path or saved state changed."""

    message = Signal(str)
    quit_wanted = Signal()
    window_wanted = Signal()

    def __init__(self, library: Library, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._questions = questions
        self.session: Session | None = None
        self.path: Path | None = None
        self.read_only = ""
        self._digest: str | None = None
        self._saved_at: datetime | None = None
        self._journal: Journal | None = None
        self._lock: ProjectLock | None = None
        self._stop: Callable[[], None] | None = None

    def set_library(self, library: Library) -> None:
        """Make and read designs with other parts from now on."""
        self._library = library

    @property
    def unsaved(self) -> bool:
        """Whether there is work that no file holds."""
        return self.session is not None and (self.session.unsaved or (self.path is None and bool(self.session.labels)))

    def saved_words(self, now: datetime | None = None) -> str:
        """The saved state in words: "saved 2 min ago", "not saved"."""
        if self.session is None:
            return ""
        if self.read_only:
            return "read-only"
        if self.path is None or self._saved_at is None:
            return "not saved"
        if self.session.unsaved:
            return "unsaved changes"
        minutes = int(((now or datetime.now(UTC)) - self._saved_at).total_seconds() // 60)
        if minutes < 1:
            return "saved just now"
        if minutes < 60:
            return f"saved {minutes} min ago"
        return (
            f"saved {minutes // 60} h ago" if minutes < 48 * 60 else f"saved on {self._saved_at.astimezone():%d %b %Y}"
        )

    def new_empty(self) -> None:
        """Begin with an empty canvas."""
        if self.may_leave():
            self._begin(Session(Design()), None)

    def begin_with(self, design: Design) -> None:
        """Begin with DESIGN, which was made just now."""
        if self.may_leave():
            self._begin(Session(design), None)

    def new_from(self, template: str, settings: dict[str, str]) -> None:
        """Begin with a template; a refusal is told."""
        from designer.edit.templates import build_template

        try:
            design = build_template(template, self._library, settings)
        except RefusedInput as problem:
            self.tell_refusal(str(problem))
            return
        self.begin_with(design)

    def tell_refusal(self, problem: str) -> None:
        """Say why a design cannot be made."""
        self._questions.tell("That design cannot be made.", problem)

    @property
    def library(self) -> Library:
        """The parts on hand."""
        return self._library

    def welcome(self) -> None:
        """Go to the welcome screen."""
        self.close_design()

    def open(self) -> None:
        """Ask for a file and open it."""
        folder = self.path.parent if self.path else Path.home()
        path = self._questions.file_to_open("Open a design", folder, OPEN_KINDS)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> bool:
        """Open the design in PATH; a refusal is told and leaves what is open as it is."""
        if not self.may_leave():
            return False
        try:
            if path.suffix.lower() in TEXT_SUFFIXES:
                self._open_text(path)
                return True
            self._open_project(path)
        except RefusedInput as problem:
            self._questions.tell(f"{path.name} cannot be opened.", str(problem))
            return False
        remember_project(path)
        return True

    def _open_text(self, path: Path) -> None:
        """Open a design as text or a graph as a new design; what a graph holds beyond a design is told."""
        from designer.export.graphs.reading import read_graph
        from designer.export.text_form import read_text_design

        graph = path.suffix.lower() in (*GRAPH_SUFFIXES, ".json")
        taken = read_graph(path, self._library) if graph else None
        self._begin(Session(taken.design if taken else read_text_design(path, self._library)), None)
        self.message.emit(f"{path.name} was read as a new design; save it as a project to keep your edits.")
        if taken and taken.notes:
            shown = list(taken.notes[:_MOST_NOTES])
            if len(taken.notes) > _MOST_NOTES:
                shown.append(f"And {len(taken.notes) - _MOST_NOTES} more; `stackwright import` lists them all.")
            self._questions.inform(f"{path.name} was read as a new design.", "\n\n".join(shown))

    def _open_project(self, path: Path) -> None:
        project = read_project(path)
        reason = project.read_only_reason
        lock = self._own_lock(path) or ProjectLock(path)
        if not reason and not lock.held:
            try:
                lock.take()
            except RefusedInput as problem:
                reason = str(problem)
        saved_at = datetime.fromisoformat(project.saved_at) if project.saved_at else None
        self._begin(Session(project.design), path, lock=lock)
        self.read_only = reason
        self._digest, self._saved_at = project.digest, saved_at
        self.changed.emit()
        if reason:
            self.message.emit(f"Opened read-only. {reason}")

    def recover(self, recovery: Recovery) -> None:
        """Open what a window that is gone left unsaved."""
        if not self.may_leave():
            return
        try:
            design = recover(recovery)
        except RefusedInput as problem:
            self._questions.tell("That work cannot be recovered.", str(problem))
            return
        session = Session(design)
        session.mark_saved(Design())
        self._begin(session, None, saved=Design())
        remove_journal(Path(recovery.journal))
        self.message.emit("Recovered. Save it to keep it.")

    def save(self) -> bool:
        """Save to the project's own file, or ask where."""
        if self.session is None:
            return False
        if self.path is None or self.read_only:
            return self.save_as()
        return self._write(self.path, self._digest)

    def save_as(self) -> bool:
        """Ask where to save, and save there."""
        if self.session is None:
            return False
        name = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in self.session.design.name)
        folder = self.path.parent if self.path else _home()
        path = self._questions.file_to_save(
            "Save the design", folder / f"{name.strip() or 'design'}{SUFFIX}", SAVE_KINDS
        )
        if path is None:
            return False
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        return self._write(path, self._digest if self._own_lock(path) else None)

    def _write(self, path: Path, expected: str | None) -> bool:
        session = self.session
        assert session is not None
        lock = self._own_lock(path) or ProjectLock(path)
        try:
            if lock is not self._lock:
                lock.take()
            design = session.design
            digest = write_project(path, design, expected_digest=expected)
        except RefusedInput as problem:
            if lock is not self._lock:
                lock.free()
            self._questions.tell("The design was not saved.", str(problem))
            return False
        if lock is not self._lock and self._lock is not None:
            self._lock.free()
        self._lock, self.path, self.read_only = lock, path, ""
        self._digest, self._saved_at = digest, datetime.now(UTC)
        session.mark_saved(design)
        if self._journal is not None:
            self._journal.start_again(design, path)
        remember_project(path)
        self.changed.emit()
        self.message.emit(f"Saved {path.name}.")
        return True

    def _own_lock(self, path: Path) -> ProjectLock | None:
        """The lock that is held here, where PATH is another name of the file that is open."""
        return self._lock if self._lock is not None and self._lock.held and self._lock.covers(path) else None

    def close_design(self) -> None:
        """Close the design and go to the welcome screen."""
        if self.may_leave():
            self._end()
            self.closed.emit()

    def may_leave(self) -> bool:
        """Whether what is open may be left, asked where there is unsaved work."""
        if self.session is None or not self.unsaved:
            return True
        answer = self._questions.keep_changes(self.session.design.name)
        return self.save() if answer == "save" else answer == "discard"

    def shut(self) -> None:
        """Let go of the file; what is unsaved was asked about before."""
        self._end()

    def new_window(self) -> None:
        """Open another window."""
        self.window_wanted.emit()

    def quit(self) -> None:
        """Close this window."""
        self.quit_wanted.emit()

    def _begin(
        self, session: Session, path: Path | None, *, lock: ProjectLock | None = None, saved: Design | None = None
    ) -> None:
        """Open SESSION; what it holds beyond SAVED is unsaved, and recovered again after a crash."""
        if lock is self._lock:
            self._lock = None  # it goes from the design that is closed to the one that is opened
        self._end()
        self.session, self.path, self._lock = session, path, lock
        try:
            self._journal = Journal(session.design if saved is None else saved, path)
            if saved is not None:
                self._journal.record(between(saved, session.design, "Recovered"))
        except RefusedInput as problem:
            self._journal = None
            self.message.emit(str(problem))
        self._stop = session.listen(self._note)
        self.opened.emit(session)
        self.changed.emit()

    def _end(self) -> None:
        if self._stop is not None:
            self._stop()
        if self._journal is not None:
            self._journal.discard()
        if self._lock is not None:
            self._lock.free()
        self._stop = self._journal = self._lock = self.session = self.path = None
        self._digest = self._saved_at = None
        self.read_only = ""

    def _note(self, changeset: ChangeSet) -> None:
        if self._journal is not None:
            try:
                self._journal.record(changeset)
            except RefusedInput as problem:
                self.message.emit(str(problem))
        self.changed.emit()


def _home() -> Path:
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
