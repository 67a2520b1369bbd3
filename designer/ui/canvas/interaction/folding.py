"""Folding and unfolding on the canvas: the sign that does it, and what is said of things that a fold hides."""

from collections.abc import Sequence

from designer.drawing.records import Hit
from designer.drawing.topology.folded import chevron_place
from designer.edit.nodes.folding import fold, folded_around
from designer.model.design import Design
from designer.ui.canvas.port import CanvasPort, Pointer

LEAST_SCALE = 0.5
"""Below it the sign is not drawn."""


def on_chevron(port: CanvasPort, found: Hit, at: Pointer) -> bool:
    """Return True when the sign that folds or unfolds FOUND lies at a place."""
    if found.kind not in {"tile", "frame"} or port.scale < LEAST_SCALE:
        return False
    place = chevron_place(port.drawing, found.id)
    return place is not None and place.x <= at.x <= place.right and place.y <= at.y <= place.bottom


def turn_fold(port: CanvasPort, node_id: str) -> None:
    """Fold a container, or unfold it, and say what was done."""
    edit = fold(port.design, [node_id], folded=not port.design.nodes[node_id].folded)
    if port.commit(edit):
        port.select([node_id])
        port.message(edit.label)


def hidden_words(design: Design, ids: Sequence[str]) -> str:
    """Return which folded groups hide IDS, and how to look into them; "" when none does."""
    hiding = folded_around(design, ids)
    if not hiding:
        return ""
    names = ", ".join(design.nodes[one].title for one in hiding[:3])
    return f"It stands in {names}, which {'is' if len(hiding) == 1 else 'are'} folded; Ctrl+. unfolds."
