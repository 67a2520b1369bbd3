"""The way from one slide to another: numbers count, bars and lines glide, and the eye flies over a drawing."""

import re
from collections.abc import Iterator
from math import exp, log
from typing import Final

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.slides.page import AreaItem, BoxItem, DrawingItem, LineItem, PageItem, SlidePage, TextItem

_NUMBER: Final = re.compile(r"\d(?:[\d,\u202f]*\d)?(?:\.\d+)?")
"""A number as figures are written: thousands parted by a narrow space or a comma."""
_ALIKE: Final = 0.5
"""Share of the tiles of the smaller of two drawings that stand at the same place in both."""
_NO_MOST: Final = 1e9
"""On the way a drawing is as large as its sight asks for."""
Points = tuple[tuple[float, float], ...]
_HALF: Final = 0.5
"""Where a text that has nothing to count changes at once."""


def between(before: SlidePage, after: SlidePage, share: float) -> SlidePage:
    """Return the slide SHARE (0 to 1) of the way from BEFORE to AFTER; at 1 it is AFTER itself.

    What only AFTER has is there from the start; what only BEFORE had is gone.
    """
    if share >= 1.0:
        return after
    old = {item.key: item for item in before.items}
    return after._replace(items=tuple(_moved(item, old.get(item.key), share) for item in after.items))


def shared_drawing(before: SlidePage, after: SlidePage) -> bool:
    """Return whether both slides show one drawing, from the same or from another place.

    Two that leave out other layers or media are one as long as most of what both draw stands where it stood.
    """
    one, other = before.drawings, after.drawings
    return bool(one and other) and _are_alike(one[0].drawing, other[0].drawing)


def _are_alike(one: Drawing, other: Drawing) -> bool:
    if one is other:
        return True
    if one.painted_as != other.painted_as or one.raised != other.raised:
        return False
    places = {tile.id: tile.rect for tile in one.tiles}
    kept = sum(places.get(tile.id) == tile.rect for tile in other.tiles)
    return kept > _ALIKE * min(len(places), len(other.tiles)) and kept > 0


def flown(before: DrawingItem, after: DrawingItem, share: float) -> DrawingItem:
    """Return the drawing as it is seen SHARE (0 to 1) of the way from BEFORE to AFTER; at 1 it is AFTER itself.

    What is in sight shrinks or grows by factors, not by steps, and its middle moves along with it, so that what lies
    still under both sights lies still on the way.
    """
    if share >= 1.0:
        return after
    here, there = seen_of(before), seen_of(after)
    wide = exp(log(here.width) * (1 - share) + log(there.width) * share)
    high = exp(log(here.height) * (1 - share) + log(there.height) * share)
    # Of the way between two sights of one size nothing can be told by their sizes.
    moved = (wide - here.width) / (there.width - here.width) if abs(there.width - here.width) > 1e-6 else share
    x, y = (_on_way(a, b, moved) for a, b in zip(here.centre, there.centre, strict=True))
    rect = Rect(*(_on_way(a, b, share) for a, b in zip(before.rect, after.rect, strict=True)))
    return after._replace(rect=rect, sight=Rect(x - wide / 2, y - high / 2, wide, high), most=_NO_MOST)


def seen_of(item: DrawingItem) -> Rect:
    """Return all that fills the place of a drawing: what is in sight, and what stands beside that."""
    across = item.rect.width / max(item.sight.width, 1.0)
    down = item.rect.height / max(item.sight.height, 1.0)
    scale = min(across, down, item.most)
    x, y = item.sight.centre
    wide, high = item.rect.width / scale, item.rect.height / scale
    return Rect(x - wide / 2, y - high / 2, wide, high)


def _moved(item: PageItem, old: PageItem | None, share: float) -> PageItem:
    if isinstance(item, BoxItem) and isinstance(old, BoxItem):
        return item._replace(rect=Rect(*(_on_way(a, b, share) for a, b in zip(old.rect, item.rect, strict=True))))
    if isinstance(item, DrawingItem) and isinstance(old, DrawingItem) and _are_alike(old.drawing, item.drawing):
        return flown(old, item, share)
    if isinstance(item, TextItem) and isinstance(old, TextItem):
        x, y = _on_way(old.x, item.x, share), _on_way(old.y, item.y, share)
        if item.align != old.align:
            x, y = item.x, item.y
        return item._replace(x=x, y=y, text=counted_on(old.text, item.text, share))
    if isinstance(item, LineItem) and isinstance(old, LineItem) and len(item.points) == len(old.points):
        return item._replace(points=_points_on_way(old.points, item.points, share))
    if isinstance(item, AreaItem) and isinstance(old, AreaItem) and len(item.points) == len(old.points):
        return item._replace(points=_points_on_way(old.points, item.points, share))
    return item


def _points_on_way(before: Points, after: Points, share: float) -> Points:
    pairs = zip(before, after, strict=True)
    return tuple((_on_way(a, c, share), _on_way(b, d, share)) for (a, b), (c, d) in pairs)


def _on_way(before: float, after: float, share: float) -> float:
    return before + (after - before) * share


def counted_on(before: str, after: str, share: float) -> str:
    """Return AFTER with its numbers SHARE of the way from those of BEFORE, in as many digits as AFTER has.

    Where the words around the numbers are others, there is nothing to count: the text changes halfway.
    """
    if before == after:
        return after
    old, new = _NUMBER.findall(before), _NUMBER.findall(after)
    if len(old) != len(new) or _NUMBER.sub("0", before) != _NUMBER.sub("0", after):
        return before if share < _HALF else after
    numbers: Iterator[str] = (_number_on(a, b, share) for a, b in zip(old, new, strict=True))
    return _NUMBER.sub(lambda _: next(numbers), after)


def _number_on(before: str, after: str, share: float) -> str:
    decimals = len(after.partition(".")[2])
    number = f"{_on_way(_read(before), _read(after), share):,.{decimals}f}"
    grouping = next((sign for sign in after if not (sign.isdigit() or sign == ".")), "")
    return number.replace(",", grouping)


def _read(number: str) -> float:
    return float("".join(sign for sign in number if sign.isdigit() or sign == "."))
