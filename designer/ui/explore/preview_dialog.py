"""The frame of dialogs that tell beforehand what comes of an edit: a sentence, a reason why not, cancel and apply."""

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.timers import after_pause


class PreviewDialog(QDialog):
    """An edit that is worked out a moment after the last key, and made when it is applied.

    Attributes:
        words: What comes of it, in a sentence.
        problem: Why it cannot be made; hidden while it can.
    """

    applied = Signal()
    """The design was changed."""

    def __init__(self, document: Document, title: str, pause_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._document = document
        self._edit: Callable[[Design], ChangeSet] | None = None
        self._of: Design | None = None
        self.words = label("", "strong", self, wraps=True)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        self.apply_button = push_button("", self, self.apply, look="primary", default=True)
        self._pause = after_pause(self, pause_ms, self.foresee)

    def add_told(self, down: QVBoxLayout, words_name: str) -> None:
        """Put the sentence and the reason into DOWN."""
        self.words.setAccessibleName(words_name)
        down.addWidget(self.words)
        down.addWidget(self.problem)

    def add_buttons(self, down: QVBoxLayout, apply: str) -> None:
        """Put the buttons into DOWN, the one that applies called APPLY."""
        cancel = push_button("Cancel", self, self.reject, takes_enter=False)
        self.apply_button.setText(apply)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(cancel)
        across.addWidget(self.apply_button)
        down.addLayout(across)

    def wait(self, *_: object) -> None:
        """Something was typed: it is worked out after a pause."""
        self._edit = None
        self._pause.start()

    def foresee(self) -> None:
        """Tell what the values as they are set come to."""
        self._pause.stop()
        self._of = self._document.design
        try:
            self._edit = self._foreseen(self._of)
        except RefusedInput as problem:
            self._edit = None
            self._complain(str(problem))
            return
        self._complain("")

    @abstractmethod
    def _foreseen(self, design: Design) -> Callable[[Design], ChangeSet]:
        """Show what comes of it, and give the edit.

        Raises:
            RefusedInput: it cannot be made.
        """

    def _complain(self, problem: str) -> None:
        """Say PROBLEM; none, "", lets it be applied."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.words.setVisible(not problem)
        self.apply_button.setEnabled(not problem)

    def apply(self) -> None:
        """Make the change, as one edit, and close; a value that cannot be leaves the dialog open."""
        if self._edit is None or self._of is not self._document.design:
            self.foresee()
        if self._edit is None:
            return
        problem = self._document.attempt(self._edit)
        if problem:
            self._complain(problem)
            return
        self.applied.emit()
        self.accept()
