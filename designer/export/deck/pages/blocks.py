"""Blocks of words and numbers on a page: large numbers, a sentence, rows under a heading, a bar of shares."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from designer.drawing.records import Rect
from designer.export.deck.pages.sheet import (
    BODY,
    BODY_STEPS,
    HEADING,
    LEAST,
    LINE,
    NOTE,
    SMALL,
    Sheet,
)
from designer.export.deck.records import DeckFigure, Figures, Lines, Share, Shares, Words

_NUMBER_STEPS: Final = (72.0, 60.0, 48.0, 40.0, 34.0, 28.0, SMALL, LEAST)
_PITCH: Final = 196.0
"""From one large number to the next, where there is room."""
_PAD: Final = 36.0
_TOP_PAD, _END_PAD = 18.0, 18.0
"""Above the caption of a large number, and below what explains it."""
_ROW: Final = 46.0
_BAR: Final = 56.0
_KEY: Final = 24.0
"""Side of the square that says which piece of the bar is told."""
_UNIT_SHARE: Final = 0.45
"""Size of a unit, of that of its number."""
SURE_INK: Final = {"sourced": "#0E5A3A", "unverified": "#5B97C9", "estimated": "#E0B45C"}


def set_figures(sheet: Sheet, key: str, block: Figures, room: Rect) -> float:
    """Set large numbers below each other, each under a rule; return the height that they take."""
    if not block.figures:
        return 0.0
    if sum(_figure_height(sheet, one, room.width, _NUMBER_STEPS[3]) for one in block.figures) > room.height:
        # Where there are too many, each is said without what explains it.
        block = Figures(figures=tuple(replace(one, below="") for one in block.figures))
    steps = [px for px in _NUMBER_STEPS if px >= _NUMBER_STEPS[5]]
    most = next(
        (px for px in steps if sum(_figure_height(sheet, one, room.width, px) for one in block.figures) <= room.height),
        steps[-1],
    )
    heights = [_figure_height(sheet, one, room.width, most) for one in block.figures]
    pitch = min(_PITCH, room.height / len(heights))
    if max(heights) <= pitch:
        heights = [pitch for _ in heights]
    y = room.y
    for one, high in zip(block.figures, heights, strict=True):
        # By its caption without what is unknown of it: the same figure then counts on when others join it.
        name = f"{key}/{one.caption.partition(',')[0]}"
        _set_figure(sheet, name, one, Rect(room.x, y, room.width, high), most)
        y += high
    sheet.rule(f"{key}/end", room.x, y, room.width)
    return y - room.y


def _figure_parts(
    sheet: Sheet, one: DeckFigure, width: float, most: float
) -> tuple[tuple[float, list[str]], tuple[float, list[str]], tuple[float, list[str]]]:
    """Return caption, number and the line below, each with its size."""
    caption = sheet.fitted(one.caption, width, 2 * SMALL * LINE, (SMALL, NOTE, LEAST))
    steps = [px for px in _NUMBER_STEPS if px <= most]
    # The unit stands beside the number, so that it needs its share of the line.
    unit = f" {one.unit}" if one.unit else ""
    number = next(
        ((px, [one.number]) for px in steps if _number_width(sheet, one.number, unit, px) <= width),
        sheet.fitted(one.number, width, 3 * SMALL * LINE, (SMALL, NOTE, LEAST), strong=True),
    )
    below = sheet.fitted(one.below, width, 2 * NOTE * LINE, (NOTE, LEAST)) if one.below else (NOTE, [])
    return caption, number, below


def _number_width(sheet: Sheet, number: str, unit: str, px: float) -> float:
    return sheet.width(number, px, strong=True) + (sheet.width(unit, unit_size(px)) + 22.0 if unit else 0.0)


def unit_size(px: float) -> float:
    """Return the size of a unit beside a number of PX."""
    return max(px * _UNIT_SHARE, NOTE)


def _figure_height(sheet: Sheet, one: DeckFigure, width: float, most: float) -> float:
    (a, caption), (b, number), (c, below) = _figure_parts(sheet, one, width, most)
    # Above the caption, and below the last line.
    pad = _TOP_PAD + (_END_PAD if below else 8.0)
    return pad + len(caption) * a * LINE + len(number) * b * 1.2 + len(below) * c * LINE


def _set_figure(sheet: Sheet, key: str, one: DeckFigure, room: Rect, most: float) -> None:
    (a, caption), (b, number), (c, below) = _figure_parts(sheet, one, room.width, most)
    sheet.rule(f"{key}/rule", room.x, room.y, room.width)
    y = room.y + _TOP_PAD
    y += sheet.block(f"{key}/caption", caption, room.x, y, a, ink="muted")
    for place, line in enumerate(number):
        sheet.text(f"{key}/number/{place}", line, room.x - b * 0.04, y + b * 0.6, b, strong=True)
        end = sheet.width(line, b, strong=True)
        if place == len(number) - 1 and one.unit:
            u = unit_size(b)
            # On the baseline of the number, not in its middle.
            middle = y + b * 0.6 + 0.36 * (b - u)
            if end + sheet.width(f" {one.unit}", u) + 22 > room.width:
                y += u * LINE
                end, middle = -20.0, y + b * 0.6
            sheet.text(f"{key}/unit", one.unit, room.x + end + 20.0, middle, u, ink="muted")
        y += b * 1.2
    sheet.block(f"{key}/below", below, room.x, y, c, ink="muted")


def set_cards(sheet: Sheet, key: str, block: Figures, room: Rect) -> float:
    """Set large numbers beside each other, each on a card; return the height that they take."""
    gap = 32.0
    width = (room.width - gap * (len(block.figures) - 1)) / max(len(block.figures), 1)
    high = min(room.height, 360.0)
    for place, one in enumerate(block.figures):
        x = room.x + place * (width + gap)
        sheet.box(f"{key}/card/{place}", (x, room.y, width, high), "surface_2", radius=24.0)
        inside = Rect(x + 40.0, room.y + 24.0, width - 80.0, high - 48.0)
        _set_figure(sheet, f"{key}/{place}", one, inside, _NUMBER_STEPS[0])
    return high


def words_lines(sheet: Sheet, block: Words, width: float) -> tuple[float, list[list[tuple[str, bool]]]]:
    """Return a size and the lines of a sentence whose first words stand out: words, each with whether it does."""
    words = [(word, True) for word in block.lead.split()] + [(word, False) for word in block.text.split(" ")]
    for px in BODY_STEPS:
        lines: list[list[tuple[str, bool]]] = [[]]
        used = 0.0
        for word, strong in words:
            wide = sheet.width(f"{word} ", px, strong=strong)
            if used and used + wide > width:
                lines.append([])
                used = 0.0
            lines[-1].append((word, strong))
            used += wide
        if len(lines) <= 3 or px == LEAST:
            return px, lines
    raise AssertionError("the last step always answers")


def words_height(sheet: Sheet, block: Words, width: float) -> float:
    """Return the height of a sentence in WIDTH."""
    px, lines = words_lines(sheet, block, width)
    return len(lines) * px * LINE


def set_words(sheet: Sheet, key: str, block: Words, room: Rect) -> float:
    """Set one sentence; return its height."""
    px, lines = words_lines(sheet, block, room.width)
    for number, line in enumerate(lines):
        x, middle = room.x, room.y + (number + 0.5) * px * LINE
        # One piece for each weight: a reader of the file then finds whole words beside each other.
        for strong in (True, False):
            piece = " ".join(word for word, of in line if of is strong)
            if piece:
                sheet.text(f"{key}/{number}/{strong}", piece, x, middle, px, strong=strong)
                x += sheet.width(f"{piece} ", px, strong=strong)
    return len(lines) * px * LINE


def _line_rows(
    sheet: Sheet, block: Lines, width: float, high: float
) -> tuple[float, list[tuple[list[str], list[str], float]], int]:
    """Return a size, each pair as lines with its height, and how many pairs find no room."""
    rows = block.lines or (("Nothing", ""),)
    inner = width - 2 * _PAD
    fixed = _PAD + HEADING * LINE + 12.0 + 16.0
    found: list[tuple[list[str], list[str], float]] = []
    px = LEAST
    for px in (SMALL, NOTE, LEAST):
        natural = max(sheet.width(after, px) for _, after in rows)
        second = min(natural + 2.0, inner * 0.5)
        found = []
        for words, after in rows:
            left = sheet.lines(words, px, inner - second - 24.0)
            right = sheet.lines(after, px, second) if after else []
            found.append((left, right, max(len(left), len(right)) * px * LINE + (_ROW - SMALL * LINE)))
        if sum(row[2] for row in found) + fixed <= high:
            return px, found, 0
    kept, used = 0, fixed + _ROW
    while kept < len(found) and used + found[kept][2] <= high:
        used += found[kept][2]
        kept += 1
    return px, found[:kept], len(found) - kept


def lines_height(sheet: Sheet, block: Lines, width: float, high: float) -> float:
    """Return the height of rows under a heading in WIDTH, where HIGH is the most."""
    _, rows, more = _line_rows(sheet, block, width, high)
    return _PAD + HEADING * LINE + 28.0 + sum(row[2] for row in rows) + (_ROW if more else 0.0)


def set_lines(sheet: Sheet, key: str, block: Lines, room: Rect, high: float) -> float:
    """Set a heading with pairs on a panel HIGH units high; return that height."""
    px, rows, more = _line_rows(sheet, block, room.width, room.height)
    missing = block.title == "Not included"
    fill, alpha = ("error", 0.07) if missing else ("surface_2", 1.0)
    sheet.box(f"{key}/panel", (room.x, room.y, room.width, high), fill, alpha=alpha, radius=20.0)
    x, right = room.x + _PAD, room.right - _PAD
    y = room.y + _PAD * 0.75
    sheet.text(f"{key}/title", block.title, x, y + HEADING * LINE / 2, HEADING, strong=True)
    y += HEADING * LINE + 12.0
    for place, (left, after, tall) in enumerate(rows):
        sheet.rule(f"{key}/rule/{place}", x, y, right - x)
        top = y + (tall - max(len(left), len(after)) * px * LINE) / 2
        sheet.block(f"{key}/{place}/a", left, x, top, px)
        sheet.block(f"{key}/{place}/b", after, right, top, px, ink="muted", align="right")
        y += tall
    if more:
        sheet.rule(f"{key}/rule/more", x, y, right - x)
        sheet.text(f"{key}/more", f"and {more} more", x, y + _ROW / 2, px, ink="muted")
    return high


def shares_height(sheet: Sheet, block: Shares, width: float) -> float:
    """Return the height of a bar of shares with its words."""
    step = width / max(len(block.shares), 1)
    return _BAR + 20.0 + max((_share_height(sheet, one, step) for one in block.shares), default=0.0)


def _share_height(sheet: Sheet, one: Share, step: float) -> float:
    below = sheet.lines(one.below, NOTE, step - _KEY - 36.0)
    return BODY * LINE + len(below) * NOTE * LINE


def set_shares(sheet: Sheet, key: str, block: Shares, room: Rect) -> float:
    """Set one bar in pieces, with what each is below it; return the height."""
    x, gap = room.x, 4.0
    whole = room.width - gap * max(len(block.shares) - 1, 0)
    widths = _piece_widths([one.share for one in block.shares], whole)
    for one, part in zip(block.shares, widths, strict=True):
        hatched = one.sure == "estimated"
        sheet.box(f"{key}/{one.label}", (x, room.y, part, _BAR), SURE_INK[one.sure], radius=8.0, hatched=hatched)
        x += part + gap
    step = room.width / max(len(block.shares), 1)
    y = room.y + _BAR + 20.0
    for place, one in enumerate(block.shares):
        left = room.x + place * step
        hatched = one.sure == "estimated"
        square = (left, y + (BODY * LINE - _KEY) / 2, _KEY, _KEY)
        sheet.box(f"{key}/{one.label}/key", square, SURE_INK[one.sure], radius=6.0, hatched=hatched)
        label = f"{one.label} {one.share:.0%}"
        sheet.text(f"{key}/{one.label}/label", label, left + _KEY + 12.0, y + BODY * LINE / 2, BODY, strong=True)
        below = sheet.lines(one.below, NOTE, step - _KEY - 36.0)
        sheet.block(f"{key}/{one.label}/below", below, left + _KEY + 12.0, y + BODY * LINE, NOTE, ink="muted")
    return shares_height(sheet, block, room.width)


def _piece_widths(shares: Sequence[float], whole: float) -> list[float]:
    """Return the width of each piece; one that would be too narrow to be seen is 10 units wide."""
    least = 10.0
    wide = [max(share * whole, least) for share in shares]
    total = sum(wide)
    return [width * whole / total for width in wide] if total else wide
