"""Buttons, tool buttons and check boxes, each made in one call with what it runs."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QToolButton, QWidget

from designer.ui.widgets.callbacks import Run, connect_given


def push_button(
    text: str,
    parent: QWidget | None,
    run: Run | None = None,
    *,
    look: str = "",
    name: str = "",
    tip: str = "",
    takes_enter: bool = True,
    default: bool = False,
    toggled: Run | None = None,
) -> QPushButton:
    """Return a button that calls RUN when it is pressed.

    Args:
        text: What stands on it.
        parent: Holds it.
        run: Called at each press; None where what is around it listens.
        look: One of the looks of the style sheet for buttons.
        name: What a screen reader says, where that is not the text.
        tip: Its tool tip.
        takes_enter: Whether Enter presses it while it, or nothing that is first in line, has the keyboard of a dialog.
        default: Whether Enter presses it from anywhere in its dialog.
        toggled: Called with whether it is down; a button with this stays down until it is pressed again.
    """
    made = QPushButton(text, parent)
    if look:
        made.setProperty("look", look)
    if name:
        made.setAccessibleName(name)
    if tip:
        made.setToolTip(tip)
    if not takes_enter:
        made.setAutoDefault(False)
    if default:
        made.setDefault(True)
    made.setCheckable(toggled is not None)
    connect_given((made.clicked, run), (made.toggled, toggled))
    return made


def check_box(
    text: str,
    parent: QWidget | None,
    toggled: Run | None = None,
    *,
    checked: bool = False,
    name: str = "",
    tip: str = "",
) -> QCheckBox:
    """Return a box that calls TOGGLED with its new state; its first state, CHECKED, calls nothing."""
    made = QCheckBox(text, parent)
    made.setChecked(checked)
    if name:
        made.setAccessibleName(name)
    if tip:
        made.setToolTip(tip)
    connect_given((made.toggled, toggled))
    return made


def tool_button(
    parent: QWidget,
    run: Run | None = None,
    *,
    name: str,
    tip: str = "",
    side: int = 28,
    icon_side: int = 0,
    focus: Qt.FocusPolicy | None = None,
) -> QToolButton:
    """Return a square button of a tool bar.

    Args:
        parent: Holds it.
        run: Called at each press; None where what is around it listens.
        name: What a screen reader says.
        tip: Its tool tip; "" is the name.
        side: Its width and height, in pixels.
        icon_side: Those of its icon; 0 is the usual.
        focus: How the keyboard reaches it; None is the usual.
    """
    made = QToolButton(parent)
    made.setFixedSize(side, side)
    if icon_side:
        made.setIconSize(QSize(icon_side, icon_side))
    made.setAccessibleName(name)
    made.setToolTip(tip or name)
    if focus is not None:
        made.setFocusPolicy(focus)
    connect_given((made.clicked, run))
    return made
