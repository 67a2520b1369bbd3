"""The main window: bar, welcome screen or workspace, status line, and the commands that act on them."""

import gc
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.results import FLOWS
from designer.edit.session import Session
from designer.model.design import Design
from designer.model.named_numbers import keep_design_names
from designer.model.records import RefusedInput
from designer.store.journal import remove_journal
from designer.store.project import SUFFIX, OpenedProject
from designer.store.recent import forget_project, list_recent
from designer.store.recovery import Recovery, read_recoverable
from designer.ui.app.design_tabs import DesignTab, DesignTabs
from designer.ui.app.features import FEATURES
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.app.project_files import TEXT_SUFFIXES, ParkedDesign, ProjectFiles
from designer.ui.app.top_bar import StatusLine, TopBar
from designer.ui.app.welcome import Welcome
from designer.ui.commands.actions.bulk_edit import select, subject_of
from designer.ui.commands.actions.catalog import close_browser, follow_design
from designer.ui.commands.actions.exports import Exports
from designer.ui.commands.actions.view import set_overlay
from designer.ui.commands.command_set import CommandSet
from designer.ui.commands.context import Context
from designer.ui.commands.open_windows import OpenWindows
from designer.ui.commands.registry import TABLE
from designer.ui.jobs.analysis_job import AnalysisJob, Aside, Question
from designer.ui.jobs.settled import freeze_when_settled
from designer.ui.jobs.template_job import MakingJob
from designer.ui.jobs.tidy_job import TidyJob
from designer.ui.jobs.window_first import window_first
from designer.ui.jobs.work_progress import WorkProgress
from designer.ui.learn.word_help import word_help
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.screen_room import screen_room
from designer.ui.widgets.timers import every

if TYPE_CHECKING:
    from designer.review.reply import Reply
    from designer.ui.app.frame.brief_figures import BriefFigures
    from designer.ui.app.workspace import Workspace
    from designer.ui.explore.effect_previews import EffectPreviews
    from designer.ui.jobs.foreseen import Foreseen

SAVED_TICK_MS = 20_000
TURN_S = 0.0002
"""So long a thread that computes keeps the interpreter. Each call of Qt lets go of it; with the usual 5 ms until it
comes back, what was painted beside such a thread took a second and more."""
LEAST_SIZE = QSize(880, 520)
"""A screen of 1920 × 1080 at 200% has room for it."""
USUAL_TRAFFIC = "all-to-all"
BESIDE_CANVAS = (288.0, 0.0)
"""About so much of the width and of the height the panels around the canvas take."""


class DesignerWindow(QMainWindow):
    """One window, with one design open or the welcome screen."""

    colours_chosen = Signal(str)
    window_wanted = Signal()
    design_wanted = Signal(Design)
    """A design that is wanted in a window of its own."""

    tab_moved = Signal(ParkedDesign)
    """A ParkedDesign that is to go on in a window of its own."""

    gone = Signal(QMainWindow)
    """The window itself, as it closes."""

    def __init__(
        self,
        shelf: Shelf,
        preferences: Preferences,
        job: AnalysisJob,
        questions: Questions | None = None,
    ) -> None:
        sys.setswitchinterval(min(sys.getswitchinterval(), TURN_S))
        super().__init__()
        self.setWindowTitle("Stackwright")
        self.setMinimumSize(LEAST_SIZE.boundedTo(screen_room(self)))
        self.setAcceptDrops(True)
        self._shelf = shelf
        self._preferences = preferences
        self._job = job
        job.setParent(self)
        self._going_back: EffectPreviews | None = None  # what is known of going back to versions
        self._traffic = USUAL_TRAFFIC
        self._asked: Question | None = None
        self._foreseen: Foreseen | None = None  # of the design that is opened next
        self.questions = questions or Questions(self)
        self.files = ProjectFiles(shelf.library, self.questions, self, preferences)
        self.exports = Exports(self._get_workspace, self.questions, self)
        self.exports.project_path = partial(getattr, self.files, "path")
        windows = (spec for feature in FEATURES for spec in feature.windows)
        self.windows = OpenWindows(windows, self.questions, self)
        self.tidying = TidyJob(preferences, self)
        shortcuts = preferences.shortcuts_of(TABLE)
        self.context = Context(
            window=self,
            questions=self.questions,
            preferences=preferences,
            files=self.files,
            exports=self.exports,
            shelf=shelf,
            windows=self.windows,
            say=self._say,
            place=self._place,
            tidying=self.tidying,
            show_overlay=self._show_overlay,
            wear=self.colours_chosen.emit,
            open_palette=self.open_palette,
            open_shortcuts=self.open_shortcuts,
            keys_of=shortcuts.text,
        )
        self._brief: BriefFigures | None = None
        self.commands = CommandSet(TABLE, self.context, self, shortcuts)
        self._lay_out()
        self._connect()
        word_help().watch(self)
        self.show_welcome()

    def _lay_out(self) -> None:
        page = QWidget(self)
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        self.top_bar = TopBar(self.commands, page)
        down.addWidget(self.top_bar)
        self.tabs = DesignTabs(self, page)
        self.context.tabs = self.tabs
        down.addWidget(self.tabs)
        self._stack = QStackedWidget(page)
        self.welcome = Welcome(
            self._stack,
            empty_wanted=self.new_empty,
            open_wanted=self.ask_and_open,
            path_wanted=self.open_path,
            forget_wanted=self._forget_project,
            template_wanted=self._new_from,
            recovery_wanted=self.files.recover,
            discard_wanted=self._discard,
        )
        self._stack.addWidget(self.welcome)
        down.addWidget(self._stack, 1)
        self.status = StatusLine(page)
        self.tidy_progress = WorkProgress("tidying", "nothing moves", self, stop_wanted=self.tidying.stop)
        self.tidying.worked.connect(self.tidy_progress.show_work)
        self.status.hold(self.tidy_progress)
        self.making = MakingJob(self)
        self.status.hold(self.making.progress)
        self.large_progress = WorkProgress("the edit", "the design stays as it is")
        self.status.hold(self.large_progress)
        self.status.hold(self.exports.writing.progress)
        self.status.hold(self.exports.written)
        self.making.made.connect(self._begin_with_packed)
        self.making.refused.connect(self.files.tell_refusal)
        down.addWidget(self.status)
        self.setCentralWidget(page)
        self._tick = every(self, SAVED_TICK_MS, self._show_state)
        self._tick.start()

    def _connect(self) -> None:
        self.files.sight = self._sight
        self.files.foreseen.connect(self._foresee)
        self.files.opened.connect(self.open_session)
        self.files.closed.connect(self._design_closed)
        self.tabs.close_wanted.connect(self.files.close_design)
        self.tabs.window_wanted.connect(self.move_tab)
        self.files.changed.connect(self._show_state)
        self.files.message.connect(self.status.say)
        self.files.aside.working.connect(self._tell_work)
        self.files.quit_wanted.connect(self.close)
        self.files.window_wanted.connect(self.window_wanted)
        self.files.versions_wanted.connect(self.open_versions)
        self.exports.message.connect(self.status.say)
        self.top_bar.brief_fits.connect(self._fit_brief)
        self._shelf.changed.connect(self._library_changed)
        self._job.network_known.connect(self._network_known)
        self._job.answered.connect(self._answered)
        self._job.failed.connect(self._failed)
        self._job.told.connect(self._told)
        self._job.busy.connect(self._busy)

    def _new_from(self, template: str, settings: dict[str, str]) -> None:
        """Begin with a template: at once, or beside the window where it draws many thousand things."""
        from designer.edit.fabrics.amounts import LONG_RECORDS, expected_records  # with all templates

        try:
            long = expected_records(template, settings) >= LONG_RECORDS
        except RefusedInput:
            long = False  # what is wrong is told where it is made
        if long:
            self.making.start(self.files.library, template, settings)
        else:
            self.making.stop()
            self.tabs.begin(partial(self.files.new_from, template, settings))

    def show_welcome(self) -> None:
        """Close what is open and show the welcome screen."""
        self._drop_workspace()
        self._stack.setCurrentWidget(self.welcome)
        self.status.say(self._show_projects())
        self._show_state()

    def _show_projects(self) -> str:
        """Offer recent projects and unsaved work; return in one line what of them could not be read."""
        (recent, unreached), (left, unread) = list_recent(), read_recoverable()
        self.welcome.show_projects(recent, left)
        return " ".join(filter(None, (unread, unreached)))

    @property
    def preferences(self) -> Preferences:
        """Return what the user prefers, the same in all windows."""
        return self._preferences

    @property
    def shelf(self) -> Shelf:
        """Return the library that all windows share."""
        return self._shelf

    @property
    def analysis(self) -> AnalysisJob:
        """Return what works out the figures of the open design."""
        return self._job

    @property
    def workspace(self) -> "Workspace | None":
        """Return what shows the open design; None on the welcome screen."""
        return self.context.workspace

    def set_overlay(self, name: str) -> None:
        """Colour the drawing by an overlay; "" for nothing."""
        set_overlay(self.context, name)

    def _say(self, words: str) -> None:
        self.status.say(words)

    def _show_overlay(self, name: str) -> None:
        if self.workspace is not None:
            self.workspace.show_lens(name)

    def _fit_brief(self, fits: bool) -> None:
        if self.workspace is not None:
            self.workspace.fit_brief(fits)

    def open_session(self, session: Session) -> None:
        """Show SESSION's design in a workspace of its own."""
        # Most of the program stands behind a design; the window is there before.
        from designer.ui.app.document import Document
        from designer.ui.app.workspace import Workspace
        from designer.ui.panels.registry import PANELS

        self._drop_workspace()
        keep_design_names(session.design)
        known, self._foreseen = self._foreseen, None
        if known is not None and known.drawn.design is not session.design:
            known = None
        document = Document(session, self._shelf.library, self, None if known is None else known.amounts)
        document.place = self.files.place
        work = Workspace(document, self.commands, self._preferences, self._stack, PANELS)
        self.context.workspace = work
        if known is not None:
            work.canvas.stage.take(known.drawn)
            work.paint_in_a_turn_of_its_own()
        work.message.connect(self.status.say)
        brief = self._brief = work.brief_figures(self.top_bar)
        work.hold_brief(brief)
        self.top_bar.hold(work.views.tabs, brief)
        work.headline.refreshed.connect(self.top_bar.fit)  # after the figures in it are shown anew
        work.lens_wanted.connect(self._choose_lens)
        work.traffic_chosen.connect(self._choose_traffic)
        work.flow_drawn.connect(self._flow_drawn)
        document.beside.wanted.connect(self._job.ask_aside)
        work.selection_changed.connect(self.commands.refresh)
        document.revised.connect(self._ask)
        document.large.aside.working.connect(self.large_progress.show_work)
        self.large_progress.stop_wanted.connect(document.large.stop)
        document.changed.connect(self._show_state)
        document.what_if.changed.connect(self._failures_changed)
        self._stack.addWidget(work)
        self._stack.setCurrentWidget(work)
        self._traffic = USUAL_TRAFFIC
        self.set_overlay("")
        work.canvas.begin()
        work.canvas.setFocus()
        self.status.say("Drag a part from the left to begin." if not document.design.nodes else "")
        self._ask()
        self._show_state()
        freeze_when_settled(self)

    def _choose_lens(self, name: str) -> None:
        """Colour the drawing by a lens that was chosen at the canvas or with its panel, in whatever view is shown."""
        set_overlay(self.context, name, turn=False)

    def _sight(self) -> tuple[float, float]:
        """Return about how wide and high the canvas of the next design is: as this one, else what panels leave."""
        if self.workspace is not None:
            return float(self.workspace.canvas.width()), float(self.workspace.canvas.height())
        return self._stack.width() - BESIDE_CANVAS[0], self._stack.height() - BESIDE_CANVAS[1]

    def _foresee(self, known: "Foreseen") -> None:
        self._foreseen = known

    def open_path(self, path: Path) -> bool:
        """Open the design in PATH in a tab, or go to the tab that has it open."""
        if self.tabs.go_to_path(path):
            return True
        return self.tabs.begin(partial(self.files.open_path, path))

    def ask_and_open(self) -> None:
        """Ask for a file and open it in a tab."""
        path = self.files.ask_path()
        if path is not None:
            self.open_path(path)

    def new_empty(self) -> None:
        """Begin an empty design in a tab."""
        self.tabs.begin(self.files.new_empty)

    def _begin_with_packed(self, message: bytes) -> None:
        self.tabs.begin(partial(self.files.begin_with_packed, message))

    # Tabs: what is in sight is the window's own, what is not lies in its tab.

    @property
    def has_design(self) -> bool:
        """Return True when a design is open in the tab in sight."""
        return self.files.session is not None

    def holds(self, path: Path, variant: str | None = None) -> bool:
        """Return True when PATH is open in the tab in sight, or that VARIANT of it."""
        return self.files.holds(path) if variant is None else self.files.shows(path, variant)

    def put_away(self, tab: DesignTab) -> None:
        """Leave in TAB what is in sight; nothing is worked out for it until it is taken up again."""
        work = self.workspace
        if work is not None:
            work.document.large.aside.wait()
        tab.parked = self.files.park()
        tab.work, tab.brief, tab.traffic, tab.overlay = work, self._brief, self._traffic, self.context.overlay
        self.context.workspace = self._brief = None
        if work is None:
            return
        gc.unfreeze()
        work.view_pages.let_drawings_go()
        self.windows.close_all()
        self._job.cancel()
        self.tidying.stop()
        self.top_bar.let_go(keep=True)
        self.commands.refresh()

    def take_up(self, tab: DesignTab) -> None:
        """Show what was left in TAB, with its figures worked out again."""
        parked, work, brief = tab.parked, tab.work, tab.brief
        tab.parked = tab.work = tab.brief = None
        self.context.workspace, self._brief = work, brief
        self.files.resume(parked)
        if work is None or brief is None:
            self._stack.setCurrentWidget(self.welcome)
            self.status.say(self._show_projects())
        else:
            self._traffic, self.context.overlay = tab.traffic, tab.overlay
            self.top_bar.hold(work.views.tabs, brief)
            self._stack.setCurrentWidget(work)
            work.document.set_library(self._shelf.library)
            work.views.view.setFocus()
            self._ask()
        self._show_state()

    def move_tab(self) -> None:
        """Go on with the tab in sight in a window of its own."""
        if len(self.tabs.tabs) < 2:
            self.status.say("This design has a window of its own already.")
            return
        work = self.workspace
        if work is None:
            return
        work.document.large.aside.wait()
        parked = self.files.park()
        self.show_welcome()
        self.tabs.leave()
        if parked is not None:
            self.tab_moved.emit(parked)

    def _design_closed(self) -> None:
        self.show_welcome()
        self.tabs.leave()

    def open_palette(self) -> None:
        """Open the command palette."""
        from designer.ui.commands.command_palette import CommandPalette

        self.commands.refresh()
        document = self.workspace.document if self.workspace else None
        design = document.design if document else None
        library = document.library if document else self._shelf.library
        subject = subject_of(document) if document else None
        recent = self.workspace.gone_to if self.workspace else ()
        palette = CommandPalette(self.commands, library, design, self, subject, self._preferences, recent)
        palette.query_chosen.connect(partial(select, self.context))
        palette.command_chosen.connect(self.commands.run)
        palette.part_chosen.connect(self._place)
        palette.node_chosen.connect(self._go_to)
        palette.show()

    def open_versions(self, project: OpenedProject) -> None:
        """Show the versions of PROJECT, which is open."""
        from designer.ui.app.versions_dialog import VersionsDialog
        from designer.ui.explore.effect_previews import EffectPreviews

        if self.workspace is not None:
            document = self.workspace.document
            if self._going_back is None or self._going_back.document is not document:
                self._going_back = EffectPreviews(document, document)
            dialog = VersionsDialog(document, project, self.files.name_version, self, previews=self._going_back)
            dialog.beside_wanted.connect(self.design_wanted)
            dialog.open()

    def open_shortcuts(self) -> None:
        """List the keys."""
        from designer.ui.commands.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(self.commands.shortcuts, self).open()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        # Each design is shown while it is asked about; those that are saved are not.
        for place, tab in enumerate(self.tabs.tabs):
            if place != self.tabs.at and (tab.parked is None or not tab.parked.unsaved):
                continue
            self.tabs.go_to(place)
            if not self.files.may_leave():
                event.ignore()
                return
        self._preferences.geometry = self.saveGeometry()
        self._tick.stop()
        close_browser(self.context)
        if self.context.explorer is not None:
            self.context.explorer.close()
        for place in range(len(self.tabs.tabs)):
            self.tabs.go_to(place)
            self._drop_workspace()
            self.files.shut()
        self.exports.close()
        self._job.close()
        self.gone.emit(self)
        event.accept()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = self._dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_path(path)

    def _dropped(self, event: QDropEvent) -> Path | None:
        urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
        path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
        return path if path and path.suffix in {SUFFIX, *TEXT_SUFFIXES} else None

    def _drop_workspace(self) -> None:
        work, self.context.workspace = self.workspace, None
        if work is None:
            return
        gc.unfreeze()
        self.windows.close_all()
        self._job.cancel()
        self.tidying.stop()
        self.top_bar.let_go()
        self._brief = None
        work.close_document()
        self._stack.removeWidget(work)
        work.deleteLater()
        work.document.deleteLater()
        self.commands.refresh()

    def _library_changed(self) -> None:
        library = self._shelf.library
        self.files.set_library(library)
        if self.workspace is not None:
            self.workspace.document.set_library(library)
            self._ask()

    def _get_workspace(self) -> "Workspace | None":
        return self.workspace

    def _failures_changed(self) -> None:
        self._ask()
        self.commands.refresh()

    def _ask(self) -> None:
        if self.workspace is not None:
            document = self.workspace.document
            session = document.session
            # What a failure costs is told against the same design with nothing failed, so that is asked first.
            known = document.what_if.knows_before(session.revision, self._traffic)
            fail = document.what_if.failed if known else ()
            self._asked = Question(
                session.revision, session.design, self._traffic, fail, document.library, document.what_if.load
            )
            self._job.ask(self._asked)

    def _choose_traffic(self, traffic: str) -> None:
        self._traffic = traffic
        if self.workspace is not None:
            self.workspace.show_traffic(traffic)
        self._ask()

    def _flow_drawn(self) -> None:
        """Take what was drawn as the traffic from now on, and show its load."""
        self._choose_traffic(FLOWS)
        self.set_overlay("utilisation")

    def _told(self, aside: Aside, reply: "Reply") -> None:
        if self.workspace is not None:
            self.workspace.document.beside.take(aside, reply)

    def _network_known(self, reply: "Reply") -> None:
        """Colour the links ahead of the other results, where those that stand are of the same failures."""
        work = self.workspace
        if work is None or reply.results is None or reply.revision != work.document.session.revision:
            return
        what_if = work.document.what_if
        if reply.results.failed == what_if.failed and reply.results.load == what_if.load:
            with window_first():
                work.document.set_network(reply.results)
                work.show_results()

    def _answered(self, reply: "Reply") -> None:
        work = self.workspace
        if work is None or reply.results is None or reply.revision != work.document.session.revision:
            return
        what_if = work.document.what_if
        if reply.results.load != what_if.load:
            return
        if self._asked is not None and not reply.results.failed:
            work.document.keep_for_a_moment(what_if.before)
            what_if.remember(reply.results, reply.findings, reply.revision, self._asked.traffic)
        if reply.results.failed != what_if.failed:
            if not reply.results.failed:
                self._ask()
            return
        with window_first():
            work.document.set_results(reply.results, reply.findings)
            work.show_results()

    def _failed(self, revision: int, problem: str) -> None:
        self.status.say(problem)
        if self._asked is not None and self._asked.fail and self.workspace is not None:
            self.workspace.document.what_if.mend()
        elif self._traffic != USUAL_TRAFFIC and self.workspace is not None:
            # Most of them need something that this design may not have, such as a training job.
            self._choose_traffic(USUAL_TRAFFIC)

    def _tell_work(self, words: str) -> None:
        if words:
            self.status.say(words)

    def _busy(self, working: bool) -> None:
        late = self.workspace is not None and not self.workspace.document.fresh
        self.status.show_work("working it out …" if working else "figures are not up to date" if late else "")

    def _show_state(self) -> None:
        session = self.files.session
        self.commands.refresh()
        follow_design(self.context)
        name = session.design.name if session else "Stackwright"
        self.top_bar.show_state(name, self.files.saved_words(), session is not None, self.files.variant_words())
        self.setWindowTitle(f"{name}[*] – Stackwright" if session else "Stackwright")
        self.setWindowModified(self.files.unsaved)
        self.tabs.show_state(session.design.name if session else "", self.files.unsaved)

    def _place(self, part_id: str) -> None:
        if self.workspace is None:
            self.status.say("Open or begin a design first; then parts can be placed.")
        else:
            self.workspace.canvas.place_part(part_id)
            self.workspace.palette_panel.remember(part_id)

    def _go_to(self, node_id: str) -> None:
        if self.workspace is not None:
            self.workspace.go_to_found(node_id)

    def _forget_project(self, path: Path) -> None:
        forget_project(path)
        self.status.say(self._show_projects() or f"{path.stem} is not offered any more; the file stays as it is.")

    def _discard(self, recovery: Recovery) -> None:
        if self.questions.agree(
            f"Discard the unsaved work on “{recovery.name}”?", "It cannot be brought back.", "Discard"
        ):
            remove_journal(Path(recovery.journal))
            self.status.say(self._show_projects())
