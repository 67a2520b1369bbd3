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
from designer.model.kinds import CONTAINERS
from designer.model.network.drawn_flows import flow_called
from designer.model.records import RefusedInput
from designer.ui.commands.context import Context, Run
from designer.ui.jobs.window_first import window_first

if TYPE_CHECKING:
    from designer.ui.app.workspace import Workspace

CLIP_MIME = "application/x-stackwright-clip"
CHARACTERS_EACH = 120
"""Of a copied node or link, about; whatever is larger counts as several."""
PAINTED_MS = 60


def undo(context: Context) -> None:
    """Take the last edit back."""
    if work := context.workspace:
        work.document.undo()


def redo(context: Context) -> None:
    """Do it again."""
    if work := context.workspace:
        work.document.redo()


def cut(context: Context) -> None:
    """Copy, then delete."""
    if not _in_text(lambda field: field.cut()):
        copy(context)
        delete(context)


def copy(context: Context) -> None:
    """Put what is selected on the clipboard, for this window or another."""
    work = context.workspace
    if work is None or _in_text(lambda field: field.copy()):
        return
    try:
        text = copy_out(work.document.design, _records(work))
    except RefusedInput as problem:
        work.message.emit(str(problem))
        return
    QGuiApplication.clipboard().setText(text)
    work.message.emit("Copied.")


def paste(context: Context) -> None:
    """Paste at the pointer, else into the middle of what is in sight: a piece of a design, or a list of parts."""
    work = context.workspace
    if work is None or _in_text(lambda field: field.paste()):
        return
    x, y = work.canvas.cursor_position()
    from designer.ui.canvas.interaction.mark_pictures import paste_picture

    if paste_picture(work.canvas.stage, QGuiApplication.clipboard().mimeData(), (x, y)):
        return
    text = QGuiApplication.clipboard().text()
    if text.lstrip().startswith("{") or not text.strip():
        _paste_clip(work, text, x, y)
        return
    try:
        from designer.ui.canvas.interaction.pasted_list import PastedList

        PastedList(work.document, work.canvas, (x, y)).paste(text)
    except RefusedInput as problem:
        work.message.emit(str(problem))


def _paste_clip(work: "Workspace", text: str, x: float, y: float) -> None:
    """Paste a piece of a design into what takes it at a place, where it covers nothing."""
    from designer.ui.canvas.interaction.drop_placement import dropped

    stage = work.canvas.stage
    # Drawn here, since what pastes thousands of things runs in a thread.
    seen, near, beside = stage.drawing, stage.near_drawing, list[str]()

    def make(design: Design) -> ChangeSet:
        found = dropped(design, seen, near, paste_in(design, text, x, y), (x, y))
        beside[:] = [found.beside]
        return found.edit

    made = _add(work, make, len(text) // CHARACTERS_EACH, "Pasting …")
    avoided = stage.design.nodes.get(beside[0]) if made and beside else None
    if made and avoided is not None:
        stage.tell(f"{made[-1].label} beside {avoided.title}. Nothing covers another thing.", "info")


def duplicate_selected(context: Context) -> None:
    """Copy what is selected to beside itself."""
    if work := context.workspace:
        ids = _records(work)
        from designer.ui.canvas.interaction.drop_placement import beside_themselves

        near = work.canvas.stage.near_drawing
        _add(
            work,
            lambda design: beside_themselves(design, near, duplicate(design, ids)),
            amount_in(work.document.design, ids),
            "Duplicating …",
        )


def delete(context: Context) -> None:
    """Delete what is selected."""
    work = context.workspace
    if work is not None and not _in_text(_delete_in):
        # One wire may stand for many links, folded into containers or seen from far away.
        ids = [one for chosen in work.canvas.selected_ids() for one in work.canvas.stage.links_behind(chosen)]
        many = amount_in(work.document.design, ids)
        work.document.edit_many(partial(remove_with_flows, ids=ids), many, "Deleting …")


def select_all(context: Context) -> None:
    """Select every node."""
    work = context.workspace
    if work is not None and not _in_text(lambda field: field.selectAll()):
        work.canvas.select_all()


def swap_part(context: Context) -> None:
    """Make what is selected another part, with its cables."""
    if work := context.workspace:
        from designer.ui.catalog.swap_dialog import SwapDialog, swappable

        try:
            ids = swappable(work.document.design, work.canvas.selected_ids())
        except RefusedInput as problem:
            work.message.emit(str(problem))
            return
        SwapDialog(work.document, ids, work.window()).open()


def swap_fabric(context: Context) -> None:
    """Put Ethernet or InfiniBand in place of the drawn fabric."""
    if work := context.workspace:
        from designer.ui.explore.fabric_dialog import FabricDialog

        FabricDialog(work.document, work.window()).open()


def fix_all(context: Context) -> None:
    """Show what mends all errors, and make it when it is accepted."""
    if work := context.workspace:
        from designer.ui.explore.mend_dialog import MendDialog

        MendDialog(work.document, work.window()).open()


def add_part(context: Context) -> None:
    """Go to the search for parts."""
    if work := context.workspace:
        work.show_panel("parts").start()


def quick_add(context: Context) -> None:
    """Open the quick add on the canvas."""
    if work := context.workspace:
        work.views.show_view("topology")
        work.canvas.quick_add()


def rename(context: Context) -> None:
    """Change the name of what is selected, where it is drawn."""
    if work := context.workspace:
        work.views.show_view("topology")
        work.canvas.rename()


def count(context: Context) -> None:
    """Change how many copies or cables there are of what is selected."""
    if work := context.workspace:
        work.views.show_view("topology")
        work.canvas.change_count()


def link_from(context: Context) -> None:
    """Join the two that are selected, else draw a link from the one, led by the keyboard."""
    if work := context.workspace:
        work.views.show_view("topology")
        work.canvas.setFocus()
        work.canvas.link_from()


def other_ways(context: Context) -> None:
    """Offer the other ways in which the ends of the selected link could be joined."""
    if work := context.workspace:
        work.views.show_view("topology")
        work.canvas.other_ways()


def turn_relation(context: Context) -> None:
    """Turn the selected relation around."""
    if work := context.workspace:
        work.canvas.turn_relation()


def next_port(context: Context) -> None:
    """Show the next port group of what is selected."""
    if work := context.workspace:
        work.canvas.next_port()


def flow_tool(context: Context) -> None:
    """Draw flows; where the keyboard leads, from the node that it stands on."""
    work = context.workspace
    if work is None:
        return
    stage = work.canvas.stage
    if work.canvas.hasFocus() and stage.by_keys and stage.focused:
        work.canvas.flow_by_keys()
    else:
        work.set_tool("flow")


def flow_between(context: Context) -> None:
    """Let the first of the two selected send to the second."""
    work = context.workspace
    if work is None:
        return
    nodes = work.canvas.stage.selected_nodes()
    if len(nodes) != 2:
        work.message.emit("Select two nodes or groups first; the first one sends.")
        return
    work.document.edit(partial(add_flow, source=nodes[:1], target=nodes[1:]))


def turn_selected_flow(context: Context) -> None:
    """Let the flow whose arrow is selected go the other way."""
    work = context.workspace
    flow = flow_called(work.document.design, next(iter(work.canvas.selected_ids()), "")) if work else None
    if work is None or flow is None:
        return
    if work.document.edit(partial(turn_flow, ends=flow.ends)):
        # The id of a flow is made of its ends: turned, it has another and would fall out of the selection.
        work.canvas.select((msgspec.structs.replace(flow, source=flow.target, target=flow.source).id,))


def stamp_tool(context: Context) -> None:
    """Place the same part again and again."""
    if work := context.workspace:
        work.views.show_view("topology")
        work.set_tool("place")


def tool(name: str) -> Run:
    """Return what chooses a tool of the canvas."""
    return partial(_set_tool, name=name)


def _set_tool(context: Context, name: str) -> None:
    if work := context.workspace:
        work.set_tool(name)


def _add(work: "Workspace", make: Callable[[Design], ChangeSet], many: int, words: str) -> list[ChangeSet]:
    """Make an edit that adds things, and select these; the answer ends with the edit, and is empty for a refusal."""
    made: list[ChangeSet] = []

    def keep(design: Design) -> ChangeSet:
        made.append(make(design))
        return made[-1]

    if not work.document.edit_many(keep, many, words):
        return []
    if made:
        select = partial(_select, work, tuple(pasted_ids(made[-1])))
        if many < work.document.large.many:
            select()
        else:
            # A turn of its own, when what was made is painted.
            QTimer.singleShot(PAINTED_MS, work.canvas, select)
    return made


def ungroup_selected(context: Context) -> None:
    """Take the selected containers away and leave what is in them."""
    work = context.workspace
    if work is None:
        return
    for node_id in work.canvas.selected_ids():
        node = work.document.design.nodes.get(node_id)
        if node is not None and node.kind in CONTAINERS:
            work.document.edit(partial(ungroup, node_id=node_id))


def take_out(context: Context) -> None:
    """Take what is selected out of its container."""
    if work := context.workspace:
        ids = work.canvas.stage.selected_nodes()
        work.document.edit(partial(put_into, ids=ids, parent=None))


def peel(context: Context) -> None:
    """Split one copy off, for an exception or a failure."""
    work = context.workspace
    ids = work.canvas.selected_ids() if work else ()
    if work is not None and len(ids) == 1:
        work.document.edit(partial(peel_copy, node_id=ids[0]))


def regenerate(context: Context) -> None:
    """Ask for other parameters of the generator that made the design."""
    work = context.workspace
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


def group_into(kind: str) -> Run:
    """Return what puts what is selected into a new container of a kind."""
    return partial(_group, kind=kind)


def _group(context: Context, kind: str) -> None:
    work = context.workspace
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


def _delete_in(field: QLineEdit | QPlainTextEdit) -> None:
    # A field of several lines deletes by its own keys.
    if isinstance(field, QLineEdit):
        field.del_()


def _in_text(act: Callable[[QLineEdit | QPlainTextEdit], object]) -> bool:
    """Let a text field that has the keyboard do it itself."""
    widget = QApplication.focusWidget()
    if not isinstance(widget, QLineEdit | QPlainTextEdit) or not widget.isVisible():
        return False
    act(widget)
    return True
