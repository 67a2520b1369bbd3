"""The small field that opens on the canvas to change a name or a number in place."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from designer.ui.widgets.theme import set_look

Accept = Callable[[str], str]
"""Takes the text; the answer is why it is refused, "" when it was taken."""
Place = Callable[[], QRectF | None]
"""Where the field belongs on the widget; None when what it edits is gone."""


class InlineEditor(QLineEdit):
    """Enter takes the text, Escape leaves all as it was, going elsewhere takes what is acceptable."""

    closed = Signal()
    told = Signal(str)
    stepped = Signal(int)
    """Up (−1) or down (1) was pressed in the field of a number."""

    def __init__(self, parent: QWidget, what: str, text: str, place: Place, accept: Accept, *, number: bool) -> None:
        super().__init__(text, parent)
        self._accept = accept
        self._place = place
        self._before = text
        self._number = number
        self._done = False
        self.setAccessibleName(what)
        self.setFrame(True)
        if number:
            self.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.setValidator(QIntValidator(0, 99_999_999, self))
        self.setMaxLength(200)
        self.hide()

    def begin(self) -> None:
        """Show it and take the keyboard."""
        self.follow()
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_with(self, text: str) -> None:
        """Replace everything by TEXT, as if it had been typed."""
        self.setText(text)
        self.setCursorPosition(len(text))

    def follow(self) -> None:
        """Go where the thing is now."""
        rect = self._place()
        if rect is None:
            self.close_with(None)
            return
        least = 88.0 if self._number else 160.0
        width, height = max(rect.width(), least), max(rect.height(), 28.0)
        centre = rect.center()
        self.setGeometry(round(centre.x() - width / 2), round(centre.y() - height / 2), round(width), round(height))

    def close_with(self, text: str | None) -> None:
        """Close, with TEXT taken if there is any and it is acceptable."""
        # Hiding takes the focus away, which closes once more: the second call finds it done.
        if self._done:
            return
        if text is not None and text.strip() != self._before:
            refusal = self._accept(text.strip())
            if refusal:
                self.told.emit(refusal)
        self._done = True
        self.closed.emit()
        self.hide()
        self.deleteLater()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_with(None)
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.close_with(self.text())
        elif self._number and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.close_with(self.text())

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        self.close_with(self.text())
        return True

    def _enter(self) -> None:
        text = self.text().strip()
        if text != self._before:
            self._done = True
            refusal = self._accept(text)
            self._done = False
            if refusal:
                self.told.emit(refusal)
                set_look(self, "problem")
                self.selectAll()
                return
        self._before = text
        self.close_with(None)
