"""Newer facts of the catalog for the parts of a project: field by field, what they do, and taking them over."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from designer.catalog.parts.differences import FieldDifference
from designer.drawing.current_theme import current_theme
from designer.edit.nodes.part_updates import PartUpdate, accept_updates, part_updates
from designer.model.design import Design
from designer.model.figures.figure_text import count_text
from designer.model.kinds import KINDS
from designer.model.parts.part import Source
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.ui.app.document import Document
from designer.ui.catalog.difference_table import DifferenceTable
from designer.ui.explore.change_effects import EffectGrid, Sums, sums_of
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import Run
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.lists.checked_list import CheckedList
from designer.ui.widgets.lists.row_list import Row
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.timers import after_pause

ALONE, TOGETHER = 0, 1
PAUSE_MS = 20


class UpdatesDialog(QDialog):
    """The parts that the catalog describes otherwise than the design, to be accepted one by one or together."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._updates: Mapping[str, PartUpdate] = {}
        self._waiting: list[Callable[[], None]] = []
        self._known: dict[frozenset[str], Sums | None] = {}
        # One sum after the other, each in its own turn of the event loop: the window stays awake on large designs.
        self._work = after_pause(self, 0, self._work_on)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Newer facts for the project's parts")
        resize_within_screen(self, 1120, 700)
        self.setMinimumHeight(520)  # its width is that of what it holds: figures are cut in no font
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(8)
        down.addWidget(label("Newer facts for the project's parts", "title", self))
        self._hint = label("", "muted", self, wraps=True)
        down.addWidget(self._hint)
        self._body = self._make_body()
        down.addWidget(self._body, 1)
        self._empty = self._make_empty()
        down.addWidget(self._empty, 1)
        down.addWidget(self._make_problem())
        down.addLayout(self._make_buttons())
        document.changed.connect(self._on_change)
        document.library_changed.connect(self.refresh)
        self.refresh()
        self.list.setFocus()

    # What it is made of ---------------------------------------------------------------------------------------------

    def _make_body(self) -> QWidget:
        body = QSplitter(self)
        body.setChildrenCollapsible(False)
        left = QWidget(body)
        left.setMinimumWidth(250)
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 4, 0)
        down.setSpacing(4)
        head = QHBoxLayout()
        self._count = label("", "section", left)
        head.addWidget(self._count)
        head.addStretch(1)
        self._all = self._link("All", "Check all parts", self._check_all, left, head)
        self._none = self._link("None", "Check no part", self._check_none, left, head)
        down.addLayout(head)
        self.list = CheckedList("Parts with newer facts", left, checked_changed=self._checks_changed)
        self.list.selectionModel().currentChanged.connect(self._part_chosen)
        down.addWidget(self.list, 1)
        right = QWidget(body)
        down = QVBoxLayout(right)
        down.setContentsMargins(16, 0, 0, 0)
        down.setSpacing(8)
        down.addStrut(540)
        self._name = label("", "title", right, wraps=True)
        down.addWidget(self._name)
        self._about = label("", "muted", right, wraps=True)
        down.addWidget(self._about)
        self.table = DifferenceTable(right)
        down.addWidget(self.table, 1)
        down.addWidget(line(right))
        self.effects = EffectGrid(("With this part", "With all checked"), right)
        down.addWidget(self.effects)
        body.addWidget(left)
        body.addWidget(right)
        body.setStretchFactor(1, 1)
        body.setSizes([310, 770])
        return body

    def _link(self, title: str, name: str, run: Run, parent: QWidget, into: QHBoxLayout) -> QPushButton:
        button = push_button(title, parent, run, look="link", name=name)
        into.addWidget(button)
        return button

    def _make_empty(self) -> QWidget:
        empty = QWidget(self)
        down = QVBoxLayout(empty)
        down.setSpacing(8)
        down.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(10)
        across.addStretch(1)
        mark = label("", "", empty)
        mark.setPixmap(icon_pixmap("check", current_theme().colour("ok")))
        across.addWidget(mark)
        self._fine = label("", "strong", empty)
        across.addWidget(self._fine)
        across.addStretch(1)
        down.addLayout(across)
        down.addStretch(2)
        return empty

    def _make_problem(self) -> QWidget:
        self._problem = label("", "problem", self, wraps=True)
        self._problem.hide()
        return self._problem

    def _make_buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        self._keys = label("↑ ↓ choose, Space checks, Enter accepts what is checked.", "caption", self)
        across.addWidget(self._keys)
        across.addStretch(1)
        self._close = push_button("Close", self, self.reject)
        self.accept_button = push_button("Accept checked", self, self._accept_checked, default=True)
        across.addWidget(self._close)
        across.addWidget(self.accept_button)
        return across

    # What it shows --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Compare the design with the catalog anew; what is checked and chosen stays so, where it is still there."""
        first = not self._updates
        before, chosen = set(self.list.checked), self.list.chosen
        design, library = self._document.design, self._document.library
        updates = part_updates(design, library)
        known = set(self._updates)
        self._updates = {update.part_id: update for update in updates}
        self._known.clear()
        self.list.show_rows([_row(update) for update in updates])
        self.list.check(
            [
                update.part_id
                for update in updates
                # New rows are checked unless the catalog is older than the design; known ones stay as the person left
                # them.
                if (update.part_id in before if not first and update.part_id in known else not update.older)
            ]
        )
        place = next((n for n, update in enumerate(updates) if chosen and update.part_id == chosen.key), 0)
        self.list.setCurrentIndex(self.list.row_model.index(place) if updates else QModelIndex())
        self._show_state()
        self._part_chosen()

    def _show_state(self) -> None:
        some = bool(self._updates)
        self._body.setVisible(some)
        self._keys.setVisible(some)
        self._empty.setVisible(not some)
        self.accept_button.setVisible(some)
        self._count.setText(counted(len(self._updates), "part"))
        parts = len(self._document.design.parts)
        self._hint.setText(
            "The design keeps the facts that it was made with. Take over what the catalog knows now, part by part."
            if some
            else ""
        )
        self._hint.setVisible(some)
        self._fine.setText(
            f"All is up to date: the catalog says nothing else about the {counted(parts, 'part')} of this design."
            if parts
            else "The design has no parts yet; place some, and newer facts about them are listed here."
        )
        self._close.setDefault(not some)
        self.accept_button.setDefault(some)

    def _part_chosen(self, *_: object) -> None:
        row = self.list.chosen
        update = self._updates.get(row.key) if row else None
        if update is None:
            return
        self._name.setText(update.before.name)
        self._about.setText(_about(self._document, update))
        design, library = self._document.design, self._document.library
        self.table.show_differences(
            [_with_publishers(item, design.sources, library.sources) for item in update.differences]
        )
        self._ask()

    def _checks_changed(self) -> None:
        number = len(self.list.checked)
        self.accept_button.setText(f"Accept {counted(number, 'part')}" if number else "Accept checked")
        self.accept_button.setEnabled(number > 0)
        self.effects.set_heading(TOGETHER, f"With all {number} checked" if number > 1 else "With what is checked")
        self._all.setEnabled(number < len(self._updates))
        self._none.setEnabled(number > 0)
        self._ask()

    def _check_all(self) -> None:
        self.list.check(tuple(self._updates))

    def _check_none(self) -> None:
        self.list.check(())

    @property
    def settled(self) -> bool:
        """Return True when the effects shown are those of the parts that are checked."""
        return not self._work.isActive()

    # What it does ---------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Work out what the chosen part and what the checked ones would do."""
        row = self.list.chosen
        if row is None:
            return
        self._waiting = [
            partial(self._work_out, frozenset()),
            partial(self._work_out, frozenset([row.key])),
            partial(self._work_out, frozenset(self.list.checked)),
        ]
        self._show_effects()
        self._work.start(PAUSE_MS)

    def _work_on(self) -> None:
        if self._waiting:
            self._waiting.pop(0)()
            self._show_effects()
        if self._waiting:
            self._work.start(0)

    def _work_out(self, part_ids: frozenset[str]) -> None:
        if part_ids not in self._known:
            self._known[part_ids] = _sums_with(self._document, part_ids)

    def _show_effects(self) -> None:
        row = self.list.chosen
        now = self._known.get(frozenset())
        self.effects.show_before(now)
        alone = self._known.get(frozenset([row.key])) if row else None
        self.effects.show_change(ALONE, now, alone)
        checked = frozenset(self.list.checked)
        self.effects.show_change(TOGETHER, now, self._known.get(checked) if checked else None)

    # Taking over ----------------------------------------------------------------------------------------------------

    def _accept_checked(self) -> None:
        checked = self.list.checked
        if not checked:
            return
        problem = self._document.attempt(partial(accept_updates, library=self._document.library, part_ids=checked))
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _on_change(self, _: object) -> None:
        self.refresh()


def _sums_with(document: Document, part_ids: Sequence[str] | frozenset[str]) -> Sums | None:
    """The sums of the design with PART_IDS accepted; None when they cannot be."""
    design: Design = document.design
    try:
        updated = accept_updates(design, document.library, sorted(part_ids)).applied(design)
        return sums_of(updated, document.library)
    except RefusedInput:
        return None


def _row(update: PartUpdate) -> Row:
    part = update.before
    kind = KINDS.get(part.kind)
    number = counted(len(update.differences), "difference")
    revisions = (part.revision, update.after.revision)
    if update.older:
        words = f"The catalog's is older · {revisions[1]} < {revisions[0]}"
    elif revisions[0] != revisions[1]:
        words = f"{number} · revision {revisions[0]} → {revisions[1]}"
    else:
        words = number
    return Row(update.part_id, part.name, words, icon=kind.icon if kind else "other", layer=part.layer)


def _about(document: Document, update: PartUpdate) -> str:
    number = document.counts.by_part.get(update.part_id, 0)
    words = [update.before.vendor, update.part_id, f"{count_text(number)} in the design" if number else ""]
    if update.older:
        words.append("the catalog's facts are older than yours, so it is not checked")
    return " · ".join(word for word in words if word)


def _with_publishers(
    item: FieldDifference, before: Mapping[str, Source], after: Mapping[str, Source]
) -> FieldDifference:
    """ITEM with its sources by their publishers."""
    if item.field.rpartition(".")[2] != "sources":
        return item
    return replace(item, before=_publishers(item.before, before), after=_publishers(item.after, after))


def _publishers(ids: str, sources: Mapping[str, Source]) -> str:
    names = ids.split(", ")
    return "; ".join(sources[name].publisher if name in sources else name for name in names)
