"""Things on a sheet of paper: words, lines, boxes, codes and drawings, in millimetres from its upper left corner.

A sheet is laid out without a painter, so that what it says, how large its letters are and whether all of it is on the
paper can be asked of the list.
"""

from typing import Final, Literal, NamedTuple

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect

MM_PER_POINT: Final = 25.4 / 72.0
LEAST_PT: Final = 7.0
"""Smallest letters on paper, points."""
LEAST_LABEL_PT: Final = 8.0
"""The same on labels, which are read at arm's length."""
BLACK: Final = "#000000"
GREY: Final = "#3A4452"
Align = Literal["left", "middle", "right"]
Hatch = Literal["", "bars", "dots", "slant"]


class Words(NamedTuple):
    """One line of text.

    Attributes:
        x: Of its left end, middle or right end, as ALIGN says.
        y: Of its baseline.
        pt: Size of its letters, points.
        turned: Whether it is read from below upwards.
    """

    text: str
    x: float
    y: float
    pt: float
    bold: bool = False
    ink: str = BLACK
    align: Align = "left"
    turned: bool = False


class Line(NamedTuple):
    """A straight line of WIDTH millimetres."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.25
    ink: str = BLACK
    dashed: bool = False


class Box(NamedTuple):
    """A rectangle; "" of a colour is none. A hatch of INK tells it apart without a colour."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    ink: str = BLACK
    line: float = 0.25
    hatch: Hatch = ""
    dashed: bool = False


class Shape(NamedTuple):
    """A closed outline of (x, y) corners."""

    corners: tuple[tuple[float, float], ...]
    fill: str = ""
    ink: str = BLACK
    line: float = 0.25
    dashed: bool = False


class Code(NamedTuple):
    """A square code: rows of dark and light modules, without the quiet zone, which stays free around it."""

    x: float
    y: float
    side: float
    rows: tuple[bytes, ...]


class Placed(NamedTuple):
    """A part of a drawing, AREA of it, at SCALE millimetres for a canvas pixel, from (x, y) on."""

    drawing: Drawing
    area: Rect
    x: float
    y: float
    scale: float


Item = Words | Line | Box | Shape | Code | Placed


class Sheet(NamedTuple):
    """One page.

    Attributes:
        width: Millimetres.
        height: The same.
        items: Back to front.
        title: What it shows, for the outline of the file.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    title: str = ""
