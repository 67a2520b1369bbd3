"""A free place on the canvas for what a script adds without saying where."""

from typing import Final

from designer.edit.layouts.drawn_boxes import drawn_boxes
from designer.model.design import Design

GAP: Final = 64.0
"""Canvas pixels between what stands there and what comes."""


def free_place(design: Design, parent: str | None = None) -> tuple[float, float]:
    """Return (x, y) in canvas pixels for something new in PARENT: right of all that stands there, in line with its top.

    Nothing is covered, and `arrange` lays the whole out when it is there.
    """
    # Folded containers are one tile, which is all that has to be kept clear of.
    boxes = drawn_boxes(design, folded=True)
    beside = [boxes[node.id] for node in design.nodes.values() if node.parent == parent and node.id in boxes]
    if beside:
        return max(box.right for box in beside) + GAP, min(box.top for box in beside)
    if parent is not None and parent in boxes:
        return boxes[parent].left + GAP, boxes[parent].top + GAP
    return 0.0, 0.0
