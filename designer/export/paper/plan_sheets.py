"""Plans of rooms at a scale that plans have: racks with their names, walls, aisles, trays, dimensions, grid references.

Where the names would be smaller than 7 points at the scale at which the room fits one sheet, that sheet is an overview
of numbered parts, and each part follows at a larger scale with match lines at its edges.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import ceil
from typing import Final, NamedTuple

from designer.drawing.paper.composing import Composer
from designer.drawing.paper.frame import grid_reference, room_of
from designer.drawing.paper.records import GREY, LEAST_PT, MM_PER_POINT, Line, Shape
from designer.drawing.records import Rect
from designer.drawing.rooms.floor_shapes import MM, Path, box_rect, door_shape, millimetres, tray_shape, zones_of
from designer.drawing.theme_tokens import mixed
from designer.export.paper.content import PackContent, PhysicalRack
from designer.model.rooms.room_plan import RoomPlan

SCALES: Final = (20.0, 25.0, 50.0, 75.0, 100.0, 150.0, 200.0, 250.0, 500.0, 1000.0, 2000.0, 5000.0)
_AROUND_MM: Final = 11.0
"""On paper, around the walls, for dimension lines and the north arrow's like."""
_MOST_PARTS: Final = 60
_OVERLAP: Final = 8.0
"""Of parts beside each other, mm on paper; at least so far that every rack is whole on one of them."""
_NAME_PT: Final = 8.0
_COLD: Final = "#CFE4F1"
_HOT: Final = "#F6D9D3"
_At = Callable[[float, float], tuple[float, float]]
"""From a place in the room, mm, to one on the sheet."""


class PlanSheet(NamedTuple):
    """One sheet of the plan of a room.

    Attributes:
        room: Id; "" is the open floor.
        copy: Which copy of the room.
        racks: That stand there.
        area: What of the room is on it, mm of the room.
        scale: 1 : this.
        part: Of how many parts, from 1; 0 is the whole or the overview.
        parts: Areas of the parts; none where one sheet has it all.
        named: Whether racks have their names on it, else the overview leaves them to the parts.
        overlap: How far parts reach over each other, mm on paper.
    """

    room: str
    copy: int
    racks: tuple[PhysicalRack, ...]
    area: Rect
    scale: float
    part: int = 0
    parts: tuple[Rect, ...] = ()
    named: bool = True
    overlap: float = _OVERLAP


def plan_sheets(content: PackContent, paper: Composer) -> list[PlanSheet]:
    """Return the sheets of all plans; PAPER measures the names."""
    found: list[PlanSheet] = []
    for room, copy, racks in content.rooms():
        area = _extent(content, room, racks)
        if area is None:
            continue
        sheet = room_of(paper)
        space = (sheet.width - 2 * _AROUND_MM, sheet.height - 2 * _AROUND_MM)

        def fits(scale: float, area: Rect = area, space: tuple[float, float] = space) -> bool:
            return area.width / scale <= space[0] and area.height / scale <= space[1]

        # The largest picture of the whole room that one sheet has space for.
        whole = next((scale for scale in SCALES if fits(scale)), SCALES[-1])
        # A single rack at 1 : 20 says nothing that its elevation does not; plans begin at 1 : 50.
        whole = max(whole, 50.0) if whole > SCALES[0] else whole
        # The smallest picture on which all names can still be read; where none is, the largest there is.
        legible = next(
            (scale for scale in reversed(SCALES) if all(_fits(paper, content, rack, scale) for rack in racks)),
            SCALES[0],
        )
        legible = max(legible, SCALES[2]) if all(_fits(paper, content, one, SCALES[2]) for one in racks) else legible
        if not racks or whole <= legible:
            found.append(PlanSheet(room, copy, tuple(racks), area, whole))
            continue
        overlap = max(_OVERLAP, *(_sides(content, rack, legible)[0] + 2.0 for rack in racks))
        parts = _parts(area, legible, space, overlap)
        # Nobody joins so many sheets: then the whole room is drawn, with names as small as they get.
        if len(parts) > _MOST_PARTS:
            found.append(PlanSheet(room, copy, tuple(racks), area, whole))
            continue
        found.append(PlanSheet(room, copy, tuple(racks), area, whole, 0, parts, named=False))
        found += [
            PlanSheet(room, copy, tuple(racks), part, legible, number, parts, overlap=overlap)
            for number, part in enumerate(parts, start=1)
        ]
    return found


def _plan(content: PackContent, room: str) -> RoomPlan | None:
    return content.design.nodes[room].plan if room in content.design.nodes else None


def _extent(content: PackContent, room: str, racks: Sequence[PhysicalRack]) -> Rect | None:
    """Return what a room and its racks take, mm; None where there is neither."""
    points: list[tuple[float, float]] = []
    plan = _plan(content, room)
    if plan is not None:
        points += [(corner.x_mm, corner.y_mm) for corner in plan.outline]
    for rack in racks:
        points += [(float(x), float(y)) for x, y in content.corners[rack.row]]
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Rect(min(xs), min(ys), max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0))


def _parts(area: Rect, scale: float, space: tuple[float, float], overlap_mm: float) -> tuple[Rect, ...]:
    """Return AREA in as few equal parts as fit SPACE mm at 1 : SCALE, each reaching OVERLAP_MM over its neighbours."""
    # More than a third would make parts that are mostly overlap.
    overlap = min(overlap_mm, space[0] / 3, space[1] / 3) * scale
    spans: list[list[tuple[float, float]]] = []
    for start, length, room in ((area.x, area.width, space[0] * scale), (area.y, area.height, space[1] * scale)):
        count = max(ceil((length - overlap) / (room - overlap)), 1)
        size = (length + overlap * (count - 1)) / count
        spans.append([(start + place * (size - overlap), size) for place in range(count)])
    return tuple(Rect(x, y, width, height) for y, height in spans[1] for x, width in spans[0])


def _sides(content: PackContent, rack: PhysicalRack, scale: float) -> tuple[float, float, bool]:
    """Return the long and the short side of a footprint on paper, and whether the long one stands upright."""
    corners = content.corners[rack.row]
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    wide, high = float(x1 - x0) / scale, float(y1 - y0) / scale
    return max(wide, high), min(wide, high), high > wide


def _lines(paper: Composer, content: PackContent, rack: PhysicalRack, scale: float) -> tuple[float, list[str]] | None:
    """Return how the name of RACK is written along its footprint; None where it finds no room."""
    along, across, _ = _sides(content, rack, scale)
    size, lines = paper.fitted(rack.name, max(along - 1.0, 1.0), _NAME_PT, most=2)
    step = size * MM_PER_POINT * 1.15
    # A name that had to be cut or broken within a word does not count as fitting.
    broken = " ".join(lines) != rack.name
    return None if broken or step * len(lines) > across - 0.4 else (size, lines)


def _fits(paper: Composer, content: PackContent, rack: PhysicalRack, scale: float) -> bool:
    return _lines(paper, content, rack, scale) is not None


def draw_plan(paper: Composer, content: PackContent, sheet: PlanSheet, sheets: Sequence[int]) -> dict[str, str]:
    """Draw SHEET on PAPER.

    Args:
        paper: With its frame.
        content: The design.
        sheet: What is drawn.
        sheets: Numbers of the sheets of its parts.

    Returns:
        The field of the grid in which each rack stands, by its key.
    """
    area, scale = sheet.area, sheet.scale
    room = room_of(paper)
    left = room.x + (room.width - area.width / scale) / 2
    top = room.y + (room.height - area.height / scale) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (x - area.x) / scale, top + (y - area.y) / scale

    inside = area.grown(1.0)
    plan = _plan(content, sheet.room)
    if plan is not None:
        _draw_room(paper, plan, inside, at)
    references: dict[str, str] = {}
    for rack in sheet.racks:
        corners = content.corners[rack.row]
        middle = corners.mean(axis=0)
        if not (inside.x <= middle[0] <= inside.right and inside.y <= middle[1] <= inside.bottom):
            continue
        centre = at(float(middle[0]), float(middle[1]))
        references[rack.key] = grid_reference(*centre, (paper.width, paper.height))
        _draw_rack(paper, content, rack, [at(float(x), float(y)) for x, y in corners], scale, named=sheet.named)
    if sheet.part:
        _match_lines(paper, sheet, sheets, left, top)
    for number, part in zip(sheets, sheet.parts if not sheet.part else (), strict=False):
        x, y = at(part.x, part.y)
        paper.box(x, y, part.width / scale, part.height / scale, line=0.5, dashed=True)
        paper.box(x + 1.5, y + 1.5, 24, 6, fill="#FFFFFF", line=0.2)
        paper.words(f"sheet {number}", x + 3, y + 5.6, 9, bold=True)
    if plan is not None and not sheet.part:
        _dimensions(paper, area, scale, left, top)
    _bar(paper, scale)
    return references


def _draw_room(paper: Composer, plan: RoomPlan, inside: Rect, at: _At) -> None:
    """Draw aisles, keep-outs, trays, columns, walls and doors, what lies below first."""

    def mm(path: Path) -> tuple[tuple[float, float], ...]:
        return tuple(at(x * MM, y * MM) for x, y in path)

    for zone in zones_of(plan):
        if len(zone.corners) < 3:
            continue
        fill = {"cold": mixed("#FFFFFF", _COLD, 0.6), "hot": mixed("#FFFFFF", _HOT, 0.6)}.get(zone.kind, "")
        corners = mm(_clipped(zone.corners, inside))
        if len(corners) < 3:
            continue
        paper.items.append(Shape(corners, fill, GREY, 0.15, dashed=True))
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        paper.centred(
            zone.words, min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys), 7.5, ink=GREY, align="middle", most=1
        )
    for tray in plan.trays:
        path = mm(tray_shape(tray).line)
        for (x1, y1), (x2, y2) in pairwise(path):
            if _in_sheet(paper, x1, y1) and _in_sheet(paper, x2, y2):
                paper.items.append(Line(x1, y1, x2, y2, 0.35, "#00629B", True))
    for column in plan.columns:
        box = box_rect(column)
        x, y = at(box.x * MM, box.y * MM)
        x2, y2 = at(box.right * MM, box.bottom * MM)
        if _in_sheet(paper, x, y) and _in_sheet(paper, x2, y2):
            paper.box(x, y, x2 - x, y2 - y, fill="#7A8594", line=0.25)
    walls = [at(corner.x_mm, corner.y_mm) for corner in plan.outline]
    for (x1, y1), (x2, y2) in zip(walls, [*walls[1:], *walls[:1]], strict=True):
        _clipped_line(paper, x1, y1, x2, y2, 0.7)
    for door in plan.doors:
        shape = door_shape(door)
        for path, width in ((shape.opening, 0.9), (shape.leaf, 0.4), (shape.arc, 0.15)):
            points = mm(path)
            for (x1, y1), (x2, y2) in pairwise(points):
                if _in_sheet(paper, x1, y1) and _in_sheet(paper, x2, y2):
                    paper.line(x1, y1, x2, y2, width, "#FFFFFF" if path is shape.opening else "#000000")


def _clipped(path: Path, inside: Rect) -> Path:
    """Return a path of an area along the walls, cut to INSIDE (mm of the room)."""
    return tuple(
        (min(max(x, inside.x / MM), inside.right / MM), min(max(y, inside.y / MM), inside.bottom / MM)) for x, y in path
    )


def _in_sheet(paper: Composer, x: float, y: float) -> bool:
    room = room_of(paper)
    return room.x - 2 <= x <= room.right + 2 and room.y - 2 <= y <= room.bottom + 2


def _clipped_line(paper: Composer, x1: float, y1: float, x2: float, y2: float, width: float) -> None:
    """Draw what lies in the drawing's room of a line, by Liang and Barsky (1984)."""
    room = room_of(paper)
    begin, end = 0.0, 1.0
    dx, dy = x2 - x1, y2 - y1
    for p, q in ((-dx, x1 - room.x), (dx, room.right - x1), (-dy, y1 - room.y), (dy, room.bottom - y1)):
        if p == 0:
            if q < 0:
                return
            continue
        share = q / p
        if p < 0:
            begin = max(begin, share)
        else:
            end = min(end, share)
    if begin < end:
        paper.line(x1 + begin * dx, y1 + begin * dy, x1 + end * dx, y1 + end * dy, width)


def _draw_rack(
    paper: Composer,
    content: PackContent,
    rack: PhysicalRack,
    corners: Sequence[tuple[float, float]],
    scale: float,
    *,
    named: bool,
) -> None:
    """Draw a footprint with its front edge thick, and the name along it."""
    if not all(_in_sheet(paper, x, y) for x, y in corners):
        return
    paper.items.append(Shape(tuple(corners), "#FFFFFF" if named else "#E8ECF0", "#000000", 0.25))
    # The front is the edge of greater y before it is turned: from the third corner to the fourth.
    (x1, y1), (x2, y2) = corners[2], corners[3]
    paper.line(x1, y1, x2, y2, 0.7)
    if not named:
        return
    found = _lines(paper, content, rack, scale)
    size, lines = found if found is not None else (LEAST_PT, [f"no. {rack.number}"])
    _, _, upright = _sides(content, rack, scale)
    step = size * MM_PER_POINT * 1.15
    middle_x = sum(x for x, _ in corners) / 4
    middle_y = sum(y for _, y in corners) / 4
    for number, line in enumerate(lines):
        away = (number - (len(lines) - 1) / 2) * step + size * MM_PER_POINT * 0.36
        if upright:
            paper.words(line, middle_x + away, middle_y, size, align="middle", turned=True)
        else:
            paper.words(line, middle_x, middle_y + away, size, align="middle")


def _match_lines(paper: Composer, sheet: PlanSheet, sheets: Sequence[int], left: float, top: float) -> None:
    """Draw the edges at which another part goes on, with its sheet."""
    area, scale, overlap = sheet.area, sheet.scale, sheet.overlap
    wide, high = area.width / scale, area.height / scale
    for number, part in zip(sheets, sheet.parts, strict=False):
        same_row = abs(part.y - area.y) < 1.0
        same_column = abs(part.x - area.x) < 1.0
        words = f"match line, sheet {number}"
        if same_row and abs(part.x - area.right + overlap * scale) < 1.0:
            x = left + wide - overlap / 2
            paper.line(x, top, x, top + high, 0.5, dashed=True)
            paper.words(words, x + 3.2, top + high / 2, 8, align="middle", turned=True)
        elif same_row and abs(part.right - area.x - overlap * scale) < 1.0:
            x = left + overlap / 2
            paper.line(x, top, x, top + high, 0.5, dashed=True)
            paper.words(words, x - 1.2, top + high / 2, 8, align="middle", turned=True)
        elif same_column and abs(part.y - area.bottom + overlap * scale) < 1.0:
            y = top + high - overlap / 2
            paper.line(left, y, left + wide, y, 0.5, dashed=True)
            paper.words(words, left + wide / 2, y + 3.2, 8, align="middle")
        elif same_column and abs(part.bottom - area.y - overlap * scale) < 1.0:
            y = top + overlap / 2
            paper.line(left, y, left + wide, y, 0.5, dashed=True)
            paper.words(words, left + wide / 2, y - 1.2, 8, align="middle")


def _dimensions(paper: Composer, area: Rect, scale: float, left: float, top: float) -> None:
    """Draw the width above and the depth at the left."""
    wide, high = area.width / scale, area.height / scale
    y, x = top - 5.0, left - 5.0
    paper.line(left, y, left + wide, y, 0.2)
    paper.line(x, top, x, top + high, 0.2)
    for end in (left, left + wide):
        paper.line(end, y - 1.5, end, y + 1.5, 0.3)
    for end in (top, top + high):
        paper.line(x - 1.5, end, x + 1.5, end, 0.3)
    paper.words(millimetres(area.width), left + wide / 2, y - 1.2, 8, align="middle")
    paper.words(millimetres(area.height), x - 1.2, top + high / 2, 8, align="middle", turned=True)


def _bar(paper: Composer, scale: float) -> None:
    """Draw a scale bar at the lower right, which stays true however the sheet is copied."""
    length = next(
        (mm for mm in (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000) if mm / scale >= 20), 100_000
    )
    x, y = room_of(paper).right - length / scale - 2, room_of(paper).bottom
    paper.line(x, y, x + length / scale, y, 0.5)
    for end in (x, x + length / scale):
        paper.line(end, y - 1.2, end, y + 1.2, 0.3)
    paper.words(f"{length / 1000:g} m", x + length / scale / 2, y - 1.6, 8, align="middle")
