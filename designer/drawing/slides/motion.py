"""The way from one slide to the same slide with other figures: numbers count, bars and lines glide."""

import re
from collections.abc import Iterator
from typing import Final

from designer.drawing.records import Rect
from designer.drawing.slides.page import AreaItem, BoxItem, LineItem, PageItem, SlidePage, TextItem

_NUMBER: Final = re.compile(r"\d(?:[\d,\u202f]*\d)?(?:\.\d+)?")
"""A number as figures are written: thousands parted by a narrow space or a comma."""
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


def _moved(item: PageItem, old: PageItem | None, share: float) -> PageItem:
    if isinstance(item, BoxItem) and isinstance(old, BoxItem):
        return item._replace(rect=Rect(*(_on_way(a, b, share) for a, b in zip(old.rect, item.rect, strict=True))))
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
