"""The designs of the open project: which there are and which are open; new, open, rename, remove, bring back."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout

from designer.edit.settings import set_name
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.project import OpenedProject
from designer.store.variants import (
    MOST,
    Variant,
    add_variant,
    as_variant,
    bring_back,
    free_name,
    remove_variant,
    removed_variants,
    rename_variant,
    variants_of,
)
from designer.store.versions import MAX_NAME
from designer.ui.app.project_files import when
from designer.ui.commands.context import Context
from designer.ui.present.design_picture import card_picture
from designer.ui.variants.open_designs import (
    open_variant,
    open_variants,
    read_open_project,
    suggested_name,
    tell_count,
)
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line_edit
from designer.ui.widgets.lists.row_list import Row, RowList
from designer.ui.widgets.screen_room import resize_within_screen

PICTURE: Final = QSize(360, 204)
MOST_PICTURED: Final = 2_000
"""Nodes of a design of which a picture is drawn at once; of more it would hold the window up."""
_RULE: Final = (
    f"A project holds up to {MOST} designs. Each is edited, saved and undone by itself, in a tab of its own, and has "
    "versions of its own. One that is removed stays in the file and can be brought back."
)
_GONE: Final = "removed:"
"""Before the id of a variant that was removed, in the keys of rows."""


class VariantsDialog(QDialog):
    """Designs at the left, the main one first; at the right a picture of the chosen one and its name.

    Attributes:
        list: The designs, then those that were removed.
        name: The name of the chosen design, or of a new one.
    """

    def __init__(self, context: Context, project: OpenedProject) -> None:
        """Show the designs of PROJECT, which is open in the window of CONTEXT."""
        super().__init__(context.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Variants")
        resize_within_screen(self, 860, 560)
        self._context, self._project = context, project
        self._read: dict[Variant, Design | str] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(12)
        file = context.files.path
        down.addWidget(label(f"Variants in {file.name}" if file else "Variants", "title", self))
        down.addWidget(label(_RULE, "muted", self, wraps=True))
        across = QHBoxLayout()
        across.setSpacing(20)
        self.list = RowList("Designs of the project", self, current_changed=self._chosen, activated=self.go_to)
        self.list.setDragEnabled(False)
        across.addWidget(self.list, 4)
        across.addLayout(self._make_side(), 5)
        down.addLayout(across, 1)
        down.addLayout(self._make_buttons())
        self._fill(context.files.variant)
        self.list.setFocus()

    def _make_side(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(8)
        self.picture = QLabel(self)
        self.picture.setFixedSize(PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setWordWrap(True)
        down.addWidget(self.picture)
        self.words = label("", "caption", self, wraps=True)
        down.addWidget(self.words)
        down.addStretch(1)
        naming = QHBoxLayout()
        self.name = line_edit("Name of the chosen design", self, entered=self.rename)
        self.name.setMaxLength(MAX_NAME)
        naming.addWidget(self.name, 1)
        self.renaming = push_button("Rename", self, self.rename, takes_enter=False)
        naming.addWidget(self.renaming)
        down.addLayout(naming)
        making = QHBoxLayout()
        self.new_name = line_edit(
            "Name of a new variant",
            self,
            text=suggested_name(self._project, self._open_design().name),
            entered=self.add,
        )
        self.new_name.setMaxLength(MAX_NAME)
        making.addWidget(self.new_name, 1)
        self.adding = push_button(
            "New variant",
            self,
            self.add,
            takes_enter=False,
            look="primary",
            tip="A copy of the open design as it is now, in a tab of its own",
        )
        making.addWidget(self.adding)
        down.addLayout(making)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        return down

    def _make_buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.addStretch(1)
        self.opening = push_button("Open", self, self.go_to, takes_enter=False, tip="In a tab, beside what is open")
        self.keeping = push_button(
            "Make the open design this",
            self,
            self.keep,
            takes_enter=False,
            tip="The open design becomes what the chosen one is, as one edit; its name stays",
        )
        self.removing = push_button("Remove", self, self.remove, takes_enter=False)
        self.comparing = push_button("Compare…", self, self.compare, takes_enter=False)
        close = push_button("Close", self, self.accept, takes_enter=False)
        for button in (self.opening, self.keeping, self.removing, self.comparing, close):
            across.addWidget(button)
        return across

    def _open_design(self) -> Design:
        session = self._context.files.session
        assert session is not None
        return session.design

    def _fill(self, chosen: str) -> None:
        """Show what the project holds, with the design of a key CHOSEN."""
        opened, here = open_variants(self._context), self._context.files.variant
        rows: list[Row] = []
        for place, one in enumerate(variants_of(self._project), 1):
            design = self._open_design_of(one)
            state = "in sight" if one.id == here else "open in a tab" if one.id in opened else ""
            saved = f"saved {when(one.saved_at)}" if one.saved_at else ""
            # In order of weight: a narrow list leaves the last out.
            said = (state, "" if one.id else "main design", saved)
            rows.append(
                Row(
                    one.id,
                    design.name if design is not None else one.name,
                    " · ".join(filter(None, said)),
                    "check" if one.id == here else "file",
                    aside=str(place),
                )
            )
        gone = removed_variants(self._project)
        if gone:
            rows.append(Row("", "Removed", heading=True))
        rows += [Row(_GONE + one.id, one.name, f"as saved {when(one.saved_at)}", "history", dim=True) for one in gone]
        self.list.show_rows(rows)
        keys = [row.key for row in rows if not row.heading]
        at = keys.index(chosen) if chosen in keys else 0
        self.list.setCurrentIndex(self.list.row_model.index(at))

    def _open_design_of(self, one: Variant) -> Design | None:
        """Return a design of the project as it is in its tab; None where it is not open."""
        place = open_variants(self._context).get(one.id)
        if place is None or self._context.tabs is None:
            return None
        parked = self._context.tabs.tabs[place].parked
        return parked.session.design if parked is not None else self._open_design()

    def _design(self, one: Variant) -> Design | str:
        """Return a design of the project, as it is in its tab where it is open; why not where it cannot be read."""
        if (design := self._open_design_of(one)) is not None:
            return design
        if one not in self._read:
            # What 10,000 nodes hold is read and judged for 0.2 s: beside the window, and once.
            work = partial(_read_variant, self._project, one.id)
            self._read[one] = self._context.files.aside.do(f"Reading {one.name} …", work, _same, hands_off=True)
        return self._read[one]

    @property
    def _variant(self) -> Variant | None:
        """Return the chosen design; None where none of the project is."""
        row = self.list.chosen
        if row is None or row.heading or row.key.startswith(_GONE):
            return None
        return next((one for one in variants_of(self._project) if one.id == row.key), None)

    def _chosen(self, *_: QModelIndex) -> None:
        self._complain("")
        row, one = self.list.chosen, self._variant
        gone = row is not None and row.key.startswith(_GONE)
        here = one is not None and one.id == self._context.files.variant
        self.removing.setText("Bring back" if gone else "Remove")
        self.removing.setEnabled(gone or (one is not None and bool(one.id)))
        for button in (self.opening, self.keeping):
            button.setEnabled(one is not None and not here)
        self.renaming.setEnabled(one is not None)
        self.name.setEnabled(one is not None)
        self.picture.clear()
        design = self._design(one) if one is not None else ""
        self.name.setText(design.name if isinstance(design, Design) else "")
        if not isinstance(design, Design):
            self.words.setText(design or ("It can be brought back as it was." if gone else ""))
            return
        self.picture.setAccessibleName(f"Picture of {design.name}")
        if len(design.nodes) <= MOST_PICTURED:
            self.picture.setPixmap(card_picture(design, PICTURE, self.devicePixelRatioF()))
        else:
            self.picture.setText(f"{len(design.nodes):,} nodes; open it to see it.")
        self.words.setText("This is the design in sight." if here else design.settings.description)

    def add(self) -> None:
        """Add a copy of the open design, as it is now, under the name in the field, and open it."""
        path, design, name = self._context.files.path, self._open_design(), self.new_name.text()
        if path is None:
            return
        made: list[str] = []
        if self._do(lambda: made.append(add_variant(path, design, name))):
            self._leave_for(partial(open_variant, self._context, made[0]))

    def go_to(self, *_: QModelIndex) -> None:
        """Open the chosen design in a tab, or go to the tab that has it."""
        one = self._variant
        if one is not None:
            self._leave_for(partial(open_variant, self._context, one.id))

    def rename(self) -> None:
        """Give the chosen design the name in the field: in its tab as an edit, else in the file."""
        one, path = self._variant, self._context.files.path
        if one is None or path is None:
            return
        name = self.name.text()
        place = open_variants(self._context).get(one.id)
        if place is None:
            if self._do(partial(rename_variant, path, one.id, name)):
                self._fill(one.id)
            return
        try:
            now = self._design(one)
            if isinstance(now, Design) and now.name != " ".join(name.split()):
                self._edit_in_tab(place, free_name(self._project, name))
        except RefusedInput as problem:
            self._complain(str(problem))
            return
        self._fill(one.id)

    def _edit_in_tab(self, place: int, name: str) -> None:
        """Rename the design in the tab at PLACE; it is in sight for that moment, so that its journal takes it."""
        tabs = self._context.tabs
        if tabs is None:
            return
        back = tabs.at
        tabs.go_to(place)
        work = self._context.workspace
        problem = work.document.attempt(partial(set_name, name=name)) if work is not None else ""
        tabs.go_to(back)
        if problem:
            raise RefusedInput(problem)

    def keep(self) -> None:
        """Make the open design what the chosen one is, as one edit that can be undone."""
        one, work = self._variant, self._context.workspace
        design = self._design(one) if one is not None else ""
        if work is None or not isinstance(design, Design):
            return
        from designer.ui.variants.keeping import kept

        problem = work.document.attempt(partial(kept, other=design))
        self._complain(problem)
        if not problem:
            self.accept()

    def remove(self) -> None:
        """Remove the chosen variant, or bring one back that was removed."""
        row, one, path = self.list.chosen, self._variant, self._context.files.path
        if row is None or path is None:
            return
        if one is None:
            gone = row.key.removeprefix(_GONE)
            if self._do(partial(bring_back, path, gone)):
                self._fill(gone)
            return
        here = one.id == self._context.files.variant
        if not self._close_tab_of(one.id):
            return
        if self._do(partial(remove_variant, path, one.id)) and not here:
            self._fill("")
        if here:
            self.accept()

    def _close_tab_of(self, variant: str) -> bool:
        """Close the tab of VARIANT, asked where its work is unsaved; the main design takes its place in sight."""
        context, tabs = self._context, self._context.tabs
        place = open_variants(context).get(variant)
        if place is None or tabs is None:
            return True
        tab, here = tabs.tabs[place], tabs.current
        if variant == context.files.variant:
            if not context.files.may_leave() or not open_variant(context, ""):
                return False
            here = tabs.current
            tabs.go_to(tabs.tabs.index(tab))
            context.files.close_unasked()
        else:
            tabs.close_tab(place)
        if tab in tabs.tabs:
            tabs.go_to(tabs.tabs.index(here))
            return False
        tabs.go_to(tabs.tabs.index(here))
        return True

    def compare(self) -> None:
        """Compare the open design with the chosen one."""
        from designer.ui.compare.feature import compare_with

        one = self._variant
        self._leave_for(partial(compare_with, self._context, one.id if one is not None else None))

    def _leave_for(self, then: Callable[[], object]) -> None:
        """Close, and do THEN in a turn of its own.

        Opening waits in an event loop, in which a window that was closed goes: it must not be in the middle of a key.
        """
        self.accept()
        QTimer.singleShot(0, self._context.window, then)

    def _do(self, change: Callable[[], object]) -> bool:
        """Do CHANGE to the file and read it again; a refusal is told."""
        files = self._context.files
        if files.path is None or files.read_only:
            self._complain(files.read_only or "Save the design as a project first.")
            return False
        files.aside.wait()
        try:
            files.aside.do(f"Saving {files.path.name} …", change, lambda _: None, hands_off=True)
            self._project = read_open_project(self._context)
        except RefusedInput as problem:
            self._complain(str(problem))
            return False
        tell_count(self._context, self._project)
        return True

    def _complain(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))


def _read_variant(project: OpenedProject, variant: str) -> Design | str:
    """Return a design of PROJECT, or why it cannot be read."""
    try:
        return as_variant(project, variant).design
    except RefusedInput as problem:
        return str(problem)


def _same(design: Design | str) -> Design | str:
    return design
