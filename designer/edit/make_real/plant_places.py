"""Places on the floor for plant: panels, UPSs and coolers along a wall of the racks' room, the rest on the open floor.

Indoors each stands behind a free gangway, fronts in a line that looks at the racks. The working space before live
equipment of 151 to 600 V to ground is 1.07 m deep where what is opposite is earthed (NFPA 70, National Electrical Code
2023, table 110.26(A)(1), condition 2); the clearance that the design assumes before racks is taken where it is larger.
Engines outdoors keep 1.5 m from what stands beside them (NFPA 37, 4.1.4).
"""

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.edit.draft import Draft
from designer.edit.make_real.records import NOTHING, Line, Made, Wishes
from designer.edit.rooms.floor_fill import free_place
from designer.edit.rooms.floor_space import clearances
from designer.model.design import Design, FloorPlace, Node
from designer.model.kinds import BUILDINGS, CHILLERS, GENERATORS, KINDS, OUTDOORS, ROOMS, TRANSFORMERS, UTILITIES
from designer.model.parts.part import Part
from designer.model.rooms.floor_positions import SIDES, footprint_mm, standing
from designer.model.rooms.rack_slots import box_of
from designer.model.rooms.room_plan import RoomPlan, rectangle
from designer.model.wording import listed

WORKING_SPACE_MM: Final = 1_070.0
OUTDOORS_APART_MM: Final = 1_500.0
KEY: Final = "plant"
_OPEN_KINDS: Final = GENERATORS | TRANSFORMERS | CHILLERS | OUTDOORS
"""Kinds that stand outdoors: generators and liquid-immersed transformers by their fire load, chillers by their air."""
_IN_LINE: Final = frozenset({"rear door", "in-row", "in row"})
"""Tags of coolers that hang at a rack or stand among racks; the person puts those into their rows."""


def place_plant(before: Design, design: Design, wishes: Wishes) -> Made:
    """Give plant that stands nowhere a place on the floor, where the racks stand already.

    A room that was made or walled in for its racks just now grows by a gallery at its right-hand wall; in a room that
    a person drew the free floor is taken. What has no room, and what belongs outdoors, stands on the open floor.

    Args:
        before: The sketch, so that walls that a person drew are not moved.
        design: The design with its racks, coolers and power chain.
        wishes: Whether the line is wanted.
    """
    # By room, "" for the open floor: what has no place yet.
    waiting: dict[str, list[Node]] = {}
    rooms = [node.id for node in design.nodes.values() if node.kind in ROOMS and _walls(node) and node.copies == 1]
    for node in design.nodes_in_order():
        if not wants_place(design, node):
            continue
        room = next((one for one in design.ancestors(node.id) if design.nodes[one].kind in ROOMS), "")
        drawn_now = node.id not in before.nodes
        if not room and drawn_now and node.kind not in _OPEN_KINDS and len(rooms) == 1:
            room = rooms[0]
        waiting.setdefault(room, []).append(node)
    if not waiting or not standing(design).count:
        return NOTHING
    draft, lines, placed, left = Draft(design), list[Line](), list[Node](), list[Node]()
    for room, nodes in waiting.items():
        if not room:
            placed += _on_open_floor(draft, nodes)
        elif room in rooms:
            was = before.nodes.get(room)
            done = (
                _along_the_wall(draft, room, nodes)
                if was is None or not _walls(was)
                else _on_free_floor(draft, room, nodes)
            )
            placed += done
            left += [node for node in nodes if node not in done]
    taken = KEY not in wishes.left_out
    if placed:
        unstated = [node.title for node in placed if not _stated(design, node)]
        words = (
            f"a gangway of {_gangway(design) / 1000:.3g} m before each, outdoors {OUTDOORS_APART_MM / 1000:.3g} m apart"
        )
        if unstated:
            words += f"; the size of {listed(unstated)} is not stated, and that of a rack is drawn for it"
        count = sum(design.total_copies(node.id) for node in placed)
        lines.append(Line(key=KEY, step="room", title="Places for plant", why=words, count=count, taken=taken))
    if left:
        names = listed([node.title for node in left])
        why = f"{names}: the room has no free floor for them; make it larger, or place them by hand"
        count = sum(design.total_copies(node.id) for node in left)
        lines.append(
            Line(key="plant:none", step="room", title="Plant without a place", why=why, count=count, problem=True)
        )
    edit = draft.finished("Place plant") if placed and taken else NOTHING.edit
    return Made(edit=edit, lines=tuple(lines))


def wants_place(design: Design, node: Node) -> bool:
    """Return whether NODE is plant that stands on a floor and has no place there: no utility, rail, strip or door."""
    kind = KINDS.get(node.kind)
    if kind is None or kind.role not in {"power", "cooling"} or node.floor is not None or node.kind in UTILITIES:
        return False
    if kind.power_role in {"rack_pdu", "busway"} or not _bought(design, node) or box_of(design, node).height_u:
        return False
    part = design.part_of(node)
    if part is None or _IN_LINE & set(part.tags):
        return False
    # What is in a rack has its place in it, and that of a pod or row is measured from the pod.
    return all(one not in design.nodes or design.nodes[one].kind in BUILDINGS for one in design.ancestors(node.id))


def _bought(design: Design, node: Node) -> bool:
    part = design.part_of(node)
    return part is not None and bool(part.id) and part.layer != "cloud"


def _gangway(design: Design) -> float:
    """Return the free floor before plant, mm."""
    return max(WORKING_SPACE_MM, clearances(design).front)


def _walls(room: Node) -> bool:
    return room.plan is not None and len(room.plan.outline) > 2


def _stated(design: Design, node: Node) -> bool:
    part: Part | None = design.part_of(node)
    return all(fact in node.facts or (part is not None and fact in part.facts) for fact in SIDES)


def _size(draft: Draft, node: Node) -> tuple[float, float]:
    """Return width and depth of one copy of NODE, mm; the assumed ones of a rack where nothing states them."""
    return footprint_mm(draft.before, node, ())


class _Stood(NamedTuple):
    """Plant in columns behind a wall.

    Attributes:
        places: In the order of the plant.
        right: How far the columns reach, mm.
        bottom: How far down the room has to be, mm.
        columns: How many they are.
    """

    places: tuple[FloorPlace, ...]
    right: float
    bottom: float
    columns: int


def _along_the_wall(draft: Draft, room_id: str, nodes: Sequence[Node]) -> list[Node]:
    """Stand NODES in columns behind the right-hand wall of a room, and move its walls around them.

    Of one long column and several short ones those are taken that add the least floor.
    """
    room = draft.node(room_id)
    plan = room.plan or RoomPlan()
    left, top, right, bottom = _bounds(plan)
    tile = plan.tile_mm or 600.0
    order = sorted(nodes, key=lambda one: (KINDS[one.kind].role, KINDS[one.kind].power_stage or 0, one.order))
    sizes = [_size(draft, node) for node in order]
    longest = sum(width * node.copies for (width, _), node in zip(sizes, order, strict=True))
    tried: list[tuple[float, int, float, _Stood]] = []
    for more in range(max(ceil((longest - (bottom - top)) / tile), 0) + 1):
        # A room that is deeper by so many tiles takes longer columns, and fewer of them.
        gangway, low = _gangway(draft.before), bottom + more * tile
        stood = _columns(order, sizes, right, top, low, gangway)
        if stood.columns > 1:
            # Past the first column people have to come to those behind it: a gangway stays free along the lower wall.
            stood = _columns(order, sizes, right, top, max(low - gangway, top), gangway)
            stood = stood._replace(bottom=max(low, stood.bottom + gangway))
        wide, deep = ceil((stood.right - left) / tile) * tile, ceil((stood.bottom - top) / tile - 1e-9) * tile
        tried.append((wide * deep, more, wide, stood))
    _, _, wide, stood = min(tried, key=lambda one: one[:2])
    for node, place in zip(order, stood.places, strict=True):
        draft.put(replace(node, floor=place, parent=node.parent or room_id))
    deep = max(ceil((stood.bottom - top) / tile - 1e-9) * tile, bottom - top)
    walls = tuple(replace(one, x_mm=one.x_mm + left, y_mm=one.y_mm + top) for one in rectangle(wide, deep))
    # A door in the wall that moves goes with it.
    doors = tuple(replace(one, y_mm=top + deep) if one.y_mm == bottom else one for one in plan.doors)
    draft.put(replace(draft.node(room_id), plan=replace(plan, outline=walls, doors=doors)))
    return list(nodes)


def _columns(
    nodes: Sequence[Node],
    sizes: Sequence[tuple[float, float]],
    x: float,
    top: float,
    bottom: float,
    gangway: float,
) -> _Stood:
    """Stand NODES one after the other down to BOTTOM, the first column with its fronts at X."""
    y, deepest, low, columns, places = top, 0.0, bottom, 1, list[FloorPlace]()
    for node, (width, depth) in zip(nodes, sizes, strict=True):
        fits = max(int((bottom - top + 1e-6) // width), 1)
        lines = ceil(node.copies / fits)
        along = width * min(node.copies, fits)
        if y > top and y + along > bottom + 1e-6:
            x, y, deepest, columns = x + deepest + gangway, top, 0.0, columns + 1
        # Lines of one node stand behind each other with a gangway between.
        whole, columns = depth * lines + gangway * (lines - 1), columns + lines - 1
        places.append(
            FloorPlace(
                x_mm=x + whole,
                y_mm=y,
                rotation_deg=90.0,
                pitch_mm=width if node.copies > 1 else None,
                per_line=fits if lines > 1 else 0,
                line_pitch_mm=depth + gangway if lines > 1 else None,
            )
        )
        y, deepest = y + along, max(deepest, whole)
        low = max(low, y)
    return _Stood(tuple(places), x + deepest, low, columns)


def _on_free_floor(draft: Draft, room_id: str, nodes: Sequence[Node]) -> list[Node]:
    """Stand each of NODES where a room that a person drew has free floor with the clearances assumed; return those."""
    done: list[Node] = []
    for node in nodes:
        place = free_place(draft.design(), room_id, node, _size(draft, node))
        if place is not None:
            draft.put(replace(node, floor=place, parent=node.parent or room_id))
            done.append(node)
    return done


def _on_open_floor(draft: Draft, nodes: Sequence[Node]) -> list[Node]:
    """Stand NODES in a line on the open floor, right of what stands there, apart as engines have to be."""
    there = standing(draft.before)
    x = 0.0
    if "" in there.rooms:
        outside = there.corners()[there.room == there.rooms.index("")]
        x = float(outside[..., 0].max()) + OUTDOORS_APART_MM if outside.size else 0.0
    for node in nodes:
        width, _ = _size(draft, node)
        pitch = width + OUTDOORS_APART_MM
        draft.put(replace(node, floor=FloorPlace(x_mm=x, y_mm=0.0, pitch_mm=pitch if node.copies > 1 else None)))
        x += pitch * node.copies
    return list(nodes)


def _bounds(plan: RoomPlan) -> tuple[float, float, float, float]:
    xs, ys = [corner.x_mm for corner in plan.outline], [corner.y_mm for corner in plan.outline]
    return min(xs), min(ys), max(xs), max(ys)
