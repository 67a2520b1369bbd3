"""Places of the panels around the canvas: docked beside it, folded to rails, or opened over it."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QRect, QSize

Side = Literal["palette", "inspector", "below"]
SIDES: Final[tuple[Side, ...]] = ("palette", "inspector", "below")
How = Literal["docked", "open", "folded"]
"""Beside the canvas, over it, or behind a button of a rail."""

RAIL: Final = 48
LEAST: Final[Mapping[Side, int]] = {"palette": 200, "inspector": 252, "below": 140}
"""Pixels across which a docked panel still shows what it holds."""
USUAL: Final[Mapping[Side, int]] = {"palette": 240, "inspector": 312, "below": 216}
OPENED: Final[Mapping[Side, int]] = {"palette": 264, "inspector": 312, "below": 264}
"""Pixels across of a panel that was opened over the canvas."""
LEAST_CANVAS: Final = QSize(320, 200)
"""What docked panels leave of the canvas."""
_GAP: Final = 8
_FLOAT_GAP: Final = 16
_LEAST_INSPECTOR: Final = 160
"""Pixels in height of the floating inspector that it keeps, whatever floats below it."""
_LEAST_OVER: Final = 200
"""Pixels of the canvas above an opened lower panel, where the window has them."""
_ROOMY: Final[Mapping[Side, int]] = {"palette": 1440, "inspector": 1280, "below": 900}
"""Width of the window, or height for what is below, from which a panel may stay docked."""


class Arrangement(NamedTuple):
    """The state of each panel, and its size in pixels where it is docked."""

    stands: Mapping[Side, How]
    across: Mapping[Side, int] = USUAL

    @property
    def palette(self) -> How:
        """Return how the parts stand."""
        return self.stands["palette"]

    @property
    def inspector(self) -> How:
        """Return how the inspector stands."""
        return self.stands["inspector"]

    @property
    def below(self) -> How:
        """Return how the lower panel stands."""
        return self.stands["below"]


class Places(NamedTuple):
    """Rectangles in the frame; one without a size is out of sight."""

    left_rail: QRect
    right_rail: QRect
    palette: QRect
    middle: QRect
    inspector: QRect
    below: QRect

    def of(self, side: Side) -> QRect:
        """Return the rectangle of the panel at SIDE."""
        return {"palette": self.palette, "inspector": self.inspector, "below": self.below}[side]


def may_dock(side: Side, window: QSize) -> bool:
    """Return whether a WINDOW of this size has room for the panel at SIDE beside the canvas.

    Source: rule 15 of the look: below 1440 the palette folds, below 1280 the inspector floats, below 900 high the
    lower panel becomes one card.
    """
    return (window.height() if side == "below" else window.width()) >= _ROOMY[side]


def places(
    room: QSize,
    wanted: Arrangement,
    inspector_high: int,
    moved: tuple[int, int] = (0, 0),
    keep_low: int = 0,
    keep_top: int = 0,
    keep_right: int = 0,
) -> Places:
    """Return where everything stands in a frame of the size ROOM.

    Args:
        room: Of the frame, in pixels.
        wanted: How the panels stand.
        inspector_high: Pixels that the inspector asks for where it floats.
        moved: By how much the floating inspector was dragged away from the upper right corner of the canvas.
        keep_low: Pixels along the lower edge of the canvas that the floating inspector leaves to tools and cards.
        keep_top: Pixels along the upper edge that it leaves to what is said there.
        keep_right: Pixels along the right edge that it leaves to a panel of the view, until it is dragged there.
    """
    width, height = room.width(), room.height()
    left_rail = RAIL if wanted.palette != "docked" else 0
    right_rail = RAIL if "docked" not in (wanted.inspector, wanted.below) or wanted.inspector != wanted.below else 0
    inside = width - left_rail - right_rail
    palette = _across("palette", wanted, inside - LEAST_CANVAS.width())
    inspector = _across("inspector", wanted, inside - palette - LEAST_CANVAS.width())
    left, right = left_rail + palette, width - right_rail - inspector
    below = _across("below", wanted, height - LEAST_CANVAS.height())
    opened = _below_open(wanted, height)
    middle = QRect(left, 0, max(right - left, 1), max(height - below, 1))
    return Places(
        QRect(0, 0, left_rail, height),
        QRect(width - right_rail, 0, right_rail, height),
        _palette(wanted, middle, palette, left_rail, height),
        middle,
        QRect(right, 0, inspector, height)
        if wanted.inspector == "docked"
        else _inspector(
            wanted,
            middle,
            inspector_high,
            (moved[0] - keep_right, moved[1]),
            (keep_top, max(keep_low, opened + _GAP if opened else 0)),
        ),
        _below(wanted, middle, below),
    )


def _across(side: Side, wanted: Arrangement, most: int) -> int:
    if wanted.stands[side] != "docked":
        return 0
    return min(max(wanted.across[side], LEAST[side]), max(most, LEAST[side]))


def _palette(wanted: Arrangement, middle: QRect, across: int, rail: int, height: int) -> QRect:
    if wanted.palette == "docked":
        return QRect(0, 0, across, height)
    if wanted.palette == "folded":
        return QRect()
    return QRect(rail + _GAP, _GAP, min(OPENED["palette"], middle.width() - 2 * _GAP), height - 2 * _GAP)


def _inspector(wanted: Arrangement, middle: QRect, high: int, moved: tuple[int, int], kept: tuple[int, int]) -> QRect:
    if wanted.inspector == "folded":
        return QRect()
    gap = _FLOAT_GAP if middle.height() >= 2 * LEAST_CANVAS.height() else _GAP
    wide = min(OPENED["inspector"], middle.width() - 2 * gap)
    top, low = kept
    tall = max(min(high, middle.height() - top - gap - max(gap, low)), min(_LEAST_INSPECTOR, middle.height() - 2 * gap))
    x = min(max(middle.right() + 1 - gap - wide + moved[0], middle.left() + gap), middle.right() + 1 - gap - wide)
    y = min(max(top + gap + moved[1], top + gap), max(middle.height() - gap - tall, gap))
    return QRect(x, y, wide, tall)


def _below(wanted: Arrangement, middle: QRect, across: int) -> QRect:
    if wanted.below == "docked":
        return QRect(middle.left(), middle.height(), middle.width(), across)
    if wanted.below == "folded":
        return QRect()
    high = _below_open(wanted, middle.height())
    return QRect(middle.left() + _GAP, middle.height() - _GAP - high, middle.width() - 2 * _GAP, high)


def _below_open(wanted: Arrangement, height: int) -> int:
    """Return how high the lower panel is that is open over a canvas of a HEIGHT; 0 where it is not."""
    if wanted.below != "open":
        return 0
    return max(min(OPENED["below"], height - 2 * _GAP - _LEAST_OVER), min(LEAST["below"], height - 2 * _GAP))
