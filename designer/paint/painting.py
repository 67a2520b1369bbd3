"""A request to a painter: which part of a drawing, at what scale, and what stands out in it."""

from collections.abc import Mapping, Set
from typing import NamedTuple

from designer.drawing.records import Rect
from designer.paint.marks.symbols import Verdict


class Painting(NamedTuple):
    """Settings with which a drawing is painted.

    Attributes:
        visible: The part of the canvas in sight; the rest is skipped.
        scale: Screen pixels for one canvas pixel, which decides how much is shown.
        zoom: On slides and cards that of the painter itself, screen pixels for one of its pixels; None elsewhere.
        moving: The view or something in it is on the move: no smooth edges.
        selected: Ids of tiles, frames and links to outline.
        hovered: Id of what the pointer is on.
        fits: While a cable is drawn: whether each port takes it, by (node, port group).
        afar: In SVG and PDF, what is too small to be read at `scale` is drawn as it is seen from afar on a screen.
    """

    visible: Rect
    scale: float
    zoom: float | None = None
    moving: bool = False
    selected: Set[str] = frozenset()
    hovered: str = ""
    fits: Mapping[tuple[str, str], Verdict] | None = None
    afar: bool = False
