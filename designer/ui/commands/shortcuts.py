"""Shortcuts of commands: the table's own keys, and what a person chose instead; the same in all windows."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from designer.ui.commands.command import AnyCommand, AnyTable

FIXED: Final = (
    ("Zoom at the pointer", "Wheel"),
    ("Zoom at the fingers", "Pinch, or Ctrl+Wheel"),
    ("Push the paper", "Two fingers, or Shift+Wheel sideways"),
    ("Push the paper by hand", "Space or middle button, drag"),
    ("Back and forward", "Side buttons of the mouse"),
    ("Next or previous thing", "Tab, Shift+Tab"),
    ("First or last thing", "Home, End"),
    ("Move what is selected, or push the paper", "Arrow keys"),
    ("Move it ten steps", "Shift+Arrow keys"),
    ("Push the paper by a page", "PgUp, PgDown; Shift sideways"),
    ("Rename, or number of cables", "Enter"),
    ("How many of it there are", "1 to 9"),
    ("Zoom to 100%", "0"),
    ("Add a part here", "/"),
    ("Draw a link by keys, or join the two selected", "L"),
    ("Zoom in, zoom out", "+, −"),
    ("Menu of what is selected", "Menu or Shift+F10"),
    ("Leave, or select nothing", "Esc"),
    ("Menu of all commands", "F10"),
)
"""Keys of the canvas and of the window that cannot be changed, with what they do."""

_MODIFIERS: Final = frozenset(
    {
        Qt.Key.Key_Control,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Alt,
        Qt.Key.Key_Meta,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_ScrollLock,
        Qt.Key.Key_unknown,
    }
)
_WALKING: Final = frozenset(
    {
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Space,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Menu,
        Qt.Key.Key_F10,
        Qt.Key.Key_Plus,
        Qt.Key.Key_Minus,
        Qt.Key.Key_Equal,
        Qt.Key.Key_Slash,
        Qt.Key.Key_L,
        *(Qt.Key(n) for n in range(0x30, 0x3A)),
    }
)
"""Without Ctrl, Alt or Meta these belong to the canvas, to lists and to fields."""
_STRONG: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)

_MOST_KEPT: Final = 512
"""Shortcuts whose texts are kept; each window asks for all of them more than once."""


@lru_cache(_MOST_KEPT)
def sequences(keys: str) -> tuple[str, ...]:
    """The single shortcuts of "Ctrl+Y; F4", in Qt's portable text."""
    parts = (QKeySequence(one, QKeySequence.SequenceFormat.PortableText) for one in keys.split("; ") if one)
    return tuple(text for one in parts if (text := one.toString(QKeySequence.SequenceFormat.PortableText)))


@lru_cache(_MOST_KEPT)
def native(keys: str) -> str:
    """A shortcut as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


def refusal(combination: QKeyCombination) -> str:
    """Return the reason why a person cannot choose these keys; "" when they can."""
    key, modifiers = combination.key(), combination.keyboardModifiers()
    if key in _MODIFIERS:
        return "Press another key together with it."
    if key in _WALKING and not modifiers & _STRONG:
        name = native(QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText))
        return f"{name} moves around on the canvas and in lists, so it stays as it is. Add Ctrl or Alt."
    if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) or (key == Qt.Key.Key_F4 and modifiers & _STRONG):
        return "The system uses these keys to change windows. Choose others."
    return ""


class Shortcuts(QObject):
    """The keys in force.

    Args:
        table: The commands that have keys.
        stored: What was chosen before, as JSON; what cannot be read or clashes is left out.
        store: Takes what is chosen from now on.
    """

    changed = Signal()

    def __init__(self, table: AnyTable, stored: str = "", store: Callable[[str], object] | None = None) -> None:
        super().__init__()
        self.table = table
        self._store = store
        self._chosen = _without_clashes(table, _read(table, stored))

    def keys(self, command_id: str) -> tuple[str, ...]:
        """The shortcuts of a command, in portable text; the first is the one that is shown."""
        return _keys(self._chosen, self.table.by_id[command_id])

    def text(self, command_id: str) -> str:
        """The first shortcut of a command as this system writes it; "" without one."""
        keys = self.keys(command_id)
        return native(keys[0]) if keys else ""

    def is_changed(self, command_id: str) -> bool:
        """Return True when a person chose other keys than the table's."""
        return command_id in self._chosen

    @property
    def any_changed(self) -> bool:
        """Return True when any command has other keys than the table's."""
        return bool(self._chosen)

    def owner(self, keys: str, but: str = "") -> AnyCommand | None:
        """The command that these keys run, BUT one; None when they are free."""
        for command in self.table.commands:
            if command.id != but and keys in self.keys(command.id):
                return command
        return None

    def choose(self, command_id: str, keys: str) -> None:
        """Give a command these keys and no others ("" for none); whoever has them loses them."""
        taken = sequences(keys)
        for one in taken:
            other = self.owner(one, but=command_id)
            if other is not None:
                self._put(other, tuple(kept for kept in self.keys(other.id) if kept != one))
        self._put(self.table.by_id[command_id], taken)
        self._tell()

    def reset(self, command_id: str) -> None:
        """Give a command its own keys back, also those that another one was given since."""
        self.choose(command_id, self.table.by_id[command_id].shortcut)

    def reset_all(self) -> None:
        """Give all commands their own keys back."""
        if self._chosen:
            self._chosen.clear()
            self._tell()

    def _put(self, command: AnyCommand, keys: tuple[str, ...]) -> None:
        if keys == sequences(command.shortcut):
            self._chosen.pop(command.id, None)
        else:
            self._chosen[command.id] = "; ".join(keys)

    def _tell(self) -> None:
        if self._store is not None:
            self._store(json.dumps(self._chosen, sort_keys=True) if self._chosen else "")
        self.changed.emit()


def _keys(chosen: Mapping[str, str], command: AnyCommand) -> tuple[str, ...]:
    return sequences(chosen.get(command.id, command.shortcut))


def _read(table: AnyTable, stored: str) -> dict[str, str]:
    """Return what can be read of a preferences file, which a person may have edited."""
    try:
        found: Any = json.loads(stored) if stored else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        name: keys
        for name, keys in found.items()
        if isinstance(name, str) and isinstance(keys, str) and name in table.by_id and _sound(keys)
    }


def _sound(keys: str) -> bool:
    """Return True when every shortcut in KEYS can be read and is one press."""
    given = [one for one in keys.split("; ") if one]
    parsed = [QKeySequence(one, QKeySequence.SequenceFormat.PortableText) for one in given]
    return all(one.count() == 1 and one.toString(QKeySequence.SequenceFormat.PortableText) for one in parsed)


def _without_clashes(table: AnyTable, chosen: dict[str, str]) -> dict[str, str]:
    """CHOSEN without what would give the same keys to two commands."""
    while True:
        owners: dict[str, list[str]] = {}
        for command in table.commands:
            for one in _keys(chosen, command):
                owners.setdefault(one, []).append(command.id)
        clashing = [name for names in owners.values() if len(names) > 1 for name in names if name in chosen]
        if not clashing:
            return chosen
        del chosen[clashing[-1]]
