"""The strip of header figures of a sweep: how many meet the goal, the cheapest, the own design, what could be saved."""

from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from designer.ui.widgets.fields import label
from designer.ui.widgets.theme import set_look

CELLS: Final = 6


class SummaryCell(NamedTuple):
    """One figure of the strip.

    Attributes:
        caption: Words above.
        number: Large.
        after: Its unit and what is to be said of it, small.
        good: Whether it is written as good news.
    """

    caption: str
    number: str
    after: str = ""
    good: bool = False


class SummaryStrip(QFrame):
    """Figures side by side; those without anything to say are hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bar")
        self.setAccessibleName("Figures of all variants")
        across = QHBoxLayout(self)
        across.setContentsMargins(20, 6, 20, 7)
        across.setSpacing(12)
        self.cells: tuple[SummaryCell, ...] = ()
        self._shown: list[tuple[QWidget, QLabel, QLabel, QLabel]] = []
        for _ in range(CELLS):
            cell = QWidget(self)
            down = QVBoxLayout(cell)
            down.setContentsMargins(0, 0, 0, 0)
            down.setSpacing(0)
            caption, number, after = (label("", look, cell) for look in ("caption", "brand", "muted"))
            down.addWidget(caption)
            line = QHBoxLayout()
            line.setSpacing(5)
            line.addWidget(number, 0, Qt.AlignmentFlag.AlignBaseline)
            line.addWidget(after, 0, Qt.AlignmentFlag.AlignBaseline)
            line.addStretch(1)
            down.addLayout(line)
            across.addWidget(cell, 1)
            self._shown.append((cell, caption, number, after))

    def show_cells(self, cells: tuple[SummaryCell, ...]) -> None:
        """Show CELLS from the left."""
        self.cells = cells
        for place, (widget, caption, number, after) in enumerate(self._shown):
            widget.setVisible(place < len(cells))
            if place >= len(cells):
                continue
            cell = cells[place]
            caption.setText(cell.caption)
            number.setText(cell.number)
            after.setText(cell.after)
            number.setStyleSheet("")
            set_look(after, "ok" if cell.good else "muted")
            widget.setAccessibleName(f"{cell.caption}: {cell.number} {cell.after}".strip())
