"""The edits so far, by name: a click goes back to that moment, or forward again."""

from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.app.document import Document
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.row_list import Row, RowList

ROW: Final = 26
COLUMN: Final = 196
"""Least width of a column; steps go on in the next one, so that many are seen in a low panel."""
_NOW, _PAST, _UNDONE = "check", "history", "redo"


class HistoryPanel(QWidget):
    """All steps, newest first: those that were taken back above the present one, those that were done below it."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 6, 0, 0)
        self.list = RowList("History of edits", self, clicked=self._go, activated=self._go)
        self.list.setAccessibleDescription("Newest first. Enter goes to the chosen moment, back or forward.")
        self.list.setDragEnabled(False)
        self.list.set_low_rows(ROW)
        self.list.setFlow(QListView.Flow.TopToBottom)
        self.list.setWrapping(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.list.viewport().installEventFilter(self)
        down.addWidget(self.list, 1)
        self._hint = label(
            "Every edit is listed here by name, newest first. Click one to go back to that moment, and forward again.",
            "muted",
            self,
            wraps=True,
        )
        self._hint.setContentsMargins(16, 8, 16, 8)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self._hint, 1)
        document.changed.connect(self.refresh)
        self.refresh()

    def start(self) -> None:
        """Put the keyboard on the present step."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the edits, the present one chosen."""
        session = self._document.session
        labels, undone = session.labels, session.undone_labels
        done = len(labels)
        # The newest on top: what was undone, then what is done, down to the design as it was opened.
        rows = [
            Row(str(done + ahead), undone[ahead - 1], "", _UNDONE, aside="undone", dim=True)
            for ahead in range(len(undone), 0, -1)
        ]
        for number in range(done, 0, -1):
            now = number == done
            rows.append(Row(str(number), labels[number - 1], "", _NOW if now else _PAST, aside="now" if now else ""))
        if rows:
            rows.append(
                Row("0", "The design as it was opened", "", _PAST if labels else _NOW, aside="" if labels else "now")
            )
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._hint.setVisible(not rows)
        if rows:
            # Rows above the present one are the undone ones, so their number is its row.
            self.list.setCurrentIndex(self.list.row_model.index(len(undone)))
            self._fit()

    def _go(self, index: QModelIndex) -> None:
        """Undo or do again as many steps as lie between."""
        document = self._document
        steps = int(self.list.row_model.rows[index.row()].key) - len(document.session.labels)
        for _ in range(abs(steps)):
            (document.redo if steps > 0 else document.undo)()

    def _fit(self) -> None:
        """As many columns as the steps need, and no more than there is room for: wide ones show names whole."""
        room = self.list.viewport().size()
        needed = ceil(len(self.list.row_model.rows) / max(room.height() // ROW, 1))
        columns = max(min(room.width() // COLUMN, needed), 1)
        self.list.setGridSize(QSize(max(room.width() // columns, 1), ROW))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)
