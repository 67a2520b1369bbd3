"""The small tool bar that floats over the canvas."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget
from typing_extensions import override

from designer.ui.commands.command_set import CommandSet
from designer.ui.widgets.fields import line
from designer.ui.widgets.look import follow_look

MAP_ROOM: Final = 172
"""Pixels at the left that the zoom takes."""
TOOLS: Final = (
    "edit.select_tool",
    "edit.lasso_tool",
    "edit.pan_tool",
    "edit.connect_tool",
    "edit.flow_tool",
    "edit.stamp_tool",
)
_GROUPS: Final = (
    TOOLS,
    ("arrange.group_rack", "arrange.tidy"),
    ("edit.undo", "edit.redo"),
    ("view.fit",),
)


class FloatBar(QFrame):
    """Buttons of the commands that are used most with the mouse; stays at the bottom middle of its parent."""

    def __init__(self, commands: CommandSet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "float")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        across = QHBoxLayout(self)
        across.setContentsMargins(5, 5, 5, 5)
        across.setSpacing(4)
        self.buttons: dict[str, QToolButton] = {}
        self._commands = commands
        for place, group in enumerate(_GROUPS):
            if place:
                gap = line(self)
                gap.setFixedSize(1, 20)
                across.addWidget(gap)
            for command_id in group:
                across.addWidget(self._button(commands, command_id))
        self._right = 0
        self.show_tool("select")
        parent.installEventFilter(self)
        self._place(parent)
        follow_look(self._recolour)

    def _button(self, commands: CommandSet, command_id: str) -> QToolButton:
        command = commands.table.by_id[command_id]
        action, icon = commands.actions[command_id], commands.icon(command_id)
        button = QToolButton(self)
        if command_id in TOOLS:
            # A tool stays pressed while it is chosen; the action itself runs once.
            button.setCheckable(True)
            button.setAutoExclusive(False)
            button.clicked.connect(action.trigger)
            button.setIcon(icon)
        else:
            button.setDefaultAction(action)
        button.setIconSize(QSize(20, 20))
        button.setFixedSize(32, 32)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(command.title)
        if command_id in TOOLS:
            # The others take the tip of their action.
            commands.tell_keys(button, command_id)
        self.buttons[command_id] = button
        return button

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        for command_id in TOOLS:
            self.buttons[command_id].setIcon(self._commands.icon(command_id))

    def show_tool(self, name: str) -> None:
        """Press the button of tool NAME."""
        chosen = "edit.stamp_tool" if name == "place" else f"edit.{name}_tool"
        for command_id in TOOLS:
            self.buttons[command_id].setChecked(command_id == chosen)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._place(watched)
        return super().eventFilter(watched, event)

    def keep_right(self, pixels: int) -> None:
        """Leave so many PIXELS at the right to what floats there."""
        if pixels != self._right:
            self._right = pixels
            parent = self.parentWidget()
            if parent is not None:
                self._place(parent)

    def _place(self, parent: QWidget) -> None:
        self.adjustSize()
        left = (parent.width() - self.width()) // 2
        # The zoom stands in the lower left corner and a card in the right one; on a narrow canvas the bar makes room.
        most = parent.width() - self._right - self.width()
        self.move(max(min(left, most), MAP_ROOM), max(parent.height() - self.height() - 12, 8))
        self.raise_()
