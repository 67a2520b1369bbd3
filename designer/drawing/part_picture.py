"""A part as a line drawing of our own: its front to scale where its size is known, ports and plugs as counted.

Pure geometry. What is counted (ports, inlets, outlets, drives that a text counts) is drawn as many times as it is
there; fans, grilles and chip dies are symbols. The same part always gives the same drawing.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from designer.catalog.fitting import cable_ends
from designer.model.figure_text import count_text
from designer.model.kinds import KINDS
from designer.model.parts import NETWORK_MEDIA, Part, PortGroup
from designer.model.records import Record

Role = Literal[
    "body", "face", "ear", "cage", "inlet", "outlet", "bay", "fan", "grille", "chip", "memory", "pin", "board", "plug",
    "wire", "tray", "icon", "label", "many",
]  # fmt: skip

UNIT_MM: Final = 44.45
"""One rack unit."""
RACK_MM: Final = 482.6
"""A 19-inch front with its ears."""
EAR_MM: Final = 15.9
MOST_CELLS: Final = 600
"""More ports than this in one group are drawn as one field with their number."""
_MARGIN: Final = 4.0
_GAP: Final = 1.6
_STACK_GB: Final = 24.0
_MOST_STACKS: Final = 12

# Outer width and height of a cage, plug or outlet, mm: SFF-8661 (QSFP), OSFP MSA, SFF-8432 (SFP), IEC 60603-7 (RJ45),
# IEC 60320 (C13 to C20), rounded.
_CELLS: Final[Mapping[str, tuple[float, float]]] = {
    "OSFP": (23, 13), "QSFP-DD": (19, 9), "QSFP112": (19, 9), "QSFP56": (19, 9), "QSFP28": (19, 9), "QSFP+": (19, 9),
    "SFP-DD": (14, 9), "SFP56": (14, 9), "SFP28": (14, 9), "SFP+": (14, 9), "SFP": (14, 9), "RJ45": (14, 12),
    "C13": (28, 20), "C14": (28, 20), "C19": (33, 24), "C20": (33, 24), "C13/C19": (33, 24),
}  # fmt: skip
_ANY_CELL: Final = (16.0, 11.0)
_ANY_FEED: Final = (30.0, 22.0)
_STATED: Final = re.compile(r"(\d+)\s*×\s*[\d.]+\s*TB")


class Shape(Record, frozen=True, kw_only=True):
    """One thing of the drawing, in its millimetres from the left upper corner.

    Attributes:
        role: What it is.
        form: "box", "disc" (inside its box), "line" (from its corner to the opposite one), "text" or "icon".
        text: Words, or the name of an icon.
        group: The port group that it belongs to.
        ports: Logical ports in a cage.
    """

    role: Role
    x: float
    y: float
    width: float
    height: float
    form: Literal["box", "disc", "line", "text", "icon"] = "box"
    radius: float = 0.0
    text: str = ""
    group: str = ""
    ports: int = 1


class PartPicture(Record, frozen=True, kw_only=True):
    """A drawing.

    Attributes:
        width: Of the whole, mm.
        height: Of the whole, mm.
        to_scale: Whether its outline has the published size.
        caption: What it shows, in a line for people and screen readers.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    to_scale: bool
    caption: str

    def count(self, role: Role) -> int:
        """How many shapes of ROLE there are."""
        return sum(shape.role == role for shape in self.shapes)


class _Area(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    def inset(self, by: float) -> "_Area":
        return _Area(self.x + by, self.y + by, max(self.width - 2 * by, 1.0), max(self.height - 2 * by, 1.0))


def part_picture(part: Part) -> PartPicture:
    """The drawing of PART."""
    drawer = _DRAWERS.get(part.kind)
    if drawer is None:
        role = KINDS[part.kind].role if part.kind in KINDS else "other"
        drawer = _device if _value(part, "height_u") or role in {"host", "switch"} or part.kind == "storage" else _tile
    elif part.kind in {"ups", "cdu", "crah"} and _value(part, "height_u"):
        drawer = _device
    return drawer(part)


def _value(part: Part, name: str) -> float | None:
    quantity = part.facts.get(name)
    value = quantity.value if quantity is not None else None
    return value if value is not None and math.isfinite(value) and 0 <= value < 1e6 else None


def cages_of(group: PortGroup) -> int:
    """How many cages, plugs or outlets GROUP has."""
    return group.cages or group.count


def _network(group: PortGroup) -> bool:
    return any(medium in NETWORK_MEDIA or medium == "nvlink" for medium in group.media)


# ---- Cells in rows ----


def _cell(group: PortGroup) -> tuple[float, float]:
    return _CELLS.get(group.connector, _ANY_FEED if "power" in group.media else _ANY_CELL)


def _rows(area: _Area, count: int, cell: tuple[float, float], *, most_scale: float = 1.0) -> tuple[int, float]:
    """In how many rows COUNT cells stand in AREA at the greatest scale, fewest rows first; and that scale."""
    wide, high = cell[0] + _GAP, cell[1] + _GAP
    best = (1, 0.0)
    for rows in range(1, min(count, 64) + 1):
        columns = -(-count // rows)
        if rows > 1 and -(-count // columns) < rows:
            continue
        scale = min(most_scale, area.width / (columns * wide), area.height / (rows * high))
        if scale > best[1] + 1e-9:
            best = (rows, scale)
    return best


def _cells(area: _Area, group: PortGroup, role: Role) -> Iterator[Shape]:
    """The cages of GROUP in rows, in the middle of AREA's height."""
    count, cell = cages_of(group), _cell(group)
    if count < 1:
        return
    if count > MOST_CELLS:
        yield Shape(role="many", x=area.x, y=area.y, width=area.width, height=area.height, radius=2, group=group.name,
                    text=f"{count_text(count)} × {group.connector or group.name}")  # fmt: skip
        return
    rows, scale = _rows(area, count, cell)
    columns = -(-count // rows)
    wide, high = (cell[0] + _GAP) * scale, (cell[1] + _GAP) * scale
    top = area.y + (area.height - rows * high) / 2
    ports = max(group.count // count, 1)
    for number in range(count):
        # Ports are counted down a column, then to the right, as on most fronts.
        column, row = divmod(number, rows) if columns * rows == count else (number % columns, number // columns)
        yield Shape(
            role=role, x=area.x + column * wide + _GAP * scale / 2, y=top + row * high + _GAP * scale / 2,
            width=cell[0] * scale, height=cell[1] * scale, radius=min(1.2, scale), group=group.name, ports=ports,
        )  # fmt: skip


def _role_of(group: PortGroup) -> Role:
    if "power" in group.media:
        return "outlet" if group.role == "out" else "inlet"
    return "cage"


def _groups_across(area: _Area, groups: list[PortGroup]) -> Iterator[Shape]:
    """GROUPS side by side in AREA, each as wide as it needs at one scale for all, plugs at the right end."""
    groups = sorted(groups, key=lambda group: "power" in group.media)
    if not groups:
        return
    gap = 5.0
    room = max(area.width - gap * (len(groups) - 1), 1.0)
    needed = [_width_needed(area.height, group) for group in groups]
    shrink = min(room / sum(needed), 1.0)
    x = area.x
    for group, width in zip(groups, needed, strict=True):
        yield from _cells(_Area(x, area.y, width * shrink, area.height), group, _role_of(group))
        x += width * shrink + gap


def _width_needed(height: float, group: PortGroup) -> float:
    """How wide GROUP is in full size in as many rows as HEIGHT takes."""
    count, cell = min(cages_of(group), MOST_CELLS), _cell(group)
    rows = max(min(int(height / (cell[1] + _GAP)), count), 1)
    if count <= 3 and rows > 1:
        rows = 1
    return max(-(-count // rows), 1) * (cell[0] + _GAP)


# ---- Devices in a rack ----


def _device(part: Part) -> PartPicture:
    """The front of a rack device to scale; ports, plugs and drives stand on one side here, wherever they are."""
    units, height_mm = _value(part, "height_u"), _value(part, "height_mm")
    known = bool(units or height_mm)
    height = units * UNIT_MM if units else height_mm or UNIT_MM * (2 if part.kind != "switch" else 1)
    height = min(height, 60 * UNIT_MM)
    width = RACK_MM
    shapes = [
        Shape(role="ear", x=0, y=0, width=width, height=height, radius=2),
        Shape(role="body", x=EAR_MM, y=0, width=width - 2 * EAR_MM, height=height, radius=1),
    ]
    inside = _Area(EAR_MM, 0, width - 2 * EAR_MM, height).inset(_MARGIN)
    groups = [group for group in part.ports if _network(group) or "power" in group.media]
    shapes += _front(part, inside, groups)
    size = f"{units:g}U" if units else f"{height_mm:g} mm high" if height_mm else "height unknown"
    words = [f"{count_text(cages_of(group))} × {group.connector or group.name}" for group in groups]
    scale = "Front to scale" if known else "Not to scale"
    return PartPicture(
        width=width, height=height, shapes=tuple(shapes), to_scale=known,
        caption="; ".join([f"{scale}, {size}", *([", ".join(words)] if words else [])]),
    )  # fmt: skip


def _front(part: Part, inside: _Area, groups: list[PortGroup]) -> Iterator[Shape]:
    """What stands on the front: drives and fans above, ports and plugs in a strip below."""
    drives = _drives(part)
    switch = part.kind == "switch"
    if inside.height < 1.5 * UNIT_MM:
        strip = inside
        if drives:
            strip = _Area(inside.x + inside.width * 0.3, inside.y, inside.width * 0.7, inside.height)
            yield from _drive_bays(_Area(inside.x, inside.y, inside.width * 0.3 - 5, inside.height), drives)
        yield from _groups_across(strip, groups)
        return
    if switch:
        yield from _groups_across(inside, groups)
        return
    band = min(max(inside.height * 0.36, UNIT_MM * 0.8), UNIT_MM * 1.9) if groups else 0.0
    upper = _Area(inside.x, inside.y, inside.width, inside.height - band - (_MARGIN if band else 0))
    yield from _groups_across(_Area(inside.x, inside.y + inside.height - band, inside.width, band), groups)
    if drives and upper.height > UNIT_MM * 2.6:
        row = UNIT_MM * 1.7
        yield from _drive_bays(_Area(upper.x, upper.y + upper.height - row, upper.width, row), drives)
        upper = _Area(upper.x, upper.y, upper.width, upper.height - row - _MARGIN)
    elif drives:
        yield from _drive_bays(upper, drives)
        return
    if upper.height > UNIT_MM * 0.6:
        liquid = _value(part, "liquid_heat_share")
        yield from (_grille(upper) if liquid and liquid > 0.95 else _fans(upper))


def _drives(part: Part) -> int:
    """How many drives a text of PART counts; 0 where none does."""
    text = part.texts.get("drives", "") or part.texts.get("local_disks", "")
    if "per tray" in text or " to " in text:
        return 0
    return min(sum(int(count) for count in _STATED.findall(text)), 400)


def _drive_bays(area: _Area, count: int) -> Iterator[Shape]:
    group = PortGroup(name="drives", media=(), count=count)
    cell = (15.0, 70.0) if area.height > UNIT_MM else (70.0, 15.0)
    rows, scale = _rows(area, count, cell)
    wide, high = (cell[0] + _GAP) * scale, (cell[1] + _GAP) * scale
    columns = -(-count // rows)
    top = area.y + (area.height - rows * high) / 2
    for number in range(group.count):
        yield Shape(
            role="bay", x=area.x + number % columns * wide, y=top + number // columns * high, width=cell[0] * scale,
            height=cell[1] * scale, radius=1, group="drives",
        )  # fmt: skip


def _fans(area: _Area) -> Iterator[Shape]:
    """As many square fans as fill AREA: a symbol, their number is not known."""
    size = min(area.height, 92.0)
    rows = max(int(area.height / size), 1)
    columns = max(int(area.width / size), 1)
    size = min(area.width / columns, area.height / rows)
    left = area.x + (area.width - columns * size) / 2
    for row in range(rows):
        for column in range(columns):
            yield Shape(
                role="fan", form="disc", x=left + column * size + 2, y=area.y + row * size + 2, width=size - 4,
                height=size - 4,
            )  # fmt: skip


def _grille(area: _Area, step: float = 9.0) -> Iterator[Shape]:
    for number in range(1, int(area.height / step)):
        yield Shape(role="grille", form="line", x=area.x, y=area.y + number * step, width=area.width, height=0)


# ---- Chips and cards ----


def _chip(part: Part) -> PartPicture:
    """A package with its die and a square of memory for each 24 GB; a card where the form says so."""
    form = part.texts.get("form_factor", "")
    if "PCIe" in form:
        return _card(part, chip=True)
    side = 100.0
    shapes = [Shape(role="board", x=0, y=0, width=side, height=side, radius=5)]
    shapes += [
        Shape(role="pin", form="disc", x=x, y=y, width=5, height=5) for x in (4, side - 9) for y in (4, side - 9)
    ]
    shapes += _die(part, _Area(14, 14, side - 28, side - 28))
    return PartPicture(
        width=side, height=side, shapes=tuple(shapes), to_scale=False, caption=f"A chip, not to scale; {_memory(part)}"
    )


def _stacks(part: Part) -> int:
    """How many squares of memory are drawn beside the die; none where memory is on the die, or unknown."""
    memory = _value(part, "memory_gb")
    if not memory or _on_die(part):
        return 0
    return min(math.ceil(memory / _STACK_GB), _MOST_STACKS)


def _on_die(part: Part) -> bool:
    """Whether weights stay on the die: no other memory, or one that is read a thousand times a second."""
    memory, reads = _value(part, "memory_gb"), part.facts.get("memory_bandwidth_gb_per_s")
    if not memory:
        return _value(part, "on_chip_memory_mb") is not None
    return reads is not None and reads.value is not None and reads.value / memory > 1000


def _memory(part: Part) -> str:
    if _on_die(part):
        return "memory on the chip"
    memory = _value(part, "memory_gb")
    return f"a square of memory for each {_STACK_GB:g} GB" if memory else "memory unknown"


def _die(part: Part, area: _Area) -> Iterator[Shape]:
    """The die with its memory at both sides, or with a grid of memory on it."""
    if _on_die(part):
        wafer = (_value(part, "power_max_w") or 0) > 5000
        cells = 12 if wafer else 6
        yield Shape(role="chip", x=area.x, y=area.y, width=area.width, height=area.height, radius=2)
        step = (area.width - 6) / cells
        for number in range(cells * cells):
            yield Shape(
                role="memory", x=area.x + 3 + number % cells * step + 0.6, y=area.y + 3 + number // cells * step + 0.6,
                width=step - 1.2, height=step - 1.2, radius=0.6,
            )  # fmt: skip
        return
    stacks = _stacks(part)
    beside = 16.0 if stacks else 0.0
    yield Shape(
        role="chip", x=area.x + beside, y=area.y + 6, width=area.width - 2 * beside, height=area.height - 12, radius=2
    )
    for side, count in ((0, -(-stacks // 2)), (1, stacks // 2)):
        step = area.height / max(count, 3)
        top = area.y + (area.height - count * step) / 2
        for number in range(count):
            yield Shape(
                role="memory", x=area.x + (area.width - 13 if side else 0), y=top + number * step + 1.5, width=13,
                height=min(step - 3, 20), radius=1,
            )  # fmt: skip


def _card(part: Part, *, chip: bool = False) -> PartPicture:
    """A card of a slot: bracket with its cages, board, cooler and the gold edge."""
    width, height = (267.0, 111.0) if chip else (168.0, 69.0)
    shapes = [
        Shape(role="body", x=0, y=0, width=7, height=height + 8, radius=1),
        Shape(role="board", x=7, y=0, width=width - 7, height=height - 8, radius=2),
    ]
    shapes += [
        Shape(role="pin", x=42 + number * 4.4, y=height - 8, width=2.6, height=8, radius=0) for number in range(18)
    ]
    cooler = _Area(width * 0.35, 8, width * 0.58, height - 26)
    if chip:
        side = min(cooler.height, 84.0)
        shapes += _die(part, _Area(cooler.x + (cooler.width - side) / 2, 8 + (cooler.height - side) / 2, side, side))
    else:
        shapes.append(Shape(role="chip", x=cooler.x, y=cooler.y, width=cooler.width, height=cooler.height, radius=2))
        shapes += _grille(_Area(cooler.x + 4, cooler.y, cooler.width - 8, cooler.height), step=7.0)
    groups = [group for group in part.ports if _network(group)]
    cages = sum(cages_of(group) for group in groups)
    y = 8.0
    for group in groups:
        room = (height - 20) * cages_of(group) / max(cages, 1)
        shapes += _cells(_Area(9, y, 40, room), group, "cage")
        y += room
    words = ", ".join(f"{count_text(cages_of(group))} × {group.connector or group.name}" for group in groups)
    caption = (
        f"A card, not to scale; {_memory(part)}" if chip else "A card, not to scale" + (f"; {words}" if words else "")
    )
    return PartPicture(
        width=width, height=height + 8, shapes=tuple(shapes), to_scale=False, caption=caption
    )  # fmt: skip


# ---- Optics and cables ----


def _optic(part: Part) -> PartPicture:
    """A pluggable module from the side: pull tab, body, and its fibres or its twisted pair."""
    fibre = part.texts.get("fibre", "")
    found = re.match(r"\s*(?:(\d+)\s*×|(two)\b)", fibre)
    plugs = (int(found.group(1)) if found and found.group(1) else 2) if found else 1
    plugs = min(plugs, 8)
    shapes = [
        Shape(role="body", x=46, y=6, width=92, height=24, radius=2),
        Shape(role="pin", x=138, y=11, width=14, height=14, radius=1),
        Shape(role="plug", x=26, y=10, width=20, height=16, radius=2),
    ]
    shapes += _grille(_Area(56, 6, 74, 24), step=4.8)
    step = 16 / plugs
    for number in range(plugs):
        y = 10 + (number + 0.5) * step
        shapes.append(Shape(role="wire", form="line", x=0, y=y, width=26, height=0, group="fibre"))
    words = [text for text in (part.texts.get("cage", ""), fibre) if text]
    return PartPicture(
        width=152, height=36, shapes=tuple(shapes), to_scale=False,
        caption="An optical module, not to scale" + (f"; {', '.join(words)}" if words else ""),
    )  # fmt: skip


def _cable(part: Part) -> PartPicture:
    """The plugs of both ends, as many as there are, and the length between."""
    ends = cable_ends(part)
    left = ends[0].plugs if ends else 1
    right = ends[1].plugs if len(ends) > 1 else 1
    height = max(left, right) * 20.0 + 16
    middle, width = height / 2, 240.0
    shapes: list[Shape] = []
    for x, plugs, side in ((0.0, left, 1), (width - 40, right, -1)):
        for number in range(plugs):
            y = middle + (number - (plugs - 1) / 2) * 20
            joint = x + (40 if side > 0 else 0)
            shapes.append(Shape(role="plug", x=x, y=y - 7, width=40, height=14, radius=2))
            shapes.append(Shape(role="wire", form="line", x=joint, y=y, width=side * 34, height=middle - y))
    shapes.append(Shape(role="wire", form="line", x=74, y=middle, width=width - 148, height=0))
    reach = lengths_text(part)
    if reach:
        shapes.append(Shape(role="label", form="text", x=74, y=middle - 15, width=width - 148, height=13, text=reach))
    caption = f"A cable, not to scale; {part.texts.get('ends', '') or 'ends unknown'}"
    caption += f", {reach}" if reach else ""
    return PartPicture(
        width=width, height=height, shapes=tuple(shapes), to_scale=False, caption=caption
    )  # fmt: skip


def lengths_text(part: Part) -> str:
    """In which lengths a cable is sold, or how far it reaches: "1–3 m", "up to 2 m"."""
    lengths = sorted(length.length_m for length in part.lengths)
    if lengths:
        return f"{lengths[0]:g}–{lengths[-1]:g} m" if len(lengths) > 1 else f"{lengths[0]:g} m"
    reach = _value(part, "reach_m")
    return f"up to {reach:g} m" if reach else ""


# ---- The facility ----


def _strip(part: Part) -> PartPicture:
    """A PDU: a long strip with every outlet, its cord at the left; one that takes rack units is a device."""
    if _value(part, "height_u"):
        return _device(part)
    outlets = [group for group in part.ports if "power" in group.media and group.role == "out"]
    others = [group for group in part.ports if group not in outlets and (_network(group) or "power" in group.media)]
    count = sum(cages_of(group) for group in outlets)
    width = max(min(60 + count * 15.0, 1200.0), 320.0)
    height = 84.0
    shapes = [
        Shape(role="wire", form="line", x=0, y=height / 2, width=20, height=0),
        Shape(role="body", x=20, y=0, width=width - 20, height=height, radius=4),
    ]
    shapes += _groups_across(_Area(28, 6, 54, height - 12), others)
    shapes += _groups_across(_Area(92, 6, width - 104, height - 12), outlets)
    words = ", ".join(f"{cages_of(group)} × {group.connector}" for group in outlets)
    caption = f"A strip lying, not to scale; {words}"
    return PartPicture(
        width=width, height=height, shapes=tuple(shapes), to_scale=False, caption=caption
    )  # fmt: skip


def _cabinet_size(part: Part, width: float, height: float) -> tuple[float, float, bool]:
    wide, high = _value(part, "width_mm"), _value(part, "height_mm")
    known = bool(wide and high)
    return (wide or width), (high or height), known


def _scale_words(known: bool, width: float, height: float) -> str:
    return f"to scale, {width:g} × {height:g} mm" if known else "not to scale"


def _rack(part: Part) -> PartPicture:
    """An empty cabinet with a line for each rack unit, or a rack system with its trays."""
    units = int(min(_value(part, "rack_units") or 48, 100))
    width, height, known = _cabinet_size(part, 600.0, units * UNIT_MM + 120)
    shapes = [Shape(role="body", x=0, y=0, width=width, height=height, radius=8)]
    inner = min(RACK_MM, width - 60)
    left, step = (width - inner) / 2, (height - 120) / units
    shapes.append(Shape(role="face", x=left, y=60, width=inner, height=height - 120))
    shapes += [
        Shape(role="tray", form="line", x=left, y=60 + number * step, width=inner, height=0)
        for number in range(1, units)
    ]
    return PartPicture(
        width=width, height=height, shapes=tuple(shapes), to_scale=known,
        caption=f"A cabinet of {units} rack units, {_scale_words(known, width, height)}",
    )  # fmt: skip


def _rack_system(part: Part) -> PartPicture:
    """A whole rack: its ports stand in rows over the trays."""
    width, height, known = _cabinet_size(part, 600.0, 2236.0)
    shapes = [Shape(role="body", x=0, y=0, width=width, height=height, radius=8)]
    groups = [group for group in part.ports if _network(group) or "power" in group.media]
    area = _Area(40, 50, width - 80, height - 100)
    count = sum(cages_of(group) for group in groups) or 1
    y = area.y
    for group in groups:
        share = area.height * max(cages_of(group) / count, 0.08)
        shapes.append(Shape(role="tray", form="line", x=30, y=y, width=width - 60, height=0))
        shapes += _cells(_Area(area.x, y + 8, area.width, max(share - 16, 20)), group, _role_of(group))
        y += share
    words = ", ".join(f"{count_text(cages_of(group))} × {group.connector or group.name}" for group in groups)
    return PartPicture(
        width=width, height=max(height, y + 20), shapes=tuple(shapes), to_scale=known,
        caption=f"A rack, {_scale_words(known, width, height)}; {words}",
    )  # fmt: skip


def _plant(part: Part) -> PartPicture:
    """A cabinet of the plant from its front: fans for air, pumps for coolant, a display for power."""
    long = part.kind in {"generator", "chiller"}
    width, height, known = _cabinet_size(part, 2400.0 if long else 900.0, 1600.0 if long else 2000.0)
    if part.kind == "generator" and known:
        width = _value(part, "depth_mm") or width
    unit = min(width, height) / 20
    shapes = [Shape(role="body", x=0, y=0, width=width, height=height, radius=unit / 2)]
    inside = _Area(0, 0, width, height).inset(unit * 1.4)
    role = KINDS[part.kind].role if part.kind in KINDS else "power"
    if part.kind == "generator":
        half = inside.width * 0.3
        shapes.append(_disc("fan", _Area(inside.x, inside.y, half, inside.height)))
        shapes += _grille(
            _Area(inside.x + half * 1.15, inside.y, inside.width - half * 1.15, inside.height), unit * 1.6
        )
    elif part.kind == "cdu":
        for number in range(2):
            shapes.append(_disc("fan", _Area(inside.x + number * inside.width / 2, inside.y + inside.height * 0.6,
                                             inside.width / 2, inside.height * 0.4)))  # fmt: skip
        pipe = inside.y + inside.height * 0.2
        shapes += [
            Shape(role="wire", form="line", x=inside.x, y=pipe + number * unit * 3, width=inside.width, height=0)
            for number in range(2)
        ]
    elif role == "cooling":
        count = max(min(round(inside.width / (inside.height * 0.45)), 6), 1)
        for number in range(count):
            shapes.append(_disc("fan", _Area(inside.x + number * inside.width / count, inside.y,
                                             inside.width / count, inside.height * 0.45)))  # fmt: skip
        shapes += _grille(
            _Area(inside.x, inside.y + inside.height * 0.52, inside.width, inside.height * 0.48), unit * 1.6
        )
    else:
        shapes.append(Shape(role="face", x=inside.x + inside.width * 0.3, y=inside.y, width=inside.width * 0.4,
                            height=inside.height * 0.16, radius=unit / 2))  # fmt: skip
        shapes += _grille(
            _Area(inside.x, inside.y + inside.height * 0.3, inside.width, inside.height * 0.7), unit * 1.6
        )
    title = KINDS[part.kind].title if part.kind in KINDS else part.kind
    return PartPicture(
        width=width, height=height, shapes=tuple(shapes), to_scale=known,
        caption=f"{title}, {_scale_words(known, width, height)}",
    )  # fmt: skip


def _disc(role: Role, area: _Area) -> Shape:
    side = min(area.width, area.height) * 0.86
    return Shape(
        role=role, form="disc", x=area.x + (area.width - side) / 2, y=area.y + (area.height - side) / 2, width=side,
        height=side,
    )  # fmt: skip


# ---- What has no body ----


def _tile(part: Part) -> PartPicture:
    """A tile with the icon of the kind; a rented host shows the chips inside."""
    width, height = 160.0, 90.0
    chips = min(sum(inside.count for inside in part.contains), 16) if part.kind == "instance" else 0
    icon = KINDS[part.kind].icon if part.kind in KINDS else "other"
    size, top = 34.0, 14.0 if chips else 28.0
    shapes = [
        Shape(role="body", x=0, y=0, width=width, height=height, radius=8),
        Shape(role="icon", form="icon", x=(width - size) / 2, y=top, width=size, height=size, text=icon),
    ]
    step = 11.0 if chips <= 8 else 8.0
    left = (width - chips * step) / 2
    shapes += [
        Shape(role="chip", x=left + number * step + 1.5, y=60, width=step - 3, height=step - 3, radius=1)
        for number in range(chips)
    ]
    title = KINDS[part.kind].title if part.kind in KINDS else part.kind
    inside = sum(one.count for one in part.contains)
    more = f" with {count_text(inside)} chips" if chips else ""
    return PartPicture(
        width=width, height=height, shapes=tuple(shapes), to_scale=False, caption=f"A sign for a {title.lower()}{more}"
    )  # fmt: skip


_DRAWERS: Final[Mapping[str, Callable[[Part], PartPicture]]] = {
    "accelerator": _chip, "cpu": _chip, "nic": _card, "optic": _optic, "cable": _cable, "pdu": _strip, "ats": _device,
    "rack-cabinet": _rack, "rack-system": _rack_system, "ups": _plant, "generator": _plant, "crah": _plant,
    "cdu": _plant, "chiller": _plant, "transformer": _plant, "instance": _tile, "utility": _tile,
}  # fmt: skip
