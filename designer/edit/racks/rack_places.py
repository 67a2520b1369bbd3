"""Edits of places in racks: put at a unit, swap, step, turn, hang beside, take out.

A place that is not free is refused with its reason and the nearest place that is. However a device moves, as many of
it stand in the design as before: what leaves one of many equal racks sets that rack apart.
"""

from collections.abc import Collection, Iterable
from typing import Final

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft, check_parent
from designer.edit.edit_labels import named
from designer.edit.nodes.nodes import add_node
from designer.edit.nodes.split_copy import peel_copy
from designer.edit.selection import contents, require_known
from designer.model.canvas_sizes import GRID
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node, RackPlace
from designer.model.kinds import RACKS
from designer.model.records import RefusedInput
from designer.model.rooms.rack_slots import MOST_UNITS, box_of, nearest_free, rack_slots, takes_place, why_not

_BELOW_OTHERS: Final = 7 * GRID


def put_at(design: Design, node_id: str, rack_id: str, place: RackPlace) -> ChangeSet:
    """Put a device at a place in a rack, out of another rack or from the open where it stands there.

    Raises:
        RefusedInput: the place is not free, or the number of devices would change.
    """
    draft = Draft(design)
    node, rack = _device(draft, node_id), require_rack(draft, rack_id)
    edit, moved_id, into_id = brought(design, node, rack)
    after = edit.applied(design)
    edit = edit.then(_seated(after, moved_id, into_id, _meant(after, moved_id, place)))
    return labelled(edit, f"Put {node.title} at {place_words(place)} of {rack.title}")


def put_part(
    design: Design, library: Library, part_id: str, rack_id: str, place: RackPlace, *, copies: int = 1
) -> ChangeSet:
    """Place a part of the catalog in a rack.

    Raises:
        RefusedInput: there is no such part, it goes into no rack, or the place is not free.
    """
    rack = require_rack(Draft(design), rack_id)
    x, y = spot_in(design, rack)
    edit = add_node(design, library, part_id, x, y, copies=copies, parent=rack_id)
    after = edit.applied(design)
    (node_id,) = after.nodes.keys() - design.nodes.keys()
    node = _device(Draft(after), node_id)
    edit = edit.then(_seated(after, node_id, rack_id, _meant(after, node_id, place)))
    return labelled(edit, f"Put {node.title} at {place_words(place)} of {rack.title}")


def swap_places(design: Design, one_id: str, other_id: str) -> ChangeSet:
    """Exchange the places of two devices; of unlike height, both stay within the room that they had together.

    Raises:
        RefusedInput: one has no place, or does not fit where the other was.
    """
    draft = Draft(design)
    one, other = _device(draft, one_id), _device(draft, other_id)
    if one_id == other_id or one.rack is None or other.rack is None or one.parent is None or other.parent is None:
        raise RefusedInput("Choose two devices that have places in racks, and they change places.")
    if design.total_copies(one.parent) != design.total_copies(other.parent):
        raise RefusedInput("The two racks do not stand equally often, so their devices cannot change places.")
    # Corner against corner first; of unlike height in one rack, also flush with the former top.
    tries = [(other.rack, one.rack)]
    if one.parent == other.parent and not one.rack.zero_u and not other.rack.zero_u:
        low, high = (one, other) if one.rack.u <= other.rack.u else (other, one)
        tall_low, tall_high = (box_of(design, each).units * each.copies for each in (low, high))
        assert low.rack is not None
        assert high.rack is not None
        at_top = msgspec.structs.replace(high.rack, u=max(int(high.rack.u + tall_high - tall_low), 1))
        tries.append((at_top, low.rack) if low is one else (low.rack, at_top))
    label = f"Swap {one.title} and {other.title}"
    problem = RefusedInput("")
    for to_one, to_other in tries:
        try:
            return labelled(_exchanged(design, one, other, to_one, to_other), label)
        except RefusedInput as refused:
            problem = refused
    raise problem


def _exchanged(design: Design, one: Node, other: Node, to_one: RackPlace, to_other: RackPlace) -> ChangeSet:
    edit = unplaced(design, [one.id, other.id])
    for node, rack_id, place in ((one, other.parent, to_one), (other, one.parent, to_other)):
        after = edit.applied(design)
        if rack_id != node.parent and rack_id is not None:
            edit = edit.then(reparented(after, after.nodes[node.id], rack_id, node.copies))
            after = edit.applied(design)
        edit = edit.then(_seated(after, node.id, rack_id or "", place))
    return edit


def to_other_face(design: Design, ids: Collection[str]) -> ChangeSet:
    """Turn devices to the other face of their rack.

    Raises:
        RefusedInput: one has no place, or the other face is not free there.
    """
    edit = ChangeSet()
    for node_id in require_known(design, ids):
        now = edit.applied(design)
        place = _placed(now, node_id)
        other = msgspec.structs.replace(place, face="rear" if place.face == "front" else "front")
        edit = edit.then(_seated(now, node_id, now.nodes[node_id].parent or "", other))
    return labelled(edit, f"Turn {named(design, list(ids))} to the other face")


def set_side(design: Design, node_id: str, side: str) -> ChangeSet:
    """Give a device the left or right half of the width, or all of it with ""; a 0U device hangs on that side.

    Raises:
        RefusedInput: it has no place, or the room is not free.
    """
    place = _placed(design, node_id)
    if side not in {"", "left", "right"} or (place.zero_u and not side):
        raise RefusedInput("A side is left or right; only a device at a unit can take the whole width.")
    other = msgspec.convert({**msgspec.to_builtins(place), "side": side}, RackPlace)
    node = design.nodes[node_id]
    words = f"the {side} side" if side else "the whole width"
    return labelled(_seated(design, node_id, node.parent or "", other), f"Give {node.title} {words}")


def hang_beside(design: Design, node_id: str, face: str = "rear", side: str = "left") -> ChangeSet:
    """Hang a 0U device beside the units of its rack.

    Raises:
        RefusedInput: it stands in no rack, has a height, or the side is taken.
    """
    node = _device(Draft(design), node_id)
    place = msgspec.convert({"u": 1, "face": face, "side": side, "zero_u": True}, RackPlace)
    edit = _seated(design, node_id, _rack_of(design, node), place)
    return labelled(edit, f"Hang {node.title} at the {side} of the {face}")


def take_from_places(design: Design, ids: Collection[str]) -> ChangeSet:
    """Take devices out of their places: they still belong to the rack, and wait in the tray.

    Raises:
        RefusedInput: none of them has a place.
    """
    placed = [node_id for node_id in require_known(design, ids) if design.nodes[node_id].rack is not None]
    if not placed:
        raise RefusedInput("None of these has a place in a rack.")
    return labelled(unplaced(design, placed), f"Take {named(design, placed)} out of the rack's units")


def step_up(design: Design, node_id: str, by: int) -> ChangeSet:
    """Move a device to the next free place, BY above 0 upwards, below 0 downwards.

    Raises:
        RefusedInput: it has no place, hangs beside the units, or there is none free on that way.
    """
    node, place = design.nodes.get(node_id), _placed(design, node_id)
    assert node is not None
    if place.zero_u:
        raise RefusedInput(f"{node.title} hangs beside the units; choose its side instead.")
    slots, box = rack_slots(design, _rack_of(design, node), [node_id]), box_of(design, node)
    step = 1 if by > 0 else -1
    for u in range(place.u + step, slots.units + 1 if step > 0 else 0, step):
        other = msgspec.structs.replace(place, u=u)
        if not why_not(design, slots, box, other, node.copies):
            edit = _seated(design, node_id, node.parent or "", other)
            return labelled(edit, f"Move {node.title} to U{u}")
    way = "above" if step > 0 else "below"
    raise RefusedInput(f"There is no free place for {node.title} {way} U{place.u}.")


def place_words(place: RackPlace) -> str:
    """A place in words: "U12", "U12 at the rear, left", "0U, left of the rear"."""
    if place.zero_u:
        return f"0U, {place.side or 'left'} of the {place.face}"
    face = " at the rear" if place.face == "rear" else ""
    return f"U{place.u}{face}" + (f", {place.side} half" if place.side else "")


def spot_in(design: Design, rack: Node) -> tuple[float, float]:
    """Return the place of a new tile on the canvas: below the others in RACK."""
    inside = [node for node in design.nodes.values() if node.parent == rack.id]
    left = min((node.x for node in inside), default=rack.x + GRID)
    return left, max((node.y for node in inside), default=rack.y) + _BELOW_OTHERS


def _device(draft: Draft, node_id: str) -> Node:
    node = draft.node(node_id)
    if not takes_place(node):
        raise RefusedInput(f"{node.title} takes no place in a rack.")
    return node


def require_rack(draft: Draft, rack_id: str) -> Node:
    """Rack RACK_ID.

    Raises:
        RefusedInput: it is not there, or no rack.
    """
    rack = draft.node(rack_id)
    if rack.kind not in RACKS:
        raise RefusedInput(f"{rack.title} is no rack.")
    return rack


def _rack_of(design: Design, node: Node) -> str:
    parent = design.nodes.get(node.parent or "")
    if parent is None or parent.kind not in RACKS:
        raise RefusedInput(f"{node.title} stands in no rack.")
    return parent.id


def _placed(design: Design, node_id: str) -> RackPlace:
    node = _device(Draft(design), node_id)
    _rack_of(design, node)
    if node.rack is None:
        raise RefusedInput(f"{node.title} has no place in its rack yet.")
    return node.rack


def _meant(design: Design, node_id: str, place: RackPlace) -> RackPlace:
    """PLACE as it is meant for a device: a 0U device that is dropped at a unit hangs at the nearer channel."""
    if not place.zero_u and box_of(design, design.nodes[node_id]).hangs:
        return RackPlace(u=1, face=place.face, side=place.side or "left", zero_u=True)
    return place if not place.zero_u or place.side else msgspec.structs.replace(place, side="left")


def _seated(design: Design, node_id: str, rack_id: str, place: RackPlace) -> ChangeSet:
    """Set the place of a node that is in its rack already.

    Raises:
        RefusedInput: it is not free.
    """
    node, slots = design.nodes[node_id], rack_slots(design, rack_id, [node_id])
    box = box_of(design, node)
    reason = why_not(design, slots, box, place, node.copies)
    if reason:
        nearest = nearest_free(slots, box, place, node.copies)
        raise RefusedInput(reason + (f" The nearest free place is {place_words(nearest)}." if nearest else ""))
    if not 1 <= place.u <= MOST_UNITS:
        raise RefusedInput(f"U{place.u} is no rack unit.")
    draft = Draft(design)
    draft.put(msgspec.structs.replace(node, rack=place))
    return draft.finished("")


def unplaced(design: Design, ids: Iterable[str]) -> ChangeSet:
    """Take the places of nodes away."""
    draft = Draft(design)
    for node_id in ids:
        draft.put(msgspec.structs.replace(draft.node(node_id), rack=None))
    return draft.finished("")


def brought(design: Design, node: Node, rack: Node) -> tuple[ChangeSet, str, str]:
    """The edit that brings NODE into RACK, its id and the rack's after that; racks are set apart where they must."""
    if node.parent == rack.id:
        return ChangeSet(), node.id, rack.id
    around = design.nodes.get(node.parent or "")
    here = design.total_copies(around.id) if around is not None else 1
    there = design.total_copies(rack.id)
    # Racks that do not stand equally often: one copy is set apart, from the side that stands more often.
    if here != there and around is not None and around.kind in RACKS:
        if around.copies > 1 and here // around.copies == there:
            return _from_peeled(design, around, node, rack)
        if rack.copies > 1 and there // rack.copies == here:
            edit = peel_copy(design, rack.id)
            apart = _peeled_rack(design, edit, rack)
            after = edit.applied(design)
            return edit.then(reparented(after, after.nodes[node.id], apart, node.copies)), node.id, apart
    # From the open: all of them over the racks, when that divides.
    whole = node.copies * here
    if whole % there:
        raise RefusedInput(
            f"{node.title} is there {whole:,} times and {rack.title} {there:,} times, so the racks "
            "would not hold the same. Peel a rack off first."
        )
    return reparented(design, node, rack.id, whole // there), node.id, rack.id


def _from_peeled(design: Design, around: Node, node: Node, rack: Node) -> tuple[ChangeSet, str, str]:
    """One of many equal racks is set apart, and the device leaves that one."""
    if rack.id in contents(design, [around.id]):
        raise RefusedInput(f"{rack.title} stands inside {around.title}.")
    edit = peel_copy(design, around.id)
    after = edit.applied(design)
    apart = _peeled_rack(design, edit, around)
    moved = next(
        one
        for one in after.nodes.values()
        if one.parent == apart and (one.part, one.name, one.rack) == (node.part, node.name, node.rack)
    )
    return edit.then(reparented(after, moved, rack.id, moved.copies)), moved.id, rack.id


def _peeled_rack(design: Design, edit: ChangeSet, rack: Node) -> str:
    after = edit.applied(design)
    new = [after.nodes[name] for name in after.nodes.keys() - design.nodes.keys()]
    return next(one.id for one in new if one.kind in RACKS and one.parent == rack.parent)


def reparented(design: Design, node: Node, rack_id: str, copies: int) -> ChangeSet:
    """NODE in rack RACK_ID without a place, with as many cables in all as before.

    Raises:
        RefusedInput: it cannot stand there, or its cables do not come out even.
    """
    draft = Draft(design)
    after = msgspec.structs.replace(node, parent=rack_id, copies=copies, rack=None)
    check_parent(draft, after, rack_id)
    draft.put(after)
    moved, inside = draft.design(), contents(design, [node.id])
    # Cables inside of the device move with it.
    for link in design.links.values():
        if (link.a in inside) == (link.b in inside):
            continue
        # As many cables in all: within another container each link counts another number of times.
        whole = design.total_cables(link)
        container = moved.holder(link)
        times = moved.total_copies(container) if container else 1
        if whole % times:
            raise RefusedInput(
                f"The {whole:,} cables of {link.name or link.id} cannot be divided evenly there; peel a rack off first."
            )
        draft.put(msgspec.structs.replace(link, cables=whole // times))
    return draft.finished("")


def labelled(edit: ChangeSet, label: str) -> ChangeSet:
    """EDIT, called LABEL."""
    edit.label = label
    return edit
