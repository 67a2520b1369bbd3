"""Cabinets, strips and plant of the facility from their fronts, to scale where their size is known."""

from designer.drawing.racks.part_fronts import device_picture
from designer.drawing.racks.part_shapes import (
    RACK_MM,
    UNIT_MM,
    Area,
    PartPicture,
    Role,
    Shape,
    cage_shapes,
    cages_of,
    figure_of,
    grille,
    groups_across,
    is_network,
    role_of,
    strip_width,
)
from designer.model.figures.figure_text import count_text
from designer.model.kinds import COOLANT_UNITS, GENERATORS, KINDS, OUTDOORS
from designer.model.parts.part import Part


def strip_picture(part: Part) -> PartPicture:
    """A PDU: a long strip with every outlet, its cord at the left; one that takes rack units is a device."""
    if figure_of(part, "height_u"):
        return device_picture(part)
    outlets = [group for group in part.ports if "power" in group.media and group.role == "out"]
    others = [group for group in part.ports if group not in outlets and (is_network(group) or "power" in group.media)]
    height, cord = 62.0, 20.0
    # Room for all outlets in two rows; the strip is as long as they need, within reason.
    needed = [sum(strip_width(group, 2, height) + 5 for group in groups) for groups in (others, outlets)]
    width = max(min(cord + needed[0] + needed[1] + 24, 1400.0), 320.0)
    shapes = [
        Shape(role="wire", form="line", x=0, y=height / 2, width=cord, height=0),
        Shape(role="body", x=cord, y=0, width=width - cord, height=height, radius=4),
    ]
    first = Area(cord + 6, 4, needed[0], height - 8)
    shapes += groups_across(first, others)
    left = first.x + first.width + 6
    shapes += groups_across(Area(left, 4, width - left - 6, height - 8), outlets)
    words = ", ".join(f"{cages_of(group)} × {group.connector}" for group in outlets)
    caption = f"A strip lying, not to scale; {words}"
    return PartPicture(width=width, height=height, shapes=tuple(shapes), to_scale=False, caption=caption)


def _cabinet_size(part: Part, width: float, height: float) -> tuple[float, float, bool]:
    wide, high = figure_of(part, "width_mm"), figure_of(part, "height_mm")
    known = bool(wide and high)
    return (wide or width), (high or height), known


def _scale_words(known: bool, width: float, height: float) -> str:
    return f"to scale, {width:g} × {height:g} mm" if known else "not to scale"


def rack_picture(part: Part) -> PartPicture:
    """An empty cabinet with a line for each rack unit, or a rack system with its trays."""
    units = int(min(figure_of(part, "rack_units") or 48, 100))
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
        width=width,
        height=height,
        shapes=tuple(shapes),
        to_scale=known,
        caption=f"A cabinet of {units} rack units, {_scale_words(known, width, height)}",
    )


def rack_system_picture(part: Part) -> PartPicture:
    """A whole rack: its ports stand in rows over the trays."""
    width, height, known = _cabinet_size(part, 600.0, 2236.0)
    shapes = [Shape(role="body", x=0, y=0, width=width, height=height, radius=8)]
    groups = [group for group in part.ports if is_network(group) or "power" in group.media]
    area = Area(40, 50, width - 80, height - 100)
    count = sum(cages_of(group) for group in groups) or 1
    y = area.y
    for group in groups:
        share = area.height * max(cages_of(group) / count, 0.08)
        shapes.append(Shape(role="tray", form="line", x=30, y=y, width=width - 60, height=0))
        shapes += cage_shapes(
            Area(area.x, y + 8, area.width, max(share - 16, 20)), group, role_of(group), most_scale=2.4
        )
        y += share
    words = ", ".join(f"{count_text(cages_of(group))} × {group.connector or group.name}" for group in groups)
    return PartPicture(
        width=width,
        height=max(height, y + 20),
        shapes=tuple(shapes),
        to_scale=known,
        caption=f"A rack, {_scale_words(known, width, height)}; {words}",
    )


def plant_picture(part: Part) -> PartPicture:
    """A cabinet of the plant from its front: fans for air, pumps for coolant, a display for power."""
    long = part.kind in GENERATORS | OUTDOORS
    width, height, known = _cabinet_size(part, 2400.0 if long else 900.0, 1600.0 if long else 2000.0)
    if part.kind in GENERATORS and known:
        width = figure_of(part, "depth_mm") or width
    unit = min(width, height) / 20
    shapes = [Shape(role="body", x=0, y=0, width=width, height=height, radius=unit / 2)]
    inside = Area(0, 0, width, height).inset(unit * 1.4)
    role = KINDS[part.kind].role if part.kind in KINDS else "power"
    if part.kind in GENERATORS:
        half = inside.width * 0.3
        shapes.append(_disc("fan", Area(inside.x, inside.y, half, inside.height)))
        shapes += grille(Area(inside.x + half * 1.15, inside.y, inside.width - half * 1.15, inside.height), unit * 1.6)
    elif part.kind in COOLANT_UNITS:
        for number in range(2):
            shapes.append(
                _disc(
                    "fan",
                    Area(
                        inside.x + number * inside.width / 2,
                        inside.y + inside.height * 0.6,
                        inside.width / 2,
                        inside.height * 0.4,
                    ),
                )
            )
        pipe = inside.y + inside.height * 0.2
        shapes += [
            Shape(role="wire", form="line", x=inside.x, y=pipe + number * unit * 3, width=inside.width, height=0)
            for number in range(2)
        ]
    elif role == "cooling":
        count = max(min(round(inside.width / (inside.height * 0.45)), 6), 1)
        for number in range(count):
            shapes.append(
                _disc(
                    "fan",
                    Area(
                        inside.x + number * inside.width / count, inside.y, inside.width / count, inside.height * 0.45
                    ),
                )
            )
        shapes += grille(
            Area(inside.x, inside.y + inside.height * 0.52, inside.width, inside.height * 0.48), unit * 1.6
        )
    else:
        shapes.append(
            Shape(
                role="face",
                x=inside.x + inside.width * 0.3,
                y=inside.y,
                width=inside.width * 0.4,
                height=inside.height * 0.16,
                radius=unit / 2,
            )
        )
        shapes += grille(Area(inside.x, inside.y + inside.height * 0.3, inside.width, inside.height * 0.7), unit * 1.6)
    title = KINDS[part.kind].title if part.kind in KINDS else part.kind
    return PartPicture(
        width=width,
        height=height,
        shapes=tuple(shapes),
        to_scale=known,
        caption=f"{title}, {_scale_words(known, width, height)}",
    )


def _disc(role: Role, area: Area) -> Shape:
    side = min(area.width, area.height) * 0.86
    return Shape(
        role=role,
        form="disc",
        x=area.x + (area.width - side) / 2,
        y=area.y + (area.height - side) / 2,
        width=side,
        height=side,
    )
