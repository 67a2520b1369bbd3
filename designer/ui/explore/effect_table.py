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

    def show_effect(self, effect: Effect, after_title: str, before_title: str = "Now", *, change: bool = True) -> None:
        """Show the figures of EFFECT; nothing where it cannot be made.

        Args:
            effect: What to show.
            after_title: Heads the figures with the edit.
            before_title: Heads those without it.
            change: Whether the step from one to the other has a column of its own; else it is the tool tip.
        """
        self.clear()
        if effect.problem:
            return
        for column, title in enumerate((before_title, after_title, *(("Change",) if change else ())), 1):
            self._say(0, column, title, "section")
        for place, row in enumerate(effect.rows, 1):
            self._grid.addWidget(label(row.title, "muted", self, wraps=True), place, 0)
            texts = (row_text(row.before), row_text(row.after), row.change)
            looks = ("muted", "strong", "caption") if change else ("muted", "strong")
            for column, (text, look) in enumerate(zip(texts, looks, strict=False), 1):
                cell = self._say(place, column, text, look)
                cell.setAccessibleName(f"{row.title}: {text}")
                cell.setToolTip("" if change else row.change)
            self._grid.setRowMinimumHeight(place, self.fontMetrics().height() + 4)
        self._grid.setRowStretch(len(effect.rows) + 1, 1)

    def _say(self, row: int, column: int, text: str, look: str) -> QLabel:
        made = label(text, look, self)
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(made, row, column)
        return made
