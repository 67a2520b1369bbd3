"""Pages of windows and dialogs: their margins, their spacing and their title, alike in all of them."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from designer.ui.widgets.fields import label


def tool_page(window: QWidget) -> tuple[QVBoxLayout, QHBoxLayout]:
    """Lay out a WINDOW beside the design, and return its column and the line that begins with its title.

    The line is not in the column yet: whoever fills it adds it.
    """
    down = QVBoxLayout(window)
    down.setContentsMargins(20, 16, 20, 14)
    down.setSpacing(10)
    top = QHBoxLayout()
    top.addWidget(label(window.windowTitle(), "title", window))
    return down, top


def dialog_page(dialog: QWidget, title: str) -> QVBoxLayout:
    """Lay out a DIALOG under its TITLE, and return its column."""
    down = QVBoxLayout(dialog)
    down.setContentsMargins(24, 20, 24, 16)
    down.setSpacing(12)
    down.addWidget(label(title, "title", dialog))
    return down
