"""A filter by words: a box for each value of what varies, with the number of variants that remain of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from designer.model.figures.figure_text import count_text
from designer.ui.widgets.buttons import check_box
from designer.ui.widgets.fields import label

_LETTERS: Final = 30


class TickFilter(QWidget):
    """Boxes of the values of one parameter; space ticks, tab goes on."""

    def __init__(
        self,
        key: str,
        title: str,
        labels: Sequence[str],
        parent: QWidget | None,
        ticked: Callable[[str, int, bool], object],
    ) -> None:
        """Make a box for each of LABELS; TICKED is told KEY, the place of the label and whether it is on."""
        super().__init__(parent)
        self.key = key
        self._labels = list(labels)
        self._quiet = False
        self._ticked = ticked
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(title, "strong", self, wraps=True), 0, 0, 1, 2)
        self.boxes: list[QCheckBox] = []
        self._counts: list[QLabel] = []
        for place, text in enumerate(self._labels):
            box = check_box(text.replace("&", "&&"), self, partial(self._turned, place), checked=True)
            box.setMinimumWidth(40)
            count = label("", "muted", self)
            self.boxes.append(box)
            self._counts.append(count)
            grid.addWidget(box, place + 1, 0)
            grid.addWidget(count, place + 1, 1)

    def show_counts(self, counts: Sequence[int], unticked: frozenset[int]) -> None:
        """Show how many remain of each value, and which are UNTICKED."""
        self._quiet = True
        for place, (box, said) in enumerate(zip(self.boxes, self._counts, strict=True)):
            count = int(counts[place])
            said.setText(count_text(count))
            box.setChecked(place not in unticked)
            box.setAccessibleName(f"{self._labels[place]}, {count_text(count)} remain")
        self._quiet = False

    def _turned(self, place: int, on: bool) -> None:
        if not self._quiet:
            self._ticked(self.key, place, on)
