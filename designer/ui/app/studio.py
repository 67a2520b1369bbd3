"""The one place where the window's parts are wired together."""

import sys
import threading
import traceback
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final

from platformdirs import user_data_path
from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from designer.catalog.files.parse_cache import cache_folder
from designer.catalog.library import Library
from designer.catalog.reading import own_parts_folder, read_library
from designer.files.leftovers import sweep
from designer.installation.frozen_program import give_back_qt_paths
from designer.model.design import Design
from designer.model.figures.number_locale import keep_names
from designer.model.records import RefusedInput
from designer.paint.before_qt import prepare_for_qt
from designer.store.recent import recent_projects
from designer.ui.app.library_store import Shelf
from designer.ui.app.offered_projects import DesktopApplication, OfferedProjects
from designer.ui.app.preferences import Preferences
from designer.ui.app.project_files import ParkedDesign
from designer.ui.app.window import DesignerWindow
from designer.ui.assistant.watch import ProposalWatch
from designer.ui.jobs.analysis_job import AnalysisJob
from designer.ui.plugins.rules_watch import RulesWatch
from designer.ui.widgets.icons import app_icon
from designer.ui.widgets.look import window_look
from designer.ui.widgets.number_words import begin_numbers
from designer.ui.widgets.screen_room import screen_room
from designer.ui.widgets.theme import Choice, resolve

FIRST_SIZE: Final = QSize(1600, 1000)
"""Size of a window whose place nobody has chosen yet, on a screen that has much more room than it."""
SMALL_SCREEN: Final = QSize(1760, 1100)
"""A screen with less room is used whole."""


class Studio(QObject):
    """The windows of this process, with the library and the colours that they share."""

    def __init__(self, application: QApplication, library: Library, preferences: Preferences) -> None:
        super().__init__(application)
        self.shelf = Shelf(library, self)
        self.preferences = preferences
        self.windows: list[DesignerWindow] = []
        window_look().wear(resolve(preferences.colours))
        application.setWindowIcon(app_icon())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def open_window(self, project: Path | None = None) -> DesignerWindow:
        """A new window, on PROJECT or on the welcome screen."""
        job = AnalysisJob()
        window = DesignerWindow(self.shelf, self.preferences, job)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.colours_chosen.connect(self._choose_colours)
        window.window_wanted.connect(self.open_window)
        window.design_wanted.connect(self.open_design)
        window.tab_moved.connect(self._move_tab)
        window.gone.connect(self._forget)
        self.windows.append(window)
        self._size_window(window)
        window.show()
        # After the window is shown, so that loading the worker does not delay the first picture.
        QTimer.singleShot(0, job, job.warm_up)
        # Old files are swept once in a run, beside the window.
        if len(self.windows) == 1:
            threading.Thread(target=sweep_old_files, name="sweep", daemon=True).start()
        if project is not None:
            window.open_path(project)
        elif len(self.windows) == 1 and not self.preferences.tour_met:
            QTimer.singleShot(0, window, partial(_offer_tour, window))
        if problems := list(self.shelf.library.problems):
            more = f" More files with problems: {len(problems) - 1}." if len(problems) > 1 else ""
            window.status.say(f"Some of your own parts were left out: {problems[0]}{more}")
        return window

    def _size_window(self, window: DesignerWindow) -> None:
        """Give WINDOW the place that it had last, or what the screen has; never more than that."""
        room = window.screen().availableSize()
        known = bool(self.preferences.geometry) and window.restoreGeometry(self.preferences.geometry)
        if known and window.size() != window.size().boundedTo(room):
            # It was closed on a larger screen, or at another scale.
            window.resize(screen_room(window))
            window.move(window.screen().availableGeometry().topLeft())
        elif not known and (room.width() < SMALL_SCREEN.width() or room.height() < SMALL_SCREEN.height()):
            # Also where nobody maximises windows.
            window.setGeometry(window.screen().availableGeometry())
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
        elif not known:
            window.resize(FIRST_SIZE)

    def open_design(self, design: Design) -> None:
        """Open DESIGN, which no file holds, in a window of its own."""
        self.open_window().files.begin_with(design)

    def _move_tab(self, parked: ParkedDesign) -> None:
        """Go on with PARKED, which another window put away, in a window of its own."""
        self.open_window().files.take_over(parked)

    def show_problem(self, problem: BaseException) -> None:
        """Tell about an error that nobody expected; the work goes on."""
        first = next((line.strip() for line in str(problem).splitlines() if line.strip()), "")
        words = f"{type(problem).__name__}: {first}".removesuffix(": ")
        for window in self.windows:
            if window.isVisible():
                window.status.say(f"Something went wrong, and your work is kept: {words}")

    def _choose_colours(self, choice: Choice) -> None:
        window_look().wear(resolve(choice))

    def _system_changed(self) -> None:
        if self.preferences.colours == "system":
            self._choose_colours("system")

    def _forget(self, window: DesignerWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)


def _offer_tour(window: DesignerWindow) -> None:
    from designer.ui.learn.tour.tour import offer_tour  # for the first run alone

    offer_tour(window.context)


def sweep_old_files() -> None:
    """Remove what kills left of files that were being written, where projects lie and where this program writes."""
    own = (user_data_path("stackwright", appauthor=False), own_parts_folder(), cache_folder())
    sweep((*own, *(path.parent for path in recent_projects())))


def open_window(project: Path | None = None, arguments: Sequence[str] = ()) -> int:
    """Open the window on PROJECT, or on the welcome screen, and stay until it is closed.

    Returns:
        The exit code of the process.
    """
    prepare_for_qt()
    application = DesktopApplication([sys.argv[0], *arguments])
    give_back_qt_paths()
    application.setApplicationName("Stackwright")
    preferences = Preferences()
    begin_numbers(preferences.numbers)
    application.setDesktopFileName("stackwright")
    try:
        library = read_library()
    except RefusedInput as problem:
        from designer.installation.start import failure_words, tell_failure

        tell_failure(failure_words((), str(problem)))
        return 1
    keep_names(part.name for part in library.parts.values())
    studio = Studio(application, library, preferences)
    catch_problems(studio)
    studio.open_window(project)
    application.handed.give_to(OfferedProjects(studio, studio))
    ProposalWatch(studio, lambda: studio.windows, studio.show_problem)
    RulesWatch(studio, studio.shelf, lambda: [(one.status, one.context) for one in studio.windows], studio.show_problem)
    return application.exec()


def catch_problems(studio: Studio) -> None:
    """Show what goes wrong in a slot, and keep running: Qt itself would swallow it."""

    def hook(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, problem, trace)
        if not issubclass(kind, KeyboardInterrupt):
            studio.show_problem(problem)

    sys.excepthook = hook
