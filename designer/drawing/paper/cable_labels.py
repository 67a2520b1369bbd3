"""Labels of cables on sheets of A4: the end that a label hangs on large, the other end below, a code beside them."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from designer.drawing.paper.composing import LEADING, Composer, Measure
from designer.drawing.paper.records import BLACK, GREY, LEAST_LABEL_PT, MM_PER_POINT, Code, Hatch, Item, Sheet, Words

A4: Final = (210.0, 297.0)
LABEL_MM: Final = (63.5, 33.9)
"""24 on a sheet of A4, three across: a size that every maker of label paper has."""
ACROSS: Final = 3
DOWN: Final = 8
_LEFT: Final = 7.2
_TOP: Final = 12.9
_PITCH: Final = 66.04
"""From one label to the next across, mm; down they touch each other."""
_EDGE: Final = 2.6
"""Width of the bar of the medium."""
_CODE: Final = 15.0
_PAD: Final = 2.2
_ID_PT: Final = 13.0
_OWN_PT: Final = 9.0
_MM_OF_CAPITAL: Final = 0.72
"""Height of a capital, in sizes of the letters."""


class LabelText(NamedTuple):
    """Words of one label.

    Attributes:
        cable: Short name of the cable.
        medium: In words.
        own: Device and port of the end that the label hangs on.
        own_place: Its rack and unit; "" outside of any.
        other: Device and port of the other end.
        other_place: Its rack and unit.
        short: Both ends where their names are too long for the label: own, then other; "" where there are none such.
        length: In words; "" where it is not known.
        ink: Of the bar of its medium.
        hatch: Of that bar: media differ without a colour too.
        code: Modules of the code, row by row.
    """

    cable: str
    medium: str
    own: str
    own_place: str
    other: str
    other_place: str
    short: tuple[str, str]
    length: str
    ink: str
    hatch: Hatch
    code: tuple[bytes, ...]


def label_sheets(labels: Iterable[LabelText], measure: Measure, title: str) -> Iterator[Sheet]:
    """Yield sheets of A4 with LABELS, row by row from the upper left, 24 on each."""
    paper = Composer(*A4, measure, least_pt=LEAST_LABEL_PT)
    held = 0
    for label in labels:
        column, row = held % ACROSS, held // ACROSS
        _put(paper, label, _LEFT + column * _PITCH, _TOP + row * LABEL_MM[1])
        held += 1
        if held == ACROSS * DOWN:
            yield paper.sheet(title)
            paper, held = Composer(*A4, measure, least_pt=LEAST_LABEL_PT), 0
    if held:
        yield paper.sheet(title)


def label_sheet_count(labels: int) -> int:
    """Return how many sheets LABELS take."""
    return -(-labels // (ACROSS * DOWN))


def _put(paper: Composer, label: LabelText, x: float, y: float) -> None:
    """Put LABEL down with its corner at (X, Y); it keeps 1.5 mm from its cut on all sides."""
    width, height = LABEL_MM[0] - 3.0, LABEL_MM[1] - 3.0
    left, top = x + 1.5, y + 1.5
    paper.box(
        left, top, _EDGE, height, fill="" if label.hatch else label.ink, ink=label.ink, line=0.2, hatch=label.hatch
    )
    text = left + _EDGE + _PAD
    beside = width - _EDGE - 2 * _PAD - _CODE - 2.0
    code_left = left + width - _CODE - 1.0
    paper.items.append(Code(code_left, top + 1.6, _CODE, label.code))
    baseline = top + 1.0 + _ID_PT * MM_PER_POINT * _MM_OF_CAPITAL
    paper.words(label.cable, text, baseline, _ID_PT, bold=True)
    paper.words(
        label.medium,
        code_left + _CODE / 2,
        top + 1.6 + _CODE + 1.6 + LEAST_LABEL_PT * MM_PER_POINT,
        LEAST_LABEL_PT,
        ink=GREY,
        align="middle",
    )
    at = baseline + 1.4
    bottom = top + height
    length_mm = LEAST_LABEL_PT * MM_PER_POINT * LEADING if label.length else 0.0
    ends = _ends(paper, label, beside, bottom - at - length_mm)
    for size, bold, line in ends:
        step = size * MM_PER_POINT * LEADING
        paper.words(line, text, at + step * 0.78, size, bold=bold, ink=BLACK)
        at += step
    if label.length:
        paper.words(label.length, text, bottom - 0.8, LEAST_LABEL_PT, ink=GREY)


def _ends(paper: Composer, label: LabelText, room: float, height: float) -> list[tuple[float, bool, str]]:
    """Return the lines of both ends, (points, bold, text), that stand in ROOM × HEIGHT mm.

    Names that do not fit are shortened by one rule, which leaves their numbers whole and marks where letters are
    missing. Where two would then be read the same they are left out: the schedule has them, under the name of the
    cable that stands above.
    """
    wholly = label.own, label.own_place, label.other, label.other_place
    for own_pt, (own, own_place, other, other_place) in (
        (_OWN_PT, wholly),
        (LEAST_LABEL_PT, wholly),
        (LEAST_LABEL_PT, (label.short[0], label.own_place, label.short[1], label.other_place)),
        (LEAST_LABEL_PT, (label.short[0], "", label.short[1], "")),
    ):
        if not own:
            break
        lines = [(own_pt, True, line) for line in paper.fitted(own, room, own_pt, bold=True, most=3)[1]]
        for words in (own_place, f"to {other}", other_place):
            if words:
                lines += [
                    (LEAST_LABEL_PT, False, line) for line in paper.fitted(words, room, LEAST_LABEL_PT, most=3)[1]
                ]
        if sum(size for size, _, _ in lines) * MM_PER_POINT * LEADING <= height:
            return lines
    said = paper.fitted("Its ends have long names: see the cable schedule.", room, LEAST_LABEL_PT, most=4)[1]
    return [(LEAST_LABEL_PT, False, line) for line in said]


def words_of(items: Iterable[Item]) -> list[Words]:
    """Return the texts among ITEMS, in their order."""
    return [item for item in items if isinstance(item, Words)]
