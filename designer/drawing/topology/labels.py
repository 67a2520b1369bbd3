"""Placing the labels of wires: on their wire, clear of tiles, captions and each other wherever there is room."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from designer.drawing.drawing import Floats
from designer.drawing.records import Rect
from designer.drawing.tables import Bools, Ways, box_around, rows_differ
from designer.drawing.theme_tokens import PILL_HEIGHT

# The middle first, then ever farther from it to both sides in turn.
_OTHER_SHARES: Final = np.array(
    (
        0.5,
        0.46,
        0.54,
        0.42,
        0.58,
        0.38,
        0.62,
        0.34,
        0.66,
        0.3,
        0.7,
        0.26,
        0.74,
        0.22,
        0.78,
        0.19,
        0.81,
        0.15,
        0.85,
        0.12,
        0.88,
        0.08,
        0.92,
    )
)
_CELL: Final = 256.0
_GAP: Final = 1.0
_ROW: Final = 1 << 31
_AT_ONCE: Final = 50_000
_MOST_PAIRS: Final = 100_000
_MOST_ROUNDS: Final = 12
_MOST_AGAIN: Final = 4000
"""Up to so many labels and obstacles that are elsewhere, only these are looked at."""
_RIM: Final = np.array((-_GAP, -_GAP, _GAP, _GAP))
_SHORT: Final = 96.0
"""Parallel wires up to this long have their labels as far apart as they go."""
_MOST_SEARCHED: Final = 3000
"""In a drawing of more wires than this, a label whose first place is taken is left out instead of moved."""
_MOST_APART: Final = 400
"""Wires up to which a label is kept off the trunk that its wire shares with others."""
_LEAST_OWN: Final = 24.0
"""Canvas pixels of a wire that have to be its own for its label to lie there."""
_MOST_REFUSING: Final = 6
"""Boxes that refused the last places of a label, and are looked at first for the next place."""
_FARTHEST: Final = 18.0
"""How far beside its wire a label may lie."""
PILL_PADDING: Final = 9.0

_Box = tuple[float, float, float, float]
Ints = npt.NDArray[np.int64]


class PlacedLabels(NamedTuple):
    """Places of labels, with what they were found from.

    Attributes:
        found: (n, 4) left, top, width and height of each.
        boxes: Where each would lie if nothing were in its way; empty where they were placed one by one.
        blocked: Whether something stands there.
        later: Numbers of labels that would lie on an earlier one, pair by pair.
        earlier: Those that they would lie on.
        middles: Where the middle of each would best lie.
    """

    found: Floats
    asked: tuple[Floats, ...]
    boxes: Floats = np.zeros((0, 4))
    blocked: Bools = np.zeros(0, dtype=np.bool_)
    later: Ints = np.zeros(0, dtype=np.int64)
    earlier: Ints = np.zeros(0, dtype=np.int64)
    middles: Floats = np.zeros((0, 2))


def label_rects(paths: Floats, widths: Sequence[float], shares: Floats, obstacles: Floats) -> list[Rect]:
    """A rectangle for each label of the given text WIDTHS, on its wire or, where it is crowded, just beside it.

    A label without a clear place gets a rectangle of no size, as one without text: it would only be illegible.

    Args:
        paths: (n, points, 2) the wires as polylines.
        widths: Of the text of each label, 0 where there is none.
        shares: Where along its wire each label would best lie, 0 to 1.
        obstacles: (m, 4) rectangles to keep clear of.
    """
    found = placed_labels(paths, np.array(widths, dtype=np.float64), shares, (obstacles,)).found
    return [Rect(x, y, width, height) for x, y, width, height in found.tolist()]


def placed_labels(
    paths: Floats, widths: Floats, shares: Floats, obstacles: tuple[Floats, ...], known: PlacedLabels | None = None
) -> PlacedLabels:
    """The same, with OBSTACLES of several kinds; what is KNOWN and still holds is not sought again."""
    asked = (paths, widths, shares, *obstacles)
    if known is not None and _equal(asked, known.asked):
        return known
    if not len(paths):
        return PlacedLabels(np.zeros((0, 4)), asked)
    if len(paths) > _MOST_SEARCHED:
        return _first_places(_middles(paths, shares, known), widths, obstacles, asked, known)
    lengths = lengths_along(paths)
    middles = points_along(paths, lengths, shares)
    taken = _Grid(np.vstack(obstacles))
    tall = PILL_HEIGHT / 2
    rects: list[Rect] = []
    for number, ((x, y), width) in enumerate(zip(middles.tolist(), widths.tolist(), strict=True)):
        if width <= 0:
            rects.append(Rect(x, y, 0.0, 0.0))
            continue
        half = width / 2 + PILL_PADDING
        box = (x - half, y - tall, x + half, y + tall)
        if taken.claim(box):
            rects.append(Rect(box[0], box[1], 2 * half, PILL_HEIGHT))
        else:
            rects.append(_elsewhere(paths[number], lengths[number], x, y, half, taken))
    return PlacedLabels(np.array(rects, dtype=np.float64).reshape(-1, 4), asked)


def _middles(paths: Floats, shares: Floats, known: PlacedLabels | None) -> Floats:
    """The best place of each label, where a wire is another one than what is KNOWN worked out anew."""
    count = len(known.middles) if known is not None else 0
    if known is None or not count or count > len(paths) or known.asked[0].shape[1] != paths.shape[1]:
        return points_along(paths, lengths_along(paths), shares)
    # A label moves where its wire or its place along it is another one, or where the wire is new.
    other = rows_differ(paths[:count], known.asked[0]) | (shares[:count] != known.asked[2])
    rows = np.concatenate((np.flatnonzero(other), np.arange(count, len(paths))))
    found = np.concatenate((known.middles, np.zeros((len(paths) - count, 2))))
    found[rows] = points_along(paths[rows], lengths_along(paths[rows]), shares[rows])
    return found


def _equal(before: Sequence[Floats], after: Sequence[Floats]) -> bool:
    return len(before) == len(after) and all(
        one is other or np.array_equal(one, other) for one, other in zip(before, after, strict=True)
    )


def _first_places(
    middles: Floats,
    widths: Floats,
    obstacles: tuple[Floats, ...],
    asked: tuple[Floats, ...],
    known: PlacedLabels | None,
) -> PlacedLabels:
    """Each label on its middle, one after the other, where that is clear: worked out for all at once."""
    # (labels, 1) half sizes and (labels, 4) boxes around the middles; labels without text take no room.
    half = np.where(widths > 0, widths / 2 + PILL_PADDING, 0.0)[:, None]
    tall = np.where(widths > 0, PILL_HEIGHT / 2, 0.0)[:, None]
    sizes = np.hstack((half, tall))
    boxes = np.hstack((middles - sizes, middles + sizes))
    said = np.flatnonzero(widths > 0)
    again = _sought_again(boxes, widths, obstacles, known)
    if known is None or again is None:
        blocked = np.zeros(len(boxes), dtype=np.bool_)
        # Behind an obstacle: out, whatever other labels do.
        behind, _ = _meetings(boxes[said] + _RIM, _small(np.vstack(obstacles)))
        blocked[said[behind]] = True
        # Pairs of labels that overlap, so that the later gives way; each pair counts once.
        later, earlier = _meetings(boxes[said] + _RIM, boxes[said])
        later, earlier = said[later], said[earlier]
        kept = later > earlier
        later, earlier = later[kept], earlier[kept]
    else:
        blocked, later, earlier = _patched(boxes, said, obstacles, known, again)
    clear = _standing(~blocked, later, earlier)
    found = np.hstack((middles, np.zeros_like(middles)))
    placed = said[clear[said]]
    found[placed, :2] = boxes[placed, :2]
    found[placed, 2], found[placed, 3] = 2 * half[placed, 0], PILL_HEIGHT
    return PlacedLabels(found, asked, boxes, blocked, later, earlier, middles)


def _standing(clear: Bools, later: Ints, earlier: Ints) -> Bools:
    """Return which labels stand (n,): of each pair that overlaps the LATER gives way where the EARLIER one stands.

    CLEAR are those that nothing but a label is in the way of.
    """
    clear = clear.copy()
    for _ in range(_MOST_ROUNDS):
        # What gave way yields to nobody and nobody to it: only pairs of which both may still stand are left.
        both = clear[later] & clear[earlier]
        later, earlier = later[both], earlier[both]
        if not len(later):
            return clear
        # A label that is not the later one of any pair stands, and whatever meets it gives way.
        waits = np.zeros(len(clear), dtype=np.bool_)
        waits[later] = True
        clear[later[~waits[earlier]]] = False
    # A long row of labels of which each meets the next: in order of the later one, the earlier is settled by then.
    order = np.lexsort((earlier, later))
    for one, other in zip(later[order].tolist(), earlier[order].tolist(), strict=True):
        if clear[other]:
            clear[one] = False
    return clear


class _Again(NamedTuple):
    """Labels that lie elsewhere than before, and labels where something else stands now."""

    moved: Ints
    looked: Ints


def _sought_again(
    boxes: Floats, widths: Floats, obstacles: tuple[Floats, ...], known: PlacedLabels | None
) -> _Again | None:
    """Return what has to be sought again after what is KNOWN; None where that is nearly everything."""
    if known is None or not len(known.boxes) or len(boxes) < len(known.boxes):
        return None
    count = len(known.boxes)
    # Labels with other boxes than before, and new ones.
    said = known.asked[1] > 0
    moved = rows_differ(boxes[:count], known.boxes) | (said != (widths[:count] > 0))
    numbers = np.concatenate((np.flatnonzero(moved), np.arange(count, len(boxes))))
    # Obstacles that went, came or moved: labels near any of these may be free or blocked now.
    areas = [area for old, new in zip(known.asked[3:], obstacles, strict=True) for area in _other_rows(old, new)]
    changed = np.vstack(areas)
    if len(numbers) + len(changed) > _MOST_AGAIN:
        return None
    touched, _ = _overlaps(boxes + _RIM, _small(changed))
    return _Again(numbers, np.union1d(numbers, touched))


def _other_rows(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    count = min(len(before), len(after))
    other = np.flatnonzero(rows_differ(before[:count], after[:count]))
    return np.vstack((before[other], before[count:])), np.vstack((after[other], after[count:]))


def _patched(
    boxes: Floats, said: Ints, obstacles: tuple[Floats, ...], known: PlacedLabels, again: _Again
) -> tuple[Bools, Ints, Ints]:
    """Return which labels are blocked, and the later and earlier label of each overlap, with only AGAIN sought anew."""
    blocked = np.concatenate((known.blocked, np.zeros(len(boxes) - len(known.blocked), dtype=np.bool_)))
    # What is looked at again counts as free until it is found behind something.
    blocked[again.looked] = False
    speaks = np.zeros(len(boxes), dtype=np.bool_)
    speaks[said] = True
    looked = again.looked[speaks[again.looked]]
    behind, _ = _overlaps(boxes[looked] + _RIM, _small(np.vstack(obstacles)))
    blocked[looked[behind]] = True
    # Overlaps between labels that both stayed hold still; those of labels that moved are sought anew.
    elsewhere = np.zeros(len(boxes), dtype=np.bool_)
    elsewhere[again.moved] = True
    still = ~elsewhere[known.later] & ~elsewhere[known.earlier]
    moved = again.moved[speaks[again.moved]]
    one, other = _overlaps(boxes[moved] + _RIM, boxes[said])
    one, other = moved[one], said[other]
    apart = one != other
    # The later of two is the one with the higher number, whichever of them moved.
    later = np.concatenate((known.later[still], np.maximum(one, other)[apart]))
    return blocked, later, np.concatenate((known.earlier[still], np.minimum(one, other)[apart]))


def _overlaps(asked: Floats, boxes: Floats) -> tuple[Ints, Ints]:
    """Numbers of those ASKED and of the BOXES that overlap, pair by pair; each with each where one of them are few."""
    # Only what reaches into the area of the others can overlap: an edit is mostly in one corner of a large drawing.
    near = _reaching(asked, boxes)
    where = _reaching(boxes, asked[near])
    if len(near) * len(where) > _MOST_PAIRS:
        one, other = _meetings(asked[near], boxes[where])
    else:
        a, b = asked[near, None], boxes[where][None]
        met = (a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2])
        met &= (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3])
        one, other = np.nonzero(met)
    return near[one], where[other]


def _reaching(boxes: Floats, others: Floats) -> Ints:
    """Return the numbers of BOXES that overlap the box around all OTHERS."""
    if not len(others):
        return np.zeros(0, dtype=np.int64)
    left, top, right, bottom = box_around(others)
    met = (boxes[:, 0] < right) & (boxes[:, 2] > left)
    met &= (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
    return np.flatnonzero(met)


def _meetings(asked: Floats, boxes: Floats) -> tuple[Ints, Ints]:
    """Numbers of those ASKED and of the BOXES that overlap, pair by pair; a pair may come several times."""
    # Boxes by the cells of a coarse grid that they touch, in order of the cell.
    places, cells = _cells_of(boxes)
    order = np.argsort(cells, kind="stable")
    places, cells = places[order], cells[order]
    who, keys = _cells_of(asked)
    found: list[tuple[Ints, Ints]] = []
    # Some at a time, so that the pairs of a crowded drawing fit in memory.
    for part in range(0, len(who), _AT_ONCE):
        numbers, wanted = who[part : part + _AT_ONCE], keys[part : part + _AT_ONCE]
        # The run of boxes in each wanted cell; every pair of the run is written out as two columns.
        first, last = np.searchsorted(cells, wanted, "left"), np.searchsorted(cells, wanted, "right")
        counts = last - first
        one = np.repeat(numbers, counts)
        step = np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts)
        other = places[np.repeat(first, counts) + step]
        a, b = asked[one], boxes[other]
        # Cells are coarse: only boxes that really overlap are kept.
        met = (a[:, 0] < b[:, 2]) & (b[:, 0] < a[:, 2]) & (a[:, 1] < b[:, 3]) & (b[:, 1] < a[:, 3])
        found.append((one[met], other[met]))
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])


def _cells_of(boxes: Floats) -> tuple[Ints, Ints]:
    """The number of a box and the key of a cell, for each cell that each of BOXES touches."""
    # (n, 4) first and last column and row of cells.
    spans = np.floor(boxes / _CELL).astype(np.int64)
    wide, high = spans[:, 2] - spans[:, 0] + 1, spans[:, 3] - spans[:, 1] + 1
    counts = wide * high
    # Cells of a box are counted row by row: the remainder is the column, the quotient the row.
    numbers = np.repeat(np.arange(len(boxes)), counts)
    step = np.arange(len(numbers)) - np.repeat(np.cumsum(counts) - counts, counts)
    x = spans[numbers, 0] + step % wide[numbers]
    y = spans[numbers, 1] + step // wide[numbers]
    return numbers, x * _ROW + y


def _small(boxes: Floats) -> Floats:
    """BOXES but those as large as a whole hall, which would touch very many cells."""
    large = (boxes[:, 2] - boxes[:, 0] > 64 * _CELL) | (boxes[:, 3] - boxes[:, 1] > 64 * _CELL)
    return boxes[~large] if large.any() else boxes


def lengths_along(paths: Floats) -> Floats:
    """Return the distance of each point along its wire."""
    # Lengths of the pieces, summed from the start of each wire.
    steps = np.sqrt((np.diff(paths, axis=1) ** 2).sum(axis=2))
    return np.hstack((np.zeros((len(paths), 1)), np.cumsum(steps, axis=1)))


def points_along(paths: Floats, lengths: Floats, shares: Floats) -> Floats:
    """The point at a share of each wire's length."""
    wanted = shares * lengths[:, -1]
    # The piece in which the wanted length lies, and how far along it.
    step = np.clip((lengths <= wanted[:, None]).sum(axis=1) - 1, 0, paths.shape[1] - 2)
    row = np.arange(len(paths))
    before, after = lengths[row, step], lengths[row, step + 1]
    part = np.where(after > before, (wanted - before) / np.maximum(after - before, 1e-9), 0.0)[:, None]
    return paths[row, step] * (1 - part) + paths[row, step + 1] * part


def parallel_shares(a_ends: Ints, b_ends: Ints) -> Floats:
    """Return the best shares along long wires: the middle, those of parallel wires one after the other."""
    count = len(a_ends)
    if not count:
        return np.zeros(0)
    # Whichever end is called a, wires between the same two tiles are parallel.
    low, high = np.minimum(a_ends, b_ends), np.maximum(a_ends, b_ends)
    order = np.lexsort((np.arange(count), high, low))
    pairs = np.column_stack((low, high))[order]
    # Each run of equal pairs: the k-th of n gets the place (k + 1) / (n + 1) along the wire.
    first = np.flatnonzero(np.r_[True, (pairs[1:] != pairs[:-1]).any(axis=1)])
    sizes = np.diff(np.r_[first, count])
    shares = np.empty(count)
    rank = np.arange(count) - np.repeat(first, sizes)
    shares[order] = (rank + 1) / (np.repeat(sizes, sizes) + 1)
    return shares


def preferred_shares(a_ends: Ints, b_ends: Ints, paths: Floats, parallel: Floats) -> Floats:
    """Return the best shares along wires after what PARALLEL wires have to heed: farther apart on short ones."""
    if not len(paths):
        return parallel
    short = np.abs(paths[:, -1] - paths[:, 0]).max(axis=1) < _SHORT
    shares = np.where(short, np.clip(0.5 + (parallel - 0.5) * 1.8, 0.12, 0.88), parallel)
    # Against the direction of the pair the same share lies at the other end.
    return np.where(a_ends <= b_ends, shares, 1.0 - shares)


def own_shares(ways: Ways, ends: Ints, shares: Floats) -> Floats:
    """Return SHARES, those of wires that share a trunk moved to the middle of the longest piece that is theirs alone.

    Args:
        ways: The routes.
        ends: (n, 2) numbers of the rectangles that each joins.
        shares: Where along each its label would lie otherwise, 0 to 1.
    """
    if len(ways) > _MOST_APART:
        return shares
    pieces: list[tuple[int, int, float, float, float, float]] = []
    for wire in range(len(ways)):
        gone = 0.0
        for (x0, y0), (x1, y1) in pairwise(ways[wire]):
            axis = 1 if y0 == y1 else 0
            low, high = (min(x0, x1), max(x0, x1)) if axis else (min(y0, y1), max(y0, y1))
            pieces.append((wire, axis, y0 if axis else x0, low, high, gone))
            gone += high - low
    table = np.array(pieces, dtype=np.float64).reshape(-1, 6)
    wire = table[:, 0].astype(np.int64)
    a, b = ends[wire, 0], ends[wire, 1]
    near = (a[:, None] == a[None]) | (b[:, None] == b[None]) | (a[:, None] == b[None]) | (b[:, None] == a[None])
    # (pieces, pieces): True where one lies on another of a wire with a common end.
    on = near & (wire[:, None] != wire[None]) & (table[:, None, 1] == table[None, :, 1])
    on &= np.abs(table[:, None, 2] - table[None, :, 2]) < _GAP
    on &= np.minimum(table[:, None, 4], table[None, :, 4]) - np.maximum(table[:, None, 3], table[None, :, 3]) > _GAP
    found = shares.copy()
    for number in sorted(set(wire[on.any(axis=1)].tolist())):
        rows = np.flatnonzero(wire == number)
        total = float((table[rows, 4] - table[rows, 3]).sum())
        best = (0.0, 0.0)
        for row in rows.tolist():
            low, high, gone = table[row, 3:].tolist()
            held = sorted((max(low, at), min(high, to)) for at, to in table[on[row], 3:5].tolist())
            # What is left between those that lie on it, measured from its lower end.
            start = low
            for at, to in [*held, (high, high)]:
                best = max(best, (at - start, _share(ways[number], row - int(rows[0]), (start + at) / 2, gone, total)))
                start = max(start, to)
        if best[0] > _LEAST_OWN:
            found[number] = best[1]
    return found


def _share(way: Sequence[tuple[float, float]], piece: int, middle: float, gone: float, total: float) -> float:
    """Return the share of a WAY at which the coordinate MIDDLE of one PIECE lies, before which it has GONE so far."""
    (x0, y0), (_, y1) = way[piece], way[piece + 1]
    return (gone + abs(middle - (x0 if y0 == y1 else y0))) / max(total, 1e-9)


def _elsewhere(path: Floats, lengths: Floats, x: float, y: float, half: float, taken: "_Grid") -> Rect:
    """A place that is not the wire's middle: along the wire, then beside it."""
    tall, wide = PILL_HEIGHT / 2, 2 * half
    along = _OTHER_SHARES * lengths[-1]
    lefts, tops = (np.interp(along, lengths, path[:, axis]).tolist() for axis in (0, 1))
    for left, top in zip(lefts, tops, strict=True):
        box = (left - half, top - tall, left + half, top + tall)
        if taken.claim(box):
            return Rect(box[0], box[1], wide, PILL_HEIGHT)
    for aside in (half + 3.0, -half - 3.0, half + _FARTHEST, -half - _FARTHEST):
        for left, top in zip((x, *lefts), (y, *tops), strict=True):
            box = (left + aside - half, top - tall, left + aside + half, top + tall)
            if taken.claim(box):
                return Rect(box[0], box[1], wide, PILL_HEIGHT)
    return Rect(x, y, 0.0, 0.0)


class _Grid:
    """Rectangles by the cells that they touch."""

    def __init__(self, boxes: Floats) -> None:
        self._cells: dict[tuple[int, int], list[_Box]] = {}
        # What refused the last claims: places tried one after the other lie close together, so it is asked first.
        self._refusing: list[_Box] = []
        small = _small(boxes)
        spans = np.floor(small / _CELL).astype(np.int64).tolist()
        for (left, top, right, bottom), box in zip(spans, small.tolist(), strict=True):
            corners: _Box = (box[0], box[1], box[2], box[3])
            for i in range(left, right + 1):
                for j in range(top, bottom + 1):
                    self._cells.setdefault((i, j), []).append(corners)

    def claim(self, box: _Box) -> bool:
        """Take BOX if nothing stands there."""
        left, top, right, bottom = box[0] - _GAP, box[1] - _GAP, box[2] + _GAP, box[3] + _GAP
        for other in self._refusing:
            if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                return False
        cells = self._cells
        west, north, east, south = int(left // _CELL), int(top // _CELL), int(right // _CELL), int(bottom // _CELL)
        keys = [(i, j) for i in range(west, east + 1) for j in range(north, south + 1)]
        for key in keys:
            for other in cells.get(key, ()):
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    self._refusing = [other, *self._refusing[: _MOST_REFUSING - 1]]
                    return False
        for key in keys:
            cells.setdefault(key, []).append(box)
        return True
