"""The command that asks for the smallest cut between two selections."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from designer.drawing.looks import Theme
from designer.ui.edit_actions import GetWorkspace

if TYPE_CHECKING:
    from designer.ui.cut_dialog import CutDialog


class CutActions:
    """Opens the dialog of the open design, one at a time.

    Attributes:
        dialog: The open one; None when there is none.
    """

    def __init__(self, workspace: GetWorkspace, theme: Theme, parent: QWidget) -> None:
        self._workspace = workspace
        self._theme = theme
        self._window = parent
        self.dialog: CutDialog | None = None

    def set_theme(self, theme: Theme) -> None:
        """Paint in THEME from now on."""
        self._theme = theme
        if self.dialog is not None:
            self.dialog.set_theme(theme)

    def between(self) -> None:
        """What one selection can send another, and what bounds it."""
        from designer.ui.cut_dialog import CutDialog

        work = self._workspace()
        if work is None:
            return
        if self.dialog is None:
            self.dialog = CutDialog(work, self._theme, self._window)
            self.dialog.finished.connect(self._gone)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.dialog.focus_next_button()

    def close_window(self) -> None:
        """Close it, for its design is."""
        if self.dialog is not None:
            self.dialog.close()
            self.dialog = None

    def _gone(self, _: int) -> None:
        self.dialog = None
