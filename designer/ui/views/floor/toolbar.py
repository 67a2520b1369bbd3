"""The bar above the floor: tools on the left, fills and choices on the right, in two lines where one is too narrow."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QPushButton, QToolButton, QWidget
from typing_extensions import override

from designer.drawing.rooms.floor_overlays import FLOOR_OVERLAYS
from designer.ui.views.floor.room_tools import TOOLS
from designer.ui.widgets.buttons import tool_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import Choice
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look

_SELECT: Final = ("select", "Select and move", "select")


class FloorBar(QWidget):
    """Buttons and choices of the floor.

    Attributes:
        tools: Buttons by the name of their tool.
        overlay_choice: What racks are coloured by.
    """

    taken = Signal(str)
    """Name of the tool that was chosen."""

    def __init__(
        self,
        parent: QWidget,
        *,
        taken: Run,
        place: Run,
        fill: Run,
        mark_aisles: Run,
        room_chosen: Run,
        overlay_chosen: Run,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "bar")
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(8, 4, 8, 4)
        self._lines.setSpacing(4)
        self._lines.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.tools: dict[str, QToolButton] = {}
        self._left = self._make_tools()
        self.place_button = QPushButton("Place racks", self)
        self.fill_button = QPushButton("Fill…", self)
        self.fill_button.setAccessibleName("Fill the room with racks")
        self.fill_button.setToolTip("Rows of new racks for this room")
        self.aisles_button = QPushButton("Aisles", self)
        self.aisles_button.setAccessibleName("Mark the aisles between the rows")
        self.aisles_button.setToolTip("Mark cold and hot aisles between the rows that stand")
        self.room_choice = Choice("Room", self)
        self.overlay_choice = Choice("Colour racks by", self)
        for choice in (self.room_choice, self.overlay_choice):
            choice.view().setAccessibleName(choice.accessibleName())
        self.overlay_choice.setToolTip("Colour racks by")
        self.overlay_choice.show_choices(list(FLOOR_OVERLAYS.items()), "")
        self.overlay_choice.setMinimumContentsLength(13)
        self._right = QHBoxLayout()
        self._right.setSpacing(6)
        self._right.addStretch(1)
        for widget in (
            self.place_button,
            self.aisles_button,
            self.fill_button,
            self.room_choice,
            self.overlay_choice,
        ):
            self._right.addWidget(widget)
        self._lines.addLayout(self._left)
        self._lines.addLayout(self._right)
        connect_given(
            (self.taken, taken),
            (self.place_button.clicked, place),
            (self.fill_button.clicked, fill),
            (self.aisles_button.clicked, mark_aisles),
            (self.room_choice.chosen, room_chosen),
            (self.overlay_choice.chosen, overlay_chosen),
        )
        self._recolour()
        follow_look(self._recolour)

    def _make_tools(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(2)
        for name, title, _ in (_SELECT, *((n, t, i) for n, (t, i, _) in TOOLS.items())):
            take, focus = partial(self._take, name), Qt.FocusPolicy.TabFocus
            button = tool_button(self, take, name=title, icon_side=20, focus=focus)
            button.setCheckable(True)
            across.addWidget(button)
            self.tools[name] = button
        self.tools["select"].setChecked(True)
        across.addStretch(1)
        return across

    def _take(self, name: str, checked: bool = False) -> None:
        self.taken.emit(name)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        icons = {"select": "select", **{name: icon for name, (_, icon, _) in TOOLS.items()}}
        for name, button in self.tools.items():
            button.setIcon(line_icon(icons[name]))

    def arrange(self) -> None:
        """Take two lines where one is too narrow for all that is shown."""
        needed = self._left.minimumSize().width() + self._right.minimumSize().width() + 24
        narrow = self.width() < needed
        self._lines.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.setFixedHeight(self._lines.minimumSize().height())

    @override
    def minimumSizeHint(self) -> QSize:
        widest = max(self._left.minimumSize().width(), self._right.minimumSize().width())
        return QSize(widest + 16, self._lines.minimumSize().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
