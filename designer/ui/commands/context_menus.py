"""Menus of things: on the canvas, in the outline, at findings and in tables, made from the table of commands."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget
from typing_extensions import override

from designer.ui.commands.command import Place
from designer.ui.commands.command_set import CommandSet


class ContextMenus(QObject):
    """Makes the menus of one workspace."""

    def __init__(self, commands: CommandSet, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self._parent = parent

    def of(self, place: Place) -> QMenu:
        """The menu of what is selected, which is of this sort; it is deleted when it closes."""
        self._commands.refresh()
        menu = self._commands.menu_of(self._parent, self._commands.table.entries[place])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu


class RowMenus(QObject):
    """Opens a menu at the row of a list or table: on a right click, with the Menu key and with Shift+F10.

    Args:
        view: Whose rows have a menu.
        choose: Selects what a row stands for; false when it stands for nothing.
        menu: The menu of what is selected now.
    """

    def __init__(
        self, view: QAbstractItemView, choose: Callable[[QModelIndex], bool], menu: Callable[[], QMenu | None]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._choose = choose
        self._menu = menu
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        view = self._view
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            if event.reason() == QContextMenuEvent.Reason.Mouse:
                # Under the pointer with the mouse; with the Menu key at the current row, wherever the pointer rests.
                self.open_at(view.indexAt(event.pos()), event.globalPos())
            else:
                self._open_at_current()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and asks_for_menu(event):
            self._open_at_current()
            return True
        return False

    def open_at(self, index: QModelIndex, place: QPoint) -> None:
        """Choose the row of INDEX and open its menu at a place on the screen."""
        if not index.isValid():
            return
        self._view.setCurrentIndex(index)
        menu = self._menu() if self._choose(index) else None
        if menu is not None:
            menu.popup(place)

    def _open_at_current(self) -> None:
        view = self._view
        index = view.currentIndex()
        self.open_at(index, view.viewport().mapToGlobal(view.visualRect(index).center()))


def asks_for_menu(event: QKeyEvent) -> bool:
    """Return True when a key opens the menu of what the keyboard stands on."""
    shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and shift)
