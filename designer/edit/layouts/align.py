"""Aligning, distributing, equal sizes, and all on the grid: edits of where things lie, as they are drawn."""

from collections.abc import Collection, Mapping
from typing import Any, Final, Literal

import msgspec

from designer.edit.draft import Draft
from designer.edit.edit_labels import named
from designer.edit.layouts.blocks import Box, around
from designer.edit.layouts.drawn_boxes import chips_in, drawn_boxes, is_frame
from designer.edit.marks.arrow_ends import points_of, shifted
from designer.edit.nodes.locks import is_locked
from designer.edit.selection import contents, held_by, outermost, require_known
from designer.model.canvas_sizes import GRID
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput

Side = Literal["left", "centre", "right", "top", "middle", "bottom"]
Direction = Literal["across", "down"]
Size = Literal["width", "height"]
SIDES: Final[Mapping[Side, str]] = {
    "left": "left edges",
    "centre": "centres",
    "right": "right edges",
    "top": "top edges",
    "middle": "middles",
    "bottom": "bottom edges",
}
_ACROSS: Final = ("left", "centre", "right")


def align(design: Design, ids: Collection[str], side: Side) -> ChangeSet:
    """Move nodes so that one side of all of them, or their middle, lies on one line.

    The line is that of the outermost; locked ones among them stay, and the line is theirs.

    Raises:
        RefusedInput: fewer than two are given, one is not there, or there is no such side.
    """
    if side not in SIDES:
        raise RefusedInput(f"There is no side {side!r} to align; there are {', '.join(SIDES)}.")
    tops, boxes = _drawn(design, ids, 2, "align")
    # Locked things do not move, so that the others go to their line.
    locked = [boxes[one] for one in tops if is_locked(design, one)]
    held = around(locked or [boxes[one] for one in tops])
    line = _line(held, side)
    shifts = {one: line - _line(boxes[one], side) for one in tops if not is_locked(design, one)}
    return _shifted(design, shifts, f"Align {SIDES[side]} of {named(design, tops)}", across=side in _ACROSS)


def _line(box: Box, side: Side) -> float:
    match side:
        case "left":
            return box.left
        case "right":
            return box.right
        case "centre":
            return (box.left + box.right) / 2
        case "top":
            return box.top
        case "bottom":
            return box.bottom
        case "middle":
            return (box.top + box.bottom) / 2


def distribute(design: Design, ids: Collection[str], direction: Direction) -> ChangeSet:
    """Move nodes so that the gaps between them are equal, to a pixel; the first and the last stay, and locked ones.

    Raises:
        RefusedInput: fewer than three are given, one is not there, or there is no such direction.
    """
    if direction not in ("across", "down"):
        raise RefusedInput(f"Distribute across or down, not {direction!r}.")
    tops, boxes = _drawn(design, ids, 3, "distribute")
    across = direction == "across"
    spans = {
        one: (boxes[one].left, boxes[one].right) if across else (boxes[one].top, boxes[one].bottom) for one in tops
    }
    # By their middles; ties in the order of selection.
    ordered = sorted(tops, key=lambda one: sum(spans[one]))
    # What is left between the first and the last, in equal parts; negative where they overlap, which stays even.
    room = spans[ordered[-1]][1] - spans[ordered[0]][0] - sum(end - begin for begin, end in spans.values())
    gap = room / (len(ordered) - 1)
    shifts: dict[str, float] = {}
    at = spans[ordered[0]][1]
    for one in ordered[1:-1]:
        begin, end = spans[one]
        if not is_locked(design, one):
            # Rounded to whole pixels here, while AT goes on unrounded: errors do not add up.
            shifts[one] = round(at + gap) - begin
        at += gap + end - begin
    where = "across" if across else "from top to bottom"
    return _shifted(design, shifts, f"Distribute {named(design, tops)} {where}", across=across)


def same_size(design: Design, ids: Collection[str], size: Size) -> ChangeSet:
    """Make nodes as wide, or as high, as the largest of them; the upper left corners stay.

    A tile with chips in its sockets is as high as they need, and a frame never smaller than its contents.

    Raises:
        RefusedInput: fewer than two are given, one is not there, or there is no such size.
    """
    if size not in ("width", "height"):
        raise RefusedInput(f"Make them of the same width or height, not {size!r}.")
    wanted, boxes = _drawn(design, ids, 2, "make equal", nested=True)
    children = design.children()
    sizes = {one: boxes[one][2] - boxes[one][0] if size == "width" else boxes[one][3] - boxes[one][1] for one in wanted}
    largest = max(sizes.values())
    draft = Draft(design)
    for one in wanted:
        if one in design.marks:
            if design.marks[one].kind != "arrow":
                draft.put(msgspec.structs.replace(design.marks[one], **{size: largest}))
            continue
        node = design.nodes[one]
        if sizes[one] == largest or (size == "height" and not is_frame(node) and chips_in(one, children)):
            continue
        fields: dict[str, Any] = {size: largest}
        if is_frame(node):
            # Its own corner counts from now on; until now it was drawn around its contents.
            fields |= {"x": boxes[one].left, "y": boxes[one].top}
        draft.put(msgspec.structs.replace(node, **fields))
    return draft.finished(f"Same {size} for {named(design, wanted)}")


def snap_to_grid(design: Design, ids: Collection[str] | None = None) -> ChangeSet:
    """Move nodes with their contents to the nearest lines of the grid; locked ones stay. None is all of them.

    Raises:
        RefusedInput: one of them is not there.
    """
    wanted = [*design.nodes, *design.marks] if ids is None else require_known(design, ids, marks=True)
    chosen = contents(design, wanted)
    draft = Draft(design)
    for mark_id in wanted:
        mark = design.marks.get(mark_id)
        if mark is not None and not mark.pinned and mark.kind != "arrow":
            draft.put(shifted(mark, round(mark.x / GRID) * GRID - mark.x, round(mark.y / GRID) * GRID - mark.y))
    # Contents snap each by itself: a frame that moves by half a step must not take them off the grid.
    for node_id in sorted(chosen):
        node = design.nodes[node_id]
        x, y = round(node.x / GRID) * GRID, round(node.y / GRID) * GRID
        if not node.pinned and (x, y) != (node.x, node.y):
            draft.put(msgspec.structs.replace(node, x=x, y=y))
    what = "everything" if ids is None else named(design, wanted)
    return draft.finished(f"Snap {what} to the grid")


def _drawn(
    design: Design, ids: Collection[str], least: int, verb: str, *, nested: bool = False
) -> tuple[list[str], Mapping[str, Box]]:
    """The outermost of IDS (NESTED ones too, when asked for) and the boxes that they take."""
    known = require_known(design, ids, marks=True)
    boxes = drawn_boxes(design)
    for mark in (design.marks[one] for one in known if one in design.marks):
        xs, ys = zip(*points_of(mark), strict=True)
        boxes[mark.id] = Box(min(xs), min(ys), max(xs), max(ys))
    found = [one for one in (known if nested else outermost(design, known)) if one in boxes]
    if len(found) < least:
        raise RefusedInput(f"Select at least {'two' if least == 2 else 'three'} things to {verb} them.")
    return found, boxes


def _shifted(design: Design, shifts: Mapping[str, float], label: str, *, across: bool) -> ChangeSet:
    draft, inside = Draft(design), held_by(design)
    for top, shift in shifts.items():
        if not shift:
            continue
        if top in design.marks:
            draft.put(shifted(design.marks[top], shift if across else 0.0, 0.0 if across else shift))
            continue
        for node_id in sorted(contents(design, [top], inside)):  # locked or not: what a group holds goes with it
            node = draft.node(node_id)
            moved = {"x": node.x + shift} if across else {"y": node.y + shift}
            draft.put(msgspec.structs.replace(node, **moved))
    return draft.finished(label)
