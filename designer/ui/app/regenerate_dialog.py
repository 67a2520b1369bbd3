"""Changing the parameters that a design was generated from, with what comes of it told beforehand."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from designer.edit.templates.regenerate import Regeneration, changes_of, foresee, generator_of
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.ui.app.document import Document
from designer.ui.app.template_fields import TemplateFields
from designer.ui.explore.preview_dialog import PreviewDialog
from designer.ui.widgets.fields import label
from designer.ui.widgets.pages import dialog_page
from designer.ui.widgets.screen_room import resize_within_screen

PAUSE_MS: Final = 250
"""How long after the last key the preview is worked out."""
MOST_TOLD: Final = 40
MOST_HEIGHT: Final = 200
"""Of the list of conflicts, in pixels; it scrolls beyond that."""


class RegenerateDialog(PreviewDialog):
    """The template's fields, one sentence of what changes, and where the person's own edits stand against it."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, "Change the generator's parameters", PAUSE_MS, parent)
        template = generator_of(document.design)
        self.setMinimumWidth(560)
        resize_within_screen(self, 560, 200)
        down = dialog_page(self, f"{template.title}: its parameters")
        down.addWidget(
            label(
                "The design is made anew from these values. What you added, moved, changed or removed by hand stays.",
                "muted",
                self,
                wraps=True,
            )
        )
        self.fields = TemplateFields(template, self, document.design.settings.parameters)
        self.fields.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        down.addWidget(self.fields)
        self.add_told(down, "What changes")
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
        self.add_buttons(down, "Apply")
        self.fields.changed.connect(self.wait)
        self.foresee()
        self.fields.focus_first()

    @override
    def _foreseen(self, design: Design) -> Callable[[Design], ChangeSet]:
        found = foresee(design, self._document.library, self.fields.settings)
        self.words.setText(told(found))
        words = [f"•  {words}" for words in found.conflicts[:MOST_TOLD]]
        if len(found.conflicts) > MOST_TOLD:
            words.append(f"•  … and {len(found.conflicts) - MOST_TOLD} more")
        self.conflicts.setText("\n".join(words))
        return partial(self._make, found=found)

    def _make(self, design: Design, *, found: Regeneration) -> ChangeSet:
        return changes_of(design, self._document.library, found)

    @override
    def _complain(self, problem: str) -> None:
        super()._complain(problem)
        self._scroll.setVisible(bool(self.conflicts.text()) and not problem)
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
