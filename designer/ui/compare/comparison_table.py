"""Figures of up to four designs in columns, with what the last differs by from the first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from designer.review.effects.comparison import Comparison
from designer.ui.widgets.fields import clear_layout_widgets, label


class ComparisonTable(QScrollArea):
    """A row for each figure under its heading; it scrolls where there are many."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Figures of the designs")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = QWidget(self)
        self._grid = QGridLayout(self._page)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.setWidget(self._page)

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show COMPARISON; nothing for None."""
        clear_layout_widgets(self._page, lambda _: False)
        if comparison is None:
            return
        heads = (*comparison.names, *(f"{name}, change" for name in comparison.names[1:]))
        for column, head in enumerate(heads, 1):
            self._say(0, column, head, "section")
        group, place = "", 1
        for row in comparison.rows:
            if row.group != group:
                group = row.group
                if group:
                    self._grid.addWidget(label(group, "section", self), place, 0)
                    place += 1
            look = "strong" if row.key == "buy" else "muted"
            self._grid.addWidget(label(row.title, look, self, wraps=True), place, 0)
            for column, text in enumerate((*row.texts, *row.changes), 1):
                cell = self._say(place, column, text, "strong" if column > len(row.texts) else look)
                cell.setAccessibleName(f"{row.title}, {heads[column - 1]}: {text or 'not known'}")
            place += 1
        self._grid.setRowStretch(place, 1)

    def _say(self, row: int, column: int, text: str, look: str) -> QLabel:
        made = label(text, look, self, wraps=row == 0)
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(made, row, column)
        return made
