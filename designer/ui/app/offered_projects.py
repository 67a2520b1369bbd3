"""Projects that other processes hand over, opened in the window in front: what a double click does while one runs."""

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from designer.store.running_windows import OpenDoor
from designer.ui.app.window import DesignerWindow

_OFFERED: Final = QEvent.Type(QEvent.registerEventType())
_AGAIN_MS: Final = 300


class Desk(Protocol):
    """The windows of this process."""

    @property
    def windows(self) -> list[DesignerWindow]:
        """Return those that are open."""
        ...

    @property
    def open_window(self) -> Callable[[Path], object]:
        """Return what opens one on a project."""
        ...

    @property
    def show_problem(self) -> Callable[[BaseException], None]:
        """Return what tells of an error that nobody expected."""
        ...


class OfferedProjects(QObject):
    """Takes projects in the thread that listens, and opens them in the thread of the window."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: deque[Path] = deque()
        self.door = OpenDoor(self.take)

    def take(self, project: Path) -> None:
        """Keep PROJECT for the thread of the window, and wake that."""
        self._waiting.append(project)
        QCoreApplication.postEvent(self, QEvent(_OFFERED))

    @override
    def customEvent(self, event: QEvent) -> None:
        try:
            self._open_waiting()
        except Exception as problem:  # what is raised here would end the program
            self._desk.show_problem(problem)

    def _open_waiting(self) -> None:
        if self._waiting and QApplication.activeModalWidget() is not None:
            # A dialog is being answered: the design under it stays in front until then.
            QTimer.singleShot(_AGAIN_MS, self, self._open_waiting)
            return
        while self._waiting:
            project = self._waiting.popleft()
            window = next((one for one in self._desk.windows if one.isActiveWindow()), None)
            window = window or next(reversed(self._desk.windows), None)
            if window is None:
                self._desk.open_window(project)
                continue
            window.open_path(project)
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.raise_()
            window.activateWindow()


class HandedProjects:
    """Projects that the system hands over as events, kept until there is somebody who opens them."""

    def __init__(self) -> None:
        self._offered: OfferedProjects | None = None
        self._early: list[Path] = []

    def take(self, project: Path) -> None:
        """Have PROJECT opened, or keep it: the event of the double click that starts the program comes first."""
        if self._offered is None:
            self._early.append(project)
        else:
            self._offered.take(project)

    def give_to(self, offered: OfferedProjects) -> None:
        """Let OFFERED open projects from now on, and those first that came before there was a window."""
        self._offered, early = offered, self._early[:]
        self._early.clear()
        for project in early:
            offered.take(project)


class DesktopApplication(QApplication):
    """Takes projects as macOS hands them over: as an event, not as an argument, to a program that starts or runs.

    Attributes:
        handed: Where they go.
    """

    handed = HandedProjects()

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.handed.take(Path(event.file()))
            return True
        return super().event(event)
