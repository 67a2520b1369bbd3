"""What the two windows share: files and a map of names are chosen, compared beside the window, and told."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from designer.model.records import RefusedInput
from designer.ui.commands.open_windows import WindowHost
from designer.ui.jobs.background import BackgroundJob
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.refresh_when_visible import InSight


class FilesBar(QWidget):
    """Buttons that choose files or a folder of what was found, and a map of names.

    Attributes:
        paths: What was chosen last.
        naming: The map; None without one.
    """

    def __init__(self, parent: QWidget, questions: Questions, kinds: str, changed: Callable[[], object]) -> None:
        super().__init__(parent)
        self._questions, self._kinds, self._changed = questions, kinds, changed
        self.paths: tuple[Path, ...] = ()
        self.naming: Path | None = None
        self._folder = Path.home()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(push_button("Choose files…", self, self._files, look="primary", takes_enter=False))
        across.addWidget(push_button("Choose folder…", self, self._whole_folder, takes_enter=False))
        tip = "A table with the columns found and drawn: which found device is which drawn one"
        across.addWidget(push_button("Names…", self, self._names, tip=tip, takes_enter=False))
        self.said = label("Nothing is chosen yet.", "muted", self)
        across.addWidget(self.said, 1)

    def choose(self, paths: tuple[Path, ...], naming: Path | None = None) -> None:
        """Take PATHS, and NAMING as the map of names."""
        self.paths, self.naming = paths, naming
        self._show()

    def _files(self) -> None:
        paths = self._questions.files_to_open("What was found", self._folder, self._kinds)
        if paths:
            self._folder = paths[0].parent
            self.choose(paths, self.naming)

    def _whole_folder(self) -> None:
        path = self._questions.folder_to_open("A folder of what was found", self._folder)
        if path is not None:
            self._folder = path
            self.choose((path,), self.naming)

    def _names(self) -> None:
        kinds = "Tables (*.csv *.json *.yaml *.yml);;All files (*)"
        path = self._questions.file_to_open("Which found name is which drawn one", self._folder, kinds)
        if path is not None:
            self.choose(self.paths, path)

    def _show(self) -> None:
        words = ", ".join(path.name for path in self.paths[:3])
        more = f" and {len(self.paths) - 3} more" if len(self.paths) > 3 else ""
        names = f" · names: {self.naming.name}" if self.naming is not None else ""
        self.said.setText(f"{words}{more}{names}" if self.paths else f"Nothing is chosen yet.{names}")
        self._changed()


class ComparedWindow(QDialog):
    """A window with what was chosen above, what came of it between, and buttons below.

    Attributes:
        files: What was chosen.
        sentence: What came of it, in one sentence.
        notes: What was guessed or left out.
    """

    def __init__(self, host: WindowHost, questions: Questions, parent: QWidget | None, title: str, kinds: str) -> None:
        super().__init__(parent)
        self.host, self.questions = host, questions
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self._job = BackgroundJob(self, progressed=self._show_progress, finished=self._finish, failed=self._refused)
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(20, 16, 20, 14)
        self.down.setSpacing(10)
        self.down.addWidget(label(title, "title", self))
        self.files = FilesBar(self, questions, kinds, self.start)
        self.down.addWidget(self.files)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setAccessibleName("Compared so far")
        self.bar.hide()
        self.down.addWidget(self.bar)
        self.sentence = label("", "section", self, wraps=True)
        self.down.addWidget(self.sentence)
        connect_given((self.finished, self._job.close))
        InSight(self, self.start).follow(host.document.changed)

    def add_foot(self, *buttons: QPushButton) -> None:
        """Put the notes and BUTTONS below what is there."""
        self.notes: QLabel = label("", "muted", self, wraps=True)
        self.notes.setAccessibleName("What was guessed, left out or could not be compared")
        self.down.addWidget(self.notes)
        self.down.addWidget(line(self))
        foot = QHBoxLayout()
        for button in buttons:
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(push_button("Close", self, self.reject, takes_enter=False))
        self.down.addLayout(foot)

    def start(self) -> None:
        """Compare what was chosen with the design as it is."""
        if not self.files.paths:
            return
        self.bar.setRange(0, 0)
        self.bar.show()
        self._job.start(
            self.work(), self.host.document.design, self.host.document.library, self.files.paths, self.files.naming
        )

    def work(self) -> Callable[..., Any]:
        """Return what compares, in a process of its own."""
        raise NotImplementedError

    def show_found(self, found: Any) -> None:
        """Show what came of it; None where it failed."""
        raise NotImplementedError

    def write_report(self, suggestion: str, write: Callable[[Path], Path]) -> None:
        """Ask where a report goes and WRITE it there."""
        kinds = "Page (*.html);;Table (*.csv);;JSON (*.json)"
        path = self.questions.file_to_save("Write a report", Path.home() / suggestion, kinds)
        if path is None:
            return
        try:
            self.host.tell(f"Wrote {write(path)}.")
        except RefusedInput as problem:
            self.questions.tell(f"{path.name} was not written.", str(problem))

    def _show_progress(self, done: int, count: int, _: str) -> None:
        self.bar.setRange(0, max(1, count))
        self.bar.setValue(done)

    def _finish(self, found: Any) -> None:
        self.bar.hide()
        self.show_found(found)

    def _refused(self, why: str) -> None:
        self.bar.hide()
        self.show_found(None)
        self.sentence.setText(why)


def today_utc() -> Any:
    """Return the day of a report."""
    return datetime.now(UTC).date()
