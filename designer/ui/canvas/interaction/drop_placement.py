"""Placement of what is let go on the canvas: which container takes it, and why one does not."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from designer.catalog.library import Library
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.edit.edit_labels import kind_title, named
from designer.edit.nodes.nodes import add_node, move_nodes, put_into, set_node
from designer.edit.selection import contents
from designer.model.canvas_sizes import TILE_HEIGHT, TILE_WIDTH
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.parts.part import Part

GAP = 32.0


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
        # The refusal of the innermost frame is what the person aims at; tiles, which hold nothing visibly, explain
        # nothing.
        if not refusal and record_id in drawing.frame_index:
            refused = record_id
            refusal = f"{_article(unfit)} cannot stand in {node.title}: {_where(unfit)}."
    return Landing(None, refusal, refused)


def _under(drawing: Drawing, x: float, y: float) -> list[str]:
    """Ids of tiles and frames around a place, innermost first."""
    found: list[str] = []
    frames = [frame.id for frame in drawing.frames]
    for boxes, ids in ((drawing.boxes, drawing.tiles.ids), (drawing.frame_boxes, frames)):
        if len(boxes):
            inside = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
            found += [ids[int(i)] for i in inside.nonzero()[0][::-1]]
    return found


def _article(kind: str) -> str:
    title = kind_title(kind)
    small = title if title.isupper() else title.lower()
    return f"{'An' if title[0] in 'AEIOU' else 'A'} {small}"


def _where(kind: str) -> str:
    parents = [KINDS[name].title.lower() for name in KINDS[kind].parents]
    return f"it may stand in a {', '.join(parents)}" if parents else "it stands in nothing else"


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


def placed(
    design: Design, library: Library, drawing: Drawing, part: Part, x: float, y: float, copies: int = 1
) -> tuple[ChangeSet, Landing, Rect]:
    """Add COPIES of PART with its middle at (X, Y): inside what takes it, else beside what does not.

    Raises:
        RefusedInput: the part or the place is not allowed.
    """
    where = landing(design, drawing, (part.kind,), x, y)
    rect = Rect(x - TILE_WIDTH / 2, y - TILE_HEIGHT / 2, TILE_WIDTH, TILE_HEIGHT)
    if where.refused:
        frame = drawing.rect_of(where.refused)
        if frame is not None:
            rect = Rect(frame.right + GAP, rect.y, rect.width, rect.height)
    edit = add_node(design, library, part.id, rect.x, rect.y, copies=copies, parent=where.parent)
    return edit, where, rect


def free_place(drawing: Drawing, wanted: Rect, avoid_frames: bool) -> Rect:
    """The nearest rectangle to WANTED, to the right and below, that covers no tile (and no frame)."""
    boxes = np.vstack((drawing.boxes, drawing.frame_boxes)) if avoid_frames else drawing.boxes
    rect = wanted
    for step in range(200):
        row, column = step % 8, step // 8
        rect = Rect(
            wanted.x + column * (wanted.width + GAP),
            wanted.y + row * (wanted.height + GAP),
            wanted.width,
            wanted.height,
        )
        around = rect.grown(GAP / 2 - 1)
        met = (around.x < boxes[:, 2]) & (boxes[:, 0] < around.right)
        if not (met & (around.y < boxes[:, 3]) & (boxes[:, 1] < around.bottom)).any():
            return rect
    return rect


def inside_of(design: Design, ids: Collection[str]) -> set[str]:
    """IDS with all that stands in them."""
    return contents(design, ids)
