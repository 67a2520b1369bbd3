"""The edits so far: a click goes back to that moment, or forward again."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.drawing.looks import Theme
from designer.ui.document import Document
from designer.ui.fields import label
from designer.ui.part_list import Row, RowList


class HistoryPanel(QWidget):
    """Done edits, newest first, below those that were taken back."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 8, 0, 0)
        self.list = RowList("History", theme, self)
        self.list.setDragEnabled(False)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        down.addWidget(self.list, 1)
        self._hint = label(
            "Every edit is listed here, newest first. Choose one to go back to that moment.", "muted", self, wraps=True
        )
        self._hint.setContentsMargins(16, 8, 16, 8)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self._hint, 1)
        document.changed.connect(self.refresh)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Paint in THEME."""
        self.list.set_theme(theme)

    def refresh(self) -> None:
        """Show the edits."""
        session = self._document.session
        labels = session.labels
        rows: list[Row] = []
        if session.redo_label:
            rows.append(Row("redo", session.redo_label, "", "redo", aside="taken back · choose to do it again"))
        for number in range(len(labels), 0, -1):
            now = number == len(labels)
            rows.append(
                Row(str(number), labels[number - 1], "", "history" if not now else "check", aside="now" if now else "")
            )
        if labels:
            rows.append(Row("0", "The design as it was opened", "", "history"))
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._hint.setVisible(not rows)

    def _go(self, index: QModelIndex) -> None:
        row = self.list.row_model.rows[index.row()]
        if row.key == "redo":
            self._document.redo()
            return
        steps = len(self._document.session.labels) - int(row.key)
        for _ in range(steps):
            self._document.undo()
