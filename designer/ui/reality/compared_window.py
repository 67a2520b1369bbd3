"""Shared by both windows: files and a map of names are chosen, and what came of comparing them is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from designer.model.records import RefusedInput
from designer.ui.commands.open_windows import WindowHost
from designer.ui.reality.found_files import FoundFiles
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.message_boxes import Questions


class FilesBar(QWidget):
    """Buttons that choose files or a folder of what was found, and a map of names; or drop what was chosen.

    Attributes:
        across: They stand in it from the left.
    """

    def __init__(self, parent: QWidget, questions: Questions, kinds: str, held: FoundFiles[Any]) -> None:
        super().__init__(parent)
        self._questions, self._kinds, self._held = questions, kinds, held
        self._folder = Path.home()
        across = self.across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(push_button("Choose files…", self, self._files, look="primary", takes_enter=False))
        across.addWidget(push_button("Choose folder…", self, self._whole_folder, takes_enter=False))
        tip = "A table with the columns found and drawn: which found device is which drawn one"
        across.addWidget(push_button("Names…", self, self._names, tip=tip, takes_enter=False))
        self.said = label("", "muted", self, wraps=True)
        across.addWidget(self.said, 1)
        tip = "Forget what was found: it goes from the drawing and the inspector too"
        self.drop_button = push_button("Drop", self, held.drop, tip=tip, takes_enter=False)
        across.addWidget(self.drop_button)
        self.show_chosen()

    def choose(self, paths: tuple[Path, ...], naming: Path | None = None) -> None:
        """Take PATHS, and NAMING as the map of names."""
        self._held.choose(paths, naming)

    def _files(self) -> None:
        paths = self._questions.files_to_open("What was found", self._folder, self._kinds)
        if paths:
            self._folder = paths[0].parent
            self.choose(paths, self._held.naming)

    def _whole_folder(self) -> None:
        path = self._questions.folder_to_open("A folder of what was found", self._folder)
        if path is not None:
            self._folder = path
            self.choose((path,), self._held.naming)

    def _names(self) -> None:
        kinds = "Tables (*.csv *.json *.yaml *.yml);;All files (*)"
        path = self._questions.file_to_open("Which found name is which drawn one", self._folder, kinds)
        if path is not None:
            self.choose(self._held.paths, path)

    def show_chosen(self) -> None:
        """Say what is chosen."""
        paths, naming = self._held.paths, self._held.naming
        words = ", ".join(path.name for path in paths[:3])
        more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
        names = f" · names: {naming.name}" if naming is not None else ""
        self.said.setText(f"{words}{more}{names}" if paths else f"Nothing is chosen yet.{names}")
        self.drop_button.setEnabled(bool(paths))


class ComparedWindow(QDialog):
    """A window with what was chosen above, what came of it between, and buttons below.

    Attributes:
        held: What was chosen, and what came of it.
        files: Its buttons.
        sentence: What came of it, in one sentence.
        notes: What was guessed or left out.
    """

    def __init__(
        self,
        host: WindowHost,
        questions: Questions,
        parent: QWidget | None,
        title: str,
        kinds: str,
        held: FoundFiles[Any],
    ) -> None:
        """Make it; what was found is HELD beside the design, and stays there when the window is closed."""
        super().__init__(parent)
        self.host, self.questions, self.held = host, questions, held
        self._seen: tuple[object, str] | None = None
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(20, 16, 20, 14)
        self.down.setSpacing(10)
        self.down.addWidget(label(title, "title", self))
        self.files = FilesBar(self, questions, kinds, held)
        self.down.addWidget(self.files)
        self.work = QWidget(self)
        across = QHBoxLayout(self.work)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        self.bar = QProgressBar(self.work)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setAccessibleName("Compared so far")
        self.doing = label("", "muted", self.work)
        self.stop_button = push_button("Stop", self.work, held.stop, tip="Stop comparing", takes_enter=False)
        across.addWidget(self.bar, 1)
        across.addWidget(self.doing)
        across.addWidget(self.stop_button)
        self.down.addWidget(self.work)
        self.sentence = label("", "section", self, wraps=True)
        self.down.addWidget(self.sentence)
        connect_given((held.changed, self.refresh), (held.progressed, self._show_progress))

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

    def refresh(self) -> None:
        """Show what came of it as it is now."""
        held = self.held
        self.files.show_chosen()
        # Hidden, the bar leaves no gap: what is below it moves up.
        self.work.setVisible(held.running)
        if self.work.isVisible() and not self.bar.maximum():
            self.doing.setText("Comparing")
        if not held.running:
            self.bar.setRange(0, 0)
        # A list of thousands is filled only when other things came of it, not at each step of the progress.
        seen = (held.found, held.problem)
        if self._seen is None or self._seen[0] is not seen[0] or self._seen[1] != seen[1]:
            self._seen = seen
            self.show_found(held.found)
            if held.problem:
                self.sentence.setText(held.problem)

    def show_found(self, found: Any) -> None:
        """Show what came of it; None where nothing did."""
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

    def _show_progress(self, done: int, count: int, words: str) -> None:
        self.bar.setRange(0, max(1, count))
        self.bar.setValue(done)
        self.doing.setText(words)
