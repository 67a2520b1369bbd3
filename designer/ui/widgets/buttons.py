"""Buttons and check boxes, each made in one call with what it runs."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

Run = Callable[..., object] | SignalInstance
"""What a press runs: a callable, or a signal that is sent on."""


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
    if run is not None:
        made.clicked.connect(run)
    return made


def check_box(
    text: str,
    parent: QWidget | None,
    toggled: Run,
    *,
    checked: bool = False,
    name: str = "",
    tip: str = "",
) -> QCheckBox:
    """Return a box that calls TOGGLED with its new state; that it is CHECKED at first is not told."""
    made = QCheckBox(text, parent)
    made.setChecked(checked)
    if name:
        made.setAccessibleName(name)
    if tip:
        made.setToolTip(tip)
    made.toggled.connect(toggled)
    return made
