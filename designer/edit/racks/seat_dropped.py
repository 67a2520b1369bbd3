"""Places in the units of a rack for what an edit brings into one, by the rules by which racks fill by themselves."""

import msgspec

from designer.edit.draft import Draft
from designer.edit.racks.rack_fill import first_place
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.kinds import KINDS, RACKS
from designer.model.rooms.rack_slots import box_of, rack_slots, takes_place


def seated(design: Design, edit: ChangeSet) -> ChangeSet:
    """Return EDIT of DESIGN with a place for all that it brings into racks without one; what finds none waits there."""
    waiting = [node for node in arriving(edit) if node.rack is None and takes_place(node)]
    if not waiting:
        return edit
    now = edit.applied(design)
    draft = Draft(now)
    for node in waiting:
        rack = now.nodes.get(node.parent or "")
        if rack is None or rack.kind not in RACKS or not _has_units(now, node):
            continue
        place = first_place(now, rack_slots(now, rack.id, [node.id]), node)
        if place is not None:
            draft.put(msgspec.structs.replace(node, rack=place))
            # What comes next has to see this one at its place.
            now = draft.design()
    both = edit.then(draft.finished(""))
    both.label = edit.label
    return both


def arriving(edit: ChangeSet) -> list[Node]:
    """Return the nodes that EDIT adds to a container or brings into another one, as they are after it."""
    return [
        after
        for (table, _), (before, after) in edit.changes.items()
        if table == "nodes"
        and isinstance(after, Node)
        and after.parent is not None
        and (not isinstance(before, Node) or before.parent != after.parent)
    ]


def _has_units(design: Design, node: Node) -> bool:
    """Return whether NODE stands in units: a cooler of the door of a rack stands in none."""
    return KINDS[node.kind].role != "cooling" or bool(box_of(design, node).height_u)
