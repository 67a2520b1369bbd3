"""Estimated widths of text where nothing can measure it, and cutting text to fit."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from designer.drawing.names_in_full import names_in_full
from designer.drawing.theme_tokens import type_scale

TextWidths = Callable[[str, str], float]
"""(text, name of a type style) -> width in canvas pixels at 100%."""

ELLIPSIS: Final = "…"
_PIECES: Final = re.compile(r"[^-]*-+|[^-]+")
"""Of a word, each with the hyphens behind it."""
MAX_TEXT: Final = 200
"""Longer names are cut before they are measured: no card is that wide."""

# Advance widths of a humanist sans, in thousandths of the type size, by letter; the rest by class.
_NARROW: Final = dict.fromkeys(" .,:;'|!iIjl·", 280) | dict.fromkeys("frt()[]{}/\\-1", 380)
_WIDE: Final = dict.fromkeys("mMwW@%", 880) | {"×": 640, "–": 640, "…": 860}
_USUAL: Final = 590
_CAPITAL: Final = 690
_FULL: Final = 1000


def clean(text: str) -> str:
    """TEXT on one line without control characters, so that no drawing or file can be broken by a name."""
    text = text[:MAX_TEXT]
    if text.isprintable():
        return text
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return "".join(kept)


@lru_cache(maxsize=65_536)
def approximate_width(text: str, style: str) -> float:
    """A likely width of TEXT in type style STYLE, in canvas pixels, a little on the wide side."""
    kind = type_scale()[style]
    total = sum(_advance(c) for c in text)
    return total * kind.px / 1000 * (1.04 if kind.weight > 500 else 1.0)


def _advance(c: str) -> int:
    if c in _NARROW:
        return _NARROW[c]
    if c in _WIDE:
        return _WIDE[c]
    if c.isascii():
        return _CAPITAL if c.isupper() else _USUAL
    if unicodedata.combining(c):
        return 0
    return _FULL if unicodedata.east_asian_width(c) in {"W", "F"} else _CAPITAL


def elide(text: str, style: str, room: float, widths: TextWidths) -> str:
    """TEXT, cut with an ellipsis when it is wider than ROOM canvas pixels; on paper a number in its place."""
    if widths(text, style) <= room:
        return text
    full = names_in_full()
    if full is not None:
        return full.mark(text)
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if widths(text[:middle].rstrip() + ELLIPSIS, style) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


def elide_middle(text: str, kept: int) -> str:
    """TEXT with KEPT of its letters, half of them from its end, and an ellipsis between; all of it where it is short.

    Copies of one thing differ at the end of their names, so the end has to be seen.
    """
    if kept >= len(text):
        return text
    head = (kept + 1) // 2
    tail = text[len(text) - (kept - head) :] if kept > head else ""
    return text[:head].rstrip() + ELLIPSIS + tail.lstrip()


def elide_name(text: str, style: str, room: float, widths: TextWidths) -> str:
    """Return the name TEXT, cut in its middle when it is wider than ROOM canvas pixels: names differ at their ends.

    On paper no name is cut: a number stands in its place.
    """
    if widths(text, style) <= room:
        return text
    full = names_in_full()
    if full is not None:
        return full.mark(text)
    low, high = 0, len(text) - 1
    while low < high:
        kept = (low + high + 1) // 2
        low, high = (kept, high) if widths(elide_middle(text, kept), style) <= room else (low, kept - 1)
    return elide_middle(text, low)


def wrapped(text: str, style: str, room: float, widths: TextWidths) -> list[str]:
    """TEXT on lines of ROOM canvas pixels, broken at spaces, and behind hyphens in words that are wider than ROOM.

    What is still wider has a line of its own.
    """
    lines: list[str] = []
    for word in text.split(" "):
        pieces: list[str] = [word] if widths(word, style) <= room else _PIECES.findall(word)
        gap = " "
        for piece in pieces:
            longer = f"{lines[-1]}{gap}{piece}" if lines else piece
            if lines and widths(longer, style) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
            gap = ""
    return lines


def broken_lines(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """Return TEXT in lines no wider than ROOM, broken at plain spaces, and within a word that is too long by itself.

    Args:
        text: Other spaces than plain ones, as between a number and its unit, are no place to break.
        room: In the unit of WIDTH.
        width: Measures a text.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer) <= room:
            line = longer
            continue
        lines += [line] if line else []
        while len(word) > 1 and width(word) > room:
            fitting = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or width(word[:n]) <= room)
            lines.append(word[:fitting])
            word = word[fitting:]
        line = word
    return [*lines, line]
