"""A drawing on its way from one to another: things glide from where they were to where they are."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from designer.drawing.drawing import Drawing
from designer.drawing.records import Frame, Rect, Tile, Wire

MOST_WIRES: Final = 1500
"""Above so many, wires are left out on the way."""

_Curve = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


def on_the_way(before: Drawing, after: Drawing, share: float) -> Drawing:
    """AFTER with everything that BEFORE has too so far from there: 0 is where it was, 1 where it is.

    Labels are left out; a wire that has other corners than before is a curve on the way.
    """
    wires = list[Wire]()
    if len(after.wires) <= MOST_WIRES:
        old = {wire.id: wire for wire in before.wires}
        wires = [_wire(old.get(wire.id), wire, share) for wire in after.wires]
    return Drawing(
        frames=_frames(before, after, share),
        wires=wires,
        tiles=_tiles(before, after, share),
        title=after.title,
        legend=after.legend,
        detail=after.detail,
        drawn_as=after.drawn_as,
        bands=after.bands,
    ).with_marks(after.marks)


def _tiles(before: Drawing, after: Drawing, share: float) -> list[Tile]:
    old = {tile.id: tile for tile in before.tiles}
    found: list[Tile] = []
    for tile in after.tiles:
        was = old.get(tile.id)
        if was is None or was.rect == tile.rect:
            found.append(tile)
            continue
        rect = _rect(was.rect, tile.rect, share)
        # Ports go along with the corner that they hang on.
        dx, dy = rect.right - tile.rect.right, rect.y - tile.rect.y
        ports = tuple(dot._replace(x=dot.x + dx, y=dot.y + dy) for dot in tile.ports)
        found.append(tile._replace(rect=rect, ports=ports))
    return found


def _frames(before: Drawing, after: Drawing, share: float) -> list[Frame]:
    old: Mapping[str, Frame] = {frame.id: frame for frame in before.frames}
    return [
        frame._replace(rect=_rect(old[frame.id].rect, frame.rect, share)) if frame.id in old else frame
        for frame in after.frames
    ]


def _wire(was: Wire | None, wire: Wire, share: float) -> Wire:
    # A moving wire carries no label: it would have to be placed anew at every step.
    bare = wire._replace(label="", label_rect=Rect(*wire.points[0], 0.0, 0.0))
    if was is None or (was.points == wire.points and was.corners == wire.corners):
        return bare
    corners: tuple[tuple[float, float], ...] = ()
    # Corner by corner where the routes bend as often; else the wire glides as a curve.
    if len(was.corners) == len(wire.corners):
        corners = _points(was.corners, wire.corners, share)
    points = cast("_Curve", _points(was.points, wire.points, share))
    return bare._replace(points=points, corners=corners)


def _points(
    before: Sequence[tuple[float, float]], after: Sequence[tuple[float, float]], share: float
) -> tuple[tuple[float, float], ...]:
    return tuple(
        (x + (to_x - x) * share, y + (to_y - y) * share) for (x, y), (to_x, to_y) in zip(before, after, strict=True)
    )


def _rect(before: Rect, after: Rect, share: float) -> Rect:
    return Rect(*(old + (new - old) * share for old, new in zip(before, after, strict=True)))
