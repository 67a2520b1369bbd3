"""A table on a page: columns as wide as their words need, rows with signs, percentages with a bar."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.drawing.records import Rect
from designer.drawing.slides.page import Sign
from designer.export.deck.pages.sheet import BODY_STEPS, LEAST, LINE, NOTE, Sheet
from designer.export.deck.records import Table

_GAP: Final = 40.0
"""Between columns."""
_SIGN_WIDTH: Final = 64.0
_MOST_PAD, _LEAST_PAD = 42.0, 14.0
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)%")
NUMBER: Final = re.compile(r"(.*\d)[\s ](\D+)")
"""A number with its unit, as cells hold it."""
_BAR_WIDTH, _BAR_HEIGHT = 200.0, 16.0
_BARS_FROM: Final = 1300.0
"""A table so wide has room for a bar beside a percentage."""
_TEXT_SHARE: Final = 0.35
"""Of the width that columns of words keep at least."""
_BAR_INK: Final = {"fits": "ok", "ask": "warn", "short": "error"}
"""Colour of a bar by the sign of its row, which says the same in shape."""
_SIGNS: Final[dict[str, Sign]] = {"✓": "fits", "?": "ask", "!": "short"}
"""Signs of rows, by the letters that a note under a table has for them."""


class _Setting(NamedTuple):
    """A table in one size: its columns, cells in lines, and whether its numbers find too little room."""

    px: float
    lefts: list[float]
    widths: list[float]
    header: list[list[str]]
    cells: list[list[list[str]]]
    squeezed: bool

    @property
    def header_height(self) -> float:
        return max((len(lines) for lines in self.header), default=0) * NOTE * LINE + 22.0

    @property
    def rows(self) -> list[float]:
        return [max((len(lines) for lines in row), default=1) * self.px * LINE for row in self.cells]


def set_table(sheet: Sheet, key: str, block: Table, room: Rect) -> float:
    """Set a table into ROOM; return the height that it takes."""
    note = sheet.lines(block.note, NOTE, room.width - (_SIGN_WIDTH if block.marks else 0.0)) if block.note else []
    high = room.height - (len(note) * NOTE * LINE + 20.0 if note else 0.0)
    setting = _setting(sheet, block, room, BODY_STEPS[0])
    for px in BODY_STEPS:
        setting = _setting(sheet, block, room, px)
        tall = setting.header_height + sum(setting.rows) + _LEAST_PAD * len(setting.rows)
        if tall <= high and not setting.squeezed:
            break
    rows, more = _fitting(setting, high)
    spare = (high - setting.header_height - sum(rows)) / max(len(rows), 1)
    pad = min(max(spare, _LEAST_PAD), _MOST_PAD)
    y = room.y + _set_header(sheet, key, block, setting, room)
    for number, tall in enumerate(rows):
        _set_row(sheet, f"{key}/{number}", block, setting, number, Rect(room.x, y, room.width, tall + pad))
        y += tall + pad
        sheet.rule(f"{key}/rule/{number}", room.x, y, room.width)
    if more:
        sheet.text(f"{key}/more", f"and {more} more", room.x, y + NOTE * LINE / 2 + 8.0, NOTE, ink="muted")
        y += NOTE * LINE + 8.0
    if note:
        y += 14.0
        y += _set_note(sheet, f"{key}/note", block, note, room, y)
    return y - room.y


def _fitting(setting: _Setting, high: float) -> tuple[list[float], int]:
    """Return the heights of the rows that find room, and how many do not."""
    rows = setting.rows
    left = high - setting.header_height - sum(rows) - _LEAST_PAD * len(rows)
    kept = len(rows)
    while kept > 1 and left < (0.0 if kept == len(rows) else NOTE * LINE + 8.0):
        kept -= 1
        left += rows[kept] + _LEAST_PAD
    return rows[:kept], len(rows) - kept


def _setting(sheet: Sheet, block: Table, room: Rect, px: float) -> _Setting:
    columns = len(block.header)
    whole = room.width - (_SIGN_WIDTH if block.marks else 0.0) - _GAP * (columns - 1)
    shares = block.widths or tuple(1 / columns for _ in block.header)
    natural = [_natural(sheet, block, column, px, room.width) for column in range(columns)]
    numbers = [column for column in range(columns) if column in block.numbers]
    words = [column for column in range(columns) if column not in block.numbers]
    taken = sum(natural[column] for column in numbers)
    least = min(sum(natural[column] for column in words), whole * _TEXT_SHARE)
    most = whole - least
    squeezed = taken > most
    if squeezed:
        for column in numbers:
            natural[column] *= most / taken
        taken = most
    widths = list(natural)
    # Columns of words part what is left by their shares, but none is narrower than it needs while another has room.
    spare = whole - taken
    for column in numbers:
        # A heading of a number stands on one line where the words leave room for that.
        more = max(sheet.width(block.header[column], NOTE) + 4.0 - natural[column], 0.0)
        if not squeezed and more <= spare - sum(natural[column] for column in words):
            widths[column] += more
            spare -= more
    if words:
        wanted = sum(natural[column] for column in words)
        together = sum(shares[column] for column in words)
        for column in words:
            extra = (spare - wanted) * shares[column] / together if wanted <= spare else 0.0
            widths[column] = natural[column] + extra if wanted <= spare else spare * natural[column] / wanted
        _level(widths, words, whole=spare)
    elif numbers:
        widths[numbers[0]] += spare
    lefts, x = list[float](), room.x
    for width in widths:
        lefts.append(x)
        x += width + _GAP
    header = [sheet.lines(text, NOTE, width) for text, width in zip(block.header, widths, strict=True)]
    cells = [
        [
            sheet.lines(text, px, _room_of(sheet, block, column, width, room.width), strong=column == 0 and columns > 1)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in block.rows
    ]
    return _Setting(px, lefts, widths, header, cells, squeezed)


def _level(widths: list[float], words: Sequence[int], *, whole: float) -> None:
    """Give each column of words at least a fifth of its fair share, so that no column is a letter wide."""
    least = whole / len(words) / 5
    short = [column for column in words if widths[column] < least]
    if short:
        lacking = sum(least - widths[column] for column in short)
        widest = max(words, key=lambda column: widths[column])
        for column in short:
            widths[column] = least
        widths[widest] -= lacking


def _natural(sheet: Sheet, block: Table, column: int, px: float, wide: float) -> float:
    """Return the width in which nothing of COLUMN wraps."""
    strong = column == 0 or column in block.numbers
    widest = max((sheet.width(row[column], px, strong=strong) for row in block.rows), default=0.0)
    longest_word = max((sheet.width(word, NOTE) for word in block.header[column].split()), default=0.0)
    bar = _BAR_WIDTH + 24.0 if _has_bars(block, column, wide) else 0.0
    return max(widest + bar, longest_word) + 4.0


def _room_of(sheet: Sheet, block: Table, column: int, width: float, wide: float) -> float:
    return width - (_BAR_WIDTH + 24.0 if _has_bars(block, column, wide) else 0.0)


def _has_bars(block: Table, column: int, wide: float) -> bool:
    """Return whether COLUMN holds shares of a whole, and the table has room to draw them."""
    if wide < _BARS_FROM or column not in block.numbers or not block.rows:
        return False
    found = [_PERCENT.fullmatch(row[column]) for row in block.rows]
    return all(one is not None and float(one[1]) <= 100.0 for one in found)


def _set_header(sheet: Sheet, key: str, block: Table, setting: _Setting, room: Rect) -> float:
    for column, lines in enumerate(setting.header):
        right = column in block.numbers
        x = setting.lefts[column] + (setting.widths[column] if right else 0.0)
        # On the line above the rule, however many lines the others have.
        top = room.y + setting.header_height - 22.0 - len(lines) * NOTE * LINE
        sheet.block(f"{key}/header/{column}", lines, x, top, NOTE, ink="muted", align="right" if right else "left")
    sheet.rule(f"{key}/rule/header", room.x, room.y + setting.header_height - 8.0, room.width)
    return setting.header_height - 8.0


def _set_row(sheet: Sheet, key: str, block: Table, setting: _Setting, number: int, room: Rect) -> None:
    middle = room.y + room.height / 2
    px = setting.px
    for column, lines in enumerate(setting.cells[number]):
        top = middle - len(lines) * px * LINE / 2
        left, width = setting.lefts[column], setting.widths[column]
        if column not in block.numbers:
            strong = column == 0 and len(block.header) > 1
            sheet.block(f"{key}/{column}", lines, left, top, px, strong=strong)
            continue
        if _has_bars(block, column, room.width):
            share = float(block.rows[number][column].rstrip("%")) / 100
            y = middle - _BAR_HEIGHT / 2
            start = left + width - _BAR_WIDTH - 24.0 - _percent_width(sheet, block, column, px)
            sheet.box(f"{key}/{column}/all", (start, y, _BAR_WIDTH, _BAR_HEIGHT), "surface_2", radius=8.0)
            ink = _BAR_INK.get(block.marks[number] if block.marks else "", "accent")
            sheet.box(f"{key}/{column}/bar", (start, y, _BAR_WIDTH * share, _BAR_HEIGHT), ink, radius=8.0)
        found = NUMBER.fullmatch(lines[0]) if len(lines) == 1 else None
        if found is None:
            sheet.block(f"{key}/{column}", lines, left + width, top, px, strong=len(lines) == 1, align="right")
            continue
        small = max(px - 4.0, LEAST)
        after = max(_unit_width(sheet, row[column], small) for row in block.rows)
        unit_at = left + width - after
        sheet.text(f"{key}/{column}/number", found[1], unit_at - 8.0, middle, px, strong=True, align="right")
        sheet.text(f"{key}/{column}/unit", found[2], unit_at, middle, small, ink="muted")
    if block.marks and block.marks[number]:
        sheet.sign(f"{key}/sign", block.marks[number] or "ask", room.right - _SIGN_WIDTH / 2 + 8.0, middle)


def _percent_width(sheet: Sheet, block: Table, column: int, px: float) -> float:
    return max(sheet.width(row[column], px, strong=True) for row in block.rows)


def _unit_width(sheet: Sheet, cell: str, px: float) -> float:
    found = NUMBER.fullmatch(cell)
    return sheet.width(found[2], px) if found is not None else 0.0


def _set_note(sheet: Sheet, key: str, block: Table, lines: Sequence[str], room: Rect, y: float) -> float:
    """Set the line below a table; where it names the signs, they are drawn as in the rows."""
    parts = [part.strip() for part in re.split(r"\s{2,}", block.note) if part.strip()]
    if not block.marks or any(part[:1] not in _SIGNS for part in parts):
        return sheet.block(key, lines, room.x, y, NOTE, ink="muted")
    x, middle = room.x, y + NOTE * LINE / 2
    for place, part in enumerate(parts):
        if x > room.x and x + 36.0 + sheet.width(part[1:].strip(), NOTE) > room.right:
            x, middle = room.x, middle + NOTE * LINE * 1.2
        sheet.sign(f"{key}/{place}/sign", _SIGNS[part[0]], x + 14.0, middle, 26.0)
        words = part[1:].strip()
        sheet.text(f"{key}/{place}", words, x + 36.0, middle, NOTE, ink="muted")
        x += 36.0 + sheet.width(words, NOTE) + 32.0
    return middle + NOTE * LINE / 2 - y
