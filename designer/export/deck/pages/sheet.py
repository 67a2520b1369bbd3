"""A page that is being set: texts that wrap and shrink instead of being cut, rules, boxes and signs."""

from collections.abc import Sequence
from typing import Final

from designer.drawing.records import Rect
from designer.drawing.slides.page import (
    WIDTH,
    Align,
    BoxItem,
    LineItem,
    PageItem,
    Sign,
    SignItem,
    TextItem,
)
from designer.drawing.text import MAX_TEXT, TextWidths, broken_lines, clean
from designer.drawing.theme_tokens import type_scale

# Units of a page of 1920 × 1080 (look/README, rule 2, and tokens "slide_px_1920").
LEFT: Final = 112.0
RIGHT: Final = WIDTH - LEFT
TOP: Final = 264.0
BOTTOM: Final = 976.0
TITLE: Final = 56.0
SUBTITLE: Final = 28.0
HEADING: Final = 28.0
BODY: Final = 26.0
SMALL: Final = 24.0
NOTE: Final = 22.0
LEAST: Final = 20.0
"""Nothing on a slide is smaller."""
LINE: Final = 1.3
"""From baseline to baseline, in sizes of the type."""
_CAPS: Final = 0.36
"""Half the height of capitals of Inter, in sizes of the type."""
BODY_STEPS: Final = (BODY, SMALL, NOTE, LEAST)


class Sheet:
    """Collects the items of one page."""

    def __init__(self, widths: TextWidths) -> None:
        """WIDTHS measures text as it will be painted."""
        self._widths = widths
        self.items: list[PageItem] = []

    def width(self, text: str, px: float, *, strong: bool = False) -> float:
        """Return how wide TEXT is at PX, in units."""
        # Measured near the size in which it stands: letters of a fallback font do not grow quite evenly.
        style = ("hero" if px >= type_scale()["hero"].px else "strong") if strong else "body"
        return self._widths(text, style) * px / type_scale()[style].px

    def lines(self, text: str, px: float, room: float, *, strong: bool = False) -> list[str]:
        """Return TEXT in lines of at most ROOM units."""
        return broken_lines(plain(text), room, lambda piece: self.width(piece, px, strong=strong))

    def fitted(
        self, text: str, room: float, high: float, steps: Sequence[float], *, strong: bool = False
    ) -> tuple[float, list[str]]:
        """Return the largest of STEPS at which TEXT in lines of ROOM is at most HIGH, and those lines.

        A step at which it stands on one line goes before a larger one at which it wraps, if it is the next one.
        """
        whole = [(px, self.lines(text, px, room, strong=strong)) for px in steps]
        if len(whole) > 1 and len(whole[0][1]) > 1 and len(whole[1][1]) == 1:
            return whole[1]
        return next(((px, lines) for px, lines in whole if len(lines) * px * LINE <= high), whole[-1])

    def text(
        self,
        key: str,
        text: str,
        x: float,
        middle: float,
        px: float,
        *,
        ink: str = "text",
        strong: bool = False,
        align: Align = "left",
    ) -> None:
        """Set TEXT on one line whose capitals have their middle at MIDDLE."""
        if text:
            self.items.append(TextItem(key, x, middle + _CAPS * px, plain(text), px, ink, strong, align))

    def block(
        self,
        key: str,
        lines: Sequence[str],
        x: float,
        top: float,
        px: float,
        *,
        ink: str = "text",
        strong: bool = False,
        align: Align = "left",
    ) -> float:
        """Set LINES from TOP down and return how high they are."""
        for number, line in enumerate(lines):
            middle = top + (number + 0.5) * px * LINE
            self.text(f"{key}/{number}", line, x, middle, px, ink=ink, strong=strong, align=align)
        return len(lines) * px * LINE

    def rule(self, key: str, x: float, y: float, width: float) -> None:
        """Draw a quiet line from (X, Y) to the right."""
        self.items.append(LineItem(key, ((x, y), (x + width, y))))

    def box(
        self,
        key: str,
        rect: tuple[float, float, float, float],
        fill: str,
        *,
        alpha: float = 1.0,
        line: str = "",
        stroke: float = 2.0,
        radius: float = 0.0,
        hatched: bool = False,
    ) -> None:
        """Draw a box at RECT: left, top, width, height; the rest are fields of `BoxItem`."""
        self.items.append(BoxItem(key, Rect(*rect), fill, alpha, line, stroke, radius, hatched))

    def sign(self, key: str, sign: Sign, x: float, middle: float, size: float = 30.0) -> None:
        """Draw SIGN, SIZE high, with its middle at (X, MIDDLE)."""
        self.items.append(SignItem(key, Rect(x - size / 2, middle - size / 2, size, size), sign))


def plain(text: str) -> str:
    """Return TEXT on one line without control characters, however long it is."""
    return "".join(clean(text[start : start + MAX_TEXT]) for start in range(0, len(text), MAX_TEXT))
