"""Projects that other processes hand over, opened in the window in front: what a double click does while one runs."""

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from designer.store.running_windows import OpenDoor

if TYPE_CHECKING:
    from designer.ui.app.studio import Studio

_OFFERED: Final = QEvent.Type(QEvent.registerEventType())
_AGAIN_MS: Final = 300


class OfferedProjects(QObject):
    """Takes projects in the thread that listens, and opens them in the thread of the window."""

    def __init__(self, studio: "Studio") -> None:
        super().__init__(studio)
        self._studio = studio
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
            self._studio.show_problem(problem)

    def _open_waiting(self) -> None:
        if self._waiting and QApplication.activeModalWidget() is not None:
            # A dialog is being answered: the design under it stays in front until then.
            QTimer.singleShot(_AGAIN_MS, self, self._open_waiting)
            return
        while self._waiting:
            project = self._waiting.popleft()
            window = next((one for one in self._studio.windows if one.isActiveWindow()), None)
            window = window or next(reversed(self._studio.windows), None)
            if window is None:
                self._studio.open_window(project)
                continue
            window.open_path(project)
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.raise_()
            window.activateWindow()


class DesktopApplication(QApplication):
    """Takes projects as macOS hands them to a program that runs: as an event, not as an argument.

    Attributes:
        offered: Who opens them; None until there is a window.
    """

    offered: OfferedProjects | None = None

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and self.offered is not None:
            self.offered.take(Path(event.file()))
            return True
        return super().event(event)
