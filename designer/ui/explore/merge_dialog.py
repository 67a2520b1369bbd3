"""Merging another's work into the open design: what comes, where both disagree, and the figures, before it is done."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QTableView, QVBoxLayout, QWidget
from typing_extensions import override

from designer import clock
from designer.edit.merging.records import Conflict, Side
from designer.model.changes import ChangeSet, between
from designer.model.design import Design
from designer.model.figures.number_locale import localised
from designer.model.wording import counted, listed
from designer.ui.app.document import Document
from designer.ui.explore.effect_table import EffectTable
from designer.ui.explore.merge_work import Asked, MergeFound, find_merge
from designer.ui.jobs.background import BackgroundJob
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.screen_room import resize_within_screen

KINDS: Final = "Designs (*.stackwright *.json *.yaml *.yml);;All files (*)"
_MOST_NAMED: Final = 8
"""Devices and notes that are written out; the others stand in the tool tip."""
_SIDES: Final[tuple[Side, Side]] = ("mine", "theirs")
Take = Callable[[str, Side], None]


class ConflictTable(RecordTable[Conflict]):
    """A row for each conflict, with a box for mine and one for theirs; Space takes the other side."""

    def __init__(self, take: Take, parent: QWidget) -> None:
        """Make it without rows; TAKE is told the key of a conflict and the side that a person takes."""

        def values(side: Side) -> Column[Conflict]:
            def value(row: Conflict) -> str:
                return getattr(row, side)

            return Column(
                side.capitalize(),
                value,
                width=188,
                read=lambda row: f"{side.capitalize()}: {value(row)}{', taken' if row.taken == side else ''}",
                strong=lambda row: row.taken == side,
                checked=lambda row: row.taken == side,
                check=lambda row: take(row.key, side),
            )

        columns: tuple[Column[Conflict], ...] = (
            Column("Of", lambda row: row.title, tip=lambda row: row.sentence),
            Column("What", lambda row: row.what or "itself", width=120),
            Column("Was", lambda row: row.base, width=96),
            *(values(side) for side in _SIDES),
        )
        super().__init__("Conflicts: both changed the same thing", columns, parent, sorts=False)
        self._take = take
        self.setAccessibleDescription("Space takes the other side of the row.")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        if event.key() == Qt.Key.Key_Space and row is not None:
            self._take(row.key, "mine" if row.taken == "theirs" else "theirs")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QTableView.keyPressEvent(self, event)  # the dialog around the table takes Enter
        else:
            super().keyPressEvent(event)


class MergeDialog(QDialog):
    """Works out in a process what the two designs become together, and makes it one edit when it is accepted.

    Attributes:
        found: What the merge comes to; None while it is worked out.
        words: What comes from the other, in a sentence.
    """

    def __init__(
        self,
        document: Document,
        mine: Path | None,
        theirs: Path,
        questions: Questions,
        parent: QWidget | None = None,
        variant: str = "",
    ) -> None:
        """Merge the design in THEIRS into that of DOCUMENT, whose file is MINE; QUESTIONS asks for their base.

        VARIANT is which design of MINE is open: the same one of THEIRS is merged where they have it.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Merge another's work")
        resize_within_screen(self, 880, 680)
        self._document, self._questions = document, questions
        self._asked = Asked(mine, theirs, variant=variant)
        self._of: Design | None = None
        self._ended = self._shown = False
        self.found: MergeFound | None = None
        self._job = BackgroundJob(self, progressed=self._progressed, finished=self._show, failed=self._complain)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 16, 24, 16)
        down.setSpacing(8)
        down.addWidget(label(f"Merge {theirs.name} into this design", "title", self, wraps=True))
        rule = "Field by field: what only one of you changed is taken, and what both changed is for you to decide."
        down.addWidget(label(rule, "muted", self, wraps=True))
        self.words = label("", "strong", self, wraps=True)
        self.words.setAccessibleName("What comes from the other")
        down.addWidget(self.words)
        self.problem = label("", "problem", self, wraps=True)
        down.addWidget(self.problem)
        self.base_button = push_button("Choose the file that both began from…", self, self.ask_base, takes_enter=False)
        down.addWidget(self.base_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("How far the merge is")
        down.addWidget(self.bar)
        self.notes = label("", "muted", self, wraps=True)
        self.notes.setAccessibleName("What it does, and what was done by itself")
        down.addWidget(self.notes)
        self._conflicts = self._conflict_part()
        down.addWidget(self._conflicts, 3)
        self.table = EffectTable("Figures now and with theirs", self)
        down.addWidget(self.table, 2)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(push_button("Cancel", self, self.reject, takes_enter=False))
        self.apply_button = push_button("Merge", self, self.apply, look="primary", default=True)
        across.addWidget(self.apply_button)
        down.addLayout(across)
        document.changed.connect(self.foresee)
        self.conflicts.hide()
        self._conflicts.hide()
        self.foresee()

    def _conflict_part(self) -> QWidget:
        made = QWidget(self)
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        across = QHBoxLayout()
        self.heading = label("", "section", made)
        across.addWidget(self.heading, 1)
        for side in _SIDES:
            across.addWidget(push_button(f"All {side}", made, partial(self.take_all, side), takes_enter=False))
        down.addLayout(across)
        self.conflicts = ConflictTable(self.take, made)
        down.addWidget(self.conflicts, 1)
        return made

    @property
    def waiting(self) -> bool:
        """Return True while it is worked out."""
        return self._job.running

    def ask_base(self) -> None:
        """Ask for the file that both began from."""
        base = self._questions.file_to_open("Open what both began from", self._asked.theirs.parent, KINDS)
        if base is not None:
            self._asked = self._asked._replace(base=base)
            self.foresee()

    def take(self, key: str, side: Side) -> None:
        """Take SIDE in the conflict KEY; the figures follow."""
        self._asked = self._asked._replace(decided={**self._asked.decided, key: side})
        self.foresee()

    def take_all(self, side: Side, *_: object) -> None:
        """Take SIDE in all conflicts, also in those that come up by it."""
        self._asked = self._asked._replace(decided={}, all_of=side)
        self.foresee()

    def foresee(self, *_: object) -> None:
        """Work out what the design as it is becomes with theirs."""
        if self._ended:
            return
        self.found = None
        self._of = self._document.design
        self.apply_button.setEnabled(False)
        self._complain("")
        self.base_button.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        self._job.start(find_merge, self._of, self._asked, self._document.library, clock.today())

    def _progressed(self, done: int, total: int, name: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if not self.words.text():
            self.words.setText(f"{name[:1].upper()}{name[1:]} …")

    def _complain(self, problem: str) -> None:
        self.bar.hide()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if problem:
            self.words.setText("")
            self.words.hide()

    def _show(self, found: MergeFound) -> None:
        self.found = found
        self.bar.hide()
        merge = found.merge
        if merge is None:
            self._complain(found.no_base)
            self.base_button.show()
            self.base_button.setFocus()
            return
        self.words.show()
        self.words.setText(_words(found))
        self.words.setToolTip(localised("\n".join(found.added)))
        effect = found.effect.words if found.effect is not None and found.changes else ""
        shown = [*filter(None, (effect, found.variants)), *merge.notes[:_MOST_NAMED]]
        if len(merge.notes) > _MOST_NAMED:
            shown.append(f"And {len(merge.notes) - _MOST_NAMED:,} more.")
        self.notes.setText("\n".join(shown))
        self.notes.setToolTip(
            localised("\n".join((*(found.effect.raised if found.effect is not None else ()), *merge.notes)))
        )
        self.notes.setVisible(bool(shown))
        self._conflicts.setVisible(bool(merge.conflicts))
        self.conflicts.setVisible(bool(merge.conflicts))
        still_open = len(merge.open_conflicts)
        rest = f"{still_open:,} of them proposed" if still_open else "all decided"
        self.heading.setText(f"{counted(len(merge.conflicts), 'conflict')}, {rest}: both changed the same thing")
        self.conflicts.show_rows(merge.conflicts, lambda row: row.key)
        if found.effect is not None:
            self.table.show_effect(found.effect, "Merged")
            self._complain(found.effect.problem)
        self.apply_button.setEnabled(bool(found.changes))
        if not self._shown:
            self._shown = True
            (self.conflicts if merge.conflicts else self.apply_button).setFocus()

    @override
    def done(self, result: int) -> None:
        self._ended = True
        self._job.close()
        super().done(result)

    def apply(self) -> None:
        """Make it one edit and close; a design that changed meanwhile is worked out anew."""
        found = self.found
        if found is None or found.merge is None or self._of is not self._document.design:
            return
        merged, label_text = found.merge.design, f"Merge {self._asked.theirs.name}"

        def make(design: Design) -> ChangeSet:
            return between(design, merged, label_text)

        # Closed first: the edit would have an open dialog work out the next merge.
        self.accept()
        self._document.edit_many(make, len(make(self._document.design)), "Merging")


def _words(found: MergeFound) -> str:
    """Return in a sentence what comes from the other."""
    if not found.changes:
        return "Nothing comes from the other: this design has all of it."
    named = listed(found.added, _MOST_NAMED)
    return f"{found.changes}.{f' New: {named}.' if named else ''}"
