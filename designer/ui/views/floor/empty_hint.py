"""Hint on a floor without a room: draw one, or let one be made for the racks that there are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import Run
from designer.ui.widgets.fields import label

_LEAST_WIDTH = 280


class FloorHint(QFrame):
    """A card in the middle of its parent.

    Attributes:
        draw: Draws a room.
        make: Makes a room for the racks.
    """

    def __init__(self, parent: QWidget, draw: Run, make: Run) -> None:
        super().__init__(parent)
        self._room = parent
        self.setProperty("look", "float")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 20)
        down.setSpacing(8)
        self._title = label("There is no room yet", "title", self)
        down.addWidget(self._title)
        self._words = label("", "muted", self, wraps=True)
        self._words.setMinimumWidth(_LEAST_WIDTH)
        down.addWidget(self._words)
        across = QHBoxLayout()
        self.draw = push_button("Draw a room", self, draw)
        self.make = push_button("Make a room for these racks", self, make)
        across.addWidget(self.draw)
        across.addWidget(self.make)
        down.addLayout(across)
        self.hide()

    def say(self, title: str) -> None:
        """Take another TITLE."""
        self._title.setText(title)

    def offer(self, racks: int) -> None:
        """Show it, with what can be done for so many RACKS without a place."""
        self.make.setEnabled(bool(racks))
        which = f"the {racks:,} rack{'' if racks == 1 else 's'} of this design"
        self._words.setText(
            f"Draw its walls, or let one be made that holds {which} in rows, with cold and hot aisles."
            if racks
            else "Draw its walls corner by corner. Racks are then dragged into it, or filled in by rows."
        )
        self.adjustSize()
        room = self._room.size()
        self.move((room.width() - self.width()) // 2, (room.height() - self.height()) // 2)
        self.show()
        self.raise_()
