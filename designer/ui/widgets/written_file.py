"""Buttons for a file that was just written: open it, open its folder, copy its path."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.timers import after_pause

SHOWN_MS: Final = 60_000
"""How long the buttons stay; who comes back later finds the file by its path."""


class WrittenFile(QWidget):
    """Hidden until a file is written; the words beside it say which.

    Attributes:
        path: The file, or the folder of several; None before.
    """

    def __init__(self, parent: QWidget | None = None, *, stays: bool = False) -> None:
        """Make it without a file; STAYS: the buttons are there until the next file."""
        super().__init__(parent)
        self.path: Path | None = None
        self._pause = None if stays else after_pause(self, SHOWN_MS, self.hide)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.file = push_button("Open file", self, self.open_file, look="status", takes_enter=False)
        self.folder = push_button("Open folder", self, self.open_folder, look="status", takes_enter=False)
        self.copy = push_button("Copy path", self, self.copy_path, look="status", takes_enter=False)
        for button in (self.file, self.folder, self.copy):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            across.addWidget(button)
        self.hide()

    def show_file(self, path: Path) -> None:
        """Offer what can be done with PATH."""
        self.path = path
        # Several files are written into a folder: there is no single one to open.
        self.file.setVisible(not path.is_dir())
        for button, what in ((self.file, "Open"), (self.folder, "Open the folder of"), (self.copy, "Copy the path of")):
            button.setAccessibleName(f"{what} {path.name}")
            button.setToolTip(f"{what} {path}")
        self.show()
        if self._pause is not None:
            self._pause.start()

    def open_file(self) -> None:
        """Open the file in the program that the system has for it."""
        if self.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))

    def open_folder(self) -> None:
        """Open the folder in which the file is."""
        if self.path is not None:
            folder = self.path if self.path.is_dir() else self.path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def copy_path(self) -> None:
        """Put the path on the clipboard."""
        if self.path is not None:
            QGuiApplication.clipboard().setText(str(self.path))
