"""Racks as elevations to scale: front and rear, unit by unit, with names between them and bars of what they hold.

Pure geometry in canvas pixels: one rack unit is UNIT_PX high, and widths follow from it. All racks stand on one line.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from designer.analysis.results import RackLoad, Results
from designer.drawing.drawing import Drawing
from designer.drawing.racks.part_shapes import RACK_MM
from designer.drawing.records import Emphasis, Rect
from designer.drawing.text import approximate_width
from designer.drawing.theme_tokens import type_scale
from designer.model.copy_ids import copy_id
from designer.model.design import Design, Node
from designer.model.device_names import DeviceNames, device_names
from designer.model.figures.figure import Figure
from designer.model.kinds import KINDS, RACKS
from designer.model.parts.part import Layer
from designer.model.rooms.rack_slots import UNIT_MM, Face, RackSlots, Seat, all_rack_slots, slot_problems

UNIT_PX: Final = 20.0
FRONT_PX: Final = RACK_MM / UNIT_MM * UNIT_PX
POST_PX: Final = 18.0
"""Beside the units: where 0U devices hang."""
NUMBERS_PX: Final = 30.0
NAMES_PX: Final = 224.0
"""Of the names between front and rear at least; long ones make a rack wider."""
_MOST_NAMES_PX: Final = 480.0
_PAPER_PX: Final = 16.0
"""Letters of names on a page of A4, where racks of 42 units make 7 points as large as that."""
GAP_PX: Final = 12.0
COLUMN_GAP_PX: Final = 48.0
HEAD_PX: Final = 64.0
BAR_PX: Final = 24.0
"""From one bar of what a rack holds to the next."""
FOOT_PX: Final = 32.0 + 3 * BAR_PX
MOST_RACKS: Final = 200
HINT: Final = "There is no rack yet. Select devices in the topology and group them into a rack (Ctrl+G)."
Faces = Literal["both", "front", "rear"]


class RackBox(NamedTuple):
    """One device in an elevation.

    Attributes:
        seen: "front" with its own front, "back" seen from behind, "beside" as a 0U strip, "blank" as a panel.
        part: Id of its part, for its drawing.
    """

    node: str
    copy: int
    rect: Rect
    seen: Literal["front", "back", "beside", "blank"]
    part: str
    layer: Layer
    title: str
    emphasis: Emphasis = ""


class NameTag(NamedTuple):
    """A name beside the units it belongs to, with a bracket over all copies."""

    node: str
    rect: Rect
    title: str
    units: str
    layer: Layer
    rear: bool
    emphasis: Emphasis = ""


class Elevation(NamedTuple):
    """A rack from one side: its outline, and the field of its units."""

    rack: str
    face: Face
    outline: Rect
    field: Rect
    boxes: tuple[RackBox, ...]
    free: tuple[int, ...]


class Bar(NamedTuple):
    """The used part of a limit, in words and as a share; None without a limit."""

    caption: str
    text: str
    share: float | None
    emphasis: Emphasis = ""


class RackColumn(NamedTuple):
    """One rack: heading, elevations, names and bars."""

    rack: str
    rect: Rect
    title: str
    subtitle: str
    units: int
    elevations: tuple[Elevation, ...]
    names: tuple[NameTag, ...]
    bars: tuple[Bar, ...]
    emphasis: Emphasis


class RackDrawing(NamedTuple):
    """Racks side by side.

    Attributes:
        left_out: How many racks there are beyond MOST_RACKS.
    """

    columns: tuple[RackColumn, ...]
    bounds: Rect
    title: str
    left_out: int = 0

    def box_at(self, x: float, y: float) -> RackBox | None:
        """The device at a point, the topmost first."""
        for elevation in self.elevations_at(x):
            for box in reversed(elevation.boxes):
                if _holds(box.rect, x, y):
                    return box
        return None

    def tag_at(self, x: float, y: float) -> NameTag | None:
        """The name at a point."""
        column = self.column_at(x)
        return next((tag for tag in column.names if _holds(tag.rect, x, y)), None) if column else None

    def column_at(self, x: float) -> RackColumn | None:
        """The rack over which a point is."""
        return next((one for one in self.columns if one.rect.x <= x <= one.rect.right), None)

    def elevations_at(self, x: float) -> Sequence[Elevation]:
        """The elevation over which a point is, if any."""
        column = self.column_at(x)
        return [e for e in column.elevations if e.outline.x <= x <= e.outline.right] if column else []

    def unit_at(self, x: float, y: float) -> tuple[Elevation, float, float] | None:
        """(elevation, units above the rack's floor, share of the width from the left) at a point in its outline."""
        for elevation in self.elevations_at(x):
            field = elevation.field
            if elevation.outline.y - HEAD_PX <= y <= elevation.outline.bottom + UNIT_PX:
                return elevation, (field.bottom - y) / UNIT_PX, (x - field.x) / field.width
        return None

    def boxes_of(self, node_id: str) -> list[RackBox]:
        """Everything that is drawn of a node."""
        return [b for c in self.columns for e in c.elevations for b in e.boxes if b.node == node_id]

    def column_of(self, rack_id: str) -> RackColumn | None:
        """The column of a rack."""
        return next((column for column in self.columns if column.rack == rack_id), None)


class RackPicture(Drawing):
    """Racks where any drawing is wanted: on slides and cards.

    Attributes:
        racks: What is drawn.
        design: With the parts of the devices.
    """

    painted_as = "rack"
    whole = True

    def __init__(self, design: Design, racks: RackDrawing) -> None:
        super().__init__(title=racks.title)
        self.design = design
        self.racks = racks
        self.bounds = racks.bounds


def _holds(rect: Rect, x: float, y: float) -> bool:
    return rect.x <= x <= rect.right and rect.y <= y <= rect.bottom


def unit_rect(elevation: Elevation, low: float, high: float, side: str = "") -> Rect:
    """The rectangle of the units from LOW to HIGH above the floor of an elevation, or of one half of its width."""
    field = elevation.field
    width = field.width / 2 if side else field.width
    x = field.x + (width if side == "right" else 0.0)
    return Rect(x, field.bottom - high * UNIT_PX, width, (high - low) * UNIT_PX)


def channel_rect(elevation: Elevation, side: str) -> Rect:
    """Return the rectangle on a side of an elevation in which 0U devices hang."""
    field, outline = elevation.field, elevation.outline
    x = outline.x if side != "right" else field.right
    return Rect(x + 2, field.y, POST_PX - 4, field.height)


def draw_racks(
    design: Design,
    racks: Iterable[str] | None = None,
    *,
    results: Results | None = None,
    faces: Faces = "both",
    copies: Mapping[str, int] | None = None,
    measured: Mapping[str, Bar] | None = None,
) -> RackDrawing:
    """Elevations of RACKS side by side, or of all racks.

    Args:
        design: With its parts embedded.
        racks: Ids, in the order in which they are drawn.
        results: What the analysis said, for kW and kg against their limits.
        faces: Which sides of each rack are drawn.
        copies: Which copy of a rack, from 0, its heading names; it names all of them where none is said.
        measured: A bar of measured power below the planned, by the id of a rack or of one copy, "rack[2]".
    """
    every = [node.id for node in design.nodes_in_order() if node.kind in RACKS]
    wanted = every if racks is None else [one for one in racks if one in design.nodes]
    shown = wanted[:MOST_RACKS]
    slots = all_rack_slots(design, shown)
    tallest = max((one.units for one in slots.values()), default=42)
    loads = results.cooling.racks if results and results.cooling else {}
    names = device_names(design)
    columns: list[RackColumn] = []
    bars = measured or {}
    foot = FOOT_PX + (BAR_PX if bars else 0.0)
    x = 0.0
    for rack_id in shown:
        count = names.copies(rack_id)
        copy = 0 if count == 1 else (copies or {}).get(rack_id)
        inside = _Inside(design, names, rack_id, None if copy is None else min(copy, count - 1))
        column = _column(inside, slots[rack_id], loads.get(rack_id), faces, x, tallest)
        shown_copy = (copies or {}).get(rack_id)
        bar = bars.get(rack_id if shown_copy is None else copy_id(rack_id, shown_copy))
        rect = column.rect._replace(height=HEAD_PX + tallest * UNIT_PX + foot)
        column = column._replace(rect=rect, bars=column.bars if bar is None else (*column.bars, bar))
        columns.append(column)
        x = column.rect.right + COLUMN_GAP_PX
    height = HEAD_PX + tallest * UNIT_PX + foot
    return RackDrawing(
        tuple(columns), Rect(0.0, 0.0, max(x - COLUMN_GAP_PX, 1.0), height), design.name, len(wanted) - len(shown)
    )


class _Inside(NamedTuple):
    """Names of a rack and its devices: one copy of it by their own names, or all that are alike by titles.

    Attributes:
        design: With the parts of the devices.
        names: Of all devices.
        rack: Id of the rack.
        copy: Which copy, from 0 through the whole design; None for all of several.
    """

    design: Design
    names: DeviceNames
    rack: str
    copy: int | None

    def heading(self) -> tuple[str, str]:
        """Return (heading of the rack, what is said of its copies)."""
        count = self.names.copies(self.rack)
        if self.copy is not None and count > 1:
            return self.names.of(self.rack, self.copy), f"one of {self.names.span(self.rack)}, all alike"
        return self.names.span(self.rack), f"{count:,} alike" if count > 1 else ""

    def device(self, node: Node, copy: int) -> str:
        """Return the name of COPY, from 0 in one rack, of NODE; its title where the rack stands for several."""
        return node.title if self.copy is None else self.names.of(node.id, self._first(node) + copy)

    def devices(self, node: Node) -> str:
        """Return the names of all copies of NODE in the rack: DGX H100 5–8; 4 × DGX H100 where it is several racks."""
        many = f"{node.copies:,} × " if node.copies > 1 else ""
        return many + node.title if self.copy is None else self.names.span(node.id, self._first(node), node.copies)

    def _first(self, node: Node) -> int:
        return (self.copy or 0) * self.design.copies_within(node.id, self.rack)


def _column(
    inside: _Inside,
    slots: RackSlots,
    load: RackLoad | None,
    faces: Faces,
    x: float,
    tallest: int,
) -> RackColumn:
    design, called = inside.design, inside.heading()
    rack = design.nodes[slots.rack]
    # Racks stand on one floor line: lower ones begin further down.
    top = HEAD_PX + (tallest - slots.units) * UNIT_PX
    wrong: dict[str, Emphasis] = {}
    for problem in slot_problems(design, slots):
        for name in problem.nodes:
            if problem.trouble != "tight":
                wrong[name] = "error"
    widths = FRONT_PX + 2 * POST_PX
    tags = list(_names(inside, slots, 0.0, top, wrong))
    names_px = min(max([NAMES_PX, *(_tag_px(tag) for tag in tags)]), _MOST_NAMES_PX)
    left = x + NUMBERS_PX
    elevations: list[Elevation] = []
    if faces in {"both", "front"}:
        elevations.append(_elevation(inside, slots, "front", Rect(left, top, widths, slots.units * UNIT_PX), wrong))
        left += widths + GAP_PX
    names_at = left
    left += names_px
    tags = [tag._replace(rect=tag.rect._replace(x=names_at, width=names_px)) for tag in tags]
    if faces in {"both", "rear"}:
        left += GAP_PX
        elevations.append(_elevation(inside, slots, "rear", Rect(left, top, widths, slots.units * UNIT_PX), wrong))
        left += widths
    bars = _bars(slots, load)
    worst: Emphasis = "error" if wrong or any(bar.emphasis == "error" for bar in bars) else ""
    waiting = f" · {len(slots.unplaced)} without a place" if slots.unplaced else ""
    free = len(slots.free_units())
    units = f"{slots.units}U{'' if slots.units_known else ' assumed'}"
    return RackColumn(
        rack=rack.id,
        rect=Rect(x, 0.0, left - x, HEAD_PX + tallest * UNIT_PX + FOOT_PX),
        title=called[0],
        subtitle=" · ".join(one for one in (called[1], f"{units} · {free} free in front{waiting}") if one),
        units=slots.units,
        elevations=tuple(elevations),
        names=tuple(tags),
        bars=bars,
        emphasis=worst,
    )


def _elevation(
    inside: _Inside, slots: RackSlots, face: Face, outline: Rect, wrong: Mapping[str, Emphasis]
) -> Elevation:
    field = Rect(outline.x + POST_PX, outline.y, FRONT_PX, outline.height)
    bare = Elevation(slots.rack, face, outline, field, (), ())
    boxes = [box for seat in slots.seats if (box := _box(inside, slots, bare, seat, wrong)) is not None]
    # What is seen from behind lies under what is mounted here.
    boxes.sort(key=lambda box: box.seen != "back")
    return bare._replace(boxes=tuple(boxes), free=tuple(slots.free_units(face)))


def _box(
    inside: _Inside, slots: RackSlots, elevation: Elevation, seat: Seat, wrong: Mapping[str, Emphasis]
) -> RackBox | None:
    design = inside.design
    node = design.nodes[seat.node]
    made = RackBox(
        seat.node,
        seat.copy,
        Rect(0, 0, 0, 0),
        "front",
        node.part or "",
        layer_of(design, node),
        inside.device(node, seat.copy),
        wrong.get(seat.node, ""),
    )
    if seat.zero_u:
        if seat.face != elevation.face:
            return None
        return made._replace(rect=channel_rect(elevation, seat.side), seen="beside")
    side = seat.side
    if seat.face != elevation.face:
        reach = slots.depth_mm if seat.depth_mm is None else seat.depth_mm
        if seat.blank or reach < slots.depth_mm / 2:
            return None
        side = {"left": "right", "right": "left"}.get(side, "")
    # Files may hold places outside the rack: they are drawn where they are, but never out of sight.
    low, high = max(seat.low, -1.0), min(max(seat.high, 0.5), slots.units + 2.0)
    if low >= high:
        low = high - 1.0
    rect = unit_rect(elevation, low, high, side)
    seen = "blank" if seat.blank else "front" if seat.face == elevation.face else "back"
    return made._replace(rect=rect, seen=seen)


def layer_of(design: Design, node: Node) -> Layer:
    """The layer in whose colour NODE is drawn."""
    part = design.part_of(node)
    if part is not None:
        return part.layer
    return KINDS[node.kind].layer if node.kind in KINDS else "facility"


def _names(inside: _Inside, slots: RackSlots, x: float, top: float, wrong: Mapping[str, Emphasis]) -> Iterable[NameTag]:
    """A tag for each node at its units; where two want the same height, the second stands below the first."""
    design = inside.design
    bottom = top + slots.units * UNIT_PX
    spans: dict[str, list[Seat]] = {}
    for seat in slots.seats:
        if not seat.zero_u:
            spans.setdefault(seat.node, []).append(seat)
    taken: set[int] = set()
    # From the top down; a name that finds its row taken goes one row lower.
    for name, seats in sorted(spans.items(), key=lambda item: -max(seat.high for seat in item[1])):
        node = design.nodes[name]
        low, high = max(min(seat.low for seat in seats), 0.0), min(max(s.high for s in seats), float(slots.units))
        row = int((low + high) / 2) if high - low > 1 else int(low)
        while row in taken and row > 0:
            row -= 1
        taken.add(row)
        first, last = int(min(s.low for s in seats)) + 1, int(max(s.high for s in seats) - 1e-9) + 1
        yield NameTag(
            name,
            Rect(x, bottom - (row + 1) * UNIT_PX, NAMES_PX, UNIT_PX),
            inside.devices(node),
            f"U{first}–{last}" if last > first else f"U{first}",
            layer_of(design, node),
            seats[0].face == "rear",
            wrong.get(name, ""),
        )


def _tag_px(tag: NameTag) -> float:
    """Width of a name with its units, in the letters of paper, which are larger than those of the screen."""
    title, units = tag.title + (" (rear)" if tag.rear else ""), tag.units
    sizes = type_scale()
    letters = (
        approximate_width(title, "body") / sizes["body"].px + approximate_width(units, "caption") / sizes["caption"].px
    )
    return letters * _PAPER_PX + 17.0


def _bars(slots: RackSlots, load: RackLoad | None) -> tuple[Bar, ...]:
    used = slots.used_u
    share = used / slots.units if slots.units else None
    blanked = f", {slots.blanked_u:g} closed" if slots.blanked_u else ""
    bars = [Bar("Units", f"{used:g} of {slots.units}U{blanked}", share, "error" if used > slots.units + 1e-9 else "")]
    if load is not None:
        bars.append(_limit_bar("Power", load.max_w, load.power_limit_w, "kW", 1000.0))
        bars.append(_limit_bar("Weight", load.weight_kg, load.load_limit_kg, "kg", 1.0))
    return tuple(bars)


def _limit_bar(caption: str, figure: Figure, limit: Figure, unit: str, by: float) -> Bar:
    if figure.value is None:
        return Bar(caption, "unknown", None)
    least = "at least " if figure.at_least else ""
    places = 1 if by > 1 else 0
    number = f"{least}{figure.value / by:,.{places}f}"
    if limit.value is None:
        return Bar(caption, f"{number} {unit}, no limit set", None)
    share = figure.value / limit.value if limit.value else None
    over = figure.value > limit.value * (1 + 1e-9)
    return Bar(caption, f"{number} of {limit.value / by:,.{places}f} {unit}", share, "error" if over else "")


def rack_words(drawing: RackDrawing) -> str:
    """DRAWING for those who do not see it: rack by rack, from the top down."""
    if not drawing.columns:
        return HINT
    said: list[str] = []
    for column in drawing.columns[:20]:
        names = [f"{tag.units} {tag.title}" + (", at the rear" if tag.rear else "") for tag in column.names]
        bars = [f"{bar.caption} {bar.text}" for bar in column.bars]
        said.append(f"{column.title} ({column.subtitle}): {'; '.join([*names, *bars])}")
    return ". ".join(said)
