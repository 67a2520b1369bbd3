"""Menus of things: on the canvas, in the outline, at findings and in tables, made from the table of commands."""

from collections.abc import Callable, Mapping
from typing import Final, Literal

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget
from typing_extensions import override

from designer.ui.commands.command_set import CommandSet

Place = Literal["node", "frame", "link", "relation", "flow", "port", "mark", "ground", "several"]
"""What a menu is of: a device, a container, a cable, a relation, a flow, a port, a note, nothing, or several things."""

_CLIP: Final = ("edit.cut", "edit.copy", "edit.duplicate", "edit.delete")
_FAIL: Final = ("failures.toggle", "failures.every", "failures.plane")
_END_OF_LINK: Final = (
    "edit.copy",
    "edit.delete",
    "",
    "many.copy_look",
    "many.paste_look",
    "",
    *_FAIL,
    "",
    "view.zoom_selection",
)
_PILE: Final = ("arrange.to_front", "arrange.to_back", "arrange.lock")
MENUS: Final[Mapping[Place, tuple[str, ...]]] = {
    "node": (
        "edit.rename",
        "edit.count",
        "edit.swap_part",
        "",
        "edit.link_from",
        "edit.next_port",
        "",
        *_CLIP,
        "",
        "Edit/Select",
        "many.copy_look",
        "many.paste_look",
        "",
        *_FAIL,
        "",
        "arrange.group_rack",
        "arrange.group_pod",
        "arrange.take_out",
        "arrange.peel",
        "arrange.lock",
        "",
        "view.zoom_selection",
    ),
    "frame": (
        "edit.rename",
        "edit.count",
        "arrange.fold",
        "",
        "edit.link_from",
        "",
        *_CLIP,
        "",
        "many.same_kind",
        "many.copy_look",
        "many.paste_look",
        "",
        *_FAIL,
        "",
        "arrange.ungroup",
        "arrange.take_out",
        "arrange.peel",
        *_PILE,
        "",
        "view.zoom_selection",
    ),
    "link": (
        "edit.count",
        "edit.other_ways",
        "",
        *_END_OF_LINK,
        "view.utilisation",
    ),
    "relation": (
        "edit.other_ways",
        "edit.turn_relation",
        "",
        *_END_OF_LINK,
    ),
    "flow": ("edit.count", "edit.turn_flow", "", "edit.delete", "", "view.zoom_selection", "view.utilisation"),
    "port": (
        "edit.next_port",
        "edit.link_from",
        "edit.connect_tool",
        "",
        "edit.swap_part",
        "many.same_part",
        "",
        "view.zoom_selection",
    ),
    "mark": ("edit.rename", "", *_CLIP, "", *_PILE, "", "view.zoom_selection"),
    "ground": (
        "edit.quick_add",
        "edit.paste",
        "",
        "edit.select_all",
        "many.query",
        "",
        "Edit/Insert",
        "arrange.tidy",
        "arrange.snap",
        "",
        "view.fit",
        "view.zoom_actual",
        "view.back",
        "view.forward",
        "",
        "shown.choose",
    ),
    "several": (
        "edit.link_from",
        "",
        *_CLIP,
        "",
        "edit.swap_part",
        "many.copy_look",
        "many.paste_look",
        "",
        "arrange.group_rack",
        "arrange.group_pod",
        "arrange.take_out",
        "",
        "Arrange/Align",
        *_PILE,
        "",
        *_FAIL,
        "",
        "edit.flow_between",
        "limits.between",
        "",
        "view.zoom_selection",
    ),
}
"""Command ids by place; "" is a line, "Arrange/Align" all under that title."""


class ContextMenus(QObject):
    """Makes the menus of one workspace."""

    def __init__(self, commands: CommandSet, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self._parent = parent

    def of(self, place: Place) -> QMenu:
        """The menu of what is selected, which is of this sort; it is deleted when it closes."""
        self._commands.refresh()
        menu = self._commands.menu_of(self._parent, MENUS[place])
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
