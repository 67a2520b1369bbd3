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
from designer.model.kinds import INSTANCES, KINDS, RACK, Picture
from designer.model.parts.part import Part


def part_picture(part: Part) -> PartPicture:
    """The drawing of PART."""
    kind = KINDS.get(part.kind)
    picture = kind.picture if kind else ""
    if not picture:
        usual = kind is not None and (kind.role in {"host", "switch"} or (kind.role == "storage" and not kind.managed))
        picture = "device" if usual or figure_of(part, "height_u") else "sign"
    elif picture == "plant" and kind is not None and RACK in kind.parents and figure_of(part, "height_u"):
        picture = "device"
    return _DRAWERS[picture](part)


def _tile_picture(part: Part) -> PartPicture:
    """A tile with the icon of the kind; a rented host shows the chips inside."""
    width, height = 160.0, 90.0
    chips = min(sum(inside.count for inside in part.contains), 16) if part.kind in INSTANCES else 0
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


_DRAWERS: Final[Mapping[Picture, Callable[[Part], PartPicture]]] = {
    "chip": chip_picture,
    "card": card_picture,
    "optic": optic_picture,
    "cable": cable_picture,
    "strip": strip_picture,
    "device": device_picture,
    "rack": rack_picture,
    "rack_system": rack_system_picture,
    "plant": plant_picture,
    "sign": _tile_picture,
}
