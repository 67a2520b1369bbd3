"""Several lines of plain text, edited in place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override


class TextBox(QPlainTextEdit):
    """Several lines of plain text; going elsewhere or Ctrl+Enter takes them, Escape brings the old ones back."""

    entered = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._before = ""
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(112)

    def show_value(self, text: str) -> None:
        """Show TEXT, unless somebody types."""
        if text != self._before or not self.hasFocus():
            self._before = text
            if self.toPlainText() != text:
                self.setPlainText(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._before)
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._finish()

    def _finish(self) -> None:
        text = self.toPlainText().rstrip()
        if text != self._before:
            self._before = text
            self.entered.emit(text)
