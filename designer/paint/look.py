"""The look of one painting: theme, level of detail, selection."""

from collections.abc import Mapping, Set
from typing import NamedTuple

from designer.drawing.theme_tokens import Theme
from designer.paint.marks.symbols import Verdict


class Look(NamedTuple):
    """Settings that every part of one painting shares.

    Attributes:
        scale: Screen pixels for one canvas pixel.
        moving: Speed before beauty: no smooth edges, straight wires.
        vector: The painter writes shapes and letters, not pixels.
        entire: Everything is drawn in its own size, however small that comes out.
        plain: Larger type, no ports.
        fits: While connecting: whether a port takes the cable, by (node, port group).
    """

    theme: Theme
    scale: float
    moving: bool
    vector: bool
    entire: bool
    plain: bool
    heated: bool
    selected: Set[str]
    hovered: str
    fits: Mapping[tuple[str, str], Verdict] | None
