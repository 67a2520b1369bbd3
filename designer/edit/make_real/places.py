"""Places on the floor for racks that have none: in the room that is drawn, else in one that is made for them."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from designer.edit.make_real.records import NOTHING, Line, Made, Wishes
from designer.edit.rooms.floor_fill import Fill, make_room, place_unplaced, wall_in
from designer.model.assumptions.table import assumed
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.kinds import ROOMS
from designer.model.records import RefusedInput
from designer.model.rooms.floor_positions import standing
from designer.model.wording import counted, listed

_ROWS: Final = "Rows in "


def place_racks(design: Design, wishes: Wishes) -> Made:
    """Give every rack without a place one: rows with cold and hot aisles, in rooms that are there or a new one."""
    unplaced = standing(design).unplaced
    if not unplaced:
        return NOTHING
    rooms: dict[str, list[str]] = {}
    for rack in unplaced:
        room = next((one for one in design.ancestors(rack) if one in design.nodes and _is_room(design, one)), "")
        rooms.setdefault(room, []).append(rack)
    edit, lines = ChangeSet(), list[Line]()
    # Racks in no room go where a room is drawn and has walls, as far as it has space.
    if "" in rooms:
        for node in design.nodes_in_order():
            if node.kind in ROOMS and node.plan is not None and node.plan.outline and node.copies == 1:
                rooms.setdefault(node.id, [])
                break
    for room, racks in rooms.items():
        if room:
            edit = edit.then(_in_room(edit.applied(design), design.nodes[room], racks, wishes, lines))
    now = edit.applied(design)
    alone = [rack for rack in standing(now).unplaced if not any(_is_room(now, one) for one in now.ancestors(rack))]
    if alone:
        edit = edit.then(_new_room(now, alone, wishes, lines))
    left = standing(edit.applied(design)).unplaced
    said_out = any(not line.taken for line in lines)
    if left and not said_out:
        names = listed([edit.applied(design).nodes[one].title for one in left])
        lines.append(
            Line(
                key="unplaced",
                step="room",
                title="Racks without a place",
                why=f"{names}: the room has no space for them, or their copies do not stand alike; place them by hand",
                count=sum(edit.applied(design).total_copies(one) for one in left),
                problem=True,
            )
        )
    edit.label = "Place racks"
    return Made(edit=edit, lines=tuple(lines))


def sized_anew(lines: Sequence[Line], before: Design, after: Design) -> list[Line]:
    """Return LINES with the size that rooms have in the end, where they grew after their racks were placed.

    Args:
        lines: Of all steps.
        before: The sketch.
        after: The design with all that is added.
    """
    made = [name for name, node in after.nodes.items() if node.kind in ROOMS and name not in before.nodes]
    rooms = [node for name, node in after.nodes.items() if node.kind in ROOMS and name in before.nodes]
    titles = {f"rows:{room.id}": f"Walls of {room.title}, {_size(after, room.id)}" for room in rooms}
    titles |= {"room": f"Room, {_size(after, made[0])}"} if len(made) == 1 else {}
    return [
        replace(line, title=titles[line.key])
        if line.key in titles and line.taken and not line.title.startswith(_ROWS)
        else line
        for line in lines
    ]


def _is_room(design: Design, node_id: str) -> bool:
    return design.nodes[node_id].kind in ROOMS


def _in_room(design: Design, room: Node, racks: list[str], wishes: Wishes, lines: list[Line]) -> ChangeSet:
    key = f"rows:{room.id}"
    walls = room.plan is not None and bool(room.plan.outline)
    try:
        fill = place_unplaced(design, room.id) if walls else wall_in(design, room.id)
    except RefusedInput:
        return ChangeSet()
    taken = key not in wishes.left_out
    after = fill.edit.applied(design)
    title = f"{_ROWS}{room.title}" if walls else f"Walls of {room.title}, {_size(after, room.id)}"
    why = f"for {counted(fill.placed, 'rack')}, {_aisles(design)}"
    lines.append(Line(key=key, step="room", title=title, why=why, count=fill.placed, taken=taken))
    return fill.edit if taken else ChangeSet()


def _new_room(design: Design, racks: list[str], wishes: Wishes, lines: list[Line]) -> ChangeSet:
    try:
        fill: Fill = make_room(design)
    except RefusedInput:
        return ChangeSet()
    after = fill.edit.applied(design)
    room = next(name for name in after.nodes if name not in design.nodes)
    taken = "room" not in wishes.left_out
    why = f"rows for {counted(fill.placed, 'rack')}, {_aisles(design)}"
    lines.append(Line(key="room", step="room", title=f"Room, {_size(after, room)}", why=why, count=1, taken=taken))
    return fill.edit if taken else ChangeSet()


def _size(design: Design, room_id: str) -> str:
    plan = design.nodes[room_id].plan
    corners = plan.outline if plan is not None else ()
    if not corners:
        return "no walls"
    wide = max(c.x_mm for c in corners) - min(c.x_mm for c in corners)
    deep = max(c.y_mm for c in corners) - min(c.y_mm for c in corners)
    return f"{wide / 1000:.3g} × {deep / 1000:.3g} m"


def _aisles(design: Design) -> str:
    front, rear = assumed(design, "front_clearance_mm").value, assumed(design, "rear_clearance_mm").value
    return f"cold aisle {(front or 0) / 1000:.3g} m, hot aisle {(rear or 0) / 1000:.3g} m"
