"""Plates of the plant: what makes, changes and carries power, and what carries heat away."""

from collections.abc import Iterator

from designer.drawing.plates.devices import bolt, fan, load
from designer.drawing.plates.shapes import Area, PlateShape, arrow, box, disc, fitted, path, polygon
from designer.drawing.records import Plate


def generator(plate: Plate, width: float) -> Iterator[PlateShape]:
    """An engine with its fan, and the flash of what it gives."""

    def shapes() -> Iterator[PlateShape]:
        yield from fan(38, 21, 14)
        yield box("recess", Area(58, 8, 76, 26), 3)
        yield box("edge", Area(58, 8, 76, 26), 3, outlined=True)
        for number in range(5):
            yield path("edge", (70 + number * 13, 12), (70 + number * 13, 30), thick=1.0)
        yield path("edge", (118, 8), (118, 3), (142, 3), thick=2.0)
        yield disc("edge", 164, 21, 14, outlined=True)
        yield bolt(164, 21)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def transformer(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Two windings that overlap, as in IEC 60617."""

    def shapes() -> Iterator[PlateShape]:
        yield path("edge", (20, 20), (78, 20), thick=1.75)
        yield disc("bright", 92, 20, 14, outlined=True, thick=1.75)
        yield disc("bright", 112, 20, 14, outlined=True, thick=1.75)
        yield path("edge", (126, 20), (184, 20), thick=1.75)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def switchgear(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A bus bar with four breakers."""

    def shapes() -> Iterator[PlateShape]:
        yield path("edge", (20, 8), (184, 8), thick=2.5)
        for number in range(4):
            x = 40 + number * 42
            yield path("edge", (x, 8), (x, 13), thick=1.5)
            yield box("recess", Area(x - 11, 13, 22, 22), 2)
            yield box("edge", Area(x - 11, 13, 22, 22), 2, outlined=True)
            yield box("bright", Area(x - 2, 17, 4, 9), 1)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def utility(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Two pylons with their lines."""

    def shapes() -> Iterator[PlateShape]:
        for x in (58.0, 146.0):
            yield path("edge", (x - 9, 38), (x, 5), (x + 9, 38), thick=1.5)
            yield path("edge", (x - 6, 27), (x + 4.5, 21), thick=1.0)
            yield path("edge", (x + 6, 27), (x - 4.5, 21), thick=1.0)
            yield path("edge", (x - 14, 15), (x + 14, 15), thick=1.5)
        for dy in (0.0, 5.0):
            yield path("bright", (10, 13 + dy), (44, 15 + dy), (58, 17 + dy), thick=1.0)
            yield path("bright", (58, 17 + dy), (80, 22 + dy), (124, 22 + dy), (146, 17 + dy), thick=1.0)
            yield path("bright", (146, 17 + dy), (160, 15 + dy), (194, 13 + dy), thick=1.0)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def transfer(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A switch between two sources, closed on the first."""

    def shapes() -> Iterator[PlateShape]:
        for y in (11.0, 31.0):
            yield path("edge", (24, y), (78, y), thick=1.75)
            yield disc("edge", 81, y, 3, outlined=True)
        yield path("bright", (84, 11), (122, 21), thick=2.0)
        yield disc("bright", 124, 21, 2.5)
        yield path("edge", (127, 21), (180, 21), thick=1.75)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def busway(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A rail with boxes where it is tapped."""

    def shapes() -> Iterator[PlateShape]:
        yield box("recess", Area(10, 8, 184, 9), 1.5)
        yield path("bright", (14, 12.5), (190, 12.5), thick=1.5)
        for number in range(4):
            x = 24 + number * 44
            yield box("edge", Area(x, 17, 22, 16), 2, outlined=True)
            yield path("edge", (x + 11, 33), (x + 11, 38), thick=1.5)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def panel(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Two rows of breakers."""

    def shapes() -> Iterator[PlateShape]:
        for row in range(2):
            for number in range(12):
                x, y = 18 + number * 14.2, 6 + row * 17
                yield box("recess", Area(x, y, 11, 14), 1)
                yield box("bright", Area(x + 4.5, y + (3 if row else 7), 2, 4), 0.5)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def air_handler(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Three fans that blow cool air."""

    def shapes() -> Iterator[PlateShape]:
        for number in range(3):
            yield from fan(36 + number * 38, 21, 15)
        for row in range(3):
            yield from arrow("lit", 144, 11 + row * 10, 38)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def coolant_unit(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A pump between the water of the racks and that of the house, with plates that part the two."""

    def shapes() -> Iterator[PlateShape]:
        yield path("lit", (12, 11), (74, 11), thick=2.5)
        yield path("hot", (12, 31), (74, 31), thick=2.5)
        yield box("edge", Area(74, 5, 30, 32), 2, outlined=True)
        for number in range(4):
            yield path("edge", (80 + number * 6, 8), (80 + number * 6, 34), thick=1.0)
        yield path("lit", (104, 11), (192, 11), thick=2.5)
        yield path("hot", (104, 31), (138, 31), thick=2.5)
        yield disc("edge", 150, 31, 7, outlined=True, thick=1.5)
        yield polygon("edge", (147, 27), (155, 31), (147, 35))
        yield path("hot", (160, 31), (192, 31), thick=2.5)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def chiller(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A compressor between its two drums, and the cold that it gives."""

    def shapes() -> Iterator[PlateShape]:
        yield box("recess", Area(16, 5, 92, 13), 6)
        yield box("recess", Area(16, 23, 92, 13), 6)
        yield box("edge", Area(16, 5, 92, 13), 6, outlined=True)
        yield box("edge", Area(16, 23, 92, 13), 6, outlined=True)
        yield path("hot", (24, 11.5), (100, 11.5), thick=1.5, dashed=True)
        yield path("lit", (24, 29.5), (100, 29.5), thick=1.5, dashed=True)
        yield disc("edge", 126, 21, 11, outlined=True, thick=1.5)
        yield polygon("edge", (121, 14), (121, 28), (134, 21))
        for dx, dy in ((10.0, 0.0), (5.0, 8.7), (-5.0, 8.7)):
            yield path("lit", (170 - dx, 21 - dy), (170 + dx, 21 + dy), thick=1.75)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def dry_cooler(plate: Plate, width: float) -> Iterator[PlateShape]:
    """A row of fans over a coil of water."""

    def shapes() -> Iterator[PlateShape]:
        for number in range(4):
            yield from fan(34 + number * 45, 13, 10)
        coil = [(12 + number * 9.0, 28.0 if number % 2 else 35.0) for number in range(21)]
        yield path("hot", *coil[:11], thick=1.5)
        yield path("lit", *coil[10:], thick=1.5)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)


def cooling_tower(plate: Plate, width: float) -> Iterator[PlateShape]:
    """Towers over which water trickles."""

    def shapes() -> Iterator[PlateShape]:
        for x in (58.0, 146.0):
            yield polygon("recess", (x - 16, 5), (x + 16, 5), (x + 26, 35), (x - 26, 35))
            yield polygon("edge", (x - 16, 5), (x + 16, 5), (x + 26, 35), (x - 26, 35), outlined=True)
            for number in range(3):
                drop = x - 10 + number * 10
                yield path("lit", (drop, 12), (drop, 16), thick=1.75)
                yield path("lit", (drop, 22), (drop, 26), thick=1.75)
        yield from load(plate)

    yield from fitted(shapes(), width, plate.height)
