"""Ways beside each other on a page: a card for each, the same rows in the same order, one of them proposed."""

from typing import Final

from designer.drawing.records import Rect
from designer.export.deck.pages.sheet import BODY_STEPS, HEADING, LEAST, LINE, NOTE, SMALL, Sheet
from designer.export.deck.records import Cards

_GAP: Final = 32.0
_PAD: Final = 36.0
_HEAD: Final = 148.0
"""From the upper edge of a card to its first row."""
_ROW: Final = 104.0
_AMOUNTS: Final = (34.0, HEADING, SMALL, NOTE, LEAST)


def set_ways(sheet: Sheet, key: str, block: Cards, room: Rect) -> float:
    """Set the cards of BLOCK into ROOM; return the height that they take."""
    count = max(len(block.cards), 1)
    width = (room.width - _GAP * (count - 1)) / count
    rows = max((len(card.rows) for card in block.cards), default=0)
    high = min(_HEAD + rows * _ROW + 16.0, room.height - NOTE * LINE - 24.0)
    for place, card in enumerate(block.cards):
        x, name, inside = room.x + place * (width + _GAP), f"{key}/{place}", width - 2 * _PAD
        ink, stroke = ("accent", 5.0) if card.proposed else ("border", 2.0)
        sheet.box(f"{name}/card", (x, room.y, width, high), "surface", line=ink, stroke=stroke, radius=20.0)
        if card.proposed:
            tag = sheet.width("Proposed", LEAST, strong=True) + 40.0
            sheet.box(f"{name}/tag", (x + width - tag - 24.0, room.y - 20.0, tag, 40.0), "accent", radius=20.0)
            left = x + width - tag - 4.0
            sheet.text(f"{name}/proposed", "Proposed", left, room.y, LEAST, ink="surface", strong=True)
        px, lines = sheet.fitted(card.title, inside, 2 * SMALL * LINE, (HEADING, *BODY_STEPS), strong=True)
        sheet.block(f"{name}/title", lines, x + _PAD, room.y + 30.0, px, strong=True)
        sheet.text(f"{name}/below", card.below, x + _PAD, room.y + _HEAD - 34.0, NOTE, ink="muted")
        for number, (words, amount) in enumerate(card.rows):
            y = room.y + _HEAD + number * _ROW
            sheet.rule(f"{name}/rule/{number}", x + _PAD, y, inside)
            sheet.text(f"{name}/what/{number}", words, x + _PAD, y + 28.0, NOTE, ink="muted")
            px, fit = sheet.fitted(amount, inside, _AMOUNTS[0] * LINE, _AMOUNTS, strong=True)
            right = x + _PAD + inside
            sheet.block(f"{name}/amount/{number}", fit, right, y + 48.0, px, strong=True, align="right")
    sheet.text(f"{key}/note", block.note, room.x, room.y + high + 30.0, NOTE, ink="muted")
    return high + NOTE * LINE + 24.0
