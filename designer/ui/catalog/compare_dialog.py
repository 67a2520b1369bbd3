"""Two to four parts side by side: pictures, what differs, the best where that is no question, and the sources."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from designer import clock
from designer.catalog.library import Library
from designer.catalog.parts.comparison import MOST_PARTS, compare, comparison_table
from designer.model.figures.figure_text import count_text
from designer.model.figures.number_locale import localised
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import Part
from designer.ui.catalog.compare_table import TITLE_WIDTH, CompareTable
from designer.ui.catalog.part_picture_view import PartPictureView
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Segments, label, line
from designer.ui.widgets.screen_room import resize_within_screen

_DIFFERING: Final = "differing"


class CompareDialog(QDialog):
    """The first four of the parts; more are named as left out."""

    place_wanted = Signal(str)
    """Id of the part that is wanted in the design."""

    def __init__(
        self,
        parts: Sequence[Part],
        library: Library,
        parent: QWidget | None = None,
        *,
        book: PriceBook | None = None,
        today: date | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Compare parts")
        resize_within_screen(self, 1080, 680)
        shown = tuple(parts[:MOST_PARTS])
        self.comparison = compare(shown, library, today or clock.today(), book)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 16, 24, 16)
        down.setSpacing(8)
        down.addLayout(self._make_heads(shown, len(parts) - len(shown)))
        down.addWidget(line(self))
        self.table = CompareTable(self.comparison, self)
        down.addWidget(self.table, 1)
        down.addLayout(self._make_buttons())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table, self.copy_table)
        self.table.take_first()
        self.table.setFocus()

    def _make_heads(self, parts: Sequence[Part], left_out: int) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(0)
        # The table's scroll bar stands at the right; the heads keep clear of it, so that columns stand below them.
        across.setContentsMargins(0, 0, 10, 0)
        first = QVBoxLayout()
        first.setContentsMargins(8, 0, 8, 0)
        holder = QWidget(self)
        holder.setFixedWidth(TITLE_WIDTH)
        holder.setLayout(first)
        first.addWidget(label("Compare", "title", self))
        differing = self.comparison.differing
        words = f"{count_text(differing)} row{' differs' if differing == 1 else 's differ'}, marked ≠."
        if len(parts) < 2:
            words = "One part alone: choose two to four in the catalog to see how they differ."
        elif left_out:
            words += (
                f" {count_text(left_out)} more part{'' if left_out == 1 else 's'} left out: four stand side by side."
            )
        first.addWidget(label(words, "muted", self, wraps=True))
        first.addStretch(1)
        self.rows_shown = Segments(
            "Rows", (("all", "All rows"), (_DIFFERING, "Differences")), "all", self, chosen=self._chosen
        )
        first.addWidget(self.rows_shown, 0, Qt.AlignmentFlag.AlignLeft)
        across.addWidget(holder)
        self.pictures: list[PartPictureView] = []
        self.places: list[QPushButton] = []
        for part in parts:
            across.addWidget(self._make_head(part), 1)
        return across

    def _make_head(self, part: Part) -> QWidget:
        head = QWidget(self)
        down = QVBoxLayout(head)
        down.setContentsMargins(8, 0, 8, 4)
        down.setSpacing(4)
        picture = PartPictureView(head, height=88)
        picture.show_part(part)
        down.addWidget(picture)
        for words, look in ((part.name, "strong"), (part.vendor, "caption")):
            line_of = label(words, look, head, wraps=True)
            # A long name without a space must not make its column wider than the others.
            line_of.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            line_of.setMinimumWidth(1)
            line_of.setToolTip(localised(words))
            down.addWidget(line_of)
        place = push_button(
            "Place",
            head,
            partial(self._place, part.id),
            name=f"Place {part.name} in the design",
            tip=f"Place {part.name} in the design",
        )
        down.addStretch(1)
        down.addWidget(place, 0, Qt.AlignmentFlag.AlignLeft)
        self.pictures.append(picture)
        self.places.append(place)
        return head

    def _make_buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.addWidget(
            label("Arrows move, Ctrl+C copies the table, a cell's hint shows the conditions.", "caption", self)
        )
        across.addStretch(1)
        copy = push_button("Copy as table", self, self.copy_table)
        close = push_button("Close", self, self.accept, default=True)
        across.addWidget(copy)
        across.addWidget(close)
        return across

    def show_only_differences(self, only: bool = True) -> None:
        """Leave out the rows in which all parts say the same, or show them again."""
        self.rows_shown.choose(_DIFFERING if only else "all")
        self._chosen(self.rows_shown.value)

    def table_text(self) -> str:
        """The rows in sight, their cells parted by tabs."""
        text = io.StringIO()
        rows = comparison_table(self.comparison, only_differences=self.rows_shown.value == _DIFFERING)
        csv.writer(text, delimiter="\t", lineterminator="\n").writerows(rows)
        return text.getvalue()

    def copy_table(self) -> None:
        """Put the table on the clipboard, for a spreadsheet."""
        QGuiApplication.clipboard().setText(self.table_text())

    def _chosen(self, rows: str) -> None:
        self.table.show_lines(only_differences=rows == _DIFFERING)

    def _place(self, part_id: str) -> None:
        self.place_wanted.emit(part_id)
