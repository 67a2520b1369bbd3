"""Fronts of rack devices to scale: ports, plugs and drives as counted, fans as a sign."""

import re
from collections.abc import Iterator
from typing import Final

from designer.drawing.racks.part_shapes import (
    RACK_MM,
    UNIT_MM,
    Area,
    PartPicture,
    Shape,
    cages_of,
    figure_of,
    grille,
    groups_across,
    is_network,
    rows_for,
)
from designer.model.figures.figure_text import count_text
from designer.model.kinds import SWITCHES
from designer.model.parts.part import Part, PortGroup

_EAR_MM: Final = 15.9
_MARGIN: Final = 4.0
_GAP: Final = 1.6
_FAN_MM: Final = 80.0
_STATED: Final = re.compile(r"(\d+)\s*×\s*[\d.]+\s*TB")


def device_picture(part: Part) -> PartPicture:
    """The front of a rack device to scale; ports, plugs and drives stand on one side here, wherever they really are."""
    units, height_mm = figure_of(part, "height_u"), figure_of(part, "height_mm")
    known = bool(units or height_mm)
    # Height by rack units, else in mm, else that of a usual device; a part of 60U at most is drawn in full.
    height = units * UNIT_MM if units else height_mm or UNIT_MM * (2 if part.kind not in SWITCHES else 1)
    height = min(height, 60 * UNIT_MM)
    width = RACK_MM
    shapes = [
        Shape(role="ear", x=0, y=0, width=width, height=height, radius=2),
        Shape(role="body", x=_EAR_MM, y=0, width=width - 2 * _EAR_MM, height=height, radius=1),
    ]
    inside = Area(_EAR_MM, 0, width - 2 * _EAR_MM, height).inset(_MARGIN)
    groups = [group for group in part.ports if is_network(group) or "power" in group.media]
    shapes += _front(part, inside, groups)
    size = f"{units:g}U" if units else f"{height_mm:g} mm high" if height_mm else "height unknown"
    words = [f"{count_text(cages_of(group))} × {group.connector or group.name}" for group in groups]
    scale = "Front to scale" if known else "Not to scale"
    return PartPicture(
        width=width,
        height=height,
        shapes=tuple(shapes),
        to_scale=known,
        caption="; ".join([f"{scale}, {size}", *([", ".join(words)] if words else [])]),
    )


def _front(part: Part, inside: Area, groups: list[PortGroup]) -> Iterator[Shape]:
    """Yield the shapes of the front: drives and fans above, ports and plugs in a strip below."""
    drives = drives_in(part)
    switch = part.kind in SWITCHES
    # Low devices have one row: drives in the left third, ports beside them.
    if inside.height < 1.5 * UNIT_MM:
        strip = inside
        if drives:
            strip = Area(inside.x + inside.width * 0.3, inside.y, inside.width * 0.7, inside.height)
            yield from _drive_bays(Area(inside.x, inside.y, inside.width * 0.3 - 5, inside.height), drives)
        yield from groups_across(strip, groups)
        return
    if switch:
        yield from groups_across(inside, groups)
        return
    # Higher ones keep a band at the bottom for ports and plugs; drives and fans share what is above.
    band = min(max(inside.height * 0.36, UNIT_MM * 0.8), UNIT_MM * 1.9) if groups else 0.0
    upper = Area(inside.x, inside.y, inside.width, inside.height - band - (_MARGIN if band else 0))
    yield from groups_across(Area(inside.x, inside.y + inside.height - band, inside.width, band), groups)
    if drives and upper.height > UNIT_MM * 2.6:
        row = UNIT_MM * 1.7
        yield from _drive_bays(Area(upper.x, upper.y + upper.height - row, upper.width, row), drives)
        upper = Area(upper.x, upper.y, upper.width, upper.height - row - _MARGIN)
    elif drives:
        yield from _drive_bays(upper, drives)
        return
    if upper.height > UNIT_MM * 0.6:
        liquid = figure_of(part, "liquid_heat_share")
        yield from (grille(upper) if liquid and liquid > 0.95 else _fans(upper))


def drives_in(part: Part) -> int:
    """Return the number of drives that a text of PART counts; 0 where none does."""
    text = part.texts.get("drives", "") or part.texts.get("local_disks", "")
    if "per tray" in text or " to " in text:
        return 0
    return min(sum(int(count) for count in _STATED.findall(text)), 400)


def _drive_bays(area: Area, count: int) -> Iterator[Shape]:
    group = PortGroup(name="drives", media=(), count=count)
    cell = (15.0, 70.0) if area.height > UNIT_MM else (70.0, 15.0)
    rows, scale = rows_for(area, count, cell)
    wide, high = (cell[0] + _GAP) * scale, (cell[1] + _GAP) * scale
    columns = -(-count // rows)
    top = area.y + (area.height - rows * high) / 2
    for number in range(group.count):
        yield Shape(
            role="bay",
            x=area.x + number % columns * wide,
            y=top + number // columns * high,
            width=cell[0] * scale,
            height=cell[1] * scale,
            radius=1,
            group="drives",
        )


def _fans(area: Area) -> Iterator[Shape]:
    """As many square fans as fill AREA: a sign, their number is not known."""
    rows = max(round(area.height / _FAN_MM), 1)
    size = min(area.height / rows, _FAN_MM * 1.25)
    columns = max(int(area.width / size), 1)
    left = area.x + (area.width - columns * size) / 2
    top = area.y + (area.height - rows * size) / 2
    for row in range(rows):
        for column in range(columns):
            yield Shape(
                role="fan",
                form="disc",
                x=left + column * size + 2,
                y=top + row * size + 2,
                width=size - 4,
                height=size - 4,
            )
