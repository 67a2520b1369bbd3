"""Layout of a one-line diagram: side A left, side B right, one stage below the other."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from designer.drawing.one_line.words import Stage
from designer.drawing.records import Frame, Rect
from designer.model.figures.figure_text import figure_text
from designer.model.kinds import GENERATORS, ROW

Zone = Literal["A", "", "B"]


class Sizes(NamedTuple):
    """Sizes of tiles and the gaps between them, in canvas pixels.

    Attributes:
        across: Tiles of one stage and side next to each other; more stand in further lines.
        gap_x: Between tiles of a line.
        gap_y: Between stages.
        gap_lines: Between lines of one stage.
        gap_sides: Between the sides.
        frame_room: From the tiles to the frame of their side.
        frame_top: The same above, where its name is.
        key: Whether what the signs mean is written below.
    """

    width: float
    height: float
    gap_x: float
    gap_y: float
    gap_lines: float
    gap_sides: float
    frame_room: float
    frame_top: float
    across: int = 4
    key: bool = True


AIRY: Final = Sizes(248.0, 72.0, 28.0, 46.0, 30.0, 64.0, 16.0, 36.0)
"""As on paper."""
_LEAST: Final = (64.0, 24.0)
READABLE: Final = (84.0, 30.0)
"""Tiles of this size say their name, what they carry and how full they are."""
_KEY_HIGH: Final = 34.0
_KEY_FROM: Final = 420.0


class Grid(NamedTuple):
    """Counts of tiles side by side and below each other.

    Attributes:
        columns: Tiles side by side, over all sides.
        sides: Groups of them that stand apart: A, the middle, B.
        rows: Lines of tiles.
    """

    columns: int
    sides: int
    rows: int


def grid_of(stages: Mapping[str, Stage], zones: Mapping[str, Zone], places: Mapping[str, Rect]) -> Grid:
    """Return how many of the placed tiles stand side by side and below each other."""
    rows: dict[tuple[Zone, float], int] = {}
    loads: dict[float, int] = {}
    for name, rect in places.items():
        if stages[name].fullest.device:
            loads[rect.y] = loads.get(rect.y, 0) + 1
        else:
            rows[zones[name], rect.y] = rows.get((zones[name], rect.y), 0) + 1
    across = [max((n for (zone, _), n in rows.items() if zone == one), default=0) for one in ("A", "", "B")]
    columns = max(sum(across), max(loads.values(), default=0), 1)
    return Grid(columns, max(sum(one > 0 for one in across), 1), max(len({rect.y for rect in places.values()}), 1))


def sizes_for(grid: Grid, room: float, high: float, across: int) -> Sizes:
    """Sizes with which GRID fills ROOM by HIGH pixels, so that its words can be read at their own size.

    AIRY at most, and not below a least size: what is larger than the room is looked at from farther away.
    """
    between, beside = min(max(high * 0.034, 10.0), AIRY.gap_y), min(max(room * 0.016, 6.0), AIRY.gap_x)
    apart, around = min(max(room * 0.03, 12.0), AIRY.gap_sides), min(max(room * 0.011, 4.0), AIRY.frame_room)
    key = high >= _KEY_FROM
    top = min(max(high * 0.055, 20.0), AIRY.frame_top)
    apart += 2 * around
    taken = 2 * around + (grid.sides - 1) * apart + (grid.columns - grid.sides) * beside
    width = (room - taken) / grid.columns
    below = around + (_KEY_HIGH + 12.0 if key else 0.0)
    height = (high - top - below - between * (grid.rows - 1)) / grid.rows
    if width >= AIRY.width and height >= AIRY.height:
        return AIRY
    width, height = min(max(width, _LEAST[0]), AIRY.width), min(max(height, _LEAST[1]), AIRY.height)
    return Sizes(width, height, beside, between, between, apart, around, top, across, key)


def zones_of(stages: Mapping[str, Stage], named: Mapping[str, str]) -> dict[str, Zone]:
    """A, B or the middle for each tile: its own side, else that of all stages above it."""
    found: dict[str, Zone] = {}
    for name, stage in sorted(stages.items(), key=lambda item: item[1].fullest.level):
        zone: Zone = stage.fullest.side
        above: set[Zone] = {found.get(named[one], "") for one in stage.fullest.sources if one in named}
        if not zone and len(above) == 1 and not stage.fullest.device:
            zone = above.pop()
        found[name] = "" if stage.fullest.device else zone
    return found


def places_of(
    stages: Mapping[str, Stage], named: Mapping[str, str], zones: Mapping[str, Zone], sizes: Sizes
) -> dict[str, Rect]:
    """Return the rectangle of each tile."""
    rows: dict[int, dict[Zone, list[str]]] = {}
    last = max((stage.fullest.level for stage in stages.values()), default=0) + 1
    for name, stage in stages.items():
        level = last if stage.fullest.device else stage.fullest.level
        rows.setdefault(level, {"A": [], "": [], "B": []})[zones[name]].append(name)
    across: dict[Zone, int] = {
        zone: max((min(len(row[zone]), sizes.across) for level, row in rows.items() if level != last), default=0)
        for zone in ("A", "", "B")
    }
    left: dict[Zone, float] = {}
    edge = 0.0
    for zone in ("A", "", "B"):
        left[zone] = edge
        if across[zone]:
            edge += _wide(sizes, across[zone]) + sizes.gap_sides
    loads = _wide(sizes, min(len(rows.get(last, {"": []})[""]), sizes.across)) if rows else 0.0
    full = max(edge - sizes.gap_sides, loads)
    places: dict[str, Rect] = {}
    top = 0.0
    for level in sorted(rows):
        deepest = top
        for zone, names in rows[level].items():
            ordered = sorted(names, key=lambda name: (_mean(stages[name], named, places), _order(stages, name)))
            most = sizes.across if level != last else max(int((full + sizes.gap_x) // (sizes.width + sizes.gap_x)), 1)
            start, room = (left[zone], _wide(sizes, across[zone])) if level != last else (0.0, full)
            for line in range(0, len(ordered), most):
                chosen = ordered[line : line + most]
                # Lines under each other keep their columns, so that wires find the gaps between them.
                x = start + ((room - _wide(sizes, len(chosen))) / 2 if len(ordered) <= most else 0.0)
                y = top + (line // most) * (sizes.height + sizes.gap_lines)
                for number, name in enumerate(chosen):
                    places[name] = Rect(x + number * (sizes.width + sizes.gap_x), y, sizes.width, sizes.height)
                deepest = max(deepest, y + sizes.height)
        top = deepest + sizes.gap_y
    return places


def _order(stages: Mapping[str, Stage], name: str) -> tuple[int, int]:
    """Utilities before generators, then as the design has them."""
    return (stages[name].fullest.kind in GENERATORS, list(stages).index(name))


def _wide(sizes: Sizes, count: int) -> float:
    return max(count * (sizes.width + sizes.gap_x) - sizes.gap_x, 0.0)


def _mean(stage: Stage, named: Mapping[str, str], places: Mapping[str, Rect]) -> float:
    """Mean middle of what feeds a tile."""
    above = [places[named[one]].centre[0] for one in stage.fullest.sources if named.get(one) in places]
    return round(sum(above) / len(above), 1) if above else 0.0


def frames_of(
    stages: Mapping[str, Stage], zones: Mapping[str, Zone], places: Mapping[str, Rect], sizes: Sizes
) -> list[Frame]:
    """The frame of each side that has tiles of its own, with what enters it."""
    found: list[Frame] = []
    for side in ("A", "B"):
        names = [name for name, zone in zones.items() if zone == side]
        if not names:
            continue
        around = places[names[0]]
        for name in names[1:]:
            around = around.united(places[name])
        around = Rect(
            around.x - sizes.frame_room,
            around.y - sizes.frame_top,
            around.width + 2 * sizes.frame_room,
            around.height + sizes.frame_top + sizes.frame_room,
        )
        # What enters the frame: the load of its topmost stage, told only where there is one.
        top = min(stages[name].fullest.level for name in names)
        tops = [stages[name].fullest.load_max_w for name in names if stages[name].fullest.level == top]
        watts = [one for one in tops if one.value]
        subtitle = figure_text(watts[0], ranged=False) if len(watts) == 1 else ""
        found.append(Frame(f"side:{side}", around, f"Side {side}", subtitle, "", ROW, 0))
    return found
