"""A list of what a form beside it made, with a hint while it is empty and a way to take entries back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.row_list import Row, RowList


class RemovableList(QWidget):
    """Rows under a title; Delete or the button below asks for the removal of the chosen one.

    Attributes:
        rows: The list itself.
        remove_button: The button below it.
    """

    remove_wanted = Signal()

    def __init__(self, title: str, name: str, removes: str, empty: str, parent: QWidget | None = None) -> None:
        """An empty list.

        Args:
            title: Heading above it.
            name: What a screen reader calls it.
            removes: What a screen reader calls its button.
            empty: What is said while there are no rows.
            parent: Widget around it.
        """
        super().__init__(parent)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(label(title, "section", self))
        self.rows = RowList(name, self)
        self.rows.setDragEnabled(False)
        down.addWidget(self.rows, 1)
        self._empty = label(empty, "muted", self, wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self._empty, 1)
        buttons = QHBoxLayout()
        self.remove_button = push_button("Remove", self, self.remove_wanted.emit, name=removes, takes_enter=False)
        buttons.addWidget(self.remove_button)
        self._problem = label("", "problem", self, wraps=True)
        buttons.addWidget(self._problem, 1)
        down.addLayout(buttons)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.rows, self.remove_wanted.emit)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show ROWS, or the hint when there are none."""
        self.rows.show_rows(rows)
        self.rows.setVisible(bool(rows))
        self._empty.setVisible(not rows)

    def complain(self, problem: str) -> None:
        """Say why something could not be removed; "" takes that back."""
        self._problem.setText(problem)
