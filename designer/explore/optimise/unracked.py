"""A design with its devices out of their racks, so that the racks can be planned anew."""

from designer.edit.draft import Draft
from designer.edit.nodes.grouping import ungroup
from designer.model.design import Design
from designer.model.kinds import CABINETS, KINDS, RACK, RACK_POWER
from designer.model.records import RefusedInput


def unracked(design: Design) -> Design:
    """Return DESIGN without its racks, their cabinets, strips and cords; devices and their other cables stay.

    Raises:
        RefusedInput: no device stands in a rack, or a rack has cables between its copies.
    """
    racks = [node.id for node in design.nodes_in_order() if node.kind == RACK]
    held = {node.id for node in design.nodes.values() if node.parent in racks}
    if not any(KINDS[design.nodes[one].kind].role in {"switch", "host"} for one in held):
        raise RefusedInput("No device of it stands in a rack; leave --anew out.")
    draft = Draft(design)
    gone = {one for one in held if design.nodes[one].kind in CABINETS | RACK_POWER}
    for link in design.links.values():
        if link.a in gone or link.b in gone:
            draft.drop_link(link.id)
    for one in gone:
        draft.drop_node(one)
    bare = draft.finished("Empty the racks").applied(design)
    for rack in racks:
        inside = any(node.parent == rack for node in bare.nodes.values())
        if inside:
            bare = ungroup(bare, rack).applied(bare)
        else:
            empty = Draft(bare)
            empty.drop_node(rack)
            bare = empty.finished("Take an empty rack away").applied(bare)
    return bare
