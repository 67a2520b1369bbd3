"""The fix of what is too small or stands there once: more units of it."""

from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.records import MAX_COPIES
from designer.review.findings import Fix
from designer.review.words import counted

_MOST_TIMES = 20
"""Beyond this another part is meant, not more of the same."""


def more_of(design: Design, node_id: str, copies: int) -> Fix | None:
    """Return the fix that lets COPIES of a node stand there; None where that is no sensible number of them."""
    node = design.nodes[node_id]
    kind = KINDS.get(node.kind)
    if kind is None or kind.role != "power" or not node.copies < copies <= min(node.copies * _MOST_TIMES, MAX_COPIES):
        return None
    added = (copies - node.copies) * (design.total_copies(node_id) // node.copies)
    singular, plural = (one if one[:2].isupper() else one.lower() for one in (kind.title, kind.plural))
    return Fix(
        label=f"Add {counted(added, singular, plural)}",
        edit="more_units",
        arguments={"node_id": node_id, "copies": copies},
    )
