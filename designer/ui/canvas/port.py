"""The narrow port between tools and the canvas, and what passes through it."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from PySide6.QtCore import Qt

from designer.catalog.library import Library
from designer.drawing.drawing import Drawing, Hit, Rect
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.ports import Fit

Fits = Mapping[tuple[str, str], Fit]
"""How every port group, by (node, port), fits the one that is dragged."""


class Pointer(NamedTuple):
    """Where the pointer is, on the canvas and on the widget, and which keys are held.

    Attributes:
        x: Canvas pixels.
        y: Canvas pixels.
        screen_x: Pixels of the widget.
        screen_y: Pixels of the widget.
        many: Shift or Ctrl: add to the selection.
        free: Alt: no snapping.
    """

    x: float
    y: float
    screen_x: float
    screen_y: float
    many: bool = False
    free: bool = False


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


class Card(NamedTuple):
    """A small note beside the pointer: a title, lines, and whether it is good news."""

    title: str
    lines: tuple[str, ...] = ()
    mood: Literal["", "ok", "no"] = ""


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
    """What a gesture shows before anything is committed.

    Attributes:
        changeset: The edit that letting go now would make.
        ghosts: Rectangles of what moves, for designs too large to be drawn anew at every step.
        guides: Lines of alignment.
        band: Rubber band.
        wire: Wire that is being drawn.
        target: Id of the tile or frame that would take what is dragged.
        fits: What lights up while a wire is drawn.
        card: Note beside the pointer.
        card_at: Where the note belongs, when not beside the pointer.
        label: Words in the ghost.
    """

    changeset: ChangeSet | None = None
    ghosts: tuple[Rect, ...] = ()
    guides: tuple[Guide, ...] = ()
    band: Rect | None = None
    wire: DraggedWire | None = None
    target: str = ""
    fits: Fits | None = None
    card: Card | None = None
    card_at: tuple[float, float] | None = None
    label: str = ""


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
    def scale(self) -> float:
        """Screen pixels per canvas pixel."""
        ...

    @property
    def sight(self) -> Rect:
        """What lies in sight, in canvas pixels."""
        ...

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids of what is selected."""
        ...

    @property
    def large(self) -> bool:
        """Whether the design is too large to be drawn anew at every step of a drag."""
        ...

    def hit(self, x: float, y: float) -> Hit | None:
        """What lies at a place."""
        ...

    def handle_at(self, x: float, y: float) -> str:
        """Id of the tile whose connect handle lies at a place, "" when none does."""
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
