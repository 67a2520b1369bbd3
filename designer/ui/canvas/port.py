"""The narrow port between tools and the canvas, and what passes through it."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from PySide6.QtCore import Qt

from designer.catalog.library import Library
from designer.drawing.drawing import Drawing
from designer.drawing.records import Hit, Rect
from designer.edit.links.join_options import JoinOption
from designer.edit.links.rewire import End
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.network.ports import Fit

Fits = Mapping[tuple[str, str], Fit]
"""How every port group, by (node, port), fits the one that is dragged; (node, "") is a node as a whole."""


class Pointer(NamedTuple):
    """Place of the pointer, on the canvas and on the widget, and the keys that are held.

    Attributes:
        x: Canvas pixels.
        y: Canvas pixels.
        screen_x: Pixels of the widget.
        screen_y: Pixels of the widget.
        many: Shift or Ctrl: add to the selection.
        free: Alt: no snapping.
        copies: Ctrl: a drag takes copies along.
    """

    x: float
    y: float
    screen_x: float
    screen_y: float
    many: bool = False
    free: bool = False
    copies: bool = False


class KeyStroke(NamedTuple):
    """A key that was pressed."""

    key: int
    text: str = ""
    shift: bool = False
    ctrl: bool = False


class Guide(NamedTuple):
    """A line along which things are aligned, in canvas pixels; upright when the two x are the same."""

    x1: float
    y1: float
    x2: float
    y2: float


class Gap(NamedTuple):
    """A distance between two things, from edge to edge, in canvas pixels; level when the two y are the same.

    Attributes:
        same: Whether it is as wide as another one that is shown, so that things stand evenly.
    """

    x1: float
    y1: float
    x2: float
    y2: float
    same: bool = False

    @property
    def text(self) -> str:
        """Return the distance in words."""
        return f"{max(abs(self.x2 - self.x1), abs(self.y2 - self.y1)):.1f}".removesuffix(".0")


class LooseWire(NamedTuple):
    """A wire that was let go where nothing is: a part that fits may be placed there.

    Attributes:
        source: Id of the node that it comes from.
        port: Port group of it, "" for any.
        cables: How many were asked for; 0 leaves it to the ports.
        x: Canvas place of the loose end.
        y: The same.
    """

    source: str
    port: str
    cables: int
    x: float
    y: float


class Offered(NamedTuple):
    """The ways in which the ends of a link could be joined, and which of them it is now.

    Attributes:
        link: Id of the link.
        options: All ways, the likeliest first.
        chosen: Number of the one that it is.
        fresh: Whether it was drawn just now, so that another choice is part of the same edit.
    """

    link: str
    options: tuple[JoinOption, ...]
    chosen: int = 0
    fresh: bool = True


Told = Literal["info", "no"]
"""What a card tells after the fact: something was done in another way ("info"), or not at all."""


class Card(NamedTuple):
    """A small note beside the pointer: a title, lines, and its sign: a tick, a plus, an "i", a cross, or none."""

    title: str
    lines: tuple[str, ...] = ()
    mood: Literal["", "ok", "copy"] | Told = ""


def card_of(text: str, mood: Told) -> Card:
    """Return the card that tells TEXT: its first sentence, and below it what would fit or what follows."""
    first, _, rest = text.partition(". ")
    return Card(first.rstrip("."), (rest,) if rest else (), mood)


Mood = Literal["open", "ok", "adapter", "no"]


class DraggedWire(NamedTuple):
    """A wire that is being drawn: from a port or tile to the pointer or a target."""

    start: tuple[float, float]
    end: tuple[float, float]
    mood: Mood
    source: str
    port: str = ""
    end_port: str = ""


class Preview(NamedTuple):
    """Preview of a gesture before anything is committed.

    Attributes:
        changeset: The edit that letting go now would make.
        ghosts: Rectangles of what moves, for designs too large to be drawn anew at every step.
        guides: Lines of alignment.
        gaps: Distances to neighbours.
        band: Rubber band.
        lasso: Corners of a line that is drawn freely around things.
        wire: Wire that is being drawn.
        target: Id of the tile or frame that would take what is dragged.
        link: Id of the link that would take what is dragged in between.
        fits: What lights up while a wire is drawn.
        card: Note beside the pointer.
        card_at: Where the note belongs, when not beside the pointer.
        label: Words in the ghost.
        drawing: What is shown in place of the design's own, as things glide to their places.
        picture: What moves or is placed, as its tiles look, painted into the ghosts.
        shift: By how much the picture is moved, canvas pixels.
    """

    changeset: ChangeSet | None = None
    ghosts: tuple[Rect, ...] = ()
    guides: tuple[Guide, ...] = ()
    gaps: tuple[Gap, ...] = ()
    band: Rect | None = None
    lasso: tuple[tuple[float, float], ...] = ()
    wire: DraggedWire | None = None
    target: str = ""
    link: str = ""
    fits: Fits | None = None
    card: Card | None = None
    card_at: tuple[float, float] | None = None
    label: str = ""
    drawing: Drawing | None = None
    picture: Drawing | None = None
    shift: tuple[float, float] = (0.0, 0.0)


class CanvasPort(Protocol):
    """All that a tool may know of the canvas."""

    @property
    def design(self) -> Design:
        """The current design."""
        ...

    @property
    def library(self) -> Library:
        """The parts that can be placed."""
        ...

    @property
    def drawing(self) -> Drawing:
        """The drawing of the current design, without previews."""
        ...

    @property
    def near_drawing(self) -> Drawing:
        """The drawing of the current design with everything that is in containers, from wherever it is seen."""
        ...

    @property
    def scale(self) -> float:
        """Screen pixels per canvas pixel."""
        ...

    @property
    def sight(self) -> Rect:
        """Return what lies in sight, in canvas pixels."""
        ...

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids of what is selected."""
        ...

    @property
    def large(self) -> bool:
        """Return True when the design is too large to be drawn anew at every step of a drag."""
        ...

    def hit(self, x: float, y: float) -> Hit | None:
        """Return what lies at a place."""
        ...

    def handle_at(self, x: float, y: float) -> str:
        """Id of the tile or group whose edge handle lies at a place, "" when none does."""
        ...

    def link_at(self, x: float, y: float) -> str:
        """Id of the one link whose wire lies at a place, "" for none or for a bundle."""
        ...

    def wire_end_at(self, x: float, y: float) -> tuple[str, End] | None:
        """The link and its end whose grip lies at a place; only the one selected link has grips."""
        ...

    def choose_port(self, node_id: str, port: str) -> None:
        """Show what is free and used of a port group; "" shows none."""
        ...

    def offer_parts(self, at: Pointer) -> None:
        """Open the quick add at a place."""
        ...

    def offer_fitting(self, wire: LooseWire) -> None:
        """Open the quick add with the parts that a loose wire could go to."""
        ...

    def offer_ways(self, ways: Offered, at: Pointer | None) -> None:
        """Show at a place, else beside the link, in which other ways its ends could be joined."""
        ...

    def select(self, ids: Sequence[str]) -> None:
        """Select IDS instead of what is selected."""
        ...

    def preview(self, preview: Preview | None) -> None:
        """Show what a gesture would do; None shows the design as it is."""
        ...

    def commit(self, changeset: ChangeSet, *, joins_last: bool = False) -> bool:
        """Make an edit and say whether it was made; a refusal is told to the person."""
        ...

    def message(self, text: str) -> None:
        """Tell the person one line."""
        ...

    def tell(self, text: str, mood: Told = "no") -> None:
        """Tell beside the pointer what was refused, or done in another way than it was asked, and in one line too."""
        ...

    def point(self, shape: Qt.CursorShape) -> None:
        """Show a pointer of this shape."""
        ...

    def pan(self, screen_dx: float, screen_dy: float) -> None:
        """Push the paper by screen pixels."""
        ...

    def reveal(self, record_id: str) -> None:
        """Bring a record into sight."""
        ...

    def edit_count(self, record_id: str, *, joins_last: bool = False) -> None:
        """Open the editor of a link's cables or a node's copies."""
        ...

    def edit_name(self, node_id: str) -> None:
        """Open the editor of a node's name."""
        ...

    def use_tool(self, name: str) -> None:
        """Change the tool."""
        ...
