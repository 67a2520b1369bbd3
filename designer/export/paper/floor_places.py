"""Things on each floor of a design: rooms with their plan, and every rack and device in its place."""

from typing import NamedTuple

from designer.drawing.records import Rect
from designer.model.copy_ids import copy_id
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.rooms.floor_positions import standing
from designer.model.rooms.room_plan import RoomPlan


class StandingThing(NamedTuple):
    """A copy of a rack or device on the floor.

    Attributes:
        key: "rack[3]".
        name: As every output calls it.
        kind: Of its node.
        corner: About which it is turned, mm of its room.
        width_mm: Along its front.
        depth_mm: From its front to its rear.
        turn: Clockwise, degrees.
        low: Least x and y of its footprint.
        high: Greatest x and y of it.
    """

    key: str
    name: str
    kind: str
    corner: tuple[float, float]
    width_mm: float
    depth_mm: float
    turn: float
    low: tuple[float, float]
    high: tuple[float, float]


class FloorRoom(NamedTuple):
    """One copy of a room, or the open floor.

    Attributes:
        title: "" of the open floor.
        plan: None of the open floor, and of a room without a plan.
        area: What it and all in it take, mm.
    """

    title: str
    plan: RoomPlan | None
    area: Rect
    standing: tuple[StandingThing, ...]


def whole_floor(design: Design) -> list[FloorRoom]:
    """Return every floor of DESIGN on which something stands or that has walls, in design order."""
    names, found = device_names(design), standing(design)
    things: dict[tuple[str, int], list[StandingThing]] = {}
    for node in design.nodes_in_order():
        if node.plan is not None and len(node.plan.outline) > 2:
            for copy in range(names.copies(node.id)):
                things[node.id, copy] = []
    corners = found.corners()
    for row in range(found.count):
        node = design.nodes[found.ids[int(found.node[row])]]
        copy = int(found.copy[row])
        low, high = corners[row].min(axis=0).tolist(), corners[row].max(axis=0).tolist()
        width, depth = found.size[row].tolist()
        corner = found.corner[row].tolist()
        key = found.rooms[int(found.room[row])], int(found.room_copy[row])
        things.setdefault(key, []).append(
            StandingThing(
                copy_id(node.id, copy),
                names.of(node.id, copy),
                node.kind,
                (corner[0], corner[1]),
                width,
                depth,
                float(found.turn[row]),
                (low[0], low[1]),
                (high[0], high[1]),
            )
        )
    rooms: list[FloorRoom] = []
    for (room, copy), held in things.items():
        plan = design.nodes[room].plan if room in design.nodes else None
        points = [(corner.x_mm, corner.y_mm) for corner in plan.outline] if plan is not None else []
        points += [point for thing in held for point in (thing.low, thing.high)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        area = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        rooms.append(FloorRoom(names.of(room, copy) if room in design.nodes else "", plan, area, tuple(held)))
    return rooms
