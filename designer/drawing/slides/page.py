"""One slide laid out on 1920 × 1080 units: what a painter paints, without a font or a colour in it.

Colours are names: one of the theme ("text", "muted"), "layer:" with a layer, or "#RRGGBB".
"""

from typing import Final, Literal, NamedTuple

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import Pattern

WIDTH: Final = 1920.0
HEIGHT: Final = 1080.0
Align = Literal["left", "middle", "right"]
Sign = Literal["fits", "ask", "short", "check"]
"""A tick, a question in a ring, an exclamation mark in a triangle, an amber pill with the word "check"."""


class TextItem(NamedTuple):
    """One line of text.

    Attributes:
        key: What it says, the same on another page that says it with other figures.
        x: Where it begins, has its middle or ends, as ALIGN says.
        y: Its baseline.
        px: Size of the type.
        strong: Whether it is set in weight 600 instead of 400.
    """

    key: str
    x: float
    y: float
    text: str
    px: float
    ink: str = "text"
    strong: bool = False
    align: Align = "left"


class BoxItem(NamedTuple):
    """A rectangle, with round corners where RADIUS says so; a circle where that is half of its side.

    Attributes:
        fill: Colour inside; "" for none.
        alpha: How opaque that is, 0 to 1.
        line: Colour of its outline, STROKE wide; "" for none.
        hatched: Whether slanted lines lie on it.
        dashed: Whether the outline is broken.
    """

    key: str
    rect: Rect
    fill: str = ""
    alpha: float = 1.0
    line: str = ""
    stroke: float = 2.0
    radius: float = 0.0
    hatched: bool = False
    dashed: bool = False


class LineItem(NamedTuple):
    """A line through POINTS, ((x, y), …)."""

    key: str
    points: tuple[tuple[float, float], ...]
    ink: str = "border"
    width: float = 2.0
    pattern: Pattern = "solid"


class AreaItem(NamedTuple):
    """A filled shape without an outline, with corners at POINTS, ((x, y), …)."""

    key: str
    points: tuple[tuple[float, float], ...]
    fill: str
    alpha: float = 1.0


class SignItem(NamedTuple):
    """A sign in the middle of RECT."""

    key: str
    rect: Rect
    sign: Sign


class DrawingItem(NamedTuple):
    """A drawing of the design inside RECT.

    Attributes:
        drawing: All of it.
        sight: The part that is in sight.
        alt: What is seen, in words.
        most: Units of the slide for a canvas pixel beyond which a small drawing is not blown up.
    """

    key: str
    rect: Rect
    drawing: Drawing
    sight: Rect
    alt: str
    most: float = 2.4


PageItem = TextItem | BoxItem | LineItem | AreaItem | SignItem | DrawingItem


class SlidePage(NamedTuple):
    """One slide of a deck.

    Attributes:
        id: What the slide is about: "decision", "money" …
        title: Its claim.
        words: All that it says, one sentence or row each, as a screen reader says it.
        notes: For the speaker.
        items: In the order in which they are painted.
    """

    id: str
    title: str
    words: tuple[str, ...]
    notes: str
    items: tuple[PageItem, ...]

    @property
    def drawings(self) -> tuple[DrawingItem, ...]:
        """Return the drawings on it."""
        return tuple(item for item in self.items if isinstance(item, DrawingItem))
