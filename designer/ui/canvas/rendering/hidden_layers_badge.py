"""The quiet line on the canvas that says that something is hidden, and brings it back."""

from collections.abc import Collection

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from designer.model.parts.part import Layer, Medium
from designer.ui.canvas.rendering.layer_visibility_words import hidden_words
from designer.ui.widgets.buttons import push_button, tool_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look


class ShownNote(QFrame):
    """An eye in the corner of the canvas; beside it what is hidden, and a link that shows all."""

    choose_wanted = Signal(QPoint)
    """Layers and media are to be chosen, at a place on the screen."""

    all_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "float")
        across = QHBoxLayout(self)
        across.setContentsMargins(3, 3, 3, 3)
        across.setSpacing(2)
        tip = "Layers and media shown or hidden"
        self.eye = tool_button(self, self._choose, name="Layers and media", tip=tip)
        across.addWidget(self.eye)
        self.words = label("", "caption", self)
        across.addWidget(self.words)
        self.all = push_button("Show all", self, self.all_wanted, look="link", name="Show all layers and media")
        across.addWidget(self.all)
        self._recolour()
        self.show_hidden((), ())
        follow_look(self._recolour)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self.eye.setIcon(line_icon("eye"))

    def show_hidden(self, layers: Collection[Layer], media: Collection[Medium]) -> None:
        """Say what is hidden; the eye alone stays when nothing is."""
        words = hidden_words(layers, media)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.all.setVisible(bool(words))
        self.eye.setAccessibleName(f"Layers and media: {words}" if words else "Layers and media")
        self.adjustSize()

    def _choose(self) -> None:
        self.choose_wanted.emit(self.mapToGlobal(QPoint(0, self.height() + 4)))
