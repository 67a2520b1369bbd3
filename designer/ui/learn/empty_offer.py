"""The words and the button over an empty panel or view; they go when the design has something for it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.app.document import Document
from designer.ui.learn.empty_states import EmptyState, Offer
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label

_WIDE: Final = 420
_EDGE: Final = 12
"""Pixels from a button without words to the edges of the corner that it stands in."""


class EmptyOffer(QWidget):
    """Lies over a panel or view: words and a button in its middle, or a button alone in its corner.

    Attributes:
        button: What fills it.
    """

    def __init__(self, state: EmptyState, over: QWidget, document: Document, run: Callable[[str], object]) -> None:
        super().__init__(over)
        self._state, self._over, self._document, self._run_command = state, over, document, run
        self._offer: Offer | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        down = QVBoxLayout(self)
        margin = 20 if state.title else 0
        down.setContentsMargins(margin, margin, margin, margin)
        down.setSpacing(8)
        for words, look in ((state.title, "title"), (state.words, "muted")):
            if words:
                made = label(words, look, self, wraps=True)
                made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                down.addWidget(made)
        if state.title:
            self.setFixedWidth(_WIDE)
            self.setProperty("look", "floating")
            self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.button = push_button("Begin", self, self._take, look="fix", takes_enter=False)
        down.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        over.installEventFilter(self)
        document.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Offer what the design lacks first; go where it lacks nothing."""
        design = self._document.design
        self._offer = next((one for one in self._state.offers if one.lacks(design)), None)
        self.setVisible(self._offer is not None)
        if self._offer is not None:
            self.button.setText(self._offer.words)
            self._stand()

    def _take(self) -> None:
        if self._offer is not None:
            self._run_command(self._offer.command)

    def _stand(self) -> None:
        self.adjustSize()
        room, size = self._over.rect(), self.size()
        left, top = room.width() - size.width(), room.height() - size.height()
        if self._state.title:
            self.move(left // 2, max(top // 2, 0))
        else:
            self.move(max(left - _EDGE, 0), max(top - _EDGE, 0))
        self.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and not self.isHidden():
            self._stand()
        return False
