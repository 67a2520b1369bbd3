"""Plates of devices seen from their front: ports, accelerators, drives and outlets as counted."""

from collections.abc import Iterator
from typing import Final

from designer.drawing.plates.shapes import (
    HOT_FROM,
    Area,
    PlateShape,
    arrow,
    box,
    cells,
    disc,
    fitted,
    lamp,
    path,
    polygon,
    words,
)
from designer.drawing.records import Plate

_EAR: Final = 9.0
_MOST_MODULES: Final = 16
_BAYS: Final = 12
"""Drawn where nobody says how many drives there are."""
_MOST_BAYS: Final = 36


def switch(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Cages, filled where they are wired, and two lamps."""
    yield from cells(Area(8, 5, width - 30, plate.height - 10), plate.runs)
    yield from lamps(plate, width)


def lamps(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Two lamps at the right: power, and one that nothing is known of."""
    middle = plate.height / 2
    yield lamp(plate.lit, width - 12, middle - 5)
    yield lamp(False, width - 12, middle + 5)


def ports(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Ports that are joined two by two, filled where they are wired."""
    yield from cells(Area(8, 5, width - 16, plate.height - 10), plate.runs)


def device(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A device of which no more is known: a display, a grille, its ports."""
    high = plate.height
    yield box("recess", Area(10, high / 2 - 10, 40, 20), 2)
    for number in range(5):
        y = high / 2 - 8 + number * 4
        yield path("edge", (62, y), (width * 0.5, y), thick=1.0)
    yield from cells(Area(width * 0.55, 6, width * 0.45 - 28, high - 12), plate.runs)
    yield from lamps(plate, width)


def machine(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A server: its accelerators as modules with a lamp each, or bays where it has none."""
    high = plate.height
    yield from _ears(plate, width)
    count = min(sum(number for number, _ in plate.runs), _MOST_MODULES)
    inside = Area(_EAR + 13, 6, width - 2 * _EAR - 26, high - 12)
    modules = count or 3
    step = inside.width / modules
    module_high = inside.height - 7
    for number in range(modules):
        left, wide = inside.x + number * step + step * 0.1, step * 0.8
        yield box("recess", Area(left, inside.y, wide, module_high), 1.5)
        for row in range(1, 4):
            y = inside.y + module_high * row / 4
            yield path("edge", (left + wide * 0.15, y), (left + wide * 0.85, y), thick=1.0)
        yield lamp(plate.lit, left + wide / 2, high - 7)


def _ears(plate: Plate, width: float) -> Iterator[PlateShape]:
    for left in (6.0, width - 6.0 - _EAR):
        yield box("edge", Area(left, 6, _EAR, plate.height - 12), 3, outlined=True)


def rack_system(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Trays of a rack with its accelerators, seen as several racks of shelves side by side."""
    high, count = plate.height, min(sum(number for number, _ in plate.runs), 144)
    rows = 4
    yield from _ears(plate, width)
    inside = Area(_EAR + 12, 6, width - 2 * _EAR - 24, high - 12)
    step = inside.height / rows
    columns = max(-(-count // rows), 1) if count else 9
    wide = inside.width / columns
    for row in range(rows):
        y = inside.y + row * step
        for column in range(columns):
            number = row * columns + column
            if not count or number < count:
                yield box("recess", Area(inside.x + column * wide + wide * 0.1, y + 1, wide * 0.8, step - 3), 1)
    for row in range(rows):
        yield lamp(plate.lit, width - _EAR - 1.5, inside.y + row * step + step / 2 - 0.5, 1.25)


def storage(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Drive bays, each filled as far as its room is used."""
    high = plate.height
    yield from _ears(plate, width)
    count = min(sum(number for number, _ in plate.runs), _MOST_BAYS) or _BAYS
    inside = Area(_EAR + 13, 8, width - 2 * _EAR - 26, high - 16)
    step = inside.width / count
    for number in range(count):
        at = Area(inside.x + number * step + step * 0.16, inside.y, step * 0.68, inside.height)
        yield box("recess", at, 1)
        if plate.share:
            full = inside.height * min(plate.share, 1.0)
            filled = at._replace(y=at.y + inside.height - full, height=full)
            yield box("hot" if plate.share >= HOT_FROM else "bay", filled, 1)


def rack_pdu(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A display with its kW, and outlets, filled where a cord is in them."""
    yield from display(plate, Area(7, 7, 34, plate.height - 14))
    yield from cells(Area(50, 8, width - 60, plate.height - 16), plate.runs, used="bright")


def display(plate: Plate, area: Area) -> Iterator[PlateShape]:
    """A dark display with the reading of PLATE, or a line where there is none."""
    yield box("screen", area, 2)
    if plate.reading:
        yield words("reading", plate.reading, area)
    else:
        middle = area.y + area.height / 2
        yield path("dark", (area.x + area.width * 0.3, middle), (area.x + area.width * 0.7, middle), thick=1.5)


def cabinet(plate: Plate, width: float) -> Iterator[PlateShape]:
    """An empty rack lying on its side, a line for each four units."""

    def shapes() -> Iterator[PlateShape]:
        yield box("edge", Area(22, 8, 160, 32), 2, outlined=True)
        for number in range(1, 11):
            yield path("edge", (22 + number * 160 / 11, 11), (22 + number * 160 / 11, 37), thick=1.0)
        yield path("edge", (16, 14), (16, 34), thick=2.0)

    yield from fitted(shapes(), width, plate.height)


def chip(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A package with its die, and a square for each stack of memory."""
    stacks = min(sum(number for number, _ in plate.runs), 12)
    left, right = -(-stacks // 2), stacks // 2

    def shapes() -> Iterator[PlateShape]:
        yield box("recess", Area(62, 5, 80, 38), 3)
        yield box("edge", Area(62, 5, 80, 38), 3, outlined=True)
        yield box("ink", Area(88, 11, 28, 26), 2)
        for side, count in ((72.0, left), (120.0, right)):
            step = 26 / max(count, 3)
            for number in range(count):
                top = 11 + (26 - count * step) / 2 + number * step
                yield box("bay", Area(side, top + 0.75, 12, step - 1.5), 1)

    yield from fitted(shapes(), width, plate.height)


def processor(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A package with pins all around."""

    def shapes() -> Iterator[PlateShape]:
        yield box("recess", Area(82, 8, 40, 32), 2)
        yield box("edge", Area(82, 8, 40, 32), 2, outlined=True)
        yield box("edge", Area(93, 16, 18, 16), 1.5, outlined=True)
        for number in range(6):
            x = 87 + number * 6
            yield path("edge", (x, 4), (x, 7), thick=1.5)
            yield path("edge", (x, 41), (x, 44), thick=1.5)
        for number in range(5):
            y = 12 + number * 6
            yield path("edge", (77, y), (80, y), thick=1.5)
            yield path("edge", (124, y), (127, y), thick=1.5)

    yield from fitted(shapes(), width, plate.height)


def card(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A card: its bracket with cages at the left, a chip below a cooler, gold contacts."""

    def shapes() -> Iterator[PlateShape]:
        yield box("edge", Area(30, 4, 4, 40), 1)
        yield box("recess", Area(36, 6, 138, 30), 2)
        yield from cells(Area(38, 9, 26, 24), plate.runs)
        yield box("edge", Area(86, 11, 40, 20), 2, outlined=True)
        for number in range(1, 5):
            yield path("edge", (86 + number * 8, 13), (86 + number * 8, 29), thick=1.0)
        for number in range(14):
            yield box("edge", Area(80 + number * 5, 37, 3, 6), 0.5)

    yield from fitted(shapes(), width, plate.height)


def module(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A module that goes into a device: a board with its chip and contacts."""

    def shapes() -> Iterator[PlateShape]:
        yield box("recess", Area(42, 8, 120, 26), 2)
        for number in range(4):
            yield box("edge", Area(52 + number * 27, 13, 19, 15), 1.5, outlined=True)
        for number in range(20):
            yield box("edge", Area(49 + number * 5.4, 35, 3, 5), 0.5)

    yield from fitted(shapes(), width, plate.height)


def optic(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A pluggable module from the side: fibre, pull tab, body, contacts."""

    def shapes() -> Iterator[PlateShape]:
        yield path("lit", (16, 24), (50, 24), thick=2.0)
        yield box("edge", Area(50, 17, 18, 14), 2)
        yield box("recess", Area(68, 12, 92, 24), 2)
        yield box("edge", Area(68, 12, 92, 24), 2, outlined=True)
        for number in range(7):
            yield path("edge", (80 + number * 10, 15), (80 + number * 10, 33), thick=1.0)
        yield box("edge", Area(161, 17, 16, 14), 1)

    yield from fitted(shapes(), width, plate.height)


def cable(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Two plugs and the cable between them."""

    def shapes() -> Iterator[PlateShape]:
        yield path("lit", (62, 24), (78, 24), (90, 14), (114, 34), (126, 24), (142, 24), thick=2.5)
        for left, contacts in ((24.0, 18.0), (142.0, 180.0)):
            yield box("recess", Area(left, 13, 38, 22), 2)
            yield box("edge", Area(left, 13, 38, 22), 2, outlined=True)
            yield box("edge", Area(contacts, 17, 6, 14), 1)

    yield from fitted(shapes(), width, plate.height)


def ups(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Mains, an arrow and a battery, with its load below."""

    def shapes() -> Iterator[PlateShape]:
        wave = ((12, 22), (16, 14), (20, 10), (24, 14), (28, 22), (32, 30), (36, 34), (40, 30), (44, 22))
        yield path("led" if plate.lit else "edge", *wave, thick=1.75)
        yield from arrow("edge", 56, 22, 18)
        for number in range(5):
            yield box("led", Area(88 + number * 19, 9, 15, 26), 2, outlined=True)
            yield path("led", (92 + number * 19, 22), (99 + number * 19, 22), thick=1.5)
        yield box("edge", Area(184, 17, 5, 10), 1)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def load(plate: Plate) -> Iterator[PlateShape]:
    """The load of a piece of plant as a thin bar along the lower edge of its picture."""
    share = plate.share
    if share is None:
        return
    yield box("recess", Area(12, 40, 180, 3), 1.5)
    if share > 0:
        yield box("hot" if share >= HOT_FROM else "bay", Area(12, 40, max(180 * min(share, 1.0), 3), 3), 1.5)


def bolt(x: float, y: float) -> PlateShape:
    """A flash of lightning around (X, Y)."""
    flash = ((2, -9), (-5, 2), (-1, 2), (-2, 9), (5, -2), (1, -2))
    return polygon("bright", *((x + dx, y + dy) for dx, dy in flash))


def fan(x: float, y: float, radius: float) -> Iterator[PlateShape]:
    """A fan around (X, Y) with four blades."""
    yield disc("edge", x, y, radius, outlined=True)
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        tip = (x + dx * radius * 0.78, y + dy * radius * 0.78)
        side = (x + (dx - dy) * radius * 0.42, y + (dy + dx) * radius * 0.42)
        yield polygon("edge", (x, y), tip, side)
    yield disc("recess", x, y, radius * 0.2)
