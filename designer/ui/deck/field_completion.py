"""Names of live fields that are offered while they are typed, after an opening brace."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel, QTextCursor
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QPlainTextEdit, QWidget
from typing_extensions import override

from designer.export.deck.fields import Field
from designer.ui.inspector.text_box import TextBox
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import EditLine

_POPUP_WIDTH: Final = 440
_CHOOSING: Final = frozenset(
    {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape}
)
NAME_ROLE: Final = Qt.ItemDataRole.UserRole


class FieldCompletion(QObject):
    """Offers the names of fields in one box of text; each row says what the field is and what it says now."""

    def __init__(self, editor: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._model = QStandardItemModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setWidget(editor)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setMaxVisibleItems(9)
        self.popup = QListView()
        self.popup.setAccessibleName("Live fields")
        self.completer.setPopup(self.popup)
        connect_given(
            (self.completer.activated[str], self._insert),  # type: ignore[index]  # chosen by the type of its argument
            (editor.textEdited if isinstance(editor, QLineEdit) else editor.textChanged, self.offer),
        )
        editor.installEventFilter(self)

    def show_fields(self, fields: Sequence[Field]) -> None:
        """Offer FIELDS from now on."""
        self._model.clear()
        for field in fields:
            item = QStandardItem(f"{field.name}  –  {field.title}: {field.text}")
            item.setData(field.name, NAME_ROLE)
            self._model.appendRow(item)

    def offer(self, *_: object) -> None:
        """Show what fits the name that is begun left of the cursor; nothing where none is."""
        begun = self._begun()
        if begun is None or not self._editor.hasFocus():
            self.popup.hide()
            return
        self.completer.setCompletionPrefix(begun)
        editor = self._editor
        rect = editor.cursorRect()
        rect.setWidth(min(_POPUP_WIDTH, max(editor.width(), 200)))
        self.completer.complete(rect)
        self.popup.setCurrentIndex(self.completer.completionModel().index(0, 0))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A popup that outlives its editor would take keys from nowhere.
        if event.type() == QEvent.Type.Hide:
            self.popup.hide()
        return super().eventFilter(watched, event)

    def _text_before(self) -> str:
        if isinstance(self._editor, QLineEdit):
            return self._editor.text()[: self._editor.cursorPosition()]
        cursor = self._editor.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()]

    def _begun(self) -> str | None:
        """Return the name that is begun; None where the cursor is in no field."""
        before = self._text_before()
        start = before.rfind("{")
        if start < 0 or "}" in before[start:] or before[:start].endswith("{"):
            return None
        return before[start + 1 :]

    def _insert(self, row: str) -> None:
        """Put the name of a chosen row in place of what was begun, with its closing brace."""
        begun = self._begun()
        if begun is None:
            return
        name = row.partition("  –  ")[0]
        if isinstance(self._editor, QLineEdit):
            at = self._editor.cursorPosition()
            after = self._editor.text()[at:]
            self._editor.setSelection(at - len(begun), len(begun))
            self._editor.insert(name if after.startswith("}") else f"{name}}}")
            return
        cursor = self._editor.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(begun))
        cursor.insertText(f"{name}}}")
        self._editor.setTextCursor(cursor)


def _is_for(completion: FieldCompletion, event: QKeyEvent) -> bool:
    """Return whether a key is for the list of fields: it reaches the box first, which would take it as its own."""
    return completion.popup.isVisible() and Qt.Key(event.key()) in _CHOOSING


class FieldLine(EditLine):
    """A line in which live fields are offered."""

    def __init__(self, name: str, parent: QWidget, *, entered: Run | None = None) -> None:
        super().__init__(name, parent, entered=entered)
        self.completion = FieldCompletion(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_for(self.completion, event):
            event.ignore()
            return
        super().keyPressEvent(event)


class FieldBox(TextBox):
    """Lines of text in which live fields are offered."""

    def __init__(self, name: str, parent: QWidget, height: int) -> None:
        super().__init__(name, parent)
        self.setFixedHeight(height)
        self.completion = FieldCompletion(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_for(self.completion, event):
            event.ignore()
            return
        super().keyPressEvent(event)
