"""Questions and news in small windows, always plain text."""

from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from designer.drawing.current_theme import current_theme
from designer.ui.widgets.icons import icon_pixmap

Answer = Literal["save", "discard", "cancel"]
UnsavedAnswer = Literal["recover", "open", "cancel"]

_SIGNS: Final = {
    QMessageBox.Icon.Warning: ("warning", "warn"),
    QMessageBox.Icon.Information: ("info", "accent"),
    QMessageBox.Icon.Question: ("help", "accent"),
}
"""Icon and colour of the theme that stand beside what is told or asked."""


def _box(parent: QWidget | None, title: str, text: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    sign, colour = _SIGNS[icon]
    box.setIconPixmap(icon_pixmap(sign, current_theme().colour(colour), 32))
    box.setWindowTitle("Stackwright")
    box.setText(title)
    box.setInformativeText(text)
    return box


class Questions:
    """Asks in the name of one window; tests put another in its place."""

    def __init__(self, parent: QWidget | None) -> None:
        self._parent = parent

    def tell(self, title: str, text: str) -> None:
        """Say what went wrong and what to do."""
        box = _box(self._parent, title, text, QMessageBox.Icon.Warning)
        box.exec()

    def inform(self, title: str, text: str) -> None:
        """Say something that needs no action."""
        _box(self._parent, title, text, QMessageBox.Icon.Information).exec()

    def keep_changes(self, name: str) -> Answer:
        """Ask whether unsaved work is saved before it is left."""
        box = _box(
            self._parent,
            f"Save the changes to “{name}”?",
            "They are lost if you do not save them.",
            QMessageBox.Icon.Question,
        )
        save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton("Don't save", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.exec()
        if box.clickedButton() is save:
            return "save"
        return "discard" if box.clickedButton() is discard else "cancel"

    def unsaved_work(self, name: str, text: str) -> UnsavedAnswer:
        """Ask what becomes of the unsaved work on NAME that a crash left, which TEXT tells about."""
        box = _box(self._parent, f"Recover the unsaved work on “{name}”?", text, QMessageBox.Icon.Question)
        recover = box.addButton("Recover", QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton("Open as saved", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(recover)
        box.exec()
        if box.clickedButton() is recover:
            return "recover"
        return "open" if box.clickedButton() is leave else "cancel"

    def agree(self, title: str, text: str, yes: str) -> bool:
        """Ask for a go-ahead."""
        box = _box(self._parent, title, text, QMessageBox.Icon.Question)
        button = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is button

    def file_to_open(self, title: str, folder: Path, kinds: str) -> Path | None:
        """Ask for a file that exists."""
        name, _ = QFileDialog.getOpenFileName(self._parent, title, str(folder), kinds)
        return Path(name) if name else None

    def files_to_open(self, title: str, folder: Path, kinds: str) -> tuple[Path, ...]:
        """Ask for files that exist."""
        names, _ = QFileDialog.getOpenFileNames(self._parent, title, str(folder), kinds)
        return tuple(map(Path, names))

    def folder_to_open(self, title: str, folder: Path) -> Path | None:
        """Ask for a folder that exists."""
        name = QFileDialog.getExistingDirectory(self._parent, title, str(folder))
        return Path(name) if name else None

    def file_to_save(self, title: str, suggestion: Path, kinds: str) -> Path | None:
        """Ask where to save; the dialog itself asks before it overwrites."""
        name, chosen = QFileDialog.getSaveFileName(self._parent, title, str(suggestion), kinds)
        if not name:
            return None
        path = Path(name)
        if not path.suffix:
            ending = chosen.partition("*")[2].partition(" ")[0].partition(")")[0]
            path = path.with_name(path.name + ending)
        return path
