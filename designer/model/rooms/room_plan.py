"""A room to scale: its walls and what stands in the way, aisles, cable trays, and a drawing laid under it.

All places are millimetres from the room's own corner, x to the right and y down, as the plan is seen from above.
"""

from collections.abc import Sequence
from typing import Final, Literal

from designer.model.records import Record

MAX_CORNERS: Final = 500
MAX_PIECES: Final = 5_000


class Point(Record, frozen=True, kw_only=True):
    """A place in a room."""

    x_mm: float
    y_mm: float


class Box(Record, frozen=True, kw_only=True):
    """A rectangle along the walls: a column, or a part of the floor."""

    x_mm: float
    y_mm: float
    width_mm: float
    depth_mm: float


class Door(Record, frozen=True, kw_only=True):
    """A door: where it hangs, how wide it is, along which wall, and what it sweeps when it opens.

    Attributes:
        x_mm: The hinge.
        y_mm: The hinge.
        along_deg: Direction of the wall from the hinge, clockwise from the x axis.
        swing_deg: How far the leaf turns from there, clockwise when positive; 0 for a sliding door.
    """

    x_mm: float
    y_mm: float
    width_mm: float = 1_200.0
    along_deg: float = 0.0
    swing_deg: float = 90.0


class KeepOut(Record, frozen=True, kw_only=True):
    """A part of the floor where nothing may stand, with its reason."""

    corners: tuple[Point, ...]
    why: str = ""


class Aisle(Record, frozen=True, kw_only=True):
    """The floor between two rows: which air is in it, and whether it is closed off."""

    kind: Literal["cold", "hot"]
    area: Box
    contained: bool = False


class Tray(Record, frozen=True, kw_only=True):
    """A cable tray or ladder along a line.

    Attributes:
        id: Unique within the room.
        line: Its middle, corner by corner.
        width_mm: Inside.
        depth_mm: Inside; how high cables may be laid.
        above_mm: Height of its floor above the room's; negative is below a raised floor.
        media: Which media it may carry; empty is all.
    """

    id: str
    line: tuple[Point, ...]
    width_mm: float = 300.0
    depth_mm: float = 100.0
    above_mm: float = 2_700.0
    form: Literal["tray", "ladder"] = "tray"
    media: tuple[str, ...] = ()


class Underlay(Record, frozen=True, kw_only=True):
    """A picture laid under the plan, calibrated by two points of known distance.

    Attributes:
        picture: Id of the picture in the design.
        mm_per_px: Scale.
        x_mm: Where its top left corner lies.
        y_mm: Where its top left corner lies.
        rotation_deg: Clockwise about that corner.
    """

    picture: str
    mm_per_px: float
    x_mm: float = 0.0
    y_mm: float = 0.0
    rotation_deg: float = 0.0
    opacity: float = 0.5


class RoomPlan(Record, frozen=True, kw_only=True):
    """The plan of one room.

    Attributes:
        outline: Corners of the walls in order, the last joined to the first; fewer than three is no room yet.
        tile_mm: Side of a floor tile; 0 where there are none.
        tile_x_mm: Where a corner of the tile grid lies.
        tile_y_mm: Where a corner of the tile grid lies.
        height_mm: From floor to ceiling.
        load_limit_kg_per_m2: What the floor carries, spread; unknown when None.
    """

    outline: tuple[Point, ...] = ()
    doors: tuple[Door, ...] = ()
    columns: tuple[Box, ...] = ()
    keep_outs: tuple[KeepOut, ...] = ()
    aisles: tuple[Aisle, ...] = ()
    trays: tuple[Tray, ...] = ()
    underlay: Underlay | None = None
    tile_mm: float = 600.0
    tile_x_mm: float = 0.0
    tile_y_mm: float = 0.0
    height_mm: float = 3_500.0
    load_limit_kg_per_m2: float | None = None


def rectangle(width_mm: float, depth_mm: float) -> tuple[Point, ...]:
    """The corners of a plain room."""
    corners = ((0.0, 0.0), (width_mm, 0.0), (width_mm, depth_mm), (0.0, depth_mm))
    return tuple(Point(x_mm=x, y_mm=y) for x, y in corners)


def area_m2(corners: Sequence[Point]) -> float:
    """The floor inside of CORNERS by the shoelace formula, 0 for fewer than three."""
    after = [*corners[1:], *corners[:1]]
    doubled = sum(a.x_mm * b.y_mm - b.x_mm * a.y_mm for a, b in zip(corners, after, strict=True))
    return abs(doubled) / 2e6


def plan_problem(plan: RoomPlan) -> str:
    """Return what no plan may have, in words that follow its room's name; "" when all is well."""
    longest = max(
        (len(plan.outline), *(len(one.corners) for one in plan.keep_outs), *(len(t.line) for t in plan.trays))
    )
    if longest > MAX_CORNERS:
        return f"has a line of {longest:,} corners; {MAX_CORNERS:,} are the most"
    pieces = sum(map(len, (plan.doors, plan.columns, plan.keep_outs, plan.aisles, plan.trays)))
    if pieces > MAX_PIECES:
        return f"holds {pieces:,} doors, columns, aisles and trays; {MAX_PIECES:,} are the most"
    if len({tray.id for tray in plan.trays}) < len(plan.trays):
        return "has two trays of the same id"
    sizes = [plan.tile_mm, plan.height_mm, plan.load_limit_kg_per_m2 or 0.0]
    sizes += [size for door in plan.doors for size in (door.width_mm,)]
    sizes += [size for box in (*plan.columns, *(a.area for a in plan.aisles)) for size in (box.width_mm, box.depth_mm)]
    sizes += [size for tray in plan.trays for size in (tray.width_mm, tray.depth_mm)]
    if min(sizes) < 0:
        return "has a negative size"
    if plan.underlay is not None and not (plan.underlay.mm_per_px > 0 and 0 <= plan.underlay.opacity <= 1):
        return "has an underlay without a scale above 0, or with an opacity outside 0 to 1"
    return ""
