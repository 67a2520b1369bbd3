"""The commands of the Arrange menu about places: tidy, lock, align, distribute, same size, the grid."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from designer.edit.layouts.align import Direction, Side, Size, align, distribute, same_size, snap_to_grid
from designer.edit.nodes.locks import is_locked, set_locked
from designer.edit.nodes.stacking_order import bring_to_front, send_to_back
from designer.edit.selection import amount_in
from designer.model.changes import ChangeSet
from designer.model.kinds import CONTAINERS
from designer.ui.commands.context import Context, Run

if TYPE_CHECKING:
    from designer.edit.layouts.tidy import Style
    from designer.ui.app.workspace import Workspace


def tidy(context: Context) -> None:
    """Tidy in the style that was used last."""
    _tidy(context, context.preferences.tidy_style)


def tidy_in(style: "Style") -> Run:
    """Return what tidies in a style: what is selected where that is more than one, else all of it."""
    return partial(_tidy, style=style)


def _tidy(context: Context, style: "Style") -> None:
    work = context.workspace
    if work is None:
        return
    context.preferences.tidy_style = style
    chosen = work.canvas.stage.selected_nodes()
    nodes = work.document.design.nodes
    # One tile alone has nothing to be tidied; a container has its inside.
    some = len(chosen) > 1 or any(nodes[one].kind in CONTAINERS and nodes[one].part is None for one in chosen)
    work.views.show_view("topology")
    context.tidying.start(work, style, chosen if some else None)


def lock(context: Context) -> None:
    """Lock what is selected in place; when all of it is locked, unlock it."""
    work = context.workspace
    if work is None:
        return
    chosen = work.canvas.stage.selected_things()
    locked = not all(is_locked(work.document.design, one) for one in chosen)
    if chosen:
        work.document.edit(partial(set_locked, ids=chosen, locked=locked))


def unlock_all(context: Context) -> None:
    """Unlock everything."""
    work = context.workspace
    if work is None:
        return
    locked = sorted(work.canvas.stage.locked)
    if locked:
        work.document.edit(partial(set_locked, ids=locked, locked=False))
    else:
        work.message.emit("Nothing is locked.")


def to_front(context: Context) -> None:
    """In front of all beside it."""
    if work := context.workspace:
        ids = work.canvas.stage.selected_things()
        _place(work, partial(bring_to_front, ids=ids), "There is nothing in front of it.")


def to_back(context: Context) -> None:
    """Behind all beside it."""
    if work := context.workspace:
        ids = work.canvas.stage.selected_things()
        _place(work, partial(send_to_back, ids=ids), "There is nothing behind it.")


def snap(context: Context) -> None:
    """All, or what is selected, on the grid."""
    work = context.workspace
    if work is not None:
        chosen = work.canvas.stage.selected_things()
        _place(work, partial(snap_to_grid, ids=chosen or None), "Everything is on the grid already.")


def aligned(side: Side) -> Run:
    """Return what puts one side, or the middles, of what is selected on one line."""
    return partial(_align, side=side)


def _align(context: Context, side: Side) -> None:
    if work := context.workspace:
        _place(work, partial(align, ids=work.canvas.stage.selected_things(), side=side), "They are aligned.")


def equal_gaps(direction: Direction) -> Run:
    """Return what makes the gaps between what is selected equal."""
    return partial(_equal_gaps, direction=direction)


def _equal_gaps(context: Context, direction: Direction) -> None:
    if work := context.workspace:
        chosen = work.canvas.stage.selected_things()
        _place(work, partial(distribute, ids=chosen, direction=direction), "The gaps are equal already.")


def same(size: Size) -> Run:
    """Return what makes what is selected as wide as the widest, or as high as the highest."""
    return partial(_same, size=size)


def _same(context: Context, size: Size) -> None:
    if work := context.workspace:
        chosen = work.canvas.stage.selected_things()
        _place(work, partial(same_size, ids=chosen, size=size), f"They are of one {size} already.")


def _place(work: "Workspace", make: Callable[..., ChangeSet], already: str) -> None:
    revision = work.document.session.revision
    chosen, design = work.canvas.stage.selected_things(), work.document.design
    many = amount_in(design, chosen) if chosen else len(design.nodes)
    if work.document.edit_many(make, many, "Placing …") and work.document.session.revision == revision:
        work.message.emit(already)
