"""The headline figures of an edit in three columns: now, with it, and the change."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from designer.review.effects.records import Effect, row_text
from designer.ui.widgets.fields import clear_layout_widgets, label


class EffectTable(QScrollArea):
    """A row for each figure that was worked out; it scrolls where there are many."""

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._page = QWidget(self)
        self._grid = QGridLayout(self._page)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.setWidget(self._page)

    def clear(self) -> None:
        """Show nothing."""
        clear_layout_widgets(self._page, lambda _: False)

    def show_effect(self, effect: Effect, after_title: str) -> None:
        """Show the figures of EFFECT, those with the edit under AFTER_TITLE; nothing where it cannot be made."""
        self.clear()
        if effect.problem:
            return
        for column, title in enumerate(("Now", after_title, "Change"), 1):
            self._say(0, column, title, "section")
        for place, row in enumerate(effect.rows, 1):
            self._grid.addWidget(label(row.title, "muted", self), place, 0)
            texts = (row_text(row.before), row_text(row.after), row.change)
            for column, (text, look) in enumerate(zip(texts, ("muted", "strong", "caption"), strict=True), 1):
                self._say(place, column, text, look).setAccessibleName(f"{row.title}: {text}")
            self._grid.setRowMinimumHeight(place, self.fontMetrics().height() + 4)
        self._grid.setRowStretch(len(effect.rows) + 1, 1)

    def _say(self, row: int, column: int, text: str, look: str) -> QLabel:
        made = label(text, look, self)
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(made, row, column)
        return made
