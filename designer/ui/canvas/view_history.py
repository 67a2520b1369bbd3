"""The places that were looked at on one canvas: back to the one before, and forward again."""

from typing import Final, NamedTuple

MOST: Final = 50
_SHIFT: Final = 0.15
"""Share of what lies in sight by which a look must have moved to be another place."""
_ZOOM: Final = 1.15


class Place(NamedTuple):
    """Place that was looked at: middle and width of the sight, canvas pixels, and screen pixels per canvas pixel."""

    x: float
    y: float
    width: float
    scale: float

    def is_near(self, other: "Place") -> bool:
        """Return True when OTHER shows nearly the same."""
        zoomed = max(self.scale, other.scale) / min(self.scale, other.scale)
        reach = _SHIFT * max(self.width, other.width)
        return zoomed < _ZOOM and abs(self.x - other.x) < reach and abs(self.y - other.y) < reach


class Visited:
    """Places in the order in which they were rested at, like the pages of a browser; the oldest are forgotten."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    def rest(self, place: Place) -> None:
        """PLACE was looked at for a while; places that one went back from are forgotten."""
        if self._at >= 0 and self._places[self._at].is_near(place):
            return
        self._places[self._at + 1 :] = [place]
        del self._places[:-MOST]
        self._at = len(self._places) - 1

    def back(self, here: Place) -> Place | None:
        """The place before, HERE being kept to come forward to; None at the first."""
        self.rest(here)
        return self._step(-1)

    def forward(self, here: Place) -> Place | None:
        """The place that one went back from; None at the last, or after one looked elsewhere since."""
        if self._at < 0 or not self._places[self._at].is_near(here):
            return None
        return self._step(1)

    def _step(self, by: int) -> Place | None:
        if not 0 <= self._at + by < len(self._places):
            return None
        self._at += by
        return self._places[self._at]
