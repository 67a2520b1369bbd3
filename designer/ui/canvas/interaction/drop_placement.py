"""Placement of what is let go on the canvas: which container takes it, and why one does not."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from designer.catalog.library import Library
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.edit.edit_labels import kind_title, named
from designer.edit.layouts.drawn_boxes import is_frame
from designer.edit.layouts.free_places import CLEAR
from designer.edit.layouts.making_room import put_clear
from designer.edit.nodes.clipboard import pasted_ids
from designer.edit.nodes.nodes import add_node, move_nodes, put_into, set_node
from designer.edit.selection import contents
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.kinds import KINDS, SERVER
from designer.model.parts.part import Part
from designer.model.wording import listed
from designer.ui.canvas.interaction.making_room import free_rect, place_in_folded, size_of_new, surroundings, with_room

GAP = 32.0
_MOST_NAMED = 3


class Landing(NamedTuple):
    """Container that takes a thing.

    Attributes:
        parent: Id of the container or host; None is the open canvas.
        refusal: Why the innermost one under the pointer does not take it, "" when it does.
        refused: Id of that one.
    """

    parent: str | None = None
    refusal: str = ""
    refused: str = ""


def landing(
    design: Design, drawing: Drawing, kinds: Collection[str], x: float, y: float, leaving_out: Collection[str] = ()
) -> Landing:
    """Return the container for things of KINDS let go at (X, Y); what is LEAVING_OUT moves along and takes nothing."""
    refusal = refused = ""
    # From the innermost outwards: the first container that may hold all kinds takes them.
    for record_id in _under(drawing, x, y):
        node = design.nodes.get(record_id)
        if node is None or record_id in leaving_out:
            continue
        unfit = next((kind for kind in kinds if kind in KINDS and node.kind not in KINDS[kind].parents), None)
        if unfit is None:
            return Landing(record_id, refusal, refused)
        # The refusal of the innermost is what the person aims at. A tile that is none of the hosts of a thing that
        # goes into hosts is aimed at too; all other tiles hold nothing visibly, and explain nothing.
        if refusal or not (record_id in drawing.frame_index or _hosts(unfit)):
            continue
        refused = record_id
        refusal = f"{_article(unfit)} cannot stand in {node.title}: {_where(unfit)}."
        if record_id not in drawing.frame_index:
            refusal = f"{_article(unfit)} does not go into {node.title}. {_fitting(design, unfit)}"
    return Landing(None, refusal, refused)


def _under(drawing: Drawing, x: float, y: float) -> list[str]:
    """Ids of tiles and frames around a place, innermost first."""
    place = np.array((x, y))
    tiles, frames = (
        np.flatnonzero(np.all((boxes[:, :2] <= place) & (place <= boxes[:, 2:]), axis=1))[::-1]
        for boxes in (drawing.boxes, drawing.frame_boxes)
    )
    return [str(drawing.tiles.ids[int(number)]) for number in tiles] + [
        drawing.frames[int(number)].id for number in frames
    ]


def _article(kind: str) -> str:
    title = kind_title(kind)
    small = title if title.isupper() else title.lower()
    return f"{'An' if title[0] in 'AEIOU' else 'A'} {small}"


def _where(kind: str) -> str:
    parents = [KINDS[name].title.lower() for name in KINDS[kind].parents]
    return f"it may stand in a {', '.join(parents)}" if parents else "it stands in nothing else"


def _hosts(kind: str) -> list[str]:
    """The kinds of devices that take KIND inside, such as servers for accelerators; software runs on them instead."""
    if KINDS[kind].role == "software" or SERVER not in KINDS[kind].parents:
        return []
    return [name for name in KINDS[kind].parents if not KINDS[name].container]


def _fitting(design: Design, kind: str) -> str:
    """Return a sentence about the devices that take KIND inside: by kind, and by name in DESIGN."""
    hosts = _hosts(kind)
    here = [node.title for node in design.nodes_in_order() if node.kind in hosts]
    words = f"It goes into {listed((f'a {KINDS[name].title.lower()}' for name in hosts), _MOST_NAMED, 'or')}"
    return f"{words}: here {listed(here, _MOST_NAMED, 'or')}." if here else f"{words}."


def moved(
    design: Design, drawing: Drawing, ids: Sequence[str], dx: float, dy: float, parent: str | None, *, stay: bool
) -> ChangeSet:
    """Move IDS by (DX, DY) and, unless they STAY where they are, put them into PARENT, as one edit.

    Raises:
        RefusedInput: a place or a parent is not allowed.
    """
    edit = move_nodes(design, ids, dx, dy)
    leaving = [] if stay else [node_id for node_id in ids if design.nodes[node_id].parent != parent]
    if not leaving:
        return edit
    after = edit.applied(design)
    edit = edit.then(put_into(after, leaving, parent))
    edit = edit.then(_emptied(edit.applied(design), design, drawing, leaving))
    if parent is None:
        edit.label = f"Take {named(design, leaving)} out"
    else:
        edit.label = f"Put {named(design, leaving)} into {design.nodes[parent].title}"
    return edit


def _emptied(after: Design, before: Design, drawing: Drawing, leaving: Sequence[str]) -> ChangeSet:
    """Containers that lost their last content stay where they were drawn."""
    edit = ChangeSet()
    for parent in dict.fromkeys(before.nodes[node_id].parent for node_id in leaving):
        rect = drawing.rect_of(parent) if parent else None
        if parent is None or rect is None or parent not in drawing.frame_index:
            continue
        if not any(node.parent == parent for node in after.nodes.values()):
            edit = edit.then(set_node(edit.applied(after), parent, x=rect.x, y=rect.y))
    return edit


class Placed(NamedTuple):
    """A part that was placed.

    Attributes:
        edit: The edit that places it.
        where: What takes it, and why the innermost thing under the pointer does not.
        rect: Where it stands.
        beside: Id of what it would have covered, "" where it stands where it was let go.
        gave_way: Ids of what gives way to a host or container that grows with it.
    """

    edit: ChangeSet
    where: Landing
    rect: Rect
    beside: str = ""
    gave_way: tuple[str, ...] = ()


def placed(
    design: Design,
    library: Library,
    drawing: Drawing,
    part: Part,
    x: float,
    y: float,
    copies: int = 1,
    *,
    where: Landing | None = None,
    free: bool = False,
    clear_of: Rect | None = None,
) -> Placed:
    """Add COPIES of PART with its middle at (X, Y): inside what takes it, else as near as nothing is covered.

    Args:
        design: The design.
        library: Where the part is from.
        drawing: The drawing of the design from near by.
        part: The part.
        x: Wanted middle, canvas pixels.
        y: The same.
        copies: How many.
        where: What takes it, where that is known already.
        free: Whether it may touch its neighbours.
        clear_of: A place on a link that does not take it, which it is not to cover.

    Raises:
        RefusedInput: the part or the place is not allowed.
    """
    where = where or landing(design, drawing, (part.kind,), x, y)
    rect, beside = resting(design, drawing, part.kind, x, y, where, free=free, clear_of=clear_of)
    edit = add_node(design, library, part.id, rect.x, rect.y, copies=copies, parent=where.parent)
    edit, gave_way = with_room(design, edit)
    return Placed(edit, where, rect, beside, gave_way)


def resting(
    design: Design,
    drawing: Drawing,
    kind: str,
    x: float,
    y: float,
    where: Landing,
    *,
    free: bool = False,
    part: bool = True,
    clear_of: Rect | None = None,
) -> tuple[Rect, str]:
    """Return where a new node of KIND comes to rest that is let go with its middle at (X, Y), and what it avoids."""
    width, height = size_of_new(kind, part=part)
    wanted = Rect(x - width / 2, y - height / 2, width, height)
    if where.parent is not None and where.parent not in drawing.frame_index:
        parent = design.nodes.get(where.parent)
        if parent is None or not is_frame(parent):
            return wanted, ""
        return Rect(*place_in_folded(design, where.parent, (width, height)), width, height), ""
    around = surroundings(design, drawing, where.parent)
    if clear_of is not None and around is not None:
        corners = (clear_of.x, clear_of.y, clear_of.right, clear_of.bottom)
        around = around._replace(taken=np.vstack((around.taken, corners)))
    rect = free_rect(around, wanted, free=free)
    return rect, "" if rect == wanted else where.refused or covered(drawing, wanted)


def covered(drawing: Drawing, rect: Rect, leaving_out: Collection[str] = ()) -> str:
    """Id of the tile, else of the group, that RECT meets or nearly does; of several the one with the nearest middle.

    What is LEAVING_OUT moves along and is never meant.
    """
    near = rect.grown(CLEAR)
    x, y = rect.centre
    for boxes, index in ((drawing.boxes, drawing.tile_index), (drawing.frame_boxes, drawing.frame_index)):
        met = (boxes[:, 0] < near.right) & (boxes[:, 2] > near.x) & (boxes[:, 1] < near.bottom) & (boxes[:, 3] > near.y)
        met[[index[one] for one in leaving_out if one in index]] = False
        if met.any():
            far = np.hypot(boxes[:, 0] + boxes[:, 2] - 2 * x, boxes[:, 1] + boxes[:, 3] - 2 * y)
            number = int(np.where(met, far, np.inf).argmin())
            return drawing.tiles.ids[number] if index is drawing.tile_index else drawing.frames[number].id
    return ""


class Dropped(NamedTuple):
    """Copies that were put down: the edit, and the id of what they would have covered."""

    edit: ChangeSet
    beside: str = ""


def dropped(design: Design, seen: Drawing, near: Drawing, edit: ChangeSet, at: tuple[float, float]) -> Dropped:
    """Return EDIT, which pastes things with their corner AT a place, where they cover nothing, in what takes them.

    Args:
        design: The design.
        seen: Its drawing as it is seen.
        near: Its drawing from near by.
        edit: What pastes them.
        at: Canvas place under the pointer.
    """
    tops = [one for one in pasted_ids(edit) if ("nodes", one) in edit.changes]
    if not tops:
        return Dropped(edit)
    added = [edit.changes["nodes", one][1] for one in tops]
    kinds = {node.kind for node in added if isinstance(node, Node)}
    where = landing(design, seen, kinds, *at)
    if where.parent is not None:
        label = edit.label
        edit = edit.then(put_into(edit.applied(design), tops, where.parent))
        edit.label = label
    around = surroundings(design, near, where.parent)
    if around is None:
        return Dropped(edit)
    clear = put_clear(edit, tops, around.taken, around.growing)
    beside = "" if clear is edit else covered(near, Rect(*at, 1.0, 1.0))
    return Dropped(with_room(design, clear)[0], beside)


def beside_themselves(design: Design, near: Drawing, edit: ChangeSet) -> ChangeSet:
    """Return EDIT, which duplicates things in the containers that hold them, where the copies cover nothing there."""
    copies: dict[str | None, list[str]] = {}
    for one in pasted_ids(edit):
        _, node = edit.changes.get(("nodes", one), (None, None))
        if isinstance(node, Node):
            copies.setdefault(node.parent, []).append(one)
    for parent, tops in copies.items():
        around = surroundings(design, near, parent)
        if around is not None:
            edit = put_clear(edit, tops, around.taken, around.growing)
    return with_room(design, edit)[0]


def inside_of(design: Design, ids: Collection[str]) -> set[str]:
    """IDS with all that stands in them."""
    return contents(design, ids)
