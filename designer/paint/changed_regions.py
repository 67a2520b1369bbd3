"""Regions in which a drawing looks different from the one before, so that only they are painted again."""

from collections.abc import Callable
from operator import is_, ne
from typing import Final, TypeVar

import numpy as np

from designer.drawing.drawing import Drawing, Floats
from designer.drawing.records import Rect
from designer.drawing.tables import Bools, Ints, Tiles, Wires, rows_differ
from designer.paint.prepared import prepared

_RIM: Final = 24.0
"""Canvas pixels that cards, outlines, forks and marks reach beyond what they belong to."""
_RIM_PX: Final = 14.0
"""The same in screen pixels, of what is painted as large from afar as near by."""
_HELD: Final = 4
"""So many corners of a route are in the array of curves too."""
_Records = TypeVar("_Records", Tiles, Wires)
_Rows = tuple[Ints, Ints]


def changed_areas(before: Drawing, after: Drawing, scale: float) -> Floats | None:
    """(n, 4) left, top, right, bottom of where AFTER looks different at SCALE; None where that may be everywhere."""
    if before is after:
        return np.zeros((0, 4))
    if type(after) is not Drawing or _kind_of(before) != _kind_of(after):
        return None
    if before.wires.bundled != after.wires.bundled:
        return None
    prepared(after).take_labels(before, after)
    tiles = _changed(before.tiles, after.tiles, _other_tiles)
    wires = _changed(before.wires, after.wires, _other_wires)
    if tiles is None or wires is None:
        return None
    # What was there and what is there now: both places have to be painted.
    areas = [before.boxes[tiles[0]], after.boxes[tiles[1]]]
    for drawing, rows in ((before, wires[0]), (after, wires[1])):
        areas += [drawing.curve_boxes[rows], drawing.label_boxes[rows]]
    rects = _other_frames(before, after) + _other_labels(before, after, scale, wires[1])
    areas.append(np.array([(r.x, r.y, r.right, r.bottom) for r in rects], dtype=np.float64).reshape(-1, 4))
    # Lines reach over their places by their width, in units of the drawing and in pixels.
    rim = _RIM + _RIM_PX / scale
    return np.vstack(areas) + np.array((-rim, -rim, rim, rim))


def _kind_of(drawing: Drawing) -> tuple[object, ...]:
    """Return the parts of DRAWING that everything else depends on, or that are painted over everything."""
    frames = [(frame.id, frame.depth) for frame in drawing.frames]
    kind = (type(drawing), drawing.detail, drawing.gathered, drawing.legend is None)
    return *kind, frames, drawing.bands, drawing.marks, drawing.flows


def _other_frames(before: Drawing, after: Drawing) -> list[Rect]:
    pairs = zip(before.frames, after.frames, strict=True)
    return [frame.rect for old, new in pairs if old is not new and old != new for frame in (old, new)]


def _other_labels(before: Drawing, after: Drawing, scale: float, wires: Ints) -> list[Rect]:
    """Return the rectangles of labels that are not the same in both drawings, and of all labels of WIRES."""
    old, new = (prepared(drawing).labels(scale, drawing) for drawing in (before, after))
    # Not by the number of a wire, which is another one where a wire before it is gone.
    apart = {(one.text, one.rect, one.px) for one in old} ^ {(one.text, one.rect, one.px) for one in new}
    numbers = set(wires.tolist())
    return [rect for _, rect, _ in apart] + [one.rect for one in new if one.kind == "wire" and one.number in numbers]


def _changed(
    before: _Records, after: _Records, other: Callable[[_Records, Ints, _Records, Ints], Bools]
) -> _Rows | None:
    """Return the rows of BEFORE and of AFTER that differ; None where what is in both stands in another order."""
    if before is after:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    if before.ids is after.ids or before.ids == after.ids:
        # Rows in the same order are compared one by one; else rows are matched by id, in one order in both.
        old = new = np.arange(len(after))
    else:
        was = before.rows_of(after.ids)
        new = np.flatnonzero(was >= 0)
        old = was[new]
        # Painting order differs: what lies over what may be another everywhere.
        if (np.diff(old) < 1).any():
            return None
    differ = other(before, old, after, new) | _other_look(before, old, after, new)
    gone, added = np.ones(len(before), dtype=np.bool_), np.ones(len(after), dtype=np.bool_)
    gone[old[~differ]] = added[new[~differ]] = False
    return np.flatnonzero(gone), np.flatnonzero(added)


def _other_look(before: Tiles | Wires, old: Ints, after: Tiles | Wires, new: Ints) -> Bools:
    """Return, for each row of OLD, whether it looks different from its row of NEW."""
    was, now = before.look[old], after.look[new]
    # Most have the look of the same number, which is the same in both.
    kept = np.zeros(len(before.looks), dtype=np.bool_)
    kept[: len(after.looks)] = list(map(is_, before.looks, after.looks))
    differ = (was != now) | ~kept[was]
    rows = np.flatnonzero(differ)
    # Looks of the others are compared once for each pair that occurs, not for each row.
    count = max(len(after.looks), 1)
    pairs, place = np.unique(was[rows] * count + now[rows], return_inverse=True)
    looks = [(before.looks[pair // count], after.looks[pair % count]) for pair in pairs.tolist()]
    differ[rows] = np.array([one is not other and one != other for one, other in looks], dtype=np.bool_)[place]
    return differ


def _other_tiles(before: Tiles, old: Ints, after: Tiles, new: Ints) -> Bools:
    differ = rows_differ(before.rects[old], after.rects[new])
    titles, others = _chosen(list(before.titles), old), _chosen(list(after.titles), new)
    return differ | np.fromiter(map(ne, titles, others), dtype=np.bool_, count=len(old))


def _chosen(words: list[str], rows: Ints) -> list[str]:
    """Return the WORDS of ROWS, which rise; all of them as they are where ROWS are the first ones."""
    count = len(rows)
    return words[:count] if count and rows[-1] == count - 1 else [words[row] for row in rows.tolist()]


def _other_wires(before: Wires, old: Ints, after: Wires, new: Ints) -> Bools:
    differ = rows_differ(before.spots[old], after.spots[new])
    differ |= rows_differ(before.curves[old], after.curves[new])
    differ |= before.ways.counts[old] != after.ways.counts[new]
    # Longer routes are only compared where all else agrees, as it takes longest.
    alike = np.flatnonzero(~differ & (after.ways.counts[new] > _HELD))
    if len(alike):
        paths, others = before.ways.padded(old[alike]), after.ways.padded(new[alike])
        differ[alike] = rows_differ(paths, others)
    return differ
