"""The frame of a drawing sheet: border with grid references, and the title block at the lower right."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from designer.drawing.paper.composing import Composer, Measure
from designer.drawing.paper.records import BLACK, GREY, LEAST_PT, MM_PER_POINT
from designer.drawing.records import Rect

A3: Final = (420.0, 297.0)
BORDER: Final = 7.0
STRIP: Final = 6.0
"""Between the two lines of the border, in which the references stand."""
ACROSS: Final = 8
DOWN: Final = "ABCDEF"
BLOCK_MM: Final = 32.0
INSIDE: Final = Rect(BORDER + STRIP, BORDER + STRIP, A3[0] - 2 * (BORDER + STRIP), A3[1] - 2 * (BORDER + STRIP))
"""Of the inner line."""
ROOM: Final = Rect(INSIDE.x + 3.0, INSIDE.y + 3.0, INSIDE.width - 6.0, INSIDE.height - BLOCK_MM - 6.0)
"""What a drawing may take."""
_BLOCK_LEFT: Final = 210.0
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


def grid_reference(x: float, y: float) -> str:
    """Return the field of the sheet's grid in which a point lies: "C4"."""
    column = min(max(int((x - INSIDE.x) / INSIDE.width * ACROSS), 0), ACROSS - 1)
    row = min(max(int((y - INSIDE.y) / INSIDE.height * len(DOWN)), 0), len(DOWN) - 1)
    return f"{DOWN[row]}{column + 1}"


def framed(
    measure: Measure,
    heading: Heading,
    title: str,
    scale: str,
    number: int,
    count: int,
    key: Sequence[KeyRow] = (),
) -> Composer:
    """Return a sheet of A3 with its frame and title block, ready to be drawn on.

    Args:
        measure: Measures text.
        heading: What is the same on all sheets.
        title: What this one shows.
        scale: In words: "1 : 10"; "–" where it is not to scale.
        number: Of this sheet, from 1.
        count: Of all sheets.
        key: What the colours of bars mean.
    """
    paper = Composer(*A3, measure)
    paper.box(BORDER, BORDER, A3[0] - 2 * BORDER, A3[1] - 2 * BORDER, line=0.5)
    paper.box(*INSIDE, line=0.35)
    for place in range(ACROSS):
        x = INSIDE.x + INSIDE.width * (place + 0.5) / ACROSS
        for y in (BORDER, A3[1] - BORDER - STRIP):
            paper.words(str(place + 1), x, y + STRIP / 2 + 1.1, 9, bold=True, align="middle")
            if place:
                edge = INSIDE.x + INSIDE.width * place / ACROSS
                paper.line(edge, y, edge, y + STRIP)
    for place, letter in enumerate(DOWN):
        y = INSIDE.y + INSIDE.height * (place + 0.5) / len(DOWN)
        for x in (BORDER, A3[0] - BORDER - STRIP):
            paper.words(letter, x + STRIP / 2, y + 1.1, 9, bold=True, align="middle")
            if place:
                edge = INSIDE.y + INSIDE.height * place / len(DOWN)
                paper.line(x, edge, x + STRIP, edge)
    _block(paper, heading, title, scale, number, count)
    _key(paper, key)
    return paper


def _block(paper: Composer, heading: Heading, title: str, scale: str, number: int, count: int) -> None:
    """The title block: project, drawing, revision; sheet, scale, date, number; who drew and checked it."""
    right, bottom = INSIDE.x + INSIDE.width, INSIDE.y + INSIDE.height
    top, middle = bottom - BLOCK_MM, bottom - BLOCK_MM / 2
    half = BLOCK_MM / 2
    day = f"{heading.day.day} {heading.day:%b %Y}" if heading.day else ""
    drawing = f"{heading.number}-{number:03d}" if heading.number else f"{number:03d}"
    upper = (
        ("Project", heading.project, 100.0, 13.0),
        ("Drawing", drawing, 46.0, 10.0),
        ("Revision", heading.revision, 0.0, 10.0),
    )
    lower = (
        ("Sheet", title, 100.0, 13.0),
        ("Scale", f"{scale}, A3" if scale != "–" else "not to scale", 30.0, 9.0),
        ("Date", day, 32.0, 9.0),
        ("Sheet", f"{number} of {count}", 0.0, 9.0),
    )
    for y, row in ((top, upper), (middle, lower)):
        x = _BLOCK_LEFT
        for caption, words, width, pt in row:
            wide = width or right - x
            _field(paper, caption, words, x, y, wide, half, pt, bold=pt > 9)
            x += wide
    # People sign below the key.
    x = INSIDE.x
    wide = (_BLOCK_LEFT - INSIDE.x) / 3
    for caption, words in (
        ("Drawn by", heading.drawn),
        ("Checked by", heading.checked),
        ("Approved by", heading.approved),
    ):
        _field(paper, caption, words, x, middle, wide, half, 9.0)
        if not words:
            paper.line(x + 20, bottom - 4, x + wide - 6, bottom - 4, 0.15, GREY)
        x += wide
    paper.line(INSIDE.x, top, right, top, 0.35)


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


def _key(paper: Composer, key: Sequence[KeyRow]) -> None:
    top = INSIDE.y + INSIDE.height - BLOCK_MM
    if not key:
        return
    paper.words("Key", INSIDE.x + 2, top + 4.5, 8, bold=True)
    x, y = INSIDE.x + 2, top + 9.0
    for ink, words in key:
        wide = paper.measure(words, 8.0, False) + 12.0
        if x + wide > _BLOCK_LEFT:
            x, y = INSIDE.x + 2, y + 4.6
        paper.box(x, y - 2.6, 1.2, 3.4, fill=ink, ink=ink, line=0.1)
        paper.box(x, y - 2.6, 4.0, 3.4, ink=BLACK, line=0.2)
        paper.words(words, x + 5.5, y, 8)
        x += wide
