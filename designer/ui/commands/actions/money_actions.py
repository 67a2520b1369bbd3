"""The command of the money window, which is imported when it is first opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from designer.ui.commands.actions.exports import GetWorkspace
from designer.ui.widgets.message_boxes import Questions

if TYPE_CHECKING:
    from designer.ui.costs.money_window import MoneyWindow


class MoneyActions(QObject):
    """Opens the money window of the open design, one at a time.

    Attributes:
        money_window: The open one; None when there is none.
    """

    message = Signal(str)

    def __init__(self, workspace: GetWorkspace, questions: Questions, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._workspace = workspace
        self._questions = questions
        self.money_window: MoneyWindow | None = None

    def open(self) -> None:
        """Show what the same work costs to own, to rent and by the token."""
        self._open(0)

    def matters(self) -> None:
        """Show what moves a figure most, and how sure it is."""
        self._open(1)

    def growth(self) -> None:
        """The bill of the months to come."""
        self._open(2)

    def places(self) -> None:
        """Show which layer, kind, vendor and year takes the money."""
        self._open(3)

    def _open(self, page: int) -> None:
        from designer.ui.costs.money_window import MoneyWindow

        work = self._workspace()
        if work is None:
            return
        if self.money_window is None:
            made = MoneyWindow(work.document, self._questions, self._window)
            made.message.connect(self.message)
            made.finished.connect(self._gone)
            self.money_window = made
        self.money_window.turn_to(page)
        self.money_window.show()
        self.money_window.raise_()
        self.money_window.activateWindow()

    def close_window(self) -> None:
        """Close it, for its design is."""
        if self.money_window is not None:
            self.money_window.close()
            self.money_window = None

    def _gone(self, _: int) -> None:
        self.money_window = None
