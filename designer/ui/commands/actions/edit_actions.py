"""The commands of the Edit and Arrange menus."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from designer.edit.links.flows import add_flow, turn_flow
from designer.edit.nodes.clipboard import copy_out, duplicate, paste_in, pasted_ids
from designer.edit.nodes.grouping import group, put_into, ungroup
from designer.edit.nodes.split_copy import peel_copy
from designer.edit.removal import remove_with_flows
from designer.edit.selection import amount_in
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.kinds import CONTAINERS, POD, RACK, ROOM, ROW
from designer.model.network.drawn_flows import flow_called
from designer.model.records import RefusedInput
from designer.ui.jobs.window_first import window_first

if TYPE_CHECKING:
    from designer.ui.app.workspace import Workspace

CLIP_MIME = "application/x-stackwright-clip"
CHARACTERS_EACH = 120
"""Of a copied node or link, about; whatever is larger counts as several."""
PAINTED_MS = 60
GetWorkspace = Callable[[], "Workspace | None"]


class EditActions:
    """Undo, clipboard, delete and tools, on whatever workspace is open."""

    def __init__(self, workspace: GetWorkspace) -> None:
        self._workspace = workspace

    def undo(self) -> None:
        """Take the last edit back."""
        if work := self._workspace():
            work.document.undo()

    def redo(self) -> None:
        """Do it again."""
        if work := self._workspace():
            work.document.redo()

    def cut(self) -> None:
        """Copy, then delete."""
        if not _in_text("cut"):
            self.copy()
            self.delete()

    def copy(self) -> None:
        """Put what is selected on the clipboard, for this window or another."""
        work = self._workspace()
        if work is None or _in_text("copy"):
            return
        try:
            text = copy_out(work.document.design, _records(work))
        except RefusedInput as problem:
            work.message.emit(str(problem))
            return
        QGuiApplication.clipboard().setText(text)
        work.message.emit("Copied.")

    def paste(self) -> None:
        """Paste at the pointer, else into the middle of what is in sight: a piece of a design, or a list of parts."""
        work = self._workspace()
        if work is None or _in_text("paste"):
            return
        x, y = work.canvas.cursor_position()
        from designer.ui.canvas.interaction.mark_pictures import paste_picture

        if paste_picture(work.canvas.stage, QGuiApplication.clipboard().mimeData(), (x, y)):
            return
        text = QGuiApplication.clipboard().text()
        if text.lstrip().startswith("{") or not text.strip():
            self._add(work, partial(paste_in, text=text, x=x, y=y), len(text) // CHARACTERS_EACH, "Pasting …")
            return
        try:
            from designer.ui.canvas.interaction.pasted_list import PastedList

            PastedList(work.document, work.canvas, (x, y)).paste(text)
        except RefusedInput as problem:
            work.message.emit(str(problem))

    def duplicate(self) -> None:
        """Copy what is selected to beside itself."""
        if work := self._workspace():
            ids = _records(work)
            self._add(work, partial(duplicate, ids=ids), amount_in(work.document.design, ids), "Duplicating …")

    def delete(self) -> None:
        """Delete what is selected."""
        work = self._workspace()
        if work is not None and not _in_text("del_"):
            # One wire may stand for many links, folded into containers or seen from far away.
            ids = [one for chosen in work.canvas.selected_ids() for one in work.canvas.stage.links_behind(chosen)]
            many = amount_in(work.document.design, ids)
            work.document.edit_many(partial(remove_with_flows, ids=ids), many, "Deleting …")

    def select_all(self) -> None:
        """Select every node."""
        work = self._workspace()
        if work is not None and not _in_text("selectAll"):
            work.canvas.select_all()

    def swap_part(self) -> None:
        """Make what is selected another part, with its cables."""
        if work := self._workspace():
            from designer.ui.catalog.swap_dialog import SwapDialog, swappable

            try:
                ids = swappable(work.document.design, work.canvas.selected_ids())
            except RefusedInput as problem:
                work.message.emit(str(problem))
                return
            SwapDialog(work.document, ids, work.window()).open()

    def swap_fabric(self) -> None:
        """Put Ethernet or InfiniBand in place of the drawn fabric."""
        if work := self._workspace():
            from designer.ui.explore.fabric_dialog import FabricDialog

            FabricDialog(work.document, work.window()).open()

    def add_part(self) -> None:
        """Go to the search for parts."""
        if work := self._workspace():
            work.side.start_search()

    def quick_add(self) -> None:
        """Open the quick add on the canvas."""
        if work := self._workspace():
            work.views.show_view("topology")
            work.canvas.quick_add()

    def rename(self) -> None:
        """Change the name of what is selected, where it is drawn."""
        if work := self._workspace():
            work.views.show_view("topology")
            work.canvas.rename()

    def count(self) -> None:
        """Change how many copies or cables there are of what is selected."""
        if work := self._workspace():
            work.views.show_view("topology")
            work.canvas.change_count()

    def link_from(self) -> None:
        """Join the two that are selected, else draw a link from the one, led by the keyboard."""
        if work := self._workspace():
            work.views.show_view("topology")
            work.canvas.setFocus()
            work.canvas.link_from()

    def other_ways(self) -> None:
        """Offer the other ways in which the ends of the selected link could be joined."""
        if work := self._workspace():
            work.views.show_view("topology")
            work.canvas.other_ways()

    def turn_relation(self) -> None:
        """Turn the selected relation around."""
        if work := self._workspace():
            work.canvas.turn_relation()

    def next_port(self) -> None:
        """Show the next port group of what is selected."""
        if work := self._workspace():
            work.canvas.next_port()

    def stamp_tool(self) -> None:
        """Place the same part again and again."""
        if work := self._workspace():
            work.views.show_view("topology")
        self._tool("place")

    def select_tool(self) -> None:
        """Select and move."""
        self._tool("select")

    def lasso_tool(self) -> None:
        """Select by a line drawn freely."""
        self._tool("lasso")

    def pan_tool(self) -> None:
        """Move the canvas."""
        self._tool("pan")

    def connect_tool(self) -> None:
        """Draw links."""
        self._tool("connect")

    def flow_tool(self) -> None:
        """Draw flows; where the keyboard leads, from the node that it stands on."""
        work = self._workspace()
        if work is None:
            return
        stage = work.canvas.stage
        if work.canvas.hasFocus() and stage.by_keys and stage.focused:
            work.canvas.flow_by_keys()
        else:
            work.set_tool("flow")

    def flow_between(self) -> None:
        """Let the first of the two selected send to the second."""
        work = self._workspace()
        if work is None:
            return
        nodes = work.canvas.stage.selected_nodes()
        if len(nodes) != 2:
            work.message.emit("Select two nodes or groups first; the first one sends.")
            return
        work.document.edit(partial(add_flow, source=nodes[:1], target=nodes[1:]))

    def turn_flow(self) -> None:
        """Let the flow whose arrow is selected go the other way."""
        work = self._workspace()
        flow = flow_called(work.document.design, next(iter(work.canvas.selected_ids()), "")) if work else None
        if work is None or flow is None:
            return
        if work.document.edit(partial(turn_flow, ends=flow.ends)):
            # The id of a flow is made of its ends: turned, it has another and would fall out of the selection.
            work.canvas.select((msgspec.structs.replace(flow, source=flow.target, target=flow.source).id,))

    def _tool(self, name: str) -> None:
        if work := self._workspace():
            work.set_tool(name)

    def _add(self, work: "Workspace", make: Callable[[Design], ChangeSet], many: int, words: str) -> None:
        made: list[ChangeSet] = []

        def keep(design: Design) -> ChangeSet:
            made.append(make(design))
            return made[-1]

        if work.document.edit_many(keep, many, words):
            select = partial(_select, work, tuple(pasted_ids(made[-1])))
            if many < work.document.large.many:
                select()
            else:
                # A turn of its own, when what was made is painted.
                QTimer.singleShot(PAINTED_MS, work.canvas, select)


class GroupActions:
    """Actions on what stands in what, and on what a generator made."""

    def __init__(self, workspace: GetWorkspace) -> None:
        self._workspace = workspace

    def group_rack(self) -> None:
        """Put what is selected into a new rack."""
        self._group(RACK)

    def group_row(self) -> None:
        """Put what is selected into a new row."""
        self._group(ROW)

    def group_pod(self) -> None:
        """Put what is selected into a new pod."""
        self._group(POD)

    def group_room(self) -> None:
        """Put what is selected into a new room."""
        self._group(ROOM)

    def ungroup(self) -> None:
        """Take the selected containers away and leave what is in them."""
        work = self._workspace()
        if work is None:
            return
        for node_id in work.canvas.selected_ids():
            node = work.document.design.nodes.get(node_id)
            if node is not None and node.kind in CONTAINERS:
                work.document.edit(partial(ungroup, node_id=node_id))

    def take_out(self) -> None:
        """Take what is selected out of its container."""
        if work := self._workspace():
            ids = work.canvas.stage.selected_nodes()
            work.document.edit(partial(put_into, ids=ids, parent=None))

    def peel(self) -> None:
        """Split one copy off, for an exception or a failure."""
        work = self._workspace()
        ids = work.canvas.selected_ids() if work else ()
        if work is not None and len(ids) == 1:
            work.document.edit(partial(peel_copy, node_id=ids[0]))

    def regenerate(self) -> None:
        """Ask for other parameters of the generator that made the design."""
        work = self._workspace()
        if work is None:
            return
        from designer.edit.templates.regenerate import made_with_parameters

        if not made_with_parameters(work.document.design):
            work.message.emit("This design was not made by a generator with parameters.")
            return
        from designer.ui.app.regenerate_dialog import RegenerateDialog

        dialog = RegenerateDialog(work.document, work.window())
        dialog.applied.connect(work.canvas.fit)
        dialog.open()

    def _group(self, kind: str) -> None:
        work = self._workspace()
        if work is None:
            return
        ids = [name for name in work.canvas.selected_ids() if name in work.document.design.nodes]
        before = set(work.document.design.nodes)
        if work.document.edit(partial(group, ids=ids, kind=kind)):
            work.canvas.select(tuple(set(work.document.design.nodes) - before))


def _select(work: "Workspace", ids: tuple[str, ...]) -> None:
    with window_first():
        work.canvas.select(ids)


def _records(work: "Workspace") -> tuple[str, ...]:
    """Return what is selected, less the arrows of flows, which are no records and go with their nodes."""
    design = work.document.design
    return tuple(one for one in work.canvas.selected_ids() if flow_called(design, one) is None)


def _in_text(method: str) -> bool:
    """Let a text field that has the keyboard do it itself."""
    widget = QApplication.focusWidget()
    if not isinstance(widget, QLineEdit | QPlainTextEdit) or not widget.isVisible():
        return False
    if hasattr(widget, method):
        getattr(widget, method)()
    return True
