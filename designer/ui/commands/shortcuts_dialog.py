"""All commands with their keys, by menu: found by name or key, and changed in place."""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.ui.commands.command import AnyCommand
from designer.ui.commands.shortcuts import FIXED, Shortcuts, native, refusal
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line_edit
from designer.ui.widgets.pages import dialog_page
from designer.ui.widgets.screen_room import resize_within_screen

NONE: Final = "none"
_KEYS_WIDTH: Final = 188
_PORTABLE: Final = QKeySequence.SequenceFormat.PortableText


class KeyButton(QPushButton):
    """Shows the keys of a command; after a click it waits for others."""

    pressed_keys = Signal(str, QKeyCombination)
    """Command id and the QKeyCombination that was pressed."""

    cleared = Signal(str)
    """The command is to have no keys."""

    def __init__(self, command: AnyCommand, parent: QWidget) -> None:
        super().__init__(parent)
        self._command = command
        self._keys = ""
        self.waiting = False
        self.setProperty("look", "keys")
        self.setFixedWidth(_KEYS_WIDTH)
        self.setAutoDefault(False)
        self.clicked.connect(self._wait)

    def show_keys(self, keys: str) -> None:
        """Show KEYS, as this system writes them."""
        self._keys = keys
        self.waiting = False
        self._show()

    def _wait(self) -> None:
        self.waiting = True
        self._show()

    def _show(self) -> None:
        title = self._command.title.rstrip("…")
        self.setText("Press keys …" if self.waiting else self._keys or NONE)
        self.setAccessibleName(f"Keys of {title}: {self._keys or NONE}")
        self.setToolTip(
            "Press the new keys. Backspace takes the keys away, Escape leaves them."
            if self.waiting
            else "Click, then press other keys"
        )
        if bool(self.property("waiting")) != self.waiting:
            self.setProperty("waiting", self.waiting)
            self.style().unpolish(self)
            self.style().polish(self)

    @override
    def event(self, event: QEvent) -> bool:
        if self.waiting and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return False if self.waiting else super().focusNextPrevChild(next)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.waiting:
            super().keyPressEvent(event)
            return
        event.accept()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and not modifiers:
            self.show_keys(self._keys)
        elif key == Qt.Key.Key_Backspace and not modifiers:
            self.cleared.emit(self._command.id)
        else:
            self.pressed_keys.emit(self._command.id, QKeyCombination(modifiers, key))

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.waiting:
            self.show_keys(self._keys)


class _CommandRow(QWidget):
    """One command: its name, its keys, and the way back to the table's own."""

    def __init__(self, command: AnyCommand, parent: QWidget) -> None:
        super().__init__(parent)
        self.command = command
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        path = command.menu.partition("/")[2]
        title = command.title.rstrip("…")
        across.addWidget(label(f"{path}: {title}" if path else title, "", self), 1)
        self.reset = QPushButton("Reset", self)
        self.reset.setProperty("look", "link")
        self.reset.setAutoDefault(False)
        across.addWidget(self.reset)
        self.button = KeyButton(command, self)
        across.addWidget(self.button)
        self._words = f"{command.title} {command.menu}".lower()

    def show_keys(self, shortcuts: Shortcuts) -> None:
        """Show the keys in force."""
        command = self.command
        keys = [native(one) for one in shortcuts.keys(command.id)]
        self.button.show_keys(" or ".join(keys))
        self.reset.setVisible(shortcuts.is_changed(command.id))
        own = command.shortcut.split("; ")[0]
        self.reset.setAccessibleName(f"Reset the keys of {command.title.rstrip('…')}")
        self.reset.setToolTip(f"Back to {native(own)}" if own else "Back to no keys")
        self._words = f"{command.title} {command.menu} {' '.join(keys)}".lower()

    def matches(self, words: list[str]) -> bool:
        """Return True when all of WORDS stand in the name, the menu or the keys."""
        return all(word in self._words for word in words)


class ShortcutsDialog(QDialog):
    """The keys, by menu."""

    def __init__(self, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        resize_within_screen(self, 720, 600)
        self._shortcuts = shortcuts
        self._asked: tuple[str, str] | None = None
        self.rows: dict[str, _CommandRow] = {}
        self._groups: list[tuple[QLabel, list[tuple[QWidget, str]]]] = []
        down = dialog_page(self, "Keyboard shortcuts")
        self.search = line_edit(
            "Search commands and keys",
            self,
            placeholder="Search by command or key, for instance “zoom” or “ctrl+d”",
            clears=True,
            changed=self._filter,
        )
        down.addWidget(self.search)
        down.addWidget(self._make_list(), 1)
        self._nothing = label("No command or key is called so.", "muted", self)
        self._nothing.hide()
        down.addWidget(self._nothing, 1)
        down.addWidget(self._make_question())
        down.addLayout(self._make_buttons())
        shortcuts.changed.connect(self._show_keys)
        self._show_keys()
        self.search.setFocus()

    def _make_list(self) -> QScrollArea:
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName("Commands and their keys")
        page = QWidget(self._scroll.viewport())
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        for menu in self._shortcuts.table.menus:
            rows: list[tuple[QWidget, str]] = []
            heading = self._heading(menu, page, column)
            for command in self._shortcuts.table.commands:
                if command.menu.partition("/")[0] != menu:
                    continue
                row = self.rows[command.id] = _CommandRow(command, page)
                row.button.pressed_keys.connect(self._take)
                row.button.cleared.connect(self._clear)
                row.reset.clicked.connect(partial(self._reset, command.id))
                rows.append((row, ""))
                column.addWidget(row)
            self._groups.append((heading, rows))
        heading = self._heading("On the canvas and everywhere, as they are", page, column)
        fixed: list[tuple[QWidget, str]] = []
        for words, keys in FIXED:
            row = QWidget(page)
            across = QHBoxLayout(row)
            across.setContentsMargins(0, 3, 0, 3)
            across.addWidget(label(words, "", row), 1)
            across.addWidget(label(keys, "chip", row))
            fixed.append((row, f"{words} {keys}".lower()))
            column.addWidget(row)
        self._groups.append((heading, fixed))
        column.addStretch(1)
        self._scroll.setWidget(page)
        return self._scroll

    @staticmethod
    def _heading(text: str, page: QWidget, column: QVBoxLayout) -> QLabel:
        heading = label(text, "section", page)
        heading.setContentsMargins(0, 12, 0, 2)
        column.addWidget(heading)
        return heading

    def _make_question(self) -> QFrame:
        self.question = QFrame(self)
        self.question.setProperty("look", "banner-card")
        across = QHBoxLayout(self.question)
        across.setContentsMargins(14, 8, 8, 8)
        across.setSpacing(8)
        self.words = label("", "", self.question, wraps=True)
        across.addWidget(self.words, 1)
        self.take_over = push_button("Take over", self.question, self._take_over, takes_enter=False)
        across.addWidget(self.take_over)
        self.keep = push_button("Keep as it is", self.question, self._forget, takes_enter=False)
        across.addWidget(self.keep)
        self.question.hide()
        return self.question

    def _make_buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        self.reset_all = push_button(
            "Reset all", self, self._shortcuts.reset_all, takes_enter=False, tip="Give every command its own keys back"
        )
        across.addWidget(self.reset_all)
        across.addStretch(1)
        close = push_button("Close", self, self.accept, takes_enter=False)
        across.addWidget(close)
        return across

    def _show_keys(self) -> None:
        for row in self.rows.values():
            row.show_keys(self._shortcuts)
        self.reset_all.setEnabled(self._shortcuts.any_changed)
        self._forget()
        self._filter()

    def _filter(self) -> None:
        words = self.search.text().lower().split()
        some = False
        for heading, rows in self._groups:
            shown = 0
            for row, text in rows:
                fits = row.matches(words) if isinstance(row, _CommandRow) else all(word in text for word in words)
                row.setVisible(fits)
                shown += fits
            heading.setVisible(shown > 0)
            some = some or shown > 0
        self._scroll.setVisible(some)
        self._nothing.setVisible(not some)

    def _take(self, command_id: str, combination: QKeyCombination) -> None:
        """Keys were pressed for a command: take them, ask, or say why not."""
        why = refusal(combination)
        if why:
            self._say(why)
            return
        keys = QKeySequence(combination).toString(_PORTABLE)
        other = self._shortcuts.owner(keys, but=command_id)
        if other is None:
            self._shortcuts.choose(command_id, keys)
            return
        self._asked = (command_id, keys)
        title = self._shortcuts.table.by_id[command_id].title.rstrip("…")
        where = other.menu.replace("/", " › ")
        self._say(f"{native(keys)} runs “{other.title.rstrip('…')}” ({where}). Give it to “{title}” instead?")
        self.rows[command_id].button.setText(native(keys))
        self.take_over.setFocus(Qt.FocusReason.OtherFocusReason)
        # The row lost the keyboard to the question, and shows what is asked about.
        self.rows[command_id].button.setText(f"{native(keys)} ?")

    def _clear(self, command_id: str) -> None:
        self._shortcuts.choose(command_id, "")

    def _reset(self, command_id: str) -> None:
        self._shortcuts.reset(command_id)
        QTimer.singleShot(0, self.rows[command_id].button, self.rows[command_id].button.setFocus)

    def _take_over(self) -> None:
        if self._asked is not None:
            command_id, keys = self._asked
            self._shortcuts.choose(command_id, keys)
            self.rows[command_id].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, words: str) -> None:
        self.words.setText(words)
        for button in (self.take_over, self.keep):
            button.setVisible(self._asked is not None)
        self.question.setAccessibleName(words)
        self.question.show()
        if self._asked is not None:
            # The list has less room now.
            QTimer.singleShot(0, self, partial(self._scroll.ensureWidgetVisible, self.rows[self._asked[0]]))

    def _forget(self) -> None:
        """Nothing is asked any more."""
        asked, self._asked = self._asked, None
        self.question.hide()
        if asked is not None:
            row = self.rows[asked[0]]
            row.show_keys(self._shortcuts)
            row.button.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._asked is not None:
            self._forget()
            return
        super().keyPressEvent(event)
