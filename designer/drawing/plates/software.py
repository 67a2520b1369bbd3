"""Plates of software, data and what is rented: signs in the tint of their layer, filled as far as they are busy."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from designer.drawing.plates.shapes import (
    HOT_FROM,
    Area,
    Ink,
    PlateShape,
    arrow,
    box,
    disc,
    fitted,
    path,
    polygon,
    words,
)
from designer.drawing.records import Plate

_SLOTS: Final = 30
_PODS: Final = 5
_PEOPLE: Final = 8
_RACKS: Final = 7


def _full(plate: Plate, count: int) -> float:
    """Return how many of COUNT cells are filled; none where nobody says how full it is."""
    return count * min(max(plate.share or 0.0, 0.0), 1.0)


def _grid(plate: Plate, area: Area, columns: int, rows: int) -> Iterator[PlateShape]:
    """Cells row by row, filled as far as PLATE is; all of them empty where that is not known."""
    full, hot = _full(plate, columns * rows), (plate.share or 0.0) >= HOT_FROM
    wide, high = area.width / columns, area.height / rows
    for number in range(columns * rows):
        at = Area(area.x + number % columns * wide + 1, area.y + number // columns * high + 1, wide - 2, high - 2)
        yield box("pale", at, 2)
        share = min(max(full - number, 0.0), 1.0)
        if share > 0:
            yield box("hot" if hot else "fill", at._replace(width=at.width * share), 2)
        yield box("soft", at, 2, outlined=True, thick=1.0)


def users(plate: Plate, width: float) -> Iterator[PlateShape]:
    """People."""

    def shapes() -> Iterator[PlateShape]:
        for number in range(_PEOPLE):
            x = 22 + number * 23
            yield disc("fill", x, 16, 5)
            shoulders = [
                (x + 8.5 * math.cos(angle), 36 - 11 * math.sin(angle))
                for angle in (step * math.pi / 8 for step in range(9))
            ]
            yield polygon("fill", *shoulders)

    yield from fitted(shapes(), width, plate.height)


def application(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A window with a question and an answer in it."""

    def shapes() -> Iterator[PlateShape]:
        yield box("pale", Area(20, 5, 164, 38), 4)
        yield box("ink", Area(20, 5, 164, 38), 4, outlined=True)
        yield path("ink", (20, 14), (184, 14), thick=1.0)
        for number in range(3):
            yield disc("ink", 27 + number * 6, 9.5, 1.25)
        yield box("soft", Area(28, 20, 72, 6), 3)
        yield box("fill", Area(112, 31, 64, 6), 3)

    yield from fitted(shapes(), width, plate.height)


def work(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Tasks that wait, and those that are worked on."""

    def shapes() -> Iterator[PlateShape]:
        for number in range(4):
            yield box("soft", Area(20 + number * 18, 14, 13, 20), 2)
        yield from arrow("ink", 96, 24, 18)
        yield disc("ink", 138, 24, 14, outlined=True, thick=1.75)
        yield path("ink", (138, 15), (138, 24), (145, 28), thick=1.75)
        yield from arrow("ink", 160, 24, 18)

    yield from fitted(shapes(), width, plate.height)


def steps(names: tuple[str, ...]) -> Iterator[PlateShape]:
    """Steps one after the other, named."""
    wide, gap = 54.0, 12.0
    left = (204 - len(names) * wide - (len(names) - 1) * gap) / 2
    for number, name in enumerate(names):
        x = left + number * (wide + gap)
        yield box("pale", Area(x, 12, wide, 24), 12)
        yield box("ink", Area(x, 12, wide, 24), 12, outlined=True, thick=1.5)
        yield words("ink", name, Area(x, 12, wide, 24))
        if number < len(names) - 1:
            yield from arrow("ink", x + wide + 2, 24, gap - 4)


def framework(plate: Plate, width: float) -> Iterator[PlateShape]:
    """The steps of learning."""
    yield from fitted(steps(("forward", "back", "step")), width, plate.height)


def chain(plate: Plate, width: float) -> Iterator[PlateShape]:
    """The steps of an answer: passages are found, where it looks for some, a model is asked, the answer is given."""
    finds = any(count for count, _ in plate.runs)
    yield from fitted(steps((*(("find",) if finds else ()), "ask", "answer")), width, plate.height)


def training(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A loss that falls."""

    def shapes() -> Iterator[PlateShape]:
        yield path("soft", (20, 5), (20, 42), (188, 42), thick=1.25)
        loss = [(24 + step * 3.2, 7 + 29 * (1 - math.exp(-step / 13))) for step in range(46)]
        yield path("ink", *loss, thick=2.0)
        rough = [(24 + step * 8.0, 13 + 20 * (1 - math.exp(-step / 6))) for step in range(21)]
        yield path("soft", *rough, thick=1.25, dashed=True)
        yield disc("ink", *loss[-1], 3)

    yield from fitted(shapes(), width, plate.height)


def tracker(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Runs beside each other, the best one marked."""

    def shapes() -> Iterator[PlateShape]:
        for row in range(3):
            y = 11 + row * 13
            yield disc("ink" if row == 1 else "soft", 24, y, 3)
            ink: Ink = "ink" if row == 1 else "soft"
            run = [
                (36 + step * 6.0, y + 4 - (3 + 2 * row) * (1 - math.exp(-step / (5 + 2 * row)))) for step in range(26)
            ]
            yield path(ink, *run, thick=1.75 if row == 1 else 1.25)

    yield from fitted(shapes(), width, plate.height)


def orchestrator(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Hexagons, filled as far as the cluster is taken."""

    def shapes() -> Iterator[PlateShape]:
        full = _full(plate, _PODS)
        for number in range(_PODS):
            x, y = 34 + number * 34, 24
            corners = [
                (x + 13 * math.cos(angle), y + 13 * math.sin(angle))
                for angle in (math.pi / 6 + side * math.pi / 3 for side in range(6))
            ]
            yield polygon("fill" if full >= number + 0.5 else "pale", *corners)
            yield polygon("ink", *corners, outlined=True, thick=1.5)
            yield disc("pale" if full >= number + 0.5 else "ink", x, y, 2.5)

    yield from fitted(shapes(), width, plate.height)


def inference(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Slots of a batch, filled as far as the engine is busy."""
    yield from fitted(_grid(plate, Area(17, 6, 170, 36), _SLOTS // 3, 3), width, plate.height)


def model_api(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A speech bubble, and tokens."""

    def shapes() -> Iterator[PlateShape]:
        bubble = ((22, 6), (110, 6), (110, 32), (46, 32), (36, 42), (36, 32), (22, 32))
        yield polygon("pale", *bubble)
        yield polygon("ink", *bubble, outlined=True, thick=1.5)
        for number in range(3):
            yield disc("ink", 42 + number * 12, 19, 2.5)
        for row, runs in enumerate(((18, 8, 24), (9, 26, 9), (24, 9, 14))):
            x = 124.0
            for run in runs:
                yield box("fill" if row < 2 else "soft", Area(x, 9 + row * 12, run, 6), 3)
                x += run + 4

    yield from fitted(shapes(), width, plate.height)


def cylinder(x: float, y: float, wide: float, high: float, ink: Ink = "ink") -> Iterator[PlateShape]:
    """A cylinder, the sign of a store, with its left upper corner at (X, Y)."""
    reach = wide * 0.16
    half = wide / 2
    turn = [step * math.pi / 12 for step in range(25)]
    lid = [(x + half + half * math.cos(angle), y + reach + reach * math.sin(angle)) for angle in turn]
    low = [(px, py + high - 2 * reach) for px, py in lid[:13]]
    yield polygon("pale", (x, y + reach), *reversed(low), (x + wide, y + reach))
    yield path(ink, (x + wide, y + reach), *low, (x, y + reach), thick=1.5)
    yield polygon("pale", *lid)
    yield polygon(ink, *lid, outlined=True, thick=1.5)


def vector_database(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A cylinder filled as far as its memory is, and a point with its nearest neighbours."""

    def shapes() -> Iterator[PlateShape]:
        yield from cylinder(20, 5, 46, 38)
        if plate.share:
            high = 24 * min(plate.share, 1.0)
            yield box("hot" if plate.share >= HOT_FROM else "soft", Area(22, 37 - high, 42, high), 2)
        centre = (134.0, 22.0)
        near = ((150.0, 12.0), (154.0, 28.0), (122.0, 34.0), (118.0, 14.0))
        for x, y in ((88, 14), (98, 34), (96, 24), (172, 10), (182, 30), (168, 38), (106, 8), (188, 18)):
            yield disc("soft", float(x), float(y), 2.75)
        for end in near:
            yield path("ink", centre, end, thick=1.5)
            yield disc("ink", *end, 2.75)
        yield disc("pale", *centre, 5)
        yield disc("ink", *centre, 5, outlined=True, thick=1.75)

    yield from fitted(shapes(), width, plate.height)


def pipeline(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Sources that are brought together, changed, and laid down."""

    def shapes() -> Iterator[PlateShape]:
        for row in range(3):
            y = 10 + row * 14
            yield box("pale", Area(18, y - 4.5, 26, 9), 2.5)
            yield box("ink", Area(18, y - 4.5, 26, 9), 2.5, outlined=True)
            yield path("ink", (46, y), (92, 24 + (row - 1) * 5), thick=1.25)
        yield polygon("pale", (96, 10), (122, 24), (96, 38))
        yield polygon("ink", (96, 10), (122, 24), (96, 38), outlined=True, thick=1.5)
        yield from arrow("ink", 126, 24, 22)
        yield box("fill", Area(154, 9, 30, 30), 2.5)

    yield from fitted(shapes(), width, plate.height)


def model(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Layers of a network, each joined with the next."""

    def shapes() -> Iterator[PlateShape]:
        layers = [
            [(30.0 + layer * 48, 24 + (number - (count - 1) / 2) * 11) for number in range(count)]
            for layer, count in enumerate((3, 4, 4, 2))
        ]
        for one, other in pairwise(layers):
            for start in one:
                for end in other:
                    yield path("soft", start, end, thick=0.9)
        for number, layer in enumerate(layers):
            for x, y in layer:
                yield disc("ink" if number in (0, 3) else "fill", x, y, 3.5)

    yield from fitted(shapes(), width, plate.height)


def data_set(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Sheets with rows."""

    def shapes() -> Iterator[PlateShape]:
        for number in range(3):
            left, top = 30 + number * 50, 7
            yield box("pale", Area(left, top, 40, 34), 2)
            yield box("ink", Area(left, top, 40, 34), 2, outlined=True)
            for row in range(4):
                y = top + 7 + row * 7
                yield path(
                    "fill" if row == 0 else "soft", (left + 6, y), (left + (34 if row % 2 else 28), y), thick=2.0
                )

    yield from fitted(shapes(), width, plate.height)


def file_system(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A folder over the targets that its files are striped over, filled as far as its room is used."""

    def shapes() -> Iterator[PlateShape]:
        tab = ((20, 8), (36, 8), (41, 13), (66, 13), (66, 40), (20, 40))
        yield polygon("pale", *tab)
        yield polygon("ink", *tab, outlined=True, thick=1.5)
        yield path("ink", (20, 19), (66, 19), thick=1.0)
        count = 12
        for number in range(count):
            at = Area(82 + number * 9, 9, 6, 30)
            yield box("pale", at, 1.5)
            if plate.share:
                high = at.height * min(plate.share, 1.0)
                ink: Ink = "hot" if plate.share >= HOT_FROM else "fill"
                yield box(ink, at._replace(y=at.y + at.height - high, height=high), 1.5)
            yield box("soft", at, 1.5, outlined=True, thick=1.0)

    yield from fitted(shapes(), width, plate.height)


def object_store(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A bucket, and its objects, as many filled as its room is used."""

    def shapes() -> Iterator[PlateShape]:
        bucket = ((24, 9), (66, 9), (59, 41), (31, 41))
        yield polygon("pale", *bucket)
        yield polygon("ink", *bucket, outlined=True, thick=1.5)
        yield path("ink", (25, 15), (65, 15), thick=1.0)
        yield from _grid(plate, Area(82, 5, 108, 38), 8, 3)

    yield from fitted(shapes(), width, plate.height)


def instance(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A cloud, and the accelerators of one rented machine with dashed edges."""
    count = min(sum(number for number, _ in plate.runs), 16)

    def shapes() -> Iterator[PlateShape]:
        yield from cloud(22, 8)
        if not count:
            yield box("pale", Area(100, 12, 84, 24), 3)
            yield box("ink", Area(100, 12, 84, 24), 3, outlined=True, dashed=True)
            return
        rows = 1 if count == 1 else 2
        columns = -(-count // rows)
        step = min(96 / columns, 24.0)
        for number in range(count):
            x, y = 92 + number // rows * step, (8 if rows > 1 else 16) + number % rows * 17
            yield box("pale", Area(x + 1, y, step - 4, 14), 2)
            yield box("ink", Area(x + 1, y, step - 4, 14), 2, outlined=True, dashed=True)

    yield from fitted(shapes(), width, plate.height)


def cloud(x: float, y: float) -> Iterator[PlateShape]:
    """A cloud of 50 × 32 with its left upper corner at (X, Y)."""
    arcs = ((10.0, 22.0, 9.0, 90, 250), (20.0, 12.0, 11.0, 170, 330), (38.0, 19.0, 12.0, 250, 450))
    outline = [
        (x + cx + radius * math.cos(math.radians(angle)), y + cy + radius * math.sin(math.radians(angle)))
        for cx, cy, radius, begin, end in arcs
        for angle in range(begin, end + 1, 10)
    ]
    yield polygon("pale", *outline)
    yield polygon("ink", *outline, outlined=True, thick=1.5)


def place(plate: Plate, width: float) -> Iterator[PlateShape]:
    """The racks of a container that is folded, side by side, as many as it has up to seven; an empty place for none."""
    count = min(sum(number for number, _ in plate.runs), _RACKS)

    def shapes() -> Iterator[PlateShape]:
        if not count:
            yield box("soft", Area(21, 7, 162, 34), 4, outlined=True, dashed=True)
        for number in range(count):
            left = 91 + (number - (count - 1) / 2) * 27
            yield box("pale", Area(left, 6, 22, 36), 1.5)
            yield box("ink", Area(left, 6, 22, 36), 1.5, outlined=True)
            for row in range(1, 6):
                yield path("soft", (left + 3, 6 + row * 6), (left + 19, 6 + row * 6), thick=1.5)

    yield from fitted(shapes(), width, plate.height)
