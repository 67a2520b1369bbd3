"""Folding and unfolding from the menu and by keys."""

from functools import partial

from designer.edit.nodes.folding import fold, folded_around, to_fold
from designer.ui.commands.context import Context


def toggle_fold(context: Context) -> None:
    """Fold what is selected, or the group that it stands in; unfold it when all of it is folded or hidden."""
    work = context.workspace
    if work is None:
        return
    design, ids = work.document.design, work.canvas.selected_ids()
    hiding = folded_around(design, ids)
    if hiding:
        _set_folded(context, hiding, folded=False, keep=ids)
        return
    wanted = to_fold(design, ids)
    if not wanted:
        work.message.emit("Select a group, or something in one: a site, room, row, rack or pod.")
        return
    folded = not all(design.nodes[one].folded for one in wanted)
    _set_folded(context, wanted, folded=folded, keep=tuple(wanted))


def fold_all(context: Context) -> None:
    """Fold all outermost groups."""
    work = context.workspace
    if work is None:
        return
    design = work.document.design
    open_ones = [one for one in to_fold(design, design.nodes) if design.nodes[one].parent not in design.nodes]
    open_ones = [one for one in open_ones if not design.nodes[one].folded]
    if open_ones:
        _set_folded(context, open_ones, folded=True, keep=())
    else:
        work.message.emit("There is no open group to fold.")


def unfold_all(context: Context) -> None:
    """Unfold all groups."""
    work = context.workspace
    if work is None:
        return
    design = work.document.design
    closed = [node.id for node in design.nodes_in_order() if node.folded and node.part is None]
    if closed:
        _set_folded(context, closed, folded=False, keep=work.canvas.selected_ids())
    else:
        work.message.emit("Nothing is folded.")


def _set_folded(context: Context, ids: list[str], *, folded: bool, keep: tuple[str, ...]) -> None:
    work = context.workspace
    if work is None:
        return
    work.views.show_view("topology")
    if work.document.edit(partial(fold, ids=ids, folded=folded)):
        work.canvas.select(keep)
