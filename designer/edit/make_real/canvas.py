"""The canvas after a proposal: nothing that it adds lies over anything else, or all is tidied."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from designer.edit.draft import Draft
from designer.edit.layouts.blocks import Box
from designer.edit.layouts.drawn_boxes import drawn_boxes, is_frame
from designer.edit.layouts.tidy import tidy
from designer.edit.make_real.records import NOTHING, Line, Made, Wishes
from designer.model.canvas_sizes import TILE_WIDTH, tile_height
from designer.model.changes import ChangeSet
from designer.model.design import Design

KEY: Final = "canvas"
_TOUCHING: Final = 1e-6
_FEW: Final = 8
"""So many new tiles are put beside others; of more, all is tidied."""
_MOST_LOOKED_THROUGH: Final = 2_000
_GAP: Final = 24.0


def tidy_canvas(before: Design, after: Design, wishes: Wishes) -> Made:
    """Lay the whole design out in tiers where the racks and rooms around what was drawn lie over other tiles.

    What is pinned stays where it is. Where nothing lies over anything else, nothing moves.

    Args:
        before: The sketch.
        after: The design with all that is added.
        wishes: Whether the line is wanted.
    """
    if not (after.nodes.keys() - before.nodes.keys()) or not lies_over(after):
        return NOTHING
    beside = _beside(before, after)
    if beside is not None:
        return Made(edit=beside)
    edit = tidy(after)
    if not edit:
        return NOTHING
    taken = KEY not in wishes.left_out
    line = Line(
        key=KEY,
        step="canvas",
        title="Tidy the canvas",
        why="the frames of racks and rooms would lie over other tiles; what is pinned stays where it is",
        taken=taken,
    )
    return Made(edit=edit, lines=(line,)) if taken else Made(edit=NOTHING.edit, lines=(line,))


def _beside(before: Design, after: Design) -> ChangeSet | None:
    """Return what puts the few tiles that are new beside others of their container, where they cover nothing.

    None where there are many, or where no such spot is found.
    """
    new = [node for node in after.nodes_in_order() if node.id not in before.nodes]
    if len(new) > _FEW or len(after.nodes) > _MOST_LOOKED_THROUGH or any(is_frame(node) for node in new):
        return None
    now = msgspec.structs.replace(after, nodes={n: one for n, one in after.nodes.items() if n in before.nodes})
    draft = Draft(after)
    for node in new:
        boxes = drawn_boxes(now)
        around = [boxes[one.id] for one in now.nodes.values() if one.parent == node.parent and one.id in boxes]
        width, height = TILE_WIDTH, tile_height(node.kind)
        for x, y in [(node.x, node.y), *_spots(around, width, height)]:
            moved = msgspec.structs.replace(node, x=x, y=y)
            tried = msgspec.structs.replace(now, nodes={**now.nodes, node.id: moved})
            if not lies_over(tried):
                now = tried
                draft.put(moved)
                break
        else:
            return None
    return draft.finished("")


def _spots(around: Sequence[Box], width: float, height: float) -> Iterator[tuple[float, float]]:
    """Yield places of a tile right of, below, left of and above each box AROUND it."""
    for box in around:
        yield box.right + _GAP, box.top
        yield box.left, box.bottom + _GAP
        yield box.left - width - _GAP, box.top
        yield box.left, box.top - height - _GAP


def lies_over(design: Design) -> bool:
    """Return whether two boxes of DESIGN that stand in the same container, or in none, lie over each other."""
    boxes = drawn_boxes(design)
    siblings: dict[str | None, list[Box]] = {}
    for node_id, box in boxes.items():
        parent = design.nodes[node_id].parent
        siblings.setdefault(parent if parent in boxes else None, []).append(box)
    # A frame holds all that is in it, so that boxes of unlike containers meet where their frames do.
    return any(_meet(group) for group in siblings.values())


def _meet(boxes: Iterable[Box]) -> bool:
    active: list[Box] = []
    for box in sorted(boxes, key=lambda one: (one.left, one.top)):
        # Those that end before this one begins meet none that follows.
        active = [one for one in active if one.right > box.left + _TOUCHING]
        if any(one.top < box.bottom - _TOUCHING and box.top < one.bottom - _TOUCHING for one in active):
            return True
        active.append(box)
    return False
