"""The field that opens on a note: several lines, plain, as large as the sheet."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from designer.ui.widgets.theme import type_font

_LEAST: Final = (180.0, 72.0)


class MarkText(QPlainTextEdit):
    """Ctrl+Enter or going elsewhere takes the text, Escape leaves all as it was."""

    closed = Signal()
    told = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        what: str,
        text: str,
        place: Callable[[], QRectF | None],
        accept: Callable[[str], str],
        scale: Callable[[], float],
    ) -> None:
        super().__init__(parent)
        self._accept = accept
        self._place = place
        self._scale = scale
        self._before = text
        self._done = False
        self.setPlainText(text)
        self.setAccessibleName(what)
        self.setAccessibleDescription("Ctrl+Enter keeps the text, Escape leaves it as it was.")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.hide()

    def text(self) -> str:
        """Return what is typed."""
        return self.toPlainText()

    def begin(self) -> None:
        """Show it and take the keyboard."""
        self.follow()
        self.show()
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_with(self, text: str) -> None:
        """Replace everything by TEXT, as if it had been typed."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def follow(self) -> None:
        """Go where the note is now."""
        rect = self._place()
        if rect is None:
            self.close_with(None)
            return
        # As large as on the sheet, as far as that can be read.
        self.document().setDefaultFont(type_font("body", scale=min(max(self._scale(), 1.0), 3.0)))
        width, height = max(rect.width(), _LEAST[0]), max(rect.height(), _LEAST[1])
        self.setGeometry(round(rect.x()), round(rect.y()), round(width), round(height))

    def close_with(self, text: str | None) -> None:
        """Close, with TEXT taken if there is any."""
        # Hiding takes the focus away, which closes once more: the second call finds it done.
        if self._done:
            return
        self._done = True
        if text is not None and text.rstrip() != self._before:
            refusal = self._accept(text.rstrip())
            if refusal:
                self.told.emit(refusal)
        self.closed.emit()
        self.hide()
        self.deleteLater()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.close_with(None)
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_with(self.text())
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.close_with(self.text())
