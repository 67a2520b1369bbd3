"""Carrying of a part from a list to whatever takes it under the pointer, with every key free for what takes it.

The drag of the operating system eats the keys (and on some systems the whole of the window's events) while it lasts,
so that no number could be typed in mid-drag. Here the widget that was pressed keeps the mouse, and what lies under the
pointer is told by the same events of a drag that a drop from elsewhere would bring.
"""

from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

_COPY: Final = Qt.DropAction.CopyAction
_LEFT: Final = Qt.MouseButton.LeftButton
HELD: Final[dict[int, Qt.KeyboardModifier]] = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}


@runtime_checkable
class TakesCarriedKeys(Protocol):
    """A widget that understands keys while a part is carried over it."""

    def carried_key(self, event: QKeyEvent) -> bool:
        """Take a key that was pressed in mid-drag; the answer is whether it was used."""
        ...


def held_after(event: QKeyEvent) -> Qt.KeyboardModifier:
    """Return the modifiers that are held once EVENT is done; systems differ in whether it counts itself."""
    own = HELD.get(event.key())
    if own is None:
        return event.modifiers()
    down = event.type() == QEvent.Type.KeyPress
    return event.modifiers() | own if down else event.modifiers() & ~own


class PartCarry(QObject):
    """One carrying, from the first move of the pressed pointer until it is let go or called off."""

    def __init__(self, data: QMimeData, source: QWidget) -> None:
        super().__init__(source)
        self._data = data
        self._source = source
        self._target: QWidget | None = None
        self._accepted = False
        self._place = QPointF()
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._over = False
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        QApplication.setOverrideCursor(Qt.CursorShape.ClosedHandCursor)

    @property
    def over(self) -> bool:
        """Return True when it was let go or called off."""
        return self._over

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved: tell what lies under it."""
        self._go(event.globalPosition(), event.modifiers())

    def drop(self, event: QMouseEvent) -> None:
        """The button was let go: what lies under the pointer takes the part, if it takes such things at all."""
        self._go(event.globalPosition(), event.modifiers())
        target, accepted = self._target, self._accepted
        self._target = None
        self._end()
        if target is None:
            return
        if accepted:
            place = target.mapFromGlobal(self._place)
            QApplication.sendEvent(target, QDropEvent(place, _COPY, self._data, _LEFT, self._modifiers))
        else:
            QApplication.sendEvent(target, QDragLeaveEvent())

    def cancel(self) -> None:
        """Call it off: nothing is dropped."""
        self._leave()
        self._end()

    def _end(self) -> None:
        if self._over:
            return
        self._over = True
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        QApplication.restoreOverrideCursor()
        self.deleteLater()

    def _go(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self._place, self._modifiers = place, modifiers
        target = _taker(place.toPoint(), self._source)
        if target is not self._target:
            self._leave()
            self._target = target
            if target is not None:
                enter = QDragEnterEvent(target.mapFromGlobal(place).toPoint(), _COPY, self._data, _LEFT, modifiers)
                # Until somebody says otherwise it is not taken, as in a drag of the operating system.
                enter.ignore()
                QApplication.sendEvent(target, enter)
                self._accepted = enter.isAccepted()
        if self._target is not None:
            move = QDragMoveEvent(self._target.mapFromGlobal(place).toPoint(), _COPY, self._data, _LEFT, modifiers)
            move.setAccepted(self._accepted)
            QApplication.sendEvent(self._target, move)
            self._accepted = move.isAccepted()
        taken = self._target is not None and self._accepted
        shape = Qt.CursorShape.DragCopyCursor if taken else Qt.CursorShape.ClosedHandCursor
        now = QApplication.overrideCursor()
        if now is not None and now.shape() != shape:
            QApplication.changeOverrideCursor(shape)

    def _leave(self) -> None:
        target, self._target, self._accepted = self._target, None, False
        if target is not None:
            QApplication.sendEvent(target, QDragLeaveEvent())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            # No shortcut of the window acts under a part that is carried.
            event.accept()
            return True
        if kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) and isinstance(event, QKeyEvent):
            self._key(event)
            return True
        right = isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.RightButton
        if kind == QEvent.Type.ApplicationDeactivate or (kind == QEvent.Type.MouseButtonPress and right):
            self.cancel()
            return right
        return False

    def _key(self, event: QKeyEvent) -> None:
        if event.key() in HELD:
            # Alt, Ctrl and Shift change what a drop would do, though the pointer rests.
            self._go(self._place, held_after(event))
        elif event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.cancel()
            elif self._accepted and isinstance(self._target, TakesCarriedKeys):
                self._target.carried_key(event)


def _taker(place: QPoint, source: QWidget) -> QWidget | None:
    """The innermost widget at a place of the screen that takes drops at all."""
    window = source.window()
    # Where the system does not tell where windows are, a window knows at least what lies in itself.
    widget = QApplication.widgetAt(place) or window.childAt(window.mapFromGlobal(place))
    while widget is not None and not widget.acceptDrops():
        widget = None if widget.isWindow() else widget.parentWidget()
    return widget
