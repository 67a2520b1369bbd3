"""Layout of a one-line diagram: rows from sources down to loads, side A left, B right, lines in channels.

Nothing can lie on anything else by construction: what stands in a row has room for its words, a line that passes a row
has a place in it like what stands there, and between two rows every line that runs across has a height of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from designer.drawing.one_line.spreading import spread

Zone = Literal["A", "", "B"]
ZONES: Final[tuple[Zone, ...]] = ("A", "", "B")
_SWEEPS: Final = 9
_STRETCHED: Final = 3
"""So many groups of loads at most are drawn as wide as what feeds them."""
_WIDEST: Final = 720.0


class Spacing(NamedTuple):
    """Distances in canvas pixels.

    Attributes:
        words: Greatest width of the words beside a symbol, to which they are broken.
        beside: Between what stands side by side.
        zones: Between sides.
        track: Between lines that run across above each other.
        lead: From a row to the first line below it, and from the last line to what it feeds.
        breaker: Height that a breaker takes above what it protects.
        drop: Between lines that end at the same thing.
        below: Whether words of panels and busways stand below them, which takes less width.
    """

    words: float = 138.0
    beside: float = 18.0
    zones: float = 48.0
    track: float = 9.0
    lead: float = 12.0
    breaker: float = 46.0
    drop: float = 26.0
    below: bool = False


ROOMY: Final = Spacing()
NARROW: Final = Spacing(words=92.0, beside=10.0, zones=36.0, track=8.0, lead=9.0, breaker=42.0, drop=22.0, below=True)


class Cell(NamedTuple):
    """One place in a row, around the line that runs down through it.

    Attributes:
        row: From the top.
        left: From its line to its left end.
        right: The same to the right.
        height: Of symbol and words.
        inputs: What feeds it, from left to right, as found.
        pitch: Between the lines that end at it.
        breakers: Which of the inputs have a breaker.
    """

    id: str
    row: int
    zone: Zone
    left: float
    right: float
    height: float
    inputs: tuple[str, ...] = ()
    pitch: float = 26.0
    breakers: frozenset[str] = frozenset()
    load: bool = False


class Placed(NamedTuple):
    """A laid-out diagram.

    Attributes:
        axis: x of the line through each cell.
        top: y of each cell.
        drops: (x, y) where the line from a source ends at a cell, by (source, cell).
        bends: Corners of the line from a source to a cell, both ends included, by the same.
        dots: Where a line branches, with what it comes from.
        passing: (cell that feeds, x, y of the row's top, y of its bottom) of lines that pass a row.
        ranges: Left and right end of each zone.
        width: Of everything.
        height: The same.
        cells: What was placed, loads with the width that they have now.
    """

    axis: Mapping[str, float]
    top: Mapping[str, float]
    drops: Mapping[tuple[str, str], tuple[float, float]]
    bends: Mapping[tuple[str, str], tuple[tuple[float, float], ...]]
    dots: tuple[tuple[float, float, str], ...]
    ranges: Mapping[Zone, tuple[float, float]]
    width: float
    height: float
    cells: Mapping[str, Cell]


class _Pass(NamedTuple):
    """A line of SOURCE that passes ROW."""

    source: str
    row: int


_Item = str | _Pass


def place(cells: Mapping[str, Cell], spacing: Spacing) -> Placed:
    """Return the places of CELLS, whose inputs stand in higher rows."""
    rows = _rows(cells)
    ordered = _ordered(cells, rows)
    ranges, width = _ranges(cells, ordered, spacing)
    axis = _axes(cells, ordered, ranges, width, spacing)
    cells = _stretched(cells, ordered, axis, spacing)
    return _routed(cells, ordered, axis, ranges, width, spacing)


def _rows(cells: Mapping[str, Cell]) -> list[list[_Item]]:
    """Return the items of each row from the top: cells, and lines that pass it."""
    count = max((cell.row for cell in cells.values()), default=-1) + 1
    rows: list[list[_Item]] = [[] for _ in range(count)]
    last: dict[str, int] = {}
    for cell in cells.values():
        rows[cell.row].append(cell.id)
        for source in cell.inputs:
            last[source] = max(last.get(source, 0), cell.row)
    for source, row in last.items():
        for between in range(cells[source].row + 1, row):
            rows[between].append(_Pass(source, between))
    return rows


def _zone(cells: Mapping[str, Cell], item: _Item) -> Zone:
    return cells[item.source if isinstance(item, _Pass) else item].zone


def _rank(cells: Mapping[str, Cell], item: _Item) -> int:
    """Place of the zone of ITEM from the left."""
    return ZONES.index(_zone(cells, item))


def _above(cells: Mapping[str, Cell], item: _Item) -> list[_Item]:
    """Return the items of the row above ITEM that are joined with it."""
    if isinstance(item, _Pass):
        return [item.source if cells[item.source].row == item.row - 1 else _Pass(item.source, item.row - 1)]
    cell = cells[item]
    return [one if cells[one].row == cell.row - 1 else _Pass(one, cell.row - 1) for one in cell.inputs]


def _neighbours(
    cells: Mapping[str, Cell], rows: Sequence[Sequence[_Item]]
) -> tuple[dict[_Item, list[_Item]], dict[_Item, list[_Item]]]:
    """(what is joined above, what is joined below) by item."""
    up = {item: _above(cells, item) for row in rows for item in row}
    down: dict[_Item, list[_Item]] = {item: [] for row in rows for item in row}
    for item, above in up.items():
        for one in above:
            down[one].append(item)
    return up, down


def _ordered(cells: Mapping[str, Cell], rows: list[list[_Item]]) -> list[list[_Item]]:
    """ROWS in an order with few crossings: sides apart, then by the mean place of what is joined."""
    up, down = _neighbours(cells, rows)
    given = {item: number for row in rows for number, item in enumerate(row)}
    for row in rows:
        row.sort(key=lambda item: (_rank(cells, item), given[item]))
    for sweep in range(_SWEEPS):
        # Down and up in turn: a row follows what is joined above it, then what is joined below.
        joined = up if sweep % 2 == 0 else down
        for row in rows if sweep % 2 == 0 else reversed(rows):
            # Place of each item as a share of its row, 0 at the left and 1 at the right.
            place = {item: number / max(len(one) - 1, 1) for one in rows for number, item in enumerate(one)}
            means = {
                item: sum(place[one] for one in joined[item]) / len(joined[item]) if joined[item] else place[item]
                for item in row
            }
            loads = any(not isinstance(item, _Pass) and cells[item].load for item in row)
            row.sort(key=lambda item: (0 if loads else _rank(cells, item), round(means[item], 6)))
    return rows


def _extent(cells: Mapping[str, Cell], item: _Item) -> tuple[float, float]:
    """Room of ITEM to the left and to the right of its line."""
    if isinstance(item, _Pass):
        return 6.0, 6.0
    return cells[item].left, cells[item].right


def _ranges(
    cells: Mapping[str, Cell], rows: Sequence[Sequence[_Item]], spacing: Spacing
) -> tuple[dict[Zone, tuple[float, float]], float]:
    """(left and right end of each zone that has something, width of everything)."""
    widest: dict[Zone, float] = {}
    loads = 0.0
    for row in rows:
        # Room that this row takes in each zone, and that its loads take over all zones, pixels.
        held: dict[Zone, float] = {}
        whole = 0.0
        for item in row:
            wide = sum(_extent(cells, item)) + spacing.beside
            zone = _zone(cells, item)
            if not isinstance(item, _Pass) and cells[item].load:
                whole += wide
            else:
                held[zone] = held.get(zone, 0.0) + wide
        for zone, wide in held.items():
            widest[zone] = max(widest.get(zone, 0.0), wide)
        loads = max(loads, whole)
    for zone in ZONES:
        if zone not in widest:
            continue
        # A column of symbols can stand on one line, whatever room the words of each take.
        ends = [_extent(cells, item) for row in rows for item in row if _zone(cells, item) == zone]
        alone = max(left for left, _ in ends) + max(right for _, right in ends)
        widest[zone] = max(widest[zone], alone + 2 * spacing.beside)
    zones: list[Zone] = [zone for zone in ZONES if zone in widest] or [""]
    taken = sum(widest.get(zone, 0.0) for zone in zones) + spacing.zones * (len(zones) - 1)
    # Where the loads need more room than what stands above them, all zones are that much wider.
    more = max(loads - taken, 0.0) / len(zones)
    ranges: dict[Zone, tuple[float, float]] = {}
    x = 0.0
    for zone in zones:
        ranges[zone] = (x, x + widest.get(zone, 0.0) + more)
        x = ranges[zone][1] + spacing.zones
    return ranges, max(x - spacing.zones, loads, 1.0)


def _axes(
    cells: Mapping[str, Cell],
    rows: Sequence[Sequence[_Item]],
    ranges: Mapping[Zone, tuple[float, float]],
    width: float,
    spacing: Spacing,
) -> dict[_Item, float]:
    """X of the line through each item: near what it is joined with, in its zone, with room for its words."""
    up, down = _neighbours(cells, rows)
    axis: dict[_Item, float] = {}
    # (items, left end, right end): what is spread together, each zone of each row and all loads of a row.
    parts: list[tuple[list[_Item], float, float]] = []
    for row in rows:
        for zone in ZONES:
            held = [item for item in row if not _is_load(cells, item) and _zone(cells, item) == zone]
            if held:
                parts.append((held, *ranges[zone]))
        loads = [item for item in row if _is_load(cells, item)]
        if loads:
            parts.append((loads, 0.0, width))
    for items, low, high in parts:
        for item in items:
            axis[item] = (low + high) / 2
    for sweep in range(_SWEEPS):
        joined, other = (up, down) if sweep % 2 == 0 else (down, up)
        for items, low, high in parts if sweep % 2 == 0 else reversed(parts):
            wanted: list[float] = []
            for item in items:
                # Loads follow what feeds them, not the other way round.
                near = [one for one in joined[item] or other[item] if not _is_load(cells, one) or not up[item]]
                wanted.append(sum(axis[one] for one in near) / len(near) if near else axis[item])
            extents = [_extent(cells, item) for item in items]
            for item, x in zip(items, spread(wanted, extents, spacing.beside, low, high), strict=True):
                axis[item] = round(x, 2)
    return axis


def _stretched(
    cells: Mapping[str, Cell], rows: Sequence[Sequence[_Item]], axis: Mapping[_Item, float], spacing: Spacing
) -> Mapping[str, Cell]:
    """CELLS with few loads made as wide as what feeds them, so that lines go straight down to them."""
    loads = [item for row in rows for item in row if not isinstance(item, _Pass) and cells[item].load]
    if not 0 < len(loads) <= _STRETCHED:
        return cells
    found = dict(cells)
    loads.sort(key=lambda one: axis[one])
    for number, item in enumerate(loads):
        cell = cells[item]
        near = [axis[one] for one in _above(cells, item)]
        if not near:
            continue
        low, high = axis[item] - cell.left, axis[item] + cell.right
        left = min(min(near) - 30.0, low)
        right = max(max(near) + 30.0, high)
        if number:
            left = max(left, axis[loads[number - 1]] + found[loads[number - 1]].right + spacing.beside)
        if number + 1 < len(loads):
            right = min(right, axis[loads[number + 1]] - cells[loads[number + 1]].left - spacing.beside)
        left, right = min(left, low), max(right, high)
        if right - left <= _WIDEST:
            found[item] = cell._replace(left=axis[item] - left, right=right - axis[item])
    return found


def _is_load(cells: Mapping[str, Cell], item: _Item) -> bool:
    return not isinstance(item, _Pass) and cells[item].load


class _Net(NamedTuple):
    """A line below one row: from a foot to heads in the row below.

    Attributes:
        foot: x of its upper end.
        heads: (x, item) of its lower ends.
    """

    source: str
    foot: float
    heads: tuple[tuple[float, _Item], ...]

    @property
    def span(self) -> tuple[float, float]:
        """Left and right end."""
        every = [self.foot, *(x for x, _ in self.heads)]
        return min(every), max(every)

    @property
    def straight(self) -> bool:
        """Return whether it goes straight down."""
        low, high = self.span
        return high - low < 0.5


def _routed(
    cells: Mapping[str, Cell],
    rows: Sequence[Sequence[_Item]],
    axis: dict[_Item, float],
    ranges: Mapping[Zone, tuple[float, float]],
    width: float,
    spacing: Spacing,
) -> Placed:
    heads = _heads(cells, rows, axis)
    top: dict[str, float] = {}
    # y of the level piece of each line, by what it comes from and the row that it leaves.
    tracks: dict[tuple[str, int], float] = {}
    bottoms: list[float] = []
    y = 0.0
    for number, row in enumerate(rows):
        for item in row:
            if not isinstance(item, _Pass):
                top[item] = y
        bottom = y + max((cells[one].height for one in row if not isinstance(one, _Pass)), default=0.0)
        bottoms.append(bottom)
        if number + 1 == len(rows):
            y = bottom
            break
        nets = _nets(cells, row, rows[number + 1], axis, heads)
        levels, count = _levels(nets, spacing)
        for net in nets:
            tracks[net.source, number] = bottom + spacing.lead + levels[net.source] * spacing.track
        below = [cells[one] for one in rows[number + 1] if not isinstance(one, _Pass)]
        breakers = any(cell.breakers for cell in below)
        y = bottom + 2 * spacing.lead + max(count - 1, 0) * spacing.track + (spacing.breaker if breakers else 0.0)
    # Every line from its source row by row down to what it feeds; branches: x of its lower ends below each row.
    bends: dict[tuple[str, str], tuple[tuple[float, float], ...]] = {}
    drops: dict[tuple[str, str], tuple[float, float]] = {}
    branches: dict[tuple[str, int], set[float]] = {}
    for cell in cells.values():
        for source in cell.inputs:
            way: list[tuple[float, float]] = [(axis[source], top[source] + cells[source].height)]
            x = axis[source]
            for row in range(cells[source].row, cell.row):
                target: _Item = cell.id if row + 1 == cell.row else _Pass(source, row + 1)
                end = heads[source, target]
                if abs(end - x) > 0.01:
                    way += [(x, tracks[source, row]), (end, tracks[source, row])]
                branches.setdefault((source, row), set()).add(end)
                x = end
            way.append((x, top[cell.id]))
            drops[source, cell.id] = (x, top[cell.id])
            bends[source, cell.id] = tuple(way)
    return Placed(
        {item: x for item, x in axis.items() if not isinstance(item, _Pass)},
        top,
        drops,
        bends,
        tuple(_dots(cells, axis, tracks, branches)),
        ranges,
        width,
        y,
        cells,
    )


def _heads(
    cells: Mapping[str, Cell], rows: Sequence[Sequence[_Item]], axis: Mapping[_Item, float]
) -> dict[tuple[str, _Item], float]:
    """X at which the line of a source reaches an item of the row below it.

    Lines that end at one thing do so side by side in the order of what they come from, and none right below the foot
    of another, so that no two lie on each other.
    """
    found: dict[tuple[str, _Item], float] = {}
    for number, row in enumerate(rows[1:], start=1):
        # Feet of the row above, with what each carries.
        feet = {axis[one]: one.source if isinstance(one, _Pass) else one for one in rows[number - 1]}
        for item in row:
            if isinstance(item, _Pass):
                found[item.source, item] = axis[item]
                continue
            cell = cells[item]
            near = {
                source: axis[source if cells[source].row == number - 1 else _Pass(source, number - 1)]
                for source in cell.inputs
            }
            sources = sorted(cell.inputs, key=lambda one: (near[one], one))
            taken: list[float] = []
            for place, source in enumerate(sources):
                x = axis[item] + (place - (len(sources) - 1) / 2) * cell.pitch
                if cell.load and axis[item] - cell.left + 14 <= near[source] <= axis[item] + cell.right - 14:
                    # What stands right above a wide tile goes straight down.
                    x = near[source]
                x = _clear(x, source, feet, taken, axis[item] + cell.right - 6.0)
                taken.append(x)
                found[source, item] = x
    return found


def _clear(x: float, source: str, feet: Mapping[float, str], taken: Sequence[float], most: float) -> float:
    """Return X, or the next place to its right or left that is no other line's."""
    for step in (0.0, 6.0, -6.0, 12.0, -12.0, 18.0, -18.0):
        tried = x + step
        free = all(abs(tried - foot) >= 4.0 or own == source for foot, own in feet.items())
        if free and tried <= most and all(abs(tried - other) >= 8.0 for other in taken):
            return tried
    return x


def _nets(
    cells: Mapping[str, Cell],
    row: Sequence[_Item],
    below: Sequence[_Item],
    axis: Mapping[_Item, float],
    heads: Mapping[tuple[str, _Item], float],
) -> list[_Net]:
    """Return the lines between two rows."""
    feet = {(one.source if isinstance(one, _Pass) else one): axis[one] for one in row}
    ends: dict[str, list[tuple[float, _Item]]] = {}
    for item in below:
        for source in [item.source] if isinstance(item, _Pass) else cells[item].inputs:
            ends.setdefault(source, []).append((heads[source, item], item))
    return [_Net(source, feet[source], tuple(found)) for source, found in ends.items()]


def _levels(nets: Sequence[_Net], spacing: Spacing) -> tuple[dict[str, int], int]:
    """(level of the part of each line that runs across, number of levels): no two that meet have the same.

    A line whose foot stands right over another's head is above it, where that can be.
    """
    bent = [net for net in nets if not net.straight]
    # By line: those that have to run above it.
    under: dict[str, set[str]] = {net.source: set() for net in bent}
    for one in bent:
        for other in bent:
            if one is not other and any(abs(x - one.foot) < spacing.drop / 4 for x, _ in other.heads):
                under[other.source].add(one.source)
    levels: dict[str, int] = {}
    # By level: (left, right) of the lines on it.
    held: list[list[tuple[float, float]]] = []
    waiting = sorted(bent, key=lambda net: (net.span[0], net.span[1]))
    while waiting:
        ready = [net for net in waiting if not (under[net.source] & {one.source for one in waiting})] or waiting[:1]
        for net in ready:
            least = max((levels[one] + 1 for one in under[net.source] if one in levels), default=0)
            low, high = net.span
            level = least
            while level < len(held) and any(low < b + spacing.lead and a - spacing.lead < high for a, b in held[level]):
                level += 1
            while level >= len(held):
                held.append([])
            held[level].append((low, high))
            levels[net.source] = level
            waiting.remove(net)
    for net in nets:
        levels.setdefault(net.source, 0)
    return levels, len(held)


def _dots(
    cells: Mapping[str, Cell],
    axis: Mapping[_Item, float],
    tracks: Mapping[tuple[str, int], float],
    branches: Mapping[tuple[str, int], set[float]],
) -> list[tuple[float, float, str]]:
    """Return the points where three ends of one line meet, x and y, each with the cell that feeds the line."""
    found: list[tuple[float, float, str]] = []
    for (source, row), ends in branches.items():
        foot = axis[source if cells[source].row == row else _Pass(source, row)]
        if len(ends) < 2:
            continue
        low, high = min(foot, *ends), max(foot, *ends)
        y = tracks[source, row]
        for x in {foot, *ends}:
            # Directions in which the line goes on from here: up, down, left and right.
            ways = (x == foot) + (x in ends) + (x > low) + (x < high)
            if ways >= 3:
                found.append((x, y, source))
    return found
