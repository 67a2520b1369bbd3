"""Places on a tile that is seen from some way off: its name in letters that can be read, and the rest for its plate.

Two levels. From 40% on a tile shows its plate, and its name with ×N on one line or two. Below, "at a glance": the
ground of the plate with the icon of the kind and how many there are in large figures, and the name where it finds room
whole, below the ground or beside it. So does a name that would be cut below a plate.
"""

from typing import Final, NamedTuple

from designer.drawing.records import Rect
from designer.drawing.text import TextWidths, elide_middle, wrapped
from designer.drawing.theme_tokens import type_scale

GLANCE_BELOW: Final = 0.4
"""Scale below which a tile is only a sign, a number and perhaps a name."""
LEAST_PX: Final = 9.0
"""Letters on the screen are never smaller."""
_SIZES_PX: Final = (10.5, LEAST_PX)
_ROW: Final = 1.25
_TIGHT: Final = 1.15
"""Least height of a line, in sizes of its letters."""
_MOST_ROWS: Final = 2
_MOST_BESIDE: Final = 3
_SIGN_PX: Final = 16.0
"""Width of the sign beside a name."""
_LEAST_LETTERS: Final = 3
_LEFT: Final = (12.0, 6.0)
"""From the edge of the tile: canvas pixels, and at least so many on the screen."""
_TOP: Final = (8.0, 3.0)
_RIGHT: Final = (8.0, 3.0)
_GAP_PX: Final = 2.0
_LEAST_PLATE_PX: Final = 13.0
_WIDER: Final = 1.04
"""Small letters are set a little wider than in proportion."""


class SmallTile(NamedTuple):
    """Places of the parts of a small tile, in canvas pixels from its corner.

    Attributes:
        plate: Place of the plate, or of its ground; None of a tile without one.
        lines: Of the name; none where it finds no room.
        px: Size of its letters.
        top: Of its first line.
        row: From one line to the next.
        left: Where they begin.
        counted: ×N stands on the ground of the plate, not behind the name.
        signed: The ground of the plate has the icon of the kind in place of its picture.
    """

    plate: Rect | None
    lines: tuple[str, ...]
    px: float
    top: float
    row: float
    left: float
    counted: bool = False
    signed: bool = False


def small_tile(
    title: str, badge: str, size: tuple[float, float], plate: float, scale: float, widths: TextWidths
) -> SmallTile:
    """Lay out a tile of SIZE whose plate is PLATE canvas pixels high (0 without one), at SCALE."""
    width, height = size[0] * scale, size[1] * scale
    left, top, right = (max(far * scale, near) for far, near in (_LEFT, _TOP, _RIGHT))
    glance = scale < GLANCE_BELOW
    room = max(width - left - right, 1.0)
    counted = glance and plate > 0
    text = title if counted or not badge else f"{title} {badge}"
    least = _LEAST_PLATE_PX if plate else 0.0
    lines, px = _lines(text, room, height - top - least - 2 * _GAP_PX, _MOST_ROWS, widths)
    if not lines and plate:
        beside = _beside(f"{title} {badge}" if badge else title, room, height, scale, widths)
        if beside is not None:
            return beside
    if not lines and not glance:
        lines, px = _cut_lines(text, room, height - top - least - 2 * _GAP_PX, widths)
    row = px * _ROW
    words = row * len(lines)
    high = max(height - top - words - (2 * _GAP_PX if lines else top), 0.0)
    if plate and not glance:
        high = min(high, plate * scale)
    first = top + (high + _GAP_PX if plate else 0.0)
    if lines:
        # In the middle of what is left below the plate.
        first += max((height - first - words) / 2 - (_GAP_PX / 2 if plate else 0.0), 0.0)
    place = Rect(left / scale, top / scale, room / scale, high / scale) if plate and high > 0 else None
    return SmallTile(place, lines, px / scale, first / scale, row / scale, left / scale, counted, signed=glance)


def _beside(text: str, room: float, height: float, scale: float, widths: TextWidths) -> SmallTile | None:
    """The name beside a narrow sign, in the smallest letters; None where it finds no room there either."""
    top = max(_TOP[0] * scale, _TOP[1])
    high = height - 2 * top
    left = max(_LEFT[0] * scale, _LEFT[1]) + _SIGN_PX + 2 * _GAP_PX
    lines, px = _lines(text, room - _SIGN_PX - 2 * _GAP_PX, height - _GAP_PX, _MOST_BESIDE, widths, sizes=(LEAST_PX,))
    if not lines or high < _LEAST_PLATE_PX:
        return None
    row = px * _TIGHT
    first = (height - row * len(lines)) / 2
    sign = Rect((left - _SIGN_PX - 2 * _GAP_PX) / scale, top / scale, _SIGN_PX / scale, high / scale)
    return SmallTile(sign, lines, px / scale, first / scale, row / scale, left / scale, signed=True)


def _lines(
    text: str,
    room: float,
    height: float,
    most: int,
    widths: TextWidths,
    *,
    sizes: tuple[float, ...] = _SIZES_PX,
) -> tuple[tuple[str, ...], float]:
    """TEXT in the largest letters in which all of it is seen in ROOM × HEIGHT screen pixels; none where none do."""
    for px in sizes:
        wide = room * type_scale()["strong"].px / px / _WIDER
        lines = wrapped(text, "strong", wide, widths)
        if len(lines) <= min(int(height // (px * _TIGHT)), most) and all(
            widths(line, "strong") <= wide for line in lines
        ):
            return tuple(lines), px
    return (), sizes[-1]


def _cut_lines(text: str, room: float, height: float, widths: TextWidths) -> tuple[tuple[str, ...], float]:
    """TEXT in the smallest letters, cut in its middle so that it finds room."""
    low, high = 0, len(text)
    while low < high:
        kept = (low + high + 1) // 2
        found, _ = _lines(elide_middle(text, kept), room, height, _MOST_ROWS, widths, sizes=(LEAST_PX,))
        low, high = (kept, high) if found else (low, kept - 1)
    if low < _LEAST_LETTERS:
        return (), LEAST_PX
    return _lines(elide_middle(text, low), room, height, _MOST_ROWS, widths, sizes=(LEAST_PX,))
