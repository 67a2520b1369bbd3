"""Elements of plates: shapes in canvas pixels from the upper left corner of the plate, and rows of counted cells."""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import Final, Literal, NamedTuple

Form = Literal["box", "disc", "path", "area", "text", "icon"]
Ink = Literal[
    "recess",
    "edge",
    "lit",
    "open",
    "led",
    "dark",
    "bay",
    "hot",
    "screen",
    "reading",
    "bright",
    "ink",
    "fill",
    "soft",
    "pale",
]
"""What a shape is painted with, by its meaning: "lit" is a port in use, "open" a free one, "bay" and "hot" are what is
full and too full, "led" and "dark" lamps; "ink", "fill", "soft" and "pale" are four tints of the layer."""

HOT_FROM: Final = 0.9
"""Share from which on something is nearly full."""
MOST_CELLS: Final = 192
"""Of more ports than this several share a cell."""
_ROWS: Final = (1, 2, 4)
_MOST_PITCH: Final = 12.0
_LEAST_PITCH: Final = 2.5
_WIDE: Final = 1.4
_TALL: Final = 1.3
_CELL: Final = 0.8
_RUN_GAP: Final = 5.0
_FRAME: Final = (204.0, 48.0)
"""The size in which pictures that keep their proportions are drawn."""


class PlateShape(NamedTuple):
    """One thing on a plate.

    Attributes:
        form: A disc stands in its box; a path is open, an area closed and filled, both through POINTS.
        radius: Of the corners of a box.
        points: Of a path or an area.
        outlined: Only its edge is drawn, THICK pixels wide.
        dashed: Its edge is.
        text: Words, or the name of an icon; of a box the number of the port that it is, seen from near by.
    """

    form: Form
    ink: Ink
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    radius: float = 0.0
    points: tuple[tuple[float, float], ...] = ()
    outlined: bool = False
    thick: float = 1.25
    dashed: bool = False
    text: str = ""


class Area(NamedTuple):
    """A rectangle to draw in."""

    x: float
    y: float
    width: float
    height: float

    def inset(self, across: float, down: float) -> "Area":
        """It without a border."""
        width, height = max(self.width - 2 * across, 1.0), max(self.height - 2 * down, 1.0)
        return Area(self.x + across, self.y + down, width, height)


def box(ink: Ink, area: Area, radius: float = 1.5, **more: bool | float) -> PlateShape:
    """A box of INK over AREA."""
    outlined, dashed = bool(more.get("outlined", False)), bool(more.get("dashed", False))
    thick = float(more.get("thick", 1.25))
    return PlateShape("box", ink, *area, radius=radius, outlined=outlined, dashed=dashed, thick=thick)


def disc(ink: Ink, x: float, y: float, radius: float, *, outlined: bool = False, thick: float = 1.25) -> PlateShape:
    """A disc of RADIUS around (X, Y)."""
    return PlateShape("disc", ink, x - radius, y - radius, 2 * radius, 2 * radius, outlined=outlined, thick=thick)


def path(ink: Ink, *points: tuple[float, float], thick: float = 1.25, dashed: bool = False) -> PlateShape:
    """A line through POINTS."""
    return PlateShape("path", ink, points=points, outlined=True, thick=thick, dashed=dashed)


def polygon(ink: Ink, *points: tuple[float, float], outlined: bool = False, thick: float = 1.25) -> PlateShape:
    """A closed shape through POINTS."""
    return PlateShape("area", ink, points=points, outlined=outlined, thick=thick)


def words(ink: Ink, text: str, area: Area) -> PlateShape:
    """TEXT in the middle of AREA."""
    return PlateShape("text", ink, *area, text=text)


def arrow(ink: Ink, x: float, y: float, length: float) -> Iterator[PlateShape]:
    """An arrow from (X, Y) to the right."""
    yield path(ink, (x, y), (x + length, y))
    yield path(ink, (x + length - 3, y - 3), (x + length, y), (x + length - 3, y + 3))


def lamp(lit: bool, x: float, y: float, radius: float = 1.75) -> PlateShape:
    """A lamp, green where power reaches it."""
    return disc("led" if lit else "dark", x, y, radius)


def filled_bar(area: Area, share: float | None) -> Iterator[PlateShape]:
    """A thin bar filled to SHARE; nothing where that is not known."""
    if share is None:
        return
    yield box("recess", area, area.height / 2)
    width = area.width * min(max(share, 0.0), 1.0)
    if width > 0:
        yield box("hot" if share >= HOT_FROM else "bay", area._replace(width=max(width, area.height)), area.height / 2)


def cells(area: Area, runs: Sequence[tuple[int, float]], *, used: Ink = "lit") -> Iterator[PlateShape]:
    """Counted things as cells in rows over AREA, one run beside the other; those in use are filled.

    Cells are counted down a column, then to the right. Where several things share a cell, or a cage has several ports,
    a cell is filled as far as they are in use, so that the filled part of all cells is the used part of the run.
    """
    runs = [(count, filled) for count, filled in runs if count > 0]
    if not runs:
        return
    total = sum(count for count, _ in runs)
    each = max(ceil(total / MOST_CELLS), 1)
    rows, wide, high = _best_rows(area, [ceil(count / each) for count, _ in runs])
    while wide < _LEAST_PITCH and each < total:
        each += 1
        rows, wide, high = _best_rows(area, [ceil(count / each) for count, _ in runs])
    counts = [ceil(count / each) for count, _ in runs]
    # Width of all runs with their gaps; they stand in the middle of the area.
    across = sum(ceil(count / rows) for count in counts) * wide + _RUN_GAP * (len(counts) - 1)
    x, top = area.x + (area.width - across) / 2, area.y + (area.height - rows * high) / 2
    gap = min(wide, high) * (1 - _CELL)
    for (count, filled), drawn in zip(runs, counts, strict=True):
        ink: Ink = "hot" if filled > count else used
        # So many cells' worth are in use, whatever one cell stands for.
        left = min(filled / count, 1.0) * drawn
        for number in range(drawn):
            column, row = divmod(number, rows)
            at = Area(x + column * wide + gap / 2, top + row * high + gap / 2, wide - gap, high - gap)
            yield from _cell(at, min(max(left - number, 0.0), 1.0), ink, str(number + 1) if each == 1 else "")
        x += ceil(drawn / rows) * wide + _RUN_GAP


def _cell(at: Area, share: float, used: Ink, number: str) -> Iterator[PlateShape]:
    radius = min(at.width * 0.2, 1.5)
    if share < 1.0:
        yield box("open", at, radius, outlined=True, thick=min(1.0, at.width * 0.16))._replace(text=number)
    if share > 0.0:
        filled = box(used, at._replace(width=at.width * share), radius if share == 1.0 else 0.0)
        yield filled._replace(text=number if share == 1.0 else "")


def _best_rows(area: Area, counts: Sequence[int]) -> tuple[int, float, float]:
    """Return in how many rows the cells are largest, and how far apart they are then, across and down.

    A cage is wider than high, or nearly square.
    """
    best = (1, 0.0, 0.0)
    for rows in _ROWS:
        # Columns that all runs take, and the largest pitch that fits across and down.
        columns = sum(ceil(count / rows) for count in counts)
        wide = (area.width - _RUN_GAP * (len(counts) - 1)) / columns
        high = min(area.height / rows, _MOST_PITCH, wide * _TALL)
        wide = min(wide, high * _WIDE)
        if wide * high > best[1] * best[2] + 1e-9:
            best = (rows, wide, high)
    return best


def in_use(shapes: Iterable[PlateShape], used: Ink = "lit") -> float:
    """Return how many cells' worth of SHAPES are filled, for those that count them."""
    boxes = [shape for shape in shapes if shape.form == "box" and shape.ink in {used, "open", "hot"}]
    whole = max((shape.width for shape in boxes), default=1.0)
    return sum(shape.width for shape in boxes if shape.ink != "open") / whole


def fitted(shapes: Iterable[PlateShape], width: float, height: float) -> Iterator[PlateShape]:
    """SHAPES of a picture of 204 × 48 pixels, as large as they find room in WIDTH × HEIGHT, in its middle."""
    scale = min(width / _FRAME[0], height / _FRAME[1])
    dx, dy = (width - _FRAME[0] * scale) / 2, (height - _FRAME[1] * scale) / 2
    if scale == 1.0 and not dx and not dy:
        yield from shapes
        return
    for shape in shapes:
        yield shape._replace(
            x=shape.x * scale + dx,
            y=shape.y * scale + dy,
            width=shape.width * scale,
            height=shape.height * scale,
            radius=shape.radius * scale,
            points=tuple((x * scale + dx, y * scale + dy) for x, y in shape.points),
        )
