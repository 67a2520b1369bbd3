"""The Export page as a window about the open design."""

from typing import TYPE_CHECKING, Final

from designer.ui.commands.open_windows import WindowHost, WindowSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions


def _page(host: WindowHost, _: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.commands.actions.exports import Exports
    from designer.ui.commands.command_set import CommandSet
    from designer.ui.exporting.export_page import ExportPage

    exports, commands = parent.findChild(Exports), parent.findChild(CommandSet)
    assert exports is not None, "each window has its own"
    assert commands is not None
    return ExportPage(host, exports, commands, parent)


EXPORT_WINDOW: Final = WindowSpec("exports", _page)
"""Of the File menu, in whose submenu its command stands first."""
