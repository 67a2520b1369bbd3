"""Places for a design that has none: tiers, as a new, opened or imported design is shown first."""

from collections.abc import Collection

from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.kinds import CONTAINERS


def needs_places(design: Design) -> bool:
    """Return True when all devices lie on one spot, as in a plain text design: it carries no layout."""
    spots = {(node.x, node.y) for node in design.nodes.values() if node.kind not in CONTAINERS}
    devices = sum(node.kind not in CONTAINERS for node in design.nodes.values())
    return devices > 1 and len(spots) == 1


def arrange(design: Design, ids: Collection[str] | None = None) -> ChangeSet:
    """Lay the design out in tiers, or only some nodes with their contents, see `layouts.tidy`.

    Raises:
        RefusedInput: one of IDS is not there.
    """
    from designer.edit.layouts.tidy import tidy  # with numpy, which the welcome screen does without

    return tidy(design, "tiers", ids)
