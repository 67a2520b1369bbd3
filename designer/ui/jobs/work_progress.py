"""The line of the status bar that tells of work beside the window, with a button to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import Run, TypedSignal, connect_given
from designer.ui.widgets.fields import label


class WorkProgress(QWidget):
    """Words and a button; hidden when there is nothing to tell.

    Attributes:
        told: Tells the words as they change, for another place that shows the same work.
    """

    stop_wanted = Signal()

    def __init__(self, what: str, stays: str, parent: QWidget | None = None, *, stop_wanted: Run | None = None) -> None:
        """Make it for WHAT is done ("tidying"); STAYS says what is left as it is when it is stopped."""
        super().__init__(parent)
        connect_given((self.stop_wanted, stop_wanted))
        self.told: TypedSignal[str] = TypedSignal()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.words = label("", "caption", self)
        self.words.setAccessibleName(what.capitalize())
        across.addWidget(self.words)
        self.stop = push_button(
            "Stop", self, self.stop_wanted, look="status", name=f"Stop {what}", tip=f"Stop {what}; {stays}"
        )
        self.stop.setCursor(Qt.CursorShape.PointingHandCursor)
        self.stop.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        across.addWidget(self.stop)
        self.hide()

    def show_work(self, words: str) -> None:
        """Show WORDS; "" hides it."""
        self.words.setText(words)
        self.setVisible(bool(words))
        self.told.emit(words)
