"""The tools of the floor: what each may ask of the view, measuring, and calibrating the drawing under a room.

Tools are given units of the drawing; `at` gives millimetres, on half tiles unless Alt is held.
"""

import math
from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QPainter
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.drawing.rooms.floor import FloorDrawing
from designer.drawing.rooms.floor_shapes import MM, millimetres
from designer.edit.rooms.room_plan import Piece
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.paint.rooms.floor_plan import paint_measure


class FloorPort(Protocol):
    """Port through which tools ask of the view."""

    @property
    def drawing(self) -> FloorDrawing:
        """Return what is drawn."""
        ...

    @property
    def reach(self) -> float:
        """Slack around lines and corners, in units of the drawing."""
        ...

    def at(self, x: float, y: float, *, free: bool) -> tuple[float, float]:
        """A place in mm, on half tiles unless it is FREE."""
        ...

    def middle(self) -> tuple[float, float]:
        """The middle of what is in sight."""
        ...

    def commit(self, make: Callable[[Design], ChangeSet]) -> bool:
        """Make an edit."""
        ...

    def added(self, piece: Piece | None) -> None:
        """A piece, or a room, was added: it is picked, and the select tool is back."""
        ...

    def calibrate(self, a: tuple[float, float], b: tuple[float, float]) -> None:
        """Ask how far A and B, in mm, really are from each other."""
        ...

    def say(self, words: str) -> None:
        """One line for the person."""
        ...


class FloorTool:
    """A tool that does nothing yet.

    Attributes:
        hint: One line about what to do.
    """

    hint = ""

    def __init__(self, port: FloorPort) -> None:
        self.port = port

    def press(self, x: float, y: float, *, free: bool) -> None:
        """The button went down."""

    def move(self, x: float, y: float, *, free: bool) -> None:
        """The pointer moved, with the button down or not."""

    def release(self, x: float, y: float, *, free: bool) -> None:
        """The button came up."""

    def finish(self) -> bool:
        """Enter: end what is begun, or put a usual one into the middle; says whether there was anything to do."""
        return False

    def step_back(self) -> bool:
        """Backspace: take the last point away; says whether there was one."""
        return False

    def cancel(self) -> bool:
        """Escape: forget what is begun; says whether there was anything."""
        return False

    def paint(self, painter: QPainter, scale: float) -> None:
        """Paint what is being drawn, in units of the drawing."""


class MeasureTool(FloorTool):
    """A distance from where the button went down; it stays in sight until the next one or Escape."""

    hint = "Drag from one point to another; Alt measures between tiles too. Nothing is changed."

    def __init__(self, port: FloorPort) -> None:
        super().__init__(port)
        self.a: tuple[float, float] | None = None
        self.b: tuple[float, float] | None = None
        self._down = False

    @override
    def press(self, x: float, y: float, *, free: bool) -> None:
        self.a = self.b = self.port.at(x, y, free=free)
        self._down = True

    @override
    def move(self, x: float, y: float, *, free: bool) -> None:
        if self._down:
            self.b = self.port.at(x, y, free=free)

    @override
    def release(self, x: float, y: float, *, free: bool) -> None:
        self.move(x, y, free=free)
        self._down = False
        if self.a is not None and self.b is not None and self.a != self.b:
            dx, dy = abs(self.b[0] - self.a[0]), abs(self.b[1] - self.a[1])
            across = f" ({millimetres(dx)} across, {millimetres(dy)} down)" if dx and dy else ""
            self.port.say(f"{millimetres(self.length)}{across}")
            self.measured(self.a, self.b)

    def measured(self, a: tuple[float, float], b: tuple[float, float]) -> None:
        """A distance was drawn."""

    @property
    def length(self) -> float:
        """Return what was measured, mm."""
        return math.dist(self.a, self.b) if self.a is not None and self.b is not None else 0.0

    @override
    def cancel(self) -> bool:
        begun, self.a, self.b, self._down = self.a is not None, None, None, False
        return begun

    @override
    def paint(self, painter: QPainter, scale: float) -> None:
        if self.a is None or self.b is None:
            return
        a, b = (self.a[0] / MM, self.a[1] / MM), (self.b[0] / MM, self.b[1] / MM)
        paint_measure(painter, a, b, millimetres(self.length), scale, ink=current_theme().colour("accent"))


class CalibrateTool(MeasureTool):
    """Two points of the drawing under the room; then their real distance is asked for."""

    hint = "Drag along a length that you know in the drawing under the room; then type how long it is."

    @override
    def press(self, x: float, y: float, *, free: bool) -> None:
        super().press(x, y, free=True)

    @override
    def move(self, x: float, y: float, *, free: bool) -> None:
        super().move(x, y, free=True)

    @override
    def measured(self, a: tuple[float, float], b: tuple[float, float]) -> None:
        """Ask for the real distance."""
        self.port.calibrate(a, b)
