"""A part as a line drawing of our own: its front to scale where its size is known, ports and plugs as counted.

Pure geometry. What is counted (ports, inlets, outlets, drives that a text counts) is drawn as many times as it is
there; fans, grilles and chip dies are signs. The same part always gives the same drawing.
"""

from collections.abc import Callable, Mapping
from typing import Final

from designer.drawing.racks.part_chips import cable_picture, card_picture, chip_picture, optic_picture
from designer.drawing.racks.part_fronts import device_picture
from designer.drawing.racks.part_plant import plant_picture, rack_picture, rack_system_picture, strip_picture
from designer.drawing.racks.part_shapes import PartPicture, Shape, figure_of
from designer.model.figures.figure_text import count_text
from designer.model.kinds import KINDS
from designer.model.parts.part import Part


def part_picture(part: Part) -> PartPicture:
    """The drawing of PART."""
    drawer = _DRAWERS.get(part.kind)
    if drawer is None:
        role = KINDS[part.kind].role if part.kind in KINDS else "other"
        racked = figure_of(part, "height_u") or role in {"host", "switch"} or part.kind == "storage"
        drawer = device_picture if racked else _tile_picture
    elif part.kind in {"ups", "cdu", "crah"} and figure_of(part, "height_u"):
        drawer = device_picture
    return drawer(part)


def _tile_picture(part: Part) -> PartPicture:
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
    )


_DRAWERS: Final[Mapping[str, Callable[[Part], PartPicture]]] = {
    "accelerator": chip_picture,
    "cpu": chip_picture,
    "nic": card_picture,
    "optic": optic_picture,
    "cable": cable_picture,
    "pdu": strip_picture,
    "ats": device_picture,
    "rack-cabinet": rack_picture,
    "rack-system": rack_system_picture,
    "ups": plant_picture,
    "generator": plant_picture,
    "crah": plant_picture,
    "cdu": plant_picture,
    "chiller": plant_picture,
    "dry-cooler": plant_picture,
    "cooling-tower": plant_picture,
    "transformer": plant_picture,
    "instance": _tile_picture,
    "utility": _tile_picture,
}
