"""Text of a report, broken to lines that are measured as they are printed; none of it is ever cut."""

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from designer.drawing.current_theme import current_theme
from designer.model.figures.figure_text import NARROW_SPACE
from designer.model.figures.number_locale import localised
from designer.paint.fonts import font_of

FINE: Final = 20.0
"""Text is laid out at so many units a point: at 9 units Qt would round the advance of each letter."""
_LEADING: Final = 1.32
"""Distance of two lines, in sizes of the type."""
_BEFORE_UNIT: Final = re.compile(r"(?<=\d) (?=[kMGT]?(?:[$€£¥]|W\b|Wh|b/s|B\b))")
_NO_BREAK: Final = "\u00a0"
Side = Literal["left", "right"]


class Face(NamedTuple):
    """Setting of text: a type style, its size in points, and the name of a colour of the theme."""

    style: str = "body"
    pt: float = 9.0
    ink: str = "text"


BODY: Final = Face()
STRONG: Final = Face("strong")
MUTED: Final = Face(ink="muted")
NOTE: Final = Face(pt=8.0, ink="muted")
SMALL: Final = Face(pt=8.0)
HEADING: Final = Face("strong", 11.0)
CHAPTER: Final = Face("hero", 16.0)


@lru_cache(maxsize=64)
def _font(style: str, pt: float) -> QFont:
    return font_of(style, pt * FINE)


@lru_cache(maxsize=64)
def _metrics(style: str, pt: float) -> QFontMetricsF:
    return QFontMetricsF(_font(style, pt))


def width_of(text: str, face: Face) -> float:
    """Return how wide TEXT is on one line, in points."""
    return _metrics(face.style, face.pt).horizontalAdvance(printable(text)) / FINE


def printable(text: str) -> str:
    """Return TEXT on one line without control characters, as long as it is, each amount with its unit."""
    text = localised(text)
    if not text.isprintable():
        # The narrow space in figures counts as no printable sign.
        text = "".join(sign if sign.isprintable() or sign == NARROW_SPACE else " " for sign in text)
    return _BEFORE_UNIT.sub(_NO_BREAK, text)


class Lines:
    """Text in lines of at most WIDTH points; a word that is wider than that goes on in the next line."""

    def __init__(self, text: str, face: Face, width: float, side: Side = "left") -> None:
        self.face, self.width, self.side = face, width, side
        self.step = face.pt * _LEADING
        self.lines = _broken(printable(text), face.style, face.pt, max(width, 4.0))

    @property
    def height(self) -> float:
        """Return the height of all lines, in points."""
        return self.step * len(self.lines)

    def paint(self, painter: QPainter, x: float, y: float, first: int = 0, last: int | None = None) -> None:
        """Paint the lines FIRST to LAST from the upper left corner at (X, Y), in points."""
        painter.save()
        painter.scale(1.0 / FINE, 1.0 / FINE)
        painter.setFont(_font(self.face.style, self.face.pt))
        painter.setPen(QColor(ink(self.face.ink)))
        metrics = _metrics(self.face.style, self.face.pt)
        # The baseline stands where capitals are in the middle of a line.
        down = self.step * FINE / 2 + metrics.capHeight() / 2
        for number, (text, wide) in enumerate(self.lines[first:last]):
            left = x * FINE if self.side == "left" else (x + self.width) * FINE - wide
            painter.drawText(QPointF(left, (y + number * self.step) * FINE + down), text)
        painter.restore()


def ink(name: str) -> str:
    """Return a colour of the theme by its name, or NAME where it is a colour itself."""
    return name if name.startswith("#") else current_theme().colour(name)


@lru_cache(maxsize=4_096)
def _broken(text: str, style: str, pt: float, width: float) -> tuple[tuple[str, float], ...]:
    """Return the lines of TEXT with their widths in fine units."""
    layout = QTextLayout(text, _font(style, pt))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[tuple[str, float]] = []
    # Qt counts in UTF-16, where signs beyond the first plane take two places.
    body = text.encode("utf-16-le", "surrogatepass")
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width * FINE)
        start, end = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
        found.append((body[start:end].decode("utf-16-le", "replace").rstrip(), line.naturalTextWidth()))
    layout.endLayout()
    return tuple(found) or (("", 0.0),)
