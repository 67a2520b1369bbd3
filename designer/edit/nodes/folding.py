"""Folding containers into one tile and unfolding them: nothing in them moves, and nothing beside them."""

from collections.abc import Collection, Iterable

import msgspec

from designer.edit.draft import Draft
from designer.edit.edit_labels import named
from designer.edit.layouts.drawn_boxes import is_frame
from designer.edit.selection import require_known
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput


def fold(design: Design, ids: Collection[str], *, folded: bool) -> ChangeSet:
    """Fold containers, or unfold them; what stands inside keeps its place to the pixel.

    Raises:
        RefusedInput: nothing is named, or one of them is no container.
    """
    wanted = require_known(design, ids)
    if not wanted:
        raise RefusedInput("Select a site, room, row, rack or pod first.")
    draft = Draft(design)
    for node_id in wanted:
        node = design.nodes[node_id]
        if not is_frame(node):
            raise RefusedInput(f"{node.title} is no group; only sites, rooms, rows, racks and pods fold.")
        draft.put(msgspec.structs.replace(node, folded=folded))
    return draft.finished(f"{'Fold' if folded else 'Unfold'} {named(design, wanted)}")


def folded_around(design: Design, ids: Iterable[str]) -> list[str]:
    """The folded containers that hide IDS (nodes, or links by their ends), in design order."""
    hidden: set[str] = set()
    for record_id in ids:
        link = design.links.get(record_id)
        for one in (record_id,) if link is None else (link.a, link.b):
            hidden |= {outer for outer in design.ancestors(one) if outer in design.nodes and design.nodes[outer].folded}
    return sorted(hidden, key=lambda one: (design.nodes[one].order, one))


def to_fold(design: Design, ids: Iterable[str]) -> list[str]:
    """The containers that folding IDS is about: those among them, else those that they stand in."""
    known = [one for one in dict.fromkeys(ids) if one in design.nodes]
    chosen = [one for one in known if is_frame(design.nodes[one])]
    if chosen:
        return chosen
    around = (next((outer for outer in design.ancestors(one) if outer in design.nodes), "") for one in known)
    return [one for one in dict.fromkeys(around) if one and is_frame(design.nodes[one])]
