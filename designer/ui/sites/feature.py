"""Sites: the window that puts the open design in several places."""

from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import WindowHost, WindowSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions


def _sites(host: WindowHost, _: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.sites.sites_window import SitesWindow

    return SitesWindow(host, parent)


SITES: Final = Feature(
    windows=(WindowSpec("sites", _sites),),
    commands=(Command("energy.sites", "Compare sites…", "View", open_window("sites"), "Ctrl+Alt+K", "", "design"),),
)
