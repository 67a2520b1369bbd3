"""Mouse, keys and drops of the racks: devices are dragged, stepped, turned and taken out, with a verdict as they go."""

from collections.abc import Callable
from functools import partial
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from designer.analysis.rooms.rack_fit import Load, RackState, load_of, rack_state, verdict
from designer.drawing.racks.device_faces import face_words
from designer.drawing.racks.elevations import UNIT_PX
from designer.edit.racks import rack_fill, rack_places
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node, RackPlace
from designer.model.figures.number_locale import localised
from designer.model.kinds import RACK_POWER
from designer.model.rooms.rack_slots import Box, box_of, box_of_part, rack_slots, takes_place
from designer.ui.app.document import Document
from designer.ui.canvas.widget import part_in, take_part
from designer.ui.views.painted_view import ADDING
from designer.ui.views.racks.surface import Held, RackSurface

NODE: Final = "node:"
"""Before the id of a node that is dragged out of the tray."""
_OWN_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Backspace,
    }
)


class Carried(NamedTuple):
    """Device of the design, or part of the catalog, that is dragged."""

    node: str
    part: str
    name: str
    box: Box
    copies: int
    load: Load
    side: Literal["", "left", "right"]
    grab: float


class RackView(RackSurface):
    """The racks of one document."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self._dragged: Carried | None = None
        self._states: dict[str, RackState] = {}
        self.setAcceptDrops(True)

    # The pointer.

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event)
        if event.button() == Qt.MouseButton.LeftButton:
            place = self._viewpoint.to_canvas(event.position().x(), event.position().y())
            found = self.drawing.box_at(*place) or self.drawing.tag_at(*place)
            column = self.drawing.column_at(place[0])
            if found is not None:
                self._choose(found.node, adding=bool(event.modifiers() & ADDING))
            elif column is not None:
                self._choose(column.rack, adding=bool(event.modifiers() & ADDING))
            else:
                self._panning = True
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._move_paper(event):
            return
        if self._pressed is not None and self._was_dragged(event) and self._dragged is None:
            self._pick_up(self._pressed)
        if self._dragged is not None:
            self._hold(event.position(), half=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return
        box = self._box_at(event.position())
        hovered = box.node if box else ""
        if hovered != self._hovered:
            self._hovered = hovered
            self.setToolTip(localised(self._tip(hovered)))
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._let_paper_go(event)
        if self._dragged is not None:
            self._let_go()

    @override
    def _turn_wheel(self, event: QWheelEvent) -> None:
        turned, modifiers = event.angleDelta(), event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            super()._turn_wheel(event)
        elif modifiers & Qt.KeyboardModifier.ShiftModifier or self._all_high():
            self.pan(turned.y() or turned.x(), 0)
        else:
            self.pan(turned.x(), turned.y())

    def _all_high(self) -> bool:
        """Return True when the racks are in sight from top to bottom, so that the wheel goes sideways."""
        return self.drawing.bounds.height * self._viewpoint.scale <= self.height()

    def _tip(self, node_id: str) -> str:
        node = self._document.design.nodes.get(node_id)
        if node is None or node.rack is None:
            return ""
        many = f"{node.copies:,} × " if node.copies > 1 else ""
        part = self._document.design.part_of(node)
        faces = face_words(part) if part is not None else ""
        return "\n".join(one for one in (f"{many}{node.title}, {rack_places.place_words(node.rack)}", faces) if one)

    def _choose(self, record_id: str, *, adding: bool = False) -> None:
        if adding or record_id not in self._selected or len(self._selected) == 1:
            self.choose((record_id,), adding=adding)

    # What is held.

    def _pick_up(self, at: QPointF) -> None:
        box = self._box_at(at)
        design = self._document.design
        node = design.nodes.get(box.node) if box else None
        if box is None or node is None or node.rack is None:
            return
        _, y = self._viewpoint.to_canvas(at.x(), at.y())
        grabbed = (box.rect.bottom - y) / UNIT_PX + box.copy * box_of(design, node).units
        self._dragged = _of_node(design, node, grabbed)
        self._states = {}

    def _hold(self, at: QPointF, *, half: bool = False) -> None:
        """Say whether what is held goes where the pointer is."""
        self._last = at
        dragged = self._dragged
        found = self.drawing.unit_at(*self._viewpoint.to_canvas(at.x(), at.y()))
        if dragged is None or found is None:
            self.held = None
            self.setCursor(Qt.CursorShape.ArrowCursor if dragged is None else Qt.CursorShape.ForbiddenCursor)
            self.update()
            return
        elevation, low, across = found
        # The half of the unit under the pointer counts where halves are wanted, and for what hangs at the side.
        side: Literal["", "left", "right"] = (
            ("left" if across < 0.5 else "right") if half or dragged.box.hangs else dragged.side
        )
        place = RackPlace(
            u=max(round(low - dragged.grab) + 1, 1),
            face=elevation.face,
            side=side,
            zero_u=dragged.box.hangs,
        )
        design = self._document.design
        # Slots of the rack without the dragged device, once for each rack: verdicts are asked at each move.
        if elevation.rack not in self._states:
            without = [dragged.node] if dragged.node else []
            slots = rack_slots(design, elevation.rack, without)
            self._states[elevation.rack] = rack_state(design, elevation.rack, slots, without)
        said = verdict(design, self._states[elevation.rack], dragged.box, place, dragged.copies, dragged.load)
        self.held = Held(dragged.name, elevation.rack, elevation.face, place, dragged.box.units * dragged.copies, said)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.update()

    def _let_go(self) -> None:
        dragged, held = self._dragged, self.held
        self._dragged, self.held, self._states = None, None, {}
        self.update()
        if dragged is None or held is None:
            return
        node = self._document.design.nodes.get(dragged.node)
        if node is not None and node.parent == held.rack and node.rack == held.place:
            return
        if dragged.node:
            self._document.edit(partial(rack_places.put_at, node_id=dragged.node, rack_id=held.rack, place=held.place))
            return
        before = set(self._document.design.nodes)
        self._document.edit(
            partial(
                rack_places.put_part,
                library=self._document.library,
                part_id=dragged.part,
                rack_id=held.rack,
                place=held.place,
            )
        )
        new = tuple(self._document.design.nodes.keys() - before)
        if new:
            self.selection_wanted.emit(new)

    def _drop_load(self, data: QMimeData) -> Carried | None:
        """Return what a drag from the palette or the tray carries; None where it goes into no rack."""
        carried, design = part_in(data), self._document.design
        if carried.startswith(NODE):
            node = design.nodes.get(carried.removeprefix(NODE))
            return None if node is None else _of_node(design, node, 0.5)
        part = self._document.library.parts.get(carried)
        if part is None or not takes_place(Node(id="new", kind=part.kind)):
            return None
        box = box_of_part(part, {}, part.name, part.kind)
        facts = {name: quantity.value or 0.0 for name, quantity in part.facts.items()}
        load = Load(facts.get("power_max_w", 0.0) if part.kind not in RACK_POWER else 0.0, facts.get("weight_kg", 0.0))
        return Carried("", part.id, part.name, box, 1, load, "", 0.5)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if take_part(event):
            self._states = {}
            self._dragged = self._drop_load(event.mimeData())

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        half = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._hold(event.position(), half=half)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._dragged, self.held = None, None
        self.update()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if self._dragged is None:
            part = self._document.library.parts.get(part_in(event.mimeData()))
            self.message.emit(f"{part.name if part else 'That'} goes into no rack; drop it into the topology.")
            return
        self._hold(event.position(), half=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        if self.held is None:
            self.message.emit("Drop it onto a rack.")
        self._let_go()

    # The menu.

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            place = self._viewpoint.to_canvas(event.pos().x(), event.pos().y())
            found, column = self.drawing.box_at(*place) or self.drawing.tag_at(*place), self.drawing.column_at(place[0])
            node = found.node if found is not None else column.rack if column is not None else ""
            if node and node not in self._selected:
                self.choose((node,))
            at = event.globalPos()
        else:
            rect = self.screen_rect(next(iter(self._chosen()), ""))
            at = self.mapToGlobal(rect.center().toPoint() if rect.isValid() else self.rect().center())
        self.context_menu().popup(at)
        event.accept()

    def context_menu(self) -> QMenu:
        """The menu of what is selected."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if chosen := self._chosen():
            for words, edit in (
                ("Turn to the other face", rack_places.to_other_face),
                ("Take out of its place", rack_places.take_from_places),
            ):
                menu.addAction(words, partial(self._later, partial(edit, ids=chosen)))
            menu.addAction("Swap the two", self.swap).setEnabled(len(chosen) == 2)
            menu.addSeparator()
        if self.drawing.columns:
            menu.addAction("Place all that wait", self.place_all)
            menu.addAction("Pack down", self.pack)
            menu.addSeparator()
        menu.addActions(self._context_actions)
        return menu

    def _later(self, make: Callable[[Design], ChangeSet], checked: bool = False) -> None:
        """Make what a menu entry stands for."""
        self._attempt(make)

    # Keys.

    @override
    def event(self, event: QEvent) -> bool:
        # Shortcuts of the window would take these keys before they come here.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if (plain and event.key() in _OWN_KEYS) or (shift and event.key() == Qt.Key.Key_F):
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, chosen = event.key(), self._chosen()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(chosen, 1 if key == Qt.Key.Key_Up else -1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._neighbour(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and chosen:
            self._attempt(partial(rack_places.take_from_places, ids=chosen))
        elif key == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ShiftModifier and chosen:
            self._attempt(partial(rack_places.to_other_face, ids=chosen))
        elif key == Qt.Key.Key_Escape:
            self._dragged, self.held = None, None
            self.selection_wanted.emit(())
            self.update()
        elif not self._zoom_key(event.text()):
            super().keyPressEvent(event)

    def _attempt(self, make: Callable[[Design], ChangeSet]) -> None:
        self._document.edit(make)

    def _chosen(self) -> list[str]:
        """Selected devices that have places here, from the top."""
        return [name for name in self._order() if name in self._selected]

    def _order(self) -> list[str]:
        """Devices in reading order: rack by rack, from the top down, 0U devices last."""
        found: list[str] = []
        for column in self.drawing.columns:
            found += [tag.node for tag in column.names]
            found += [b.node for e in column.elevations for b in e.boxes if b.seen == "beside"]
        return list(dict.fromkeys(found))

    def _step(self, chosen: list[str], by: int) -> None:
        if not chosen:
            self._walk(1 if by < 0 else -1)
            return
        for name in chosen if by > 0 else reversed(chosen):
            self._attempt(partial(rack_places.step_up, node_id=name, by=by))
        self.reveal(chosen)

    def _walk(self, by: int) -> bool:
        """Select the next device in reading order; False at the end."""
        order = self._order()
        at = next((number for number, name in enumerate(order) if name in self._selected), None)
        wanted = (0 if by > 0 else len(order) - 1) if at is None else at + by
        if not 0 <= wanted < len(order):
            return False
        self.selection_wanted.emit((order[wanted],))
        self.reveal((order[wanted],))
        return True

    def _neighbour(self, by: int) -> None:
        """Select what is at the same height in the next rack, else that rack."""
        columns = self.drawing.columns
        chosen = next(iter(self._chosen()), next(iter(self._selected), ""))
        at = next(
            (i for i, c in enumerate(columns) if c.rack == chosen or any(t.node == chosen for t in c.names)), None
        )
        wanted = 0 if at is None else at + by
        if not 0 <= wanted < len(columns):
            return
        heights = [tag.rect.y for c in columns for tag in c.names if tag.node == chosen]
        # The tag nearest in height to where the selection was.
        tags = sorted(columns[wanted].names, key=lambda tag: abs(tag.rect.y - (heights[0] if heights else 0.0)))
        target = tags[0].node if tags else columns[wanted].rack
        self.selection_wanted.emit((target,))
        self.reveal((target,))

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab walks over the devices before it leaves the racks."""
        return self._walk(1 if next else -1) or super().focusNextPrevChild(next)

    # Commands.

    def place_all(self) -> None:
        """Give everything that waits in the racks in sight a place."""
        racks = [column.rack for column in self.drawing.columns]
        self._attempt(partial(rack_fill.place_unplaced, rack_ids=racks))

    def pack(self) -> None:
        """Pack the racks that are selected down, or hold what is selected."""
        for rack_id in self.chosen_racks():
            self._attempt(partial(rack_fill.pack_down, rack_id=rack_id))

    def swap(self) -> None:
        """Exchange the two devices that are selected."""
        chosen = self._chosen()
        if len(chosen) != 2:
            self.message.emit("Select two devices, and they change places.")
            return
        self._attempt(partial(rack_places.swap_places, one_id=chosen[0], other_id=chosen[1]))

    def chosen_racks(self) -> list[str]:
        """Racks that are selected or hold what is; all that are drawn when nothing is."""
        nodes, drawn = self._document.design.nodes, [column.rack for column in self.drawing.columns]
        found = [
            rack
            for rack in drawn
            if rack in self._selected or any(one in nodes and nodes[one].parent == rack for one in self._selected)
        ]
        return found or drawn


def _of_node(design: Design, node: Node, grab: float) -> Carried:
    side = node.rack.side if node.rack is not None and not node.rack.zero_u else ""
    return Carried(node.id, "", node.title, box_of(design, node), node.copies, load_of(design, node), side, grab)
