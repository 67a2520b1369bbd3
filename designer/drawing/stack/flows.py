"""The links of the stack: gathered between tiles, and led down the gaps between columns, clear of other tiles."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from designer.analysis.quantities import role_of
from designer.analysis.workloads.results import WorkloadsResult
from designer.drawing.records import Rect
from designer.drawing.stack.groups import Group
from designer.drawing.stack.layout import Layout
from designer.model.design import Design
from designer.model.parts.part import Medium
from designer.model.relations import RELATION_MEDIA

HAIRLINE: Final = 1.5
_WIDEST: Final = 14.0
_SLOT: Final = 22.0
_STRAIGHT: Final = 60.0
_EDGE_MARGIN: Final = 24.0
_ASIDE: Final = (0.0, 9.0, -9.0, 18.0, -18.0)
"""Lanes of a gap, from its middle."""
_OUTER: Final = 14.0
_CLEARANCE: Final = 5.0
_CROWDED: Final = 400.0
"""Canvas pixels that a flow goes aside rather than lie on another."""
_DIP: Final = 40.0
_SWING: Final = 0.62
_LAP: Final = 1.0

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


STACK_MEDIA: Final[frozenset[Medium]] = RELATION_MEDIA - {"feeds", "cools"}
"""Relations that the stack shows: what software asks, reads, writes and runs on."""


class Join(NamedTuple):
    """All links between two groups, from the one that asks.

    Attributes:
        per_s: Requests a second; None where nobody says.
        known: Whether all its links say so.
    """

    a: str
    b: str
    medium: Medium
    links: tuple[str, ...]
    per_s: float | None
    known: bool


def joins_of(
    design: Design, groups: Iterable[Group], worked: WorkloadsResult | None, named: Mapping[str, str]
) -> list[Join]:
    """Links between GROUPS, NAMED by the group of each node; machines are joined to the chips inside them."""
    flows = {flow.link: flow for flow in worked.flows} if worked else {}
    found: dict[tuple[str, str, str], Join] = {}
    for link_id, a, b, medium in _drawn(design):
        flow = flows.get(link_id)
        if flow is not None:
            a, b = flow.a, flow.b
        first, second = named.get(a), named.get(b)
        if first is None or second is None or first == second:
            continue
        per_s = flow.per_s.value if flow else None
        links = (link_id,) if link_id else ()
        key = (first, second, medium)
        # A pair that is joined both ways is one wire.
        if (second, first, medium) in found:
            key = (second, first, medium)
        before = found.get(key)
        if before is None:
            found[key] = Join(first, second, medium, links, per_s, per_s is not None)
        else:
            both = before.per_s if per_s is None else per_s + (before.per_s or 0.0)
            found[key] = before._replace(
                links=before.links + links, per_s=both, known=before.known and per_s is not None
            )
    # Chips inside machines have no links in the design: they hang on the machines that hold them.
    joins = list(found.values())
    for group in groups:
        if group.layer != "silicon":
            continue
        holders = dict.fromkeys(named[member] for member in group.members if named.get(member, group.id) != group.id)
        joins += [Join(holder, group.id, "runs_on", (), None, False) for holder in holders]
    return joins


def _drawn(design: Design) -> Iterator[tuple[str, str, str, Medium]]:
    """(link, a, b, medium) of every dependency; software that stands in a machine runs on it."""
    for link in design.links.values():
        if link.medium in STACK_MEDIA:
            yield link.id, link.a, link.b, link.medium
    for node in design.nodes.values():
        host = design.nodes.get(node.parent) if node.parent else None
        if host is not None and role_of(node) == "software" and role_of(host) == "host":
            yield "", node.id, host.id, "runs_on"


def widths_of(joins: Sequence[Join]) -> list[float]:
    """Stroke widths: by the square root of demand, the greatest the widest; a hairline where it is unknown."""
    most = max((join.per_s for join in joins if join.per_s), default=0.0)
    return [3.0 + (_WIDEST - 3.0) * math.sqrt(join.per_s / most) if join.per_s and most else HAIRLINE for join in joins]


def routed(joins: Sequence[Join], widths: Sequence[float], placed: Layout) -> list[tuple[Curve, ...]]:
    """Each join as one to three curves, end to end."""
    ends = _Ends(joins, widths, placed)
    lanes = _Lanes(placed)
    order = sorted(range(len(joins)), key=lambda number: (_span(joins[number], placed), number))
    found: dict[int, tuple[Curve, ...]] = {}
    for number in order:
        join, width = joins[number], widths[number]
        (row_a, column_a), (row_b, column_b) = placed.spots[join.a], placed.spots[join.b]
        start, end = ends.point(number, join.a), ends.point(number, join.b)
        if row_a == row_b:
            found[number] = (_level(start, end, _beside(placed, row_a, column_a, column_b)),)
            continue
        down = row_a < row_b
        upper, lower = (start, end) if down else (end, start)
        pieces = lanes.lead(upper, lower, min(row_a, row_b), max(row_a, row_b), width)
        found[number] = pieces if down else tuple(_turned(piece) for piece in reversed(pieces))
    return [found[number] for number in range(len(joins))]


def _span(join: Join, placed: Layout) -> int:
    return abs(placed.spots[join.a][0] - placed.spots[join.b][0])


def _turned(curve: Curve) -> Curve:
    return curve[3], curve[2], curve[1], curve[0]


def _beside(placed: Layout, row: int, first: int, second: int) -> bool:
    """Return whether nothing stands between two tiles of a row."""
    low, high = min(first, second), max(first, second)
    return not any(low < column < high for column in placed.rows[row].tiles)


def _level(start: Point, end: Point, beside: bool) -> Curve:
    (x0, y0), (x1, y1) = start, end
    if beside:
        third = (x1 - x0) / 3
        return start, (x0 + third, y0), (x1 - third, y1), end
    return start, (x0, y0 + _DIP), (x1, y1 + _DIP), end


def _swung(start: Point, end: Point) -> Curve:
    """From above to below, leaving and arriving upright."""
    (x0, y0), (x1, y1) = start, end
    reach = (y1 - y0) * _SWING
    return start, (x0, y0 + reach), (x1, y1 - reach), end


class _Ends:
    """The ends of joins on the edges of tiles, side by side in the order of where they go."""

    def __init__(self, joins: Sequence[Join], widths: Sequence[float], placed: Layout) -> None:
        self._points: dict[tuple[int, str], Point] = {}
        edges: dict[tuple[str, str], list[tuple[float, int, int]]] = {}
        lone: set[tuple[int, str]] = set()
        for number, join in enumerate(joins):
            for here, there in ((join.a, join.b), (join.b, join.a)):
                towards = placed.rect(there).centre[0]
                # Of those that go to one column the longer stand to the right, where the lanes are.
                edges.setdefault((here, _side(placed, here, there)), []).append((towards, _span(join, placed), number))
        for (group_id, side), entries in edges.items():
            rect = placed.rect(group_id)
            entries.sort()
            offsets = _offsets([widths[number] for *_, number in entries], side, rect)
            if len(entries) == 1:
                lone.add((entries[0][2], group_id))
            for (*_, number), offset in zip(entries, offsets, strict=True):
                self._points[(number, group_id)] = _on_edge(rect, side, offset)
        for number, join in enumerate(joins):
            if placed.spots[join.a][0] != placed.spots[join.b][0]:
                self._straighten(number, join, lone)

    def _straighten(self, number: int, join: Join, lone: set[tuple[int, str]]) -> None:
        """Move an end that is alone on its edge opposite the other one, where that is near."""
        for here, there in ((join.a, join.b), (join.b, join.a)):
            (x, y), (other, _) = self._points[(number, here)], self._points[(number, there)]
            if (number, here) in lone and abs(x - other) <= _STRAIGHT:
                self._points[(number, here)] = (other, y)
                return

    def point(self, number: int, group_id: str) -> Point:
        """Return the point at which join NUMBER meets a group's tile."""
        return self._points[(number, group_id)]


def _side(placed: Layout, here: str, there: str) -> str:
    (row, column), (other_row, other_column) = placed.spots[here], placed.spots[there]
    if other_row != row:
        return "bottom" if other_row > row else "top"
    if not _beside(placed, row, column, other_column):
        return "bottom"
    return "right" if other_column > column else "left"


def _offsets(widths: Sequence[float], side: str, rect: Rect) -> list[float]:
    room = (rect.width - 2 * _EDGE_MARGIN) if side in {"top", "bottom"} else rect.height - _EDGE_MARGIN
    pitch = min(_SLOT, room / max(len(widths) - 1, 1))
    return [(place - (len(widths) - 1) / 2) * pitch for place in range(len(widths))]


def _on_edge(rect: Rect, side: str, offset: float) -> Point:
    x, y = rect.centre
    if side == "bottom":
        return x + offset, rect.bottom
    if side == "top":
        return x + offset, rect.y
    return (rect.right if side == "right" else rect.x), y + offset


class _Lanes:
    """Upright ways past the rows between two tiles, none of which lies on another where there is room."""

    def __init__(self, placed: Layout) -> None:
        self._rows = placed.rows
        self._left: Callable[[int], float] = placed.grid.left
        grid = placed.grid
        self._tile = grid.tile
        inner = [grid.left(column) - grid.gap / 2 for column in range(1, grid.columns)]
        end = grid.left(grid.columns - 1) + grid.tile
        self._lanes = [x + aside for x in inner for aside in _ASIDE if abs(aside) < grid.gap / 2 - _CLEARANCE]
        self._outer = frozenset({grid.left(0) - _OUTER, end + _OUTER})
        self._lanes += sorted(self._outer)
        self._taken: list[tuple[float, float, int, int]] = []

    def lead(self, upper: Point, lower: Point, above: int, below: int, width: float) -> tuple[Curve, ...]:
        """From the bottom of a tile in row ABOVE to the top of one in row BELOW."""
        between = self._rows[above + 1 : below]
        if not between:
            return (_swung(upper, lower),)
        half = width / 2
        choices = [upper[0], lower[0], *self._lanes]
        free = [x for x in choices if not any(self._hits(x, half, row.tiles) for row in between)]
        x = min(
            free or self._lanes,
            key=lambda x: (abs(x - upper[0]) + abs(x - lower[0]) + self._crowd(x, half, above, below), x),
        )
        self._taken.append((x, half, above, below))
        top, bottom = (x, between[0].top), (x, between[-1].bottom)
        # The pieces lap over each other a little, or a seam would show.
        return (
            _swung(upper, top),
            _swung((x, top[1] - _LAP), (x, bottom[1] + _LAP)),
            _swung(bottom, lower),
        )

    def _hits(self, x: float, half: float, columns: Iterable[int]) -> bool:
        reach = half + _CLEARANCE
        return any(self._left(column) - reach < x < self._left(column) + self._tile + reach for column in columns)

    def _crowd(self, x: float, half: float, above: int, below: int) -> float:
        # Words stand beside the outer lanes: wide flows go there last.
        beside_words = half / HAIRLINE if x in self._outer else 0.0
        return _CROWDED * beside_words + _CROWDED * sum(
            abs(x - other) < half + wide + 1.0 and above < last and first < below
            for other, wide, first, last in self._taken
        )
