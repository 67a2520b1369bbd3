"""Availability: the window that plays failures and repairs."""

from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import WindowHost, WindowSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions


def _availability(host: WindowHost, _: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.availability_window.window import AvailabilityWindow

    return AvailabilityWindow(host, parent)


AVAILABILITY: Final = Feature(
    windows=(WindowSpec("availability", _availability),),
    commands=(
        Command(
            "availability.play",
            "Availability…",
            "Analyse",
            open_window("availability"),
            "Ctrl+Alt+Y",
            "",
            "design",
        ),
    ),
)
