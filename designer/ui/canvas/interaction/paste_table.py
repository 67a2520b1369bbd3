"""Pasting a list of parts: placed at once where all is clear, else each row is shown with the choice for it."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.catalog.library import Library
from designer.edit.nodes.pasted_table import PastedRow
from designer.model.records import MAX_COPIES, RefusedInput
from designer.ui.widgets.fields import Choice, label, read_count
from designer.ui.widgets.part_words import part_line
from designer.ui.widgets.theme import set_look

LEAVE_OUT: Final = ""
Placed = Callable[[Sequence[tuple[str, int]]], str]
"""Places parts with their copies; the answer is why not, "" when they are placed."""


def chosen_of(rows: Sequence[PastedRow]) -> list[tuple[str, int]] | None:
    """Return what ROWS place when all of them are clear; None when somebody has to be asked."""
    if not all(row.clear for row in rows):
        return None
    return [(row.candidates[0], row.copies or 1) for row in rows]


class PasteTableDialog(QDialog):
    """One line for each pasted row: what was written, which part it is, how many."""

    placed = Signal()

    def __init__(self, rows: Sequence[PastedRow], library: Library, place: Placed, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Paste a list of parts")
        self._rows = tuple(rows)
        self._library = library
        self._place = place
        self.choices: list[Choice] = []
        self.counts: list[QLineEdit] = []
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 20)
        down.setSpacing(12)
        down.addWidget(label("Paste a list of parts", "title", self))
        unclear = sum(not row.clear for row in rows)
        which = "1 row is" if unclear == 1 else f"{unclear} rows are"
        words = f"{which} not clear; choose what each of them means, or leave it out."
        down.addWidget(label(words, "muted", self, wraps=True))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._table(area))
        down.addWidget(area, 1)
        self.problem = label("", "error", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        buttons = QDialogButtonBox(self)
        self.button = buttons.addButton("Place", QDialogButtonBox.ButtonRole.AcceptRole)
        self.button.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        down.addWidget(buttons)
        self.resize(680, min(216 + 38 * len(rows), 620))
        self._count_them()
        first = next((place for place, row in enumerate(rows) if not row.clear), 0)
        (self.choices if rows[first].copies is not None else self.counts)[first].setFocus()

    def _table(self, parent: QWidget) -> QWidget:
        table = QWidget(parent)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 4)
        for column, title in enumerate(("In the list", "Part", "Count")):
            grid.addWidget(label(title, "section", table), 0, column)
        for place, row in enumerate(self._rows, start=1):
            words = label(row.text, "strong" if not row.clear else "", table, wraps=True)
            grid.addWidget(words, place, 0)
            grid.addWidget(self._choice(row, table), place, 1)
            grid.addWidget(self._count(row, table), place, 2)
        grid.setRowStretch(len(self._rows) + 1, 1)
        return table

    def _choice(self, row: PastedRow, parent: QWidget) -> Choice:
        choice = Choice(f"Part for {row.text}, line {row.line}", parent, chosen=self._count_them)
        parts = self._library.parts
        pairs = [
            (part_id, f"{parts[part_id].name}  ({part_line(parts[part_id], parts)})")
            for part_id in row.candidates
            if part_id in parts
        ]
        pairs.append((LEAVE_OUT, "Leave it out" if pairs else "No such part: leave it out"))
        choice.show_choices(pairs, pairs[0][0])
        self.choices.append(choice)
        return choice

    def _count(self, row: PastedRow, parent: QWidget) -> QLineEdit:
        line = QLineEdit(row.count_text, parent)
        line.setAccessibleName(f"Count of {row.text}, line {row.line}")
        line.setFixedWidth(88)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        if row.copies is None:
            set_look(line, "problem")
        line.textEdited.connect(self._count_them)
        self.counts.append(line)
        return line

    def chosen(self) -> list[tuple[str, int]]:
        """Part ids and copies of the rows that are not left out.

        Raises:
            RefusedInput: a count is no whole number in range; the message names the row.
        """
        found: list[tuple[str, int]] = []
        for row, choice, count in zip(self._rows, self.choices, self.counts, strict=True):
            part_id = str(choice.currentData() or LEAVE_OUT)
            if part_id == LEAVE_OUT:
                continue
            copies = read_count(count.text(), f"Line {row.line}")
            if not 1 <= copies <= MAX_COPIES:
                raise RefusedInput(f"Line {row.line}: {copies:,} is not between 1 and {MAX_COPIES:,}.")
            found.append((part_id, copies))
        return found

    def _count_them(self, _: str = "") -> None:
        self.problem.hide()
        many = sum(choice.currentData() != LEAVE_OUT for choice in self.choices)
        self.button.setText(f"Place {many} of {len(self._rows)}" if many < len(self._rows) else f"Place all {many}")
        self.button.setEnabled(many > 0)

    @override
    def accept(self) -> None:
        try:
            refusal = self._place(self.chosen())
        except RefusedInput as problem:
            refusal = str(problem)
        if refusal:
            self.problem.setText(refusal)
            self.problem.show()
            return
        self.placed.emit()
        super().accept()
