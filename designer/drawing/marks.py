"""Notes, frames, arrows and pictures as they are drawn: text wrapped, arrows led to the edges of what they stick to."""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from designer.drawing.drawing import Drawing
from designer.drawing.records import DrawnMark, Rect
from designer.drawing.text import ELLIPSIS, TextWidths, clean, elide, elide_name
from designer.drawing.theme_tokens import PILL_HEIGHT
from designer.model.design import Design
from designer.model.marks import Mark

NOTE_PADDING: Final = 12.0
LINE_HEIGHT: Final = 18.0
TITLE_HEIGHT: Final = 32.0
"""Of a frame, in which its title stands and by which it is taken."""
CAPTION_HEIGHT: Final = 22.0
"""Below a picture."""
END_GAP: Final = 5.0
"""Between the tip of an arrow and the edge of what it sticks to."""
TALLEST_NOTE: Final = 640.0
_MOST_LINES: Final = 400
_NEXT_TO_NOTHING: Final = 1e-9
_LABEL_ROOM: Final = 240.0
Point = tuple[float, float]


def drawn_marks(design: Design, drawing: Drawing, widths: TextWidths) -> list[DrawnMark]:
    """The marks of DESIGN over and under DRAWING, back to front; an arrow inside one folded tile is left out."""
    ordered = sorted(design.marks.values(), key=lambda mark: (mark.front, mark.id))
    found = (_drawn(design, drawing, mark, widths) for mark in ordered)
    return [mark for mark in found if mark is not None]


def _drawn(design: Design, drawing: Drawing, mark: Mark, widths: TextWidths) -> DrawnMark | None:
    if mark.kind == "arrow":
        return _arrow(drawing, mark, widths)
    rect = Rect(mark.x, mark.y, mark.width, mark.height)
    title = Rect(rect.x, rect.y, 0.0, 0.0)
    lines: tuple[str, ...] = ()
    if mark.kind == "note":
        lines = note_lines(mark.text, rect.width, rect.height, widths)
    elif mark.text and mark.kind == "frame":
        lines = (elide_name(clean(mark.text), "strong", max(rect.width - 2 * NOTE_PADDING, 0.0), widths),)
        title = Rect(rect.x, rect.y, rect.width, min(TITLE_HEIGHT, rect.height))
    elif mark.text:
        lines = (elide_name(clean(mark.text), "caption", rect.width, widths),)
        title = Rect(rect.x, rect.bottom, rect.width, CAPTION_HEIGHT)
    picture = design.pictures.get(mark.picture) if mark.picture is not None else None
    return DrawnMark(mark.id, mark.kind, rect, lines, mark.colour, title=title, picture=picture, behind=mark.front < 0)


def note_lines(text: str, width: float, height: float, widths: TextWidths) -> tuple[str, ...]:
    """TEXT broken into the lines that a note of WIDTH by HEIGHT canvas pixels can show, the last one cut if need be."""
    room = max(width - 2 * NOTE_PADDING, 1.0)
    most = max(int((height - 2 * NOTE_PADDING + 4.0) // LINE_HEIGHT), 1)
    lines: list[str] = []
    for line in wrapped(text, room, widths):
        if len(lines) == most:
            lines[-1] = elide(f"{lines[-1]} {ELLIPSIS}", "body", room, widths)
            break
        lines.append(line)
    return tuple(lines)


def note_height(text: str, width: float, widths: TextWidths) -> float:
    """Return the height that a note of WIDTH needs for the whole of TEXT, TALLEST_NOTE at most."""
    count = sum(1 for _ in wrapped(text, max(width - 2 * NOTE_PADDING, 1.0), widths))
    return min(count * LINE_HEIGHT + 2 * NOTE_PADDING, TALLEST_NOTE)


def wrapped(text: str, room: float, widths: TextWidths) -> Iterator[str]:
    """TEXT in lines of at most ROOM canvas pixels, broken between words, and within one that is too long."""
    for number, paragraph in enumerate(text.splitlines()):
        if number >= _MOST_LINES:
            return
        line = ""
        for word in _plain(paragraph).split(" "):
            longer = f"{line} {word}" if line else word
            if widths(longer, "body") <= room:
                line = longer
                continue
            if line:
                yield line
            *whole, line = _pieces(word, room, widths)
            yield from whole
        yield line


def _plain(paragraph: str) -> str:
    """PARAGRAPH without what would break a drawing or turn its letters around."""
    if paragraph.isprintable():
        return paragraph
    kept = (" " if c.isspace() else c for c in paragraph if c.isspace() or unicodedata.category(c)[0] != "C")
    return "".join(kept)


def _pieces(word: str, room: float, widths: TextWidths) -> list[str]:
    found: list[str] = []
    while word and widths(word, "body") > room:
        low, high = 1, len(word)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if widths(word[:middle], "body") <= room else (low, middle - 1)
        found.append(word[:low])
        word = word[low:]
    return [*found, word]


def _arrow(drawing: Drawing, mark: Mark, widths: TextWidths) -> DrawnMark | None:
    points = [(mark.x, mark.y), *((mark.x + dx, mark.y + dy) for dx, dy in mark.points)]
    first, last = (drawing.rect_of(end) if end else None for end in mark.ends)
    # Both ends are folded into one tile: an arrow from it to itself would say nothing.
    if first is not None and first == last and mark.ends[0] != mark.ends[1]:
        return None
    # Towards the middle of what it sticks to, then cut where it meets the edge.
    if first is not None:
        points[0] = first.centre
    if last is not None:
        points[-1] = last.centre
    begin = at_edge(first, points[1]) if first is not None else points[0]
    end = at_edge(last, points[-2]) if last is not None else points[-1]
    points[0], points[-1] = begin, end
    xs, ys = zip(*points, strict=True)
    rect = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    lines: tuple[str, ...] = ()
    title = Rect(rect.x, rect.y, 0.0, 0.0)
    if mark.text:
        lines = (elide_name(clean(mark.text), "caption", _LABEL_ROOM, widths),)
        x, y = half_way(points)
        wide = widths(lines[0], "caption") + 2 * NOTE_PADDING
        title = Rect(x - wide / 2, y - PILL_HEIGHT / 2, wide, PILL_HEIGHT)
    return DrawnMark(mark.id, "arrow", rect, lines, mark.colour, path=tuple(points), title=title, behind=mark.front < 0)


def at_edge(rect: Rect, towards: Point) -> Point:
    """Return the point, a little outside, at which a line from the middle of RECT leaves it TOWARDS another point."""
    (x, y), around = rect.centre, rect.grown(END_GAP)
    dx, dy = towards[0] - x, towards[1] - y
    if max(abs(dx), abs(dy)) <= _NEXT_TO_NOTHING:
        return x, around.y
    share = min(
        around.width / 2 / abs(dx) if abs(dx) > _NEXT_TO_NOTHING else math.inf,
        around.height / 2 / abs(dy) if abs(dy) > _NEXT_TO_NOTHING else math.inf,
    )
    return x + dx * share, y + dy * share


def half_way(points: Sequence[Point]) -> Point:
    """The point in the middle of a line, by its length."""
    lengths = [math.dist(a, b) for a, b in pairwise(points)]
    left = sum(lengths) / 2
    for (a, b), length in zip(pairwise(points), lengths, strict=True):
        if left <= length and length:
            share = left / length
            return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        left -= length
    return points[0]
