"""Changing the parameters that a design was generated from, with what comes of it told beforehand."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from designer.edit.regenerate import Regeneration, changes_of, foresee, generator_of
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.ui.document import Document
from designer.ui.fields import label
from designer.ui.template_fields import TemplateFields

PAUSE_MS: Final = 250
"""How long after the last key the preview is worked out."""
MOST_TOLD: Final = 40
MOST_HEIGHT: Final = 200
"""Of the list of conflicts, in pixels; it scrolls beyond that."""


class RegenerateDialog(QDialog):
    """The template's fields, one sentence of what changes, and where the person's own edits stand against it."""

    applied = Signal()
    """The design was changed."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._document = document
        self._found: Regeneration | None = None
        self._of: Design | None = None
        template = generator_of(document.design)
        self.setWindowTitle("Change the generator's parameters")
        self.setMinimumWidth(560)
        self.resize(560, 200)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(12)
        down.addWidget(label(f"{template.title}: its parameters", "title", self))
        down.addWidget(
            label("The design is made anew from these values. What you added, moved, changed or removed by hand "
                  "stays.", "muted", self, wraps=True)
        )  # fmt: skip
        self.fields = TemplateFields(template, self, document.design.settings.parameters)
        self.fields.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        down.addWidget(self.fields)
        self.preview = label("", "strong", self, wraps=True)
        self.preview.setAccessibleName("What changes")
        down.addWidget(self.preview)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        self.conflicts = label("", "muted", self, wraps=True)
        self.conflicts.setAccessibleName("Where your edits stand against the generator")
        self.conflicts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName("Where your edits stand against the generator")
        self._scroll.setWidget(self.conflicts)
        self._scroll.hide()
        down.addWidget(self._scroll)
        down.addStretch(1)
        self._add_buttons(down)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.foresee)
        self.fields.changed.connect(self._wait)
        self.foresee()
        self.fields.focus_first()

    def _add_buttons(self, down: QVBoxLayout) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = QPushButton("Cancel", self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.apply_button = QPushButton("Apply", self)
        self.apply_button.setProperty("look", "primary")
        self.apply_button.setDefault(True)
        self.apply_button.clicked.connect(self.apply)
        buttons.addWidget(cancel)
        buttons.addWidget(self.apply_button)
        down.addLayout(buttons)

    def _wait(self) -> None:
        self._found = None
        self._pause.start()

    def foresee(self) -> None:
        """Tell what the values as they are set come to."""
        self._pause.stop()
        self._of = self._document.design
        try:
            self._found = foresee(self._of, self._document.library, self.fields.settings)
        except RefusedInput as problem:
            self._found = None
            self._complain(str(problem))
            return
        self._complain("")
        self.preview.setText(told(self._found))
        words = [f"•  {words}" for words in self._found.conflicts[:MOST_TOLD]]
        if len(self._found.conflicts) > MOST_TOLD:
            words.append(f"•  … and {len(self._found.conflicts) - MOST_TOLD} more")
        self.conflicts.setText("\n".join(words))
        self._scroll.setVisible(bool(words))
        self._grow()

    def apply(self) -> None:
        """Make the change, as one edit, and close; a value that can not be leaves the dialog open."""
        if self._found is None or self._of is not self._document.design:
            self.foresee()
        found = self._found
        if found is None:
            return
        problem = self._document.attempt(partial(self._make, found=found))
        if problem:
            self._complain(problem)
            return
        self.applied.emit()
        self.accept()

    def _make(self, design: Design, *, found: Regeneration) -> ChangeSet:
        return changes_of(design, self._document.library, found)

    def _complain(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.preview.setVisible(not problem)
        self.apply_button.setEnabled(not problem)
        if problem:
            self._scroll.hide()
            self._grow()

    def _grow(self) -> None:
        """Be high enough that no field is squeezed and the first conflicts are in sight."""
        width = max(self.width(), self.minimumWidth())
        inner = width - 48
        self._scroll.setFixedHeight(min(self.conflicts.heightForWidth(inner - 16) + 8, MOST_HEIGHT))
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(width, max(self.height(), layout.totalHeightForWidth(width)))


def told(found: Regeneration) -> str:
    """FOUND in one sentence or two."""
    said = [
        f"{count:,} {words}"
        for count, words in ((found.added, "added"), (found.removed, "removed"), (found.changed, "changed"))
        if count
    ]
    change = f"Nodes and links: {', '.join(said)}." if said else "No node or link comes, goes or changes."
    if not found.kept:
        return change
    edits = "1 edit of yours is kept" if found.kept == 1 else f"{found.kept:,} edits of yours are kept"
    return f"{change} {edits[0].upper()}{edits[1:]}."
