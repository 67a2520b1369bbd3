"""Layout of the stack: rows of one height, columns of one width, callers over what they ask."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from designer.drawing.records import Rect
from designer.drawing.stack.groups import Group
from designer.model.parts.part import LAYERS, Layer

TITLE_WIDTH: Final = 204.0
"""From a band's left edge to its tiles."""
READINGS_WIDTH: Final = 220.0
"""From the end of its tiles to its right edge."""
_LEAST_TILE: Final = 176.0
_MOST_TILE: Final = 224.0
_COLUMN: Final = 200.0
"""A further column is worth tiles of this width at least."""
_LEAST_GAP: Final = 40.0
_GOOD_GAP: Final = 88.0
"""Wide enough for the label of a flow between two tiles side by side."""
_MOST_GAP: Final = 96.0
_MOST_COLUMNS: Final = 6
_MOST_ROWS: Final = 2
LEAST_WIDTH: Final = TITLE_WIDTH + READINGS_WIDTH + 2 * _LEAST_TILE + _LEAST_GAP
_RING: Final = 8
"""Steps after which a chain of callers within one layer is taken for a ring."""

TOP_DOWN: Final[tuple[Layer, ...]] = tuple(reversed(LAYERS))
Links = Mapping[str, Collection[str]]
"""Groups that a group is joined to, by id."""


class Heights(NamedTuple):
    """Heights: of a row of tiles, of one of the facility, of what is around them, and of an empty band."""

    row: float
    thin_row: float
    padding: float
    thin_padding: float
    empty: float
    band_gap: float
    row_gap: float


AIRY: Final = Heights(56.0, 36.0, 12.0, 8.0, 36.0, 20.0, 32.0)
TIGHT: Final = Heights(46.0, 30.0, 8.0, 5.0, 26.0, 14.0, 24.0)
"""For small windows: larger letters are worth more there than air."""
LEAN: Final = Heights(36.0, 30.0, 6.0, 5.0, 26.0, 10.0, 16.0)
"""For slides of many layers: names alone, whose letters are larger the lower their rows are."""


class Grid(NamedTuple):
    """The columns of a stack of one width, with ROWS of them in a layer at most."""

    width: float
    columns: int
    tile: float
    gap: float
    heights: Heights
    rows: int = _MOST_ROWS

    def widened(self, needed: float) -> "Grid":
        """Return the grid with tiles of NEEDED width, as far as narrower gaps between them give it."""
        whole = self.columns * self.tile + (self.columns - 1) * self.gap
        most = (whole - (self.columns - 1) * _LEAST_GAP) / self.columns
        tile = max(self.tile, min(needed, most))
        return self._replace(tile=tile, gap=(whole - self.columns * tile) / (self.columns - 1))

    def left(self, column: int) -> float:
        """Left edge of a column."""
        return TITLE_WIDTH + column * (self.tile + self.gap)

    def room(self, layer: Layer) -> int:
        """Most tiles in a layer."""
        return self.columns * (1 if layer == "facility" else self.rows)


class Row(NamedTuple):
    """Tiles side by side: top, bottom, and group ids by column."""

    top: float
    bottom: float
    tiles: Mapping[int, str]


class Layout(NamedTuple):
    """The rectangles of all bands and tiles.

    Attributes:
        rows: Top down, of all bands.
        spots: (row, column) by group id.
    """

    grid: Grid
    bands: Mapping[Layer, Rect]
    rows: tuple[Row, ...]
    spots: Mapping[str, tuple[int, int]]

    def rect(self, group_id: str) -> Rect:
        """Return the rectangle of the tile of a group."""
        row, column = self.spots[group_id]
        top, bottom, _ = self.rows[row]
        return Rect(self.grid.left(column), top, self.grid.tile, bottom - top)


def grid_of(width: float, heights: Heights = AIRY, readings: float = READINGS_WIDTH) -> Grid:
    """As many columns as WIDTH has room for beside READINGS; what is left makes tiles and gaps wider."""
    width = max(width, LEAST_WIDTH)
    room = width - TITLE_WIDTH - readings
    columns = int((room + _LEAST_GAP) // (_COLUMN + _LEAST_GAP))
    columns = max(2, min(columns, _MOST_COLUMNS))
    tile = min(max((room - (columns - 1) * _GOOD_GAP) / columns, _LEAST_TILE), _MOST_TILE)
    gap = (room - columns * tile) / (columns - 1)
    return Grid(width, columns, tile, min(gap, _MOST_GAP), heights)


def layout(
    groups: Mapping[Layer, Sequence[Group]], callers: Links, joined: Links, grid: Grid, hidden: Collection[Layer]
) -> Layout:
    """Place GROUPS; CALLERS are those that ask a group, JOINED all that it is linked with."""
    bands: dict[Layer, Rect] = {}
    rows: list[Row] = []
    spots: dict[str, tuple[int, int]] = {}
    heights = grid.heights
    y = 0.0
    for layer in TOP_DOWN:
        if layer in hidden:
            continue
        height, padding = (
            (heights.thin_row, heights.thin_padding) if layer == "facility" else (heights.row, heights.padding)
        )
        lines = _lines(groups.get(layer, ()), callers, joined, grid.columns)
        if not any(other in spots for line in lines for group_id in line for other in joined.get(group_id, ())):
            # What is linked with layers below alone stands next to them.
            lines.reverse()
        top = y
        if not lines:
            y += heights.empty
        for number, line in enumerate(lines):
            y += heights.row_gap if number else padding
            placed = _columns(line, callers, joined, spots, grid.columns)
            spots |= {group_id: (len(rows), column) for column, group_id in placed.items()}
            rows.append(Row(y, y + height, placed))
            y += height
        if lines:
            y += padding
        bands[layer] = Rect(0.0, top, grid.width, y - top)
        y += heights.band_gap
    return Layout(grid, bands, tuple(rows), spots)


def _lines(groups: Sequence[Group], callers: Links, joined: Links, columns: int) -> list[list[str]]:
    """Group ids row by row, callers first; what is linked comes before what is not."""
    depths = _depths([group.id for group in groups], callers)
    ids = sorted(depths, key=lambda name: (not joined.get(name), depths[name]))
    return [ids[start : start + columns] for start in range(0, len(ids), columns)]


def _depths(ids: Sequence[str], callers: Links) -> dict[str, int]:
    """Return the number of callers of the same layer before each of IDS."""
    depths = dict.fromkeys(ids, 0)
    above = {name: [caller for caller in callers.get(name, ()) if caller in depths] for name in ids}
    for _ in range(min(len(ids), _RING)):
        depths = {name: max((1 + depths[caller] for caller in above[name]), default=0) for name in ids}
    return depths


def _columns(
    line: Sequence[str], callers: Links, joined: Links, spots: Mapping[str, tuple[int, int]], columns: int
) -> dict[int, str]:
    """The column of each of LINE: under what it is linked with, beside its caller, else the first that is free."""
    placed: dict[int, str] = {}
    here: dict[str, int] = {}
    for group_id in line:
        above = [spots[other][1] for other in joined.get(group_id, ()) if other in spots]
        beside = [here[caller] + 1 for caller in callers.get(group_id, ()) if caller in here]
        free = [column for column in range(columns) if column not in placed]
        wanted = sum(above) / len(above) if above else max(beside, default=0)
        column = min(free, key=lambda column: (abs(column - wanted), column))
        placed[column] = group_id
        here[group_id] = column
    return placed
