"""Elements of the drawings of parts: shapes in millimetres, areas, and ports and plugs set in rows."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from designer.model.figures.figure_text import count_text
from designer.model.parts.part import NETWORK_MEDIA, Part, PortGroup
from designer.model.records import Record

Role = Literal[
    "body",
    "face",
    "ear",
    "cage",
    "inlet",
    "outlet",
    "bay",
    "fan",
    "grille",
    "chip",
    "memory",
    "pin",
    "board",
    "plug",
    "wire",
    "tray",
    "icon",
    "label",
    "many",
]

UNIT_MM: Final = 44.45
"""One rack unit."""
RACK_MM: Final = 482.6
"""A 19-inch front with its ears."""
MOST_CELLS: Final = 600
"""More ports than this in one group are drawn as one field with their number."""
_GAP: Final = 1.6
_GROUP_GAP: Final = 5.0

# Outer width and height of a cage, plug or outlet, mm: SFF-8661 (QSFP), OSFP MSA, SFF-8432 (SFP), IEC 60603-7 (RJ45),
# IEC 60320 (C13 to C20), rounded.
_CELLS: Final[Mapping[str, tuple[float, float]]] = {
    "OSFP": (23, 13),
    "QSFP-DD": (19, 9),
    "QSFP112": (19, 9),
    "QSFP56": (19, 9),
    "QSFP28": (19, 9),
    "QSFP+": (19, 9),
    "SFP-DD": (14, 9),
    "SFP56": (14, 9),
    "SFP28": (14, 9),
    "SFP+": (14, 9),
    "SFP": (14, 9),
    "RJ45": (14, 12),
    "C13": (28, 20),
    "C14": (28, 20),
    "C19": (33, 24),
    "C20": (33, 24),
    "C13/C19": (33, 24),
}
_ANY_CELL: Final = (16.0, 11.0)
_ANY_FEED: Final = (30.0, 22.0)


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
        """Return the number of shapes of ROLE."""
        return sum(shape.role == role for shape in self.shapes)


class Area(NamedTuple):
    """A rectangle to draw in, mm."""

    x: float
    y: float
    width: float
    height: float

    def inset(self, by: float) -> "Area":
        """It without a border of BY."""
        return Area(self.x + by, self.y + by, max(self.width - 2 * by, 1.0), max(self.height - 2 * by, 1.0))


def figure_of(part: Part, name: str) -> float | None:
    """Fact NAME of PART where it is known and of a size that can be drawn."""
    quantity = part.facts.get(name)
    value = quantity.value if quantity is not None else None
    return value if value is not None and math.isfinite(value) and 0 <= value < 1e6 else None


def cages_of(group: PortGroup) -> int:
    """Return the number of cages, plugs or outlets of GROUP."""
    return group.cages or group.count


def is_network(group: PortGroup) -> bool:
    """Return whether GROUP carries traffic."""
    return any(medium in NETWORK_MEDIA or medium == "nvlink" for medium in group.media)


def _cell(group: PortGroup) -> tuple[float, float]:
    return _CELLS.get(group.connector, _ANY_FEED if "power" in group.media else _ANY_CELL)


def rows_for(area: Area, count: int, cell: tuple[float, float], *, most_scale: float = 1.0) -> tuple[int, float]:
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


def cage_shapes(area: Area, group: PortGroup, role: Role, *, most_scale: float = 1.0) -> Iterator[Shape]:
    """The cages of GROUP in rows, in the middle of AREA's height."""
    count, cell = cages_of(group), _cell(group)
    if count < 1:
        return
    if count > MOST_CELLS:
        yield Shape(
            role="many",
            x=area.x,
            y=area.y,
            width=area.width,
            height=area.height,
            radius=2,
            group=group.name,
            text=f"{count_text(count)} × {group.connector or group.name}",
        )
        return
    rows, scale = rows_for(area, count, cell, most_scale=most_scale)
    columns = -(-count // rows)
    wide, high = (cell[0] + _GAP) * scale, (cell[1] + _GAP) * scale
    top = area.y + (area.height - rows * high) / 2
    ports = max(group.count // count, 1)
    for number in range(count):
        # Ports are counted down a column, then to the right, as on most fronts.
        column, row = divmod(number, rows) if columns * rows == count else (number % columns, number // columns)
        yield Shape(
            role=role,
            x=area.x + column * wide + _GAP * scale / 2,
            y=top + row * high + _GAP * scale / 2,
            width=cell[0] * scale,
            height=cell[1] * scale,
            radius=min(1.2, scale),
            group=group.name,
            ports=ports,
        )


def role_of(group: PortGroup) -> Role:
    """As what the ports of GROUP are drawn."""
    if "power" in group.media:
        return "outlet" if group.role == "out" else "inlet"
    return "cage"


def groups_across(area: Area, groups: Sequence[PortGroup]) -> Iterator[Shape]:
    """GROUPS side by side in AREA in as few rows as take its width: ports from the left, power from the right."""
    if not groups:
        return
    left = [group for group in groups if "power" not in group.media]
    right = [group for group in groups if "power" in group.media]
    widths = _widths(area, groups)
    needed = sum(widths.values()) + _GROUP_GAP * (len(groups) - 1)
    shrink = min(area.width / needed, 1.0)
    x = area.x
    for group in left:
        yield from cage_shapes(Area(x, area.y, widths[group.name] * shrink, area.height), group, role_of(group))
        x += (widths[group.name] + _GROUP_GAP) * shrink
    x = area.x + area.width - (sum(widths[group.name] + _GROUP_GAP for group in right) - _GROUP_GAP) * shrink
    for group in right:
        yield from cage_shapes(Area(x, area.y, widths[group.name] * shrink, area.height), group, role_of(group))
        x += (widths[group.name] + _GROUP_GAP) * shrink


def _widths(area: Area, groups: Sequence[PortGroup]) -> dict[str, float]:
    """Return the full-size width of each group, in the fewest rows in which all of them fit into AREA."""
    widths: dict[str, float] = {}
    for most_rows in range(1, 65):
        widths = {group.name: strip_width(group, most_rows, area.height) for group in groups}
        if sum(widths.values()) + _GROUP_GAP * (len(groups) - 1) <= area.width:
            break
    return widths


def strip_width(group: PortGroup, most_rows: int, height: float) -> float:
    """Return the full-size width of GROUP in mm, in MOST_ROWS rows or in as many as HEIGHT takes."""
    count, cell = min(cages_of(group), MOST_CELLS), _cell(group)
    rows = max(min(int(height / (cell[1] + _GAP)), most_rows, count), 1)
    return max(-(-count // rows), 1) * (cell[0] + _GAP)


def grille(area: Area, step: float = 9.0) -> Iterator[Shape]:
    """Lines across AREA, STEP apart."""
    for number in range(1, int(area.height / step)):
        yield Shape(role="grille", form="line", x=area.x, y=area.y + number * step, width=area.width, height=0)
