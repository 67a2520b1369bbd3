"""Keys, the menu and dropped parts of the floor."""

from collections.abc import Callable
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from designer.drawing.rooms.floor import FloorHit
from designer.drawing.rooms.floor_shapes import MM
from designer.edit.rooms.floor import drop_part, move_placed, take_off_floor, turn_placed
from designer.edit.rooms.room_plan import PieceTable, move_corner, move_piece, remove_corner, remove_piece, set_piece
from designer.model.kinds import RACKS
from designer.model.rooms.room_plan import Door
from designer.ui.app.document import Document
from designer.ui.canvas.widget import part_in, take_part
from designer.ui.views.floor.snapping import step_of
from designer.ui.views.floor.tool_controller import FloorHands
from designer.ui.views.floor.tools import MeasureTool
from designer.ui.views.painted_view import ADDING

_FINE_MM: Final = 10.0
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CTRL_ALT: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)

_PIECES: Final = frozenset({"doors", "columns", "keep_outs", "aisles", "trays"})


class FloorView(FloorHands):
    """The floor of one document."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.setAcceptDrops(True)

    # The menu.

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._tool is not None:
            self._tool.cancel()
            self.set_tool("select")
            return
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            x, y = self._viewpoint.to_canvas(event.pos().x(), event.pos().y())
            self._grab(x, y, adding=False)
            self._cancel_drag()
            hit, place = self.drawing.hit_floor(x, y, self.reach), event.globalPos()
        else:
            hit = self.picked
            x, y = self.middle()
            rect = self.screen_rect(self.focused)
            place = self.mapToGlobal(rect.center().toPoint() if rect.isValid() else QPoint(40, 40))
        self.context_menu(hit, *self.at(x, y, free=True)).popup(place)
        event.accept()

    def context_menu(self, hit: FloorHit | None, x_mm: float, y_mm: float) -> QMenu:
        """The menu of what lies under the pointer."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if hit is None or hit.kind == "standing":
            if self.selected:
                menu.addAction("Turn by 90°", partial(self._later, self.turn))
                menu.addAction("Take off the floor", partial(self._later, self.take_off))
                menu.addSeparator()
            menu.addActions(self._context_actions)
            return menu
        if hit.kind == "wall":
            add = partial(self._add_corner, hit.number, x_mm, y_mm)
            menu.addAction("Add a corner here", partial(self._later, add))
        elif hit.kind == "corner":
            menu.addAction("Take this corner away", partial(self._later, self.remove_picked))
        else:
            for words, change in self._piece_changes(hit):
                menu.addAction(words, partial(self._later, change))
            menu.addAction("Take it away", partial(self._later, self.remove_picked))
        return menu

    def _later(self, do: Callable[[], object], checked: bool = False) -> None:
        """Run what a menu entry stands for."""
        do()

    def _piece_changes(self, hit: FloorHit) -> list[tuple[str, Callable[[], None]]]:
        plan = self.drawing.plan
        if hit.kind == "aisles":
            aisle = plan.aisles[hit.number]
            other = "cold" if aisle.kind == "hot" else "hot"
            return [
                (f"Make it a {other} aisle", partial(self._change_piece, hit, kind=other)),
                (
                    "Leave it open" if aisle.contained else "Contain it",
                    partial(self._change_piece, hit, contained=not aisle.contained),
                ),
            ]
        if hit.kind == "doors":
            door = plan.doors[hit.number]
            return [
                ("Let it open to the other side", partial(self._flip, hit)),
                ("Hang it at its other end", partial(self._rehang, hit)),
                (
                    "Let it swing" if not door.swing_deg else "Let it slide",
                    partial(self._change_piece, hit, swing_deg=0.0 if door.swing_deg else 90.0),
                ),
            ]
        if hit.kind == "trays":
            form = "tray" if plan.trays[hit.number].form == "ladder" else "ladder"
            return [(f"Make it a {form}", partial(self._change_piece, hit, form=form))]
        return []

    def _change_piece(self, hit: FloorHit, **fields: object) -> None:
        room, table = self.room, cast("PieceTable", hit.kind)
        self.commit(lambda design: set_piece(design, room, table, hit.number, **fields))

    def _flip(self, hit: FloorHit) -> None:
        self._change_piece(hit, swing_deg=-self.drawing.plan.doors[hit.number].swing_deg)

    def _rehang(self, hit: FloorHit) -> None:
        door: Door = self.drawing.plan.doors[hit.number]
        (_, _), (x, y) = self.drawing.doors[hit.number].opening
        self._change_piece(
            hit,
            x_mm=round(x * MM, 1),
            y_mm=round(y * MM, 1),
            along_deg=(door.along_deg + 180.0) % 360.0,
            swing_deg=-door.swing_deg,
        )

    # What the keys and the menu do.

    def turn(self) -> None:
        """Turn what is selected by a quarter; a door opens to its other side."""
        if self.picked is not None and self.picked.kind == "doors":
            self._flip(self.picked)
        elif ids := self.selected:
            self.commit(lambda design: turn_placed(design, ids))

    def take_off(self) -> None:
        """Take the places of what is selected away."""
        if ids := self.selected:
            self.commit(lambda design: take_off_floor(design, ids))

    def remove_picked(self) -> bool:
        """Take the picked piece or corner away; says whether there was one."""
        hit, room = self.picked, self.room
        if hit is None or hit.kind in {"standing", "wall"}:
            return False
        self.picked = None
        if hit.kind == "corner":
            self.commit(lambda design: remove_corner(design, room, hit.number))
        else:
            table = cast("PieceTable", hit.kind)
            self.commit(lambda design: remove_piece(design, room, table, hit.number))
        return True

    @override
    def event(self, event: QEvent) -> bool:
        # While a piece of the room is picked, Delete means it and not the room that is selected with it.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and (self.picked or self._tool)
            if mine or (event.text() in {"r", "R"} and not event.modifiers() & _CTRL_ALT):
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._hide_card()
        key = event.key()
        if key in _ARROWS:
            self._nudge(*_ARROWS[Qt.Key(key)], event.modifiers())
        # Enter ends what a tool draws; without one it chooses what has the focus.
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._tool is None or not self._tool.finish():
                self._choose_focused(adding=bool(event.modifiers() & ADDING))
        elif key == Qt.Key.Key_Escape:
            self._escape(event)
        # Delete takes back the last point of a tool, and removes a piece else.
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._tool is not None:
                self._tool.step_back()
            elif not self.remove_picked():
                super().keyPressEvent(event)
        elif event.text() in ("r", "R"):
            self.turn()
        elif event.text() == "0":
            self.fit()
        elif not self._zoom_key(event.text()):
            super().keyPressEvent(event)
        self.update()

    def _escape(self, event: QKeyEvent) -> None:
        if self._tool is not None:
            if not self._tool.cancel() or isinstance(self._tool, MeasureTool):
                self.set_tool("select")
        elif self._tool_name == "pan":
            self.set_tool("select")
        elif self._cancel_drag():
            self.say("Nothing was moved.")
        elif self.picked is not None:
            self.picked = None
        elif self._selected:
            self.focused = ""
            self.selection_wanted.emit(())
        else:
            super().keyPressEvent(event)

    def _nudge(self, across: int, down: int, modifiers: Qt.KeyboardModifier) -> None:
        """A tile further; ten millimetres with Shift, one with Alt."""
        plan = self.drawing.plan
        step = 2 * step_of(plan)
        if modifiers & Qt.KeyboardModifier.AltModifier:
            step = 1.0
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            step = _FINE_MM
        dx, dy, room, hit = across * step, down * step, self.room, self.picked
        if hit is not None and hit.kind in _PIECES:
            table = cast("PieceTable", hit.kind)
            self.commit(lambda design: move_piece(design, room, table, hit.number, dx, dy))
        elif hit is not None and hit.kind == "corner":
            x, y = self.drawing.walls[hit.number]
            self.commit(lambda design: move_corner(design, room, hit.number, x * MM + dx, y * MM + dy))
        elif ids := self.selected:
            self.commit(lambda design: move_placed(design, ids, dx, dy))
        else:
            self.pan(-across * 60.0, -down * 60.0)

    def _choose_focused(self, *, adding: bool) -> None:
        if self.focused:
            self.choose((self.focused,), adding=adding)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab walks over what stands there, and then over the pieces of the room, before it leaves the floor."""
        drawing = self.drawing
        # In the order of the rows, which is the order of the design; each node once whatever its copies.
        stops: list[str | FloorHit] = list(dict.fromkeys(drawing.ids[node] for node in drawing.node_of.tolist()))
        if self._tool is None:
            plan = drawing.plan
            for table in ("doors", "columns", "keep_outs", "aisles", "trays"):
                stops += [FloorHit(table, number) for number in range(len(getattr(plan, table)))]
            stops += [FloorHit("corner", number) for number in range(len(drawing.walls))]
        now: str | FloorHit = self.picked or self.focused
        place = stops.index(now) if now in stops else (-1 if next else len(stops))
        place += 1 if next else -1
        # Past either end Tab leaves the floor, as in any other widget.
        if not 0 <= place < len(stops):
            self.focused, self.picked = "", None
            self.update()
            return super().focusNextPrevChild(next)
        stop = stops[place]
        self.focused, self.picked = (stop, None) if isinstance(stop, str) else ("", stop)
        rect = drawing.around([stop]) if isinstance(stop, str) else self.drawing.piece_rect(stop)
        self._describe()
        self._reveal(rect)
        return True

    # Parts of the palette.

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        take_part(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        part_id = part_in(event.mimeData())
        if part_id and take_part(event):
            self.place_part(part_id, *self._viewpoint.to_canvas(event.position().x(), event.position().y()))

    @override
    def place_part(self, part_id: str, x: float | None = None, y: float | None = None) -> bool:
        """Place a part at a point of the drawing, in the middle of what is in sight when there is none."""
        drawing = self.drawing
        if not drawing.room:
            self.say("Draw a room first; things are placed in one.")
            return True
        if x is None or y is None:
            x, y = self.middle()
        place = drawing.standing_at(x, y)
        rack = drawing.ids[int(drawing.node_of[place])] if place is not None else ""
        # Only racks hold parts; on anything else the part stands on the floor.
        if rack and self._document.design.nodes[rack].kind not in RACKS:
            rack = ""
        x_mm, y_mm = self.at(x, y, free=False)
        room, library = drawing.room, self._document.library
        if self.commit(lambda design: drop_part(design, library, part_id, room, x_mm, y_mm, rack_id=rack)):
            self.part_placed.emit(part_id)
        return True
