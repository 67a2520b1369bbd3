"""The frame of a drawing sheet: border with grid references, and the title block at the lower right."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from designer.drawing.paper.composing import Composer, Measure
from designer.drawing.paper.records import BLACK, GREY, LEAST_PT, MM_PER_POINT
from designer.drawing.records import Rect

Size = tuple[float, float]
"""Width and height of a sheet, mm."""
A3: Final[Size] = (420.0, 297.0)
PAPERS: Final[Mapping[str, Size]] = {
    "A3": A3,
    "A4": (297.0, 210.0),
    "tabloid": (431.8, 279.4),
    "letter": (279.4, 215.9),
}
"""Paper that drawings go on, across: ISO 216, and ANSI/ASME Y14.1 sizes B and A."""
BORDER: Final = 7.0
STRIP: Final = 6.0
"""Between the two lines of the border, in which the references stand."""
ACROSS: Final = 8
DOWN: Final = "ABCDEF"
BLOCK_MM: Final = 32.0
_MOST_BLOCK_MM: Final = 197.0
_BLOCK_SHARE: Final = 0.7
"""Of the width, for the title block on small paper; people sign at its left."""
_CAPTION_PT: Final = LEAST_PT


class Heading(NamedTuple):
    """Words of the title block of every sheet of a pack.

    Attributes:
        project: Name of the design.
        number: Of the drawings; the number of the sheet follows it.
        revision: As people write it.
        drawn: Who drew it.
        checked: Who checked it.
        approved: Who approved it.
        day: Of the drawings.
    """

    project: str
    number: str = ""
    revision: str = ""
    drawn: str = ""
    checked: str = ""
    approved: str = ""
    day: date | None = None


class KeyRow(NamedTuple):
    """One sample of the key: a bar of INK with its words."""

    ink: str
    words: str


def inside_of(size: Size) -> Rect:
    """Return what the inner line of a sheet of SIZE encloses, mm."""
    edge = BORDER + STRIP
    return Rect(edge, edge, size[0] - 2 * edge, size[1] - 2 * edge)


def room_of(paper: Composer) -> Rect:
    """Return what a drawing on PAPER may take, mm."""
    inside = inside_of((paper.width, paper.height))
    return Rect(inside.x + 3.0, inside.y + 3.0, inside.width - 6.0, inside.height - BLOCK_MM - 6.0)


def paper_name(size: Size) -> str:
    """Return what people call paper of SIZE: "A3", "Letter"."""
    name = next((name for name, one in PAPERS.items() if one == size), "")
    return name[:1].upper() + name[1:]


def _block_left(inside: Rect) -> float:
    return inside.right - min(_MOST_BLOCK_MM, inside.width * _BLOCK_SHARE)


def grid_reference(x: float, y: float, size: Size = A3) -> str:
    """Return the field of the grid of a sheet of SIZE in which a point lies: "C4"."""
    inside = inside_of(size)
    column = min(max(int((x - inside.x) / inside.width * ACROSS), 0), ACROSS - 1)
    row = min(max(int((y - inside.y) / inside.height * len(DOWN)), 0), len(DOWN) - 1)
    return f"{DOWN[row]}{column + 1}"


def framed(
    measure: Measure,
    heading: Heading,
    title: str,
    scale: str,
    number: int,
    count: int,
    key: Sequence[KeyRow] = (),
    size: Size = A3,
) -> Composer:
    """Return a sheet of SIZE with its frame and title block, ready to be drawn on.

    Args:
        measure: Measures text.
        heading: What is the same on all sheets.
        title: What this one shows.
        scale: In words: "1 : 10"; "–" where it is not to scale.
        number: Of this sheet, from 1.
        count: Of all sheets.
        key: What the colours of bars mean.
        size: Of the sheet, mm.
    """
    paper, inside = Composer(*size, measure), inside_of(size)
    paper.box(BORDER, BORDER, size[0] - 2 * BORDER, size[1] - 2 * BORDER, line=0.5)
    paper.box(*inside, line=0.35)
    for place in range(ACROSS):
        x = inside.x + inside.width * (place + 0.5) / ACROSS
        for y in (BORDER, size[1] - BORDER - STRIP):
            paper.words(str(place + 1), x, y + STRIP / 2 + 1.1, 9, bold=True, align="middle")
            if place:
                edge = inside.x + inside.width * place / ACROSS
                paper.line(edge, y, edge, y + STRIP)
    for place, letter in enumerate(DOWN):
        y = inside.y + inside.height * (place + 0.5) / len(DOWN)
        for x in (BORDER, size[0] - BORDER - STRIP):
            paper.words(letter, x + STRIP / 2, y + 1.1, 9, bold=True, align="middle")
            if place:
                edge = inside.y + inside.height * place / len(DOWN)
                paper.line(x, edge, x + STRIP, edge)
    _block(paper, heading, title, scale, number, count, inside)
    _key(paper, key, inside)
    return paper


def _block(paper: Composer, heading: Heading, title: str, scale: str, number: int, count: int, inside: Rect) -> None:
    """The title block: project, drawing, revision; sheet, scale, date, number; who drew and checked it."""
    right, bottom = inside.x + inside.width, inside.y + inside.height
    left, name = _block_left(inside), paper_name((paper.width, paper.height))
    # On small paper the name of the project gives way; what is short keeps its width.
    first = right - left - (_MOST_BLOCK_MM - 100.0)
    top, middle = bottom - BLOCK_MM, bottom - BLOCK_MM / 2
    half = BLOCK_MM / 2
    day = f"{heading.day.day} {heading.day:%b %Y}" if heading.day else ""
    drawing = f"{heading.number}-{number:03d}" if heading.number else f"{number:03d}"
    upper = (
        ("Project", heading.project, first, 13.0),
        ("Drawing", drawing, 46.0, 10.0),
        ("Revision", heading.revision, 0.0, 10.0),
    )
    lower = (
        ("Sheet", title, first, 13.0),
        ("Scale", f"{scale}, {name}" if scale != "–" else "not to scale", 30.0, 9.0),
        ("Date", day, 32.0, 9.0),
        ("Sheet", f"{number} of {count}", 0.0, 9.0),
    )
    for y, row in ((top, upper), (middle, lower)):
        x = left
        for caption, words, width, pt in row:
            wide = width or right - x
            _field(paper, caption, words, x, y, wide, half, pt, bold=pt > 9)
            x += wide
    # People sign below the key.
    x = inside.x
    wide = (left - inside.x) / 3
    for caption, words in (
        ("Drawn by", heading.drawn),
        ("Checked by", heading.checked),
        ("Approved by", heading.approved),
    ):
        _field(paper, caption, words, x, middle, wide, half, 9.0)
        if not words:
            paper.line(x + 20, bottom - 4, x + wide - 6, bottom - 4, 0.15, GREY)
        x += wide
    paper.line(inside.x, top, right, top, 0.35)


def _field(
    paper: Composer,
    caption: str,
    words: str,
    x: float,
    y: float,
    width: float,
    height: float,
    pt: float,
    *,
    bold: bool = False,
) -> None:
    paper.box(x, y, width, height, line=0.25)
    caption_mm = _CAPTION_PT * MM_PER_POINT * 1.3
    paper.words(caption, x + 2, y + 1 + _CAPTION_PT * MM_PER_POINT * 0.85, _CAPTION_PT, ink=GREY)
    room = (x, y + caption_mm, width, height - caption_mm - 0.8)
    if words and not paper.centred(words, *room, pt, bold=bold, pad=2.0):
        # Longer than the block holds at the least size: the first sheet says it whole.
        paper.centred("see the first sheet", *room, pt, pad=2.0)


def _key(paper: Composer, key: Sequence[KeyRow], inside: Rect) -> None:
    left = _block_left(inside)
    top = inside.y + inside.height - BLOCK_MM
    if not key:
        return
    paper.words("Key", inside.x + 2, top + 4.5, 8, bold=True)
    x, y = inside.x + 2, top + 9.0
    for ink, words in key:
        wide = paper.measure(words, 8.0, False) + 12.0
        if x + wide > left:
            x, y = inside.x + 2, y + 4.6
        paper.box(x, y - 2.6, 1.2, 3.4, fill=ink, ink=ink, line=0.1)
        paper.box(x, y - 2.6, 4.0, 3.4, ink=BLACK, line=0.2)
        paper.words(words, x + 5.5, y, 8)
        x += wide
