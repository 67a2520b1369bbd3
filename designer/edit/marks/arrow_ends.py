"""Course of an arrow, and how its ends go along with the nodes that they stick to."""

from collections.abc import Mapping, Sequence

import msgspec

from designer.model.marks import Mark

Point = tuple[float, float]


def points_of(mark: Mark) -> tuple[Point, ...]:
    """All points of an arrow on the canvas, as they were drawn; of another mark its two corners."""
    if mark.kind != "arrow":
        return (mark.x, mark.y), (mark.x + mark.width, mark.y + mark.height)
    return (mark.x, mark.y), *((mark.x + dx, mark.y + dy) for dx, dy in mark.points)


def through(mark: Mark, points: Sequence[Point]) -> Mark:
    """The arrow MARK, run through POINTS of the canvas."""
    (x, y), *others = points
    return msgspec.structs.replace(mark, x=x, y=y, points=tuple((px - x, py - y) for px, py in others))


def shifted(mark: Mark, dx: float, dy: float) -> Mark:
    """MARK, moved; ends of an arrow that stick to a node stay with it."""
    if mark.kind != "arrow":
        return msgspec.structs.replace(mark, x=mark.x + dx, y=mark.y + dy)
    points = points_of(mark)
    stuck = {0: bool(mark.ends[0]), len(points) - 1: bool(mark.ends[1])}
    return through(mark, [p if stuck.get(i) else (p[0] + dx, p[1] + dy) for i, p in enumerate(points)])


def following(mark: Mark, moved: Mapping[str, Point]) -> Mark:
    """The arrow MARK, with its ends going along with the nodes that MOVED, by how far."""
    if mark.kind != "arrow" or moved.keys().isdisjoint(mark.ends):
        return mark
    points = list(points_of(mark))
    for place, end in ((0, mark.ends[0]), (len(points) - 1, mark.ends[1])):
        dx, dy = moved.get(end, (0.0, 0.0)) if end else (0.0, 0.0)
        points[place] = (points[place][0] + dx, points[place][1] + dy)
    return through(mark, points)
