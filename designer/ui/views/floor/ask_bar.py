"""The line above the floor that asks for one number, or says what is being done and lets it be stopped."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import EditLine, label


class AskBar(QWidget):
    """One question at a time.

    Attributes:
        field: Where the answer is typed.
        problem: Why the answer was not taken.
    """

    left = Signal()
    """It was answered, or left."""

    def __init__(self, parent: QWidget, *, left: Run | None = None) -> None:
        super().__init__(parent)
        connect_given((self.left, left))
        self._answer: Callable[[str], str] | None = None
        self._stop: Callable[[], object] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "bar")
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 6, 12, 6)
        across.setSpacing(8)
        self._words = label("", "strong", self)
        across.addWidget(self._words)
        self.field = EditLine("Answer", self)
        self.field.setMaximumWidth(140)
        self.field.returnPressed.connect(self._answered)
        across.addWidget(self.field)
        self._do = push_button("Do it", self, self._answered)
        across.addWidget(self._do)
        self.leave_button = push_button("Leave", self, self.leave)
        across.addWidget(self.leave_button)
        self.problem = label("", "problem", self, wraps=True)
        across.addWidget(self.problem, 1)
        self.hide()

    @property
    def asks(self) -> bool:
        """Return True when it waits, for an answer or for work to be done."""
        return self._answer is not None or self._stop is not None

    def ask(self, words: str, placeholder: str, unit: str, answer: Callable[[str], str]) -> None:
        """Ask for WORDS; ANSWER takes what was typed and says why not, "" when it was taken."""
        self._begin(words, "Leave")
        self._answer = answer
        self.field.setAccessibleName(f"{words}{f', {unit}' if unit else ''}")
        self.field.clear()
        self.field.setPlaceholderText(placeholder)
        self.field.show()
        self._do.show()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait(self, words: str, stop: Callable[[], object]) -> None:
        """Say that WORDS is being done; STOP gives it up."""
        self._begin(words, "Stop")
        self._stop = stop
        self.field.hide()
        self._do.hide()
        self.show()
        self.leave_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, words: str, leaving: str) -> None:
        if self._stop is not None:
            self._stop()
        self._answer = self._stop = None
        self._words.setText(words)
        self.leave_button.setText(leaving)
        self.problem.setText("")

    def done(self) -> None:
        """Leave, because what was waited for is done."""
        self._stop = None
        self.leave()

    def leave(self) -> None:
        """Ask no more, and give up what is waited for."""
        stop, self._answer, self._stop = self._stop, None, None
        if stop is not None:
            stop()
        self.hide()
        self.left.emit()

    def _answered(self) -> None:
        answer = self._answer
        if answer is None:
            return
        problem = answer(self.field.text())
        if self._answer is answer:  # it may have asked something else
            self.problem.setText(problem)
            if not problem:
                self.leave()
