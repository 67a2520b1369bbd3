"""The pointer on the floor: it chooses and moves what stands there and the pieces of the room, or works a tool."""

from collections.abc import Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.drawing.records import Rect
from designer.drawing.rooms.floor import FloorHit
from designer.drawing.rooms.floor_shapes import MM
from designer.edit.rooms.floor import move_placed
from designer.edit.rooms.room_plan import Piece, insert_corner, move_corner, move_piece, table_of
from designer.ui.app.document import Document
from designer.ui.views.floor.room_tools import TOOLS
from designer.ui.views.floor.snapping import drag
from designer.ui.views.floor.surface import FloorSurface
from designer.ui.views.floor.tools import FloorTool
from designer.ui.views.painted_view import ADDING


class FloorHands(FloorSurface):
    """The floor of one document under the pointer."""

    tool_changed = Signal(str)
    """Name of the tool in hand: select, pan, or one of TOOLS."""

    calibration_wanted = Signal(tuple, tuple)
    """Two points in mm whose real distance is to be asked for."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self._tool: FloorTool | None = None
        self._tool_name = "select"
        self._started: tuple[float, float] | None = None
        self._dragging: FloorHit | None = None

    # Tools.

    @property
    def tool(self) -> str:
        """Name of the tool in hand."""
        return self._tool_name

    def set_tool(self, name: str) -> None:
        """Take a tool into the hand: select, pan, or one of TOOLS."""
        self._cancel_drag()
        self._tool_name = name if name in TOOLS or name == "pan" else "select"
        self._tool = TOOLS[name][2](self) if name in TOOLS else None
        self._cursor = Qt.CursorShape.ArrowCursor if self._tool is None else Qt.CursorShape.CrossCursor
        self.setCursor(self._cursor)
        if self._tool is not None:
            self.say(self._tool.hint)
        self.tool_changed.emit(self._tool_name)
        self.update()

    def added(self, piece: Piece | None) -> None:
        """A piece, or a room, was added: it is picked, and the select tool is back."""
        self.set_tool("select")
        if piece is None:
            new = [one for one, _ in self.rooms]
            if new:
                self.show_room(new[-1] if self._drawing is None or not self.room else self._newest_room())
            return
        table = table_of(piece)
        pieces = cast("Sequence[Piece]", getattr(self.drawing.plan, table))
        self.picked = FloorHit(table, len(pieces) - 1)
        self.update()

    def _newest_room(self) -> str:
        nodes = self._document.design.nodes
        return max((one for one, _ in self.rooms if one), key=lambda one: nodes[one].order, default="")

    def calibrate(self, a: tuple[float, float], b: tuple[float, float]) -> None:
        """Ask how far A and B, in mm, really are from each other."""
        self.calibration_wanted.emit(a, b)

    @override
    def paint_tool(self, painter: QPainter) -> None:
        if self._tool is not None:
            self._tool.paint(painter, self._viewpoint.scale)

    # The pointer.

    def _place(self, event: QMouseEvent) -> tuple[float, float]:
        return self._viewpoint.to_canvas(event.position().x(), event.position().y())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event)
        _ = self.drawing
        x, y = self._place(event)
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._panning = self._panning or self._tool_name == "pan"
        if event.button() == Qt.MouseButton.LeftButton and self._tool is not None:
            self._tool.press(x, y, free=free)
            self.update()
        elif event.button() == Qt.MouseButton.LeftButton and not self._panning:
            self._grab(x, y, adding=bool(event.modifiers() & ADDING))
        event.accept()

    def _grab(self, x: float, y: float, *, adding: bool) -> None:
        drawing = self.drawing
        hit = drawing.hit_floor(x, y, self.reach)
        self._started, self._dragging = (x, y), hit
        if hit is None:
            self.picked = None
            self.band = Rect(x, y, 0.0, 0.0)
            return
        if hit.kind == "standing":
            self.picked = None
            node_id = drawing.ids[int(drawing.node_of[hit.number])]
            self.focused = node_id
            if adding:
                self.choose((node_id,), adding=True)
            elif hit.number not in drawing.places_of(self._selected, self._document.design):
                self.selection_wanted.emit((node_id,))
            return
        self.picked = hit
        if drawing.room:
            self.selection_wanted.emit((drawing.room,))
        self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._move_paper(event):
            return
        x, y = self._place(event)
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self._tool is not None:
            self._tool.move(x, y, free=free)
            self.update()
        elif self._started is not None and self._pressed is not None:
            if self._was_dragged(event) or self.ghost != (0.0, 0.0):
                self._drag_to(x, y, free=free)
        else:
            self._hover(x, y)

    def _hover(self, x: float, y: float) -> None:
        place = self.drawing.standing_at(x, y)
        hovered = -1 if place is None else place
        if hovered != self._hovered:
            self._hovered, self._card = hovered, None
            self.update()
        self._still.start()

    def _drag_to(self, x: float, y: float, *, free: bool) -> None:
        assert self._started is not None
        dx, dy = x - self._started[0], y - self._started[1]
        hit, drawing = self._dragging, self.drawing
        if hit is None:
            x0, y0 = self._started
            self.band = Rect(min(x0, x), min(y0, y), abs(dx), abs(dy))
        elif hit.kind == "standing":
            mine = drawing.places_of(self._selected, self._document.design)
            rect = drawing.rect_around(np.array([hit.number]))
            if rect is not None and mine.size:
                seen = np.setdiff1d(drawing.seen(self._viewpoint.visible), mine)
                snap = drag(drawing.plan, rect, dx, dy, drawing.feet[seen], self._viewpoint.scale, free=free)
                self.ghost, self.guides = (snap.dx, snap.dy), snap.guides
        elif hit.kind != "wall":
            rect = self.drawing.piece_rect(hit)
            if rect is not None:
                to_x, to_y = self.at(rect.x + dx, rect.y + dy, free=free)
                self.ghost = to_x / MM - rect.x, to_y / MM - rect.y
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        x, y = self._place(event)
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self._panning:
            self._panning = False
            self.setCursor(self._cursor)
        elif self._tool is not None and event.button() == Qt.MouseButton.LeftButton:
            self._tool.release(x, y, free=free)
        elif self._started is not None and event.button() == Qt.MouseButton.LeftButton:
            self._drop(adding=bool(event.modifiers() & ADDING))
        self._pressed = None
        self.update()

    def _drop(self, *, adding: bool) -> None:
        hit, (dx, dy), band = self._dragging, self.ghost, self.band
        place_copies = self._dragged_copies()
        self._cancel_drag()
        drawing = self.drawing
        if hit is None:
            # A band that is hardly moved is a click on the floor: it selects nothing.
            found = drawing.within(band) if band is not None and band.width + band.height > self.reach else []
            before = self._selected if adding else frozenset[str]()
            self.selection_wanted.emit(tuple(sorted(before.union(found))))
        elif (dx, dy) != (0.0, 0.0):
            # Metres of the drawing to millimetres of the design, to a thousandth, so that repeated moves do not drift.
            x_mm, y_mm = round(dx * MM, 3), round(dy * MM, 3)
            if hit.kind == "standing":
                ids = self.selected
                self.commit(lambda design: move_placed(design, ids, x_mm, y_mm, place_copies))
            elif hit.kind == "corner":
                room, number = drawing.room, hit.number
                x, y = drawing.walls[number]
                self.commit(
                    lambda design: move_corner(design, room, number, round(x * MM + x_mm, 3), round(y * MM + y_mm, 3))
                )
            # Walls are moved by their corners.
            elif hit.kind != "wall":
                room, table, number = drawing.room, hit.kind, hit.number
                self.commit(lambda design: move_piece(design, room, table, number, x_mm, y_mm))

    def _dragged_copies(self) -> dict[str, int]:
        """The copy by which its node is dragged."""
        hit, drawing = self._dragging, self.drawing
        if hit is None or hit.kind != "standing" or hit.number >= drawing.rows.size:
            return {}
        node_id = drawing.ids[int(drawing.node_of[hit.number])]
        return {node_id: int(drawing.copy_of[hit.number])}

    def _cancel_drag(self) -> bool:
        begun = self.ghost != (0.0, 0.0) or self.band is not None
        self._started, self._dragging, self.ghost, self.guides, self.band = None, None, (0.0, 0.0), (), None
        self.update()
        return begun

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        x, y = self._place(event)
        if self._tool is not None:
            self.mousePressEvent(event)
            return
        hit = self.drawing.hit_floor(x, y, self.reach)
        if hit is not None and hit.kind == "wall":
            self._add_corner(hit.number, *self.at(x, y, free=True))

    def _add_corner(self, wall: int, x_mm: float, y_mm: float) -> None:
        room = self.room
        if self.commit(lambda design: insert_corner(design, room, wall + 1, x_mm, y_mm)):
            self.picked = FloorHit("corner", wall + 1)
