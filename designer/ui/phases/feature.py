"""Phases: the window that plans the growth of the open design."""

from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import WindowHost, WindowSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions


def _phases(host: WindowHost, _: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.phases.phases_window import PhasesWindow

    return PhasesWindow(host, parent)


PHASES: Final = Feature(
    windows=(WindowSpec("phases", _phases),),
    commands=(Command("growth.phases", "Plan phases…", "View", open_window("phases"), "Ctrl+Alt+W", "", "design"),),
)
