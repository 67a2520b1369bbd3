"""New, open, save, close: the life of the design in one window, with its journal and its lock."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from designer import clock
from designer.catalog.library import Library
from designer.edit.session import Session
from designer.edit.settings import set_name
from designer.export.graphs.suffixes import GRAPH_SUFFIXES
from designer.model.changes import ChangeSet
from designer.model.design import Design, Settings
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.store.journal import Journal, journal_folder, remove_journal
from designer.store.kept_history import forget_histories, keep_history
from designer.store.lock import ProjectLock
from designer.store.project import SUFFIX, OpenedProject, name_version, read_project, write_project
from designer.store.recent import remember_project
from designer.store.recovery import Recovery, recoverable_of
from designer.store.salvage import salvage
from designer.store.variants import read_variant
from designer.store.versions import moment_of
from designer.ui.app.preferences import Preferences
from designer.ui.jobs.in_thread import InThread
from designer.ui.jobs.journal_writer import JournalWriter
from designer.ui.jobs.saving import Opened, Written, begun_journal, open_project, resume_work, save_project
from designer.ui.widgets.callbacks import TypedSignal
from designer.ui.widgets.message_boxes import Questions

if TYPE_CHECKING:
    from designer.ui.jobs.foreseen import Foreseen

TEXT_SUFFIXES: Final = frozenset({".json", ".yaml", ".yml", *GRAPH_SUFFIXES})
"""Of designs as text and of graphs, which open as new designs."""
OPEN_KINDS: Final = f"Designs (*{SUFFIX} *.json *.yaml *.yml *{' *'.join(GRAPH_SUFFIXES)});;All files (*)"
_MOST_NOTES: Final = 10
"""Lines of what was not mapped that a message box shows."""
SAVE_KINDS: Final = f"Stackwright project (*{SUFFIX})"


_Found = TypeVar("_Found")


class ParkedDesign(NamedTuple):
    """A design that is open but put away: its edits, its file with the lock on it, and the journal that goes on."""

    session: Session
    path: Path | None
    read_only: str
    unknown: tuple[str, ...]
    digest: str | None
    saved_at: datetime | None
    journal: JournalWriter | None
    old_journal: Path | None
    lock: ProjectLock | None
    variant: str = ""
    designs: int = 1

    @property
    def unsaved(self) -> bool:
        """Return True when there is work that no file holds."""
        return self.session.unsaved or (self.path is None and bool(self.session.labels))

    def covers(self, path: Path) -> bool:
        """Return True where PATH is another name of its file."""
        return self.lock is not None and self.lock.held and self.lock.covers(path)

    def is_of(self, path: Path) -> bool:
        """Return True where it is a design of the project in PATH, also one that is open read-only."""
        return self.path is not None and self.path.resolve() == path.resolve()


class ProjectFiles(QObject):
    """The file of the open design.

    Attributes:
        session: The open design; None on the welcome screen.
        path: Its project file; None when it was never saved.
        read_only: Why it may not be saved over; "" when it may.
        variant: Which design of that file it is; "" is the main one.
        designs: How many that file holds, as far as is known.
        aside: Reads and writes files while the window goes on.
        foreseen: Tells what is known of the design that comes next.
        sight: Returns about how wide and high the canvas is that will show the next design.
    """

    opened = Signal(Session)
    """A Session took the place of what was open."""

    closed = Signal()
    """Nothing is open any more."""

    changed = Signal()
    """Path or saved state changed."""

    message = Signal(str)
    quit_wanted = Signal()
    window_wanted = Signal()
    versions_wanted = Signal(OpenedProject)
    """The OpenedProject whose versions are wanted."""

    def __init__(
        self,
        library: Library,
        questions: Questions,
        parent: QObject | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__(parent)
        self.preferences = preferences or Preferences()
        self._library = library
        self._questions = questions
        self.session: Session | None = None
        self.path: Path | None = None
        self.read_only = ""
        self.variant = ""
        self.designs = 1
        self.aside = InThread(self)
        self.foreseen: TypedSignal[Foreseen] = TypedSignal()
        self.sight: Callable[[], tuple[float, float]] = _usual_sight
        self._unknown: tuple[str, ...] = ()
        self._digest: str | None = None
        self._saved_at: datetime | None = None
        self._journal: JournalWriter | None = None
        self._old_journal: Path | None = None
        self._lock: ProjectLock | None = None
        self._stop: Callable[[], None] | None = None

    def set_library(self, library: Library) -> None:
        """Make and read designs with other parts from now on."""
        self._library = library

    @property
    def unsaved(self) -> bool:
        """Return True when there is work that no file holds."""
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
        minutes = int(((now or clock.now()) - self._saved_at).total_seconds() // 60)
        if minutes < 1:
            return "saved just now"
        if minutes < 60:
            return f"saved {minutes} min ago"
        return (
            f"saved {minutes // 60} h ago" if minutes < 48 * 60 else f"saved on {self._saved_at.astimezone():%d %b %Y}"
        )

    def place(self) -> tuple[Path, str] | None:
        """Return the file of the open design and which of its designs it is; None of one that was never saved."""
        return (self.path, self.variant) if self.path is not None else None

    def variant_words(self) -> str:
        """Which design of its project is open: "main of 3", "variant of 3"; "" where the project holds one."""
        if self.session is None or self.designs < 2:
            return ""
        return f"{'variant' if self.variant else 'main'} of {self.designs}"

    def new_empty(self) -> None:
        """Begin with an empty canvas."""
        if self.may_leave():
            self._begin(Session(Design()), None)

    def begin_with(self, design: Design) -> None:
        """Begin with DESIGN, which was made just now."""
        self._begin_with(lambda: design)

    def begin_with_packed(self, message: bytes) -> None:
        """Begin with the design in MESSAGE, which a process made."""
        from designer.ui.jobs.template_work import unpack_design

        self._begin_with(partial(unpack_design, message))

    def new_from(self, template: str, settings: dict[str, str]) -> None:
        """Begin with a template, which is made in a thread; a refusal is told."""
        from designer.edit.templates.templates import build_template

        try:
            self._begin_with(partial(build_template, template, self._library, settings))
        except RefusedInput as problem:
            self.tell_refusal(str(problem))

    def _begin_with(self, make: Callable[[], Design]) -> None:
        """Begin with what MAKE returns, which is made and drawn in a thread.

        Raises:
            RefusedInput: it cannot be made.
        """
        from designer.ui.jobs.foreseen import foreseen

        sight = self.sight()

        def work() -> "tuple[Foreseen, tuple[Journal | None, str]]":
            design = make()
            return foreseen(design, sight), begun_journal(design, None, "")

        known, begun = self.aside.do("Making the design …", work, _same, hands_off=True, long=True)
        if self.may_leave():
            self.foreseen.emit(known)
            self._begin(Session(known.drawn.design), None, begun=begun)
        elif begun[0] is not None:
            begun[0].discard()

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

    def ask_path(self) -> Path | None:
        """Ask for a file to open; None where there shall be none."""
        folder = self.path.parent if self.path else Path.home()
        return self._questions.file_to_open("Open a design", folder, OPEN_KINDS)

    def holds(self, path: Path) -> bool:
        """Return True where PATH is another name of the file that is open."""
        return self._own_lock(path) is not None

    def shows(self, path: Path, variant: str) -> bool:
        """Return True where the open design is that VARIANT of the project in PATH."""
        return self.variant == variant and self.path is not None and self.path.resolve() == path.resolve()

    def open(self) -> None:
        """Ask for a file and open it."""
        path = self.ask_path()
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path, variant: str = "", beside: ProjectLock | None = None) -> bool:
        """Open the design in PATH; a refusal is told and leaves what is open as it is.

        Args:
            path: The file.
            variant: Which of its designs, "" for the main one.
            beside: The lock of another design of that file which is open here.
        """
        if not self.may_leave():
            return False
        try:
            if path.suffix.lower() in TEXT_SUFFIXES:
                self._open_text(path)
                return True
            left = self._left_unsaved(path, variant)
            if left is None:
                return False
            if left:
                return self._recover(left[0], beside)
            self._open_project(path, variant, beside)
        except RefusedInput as problem:
            return self._not_opened(path, str(problem))
        remember_project(path)
        return True

    def bring_in(self, path: Path) -> bool:
        """Open what another system told in PATH as a new design, and say what was guessed or left out."""
        if not self.may_leave():
            return False
        try:
            self._open_text(path)
        except RefusedInput as problem:
            return self._not_opened(path, str(problem))
        return True

    def _not_opened(self, path: Path, problem: str) -> bool:
        """Say why PATH cannot be opened; of a damaged project open what can be read, where that is wanted."""
        # Only damage is salvaged: a missing file or a newer format has nothing to be read.
        if path.suffix.lower() == SUFFIX and "damaged" in problem:
            try:
                found = salvage(path)
            except RefusedInput:
                found = None
            if found is not None and self._questions.agree(
                f"{path.name} is damaged. Open what can be read of it?",
                f"{problem} {counted(len(found.design.nodes), 'node')} and {counted(len(found.design.links), 'link')} "
                "can be read, as a new design; the file stays as it is.",
                "Open what can be read",
            ):
                self._begin(Session(found.design), None)
                shown = list(found.lost[:_MOST_NOTES])
                if len(found.lost) > _MOST_NOTES:
                    shown.append(f"And {len(found.lost) - _MOST_NOTES:,} more; `stackwright salvage` lists them all.")
                self._questions.inform("What is lost", "\n\n".join(shown) or "Nothing of the design is lost.")
                return True
            # Asked and declined: the person knows by now that it is damaged.
            if found is not None:
                return False
        self._questions.tell(f"{path.name} cannot be opened.", problem)
        return False

    def _open_text(self, path: Path) -> None:
        """Open a design as text or a graph as a new design; what a graph holds beyond a design is told."""
        from designer.api.opening import open_import

        def read() -> tuple[Design, Sequence[str]]:
            taken = open_import(path, self._library)
            return taken.design, taken.notes

        design, notes = self.aside.do(f"Reading {path.name} …", read, _same, hands_off=True)
        self._begin(Session(design), None)
        self.message.emit(f"{path.name} was read as a new design; save it as a project to keep your edits.")
        if notes:
            shown = list(notes[:_MOST_NOTES])
            if len(notes) > _MOST_NOTES:
                shown.append(f"And {len(notes) - _MOST_NOTES} more; `stackwright import` lists them all.")
            self._questions.inform(f"{path.name} was read as a new design.", "\n\n".join(shown))

    def _open_project(self, path: Path, variant: str, beside: ProjectLock | None) -> None:
        from designer.ui.jobs.foreseen import foreseen_if_large

        own, sight = self._own_lock(path), self.sight()
        if own is not None and own.variant != variant:
            own, beside = None, own
        lock = own or ProjectLock(path, variant, beside)

        def work() -> "tuple[Opened, Foreseen | None]":
            found = open_project(path, lock, read_project, history=self.preferences.keeps_undo, variant=variant)
            return found, foreseen_if_large(found.project.design, sight)

        self.aside.do(f"Opening {path.name} …", work, partial(self._show_opened, path), hands_off=True)

    def _show_opened(self, path: Path, opened: "tuple[Opened, Foreseen | None]") -> None:
        found, known = opened
        if known is not None:
            self.foreseen.emit(known)
        project, history = found.project, found.history
        session = Session(project.design, history.done, history.undone) if history else Session(project.design)
        self._begin(session, path, lock=found.lock, begun=(found.journal, found.journal_problem))
        self.read_only, self.variant, self.designs = found.reason, project.variant, found.designs
        self._digest, self._unknown = project.digest, project.unknown
        self._saved_at = moment_of(project.saved_at) if project.saved_at else None
        self.changed.emit()
        if found.reason:
            self.message.emit(f"Opened read-only. {found.reason}")
        elif found.saved_last and not project.variant:
            # The main design opens, as on the command line: nobody works on another one without having chosen it.
            self.message.emit(f"This is the main design; saved last was {found.saved_last} (File › Variants).")

    def _left_unsaved(self, path: Path, variant: str) -> list[Recovery] | None:
        """Return what a window that is gone left unsaved on PATH and is wanted back.

        None where nothing shall be opened. Of the other designs of the project it is told and offered with them.
        """
        # Our own window has it open: its journal is in use, not left behind.
        own = self._own_lock(path)
        if own is not None and own.variant == variant:
            return []
        every = self.aside.do(f"Opening {path.name} …", partial(recoverable_of, path), _same, hands_off=True)
        left = [one for one in every if one.variant == variant]
        if others := [one.name for one in every if one.variant != variant]:
            self.message.emit(f"There is unsaved work on {others[0]} too; open it to get it back.")
        if not left:
            return []
        answer = self._questions.unsaved_work(path.name, _words_of(left[0]))
        # Not now: the journal stays and the project opens as it was saved.
        if answer == "open":
            self.message.emit("The unsaved work is kept and offered again.")
        return None if answer == "cancel" else left[:1] if answer == "recover" else []

    def recover(self, recovery: Recovery) -> None:
        """Open what a window that is gone left unsaved."""
        if self.may_leave():
            self._recover(recovery)

    def _recover(self, recovery: Recovery, beside: ProjectLock | None = None) -> bool:
        """Go on with RECOVERY, in its own file where it has one; a refusal is told."""
        if beside is None and recovery.project:
            beside = self._own_lock(Path(recovery.project))
        work = partial(resume_work, recovery, beside)
        try:
            again = self.aside.do("Reading the unsaved work …", work, _same, hands_off=True)
        except RefusedInput as problem:
            self._questions.tell("That work cannot be recovered.", str(problem))
            return False
        found, journal, path = again.found, again.journal, again.found.project
        reason, changed = again.reason, again.changed
        # The session goes on with both histories; against what is on the disk it counts as unsaved.
        session = Session(found.design, found.done, found.undone)
        session.mark_saved(Design() if found.saved is None else found.saved)
        self._begin(session, path, lock=again.lock, begun=(journal, ""))
        self.read_only, self.variant = reason, found.variant
        self.designs = 2 if found.variant else 1
        self._digest, self._saved_at = found.digest or None, again.saved_at
        # Without a new journal the old one stays until the next save, so that the work is safe meanwhile.
        if journal is None:
            self._old_journal = Path(recovery.journal)
        if path is not None:
            remember_project(path)
        self.changed.emit()
        kept = "" if journal else "The journal cannot be written, so that edits from now on are not safe from a crash."
        self.message.emit(
            " ".join(filter(None, ("Recovered. Save it to keep it.", found.damage, reason, changed, kept)))
        )
        return True

    def save(self) -> bool:
        """Save to the project's own file, or ask where; the answer comes when it is done, and the window goes on.

        One that is asked for while another runs comes after it, where there is something left to save.
        """
        queued = self.aside.running
        self.aside.wait()
        if self.session is None:
            return False
        if queued and self.path is not None and not self.session.unsaved:
            return True
        if self.path is None or self.read_only:
            return self.save_as()
        return self._write(self.path, self._digest)

    def save_as(self) -> bool:
        """Ask where to save, and save there."""
        if self.session is None or not self._leaves_unknown():
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
        design = self.session.design
        if self.path is None and design.name == Settings().name and self.session.to_redo is None:
            # Nobody named it yet: bill, report and deck would be of an untitled design for good. It is one step with
            # the last edit, which is what undo is to take back.
            with suppress(RefusedInput):
                self.session.commit(set_name(design, path.stem), joins_last=True)
        # Only our own project is checked against what we read last; for another file the dialog has asked.
        return self._write(path, self._digest if self._own_lock(path) else None)

    def _leaves_unknown(self) -> bool:
        """Return True when a copy is wanted that lacks what of the file is not known; asked where there is any."""
        if not self._unknown:
            return True
        shown = ", ".join(self._unknown[:_MOST_NOTES])
        more = f" and {len(self._unknown) - _MOST_NOTES} more" if len(self._unknown) > _MOST_NOTES else ""
        return self._questions.agree(
            "Save a copy without what this Stackwright does not know?",
            f"The copy will lack: {shown}{more}. The file itself keeps it; a newer Stackwright can edit it.",
            "Save the copy",
        )

    def _write(self, path: Path, expected: str | None) -> bool:
        # One thing on the disk at a time: what still runs is waited for.
        self.aside.wait()
        session, journal = self.session, self._journal
        assert session is not None
        own = self._own_lock(path)
        lock = own or ProjectLock(path, self.variant)
        # From here on the journal keeps the edits apart: the file that is being written will not hold them.
        if journal is not None:
            journal.begin_save()
        work = partial(
            save_project,
            path,
            session.design,
            expected,
            None if lock is self._lock else lock,
            write_project,
            # A full journal begins anew with the save, and so does a missing one.
            anew=journal is None or journal.full,
            variant=self.variant,
            # Under another name the other designs of the project go along.
            source=self.path if own is None and (self.variant or self.designs > 1) else None,
        )
        settle = partial(self._settle_save, session, session.design, path, lock)
        return self.aside.do(f"Saving {path.name} …", work, settle)

    def _settle_save(self, session: Session, design: Design, path: Path, lock: ProjectLock, came: Written) -> bool:
        """Take on what came of saving DESIGN, which SESSION may have left behind meanwhile."""
        if came.problem:
            if self._journal is not None:
                self._journal.drop_save()
            self._questions.tell("The design was not saved.", f"{came.problem} {self._safe_words()}")
            return False
        # The lock of the old path is let go only once the new one is written.
        if lock is not self._lock and self._lock is not None:
            self._lock.free()
        self._lock, self.path, self.read_only, self._unknown = lock, path, "", ()
        self._digest, self._saved_at = came.digest, clock.now()
        self.variant, self.designs = came.variant, came.designs or self.designs
        # Edits that were made while the thread wrote keep the session unsaved.
        session.mark_saved(design)
        self._tell_journal(design, path, came)
        remember_project(path)
        self.changed.emit()
        left = " What you changed since is not in it yet." if session.unsaved else ""
        self.message.emit(f"Saved {path.name}.{left}{came.slow}")
        return True

    def _safe_words(self) -> str:
        """Return the sentence on where the unsaved work is."""
        if self._journal is None:
            return "It is safe in this window alone, until the window is closed."
        return f"It is safe in this window, and from a crash in the journal in {journal_folder()}."

    def _tell_journal(self, design: Design, path: Path, came: Written) -> None:
        """Let the journal know what PATH holds now, or go on with one that was begun for it."""
        try:
            old = self._journal
            if came.journal is not None and old is not None:
                old.go_on_in(came.journal)
            elif came.journal is not None:
                self._journal = self._written_in_thread(came.journal)
            elif old is not None and not came.journal_problem:
                old.saved(design, path, came.digest)
        except RefusedInput as problem:
            self.message.emit(str(problem))
        # Saved all the same: without a journal only the edits from now on are not safe.
        if came.journal_problem:
            if self._journal is not None:
                self._journal.drop_save()
            self.message.emit(came.journal_problem)
        if self._old_journal is not None:
            remove_journal(self._old_journal)
            self._old_journal = None

    def _own_lock(self, path: Path) -> ProjectLock | None:
        """The lock that is held here, where PATH is another name of the file that is open."""
        return self._lock if self._lock is not None and self._lock.held and self._lock.covers(path) else None

    def close_design(self) -> None:
        """Close the design and go to the welcome screen."""
        if self.may_leave():
            self.close_unasked()

    def close_unasked(self) -> None:
        """Close the design, whose unsaved work was asked about before, and go to the welcome screen."""
        self._end()
        self.closed.emit()

    def may_leave(self) -> bool:
        """Return True when what is open may be left, asked where work is unsaved; a save that runs is waited for."""
        self.aside.wait()
        if self.session is None or not self.unsaved:
            return True
        answer = self._questions.keep_changes(self.session.design.name)
        return self.save() if answer == "save" else answer == "discard"

    def park(self) -> ParkedDesign | None:
        """Put away what is open, to go on with it later; its file stays locked. None where nothing is open."""
        self.aside.wait()
        if self.session is None:
            return None
        parked = ParkedDesign(
            self.session,
            self.path,
            self.read_only,
            self._unknown,
            self._digest,
            self._saved_at,
            self._journal,
            self._old_journal,
            self._lock,
            self.variant,
            self.designs,
        )
        if self._stop is not None:
            self._stop()
        self._forget()
        return parked

    def resume(self, parked: ParkedDesign | None) -> None:
        """Go on with PARKED, which was put away; nothing may be open. None leaves nothing open."""
        assert self.session is None, "what is open would be lost"
        if parked is not None:
            self.session, self.path, self.read_only = parked.session, parked.path, parked.read_only
            self._unknown, self._digest, self._saved_at = parked.unknown, parked.digest, parked.saved_at
            self._journal, self._old_journal, self._lock = parked.journal, parked.old_journal, parked.lock
            self.variant, self.designs = parked.variant, parked.designs
            self._stop = parked.session.listen(self._note)
        self.changed.emit()

    def take_over(self, parked: ParkedDesign) -> None:
        """Go on with PARKED, which another window put away."""
        self.resume(parked)
        if parked.journal is not None:
            parked.journal.message.connect(self.message)
        self.opened.emit(parked.session)
        self.changed.emit()

    @property
    def lock(self) -> ProjectLock | None:
        """Return what holds the file; None where nothing does."""
        return self._lock

    def shut(self) -> None:
        """Let go of the file; what is unsaved was asked about before."""
        self._end()

    def versions(self) -> None:
        """Show the versions that the file of the open design holds."""
        if self.path is None:
            self.message.emit("A design has versions once it is saved as a project.")
            return
        self.aside.wait()
        work = partial(read_variant, self.path, self.variant)
        try:
            self.aside.do("Reading the versions …", work, self.versions_wanted.emit, hands_off=True)
        except RefusedInput as problem:
            self._questions.tell("The versions cannot be shown.", str(problem))

    def name_version(self, number: int, name: str) -> str:
        """Call version NUMBER of the file by NAME; the answer is why not, "" when it did."""
        if self.path is None or self.read_only:
            return self.read_only or "Save the design as a project first."
        self.aside.wait()
        work = partial(name_version, self.path, number, name)
        try:
            self.aside.do(f"Saving {self.path.name} …", work, lambda _: None, hands_off=True)
        except RefusedInput as problem:
            return str(problem)
        self.message.emit(f"Version {number} is kept as {name}." if name else f"Version {number} has no name any more.")
        return ""

    def new_window(self) -> None:
        """Open another window."""
        self.window_wanted.emit()

    def keep_undo(self) -> None:
        """Keep the undo history of a project when it is closed."""
        self.preferences.keeps_undo = True
        self.message.emit("From now on what was done to a saved project can be undone after it was closed, too.")

    def forget_undo(self) -> None:
        """Forget the undo history of a project when it is closed, and what was kept."""
        self.preferences.keeps_undo = False
        forget_histories()
        self.message.emit("The undo history of a project ends when it is closed; what was kept of others is gone.")

    def quit(self) -> None:
        """Close this window."""
        self.quit_wanted.emit()

    def _begin(
        self,
        session: Session,
        path: Path | None,
        *,
        lock: ProjectLock | None = None,
        digest: str = "",
        begun: tuple[Journal | None, str] | None = None,
    ) -> None:
        """Open SESSION, and write down what is done from now on.

        Args:
            session: The design with its edits.
            path: Its project file.
            lock: What holds that file.
            digest: Of the content of that file.
            begun: The journal that goes on, or why there is none; None to begin one.
        """
        if begun is None:
            from designer.ui.jobs.foreseen import foreseen_if_large

            sight = self.sight()

            def work() -> "tuple[tuple[Journal | None, str], Foreseen | None]":
                return begun_journal(session.design, path, digest), foreseen_if_large(session.design, sight)

            begun, known = self.aside.do("Opening the design …", work, _same, hands_off=True)
            if known is not None:
                self.foreseen.emit(known)
        journal, problem = begun
        if lock is self._lock:
            self._lock = None  # it goes from the design that is closed to the one that is opened
        self._end()
        self.session, self.path, self._lock = session, path, lock
        self._journal = None if journal is None else self._written_in_thread(journal)
        self._stop = session.listen(self._note)
        self.opened.emit(session)
        self.changed.emit()
        if problem:
            self.message.emit(f"{problem} Edits are not safe from a crash until it is; save often.")

    def _end(self) -> None:
        if self._stop is not None:
            self._stop()
        if self._journal is not None:
            session, path = self.session, self.path
            done = session is not None and bool(session.labels or session.undone_labels)
            # The history of a saved project can be kept; an unsaved one has nothing that it would belong to.
            if self.preferences.keeps_undo and path and done and not self.unsaved and not self.read_only:
                keep_history(self._journal.released(), path)
            else:
                self._journal.discard()
        if self._old_journal is not None:
            remove_journal(self._old_journal)
        if self._lock is not None:
            self._lock.free()
        self._forget()

    def _forget(self) -> None:
        self._stop = self._journal = self._lock = self.session = self.path = self._old_journal = None
        self._digest = self._saved_at = None
        self._unknown = ()
        self.read_only = self.variant = ""
        self.designs = 1

    def _written_in_thread(self, journal: Journal) -> JournalWriter:
        writer = JournalWriter(journal)
        writer.message.connect(self.message)
        return writer

    def _note(self, changeset: ChangeSet) -> None:
        if self._journal is not None:
            try:
                self._journal.record(changeset, self.session.last_step if self.session else "commit")
            except RefusedInput as problem:
                self.message.emit(str(problem))
        self.changed.emit()


def _usual_sight() -> tuple[float, float]:
    return 900.0, 500.0


def _same(found: _Found) -> _Found:
    return found


def _words_of(left: Recovery) -> str:
    """Return what is unsaved, in a sentence."""
    edits = f"{left.edits} edit{'s' if left.edits != 1 else ''}"
    words = f"A window ended without saving {edits}, the last on {when(left.last)}."
    return f"{words} {left.damage}".strip()


def when(moment: str) -> str:
    """Return the time MOMENT (ISO) in this place's own time."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%d %b %Y, %H:%M}"
    except (ValueError, OverflowError, OSError):
        return moment


def _home() -> Path:
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
