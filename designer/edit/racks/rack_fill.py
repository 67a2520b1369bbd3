"""Edits that fill whole racks: pack down, place what waits, close gaps with panels, fill by rule."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, Literal

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.nodes.nodes import add_node, remove
from designer.edit.nodes.split_copy import peel_copy
from designer.edit.racks.rack_places import brought, labelled, place_words, require_rack, spot_in, unplaced
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node, RackPlace
from designer.model.kinds import RACKS, TOP_OF_RACK
from designer.model.records import Record, RefusedInput, require_count
from designer.model.rooms.rack_slots import (
    CABLE_MANAGER,
    RackSlots,
    all_rack_slots,
    box_of,
    nearest_free,
    rack_slots,
    takes_place,
)

MOST_PER_RACK: Final = 100
LIFTED_KG: Final = 23.0
"""What one person may lift at best: the load constant of the NIOSH lifting equation (DHHS 94-110, 1994)."""
_TALL_U: Final = 4.0
"""A device of this height whose weight nobody knows is taken to be heavy."""


class FillLine(Record, frozen=True, kw_only=True):
    """One line of a rule: COUNT of a part in every rack, from its bottom or top.

    Attributes:
        gap_u: Free units between one and the next.
    """

    part: str
    count: int
    end: Literal["bottom", "top"] = "bottom"
    gap_u: int = 0


class FillRule(Record, frozen=True, kw_only=True):
    """Rule for what every rack holds, line by line in the order in which places are taken.

    Attributes:
        blanking: Id of the panel that closes what stays free at the front; "" leaves it open.
    """

    lines: tuple[FillLine, ...]
    blanking: str = ""


def fill_by_rule(design: Design, library: Library, rack_ids: Collection[str], rule: FillRule) -> ChangeSet:
    """Fill racks as RULE says: with what they hold, then with what waits outside of racks, then with new parts.

    What a rack holds of a part beyond the rule waits in the tray afterwards; panels are put in anew.

    Raises:
        RefusedInput: a line is empty or unknown, or the racks have no room for it.
    """
    if not rule.lines or not rack_ids:
        raise RefusedInput("Choose a rack, and say what goes into it and how many.")
    for line in rule.lines:
        require_count(line.count, "The number in a rack", 1, MOST_PER_RACK)
        require_count(line.gap_u, "The gap in units", 0, MOST_PER_RACK)
    edit = ChangeSet()
    for rack_id in rack_ids:
        require_rack(Draft(design), rack_id)
        edit = edit.then(_filled(edit.applied(design), library, rack_id, rule))
    racks = design.nodes[next(iter(rack_ids))].title if len(rack_ids) == 1 else f"{len(rack_ids)} racks"
    return labelled(edit, f"Fill {racks} by rule")


def _filled(design: Design, library: Library, rack_id: str, rule: FillRule) -> ChangeSet:
    inside = [node for node in design.nodes_in_order() if node.parent == rack_id and takes_place(node)]
    # Panels go first, and what the rule names loses its place: then it is placed in the order of the rule.
    panels = [node.id for node in inside if box_of(design, node).blank]
    edit = remove(design, panels) if panels else ChangeSet()
    parts = {line.part for line in rule.lines}
    edit = edit.then(unplaced(edit.applied(design), [n.id for n in inside if n.part in parts and n.id not in panels]))
    for line in rule.lines:
        gathered, chosen = _gathered(edit.applied(design), library, rack_id, line)
        edit = edit.then(gathered)
        edit = edit.then(_lined_up(edit.applied(design), rack_id, line, chosen))
    if rule.blanking:
        now = edit.applied(design)
        if rack_slots(now, rack_id).free_units():
            edit = edit.then(close_gaps(now, library, [rack_id], rule.blanking))
    return edit


def _gathered(design: Design, library: Library, rack_id: str, line: FillLine) -> tuple[ChangeSet, list[str]]:
    """Nodes in the rack, without a place, that come to what LINE wants; and the edit that brings them there."""
    edit, chosen, missing = ChangeSet(), list[str](), line.count
    # What is in the rack already counts before others, and is split where it is more than is wanted.
    there = [n for n in design.nodes_in_order() if n.parent == rack_id and n.part == line.part and n.rack is None]
    for node in there:
        if missing and node.copies > missing:
            edit = edit.then(peel_copy(edit.applied(design), node.id, node.copies - missing))
        if missing:
            chosen.append(node.id)
            missing -= min(node.copies, missing)
    # Then what stands in no rack, where its copies divide by the racks: all copies of a rack hold the same.
    racks = design.total_copies(rack_id)
    for node in design.nodes_in_order():
        around = design.nodes.get(node.parent or "")
        if not missing or node.part != line.part or not takes_place(node):
            continue
        if around is not None and around.kind in RACKS:
            continue
        # A node in a container with copies stands EACH times; of it as many are taken as the racks take in all.
        each = design.total_copies(around.id) if around is not None else 1
        wanted = missing * racks
        if wanted % each or node.copies < wanted // each:
            continue
        now, node_id = edit.applied(design), node.id
        if node.copies > wanted // each:
            peeled = peel_copy(now, node_id, node.copies - wanted // each)
            edit, now = edit.then(peeled), peeled.applied(now)
        moved, node_id, into = brought(now, now.nodes[node_id], now.nodes[rack_id])
        if into == rack_id:
            edit = edit.then(moved)
            chosen.append(node_id)
            missing = 0
    # What is missing after that is new.
    if missing:
        now = edit.applied(design)
        x, y = spot_in(now, now.nodes[rack_id])
        added = add_node(now, library, line.part, x, y, copies=missing, parent=rack_id)
        (node_id,) = added.applied(now).nodes.keys() - now.nodes.keys()
        edit = edit.then(added)
        chosen.append(node_id)
    return edit, chosen


def _lined_up(design: Design, rack_id: str, line: FillLine, chosen: Sequence[str]) -> ChangeSet:
    """Give CHOSEN their places one after the other; with gaps, every copy becomes a node of its own."""
    edit = ChangeSet()
    waiting = list(chosen)
    # Copies of one node stand directly on each other: gaps need nodes of their own.
    if line.gap_u:
        for node_id in chosen:
            while edit.applied(design).nodes[node_id].copies > 1:
                now = edit.applied(design)
                edit = edit.then(peel_copy(now, node_id))
                waiting.extend(
                    n
                    for n in edit.applied(design).nodes.keys() - now.nodes.keys()
                    if edit.applied(design).nodes[n].parent == rack_id
                )
    now = edit.applied(design)
    slots, draft = rack_slots(now, rack_id, waiting), Draft(now)
    last: tuple[int, float] | None = None
    for node_id in waiting:
        node = now.nodes[node_id]
        if not takes_place(node):
            raise RefusedInput(f"{node.title} takes no place in a rack; take it out of the rule.")
        box = box_of(now, node)
        place = first_place(now, slots, node, line.end)
        if place is not None and last is not None and line.gap_u and not place.zero_u:
            # Upwards from the bottom, downwards from the top: after the last one and the gap.
            start = last[0] + last[1] + line.gap_u if line.end == "bottom" else last[0] - line.gap_u - box.units
            place = _not_before(slots, node, now, int(start), line.end)
        if place is None:
            rack = now.nodes[rack_id]
            raise RefusedInput(
                f"{rack.title} has no room for {line.count} × {box.name}; take fewer of them, or a higher rack."
            )
        last = (place.u, box.units * node.copies)
        slots = slots.seated(node, place, box)
        draft.put(msgspec.structs.replace(node, rack=place))
    return edit.then(draft.finished(""))


def _not_before(slots: RackSlots, node: Node, design: Design, start: int, end: str) -> RackPlace | None:
    """The first free place from START on, away from END."""
    box = box_of(design, node)
    units = range(max(start, 1), slots.units + 1) if end == "bottom" else range(start, 0, -1)
    for u in units:
        place = RackPlace(u=u)
        fits = u - 1 + box.units * node.copies <= slots.units
        if fits and slots.blocking(box, place, node.copies) is None:
            return place
    return None


def rule_words(rule: FillRule, names: dict[str, str]) -> str:
    """RULE in one line: "4 × DGX H100 from the bottom, 2 × QM9700 from the top, panels in the rest"."""
    said = [
        f"{line.count} × {names.get(line.part, line.part)} from the {line.end}"
        + (f" with {line.gap_u}U between" if line.gap_u else "")
        for line in rule.lines
    ]
    return ", ".join([*said, *(["panels in the rest"] if rule.blanking else [])])


def pack_down(design: Design, rack_id: str) -> ChangeSet:
    """Close the gaps of a rack: everything falls as low as it goes, in its order; panels that close gaps come last.

    Raises:
        RefusedInput: nothing of it has a place, or there is no gap.
    """
    rack = require_rack(Draft(design), rack_id)
    inside = [n for n in design.nodes_in_order() if n.parent == rack_id and n.rack is not None and takes_place(n)]
    movable = [n for n in inside if n.rack is not None and not n.rack.zero_u and not n.pinned]
    slots = rack_slots(design, rack_id, [node.id for node in movable])
    draft = Draft(design)
    # From below, panels last: they fill what devices leave.
    for node in sorted(movable, key=lambda one: (box_of(design, one).blank, one.rack.u if one.rack else 0)):
        box = box_of(design, node)
        assert node.rack is not None
        # Nearest to the first unit is the lowest free place.
        lowest = nearest_free(slots, box, msgspec.structs.replace(node.rack, u=1), node.copies)
        if lowest is None:
            raise RefusedInput(f"{node.title} finds no room when the others fall; give it a place first.")
        slots = slots.seated(node, lowest, box)
        draft.put(msgspec.structs.replace(node, rack=lowest))
    edit = draft.finished(f"Pack {rack.title} down")
    if not edit:
        raise RefusedInput(f"{rack.title} has no gap to close.")
    return edit


def place_first(design: Design, node_id: str, rack_id: str) -> ChangeSet:
    """Put a device where it goes by itself in a rack: heavy ones from the bottom, others from the top, 0U beside.

    Raises:
        RefusedInput: it takes no place in a rack, nothing is free, or the number of devices would change.
    """
    draft = Draft(design)
    node, rack = draft.node(node_id), require_rack(draft, rack_id)
    if not takes_place(node):
        raise RefusedInput(f"{node.title} takes no place in a rack.")
    edit, moved_id, into_id = brought(design, node, rack)
    after = edit.applied(design)
    moved = after.nodes[moved_id]
    place = first_place(after, rack_slots(after, into_id, [moved_id]), moved)
    if place is None:
        raise RefusedInput(f"{rack.title} has no free place for {moved.copies} × {node.title}.")
    draft = Draft(after)
    draft.put(msgspec.structs.replace(moved, rack=place))
    edit = edit.then(draft.finished(""))
    return labelled(edit, f"Put {node.title} at {place_words(place)} of {rack.title}")


def seat_nearest(design: Design, node_id: str) -> ChangeSet:
    """Move a device that meets another, or stands outside, to the nearest free place of its rack.

    Raises:
        RefusedInput: it stands in no rack, or nothing is free.
    """
    node = design.nodes.get(node_id)
    rack = design.nodes.get((node.parent if node else None) or "")
    if node is None or rack is None or rack.kind not in RACKS:
        raise RefusedInput("It stands in no rack any more.")
    slots, box = rack_slots(design, rack.id, [node_id]), box_of(design, node)
    # What hangs beside the units has a place there, whatever its place said.
    hung = RackPlace(u=1, face="rear", side="left", zero_u=True)
    wanted = hung if box.hangs else node.rack or RackPlace(u=1)
    place = nearest_free(slots, box, wanted, node.copies)
    if place is None:
        raise RefusedInput(f"{rack.title} has no free place for {node.title}.")
    draft = Draft(design)
    draft.put(msgspec.structs.replace(node, rack=place))
    return draft.finished(f"Move {node.title} to {place_words(place)}")


def place_unplaced(design: Design, rack_ids: Iterable[str] | None = None) -> ChangeSet:
    """Give everything that waits in racks a place: the heaviest from the bottom, the rest below switches, 0U beside.

    Raises:
        RefusedInput: nothing waits, or there is no room for any of it.
    """
    racks = [n.id for n in design.nodes_in_order() if n.kind in RACKS] if rack_ids is None else list(rack_ids)
    draft, placed, left = Draft(design), 0, 0
    for rack_id in racks:
        require_rack(draft, rack_id)
    # All racks at once: one by one, each would look through all nodes for what is in it.
    for slots in all_rack_slots(design, racks).values():
        waiting = [design.nodes[name] for name in slots.unplaced]
        for node in sorted(waiting, key=lambda one: _turn(design, one)):
            place = first_place(design, slots, node)
            if place is None:
                left += 1
                continue
            slots = slots.seated(node, place, box_of(design, node))
            draft.put(msgspec.structs.replace(node, rack=place))
            placed += 1
    if not placed:
        raise RefusedInput(
            f"There is no free place for the {left} that wait." if left else "Nothing in these racks waits for a place."
        )
    return draft.finished(
        f"Place {placed} device{'s' if placed > 1 else ''} in racks" + (f"; {left} have no room" if left else "")
    )


def close_gaps(design: Design, library: Library, rack_ids: Collection[str], part_id: str) -> ChangeSet:
    """Close every free unit at the front of racks with a panel of the catalog.

    Raises:
        RefusedInput: there is no such part, it has no height, or nothing is free.
    """
    edit = ChangeSet()
    panels = 0
    for rack_id in rack_ids:
        rack = require_rack(Draft(design), rack_id)
        now = edit.applied(design)
        for low, run in _runs(rack_slots(now, rack_id).free_units()):
            x, y = spot_in(now, rack)
            added = add_node(now, library, part_id, x, y, parent=rack_id)
            after = added.applied(now)
            (node_id,) = after.nodes.keys() - now.nodes.keys()
            # The height is known only of a node in the design, so that the panel is added on trial.
            box = box_of(after, after.nodes[node_id])
            if not box.height_u or box.height_u != int(box.height_u):
                raise RefusedInput(f"{box.name} does not say how many units it closes; choose another panel.")
            copies = run // int(box.height_u)
            if not copies:
                continue
            draft = Draft(after)
            draft.put(msgspec.structs.replace(after.nodes[node_id], copies=copies, rack=RackPlace(u=low)))
            edit = edit.then(added).then(draft.finished(""))
            now = edit.applied(design)
            panels += copies
    if not panels:
        raise RefusedInput("There is no gap at the front that such a panel closes.")
    return labelled(edit, f"Close {panels} gap{'s' if panels > 1 else ''} with panels")


def first_place(design: Design, slots: RackSlots, node: Node, end: str = "") -> RackPlace | None:
    """Return the place that NODE takes by itself: 0U beside the units, else from END, else from the top or below."""
    box = box_of(design, node)
    if box.hangs:
        return nearest_free(slots, box, RackPlace(u=1, face="rear", side="left", zero_u=True), node.copies)
    top = end == "top" if end else _from_top(design, node)
    return nearest_free(slots, box, RackPlace(u=slots.units if top else 1), node.copies)


def _from_top(design: Design, node: Node) -> bool:
    """Return whether NODE goes to the top by itself: what is cabled there, and all that one person lifts."""
    return _cabled_on_top(design, node) or not _heavy(design, node)


def _cabled_on_top(design: Design, node: Node) -> bool:
    part = design.part_of(node)
    return node.kind in TOP_OF_RACK or (part is not None and CABLE_MANAGER in part.tags)


def _heavy(design: Design, node: Node) -> bool:
    """Return whether NODE is too heavy to be lifted over others, so that it goes to the bottom of a rack."""
    kg = _weight_kg(design, node)
    return box_of(design, node).units >= _TALL_U if kg is None else kg > LIFTED_KG


def _weight_kg(design: Design, node: Node) -> float | None:
    part = design.part_of(node)
    weight = part.facts.get("weight_kg") if part else None
    return node.facts.get("weight_kg", weight.value if weight else None)


def _turn(design: Design, node: Node) -> tuple[int, float, int, int]:
    """Order in which devices are placed: the heaviest at the bottom, switches at the top, the rest below these."""
    kind = 1 if _cabled_on_top(design, node) else 0 if _heavy(design, node) else 2
    return kind, -(_weight_kg(design, node) or 0.0), -node.copies, node.order


def _runs(units: Sequence[int]) -> list[tuple[int, int]]:
    """(first, how many) of every run of units that follow each other."""
    found: list[tuple[int, int]] = []
    for unit in units:
        if found and sum(found[-1]) == unit:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((unit, 1))
    return found
