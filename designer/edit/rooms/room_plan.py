"""Edits of a room's plan: its walls, doors, columns, keep-outs, aisles, trays, tiles and the drawing laid under it."""

import math
from collections.abc import Sequence
from typing import Any, Final, Literal, cast

import msgspec

from designer.edit.draft import Draft
from designer.edit.ids import new_id
from designer.edit.marks.picture_files import picture_facts
from designer.edit.selection import fresh_name, next_order
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.kinds import ROOM, ROOMS
from designer.model.marks import Picture
from designer.model.records import RefusedInput
from designer.model.rooms.room_plan import Aisle, Box, Door, KeepOut, Point, RoomPlan, Tray, Underlay

PieceTable = Literal["doors", "columns", "keep_outs", "aisles", "trays"]
Piece = Door | Box | KeepOut | Aisle | Tray

PIECE_WORDS: Final[dict[PieceTable, str]] = {
    "doors": "door",
    "columns": "column",
    "keep_outs": "keep-out",
    "aisles": "aisle",
    "trays": "tray",
}
FARTHEST_MM: Final = 10_000_000.0
"""Ten kilometres: no room is larger."""
LEAST_SPAN_PX: Final = 1e-6
UNDERLAY_SHARE: Final = 0.8
"""Share of the room's width that a drawing takes until it is calibrated."""


def add_room(
    design: Design, outline: Sequence[tuple[float, float]], *, name: str = "", x: float = 0.0, y: float = 0.0
) -> ChangeSet:
    """A new room with walls along OUTLINE, in mm; X and Y are its place on the canvas.

    Raises:
        RefusedInput: a corner is no place, or there are fewer than three.
    """
    if len(outline) < 3:
        raise RefusedInput("A room needs at least three corners.")
    node = Node(
        id=new_id(design, name or "room"),
        kind=ROOM,
        name=name or fresh_name(design, "Room"),
        order=next_order(design),
        x=x,
        y=y,
        plan=RoomPlan(outline=_points(outline)),
    )
    draft = Draft(design)
    draft.put(node)
    return draft.finished(f"Draw {node.name}")


def added_room(edit: ChangeSet) -> str:
    """Id of the room that EDIT added; "" for none."""
    for (table, key), (before, after) in edit.changes.items():
        if table == "nodes" and before is None and isinstance(after, Node) and after.kind in ROOMS:
            return key
    return ""


def set_outline(design: Design, room_id: str, outline: Sequence[tuple[float, float]]) -> ChangeSet:
    """Give a room other walls.

    Raises:
        RefusedInput: it is no room, or a corner is no place.
    """
    return _planned(design, room_id, "Draw the walls of {}", outline=_points(outline))


def move_corner(design: Design, room_id: str, number: int, x_mm: float, y_mm: float) -> ChangeSet:
    """Move corner NUMBER (from 0) of a room.

    Raises:
        RefusedInput: there is no such corner, or the place is none.
    """
    corners = list(_corners(design, room_id, number))
    corners[number] = _point(x_mm, y_mm)
    return _planned(design, room_id, "Move a corner of {}", outline=tuple(corners))


def insert_corner(design: Design, room_id: str, number: int, x_mm: float, y_mm: float) -> ChangeSet:
    """Put a new corner before corner NUMBER of a room.

    Raises:
        RefusedInput: it is no room, or the place is none.
    """
    corners = list(plan_of(design, room_id).outline)
    corners.insert(max(0, min(number, len(corners))), _point(x_mm, y_mm))
    return _planned(design, room_id, "Add a corner to {}", outline=tuple(corners))


def remove_corner(design: Design, room_id: str, number: int) -> ChangeSet:
    """Take a corner of a room away; three always stay.

    Raises:
        RefusedInput: there is no such corner, or only three are left.
    """
    corners = list(_corners(design, room_id, number))
    if len(corners) <= 3:
        raise RefusedInput("A room keeps at least three corners.")
    del corners[number]
    return _planned(design, room_id, "Take a corner of {} away", outline=tuple(corners))


def resize_room(design: Design, room_id: str, width_mm: float, depth_mm: float) -> ChangeSet:
    """Stretch a room to another width and depth; its corners keep their shares of both.

    Raises:
        RefusedInput: it has no walls to stretch, or a size is not above 0.
    """
    if not (math.isfinite(width_mm) and math.isfinite(depth_mm) and min(width_mm, depth_mm) > 0):
        raise RefusedInput("A room needs a width and a depth above 0 mm.")
    corners = plan_of(design, room_id).outline
    if len(corners) < 3:
        return _planned(
            design, room_id, "Resize {}", outline=_points(((0, 0), (width_mm, 0), (width_mm, depth_mm), (0, depth_mm)))
        )
    left, top = min(c.x_mm for c in corners), min(c.y_mm for c in corners)
    wide, deep = max(c.x_mm for c in corners) - left, max(c.y_mm for c in corners) - top
    if not wide or not deep:
        raise RefusedInput("The walls of this room enclose no floor; draw them anew.")
    # Around the upper left corner, which stays.
    stretched = [(left + (c.x_mm - left) * width_mm / wide, top + (c.y_mm - top) * depth_mm / deep) for c in corners]
    return _planned(design, room_id, "Resize {}", outline=_points(stretched))


def set_room(
    design: Design,
    room_id: str,
    *,
    tile_mm: float | None = None,
    tile_x_mm: float | None = None,
    tile_y_mm: float | None = None,
    height_mm: float | None = None,
) -> ChangeSet:
    """Change the tile grid or the height of a room; what is None stays.

    Raises:
        RefusedInput: it is no room, or a size is negative.
    """
    wanted = {"tile_mm": tile_mm, "tile_x_mm": tile_x_mm, "tile_y_mm": tile_y_mm, "height_mm": height_mm}
    fields = {name: _length(value) for name, value in wanted.items() if value is not None}
    return _planned(design, room_id, "Change the floor of {}", **fields)


def set_floor_load(design: Design, room_id: str, kg_per_m2: float | None) -> ChangeSet:
    """Say what the floor of a room carries, spread; None when it is not known.

    Raises:
        RefusedInput: it is negative.
    """
    limit = None if kg_per_m2 is None else _length(kg_per_m2)
    return _planned(design, room_id, "Set the floor load of {}", load_limit_kg_per_m2=limit)


def add_piece(design: Design, room_id: str, piece: Piece) -> ChangeSet:
    """Add a door, column, keep-out, aisle or tray to a room; a tray without an id gets one.

    Raises:
        RefusedInput: a value of it is not allowed.
    """
    plan, table = plan_of(design, room_id), table_of(piece)
    if isinstance(piece, Tray) and (not piece.id or any(tray.id == piece.id for tray in plan.trays)):
        numbers = (f"tray-{number}" for number in range(1, len(plan.trays) + 2))
        piece = msgspec.structs.replace(piece, id=next(n for n in numbers if all(t.id != n for t in plan.trays)))
    pieces = (*getattr(plan, table), piece)
    return _planned(design, room_id, f"Add {_with_article(table)} to {{}}", **{table: pieces})


def set_piece(design: Design, room_id: str, table: PieceTable, number: int, **fields: Any) -> ChangeSet:
    """Change fields of piece NUMBER (from 0) of one kind in a room.

    Raises:
        RefusedInput: there is no such piece or field, or a value is not allowed.
    """
    piece = _piece(design, room_id, table, number)
    known = {field.name for field in msgspec.structs.fields(type(piece))}
    if unknown := sorted(set(fields) - known):
        raise RefusedInput(f"A {PIECE_WORDS[table]} has no field {unknown[0]!r}.")
    try:
        after = msgspec.convert(msgspec.to_builtins(msgspec.structs.replace(piece, **fields)), type(piece))
    except msgspec.ValidationError as problem:
        raise RefusedInput(f"A {PIECE_WORDS[table]} cannot have that: {problem}.") from None
    return _with_piece(design, room_id, table, number, after, f"Change {_with_article(table)} in {{}}")


def move_piece(design: Design, room_id: str, table: PieceTable, number: int, dx_mm: float, dy_mm: float) -> ChangeSet:
    """Move piece NUMBER (from 0) of one kind in a room.

    Raises:
        RefusedInput: there is no such piece, or it would leave the floor.
    """
    piece = _piece(design, room_id, table, number)
    return _with_piece(
        design, room_id, table, number, moved(piece, dx_mm, dy_mm), f"Move {_with_article(table)} in {{}}"
    )


def remove_piece(design: Design, room_id: str, table: PieceTable, number: int) -> ChangeSet:
    """Take piece NUMBER (from 0) of one kind out of a room.

    Raises:
        RefusedInput: there is no such piece.
    """
    _piece(design, room_id, table, number)
    pieces = list(getattr(plan_of(design, room_id), table))
    del pieces[number]
    return _planned(design, room_id, f"Take {_with_article(table)} out of {{}}", **{table: tuple(pieces)})


def set_underlay(design: Design, room_id: str, name: str, data: bytes) -> ChangeSet:
    """Lay the picture in DATA under a room, as wide as most of it until it is calibrated.

    Raises:
        RefusedInput: it is neither PNG nor JPEG, or too large.
    """
    form, wide, high = picture_facts(data, name)
    plan = plan_of(design, room_id)
    draft = Draft(design)
    # The same bytes are one picture, whatever the file is called.
    held = next((one for one in design.pictures.values() if one.data == data), None)
    if held is None:
        stem = name.rpartition(".")[0] or name
        held = Picture(id=new_id(design, stem), name=name[:200], form=form, data=data, width_px=wide, height_px=high)
        draft.put(held)
    xs, ys = [c.x_mm for c in plan.outline] or [0.0], [c.y_mm for c in plan.outline] or [0.0]
    # A room without walls yet is taken as 20 m wide.
    span = (max(xs) - min(xs)) or 20_000.0
    under = Underlay(picture=held.id, mm_per_px=span * UNDERLAY_SHARE / wide, x_mm=min(xs), y_mm=min(ys))
    draft.put(msgspec.structs.replace(draft.node(room_id), plan=msgspec.structs.replace(plan, underlay=under)))
    _drop_unshown(draft, design, room_id, plan, keep=held.id)
    return draft.finished(f"Lay {name} under {design.nodes[room_id].title}")


def calibrate_underlay(
    design: Design, room_id: str, a: tuple[float, float], b: tuple[float, float], real_mm: float
) -> ChangeSet:
    """Scale the drawing under a room so that A and B, in mm as it lies now, are REAL_MM apart; A stays where it is.

    Raises:
        RefusedInput: there is no drawing, the two points are the same, or the distance is not above 0.
    """
    under = plan_of(design, room_id).underlay
    if under is None:
        raise RefusedInput("There is no drawing under this room yet; lay one under it first.")
    now = math.dist(a, b)
    if not (math.isfinite(real_mm) and 0 < real_mm <= FARTHEST_MM):
        raise RefusedInput("The distance between the two points must be above 0 mm and at most 10 km.")
    if not math.isfinite(now) or now < LEAST_SPAN_PX:
        raise RefusedInput("The two points are the same; choose two that are far apart.")
    factor = real_mm / now
    after = msgspec.structs.replace(
        under,
        mm_per_px=under.mm_per_px * factor,
        # Scaled around A: its distance to the corner of the picture grows with the scale.
        x_mm=a[0] + (under.x_mm - a[0]) * factor,
        y_mm=a[1] + (under.y_mm - a[1]) * factor,
    )
    return _planned(design, room_id, "Calibrate the drawing under {}", underlay=after)


def change_underlay(
    design: Design,
    room_id: str,
    *,
    x_mm: float | None = None,
    y_mm: float | None = None,
    rotation_deg: float | None = None,
    opacity: float | None = None,
) -> ChangeSet:
    """Move, turn or fade the drawing under a room; what is None stays.

    Raises:
        RefusedInput: there is none, or a value is not allowed.
    """
    under = plan_of(design, room_id).underlay
    if under is None:
        raise RefusedInput("There is no drawing under this room yet; lay one under it first.")
    wanted = {"x_mm": x_mm, "y_mm": y_mm, "rotation_deg": rotation_deg, "opacity": opacity}
    fields: dict[str, Any] = {name: _length(value, least=None) for name, value in wanted.items() if value is not None}
    return _planned(design, room_id, "Change the drawing under {}", underlay=msgspec.structs.replace(under, **fields))


def remove_underlay(design: Design, room_id: str) -> ChangeSet:
    """Take the drawing under a room away; the picture leaves with it when nothing else shows it.

    Raises:
        RefusedInput: there is none.
    """
    plan = plan_of(design, room_id)
    if plan.underlay is None:
        raise RefusedInput("There is no drawing under this room.")
    draft = Draft(design)
    draft.put(msgspec.structs.replace(draft.node(room_id), plan=msgspec.structs.replace(plan, underlay=None)))
    _drop_unshown(draft, design, room_id, plan, keep="")
    return draft.finished(f"Take the drawing under {design.nodes[room_id].title} away")


def plan_of(design: Design, room_id: str) -> RoomPlan:
    """The plan of a room, an empty one when it has none yet.

    Raises:
        RefusedInput: it is not there, or no room.
    """
    node = Draft(design).node(room_id)
    if node.kind not in ROOMS:
        raise RefusedInput(f"{node.title} is no room; only rooms have walls.")
    return node.plan or RoomPlan()


def table_of(piece: Piece) -> PieceTable:
    """The field of a plan in which pieces like PIECE are."""
    match piece:
        case Door():
            return "doors"
        case Box():
            return "columns"
        case KeepOut():
            return "keep_outs"
        case Aisle():
            return "aisles"
        case Tray():
            return "trays"


def moved(piece: Piece, dx_mm: float, dy_mm: float) -> Piece:
    """PIECE at another place."""
    match piece:
        case Door() | Box():
            return msgspec.structs.replace(piece, x_mm=_shifted(piece.x_mm, dx_mm), y_mm=_shifted(piece.y_mm, dy_mm))
        case KeepOut():
            return msgspec.structs.replace(piece, corners=_all_moved(piece.corners, dx_mm, dy_mm))
        case Aisle():
            return msgspec.structs.replace(piece, area=cast("Box", moved(piece.area, dx_mm, dy_mm)))
        case Tray():
            return msgspec.structs.replace(piece, line=_all_moved(piece.line, dx_mm, dy_mm))


def _all_moved(points: Sequence[Point], dx: float, dy: float) -> tuple[Point, ...]:
    return tuple(_point(_shifted(p.x_mm, dx), _shifted(p.y_mm, dy)) for p in points)


def _shifted(value: float, by: float) -> float:
    """To a thousandth of a millimetre, so that there and back is the same place."""
    return round(value + by, 3)


def _planned(design: Design, room_id: str, label: str, **fields: Any) -> ChangeSet:
    plan = msgspec.structs.replace(plan_of(design, room_id), **fields)
    _require_places(plan)
    draft = Draft(design)
    room = design.nodes[room_id]
    draft.put(msgspec.structs.replace(room, plan=plan))
    return draft.finished(label.format(room.title))


def _with_piece(design: Design, room_id: str, table: PieceTable, number: int, piece: Piece, label: str) -> ChangeSet:
    pieces = list(getattr(plan_of(design, room_id), table))
    pieces[number] = piece
    return _planned(design, room_id, label, **{table: tuple(pieces)})


def _piece(design: Design, room_id: str, table: PieceTable, number: int) -> Piece:
    if table not in PIECE_WORDS:
        raise RefusedInput(f"A room has no {table!r}; there are {', '.join(PIECE_WORDS)}.")
    pieces: Sequence[Piece] = getattr(plan_of(design, room_id), table)
    if not 0 <= number < len(pieces):
        raise RefusedInput(f"There is no {PIECE_WORDS[table]} {number + 1} in this room.")
    return pieces[number]


def _corners(design: Design, room_id: str, number: int) -> tuple[Point, ...]:
    corners = plan_of(design, room_id).outline
    if not 0 <= number < len(corners):
        raise RefusedInput(f"This room has no corner {number + 1}.")
    return corners


def _drop_unshown(draft: Draft, design: Design, room_id: str, plan: RoomPlan, *, keep: str) -> None:
    """Forget the picture that lay under a room before, unless something else shows it."""
    before = plan.underlay.picture if plan.underlay else ""
    if not before or before == keep or before not in design.pictures:
        return
    others = {mark.picture for mark in design.marks.values()}
    others |= {
        node.plan.underlay.picture
        for node in design.nodes.values()
        if node.id != room_id and node.plan is not None and node.plan.underlay is not None
    }
    if before not in others:
        draft.drop_picture(before)


def _points(corners: Sequence[tuple[float, float]]) -> tuple[Point, ...]:
    return tuple(_point(x, y) for x, y in corners)


def _point(x_mm: float, y_mm: float) -> Point:
    return Point(x_mm=_length(x_mm, least=None), y_mm=_length(y_mm, least=None))


def _length(value: float, *, least: float | None = 0.0) -> float:
    if not math.isfinite(value) or abs(value) > FARTHEST_MM or (least is not None and value < least):
        raise RefusedInput(f"{value:g} is no measure on a floor; it must be a number up to 10,000,000 mm.")
    return float(value)


def _require_places(plan: RoomPlan) -> None:
    """Refuse a plan with a number in it that is none, or too far away."""
    waiting: list[Any] = [msgspec.to_builtins(plan)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(cast("dict[str, Any]", one).values())
        elif isinstance(one, (list, tuple)):
            waiting.extend(cast("Sequence[Any]", one))
        elif isinstance(one, float):
            _length(one, least=None)


def _with_article(table: PieceTable) -> str:
    word = PIECE_WORDS[table]
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
