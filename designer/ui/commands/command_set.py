"""The commands of one window as actions, with the keys in force; menus are made from them."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from designer.ui.commands.command import AnyTable, CommandTable
from designer.ui.commands.shortcuts import Shortcuts
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look

_Context = TypeVar("_Context")
_MOST_KEPT: Final = 512
"""Key sequences that are kept; each window has all of them."""


class CommandSet(QObject):
    """The commands of one window as actions.

    Attributes:
        table: What the commands are.
        actions: QAction by command id.
        shortcuts: The keys in force, shared by all windows.
    """

    keys_changed = Signal()
    """Other keys are in force."""

    def __init__(
        self,
        table: CommandTable[_Context],
        context: _Context,
        parent: QWidget,
        shortcuts: Shortcuts | None = None,
    ) -> None:
        """Make the actions.

        Args:
            table: What the commands are, and when they can run.
            context: What they act on.
            parent: The window.
            shortcuts: The keys in force; None are those that come with the program.
        """
        super().__init__(parent)
        self.table: AnyTable = table
        self._runs = {command.id: partial(command.run, context) for command in table.commands}
        self._holds = {name: partial(condition.holds, context) for name, condition in table.conditions.items()}
        self.shortcuts = shortcuts or Shortcuts(table)
        self.actions: dict[str, QAction] = {}
        self._told: list[tuple[QWidget, str, str]] = []
        self._held: dict[str, bool] = {}
        self._drawn: set[str] = set()
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for command in self.table.commands:
            action = QAction(command.title, group)
            action.setData(command.id)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self.actions[command.id] = action
            parent.addAction(action)
        group.triggered.connect(self._triggered)
        self.shortcuts.changed.connect(self._take_keys)
        self._allow()
        self._take_keys()
        follow_look(self._recolour)

    def refresh(self) -> None:
        """Allow and forbid each command by its condition."""
        for command_id in self._allow():
            self.actions[command_id].setToolTip(self.tip(command_id))

    def _allow(self) -> list[str]:
        """Return the ids of the commands that are allowed now and were not, or the other way round."""
        held, self._held = self._held, {name: holds() for name, holds in self._holds.items()}
        changed = {name for name, holds in self._held.items() if held.get(name, True) != holds}
        found = [command.id for command in self.table.commands if command.when in changed] if changed else []
        for command_id in found:
            self.actions[command_id].setEnabled(self._held[self.table.by_id[command_id].when])
        return found

    def _take_keys(self) -> None:
        for command in self.table.commands:
            action = self.actions[command.id]
            keys = [_sequence(one) for one in self.shortcuts.keys(command.id)]
            if keys != action.shortcuts():
                action.setShortcuts(keys)
            action.setToolTip(self.tip(command.id))
        self._told = [told for told in self._told if isValid(told[0])]
        for widget, command_id, words in self._told:
            widget.setToolTip(self.tip(command_id, words))
        self.keys_changed.emit()

    def tip(self, command_id: str, words: str = "") -> str:
        """Return what a command does (in WORDS of one's own), its keys, and why it cannot run now."""
        command = self.table.by_id[command_id]
        keys = self.shortcuts.text(command_id)
        title = words or command.title.rstrip("…")
        told = f"{title} ({keys})" if keys else title
        return told if words or self.actions[command_id].isEnabled() else f"{told}\n{self.table.why_not(command)}"

    def tell_keys(self, widget: QWidget, command_id: str, words: str = "") -> None:
        """Say on WIDGET what it does and with which keys, also when these change."""
        words = words or self.table.by_id[command_id].title.rstrip("…")
        widget.setToolTip(self.tip(command_id, words))
        self._told.append((widget, command_id, words))

    def icon(self, command_id: str) -> QIcon:
        """Return the icon of a command, drawn when it is first asked for; its action wears it from then on."""
        action, name = self.actions[command_id], self.table.by_id[command_id].icon
        if name and command_id not in self._drawn:
            self._drawn.add(command_id)
            action.setIcon(line_icon(name))
        return action.icon()

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        drawn, self._drawn = self._drawn, set()
        for command_id in drawn:
            self.icon(command_id)

    def _menu(self, menu: QMenu) -> QMenu:
        """Return MENU, whose entries say why they cannot run, and draw their icons as it opens."""
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(partial(self._draw_icons, menu))
        return menu

    def _draw_icons(self, menu: QMenu) -> None:
        for action in menu.actions():
            if str(action.data()) in self.table.by_id:
                self.icon(str(action.data()))

    def run(self, command_id: str) -> None:
        """Run a command by its id."""
        self.what_runs(command_id)()

    def what_runs(self, command_id: str) -> Callable[[], object]:
        """Return what a command calls."""
        return self._runs[command_id]

    def menu(self, parent: QWidget, under: str = "") -> QMenu:
        """A menu of all commands, or of those under one menu title ("File/Export")."""
        menu = self._menu(QMenu(parent))
        submenus: dict[str, QMenu] = {"": menu}
        for command in self.table.commands:
            path = command.menu
            if under:
                if path != under and not path.startswith(under + "/"):
                    continue
                path = path[len(under) + 1 :]
            target = self._submenu(submenus, path)
            if command.part_break and not target.isEmpty():
                target.addSeparator()
            target.addAction(self.actions[command.id])
        return menu

    def menu_of(self, parent: QWidget, entries: Sequence[str]) -> QMenu:
        """A menu of the commands in ENTRIES; "" is a line, and "Arrange/Align" all under that title as a menu in it."""
        menu = self._menu(QMenu(parent))
        for entry in entries:
            if "/" in entry:
                inside = self.menu(menu, entry)
                inside.setTitle(entry.rpartition("/")[2])
                menu.addMenu(inside)
            elif entry:
                menu.addAction(self.actions[entry])
            else:
                menu.addSeparator()
        return menu

    def _submenu(self, submenus: dict[str, QMenu], path: str) -> QMenu:
        if path not in submenus:
            above, _, title = path.rpartition("/")
            submenus[path] = self._menu(self._submenu(submenus, above).addMenu(title))
        return submenus[path]

    def _triggered(self, action: QAction) -> None:
        self.run(str(action.data()))


@lru_cache(_MOST_KEPT)
def _sequence(keys: str) -> QKeySequence:
    return QKeySequence(keys)
