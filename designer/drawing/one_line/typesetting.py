"""Words of a one-line diagram, broken to the room that they have and never cut."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from designer.drawing.one_line.cells import Ink, Line
from designer.drawing.one_line.layout import Spacing
from designer.drawing.text import TextWidths, broken_lines

Words = tuple[str, str, Ink]
"""Text, "strong" for a name or "caption" for what is said of it, and its colour."""
_HEIGHTS: Final = {"caption": 15.0, "body": 18.0, "strong": 18.0, "title": 21.0}
PAD: Final = 10.0
_MOST_WORD: Final = 1.6
"""So many times as wide as usual the words beside a symbol are where one of them is wider than that."""
JOINED: Final = "\u00a0"
"""A space at which no line is broken."""


def joined(text: str) -> str:
    """Return TEXT so that it stays on one line, as a number with its unit does."""
    return text.replace(" ", JOINED)


class Typesetter(NamedTuple):
    """Type styles, distances and measured text of one drawing.

    Attributes:
        name: Style of names.
        figure: Style of everything else.
    """

    name: str
    figure: str
    spacing: Spacing
    widths: TextWidths

    def style(self, style: str) -> str:
        """Return the type style that "strong" and "caption" have in this drawing."""
        return {"strong": self.name, "caption": self.figure}.get(style, style)

    def height(self, style: str) -> float:
        """Return the height of a line, canvas pixels."""
        return _HEIGHTS[self.style(style)]

    def broken(self, text: str, style: str, room: float) -> list[str]:
        """Return TEXT in lines that fit into ROOM canvas pixels, broken between words where that can be."""
        shown = self.style(style)
        return broken_lines(text, room, lambda words: self.widths(words, shown))

    def room(self, words: Iterable[Words]) -> float:
        """Return the canvas pixels to which WORDS are broken: no word is parted but one that is out of all measure."""
        usual = self.spacing.words
        widest = max(
            (self.widths(one, self.style(style)) for text, style, _ in words for one in text.split(" ")), default=0.0
        )
        return min(max(usual, widest), _MOST_WORD * usual)

    def size(self, words: Iterable[Words], room: float) -> tuple[float, float]:
        """Return width and height of WORDS that are broken to ROOM."""
        wide = high = 0.0
        for text, style, _ in words:
            for line in self.broken(text, style, room):
                wide = max(wide, self.widths(line, self.style(style)))
                high += self.height(style)
        return wide, high

    def placed(self, words: Sequence[Words], x: float, y: float, room: float) -> tuple[tuple[Line, ...], float]:
        """Return WORDS in lines from (X, Y) down, and y of their end."""
        lines: list[Line] = []
        for text, style, ink in words:
            for line in self.broken(text, style, room):
                lines.append(Line(line, self.style(style), ink, x, y + self.height(style) / 2))
                y += self.height(style)
        return tuple(lines), y
