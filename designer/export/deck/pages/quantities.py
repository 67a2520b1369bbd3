"""Quantities beside each other on a page: a tinted card each, with a large number and a picture of how much it is."""

from typing import Final, NamedTuple

from designer.drawing.records import Rect
from designer.drawing.slides.page import BoxItem
from designer.export.deck.pages.sheet import BODY, BODY_STEPS, LEAST, LINE, NOTE, SMALL, Sheet
from designer.export.deck.records import Quantities, Quantity

_GAP: Final = 32.0
_PAD: Final = 40.0
_TINT: Final = 0.07
_NUMBER_STEPS: Final = (84.0, 72.0, 60.0, 48.0, 40.0, 34.0, 28.0, SMALL, LEAST)
_MOST_CARD: Final = 860.0
"""A single quantity does not take the whole slide."""
_LIGHT: Final = 0.3
_BAR: Final = 24.0
_SPACE: Final = 12.0
"""Between boxes."""


class _Grid(NamedTuple):
    """Boxes in rows: how many stand in one, and the side of each."""

    columns: int
    side: float


def grid_of(count: int, wide: float, high: float) -> _Grid:
    """Return the rows of COUNT boxes that are as large as WIDE × HIGH lets them be, at least seven in a row."""
    # Fewer in a row would be a column, more are too small to be counted.
    best = _Grid(7, 0.0)
    for columns in range(7, 15):
        rows = -(-count // columns)
        side = min((wide - _SPACE * (columns - 1)) / columns, (high - _SPACE * (rows - 1)) / rows)
        if side > best.side:
            best = _Grid(columns, side)
    return best


def set_quantities(sheet: Sheet, key: str, block: Quantities, room: Rect) -> float:
    """Set the cards of BLOCK into ROOM; return the height that they take."""
    count = max(len(block.quantities), 1)
    width = min((room.width - _GAP * (count - 1)) / count, _MOST_CARD)
    for place, one in enumerate(block.quantities):
        inside = Rect(room.x + place * (width + _GAP), room.y, width, room.height)
        _set_card(sheet, f"{key}/{place}/{one.title}", one, inside)
    return room.height


def _set_card(sheet: Sheet, key: str, one: Quantity, room: Rect) -> None:
    ink = f"layer:{one.layer}"
    sheet.box(f"{key}/card", room, ink, alpha=_TINT, radius=24.0)
    x, wide = room.x + _PAD, room.width - 2 * _PAD
    y = room.y + 32.0
    sheet.box(f"{key}/mark", (x, y + (BODY * LINE - 22.0) / 2, 22.0, 22.0), ink, radius=6.0)
    px, title = sheet.fitted(one.title, wide - 36.0, BODY * LINE, BODY_STEPS, strong=True)
    y += sheet.block(f"{key}/title", title, x + 36.0, y, px, strong=True) + 18.0
    px, number = sheet.fitted(one.number, wide, _NUMBER_STEPS[0] * 1.3, _NUMBER_STEPS, strong=True)
    for line in range(len(number)):
        sheet.text(f"{key}/number/{line}", number[line], x - px * 0.04, y + px * 0.55, px, strong=True)
        y += px * 1.15
    px, rest = sheet.fitted(one.rest, wide, 2 * SMALL * LINE, BODY_STEPS)
    y += sheet.block(f"{key}/rest", rest, x, y, px, ink="muted") + 28.0
    # What explains it stands at the lower edge, so that the sentences of all cards are on one line.
    words = " ".join(text for text in (one.foot.text if one.foot is not None else "", one.legend) if text)
    px, foot = sheet.fitted(words, wide, 4 * NOTE * LINE, (NOTE, LEAST))
    bottom = room.bottom - 32.0 - len(foot) * px * LINE
    sheet.block(f"{key}/foot", foot, x, bottom, px, ink="muted")
    picture = Rect(x, y, wide, max(bottom - 24.0 - y, 40.0))
    if one.boxes is not None:
        _set_boxes(sheet, key, one, picture)
    else:
        _set_bars(sheet, key, one, picture)


def _set_boxes(sheet: Sheet, key: str, one: Quantity, room: Rect) -> None:
    boxes = one.boxes
    assert boxes is not None
    ink = f"layer:{one.layer}"
    columns, side = grid_of(boxes.most, room.width, room.height)
    side = min(side, 92.0)
    for number in range(boxes.most):
        place = Rect(
            room.x + number % columns * (side + _SPACE), room.y + number // columns * (side + _SPACE), side, side
        )
        name, radius = f"{key}/box/{number}", side * 0.14
        if number < boxes.sure:
            sheet.box(name, place, ink, radius=radius)
        else:
            sheet.items.append(BoxItem(name, place, "surface", 1.0, ink, 2.0, radius, dashed=True))


def _set_bars(sheet: Sheet, key: str, one: Quantity, room: Rect) -> None:
    ink = f"layer:{one.layer}"
    y = room.y
    for bar in one.bars:
        name = f"{key}/bar/{bar.label}"
        right = sheet.width(bar.amount, NOTE, strong=True)
        px, lines = sheet.fitted(bar.label, max(room.width - right - 24.0, 80.0), NOTE * LINE, (NOTE, LEAST))
        sheet.text(f"{name}/amount", bar.amount, room.right, y + px * LINE / 2, NOTE, strong=True, align="right")
        y += sheet.block(f"{name}/label", lines, room.x, y, px) + 6.0
        for part, share, alpha in (("all", 1.0, 1.0), ("high", bar.high, _LIGHT), ("low", bar.low, 1.0)):
            if share > 0.0:
                fill = "surface" if part == "all" else ink
                place = (room.x, y, room.width * min(share, 1.0), _BAR)
                sheet.box(f"{name}/{part}", place, fill, alpha=alpha, radius=_BAR / 2)
        y += _BAR + max(min((room.bottom - y) / 4, 28.0), 8.0)
