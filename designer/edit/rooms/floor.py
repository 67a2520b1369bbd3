"""Edits of what stands on the floor: place, move, turn, lines of copies, and take away again."""

import math
from collections.abc import Collection, Mapping
from typing import Any, Final

import msgspec
import numpy as np

from designer.catalog.library import Library
from designer.edit.draft import Draft, check_parent
from designer.edit.edit_labels import named
from designer.edit.ids import new_id
from designer.edit.nodes import nodes
from designer.edit.selection import fresh_name, next_order, outermost, require_known
from designer.model.changes import ChangeSet
from designer.model.design import Design, FloorPlace, Node
from designer.model.kinds import BUILDINGS, CABINETS, RACK, RACK_SYSTEMS
from designer.model.records import RefusedInput
from designer.model.rooms.floor_positions import copies_at, extent_mm, frame_of, is_container, stands_on_floor, turned

FLOOR_FIELDS: Final = frozenset({"pitch_mm", "per_line", "line_pitch_mm", "face_to_face"})
_BELOW: Final = 120.0


def place(
    design: Design, node_id: str, x_mm: float, y_mm: float, *, rotation_deg: float = 0.0, room_id: str | None = None
) -> ChangeSet:
    """Put a rack, a device or a row with its corner at a place of its room; into ROOM_ID when that is given.

    Raises:
        RefusedInput: it cannot stand there, or the numbers are no place.
    """
    draft = Draft(design)
    node = draft.node(node_id)
    if node.kind in BUILDINGS:
        raise RefusedInput(f"{node.title} is no thing that stands on a floor.")
    if room_id is not None and node.id != room_id and room_id not in design.ancestors(node_id):
        check_parent(draft, node, room_id)
        node = msgspec.structs.replace(node, parent=room_id)
        draft.put(node)
    _require_finite(x_mm, y_mm, rotation_deg)
    # Depth, pitch and lines of the place stay; only corner and turn are new.
    before = node.floor or FloorPlace(x_mm=0.0, y_mm=0.0)
    # Given in the room, kept in the frame of what holds it: a row may be turned.
    x, y, turn = _in_frame(draft.design(), node_id, x_mm, y_mm, rotation_deg)
    draft.put(msgspec.structs.replace(node, floor=msgspec.structs.replace(before, x_mm=x, y_mm=y, rotation_deg=turn)))
    return draft.finished(f"Place {node.title} on the floor")


def move_placed(
    design: Design, ids: Collection[str], dx_mm: float, dy_mm: float, copies: Mapping[str, int] | None = None
) -> ChangeSet:
    """Move what stands on the floor by millimetres of its room, a container with all that is in it.

    Args:
        design: The design.
        ids: Racks, devices, rows and pods.
        dx_mm: To the right.
        dy_mm: Down.
        copies: By node, the copy that is moved by that much; copies that are turned otherwise go their own way.

    Raises:
        RefusedInput: one is not there or has no place yet, or would leave the floor.
    """
    _require_finite(dx_mm, dy_mm)
    draft = Draft(design)
    tops = _movable(design, ids)
    for node in tops:
        _, turns = frame_of(design, node.id)
        frame = min((copies or {}).get(node.id, 0) // node.copies, turns.size - 1)
        dx, dy = turned(np.array([dx_mm, dy_mm]), -turns[frame])
        was = _floor_of(node)
        moved = msgspec.structs.replace(was, x_mm=round(was.x_mm + float(dx), 3), y_mm=round(was.y_mm + float(dy), 3))
        draft.put(msgspec.structs.replace(node, floor=moved))
    return draft.finished(f"Move {named(design, [node.id for node in tops])} on the floor")


def turn_placed(design: Design, ids: Collection[str], degrees: float = 90.0) -> ChangeSet:
    """Turn what stands on the floor clockwise, each about the middle of all its copies.

    Raises:
        RefusedInput: one is not there or has no place yet.
    """
    if not math.isfinite(degrees):
        raise RefusedInput("Turn by a number of degrees.")
    draft = Draft(design)
    tops = _movable(design, ids)
    for node in tops:
        was = _floor_of(node)
        low, high = _around(design, node)
        middle = (low + high) / 2
        before, after = np.array(was.rotation_deg), np.array(was.rotation_deg + degrees)
        dx, dy = turned(middle, before) - turned(middle, after)
        draft.put(
            msgspec.structs.replace(
                node,
                floor=msgspec.structs.replace(
                    was,
                    x_mm=round(was.x_mm + float(dx), 3),
                    y_mm=round(was.y_mm + float(dy), 3),
                    rotation_deg=(was.rotation_deg + degrees) % 360.0,
                ),
            )
        )
    return draft.finished(f"Turn {named(design, [node.id for node in tops])}")


def turn_around(design: Design, library: Library, *, node_id: str) -> ChangeSet:
    """Turn a rack or row by half a turn, so that its front looks the other way."""
    return turn_placed(design, [node_id], 180.0)


def set_lines(design: Design, node_id: str, **fields: Any) -> ChangeSet:
    """Say how the copies of a node stand on the floor, see FLOOR_FIELDS.

    Raises:
        RefusedInput: it has no place yet, or a value is not allowed.
    """
    draft = Draft(design)
    node = draft.node(node_id)
    if node.floor is None:
        raise RefusedInput(f"{node.title} has no place on the floor yet.")
    if unknown := sorted(set(fields) - FLOOR_FIELDS):
        raise RefusedInput(f"A place on the floor has no {unknown[0]!r}; there are {', '.join(sorted(FLOOR_FIELDS))}.")
    wanted = {**msgspec.structs.asdict(node.floor), **fields}
    try:
        floor = msgspec.convert(wanted, FloorPlace)
    except msgspec.ValidationError as problem:
        raise RefusedInput(f"That is no way to stand on the floor: {problem}.") from None
    draft.put(msgspec.structs.replace(node, floor=floor))
    return draft.finished(f"Line up {node.title}")


def take_off_floor(design: Design, ids: Collection[str]) -> ChangeSet:
    """Take the places on the floor of nodes away; they stay in the design.

    Raises:
        RefusedInput: one is not there, or none has a place.
    """
    chosen = [design.nodes[one] for one in require_known(design, ids) if design.nodes[one].floor is not None]
    if not chosen:
        raise RefusedInput("None of these has a place on the floor.")
    draft = Draft(design)
    for node in chosen:
        draft.put(msgspec.structs.replace(node, floor=None))
    return draft.finished(f"Take {named(design, [node.id for node in chosen])} off the floor")


def add_racks(design: Design, room_id: str, x_mm: float, y_mm: float, *, copies: int = 1, name: str = "") -> ChangeSet:
    """Put new empty racks side by side into a room.

    Raises:
        RefusedInput: the room is none, or a number is not allowed.
    """
    draft = Draft(design)
    put_rack(draft, room_id, FloorPlace(x_mm=round(x_mm, 3), y_mm=round(y_mm, 3)), copies, name)
    return draft.finished(f"Add {f'{copies:,} racks' if copies > 1 else 'a rack'}")


def drop_part(
    design: Design, library: Library, part_id: str, room_id: str, x_mm: float, y_mm: float, *, rack_id: str = ""
) -> ChangeSet:
    """Place a part of the catalog on the floor: what goes into racks gets a rack around it, or goes into RACK_ID.

    Raises:
        RefusedInput: the part is unknown, or cannot stand there.
    """
    part = library.part(part_id)
    height = part.facts.get("height_u")
    mounted = part.kind in CABINETS or (height is not None and bool(height.value) and part.kind not in RACK_SYSTEMS)
    edit, parent = ChangeSet(), room_id
    if mounted and not rack_id:
        edit = add_racks(design, room_id, x_mm, y_mm)
        parent = next(key for _, key in edit.changes)
    elif mounted:
        parent = rack_id
    base = edit.applied(design)
    x, y = _canvas_place(base, parent)
    added = nodes.add_node(base, library, part_id, x, y, parent=parent)
    edit = edit.then(added)
    if not mounted:
        after = added.applied(base)
        (new_one,) = after.nodes.keys() - base.nodes.keys()
        edit = edit.then(place(after, new_one, x_mm, y_mm))
    return ChangeSet(edit.changes, f"Add {part.name}")


def put_rack(draft: Draft, room_id: str, floor: FloorPlace, copies: int, name: str, parent: str = "") -> str:
    """A new empty rack, or COPIES of it, in a room or in the row PARENT of that room; gives its id."""
    now = draft.design()
    rack = Node(
        id=new_id(now, name or "rack"),
        kind=RACK,
        name=name or fresh_name(now, "Rack"),
        copies=copies,
        order=next_order(now),
        floor=floor,
    )
    check_parent(draft, rack, parent or room_id)
    x, y = _canvas_place(now, parent or room_id)
    draft.put(msgspec.structs.replace(rack, parent=parent or room_id, x=x, y=y))
    return rack.id


def _canvas_place(design: Design, parent: str) -> tuple[float, float]:
    """A place on the canvas below what PARENT holds."""
    inside = [node for node in design.nodes.values() if node.parent == parent]
    outer = design.nodes[parent]
    if not inside:
        return outer.x + 24.0, outer.y + 48.0
    return min(node.x for node in inside), max(node.y for node in inside) + _BELOW


def _in_frame(design: Design, node_id: str, x: float, y: float, turn: float) -> tuple[float, float, float]:
    """A place of the room as the first copy of what a node stands in sees it."""
    origins, turns = frame_of(design, node_id)
    local = turned(np.array([x, y]) - origins[0], -turns[0])
    return round(float(local[0]), 3), round(float(local[1]), 3), float((turn - turns[0]) % 360.0)


def _require_finite(*values: float) -> None:
    if not all(math.isfinite(value) for value in values):
        raise RefusedInput("A place on the floor is a number of millimetres from the room's corner.")


def _movable(design: Design, ids: Collection[str]) -> list[Node]:
    tops = [design.nodes[one] for one in outermost(design, require_known(design, ids))]
    found = [node for node in tops if node.floor is not None or (is_container(node) and _holds_placed(design, node))]
    if not found:
        raise RefusedInput("Nothing of this has a place on the floor yet; place it first.")
    return found


def _holds_placed(design: Design, container: Node) -> bool:
    if container.kind in BUILDINGS:
        return False
    return any(
        stands_on_floor(node) and node.floor is not None and container.id in design.ancestors(node.id)
        for node in design.nodes.values()
    )


def _floor_of(node: Node) -> FloorPlace:
    return node.floor or FloorPlace(x_mm=0.0, y_mm=0.0)


def _around(design: Design, node: Node) -> tuple[Any, Any]:
    """Least and greatest corner of all copies of NODE, before it is turned, from its turning corner."""
    width, depth = extent_mm(design, node.id)
    flat = msgspec.structs.replace(_floor_of(node), x_mm=0.0, y_mm=0.0, rotation_deg=0.0)
    origin, turn = copies_at(flat, node.copies, width, depth)
    far = origin + turned(np.tile([width, depth], (turn.size, 1)), turn)
    every = np.concatenate([origin, far])
    return every.min(axis=0), every.max(axis=0)
