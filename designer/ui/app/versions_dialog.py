"""The versions of the open project: when, what changed, a picture, what going back would do; open, restore, name."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from designer.model.changes import ChangeSet, between
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.effects.records import row_text
from designer.store.project import OpenedProject
from designer.store.versions import MAX_NAME, Save, design_of_save, note_of
from designer.ui.app.document import Document
from designer.ui.app.project_files import when
from designer.ui.explore.effect_previews import EffectPreviews, Preview
from designer.ui.present.design_picture import card_picture
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import clear_layout_widgets, label, line_edit
from designer.ui.widgets.lists.row_list import Row, RowList
from designer.ui.widgets.pages import dialog_page
from designer.ui.widgets.screen_room import resize_within_screen

PICTURE: Final = QSize(360, 204)
MOST_PICTURED: Final = 2_000
"""Nodes of a version of which a picture is drawn at once; of more it would hold the window up."""


class VersionsDialog(QDialog):
    """Versions at the left, newest first; at the right what the chosen one is and what going back to it would do."""

    beside_wanted = Signal(Design)
    """A design that is wanted in a window of its own."""

    def __init__(
        self,
        document: Document,
        project: OpenedProject,
        name_version: Callable[[int, str], str],
        parent: QWidget | None = None,
        previews: EffectPreviews | None = None,
    ) -> None:
        """Show the versions of PROJECT.

        Args:
            document: What is open.
            project: What its file holds.
            name_version: Names a version in the file; the answer is why not, "" when it did.
            parent: The window.
            previews: What is known of going back to versions, by digest; kept by the window, so that opening this
                again works nothing out that it has shown before.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Versions")
        resize_within_screen(self, 920, 620)
        self._document, self._name_version = document, name_version
        self._saves: dict[int, Save] = {save.number: save for save in project.saves}
        self._names = {save.number: _note(save)[0] for save in project.saves}
        self._changed = {save.number: _note(save)[1] for save in project.saves}
        self._times = {save.number: save.saved_at for save in project.saves}
        self._designs: dict[int, Design | str] = {project.number: project.design}
        self._names[project.number], self._changed[project.number] = project.note.name, project.note.changed
        self._times[project.number] = project.saved_at
        self._digests = {save.number: save.digest for save in project.saves} | {project.number: project.digest}
        self._previews = EffectPreviews(document, self) if previews is None else previews
        self._previews.found.connect(self._show_effect)
        down = dialog_page(self, "Versions of this project")
        rule = (
            "All of the last hour are kept, one of each hour for a day, one of each day for a month, "
            "and those with a name for ever."
        )
        down.addWidget(label(rule, "muted", self, wraps=True))
        across = QHBoxLayout()
        across.setSpacing(20)
        self.list = RowList("Versions, newest first", self, current_changed=self._chosen)
        self.list.setDragEnabled(False)
        across.addWidget(self.list, 4)
        across.addLayout(self._make_side(), 5)
        down.addLayout(across, 1)
        down.addLayout(self._make_buttons())
        self._fill()
        self.list.setCurrentIndex(self.list.row_model.index(0))
        self.list.setFocus()

    @property
    def number(self) -> int:
        """The number of the chosen version."""
        return int(self.list.row_model.rows[self.list.currentIndex().row()].key)

    def _make_side(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(8)
        self.picture = QLabel(self)
        self.picture.setFixedSize(PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setWordWrap(True)
        down.addWidget(self.picture)
        self.words = label("", "strong", self, wraps=True)
        self.words.setAccessibleName("What going back to this version would do")
        down.addWidget(self.words)
        self._page = QWidget(self)
        self._grid = QGridLayout(self._page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(0, 1)
        down.addWidget(self._page)
        down.addStretch(1)
        naming = QHBoxLayout()
        self.name = line_edit(
            "Name of this version", self, placeholder="A name keeps this version for ever", entered=self.give_name
        )
        self.name.setMaxLength(MAX_NAME)
        self.naming = push_button("Name it", self, self.give_name, takes_enter=False)
        naming.addWidget(self.name, 1)
        naming.addWidget(self.naming)
        down.addLayout(naming)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        return down

    def _make_buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.addStretch(1)
        self.beside = push_button(
            "Open beside", self, self.open_beside, tip="Open this version as a new design in a window of its own"
        )
        self.restore_button = push_button(
            "Restore", self, self.restore, tip="Go back to this version; one undo takes it back"
        )
        close = push_button("Close", self, self.accept)
        for button in (self.beside, self.restore_button, close):
            button.setAutoDefault(False)
            across.addWidget(button)
        return across

    def _fill(self) -> None:
        numbers = sorted(self._times, reverse=True)
        rows = [
            Row(
                str(number),
                self._names[number] or when(self._times[number]),
                " · ".join(
                    filter(None, (when(self._times[number]) if self._names[number] else "", self._words(number)))
                ),
                "check" if number == numbers[0] else "history",
                aside="as saved" if number == numbers[0] else str(number),
                star=bool(self._names[number]),
            )
            for number in numbers
        ]
        self.list.show_rows(rows)

    def _words(self, number: int) -> str:
        saved = when(self._times[number]) if self._names[number] else ""
        changed = self._changed[number] or "First save, or what it changed is not known"
        return f"{saved} · {changed}" if saved else changed

    def design(self, number: int) -> Design | str:
        """Return the design of version NUMBER, or why it cannot be read."""
        found = self._designs.get(number)
        if found is None:
            try:
                found = design_of_save(self._saves[number])
            except RefusedInput as problem:
                found = str(problem)
            self._designs[number] = found
        return found

    def _chosen(self, index: QModelIndex, _: QModelIndex | None = None) -> None:
        if not index.isValid():
            return
        number = self.number
        design = self.design(number)
        whole = isinstance(design, Design)
        for button in (self.beside, self.restore_button, self.naming):
            button.setEnabled(whole)
        self.name.setText(self._names[number])
        self._complain("" if isinstance(design, Design) else design)
        clear_layout_widgets(self._page, lambda _: False)
        self.picture.clear()
        if not isinstance(design, Design):
            self.words.setText("")
            return
        self.picture.setAccessibleName(f"Picture of version {number}")
        if len(design.nodes) <= MOST_PICTURED:
            self.picture.setPixmap(card_picture(design, PICTURE, self.devicePixelRatioF()))
        else:
            self.picture.setText(f"{len(design.nodes):,} nodes; open it beside to see it.")
        if design == self._document.design:
            self._previews.give_up()
            self.words.setText("This is the design as it is.")
            self.restore_button.setEnabled(False)
            return
        self.words.setText("What going back would change is being worked out …")
        self._previews.ask(self._digests[number], partial(_back_to, version=design, number=number))

    def _show_effect(self, preview: Preview) -> None:
        if preview.key != self._digests[self.number]:
            return
        effect = preview.effect
        clear_layout_widgets(self._page, lambda _: False)
        self.words.setText(effect.words)
        if effect.problem:
            return
        for column, title in enumerate(("", "Now", "This version", "Change")):
            self._grid.addWidget(label(title, "section", self), 0, column)
        for place, row in enumerate(effect.rows, 1):
            texts = (row.title, row_text(row.before), row_text(row.after), row.change)
            for column, (text, look) in enumerate(zip(texts, ("muted", "muted", "strong", "caption"), strict=True)):
                made = label(text, look, self)
                if column:
                    made.setAccessibleName(f"{row.title}: {text}")
                    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(made, place, column)

    def restore(self) -> None:
        """Go back to the chosen version, as one edit that can be undone."""
        number = self.number
        design = self.design(number)
        if not isinstance(design, Design):
            return
        refusal = self._document.attempt(partial(_back_to, version=design, number=number))
        self._complain(refusal)
        if not refusal:
            self.accept()

    def open_beside(self) -> None:
        """Open the chosen version in a window of its own."""
        design = self.design(self.number)
        if isinstance(design, Design):
            self.beside_wanted.emit(design)

    def give_name(self) -> None:
        """Call the chosen version as the field says."""
        number, name = self.number, self.name.text().strip()
        refusal = self._name_version(number, name)
        self._complain(refusal)
        if refusal:
            return
        self._names[number] = name
        row = self.list.currentIndex().row()
        self._fill()
        self.list.setCurrentIndex(self.list.row_model.index(row))

    def _complain(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))


def _back_to(design: Design, version: Design, number: int) -> ChangeSet:
    return between(design, version, f"Restore version {number}")


def _note(save: Save) -> tuple[str, str]:
    try:
        note = note_of(save)
    except RefusedInput as problem:
        return "", str(problem)
    return note.name, note.changed
