"""The canvas after a proposal: nothing that it adds lies over anything else, or all is tidied."""

from collections.abc import Iterable
from typing import Final

from designer.edit.layouts.blocks import Box
from designer.edit.layouts.drawn_boxes import drawn_boxes
from designer.edit.layouts.tidy import tidy
from designer.edit.make_real.records import NOTHING, Line, Made, Wishes
from designer.model.design import Design

KEY: Final = "canvas"
_TOUCHING: Final = 1e-6


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
