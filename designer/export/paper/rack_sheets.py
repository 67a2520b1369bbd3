"""One sheet for each physical rack: front and rear, the cables that leave it, its limits, where it stands, notes."""

from collections.abc import Mapping
from math import ceil
from typing import Final

from designer.analysis.results import RackLoad
from designer.drawing.paper.composing import Column, Composer, Table
from designer.drawing.paper.frame import room_of
from designer.drawing.paper.rack_elevation import (
    HEAD_MM,
    UNIT_MM,
    Mounted,
    Side,
    draw_elevation,
    elevation_width,
    runs_words,
)
from designer.drawing.paper.records import GREY, MM_PER_POINT, Shape
from designer.export.paper.content import PackContent, PhysicalRack
from designer.export.paper.schedules import end_in_rack
from designer.model.figures.figure import Figure
from designer.model.kinds import RACK_SYSTEMS
from designer.model.rooms.rack_slots import Face, Seat
from designer.model.wording import counted

SCALES: Final = (10.0, 12.5, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0)
_GAP: Final = 8.0
_CABLES_MM: Final = 128.0
_PLAN_MM: Final = 62.0
_LIMITS_MM: Final = 32.0
_MOST_ERRORS: Final = 6


def elevation_scale(content: PackContent, paper: Composer) -> float:
    """Return the one scale, 1 : n, at which every rack of the pack fits its sheet, which is as large as PAPER."""
    tallest = max((slots.units for slots in content.slots.values()), default=1)
    room = room_of(paper).height - HEAD_MM - 3.0
    return next((scale for scale in SCALES if tallest * UNIT_MM / scale <= room), SCALES[-1])


def _copy(seat: Seat, rack: PhysicalRack, content: PackContent) -> int:
    """Return which copy of its node, through the whole design, sits in a seat of RACK."""
    return rack.copy * content.design.copies_within(seat.node, rack.node) + seat.copy


def _mounted(content: PackContent, rack: PhysicalRack, face: Face) -> tuple[Mounted, ...]:
    slots = content.slots[rack.node]
    powers = content.results.power.by_node if content.results.power else {}
    found: list[Mounted] = []
    for seat in slots.seats:
        node = content.design.nodes[seat.node]
        copy = _copy(seat, rack, content)
        back = not seat.zero_u and seat.face != face
        if seat.zero_u and seat.face != face:
            continue
        depth = slots.depth_mm if seat.depth_mm is None else seat.depth_mm
        if back and (seat.blank or depth < slots.depth_mm / 2):
            continue
        side = {"left": "right", "right": "left"}.get(seat.side, "") if back else seat.side
        said = [content.part_words(node)]
        power = powers.get(node.id)
        if power is not None and power.max_w.value and not back:
            said.append(f"{power.max_w.value / max(content.names.copies(node.id), 1) / 1000:.2g} kW")
        ports = _ports(content, seat.node, copy) if back or seat.face == "rear" else ()
        found.append(
            Mounted(
                content.names.of(seat.node, copy),
                max(seat.low, -1.0),
                min(max(seat.high, seat.low + 0.5), slots.units + 2.0),
                " · ".join(said),
                ports,
                content.ink_of(node),
                side,
                back,
                seat.zero_u,
                seat.blank,
                None if seat.zero_u or side else content.face_of(node, "rear" if back else "front"),
            )
        )
    return tuple(found)


def _ports(content: PackContent, node_id: str, copy: int) -> tuple[str, ...]:
    """Return which ports of a device have cables, a line each: "fabric 1–8"."""
    groups: dict[str, list[str]] = {}
    for number, is_b in content.by_device.get(f"{node_id}[{copy}]", ()):
        own, _ = content.ends(number, is_b)
        groups.setdefault(own.group or "port", []).append(own.port)
    words = [f"{group} {runs_words(ports)}" for group, ports in groups.items()]
    return (", ".join(words),) if words else ()


def draw_rack_sheet(
    paper: Composer, content: PackContent, rack: PhysicalRack, scale: float, schedule_sheets: str, plan_ref: str
) -> None:
    """Draw the sheet of RACK at 1 : SCALE; SCHEDULE_SHEETS says where all cables stand, PLAN_REF where it stands."""
    node = content.design.nodes[rack.node]
    slots = content.slots.get(rack.node)
    notes: list[str] = []
    room = room_of(paper)
    x, top = room.x, room.y
    wide = elevation_width(scale)
    if slots is not None:
        hall = content.room_of.get(rack.key, "")
        said = (f"{slots.units}U{'' if slots.units_known else ' assumed'}", hall)
        for face, words in (("front", said), ("rear", (f"seen from behind · {slots.units}U",))):
            side = Side(face, slots.units, _mounted(content, rack, face), tuple(slots.free_units(face)))  # type: ignore[arg-type]
            draw_elevation(
                paper,
                side,
                f"{rack.name}, {face}",
                " · ".join(word for word in words if word),
                x,
                top,
                scale,
                notes,
            )
            x += wide + _GAP
    else:
        # A rack that is one part comes built; what stands in it is the maker's.
        high = min(48 * UNIT_MM / scale, room.height - HEAD_MM - 3.0)
        paper.centred(rack.name, x, top, 2 * wide, 6.5, 11, bold=True, align="middle", most=1)
        paper.box(x + wide / 2, top + HEAD_MM, wide, high, line=0.5)
        paper.centred(content.part_words(node), x + wide / 2, top + HEAD_MM, wide, high, 9, align="middle", most=6)
        x += 2 * (wide + _GAP)
        if node.kind in RACK_SYSTEMS:
            notes.append("Comes as one system from its maker; the maker's drawings show what is inside.")
    _beside(paper, content, rack, x, notes, schedule_sheets, plan_ref)


def _beside(
    paper: Composer,
    content: PackContent,
    rack: PhysicalRack,
    x: float,
    notes: list[str],
    schedule_sheets: str,
    plan_ref: str,
) -> None:
    """All that stands at the right of the elevations."""
    room = room_of(paper)
    width = room.right - x
    top = _leaving(paper, content, rack, x, width, schedule_sheets)
    half = (width - _GAP) / 2
    low = max(top + 4.0, room.y + 40.0)
    under = _limits(
        paper, content.results.cooling.racks.get(rack.node) if content.results.cooling else None, x, low, half
    )
    plan_top = max(under + 4.0, room.bottom - _PLAN_MM)
    _key_plan(paper, content, rack, x, plan_top, half, room.bottom - plan_top, plan_ref)
    _notes(paper, content, rack, x + half + _GAP, low, half, notes)


def _leaving(
    paper: Composer, content: PackContent, rack: PhysicalRack, x: float, width: float, schedule_sheets: str
) -> float:
    """Put down the table of cables that leave RACK; returns where it ends."""
    leaving = content.leaving(rack)
    room = room_of(paper)
    # A long name takes more lines than one.
    top = max(paper.paragraph(f"Cables that leave {rack.name}", x, room.y, width, 11, bold=True), room.y + 6.5)
    if not leaving:
        return paper.paragraph("No cable leaves it.", x, top, width, 8, ink=GREY)
    table = Table(
        (
            Column("Cable", 17, bold=True),
            Column("From", 50),
            Column("To", 62),
            Column("Length", 15, right=True),
            Column("Bought as", 26),
        ),
        width,
        pt=7.5,
    )
    rows: list[tuple[str, ...]] = []
    # On small paper limits, key plan and notes keep their place below.
    room = min(_CABLES_MM, room_of(paper).height - _PLAN_MM - _LIMITS_MM) - 8.0
    used = table.heading_mm(paper)
    for number, is_b in leaving:
        own, far = content.ends(number, is_b)
        line = content.lines[number]
        row = (
            line.id,
            end_in_rack(own),
            far.label,
            "" if line.length_m is None else f"{line.length_m:.1f} m",
            f"{line.stock_m:g} m {line.sort}" if line.stock_m and line.sort else line.sort or "own choice",
        )
        used += table.height(paper, row)
        if used > room:
            break
        rows.append(row)
    said = counted(len(leaving), "cable")
    if len(rows) < len(leaving):
        said = f"first {len(rows)} of {len(leaving):,}; all of them in the cable schedule, {schedule_sheets}"
    top = paper.paragraph(said, x, top, width, 8, ink=GREY)
    top = table.headings(paper, x, top)
    for row in rows:
        top = table.row(paper, x, top, row)
    return top


def _limits(paper: Composer, load: RackLoad | None, x: float, top: float, width: float) -> float:
    """Put down what the rack holds against what it may; returns where that ends."""
    top = paper.paragraph("Against its limits", x, top, width, 10, bold=True) + 1.0
    if load is None:
        return paper.paragraph("Not worked out: no devices are told apart in it.", x, top, width, 8, ink=GREY)
    for caption, figure, limit, by, unit in (
        ("Power, full load", load.max_w, load.power_limit_w, 1000.0, "kW"),
        ("Load, devices", load.weight_kg, load.load_limit_kg, 1.0, "kg"),
        ("Height", load.used_u, load.height_u, 1.0, "U"),
    ):
        over = figure.value is not None and limit.value is not None and figure.value > limit.value * (1 + 1e-9)
        baseline = top + 3.6
        paper.words(caption, x, baseline, 8, ink=GREY)
        paper.words(_number(figure, by), x + 48, baseline, 9, bold=True, align="right")
        words = f"{unit} of {_number(limit, by)}" if limit.value is not None else f"{unit}; limit not given"
        paper.words(f"{words}, too much" if over else words, x + 50, baseline, 8, bold=over)
        top += 5.6
        paper.line(x, top - 0.8, x + width, top - 0.8, 0.1, "#7A8594")
    return top


def _number(figure: Figure, by: float) -> str:
    if figure.value is None:
        return "unknown"
    least = "at least " if figure.at_least else ""
    return f"{least}{figure.value / by:,.1f}" if by > 1 or figure.value % 1 else f"{least}{figure.value:,.0f}"


def _key_plan(
    paper: Composer,
    content: PackContent,
    rack: PhysicalRack,
    x: float,
    top: float,
    width: float,
    height: float,
    plan_ref: str,
) -> None:
    """Draw where RACK stands among the others of its room."""
    paper.paragraph("Key plan", x, top, width, 10, bold=True)
    box_top, high = top + 6.0, height - 11.0
    if rack.row < 0:
        paper.paragraph("It has no place on the floor yet.", x, box_top, width, 8, ink=GREY)
        return
    stands = content.standing
    same = [
        one
        for one in content.racks
        if one.row >= 0
        and stands.room[one.row] == stands.room[rack.row]
        and stands.room_copy[one.row] == stands.room_copy[rack.row]
    ]
    points = content.corners[[one.row for one in same]].reshape(-1, 2)
    low, far = points.min(axis=0), points.max(axis=0)
    paper.box(x, box_top, width, high, line=0.25)
    span = (max(float(far[0] - low[0]), 1.0), max(float(far[1] - low[1]), 1.0))
    scale = min((width - 6.0) / span[0], (high - 6.0) / span[1])
    left = x + (width - span[0] * scale) / 2
    above = box_top + (high - span[1] * scale) / 2
    for one in same:
        corners = tuple(
            (left + (float(px) - float(low[0])) * scale, above + (float(py) - float(low[1])) * scale)
            for px, py in content.corners[one.row]
        )
        mine = one.row == rack.row
        paper.items.append(Shape(corners, "#000000" if mine else "", "#000000", 0.3 if mine else 0.12))
    paper.paragraph(plan_ref, x, box_top + high + 0.8, width, 8, ink=GREY, most=2)


def _notes(
    paper: Composer,
    content: PackContent,
    rack: PhysicalRack,
    x: float,
    top: float,
    width: float,
    notes: list[str],
) -> None:
    """Put the notes down, those of names first, since the elevations number them."""
    slots = content.slots.get(rack.node)
    inside = len({number for number, _ in content.by_rack.get(rack.key, ())}) - len(content.leaving(rack))
    if inside > 0:
        notes.append(f"{counted(inside, 'cable')} stay inside of the rack; the cable schedule lists them.")
    if slots is not None:
        free = slots.free_units()
        if free:
            notes.append(f"{counted(len(free), 'unit')} free in front: close each with a blanking panel.")
        if slots.unplaced:
            waiting = ", ".join(content.design.nodes[one].title for one in slots.unplaced)
            notes.append(f"Without a unit yet: {waiting}.")
        if slots.guessed:
            guessed = ", ".join(content.design.nodes[one].title for one in slots.guessed)
            notes.append(f"Height not known, drawn as 1U: {guessed}.")
    errors = content.rack_errors.get(rack.node, [])
    notes += [f"ERROR: {message}" for message in errors[:_MOST_ERRORS]]
    if len(errors) > _MOST_ERRORS:
        notes.append(f"{len(errors) - _MOST_ERRORS} more errors: see the findings of the project.")
    at = paper.paragraph("Notes", x, top, width, 10, bold=True) + 1.0
    bottom = room_of(paper).bottom
    for number, note in enumerate(notes, start=1):
        size, lines = paper.fitted(f"{number}  {note}", width, 8, most=99)
        high = len(lines) * size * MM_PER_POINT * 1.25
        if at + high > bottom:
            paper.words(f"{ceil(len(notes) - number + 1)} more: see the findings of the project.", x, bottom, 8)
            return
        at = paper.paragraph(f"{number}  {note}", x, at, width, 8) + 0.6


def rack_list_rows(
    content: PackContent, references: Mapping[str, str], sheets: Mapping[str, int]
) -> list[tuple[str, ...]]:
    """Return the rows of the list of racks: number, name, room, place on the plan, units, devices, sheet."""
    rows: list[tuple[str, ...]] = []
    for rack in content.racks:
        slots = content.slots.get(rack.node)
        used = f"{slots.used_u:g} of {slots.units}U" if slots is not None else ""
        rows.append(
            (
                str(rack.number),
                rack.name,
                content.room_of.get(rack.key, "no place yet") or "open floor",
                references.get(rack.key, ""),
                used,
                f"{len(content.leaving(rack)):,}",
                str(sheets.get(rack.key, "")),
            )
        )
    return rows
