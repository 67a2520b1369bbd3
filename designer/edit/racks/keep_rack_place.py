"""Devices whose size, number or rack changed keep a place that is free: their own, else the nearest, else none."""

from collections.abc import Iterable

import msgspec

from designer.edit.draft import Draft
from designer.model.kinds import RACKS
from designer.model.rooms.rack_slots import RackSlots, box_of, nearest_free, rack_slots, why_not


def settle(draft: Draft, ids: Iterable[str]) -> None:
    """Move what of IDS would stand on others in its rack, or outside of it, to the nearest free place there.

    What finds none waits without a place, so that nothing ever stands on anything else by an edit.
    """
    racks: dict[str, list[str]] = {}
    for node_id in ids:
        node = draft.nodes.get(node_id)
        around = draft.nodes.get(node.parent or "") if node is not None and node.rack is not None else None
        if around is not None and around.kind in RACKS:
            racks.setdefault(around.id, []).append(node_id)
    if not racks:
        return
    design = draft.design()
    for rack_id, mine in racks.items():
        slots: RackSlots = rack_slots(design, rack_id, mine)
        for node_id in mine:
            node = draft.node(node_id)
            box, place = box_of(design, node), node.rack
            assert place is not None
            if why_not(design, slots, box, place, node.copies):
                place = nearest_free(slots, box, place, node.copies)
                draft.put(msgspec.structs.replace(node, rack=place))
            # What follows has to see this one at its place.
            if place is not None:
                slots = slots.seated(node, place, box)
