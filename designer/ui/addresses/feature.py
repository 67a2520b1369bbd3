"""Addresses: the window that shows every port with its peer and its addresses."""

from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import WindowHost, WindowSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions


def _addresses(host: WindowHost, _: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.addresses.addresses_window import AddressesWindow

    return AddressesWindow(host, parent)


ADDRESSES: Final = Feature(
    windows=(WindowSpec("addresses", _addresses),),
    commands=(
        Command("network.addresses", "Addresses…", "View", open_window("addresses"), "Ctrl+Alt+T", "", "design"),
    ),
)
