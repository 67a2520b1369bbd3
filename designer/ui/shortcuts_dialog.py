"""All commands with their keys."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from designer.ui.commands import COMMANDS, MENUS, shortcut_text
from designer.ui.fields import label

CANVAS_KEYS: Final = (
    ("Zoom at the pointer", "Wheel"),
    ("Pan", "Space or middle button, drag"),
    ("Next or previous thing", "Tab, Shift+Tab"),
    ("Move what is selected", "Arrow keys"),
)


class ShortcutsDialog(QDialog):
    """The keys, by menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        self.resize(760, 560)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(12)
        down.addWidget(label("Keyboard shortcuts", "title", self))
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("Keyboard shortcuts")
        page = QWidget(scroll)
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setSpacing(32)
        halves = [QVBoxLayout(), QVBoxLayout()]
        groups = [(menu, _keys_of(menu)) for menu in MENUS] + [("On the canvas", list(CANVAS_KEYS))]
        for place, (title, keys) in enumerate(group for group in groups if group[1]):
            halves[place % 2].addLayout(_group(title, keys, page))
        for half in halves:
            half.setSpacing(16)
            half.addStretch(1)
            columns.addLayout(half, 1)
        scroll.setWidget(page)
        down.addWidget(scroll, 1)
        close = QPushButton("Close", self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        down.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _keys_of(menu: str) -> list[tuple[str, str]]:
    return [
        (command.title.rstrip("…"), shortcut_text(command))
        for command in COMMANDS
        if command.shortcut and command.menu.partition("/")[0] == menu
    ]


def _group(title: str, keys: list[tuple[str, str]], parent: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(title, "section", parent), 0, 0)
    for row, (words, key) in enumerate(keys, 1):
        grid.addWidget(label(words, "", parent), row, 0)
        grid.addWidget(label(key, "chip", parent), row, 1, Qt.AlignmentFlag.AlignRight)
    return grid
