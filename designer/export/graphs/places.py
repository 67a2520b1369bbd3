"""Coordinates of other graphs as places on the canvas, stretched until no tile lies on another."""

from typing import Final

from designer.export.graphs.capacity_text import finite_number
from designer.export.graphs.raw_graph import Attributes
from designer.model.canvas_sizes import GRID, TILE_HEIGHT, TILE_WIDTH
from designer.model.record_limits import FARTHEST

GAP: Final = 24.0
MOST_PLACED: Final = 3_000
"""Of more nodes the places are made anew: each is compared with its neighbours."""
WIDEST: Final = 400_000.0
"""Canvas pixels; a graph that needs more room than that to keep its tiles apart is laid out anew."""

_FARTHEST: Final = FARTHEST / 2
"""So that the containers around a tile reach no farther than the canvas."""

Places = dict[str, tuple[float, float]]


def place_of(attributes: Attributes) -> tuple[float, float] | None:
    """The place that x and y, or the `pos` of Graphviz, tell; y grows downwards. None when nothing does."""
    if "x" in attributes and "y" in attributes:
        x, y = finite_number(attributes["x"], _FARTHEST), finite_number(attributes["y"], _FARTHEST)
        return None if x is None or y is None else (x, y)
    parts = attributes.get("pos", "").rstrip("!").split(",")
    if len(parts) not in (2, 3):
        return None
    x, y = finite_number(parts[0], _FARTHEST), finite_number(parts[1], _FARTHEST)
    return None if x is None or y is None else (x, -y)


def says_place(attributes: Attributes) -> bool:
    """Return True when ATTRIBUTES tell a place, be it a usable one or not."""
    return bool(attributes.get("x") and attributes.get("y")) or bool(attributes.get("pos"))


def stretched(places: Places) -> Places | None:
    """PLACES as they are when no tiles overlap, else stretched alike in both directions; None when that cannot be."""
    if not 1 < len(places) <= MOST_PLACED:
        return places if len(places) == 1 else None
    scale = _scale(sorted(places.values()))
    if scale is None:
        return None
    if scale == 1.0:
        return places
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    # Two nodes nearly on one spot would blow the design up beyond any use.
    if max(max(xs) - min(xs), max(ys) - min(ys)) * scale > WIDEST:
        return None
    left, top = min(xs), min(ys)
    return {
        name: (round((x - left) * scale / GRID) * GRID, round((y - top) * scale / GRID) * GRID)
        for name, (x, y) in places.items()
    }


def _scale(spots: list[tuple[float, float]]) -> float | None:
    """The least factor from 1 on that keeps tiles apart; None when two lie on one spot."""
    wide, high = TILE_WIDTH + GAP, TILE_HEIGHT + GAP
    scale = 1.0
    # Two tiles are apart when either distance is large enough.
    if all(
        right[0] - left[0] >= TILE_WIDTH or abs(right[1] - left[1]) >= TILE_HEIGHT
        for place, left in enumerate(spots)
        for right in _near(spots, place)
    ):
        return 1.0
    for place, (x, y) in enumerate(spots):
        # Sorted by x: once the next is far enough to the right, all that follow are too.
        for other_x, other_y in spots[place + 1 :]:
            if (other_x - x) * scale >= wide:
                break
            # The pair needs 1 / reach: its better direction has to become as long as a tile with its gap.
            reach = max((other_x - x) / wide, abs(other_y - y) / high)
            if reach <= 0:
                return None
            scale = max(scale, 1.0 / reach)
    return scale


def _near(spots: list[tuple[float, float]], place: int) -> list[tuple[float, float]]:
    """The spots after PLACE whose tiles begin left of its right edge."""
    stop = place + 1
    while stop < len(spots) and spots[stop][0] - spots[place][0] < TILE_WIDTH:
        stop += 1
    return spots[place + 1 : stop]
