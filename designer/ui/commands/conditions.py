"""When commands can run, by the names that their rows in the table of commands give."""

from collections.abc import Mapping
from itertools import islice
from typing import Final

from designer.edit.links.join_options import can_turn
from designer.model.kinds import CONTAINERS
from designer.ui.commands.command import Condition
from designer.ui.commands.context import Context


def _has_design(context: Context) -> bool:
    return context.workspace is not None


def _can_undo(context: Context) -> bool:
    return context.workspace is not None and context.workspace.document.session.undo_label is not None


def _can_redo(context: Context) -> bool:
    return context.workspace is not None and context.workspace.document.session.redo_label is not None


def _has_selection(context: Context) -> bool:
    return context.workspace is not None and bool(context.workspace.canvas.selected_ids())


def _has_container(context: Context) -> bool:
    if context.workspace is None:
        return False
    nodes = context.workspace.document.design.nodes
    return any(name in nodes and nodes[name].kind in CONTAINERS for name in context.workspace.canvas.selected_ids())


def _has_copies(context: Context) -> bool:
    if context.workspace is None:
        return False
    ids, nodes = context.workspace.canvas.selected_ids(), context.workspace.document.design.nodes
    return len(ids) == 1 and ids[0] in nodes and nodes[ids[0]].copies > 1


def _has_several(context: Context) -> bool:
    work = context.workspace
    if work is None or len(work.canvas.selected_ids()) < 2:
        return False
    nodes, marks = work.document.design.nodes, work.document.design.marks
    things = (one for one in work.canvas.selected_ids() if one in nodes or one in marks)
    return len(tuple(islice(things, 2))) == 2


def _has_one(context: Context) -> bool:
    return context.workspace is not None and len(context.workspace.canvas.selected_ids()) == 1


def _has_flow(context: Context) -> bool:
    return context.workspace is not None and context.workspace.canvas.menu_place() == "flow"


def _has_link(context: Context) -> bool:
    return context.workspace is not None and context.workspace.canvas.chosen_link() is not None


def _has_linkable(context: Context) -> bool:
    work = context.workspace
    chosen = work.canvas.selected_ids() if work is not None else ()
    return work is not None and len(chosen) in (1, 2) and len(work.canvas.stage.selected_nodes()) == len(chosen)


def _has_turnable(context: Context) -> bool:
    link = context.workspace.canvas.chosen_link() if context.workspace is not None else None
    return context.workspace is not None and link is not None and can_turn(context.workspace.document.design, link)


def _has_two(context: Context) -> bool:
    work = context.workspace
    if work is None or len(work.canvas.selected_ids()) < 2:
        return False
    nodes = work.document.design.nodes
    return len(tuple(islice((one for one in work.canvas.selected_ids() if one in nodes), 3))) == 2


def _has_generator(context: Context) -> bool:
    if context.workspace is None:
        return False
    from designer.edit.templates.regenerate import made_with_parameters

    return made_with_parameters(context.workspace.document.design)


def _has_failures(context: Context) -> bool:
    return context.workspace is not None and bool(context.workspace.document.what_if.failed)


CONDITIONS: Final[Mapping[str, Condition[Context]]] = {
    "design": Condition(_has_design, "Open or begin a design first."),
    "undo": Condition(_can_undo, "Nothing was done that could be undone."),
    "redo": Condition(_can_redo, "Nothing was undone that could be done again."),
    "selection": Condition(_has_selection, "Select something first."),
    "container": Condition(_has_container, "Select a rack, pod or another group first."),
    "copies": Condition(_has_copies, "Select one thing of which there are several copies first."),
    "one": Condition(_has_one, "Select one thing first."),
    "two": Condition(_has_two, "Select two nodes first."),
    "flow": Condition(_has_flow, "Select the arrow of one flow first."),
    "link": Condition(_has_link, "Select one link first."),
    "linkable": Condition(_has_linkable, "Select one tile or group, or two that are to be joined, first."),
    "turnable": Condition(_has_turnable, "Select a relation that makes sense the other way round first."),
    "several": Condition(_has_several, "Select two or more nodes first."),
    "failures": Condition(_has_failures, "Nothing has failed."),
    "generated": Condition(_has_generator, "Only a design made by a template with parameters can be made anew."),
}
