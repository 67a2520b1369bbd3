"""The ways to get the same as cards beside each other: the same rows in the same order, that of the design framed."""

from typing import Final

from designer.drawing.records import Rect
from designer.export.deck.pages.sheet import BODY_STEPS, LEAST, LINE, NOTE, SMALL, Sheet
from designer.export.deck.pages.tables import NUMBER
from designer.export.deck.records import Table

OWN: Final = "Owning"
"""Name of the way that is drawn."""
_GAP: Final = 32.0
_PAD: Final = 36.0
_MOST_ROW: Final = 128.0
_LABEL: Final = 140.0
"""Width that a heading beside its figure has at least."""
_NAME_STEPS: Final = (34.0, 30.0, 26.0, SMALL, NOTE, LEAST)
_FIRST, _OTHER = 44.0, 34.0
"""Sizes of the first figure of a card, the price, and of the others."""


def set_ways(sheet: Sheet, key: str, block: Table, room: Rect) -> float:
    """Set each row of a table as a card: its name, then heading and cell of every other column.

    Returns:
        The height that they take with the note below them.
    """
    count = len(block.rows)
    width = (room.width - _GAP * (count - 1)) / count
    inner = width - 2 * _PAD
    # All names in the size of the longest.
    px = min(sheet.fitted(row[0], inner, 2 * SMALL * LINE, _NAME_STEPS, strong=True)[0] for row in block.rows)
    names = [sheet.lines(row[0], px, inner, strong=True) for row in block.rows]
    head = max(map(len, names)) * px * LINE + 44.0
    note = sheet.lines(block.note, NOTE, room.width) if block.note else []
    left = room.height - head - 32.0 - (len(note) * NOTE * LINE + 24.0 if note else 0.0)
    step = min(_MOST_ROW, left / max(len(block.header) - 1, 1))
    high = head + step * (len(block.header) - 1) + 24.0
    for place, row in enumerate(block.rows):
        x = room.x + place * (width + _GAP)
        own = row[0] == OWN
        line, stroke = ("accent", 4.0) if own else ("border", 2.0)
        sheet.box(f"{key}/{place}", (x, room.y, width, high), "surface", line=line, stroke=stroke, radius=20.0)
        if own:
            _set_pill(sheet, f"{key}/{place}/pill", x + width - 28.0, room.y)
        sheet.block(f"{key}/{place}/name", names[place], x + _PAD, room.y + 28.0, px, strong=True)
        for column in range(1, len(block.header)):
            y = room.y + head + (column - 1) * step
            sheet.rule(f"{key}/{place}/rule/{column}", x + _PAD, y, inner)
            most = _FIRST if column == 1 else _OTHER
            cell = Rect(x + _PAD, y, inner, step)
            _set_row(sheet, f"{key}/{place}/{column}", block.header[column], row[column], cell, most)
    if note:
        sheet.block(f"{key}/note", note, room.x, room.y + high + 18.0, NOTE, ink="muted")
        high += 18.0 + len(note) * NOTE * LINE
    return high


def _set_pill(sheet: Sheet, key: str, right: float, middle: float) -> None:
    """Set the word that says which way is drawn, on the upper edge of its card."""
    words = "As drawn"
    wide = sheet.width(words, NOTE, strong=True) + 48.0
    sheet.box(key, (right - wide, middle - 22.0, wide, 44.0), "accent", radius=22.0)
    sheet.text(f"{key}/words", words, right - wide / 2, middle, NOTE, ink="surface", strong=True, align="middle")


def _set_row(sheet: Sheet, key: str, heading: str, cell: str, room: Rect, most: float) -> None:
    """Set a heading at the left and its figure at the right, in one line where they fit."""
    middle = room.y + room.height / 2
    found = NUMBER.fullmatch(cell)
    number, unit = (found[1], found[2]) if found is not None else (cell, "")
    after = sheet.width(f" {unit}", NOTE) + 4.0 if unit else 0.0
    said = heading[:1].upper() + heading[1:]
    fits = [px for px in (most, *BODY_STEPS) if sheet.width(number, px, strong=True) + after + _LABEL <= room.width]
    px = fits[0] if fits else LEAST
    wide = sheet.width(number, px, strong=True) + after
    label, lines = sheet.fitted(said, max(room.width - wide - 24.0, _LABEL / 2), room.height, BODY_STEPS[1:])
    top = middle - len(lines) * label * LINE / 2
    sheet.block(f"{key}/label", lines, room.x, top, label, ink="muted")
    sheet.text(f"{key}/number", number, room.right - after, middle, px, strong=True, align="right")
    if unit:
        sheet.text(f"{key}/unit", unit, room.right, middle, NOTE, ink="muted", align="right")
