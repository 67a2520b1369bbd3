"""The canvas of one window: what it shows, and mouse, keys and drops given to the hands."""

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from designer.catalog.library import Library
from designer.edit.session import Session
from designer.ui.canvas.commanded import CommandedCanvas
from designer.ui.canvas.interaction.keyboard import Keyboard
from designer.ui.canvas.interaction.mark_pictures import pictures_in, put_pictures
from designer.ui.canvas.port import KeyStroke, Pointer
from designer.ui.canvas.tools.gesture import digit_of
from designer.ui.commands.context_menus import asks_for_menu
from designer.ui.widgets.lists.row_list import PART_MIME
from designer.ui.widgets.part_carry import HELD, held_after
from designer.ui.widgets.timers import every

_WHEEL: Final = 1.0016
_RIM_PX: Final = 20.0
_LONGEST_ID: Final = 200


class CanvasWidget(CommandedCanvas):
    """The canvas of one window."""

    part_placed = Signal(str)
    """A part was placed by a drop or a stamp."""

    def __init__(self, session: Session, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(session, library, parent)
        self._space = False
        self._keyboard = Keyboard(self.stage, self._hands, self._in_place, self._zoom_by_name)
        self._rim = every(self, 16, self._push_at_rim)
        self.setAcceptDrops(True)

    # The pointer.

    def _at(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        keys = Qt.KeyboardModifier
        x, y = self._viewpoint.to_canvas(position.x(), position.y())
        many = bool(modifiers & (keys.ShiftModifier | keys.ControlModifier))
        control = bool(modifiers & keys.ControlModifier)
        self._last = Pointer(x, y, position.x(), position.y(), many, bool(modifiers & keys.AltModifier), control)
        return self._last

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self.stage.by_keys = False
        self._hide_card()
        self._forget_told()
        self._in_place.close(keep=True)
        self.adding.close()
        self.ways.close()
        at = self._at(event.position(), event.modifiers())
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        button = event.button()
        if button in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            # While a drag is held, the state under it must not be exchanged.
            if not self._hands.busy:
                (self.go_back if button == Qt.MouseButton.BackButton else self.go_forward)()
            event.accept()
            return
        if button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and self._space):
            self._hands.begin_pan(at)
        elif button == Qt.MouseButton.LeftButton:
            self._hands.press(at)
        # The right button lets go of what the left one holds, as Escape does.
        elif button == Qt.MouseButton.RightButton and self._hands.busy:
            self._hands.escape()
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        at = self._at(event.position(), event.modifiers())
        if event.buttons() & (Qt.MouseButton.LeftButton | Qt.MouseButton.MiddleButton):
            self._hands.move(at)
            if self._hands.dragging and self._beyond_rim() != (0.0, 0.0) and not self._rim.isActive():
                self._rim.start()
        else:
            self.stage.hover(at.x, at.y)
            self._hands.hover(at)
            self._hide_card()
            self._leave_told()
            if not self._hands.busy:
                self._still.start()
        event.accept()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._rim.stop()
        at = self._at(event.position(), event.modifiers())
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            if self._hands.end_pan():
                self._point(Qt.CursorShape.OpenHandCursor if self._space else Qt.CursorShape.ArrowCursor)
            elif event.button() == Qt.MouseButton.LeftButton:
                self._hands.release(at)
                # The pointer is on what it was let go on and need not move for its handles.
                self.stage.hover(at.x, at.y)
        event.accept()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._space and self._hands.tool == "select":
            self._hands.double(self._at(event.position(), event.modifiers()))
            event.accept()
        else:
            self.mousePressEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer = None
        self._hide_card()
        if (self.stage.hovered or self.stage.hovered_frame) and not self._hands.busy:
            self.stage.hovered = self.stage.hovered_frame = ""
            self.update()
        if self._hands.tool == "place" and self.stage.shown_preview is not None:
            self.stage.preview(None)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels, modifiers = event.pixelDelta(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        place = event.position()
        turned = event.angleDelta().y() or pixels.y()
        # While a wire or a part is held the wheel counts cables or copies; Ctrl still zooms.
        if not control and turned and self._hands.step(1 if turned > 0 else -1):
            event.accept()
            return
        # Touchpads send pixels and pan; wheels send angles and zoom, or pan sideways with Shift.
        if not pixels.isNull() and not control:
            self._viewpoint.pan(pixels.x(), pixels.y())
        elif shift and not control:
            angle = event.angleDelta()
            self._viewpoint.pan((angle.y() or angle.x()) * 0.5, 0.0)
        else:
            amount = event.angleDelta().y() or pixels.y()
            # Some mice send many steps in one event: bounded, so that a flick does not leave the design.
            self._viewpoint.zoom_at(place.x(), place.y(), _WHEEL ** max(min(amount, 1200), -1200))
        self._on_view_moved()
        event.accept()

    def _beyond_rim(self) -> tuple[float, float]:
        """Return how far the pointer is in the rim, as a push in screen pixels."""
        x, y = self._last.screen_x, self._last.screen_y
        push_x = max(_RIM_PX - x, 0.0) - max(x - self.width() + _RIM_PX, 0.0)
        push_y = max(_RIM_PX - y, 0.0) - max(y - self.height() + _RIM_PX, 0.0)
        return max(min(push_x, 24.0), -24.0) * 0.5, max(min(push_y, 24.0), -24.0) * 0.5

    def _push_at_rim(self) -> None:
        push = self._beyond_rim()
        if not self._hands.dragging or push == (0.0, 0.0):
            self._rim.stop()
            return
        self._hands.pan(*push)
        x, y = self._viewpoint.to_canvas(self._last.screen_x, self._last.screen_y)
        self._last = self._last._replace(x=x, y=y)
        self._hands.move(self._last)

    # Keys.

    @override
    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._claims(event):
            event.accept()
            return True
        if kind == QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            return self._native_gesture(event)
        return super().event(event)

    def _claims(self, event: QKeyEvent) -> bool:
        """Return True when a key belongs to what is under way here before any shortcut of the window."""
        if self._hands.busy and (event.matches(QKeySequence.StandardKey.Undo) or event.key() == Qt.Key.Key_Escape):
            return True
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if (self._hands.dragging or self._hands.led_by_keys) and plain:
            return True
        # With Ctrl a drag takes copies, and a number says how many: no panel folds by it.
        if self._hands.dragging and (digit_of(_stroke(event)) or event.key() == Qt.Key.Key_Backspace):
            return True
        return event.key() == Qt.Key.Key_Space and not event.modifiers()

    def _native_gesture(self, event: QNativeGestureEvent) -> bool:
        place = event.position()
        if event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            if self._viewpoint.scale < 1.0:
                before = self._leave()
                self._viewpoint.zoom_at(place.x(), place.y(), 1.0 / self._viewpoint.scale)
                self._arrive(before)
            else:
                self.fit()
            return True
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._viewpoint.zoom_at(place.x(), place.y(), max(1.0 + event.value(), 0.1))
        self._on_view_moved()
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._held_changed(event):
            return
        self._hide_card()
        self._forget_told()
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and not self._hands.busy:
            self._space = True
            self._point(Qt.CursorShape.OpenHandCursor)
            return
        # Undo while something is dragged lets go of it: nothing has been done yet.
        # Alt+Backspace is undo on some systems; here it corrects the number of a drag that is free.
        undoes = event.matches(QKeySequence.StandardKey.Undo) and event.key() != Qt.Key.Key_Backspace
        if self._hands.busy and undoes:
            self._hands.escape()
            return
        if event.text() == "/" and not self._hands.busy:
            self.quick_add()
            return
        if asks_for_menu(event) and not self._hands.busy:
            self._open_menu(self.mapToGlobal(self._menu_place()))
            return
        stroke = _stroke(event)
        if self._hands.key(stroke) or (not self._hands.busy and self._keyboard.press(stroke)):
            event.accept()
            return
        super().keyPressEvent(event)

    def _held_changed(self, event: QKeyEvent) -> bool:
        """Alt, Ctrl or Shift went down or up: what is dragged is told, though the pointer rests."""
        if event.key() not in HELD:
            return False
        if self._hands.busy and not event.isAutoRepeat() and self._pointer is not None:
            at = self._at(QPointF(self._last.screen_x, self._last.screen_y), held_after(event))
            (self._hands.move if self._hands.dragging else self._hands.hover)(at)
        return True

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._held_changed(event):
            return
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._point(Qt.CursorShape.ArrowCursor)
            return
        super().keyReleaseEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab walks over the tiles before it leaves the canvas."""
        if not self.hasFocus():
            # Asked by what floats over the canvas, such as the minimap.
            return super().focusNextPrevChild(next)
        key = Qt.Key.Key_Tab if next else Qt.Key.Key_Backtab
        if self._hands.key(KeyStroke(key, "", shift=not next)):
            return True
        if self._keyboard.walk(1 if next else -1):
            return True
        self.stage.focused = ""
        return super().focusNextPrevChild(next)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._space = False
        if self._hands.dragging:
            # The release of the button may never be told to a window that lost the keyboard.
            self._rim.stop()
            self._hands.call_off()

    # Menus and drops.

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._hands.busy:
            return
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        if by_mouse:
            found = self.stage.hit(*self._viewpoint.to_canvas(event.pos().x(), event.pos().y()))
            if found is None:
                self.stage.select([])
            elif found.kind == "port":
                self._hands.choose_port(found.id, found.port)
            else:
                self.stage.chosen_port = None
                if found.id not in self.stage.selected:
                    self.stage.select([found.id])
        place = event.globalPos() if by_mouse else self.mapToGlobal(self._menu_place())
        self._open_menu(place)
        event.accept()

    def _open_menu(self, place: QPoint) -> None:
        menu = self.context_menu()
        if menu is not None:
            menu.popup(place)

    def context_menu(self) -> QMenu | None:
        """The menu of the present selection; None when the window gave none."""
        return self._make_menu(self.menu_place()) if self._make_menu is not None else None

    def _menu_place(self) -> QPoint:
        stage = self.stage
        places = [rect.centre for rect in map(stage.rect_of, stage.selected) if rect is not None]
        if stage.chosen_port is not None:
            places = [place for place in (stage.port_place(*stage.chosen_port),) if place is not None]
        on_screen = [QPointF(*self._viewpoint.to_screen(*place)).toPoint() for place in places]
        return next((place for place in on_screen if self.rect().contains(place)), self.rect().center())

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drag_over(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drag_over(event)

    def _drag_over(self, event: QDragMoveEvent) -> None:
        part_id = part_in(event.mimeData())
        if not part_id:
            self._drag_pictures_over(event)
            return
        self._pointer = event.position()
        self._hands.drag_part(part_id, self._at(event.position(), event.modifiers()))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    @staticmethod
    def _drag_pictures_over(event: QDragMoveEvent) -> None:
        """Files of pictures may be dropped too; all else is for the window."""
        if pictures_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def _drop_pictures(self, event: QDropEvent) -> None:
        paths = pictures_in(event.mimeData())
        if not paths:
            event.ignore()
            return
        at = self._at(event.position(), event.modifiers())
        put_pictures(self.stage, paths, (at.x, at.y))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._pointer = None
        self._hands.take_part_back()

    def carried_key(self, event: QKeyEvent) -> bool:
        """Take a key that was pressed while a part of the palette hangs over the canvas: it says how many."""
        return self._hands.carried_key(_stroke(event))

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        part_id = part_in(event.mimeData())
        if not part_id:
            self._drop_pictures(event)
            return
        at = self._at(event.position(), event.modifiers())
        if self._hands.drop_part(part_id, at):
            self.stage.last_part = part_id
            self.part_placed.emit(part_id)
            # The pointer is on the new tile already and need not move for its handle.
            self.stage.hover(at.x, at.y)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.stamp_part(part_id)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setFocus(Qt.FocusReason.MouseFocusReason)


def _stroke(event: QKeyEvent) -> KeyStroke:
    modifiers = event.modifiers()
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return KeyStroke(
        event.key(), event.text(), bool(modifiers & Qt.KeyboardModifier.ShiftModifier), bool(modifiers & control)
    )


def take_part(event: QDropEvent) -> bool:
    """Take EVENT as a copy when it holds a part of the palette, else leave it; return whether it was taken."""
    if not event.mimeData().hasFormat(PART_MIME):
        return False
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    return True


def part_in(data: QMimeData) -> str:
    """The part id that a drag from the palette carries; "" when it is another drag."""
    if not data.hasFormat(PART_MIME):
        return ""
    return bytes(data.data(PART_MIME).data())[:_LONGEST_ID].decode("utf-8", "replace").strip()
