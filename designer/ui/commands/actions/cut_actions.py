"""The commands that ask for limits of the fabric: the smallest cut, what collectives cost, what failures cost."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from designer.ui.commands.actions.exports import GetWorkspace
from designer.ui.widgets.message_boxes import Questions

if TYPE_CHECKING:
    from designer.ui.limits.collectives_window import CollectivesWindow
    from designer.ui.limits.cut_dialog import CutDialog
    from designer.ui.limits.sweep_window import SweepWindow


class CutActions:
    """Opens the windows about limits of the open design, one of each at a time.

    Attributes:
        dialog: The open one about cuts; None when there is none.
        window: The open one about collectives; None when there is none.
        failures: The open one that sweeps failures; None when there is none.
    """

    def __init__(self, workspace: GetWorkspace, questions: Questions, parent: QWidget) -> None:
        self._workspace = workspace
        self._questions = questions
        self._parent = parent
        self.dialog: CutDialog | None = None
        self.window: CollectivesWindow | None = None
        self.failures: SweepWindow | None = None

    def between(self) -> None:
        """Show what one selection can send another, and what bounds it."""
        from designer.ui.limits.cut_dialog import CutDialog

        work = self._workspace()
        if work is None:
            return
        if self.dialog is None:
            self.dialog = CutDialog(work, self._parent)
            self.dialog.finished.connect(self._dialog_gone)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.dialog.focus_next_button()

    def collectives(self) -> None:
        """Time and bus bandwidth of collectives by message size and number of ranks."""
        from designer.ui.limits.collectives_window import CollectivesWindow

        work = self._workspace()
        if work is None:
            return
        if self.window is None:
            self.window = CollectivesWindow(work, self._questions, self._parent)
            self.window.finished.connect(self._window_gone)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def sweep(self) -> None:
        """Show what the fabric loses when things fail, one or two at a time."""
        from designer.ui.limits.sweep_window import SweepWindow

        work = self._workspace()
        if work is None:
            return
        if self.failures is None:
            self.failures = SweepWindow(work, self._parent)
            self.failures.finished.connect(self._failures_gone)
        self.failures.show()
        self.failures.raise_()
        self.failures.activateWindow()

    def close_window(self) -> None:
        """Close them, for their design is."""
        for opened in (self.dialog, self.window, self.failures):
            if opened is not None:
                opened.close()
        self.dialog = self.window = self.failures = None

    def _dialog_gone(self, _: int) -> None:
        self.dialog = None

    def _window_gone(self, _: int) -> None:
        self.window = None

    def _failures_gone(self, _: int) -> None:
        self.failures = None
