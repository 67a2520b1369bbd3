"""The picture of two designs on a page: both drawn, and an outline, a pattern and a sign on all that differs."""

from collections.abc import Mapping
from typing import Final

from designer.drawing.difference import COLOURS, SIGNS, DrawnDifference, How, draw_difference
from designer.drawing.records import Rect
from designer.drawing.slides.page import BoxItem, DrawingItem, LineItem
from designer.drawing.text import TextWidths
from designer.export.deck.pages.sheet import BODY, LEAST, NOTE, Sheet
from designer.export.deck.records import Difference

_MARGIN: Final = 24.0
"""Around what is drawn, in canvas pixels."""
_MOST: Final = 2.4
"""Units of the slide for a canvas pixel beyond which a small drawing is not blown up."""
_LEGEND: Final = 44.0
_CAPTIONS: Final = 28.0
_PILL: Final = 32.0
_MOST_WORDS: Final = 8
"""Tiles that differ beside which words are set; of more each has its sign alone, and the legend counts them."""
_INNER: Final = 5.0
"""From an outline to the second one of what has changed."""


def set_difference(sheet: Sheet, key: str, block: Difference, room: Rect, widths: TextWidths) -> float:
    """Set the picture of BLOCK into ROOM, with a legend below; return the height that it takes.

    WIDTHS measures text as the painter writes it.
    """
    picture = draw_difference(block.before, block.after, widths)
    sheet.box(f"{key}/panel", room, "canvas", radius=20.0)
    if not picture.drawing.tiles:
        sheet.text(f"{key}/nothing", "Nothing is drawn yet.", *room.centre, BODY, ink="muted", align="middle")
        return room.height
    inside = Rect(room.x, room.y, room.width, room.height - _LEGEND)
    sight = picture.drawing.bounds.grown(_MARGIN)
    # Above the uppermost frame stands its name, in letters that do not shrink with the drawing.
    above = _CAPTIONS * max(sight.width / inside.width, sight.height / max(inside.height - _CAPTIONS, 1.0))
    sight = Rect(sight.x, sight.y - above, sight.width, sight.height + above)
    scale = min(inside.width / max(sight.width, 1.0), inside.height / max(sight.height, 1.0), _MOST)
    sheet.items.append(DrawingItem(key, inside, picture.drawing, sight, block.alt, scale))
    x0, y0 = (inside.centre[axis] - sight.centre[axis] * scale for axis in (0, 1))

    def placed(rect: Rect) -> Rect:
        return Rect(x0 + rect.x * scale, y0 + rect.y * scale, rect.width * scale, rect.height * scale)

    tiles = [one for one in picture.differences if one.rect is not None]
    for one in picture.differences:
        if one.rect is not None:
            _set_outline(sheet, f"{key}/{one.id}", one, placed(one.rect.grown(3.0)))
        else:
            points = tuple((x0 + x * scale, y0 + y * scale) for x, y in one.path)
            pattern = "dashed" if one.how == "gone" else "solid"
            sheet.items.append(LineItem(f"{key}/{one.id}", points, COLOURS[one.how], 3.0, pattern))
    # Words last, so that no outline crosses them.
    for one in tiles:
        assert one.rect is not None
        _set_words(sheet, f"{key}/{one.id}", one, placed(one.rect), inside, worded=len(tiles) <= _MOST_WORDS)
    _set_legend(sheet, key, picture.counts, Rect(room.x, inside.bottom, room.width, _LEGEND))
    return room.height


def _set_outline(sheet: Sheet, key: str, one: DrawnDifference, box: Rect) -> None:
    ink, gone = COLOURS[one.how], one.how == "gone"
    fill = ink if gone else ""
    sheet.items.append(BoxItem(key, box, fill, 0.14, ink, 4.0, 10.0, hatched=gone, dashed=gone))
    if one.how == "changed":
        sheet.items.append(BoxItem(f"{key}/second", box.grown(_INNER), "", 1.0, ink, 2.0, 13.0))


def _set_words(sheet: Sheet, key: str, one: DrawnDifference, tile: Rect, room: Rect, *, worded: bool) -> None:
    """Set the sign, and where there is room for them the words, at the lower right corner of TILE, inside ROOM."""
    words = f"{SIGNS[one.how]} {one.words}" if worded else SIGNS[one.how]
    wide = sheet.width(words, LEAST, strong=True) + 24.0
    left = max(min(tile.right - wide + 12.0, room.right - wide), room.x)
    top = min(tile.bottom - _PILL / 2, room.bottom - _PILL)
    sheet.box(f"{key}/pill", (left, top, wide, _PILL), COLOURS[one.how], radius=_PILL / 2)
    middle = top + _PILL / 2
    sheet.text(f"{key}/words", words, left + 12.0, middle, LEAST, ink="#FFFFFF", strong=True)


def _set_legend(sheet: Sheet, key: str, counts: Mapping[How, int], room: Rect) -> None:
    x, middle = room.x + 20.0, room.centre[1] - 2.0
    told: list[tuple[How, int]] = [(how, number) for how, number in counts.items() if number]
    if not told:
        sheet.text(f"{key}/same", "Nothing that is drawn differs.", x, middle, NOTE, ink="muted")
    for how, number in told:
        words = f"{SIGNS[how]} {number:,} {how}"
        wide = sheet.width(words, LEAST, strong=True) + 24.0
        ink = COLOURS[how]
        sheet.box(f"{key}/legend/{how}", (x, middle - _PILL / 2, wide, _PILL), ink, radius=_PILL / 2)
        sheet.text(f"{key}/legend/{how}/words", words, x + 12.0, middle, LEAST, ink="#FFFFFF", strong=True)
        x += wide + 16.0
