"""Tiles, wires and rectangles in columns: places in arrays, what looks alike said once, a record made when asked for.

Ten thousand cards are a few dozen looks at ten thousand places; kept so they take a tenth of the memory that as many
records take, and what is worked out for all is worked out at once.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final, Generic, TypeVar, overload

import numpy as np
import numpy.typing as npt
from typing_extensions import override

from designer.drawing.records import Floats, PortDot, Rect, Tile, Wire

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Point = tuple[float, float]

_PORT_PITCH: Final = 11.0
NOWHERE: Final = Rect(0.0, 0.0, 0.0, 0.0)
"""Where a look lies."""
_Drawn = TypeVar("_Drawn", Tile, Wire)
_Key = TypeVar("_Key", bound="str | tuple[float | str, ...]")


class Rects(Mapping[str, Rect]):
    """Rectangles by id.

    Attributes:
        ids: In their order.
        table: (n, 4) left, top, width, height.
        rows: Number of each id.
    """

    __slots__ = ("ids", "rows", "table")

    def __init__(self, ids: Sequence[str], table: Floats, rows: Mapping[str, int] | None = None) -> None:
        self.ids = ids
        self.table = table
        self.rows = rows if rows is not None else {one: row for row, one in enumerate(ids)}

    @classmethod
    def of(cls, rects: Mapping[str, Rect]) -> "Rects":
        """RECTS as a table."""
        return cls(list(rects), np.array(list(rects.values()), dtype=np.float64).reshape(-1, 4))

    @override
    def __getitem__(self, key: str) -> Rect:
        x, y, width, height = self.table[self.rows[key]].tolist()
        return Rect(x, y, width, height)

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    @override
    def __len__(self) -> int:
        return len(self.ids)

    @override
    def __contains__(self, key: object) -> bool:
        return key in self.rows

    def with_changed(self, changed: Mapping[str, Rect]) -> "Rects":
        """These, some of them CHANGED."""
        table = self.table.copy()
        for one, rect in changed.items():
            table[self.rows[one]] = rect
        return Rects(self.ids, table, self.rows)

    def with_more(self, more: Mapping[str, Rect]) -> "Rects":
        """These, and MORE behind them."""
        table = np.vstack((self.table, np.array(list(more.values()), dtype=np.float64).reshape(-1, 4)))
        return Rects([*self.ids, *more], table)

    def different(self, other: "Rects") -> set[str]:
        """Ids of those that lie elsewhere in the OTHER, or are in one of the two alone."""
        if self is other:
            return set()
        if self.ids is other.ids or self.ids == other.ids:
            rows = np.flatnonzero((self.table != other.table).any(axis=1)).tolist()
            return {self.ids[row] for row in rows}
        apart = self.rows.keys() ^ other.rows.keys()
        return apart | {one for one in self.rows.keys() & other.rows.keys() if self[one] != other[one]}


def rows_differ(before: Floats, after: Floats) -> Bools:
    """Return which rows of BEFORE and AFTER, both (n, ...), differ (n,): column by column, as rows are short."""
    differ = np.zeros(len(before), dtype=np.bool_)
    if not len(before):
        return differ
    one, other = before.reshape(len(before), -1), after.reshape(len(after), -1)
    for column in range(one.shape[1]):
        differ |= one[:, column] != other[:, column]
    return differ


def box_around(boxes: Floats) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the box around all BOXES (n, 4), of which there are some."""
    # One column at a time: along the rows NumPy takes ten times as long.
    left, top = float(boxes[:, 0].min()), float(boxes[:, 1].min())
    return left, top, float(boxes[:, 2].max()), float(boxes[:, 3].max())


def corners_of(table: Floats) -> Floats:
    """Rectangles given as left, top, width and height as left, top, right and bottom."""
    found = table.copy()
    found[:, 2:] += found[:, :2]
    return found


class _Table(Sequence[_Drawn], Generic[_Drawn]):
    """Records in columns.

    Attributes:
        ids: Of each.
        looks: What several may have in common.
        look: Number of the look of each.
    """

    def __init__(
        self, ids: Sequence[str], looks: Sequence[_Drawn], look: Ints, records: Sequence[_Drawn] | None
    ) -> None:
        self.ids = ids
        self.looks = looks
        self.look = look
        self._records = records

    @override
    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> _Drawn: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_Drawn]: ...
    @override
    def __getitem__(self, index: int | slice) -> _Drawn | Sequence[_Drawn]:
        if isinstance(index, slice):
            return [self[row] for row in range(*index.indices(len(self.ids)))]
        if self._records is not None:
            return self._records[index]
        if not -len(self.ids) <= index < len(self.ids):
            raise IndexError(index)
        return self._made(index % len(self.ids))

    @override
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        if self.ids != getattr(other, "ids", self.ids):
            return False
        return len(self) == len(other) and all(map(_equal, self, other))

    __hash__ = None  # type: ignore[assignment]

    def _made(self, row: int) -> _Drawn:
        raise NotImplementedError

    def with_look(self, wanted: Callable[[_Drawn], object]) -> Bools:
        """For each whether its look is WANTED."""
        return np.array([bool(wanted(look)) for look in self.looks], dtype=np.bool_)[self.look]

    def grouped(self, numbers: Ints, key: Callable[[_Drawn], _Key]) -> list[tuple[_Key, Ints]]:
        """NUMBERS by the KEY of their looks, in the order of the keys: whatever else is in sight, it is the same."""
        look = self.look[numbers]
        found: dict[_Key, list[int]] = {}
        # Looks that have the same key are painted in one go, whatever else tells them apart.
        for kind in np.flatnonzero(np.bincount(look, minlength=1)).tolist():
            found.setdefault(key(self.looks[kind]), []).append(kind)
        if len(found) == 1:
            return [(one, numbers) for one in found]
        # Number of the group of each look, and from it of each row.
        place = np.zeros(len(self.looks), dtype=np.int64)
        for number, kinds in enumerate(found.values()):
            place[kinds] = number
        group = place[look]
        order = sorted(enumerate(found), key=itemgetter(1))
        return [(one, numbers[group == number]) for number, one in order]

    def among(self, numbers: Ints, ids: Collection[str]) -> Ints:
        """Those of NUMBERS that are of IDS."""
        rows = sorted({self.rows[one] for one in ids if one in self.rows}) if ids else []
        return np.intersect1d(numbers, np.array(rows, dtype=np.int64)) if rows else numbers[:0]

    @property
    def rows(self) -> Mapping[str, int]:
        """The number of each by its id."""
        raise NotImplementedError

    def rows_of(self, ids: Sequence[str]) -> Ints:
        """Return the row of each of IDS (n,), -1 for those that are not here; quick where new ones follow the known."""
        count = len(self.ids)
        shared = np.arange(count) if ids[:count] == self.ids else np.zeros(0, dtype=np.int64)
        more = ids[len(shared) :]
        rows = self.rows if more else {}
        found = np.fromiter((rows.get(one, -1) for one in more), dtype=np.int64, count=len(more))
        return np.concatenate((shared, found))

    def of_look(self, value: Callable[[_Drawn], float]) -> Floats:
        """A VALUE of its look for each."""
        return np.array([value(look) for look in self.looks], dtype=np.float64)[self.look]


def _equal(one: object, other: object) -> bool:
    return one == other


class Tiles(_Table[Tile]):
    """Cards in columns.

    Attributes:
        titles: Of each.
        rects: (n, 4) left, top, width, height.
    """

    def __init__(
        self,
        ids: Sequence[str],
        titles: Sequence[str],
        rects: Floats,
        looks: Sequence[Tile],
        look: Ints,
        records: Sequence[Tile] | None = None,
        rows: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(ids, looks, look, records)
        self.titles = titles
        self.rects = rects
        self._rows = rows

    @classmethod
    def of(cls, tiles: Sequence[Tile]) -> "Tiles":
        """TILES as a table, each with a look of its own."""
        if isinstance(tiles, cls):
            return tiles
        rects = np.array([tile.rect for tile in tiles], dtype=np.float64).reshape(-1, 4)
        ids, titles = [tile.id for tile in tiles], [tile.title for tile in tiles]
        return cls(ids, titles, rects, tiles, np.arange(len(tiles)), tuple(tiles))

    @property
    @override
    def rows(self) -> Mapping[str, int]:
        """The number of each by its id."""
        if self._rows is None:
            self._rows = {one: row for row, one in enumerate(self.ids)}
        return self._rows

    @override
    def _made(self, row: int) -> Tile:
        look = self.looks[self.look[row]]
        x, y, width, height = self.rects[row].tolist()
        rect, one = Rect(x, y, width, height), self.ids[row]
        dots = placed_dots(look.ports, one, rect) if look.ports else ()
        return Tile(
            one,
            rect,
            self.titles[row],
            look.subtitle,
            look.badge,
            look.icon,
            look.layer,
            look.copies,
            dots,
            look.emphasis,
            look.note,
            look.members,
            look.struck,
            look.heat,
            look.figures,
            look.folded,
            look.plate,
        )


def placed_dots(dots: Sequence[PortDot], node: str, rect: Rect) -> tuple[PortDot, ...]:
    """DOTS as those of NODE, one below the other on the right edge of RECT."""
    pitch = min(_PORT_PITCH, (rect.height - 16.0) / max(len(dots) - 1, 1))
    x, y = rect.right, rect.y + rect.height / 2 - (len(dots) - 1) * pitch / 2
    found: list[PortDot] = []
    for dot in dots:
        found.append(PortDot(node, dot.port, x, y, dot.medium, dot.free, dot.total, dot.text))
        y += pitch
    return tuple(found)


class Ways:
    """Right-angled routes of any number of corners each.

    Attributes:
        corners: (m, 2) of all, one route after the other.
        first: (n + 1) where the corners of each begin; those of a curve end where they begin.
    """

    __slots__ = ("corners", "first")

    def __init__(self, corners: Floats, first: Ints) -> None:
        self.corners = corners
        self.first = first

    @classmethod
    def of(cls, ways: Sequence[Sequence[Point]]) -> "Ways":
        """WAYS in one array."""
        # FIRST holds where the corners of each route begin; that of the next is where they end.
        first = np.zeros(len(ways) + 1, dtype=np.int64)
        np.cumsum([len(way) for way in ways], out=first[1:])
        flat = [point for way in ways for point in way]
        return cls(np.array(flat, dtype=np.float64).reshape(-1, 2), first)

    @classmethod
    def of_jogs(cls, jogs: Floats) -> "Ways":
        """JOGS, (n, 4, 2), one route each."""
        return cls(jogs.reshape(-1, 2), np.arange(0, 4 * len(jogs) + 1, 4))

    def __len__(self) -> int:
        return len(self.first) - 1

    def __getitem__(self, row: int) -> tuple[Point, ...]:
        inside = self.corners[self.first[row] : self.first[row + 1]].tolist()
        return tuple((x, y) for x, y in inside)

    @property
    def counts(self) -> Ints:
        """Return the number of corners of each (n,)."""
        return np.diff(self.first)

    def padded(self, rows: Sequence[int] | Ints, least: int = 0) -> Floats:
        """The routes ROWS as polylines of equally many points, LEAST or more; short ones rest at their end."""
        chosen = np.asarray(rows, dtype=np.int64)
        first, counts = self.first[chosen], self.counts[chosen]
        most = max(int(counts.max(initial=0)), least)
        # (rows, most): the number of the corner of each step; beyond the last corner it stays there.
        steps = np.minimum(np.arange(most)[None, :], np.maximum(counts - 1, 0)[:, None])
        return self.corners[np.minimum(first[:, None] + steps, max(len(self.corners) - 1, 0))]

    def chosen(self, rows: Ints) -> "Ways":
        """The routes ROWS alone."""
        counts = self.counts[rows]
        first = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
        # For each corner that is kept, its step within its route.
        steps = np.arange(int(first[-1])) - np.repeat(first[:-1], counts)
        return Ways(self.corners[np.repeat(self.first[rows], counts) + steps], first)

    def ends(self) -> Floats:
        """(n, 4, 2) the first two and the last two corners of each."""
        if len(self.corners) == 4 * len(self) and bool((self.counts == 4).all()):
            return self.corners.reshape(-1, 4, 2)
        first, last = self.first[:-1], self.first[1:]
        return self.corners[np.column_stack((first, first + 1, last - 2, last - 1))]

    def boxes(self) -> Floats:
        """(n, 4) what each reaches over: left, top, right, bottom."""
        if not len(self):
            return np.zeros((0, 4))
        first = self.first[:-1]
        # Least and greatest of each route's run of corners.
        low, high = np.minimum.reduceat(self.corners, first), np.maximum.reduceat(self.corners, first)
        return np.hstack((low, high))


class Wires(_Table[Wire]):
    """Wires in columns.

    Attributes:
        a: Id of what each begins at.
        b: Id of what it ends at.
        ways: Their corners.
        curves: (n, 4, 2) start, two control points and end of a curve; of a route its first two and last two corners.
        spots: (n, 4) left, top, width, height of the label's pill; of no size without one.
        bundled: Ids of all links of those that stand for several, by number.
    """

    def __init__(
        self,
        ids: Sequence[str],
        a: Sequence[str],
        b: Sequence[str],
        ways: Ways,
        spots: Floats,
        looks: Sequence[Wire],
        look: Ints,
        bundled: Mapping[int, tuple[str, ...]],
        curves: Floats | None = None,
        records: Sequence[Wire] | None = None,
        rows: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(ids, looks, look, records)
        self.a = a
        self.b = b
        self.ways = ways
        self.spots = spots
        self.bundled = bundled
        self.curves = ways.ends() if curves is None else curves
        self._rows = rows

    @classmethod
    def of(cls, wires: Sequence[Wire]) -> "Wires":
        """WIRES as a table, each with a look of its own."""
        if isinstance(wires, cls):
            return wires
        return cls(
            [wire.id for wire in wires],
            [wire.a for wire in wires],
            [wire.b for wire in wires],
            Ways.of([wire.corners for wire in wires]),
            np.array([wire.label_rect for wire in wires], dtype=np.float64).reshape(-1, 4),
            wires,
            np.arange(len(wires)),
            {row: wire.links for row, wire in enumerate(wires) if wire.links},
            np.array([wire.points for wire in wires], dtype=np.float64).reshape(-1, 4, 2),
            tuple(wires),
        )

    @property
    @override
    def rows(self) -> Mapping[str, int]:
        """The number of each by its id, and by those of the links bundled in it."""
        if self._rows is None:
            self._rows = {one: row for row, one in enumerate(self.ids)}
            self._rows.update((link, row) for row, links in self.bundled.items() for link in links)
        return self._rows

    @override
    def _made(self, row: int) -> Wire:
        look, way = self.looks[self.look[row]], self.ways[row]
        x, y, width, height = self.spots[row].tolist()
        return Wire(
            self.ids[row],
            self.a[row],
            self.b[row],
            (way[0], way[1], way[-2], way[-1]),
            look.medium,
            look.layer,
            look.label,
            Rect(x, y, width, height),
            look.width,
            look.heat,
            look.side,
            look.emphasis,
            self.bundled.get(row, ()),
            look.flow,
            way,
            look.split,
        )
