"""Progress of a tidy, with a button to stop it, for the status line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from designer.ui.widgets.fields import label


class TidyProgress(QWidget):
    """Words and a button; hidden when there is nothing to tell."""

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.words = label("", "caption", self)
        self.words.setAccessibleName("Tidying")
        across.addWidget(self.words)
        self.stop = QPushButton("Stop", self)
        self.stop.setProperty("look", "status")
        self.stop.setAccessibleName("Stop tidying")
        self.stop.setToolTip("Stop tidying; nothing moves")
        self.stop.setCursor(Qt.CursorShape.PointingHandCursor)
        self.stop.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.stop.clicked.connect(self.stop_wanted)
        across.addWidget(self.stop)
        self.hide()

    def show_work(self, words: str) -> None:
        """Show WORDS; "" hides it."""
        self.words.setText(words)
        self.setVisible(bool(words))
