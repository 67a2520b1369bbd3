"""Rows of racks for a room: how many have room, places for all that has none, new racks, and a room around racks."""

import math
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import msgspec
import numpy as np
import shapely

from designer.catalog.library import Library
from designer.edit.draft import Draft, check_parent
from designer.edit.ids import new_id
from designer.edit.rooms.floor import put_rack
from designer.edit.rooms.floor_blocks import Item, Packing, best_packing
from designer.edit.rooms.floor_space import Clearances, Space, clearances, polygon_of
from designer.edit.rooms.room_plan import plan_of
from designer.edit.selection import fresh_name, next_order
from designer.model.assumptions.table import assumed
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING
from designer.model.changes import ChangeSet
from designer.model.design import Design, FloorPlace, Node
from designer.model.kinds import BUILDINGS, KINDS, ROOM, ROOMS, ROW
from designer.model.records import RefusedInput
from designer.model.rooms.floor_positions import extent_mm, is_container, standing, stands_on_floor
from designer.model.rooms.room_plan import Aisle, Door, RoomPlan, rectangle
from designer.model.wording import counted

MOST_RACKS: Final = 20_000
_SHAPE: Final = 1.7
"""A room that is made for racks is about so many times as wide as it is deep."""
_DOOR_FROM_CORNER: Final = 300.0
"""A room that is made has one door, which opens outwards, so far from its corner in mm."""
_TOUCHES_MM2: Final = 1_000.0
"""What shares less floor merely touches: a millimetre along a metre."""
_MOST_LINES: Final = 400


class Fill(NamedTuple):
    """An edit that fills a room, and what came of it.

    Attributes:
        edit: The edit.
        placed: Racks that have a place now.
        left: Nodes for which there was no room, or whose copies do not stand alike.
    """

    edit: ChangeSet
    placed: int
    left: tuple[str, ...] = ()


def room_for(design: Design, room_id: str, width_mm: float | None = None, depth_mm: float | None = None) -> int:
    """Return how many more racks a room has space for, with the clearances assumed.

    Racks are of the assumed size when none is given.

    Raises:
        RefusedInput: it is no room.
    """
    width, depth = _rack_size(design, width_mm, depth_mm)
    space = _space(design, room_id)
    return best_packing(space, width, depth).capacity(width) if space.floor is not None and width and depth else 0


def fill_room(
    design: Design, room_id: str, racks: int, width_mm: float | None = None, depth_mm: float | None = None
) -> Fill:
    """Put RACKS new racks into a room: rows along its longer side, cold and hot aisles in turn.

    They are one node where all rows are alike, else a row container for each stretch.

    Raises:
        RefusedInput: it is no room, has no floor, or has not room for so many.
    """
    room = Draft(design).node(room_id)
    width, depth = _rack_size(design, width_mm, depth_mm)
    if not 1 <= racks <= MOST_RACKS:
        raise RefusedInput(f"{racks:,} racks cannot be placed at once; from 1 to {MOST_RACKS:,} can.")
    space = _space(design, room_id)
    if space.floor is None:
        raise RefusedInput(f"{room.title} has no floor yet; draw its walls first.")
    packing = best_packing(space, width, depth)
    most = packing.capacity(width)
    if most < racks:
        raise RefusedInput(
            f"{room.title} has room for {most:,} more rack{'' if most == 1 else 's'} with the clearances "
            f"assumed; {racks:,} were asked for. Ask for fewer, or make the room larger."
        )
    item = Item("", width, depth, racks)
    if not packing.put(item) and not packing.put_in_pieces(item):
        raise RefusedInput(f"{room.title} has no room for {counted(racks, 'rack')} in rows.")
    draft = Draft(design)
    facts = {"width_mm": width_mm, "depth_mm": depth_mm}
    own = {name: value for name, value in facts.items() if value is not None}
    for number, block in enumerate(packing.blocks):
        _, _, place = packing.place_of(block)
        if len(packing.blocks) == 1:
            made = put_rack(draft, room_id, place, block.item.copies, "")
        else:
            row = _put_row(draft, room_id, place, number)
            made = put_rack(draft, room_id, FloorPlace(x_mm=0.0, y_mm=0.0), block.item.copies, "", row)
        if own:
            draft.put(msgspec.structs.replace(draft.node(made), facts=own))
    _put_aisles(draft, room_id, packing, clearances(design))
    edit = draft.finished(f"Fill {room.title} with {racks:,} rack{'' if racks == 1 else 's'}")
    return Fill(edit, racks)


def place_unplaced(design: Design, room_id: str) -> Fill:
    """Give all racks of a room, and those in no room, that have no place yet one there, pods and rows as they are.

    Raises:
        RefusedInput: it is no room, has no floor, or there is nothing to place.
    """
    room = Draft(design).node(room_id)
    space = _space(design, room_id)
    if space.floor is None:
        raise RefusedInput(f"{room.title} has no floor yet; draw its walls first.")
    draft = Draft(design)
    items, left = _items(draft, room_id)
    if not items:
        raise RefusedInput(
            "These racks cannot be placed by themselves; drag them to their places."
            if left
            else "Every rack has its place already."
        )
    # Rows as deep as the deepest take all of them; the narrowest tells how a row is filled best.
    widest, deepest = min(item.width for item in items), max(item.depth for item in items)
    packing = best_packing(space, widest, deepest)
    left += [item.node_id for item in items if not packing.put(item)]
    if not packing.blocks:
        raise RefusedInput(f"{room.title} has no room for any of the racks without a place.")
    placed = _commit(draft, room_id, packing)
    words = f"Place {placed:,} rack{'' if placed == 1 else 's'} in {room.title}"
    return Fill(draft.finished(words), placed, tuple(left))


def move_to_free(design: Design, library: Library, *, node_id: str) -> ChangeSet:
    """Move what stands directly in a room to the first place of that room where it is in nobody's way.

    Raises:
        RefusedInput: it stands in no room, or there is no free place.
    """
    node = Draft(design).node(node_id)
    room = design.nodes.get(node.parent or "")
    if room is None or room.kind not in ROOMS or node.floor is None:
        raise RefusedInput(f"{node.title} does not stand in a room by itself; move it by hand.")
    place = _free_of_itself(design, node, room.id)
    if place is None:
        raise RefusedInput(f"There is no free place for {node.title} in {room.title}.")
    draft = Draft(design)
    draft.put(msgspec.structs.replace(node, floor=place))
    return draft.finished(f"Move {node.title} to a free place")


def _free_of_itself(design: Design, node: Node, room_id: str) -> FloorPlace | None:
    # Without itself, so that it may move by less than its own width.
    away = msgspec.structs.replace(design, nodes={one: other for one, other in design.nodes.items() if one != node.id})
    return free_place(away, room_id, node, extent_mm(design, node.id))


def kept_clear(design: Design, node_id: str) -> Design:
    """Return DESIGN with all copies of a node at the first free place of their room, where one of them is in the way.

    It stays where it is when it stands in no room, on nothing and inside the walls, and when there is no free place.
    """
    node = design.nodes[node_id]
    room = design.nodes.get(node.parent or "")
    placed = standing(design)
    if room is None or room.plan is None or room.kind not in ROOMS or node.floor is None:
        return design
    if room.id not in placed.rooms or node_id not in placed.ids:
        return design
    # Rows of what stands in the first copy of the room, as its copies are alike; their footprints in mm.
    rows = np.flatnonzero((placed.room == placed.rooms.index(room.id)) & (placed.room_copy == 0))
    feet = np.array([shapely.Polygon(corners) for corners in placed.corners()[rows]], dtype=object)
    own = placed.node[rows] == placed.ids.index(node_id)
    shared = shapely.area(shapely.intersection(feet[own], shapely.union_all(feet[~own])))
    walls = polygon_of(room.plan.outline)
    beyond = shapely.area(shapely.difference(feet[own], walls)) if walls is not None else np.zeros(1)
    if max(shared.max(initial=0.0), beyond.max(initial=0.0)) <= _TOUCHES_MM2:
        return design
    place = _free_of_itself(design, node, room.id)
    if place is None:
        return design
    return msgspec.structs.replace(design, nodes={**design.nodes, node_id: msgspec.structs.replace(node, floor=place)})


def free_place(design: Design, room_id: str, node: Node, size_mm: tuple[float, float]) -> FloorPlace | None:
    """Return the first place of a room where all copies of NODE are in nobody's way; None where there is none.

    Args:
        design: The design without a place of NODE.
        room_id: A room with walls.
        node: What is to stand there.
        size_mm: Width and depth of one copy.
    """
    space = _space(design, room_id)
    width, depth = size_mm
    if space.floor is None or not width or not depth:
        return None
    packing = best_packing(space, width, depth)
    return packing.place_of(packing.blocks[0])[2] if packing.put(Item(node.id, width, depth, node.copies)) else None


def make_room(design: Design, name: str = "") -> Fill:
    """A new room of the size that all racks without a place need, with those racks in rows in it.

    Raises:
        RefusedInput: every rack has its place.
    """
    draft = Draft(design)
    room = Node(
        id=new_id(design, name or "room"),
        kind=ROOM,
        name=name or fresh_name(design, "Room"),
        order=next_order(design),
        plan=RoomPlan(),
        # First without walls: the size follows from what is to stand there.
    )
    draft.put(room)
    items, left = _items(draft, room.id)
    if not items:
        raise RefusedInput("There are no racks without a place to make a room for.")
    packing = _packed(draft.design(), room.id, items)
    width, depth = _used(packing, clearances(design))
    out = Door(x_mm=_DOOR_FROM_CORNER, y_mm=depth)
    room = msgspec.structs.replace(
        room,
        plan=RoomPlan(outline=rectangle(width, depth), doors=(out,)),
        x=min(_xs(design, items)) - FRAME_PADDING,
        y=min(_ys(design, items)) - FRAME_HEADER,
    )
    draft.put(room)
    placed = _commit(draft, room.id, packing)
    words = f"Make a room for {placed:,} rack{'' if placed == 1 else 's'}"
    return Fill(draft.finished(words), placed, tuple(left))


def wall_in(design: Design, room_id: str) -> Fill:
    """Give a room that has no walls yet those that its racks without a place need, with the racks in rows in it.

    Raises:
        RefusedInput: it is no room, has walls, or there is nothing to place.
    """
    draft = Draft(design)
    room = draft.node(room_id)
    plan = plan_of(design, room_id)
    if plan.outline:
        raise RefusedInput(f"{room.title} has walls already; place the racks within them.")
    items, left = _items(draft, room_id)
    if not items:
        raise RefusedInput("There are no racks without a place to make walls for.")
    packing = _packed(draft.design(), room_id, items)
    width, depth = _used(packing, clearances(design))
    out = Door(x_mm=_DOOR_FROM_CORNER, y_mm=depth)
    walled = msgspec.structs.replace(plan, outline=rectangle(width, depth), doors=(*plan.doors, out))
    draft.put(msgspec.structs.replace(room, plan=walled))
    placed = _commit(draft, room_id, packing)
    return Fill(draft.finished(f"Draw the walls of {room.title}"), placed, tuple(left))


def _used(packing: Packing, needed: Clearances) -> tuple[float, float]:
    """Width and depth of the room that what was packed really needs, in whole tiles."""
    taken = packing.taken()
    right = max(end for stretches in taken.values() for _, end in stretches) + needed.front
    last = packing.rows[max(taken)]
    bottom = last.y + packing.depth + (needed.front if last.down else needed.rear)
    frame = packing.space.frame
    return frame.tiles(right), frame.tiles(bottom)


def _xs(design: Design, items: Iterable[Item]) -> list[float]:
    return [design.nodes[item.node_id].x for item in items]


def _ys(design: Design, items: Iterable[Item]) -> list[float]:
    return [design.nodes[item.node_id].y for item in items]


def _packed(design: Design, room_id: str, items: list[Item]) -> Packing:
    """ITEMS packed into the smallest well-shaped rectangle that takes them all."""
    needed, tile = clearances(design), RoomPlan().tile_mm
    wide = sum(item.width * item.copies for item in items)
    longest, deepest = max(item.width for item in items), max(item.depth for item in items)
    # From front to front of two rows: the deepest rack with the aisle, in whole tiles.
    pitch = math.ceil((deepest + needed.aisle) / tile) * tile
    room = design.nodes[room_id]
    # More lines make the room shorter; of each, three widths: rows seldom come out at exactly the mean.
    for lines in range(1, _MOST_LINES):
        depth = math.ceil((lines * pitch + needed.front + needed.rear) / tile) * tile
        for extra in range(3):
            width = math.ceil((max(wide / lines, longest) + extra * longest / 2 + 2 * needed.front) / tile) * tile
            width = max(width, depth)
            # Much wider than deep: another line gives a better shape, unless the lines would be nearly empty.
            if width > _SHAPE * depth and lines * 2 * longest <= wide and extra == 0:
                break
            plan = RoomPlan(outline=rectangle(width, depth))
            trial = msgspec.structs.replace(
                design, nodes={**design.nodes, room_id: msgspec.structs.replace(room, plan=plan)}
            )
            packing = Packing(_space(trial, room_id), deepest, down=True, shift=0.0)
            if all(packing.put(item) for item in items):
                return packing
    raise RefusedInput("There are too many racks to make one room for them; draw several rooms.")


def _commit(draft: Draft, room_id: str, packing: Packing) -> int:
    placed = 0
    for block in packing.blocks:
        node = draft.node(block.item.node_id)
        if room_id not in draft.before.ancestors(node.id):
            check_parent(draft, node, room_id)
            node = msgspec.structs.replace(node, parent=room_id)
        _, _, place = packing.place_of(block)
        draft.put(msgspec.structs.replace(node, floor=place))
        placed += _racks_in(draft, node) * node.copies
    _put_aisles(draft, room_id, packing, clearances(draft.before))
    return placed


def _racks_in(draft: Draft, node: Node) -> int:
    if stands_on_floor(node):
        return 1
    return sum(_racks_in(draft, child) * child.copies for child in draft.nodes.values() if child.parent == node.id)


def _items(draft: Draft, room_id: str) -> tuple[list[Item], list[str]]:
    """Return what has no place, outermost containers first, with racks lined up in them; and what cannot be placed."""
    design = draft.before
    unplaced = standing(design).unplaced
    inside: dict[str | None, list[Node]] = draft.design().children()
    items: dict[str, Item] = {}
    left: list[str] = []
    for node_id in unplaced:
        # A rack in a row or pod is placed with it.
        top = _outermost(design, node_id)
        if top.id in items or top.id in left:
            continue
        # What is in another room is none of ours.
        around = [design.nodes[one] for one in design.ancestors(top.id) if one in design.nodes]
        rooms = [one.id for one in around if one.kind in ROOMS]
        if rooms and rooms != [room_id]:
            continue
        alone = all(one.kind in BUILDINGS for one in around)
        # What stands in placed or copied containers, or holds something placed, is moved by hand.
        if not alone or not _may_stand(top, room_id, around) or _has_placed(inside, top):
            left.append(node_id)
            continue
        width, depth = _line_up(draft, inside, top)
        if width and depth:
            items[top.id] = Item(top.id, width, depth, top.copies)
    return list(items.values()), left


def _outermost(design: Design, node_id: str) -> Node:
    top = design.nodes[node_id]
    for outer_id in design.ancestors(node_id):
        outer = design.nodes.get(outer_id)
        if outer is None or outer.kind in BUILDINGS or outer.floor is not None:
            break
        top = outer
    return top


def _may_stand(top: Node, room_id: str, around: list[Node]) -> bool:
    kind = KINDS.get(top.kind)
    if any(one.id == room_id for one in around):
        return True
    return not around and kind is not None and ROOM in kind.parents


def _has_placed(inside: dict[str | None, list[Node]], container: Node) -> bool:
    return any(
        child.floor is not None or _has_placed(inside, child)
        for child in inside.get(container.id, ())
        if stands_on_floor(child) or is_container(child)
    )


def _line_up(draft: Draft, inside: dict[str | None, list[Node]], node: Node) -> tuple[float, float]:
    """Line up the racks of a container side by side, and give the width and depth of one copy of it."""
    if stands_on_floor(node):
        return extent_mm(draft.before, node.id)
    x = depth = 0.0
    for child in _on_floor(inside, node):
        width, deep = _line_up(draft, inside, child)
        pitch = width if child.copies > 1 else None
        draft.put(msgspec.structs.replace(draft.node(child.id), floor=FloorPlace(x_mm=x, y_mm=0.0, pitch_mm=pitch)))
        x += width * child.copies
        depth = max(depth, deep)
    return x, depth


def _on_floor(inside: dict[str | None, list[Node]], container: Node) -> Iterator[Node]:
    for child in inside.get(container.id, ()):
        if stands_on_floor(child) or (is_container(child) and any(_on_floor(inside, child))):
            yield child


def _put_row(draft: Draft, room_id: str, place: FloorPlace, number: int) -> str:
    now = draft.design()
    name = fresh_name(now, f"Row {_letters(number)}")
    row = Node(
        id=new_id(now, name),
        kind=ROW,
        name=name,
        order=next_order(now),
        parent=room_id,
        floor=FloorPlace(x_mm=place.x_mm, y_mm=place.y_mm, rotation_deg=place.rotation_deg),
        x=now.nodes[room_id].x + 24.0,
        y=now.nodes[room_id].y + 56.0 + 120.0 * number,
    )
    draft.put(row)
    return row.id


def _letters(number: int) -> str:
    """A, B ... Z, AA, AB ..."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _put_aisles(draft: Draft, room_id: str, packing: Packing, needed: Clearances) -> None:
    """Name the floor before and behind the rows that were filled, one aisle for two rows that share it."""
    taken = packing.taken()
    plan = plan_of(draft.design(), room_id)
    frame, pitch = packing.space.frame, packing.pitch
    aisles = list(plan.aisles)
    # Gaps before the first row, between rows and behind the last one.
    for gap in range(len(packing.rows) + 1):
        sides = [number for number in (gap - 1, gap) if number in taken]
        if not sides:
            continue
        stretches = [stretch for number in sides for stretch in taken[number]]
        x0, x1 = min(a for a, _ in stretches), max(b for _, b in stretches)
        # At either end the gap has a row on one side only.
        upper, lower = packing.rows[max(gap - 1, 0)], packing.rows[min(gap, len(packing.rows) - 1)]
        # Fronts look at cold air: a row that looks down has it below, one that looks up above.
        cold = upper.down if gap - 1 in taken else not lower.down
        kept = needed.front if cold else needed.rear
        if len(sides) == 2:
            y0, y1 = upper.y + packing.depth, lower.y
        elif gap - 1 in taken:
            y0 = upper.y + packing.depth
            y1 = y0 + kept
        else:
            y1 = lower.y
            y0 = y1 - kept
        if y1 > y0 and pitch > 0:
            aisles.append(Aisle(kind="cold" if cold else "hot", area=frame.box_out(x0, y0, x1, y1)))
    room = draft.node(room_id)
    draft.put(msgspec.structs.replace(room, plan=msgspec.structs.replace(plan, aisles=tuple(aisles))))


def _space(design: Design, room_id: str) -> Space:
    return Space(plan_of(design, room_id), standing(design), room_id, clearances(design), design)


def _rack_size(design: Design, width_mm: float | None, depth_mm: float | None) -> tuple[float, float]:
    sizes = (
        width_mm if width_mm is not None else assumed(design, "rack_width_mm").value or 0.0,
        depth_mm if depth_mm is not None else assumed(design, "rack_depth_mm").value or 0.0,
    )
    if not all(math.isfinite(size) and size > 0 for size in sizes):
        raise RefusedInput("A rack needs a width and a depth above 0 mm.")
    return sizes
