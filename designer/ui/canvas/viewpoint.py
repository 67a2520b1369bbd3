"""Viewpoint on the canvas: what lies in sight, how large, and which pixel is which place."""

from typing import Final

from designer.drawing.records import Rect
from designer.drawing.topology.visible_labels import NEAR
from designer.model.design import Camera

LEAST_SCALE: Final = 0.002
MOST_SCALE: Final = 8.0
_FARTHEST: Final = 2e7
_MARGIN: Final = 32.0
_MOST_MARGIN: Final = 0.12
"""Share of the widget that a margin may take."""
_MOST_BESIDE: Final = 0.6
"""Share of the widget above which what floats along an edge is too wide for keeping clear of it."""
_WORTH_UNDER: Final = 0.85
_WORTH: Final = 0.94
"""Of the scale that has to be left for what is fitted to keep clear of the pane."""


class Viewpoint:
    """A window on the canvas.

    Attributes:
        below: Screen pixels along the lower edge that something floats over; nothing is fitted under it.
        corner: Width and height of what floats over the upper left corner.
        pane: Width and height of what floats over the lower right one; nothing is fitted under it where that costs
            little.
        right: Screen pixels along the right edge that a panel floats over; nothing is fitted or brought into sight
            under it.
        scale: Screen pixels per canvas pixel.
        x: Canvas x at the left edge of the widget.
        y: Canvas y at its top edge.
        width: Of the widget, in screen pixels.
        height: Of the widget.
    """

    __slots__ = ("below", "corner", "height", "pane", "right", "scale", "width", "x", "y")

    def __init__(self) -> None:
        self.scale = 1.0
        self.x = 0.0
        self.y = 0.0
        self.width = 1.0
        self.height = 1.0
        self.below = 0.0
        self.corner = (0.0, 0.0)
        self.pane = (0.0, 0.0)
        self.right = 0.0

    def copy(self) -> "Viewpoint":
        """Another one that looks there too."""
        made = Viewpoint()
        for name in Viewpoint.__slots__:
            setattr(made, name, getattr(self, name))
        return made

    @property
    def visible(self) -> Rect:
        """Return what lies in sight, in canvas pixels."""
        return Rect(self.x, self.y, self.width / self.scale, self.height / self.scale)

    @property
    def clear(self) -> Rect:
        """Return what lies in sight and under none of the bars and panels along the edges, canvas pixels."""
        aside = self.right if self.right < self.width * _MOST_BESIDE else 0.0
        low = self.below if self.below < self.height / 2 else 0.0
        return Rect(self.x, self.y, (self.width - aside) / self.scale, (self.height - low) / self.scale)

    @property
    def floated_over(self) -> tuple[Rect, ...]:
        """Return the places in sight that bars and panels float over, in canvas pixels."""
        wide, high = self.pane
        places = (
            Rect(0.0, self.height - self.below, self.width, self.below),
            Rect(self.width - self.right, 0.0, self.right, self.height),
            Rect(0.0, 0.0, *self.corner),
            Rect(self.width - wide, self.height - high, wide, high),
        )
        return tuple(
            Rect(*self.to_canvas(one.x, one.y), one.width / self.scale, one.height / self.scale)
            for one in places
            if one.width > 0 and one.height > 0
        )

    @property
    def camera(self) -> Camera:
        """Return what lies in sight, as a record that a view can hold."""
        sight = self.visible
        return Camera(x=sight.x, y=sight.y, width=sight.width, height=sight.height)

    def to_canvas(self, screen_x: float, screen_y: float) -> tuple[float, float]:
        """The place on the canvas under a pixel of the widget."""
        return self.x + screen_x / self.scale, self.y + screen_y / self.scale

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of the widget over a place on the canvas."""
        return (x - self.x) * self.scale, (y - self.y) * self.scale

    def rect_to_screen(self, rect: Rect) -> Rect:
        """A rectangle of the canvas in pixels of the widget."""
        left, top = self.to_screen(rect.x, rect.y)
        return Rect(left, top, rect.width * self.scale, rect.height * self.scale)

    def resize(self, width: float, height: float) -> None:
        """The widget has another size; its middle stays where it is."""
        self.x += (self.width - max(width, 1.0)) / self.scale / 2
        self.y += (self.height - max(height, 1.0)) / self.scale / 2
        self.width, self.height = max(width, 1.0), max(height, 1.0)

    def pan(self, screen_dx: float, screen_dy: float) -> None:
        """Push the paper by screen pixels."""
        self._look(self.x - screen_dx / self.scale, self.y - screen_dy / self.scale)

    def zoom_at(self, screen_x: float, screen_y: float, factor: float) -> None:
        """Zoom by FACTOR; the place under the pixel stays there."""
        x, y = self.to_canvas(screen_x, screen_y)
        self.scale = min(max(self.scale * factor, LEAST_SCALE), MOST_SCALE)
        self._look(x - screen_x / self.scale, y - screen_y / self.scale)

    def centre_on(self, x: float, y: float) -> None:
        """Bring a place to the middle."""
        self._look(x - self.width / self.scale / 2, y - self.height / self.scale / 2)

    def fit(self, rect: Rect, most: float = 1.0, margin: float = _MARGIN) -> None:
        """Show all of RECT, at most at scale MOST."""
        margin = min(margin, _MOST_MARGIN * self.width, _MOST_MARGIN * self.height)
        bottom = max(margin, self.below if self.below < self.height / 2 else 0.0)
        aside, down = self.corner
        end = max(margin, self.right if self.right < self.width * _MOST_BESIDE else 0.0)
        starts = [(margin, margin), (max(margin, aside), margin), (margin, max(margin, down))]
        best = self._fitted(rect, most, (*starts[0], end, bottom))
        x, y = self._at(best, rect.x, rect.y)
        if x >= aside or y >= down:
            del starts[1:]
        else:
            # Beside what floats in the corner, or below it, whichever leaves more room.
            del starts[0]
            beside, under = (self._fitted(rect, most, (*start, end, bottom)) for start in starts)
            # Under it stands in the middle of the width, which is worth a little of the scale.
            best = under if under[0] >= _WORTH_UNDER * beside[0] else beside
        wide, high = self.pane
        x, y = self._at(best, rect.right, rect.bottom)
        if x > self.width - wide and y > self.height - high:
            ends = ((max(end, wide), bottom), (end, max(bottom, high)))
            clear = max(self._fitted(rect, most, (*start, *end)) for start in starts for end in ends)
            # Never at the price of the words that are read from here.
            worth = max(_WORTH * best[0], NEAR if best[0] >= NEAR else 0.0)
            best = clear if clear[0] >= worth else best
        self.scale = best[0]
        self._look(best[1], best[2])

    @staticmethod
    def _at(place: tuple[float, float, float], x: float, y: float) -> tuple[float, float]:
        """Return the place of the canvas on the screen, seen from PLACE: scale, x and y."""
        return (x - place[1]) * place[0], (y - place[2]) * place[0]

    def _fitted(self, rect: Rect, most: float, edges: tuple[float, float, float, float]) -> tuple[float, float, float]:
        """Scale, x and y with which RECT lies in the middle of what EDGES (left, top, right, bottom) leave."""
        left, top, right, bottom = edges
        wide, high = max(self.width - left - right, 1.0), max(self.height - top - bottom, 1.0)
        scale = min(wide / max(rect.width, 1.0), high / max(rect.height, 1.0), most)
        scale = min(max(scale, LEAST_SCALE), MOST_SCALE)
        x, y = rect.centre
        return scale, x - (left + wide / 2) / scale, y - (top + high / 2) / scale

    def show(self, camera: Camera) -> None:
        """Show what CAMERA shows, all of it when the widget has another shape."""
        wanted = min(self.width / max(camera.width, 1e-6), self.height / max(camera.height, 1e-6))
        self.scale = min(max(wanted, LEAST_SCALE), MOST_SCALE)
        self.centre_on(camera.x + camera.width / 2, camera.y + camera.height / 2)

    def reveal(self, rect: Rect, margin: float = 32.0) -> bool:
        """Pan as little as it takes to bring RECT into sight, and say whether it took any."""
        edge = margin / self.scale
        wanted, sight = rect.grown(edge), self.visible
        aside = (self.right if self.right < self.width * _MOST_BESIDE else 0.0) / self.scale
        sight = Rect(sight.x, sight.y, sight.width - aside, sight.height)
        dx = dy = 0.0
        if wanted.width > sight.width or wanted.height > sight.height:
            if rect.meets(sight):
                # What is too high for the view still comes out from under what floats at the right.
                over = rect.right - sight.right if aside and rect.width <= sight.width else 0.0
                self._look(self.x + max(over, 0.0), self.y)
                return over > 0
            x, y = rect.centre
            self.centre_on(x + aside / 2, y)
            return True
        dx = min(wanted.x - sight.x, 0.0) or max(wanted.right - sight.right, 0.0)
        dy = min(wanted.y - sight.y, 0.0) or max(wanted.bottom - sight.bottom, 0.0)
        self._look(self.x + dx, self.y + dy)
        return bool(dx or dy)

    def _look(self, x: float, y: float) -> None:
        self.x = min(max(x, -_FARTHEST), _FARTHEST)
        self.y = min(max(y, -_FARTHEST), _FARTHEST)
