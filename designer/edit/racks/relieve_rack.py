"""Relieve a rack that holds too much: some of its devices go to a new rack like it, with a feed like theirs."""

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.ids import new_id
from designer.edit.layouts.drawn_boxes import drawn_boxes
from designer.edit.nodes.split_copy import peel_copy
from designer.edit.racks.rack_fill import first_place
from designer.edit.racks.rack_places import labelled, reparented, require_rack
from designer.edit.selection import fresh_name, next_order
from designer.model.canvas_sizes import GRID
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node
from designer.model.kinds import RACK_POWER
from designer.model.records import RefusedInput
from designer.model.rooms.rack_slots import rack_slots, takes_place


def to_new_rack(design: Design, library: Library, *, rack_id: str, node_id: str, copies: int) -> ChangeSet:
    """Put COPIES of a device that stands in a rack into a new rack with the same limits, beside it.

    The new rack gets the rack PDUs of the old one, fed from where those are; cords of the devices that go lead to
    them. All other cables stay as they are drawn.

    Args:
        design: The design.
        library: Not used; every fix is given it.
        rack_id: The rack that holds too much.
        node_id: The device of which some go.
        copies: How many go, of those in one copy of the rack.

    Raises:
        RefusedInput: one of the two is gone, that many do not stand there, or their cables cannot be divided.
    """
    draft = Draft(design)
    rack, node = require_rack(draft, rack_id), draft.node(node_id)
    if node.parent != rack_id:
        raise RefusedInput(f"{node.title} stands in that rack no more.")
    if not 1 <= copies <= node.copies:
        raise RefusedInput(f"{node.title} is there {node.copies:,} times; 1 to {node.copies:,} can go.")
    edit = ChangeSet()
    # All of them go as they are; a part of them is set apart first.
    if copies < node.copies:
        edit = peel_copy(design, node_id, copies)
        peeled = edit.applied(design)
        (node_id,) = peeled.nodes.keys() - design.nodes.keys()
        # It is drawn where it was in the old rack, so that it moves as far as its PDUs do.
        back = Draft(peeled)
        back.put(msgspec.structs.replace(peeled.nodes[node_id], x=node.x, y=node.y))
        edit = edit.then(back.finished(""))
    now, shift = edit.applied(design), _free_beside(design, rack)
    new_rack = new_id(now, rack.name or rack.kind)
    edit = edit.then(_rack_beside(now, rack, new_rack, shift))
    after = edit.applied(design)
    edit = edit.then(reparented(after, after.nodes[node_id], new_rack, copies))
    edit = edit.then(_fed_alike(edit.applied(design), rack_id, new_rack, node_id))
    edit = edit.then(_shifted(edit.applied(design), new_rack, shift))
    edit = edit.then(_seated(edit.applied(design), new_rack))
    return labelled(edit, f"Move {copies:,} × {node.title} to a new rack")


def _free_beside(design: Design, rack: Node) -> float:
    """Return how far to the right of RACK on the canvas one as large as it has room among its neighbours."""
    boxes = drawn_boxes(design)
    own = boxes[rack.id]
    step = own.right - own.left + 3 * GRID
    beside = [
        box
        for one, box in boxes.items()
        if one != rack.id and design.nodes[one].parent == rack.parent and box.top < own.bottom and box.bottom > own.top
    ]
    shift = step
    while any(box.left < own.right + shift + GRID and box.right > own.left + shift - GRID for box in beside):
        shift += GRID
    return shift


def _rack_beside(design: Design, rack: Node, rack_id: str, shift: float) -> ChangeSet:
    """Return the edit that places an empty rack like RACK beside it; a place on the floor is not taken over."""
    draft, name = Draft(design), fresh_name(design, rack.title)
    order = next_order(design)
    draft.put(msgspec.structs.replace(rack, id=rack_id, name=name, order=order, x=rack.x + shift, floor=None))
    return draft.finished("")


def _shifted(design: Design, rack_id: str, shift: float) -> ChangeSet:
    """Return the edit that draws what stands in the new rack as far from it as it stood in the old one."""
    draft = Draft(design)
    for node in design.nodes.values():
        if node.parent == rack_id:
            draft.put(msgspec.structs.replace(node, x=node.x + shift))
    return draft.finished("")


def _fed_alike(design: Design, rack_id: str, new_rack: str, node_id: str) -> ChangeSet:
    """Return the edit that copies the rack PDUs to the new rack and leads the cords of the device to the copies."""
    draft = Draft(design)
    taken: set[str] = set()
    twins: dict[str, str] = {}
    times = design.total_copies(new_rack)
    for node in design.nodes_in_order():
        if node.parent == rack_id and node.kind in RACK_POWER:
            twins[node.id] = new_id(design, node.id, taken)
            taken.add(twins[node.id])
            draft.put(
                msgspec.structs.replace(
                    node,
                    id=twins[node.id],
                    name=fresh_name(draft.design(), node.title),
                    parent=new_rack,
                    order=next_order(draft.design()),
                )
            )
    for link in design.links.values():
        ends = {link.a, link.b} & twins.keys()
        if link.medium != "power" or not ends:
            continue
        if node_id in (link.a, link.b):
            # Devices and their PDU stand in one rack again: the number of cables is that of one rack.
            whole = design.total_cables(link)
            draft.put(_led(link, twins, link.id, max(whole // times, 1)))
        elif _upstream(design, link, rack_id):
            twin = new_id(design, link.id, taken)
            taken.add(twin)
            draft.put(_led(link, twins, twin, link.cables))
    return draft.finished("")


def _upstream(design: Design, link: Link, rack_id: str) -> bool:
    """Return whether LINK joins a PDU of the rack to something outside it."""
    return sum(design.nodes[end].parent == rack_id for end in (link.a, link.b) if end in design.nodes) == 1


def _led(link: Link, twins: dict[str, str], link_id: str, cables: int) -> Link:
    """Return LINK with the copies in place of the PDUs."""
    a, b = twins.get(link.a, link.a), twins.get(link.b, link.b)
    return msgspec.structs.replace(link, id=link_id, a=a, b=b, cables=cables)


def _seated(design: Design, rack_id: str) -> ChangeSet:
    """Return the edit that gives everything without a place in the new rack one, as far as there is room."""
    draft, slots = Draft(design), rack_slots(design, rack_id)
    for name in slots.unplaced:
        node = design.nodes[name]
        place = first_place(design, rack_slots(draft.design(), rack_id, [name]), node) if takes_place(node) else None
        if place is not None:
            draft.put(msgspec.structs.replace(node, rack=place))
    return draft.finished("")
