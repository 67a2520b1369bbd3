"""Chips, cards, optics and cables as signs of what they are: memory by size, ends and fibres as told."""

import math
import re
from collections.abc import Iterator
from typing import Final

from designer.catalog.parts.compatibility import cable_ends
from designer.drawing.racks.part_shapes import (
    Area,
    PartPicture,
    Shape,
    cage_shapes,
    cages_of,
    figure_of,
    grille,
    is_network,
)
from designer.model.figures.figure_text import count_text
from designer.model.parts.part import Part

_STACK_GB: Final = 24.0
_MOST_STACKS: Final = 12


def chip_picture(part: Part) -> PartPicture:
    """A package with its die and a square of memory for each 24 GB; a card where the form says so."""
    form = part.texts.get("form_factor", "")
    if "PCIe" in form:
        return card_picture(part, chip=True)
    side = 100.0
    shapes = [Shape(role="board", x=0, y=0, width=side, height=side, radius=5)]
    shapes += [
        Shape(role="pin", form="disc", x=x, y=y, width=5, height=5) for x in (4, side - 9) for y in (4, side - 9)
    ]
    shapes += _die(part, Area(14, 14, side - 28, side - 28))
    return PartPicture(
        width=side, height=side, shapes=tuple(shapes), to_scale=False, caption=f"A chip, not to scale; {_memory(part)}"
    )


def _stacks(part: Part) -> int:
    """Return the number of memory stacks drawn beside the die; 0 where memory is on the die, or unknown."""
    memory = figure_of(part, "memory_gb")
    if not memory or _on_die(part):
        return 0
    return min(math.ceil(memory / _STACK_GB), _MOST_STACKS)


def _on_die(part: Part) -> bool:
    """Return whether weights stay on the die: no other memory, or one that is read a thousand times a second."""
    memory, reads = figure_of(part, "memory_gb"), part.facts.get("memory_bandwidth_gb_per_s")
    if not memory:
        return figure_of(part, "on_chip_memory_mb") is not None
    return reads is not None and reads.value is not None and reads.value / memory > 1000


def _memory(part: Part) -> str:
    if _on_die(part):
        return "memory on the chip"
    memory = figure_of(part, "memory_gb")
    return f"a square of memory for each {_STACK_GB:g} GB" if memory else "memory unknown"


def _die(part: Part, area: Area) -> Iterator[Shape]:
    """The die with its memory at both sides, or with a grid of memory on it."""
    if _on_die(part):
        # A wafer-scale die draws kilowatts and is shown with more cells.
        wafer = (figure_of(part, "power_max_w") or 0) > 5000
        cells = 12 if wafer else 6
        yield Shape(role="chip", x=area.x, y=area.y, width=area.width, height=area.height, radius=2)
        step = (area.width - 6) / cells
        for number in range(cells * cells):
            yield Shape(
                role="memory",
                x=area.x + 3 + number % cells * step + 0.6,
                y=area.y + 3 + number // cells * step + 0.6,
                width=step - 1.2,
                height=step - 1.2,
                radius=0.6,
            )
        return
    stacks = _stacks(part)
    beside = 16.0 if stacks else 0.0
    yield Shape(
        role="chip", x=area.x + beside, y=area.y + 6, width=area.width - 2 * beside, height=area.height - 12, radius=2
    )
    # Memory in stacks at both sides, the odd one at the left.
    for side, count in ((0, -(-stacks // 2)), (1, stacks // 2)):
        step = area.height / max(count, 3)
        top = area.y + (area.height - count * step) / 2
        for number in range(count):
            yield Shape(
                role="memory",
                x=area.x + (area.width - 13 if side else 0),
                y=top + number * step + 1.5,
                width=13,
                height=min(step - 3, 20),
                radius=1,
            )


def card_picture(part: Part, *, chip: bool = False) -> PartPicture:
    """A card of a slot: bracket with its cages, board, cooler and the gold edge."""
    width, height = (267.0, 111.0) if chip else (168.0, 69.0)
    shapes = [
        Shape(role="body", x=0, y=0, width=7, height=height + 8, radius=1),
        Shape(role="board", x=7, y=0, width=width - 7, height=height - 8, radius=2),
    ]
    shapes += [
        Shape(role="pin", x=42 + number * 4.4, y=height - 8, width=2.6, height=8, radius=0) for number in range(18)
    ]
    cooler = Area(width * 0.35, 8, width * 0.58, height - 26)
    if chip:
        side = min(cooler.height, 84.0)
        shapes += _die(part, Area(cooler.x + (cooler.width - side) / 2, 8 + (cooler.height - side) / 2, side, side))
    else:
        shapes.append(Shape(role="chip", x=cooler.x, y=cooler.y, width=cooler.width, height=cooler.height, radius=2))
        shapes += grille(Area(cooler.x + 4, cooler.y, cooler.width - 8, cooler.height), step=7.0)
    groups = [group for group in part.ports if is_network(group)]
    total = sum(cages_of(group) for group in groups)
    y = 8.0
    for group in groups:
        room = (height - 20) * cages_of(group) / max(total, 1)
        shapes += cage_shapes(Area(9, y, 40, room), group, "cage")
        y += room
    words = ", ".join(f"{count_text(cages_of(group))} × {group.connector or group.name}" for group in groups)
    caption = (
        f"A card, not to scale; {_memory(part)}" if chip else "A card, not to scale" + (f"; {words}" if words else "")
    )
    return PartPicture(width=width, height=height + 8, shapes=tuple(shapes), to_scale=False, caption=caption)


def optic_picture(part: Part) -> PartPicture:
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
    shapes += grille(Area(56, 6, 74, 24), step=4.8)
    step = 16 / plugs
    for number in range(plugs):
        y = 10 + (number + 0.5) * step
        shapes.append(Shape(role="wire", form="line", x=0, y=y, width=26, height=0, group="fibre"))
    words = [text for text in (part.texts.get("cage", ""), fibre) if text]
    return PartPicture(
        width=152,
        height=36,
        shapes=tuple(shapes),
        to_scale=False,
        caption="An optical module, not to scale" + (f"; {', '.join(words)}" if words else ""),
    )


def cable_picture(part: Part) -> PartPicture:
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
    return PartPicture(width=width, height=height, shapes=tuple(shapes), to_scale=False, caption=caption)


def lengths_text(part: Part) -> str:
    """In which lengths a cable is sold, or how far it reaches: "1–3 m", "up to 2 m"."""
    lengths = sorted(length.length_m for length in part.lengths)
    if lengths:
        return f"{lengths[0]:g}–{lengths[-1]:g} m" if len(lengths) > 1 else f"{lengths[0]:g} m"
    reach = figure_of(part, "reach_m")
    return f"up to {reach:g} m" if reach else ""
