"""Pages that fill from the top: what is set on them, and where chapters begin."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtGui import QPainter

WIDE: Final = 595.28
HIGH: Final = 841.89
"""A4, upright, in points."""
LEFT: Final = 38.5
INNER: Final = WIDE - 2 * LEFT
TOP: Final = 62.0
BOTTOM: Final = HIGH - 50.0
"""Between the header and the foot."""
ROOM: Final = BOTTOM - TOP

Draw = Callable[[QPainter], None]


class Page:
    """One page: whether it lies on its side, what is drawn on it, and how far down it is filled."""

    def __init__(self, *, lying: bool = False) -> None:
        self.lying = lying
        self.draws: list[Draw] = []
        self.filled = TOP


class Anchor(NamedTuple):
    """Beginning of a chapter: its page from 0, and how far down."""

    page: int
    y: float


class Flow:
    """Fills pages; `y` is where the next thing goes, in points from the top of the last page."""

    def __init__(self) -> None:
        self.pages: list[Page] = [Page()]
        self.anchors: dict[str, Anchor] = {}
        self.y = TOP
        self._lying: list[Page] = []

    @property
    def room(self) -> float:
        """Return the height that is free on this page."""
        return BOTTOM - self.y

    @property
    def fresh(self) -> bool:
        """Return whether nothing stands on this page yet."""
        return not self.pages[-1].draws

    def turn(self) -> None:
        """Begin the next page, unless this one is empty."""
        if not self.fresh:
            self.pages.extend(self._lying)
            self._lying = []
            self.pages.append(Page())
        self.y = TOP

    def lying(self) -> Page:
        """Return a page on its side, for a wide drawing: it comes after this one, which is filled first."""
        self._lying.append(Page(lying=True))
        return self._lying[-1]

    def end(self) -> None:
        """Put what waits behind the last page."""
        self.pages.extend(self._lying)
        self._lying = []

    def need(self, height: float) -> None:
        """Begin the next page where HEIGHT has no room on this one."""
        if height > self.room and not self.fresh:
            self.turn()

    def add(self, height: float, draw: Callable[[QPainter, float], None]) -> None:
        """Set something of HEIGHT here; DRAW paints it from its upper edge on."""
        self.need(height)
        at = self.y
        self.pages[-1].draws.append(lambda painter: draw(painter, at))
        self.y += height
        self.pages[-1].filled = self.y

    def skip(self, height: float) -> None:
        """Leave HEIGHT free, except at the top of a page."""
        if not self.fresh:
            self.y += height

    def anchor(self, name: str) -> None:
        """Remember this place by NAME."""
        self.anchors[name] = Anchor(len(self.pages) - 1, self.y)
