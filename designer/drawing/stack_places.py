"""Where the bands and tiles of the stack lie: rows of one height, columns of one width, callers over what they ask."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from designer.drawing.drawing import Rect
from designer.drawing.stack_parts import Group
from designer.model.parts import LAYERS, Layer

LEAST_WIDTH: Final = 888.0
TITLE_WIDTH: Final = 224.0
"""From a band's left edge to its tiles."""
READINGS_WIDTH: Final = 240.0
"""From the end of its tiles to its right edge."""
STACK_TILE_WIDTH: Final = 192.0
ROW_HEIGHT: Final = 56.0
THIN_ROW_HEIGHT: Final = 36.0
"""Of the facility's tiles, which have one line."""
_LEAST_GAP: Final = 40.0
_MOST_GAP: Final = 96.0
_MOST_COLUMNS: Final = 6
_MOST_ROWS: Final = 2
_PADDING: Final = 12.0
_THIN_PADDING: Final = 8.0
_EMPTY_HEIGHT: Final = 36.0
_BAND_GAP: Final = 20.0
_ROW_GAP: Final = 32.0
_RING: Final = 8
"""Steps after which a chain of callers within one layer is taken for a ring."""

TOP_DOWN: Final[tuple[Layer, ...]] = tuple(reversed(LAYERS))
Links = Mapping[str, Collection[str]]
"""Groups that a group is joined to, by id."""


class Grid(NamedTuple):
    """The columns of a stack of one width."""

    width: float
    columns: int
    gap: float

    def left(self, column: int) -> float:
        """Left edge of a column."""
        return TITLE_WIDTH + column * (STACK_TILE_WIDTH + self.gap)

    def room(self, layer: Layer) -> int:
        """Most tiles in a layer."""
        return self.columns * (1 if layer == "facility" else _MOST_ROWS)


class Row(NamedTuple):
    """Tiles side by side: top, bottom, and group ids by column."""

    top: float
    bottom: float
    tiles: Mapping[int, str]


class Layout(NamedTuple):
    """Where everything lies.

    Attributes:
        rows: Top down, of all bands.
        spots: (row, column) by group id.
    """

    grid: Grid
    bands: Mapping[Layer, Rect]
    rows: tuple[Row, ...]
    spots: Mapping[str, tuple[int, int]]

    def rect(self, group_id: str) -> Rect:
        """Where the tile of a group lies."""
        row, column = self.spots[group_id]
        top, bottom, _ = self.rows[row]
        return Rect(self.grid.left(column), top, STACK_TILE_WIDTH, bottom - top)


def grid_of(width: float) -> Grid:
    """As many columns as WIDTH has room for."""
    width = max(width, LEAST_WIDTH)
    room = width - TITLE_WIDTH - READINGS_WIDTH
    columns = int((room + _LEAST_GAP) // (STACK_TILE_WIDTH + _LEAST_GAP))
    columns = max(2, min(columns, _MOST_COLUMNS))
    gap = (room - columns * STACK_TILE_WIDTH) / (columns - 1)
    return Grid(width, columns, min(gap, _MOST_GAP))


def layout(
    groups: Mapping[Layer, Sequence[Group]], callers: Links, joined: Links, grid: Grid, hidden: Collection[Layer]
) -> Layout:
    """Place GROUPS; CALLERS are those that ask a group, JOINED all that it is linked with."""
    bands: dict[Layer, Rect] = {}
    rows: list[Row] = []
    spots: dict[str, tuple[int, int]] = {}
    y = 0.0
    for layer in TOP_DOWN:
        if layer in hidden:
            continue
        height, padding = (THIN_ROW_HEIGHT, _THIN_PADDING) if layer == "facility" else (ROW_HEIGHT, _PADDING)
        lines = _lines(groups.get(layer, ()), callers, joined, grid.columns)
        if not any(other in spots for line in lines for group_id in line for other in joined.get(group_id, ())):
            # What is linked with layers below alone stands next to them.
            lines.reverse()
        top = y
        if not lines:
            y += _EMPTY_HEIGHT
        for number, line in enumerate(lines):
            y += _ROW_GAP if number else padding
            placed = _columns(line, callers, joined, spots, grid.columns)
            spots |= {group_id: (len(rows), column) for column, group_id in placed.items()}
            rows.append(Row(y, y + height, placed))
            y += height
        if lines:
            y += padding
        bands[layer] = Rect(0.0, top, grid.width, y - top)
        y += _BAND_GAP
    return Layout(grid, bands, tuple(rows), spots)


def _lines(groups: Sequence[Group], callers: Links, joined: Links, columns: int) -> list[list[str]]:
    """Group ids row by row, callers first; what is linked comes before what is not."""
    inside = {group.id for group in groups}
    ordered = sorted(
        groups, key=lambda group: (not joined.get(group.id), _depth(group.id, callers, inside), groups.index(group))
    )
    ids = [group.id for group in ordered]
    return [ids[start : start + columns] for start in range(0, len(ids), columns)]


def _depth(group_id: str, callers: Links, inside: Collection[str], steps: int = 0) -> int:
    """How many callers of the same layer stand before a group."""
    if steps >= _RING:
        return 0
    above = [caller for caller in callers.get(group_id, ()) if caller in inside and caller != group_id]
    return max((1 + _depth(caller, callers, inside, steps + 1) for caller in above), default=0)


def _columns(
    line: Sequence[str], callers: Links, joined: Links, spots: Mapping[str, tuple[int, int]], columns: int
) -> dict[int, str]:  # fmt: skip
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
