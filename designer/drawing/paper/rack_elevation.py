"""One side of one rack to scale, for paper: U numbers, each device as it looks with its name, what is free."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.drawing.paper.composing import Composer
from designer.drawing.paper.device_front import front_items
from designer.drawing.paper.records import GREY, LEAST_PT, MM_PER_POINT
from designer.drawing.racks.part_shapes import PartPicture
from designer.drawing.theme_tokens import mixed

UNIT_MM: Final = 44.45
PANEL_MM: Final = 482.6
"""Width of a front panel with its ears, EIA-310."""
_POST_MM: Final = 60.0
"""Beside the panels, where 0U devices hang."""
_NUMBERS: Final = 7.5
"""Room for the unit numbers on paper, mm."""
_TINT: Final = 0.08
_BACK_TINT: Final = 0.03
HEAD_MM: Final = 13.0
_PLATE: Final = "#FFFFFF"
_SEEN: Final = 0.4
"""Share of a low front that the words on it leave free, at least."""


class Mounted(NamedTuple):
    """A device in an elevation.

    Attributes:
        name: As every sheet calls it.
        low: Units from the floor of the rack.
        high: The same.
        detail: Part, power, weight: where there is room.
        ports: At the rear, which ports go where.
        ink: Of the bar of its layer.
        side: "left" or "right" half; "" for the whole width.
        back: Whether it is seen from behind.
        hangs: Whether it hangs beside the units (0U), at `side`.
        blank: Whether it only closes a gap.
        picture: The face that is seen; None where nobody knows its size.
    """

    name: str
    low: float
    high: float
    detail: str = ""
    ports: tuple[str, ...] = ()
    ink: str = GREY
    side: str = ""
    back: bool = False
    hangs: bool = False
    blank: bool = False
    picture: PartPicture | None = None


class Side(NamedTuple):
    """One side of a rack: "front" or "rear", what is seen there, and the units that are free."""

    face: str
    units: int
    mounted: tuple[Mounted, ...]
    free: tuple[int, ...] = ()


def elevation_width(scale: float) -> float:
    """Return how wide an elevation at 1 : SCALE is on paper, mm."""
    return _NUMBERS + (PANEL_MM + 2 * _POST_MM) / scale


def draw_elevation(
    paper: Composer, side: Side, title: str, subtitle: str, x: float, top: float, scale: float, notes: list[str]
) -> None:
    """Draw SIDE at 1 : SCALE from (X, TOP) on; names for which there is no room go to NOTES under a number."""
    unit, post, panel = UNIT_MM / scale, _POST_MM / scale, PANEL_MM / scale
    left = x + _NUMBERS + post
    paper.centred(title, x, top, elevation_width(scale), 6.5, 11, bold=True, align="middle", most=1)
    paper.centred(subtitle, x, top + 6.0, elevation_width(scale), 5.0, 8, ink=GREY, align="middle", most=1)
    field = top + HEAD_MM
    bottom = field + side.units * unit
    paper.box(x + _NUMBERS, field - 1.0, panel + 2 * post, bottom - field + 2.0, line=0.5)
    for number in range(1, side.units + 1):
        y = bottom - number * unit
        paper.line(left, y, left + panel, y, 0.08, "#B5BDC7")
        # Numbers of seven points need 2.6 mm; of smaller units only every fourth is written.
        if unit >= 2.6 or number % 4 == 1:
            paper.words(
                str(number),
                x + _NUMBERS - 1.2,
                y + unit / 2 + LEAST_PT * MM_PER_POINT * 0.36,
                LEAST_PT,
                bold=number % 4 == 1,
                align="right",
            )
    _free(paper, side, left, bottom, unit, panel)
    paper.box(left, field, panel, bottom - field, line=0.15, ink=GREY)
    for one in sorted(side.mounted, key=lambda held: not held.back):
        if one.hangs:
            _strip(paper, one, left, field, bottom - field, panel, post, notes)
        else:
            _device(paper, one, left, bottom, unit, panel, notes)


def _free(paper: Composer, side: Side, left: float, bottom: float, unit: float, panel: float) -> None:
    """Say where nothing stands: runs of free units."""
    runs: list[list[int]] = []
    for number in sorted(side.free):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        words = f"free, U{run[0]}–{run[-1]}" if len(run) > 1 else f"free, U{run[0]}"
        y, height = bottom - run[-1] * unit, len(run) * unit
        paper.box(left, y, panel, height, line=0.15, ink=GREY, dashed=True)
        if height >= LEAST_PT * MM_PER_POINT:
            paper.centred(words, left, y, panel, height, 7.5, ink=GREY, align="middle", most=1)


def _device(
    paper: Composer, one: Mounted, left: float, bottom: float, unit: float, panel: float, notes: list[str]
) -> None:
    width = panel / 2 if one.side else panel
    x = left + (panel / 2 if one.side == "right" else 0.0)
    y, height = bottom - one.high * unit, (one.high - one.low) * unit
    fill = mixed("#FFFFFF", one.ink, _BACK_TINT if one.back else _TINT)
    paper.box(x, y, width, height, fill=fill, line=0.3, dashed=one.back, hatch="slant" if one.blank else "")
    paper.box(x, y, 1.1, height, fill=one.ink, ink=one.ink, line=0.05)
    if one.picture is not None and not one.blank:
        paper.items.extend(front_items(one.picture, x, y, width, height, one.ink))
        paper.box(x, y, 1.1, height, fill=one.ink, ink=one.ink, line=0.05)
    units = _units(one)
    inner, room = x + 1.4, width - 1.8
    line_mm = LEAST_PT * MM_PER_POINT * 1.25
    if one.blank:
        name = units
        paper.box(x + width / 2 - 8, y + height / 2 - 1.5, 16, 3.0, fill="#FFFFFF", ink="#FFFFFF", line=0)
        paper.centred(name, inner, y, room, height, 7.0, align="middle", most=1, ink=GREY)
        return
    if height < 2.6 * line_mm:
        # One line: the name, and what it is at the right where both find room.
        size = 8.0 if height > 4.0 else LEAST_PT
        taken = paper.measure(one.name, size, True) + 3
        beside = paper.measure(one.detail, LEAST_PT, False)
        # Over a front that is drawn words stand on a plate, and leave enough of it to be known again.
        free = room if one.picture is None else room * (1 - _SEEN) - 3
        if taken + beside < free and one.detail:
            if one.picture is not None:
                _plate(paper, inner + room - beside - 2.4, y, beside + 2.4, height)
            paper.centred(one.detail, inner, y, room, height, LEAST_PT, ink=GREY, align="right", most=1)
        if one.picture is not None:
            room = min(taken, room)
            _plate(paper, inner, y, room, height)
        _named(paper, one, inner, y, room, height, size, notes)
        return
    rows: list[tuple[str, float, bool, str]] = [(one.name, 9.0, True, "#000000")]
    rows += [(text, LEAST_PT, False, GREY) for text in (f"{units} · {one.detail}" if one.detail else units, *one.ports)]
    at = y + 0.8
    if one.picture is not None:
        _plate(paper, inner, y + 0.3, *_size_of(paper, rows, room, height))
    for number, (text, size, bold, ink) in enumerate(rows):
        fitted, lines = paper.fitted(text, room - 2, size, bold=bold, most=2)
        high = len(lines) * fitted * MM_PER_POINT * 1.25
        if at + high > y + height:
            if number == 0:
                _named(paper, one, inner, y, room, height, LEAST_PT, notes)
            break
        at = paper.paragraph(text, inner + 1, at, room - 2, size, bold=bold, ink=ink, most=2)


def _plate(paper: Composer, x: float, y: float, width: float, height: float) -> None:
    """Lay paper under words over a front that is drawn, a little lower than the device."""
    inset = 0.25
    paper.box(x, y + inset, width, height - 2 * inset, fill=_PLATE, ink=_PLATE, line=0.05)


def _size_of(
    paper: Composer, rows: Sequence[tuple[str, float, bool, str]], room: float, height: float
) -> tuple[float, float]:
    """Return how wide and high the ROWS of words are that fit into a device HEIGHT high, with a margin."""
    wide, high = 0.0, 0.5
    for text, size, bold, _ in rows:
        fitted, lines = paper.fitted(text, room - 2, size, bold=bold, most=2)
        taken = len(lines) * fitted * MM_PER_POINT * 1.25
        if high + 0.5 + taken > height:
            break
        high += taken
        wide = max(wide, *(paper.measure(line, fitted, bold) for line in lines))
    return min(wide + 2.4, room), min(high + 0.6, height - 0.6)


def _named(
    paper: Composer, one: Mounted, x: float, y: float, width: float, height: float, pt: float, notes: list[str]
) -> None:
    """Write the name of a device in a box; where it finds no room, a number there and the name among the notes."""
    if not paper.centred(one.name, x, y, width, height, pt, bold=True):
        paper.centred(
            f"see note {_noted(notes, f'{_units(one)}: {one.name}')}", x, y, width, height, LEAST_PT, bold=True, most=1
        )


def _strip(
    paper: Composer,
    one: Mounted,
    left: float,
    field: float,
    height: float,
    panel: float,
    post: float,
    notes: list[str],
) -> None:
    """Draw a device that hangs beside the units, its name upwards."""
    x = left + panel + 0.4 if one.side == "right" else left - post + 0.4
    wide, high = post - 0.8, height * 0.8
    y = field + height * 0.1
    paper.box(x, y, wide, high, fill=mixed("#FFFFFF", one.ink, 0.12), line=0.3)
    words = f"{one.name} · {one.detail}" if one.detail else one.name
    for text in (words, one.name):
        if paper.measure(text, 7.5, True) <= high - 4:
            paper.words(text, x + wide / 2 + 0.95, y + high / 2, 7.5, bold=True, align="middle", turned=True)
            return
    paper.words(
        f"see note {_noted(notes, f'0U: {one.name}')}",
        x + wide / 2 + 0.95,
        y + high / 2,
        7.5,
        align="middle",
        turned=True,
    )


def _noted(notes: list[str], note: str) -> int:
    """Return the number of NOTE, from 1; both sides of a rack say a name in the same one."""
    if note not in notes:
        notes.append(note)
    return notes.index(note) + 1


def _units(one: Mounted) -> str:
    if one.hangs:
        return "0U"
    low, high = int(one.low + 1e-9) + 1, max(int(one.high - 1e-9) + 1, int(one.low + 1e-9) + 1)
    words = f"U{low}–{high}" if high > low else f"U{low}"
    return f"{words} {one.side}".strip()


def runs_words(numbers: Sequence[str]) -> str:
    """Return port numbers in runs: "1–8, 10"; those of split ports ("3/2") stand by themselves."""
    whole = sorted({int(one) for one in numbers if one.isdigit()})
    split = sorted(
        {one for one in numbers if not one.isdigit()},
        key=lambda text: [int(p) if p.isdigit() else 0 for p in text.split("/")],
    )
    runs: list[list[int]] = []
    for number in whole:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join([*words, *split])
