"""The strip above the canvas while something is taken as failed: what, what it costs, and the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from designer.drawing.current_theme import current_theme
from designer.ui.app.document import Document
from designer.ui.panels.failures.failure_words import cost_words, failed_words
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.look import follow_look


class FailureBanner(QFrame):
    """Says what has failed and what that costs; hidden while nothing has."""

    mend_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget, mend_wanted: Run) -> None:
        super().__init__(parent)
        connect_given((self.mend_wanted, mend_wanted))
        self._document = document
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel")
        self.setAccessibleName("What has failed")
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        across = QHBoxLayout()
        across.setContentsMargins(16, 8, 16, 8)
        across.setSpacing(12)
        self._icon = label("", "", self)
        self._icon.setFixedWidth(20)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        across.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.what = label("", "strong", self, wraps=True)
        self.what.setAccessibleName("Failed")
        self.cost = label("", "muted", self, wraps=True)
        self.cost.setAccessibleName("What it costs")
        words.addWidget(self.what)
        words.addWidget(self.cost)
        across.addLayout(words, 1)
        self.mend = push_button(
            "Mend all", self, self.mend_wanted, name="Mend all that has failed", tip="Mend all (Esc)", look="fix"
        )
        self.mend.setMinimumWidth(96)
        across.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignVCenter)
        down.addLayout(across)
        down.addWidget(line(self))
        document.what_if.changed.connect(self.refresh)
        document.analysed.connect(self.refresh)
        self._recolour()
        self.refresh()
        follow_look(self._recolour)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._icon.setPixmap(icon_pixmap("error", current_theme().colour("error")))

    def refresh(self) -> None:
        """Say what has failed now."""
        document = self._document
        failed = document.what_if.failed
        self.setVisible(bool(failed))
        if not failed:
            return
        self.what.setText(f"What if it failed: {failed_words(document.design, failed)}")
        results = document.results
        if results is None or not document.fresh or results.failed != failed:
            self.cost.setText("Working out what that costs …")
        else:
            self.cost.setText("  ".join(cost_words(document.design, document.what_if.before, results)))
        self.setAccessibleDescription(f"{self.what.text()}. {self.cost.text()}")
