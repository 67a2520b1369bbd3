"""Toolbar that floats over the isometric picture: turning, the room, the colours."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from designer.drawing.rooms.floor_overlays import FLOOR_OVERLAYS, FloorOverlay
from designer.ui.widgets.buttons import tool_button
from designer.ui.widgets.callbacks import Run
from designer.ui.widgets.fields import Choice
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look

_EDGE: Final = 12
_BUTTONS: Final = (
    ("turn-left", "Turn the room to the left", "["),
    ("turn-right", "Turn the room to the right", "]"),
)


class IsometricBar(QFrame):
    """The bar in the upper right corner of its parent.

    Attributes:
        left: Turns the room to the left.
        right: Turns it to the right.
        room_choice: Which room is shown.
        overlay_choice: What racks are coloured by.
    """

    def __init__(
        self,
        parent: QWidget,
        turned: Callable[[int], None],
        room_chosen: Run,
        overlay_chosen: Run,
    ) -> None:
        """Make the bar over PARENT; TURNED is called with −1 to the left and 1 to the right."""
        super().__init__(parent)
        self._over = parent
        self.setProperty("look", "float")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        across = QHBoxLayout(self)
        across.setContentsMargins(5, 5, 8, 5)
        across.setSpacing(4)
        self.left, self.right = (
            tool_button(
                self,
                partial(turned, by),
                name=title,
                tip=f"{title} ({key})",
                side=30,
                icon_side=20,
                focus=Qt.FocusPolicy.TabFocus,
            )
            for by, (_, title, key) in zip((-1, 1), _BUTTONS, strict=True)
        )
        self.room_choice = Choice("Room", self, chosen=room_chosen)
        self.overlay_choice = Choice("Colour racks by", self, chosen=overlay_chosen)
        self.overlay_choice.setToolTip("Colour racks by")
        self.overlay_choice.setMinimumContentsLength(9)
        self.room_choice.setMinimumContentsLength(8)
        for choice in (self.room_choice, self.overlay_choice):
            choice.view().setAccessibleName(choice.accessibleName())
        for widget in (self.left, self.right, self.room_choice, self.overlay_choice):
            across.addWidget(widget)
        self._recolour()
        follow_look(self._recolour)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        for button, (icon, _, _) in zip((self.left, self.right), _BUTTONS, strict=True):
            button.setIcon(line_icon(icon))

    def offer(self, rooms: Sequence[tuple[str, str]], room: str, overlay: FloorOverlay) -> None:
        """Offer the ROOMS and colours, with the present ones, and stay in the corner."""
        self.room_choice.show_choices(rooms, room)
        self.room_choice.setVisible(len(rooms) > 1)
        self.overlay_choice.show_choices(list(FLOOR_OVERLAYS.items()), overlay)
        self.place()

    def place(self) -> None:
        """Go to the upper right corner."""
        self.adjustSize()
        self.move(max(self._over.width() - self.width() - _EDGE, _EDGE), _EDGE)
        self.raise_()
