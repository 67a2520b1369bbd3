"""Base of the windows that bring things in: pages, a background job with its progress, one line of news."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.model.figures.figure_text import count_text
from designer.ui.jobs.background import BackgroundJob
from designer.ui.widgets.buttons import Run, push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.theme import set_look


def push(title: str, parent: QWidget, run: Run | None = None, *, primary: bool = False) -> QPushButton:
    """A button; the primary one of a page is pressed by Ctrl+Return, wherever the keys go."""
    look, tip = ("primary", "Ctrl+Return") if primary else ("", "")
    return push_button(title, parent, run, look=look, tip=tip, takes_enter=False)


class RunningPage(QWidget):
    """Page of what is being done: its name, how far it is, and a way out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(10)
        down.addStretch(2)
        self.title = label("", "strong", self)
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(self.title)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName("Progress")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(460)
        down.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        self.words = label("", "muted", self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(self.words)
        self.cancel = push("Cancel", self)
        down.addSpacing(8)
        down.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        down.addStretch(3)

    def begin(self, title: str, *, can_cancel: bool = True) -> None:
        """Show that TITLE begins."""
        self.title.setText(title)
        self.words.setText("Starting …")
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.cancel.setVisible(can_cancel)

    def show_progress(self, done: int, total: int, name: str) -> None:
        """Show how far it is."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        count = f"{count_text(done)} of {count_text(total)} · " if total else ""
        shown = name if len(name) <= 70 else f"…{name[-69:]}"
        self.words.setText(f"{count}{shown}")


class DropSheet(QFrame):
    """A sheet that takes files: says what to drop, and has buttons to choose with."""

    def __init__(self, icon: str, title: str, hint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "sheet")
        down = QVBoxLayout(self)
        down.setContentsMargins(32, 32, 32, 32)
        down.setSpacing(10)
        down.addStretch(1)
        self._icon = icon
        self._picture = label("", "", self)
        down.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        heading = label(title, "title", self)
        heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(heading)
        said = label(hint, "muted", self, wraps=True)
        said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        said.setFixedWidth(620)
        down.addWidget(said, 0, Qt.AlignmentFlag.AlignHCenter)
        down.addSpacing(8)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        down.addLayout(self.buttons)
        down.addStretch(1)
        self._recolour()
        follow_look(self._recolour)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Put BUTTONS in the middle, below the words."""
        for button in buttons:
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._picture.setPixmap(icon_pixmap(self._icon, current_theme().colour("muted"), 40))


class ImportDialog(QDialog):
    """Pages below a title, one of them about what is running; the process ends when the dialog does.

    Attributes:
        job: What runs beside the window.
        running: Its page.
    """

    dropped = Signal(tuple)
    """Paths of local files and folders that were dropped, as a tuple."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAcceptDrops(True)
        resize_within_screen(self, 1060, 680)
        self.job = BackgroundJob(self)
        self._must_finish = False
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(10)
        self.heading = label(title, "title", self)
        down.addWidget(self.heading)
        self.news = label("", "banner", self, wraps=True)
        self.news.hide()
        down.addWidget(self.news)
        self.pages = QStackedWidget(self)
        down.addWidget(self.pages, 1)
        self.running = RunningPage(self)
        self.running.cancel.clicked.connect(self.cancel)
        self.job.progressed.connect(self.running.show_progress)
        self.pages.addWidget(self.running)

    def go(self, page: QWidget) -> None:
        """Show PAGE."""
        self.pages.setCurrentWidget(page)

    def say(self, line: str, *, problem: bool = False) -> None:
        """Show one LINE above the page; "" takes it away."""
        self.news.setText(line)
        set_look(self.news, "error" if problem else "banner")
        self.news.setVisible(bool(line))

    def begin(self, title: str, *, can_cancel: bool = True) -> None:
        """Show the page of what is running."""
        self.say("")
        self._must_finish = not can_cancel
        self.running.begin(title, can_cancel=can_cancel)
        self.go(self.running)
        (self.running.cancel if can_cancel else self.running).setFocus()

    def cancel(self) -> None:
        """Ask what is running to come to an end."""
        self.running.cancel.setEnabled(False)
        self.running.words.setText("Stopping …")
        self.job.stop()

    @property
    def busy(self) -> bool:
        """Return True when something is running."""
        return self.job.running

    @override
    def reject(self) -> None:
        if self.busy and self._must_finish:
            return  # files are being written: in a moment they are
        super().reject()

    @override
    def done(self, result: int) -> None:
        self.job.close()
        super().done(result)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        # Return in a search field must not keep hundreds of parts: it presses the button that has the keys alone.
        focused = self.focusWidget()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            page = self.pages.currentWidget()
            for button in page.findChildren(QPushButton) if page else ():
                if button.property("look") == "primary" and button.isVisible():
                    button.click()
        elif isinstance(focused, QPushButton):
            focused.click()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.busy and _local(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = _local(event)
        if paths and not self.busy:
            event.acceptProposedAction()
            self.dropped.emit(tuple(paths))


def _local(event: QDropEvent) -> Sequence[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
